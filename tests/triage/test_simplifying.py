"""Simpler formulas hold exactly where the longer ones do."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from evaluator.settings import Settings
from evaluator.triage import Sql
from evaluator.triage.linear import follows
from evaluator.triage.logic import (
    FALSE,
    TRUE,
    AnyOf,
    Arithmetic,
    Block,
    Branch,
    Compare,
    Comparison,
    Constant,
    Defined,
    Field,
    Formula,
    Holds,
    Not,
    Opaque,
    Symbol,
)
from evaluator.triage.simplifying import simplified
from evaluator.warehouse import Warehouse

A, B, SEEN = (
    Field("post", name, kind) for name, kind in (("a", "int"), ("b", "int"), ("s", "bool"))
)
OPERATORS: Sequence[Comparison] = ("<", "<=", ">", ">=")
VALUES = (None, -1, 0, 1, 2, 3)


def _at_most(left: Field, more: int, right: int) -> Compare:
    return Compare("<=", Arithmetic("+", left, Constant(more)), Constant(right))


@pytest.mark.parametrize("formula", [
    Block((), (Compare("<=", A, Constant(2)), _at_most(A, 1, 2), Defined(A))),
    Block((), (Compare("<", A, Constant(2)), Compare("<=", A, Constant(1)))),
    Block((), (Compare(">=", A, Constant(0)), Compare(">", A, Constant(0)), Compare("<", A, B))),
    Block((), (Defined(A), AnyOf((Compare("=", A, Constant(1)), Compare("=", A, B))))),
    Block((), (Defined(A), AnyOf((Compare("=", A, Constant(1)), Holds(SEEN))))),
    Block((), (Defined(A), Not(Compare("=", A, Constant(1))))),
    Block((), (Defined(Branch("post")), Compare("=", B, Constant(1)))),
    Block((), (Defined(Branch("post")), Not(Defined(A)))),
    Not(Block((), (Defined(A), Holds(SEEN), Compare("<>", A, B)))),
    AnyOf((Block((), (TRUE, Defined(A))), FALSE, Block((), (FALSE, Holds(SEEN))))),
    Block((), (Compare("<=", A, Symbol("params", "limit", "int")), Compare("<=", A, Constant(3)))),
])  # fmt: skip
def test_nothing_changes(formula: Formula) -> None:
    """Of every choice of values, and of none, both say the same."""
    symbols = {"params": {"limit": 1}, "snapshot": {}}
    rows = [
        f"({_sql(a)}, {_sql(b)}, {_sql(seen)})"
        for a, b, seen in itertools.product(VALUES, VALUES, (None, True, False))
    ]
    posts = (
        "SELECT {'a': a::BIGINT, 'b': b::BIGINT, 's': s::BOOLEAN} AS post "  # noqa: S608
        f"FROM (VALUES {', '.join(rows)}) AS v(a, b, s) UNION ALL SELECT NULL"
    )
    sql = Sql(symbols)
    longer, shorter = (
        sql._formula(each, over=True) for each in (formula, simplified(formula, symbols))
    )
    with Warehouse(Settings.model_validate({"threads": 1})) as warehouse:
        told = warehouse.run(
            f"SELECT coalesce({longer}, FALSE), coalesce({shorter}, FALSE) FROM ({posts})"  # noqa: S608
        )
    assert len(told) == len(rows) + 1
    assert all(one == other for one, other in told)
    assert {one for one, _ in told} == {True, False}


def _sql(value: object) -> str:
    return "NULL" if value is None else str(value)


@pytest.mark.parametrize("first", OPERATORS)
@pytest.mark.parametrize("second", OPERATORS)
def test_one_comparison_follows_from_another(first: Comparison, second: Comparison) -> None:
    """It is said to follow exactly where it does, for whole numbers."""
    holds = {"<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__}
    for one, other in itertools.product(range(-2, 3), repeat=2):
        said = follows(Compare(first, A, Constant(one)), Compare(second, A, Constant(other)))
        numbers = range(-9, 10)
        true = all(holds[first](number, one) for number in numbers if holds[second](number, other))
        assert said is true


def test_what_is_not_understood_takes_nothing_away() -> None:
    """A condition is not left out because of one that may hold or not."""
    formula = Block((), (Defined(A), AnyOf((Compare("=", A, B), Opaque("doubt")))))
    assert simplified(formula) == formula
