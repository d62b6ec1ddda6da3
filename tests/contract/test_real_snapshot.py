"""A real snapshot: its figures are known, and it fits into the memory that it is given."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "real" / "weibo-ced"
GIBIBYTE = 1 << 30
#: In a process of its own, whose peak memory is nobody else's.
PROGRAM = """
import json, sys
from pathlib import Path
from evaluator.bundle import load_bundle
from evaluator.contract import fault_groups, validate
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table, verify_unchanged
from evaluator.warehouse import Warehouse
from tests.benchmarks.measuring import peak_memory

folder, contract = Path(sys.argv[1]), load_bundle().contract
snapshot = open_snapshot(folder, contract.tables)
with Warehouse(Settings(memory="1GiB"), reads=[folder]) as warehouse:
    sources = {table: open_table(warehouse, snapshot, table) for table in snapshot.tables}
    validated = validate(warehouse, contract, snapshot.manifest, sources)
    verify_unchanged(snapshot)
    groups = [group for table in sources for group in fault_groups(warehouse, table)]
print(json.dumps({
    "tables": {
        name: [summary.read, summary.kept, summary.quarantined, summary.repeated]
        for name, summary in validated.tables.items()
    },
    "faults": [
        [group.table, group.column, group.count, [cell.row for cell in group.examples],
         group.examples[0].value]
        for group in groups
    ],
    "warnings": validated.warnings,
    "peak": peak_memory(),
}))
"""


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real snapshot is not beside the repository")
def test_the_real_snapshot() -> None:
    """Garbled times, and nothing else, go to quarantine, with what the source says."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(REAL)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["tables"] == {
        "accounts": [2_374, 2_374, 0, 0],
        "adjudications": [1_538, 1_451, 87, 0],
        "posts": [1_277_843, 1_277_682, 161, 0],
    }
    raw = "Sat Jun 29 12:40:09 +0800 2013"
    assert found["faults"] == [
        ["adjudications", "conduct_at", 87, [1_452, 1_453, 1_454], raw],
        ["posts", "published_at", 161, [1, 2, 3], raw],
    ]
    assert found["warnings"] == []
    assert found["peak"] < 2 * GIBIBYTE
