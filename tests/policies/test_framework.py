"""The framework says what was decided of it: every clause, and every parameter with its value."""

from __future__ import annotations

import re

import pytest

from evaluator.bundle import Bundle

CLAUSES = [
    "goal",
    *(f"2.1 s{number}" for number in (1, 2, 3)),
    *(f"2.2 s{number}" for number in (1, 2, 3, 4, 5)),
    *(f"2.3 s{number}" for number in (1, 2, 3)),
    *(f"2.4 s{number}" for number in (1, 2)),
    *(f"3.{part} s{number}" for part in (1, 2, 3) for number in (1, 2)),
    *(f"3.4 s{number}" for number in (1, 2, 3, 4)),
    *(f"closing s{number}" for number in (1, 2)),
]

#: Midnight in China of the day, in epoch seconds.
VALUES = {
    "campaign_start": 1753286400,
    "campaign_end": 1758643200,
    "standing_from": 1688918400,
    "labelling_from": 1756656000,
    "source_required_topics": [
        "news_domestic",
        "news_international",
        "public_policy",
        "social_event",
    ],
    "min_ai_label_percent": 5,
    "min_ai_label_ms": 2000,
    "max_first_visible_ms": 100,
    "max_covered_ms": 1000,
    "hidden_regions": ["below_fold", "control_area"],
    "min_contrast_centi": 300,
    "label_grace_hours": 24,
    "refuted_label_hours": 24,
    "pool_exit_hours": 24,
    "ranking_exit_hours": 24,
    "max_unprompted_percent": 1,
    "certified_fields": ["finance", "medicine", "law", "education"],
    "exempt_classes": ["media", "government"],
    "min_professional_posts": 3,
    "key_fields": ["finance", "medicine", "military", "diplomacy"],
    "required_display_keys": ["field", "identity"],
    "forbidden_display_keys": [
        "id_number",
        "certificate_number",
        "certificate_scan",
        "phone",
        "address",
        "birth_date",
        "face",
    ],
    "consent_keys": ["identity", "institution", "certificate_name", "operator_name"],
    "monetisation_wait_days": 90,
    "reverify_days": 7,
    "mismatch_days": 15,
    "guidance_days": 3,
    "sanction_days": 3,
    "action_days": 3,
    "lift_days": 3,
    "repeat_window_days": 90,
    "short_mute_max_days": 7,
    "appeal_days": 15,
    "ack_days": 3,
    "list_days": 90,
    "education_days": 30,
    "reasons_from_rank": 2,
    "reasons_grace_days": 1,
    "max_rank": {"A": 2, "B": 2, "C": 4},
    "notice_legal_basis": ["qinglang-2025"],
}
WITHOUT_VALUE = {"complaint_days", "min_source_label_percent"}
MARKING = {"missing_source", "missing_certification", "missing_label"}


def test_clauses_are_those_of_the_notice(bundle: Bundle) -> None:
    """Every clause is there under its permanent id, in both languages."""
    clauses = bundle.framework.clauses
    assert sorted(clauses) == sorted(CLAUSES)
    for text in clauses.values():
        assert text["en"].isascii()
        assert re.search("[\u4e00-\u9fff]", text["zh"])


@pytest.mark.parametrize("name", sorted(VALUES))
def test_parameters_have_their_values(bundle: Bundle, name: str) -> None:
    """A parameter that was decided has that value."""
    assert bundle.framework.parameters[name].value == VALUES[name]


def test_parameters_are_complete(bundle: Bundle) -> None:
    """No parameter is missing or unexpected, each has a basis, and two have no value."""
    parameters = bundle.framework.parameters
    computed = {"offence_class", "refutable_offences"}
    assert set(parameters) == set(VALUES) | WITHOUT_VALUE | computed
    assert {name for name, each in parameters.items() if each.value is None} == WITHOUT_VALUE
    assert all(each.unit and each.basis and each.description for each in parameters.values())
    assert set(bundle.data["qinglang"]["params"]) == set(VALUES) | computed


def test_offences_are_those_of_the_contract(bundle: Bundle) -> None:
    """Every offence has its class but the two without, and the refutable ones are as decided."""
    offences = set(bundle.contract.tables["adjudications"].columns["offence"].rules["allowed"])
    classes = bundle.framework.parameters["offence_class"].value
    assert offences - classes.keys() == {"false_information", "other"}
    assert {name for name, found in classes.items() if found == "A"} == MARKING
    assert {name for name, found in classes.items() if found == "B"} == {"unverified_repost"}
    malicious = {name for name, found in classes.items() if found == "C"}
    assert malicious == offences - MARKING - {"unverified_repost", "false_information", "other"}
    refutable = bundle.framework.parameters["refutable_offences"].value
    assert len(refutable) == len(set(refutable))
    assert set(refutable) == (
        {"false_information", "unverified_repost"}
        | malicious - {"ranking_manipulation", "wrong_source", "false_certification"}
    )


def test_lists_hold_values_of_the_contract(bundle: Bundle) -> None:
    """A list of topics, fields, keys or classes holds nothing that no snapshot can hold."""
    tables = bundle.contract.tables
    columns = {
        "source_required_topics": ("posts", "topic"),
        "key_fields": ("posts", "field"),
        "certified_fields": ("certifications", "field"),
        "exempt_classes": ("accounts", "account_class"),
        "required_display_keys": ("certifications", "displayed_keys"),
        "forbidden_display_keys": ("certifications", "displayed_keys"),
        "consent_keys": ("certifications", "consent_scope"),
    }
    for name, (table, column) in columns.items():
        allowed = tables[table].columns[column].rules["allowed"]
        assert set(bundle.framework.parameters[name].value) <= set(allowed), name


def test_the_window_is_the_campaign_s(bundle: Bundle) -> None:
    """The window and the parameters name the same two months, in the time of Shanghai."""
    parameters = bundle.framework.parameters
    window = (parameters["campaign_start"].value, parameters["campaign_end"].value)
    assert bundle.framework.window == window
    assert bundle.framework.time_zone == "Asia/Shanghai"
    assert bundle.framework.name == "qinglang-2025"
