"""Both languages say the same, of everything that a report and the pipeline name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import evaluator
from evaluator.report import label
from evaluator.report.labels import COUNTED, LABELS, STAGES, counted, stage_name

FOLDER = Path(evaluator.__file__).parent
HAN = re.compile("[\u4e00-\u9fff]")


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("key", LABELS)
def test_languages_agree(key: str) -> None:
    """Same placeholders; English has no Chinese characters."""
    english, chinese = LABELS[key]
    assert english
    assert chinese
    assert _placeholders(english) == _placeholders(chinese)
    assert not HAN.search(english)


@pytest.mark.parametrize("key", COUNTED)
def test_counted_languages_agree(key: str) -> None:
    """Every form shows the number and nothing else."""
    assert all(_placeholders(text) == {"count"} for text in COUNTED[key])
    assert HAN.search(COUNTED[key][2])


def test_counted() -> None:
    """One is singular, everything else plural; thousands are separated."""
    assert counted("findings", 1, "en") == "1 finding"
    assert counted("findings", 0, "en") == "0 findings"
    assert counted("findings", 1_451, "en") == "1,451 findings"
    assert counted("findings", 1_451, "zh") == "1,451 项发现"


def test_values_are_no_templates() -> None:
    """Braces in a value stay braces."""
    assert label("platform", "en", name="{name} {x}") == "platform {name} {x}"


def test_unknown_key() -> None:
    """A key that is not there is an error of the program."""
    with pytest.raises(KeyError, match="no_such_key"):
        label("no_such_key", "en")


def test_stages() -> None:
    """Known stages are translated, others shown as they are."""
    assert stage_name("Judging: post", "zh") == "裁决：post"  # noqa: RUF001
    assert stage_name("Judging: post", "en") == "Judging: post"
    assert stage_name("Sorting findings", "zh") == "整理发现"
    assert stage_name("Dreaming: x", "zh") == "Dreaming: x"


def test_every_stage_of_the_pipeline_is_known() -> None:
    """A stage that the pipeline adds needs a name in Chinese here."""
    named: set[str] = set()
    for path in FOLDER.glob("pipeline/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr != "stage" or not node.args:
                continue
            text = node.args[0]
            if isinstance(text, ast.JoinedStr):
                text = text.values[0]
            if isinstance(text, ast.Constant):
                named.add(str(text.value).partition(": ")[0])
    assert named <= STAGES.keys()
