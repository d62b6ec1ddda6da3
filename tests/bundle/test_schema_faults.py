"""Cerberus' nested errors become one line a fault, with the whole way to the key."""

from __future__ import annotations

from evaluator.bundle.schema_faults import schema_faults


def test_faults() -> None:
    """Keys of every level are joined by points; several faults of one key are several lines."""
    errors = {"a": [{"b": ["wrong", {"c": ["worse"]}]}], 0: ["odd"]}
    assert schema_faults(errors) == ["a.b: wrong", "a.b.c: worse", "0: odd"]
