"""JSON Schemas of the documents, derived from the contract, and the check of Rego against them.

Rego gives no error for `input.post.topik`: it is undefined, and the control silently never applies.
OPA's type checker does, once it knows what a document holds. The schema of a subject kind holds
for the controls of that kind and for all shared rules that they name; so each kind is checked by
itself, on its own modules.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from evaluator.authoring.modules import ROOT, Modules
from evaluator.authoring.opa import Opa
from evaluator.bundle.contract import Column, Contract, Kind, SubjectKind
from evaluator.errors import ConfigurationError

__all__ = ["document_schema", "schema_faults"]


def document_schema(contract: Contract, subject: SubjectKind) -> dict[str, Any]:
    """JSON Schema of the documents of one subject kind; they hold nothing else."""
    arrays = subject.arrays()
    branches: dict[str, Any] = {}
    for branch, columns in contract.branch_columns(subject).items():
        row = _closed({name: _column(column) for name, column in columns.items()})
        branches[branch] = {"type": "array", "items": row} if branch in arrays else row
    parents = [parent.name for parent in subject.parents]
    branches["unknown"] = {"type": "array", "items": {"type": "string", "enum": parents}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"Document of subject {subject.name}",
        **_closed(branches),
    }


def schema_faults(
    subject: str, schema: Mapping[str, Any], controls: Iterable[str], modules: Modules, opa: Opa
) -> list[ConfigurationError]:
    """Let OPA type-check controls, and what they name, against the documents of their subject.

    Args:
        subject: the subject kind.
        schema: of its documents.
        controls: paths of the controls' modules.
        modules: all modules.
        opa: the executable.

    Returns:
        A fault for each thing that OPA finds, with its module and line.
    """
    needed = sorted({each for control in controls for each in modules.closure(control)})
    with tempfile.TemporaryDirectory(prefix="qinglang-schema-") as scratch:
        folder = Path(scratch)
        for name in needed:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(modules.sources[name])
        (folder / "schema.json").write_bytes(orjson.dumps(schema))
        found = opa.complaints("-s", "schema.json", ROOT, folder=folder)
    return [
        ConfigurationError(
            f"{complaint.file} line {complaint.line}",
            f"does not fit the documents of subject {subject}: {complaint.message}",
            "Correct the name, or the contract.",
        )
        for complaint in found
    ]


def _closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _column(column: Column) -> dict[str, Any]:
    rules = column.rules
    if column.kind in (Kind.TIME, Kind.NUMBER):
        bounds = {"minimum": rules.get("min"), "maximum": rules.get("max")}
        schema: dict[str, Any] = {
            "type": "integer",
            **{name: bound for name, bound in bounds.items() if bound is not None},
        }
    elif column.kind is Kind.FLAG:
        schema = {"type": "boolean"}
    elif column.kind is Kind.LIST:
        schema = {"type": "array", "items": {"type": "string", "enum": rules["allowed"]}}
    elif column.kind is Kind.ENUMERATION:
        schema = {"type": "string", "enum": rules["allowed"]}
    else:
        schema = {"type": "string"}
    return {**schema, "description": column.description}
