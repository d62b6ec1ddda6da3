"""Every form of Rego that controls may use is translated exactly, whatever a document holds."""

from __future__ import annotations

import pytest

from tests.authoring.translation.conftest import Tried, Try

#: Name -> a rule ``violations``, with what it needs.
EXACT = {
    "column": 'violations contains {} if input.post.topic == "social_event"',
    "parameter": (
        "violations contains {} if input.post.published_at >= data.qinglang.params.standing_from"
    ),
    "snapshot": (
        "violations contains {} if "
        "input.post.published_at + data.qinglang.params.label_grace_hours * 3600 "
        "< data.qinglang.snapshot.as_of"
    ),
    "list_of_params": (
        "violations contains {} if "
        "input.post.topic in data.qinglang.params.source_required_topics"
    ),
    "flag": "violations contains {} if input.post.declared_fiction",
    "flag_is_false": "violations contains {} if input.post.declared_fiction == false",
    "unequal": 'violations contains {} if input.post.topic != "social_event"',
    "negated_comparison": 'violations contains {} if not input.post.origin == "own"',
    "absent": "violations contains {} if not input.post.topic",
    "null_is_never_there": "violations contains {} if input.post.topic == null",
    "other_types": 'violations contains {} if input.post.published_at < "text"',
    "negated_function": (
        'bad(topic) if topic == "social_event"\n\n'
        "violations contains {} if not bad(input.post.topic)"
    ),
    "negated_twice": (
        'bad(topic) if topic == "social_event"\n\n'
        "ok if not bad(input.post.topic)\n\nviolations contains {} if not ok"
    ),
    "some": (
        "violations contains {} if {\n"
        '\tsome label in input.annotations\n\tlabel.kind == "source"\n}'
    ),
    "no_such": (
        "violations contains {} if not any_source\n\n"
        'any_source if {\n\tsome label in input.annotations\n\tlabel.kind == "source"\n}'
    ),
    "join": (
        "violations contains {} if {\n"
        "\tsome label in input.annotations\n\tsome entry in input.recommendations\n"
        "\tlabel.from_ts <= entry.entered_at\n\tnot ended(label, entry)\n}\n\n"
        "ended(label, entry) if label.to_ts < entry.entered_at"
    ),
    "every": (
        "violations contains {} if every label in input.annotations "
        '{\n\tlabel.kind == "source"\n}'
    ),
    "not_every": (
        "violations contains {} if not fine\n\n"
        'fine if every label in input.annotations {\n\tlabel.source_kind == "official"\n}'
    ),
    "counted": (
        "violations contains {} if "
        'count([label | some label in input.annotations; label.kind == "source"]) >= 2'
    ),
    "counted_apart": (
        "violations contains {} if "
        "count({label.kind | some label in input.annotations}) == 2"
    ),
    "latest": (
        "violations contains {} if "
        "max([label.from_ts | some label in input.annotations]) "
        "> data.qinglang.params.standing_from"
    ),
    "summed": (
        "violations contains {} if "
        "sum([1 | some label in input.annotations]) - 1 > count(input.recommendations)"
    ),
    "subtracted": (
        'violations contains {} if count(seen - {"source"}) > 0\n\n'
        "seen := {label.kind | some label in input.annotations}"
    ),
    "united": (
        "violations contains {} if count(({label.kind | some label in input.annotations} | "
        '{"source"}) & {"source", "fiction"}) == 2'
    ),
    "set_of_helpers": (
        "kinds contains label.kind if some label in input.annotations\n\n"
        'violations contains {} if "source" in kinds'
    ),
    "object_get": 'violations contains {} if object.get(input.post, "topic", "none") == "none"',
    "default": (
        "default late := false\n\n"
        "late if input.post.published_at > data.qinglang.params.standing_from\n\n"
        "violations contains {} if late == false"
    ),
    "table_of_constants": (
        'rank := {"social_event": 1, "other": 2}\n\n'
        "violations contains {} if rank[input.post.topic] >= 1"
    ),
    "function_with_patterns": (
        'weight("own") := 1\n\nweight("repost") := 2\n\n'
        "violations contains {} if weight(input.post.origin) == 2"
    ),
    "facts_must_be_there": 'violations contains {"topic": input.post.topic} if input.post.origin',
    "unknown_parents": 'violations contains {} if "account" in input.unknown',
    "iterated_unknown": "violations contains {} if some parent in input.unknown",
    "no_such_column": "violations contains {} if not input.post.no_such_column",
    "big_numbers": "violations contains {} if input.post.published_at * 4 > 36028797018963968",
    "just_above_2_53": "violations contains {} if input.post.published_at == 9007199254740993",
    "quotes": "violations contains {} if input.post.post_id == `é𠀀'\"\\\n`",
    "never": "violations contains {} if 1 == 2",
    "always": "violations contains {} if input",
    "equal_tuples": (
        'violations contains {} if [input.post.topic, input.post.origin] == ["social_event", "own"]'
    ),
    "dates_in_order": (
        "violations contains {} if {\n"
        "\tsome one in input.annotations\n\tsome other in input.annotations\n"
        "\tone.annotation_id != other.annotation_id\n\tone.from_ts < other.from_ts\n}"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def tried(try_all: Try) -> dict[str, Tried]:
    """All forms at once: OPA is started twice only."""
    return try_all(EXACT)


@pytest.mark.opa
@pytest.mark.parametrize("name", EXACT)
def test_a_form_is_exact(tried: dict[str, Tried], name: str) -> None:
    """The predicate says so, and keeps the documents that OPA flags, and no others."""
    found = tried[name]
    assert found.predicate.reasons == ()
    assert found.kept == found.flagged


@pytest.mark.opa
def test_documents_are_told_apart(tried: dict[str, Tried]) -> None:
    """Nearly every form is met by some documents and missed by others, so that it is tried."""
    told = {name for name, found in tried.items() if 0 < len(found.flagged) < 305}
    assert set(EXACT) - told <= {
        "never", "always", "null_is_never_there", "other_types", "no_such_column"
    }  # fmt: skip


@pytest.mark.opa
@pytest.mark.parametrize("hours", [0, 1, 24 * 40])
def test_parameters_are_bound_when_a_run_starts(try_all: Try, hours: int) -> None:
    """The same translation holds for other parameters, without OPA."""
    found = try_all(
        {name: EXACT[name] for name in ("snapshot", "list_of_params")},
        label_grace_hours=hours,
        source_required_topics=["social_event", "other"][: hours % 3],
    )
    assert all(each.kept == each.flagged for each in found.values())
