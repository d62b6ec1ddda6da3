"""The catalogue of controls: METADATA in a closed schema, and what was read off the Rego."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cerberus import Validator

from evaluator.bundle.schema_faults import schema_faults
from evaluator.errors import BundleError, UsageError
from evaluator.model import SEVERITIES, Control

__all__ = [
    "CODE",
    "METADATA_SCHEMA",
    "catalogue_entry",
    "control_from_json",
    "facts_named",
    "metadata_faults",
    "select_control",
    "select_controls",
]

CODE = r"^[A-Z]{3}-\d{2}$"
_PLACEHOLDER = re.compile(r"{([^{}]*)}")

_TEXTS = {
    "type": "dict",
    "required": True,
    "schema": {
        "en": {"type": "string", "required": True, "minlength": 1},
        "zh": {"type": "string", "required": True, "minlength": 1},
    },
}
_NAMES = {"type": "list", "required": True, "schema": {"type": "string", "minlength": 1}}

#: METADATA of a control. Closed: an unknown key is a fault.
METADATA_SCHEMA: dict[str, Any] = {
    "title": {"type": "string", "required": True, "minlength": 1},
    "description": {"type": "string", "required": True, "minlength": 1},
    "custom": {
        "type": "dict",
        "required": True,
        "schema": {
            "code": {"type": "string", "required": True, "regex": CODE},
            #: The title in Chinese; where there is none, the English one is shown.
            "title_zh": {"type": "string", "minlength": 1},
            #: Codes that the control had before, the oldest first.
            "aliases": {
                "type": "list",
                "minlength": 1,
                "schema": {"type": "string", "regex": CODE},
            },
            "clauses": {**_NAMES, "minlength": 1},
            "basis": {**_NAMES, "minlength": 1},
            "subject": {"type": "string", "required": True},
            "direction": {"allowed": ["under", "over", "privacy"], "required": True},
            "severity": {"allowed": list(SEVERITIES), "required": True},
            "nature": {"allowed": ["state", "event"], "required": True},
            "identity": _NAMES,
            "cause": _NAMES,
            "messages": _TEXTS,
            "cure": _TEXTS,
        },
    },
}

_READ_SCHEMA = {
    "package": {"type": "string", "required": True, "regex": r"^qinglang(\.[a-z][a-z0-9_]*){2}$"},
    "branches": _NAMES,
    "parameters": _NAMES,
    "tables": _NAMES,
    #: Written when the bundle is assembled; a bundle of before has none.
    "columns": {
        "type": "dict",
        "keysrules": {"type": "string", "minlength": 1},
        "valuesrules": {"type": "list", "schema": {"type": "string", "minlength": 1}},
    },
    "facts": {**_NAMES, "required": False, "nullable": True},
    "modules": {**_NAMES, "minlength": 1},
    "line": {"type": "integer", "min": 1},
    "digest": {"type": "string", "required": True, "regex": "^[0-9a-f]{64}$"},
}


def metadata_faults(metadata: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with a control's METADATA, as ``key: rule``; empty if nothing is."""
    return _faults(METADATA_SCHEMA, metadata)


