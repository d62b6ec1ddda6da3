"""Validate: every row is clean, quarantined with all its faults, or a repetition. None is lost."""

from evaluator.contract.profile import (
    FaultGroup,
    FaultyCell,
    TableProfile,
    fault_groups,
    profile_table,
)
from evaluator.contract.quarantine import write_quarantine
from evaluator.contract.validation import Validated, linking_columns, validate

__all__ = [
    "FaultGroup",
    "FaultyCell",
    "TableProfile",
    "Validated",
    "fault_groups",
    "linking_columns",
    "profile_table",
    "validate",
    "write_quarantine",
]
