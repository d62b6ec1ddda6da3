"""``qinglang waiver``, and evaluations with waivers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.authoring.test_waiver_file import SOUND
from tests.conftest import Run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A sound file of one waiver."""
    path = tmp_path / "waivers.yaml"
    path.write_text(SOUND, encoding="utf-8")
    return path


def test_list(qinglang: Run, file: Path) -> None:
    """Each waiver is told with its state as of a day."""
    ended = qinglang("waiver", "list", file, "--as-of", "2025-08-31", "-o", "json")
    (row,) = json.loads(ended.out)
    assert (row["id"], row["state"], row["until"]) == ("w-1", "active", "2025-08-31")
    assert "w-1" in qinglang("waiver", "list", file).out


def test_check(qinglang: Run, file: Path) -> None:
    """Waivers that do not hold are told with their place, and give exit code 1."""
    ended = qinglang("waiver", "check", file, "--as-of", "2025-08-31")
    assert (ended.code, ended.err) == (0, "1 waiver, 1 in order\n")
    ended = qinglang("waiver", "check", file, "--as-of", "2025-09-01")
    assert ended.code == 1
    assert "waivers.yaml line 2: waiver w-1 is expired\n" in ended.err
    file.write_text(SOUND.replace("head of compliance", "product owner"))
    ended = qinglang("waiver", "check", file, "--as-of", "2025-08-31")
    assert (ended.code, "is self approved" in ended.err) == (1, True)
    file.write_text(SOUND.replace("ANN-07", "ANN-99"))
    ended = qinglang("waiver", "check", file)
    assert (ended.code, "line 3: there is no control 'ANN-99'" in ended.err) == (2, True)


@pytest.mark.heavy
def test_evaluate(qinglang: Run, small_snapshot: Path, tmp_path: Path) -> None:
    """A waived finding is reported and does not count; digests know of no waivers."""
    only = ("evaluate", small_snapshot, "--only", "ANN-07", "-o")
    plain = qinglang(*only, f"json:{tmp_path / 'plain.json'}")
    assert plain.code == 1
    report = json.loads((tmp_path / "plain.json").read_text())
    entries = [
        SOUND.removeprefix("waivers:\n")
        .replace("w-1", f"w-{number}")
        .replace("r1", json.dumps(finding["subject"]))
        .replace("    cause: {device: phone}\n", "")
        .replace("from: 2025-08-01", "from: 2025-09-01")
        .replace("until: 2025-08-31", "until: 2025-09-30")
        for number, finding in enumerate(report["findings"])
    ]
    file = tmp_path / "waivers.yaml"
    file.write_text("waivers:\n" + "".join(entries))
    waived = qinglang(*only, f"json:{tmp_path / 'waived.json'}", "--waivers", file)
    assert waived.code == 0
    other = json.loads((tmp_path / "waived.json").read_text())
    assert other["findings_digest"] == report["findings_digest"]
    assert all("waived_by" in finding for finding in other["findings"])
    assert len(other["findings"]) == len(report["findings"]) > 0
