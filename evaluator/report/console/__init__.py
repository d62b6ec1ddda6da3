"""The console report: what a compliance engineer reads after a run, from the verdict down."""

from evaluator.report.console.report import ConsoleReport

__all__ = ["ConsoleReport"]
