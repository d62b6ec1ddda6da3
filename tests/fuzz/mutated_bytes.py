"""Snapshots with wrong bytes, in whatever file."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.fuzz.placing import ENDINGS, tables
from tests.fuzz.sound import Draft, packed, sound_rows, table_bytes

__all__ = ["damaged_bytes"]


def _damaged(draw: st.DrawFn, content: bytes) -> bytes:
    at = draw(st.integers(0, max(0, len(content) - 1)))
    # The ends of files say most about them.
    at = draw(st.sampled_from([at, at, min(at, 12), max(0, len(content) - 1 - at % 40)]))
    change = draw(st.integers(0, 4))
    if change == 0:
        flipped = content[at : at + 1] or b"\0"
        return content[:at] + bytes([flipped[0] ^ 1 << draw(st.integers(0, 7))]) + content[at + 1 :]
    if change == 1:
        return content[:at] + draw(st.binary(min_size=1, max_size=4)) + content[at:]
    length = draw(st.integers(1, 9))
    if change == 2:
        return content[:at] + content[at + length :]
    if change == 3:
        return (
            content[:at]
            + bytes([draw(st.sampled_from([0, 255]))]) * length
            + content[at + length :]
        )
    return content[:at] + content[at : at + length] * 2 + content[at + length :]


@st.composite
def damaged_bytes(draw: st.DrawFn) -> Draft:
    """Bytes that are flipped, put in, left out; files that end too early."""
    table = draw(tables)
    ending = draw(st.sampled_from([*ENDINGS, "parquet", "parquet"]))
    rows = sound_rows(table, draw(st.integers(1, 5)))
    content = packed(table_bytes(table, rows, ending.partition(".")[0]), ending)
    path = draw(st.sampled_from([f"{table.name}.{ending}", f"{table.name}/0.{ending}"]))
    draft = Draft({path: content})
    if draw(st.integers(0, 5)) == 0:
        for _ in range(draw(st.integers(1, 3))):
            draft.manifest = _damaged(draw, draft.manifest)
        return draft
    if draw(st.integers(0, 4)) == 0:
        draft.files[path] = content[: draw(st.integers(0, len(content) - 1))]
        if not ending.endswith(("ndjson", "csv")):
            draft.truncated.add(path)
        return draft
    for _ in range(draw(st.integers(1, 3))):
        draft.files[path] = _damaged(draw, draft.files[path])
    if "parquet" in ending or ending.endswith("zst"):
        draft.opaque.add(path)
    return draft
