"""Decides which subjects are worth judging; it may keep too many and never drops a violation."""

from evaluator.triage.selection import Selection, select

__all__ = ["Selection", "select"]
