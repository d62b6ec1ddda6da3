"""Raw cells become values, strictly; what cannot be read stays as it stood and is no value."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evaluator.bundle import Column, Kind, Table
from evaluator.bundle.moments import epoch_seconds
from evaluator.contract.json_line import NotJsonError, Repeated, Unread, parse, spoilt
from evaluator.model import Fault

__all__ = ["SHOWN", "Reading", "read_json", "read_native", "read_text", "show"]

#: Characters of a raw value that the quarantine keeps.
SHOWN = 200
#: Digits beyond which no integer is read.
MOST_DIGITS = 400
INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
BOOLEANS = {"true": True, "false": False}
PER_UNIT = {"us": 10**6, "ns": 10**9}


@dataclass(slots=True)
class Reading:
    """One row as read: values for Cerberus, how they stood, and faults that came up before it."""

    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    #: Keys that the contract does not have.
    unknown: list[str] = field(default_factory=list)
    #: The record as a whole is none; every cell is unreadable.
    broken: bool = False


def show(value: object) -> str:
    """A raw value as text: texts as they are, everything else as JSON, cut."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, Unread):
        text = value.text
    else:
        text = json.dumps(value, ensure_ascii=False, default=_plain)
    return text[:SHOWN].encode("utf-8", "backslashreplace").decode()[:SHOWN]


def _plain(value: Unread | Repeated) -> object:
    return list(value.values) if isinstance(value, Repeated) else value.text


def read_native(table: Table, row: Mapping[str, Any]) -> Reading:
    """A Parquet row: integers as their digits, times as {unit, count, text}."""
    reading = Reading()
    for name, column in table.columns.items():
        cell = row.get(name)
        if cell is None:
            continue
        value: Any = cell
        if isinstance(cell, dict):
            cell, value = _native(cell, column.kind)
        if value is not None and not (value == "" and column.kind in (Kind.IDENTIFIER, Kind.TEXT)):
            reading.raw[name], reading.values[name] = cell, value
    return reading


def _native(cell: Mapping[str, Any], kind: Kind) -> tuple[Any, Any]:
    text, count = cell["text"], cell["count"]
    if text is None:
        return None, None
    if cell["unit"] in PER_UNIT:
        whole = Unread(text) if count is None else count // PER_UNIT[cell["unit"]]
        return text, whole
    return text, text if kind is Kind.IDENTIFIER else int(text)


def read_text(table: Table, row: Mapping[str, Any]) -> Reading:
    """A CSV record: every cell is text, an empty one null."""
    if row["_broken"] is not None:
        return _broken("must have as many cells as the header", row["_broken"])
    reading = Reading()
    for name, column in table.columns.items():
        cell = row.get(name)
        if cell:
            reading.raw[name] = cell
            reading.values[name] = _from_text(cell, column)
    return reading


def _from_text(cell: str, column: Column) -> Any:  # noqa: ANN401
    if column.kind in (Kind.TIME, Kind.NUMBER):
        if INTEGER.fullmatch(cell):
            return int(cell) if len(cell) <= MOST_DIGITS else Unread(cell)
        moment = epoch_seconds(cell) if column.kind is Kind.TIME else None
        return Unread(cell) if moment is None else moment
    if column.kind is Kind.FLAG:
        return BOOLEANS.get(cell, Unread(cell))
    if column.kind is Kind.LIST:
        return _list(cell)
    return cell


def _list(cell: str) -> Any:  # noqa: ANN401
    try:
        value = parse(cell)
    except NotJsonError:
        value = None
    # An empty cell is null; one that says so in JSON is no array.
    return Unread(cell) if value is None else value


def read_json(table: Table, row: Mapping[str, Any]) -> Reading:
    """An NDJSON line: one object without repeated keys; null is the same as no key."""
    line = row["_line"]
    try:
        document = parse(line)
    except NotJsonError as error:
        return _broken(str(error), line)
    if not isinstance(document, dict):
        return _broken("must be a JSON object", line)
    reading = Reading()
    for name, cell in document.items():
        rule = spoilt(cell)
        column = table.columns.get(name)
        if rule:
            reading.faults.append(Fault(show(name), rule, show(cell)))
        elif column is None:
            reading.unknown.append(show(name))
        elif cell is not None and not (cell == "" and column.kind in (Kind.IDENTIFIER, Kind.TEXT)):
            reading.raw[name] = cell
            reading.values[name] = _from_json(cell, column.kind)
    return reading


def _from_json(cell: Any, kind: Kind) -> Any:  # noqa: ANN401
    if kind is Kind.IDENTIFIER and isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    if kind is Kind.TIME and isinstance(cell, str):
        moment = epoch_seconds(cell)
        return Unread(cell) if moment is None else moment
    return cell


def _broken(rule: str, record: str) -> Reading:
    return Reading(faults=[Fault("", rule, show(record))], broken=True)
