"""Runs and findings to record: small, and the same each time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from evaluator.findings import RunIdentity, RunRecord, Store, open_store
from evaluator.model import ControlResult, Facts, Finding, Outcome, finding_id
from tests.postgresql import Server

DAY = 86_400

#: Makes a finding: control, subject, facts; fields by keyword.
MakeFinding = Callable[..., Finding]
#: Makes a record: as_of in days, codes; fields of the record or its identity by keyword.
MakeRecord = Callable[..., RunRecord]


def digest(text: str) -> str:
    """A digest that depends on the text alone."""
    return hashlib.sha256(text.encode()).hexdigest()


def finding(code: str, subject: str, facts: Facts | None = None, **fields: Any) -> Finding:
    """A finding without identity facts, of medium severity, unless ``fields`` say otherwise."""
    identity: Facts = fields.pop("identity", {})
    given: dict[str, Any] = {
        "subject_time": 1_700_000_000,
        "severity": "medium",
        "direction": "under",
        "nature": "state",
        "cause": {"account_id": "a1"},
    }
    return Finding(
        finding_id=finding_id("platform-1", code, subject, identity),
        control=code,
        subject_id=subject,
        identity=identity,
        facts=dict(facts or {}) | dict(identity),
        **(given | fields),
    )


def record(day: int, codes: tuple[str, ...] = ("ANN-01",), **fields: Any) -> RunRecord:
    """A complete run of series ``s`` at the end of a day, whose digests depend on nothing."""
    parts: Mapping[str, Any] = {
        "platform_id": "platform-1",
        "framework": "qinglang-2025",
        "as_of": day * DAY,
        "snapshot_digest": digest(f"snapshot of {day}"),
        "bundle_digest": digest("bundle"),
        "parameters": {"label_grace_hours": 24},
        "controls": codes,
        "semantics_version": 1,
    }
    identity = RunIdentity(**{name: fields.pop(name, value) for name, value in parts.items()})
    given: dict[str, Any] = {
        "identity": identity,
        "series": "s",
        "snapshot_id": f"snapshot-{day}",
        "window_from": 0,
        "window_to": day * DAY,
        "coverage": "full",
        "incomplete": (),
        "findings_digest": digest("findings"),
        "outcomes_digest": digest("outcomes"),
        "engine": "wasm",
        "threads": 2,
        "triage": True,
        "audit": 0,
        "overrides": {},
        "started_at": 1_000,
        "finished_at": 1_060,
        "results": tuple(
            ControlResult(code, {str(Outcome.PASS): 7}, {}, candidates=7) for code in codes
        ),
        "control_digests": {code: digest(code) for code in codes},
        "quarantined": {"posts": 0},
    }
    given |= fields
    return RunRecord(complete=not given["incomplete"], **given)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the test's store is, or will be."""
    return tmp_path / "store.db"


#: For tests of what every database must do.
on_both = pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def url(request: pytest.FixtureRequest, path: Path) -> str:
    """URL of the test's store; on SQLite it does not wait long for others."""
    if getattr(request, "param", "sqlite") == "postgresql":
        server: Server = request.getfixturevalue("server")
        return server.new_database()
    return f"sqlite:///{path}?timeout=0.05"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A new, empty store."""
    with open_store(url) as opened:
        yield opened
