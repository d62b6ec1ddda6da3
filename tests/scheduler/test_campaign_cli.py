"""A campaign from its file to the account of its days, on generated snapshots."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evaluator.findings import FindingFilter, open_store
from evaluator.synthetic import Blueprint, generate_series
from scheduler.campaign import EXAMPLE, read_campaign
from scheduler.days import day_of
from tests.conftest import Run

#: 2025-09-23T00:00+08:00.
LAST = 1_758_556_800
DAYS = ["2025-09-20", "2025-09-21", "2025-09-22", "2025-09-23"]


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four days of one platform, and what is true of each."""
    folder = tmp_path_factory.mktemp("series")
    blueprint = Blueprint(150, 5, LAST, violation_rate=0.05, null_rate=0.02)
    generate_series(blueprint.daily(4), folder / "snapshots", truth=folder / "truth")
    return folder


@pytest.fixture
def campaign(series: Path, tmp_path: Path) -> Path:
    """A campaign file over copies of the snapshots, which a test may change."""
    shutil.copytree(series / "snapshots", tmp_path / "days")
    text = EXAMPLE.replace("from: 2025-07-24", "from: 2025-09-20")
    text = text.replace("platform-1", "generated-platform")
    file = tmp_path / "campaign.yaml"
    file.write_text(text.replace("snapshots/generated-platform/{date}", "days/{date}"))
    return file


def _rows(qinglang: Run, *arguments: object) -> tuple[int, list[dict[str, Any]]]:
    ended = qinglang("campaign", *arguments, "-o", "json")
    return ended.code, json.loads(ended.out)


def _states(qinglang: Run, campaign: Path) -> list[str]:
    return [row["state"] for row in _rows(qinglang, "status", campaign)[1]]


def _true(series: Path, day: str) -> int:
    lines = (series / "truth" / f"{day}.ndjson").read_text().splitlines()
    return sum("facts" in json.loads(line) for line in lines)


def test_init_and_plan(qinglang: Run) -> None:
    """The file that is written plans the sixty-two days of the notice; it is not overwritten."""
    assert qinglang("campaign", "init").code == 0
    again = qinglang("campaign", "init")
    assert (again.code, "exists already" in again.err) == (2, True)
    assert qinglang("campaign", "init", "--force").code == 0
    code, rows = _rows(qinglang, "plan")
    assert (code, len(rows)) == (0, 62)
    assert (rows[0]["day"], rows[-1]["day"]) == ("2025-07-24", "2025-09-23")
    assert not any(row["there"] for row in rows)
    assert "2025-07-25 06:00+08:00" in qinglang("campaign", "plan").out


@pytest.mark.heavy
def test_a_replay_with_a_gap_that_is_filled_late(
    qinglang: Run, campaign: Path, series: Path, tmp_path: Path
) -> None:
    """Every day has the findings that are true of it; a missing one is named, and can come late."""
    (tmp_path / "days" / DAYS[1]).rename(tmp_path / "kept")
    assert _states(qinglang, campaign) == ["ready", "gap", "ready", "ready"]
    code, rows = _rows(qinglang, "backfill", campaign)
    assert code == 3
    assert [row["ended"] for row in rows] == ["complete", "gap", "complete", "complete"]
    assert "there is no snapshot at" in rows[1]["reason"]
    found = [row["findings"] for row in rows]
    assert found == [0 if day == DAYS[1] else _true(series, day) for day in DAYS]
    assert _states(qinglang, campaign) == ["done", "gap", "done", "done"]

    (tmp_path / "kept").rename(tmp_path / "days" / DAYS[1])
    code, rows = _rows(qinglang, "backfill", campaign)
    assert code == 1
    assert [row["ended"] for row in rows] == ["recorded", "complete", "recorded", "recorded"]
    assert rows[1]["findings"] == _true(series, DAYS[1])
    status = qinglang("campaign", "status", campaign)
    assert status.err == "3 done, 1 late\n"
    assert qinglang("campaign", "backfill", campaign).code == 0


