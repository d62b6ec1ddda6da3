"""What a day says of an open finding that its run does not show, and how it is asked.

Absence is no evidence: a finding is resolved only where its subject was judged and is clear of it,
or where the subject would have to be in the snapshot and is not. Everything else is a reason why
it could not be confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from evaluator.model import Facts

__all__ = ["Ask", "AskedRun", "Evidence", "Question", "ask_nobody"]


class Evidence(StrEnum):
    """What is found out about a finding that a run does not show.

    All but the first two are reasons why it is unconfirmed, and stand in the store as such.
    """

    #: The subject was judged: this identity does not violate, and nothing decisive is unknown.
    CLEAR = "clear"
    #: The subject is not in the snapshot, nor in its quarantine.
    ABSENT = "absent"
    #: A decisive fact is unknown.
    UNDETERMINED = "undetermined"
    #: A quarantined row touches the subject, or may be the subject.
    QUARANTINED = "quarantined"
    #: The judge could not decide the subject.
    UNDECIDED = "undecided"
    #: The control could not be evaluated on the snapshot.
    NOT_EVALUATED = "not_evaluated"
    #: The run was incomplete.
    INCOMPLETE = "incomplete"
    #: The subject is absent, and need not have been exported.
    NOT_EXPORTED = "not_exported"
    #: The day's snapshot or bundle is not there any more, so nobody can be asked.
    NOT_KEPT = "not_kept"


@dataclass(frozen=True, slots=True)
class Question:
    """Does this finding still hold? It is not among those that the run shows."""

    finding_id: str
    control: str
    subject_id: str
    identity: Facts


@dataclass(frozen=True, slots=True)
class AskedRun:
    """The run whose snapshot is asked, under the bundle and parameters that it was judged by."""

    run_id: str
    #: Epoch seconds.
    as_of: int
    snapshot_digest: str
    bundle_digest: str
    #: Effective parameters.
    parameters: Mapping[str, Any]
    #: Where the snapshot lay; None: unknown.
    snapshot_folder: str | None
    #: Where the bundle lay; None: the one that ships.
    bundle_folder: str | None


class Ask(Protocol):
    """Finds out what a run's snapshot says of findings that the run does not show."""

    def __call__(self, run: AskedRun, questions: Sequence[Question]) -> Mapping[str, str]:
        """Evidence by finding id; one that is left out could not be asked for."""


def ask_nobody(run: AskedRun, questions: Sequence[Question]) -> Mapping[str, str]:
    """An :class:`Ask` without any snapshot: everything stays unconfirmed."""
    _ = run, questions
    return {}
