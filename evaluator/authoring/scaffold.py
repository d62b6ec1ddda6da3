"""Writes a complete new control: rule, test, examples, METADATA, and its line among the codes.

What is written passes every check as it stands, so that its author starts from something that works
and changes one thing after the other. It looks at one column that every subject of its kind has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template

from evaluator.authoring.build import read_only_framework
from evaluator.authoring.codes import add_code, read_codes
from evaluator.authoring.contract_source import read_contract
from evaluator.authoring.examples import EXAMPLES
from evaluator.authoring.modules import RESERVED, ROOT
from evaluator.bundle.catalogue import CODE
from evaluator.bundle.contract import Column, Contract, Kind, SubjectKind
from evaluator.bundle.framework import Framework
from evaluator.errors import UsageError

__all__ = ["NewControl", "write_control"]

_NAME = re.compile("[a-z][a-z0-9_]*")
_CODE_LINE = re.compile(r"^#\s+code:\s*(\S+)\s*$", re.MULTILINE)
#: Words that Rego keeps for itself, and so cannot be part of a package.
_KEYWORDS = frozenset(
    {
        *("as", "contains", "data", "default", "else", "every", "false", "if", "import", "in"),
        *("input", "not", "null", "package", "some", "true", "with"),
    }
)
#: File of a control's folder -> its template.
_FILES = {
    "{name}.rego": "control.rego.in",
    "{name}_test.rego": "control_test.rego.in",
    EXAMPLES: "examples.yaml.in",
}
#: Fewer values than these cannot show a violation, a pass, and what the control is not about.
_OUTCOMES = 3


@dataclass(frozen=True, slots=True)
class NewControl:
    """What is decided of a control before there is any Rego."""

    family: str
    name: str
    code: str
    subject: str
    clauses: Sequence[str]
    title: str
    direction: str = "under"
    severity: str = "medium"
    nature: str = "state"

    @property
    def package(self) -> str:
        """The package, root included."""
        return f"{ROOT}.{self.family}.{self.name}"


def write_control(policies: Path, control: NewControl) -> list[Path]:
    """Write a control into a policies folder; gives the files that were written.

    Raises:
        UsageError: for a name that cannot be, a code or folder that is taken, a subject or clause
            that does not exist. Nothing is written then.
        ConfigurationError: if contract, framework or list of codes are at fault.
    """
    framework = Framework.from_json(read_only_framework(policies))
    contract = Contract.from_json(read_contract(policies / "contract"))
    _check_names(control)
    _check_code(policies, control.code)
    subject = contract.subjects.get(control.subject)
    if subject is None:
        known = ", ".join(sorted(contract.subjects))
        raise UsageError(f"--subject {control.subject}", "does not exist", f"Known: {known}.")
    for clause in control.clauses:
        if clause not in framework.clauses:
            known = ", ".join(framework.clauses)
            raise UsageError(
                f"--clause {clause}", f"is not in {framework.name}", f"It has: {known}."
            )
    folder = policies.joinpath(*control.package.split("."))
    if folder.exists():
        raise UsageError(str(folder), "exists already", "Choose another name.")
    texts = {folder / file: text for file, text in _texts(control, subject, contract, framework)}
    folder.mkdir(parents=True)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    add_code(policies, control.code, control.package)
    return list(texts)


def _check_names(control: NewControl) -> None:
    for kind, name in (("family", control.family), ("name", control.name)):
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{kind} {name}", "must be lower-case letters, digits and _", "As in label_hidden."
            )
        if name in _KEYWORDS or name.endswith("_test"):
            raise UsageError(f"{kind} {name}", "has a meaning in Rego", "Choose another name.")
    if not control.title.strip() or not control.title.isprintable():
        raise UsageError("--title", "must be one line of text", "Write it in a few words.")
    if control.family in RESERVED:
        raise UsageError(
            f"family {control.family}", "is kept for what is no control", "Choose another family."
        )


def _check_code(policies: Path, code: str) -> None:
    if not re.fullmatch(CODE, code):
        raise UsageError(
            f"--code {code}", "must be three capitals, a hyphen and two digits", "As in ANN-01."
        )
    given = read_codes(policies) or {}
    if code in given:
        raise UsageError(
            f"--code {code}",
            f"is the code of {given[code].package}",
            "Choose another one; a code is given once and for ever.",
        )
    for path in sorted((policies / ROOT).rglob("*.rego")):
        if code in _CODE_LINE.findall(path.read_text(encoding="utf-8")):
            raise UsageError(
                f"--code {code}", f"is the code of {path.parent.name}", "Choose another one."
            )


def _texts(
    control: NewControl, subject: SubjectKind, contract: Contract, framework: Framework
) -> list[tuple[str, str]]:
    column = _watched(subject, contract)
    fields = {
        **_values(column),
        "code": control.code,
        "family": control.family,
        "name": control.name,
        "package": control.package,
        "title": _quoted(control.title),
        "clauses": ", ".join(map(_quoted, control.clauses)),
        "basis": framework.name,
        "subject": subject.name,
        "direction": control.direction,
        "severity": control.severity,
        "nature": control.nature,
        "column": column.name,
    }
    templates = resources.files("evaluator.authoring") / "new_control"
    return [
        (
            file.format(name=control.name),
            Template((templates / template).read_text(encoding="utf-8")).substitute(fields),
        )
        for file, template in _FILES.items()
    ]


def _quoted(text: str) -> str:
    """A text as YAML takes it for a text, whatever is in it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _watched(subject: SubjectKind, contract: Contract) -> Column:
    """A column that every subject has: one of several values, else another text, else the key."""
    columns = contract.branch_columns(subject)[subject.name].values()
    key = subject.root.key if subject.root else contract.tables[subject.table].key
    candidates = [column for column in columns if column.required or column.name == key]

    def fitness(column: Column) -> tuple[bool, bool, str]:
        several = len(column.rules.get("allowed", ())) >= _OUTCOMES
        several = several and column.kind is Kind.ENUMERATION
        return not several, column.name == key, column.name

    able = [
        column
        for column in candidates
        if column.kind in (Kind.IDENTIFIER, Kind.TEXT) or not fitness(column)[0]
    ]
    return min(able, key=fitness)


def _values(column: Column) -> Mapping[str, str]:
    """Values of the column that violate, that pass, and that the control is not about."""
    allowed = column.rules.get("allowed") or ["wrong", "right", "outside"]
    return {"wrong": allowed[0], "right": allowed[1], "outside": allowed[-1]}
