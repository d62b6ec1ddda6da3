"""What is not understood is kept, wherever it stands: nothing that OPA flags is ever dropped."""

from __future__ import annotations

import pytest

from tests.authoring.translation.conftest import Tried, Try

_LABELS = "some label in input.annotations"

#: Name -> a rule ``violations`` that is not understood as a whole.
DOUBTFUL = {
    "position": 'violations contains {} if input.annotations[0].kind == "source"',
    "compared_positions": (
        "violations contains {} if {\n\tsome i, one in input.annotations\n"
        "\tsome j, other in input.annotations\n\ti < j\n\tone.kind == other.kind\n}"
    ),
    "object_comprehension": (
        "violations contains {} if count({label.annotation_id: label.kind | "
        f"{_LABELS}}}) > 1"
    ),
    "unknown_function": 'violations contains {} if startswith(input.post.topic, "s")',
    "unknown_function_negated": 'violations contains {} if not startswith(input.post.topic, "s")',
    "unknown_function_in_a_helper": (
        'plain if startswith(input.post.topic, "s")\n\nviolations contains {} if not plain'
    ),
    "unknown_function_twice_negated": (
        'plain if startswith(input.post.topic, "s")\n\nodd if not plain\n\n'
        "violations contains {} if not odd"
    ),
    "unknown_function_with_output": (
        "violations contains {} if {\n\tshort := substring(input.post.topic, 0, 1)\n"
        '\tshort == "s"\n}'
    ),
    "counted": (
        f'violations contains {{}} if count([1 | {_LABELS}; startswith(label.kind, "s")]) == 1'
    ),
    "counted_from_above": (
        f'violations contains {{}} if count([1 | {_LABELS}; startswith(label.kind, "s")]) < 1'
    ),
    "every": (
        "violations contains {} if every label in input.annotations "
        '{\n\tstartswith(label.kind, "s")\n}'
    ),
    "not_every": (
        "violations contains {} if not fine\n\n"
        'fine if every label in input.annotations {\n\tstartswith(label.kind, "s")\n}'
    ),
    "with": (
        'violations contains {} if other with input as {"post": {"topic": input.post.origin}}\n\n'
        'other if input.post.topic == "own"'
    ),
    "not_with": (
        "violations contains {} if not other with input as "
        '{"post": {"topic": input.post.origin}}\n\nother if input.post.topic == "own"'
    ),
    "walk": 'violations contains {} if {\n\twalk(input, [_, value])\n\tvalue == "source"\n}',
    "else": (
        'rank := 1 if {\n\tinput.post.topic == "social_event"\n} else := 2 if {\n'
        '\tinput.post.origin == "own"\n}\n\nviolations contains {} if rank == 2'
    ),
    "not_else": (
        'rank := 1 if {\n\tinput.post.topic == "social_event"\n} else := 2 if {\n'
        '\tinput.post.origin == "own"\n}\n\nviolations contains {} if not rank == 2'
    ),
    "partial_object": (
        f"held[label.annotation_id] := label.kind if {_LABELS}\n\n"
        'violations contains {} if held.a0 == "source"'
    ),
    "arithmetic_of_unknowns": (
        'violations contains {} if count(split(input.post.topic, "_")) + 1 > 2'
    ),
    "division": "violations contains {} if input.post.published_at / 2 > 900000000",
    "comparison_as_a_value": (
        "violations contains {} if {\n"
        '\tsame := input.post.topic == "social_event"\n\tsame == false\n}'
    ),
    "sorted": (
        f'violations contains {{}} if sort([label.kind | {_LABELS}])[0] == "ai_generated"'
    ),
    "object_get_of_the_document": (
        'violations contains {} if "account" in object.get(input, "unknown", [])'
    ),
    "computed_column": 'violations contains {} if input.post[input.post.origin] == "x"',
    "any_column": 'violations contains {} if {\n\tsome value in input.post\n\tvalue == "own"\n}',
    "any_column_negated": (
        "violations contains {} if not any_own\n\n"
        'any_own if {\n\tsome value in input.post\n\tvalue == "own"\n}'
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def tried(try_all: Try) -> dict[str, Tried]:
    """All of them at once: OPA is started twice only."""
    return try_all(DOUBTFUL)


@pytest.mark.opa
@pytest.mark.parametrize("name", DOUBTFUL)
def test_nothing_is_dropped(tried: dict[str, Tried], name: str) -> None:
    """Everything that OPA flags is kept; and if more is, the predicate says why."""
    found = tried[name]
    assert found.dropped == frozenset()
    assert found.predicate.reasons or found.kept == found.flagged


@pytest.mark.opa
def test_doubts_are_told(tried: dict[str, Tried]) -> None:
    """Reasons name what was not understood."""
    assert "function startswith" in tried["unknown_function"].predicate.reasons
    assert "with" in tried["with"].predicate.reasons
    assert any("position" in reason for reason in tried["compared_positions"].predicate.reasons)


@pytest.mark.opa
def test_these_would_be_dropped_if_doubts_were_left_out(tried: dict[str, Tried]) -> None:
    """OPA flags something of most of them, so that dropping it would be noticed."""
    assert sum(bool(found.flagged) for found in tried.values()) >= len(DOUBTFUL) - 6
