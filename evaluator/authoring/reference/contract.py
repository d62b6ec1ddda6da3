"""The snapshot contract: every table and column, and the documents that are made from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evaluator.authoring.reference.markup import Pages, code, codes, link, page, table, text
from evaluator.bundle import Column, Contract, SubjectKind
from evaluator.bundle.contract import Kind

__all__ = ["contract_pages"]

_KINDS: Mapping[Kind, str] = {
    Kind.IDENTIFIER: "id",
    Kind.TEXT: "text",
    Kind.TIME: "time",
    Kind.FLAG: "true or false",
    Kind.ENUMERATION: "one of",
    Kind.NUMBER: "integer",
    Kind.LIST: "list of",
}
_HOLDS = {
    "events": "Holds what happened in the window.",
    "state": "Holds what was in force at any time in the window.",
}


def contract_pages(contract: Contract) -> Pages:
    """``tables.md`` and ``subjects.md``."""
    return {"tables.md": _tables(contract), "subjects.md": _subjects(contract)}


def _tables(contract: Contract) -> str:
    parts: list[str | list[str]] = [
        (
            f"The {len(contract.tables)} tables of a snapshot (contract {contract.version}), each "
            "a Parquet, NDJSON or CSV file or a folder of such. A column that is not required may "
            "be null or absent: then the fact is unknown, which is neither good nor bad. Times are "
            "epoch seconds once they are read; one that may lie after `as_of` says so."
        )
    ]
    for name, each in contract.tables.items():
        parts += [
            f"## {name}",
            f"{text(each.description)} Key: {code(each.key)}. {_HOLDS[each.holds]}",
            _columns(each.columns),
        ]
    return page("Tables", *parts)


def _columns(columns: Mapping[str, Column]) -> list[str]:
    return table(
        ["Column", "Type", "Required", "Meaning"],
        [
            [code(name), _type(column), "yes" if column.required else "", _meaning(column)]
            for name, column in columns.items()
        ],
    )


def _type(column: Column) -> str:
    kind = _KINDS[column.kind]
    if column.kind is Kind.ENUMERATION:
        return f"{kind} {codes(column.rules['allowed'])}"
    if column.kind is Kind.LIST:
        elements = column.rules.get("schema", {}).get("allowed") or column.rules.get("allowed")
        return f"{kind} {codes(elements) if elements else 'texts'}"
    if column.kind is Kind.NUMBER:
        unit = column.rules["meta"].get("unit")
        return f"{kind}, {text(unit)}" if unit else kind
    return kind


def _meaning(column: Column) -> str:
    notes = [text(column.description)]
    if column.references:
        notes.append(f"Key of {_table(column.references)}.")
    if column.ahead:
        notes.append("May lie after `as_of`.")
    for other, value in column.rules["meta"].get("required_if", {}).items():
        notes.append(f"Required where {code(other)} is {code(value)}.")
    return " ".join(notes)


def _subjects(contract: Contract) -> str:
    parts: list[str | list[str]] = [
        (
            "What a control sees as `input`: one document a subject, with nulls left out. "
            "`unknown` lists parents whose key is given and whose row is not there."
        )
    ]
    for name, subject in contract.subjects.items():
        time = f" Its own time is {code(subject.time)}." if subject.time else ""
        parts += [f"## {name}", f"One document {_root(subject)}.{time}"]
        parts.append(table(["Branch", "Is", "From"], list(_branches(subject))))
    for name, derived in contract.derived.items():
        reads = ", ".join(link(each, f"tables.md#{each}") for each in derived.reads)
        parts += [f"## {name} (derived)", f"{text(derived.description)} Counted from {reads}."]
        parts.append(_columns(derived.columns))
    return page("Subjects", *parts)


def _root(subject: SubjectKind) -> str:
    if subject.root is not None:
        return "for the snapshot as a whole"
    return f"for each row of {link(subject.table, f'tables.md#{subject.table}')}"


def _branches(subject: SubjectKind) -> Iterator[list[str]]:
    if subject.root is None:
        yield [code(subject.name), "object", "the row itself"]
    for parent in subject.parents:
        yield [
            code(parent.name),
            "object",
            f"{_table(parent.table)} by {code(f'{parent.of}.{parent.via}')}",
        ]
    for child in subject.children:
        how = f"{_table(child.table)} with {code(child.column)} = {code(child.match)}"
        if child.time is not None and child.before is not None:
            how += f", {code(child.time)} before {code(child.before)}"
        if child.other_than is not None:
            how += f", without its own {code(child.other_than)}"
        yield [code(child.name), "array", how]
    for whole in subject.whole:
        yield [code(whole.name), "array", f"all of {_table(whole.table)}"]
    for derived in subject.derived:
        yield [
            code(derived.name),
            str(derived.shown_as),
            link("derived", f"#{derived.name}-derived"),
        ]


def _table(name: str) -> str:
    return link(name, f"tables.md#{name}")
