"""The way from a snapshot folder to findings. The only file that knows the order of the stages."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from evaluator.bundle import Bundle, effective_parameters, select_controls
from evaluator.contract import validate, write_quarantine
from evaluator.findings import FindingSpool, RunIdentity, Tally
from evaluator.judge import Context, Judge, ServerJudge, WasmJudge, decide
from evaluator.model import (
    SEMANTICS_VERSION,
    Control,
    ControlResult,
    Prepared,
    Snapshot,
    Undecided,
    digest_of_lines,
)
from evaluator.report import RunReport
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table, verify_unchanged
from evaluator.subjects import Documents, PreparedCache, not_evaluated, prepare_subjects
from evaluator.triage import select
from evaluator.warehouse import Warehouse

__all__ = ["Observer", "Request", "evaluate", "explain", "prepare"]


class Observer(Protocol):
    """Is told how far a run has come."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins; ``total`` in its own unit where it is known."""

    def advance(self, count: int) -> None:
        """``count`` more units of the running stage are done."""


@contextmanager
def prepare(
    folder: Path, bundle: Bundle, settings: Settings, observer: Observer
) -> Iterator[Prepared]:
    """Load, validate and prepare a snapshot, or take it from the cache.

    The prepared tables are there for as long as the context is open.

    Raises:
        SnapshotError: if the snapshot cannot be read as a whole.
    """
    observer.stage("Reading the snapshot")
    snapshot = open_snapshot(folder, bundle.contract.tables)
    cache = PreparedCache(settings.cache_dir, settings.cache_limit)
    with cache.entry(snapshot, bundle.contract) as entry:
        if entry.prepared is None:
            with Warehouse(settings, reads=[folder], writes=[entry.folder]) as warehouse:
                observer.stage("Validating tables", len(snapshot.tables))
