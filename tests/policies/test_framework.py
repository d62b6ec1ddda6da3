"""The framework says what was decided: clauses, their controls, and parameters with values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluator.bundle import Bundle, coverage_gaps

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

#: The controls of each clause, as decided. Codes are permanent: one may be added, none is lost.
COVER = {
    "goal": "GOV-01 GOV-02 GOV-03",
    "2.1 s1": "RUM-01",
    "2.1 s2": "RUM-02",
    "2.1 s3": "RUM-03 RUM-04",
    "2.2 s1": "ANN-09 DIS-01",
    "2.2 s2": "ANN-10 DIS-02",
    "2.2 s3": "DIS-03",
    "2.2 s4": "ANN-11 DIS-04",
    "2.2 s5": "DIS-05 DIS-06 DIS-07",
    "2.3 s1": "ANN-01 ANN-02",
    "2.3 s2": "ANN-03 ANN-04",
    "2.3 s3": "ANN-05 ANN-06 ANN-07 ANN-08",
    "2.4 s1": "CER-01 CER-02 CER-03 CER-04 PRO-04",
    "2.4 s2": "PRO-01 PRO-02 PRO-03",
    "3.1 s1": "GOV-04 GOV-05",
    "3.1 s2": "GOV-15",
    "3.2 s1": "ANN-09 ANN-13 ANN-14 GOV-06",
    "3.2 s2": "ANN-15",
    "3.3 s1": "CER-05 CER-06 GOV-07",
    "3.3 s2": "CER-07 CER-08",
    "3.4 s1": (
        "CMP-01 CMP-02 GOV-08 GOV-09 LAD-07 LAD-09 LAD-11 LAD-14 LAD-15 LAD-16 LAD-17 LAD-18"
    ),
    "3.4 s2": "LAD-01 LAD-02 LAD-06",
    "3.4 s3": "LAD-03 LAD-04 LAD-06 LAD-10",
    "3.4 s4": "LAD-05 LAD-06 LAD-08 LAD-12 LAD-13 LAD-19",
    "closing s1": ("ANN-12 ANN-16 GOV-10 GOV-11 GOV-12 GOV-13 GOV-14 MON-01 MON-02 MON-03 MON-04"),
    "closing s2": "GOV-16",
}

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


def _lost(clause: str, codes: set[str]) -> str:
    """What to tell of a clause that these controls leave; empty where all are there."""
    lost = sorted(set(COVER[clause].split()) - codes)
    return f"clause {clause} lost the cover of {', '.join(lost)}" if lost else ""


def _codes_in_sources(policies: Path) -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in policies.glob("qinglang/*/*/*.rego"))
    return {found for text in texts for found in re.findall(r"(?m)^#   code: (\S+)$", text)}


@pytest.mark.parametrize("clause", CLAUSES)
def test_no_clause_loses_a_control(bundle: Bundle, policies: Path, clause: str) -> None:
    """Every control that was decided for a clause is there, in the policies and in the bundle."""
    assert not _lost(clause, _codes_in_sources(policies))
    covering = {code for code, each in bundle.controls.items() if clause in each.clauses}
    assert not _lost(clause, covering)


def test_every_control_answers_for_a_clause_as_decided(bundle: Bundle) -> None:
    """No control names a clause that was not decided for it."""
    decided = {(code, clause) for clause, codes in COVER.items() for code in codes.split()}
    named = {(code, clause) for code, each in bundle.controls.items() for clause in each.clauses}
    assert named == decided
    assert all(control.basis for control in bundle.controls.values())


@pytest.mark.parametrize(
    "code", sorted({code for codes in COVER.values() for code in codes.split()})
)
def test_deleting_a_control_is_noticed(bundle: Bundle, code: str) -> None:
    """Without any one control the clauses that lose its cover are named."""
    rest = {name: each for name, each in bundle.controls.items() if name != code}
    for clause in bundle.controls[code].clauses:
        assert _lost(clause, set(rest)) == f"clause {clause} lost the cover of {code}"
        alone = COVER[clause].split() == [code]
        assert alone is any(
            f"clause {clause} " in gap for gap in coverage_gaps(bundle.framework, rest)
        )


@pytest.mark.parametrize("clause", CLAUSES)
def test_clause_without_any_control_is_a_gap(bundle: Bundle, clause: str) -> None:
    """Without all its controls a clause is a gap, whatever part of it cannot be checked."""
    rest = {code: each for code, each in bundle.controls.items() if clause not in each.clauses}
    gaps = coverage_gaps(bundle.framework, rest)
    assert f"clause {clause} has no control, and is not declared wholly not checkable" in gaps


def test_what_cannot_be_checked_is_said(bundle: Bundle) -> None:
    """The five matters that no snapshot can show are declared, in both languages, with a reason."""
    entries = bundle.framework.not_checkable
    matters = {
        "is true": {"2.1 s1", "2.1 s2", "2.1 s3", "2.2 s1", "2.2 s2", "2.2 s3", "2.4 s2"},
        "on purpose": {"2.2 s4", "2.2 s5", "2.3 s2", "2.3 s3", "2.4 s1", "3.4 s4"},
        "political stance": {"3.1 s1"},
        "creators learn": {"3.1 s2"},
        "mechanism works": {"goal", "3.2 s1", "3.3 s1", "3.4 s1", "closing s1"},
        "regulator acts": {"closing s2"},
    }
    assert len(entries) == len(matters)
    for words, clauses in matters.items():
        (entry,) = [each for each in entries if words in each.matter["en"]]
        assert (set(entry.clauses), entry.extent) == (clauses, "part")
    for entry in entries:
        for texts in (entry.matter, entry.reason):
            assert texts["en"].isascii()
            assert re.search("[\u4e00-\u9fff]", texts["zh"])


SAID = {
    "2.2 s5": ("grey-market", "灰色产业"),
    "2.3 s1": ("vague", "笼统"),
    "2.4 s1": ("expired", "过期"),
    "3.2 s1": ("prominent", "显著"),
    "3.2 s2": ("should be labelled and is not", "应标未标"),
    "3.3 s1": ("personal information", "个人信息"),
    "3.4 s2": ("in time", "及时"),
    "3.4 s4": ("where serious", "情节严重"),
    "closing s1": ("refute", "辟谣"),
}


@pytest.mark.parametrize("clause", sorted(SAID))
def test_what_the_translation_misleads_about(bundle: Bundle, clause: str) -> None:
    """Where a translation drops or bends something, the texts follow the original."""
    text = bundle.framework.clauses[clause]
    english, chinese = SAID[clause]
    assert english in text["en"]
    assert chinese in text["zh"]


def test_reposts_are_never_answered_by_closure(bundle: Bundle) -> None:
    """The original knows a warning or a short mute for reposts, and no closure."""
    text = bundle.framework.clauses["3.4 s3"]
    assert "closure" not in text["en"]
    assert "关闭" not in text["zh"]


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
