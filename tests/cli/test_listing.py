"""How rows and single values look on standard output."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from evaluator.cli.listing import check_row_format, check_value_format, show_rows, show_value
from evaluator.errors import UsageError

ROWS: list[dict[str, Any]] = [
    {"id": "a", "count": 1_451, "at": 1_756_656_000, "known": True, "notes": ["x", "y"]},
    {"id": "=b\x1b", "count": 0, "at": None, "known": False, "notes": []},
]


def test_rows_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers have separators, times their offset, and control characters are shown."""
    show_rows(ROWS, "console")
    shown = capsys.readouterr().out
    assert "1,451" in shown
    assert "2025-09-01 00:00:00 +08:00" in shown
    assert "=b\\x1b" in shown
    assert "x, y" in shown


def test_rows_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the values as they are; spreadsheets get no formulas."""
    show_rows(ROWS, "json")
    assert json.loads(capsys.readouterr().out) == ROWS
    show_rows(ROWS, "ndjson")
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == ROWS
    show_rows(ROWS, "csv")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "id,count,at,known,notes"
    assert lines[1] == 'a,1451,1756656000,true,"[""x"",""y""]"'
    assert lines[2].startswith("'=b")


def test_no_rows(capsys: pytest.CaptureFixture[str]) -> None:
    """People are told that there is nothing; programs get an empty answer."""
    show_rows([], "console", nothing="no runs")
    assert capsys.readouterr().out == "no runs\n"
    for output, shown in (("json", "[]\n"), ("ndjson", ""), ("csv", "")):
        show_rows([], output)
        assert capsys.readouterr().out == shown


def test_value_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """What lies inside is indented below its name."""
    show_value(
        {
            "outcome": "pass",
            "document": {
                "post": {"post_id": "p", "published_at": 0, "deleted": None},
                "annotations": [{"kind": "source"}, {"kind": "fiction"}],
                "notices": [],
            },
        },
        "console",
    )
    assert capsys.readouterr().out.splitlines() == [
        "outcome   pass",
        "document  post:",
        "            post_id: p",
        "            published_at: 1970-01-01 08:00:00 +08:00",
        "            deleted: -",
        "          annotations:",
        "            - kind: source",
        "            - kind: fiction",
        "          notices: -",
    ]


def test_value_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON is what was given."""
    show_value({"a": [1, None]}, "json")
    assert json.loads(capsys.readouterr().out) == {"a": [1, None]}


def test_unknown_formats() -> None:
    """A format that does not exist is refused with those that do."""
    with pytest.raises(UsageError, match="-o xml: is no format here"):
        check_row_format("xml")
    with pytest.raises(UsageError, match="Formats are console, json"):
        check_value_format("csv")


@pytest.mark.parametrize(
    "call",
    ["show_rows([{'a': 'b'}] * 9999, 'console')", "show_rows([{'a': 'b'}] * 9999, 'ndjson')"],
)
def test_reader_that_leaves(call: str) -> None:
    """A pipe that is closed early ends the output, and nothing else happens."""
    program = f"from evaluator.cli.listing import show_rows\n{call}"
    command = f'{sys.executable} -c "{program}" | head -1'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
