"""What two versions say is merged: counted by control and kind, and grouped by cause."""

from __future__ import annotations

from pathlib import Path

from evaluator.pipeline.differing import Differences, Said
from evaluator.report.impact import Group
from tests.findings.conftest import finding


def test_every_way_to_differ(tmp_path: Path) -> None:
    """Added, removed, changed in facts or severity, turned undetermined and back, unchanged."""
    old, new = Said(tmp_path, "old"), Said(tmp_path, "new")
    cause = {"cause": {"pool": "home"}}
    for name in ("gone", "facts", "severity", "same"):
        old.finding(finding("ANN-01", name, {"n": 1}, **cause), "ANN-01")
    for name in ("new", "newer"):
        new.finding(finding("ANN-01", name, {"n": 1}, **cause), "ANN-01")
    new.finding(finding("ANN-01", "facts", {"n": 2}, **cause), "ANN-01")
    new.finding(finding("ANN-01", "severity", {"n": 1}, severity="high", **cause), "ANN-01")
    new.finding(finding("ANN-01", "same", {"n": 1}, **cause), "ANN-01")
    old.undetermined("ANN-01", "known now", ("posts.topic",))
    old.undetermined("ANN-01", "p1", ("posts.topic",))
    new.undetermined("ANN-01", "p1", ("posts.field",))
    new.undetermined("ANN-01", "p10", ("posts.field", "posts.topic"))
    differences = Differences(old, new)
    kinds = {kind: count for (_, kind), count in differences.counts.items()}
    assert kinds == {
        "added": 2,
        "removed": 1,
        "changed": 2,
        "unchanged": 1,
        "turned_undetermined": 1,
        "turned_determined": 1,
    }
    groups = {group.kind: group for group in differences.groups}
    assert groups["added"].count == 2
    assert groups["added"].cause == {"pool": "home"}
    assert groups["removed"] == Group(
        "ANN-01", "removed", {"pool": "home"}, 1, "gone", {"n": 1}, None
    )
    assert groups["turned_undetermined"].cause == {"missing": "posts.field, posts.topic"}
    assert groups["turned_undetermined"].subject == "p10"


def test_nothing_was_said(tmp_path: Path) -> None:
    """Two sides that are silent do not differ."""
    differences = Differences(Said(tmp_path, "old"), Said(tmp_path, "new"))
    assert not differences.counts
    assert differences.groups == ()
