"""Cerberus with the contract's types and rules."""

from __future__ import annotations

from typing import Any

import pytest

from evaluator.bundle import Contract
from evaluator.contract.validator import row_schema, row_validator
from tests.contract.conftest import AS_OF

ROW = {"thing_id": "t", "kind": "open", "at": 5}


def _errors(things: Contract, row: dict[str, Any]) -> list[tuple[str, str]]:
    validator = row_validator(things.tables["things"], AS_OF)
    validator.validate(row, normalize=False)
    errors: list[tuple[str, str]] = validator.errors
    return errors


def test_a_schema_holds_the_rules_of_kinds(things: Contract) -> None:
    """Bounds, printable text, as_of and conditions come from the kind of a column."""
    schema = row_schema(things.tables["things"], AS_OF)
    assert schema["thing_id"] == {"type": "identifier", "required": True, "printable": True}
    assert schema["at"]["latest"] == AS_OF
    assert "latest" not in schema["due"]
    assert (schema["size"]["min"], schema["size"]["max"]) == (1, 100)
    assert schema["balance"] == {"type": "integer", "min": 1 - 2**53, "max": 2**53 - 1}
    assert schema["tags"]["distinct"] is True
    assert schema["kind"]["demands"] == {"shut": ["shut_at"]}


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({}, []),
        ({"kind": "shut", "shut_at": 5}, []),
        ({"kind": "shut"}, [("shut_at", "is required with kind shut")]),
        ({"size": True}, [("size", "must be an integer")]),
        ({"seen": 1}, [("seen", "must be true or false")]),
        ({"at": True}, [("at", "must be a time: RFC 3339 with an offset, or whole epoch seconds")]),
        ({"size": 3.0}, [("size", "must be an integer")]),
        ({"due": AS_OF + 1}, []),
        ({"at": AS_OF + 1}, [("at", "must not lie after as_of")]),
        ({"tags": [{"a": 1}]}, [("tags", "must be one of a, b, c")]),
    ],
)
def test_rows(things: Contract, changes: dict[str, Any], errors: list[tuple[str, str]]) -> None:
    """Each fault is told once, with its column, and without the value."""
    assert _errors(things, ROW | changes) == errors


def test_a_rule_of_cerberus_itself_is_named(things: Contract) -> None:
    """A rule that has no words of its own is told by its name."""
    validator = row_validator(things.tables["things"], AS_OF)
    validator.schema = {"note": {"type": "text", "maxlength": 1}}
    validator.validate({"note": "xx"}, normalize=False)
    assert validator.errors == [("note", "breaks the rule maxlength: 1")]
