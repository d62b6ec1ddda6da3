"""Evaluation finds exactly what the generator planted: two independent readings of one page.

The generator computes what holds from the rows that it wrote, without policies or bundle. Findings
are compared with their facts, undetermined outcomes by control and fact, and all four counts.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from evaluator.model import canonical_json
from evaluator.pipeline import Request, Silent, evaluate
from evaluator.report import RunReport
from evaluator.synthetic import FORMATS, Blueprint, generate_snapshot
from tests.conftest import AS_OF
from tests.pipeline.conftest import MakeSettings

#: (posts, violation rate, null rate, format, days before the end of the campaign)
SHAPES = [
    (posts, violations, nulls, FORMATS[number % len(FORMATS)], before)
    for number, (posts, violations, nulls, before) in enumerate(
        [
            (0, 0.01, 0.02, 0),
            (1, 1.0, 0.0, 0),
            (40, 0.5, 1.0, 3),
            (150, 0.2, 0.3, 10),
            (400, 0.05, 0.1, 0),
            (400, 1.0, 0.0, 30),
            (700, 0.0, 0.05, 0),
            (900, 0.3, 0.6, 1),
            (1_200, 0.02, 0.02, 0),
            (1_500, 0.1, 0.0, 20),
        ]
    )
]
SEEDS = range(5)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "-".join(map(str, shape)))
def test_findings_equal_the_truth(
    shape: tuple[int, float, float, str, int], seed: int, settings: MakeSettings, tmp_path: Path
) -> None:
    """Fifty snapshots of several sizes, rates, formats and days: set equality, both ways."""
    posts, violations, nulls, form, before = shape
    snapshot, truth = tmp_path / "snapshot", tmp_path / "truth.ndjson"
    blueprint = Blueprint(posts, seed, AS_OF, violations, nulls, days_before=before)
    generated = generate_snapshot(blueprint, snapshot, formats=form, truth=truth)
    # Half of the snapshots are triaged, however small they are.
    given = settings(fail_on="never", triage_from=0 if seed % 2 else 10_000)
    with evaluate(Request(snapshot), given, Silent()) as done:
        report = done.report
        found = {
            (one.control, one.subject_id, canonical_json(dict(one.facts)))
            for one in report.findings()
        }
    assert report.exit_status is not None
    assert report.exit_status.code == 0
    planted, missing = _read(truth, report)
    assert found - planted == set()
    assert planted - found == set()
    assert _missing(report) == missing
    for code, (_, result) in report.controls.items():
        counted = {name: count for name, count in result.outcomes.items() if count}
        assert counted == generated.outcomes.get(code, {}), code


def _read(
    truth: Path, report: RunReport
) -> tuple[set[tuple[str, str, bytes]], Counter[tuple[str, str]]]:
    planted: set[tuple[str, str, bytes]] = set()
    missing: Counter[tuple[str, str]] = Counter()
    for line in map(json.loads, truth.read_bytes().splitlines()):
        assert line["control"] in report.controls
        if "facts" in line:
            planted.add((line["control"], line["subject"], canonical_json(line["facts"])))
        else:
            missing[line["control"], line["missing"]] += 1
    return planted, missing


def _missing(report: RunReport) -> Counter[tuple[str, str]]:
    return Counter(
        {
            (code, fact): count
            for code, (_, result) in report.controls.items()
            for fact, count in result.missing.items()
        }
    )