@pytest.mark.heavy
def test_the_account(qinglang: Run, campaign: Path, tmp_path: Path) -> None:
    """What is said to be open after a day is what the store has open at it; sums agree."""
    shutil.rmtree(tmp_path / "days" / DAYS[2])
    qinglang("campaign", "backfill", campaign)
    _, days = _rows(qinglang, "report", campaign)
    assert [row["state"] for row in days] == ["done", "done", "gap", "done"]
    with open_store(f"sqlite:///{tmp_path / 'campaign.db'}") as store:
        runs = {day_of(read_campaign(campaign), run.as_of): run.as_of for run in store.runs()}
        for row in days:
            if row["state"] == "done":
                at = FindingFilter(as_of=runs[date.fromisoformat(row["day"])])
                standing = [each for each in store.findings(at) if each.nature == "state"]
                assert row["open"] == len(standing)
    assert days[0]["opened"] == days[0]["open"] > 0
    assert sum(row["resolved"] for row in days) > 0
    for by in ("control", "clause"):
        _, rows = _rows(qinglang, "report", campaign, "--by", by)
        assert rows
        assert sum(row["opened"] for row in rows) >= sum(row["opened"] for row in days)
        fixed = [row for row in rows if row["fixed"]]
        assert all(1 <= row["median_days"] <= row["p90_days"] <= 3 for row in fixed)
        assert all(row["median_days"] is None for row in rows if not row["fixed"])
    _, rows = _rows(qinglang, "report", campaign, "--by", "control")
    assert sum(row["open"] for row in rows) == days[-1]["open"]
    assert sum(row["events"] for row in rows) == sum(row["events"] for row in days)
    assert "opened" in qinglang("campaign", "report", campaign).out
    assert qinglang("campaign", "report", campaign, "--by", "moon").code == 2


@pytest.mark.heavy
def test_a_corrected_day(qinglang: Run, campaign: Path, tmp_path: Path) -> None:
    """Another snapshot of a day that was recorded takes its place, and is shown as such."""
    day = DAYS[3]
    assert _rows(qinglang, "run", campaign, "--date", day)[0] == 1
    manifest = tmp_path / "days" / day / "snapshot.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"snapshot_id": "again"}))
    _, (row,) = _rows(qinglang, "run", campaign, "--date", day)
    assert row["ended"] == "complete"
    assert _states(qinglang, campaign) == ["ready", "ready", "ready", "corrected"]


@pytest.mark.heavy
def test_a_snapshot_at_the_wrong_place(qinglang: Run, campaign: Path, tmp_path: Path) -> None:
    """A day's snapshot of another day or platform, or a damaged one, fails that day alone."""
    days = tmp_path / "days"
    shutil.rmtree(days / DAYS[0])
    shutil.copytree(days / DAYS[1], days / DAYS[0])
    manifest = days / DAYS[1] / "snapshot.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"platform_id": "other"}))
    (days / DAYS[2] / "snapshot.json").write_text("{")
    code, rows = _rows(qinglang, "backfill", campaign)
    assert code == 3
    assert [row["ended"] for row in rows] == ["failed", "failed", "failed", "complete"]
    assert f"is as of {DAYS[1]}, and belongs to {DAYS[0]} here" in rows[0]["reason"]
    assert "is of platform other, and belongs to generated-platform here" in rows[1]["reason"]
    assert _states(qinglang, campaign) == ["ready", "ready", "ready", "done"]


def test_policies_that_are_not_signed(qinglang: Run, campaign: Path, tmp_path: Path) -> None:
    """A campaign that asks for signed policies runs on no others: nothing is run at all."""
    with campaign.open("a") as file:
        file.write("require_signed: true\n")
    ended = qinglang("campaign", "run", campaign, "--date", DAYS[0])
    assert (ended.code, ended.out) == (3, "")
    assert "is not signed, and only signed bundles are used" in ended.err
    assert not (tmp_path / "campaign.db").exists()


def test_waivers_that_are_not_in_order(qinglang: Run, campaign: Path, tmp_path: Path) -> None:
    """The campaign's waivers are read before any day runs."""
    (tmp_path / "waivers.yaml").write_text("waivers: [{id: w}]\n")
    with campaign.open("a") as file:
        file.write("waivers: waivers.yaml\n")
    ended = qinglang("campaign", "backfill", campaign)
    assert (ended.code, ended.out) == (2, "")
    assert "waivers.yaml line 1: waivers.0.control: required field" in ended.err
    assert not (tmp_path / "campaign.db").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--date", "2025-01-01"], "lies in what was asked for; it runs from 2025-09-20"),
        (["--date", "soon"], "--date soon: must be a date"),
    ],
)
def test_days_that_do_not_exist(
    qinglang: Run, campaign: Path, options: list[str], told: str
) -> None:
    """A day outside the window, or none at all, is refused before anything runs."""
    ended = qinglang("campaign", "run", campaign, *options)
    assert ended.code == 2
    assert told in ended.err
