"""The contract is read as typed values, or refused."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from evaluator.bundle import Bundle, Contract, Kind, Shown
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
    platform = shipped.contract.subjects["platform"].branch_tables()
    assert "platform" not in platform
    assert (platform["prompting"], platform["education"]) == ("posts", "education")


#: Columns by table, as the contract's page lists them: `*` required, `°` may lie ahead.
PAGE = {
    "operators": "operator_id* kind* licensed_news disclosed_matrix mcn_id",
    "accounts": (
        "account_id* operator_id account_class* status* created_at* name_changed_at"
        " subject_changed_at closed_at followers"
    ),
    "posts": (
        "post_id* account_id* published_at* media_kind* origin* cited_post_id topic field"
        " claim_tag ai_status past_event declared_fiction publish_channel label_prompt_shown"
        " deleted_at"
    ),
    "annotations": (
        "annotation_id* post_id* kind* from_ts* to_ts set_by* source_kind cited_post_id"
        " source_supports time_given place_given outcome_given"
    ),
    "renderings": (
        "rendering_id* annotation_id* post_id* surface* device* in_content* region text_px"
        " short_side_px covered_by covered_ms visible_ms first_visible_ms contrast_centi"
    ),
    "recommendations": "entry_id* post_id* pool* entered_at* left_at",
    "rankings": "entry_id* list_id* rank* post_id from_ts* to_ts paid labelled_ad",
    "certifications": (
        "certification_id* account_id* field* method state* valid_from* valid_to° revoked_at"
        " displayed_keys consent_scope"
    ),
    "verifications": (
        "verification_id* account_id* trigger* dimension* result* checked_at* reviewer*"
    ),
    "complaints": (
        "complaint_id* target_kind* target_id* category received_at* acknowledged_at decided_at"
        " outcome paused_days declared_days"
    ),
    "adjudications": (
        "adjudication_id* account_id* post_id offence* severity verdict* conduct_at* decided_at*"
        " decider* final* overturned_at evidence_hash"
    ),
    "notices": ("notice_id* account_id* adjudication_id kind* sent_at* delivered_at cure_until°"),
    "sanctions": (
        "sanction_id* account_id* adjudication_id notice_id measure* starts_at* ends_at° lifted_at"
        " decided_by* second_reviewer legal_basis rule_clause facts_stated response_offered"
        " emergency appeal_until° complaint_only"
    ),
    "appeals": "appeal_id* sanction_id* filed_at* decided_at result reviewer_differs restored_at",
    "monetisation": (
        "grant_id* account_id* kind* field granted_at* suspended_at resumed_at revoked_at"
        " identity_checked"
    ),
    "capabilities": (
        "capability_id* duty* statement* attester_role* attested_at* expires_at*° evidence_hash"
    ),
    "negative_lists": "list_id* category* version* updated_at*",
    "education": "event_id* held_at* audience topic*",
    "rectifications": "order_id* authority* ordered_at* due_at*° closed_at",
}

#: Branches by subject; the root first.
DOCUMENTS = {
    "post": ("post account operator citation annotations recommendations adjudications sanctions"),
    "rendering": "rendering annotation post",
    "account": (
        "account operator professional_posts certifications verifications notices adjudications"
        " sanctions monetisation"
    ),
    "certification": "certification account adjudications",
    "adjudication": (
        "adjudication account post notices sanctions annotations prior_adjudications"
        " prior_notices prior_sanctions"
    ),
    "sanction": "sanction account adjudication notice appeals",
    "complaint": "complaint",
    "ranking": "ranking post adjudications",
    "platform": "platform capabilities negative_lists education rectifications prompting",
}


def test_every_table_has_its_columns(shipped: Bundle) -> None:
    """Tables, their columns, and what these must be, are those of the contract."""
    found = {
        name: {
            f"{column.name}{'*' * column.required}{'°' * column.ahead}"
            for column in table.columns.values()
        }
        for name, table in shipped.contract.tables.items()
    }
    assert found == {name: set(columns.split()) for name, columns in PAGE.items()}


def test_numbers_are_bounded(shipped: Bundle) -> None:
    """Pixels, milliseconds, days, contrast and counts have the contract's bounds."""
    bounds = {
        f"{table.name}.{column.name}": (column.rules["min"], column.rules["max"])
        for table in shipped.contract.tables.values()
        for column in table.columns.values()
        if column.kind is Kind.NUMBER
    }
    largest = 2**53 - 1
    assert bounds == {
        "accounts.followers": (0, largest),
        "renderings.text_px": (1, 100_000),
        "renderings.short_side_px": (1, 100_000),
        "renderings.covered_ms": (0, 86_400_000),
        "renderings.visible_ms": (0, 86_400_000),
        "renderings.first_visible_ms": (0, 86_400_000),
        "renderings.contrast_centi": (100, 2100),
        "rankings.rank": (1, largest),
        "complaints.paused_days": (0, 36_500),
        "complaints.declared_days": (1, 36_500),
        "education.audience": (0, largest),
    }


