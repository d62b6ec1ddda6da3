"""The contract is read as typed values, or refused."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from evaluator.bundle import Bundle, Contract, Kind
from evaluator.errors import BundleError


@pytest.fixture
def source(shipped: Bundle) -> dict[str, Any]:
    """The contract that ships, as JSON."""
    read: dict[str, Any] = json.loads((shipped.folder / "meta/contract.json").read_text())
    return copy.deepcopy(read)


def test_tables(shipped: Bundle) -> None:
    """A table's schema is what its file says, column by column."""
    posts = shipped.contract.tables["posts"]
    assert posts.key == "post_id"
    assert posts.columns["account_id"].references == "accounts"
    assert posts.columns["published_at"].kind is Kind.TIME
    assert posts.schema["topic"]["allowed"][-1] == "other"
    assert shipped.contract.tables["certifications"].columns["valid_to"].ahead


def test_types_in_the_warehouse() -> None:
    """Each kind has one type of column."""
    assert {kind: kind.sql_type for kind in Kind} == {
        Kind.IDENTIFIER: "VARCHAR",
        Kind.TEXT: "VARCHAR",
        Kind.TIME: "BIGINT",
        Kind.FLAG: "BOOLEAN",
        Kind.ENUMERATION: "VARCHAR",
        Kind.NUMBER: "BIGINT",
        Kind.LIST: "VARCHAR[]",
    }


def test_branches(shipped: Bundle) -> None:
    """A document's branches name the tables that they show."""
    branches = shipped.contract.subjects["adjudication"].branch_tables()
    assert branches["prior_notices"] == "notices"
    assert branches["adjudication"] == "adjudications"


@pytest.mark.parametrize("part", ["tables", "subjects", "version"])
def test_missing_part(source: dict[str, Any], part: str) -> None:
    """A contract without one of its parts is refused."""
    del source[part]
    with pytest.raises(BundleError, match="is not a contract"):
        Contract.from_json(source)


def test_key_that_is_no_column(source: dict[str, Any]) -> None:
    """A table's key is one of its columns."""
    source["tables"]["posts"]["key"] = "id"
    with pytest.raises(BundleError, match=r"posts\.id"):
        Contract.from_json(source)


def test_branch_of_no_table(source: dict[str, Any]) -> None:
    """A subject shows only tables that there are."""
    source["subjects"]["post"]["parents"]["account"]["table"] = "people"
    with pytest.raises(BundleError, match=r"subjects\.yaml: post\.account: there is no table"):
        Contract.from_json(source)
