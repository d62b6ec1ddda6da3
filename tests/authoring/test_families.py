"""Controls that differ in a line of data: their folders are written, and compared."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaluator.authoring.families import FAMILIES, family_faults, write_families
from evaluator.errors import ConfigurationError

DUTY = next(family for family in FAMILIES if family.name == "duty")
FOLDER = Path("qinglang/governance/detection")


@pytest.fixture
def copy(repository: Path, tmp_path: Path) -> Path:
    """The duty controls of this repository, to be changed."""
    policies = repository / "policies"
    for name in (DUTY.rule, DUTY.file, "templates/duty"):
        source, target = policies / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    assert len(write_families(tmp_path)) == 39
    return tmp_path


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_written_is_right(copy: Path, repository: Path) -> None:
    """The folders are those of the repository; written again, nothing changes."""
    assert family_faults(copy) == []
    assert write_families(copy) == []
    for path in (copy / FOLDER).iterdir():
        assert path.read_bytes() == (repository / "policies" / FOLDER / path.name).read_bytes()


def test_policies_without_families(tmp_path: Path) -> None:
    """Other policies need have none."""
    assert family_faults(tmp_path) == []
    assert write_families(tmp_path) == []


def test_a_file_that_was_changed_by_hand(copy: Path) -> None:
    """A file that differs and one that is absent are told, and written anew."""
    rules, examples = copy / FOLDER / "detection.rego", copy / FOLDER / "examples.yaml"
    _change(rules, "governance.detection", "governance.detected")
    examples.unlink()
    faults = family_faults(copy)
    assert {fault.offender for fault in faults} == {
        (FOLDER / "detection.rego").as_posix(),
        (FOLDER / "examples.yaml").as_posix(),
    }
    assert faults[0].rule == "differs from what its template gives"
    assert faults[0].remedy == "Run `qinglang policy generate`."
    assert set(write_families(copy)) == {rules, examples}
    assert family_faults(copy) == []


def test_table_and_words_differ(copy: Path) -> None:
    """A code that only one of the two has is told, and nothing is written then."""
    _change(copy / DUTY.rule, '"GOV-01"', '"GOV-77"')
    words, line = family_faults(copy)
    assert (words.offender, words.rule) == (DUTY.rule, f"GOV-77 has no words in {DUTY.file}")
    assert line.offender == "templates/duty.yaml line 4"
    assert line.rule == f"GOV-01 has no line in {DUTY.rule}"
    with pytest.raises(ConfigurationError, match="GOV-77 has no words"):
        write_families(copy)


def test_words_of_another_form(copy: Path) -> None:
    """An unknown key is told with its line."""
    _change(copy / DUTY.file, "title: Technical", "titel: Technical")
    with pytest.raises(ConfigurationError) as caught:
        family_faults(copy)
    assert "templates/duty.yaml line 7: GOV-01.titel: unknown field" in caught.value.rule