def test_every_document_has_its_branches(shipped: Bundle) -> None:
    """Nine subjects, each with the branches of the contract."""
    contract = shipped.contract
    found = {name: set(contract.branch_columns(each)) for name, each in contract.subjects.items()}
    assert found == {name: set(branches.split()) for name, branches in DOCUMENTS.items()}


def test_arrays_and_objects(shipped: Bundle) -> None:
    """Children, whole tables and what is counted in rows are arrays; all else is an object."""
    subjects = shipped.contract.subjects
    assert subjects["post"].arrays() == {
        *("annotations", "recommendations", "adjudications", "sanctions")
    }
    assert "professional_posts" in subjects["account"].arrays()
    assert subjects["platform"].arrays() == {*DOCUMENTS["platform"].split()} - {"platform"}
    assert subjects["complaint"].arrays() == frozenset()


def test_derived_branches(shipped: Bundle) -> None:
    """What is counted names its columns, the table that it counts, and all that it needs."""
    derived = shipped.contract.derived
    shown = {name: (each.shown_as, each.link, each.counts) for name, each in derived.items()}
    assert shown == {
        "citation": (Shown.OBJECT, "post_id", "posts"),
        "platform": (Shown.ROOT, None, None),
        "professional_posts": (Shown.ARRAY, "account_id", "posts"),
        "prompting": (Shown.ARRAY, None, "posts"),
    }
    assert set(derived["citation"].columns) == {
        *("cyclic", "open_ended", "hops"),
        *("terminal_operator_id", "terminal_external", "other_account"),
    }
    assert set(derived["professional_posts"].columns) == {"field", "posts", "first_at", "last_at"}
    assert set(derived["prompting"].columns) == {
        *("publish_channel", "posts", "shown", "not_shown", "unknown")
    }
    assert set(derived["platform"].columns) == {"platform_id"}


def test_needs_of_branches(shipped: Bundle) -> None:
    """A branch needs its table; a counted one what it is counted from; the platform nothing."""
    subjects = shipped.contract.subjects
    assert subjects["post"].branch_needs()["citation"] == (
        *("accounts", "annotations", "operators", "posts"),
    )
    assert subjects["account"].branch_needs()["professional_posts"] == ("posts",)
    assert subjects["platform"].branch_needs() == {
        "platform": (),
        "prompting": ("posts",),
        **{name: (name,) for name in DOCUMENTS["platform"].split()[1:5]},
    }
    assert subjects["platform"].root is shipped.contract.derived["platform"]
    assert subjects["post"].root is None


def test_a_contract_without_derived_rows(source: dict[str, Any]) -> None:
    """An older bundle counts nothing; its subjects have a table each."""
    del source["derived"]
    del source["subjects"]["platform"]
    for subject in source["subjects"].values():
        subject.pop("derived", None)
    assert Contract.from_json(source).derived == {}


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
