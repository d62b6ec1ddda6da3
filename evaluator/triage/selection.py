"""Which subjects a control has to see, and what is known of the others without asking it.

A selection may keep too much and never leaves out a subject at which the control finds something.
A control without predicates keeps every subject, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from evaluator.model import Control
from evaluator.triage.duckdb import Sql
from evaluator.triage.logic import FALSE, AnyOf
from evaluator.triage.plan import ControlPlan, Plan
from evaluator.triage.simplifying import simplified

__all__ = ["Selection", "select"]

_NO_PREDICATE = ("no predicate in the bundle",)


@dataclass(frozen=True, slots=True)
class Selection:
    """What one control has to see; conditions are SQL over the prepared table.

    Attributes:
        candidate: condition of the subjects that must be judged; None: all.
        applies: condition under which it applies to a subject that is no candidate.
        missing: unknown fact -> condition under which the control names it, of a subject that is
            no candidate.
        exact: whether candidates are exactly the subjects at which it finds something.
        reasons: why they are not.
    """

    control: str
    candidate: str | None = None
    applies: str | None = None
    missing: Mapping[str, str] = field(default_factory=dict)
    exact: bool = False
    reasons: tuple[str, ...] = ()


def select(
    controls: Iterable[Control], plan: Plan, symbols: Mapping[str, Mapping[str, Any]]
) -> dict[str, Selection]:
    """Selection by control code.

    Args:
        controls: the controls.
        plan: the bundle's.
        symbols: ``params`` and ``snapshot`` -> name -> value in this run.
    """
    sql = Sql(symbols)
    return {
        control.code: _selection(control.code, plan.controls.get(control.code), sql, symbols)
        for control in controls
    }


def _selection(
    code: str,
    plan: ControlPlan | None,
    sql: Sql,
    symbols: Mapping[str, Mapping[str, Any]],
) -> Selection:
    if plan is None:
        return Selection(code, reasons=_NO_PREDICATE)
    if not plan.applies.exact:
        # Whom it applies to is counted without the judge, so it must be known exactly.
        return Selection(code, reasons=plan.applies.reasons)
    doubtful = [each for each in plan.missing.values() if not each.exact]
    kept = (plan.violations, plan.unnamed, *doubtful)
    reasons = tuple(sorted({reason for each in kept for reason in each.reasons}))
    counted = {
        fact: simplified(each.formula, symbols) for fact, each in plan.missing.items() if each.exact
    }
    return Selection(
        code,
        candidate=sql.condition(AnyOf(tuple(each.formula for each in kept))),
        applies=sql.condition(plan.applies.formula),
        missing={fact: sql.condition(each) for fact, each in counted.items() if each != FALSE},
        exact=not reasons,
        reasons=reasons,
    )
