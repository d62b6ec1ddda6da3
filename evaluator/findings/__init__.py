"""Counts outcomes, keeps findings in order, and records runs as a history with two times."""

from evaluator.findings.evidence import Ask, AskedRun, Evidence, Question
from evaluator.findings.finding_queries import FindingFilter
from evaluator.findings.maintenance import StoreCheck, backup_store, check_store, upgrade_store
from evaluator.findings.records import Recorded, RunIdentity, RunRecord, policy_digest
from evaluator.findings.results import (
    Difference,
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
    "Ask",
    "AskedRun",
    "Difference",
    "Evidence",
    "FindingFilter",
    "FindingSpool",
    "Question",
    "Recorded",
    "RecordedFinding",
    "RecordedRun",
    "RecordedState",
    "RunDetails",
    "RunIdentity",
    "RunRecord",
    "Store",
    "StoreCheck",
    "StoredFinding",
    "Tally",
    "backup_store",
    "cause_of",
    "check_store",
    "open_store",
    "policy_digest",
    "settled_answer",
    "upgrade_store",
]
