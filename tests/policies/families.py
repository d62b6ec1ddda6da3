"""Families of controls that differ in a line of data: their folders, written from one template.

A family is a shared rule with a table (control code -> what it is about), a file with the words of
each control, and a template for each file of a folder. To add a control: a line in the table, its
words, and the folder that :func:`folders` gives.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import yaml

_WIDTH = 96
#: A line of a shared rule's table.
_LINE = r'^\t"([A-Z]{3}-\d\d)": (.+),$'
#: File of a control's folder -> template in the family's folder.
_FILES = {
    "{name}.rego": "control.rego.in",
    "{name}_test.rego": "control_test.rego.in",
    "examples.yaml": "examples.yaml.in",
}


@dataclass(frozen=True)
class Family:
    """Controls of one shared rule."""

    #: Of the shared rule, of the file with the words, and of the folder with the templates.
    name: str
    #: What a control's description says, of what its words fill in.
    description: str

    def table(self, policies: Path) -> dict[str, list[str]]:
        """Control code -> what the shared rule's table holds for it, in the order of the code."""
        rule = policies / "qinglang" / "lib" / self.name / f"{self.name}.rego"
        lines = re.findall(_LINE, rule.read_text(encoding="utf-8"), re.MULTILINE)
        return {code: re.findall(r'"(\w+)"', about) for code, about in sorted(lines)}

    def words(self, policies: Path) -> dict[str, dict[str, Any]]:
        """Control code -> its package, clauses, title and words in two languages."""
        path = policies / "templates" / f"{self.name}.yaml"
        words: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return words

    def folders(self, policies: Path) -> dict[Path, str]:
        """Each file that the family's controls consist of, below ``policies``, with its text."""
        table, words = self.table(policies), self.words(policies)
        files: dict[Path, str] = {}
        for code, own in words.items():
            fields = {"code": code, **self._fields(own), **_about(code, table)}
            folder = Path("qinglang", *own["package"].split("."))
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
