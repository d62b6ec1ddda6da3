"""Cells read as the snapshot contract words it, rule by rule, without the program's own readers."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from evaluator.bundle import Column, Kind, Table
from tests.fuzz.strict_json import Json, Number, Object, WrongJsonError, depth, read_json, spoilt

__all__ = ["Row", "csv_row", "json_row", "native_row"]

LARGEST = 2**53 - 1
LONGEST = 128
#: The program reads no line whose values lie deeper.
DEEPEST = 64
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Value: TypeAlias = "str | int | bool | list[str]"


@dataclass(frozen=True, slots=True)
class Row:
    """What one record says: its readable cells, and what is wrong with it."""

    values: Mapping[str, Value]
    #: Columns with a fault; all of them where the record is none.
    unreadable: frozenset[str]
    faulty: bool

    def complete(self, table: Table) -> dict[str, Value | None]:
        """A value, or null, for every column."""
        return {name: self.values.get(name) for name in table.columns}


class _WrongCellError(ValueError):
    """A cell that breaks a rule."""


def json_row(table: Table, line: str, as_of: int) -> Row:
    """A line of NDJSON."""
    broken = Row({}, frozenset(table.columns), faulty=True)
    try:
        document = read_json(line)
    except WrongJsonError:
        return broken
    if not isinstance(document, Object) or depth(document) > DEEPEST:
        return broken
    cells: dict[str, list[Json]] = {}
    for key, value in document.pairs:
        cells.setdefault(key, []).append(value)
    # Of a line that is JSON but for NaN the other cells can be read.
    twice = {key for key, found in cells.items() if len(found) > 1 or spoilt(found[0])}
    values: dict[str, Value] = {}
    wrong = set(twice)
    for name in cells.keys() & table.columns.keys() - twice:
        _put(values, wrong, table.columns[name], cells[name][0], _from_json)
    return _checked(table, values, wrong, as_of)


def csv_row(table: Table, header: list[str], record: list[str], as_of: int) -> Row:
    """A record of CSV."""
    if len(record) != len(header):
        return Row({}, frozenset(table.columns), faulty=True)
    values: dict[str, Value] = {}
    wrong: set[str] = set()
    for name, cell in zip(header, record, strict=True):
        if name in table.columns:
            _put(values, wrong, table.columns[name], cell or None, _from_csv)
    return _checked(table, values, wrong, as_of)


def native_row(table: Table, cells: Mapping[str, Any], as_of: int) -> Row:
    """A row of Parquet: times are epoch seconds already, integers are Python's own."""
    values: dict[str, Value] = {}
    wrong: set[str] = set()
    for name in cells.keys() & table.columns.keys():
        _put(values, wrong, table.columns[name], cells[name], _from_native)
    return _checked(table, values, wrong, as_of)


def _put(values: dict[str, Value], wrong: set[str], column: Column, cell: Any, read: Any) -> None:
    if cell is None or (cell == "" and column.kind in (Kind.IDENTIFIER, Kind.TEXT)):
        return
    try:
        values[column.name] = read(cell, column.kind)
    except _WrongCellError:
        wrong.add(column.name)


def _checked(table: Table, values: dict[str, Value], wrong: set[str], as_of: int) -> Row:
    """The row after the rules of its columns."""
    for name, column in table.columns.items():
        needed = column.required or any(
            values.get(other) == value
            for other, value in column.rules["meta"].get("required_if", {}).items()
        )
        if name in values:
            if not _keeps_rules(values[name], column, as_of):
                wrong.add(name)
        elif needed:
            wrong.add(name)
    readable = {name: value for name, value in values.items() if name not in wrong}
    return Row(readable, frozenset(wrong & table.columns.keys()), bool(wrong))


def _keeps_rules(value: Value, column: Column, as_of: int) -> bool:
    allowed = column.rules.get("allowed", [])
    if column.kind in (Kind.IDENTIFIER, Kind.TEXT):
        assert isinstance(value, str)
        return 1 <= len(value) <= LONGEST and not any(map(_unwanted, value))
    if column.kind is Kind.ENUMERATION:
        return value in allowed
    if column.kind is Kind.LIST:
        assert isinstance(value, list)
        return len(set(value)) == len(value) and set(value) <= set(allowed)
    if column.kind in (Kind.TIME, Kind.NUMBER):
        assert isinstance(value, int)
        most = as_of if column.kind is Kind.TIME and not column.ahead else LARGEST
        least, most = column.rules.get("min", -LARGEST), column.rules.get("max", most)
        return bool(max(least, -LARGEST) <= value <= min(most, LARGEST))
    return True


