"""Reports of a run: for readers, for programs, and for what other tools take in."""

from evaluator.report.base import (
    ExitStatus,
    Language,
    Override,
    ReportFormat,
    ReportOptions,
    RunReport,
    RunSection,
    UndecidedSubject,
)
from evaluator.report.coverage import (
    RunOutcomes,
    Statements,
    coverage_document,
    coverage_lines,
)
from evaluator.report.exit_status import exit_code, undetermined_share
from evaluator.report.formats import FORMATS
from evaluator.report.labels import label
from evaluator.report.local_time import local_time
from evaluator.report.messages import message
from evaluator.report.outputs import Output, parse_outputs, write_outputs
from evaluator.report.reading import read_outcomes
from evaluator.report.waiving import Waived, Waiver, Waivers, WaiverState

__all__ = [
    "FORMATS",
    "ExitStatus",
    "Language",
    "Output",
    "Override",
    "ReportFormat",
    "ReportOptions",
    "RunOutcomes",
    "RunReport",
    "RunSection",
    "Statements",
    "UndecidedSubject",
    "Waived",
    "Waiver",
    "WaiverState",
    "Waivers",
    "coverage_document",
    "coverage_lines",
    "exit_code",
    "label",
    "local_time",
    "message",
    "parse_outputs",
    "read_outcomes",
    "undetermined_share",
    "write_outputs",
]
