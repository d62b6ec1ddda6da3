"""The truth of whole snapshots."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluator.bundle import load_bundle
from evaluator.model import canonical_json
from evaluator.synthetic import Blueprint, GeneratedSnapshot, generate_snapshot, parameters
from evaluator.synthetic.truth import RULES

Make = Callable[..., Blueprint]
FIRST = ("ANN-01", "ANN-09", "ANN-12", "CER-04", "LAD-01", "LAD-03", "LAD-06", "RUM-01")
#: Controls of the first ones that hang on something unknown.
HANGING = ("ANN-01", "ANN-09", "CER-04", "RUM-01")


@pytest.fixture(scope="module")
def made(
    blueprint: Make, tmp_path_factory: pytest.TempPathFactory
) -> tuple[GeneratedSnapshot, list[dict[str, Any]]]:
    """A snapshot of 5,000 posts and its truth."""
    folder = tmp_path_factory.mktemp("truth")
    path = folder / "truth.ndjson"
    done = generate_snapshot(blueprint(posts=5_000), folder / "snapshot", truth=path)
    lines = path.read_bytes().splitlines()
    rows = [json.loads(line) for line in lines]
    assert lines == [canonical_json(row) for row in rows]
    return done, rows


def test_every_first_control_has_every_outcome(
    made: tuple[GeneratedSnapshot, list[dict[str, Any]]],
) -> None:
    """Violations, passes, what does not apply, and where possible what is undetermined."""
    done, _ = made
    for control in FIRST:
        expected = {"violation", "pass", "not_applicable"}
        if control in HANGING:
            expected.add("undetermined")
        assert set(done.outcomes[control]) == expected, control


def test_lines_and_counts_agree(made: tuple[GeneratedSnapshot, list[dict[str, Any]]]) -> None:
    """Each violating or undetermined subject has lines of one kind, and is counted once."""
    done, rows = made
    violating = {(row["control"], row["subject"]) for row in rows if "facts" in row}
    undetermined = {(row["control"], row["subject"]) for row in rows if "missing" in row}
    assert not violating & undetermined
    assert len(rows) == len({canonical_json(row) for row in rows})
    for control, counts in done.outcomes.items():
        assert counts.get("violation", 0) == sum(found == control for found, _ in violating)
        assert counts.get("undetermined", 0) == sum(found == control for found, _ in undetermined)


def test_every_subject_is_counted(made: tuple[GeneratedSnapshot, list[dict[str, Any]]]) -> None:
    """Outcomes add up to the rows of the subject's table."""
    done, _ = made
    for subject, rules in RULES.items():
        number = 1 if subject == "platform" else done.rows[f"{subject}s"]
        for rule in rules:
            assert sum(done.outcomes[rule.control].values()) == number


def test_identities_are_part_of_the_facts(
    made: tuple[GeneratedSnapshot, list[dict[str, Any]]],
) -> None:
    """A line names the identity apart, and no identity comes twice for a subject."""
    _, rows = made
    found = [row for row in rows if "facts" in row]
    assert all(row["identity"].items() <= row["facts"].items() for row in found)
    keys = {canonical_json([row["control"], row["subject"], row["identity"]]) for row in found}
    assert len(keys) == len(found)


def test_every_control_is_violated_somewhere(blueprint: Make, tmp_path: Path) -> None:
    """With many violations asked for, no control is idle."""
    done = generate_snapshot(
        blueprint(posts=6_000, violation_rate=0.3, null_rate=0.1),
        tmp_path / "snapshot",
        truth=tmp_path / "truth.ndjson",
    )
    idle = {
        control
        for control, counts in done.outcomes.items()
        if not counts.get("violation") and not control.startswith(("GOV", "ANN-14"))
    }
    assert idle == set()


def test_parameters_are_those_of_the_framework() -> None:
    """The truth's own copy of the parameters holds the values that the policies read."""
    values = load_bundle().framework.defaults()
    units = {"hours": 3_600, "days": 86_400}
    names = {
        "LABEL_GRACE": "label_grace_hours",
        "REFUTED_LABEL": "refuted_label_hours",
        "POOL_EXIT": "pool_exit_hours",
        "RANKING_EXIT": "ranking_exit_hours",
        "MONETISATION_WAIT": "monetisation_wait_days",
        "REVERIFY": "reverify_days",
        "MISMATCH": "mismatch_days",
        "GUIDANCE": "guidance_days",
        "SANCTION": "sanction_days",
        "ACTION": "action_days",
        "LIFT": "lift_days",
        "REPEAT_WINDOW": "repeat_window_days",
        "SHORT_MUTE_MAX": "short_mute_max_days",
        "APPEAL": "appeal_days",
        "ACKNOWLEDGEMENT": "ack_days",
        "LIST_REVIEW": "list_days",
        "EDUCATION": "education_days",
        "REASONS_GRACE": "reasons_grace_days",
    }
    for name, parameter in names.items():
        unit = units[parameter.rpartition("_")[2]]
        assert getattr(parameters, name) == values[parameter] * unit, name
    plain = {
        "CAMPAIGN_START",
        "STANDING_FROM",
        "LABELLING_FROM",
        "MAX_RANK",
        "MAX_COVERED_MS",
        "MAX_FIRST_VISIBLE_MS",
        "MAX_UNPROMPTED_PERCENT",
        "MIN_AI_LABEL_MS",
        "MIN_AI_LABEL_PERCENT",
        "MIN_CONTRAST_CENTI",
        "MIN_PROFESSIONAL_POSTS",
        "OFFENCE_CLASS",
        "REASONS_FROM_RANK",
    }
    assert {name: getattr(parameters, name) for name in plain} == {
        name: values[name.lower()] for name in plain
    }
    sets = {
        "SOURCE_REQUIRED_TOPICS": "source_required_topics",
        "CERTIFIED_FIELDS": "certified_fields",
        "EXEMPT_CLASSES": "exempt_classes",
        "KEY_FIELDS": "key_fields",
        "HIDDEN_REGIONS": "hidden_regions",
        "REQUIRED_KEYS": "required_display_keys",
        "FORBIDDEN_KEYS": "forbidden_display_keys",
        "CONSENT_KEYS": "consent_keys",
        "REFUTABLE_OFFENCES": "refutable_offences",
    }
    for name, parameter in sets.items():
        assert set(getattr(parameters, name)) == set(values[parameter]), name
    assert values["notice_legal_basis"] == [parameters.NOTICE_LEGAL_BASIS]
    assert not {"complaint_days", "min_source_label_percent"} & set(values)


def test_the_truth_asks_no_policy() -> None:
    """What is compared with the policies is computed without them: from rows and words alone."""
    folder = Path(parameters.__file__).parent / "truth"
    imported = {
        node.module
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("evaluator")
    }
    outside = {name for name in imported if not name.startswith("evaluator.synthetic.truth")}
    assert outside == {
        "evaluator.model",
        "evaluator.synthetic.parameters",
        "evaluator.synthetic.tables",
    }