def _unwanted(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs")


def _from_json(cell: Json, kind: Kind) -> Value:
    if kind is Kind.FLAG:
        return bool(_only(cell, bool))
    if kind is Kind.LIST:
        if not isinstance(cell, list):
            raise _WrongCellError
        return [_only(item, str) for item in cell]
    if isinstance(cell, Number) and kind in (Kind.IDENTIFIER, Kind.TIME, Kind.NUMBER):
        number = _integer(cell.text)
        return str(number) if kind is Kind.IDENTIFIER else number
    if kind is Kind.NUMBER:
        raise _WrongCellError
    text: str = _only(cell, str)
    return _moment(text) if kind is Kind.TIME else text


def _from_csv(cell: str, kind: Kind) -> Value:
    if kind is Kind.FLAG:
        if cell not in ("true", "false"):
            raise _WrongCellError
        return cell == "true"
    if kind is Kind.LIST:
        try:
            return _from_json(read_json(cell), kind)
        except WrongJsonError as error:
            raise _WrongCellError from error
    if kind is Kind.NUMBER:
        return _integer(cell)
    if kind is Kind.TIME:
        return _moment(cell) if "T" in cell.upper() else _integer(cell)
    return cell


def _from_native(cell: Any, kind: Kind) -> Value:
    if kind is Kind.IDENTIFIER:
        return str(cell)
    value: Value = [_only(item, str) for item in cell] if kind is Kind.LIST else cell
    return value


def _only(value: Any, type_: type) -> Any:
    if type(value) is not type_:
        raise _WrongCellError
    return value


def _integer(text: str) -> int:
    digits = text.removeprefix("-")
    if not digits or set(digits) - set("0123456789") or (digits[0] == "0" and digits != "0"):
        raise _WrongCellError
    # Longer ones lie beyond every bound, and are too long for an id.
    return int(text) if len(digits) <= 2 * LONGEST else int("9" * 2 * LONGEST)


def _moment(text: str) -> int:
    """Epoch seconds of RFC 3339: ``YYYY-MM-DDTHH:MM:SS``, perhaps a fraction, and an offset."""
    head, rest = text[:19], text[19:]
    fields = [head[0:4], head[5:7], head[8:10], head[11:13], head[14:16], head[17:19]]
    signs = head[4:5] + head[7:8] + head[10:11].upper() + head[13:14] + head[16:17]
    if signs != "--T::" or not all(map(_digits, fields)) or len(head) < 19:
        raise _WrongCellError
    year, month, day, hour, minute, second = map(int, fields)
    if rest.startswith("."):
        digits = len(rest[1:]) - len(rest[1:].lstrip("0123456789"))
        if not digits:
            raise _WrongCellError
        rest = rest[1 + digits :]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    in_month = DAYS[month - 1] + (leap and month == 2) if 1 <= month <= 12 else 0
    if not (year and 1 <= day <= in_month and hour < 24 and minute < 60 and second < 60):
        raise _WrongCellError
    before = year - 1
    days = 365 * before + before // 4 - before // 100 + before // 400
    days += sum(DAYS[: month - 1]) + (leap and month > 2) + day - 1
    since_epoch = days - 719_162
    return since_epoch * 86_400 + hour * 3_600 + minute * 60 + second - _offset(rest)


def _offset(text: str) -> int:
    """Seconds that the local time is ahead of UTC."""
    if text in ("Z", "z"):
        return 0
    hours, minutes = text[1:3], text[4:6]
    if len(text) != 6 or text[0] not in "+-" or text[3] != ":":
        raise _WrongCellError
    if not (_digits(hours) and _digits(minutes) and int(hours) < 24 and int(minutes) < 60):
        raise _WrongCellError
    ahead = int(hours) * 3_600 + int(minutes) * 60
    return -ahead if text[0] == "-" else ahead


def _digits(text: str) -> bool:
    return bool(text) and not set(text) - set("0123456789")
