"""Counts outcomes, keeps findings in order, and records runs as a history with two times."""

from evaluator.findings.records import Recorded, RunIdentity, RunRecord
from evaluator.findings.results import (
    RecordedFinding,
    RecordedRun,
    RecordedState,
    RunDetails,
    StoredFinding,
)
from evaluator.findings.spool import FindingSpool
from evaluator.findings.store import Store, open_store
from evaluator.findings.tally import Tally, cause_of, settled_answer

__all__ = [
    "FindingSpool",
    "Recorded",
    "RecordedFinding",
    "RecordedRun",
    "RecordedState",
    "RunDetails",
    "RunIdentity",
    "RunRecord",
    "Store",
    "StoredFinding",
    "Tally",
    "cause_of",
    "open_store",
    "settled_answer",
]
