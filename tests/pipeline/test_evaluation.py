"""The whole way: from a folder to a report and a record."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from evaluator.bundle import load_bundle
from evaluator.errors import StoreError, UsageError
from evaluator.findings import FindingFilter, open_store
from evaluator.model import Outcome
from evaluator.pipeline import Request, Silent, evaluate, sampled_outcomes
from evaluator.report import RunReport
from tests.conftest import AS_OF, WriteSnapshot
from tests.pipeline.conftest import Evaluate, MakeSettings

Platform = dict[str, list[dict[str, Any]]]


def _outcomes(report: RunReport, code: str) -> dict[str, int]:
    return {name: count for name, count in report.controls[code][1].outcomes.items() if count}


def test_hand_made_platform(
    run: Evaluate, write_snapshot: WriteSnapshot, platform: Platform
) -> None:
    """Each control answers for each of its subjects, and violations are found."""
    report = run(write_snapshot(platform))
    assert report.run.complete
    assert report.exit_status is not None
    assert report.exit_status.code == 1
    assert _outcomes(report, "ANN-01") == {
        "violation": 1,
        "undetermined": 1,
        "not_applicable": 1,
    }
    assert report.controls["ANN-01"][1].missing == {"posts.topic": 1}
    assert _outcomes(report, "ANN-12") == {"violation": 1, "not_applicable": 2}
    assert _outcomes(report, "RUM-01") == {"violation": 1}


def test_every_subject_is_counted_once(run: Evaluate, small_snapshot: Path) -> None:
    """The outcomes of a control add up to the subjects of its kind."""
    report = run(small_snapshot)
    kinds = {control.subject for control, _ in report.controls.values()}
    for kind in kinds:
        totals = {
            sum(result.outcomes.values())
            for control, result in report.controls.values()
            if control.subject == kind and not result.not_evaluated
        }
        assert len(totals) <= 1
    assert sum(report.controls["ANN-01"][1].outcomes.values()) == 2_000
    found = report.by_control()
    for code, (_, result) in report.controls.items():
        assert (found[code] > 0) is (result.outcomes.get(Outcome.VIOLATION, 0) > 0)
        assert found[code] >= result.outcomes.get(Outcome.VIOLATION, 0)


@pytest.mark.parametrize(
    "given",
    [{"threads": 1}, {"threads": 8}, {"batch_size": 1}, {"memory": "256MiB"}],
    ids=lambda given: next(iter(given)),
)
def test_digests_do_not_depend_on_how(
    run: Evaluate, small_snapshot: Path, given: dict[str, Any]
) -> None:
    """Threads, batches and memory change nothing of the result."""
    usual, other = run(small_snapshot), run(small_snapshot, **given)
    assert usual.findings_digest == other.findings_digest
    assert usual.outcomes_digest == other.outcomes_digest
    assert usual.total > 0


def test_digests_do_not_depend_on_triage(run: Evaluate, small_snapshot: Path) -> None:
    """Judging everything gives what judging candidates gives."""
    usual, other = run(small_snapshot), run(Request(small_snapshot, triage=False))
    assert usual.findings_digest == other.findings_digest
    assert usual.outcomes_digest == other.outcomes_digest


def test_missing_table(run: Evaluate, write_snapshot: WriteSnapshot, platform: Platform) -> None:
    """A control that lacks a table is not evaluated and names it; the run is complete."""
    del platform["notices"], platform["sanctions"]
    report = run(write_snapshot(platform))
    assert report.run.complete
    assert report.controls["RUM-01"][1].not_evaluated == ("notices", "sanctions")
    assert sum(report.controls["RUM-01"][1].outcomes.values()) == 0
    assert not report.controls["ANN-12"][1].not_evaluated


def test_missing_table_can_fail(
    run: Evaluate, write_snapshot: WriteSnapshot, platform: Platform
) -> None:
    """Who asks for it gets exit code 1 where a control was not evaluated."""
    del platform["sanctions"]
    folder = write_snapshot(platform)
    asked = run(folder, fail_on="never", fail_on_not_evaluated=True)
    not_asked = run(folder, fail_on="never")
    assert asked.exit_status is not None
    assert not_asked.exit_status is not None
    assert (asked.exit_status.code, not_asked.exit_status.code) == (1, 0)


def test_quarantined_row_touches(
    run: Evaluate, write_snapshot: WriteSnapshot, platform: Platform
) -> None:
    """What a quarantined row would have told is unknown; a run with one is incomplete."""
    platform["adjudications"][0]["decided_at"] = "yesterday"
    folder = write_snapshot(platform)
    report = run(folder)
    assert report.exit_status is not None
    assert report.exit_status.code == 3
    assert report.run.incomplete == ("rows in quarantine: 1, and --max-quarantined allows for 0",)
    assert _outcomes(report, "ANN-12") == {"undetermined": 1, "not_applicable": 2}
    assert report.controls["ANN-12"][1].missing == {"adjudications:quarantined": 1}
    assert _outcomes(report, "RUM-01") == {}


@pytest.mark.parametrize("allowed", ["1", "10%"])
def test_quarantine_may_be_allowed(
    run: Evaluate, write_snapshot: WriteSnapshot, platform: Platform, allowed: str
) -> None:
    """A number of rows, or a share of them, may be in quarantine."""
    platform["annotations"] = [{"annotation_id": "n1"}] * 1
    platform["annotations"][0] |= {"post_id": "p1", "kind": "source", "set_by": "author"}
    platform["operators"] += [{"operator_id": f"x{i}", "kind": "person"} for i in range(8)]
    report = run(write_snapshot(platform), max_quarantined=allowed)
    assert report.run.complete
    assert report.controls["ANN-01"][1].missing == {
        "annotations:quarantined": 1,
        "posts.topic": 1,
    }


def test_quarantined_rows_are_exported(
    write_snapshot: WriteSnapshot, platform: Platform, settings: MakeSettings, tmp_path: Path
) -> None:
    """The rows lie where they were asked for, or beside the database."""
    platform["accounts"][0]["status"] = "asleep"
    folder = write_snapshot(platform)
    named = tmp_path / "bad rows"
    with evaluate(Request(folder, quarantine=named), settings(), Silent()) as done:
        assert done.quarantine == named
    assert [path.name for path in named.iterdir()] == ["accounts.parquet"]
    recorded = settings(db=f"sqlite:///{tmp_path}/store.db", series="s")
    with evaluate(Request(folder), recorded, Silent()) as done:
        run_id = done.report.run.run_id
        assert done.quarantine == tmp_path / "store-quarantine" / run_id
        assert (done.quarantine / "accounts.parquet").is_file()


def test_overrides_are_shown(
    run: Evaluate, write_snapshot: WriteSnapshot, platform: Platform
) -> None:
    """A parameter that a user set decides, and is told with its default."""
    folder = write_snapshot(platform)
    report = run(Request(folder, overrides={"label_grace_hours": 24 * 365}))
    assert _outcomes(report, "ANN-01") == {"not_applicable": 3}
    assert report.run.overrides["label_grace_hours"].default == 24
    assert report.run.overrides["label_grace_hours"].value == 24 * 365
    assert report.run.run_id != run(folder).run.run_id


def test_choice_of_controls(run: Evaluate, small_snapshot: Path) -> None:
    """Only what was asked for is evaluated."""
    report = run(Request(small_snapshot, only=["annotation"], skip=["ANN-01"]))
    assert set(report.controls) == {
        code
        for code, control in load_bundle().controls.items()
        if control.family == "annotation" and code != "ANN-01"
    }


def test_unknown_control_is_refused(run: Evaluate, small_snapshot: Path) -> None:
    """A control that does not exist stops the run before it begins."""
    with pytest.raises(UsageError, match=r"--only ANN-99: is no control"):
        run(Request(small_snapshot, only=["ANN-99"]))


def test_recorded_once(run: Evaluate, small_snapshot: Path, tmp_path: Path) -> None:
    """The same run again records nothing more."""
    url = f"sqlite:///{tmp_path}/store.db"
    first = run(small_snapshot, db=url, series="s")
    second = run(small_snapshot, db=url, series="s")
    assert first.run.run_id == second.run.run_id
    assert second.run.complete
    with open_store(url) as store:
        runs = store.runs("s")
        assert len(runs) == 1
        assert runs[0].as_of == AS_OF
        assert len(store.findings(FindingFilter("s"))) == first.total


def test_database_is_opened_first(run: Evaluate, small_snapshot: Path, tmp_path: Path) -> None:
    """A database that cannot be used is told before the work begins."""
    (tmp_path / "store.db").write_text("this is no database, and longer than its header" * 10)
    with pytest.raises(StoreError, match=r"store\.db"):
        run(small_snapshot, db=f"sqlite:///{tmp_path}/store.db", series="s")
    assert not (tmp_path / "cache").exists()


def test_run_that_cannot_be_recorded(
    small_snapshot: Path, settings: MakeSettings, tmp_path: Path
) -> None:
    """Its report is written all the same, says so, and is incomplete."""
    path = tmp_path / "store.db"
    given = settings(db=f"sqlite:///{path}?timeout=0.2", series="s")
    with evaluate(Request(small_snapshot, only=["ANN-12"]), given, Silent()):
        pass
    other = sqlite3.connect(path, isolation_level=None)
    try:

        class Locking(Silent):
            """Locks the database when everything has been judged."""

            def stage(self, name: str, total: int | None = None) -> None:
                super().stage(name, total)
                if name == "Sorting findings":
                    other.execute("BEGIN EXCLUSIVE")

        with evaluate(Request(small_snapshot), given, Locking()) as done:
            report = done.report
    finally:
        other.close()
    assert report.exit_status is not None
    assert report.exit_status.code == 3
    assert any("the run was not recorded" in reason for reason in report.run.incomplete)
    assert report.total > 0


def test_sample_tells_what_is_likely(
    settings: MakeSettings, small_snapshot: Path, run: Evaluate
) -> None:
    """A sample as large as the snapshot says what the evaluation says; a small one less."""
    bundle, given = load_bundle(), settings()
    whole = sampled_outcomes(small_snapshot, bundle, given, Silent(), size=1_000_000)
    some = sampled_outcomes(small_snapshot, bundle, given, Silent(), size=50)
    again = sampled_outcomes(small_snapshot, bundle, given, Silent(), size=50)
    report = run(small_snapshot)
    assert {code: one.outcomes for code, one in whole.items()} == {
        code: result.outcomes for code, (_, result) in report.controls.items()
    }
    assert sum(some["ANN-01"].outcomes.values()) == 50
    assert some == again
