"""Families of controls that differ in a line of data: their folders, written from one template.

A family is a shared rule with a table (control code -> what it is about), a file with the words of
each control, and a template for each file of a folder. To add a control: a line in the table, its
words, and ``qinglang policy generate``, which writes the folder.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from evaluator.authoring.modules import ROOT
from evaluator.authoring.yaml_source import YamlSource, read_yaml
from evaluator.errors import ConfigurationError

__all__ = ["FAMILIES", "Family", "family_faults", "write_families"]

_GENERATE = "Run `qinglang policy generate`."
_WIDTH = 96
#: A line of a shared rule's table.
_LINE = r'^\t"([A-Z]{3}-\d\d)": (.+),$'
#: File of a control's folder -> template in the family's folder.
_FILES = {
    "{name}.rego": "control.rego.in",
    "{name}_test.rego": "control_test.rego.in",
    "examples.yaml": "examples.yaml.in",
}


_TEXT = {"type": "string", "required": True, "minlength": 1}
_WORDS: dict[str, Any] = {
    "type": "dict",
    "schema": {
        "package": {**_TEXT, "regex": r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"},
        "clauses": {"type": "list", "required": True, "minlength": 1, "schema": _TEXT},
        "title": _TEXT,
        "title_zh": _TEXT,
        "words": {"type": "dict", "required": True, "schema": {"en": _TEXT, "zh": _TEXT}},
    },
}


@dataclass(frozen=True, slots=True)
class Family:
    """Controls of one shared rule."""

    #: Of the shared rule, of the file with the words, and of the folder with the templates.
    name: str
    #: What a control's description says, of what its words fill in.
    description: str

    @property
    def rule(self) -> str:
        """Path of the shared rule, below ``policies``."""
        return f"{ROOT}/lib/{self.name}/{self.name}.rego"

    @property
    def file(self) -> str:
        """Path of the words, below ``policies``."""
        return f"templates/{self.name}.yaml"

    def table(self, policies: Path) -> dict[str, list[str]]:
        """Control code -> what the shared rule's table holds for it, in the order of the code."""
        lines = re.findall(_LINE, (policies / self.rule).read_text(encoding="utf-8"), re.MULTILINE)
        return {code: re.findall(r'"(\w+)"', about) for code, about in sorted(lines)}

    def words(self, policies: Path) -> dict[str, dict[str, Any]]:
        """Control code -> its package, clauses, title and words in two languages.

        Raises:
            ConfigurationError: with file, line and key.
        """
        words: dict[str, dict[str, Any]] = self._words(policies).value
        return words

    def _words(self, policies: Path) -> YamlSource:
        source = read_yaml(policies / self.file)
        source.check(dict.fromkeys(source.value or {}, _WORDS))
        return source

    def faults(self, policies: Path) -> list[ConfigurationError]:
        """Where table, words and folders differ from each other; empty where they agree.

        Raises:
            ConfigurationError: with file, line and key, if the words are no such file.
        """
        source, table = self._words(policies), self.table(policies)
        faults = [
            ConfigurationError(
                self.rule, f"{code} has no words in {self.file}", "Add its words there."
            )
            for code in sorted(table.keys() - source.value.keys())
        ]
        faults += [
            ConfigurationError(
                source.place((code,)), f"{code} has no line in {self.rule}", "Add its line there."
            )
            for code in sorted(source.value.keys() - table.keys())
        ]
        if faults:
            return faults
        return [
            ConfigurationError(path.as_posix(), "differs from what its template gives", _GENERATE)
            for path, text in self.folders(policies).items()
            if not (policies / path).is_file()
            or (policies / path).read_text(encoding="utf-8") != text
        ]

    def folders(self, policies: Path) -> dict[Path, str]:
        """Each file that the family's controls consist of, below ``policies``, with its text."""
        table, words = self.table(policies), self.words(policies)
        files: dict[Path, str] = {}
        for code, own in words.items():
            fields = {"code": code, **self._fields(own), **_about(code, table)}
            folder = Path(ROOT, *own["package"].split("."))
            for file, template in _FILES.items():
                text = (policies / "templates" / self.name / template).read_text(encoding="utf-8")
                files[folder / file.format(name=folder.name)] = Template(text).substitute(fields)
        return files

    def _fields(self, own: Mapping[str, Any]) -> dict[str, str]:
        words = own["words"]
        written = self.description.format(words["en"])
        lines = textwrap.wrap(written, _WIDTH, break_on_hyphens=False)
        return {
            "package": own["package"],
            "name": own["package"].rpartition(".")[2],
            "clauses": ", ".join(own["clauses"]),
            "title": own["title"],
            "title_zh": own["title_zh"],
            "description": "\n".join(f"#   {line}" for line in lines),
            "words_en": words["en"],
            "words_zh": words["zh"],
        }


def _about(code: str, table: Mapping[str, list[str]]) -> dict[str, str]:
    """What a control is about, and something that another control of its family is about."""
    codes = list(table)
    following = codes[(codes.index(code) + 1) % len(codes)]
    return {
        "first": table[code][0],
        "last": table[code][-1],
        "each": ", ".join(f'"{about}"' for about in table[code]),
        "another": table[following][0],
    }


FAMILIES = (
    Family(
        "verdict",
        "An account was found {}, and neither a measure, a notice, a deletion nor a refutation "
        "followed in time.",
    ),
    Family(
        "duty",
        "By its latest statement on {}, the platform has this only partly or not in place, or the "
        "statement has expired.",
    ),
)


def family_faults(policies: Path) -> list[ConfigurationError]:
    """What differs in the families that a policies folder has; it may have none.

    Raises:
        ConfigurationError: with file, line and key, if the words of one are no such file.
    """
    return [fault for family in _those_of(policies) for fault in family.faults(policies)]


def write_families(policies: Path) -> list[Path]:
    """Write the folders of all families anew; gives the files that changed.

    Raises:
        ConfigurationError: if table and words have not the same codes, or words are at fault.
    """
    changed = []
    for family in _those_of(policies):
        for fault in family.faults(policies):
            if fault.remedy != _GENERATE:
                raise fault
        for path, text in family.folders(policies).items():
            target = policies / path
            if not target.is_file() or target.read_text(encoding="utf-8") != text:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
                changed.append(target)
    return changed


def _those_of(policies: Path) -> list[Family]:
    return [family for family in FAMILIES if (policies / family.file).is_file()]
