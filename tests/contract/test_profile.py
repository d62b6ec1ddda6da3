"""What validation left behind, in figures."""

from __future__ import annotations

from evaluator.bundle import Contract
from evaluator.contract import (
    FaultGroup,
    FaultyCell,
    TableProfile,
    fault_groups,
    profile_table,
    validate,
)
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table
from evaluator.warehouse import Warehouse
from tests.contract.conftest import WriteFiles


def _look(things: Contract, folder: object) -> tuple[tuple[FaultGroup, ...], TableProfile]:
    snapshot = open_snapshot(folder, things.tables)
    with Warehouse(Settings(threads=1), reads=[folder]) as warehouse:
        validate(
            warehouse,
            things,
            snapshot.manifest,
            {"things": open_table(warehouse, snapshot, "things")},
        )
        return (
            fault_groups(warehouse, "things"),
            profile_table(warehouse, things.tables["things"]),
        )


def test_faults_are_grouped(things: Contract, write_files: WriteFiles) -> None:
    """The most frequent faults come first, each with its first cells."""
    lines = [f'{{"thing_id":"t{n}","kind":"k{n}","at":1}}' for n in range(12)]
    lines += ["{", '{"kind":"open","at":true}']
    groups, profile = _look(things, write_files({"things.ndjson": "\n".join(lines)}))
    first = tuple(FaultyCell("things.ndjson", n + 1, f"t{n}", f"k{n}") for n in range(3))
    last = "things.ndjson", 14, None
    assert groups == (
        FaultGroup("things", "kind", "must be one of open, shut", 12, first),
        FaultGroup(
            *("things", "", "is no JSON (Expecting property name enclosed in double quotes)", 1),
            (FaultyCell("things.ndjson", 13, None, "{"),),
        ),
        FaultGroup(
            *("things", "at", "must be a time: RFC 3339 with an offset, or whole epoch seconds"),
            *(1, (FaultyCell(*last, "true"),)),
        ),
        FaultGroup("things", "thing_id", "is required", 1, (FaultyCell(*last, ""),)),
    )
    assert profile.rows == 0
    assert set(profile.times.values()) == {None}
    assert set(profile.nulls.values()) == {0}


def test_a_profile(things: Contract, write_files: WriteFiles) -> None:
    """Clean rows are counted: nulls of each column, first and last of each time."""
    text = "thing_id,kind,at,seen,due\na,open,7,true,\nb,open,-3,,\nc,open,9,false,\n"
    groups, profile = _look(things, write_files({"things.csv": text}))
    assert groups == ()
    assert profile.rows == 3
    assert profile.times == {"at": (-3, 9), "due": None, "shut_at": None}
    nulls = {name: count for name, count in profile.nulls.items() if count < 3}
    assert nulls == {"thing_id": 0, "kind": 0, "at": 0, "seen": 1}
