"""The catalogue has a closed schema, and controls are chosen from it by the words people use."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from evaluator.bundle import Bundle, select_control, select_controls
from evaluator.bundle.catalogue import catalogue_entry, control_from_json, metadata_faults
from evaluator.errors import BundleError, UsageError


@pytest.fixture
def entry(shipped: Bundle) -> dict[str, Any]:
    """The catalogue entry of CER-04."""
    entries = json.loads((shipped.folder / "meta" / "catalogue.json").read_text())
    found: dict[str, Any] = next(each for each in entries if each["custom"]["code"] == "CER-04")
    return found


def _metadata(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: copy.deepcopy(entry[key]) for key in ("title", "description", "custom")}


def test_entry_and_control_agree(shipped: Bundle, entry: dict[str, Any]) -> None:
    """What is written is what is read."""
    control = control_from_json(entry)
    assert control == shipped.controls["CER-04"]
    assert control.family == "certification"
    written = catalogue_entry(
        _metadata(entry),
        package=control.package,
        branches=control.branches,
        parameters=control.parameters,
        tables=control.tables,
        facts=entry["facts"],
        modules=control.modules,
        digest=control.digest,
        line=control.line,
    )
    columns = {branch: list(names) for branch, names in control.columns.items()}
    assert {**written, "columns": columns} == entry


def test_good_metadata_has_no_faults(entry: dict[str, Any]) -> None:
    """METADATA as it should be."""
    assert metadata_faults(_metadata(entry)) == []


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("code", "CER-4", "custom.code: value does not match regex"),
        ("clauses", [], "custom.clauses: min length is 1"),
        ("direction", "sideways", "custom.direction: unallowed value sideways"),
        ("severity", "grave", "custom.severity: unallowed value grave"),
        ("nature", "habit", "custom.nature: unallowed value habit"),
        ("identity", [1], "custom.identity.0: must be of string type"),
        ("messages", {"en": "x"}, "custom.messages.zh: required field"),
        ("cure", {"en": "x", "zh": ""}, "custom.cure.zh: min length is 1"),
        ("owner", "me", "custom.owner: unknown field"),
    ],
)
def test_faults_name_the_key(entry: dict[str, Any], key: str, value: Any, fault: str) -> None:
    """Each key is checked, and one that is not known is a fault."""
    metadata = _metadata(entry)
    metadata["custom"][key] = value
    (found,) = metadata_faults(metadata)
    assert found.startswith(fault)


def test_every_key_is_required(entry: dict[str, Any]) -> None:
    """No key of METADATA has a default, but for the title in Chinese."""
    for key in entry["custom"].keys() - {"title_zh"}:
        metadata = _metadata(entry)
        del metadata["custom"][key]
        assert metadata_faults(metadata) == [f"custom.{key}: required field"]


def test_malformed_entry(entry: dict[str, Any]) -> None:
    """A bundle with a foreign catalogue is refused, naming control and keys."""
    with pytest.raises(BundleError) as caught:
        control_from_json(entry | {"digest": "x", "extra": 1})
    assert caught.value.offender == "meta/catalogue.json: qinglang.certification.persona_selling"
    assert "digest: value does not match regex" in caught.value.rule
    assert "extra: unknown field" in caught.value.rule
    with pytest.raises(BundleError, match="an entry"):
        control_from_json({})


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("messages", {"en": "{colour}", "zh": "x"}, "messages.en: colour is no fact"),
        ("identity", ["colour"], "identity: colour is no fact"),
        ("cause", ["account.status", "colour"], "cause: colour is no fact"),
    ],
)
def test_facts_that_are_not_given(entry: dict[str, Any], key: str, value: Any, told: str) -> None:
    """A catalogue whose messages use a fact that the control does not give is refused."""
    changed = copy.deepcopy(entry)
    changed["custom"][key] = value
    with pytest.raises(BundleError, match=told):
        control_from_json(changed)
    assert control_from_json(changed | {"facts": None}).code == "CER-04"


#: Some controls to choose from.
SOME = ("ANN-01", "ANN-09", "ANN-12", "CER-04", "LAD-01", "LAD-03", "LAD-06", "RUM-01")


@pytest.mark.parametrize(
    ("only", "skip", "chosen"),
    [
        ([], [], "ANN-01 ANN-09 ANN-12 CER-04 LAD-01 LAD-03 LAD-06 RUM-01"),
        (["ann-01"], [], "ANN-01"),
        (["annotation"], [], "ANN-01 ANN-09 ANN-12"),
        (["ANN", "Rumour"], ["ann-09"], "ANN-01 ANN-12 RUM-01"),
        (["lad,rum-01", "CER-04"], ["LAD-03, LAD-06"], "CER-04 LAD-01 RUM-01"),
        ([], ["ladder", "annotation"], "CER-04 RUM-01"),
    ],
)
def test_controls_are_chosen(
    shipped: Bundle, only: list[str], skip: list[str], chosen: str
) -> None:
    """Codes, families and prefixes, in any case, joined by commas or given one by one."""
    controls = {code: shipped.controls[code] for code in SOME}
    assert select_controls(controls, only, skip) == tuple(chosen.split())


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("ANN-20", "Did you mean ANN-"),
        ("anotation", "Did you mean annotation"),
        ("xyzzy", "See `qinglang policy list`."),
    ],
)
def test_unknown_word(shipped: Bundle, word: str, remedy: str) -> None:
    """A word that names nothing is an error with the option and what is near."""
    with pytest.raises(UsageError) as caught:
        select_controls(shipped.controls, [], [word])
    assert caught.value.offender == f"--skip {word}"
    assert caught.value.rule == "is no control, family or prefix"
    assert caught.value.remedy.startswith(remedy)


def test_one_control(shipped: Bundle) -> None:
    """A code names one control; a family that has several is no answer."""
    assert select_control(shipped.controls, "cer-04") is shipped.controls["CER-04"]
    with pytest.raises(UsageError, match=r"names several controls: ANN-01, ANN-02"):
        select_control(shipped.controls, "annotation")


def test_nothing_left(shipped: Bundle) -> None:
    """A choice that leaves nothing would look like success."""
    with pytest.raises(UsageError, match="leave no control"):
        select_controls(shipped.controls, ["ANN"], ["annotation"])
