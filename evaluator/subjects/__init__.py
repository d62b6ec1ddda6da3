"""Prepare: clean rows become nested tables, one row a subject, and these become documents."""

from evaluator.subjects.cache import CacheEntry, PreparedCache
from evaluator.subjects.documents import Documents
from evaluator.subjects.lacking import lacking
from evaluator.subjects.preparing import prepare_subjects
from evaluator.subjects.quarantined import maybe_quarantined
from evaluator.subjects.tabled import tabulate

__all__ = [
    "CacheEntry",
    "Documents",
    "PreparedCache",
    "lacking",
    "maybe_quarantined",
    "prepare_subjects",
    "tabulate",
]
