"""Errors name offender, rule and remedy, and carry their exit code."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import evaluator.errors
from evaluator.errors import QinglangError, UsageError

CLASSES = [
    one
    for _, one in inspect.getmembers(evaluator.errors, inspect.isclass)
    if issubclass(one, QinglangError)
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_exit_code(kind: type[QinglangError]) -> None:
    """Wrong usage is 2, everything else that failed is 3."""
    assert kind.exit_code == (2 if issubclass(kind, UsageError) else 3)


def test_text() -> None:
    """Offender and rule make a sentence, the remedy another one."""
    assert str(QinglangError("a", "is wrong", "Right it.")) == "a: is wrong. Right it."
    assert str(QinglangError("a", "is wrong")) == "a: is wrong"


def test_tree_in_the_docstring_is_complete() -> None:
    """The picture of the tree has every class with its exit code."""
    picture = evaluator.errors.__doc__ or ""
    for kind in CLASSES:
        (line,) = (line for line in picture.splitlines() if f" {kind.__name__} " in line + " ")
        assert line.split("exit ")[1][0] == str(kind.exit_code)


def test_nothing_is_caught_wholesale() -> None:
    """Only the outermost boundary catches everything, and it reports what it caught."""
    package = Path(evaluator.errors.__file__).parent
    wholesale = [
        path.name
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") == "Exception")
    ]
    assert wholesale == ["boundary.py"]
