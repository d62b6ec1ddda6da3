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


DERIVED = """\
shown_as: array
key: topic
link: post_id
counts: posts
reads: [posts]
description: Replies by topic.
columns:
  topic:
    type: string
    required: true
    allowed: [news, other]
    meta: {kind: enumeration, description: Topic.}
"""
ROOT = """\
shown_as: root
key: site_id
reads: []
description: The site.
columns:
  site_id:
    type: identifier
    required: true
    meta: {kind: identifier, description: Id.}
"""
SITE = """
site:
  children:
    posts: {table: posts}
  derived: [site]
"""


@pytest.fixture
def derived(policies: Path, change: Change) -> Path:
    """The small contract with a counted array, a subject without a table, and a whole table."""
    folder = policies / "contract"
    (folder / "derived").mkdir()
    (folder / "derived" / "by_topic.yaml").write_text(DERIVED, encoding="utf-8")
    (folder / "derived" / "site.yaml").write_text(ROOT, encoding="utf-8")
    change(
        "contract/subjects.yaml",
        "match: post_id}\n",
        f"match: post_id}}\n  derived: [by_topic]\n{SITE}",
    )
    return folder


def test_derived(derived: Path) -> None:
    """What is counted is a branch; tables that it needs are those that it says."""
    contract = Contract.from_json(read_contract(derived))
    assert set(contract.derived) == {"by_topic", "site"}
    assert contract.subjects["post"].branch_needs()["by_topic"] == ("posts",)
    assert contract.subjects["site"].branch_needs() == {"site": (), "posts": ("posts",)}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("derived/by_topic", "key: topic", "key: id", r"by_topic\.yaml line 2: key: must be one"),
        ("derived/by_topic", "key: topic\n", "", r"by_topic\.yaml line 1: key: must be one of"),
        ("derived/by_topic", "shown_as: array", "shown_as: list", "shown_as: unallowed value list"),
        ("derived/by_topic", "counts: posts", "counts: pages", r"line 4: counts: must be one of"),
        ("derived/by_topic", "link: post_id", "link: id", r"post: posts has no column id"),
        ("derived/by_topic", "counts: posts\n", "count: posts\n", "count: unknown field"),
        (
            "subjects",
            "[by_topic]",
            "[by_day]",
            r"line 8: derived: there is no derived/by_day\.yaml",
        ),
        (
            "subjects",
            "  derived: [site]\n",
            "",
            r"line 10: site: must have a table, or a derived root",
        ),
        ("subjects", "  table: posts\n", "", r"line 1: post: must have a table, or a derived"),
        (
            "subjects",
            "site:\n",
            "page:\n",
            r"page: must have a table, or a derived root of its own",
        ),
        ("subjects", "column: parent_id, ", "", r"replies\.match: field 'column' is required"),
    ],
)
def test_derived_is_checked(  # noqa: PLR0913, PLR0917 (what is changed, and what is told)
    derived: Path, change: Change, name: str, old: str, new: str, told: str
) -> None:
    """A derived branch follows its schema, and a subject has exactly one root."""
    change(f"contract/{name}.yaml", old, new)
    with pytest.raises(ConfigurationError, match=told):
        read_contract(derived)


def test_derived_of_no_table(derived: Path, change: Change) -> None:
    """What is counted is counted from tables that there are."""
    change("contract/derived/by_topic.yaml", "reads: [posts]", "reads: [posts, pages]")
    with pytest.raises(BundleError, match=r"post\.by_topic: there is no table 'pages'"):
        read_contract(derived)


def test_branch_of_no_table(policies: Path, change: Change) -> None:
    """A branch shows a table that there is."""
    change("contract/subjects.yaml", "above: {table: posts", "above: {table: pages")
    with pytest.raises(BundleError, match=r"post\.above: there is no table 'pages'"):
        read_contract(policies / "contract")
