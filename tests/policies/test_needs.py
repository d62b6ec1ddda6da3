"""The catalogue says of each control what its design says, typed in a second time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluator.bundle import Bundle
from tests.policies.design import DESIGN, Design


def test_the_catalogue_has_these_controls(bundle: Bundle) -> None:
    """No control is missing, none is unexpected, and they come sorted by code."""
    assert list(bundle.controls) == sorted(DESIGN)


@pytest.mark.parametrize("code", sorted(DESIGN))
def test_metadata_and_needs(bundle: Bundle, code: str) -> None:
    """METADATA, and what OPA's analysis read off the rules, are as designed."""
    control = bundle.controls[code]
    assert DESIGN[code] == Design(
        control.package,
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


@pytest.mark.parametrize("code", sorted(DESIGN))
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
    columns = {
        f"{table.name}.{column.name}": column.rules
        for table in bundle.contract.tables.values()
        for column in table.columns.values()
    }
    values = {
        name: set(re.findall(r'"(\w+)"', found))
        for name, found in re.findall(r"^(\w+) := \{([^}:]*)\}", text, re.MULTILINE)
    }
    assert values == {
        "topics": set(columns["posts.topic"]["allowed"]),
        "professional_fields": set(columns["monetisation.field"]["allowed"]),
        "annotation_kinds": set(columns["annotations.kind"]["allowed"]),
        "regions": set(columns["renderings.region"]["allowed"]),
        "display_keys": set(columns["certifications.displayed_keys"]["allowed"]),
        "dimensions": set(columns["verifications.dimension"]["allowed"]),
        "flags": set(),
    }
    bounds = re.findall(r'^(\w+) := \{"least": (\d+), "most": (\d+)\}', text, re.MULTILINE)
    assert {name: (int(least), int(most)) for name, least, most in bounds} == {
        name: (columns[f"renderings.{column}"]["min"], columns[f"renderings.{column}"]["max"])
        for name, column in (
            ("pixels", "text_px"),
            ("pixels", "short_side_px"),
            ("milliseconds", "visible_ms"),
            ("contrast_centi", "contrast_centi"),
        )
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
