"""The file of waivers: what it says, and what is said where it is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evaluator.authoring.waiver_file import read_waivers
from evaluator.bundle import load_bundle
from evaluator.errors import ConfigurationError

SOUND = """\
waivers:
  - id: w-1
    control: ANN-07
    direction: under
    subject: r1
    cause: {device: phone}
    reason: the player is being replaced
    owner: product owner
    approver: head of compliance
    basis: decision 2025-14
    from: 2025-08-01
    until: 2025-08-31
"""


def _written(folder: Path, text: str) -> Path:
    file = folder / "waivers.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_sound_file(tmp_path: Path) -> None:
    """All that a waiver says is kept, with its place."""
    (waiver,) = read_waivers(_written(tmp_path, SOUND), load_bundle().controls)
    assert (waiver.waiver_id, waiver.control, waiver.subject) == ("w-1", "ANN-07", "r1")
    assert (waiver.first, waiver.last) == (date(2025, 8, 1), date(2025, 8, 31))
    assert (waiver.owner, waiver.approver) == ("product owner", "head of compliance")
    assert dict(waiver.cause) == {"device": "phone"}
    assert waiver.place.endswith("waivers.yaml line 2")


def test_no_waivers(tmp_path: Path) -> None:
    """A file may hold none."""
    assert read_waivers(_written(tmp_path, "waivers: []\n"), load_bundle().controls) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("ANN-07", "ANN-99", 3, "there is no control 'ANN-99'"),
        ("under", "over", 4, "direction: ANN-07 finds under, not over"),
        ("reason:", "reasons:", 7, "reasons: unknown field"),
        ("    basis: decision 2025-14\n", "", 2, "basis: required field"),
        ("until: 2025-08-31", "until: 2025-07-31", 12, "until 2025-07-31 lies before from"),
        ("until: 2025-08-31", "until: later", 12, "until: must be of date type"),
        ("until: 2025-08-31", "until: 2025-08-31T00:00:00Z", 11, "from and until must be days"),
        ("cause: {device: phone}", "cause: {}", 6, "cause: min length is 1"),
        ("id: w-1", "id: w 1", 2, "id: value does not match regex"),
    ],
)
def test_what_is_wrong(tmp_path: Path, old: str, new: str, line: int, rule: str) -> None:
    """The file, the line and the key are named."""
    with pytest.raises(ConfigurationError) as raised:
        read_waivers(_written(tmp_path, SOUND.replace(old, new)), load_bundle().controls)
    told = f"{raised.value.offender}: {raised.value.rule}"
    assert f"waivers.yaml line {line}" in told
    assert rule in told


def test_an_id_twice(tmp_path: Path) -> None:
    """Ids stand in reports."""
    text = SOUND + SOUND.removeprefix("waivers:\n")
    with pytest.raises(ConfigurationError, match=r"line 13.*id: 'w-1' is taken"):
        read_waivers(_written(tmp_path, text), load_bundle().controls)
