"""What a run is known by, and everything about it that is recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from evaluator.model import Control, ControlResult, canonical_json

__all__ = ["POLICY_DIGITS", "Recorded", "RunIdentity", "RunRecord", "policy_digest"]

#: Hexadecimal digits of an identity's digest that name a run.
_RUN_ID_DIGITS = 32
#: Hexadecimal digits of a control's digest that tell policies apart in the history.
POLICY_DIGITS = 16


def policy_digest(control: Control, changed: Mapping[str, Any]) -> str:
    """Digest of a control as a run applies it: modules, and parameters with their values.

    Args:
        control: the control, whose own digest covers the default values.
        changed: parameter -> value, of those that have another value than the default.
    """
    read = {name: changed[name] for name in sorted(control.parameters & changed.keys())}
    if not read:
        return control.digest
    return hashlib.sha256(canonical_json([control.digest, read])).hexdigest()


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """What decides the result of a run: with all of it equal, both digests must be equal."""

    platform_id: str
    framework: str
    #: Epoch seconds.
    as_of: int
    snapshot_digest: str
    bundle_digest: str
    #: Effective parameters, overrides included.
    parameters: Mapping[str, Any]
    #: Codes of the controls that were asked for; their order does not matter.
    controls: tuple[str, ...]
    semantics_version: int

    @property
    def digest(self) -> str:
        """SHA-256 of the identity as canonical JSON, in lower-case hexadecimal.

        Raises:
            TypeError: if a parameter is null or a number with a fraction.
        """
        line = canonical_json(
            {
                "platform": self.platform_id,
                "framework": self.framework,
                "as_of": self.as_of,
                "snapshot": self.snapshot_digest,
                "bundle": self.bundle_digest,
                "parameters": dict(self.parameters),
                "controls": sorted(self.controls),
                "semantics": self.semantics_version,
            }
        )
        return hashlib.sha256(line).hexdigest()

    @property
    def run_id(self) -> str:
        """First 32 hexadecimal digits of the digest: the run's name for people."""
        return self.digest[:_RUN_ID_DIGITS]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A finished run, without its findings. All times are epoch seconds.

    Raises:
        ValueError: where ``complete`` contradicts the reasons in ``incomplete``, or the results are
            not those of the controls of the identity.
    """

    identity: RunIdentity
    series: str
    snapshot_id: str
    window_from: int
    window_to: int
    coverage: Literal["full", "sample"]
    complete: bool
    #: Why it is incomplete, in sentences; empty exactly where it is complete.
    incomplete: tuple[str, ...]
    findings_digest: str
    outcomes_digest: str
    engine: str
    threads: int
    triage: bool
    #: Subjects a control that were judged although triage let them go.
    audit: int
    #: Parameter -> value that the user set.
    overrides: Mapping[str, Any]
    started_at: int
    finished_at: int
    #: One for each control of the identity.
    results: tuple[ControlResult, ...]
    #: Control -> digest of its modules and parameters.
    control_digests: Mapping[str, str]
    #: Table -> rows in quarantine.
    quarantined: Mapping[str, int]
    #: Code that a control of the run had before -> its code now.
    aliases: Mapping[str, str] = field(default_factory=dict)
    #: Where the snapshot lies, to ask it again; None: unknown.
    snapshot_folder: str | None = None
    #: Where the bundle lies; None: the one that ships.
    bundle_folder: str | None = None

    def __post_init__(self) -> None:
        """Refuse a record that contradicts itself."""
        if self.complete is bool(self.incomplete):
            raise ValueError("a run is complete exactly where it has no reason to be incomplete")
        if sorted(result.control for result in self.results) != sorted(self.identity.controls):
            raise ValueError("a run has one result for each control that was asked for")

    @property
    def codes(self) -> tuple[str, ...]:
        """The controls of the run, under every code that they ever had."""
        return (*self.identity.controls, *self.aliases)

    @property
    def policies(self) -> dict[str, str]:
        """Control -> what tells its policy from others: the beginning of its digest."""
        return {code: digest[:POLICY_DIGITS] for code, digest in self.control_digests.items()}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a record."""

    run_id: str
    #: The run was known already, and nothing was written.
    repeated: bool
