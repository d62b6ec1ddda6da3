"""The rows of generated snapshots, block by block."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from evaluator.bundle import load_bundle
from evaluator.synthetic import Blueprint
from evaluator.synthetic.blocks import generate_blocks
from evaluator.synthetic.tables import TABLES, Block, column_names

Make = Callable[..., Blueprint]


@pytest.fixture(scope="module")
def blocks(blueprint: Make) -> list[Block]:
    """The blocks of 6,000 posts with many violations and unknown facts."""
    return list(generate_blocks(blueprint(posts=6_000, violation_rate=0.1, null_rate=0.1)))


def test_the_same_blueprint_gives_the_same_rows(blueprint: Make) -> None:
    """Rows hang on the blueprint alone."""
    first, again = (list(generate_blocks(blueprint(posts=500))) for _ in range(2))
    assert [block.tables for block in first] == [block.tables for block in again]


@pytest.mark.parametrize("posts", [0, 1, 11, 2_100])
def test_there_are_exactly_so_many_posts(blueprint: Make, posts: int) -> None:
    """As many posts as were asked for, over all blocks."""
    blocks = list(generate_blocks(blueprint(posts=posts)))
    assert sum(block.length("posts") for block in blocks) == posts


def test_a_window_of_hours_is_filled(blueprint: Make) -> None:
    """A snapshot of the campaign's first hours has its posts in these hours, or before."""
    first = 1_753_286_400
    for block in generate_blocks(blueprint(posts=300, as_of=first + 7_200)):
        times = block.tables["posts"][2]
        assert max(times) <= first + 7_200
        assert sum(at >= first for at in times) > len(times) // 2


def test_columns_are_those_of_the_contract() -> None:
    """Every table is generated with the contract's columns, of the contract's kinds."""
    contract = load_bundle().contract
    texts = {"identifier", "enumeration"}
    for table, columns in TABLES.items():
        assert column_names(table)[0] == contract.tables[table].key
        assert dict(columns) == {
            column.name: "text" if column.kind in texts else str(column.kind)
            for column in contract.tables[table].columns.values()
        }


def test_values_are_those_of_the_contract(blocks: list[Block]) -> None:
    """Enumerations hold what is allowed, required columns a value, nullable ones also none."""
    contract = load_bundle().contract
    for table in TABLES:
        rows = [row for block in blocks for row in block.rows(table)]
        for column in contract.tables[table].columns.values():
            values = [row[column.name] for row in rows]
            if column.kind == "list":
                values = [each for value in values for each in value or ()]
            assert not (column.required and None in values), (table, column.name)
            allowed = column.rules.get("allowed")
            if allowed:
                assert {value for value in values if value is not None} <= set(allowed)


def test_keys_are_unique(blocks: list[Block]) -> None:
    """No key comes twice, in whatever block."""
    contract = load_bundle().contract
    for table in TABLES:
        key = contract.tables[table].key
        keys = [row[key] for block in blocks for row in block.rows(table)]
        assert len(keys) == len(set(keys)), table


def test_times_lie_before_as_of(blocks: list[Block]) -> None:
    """Only columns that may lie ahead do."""
    contract = load_bundle().contract
    for table in TABLES:
        for column in contract.tables[table].columns.values():
            if column.kind == "time" and not column.ahead:
                times = [row[column.name] for block in blocks for row in block.rows(table)]
                assert max((at for at in times if at is not None), default=0) <= 1_758_643_200


def test_blocks_are_closed(blocks: list[Block]) -> None:
    """A foreign key leads to a row of the same block, or to none of any block."""
    contract = load_bundle().contract
    keys = {
        table: [{row[contract.tables[table].key] for row in block.rows(table)} for block in blocks]
        for table in TABLES
    }
    for table in TABLES:
        for column in contract.tables[table].columns.values():
            if column.references not in keys:
                continue
            for number, block in enumerate(blocks):
                meant = {row[column.name] for row in block.rows(table)} - {None}
                elsewhere = [keys[column.references][other] for other in range(len(blocks))]
                own = elsewhere.pop(number)
                assert not (meant - own) & set().union(*elsewhere), (table, column.name)


def test_accounts_are_skewed(blocks: list[Block]) -> None:
    """One account has many posts, most have few."""
    counts: dict[str, int] = {}
    for block in blocks:
        for row in block.rows("posts"):
            counts[row["account_id"]] = counts.get(row["account_id"], 0) + 1
    sizes = sorted(counts.values())
    assert sizes[-1] >= 100
    assert sizes[len(sizes) // 2] <= 4
