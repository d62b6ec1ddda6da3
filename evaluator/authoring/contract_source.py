"""The contract's files: closed schemas, and their form in a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evaluator.authoring.faults import raise_faults
from evaluator.authoring.yaml_source import YamlSource, read_yaml
from evaluator.bundle.contract import Contract, Derived, Kind, Shown, Table
from evaluator.errors import ConfigurationError, QinglangError

__all__ = ["CONTRACT_VERSION", "DERIVED", "SUBJECTS", "read_contract"]

CONTRACT_VERSION = 1
SUBJECTS = "subjects.yaml"
#: Folder of what is counted from tables.
DERIVED = "derived"

_TEXT = {"type": "string", "required": True, "minlength": 1}
_TYPES = ["identifier", "text", "time", "boolean", "string", "integer", "list"]

_COLUMNS: dict[str, Any] = {
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
}
_TABLE_SCHEMA: dict[str, Any] = {
    "key": _TEXT,
    "holds": {"allowed": ["events", "state"], "required": True},
    "description": _TEXT,
    "columns": _COLUMNS,
}
_DERIVED_SCHEMA: dict[str, Any] = {
    "shown_as": {"allowed": [str(shown) for shown in Shown], "required": True},
    "key": {"type": "string"},
    "link": {"type": "string"},
    "counts": {"type": "string"},
    "reads": {"type": "list", "required": True, "schema": {"type": "string"}},
    "description": _TEXT,
    "columns": _COLUMNS,
}

_PARENT = {"table": _TEXT, "of": _TEXT, "via": _TEXT}
_CHILD = {
    "table": _TEXT,
    "column": {"type": "string", "dependencies": ["match"]},
    "match": {"type": "string", "dependencies": ["column"]},
    "time": {"type": "string", "dependencies": ["before", "other_than", "column"]},
    "before": {"type": "string", "dependencies": ["time"]},
    "other_than": {"type": "string", "dependencies": ["time"]},
}
_SUBJECT_SCHEMA: dict[str, Any] = {
    "table": {"type": "string"},
    "time": {"type": "string"},
    "parents": {"type": "dict", "valuesrules": {"type": "dict", "schema": _PARENT}},
    "children": {"type": "dict", "valuesrules": {"type": "dict", "schema": _CHILD}},
    "derived": {"type": "list", "schema": {"type": "string"}},
}


def read_contract(folder: Path) -> dict[str, Any]:
    """Read and check ``policies/contract/``.

    Raises:
        ConfigurationError: with file, line, key and rule.
        BundleError: if a subject shows a table that does not exist.
    """
    tables = _read_all(folder, _TABLE_SCHEMA)
    derived = _read_all(folder / DERIVED, _DERIVED_SCHEMA)
    subjects = read_yaml(folder / SUBJECTS)
    subjects.check(
        {name: {"type": "dict", "schema": _SUBJECT_SCHEMA} for name in (subjects.value or {})}
    )
    _check_derived(subjects, derived)
    contract = {
        "version": CONTRACT_VERSION,
        "tables": tables,
        "derived": derived,
        "subjects": subjects.value,
    }
    _check_references(Contract.from_json(contract))
    return contract


def _read_all(folder: Path, schema: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    faults: list[QinglangError] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name == SUBJECTS:
            continue
        try:
            values[path.stem] = _read(path, schema)
        except ConfigurationError as error:
            faults.append(error)
    raise_faults(faults)
    return values


def _read(path: Path, schema: dict[str, Any]) -> Any:  # noqa: ANN401 (YAML)
    source = read_yaml(path)
    source.check(schema)
    keyless = source.value.get("shown_as") == Shown.OBJECT
    if not keyless and source.value.get("key") not in source.value["columns"]:
        raise ConfigurationError(source.place(("key",)), "key: must be one of the columns")
    if source.value.get("counts") not in (None, *source.value.get("reads", [])):
        raise ConfigurationError(source.place(("counts",)), "counts: must be one of reads")
    return source.value


def _check_derived(subjects: YamlSource, derived: dict[str, Any]) -> None:
    """A subject has a table or a derived root, and shows what there is."""
    for name, body in subjects.value.items():
        shown = body.get("derived", [])
        for index, each in enumerate(shown):
            if each not in derived:
                raise ConfigurationError(
                    subjects.place((name, "derived", index)),
                    f"derived: there is no {DERIVED}/{each}.yaml",
                    f"There is {', '.join(derived) or 'none'}.",
                )
        roots = [each for each in shown if derived[each]["shown_as"] == Shown.ROOT]
        if ("table" in body) == bool(roots) or (roots and roots != [name]):
            raise ConfigurationError(
                subjects.place((name,)),
                f"{name}: must have a table, or a derived root of its own name",
            )


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
        needed += [(subject.table, each.link) for each in subject.derived if each.link]
        for name, needs in needed:
            if needs not in contract.tables[name].columns:
                raise ConfigurationError(
                    f"{SUBJECTS}: {subject.name}", f"{name} has no column {needs}"
                )
    owners: list[Table | Derived] = [*contract.tables.values(), *contract.derived.values()]
    for owner in owners:
        for column in owner.columns.values():
            if column.references and column.references not in contract.tables:
                raise ConfigurationError(
                    f"{owner.name}.yaml: {column.name}", f"there is no table {column.references}"
                )
