"""The catalogue says of each control what the design of the controls says, typed in here again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from evaluator.bundle import Bundle


@dataclass(frozen=True)
class Expected:
    """What one control was designed to be."""

    package: str
    clauses: tuple[str, ...]
    subject: str
    direction: str
    severity: str
    nature: str
    identity: tuple[str, ...]
    cause: tuple[str, ...]
    tables: tuple[str, ...]
    parameters: frozenset[str]


_LADDER = ("adjudications", "notices", "sanctions")

EXPECTED = {
    "ANN-01": Expected(
        "annotation.source_missing", ("2.3 s1",), "post", "under", "medium", "state",
        (), ("post.account_id",), ("annotations", "posts"),
        frozenset({"label_grace_hours", "source_required_topics", "standing_from"}),
    ),
    "ANN-09": Expected(
        "annotation.ai_label_missing", ("3.2 s1", "2.2 s1"), "post", "under", "high", "state",
        (), ("post.account_id",), ("annotations", "posts"),
        frozenset({"label_grace_hours", "labelling_from"}),
    ),
    "ANN-12": Expected(
        "annotation.refuted_label_missing", ("closing s1",), "post", "under", "high", "state",
        (), (), ("adjudications", "annotations", "posts"),
        frozenset({"refutable_offences", "refuted_label_hours"}),
    ),
    "CER-04": Expected(
        "certification.persona_selling", ("2.4 s1",), "account", "under", "high", "state",
        ("grant_id", "field"), ("field",), ("accounts", "certifications", "monetisation"),
        frozenset(),
    ),
    "LAD-01": Expected(
        "ladder.first_failure_not_guided", ("3.4 s2",), "adjudication", "under", "medium", "state",
        (), ("offence",), _LADDER,
        frozenset({"guidance_days", "offence_class", "repeat_window_days"}),
    ),
    "LAD-03": Expected(
        "ladder.repost_unpunished", ("3.4 s3",), "adjudication", "under", "medium", "state",
        (), (), _LADDER,
        frozenset({"offence_class", "sanction_days"}),
    ),
    "LAD-06": Expected(
        "ladder.repeat_not_escalated", ("3.4 s2", "3.4 s3", "3.4 s4"), "adjudication", "under",
        "medium", "state", (), ("adjudication.offence",), _LADDER,
        frozenset({"max_rank", "offence_class", "repeat_window_days", "sanction_days"}),
    ),
    "RUM-01": Expected(
        "rumour.hot_event_impersonation", ("2.1 s1",), "adjudication", "under", "high", "state",
        (), ("offence",), ("adjudications", "annotations", "notices", "posts", "sanctions"),
        frozenset({"action_days"}),
    ),
}  # fmt: skip


def test_the_catalogue_has_these_controls(bundle: Bundle) -> None:
    """No control is missing, none is unexpected, and they come sorted by code."""
    assert list(bundle.controls) == sorted(EXPECTED)


@pytest.mark.parametrize("code", sorted(EXPECTED))
def test_metadata_and_needs(bundle: Bundle, code: str) -> None:
    """METADATA, and what OPA's analysis read off the rules, are as designed."""
    control = bundle.controls[code]
    assert control.package.startswith("qinglang.")
    assert EXPECTED[code] == Expected(
        control.package.removeprefix("qinglang."),
        control.clauses,
        control.subject,
        control.direction,
        control.severity,
        control.nature,
        control.identity,
        control.cause,
        control.tables,
        control.parameters,
    )


@pytest.mark.parametrize("code", sorted(EXPECTED))
def test_texts_are_of_their_language(bundle: Bundle, code: str) -> None:
    """Messages and cures are English where they say so, and Chinese where they say so."""
    control = bundle.controls[code]
    for texts in (control.messages, control.cure):
        assert texts["en"].isascii()
        assert re.search("[\u4e00-\u9fff]", texts["zh"])
    names = re.compile(r"{(\w+)}")
    assert set(names.findall(control.messages["en"])) == set(names.findall(control.messages["zh"]))


def test_modules_are_those_imported(bundle: Bundle, policies: Path) -> None:
    """A control's modules are its own first, then what it reaches through imports and no more."""
    for control in bundle.controls.values():
        own, *shared = control.modules
        assert own == f"{control.package.replace('.', '/')}/{control.package.split('.')[-1]}.rego"
        reached: set[str] = set()
        waiting = [own]
        while waiting:
            text = (policies / waiting.pop()).read_text(encoding="utf-8")
            for name in re.findall(r"^import data\.qinglang\.lib\.(\w+)$", text, re.MULTILINE):
                module = f"qinglang/lib/{name}/{name}.rego"
                if module not in reached:
                    reached.add(module)
                    waiting.append(module)
        assert set(shared) <= reached
        assert shared == sorted(shared)


def test_unknown_values_are_those_of_the_contract(bundle: Bundle, policies: Path) -> None:
    """The domains that policies complete unknown cells with are the contract's own values."""
    text = (policies / "qinglang/lib/domain/domain.rego").read_text(encoding="utf-8")
    domains = {
        name: set(re.findall(r'"(\w+)"', values))
        for name, values in re.findall(r"^(\w+) := \{([^}]*)\}", text, re.MULTILINE)
    }
    tables = bundle.contract.tables
    assert domains == {
        "topics": set(tables["posts"].columns["topic"].rules["allowed"]),
        "professional_fields": set(tables["monetisation"].columns["field"].rules["allowed"]),
    }


def test_statuses_of_ai_are_those_of_the_contract(bundle: Bundle, policies: Path) -> None:
    """Each status but `none` has its accepted labels, and these are kinds of the contract."""
    text = (policies / "qinglang/lib/labels/labels.rego").read_text(encoding="utf-8")
    table = text.partition("accepted_ai_kinds := {")[2].partition("\n}")[0]
    statuses = set(re.findall(r'"(\w+)": \{', table))
    tables = bundle.contract.tables
    assert statuses == set(tables["posts"].columns["ai_status"].rules["allowed"]) - {"none"}
    kinds = set(tables["annotations"].columns["kind"].rules["allowed"])
    assert set(re.findall(r'"(ai_\w+)"', table)) == {kind for kind in kinds if kind[:3] == "ai_"}
