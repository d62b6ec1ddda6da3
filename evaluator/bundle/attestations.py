"""Attestations: what a platform states about its duties, and which statement counts.

The duties are those of the contract's table `capabilities`; the control of a duty judges nothing
but what is stated about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evaluator.bundle.contract import Contract
from evaluator.model import Control

__all__ = ["Attestation", "attested_duty", "deciding", "duties"]

_TABLE = "capabilities"
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Attestation:
    """One statement on one duty; times are epoch seconds."""

    capability_id: str
    duty: str
    statement: str
    attester_role: str
    attested_at: int
    expires_at: int
    #: None: no evidence is on file.
    evidence_hash: str | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Attestation:
        """Read a clean row of `capabilities`, without nulls.

        Raises:
            KeyError: where a required column is missing.
        """
        return cls(
            capability_id=row["capability_id"],
            duty=row["duty"],
            statement=row["statement"],
            attester_role=row["attester_role"],
            attested_at=row["attested_at"],
            expires_at=row["expires_at"],
            evidence_hash=row.get("evidence_hash"),
        )

    def age_days(self, moment: int) -> int:
        """Whole days from the statement to a moment in epoch seconds."""
        return (moment - self.attested_at) // _DAY

    def expired(self, moment: int) -> bool:
        """Whether it no longer holds at a moment in epoch seconds."""
        return self.expires_at < moment


def duties(contract: Contract) -> tuple[str, ...]:
    """The duties that can be attested, in the contract's order."""
    return tuple(contract.tables[_TABLE].columns["duty"].rules["allowed"])


def attested_duty(control: Control) -> str | None:
    """The duty whose statements a control judges; None for controls over anything else."""
    return control.package.rpartition(".")[2] if control.tables == (_TABLE,) else None


def deciding(attestations: Iterable[Attestation]) -> dict[str, Attestation]:
    """Duty -> the statement that counts: the latest, of several of one time that of greatest id."""
    latest: dict[str, Attestation] = {}
    for each in sorted(attestations, key=lambda one: (one.attested_at, one.capability_id.encode())):
        latest[each.duty] = each
    return latest
