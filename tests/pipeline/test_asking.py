"""A series of real snapshots: what becomes of findings that a day does not show."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from evaluator.findings import FindingFilter, RecordedFinding, open_store
from evaluator.model import Finding
from evaluator.pipeline import Request, Silent, evaluate
from evaluator.report import RunReport
from tests.conftest import WriteSnapshot
from tests.pipeline.conftest import DAY, MakeSettings, T

Rows = dict[str, list[dict[str, Any]]]
#: Records a day: its number, rows, manifest by keyword; gives the report.
RecordDay = Callable[..., RunReport]
#: How p1 stands on the last day.
Standing = Callable[[], RecordedFinding]

pytestmark = pytest.mark.heavy

EVERY_STATE = ("violating", "unconfirmed", "fixed", "subject_gone", "policy_changed")
SOURCE = {"annotation_id": "n1", "post_id": "p1", "kind": "source", "set_by": "author"}


@pytest.fixture
def record_day(write_snapshot: WriteSnapshot, settings: MakeSettings, tmp_path: Path) -> RecordDay:
    """Evaluates ANN-01 on a day of series ``s``."""
    made = iter(range(1_000))

    def record(day: int, rows: Mapping[str, Any], **given: Any) -> RunReport:
        manifest = {name: given.pop(name) for name in ("window_from", "coverage") if name in given}
        name = given.pop("name", f"day {day} {next(made)}")
        as_of = T + day * DAY
        folder = write_snapshot(rows, name, as_of=as_of, window_to=as_of, **manifest)
        overrides = given.pop("overrides", {})
        request = Request(folder, only=["ANN-01"], overrides=overrides)
        used = settings(db=f"sqlite:///{tmp_path}/store.db", series="s", **given)
        with evaluate(request, used, Silent()) as done:
            return done.report

    return record


@pytest.fixture
def standing(tmp_path: Path) -> Standing:
    """How the only finding stands after the latest run."""

    def look() -> RecordedFinding:
        with open_store(f"sqlite:///{tmp_path}/store.db", create=False) as store:
            (found,) = store.findings(FindingFilter(states=EVERY_STATE))
        return found

    return look


@pytest.fixture
def rows(platform: Rows) -> Rows:
    """A platform on which one post lacks its source."""
    platform["posts"] = [post for post in platform["posts"] if post["post_id"] != "p3"]
    platform["adjudications"] = []
    return platform


def _post(rows: Rows, **changes: Any) -> Rows:
    posts = [post | changes if post["post_id"] == "p1" else post for post in rows["posts"]]
    return rows | {"posts": posts}


def _without_post(rows: Rows) -> Rows:
    return rows | {"posts": [post for post in rows["posts"] if post["post_id"] != "p1"]}


def test_what_is_shown_persists(record_day: RecordDay, standing: Standing, rows: Rows) -> None:
    """A finding that both days show is open since the first."""
    record_day(1, rows)
    record_day(2, rows)
    found = standing()
    assert (found.state, found.since, found.from_as_of) == ("violating", T + DAY, T + DAY)


def test_what_is_cured_is_fixed(record_day: RecordDay, standing: Standing, rows: Rows) -> None:
    """The subject was judged and is clear."""
    record_day(1, rows)
    labelled = rows | {"annotations": [SOURCE | {"from_ts": T, "source_kind": "original"}]}
    record_day(2, labelled)
    found = standing()
    assert (found.state, found.since, found.state_since) == ("fixed", T + DAY, T + 2 * DAY)


def test_what_is_not_known_any_more_stays_open(
    record_day: RecordDay, standing: Standing, rows: Rows
) -> None:
    """Where a decisive fact became unknown, nothing is resolved by that."""
    record_day(1, rows)
    record_day(2, _post(rows, topic=None))
    assert (standing().state, standing().reason) == ("unconfirmed", "undetermined")


def test_what_would_have_to_be_there_is_gone(
    record_day: RecordDay, standing: Standing, rows: Rows
) -> None:
    """A post of the window that a full snapshot does not have is gone."""
    record_day(1, rows)
    record_day(2, _without_post(rows))
    assert standing().state == "subject_gone"


@pytest.mark.parametrize("given", [{"coverage": "sample"}, {"window_from": T - 5 * DAY}], ids=str)
def test_what_need_not_be_there_is_unconfirmed(
    record_day: RecordDay, standing: Standing, rows: Rows, given: dict[str, Any]
) -> None:
    """A sample, or a window that begins later, says nothing of a post that is not in it."""
    record_day(1, rows)
    record_day(2, _without_post(rows), **given)
    assert (standing().state, standing().reason) == ("unconfirmed", "not_exported")


@pytest.mark.parametrize("key", ["p1", "", 7])
def test_what_may_be_in_quarantine_is_unconfirmed(
    record_day: RecordDay, standing: Standing, rows: Rows, key: object
) -> None:
    """A quarantined row of that key, or of an unreadable one, may be the post."""
    bad = rows["posts"][0] | {"post_id": key, "media_kind": "smell"}
    record_day(1, rows)
    record_day(2, _without_post(rows) | {"posts": [rows["posts"][1], bad]}, max_quarantined="1")
    expected = {"p1": "unconfirmed", "": "unconfirmed", 7: "subject_gone"}
    assert standing().state == expected[key]  # type: ignore[index]


def test_quarantined_row_that_hangs_on_it(
    record_day: RecordDay, standing: Standing, rows: Rows
) -> None:
    """A label that cannot be read taints the post, and nothing is resolved."""
    record_day(1, rows)
    broken = rows | {"annotations": [SOURCE | {"from_ts": "yesterday"}]}
    record_day(2, broken, max_quarantined="1")
    assert (standing().state, standing().reason) == ("unconfirmed", "quarantined")


def test_an_incomplete_run_resolves_nothing(
    record_day: RecordDay, standing: Standing, rows: Rows
) -> None:
    """What a run with too many bad rows does not show is unconfirmed."""
    record_day(1, rows)
    record_day(2, _without_post(rows) | {"operators": [{"operator_id": "o1"}]})
    assert (standing().state, standing().reason) == ("unconfirmed", "incomplete")


def test_a_control_that_lacks_a_table_resolves_nothing(
    record_day: RecordDay, standing: Standing, rows: Rows
) -> None:
    """Not evaluated is no evidence."""
    record_day(1, rows)
    record_day(2, {name: each for name, each in rows.items() if name != "annotations"})
    assert (standing().state, standing().reason) == ("unconfirmed", "not_evaluated")


def test_another_policy(record_day: RecordDay, standing: Standing, rows: Rows) -> None:
    """A parameter that the control reads changed, and it no longer says so."""
    record_day(1, rows)
    record_day(2, rows, overrides={"label_grace_hours": 24 * 365})
    assert standing().state == "policy_changed"
    record_day(3, rows)
    assert (standing().state, standing().change) == ("violating", "reopened")


def _cured(rows: Rows) -> Rows:
    return rows | {"annotations": [SOURCE | {"from_ts": T, "source_kind": "original"}]}


def test_a_late_day_asks_the_days_after_it(
    record_day: RecordDay, standing: Standing, rows: Rows
) -> None:
    """The later snapshot, read again where it lay, says that the finding was fixed by then."""
    record_day(3, _cured(rows))
    late = record_day(2, rows)
    found = standing()
    assert (found.state, found.since, found.state_since) == ("fixed", T + 2 * DAY, T + 3 * DAY)
    assert late.warnings == ()


def test_a_day_whose_policy_was_another_one_is_asked_by_it(
    record_day: RecordDay, standing: Standing, rows: Rows
) -> None:
    """The parameters of the later run are those that are asked with."""
    record_day(3, rows, overrides={"label_grace_hours": 24 * 365})
    record_day(2, rows)
    assert standing().state == "policy_changed"


@pytest.mark.parametrize("lost", ["removed", "changed"])
def test_a_snapshot_that_is_not_kept(
    record_day: RecordDay, standing: Standing, rows: Rows, tmp_path: Path, lost: str
) -> None:
    """Nobody can be asked then: the day is unconfirmed, and the report of the run says so."""
    record_day(3, _cured(rows), name="later")
    shutil.rmtree(tmp_path / "cache")
    if lost == "removed":
        shutil.rmtree(tmp_path / "later")
    else:
        (tmp_path / "later" / "monetisation.ndjson").write_text("\n")
        (tmp_path / "later" / "education.ndjson").touch()
    late = record_day(2, rows)
    assert (standing().state, standing().reason) == ("unconfirmed", "not_kept")
    (warning,) = late.warnings
    assert "cannot be asked again" in warning
    assert "stay unconfirmed on that day" in warning
    assert late.run.complete


def test_the_cache_is_enough(
    record_day: RecordDay, standing: Standing, rows: Rows, tmp_path: Path
) -> None:
    """A snapshot that is gone is asked all the same while it is prepared in the cache."""
    record_day(3, _cured(rows), name="later")
    shutil.rmtree(tmp_path / "later")
    record_day(2, rows)
    assert standing().state == "fixed"


def test_a_correction_of_a_day(record_day: RecordDay, standing: Standing, rows: Rows) -> None:
    """What a corrected snapshot cures was fixed on that day, and the later days follow."""
    record_day(1, rows)
    record_day(2, rows)
    record_day(3, _cured(rows))
    assert standing().state_since == T + 3 * DAY
    record_day(2, _cured(rows))
    found = standing()
    assert (found.state, found.state_since) == ("fixed", T + 2 * DAY)


def test_a_finding_that_its_run_kept_back(
    record_day: RecordDay, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finding that is there when asked for, and was not reported, stops the recording."""
    from evaluator.findings import FindingSpool

    record_day(1, rows)
    monkeypatch.setattr(FindingSpool, "__iter__", lambda _: iter(list[Finding]()))
    report = record_day(2, rows)
    assert not report.run.complete
    assert "violates when it is asked for, and its run did not report it" in str(
        report.run.incomplete
    )
