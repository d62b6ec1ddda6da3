"""Daily snapshots of one platform."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.snapshot import open_snapshot
from evaluator.synthetic import Blueprint, generate_series, generate_snapshot
from evaluator.synthetic.tables import TABLES

T = 1_758_643_200
DAY = 86_400
DAYS = 18

Make = Callable[..., Blueprint]
#: Control, subject and identity of a violation.
Found = tuple[str, str, str]


@pytest.fixture(scope="module")
def days(blueprint: Make, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """Eighteen daily snapshots of a platform with many violations."""
    folder = tmp_path_factory.mktemp("series")
    platform = blueprint(posts=500, violation_rate=0.1)
    made = generate_series(platform.daily(DAYS), folder / "days", truth=folder / "truth")
    return folder, [snapshot.folder for snapshot in made]


def test_each_day_has_its_folder(days: tuple[Path, list[Path]]) -> None:
    """Days follow each other, and each is a snapshot of that day of the same platform."""
    folder, made = days
    assert [path.name for path in made][-2:] == ["2025-09-23", "2025-09-24"]
    manifests = [open_snapshot(path, TABLES).manifest for path in made]
    assert [manifest.as_of for manifest in manifests] == [
        T - day * DAY for day in reversed(range(DAYS))
    ]
    assert all(manifest.window_to == manifest.as_of for manifest in manifests)
    assert len({manifest.window_from for manifest in manifests}) == 1
    assert len({manifest.platform_id for manifest in manifests}) == 1
    assert len({manifest.snapshot_id for manifest in manifests}) == DAYS
    assert sorted(path.stem for path in (folder / "truth").iterdir()) == [
        path.name for path in made
    ]


def test_the_last_day_is_the_platform_itself(
    days: tuple[Path, list[Path]], blueprint: Make, tmp_path: Path
) -> None:
    """The last of the series has the bytes of the snapshot that is generated alone."""
    alone = generate_snapshot(blueprint(posts=500, violation_rate=0.1), tmp_path / "alone")
    digests = {open_snapshot(folder, TABLES).digest for folder in (alone.folder, days[1][-1])}
    assert len(digests) == 1


def test_violations_come_and_go_and_come_back(days: tuple[Path, list[Path]]) -> None:
    """From day to day some appear, some are cured, and some that were cured are there again."""
    folder, made = days
    found: list[set[Found]] = []
    for path in made:
        lines = (folder / "truth" / f"{path.name}.ndjson").read_text().splitlines()
        rows = [json.loads(line) for line in lines]
        found.append(
            {
                (row["control"], row["subject"], json.dumps(row["identity"]))
                for row in rows
                if "facts" in row
            }
        )
    courses = {
        each: "".join(str(int(each in day)) for day in found) for each in set().union(*found)
    }
    assert any("01" in course for course in courses.values())
    assert any("10" in course for course in courses.values())
    assert any(re.search("10+1", course) for course in courses.values())
