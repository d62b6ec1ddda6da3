"""A control names what it lacks, once each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.bundle import Contract, load_bundle
from evaluator.model import Control, TableSummary
from evaluator.subjects import lacking


@pytest.fixture(scope="module")
def control() -> Control:
    """A control on posts that reads annotations and sanctions."""
    any_control = next(iter(load_bundle().controls.values()))
    return replace(
        any_control,
        subject="post",
        branches=frozenset({"post", "annotations", "sanctions"}),
        tables=("annotations", "posts", "sanctions"),
    )


def summary(table: str, **unplaced: int) -> dict[str, TableSummary]:
    """A table with rows that cannot be placed by these columns."""
    rows = sum(unplaced.values())
    return {table: TableSummary(table, rows, 0, rows, 0, unplaced, rows, ())}


def test_a_control_that_has_everything_lacks_nothing(control: Control, contract: Contract) -> None:
    """Tables that it does not need may be absent."""
    assert lacking(control, contract, {*control.tables}, {}, 0) == ()


def test_missing_tables_are_named_in_order(control: Control, contract: Contract) -> None:
    """All of them at once."""
    assert lacking(control, contract, {"posts"}, {}, 0) == ("annotations", "sanctions")


def test_rows_without_a_place_are_counted_against_the_limit(
    control: Control, contract: Contract
) -> None:
    """As many as allowed are no reason, one more is."""
    summaries = summary("annotations", post_id=3)
    assert lacking(control, contract, control.tables, summaries, 3) == ()
    assert lacking(control, contract, control.tables, summaries, 2) == ("annotations:unplaced",)


def test_only_columns_that_the_control_reads_through_count(
    control: Control, contract: Contract
) -> None:
    """A sanction without a readable verdict still has its account."""
    other = summary("sanctions", adjudication_id=3)
    assert lacking(control, contract, control.tables, other, 0) == ()
    same = summary("sanctions", account_id=1, adjudication_id=3)
    assert lacking(control, contract, control.tables, same, 0) == ("sanctions:unplaced",)
    blind = replace(control, branches=frozenset({"post", "annotations"}))
    assert lacking(blind, contract, control.tables, same, 0) == ()


def test_a_table_is_named_once_for_all_its_columns(control: Control, contract: Contract) -> None:
    """Verdicts hold sanctions by two columns."""
    both = replace(
        control, subject="adjudication", branches=frozenset({"sanctions", "prior_sanctions"})
    )
    summaries = summary("sanctions", account_id=1, adjudication_id=1)
    assert lacking(both, contract, control.tables, summaries, 0) == ("sanctions:unplaced",)


def test_what_is_counted_needs_the_place_of_each_row(control: Control, contract: Contract) -> None:
    """Posts are counted by their account, and labels lead ways of citation by their post."""
    counted = replace(
        control, subject="account", branches=frozenset({"account", "professional_posts"})
    )
    posts = summary("posts", account_id=1)
    assert lacking(counted, contract, control.tables, posts, 0) == ("posts:unplaced",)
    cited = replace(control, branches=frozenset({"post", "citation"}))
    labels = summary("annotations", post_id=1)
    assert lacking(cited, contract, control.tables, labels, 0) == ("annotations:unplaced",)
    keys = summary("posts", post_id=1)
    assert lacking(cited, contract, control.tables, keys, 0) == ()
    whole = replace(control, subject="platform", branches=frozenset({"prompting", "education"}))
    assert lacking(whole, contract, control.tables, posts, 0) == ()


def test_missing_tables_and_rows_without_a_place_come_together(
    control: Control, contract: Contract
) -> None:
    """Sorted, as the outcomes digest wants them."""
    summaries = summary("annotations", post_id=1)
    reasons = lacking(control, contract, {"annotations"}, summaries, 0)
    assert reasons == ("annotations:unplaced", "posts", "sanctions")
