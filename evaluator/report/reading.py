"""Reads the outcomes back from a JSON report, so that what a run said can be shown elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from evaluator.errors import UsageError
from evaluator.model import ControlResult
from evaluator.report.coverage import RunOutcomes

__all__ = ["read_outcomes"]


def read_outcomes(path: Path) -> RunOutcomes:
    """The run and the outcomes of its controls, from a file that ``-o json`` wrote.

    Raises:
        UsageError: if the file cannot be read, or is no such report.
    """
    try:
        report = orjson.loads(path.read_bytes())
        return RunOutcomes(
            run_id=report["run"]["run_id"],
            platform_id=report["run"]["platform_id"],
            snapshot_id=report["run"]["snapshot_id"],
            as_of=int(report["run"]["as_of"]),
            complete=report["run"]["complete"] is True,
            results={code: _result(code, part) for code, part in report["controls"].items()},
        )
    except OSError as error:
        raise UsageError(
            f"report {path}", f"cannot be read ({error.strerror})", "Name a file to read."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"report {path}",
            "is no JSON report of a run",
            "Write one with `qinglang evaluate SNAPSHOT -o json:FILE`.",
        ) from error


def _result(code: str, part: dict[str, Any]) -> ControlResult:
    return ControlResult(
        control=code,
        outcomes={name: int(count) for name, count in part["outcomes"].items()},
        missing={fact: int(count) for fact, count in part["missing"].items()},
        not_evaluated=tuple(part["not_evaluated"]),
        candidates=int(part["candidates"]),
        exact=part["exact"] is True,
    )