def facts_named(custom: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Facts that METADATA uses: the key that uses each (``messages.en``), and the fact's name.

    A name with a point in identity or cause is a column of the document, and so no fact.
    """
    named = [
        (f"messages.{language}", name)
        for language, template in custom["messages"].items()
        for name in _PLACEHOLDER.findall(template)
    ]
    return named + [
        (key, name) for key in ("identity", "cause") for name in custom[key] if "." not in name
    ]


def catalogue_entry(  # noqa: PLR0913 (one argument for each thing that is read off the Rego)
    metadata: Mapping[str, Any],
    *,
    package: str,
    branches: Iterable[str],
    parameters: Iterable[str],
    tables: Iterable[str],
    facts: Iterable[str] | None,
    modules: Sequence[str],
    digest: str,
    line: int = 1,
) -> dict[str, Any]:
    """A control as it stands in ``meta/catalogue.json``."""
    return {
        **metadata,
        "package": package,
        "branches": sorted(branches),
        "parameters": sorted(parameters),
        "tables": sorted(tables),
        "facts": None if facts is None else sorted(facts),
        "modules": list(modules),
        "line": line,
        "digest": digest,
    }


def control_from_json(entry: Mapping[str, Any]) -> Control:
    """Read one entry of the catalogue.

    Raises:
        BundleError: for an unknown or missing key or a value that is not allowed.
    """
    faults = _faults(METADATA_SCHEMA | _READ_SCHEMA, entry)
    facts = entry.get("facts")
    if not faults and facts is not None:
        faults = [
            f"{key}: {name or '{}'} is no fact of the control's violations"
            for key, name in facts_named(entry["custom"])
            if name not in facts
        ]
    if faults:
        raise BundleError(
            f"meta/catalogue.json: {entry.get('package', 'an entry')}",
            "; ".join(faults),
            "Build the bundle again with this version.",
        )
    custom = entry["custom"]
    return Control(
        code=custom["code"],
        aliases=tuple(custom.get("aliases", ())),
        package=entry["package"],
        title=entry["title"],
        title_zh=custom.get("title_zh"),
        description=entry["description"],
        clauses=tuple(custom["clauses"]),
        basis=tuple(custom["basis"]),
        subject=custom["subject"],
        direction=custom["direction"],
        severity=custom["severity"],
        nature=custom["nature"],
        identity=tuple(custom["identity"]),
        cause=tuple(custom["cause"]),
        messages=custom["messages"],
        cure=custom["cure"],
        branches=frozenset(entry["branches"]),
        parameters=frozenset(entry["parameters"]),
        tables=tuple(entry["tables"]),
        modules=tuple(entry["modules"]),
        digest=entry["digest"],
        line=entry.get("line", 1),
        columns={
            branch: tuple(columns) for branch, columns in sorted(entry.get("columns", {}).items())
        },
    )


def select_controls(
    controls: Mapping[str, Control], only: Sequence[str] = (), skip: Sequence[str] = ()
) -> tuple[str, ...]:
    """Codes to evaluate, sorted: ``only`` (all if empty) without ``skip``.

    Each word is a code (``ANN-01``), one that a control had before, a family (``annotation``) or
    its letters (``ANN``), in any case; several may be joined by commas.

    Raises:
        UsageError: for a word that names nothing, or a choice that leaves no control.
    """
    chosen = _named(controls, only, "--only") if only else set(controls)
    chosen -= _named(controls, skip, "--skip")
    if not chosen:
        raise UsageError("--only and --skip", "leave no control", "Choose at least one.")
    return tuple(sorted(chosen))


def select_control(controls: Mapping[str, Control], word: str) -> Control:
    """The one control that a word names.

    Raises:
        UsageError: for a word that names nothing, or several controls.
    """
    first, *more = select_controls(controls, [word])
    if more:
        raise UsageError(
            f"control {word}", f"names several controls: {first}, {more[0]} …", "Give one code."
        )
    return controls[first]


def _named(controls: Mapping[str, Control], words: Sequence[str], option: str) -> set[str]:
    named: set[str] = set()
    for word in filter(None, re.split(r"[,\s]+", ",".join(words))):
        folded = word.casefold()
        hits = {
            code
            for code, control in controls.items()
            if folded
            in (
                code.casefold(),
                *map(str.casefold, control.aliases),
                control.family,
                code.partition("-")[0].casefold(),
            )
        }
        if not hits:
            known = [*controls, *{control.family for control in controls.values()}]
            near = difflib.get_close_matches(word.upper(), known, n=3) or difflib.get_close_matches(
                folded, known, n=3
            )
            raise UsageError(
                f"{option} {word}",
                "is no control, family or prefix",
                f"Did you mean {', '.join(near)}?" if near else "See `qinglang policy list`.",
            )
        named |= hits
    return named


def _faults(schema: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    validator = Validator(schema)
    if validator.validate(document):
        return []
    return sorted(schema_faults(validator.errors))
