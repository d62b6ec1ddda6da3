"""What the store answers: runs, findings, and how they stood over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluator.model import ControlResult, Facts

__all__ = [
    "Difference",
    "RecordedFinding",
    "RecordedRun",
    "RecordedState",
    "RunDetails",
    "StoredFinding",
]


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """A run in a list. Times are epoch seconds."""

    run_id: str
    series: str
    platform_id: str
    framework: str
    snapshot_id: str
    as_of: int
    complete: bool
    #: Number of findings.
    findings: int
    recorded_at: int
    #: When newer knowledge of the same day had replaced all of it; None: it still counts.
    superseded_at: int | None


@dataclass(frozen=True, slots=True)
class RunDetails:
    """A run with everything that was recorded of it, but for its findings."""

    summary: RecordedRun
    snapshot_digest: str
    bundle_digest: str
    findings_digest: str
    outcomes_digest: str
    semantics_version: int
    parameters: Mapping[str, Any]
    overrides: Mapping[str, Any]
    window_from: int
    window_to: int
    coverage: str
    #: Why it is incomplete, in sentences; empty where it is complete.
    incomplete: tuple[str, ...]
    #: Table -> rows in quarantine.
    quarantined: Mapping[str, int]
    engine: str
    threads: int
    triage: bool
    audit: int
    started_at: int
    finished_at: int
    #: Where the snapshot lay; None: unknown.
    snapshot_folder: str | None
    #: Where the bundle lay; None: the one that ships.
    bundle_folder: str | None
    #: By control, sorted.
    results: Mapping[str, ControlResult]
    control_digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordedFinding:
    """A finding as it stands in a series at an as_of."""

    finding_id: str
    series: str
    platform_id: str
    control: str
    subject_id: str
    subject_time: int | None
    identity: Facts
    #: As last seen.
    facts: Facts
    cause: Facts
    severity: str
    direction: str
    nature: str
    #: ``violating``, ``unconfirmed``, ``fixed``, ``subject_gone`` or ``policy_changed``.
    state: str
    #: Why it could not be confirmed; empty in other states.
    reason: str
    #: What began at ``from_as_of``: ``opened``, ``reopened``, ``confirmed`` (after it had been
    #: unconfirmed), ``amended`` (other facts, policy or reason), ``unconfirmed``, ``resolved``; of
    #: an event ``recorded``.
    change: str
    #: As_of at which it opened, or opened again; of an event, at which it was first shown.
    since: int
    #: As_of from which on it is in this state, with whatever facts.
    state_since: int
    #: From which as_of on it stands so, in epoch seconds.
    from_as_of: int
    #: Until which as_of; None: no later run says otherwise.
    to_as_of: int | None
    #: When this became known.
    recorded_at: int


@dataclass(frozen=True, slots=True)
class RecordedState:
    """One state of a finding over one time of as_of, known from one moment to another."""

    series: str
    platform_id: str
    state: str
    reason: str
    change: str
    since: int
    state_since: int
    #: Beginning of the digest of the control that last saw it.
    policy: str
    facts: Facts
    cause: Facts
    severity: str
    direction: str
    subject_time: int | None
    from_as_of: int
    to_as_of: int | None
    recorded_from: int
    #: When it was replaced by newer knowledge; None: it is what is known.
    recorded_to: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding that stands otherwise on one day than on another."""

    #: How it stands on the earlier day; None: it was not known then.
    before: RecordedFinding | None
    #: How it stands on the later day; None: it is not known then (an event that is not shown).
    after: RecordedFinding | None


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding and all its states: in each series by as_of, replaced ones included."""

    finding_id: str
    control: str
    subject_id: str
    nature: str
    identity: Facts
    states: tuple[RecordedState, ...]

    @property
    def known(self) -> tuple[RecordedState, ...]:
        """The states that are what is known now."""
        return self.known_at(None)

    def known_at(self, moment: int | None) -> tuple[RecordedState, ...]:
        """The states that were what was known at a time; None: what is known now."""
        return tuple(
            state
            for state in self.states
            if (moment is None or state.recorded_from <= moment)
            and (state.recorded_to is None or (moment is not None and state.recorded_to > moment))
        )
