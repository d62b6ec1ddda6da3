"""CSV: records, their numbers, and what is no CSV."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.errors import SnapshotError
from evaluator.model import SourceFile
from evaluator.snapshot.formats.base import LONGEST_RECORD, LONGEST_VALUE
from evaluator.snapshot.formats.csv import END, RecordNumbers, _EndMarked
from tests.snapshot.conftest import Load


def _error(load: Load, content: bytes | str) -> SnapshotError:
    with pytest.raises(SnapshotError) as raised:
        load("csv", content)
    return raised.value


def test_cells_are_texts(load: Load) -> None:
    """Nothing is guessed: numbers, blanks and quotes stay what they are."""
    loaded = load("csv", 'a,b\n01, x \n"say ""x"", y","line 1\nline 2"\n')
    assert loaded.form == "text"
    assert loaded.columns == {"a": "VARCHAR", "b": "VARCHAR"}
    assert loaded.rows == [
        (1, "01", " x ", None),
        (2, 'say "x", y', "line 1\nline 2", None),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("first", ["", "{end}{end}"])
def test_line_ends(load: Load, end: str, last: bool, mark: str, first: str) -> None:
    """All line ends, a byte order mark, blank lines and an unfinished last line are read."""
    lines = ["a,b", "1,2", "", "3,4"]
    text = mark + first.format(end=end) + end.join(lines) + (end if last else "")
    assert load("csv", text).rows == [(1, "1", "2", None), (2, "3", "4", None)]


@pytest.mark.parametrize("text", ["a,b", "a,b\n", "a,b\n\n\n"])
def test_a_header_alone(load: Load, text: str) -> None:
    """A header without records is an empty table."""
    assert load("csv", text).rows == []


def test_one_column(load: Load) -> None:
    """A blank line is no record; an empty cell is written with quotes."""
    assert load("csv", 'a\n1\n\n""\n2,3\n').rows == [
        (1, "1", None),
        (2, "", None),
        (3, None, "2,3"),
    ]


def test_broken_records_keep_their_place(load: Load) -> None:
    """A record with other cells than the header is kept beside the others, with its number."""
    text = 'a,b\n1,2\n3\n"x\ny",4\n5,6,7\n\n8,9\n'
    assert load("csv", text).rows == [
        (1, "1", "2", None),
        (2, None, None, "3"),
        (3, "x\ny", "4", None),
        (4, None, None, "5,6,7"),
        (5, "8", "9", None),
    ]


def test_columns_of_other_names(load: Load) -> None:
    """A column that no contract can have is named, and not read."""
    loaded = load("csv", "A,a,,A\n1,2,3,4\n")
    assert list(loaded.columns) == ["A", "a", ""]
    assert loaded.rows == [(1, "2", None)]


def test_long_values_are_cut(load: Load) -> None:
    """No value of the contract is so long."""
    text = f"a,b\n{'清' * 5000},1\n2,{'x' * 10_000_000}\n{'y' * 5000}\n"
    (_, first, _, _), (_, _, second, _), (_, _, _, broken) = load("csv", text).rows
    assert first == "清" * LONGEST_VALUE
    assert second == "x" * LONGEST_VALUE
    assert broken == "y" * LONGEST_VALUE


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "has no header"),
        (b"\n\r\n", "has no header"),
        (b"\xef\xbb\xbf", "has no header"),
        (b'"a', "the header cannot be read: unexpected end of data"),
        (b'"a"b,c\n', "the header cannot be read: ',' expected after '\"'"),
        (b"a,b,a,b\n", "column given twice: a, b"),
        (b"a,\xff\n", "is not UTF-8"),
        (b"a,b\n1,\xff\n", "is not UTF-8"),
        (b"a,b\n1,2,\xff\n", "is not UTF-8"),
        (b"a,b\n1,\xe6\xb8", "is not UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "is not UTF-8"),
        (b'a,b\n1,"2\n3,4\n', "a quote is never closed"),
        (b'a,b\n1,2\n"', "a quote is never closed"),
        (b'a,b\n"1,2\n' + b"3,4\n" * 100_000, "a quote is never closed"),
    ],
)
def test_what_is_no_csv(load: Load, content: bytes, rule: str) -> None:
    """A file that cannot be split into records is an error as a whole."""
    error = _error(load, content)
    assert error.offender == "load snapshot: file.csv"
    assert error.rule == rule


def test_a_record_without_end(load: Load) -> None:
    """A quote that swallows a large file is found before memory is short."""
    rule = _error(load, b'a,b\n1,"' + b"x" * (LONGEST_RECORD * 2 + 100)).rule
    assert rule == (
        "cannot be split into records of at most 32 MiB; perhaps a quote is never closed"
    )


def test_the_end_mark_in_a_cell(load: Load) -> None:
    """The mark that is appended does no harm where a cell holds it."""
    assert load("csv", f"a,b\n1,{END}\n").rows == [(1, "1", END, None)]


def test_the_stream_that_is_split() -> None:
    """It starts at the header, ends with a record that is too long, and is UTF-8 throughout."""
    source = SourceFile("posts", "posts.csv", "csv", "none", 1, "0")
    content = b"\xef\xbb\xbf\r\n\na,b\n1,2"
    for size in (16, 100):
        marked = _EndMarked(source, io.BytesIO(content), 2)
        assert marked.readable()
        with io.BufferedReader(marked, size) as stream:
            whole = b"".join(iter(lambda: stream.read(size), b""))  # noqa: B023 (used at once)
        assert whole == f"a,b\n1,2\n{END},,\n".encode()
    for damage in (b"a\xff", b"a\xe6\xb8"):
        with (
            io.BufferedReader(_EndMarked(source, io.BytesIO(damage), 2)) as stream,
            pytest.raises(SnapshotError, match="is not UTF-8"),
        ):
            stream.read()


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=5)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=12))
def test_records_come_back(load: Load, records: list[list[str]]) -> None:
    """What Python writes is read again, record by record."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *records])
    rows = load("csv", text.getvalue()).rows
    assert [row for row, *_ in rows] == list(range(1, len(records) + 1))
    for record, (_, *cells, broken) in zip(records, rows, strict=True):
        if len(record) == 3:
            assert (cells, broken) == (record, None)
        else:
            assert cells == [None, None, None]
            assert broken is not None


@given(st.lists(st.booleans(), max_size=30), st.lists(st.integers(1, 4), max_size=30))
def test_record_numbers(whole: list[bool], sizes: list[int]) -> None:
    """Whole records get the numbers that broken ones leave."""
    numbers = RecordNumbers()
    for number, sound in enumerate(whole, start=1):
        if not sound:
            numbers.skip(number)
    expected = [number for number, sound in enumerate(whole, start=1) if sound]
    given_out: list[int] = []
    for size in sizes:
        given_out += numbers.take(size).to_pylist()
    assert given_out[: len(expected)] == expected[: len(given_out)]
