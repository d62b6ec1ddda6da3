"""Blueprints and hand-made blocks for tests of generated snapshots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from evaluator.synthetic import Blueprint
from evaluator.synthetic.tables import TABLES, Block

#: 2025-09-24T00:00+08:00
T = 1_758_643_200

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture(scope="session")
def blueprint() -> Callable[..., Blueprint]:
    """Makes blueprints of 3,000 posts, with what is given changed."""

    def make(**given: Any) -> Blueprint:
        values = {"posts": 3_000, "seed": 7, "as_of": T, "violation_rate": 0.01, "null_rate": 0.02}
        return Blueprint(**(values | given))

    return make


@pytest.fixture(scope="session")
def block_of() -> Callable[[Rows], Block]:
    """Makes a block of rows that name only some of their columns."""

    def make(tables: Rows) -> Block:
        return Block(
            {
                table: list(
                    zip(
                        *([row.get(column) for column in columns] for row in tables.get(table, ())),
                        strict=True,
                    )
                )
                for table, columns in TABLES.items()
            }
        )

    return make
