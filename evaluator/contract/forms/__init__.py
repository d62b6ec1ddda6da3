"""How raw relations are read in SQL: one file a form, one protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evaluator.bundle import Table
from evaluator.contract.forms.base import Cell, Form
from evaluator.contract.forms.json import JsonForm
from evaluator.contract.forms.native import NativeForm
from evaluator.contract.forms.text import TextForm

__all__ = ["FORMS", "Cell", "Form"]

#: Form of a raw table -> what reads it, given the contract's table and the physical types.
FORMS: Mapping[str, Callable[[Table, Mapping[str, str]], Form]] = {
    "json": JsonForm,
    "native": NativeForm,
    "text": TextForm,
}
