"""NDJSON: one line a record. Lines are split here and looked into later, where faults are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.model import RawTable, SourceFile
from evaluator.snapshot.formats.arriving import load_batches
from evaluator.snapshot.formats.base import LONGEST_RECORD, LONGEST_VALUE, damaged
from evaluator.snapshot.formats.stream import Decompressed, decompressed
from evaluator.warehouse import Warehouse

__all__ = ["NdjsonFormat"]

SCHEMA = pa.schema([("_row", pa.int64()), ("_line", pa.string())])
BLOCK = 4 << 20
#: Bytes from which a line is shortened before many of them meet in memory.
LONG = 64 << 10
#: Characters of the longest line after that; what is cut is no JSON any more, and so a fault.
LONGEST_LINE = 256 << 10
#: A JSON string: what a value keeps, and what is cut (the value stays a fault). Each string is met
#: from its first quote to its last, so that no cut falls between two of them.
CHARACTER = r'(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})'
STRING = re.compile(f'"({CHARACTER}{{0,{LONGEST_VALUE}}}){CHARACTER}*"')
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class NdjsonFormat:
    """Reads lines; row numbers are line numbers, blank lines counted but left out."""

    @contextmanager
    def opened(
        self, warehouse: Warehouse, source: SourceFile, path: Path, relation: str
    ) -> Iterator[RawTable]:
        """Make a relation with one line a row; see Format."""
        with decompressed(source, path) as stream:
            load_batches(warehouse, relation, SCHEMA, _batches(source, stream))
        yield RawTable(source, relation, "json", {})
        warehouse.drop(relation)


def _batches(source: SourceFile, stream: Decompressed) -> Iterator[pa.RecordBatch]:
    done = 0
    for block in _whole_lines(source, stream):
        try:
            block.decode()
        except UnicodeDecodeError as error:
            line = done + 1 + block.count(b"\n", 0, error.start)
            raise damaged(source, f"line {line} is not UTF-8") from error
        lines = pc.split_pattern(pa.array([block], pa.large_string()), "\n").flatten()
        rows = pa.arange(done + 1, done + len(lines) + 1)
        done += len(lines)
        filled = pc.invert(pc.match_substring_regex(lines, r"^[ \t\r]*$"))
        rows, lines = rows.filter(filled), lines.filter(filled)
        if (pc.max(pc.binary_length(lines)).as_py() or 0) > LONG:
            lines = _shortened(lines)
        yield pa.record_batch([rows, pc.cast(lines, pa.string())], SCHEMA)


def _whole_lines(source: SourceFile, stream: Decompressed) -> Iterator[bytes]:
    rest = b""
    first = True
    while chunk := stream.take(BLOCK):
        block = rest + chunk
        if first:
            block = block.removeprefix(BYTE_ORDER_MARK)
            first = False
        whole, newline, rest = block.rpartition(b"\n")
        if newline:
            yield whole
        elif len(rest) > LONGEST_RECORD:
            raise damaged(source, f"a line is longer than {LONGEST_RECORD >> 20} MiB")
    if rest:
        yield rest


def _shortened(lines: pa.Array) -> pa.Array:
    """Cut strings that are too long for any value, so that no batch of lines is huge."""
    return pa.array(map(_short, lines.to_pylist()), pa.large_string())


def _short(line: str) -> str:
    return line if len(line) <= LONG else STRING.sub(r'"\1"', line)[:LONGEST_LINE]
