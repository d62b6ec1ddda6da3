"""Documents have a JSON Schema, and OPA holds controls against it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.build import bundle_contents
from evaluator.authoring.contract_source import read_contract
from evaluator.authoring.schemas import document_schema
from evaluator.bundle import Bundle, Contract, load_bundle
from evaluator.errors import ConfigurationError

Change = Callable[[str, str, str], None]
RULES = "qinglang/size/too_long/too_long.rego"


def test_schema_of_a_document(policies: Path) -> None:
    """Every branch and column has its type, and nothing else is allowed."""
    contract = Contract.from_json(read_contract(policies / "contract"))
    schema = document_schema(contract, contract.subjects["post"])
    post = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "post_id": {"type": "string", "description": "Id."},
            "topic": {"type": "string", "enum": ["news", "other"], "description": "Topic."},
            "length": {"type": "integer", "maximum": 99, "description": "Length."},
            "tags": {
                "type": "array",
                "items": {"type": "string", "enum": ["a", "b"]},
                "description": "Tags.",
            },
            "hidden": {"type": "boolean", "description": "Hidden."},
            "parent_id": {"type": "string", "description": "Post above."},
            "seen_at": {"type": "integer", "description": "When it was seen."},
        },
    }
    assert schema["additionalProperties"] is False
    assert schema["properties"] == {
        "post": post,
        "above": post,
        "replies": {"type": "array", "items": post},
        "unknown": {"type": "array", "items": {"type": "string", "enum": ["above"]}},
    }


@pytest.fixture(scope="module")
def shipped() -> Bundle:
    """The bundle that ships."""
    return load_bundle()


def test_derived_branches_are_in_the_schema(shipped: Bundle) -> None:
    """What is counted, and whole tables, have their columns too."""
    contract = shipped.contract
    shown = {
        name: document_schema(contract, subject)["properties"]
        for name, subject in contract.subjects.items()
    }
    assert set(shown["post"]["citation"]["properties"]) == set(contract.derived["citation"].columns)
    assert shown["account"]["professional_posts"]["type"] == "array"
    assert set(shown["platform"]) == {
        *("platform", "capabilities", "negative_lists", "education", "rectifications"),
        *("prompting", "unknown"),
    }
    assert shown["platform"]["education"]["items"]["properties"]["audience"]["minimum"] == 0


@pytest.mark.opa
def test_misspelt_column(policies: Path, opa: Opa, change: Change) -> None:
    """A column that a document cannot have is told with file, line and the columns there are."""
    change(RULES, "input.post.length > limits", "input.post.lenght > limits")
    with pytest.raises(ConfigurationError) as caught:
        bundle_contents(policies, opa)
    assert caught.value.offender == f"{RULES} line 29"
    assert caught.value.rule.startswith(
        "does not fit the documents of subject post: rego_type_error: undefined ref: input.post."
    )
    assert '"length" "parent_id"' in str(caught.value)


@pytest.mark.opa
def test_misspelt_column_of_a_child(policies: Path, opa: Opa, change: Change) -> None:
    """The same holds behind a variable."""
    change(
        RULES,
        "\tnot input.post.length",
        "\tsome reply in input.replies\n\tnot reply.lenght",
    )
    with pytest.raises(
        ConfigurationError, match=r"too_long\.rego line \d+: .*undefined ref: reply"
    ):
        bundle_contents(policies, opa)


@pytest.mark.opa
def test_value_of_another_type(policies: Path, opa: Opa, change: Change) -> None:
    """A comparison that can never hold is found."""
    change(RULES, "\tnot input.post.length", "\tinput.post.length == true")
    with pytest.raises(ConfigurationError, match="match error"):
        bundle_contents(policies, opa)
