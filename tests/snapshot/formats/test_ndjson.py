"""NDJSON: lines and their numbers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.errors import SnapshotError
from evaluator.snapshot.formats import ndjson
from evaluator.snapshot.formats.base import LONGEST_RECORD, LONGEST_VALUE
from tests.snapshot.conftest import Load


def test_row_numbers_are_line_numbers(load: Load) -> None:
    """Blank lines count and are left out, as a text editor shows them."""
    loaded = load("ndjson", "\ufeff{}\r\n\r\n \t\nnot json\n\n[1]")
    assert (loaded.form, loaded.columns) == ("json", {})
    assert loaded.rows == [(1, "{}\r"), (4, "not json"), (6, "[1]")]


@pytest.mark.parametrize("content", ["", "\n", "\ufeff", " \r\n\t\n"])
def test_nothing_is_an_empty_table(load: Load, content: str) -> None:
    """A file without lines says that there are no rows."""
    assert load("ndjson", content).rows == []


def test_other_line_separators_are_text(load: Load) -> None:
    """Only a line feed ends a line."""
    line = '{"a":"\u2028\u2029\x85\x0b\x0c"}'
    assert load("ndjson", line).rows == [(1, line)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=9)))
def test_lines_come_back(load: Load, lines: list[str]) -> None:
    """Every line that is not blank comes back with its number."""
    expected = [(n, line) for n, line in enumerate(lines, start=1) if line.strip(" \t\r")]
    rows = load("ndjson", "{}\n" + "\n".join(lines)).rows
    assert rows == [(1, "{}"), *((n + 1, line) for n, line in expected)]


def test_lines_across_blocks(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line is whole wherever a block ends."""
    lines = ["清" * length for length in range(1, 60)]
    content = "\n".join(lines)
    monkeypatch.setattr(ndjson, "BLOCK", 64)
    assert load("ndjson", content).rows == list(enumerate(lines, start=1))


@pytest.mark.parametrize(("content", "line"), [(b"\xff", 1), (b"{}\n{}\n{\xe6\xb8}\n{}\n", 3)])
def test_what_is_not_utf8(load: Load, content: bytes, line: int) -> None:
    """The line is told."""
    with pytest.raises(SnapshotError) as raised:
        load("ndjson", content)
    assert raised.value.offender == "load snapshot: file.ndjson"
    assert raised.value.rule == f"line {line} is not UTF-8"


def test_a_line_without_end(load: Load) -> None:
    """A line that is larger than memory should hold is an error of the file."""
    with pytest.raises(SnapshotError, match="a line is longer than 32 MiB"):
        load("ndjson", b"x" * (LONGEST_RECORD + (8 << 20)))


def test_long_strings_are_cut(load: Load) -> None:
    """A string of megabytes is cut, and the line stays JSON; nothing else is changed."""
    row = {
        "a": "x" * 10_000_000,
        "清": '\\"朗' * 5000,
        "numbers": list(range(30_000)),
        "b": "short",
    }
    ((_, line),) = load("ndjson", json.dumps(row)).rows
    read = json.loads(line)
    assert read["a"] == "x" * LONGEST_VALUE
    assert read["清"] == ('\\"朗' * 5000)[:LONGEST_VALUE]
    assert (read["numbers"], read["b"]) == (row["numbers"], "short")


def test_long_lines_are_cut(load: Load) -> None:
    """A line that is long without long strings is no record of the contract."""
    line = json.dumps({"a": list(range(100_000))})
    assert load("ndjson", line).rows == [(1, line[: ndjson.LONGEST_LINE])]
