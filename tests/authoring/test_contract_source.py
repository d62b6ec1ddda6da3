"""The contract's files follow closed schemas, and refer only to what there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.authoring.contract_source import CONTRACT_VERSION, read_contract
from evaluator.bundle import Contract
from evaluator.errors import BundleError, ConfigurationError

Change = Callable[[str, str, str], None]


def test_contract(policies: Path) -> None:
    """Tables by file name, and the subjects."""
    contract = read_contract(policies / "contract")
    assert contract["version"] == CONTRACT_VERSION
    assert list(contract["tables"]) == ["posts"]
    assert Contract.from_json(contract).subjects["post"].branch_tables() == {
        "post": "posts",
        "above": "posts",
        "replies": "posts",
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("holds: events", "holds: things", r"line 2: holds: unallowed value things"),
        ("required: true", "required: false", r"line 7: columns\.post_id\.required: unallowed"),
        ("kind: list", "kind: lists", r"columns\.tags\.meta\.kind: unallowed value lists"),
        ("type: integer", "type: float", r"columns\.length\.type: unallowed value float"),
        ("type: time\n", "type: time\n    odd: 1\n", r"columns\.seen_at\.odd: unknown field"),
        ("key: post_id", "key: id", r"posts\.yaml line 1: key: must be one of the columns"),
    ],
)
def test_tables_are_checked(policies: Path, change: Change, old: str, new: str, told: str) -> None:
    """A fault is told with file, line, key and rule."""
    change("contract/posts.yaml", old, new)
    with pytest.raises(ConfigurationError, match=told):
        read_contract(policies / "contract")


def test_reference_to_no_table(policies: Path, change: Change) -> None:
    """A foreign key refers to a table that there is."""
    change("contract/posts.yaml", "references: posts", "references: pages")
    with pytest.raises(ConfigurationError, match=r"parent_id: there is no table pages"):
        read_contract(policies / "contract")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("time: seen_at", "time: at", r"subjects\.yaml: post: posts has no column at"),
        ("via: parent_id", "via: up", r"subjects\.yaml: post: posts has no column up"),
        ("match: post_id", "match: id", r"subjects\.yaml: post: posts has no column id"),
        ("column: parent_id", "column: up", r"subjects\.yaml: post: posts has no column up"),
        (
            "match: post_id}",
            "match: post_id, time: at, before: seen_at, other_than: post_id}",
            r"subjects\.yaml: post: posts has no column at",
        ),
        ("match: post_id}", "match: post_id, time: seen_at}", r"replies\.time: field 'before'"),
        ("of: post, ", "", r"post\.parents\.above\.of: required field"),
    ],
)
def test_subjects_are_checked(
    policies: Path, change: Change, old: str, new: str, told: str
) -> None:
    """Branches are joined by columns that there are."""
    change("contract/subjects.yaml", old, new)
    with pytest.raises(ConfigurationError, match=told):
        read_contract(policies / "contract")


def test_branch_of_no_table(policies: Path, change: Change) -> None:
    """A branch shows a table that there is."""
    change("contract/subjects.yaml", "above: {table: posts", "above: {table: pages")
    with pytest.raises(BundleError, match=r"post\.above: there is no table 'pages'"):
        read_contract(policies / "contract")
