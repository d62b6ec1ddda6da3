"""The contract's files: closed schemas, and their form in a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evaluator.authoring.yaml_source import read_yaml
from evaluator.bundle.contract import Contract, Kind
from evaluator.errors import ConfigurationError

__all__ = ["CONTRACT_VERSION", "SUBJECTS", "read_contract"]

CONTRACT_VERSION = 1
SUBJECTS = "subjects.yaml"

_TEXT = {"type": "string", "required": True, "minlength": 1}
_TYPES = ["identifier", "text", "time", "boolean", "string", "integer", "list"]

_TABLE_SCHEMA: dict[str, Any] = {
    "key": _TEXT,
    "holds": {"allowed": ["events", "state"], "required": True},
    "description": _TEXT,
    "columns": {
        "type": "dict",
        "required": True,
        "minlength": 1,
        "valuesrules": {
            "type": "dict",
            "schema": {
                "type": {"allowed": _TYPES, "required": True},
                "required": {"allowed": [True]},
                "allowed": {"type": "list", "schema": {"type": "string"}},
                "min": {"type": "integer"},
                "max": {"type": "integer"},
                "meta": {
                    "type": "dict",
                    "required": True,
                    "schema": {
                        "kind": {"allowed": [str(kind) for kind in Kind], "required": True},
                        "description": _TEXT,
                        "references": {"type": "string"},
                        "ahead": {"allowed": [True]},
                        "unit": {"type": "string"},
                        "required_if": {"type": "dict", "valuesrules": {"type": "string"}},
                    },
                },
            },
        },
    },
}

_PARENT = {"table": _TEXT, "of": _TEXT, "via": _TEXT}
_CHILD = {
    "table": _TEXT,
    "column": _TEXT,
    "match": _TEXT,
    "time": {"type": "string", "dependencies": ["before", "other_than"]},
    "before": {"type": "string", "dependencies": ["time"]},
    "other_than": {"type": "string", "dependencies": ["time"]},
}
_SUBJECT_SCHEMA: dict[str, Any] = {
    "table": _TEXT,
    "time": {"type": "string"},
    "parents": {"type": "dict", "valuesrules": {"type": "dict", "schema": _PARENT}},
    "children": {"type": "dict", "valuesrules": {"type": "dict", "schema": _CHILD}},
}


def read_contract(folder: Path) -> dict[str, Any]:
    """Read and check ``policies/contract/``.

    Raises:
        ConfigurationError: with file, line, key and rule.
        BundleError: if a subject shows a table that does not exist.
    """
    tables = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == SUBJECTS:
            continue
        source = read_yaml(path)
        source.check(_TABLE_SCHEMA)
        if source.value["key"] not in source.value["columns"]:
            raise ConfigurationError(source.place(("key",)), "key: must be one of the columns")
        tables[path.stem] = source.value
    subjects = read_yaml(folder / SUBJECTS)
    subjects.check(
        {name: {"type": "dict", "schema": _SUBJECT_SCHEMA} for name in (subjects.value or {})}
    )
    contract = {"version": CONTRACT_VERSION, "tables": tables, "subjects": subjects.value}
    _check_references(Contract.from_json(contract))
    return contract


def _check_references(contract: Contract) -> None:
    """Every column that a document's branch is joined by exists in its table."""
    for subject in contract.subjects.values():
        tables = subject.branch_tables()
        needed = [(subject.table, subject.time)] if subject.time else []
        needed += [(tables[parent.of], parent.via) for parent in subject.parents]
        for child in subject.children:
            needed += [(child.table, child.column), (subject.table, child.match)]
            if child.time and child.before and child.other_than:
                needed += [(child.table, child.time), (subject.table, child.before)]
                needed += [(child.table, child.other_than), (subject.table, child.other_than)]
        for name, needs in needed:
            if needs not in contract.tables[name].columns:
                raise ConfigurationError(
                    f"{SUBJECTS}: {subject.name}", f"{name} has no column {needs}"
                )
    for table in contract.tables.values():
        for column in table.columns.values():
            if column.references and column.references not in contract.tables:
                raise ConfigurationError(
                    f"{table.name}.yaml: {column.name}", f"there is no table {column.references}"
                )
