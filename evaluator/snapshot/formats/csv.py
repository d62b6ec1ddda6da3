"""CSV as RFC 4180 has it: a header, commas, double quotes, line breaks inside quotes.

Every cell is read as text. Records with the wrong number of cells are kept beside the others, in
the column ``_broken``. An end mark is appended to the stream: a quote that is never closed
swallows it, and so does not pass for the end of the file.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from evaluator.model import RawTable, SourceFile
from evaluator.snapshot.formats.arriving import load_batches
from evaluator.snapshot.formats.base import LONGEST_RECORD, LONGEST_VALUE, column_names, damaged
from evaluator.snapshot.formats.stream import decompressed
from evaluator.warehouse import Warehouse

__all__ = ["CsvFormat"]

NOT_UTF8 = "is not UTF-8"
UNSPLITTABLE = (
    f"cannot be split into records of at most {LONGEST_RECORD >> 20} MiB; "
    "perhaps a quote is never closed"
)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: How the record after the end begins; no file has such a cell.
END = "\x1eend of qinglang input\x1e"


class CsvFormat:
    """Reads cells as text; row numbers count records after the header, blank lines left out."""

    @contextmanager
    def opened(
        self, warehouse: Warehouse, source: SourceFile, path: Path, relation: str
    ) -> Iterator[RawTable]:
        """Make a relation with one VARCHAR column a CSV column, and ``_broken``; see Format."""
        header = _header(source, path)
        names = column_names(source, header)
        fields = [("_row", pa.int64()), *((name, pa.string()) for name in names if name)]
        schema = pa.schema([*fields, ("_broken", pa.string())])
        with decompressed(source, path) as stream:
            records = _Records(source, io.BufferedReader(stream), names, schema)
            load_batches(warehouse, relation, schema, records.batches())
        yield RawTable(source, relation, "text", dict.fromkeys(header, "VARCHAR"))
        warehouse.drop(relation)


def _header(source: SourceFile, path: Path) -> list[str]:
    with decompressed(source, path) as stream:
        text = io.TextIOWrapper(io.BufferedReader(stream), "utf-8-sig", newline="")
        try:
            header = next((record for record in csv.reader(text, strict=True) if record), [])
        except UnicodeDecodeError as error:
            raise damaged(source, NOT_UTF8) from error
        except csv.Error as error:
            raise damaged(source, f"the header cannot be read: {error}") from error
    if not header:
        raise damaged(source, "has no header")
    return header


class _EndMarked(io.RawIOBase):
    """The bytes of a file from its header on, and then a record that has one cell too many.

    They are checked to be UTF-8 here: pyarrow cannot tell of it in a record that it sets aside.
    """

    def __init__(self, source: SourceFile, stream: IO[bytes], cells: int) -> None:
        super().__init__()
        self._source = source
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._mark = f"\n{END}{',' * cells}\n".encode()
        self._before_header = True

    def readable(self) -> bool:
        return True

    def readinto(self, target: object) -> int:
        view = memoryview(target)  # type: ignore[arg-type] # any buffer
        chunk = self._decodable(len(view))
        while chunk and self._before_header:
            # Of blank lines before the header pyarrow would take the first one for it.
            chunk = chunk.removeprefix(BYTE_ORDER_MARK).lstrip(b"\r\n")
            self._before_header = not chunk
            chunk = chunk or self._decodable(len(view))
        if not chunk:
            chunk, self._mark = self._mark[: len(view)], self._mark[len(view) :]
        view[: len(chunk)] = chunk
        return len(chunk)

    def _decodable(self, size: int) -> bytes:
        chunk = self._stream.read(size)
        try:
            self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise damaged(self._source, NOT_UTF8) from error
        return chunk


class _Records:
    """One pass over the records of a file."""

    def __init__(
        self, source: SourceFile, stream: IO[bytes], names: Sequence[str | None], schema: pa.Schema
    ) -> None:
        self._source = source
        # Buffered, because pyarrow takes what one read gives for a block of whole records.
        self._stream = io.BufferedReader(_EndMarked(source, stream, len(names)))
        self._names = names
        self._schema = schema
        self._broken: list[tuple[int, str]] = []
        self._numbers = RecordNumbers()
        self._ended = False

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Batches of whole records, each followed by the broken ones among them."""
        for batch in self._whole():
            numbers = self._numbers.take(batch.num_rows)
            cells = [
                _cut(column)
                for name, column in zip(self._names, batch.columns, strict=True)
                if name
            ]
            nothing = pa.nulls(batch.num_rows, pa.string())
            yield pa.record_batch([numbers, *cells, nothing], self._schema)
            yield self._set_aside()
        yield self._set_aside()
        if not self._ended:
            raise damaged(self._source, "a quote is never closed")

    def _set_aside(self) -> pa.RecordBatch:
        broken, self._broken = self._broken, []
        columns = [pa.nulls(len(broken), field.type) for field in self._schema]
        columns[0] = pa.array([row for row, _ in broken], pa.int64())
        columns[-1] = pa.array([text for _, text in broken], pa.string())
        return pa.record_batch(columns, self._schema)

    def _whole(self) -> Iterator[pa.RecordBatch]:
        cells = [f"c{index}" for index in range(len(self._names))]
        try:
            yield from pa_csv.open_csv(
                self._stream,
                read_options=pa_csv.ReadOptions(
                    # One thread: only then records are counted.
                    use_threads=False,
                    block_size=LONGEST_RECORD,
                    column_names=cells,
                    skip_rows_after_names=1,
                ),
                parse_options=pa_csv.ParseOptions(
                    newlines_in_values=True, invalid_row_handler=self._on_broken
                ),
                convert_options=pa_csv.ConvertOptions(
                    column_types=dict.fromkeys(cells, pa.string()),
                    strings_can_be_null=False,
                    check_utf8=False,
                ),
            )
        except pa.ArrowInvalid as error:
            raise damaged(self._source, UNSPLITTABLE) from error

    def _on_broken(self, record: pa_csv.InvalidRow) -> str:
        if record.text.startswith(END):
            self._ended = True
        else:
            row = record.number - 1  # the header is counted
            self._broken.append((row, record.text[:LONGEST_VALUE]))
            self._numbers.skip(row)
        return "skip"


class RecordNumbers:
    """Numbers of whole records, where some in between are known to be broken."""

    def __init__(self) -> None:
        self._next = 1
        self._broken: deque[int] = deque()

    def skip(self, number: int) -> None:
        """``number`` belongs to a broken record; numbers come in ascending order."""
        self._broken.append(number)

    def take(self, count: int) -> pa.Array:
        """Numbers of the next ``count`` whole records."""
        stretches = [pa.array([], pa.int64())]
        while count:
            while self._broken and self._broken[0] <= self._next:
                self._next = self._broken.popleft() + 1
            end = self._next + count
            if self._broken:
                end = min(end, self._broken[0])
            stretches.append(pa.arange(self._next, end))
            count -= end - self._next
            self._next = end
        return pa.concat_arrays(stretches)


def _cut(cells: pa.Array) -> pa.Array:
    if (pc.max(pc.binary_length(cells)).as_py() or 0) <= LONGEST_VALUE:
        return cells
    return pc.utf8_slice_codeunits(cells, 0, LONGEST_VALUE)
