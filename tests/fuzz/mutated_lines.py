"""Snapshots with wrong lines: cut, joined, foreign, of another encoding."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from tests.fuzz.placing import placed, tables
from tests.fuzz.sound import Draft, sound_rows, table_bytes

__all__ = ["lines"]


def _truncated(draw: st.DrawFn, lines: list[bytes], at: int) -> None:
    lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]


def _inserted(draw: st.DrawFn, lines: list[bytes], at: int) -> None:
    place = draw(st.integers(0, len(lines[at])))
    signs = [b'"', b'""', b",", b"\\", b"\x00", b"\r", b"\n", b"\r\n", b"{", b"]", b"\xff", b"\xc3"]
    signs += ["\ufeff".encode(), "\u2028".encode(), b" ", b"\t", b"\x1e", b"\x1a", b"\x0b"]
    lines[at] = lines[at][:place] + draw(st.sampled_from(signs)) + lines[at][place:]


def _swapped(draw: st.DrawFn, lines: list[bytes], at: int) -> None:
    other = draw(st.integers(0, len(lines) - 1))
    lines[at], lines[other] = lines[other], lines[at]


def _repeated(draw: st.DrawFn, lines: list[bytes], at: int) -> None:
    lines.insert(draw(st.integers(0, len(lines))), lines[at])


def _joined(_draw: st.DrawFn, lines: list[bytes], at: int) -> None:
    lines[at : at + 2] = [b"".join(lines[at : at + 2])]


def _removed(_draw: st.DrawFn, lines: list[bytes], at: int) -> None:
    del lines[at]


def _foreign(draw: st.DrawFn, lines: list[bytes], at: int) -> None:
    others = [b"", b" ", b"\t", b"\r", b"\xef\xbb\xbf", b"null", b"[]", b"1", b"{}", b'""', b",,,"]
    others += [b"Records: 5", b"{}{}", b"-- end --", b"\x1f\x8b", b"PAR1", b"[" * 5000]
    lines.insert(at, draw(st.sampled_from(others)))


def _encoded(draw: st.DrawFn, lines: list[bytes], at: int) -> None:
    encoding = draw(st.sampled_from(["utf-16", "utf-16-le", "gb18030", "utf-8-sig", "utf-32"]))
    lines[at] = lines[at].decode("utf-8", "replace").encode(encoding)


CHANGES: tuple[Callable[[st.DrawFn, list[bytes], int], None], ...] = (
    *(_truncated, _inserted, _inserted, _swapped, _repeated, _joined, _removed, _foreign),
    _encoded,
)


@st.composite
def lines(draw: st.DrawFn, form: str) -> Draft:
    """Files of text with some wrong lines, or wrong as a whole."""
    table = draw(tables)
    content = table_bytes(table, sound_rows(table, draw(st.integers(1, 5))), form)
    lines = content.split(b"\n")
    for _ in range(draw(st.integers(1, 3))):
        if lines:
            change = draw(st.sampled_from(CHANGES))
            change(draw, lines, draw(st.integers(0, len(lines) - 1)))
    content = draw(st.sampled_from([b"\n", b"\n", b"\n", b"\r\n", b"\r"])).join(lines)
    whole = draw(st.integers(0, 12))
    if whole == 0:
        content = b"\xef\xbb\xbf" + content
    elif whole == 1:
        encoding = draw(st.sampled_from(["utf-16", "gb18030", "utf-32-be", "utf-7"]))
        content = content.decode("utf-8", "replace").encode(encoding)
    return placed(draw, table, content, form)
