"""Which columns of its document a control reads: those that its translation asks for.

Any other column may be left out of every document, and the control answers as before.
Where a rule is not understood, every column of the branches that the control reads counts as read.
"""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.authoring.translation.rules import Path_, Rule
from evaluator.authoring.translation.symbolic import Translator
from evaluator.bundle import Contract, Framework
from evaluator.model import Control
from evaluator.triage.logic import opaque_reasons

__all__ = ["columns_read"]

_ANSWERS = ("applies", "violations", "undetermined")


def columns_read(
    control: Control, rules: Mapping[Path_, Rule], contract: Contract, framework: Framework
) -> dict[str, list[str]]:
    """Branch -> the columns of it that a control reads, both sorted.

    Columns that its identity or cause names are among them; a branch of which only is asked whether
    it is there, or how many rows it has, has none.

    Args:
        control: with the branches that OPA's analysis found.
        rules: all rules.
        contract: what documents look like.
        framework: the parameters.
    """
    translator = Translator(rules, contract, control.subject, framework)
    package = tuple(control.package.split("."))
    understood = True
    for answer in _ANSWERS:
        # Each value is asked for whole: reading goes on while they are given.
        values = list(translator.values((*package, answer)))
        understood = understood and not opaque_reasons(tuple(values))
    branches = contract.branch_columns(contract.subjects[control.subject])
    read = set(translator.read)
    if not understood:
        read |= {(each, name) for each in control.branches for name in branches[each]}
    for name in (*control.identity, *control.cause):
        branch, point, column = name.partition(".")
        if point:
            read.add((branch, column))
    return {
        branch: sorted(column for each, column in read if each == branch)
        for branch in sorted(control.branches)
    }
