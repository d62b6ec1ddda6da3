"""The history of a series of real snapshots is the one that the generator's truth tells."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from evaluator.bundle import load_bundle
from evaluator.findings import FindingFilter, Store, open_store
from evaluator.model import canonical_json
from evaluator.pipeline import Request, Silent, evaluate
from evaluator.synthetic import Blueprint, generate_snapshot
from tests.conftest import AS_OF
from tests.pipeline.conftest import DAY, MakeSettings
from tests.postgresql import Server

pytestmark = pytest.mark.heavy

EVERY_STATE = ("violating", "unconfirmed", "fixed", "subject_gone", "policy_changed")
#: Days before the end of the campaign; between them lie gaps.
DAYS = (17, 14, 11, 8, 5, 0)
#: Order of evaluation by database; -1 is a wrong snapshot of the third day, corrected later.
ORDERS = {"sqlite": (3, 0, -1, 5, 1, 4, 2), "postgresql": (-1, 5, 4, 2, 1, 0, 3)}

Key = tuple[str, str, str]


class Day(NamedTuple):
    """What the generator says of a day."""

    as_of: int
    folder: Path
    shown: set[Key]
    #: Controls with subjects of which a decisive fact is unknown.
    unknown: set[tuple[str, str]]


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> list[Day]:
    """Days of one platform, and last the wrong snapshot of the third."""
    folder = tmp_path_factory.mktemp("days")
    platform = Blueprint(400, 5, AS_OF, violation_rate=0.3, null_rate=0.1)
    made = [replace(platform, days_before=before) for before in DAYS]
    made.append(replace(made[2], violation_rate=0.05))
    return [_day(blueprint, folder / str(number)) for number, blueprint in enumerate(made)]


def _day(blueprint: Blueprint, folder: Path) -> Day:
    truth = folder.with_suffix(".truth")
    generate_snapshot(blueprint, folder, truth=truth)
    shown: set[Key] = set()
    unknown: set[tuple[str, str]] = set()
    for row in map(json.loads, truth.read_bytes().splitlines()):
        if "missing" in row:
            unknown.add((row["control"], row["subject"]))
        else:
            identity = canonical_json(row["identity"]).decode()
            shown.add((row["control"], row["subject"], identity))
    return Day(blueprint.shown_at, folder, shown, unknown)


@pytest.mark.parametrize("database", ORDERS)
def test_the_history_is_the_truth(
    days: list[Day],
    settings: MakeSettings,
    tmp_path: Path,
    database: str,
    request: pytest.FixtureRequest,
) -> None:
    """Fixes, returns, gaps, late days and a correction, in any order, on both databases."""
    url = f"sqlite:///{tmp_path}/store.db"
    if database == "postgresql":
        server: Server = request.getfixturevalue("server")
        url = server.new_database()
    for number in ORDERS[database]:
        given = settings(db=url, series="s")
        with evaluate(Request(days[number].folder), given, Silent()) as done:
            assert done.report.run.complete
    with open_store(url, create=False) as store:
        changes = _compare(store, days[: len(DAYS)])
    assert changes >= {"opened", "resolved", "reopened", "unconfirmed"}


def _compare(store: Store, days: list[Day]) -> set[str]:
    """Compare day by day; gives the kinds of change that occurred."""
    nature = {code: control.nature for code, control in load_bundle().controls.items()}
    stands: dict[Key, tuple[str, int]] = {}
    changes: set[str] = set()
    for day in days:
        found = store.findings(FindingFilter("s", day.as_of, states=EVERY_STATE))
        changes |= {one.change for one in found if one.from_as_of == day.as_of}
        told = {_key(one.control, one.subject_id, one.identity): one for one in found}
        events = {key for key in told if nature[key[0]] == "event"}
        assert events == {key for key in day.shown if nature[key[0]] == "event"}
        several = {key[:2] for key in day.shown}
        for key in day.shown - events | stands.keys():
            before = stands.get(key)
            state, since = before or ("", day.as_of)
            if key in day.shown:
                since = day.as_of if state in {"", "fixed"} else since
                state = "violating"
            elif state != "fixed":
                # Beside another violation the truth does not say what is unknown.
                either = told[key].state if key[:2] in several else "fixed"
                state = "unconfirmed" if key[:2] in day.unknown else either
            stands[key] = (state, since)
        now = {key: (one.state, one.since) for key, one in told.items() if key not in events}
        assert now == stands
    return changes


def _key(control: str, subject: str, identity: object) -> Key:
    return (control, subject, canonical_json(identity).decode())


def test_days_lie_apart(days: list[Day]) -> None:
    """The series has gaps, and the wrong snapshot is of a day that has a right one."""
    gaps = [(two.as_of - one.as_of) // DAY for one, two in itertools.pairwise(days[: len(DAYS)])]
    assert gaps == [3, 3, 3, 3, 5]
    assert days[-1].as_of == days[2].as_of
    assert days[-1].shown != days[2].shown
