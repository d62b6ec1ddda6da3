"""Which subjects a control has to see, and what is known of the others without asking it.

A selection may keep too much and never leaves out what the control would flag. A control without a
predicate keeps every subject, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evaluator.model import Control
from evaluator.triage.duckdb import Sql
from evaluator.triage.logic import AnyOf
from evaluator.triage.plan import ControlPlan, Plan

__all__ = ["Selection", "select"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What one control has to see.

    Attributes:
        candidate: condition over the prepared table of subjects that it may flag; None: all.
        applies: condition under which it applies to a subject that is no candidate.
        exact: whether candidates are exactly the subjects that it flags.
        reasons: why they are not.
    """

    control: str
    candidate: str | None = None
    applies: str | None = None
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
        control.code: _selection(control.code, plan.controls.get(control.code), sql)
        for control in controls
    }


def _selection(code: str, plan: ControlPlan | None, sql: Sql) -> Selection:
    if plan is None:
        return Selection(code, reasons=("no predicate in the bundle",))
    if not plan.applies.exact:
        # Whom it applies to is counted without the judge, so it must be known exactly.
        return Selection(code, reasons=plan.applies.reasons)
    flagged = AnyOf((plan.violations.formula, plan.undetermined.formula))
    reasons = tuple(sorted({*plan.violations.reasons, *plan.undetermined.reasons}))
    return Selection(
        code,
        candidate=sql.condition(flagged),
        applies=sql.condition(plan.applies.formula),
        exact=not reasons,
        reasons=reasons,
    )
