"""Whatever stands in a snapshot, it is told in words: nothing is lost, made up, or taken for right.

``make test`` tries the same 2,000 mutated snapshots every time. With ``QINGLANG_FUZZ=50000`` there
are so many, and others each time; a failure shows the snapshot, made as small as it can be.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from evaluator.bundle import Bundle
from tests.conftest import Ended, Run
from tests.fuzz.conftest import Agree, Write, without_end
from tests.fuzz.expectation import Expectation, expect_snapshot
from tests.fuzz.mutations import MUTATIONS, any_mutation
from tests.fuzz.sound import Draft

pytestmark = pytest.mark.heavy

USUAL = 2_000
ASKED = os.environ.get("QINGLANG_FUZZ")
EXAMPLES = int(ASKED or USUAL)
#: Of all these, so many more go through the command line, in percent.
ON_COMMAND_LINE = 6
#: Each kind is split, so that the parts can be tried side by side.
PARTS = 4


def _try(
    law: Callable[[Draft], None], drafts: st.SearchStrategy[Draft], share: float, part: int
) -> None:
    """Hold a law against a part of the snapshots."""
    number = max(1, round(EXAMPLES * share / 100 / PARTS))
    count = 0

    def counted(draft: Draft) -> None:
        nonlocal count
        count += 1
        law(draft)

    tried = settings(
        max_examples=number,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )(given(drafts)(counted))
    (tried if ASKED else seed(part)(tried))()
    assert count >= number


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", sorted(MUTATIONS))
def test_rows_are_neither_lost_nor_taken_for_right(kind: str, part: int, agree: Agree) -> None:
    """A mutated snapshot is read as a strict reader reads it, or refused where that reader fails.

    Every row is kept, quarantined or repeated; damage that nobody can judge only has to be counted.
    """

    def law(draft: Draft) -> None:
        agree(draft)

    strategy, share = MUTATIONS[kind]
    _try(law, strategy, share, part)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.usefixtures("quick_start")
def test_commands_end_in_words(part: int, qinglang: Run, bundle: Bundle, written: Write) -> None:
    """The command ends with a whole report or with an error in words, and with the code for it."""

    def law(draft: Draft) -> None:
        expected = expect_snapshot(draft, bundle.contract)
        with without_end():
            ended = qinglang("evaluate", written(draft), "-o", "json", "--threads", 1)
        assert "Traceback" not in ended.err
        assert "fault of qinglang itself" not in ended.err
        assert ended.code in (0, 1, 3), ended.err
        if not ended.out:
            assert ended.code == 3
            assert ended.err.startswith("error: ")
            assert expected is None or None in expected.values(), ended.err
            return
        assert expected is not None, "nobody can read this"
        _check_report(ended, expected, len(bundle.controls))

    _try(law, any_mutation(), ON_COMMAND_LINE, part)


def _check_report(ended: Ended, expected: Expectation, controls: int) -> None:
    report = json.loads(ended.out)
    run = report["run"]
    assert len(report["controls"]) == len(run["controls"]) == controls
    assert run["complete"] == (ended.code != 3) == (not run["incomplete"])
    counts = {name: part["count"] for name, part in report["quarantine"].items()}
    assert sorted(counts) == sorted(expected)
    assert run["complete"] == (not any(counts.values()))
    if run["complete"]:
        assert bool(report["findings"]) == (ended.code == 1)
    for name, table in expected.items():
        if table is not None:
            assert counts[name] == len(table.quarantined)
            assert report["repeated"].get(name, 0) == table.repeated
