"""What answers for each clause of a framework: controls, attestations, or a reason why nothing can.

A clause that is silently absent is the worst failure of a compliance tool, so a gap is told by the
name of the clause or control.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.bundle.framework import Framework, NotCheckable
from evaluator.model import Control

__all__ = ["ClauseCover", "clause_covers", "coverage_gaps"]


@dataclass(frozen=True, slots=True)
class ClauseCover:
    """What accounts for one clause; attestations are judged by controls and stand among them."""

    clause: str
    #: By code.
    controls: tuple[Control, ...]
    not_checkable: tuple[NotCheckable, ...]


def clause_covers(framework: Framework, controls: Mapping[str, Control]) -> tuple[ClauseCover, ...]:
    """What accounts for each clause, in the framework's order."""
    return tuple(
        ClauseCover(
            clause,
            tuple(controls[code] for code in sorted(controls) if clause in controls[code].clauses),
            tuple(entry for entry in framework.not_checkable if clause in entry.clauses),
        )
        for clause in framework.clauses
    )


def coverage_gaps(framework: Framework, controls: Mapping[str, Control]) -> list[str]:
    """Everything that is unaccounted for, as sentences that name clause or control; none if all is.

    A clause is accounted for where a control judges it, or where the framework says that the whole
    of it cannot be checked. That a part cannot be checked leaves the rest to controls.
    """
    gaps = []
    for cover in clause_covers(framework, controls):
        whole = [entry for entry in cover.not_checkable if entry.extent == "whole"]
        if not cover.controls and not whole:
            gaps.append(
                f"clause {cover.clause} has no control, and is not declared wholly not checkable"
            )
        if cover.controls and whole:
            codes = ", ".join(control.code for control in cover.controls)
            gaps.append(
                f"clause {cover.clause} is declared wholly not checkable, but is checked by {codes}"
            )
    for code, control in controls.items():
        if not control.clauses:
            gaps.append(f"control {code} names no clause")
        if not control.basis:
            gaps.append(f"control {code} names no basis")
        gaps += [
            f"control {code} names clause {clause}, which {framework.name} does not have"
            for clause in control.clauses
            if clause not in framework.clauses
        ]
    return gaps
