"""Which rows of a prepared table a control has to see.

A selection may keep too much and never leaves out what the control would flag. A control without a
translated predicate keeps every row, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evaluator.model import Control

__all__ = ["Selection", "select"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What one control has to see.

    Attributes:
        predicate: condition over the prepared table; None keeps every row.
        exact: whether the predicate keeps only what the control flags.
        reasons: why it is not exact.
    """

    control: str
    predicate: str | None = None
    exact: bool = False
    reasons: tuple[str, ...] = ()


def select(controls: Iterable[Control]) -> dict[str, Selection]:
    """Selection by control code; every control keeps all rows, as none has a predicate."""
    return {
        control.code: Selection(control.code, reasons=("no predicate in the bundle",))
        for control in controls
    }
