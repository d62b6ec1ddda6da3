"""``qinglang snapshot``: what is wrong with a snapshot, and what is in it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from evaluator.bundle import load_bundle
from tests.conftest import AS_OF, Run, WriteSnapshot

ACCOUNT = {
    "account_id": "a1",
    "account_class": "personal",
    "status": "active",
    "created_at": 1_700_000_000,
}
POST = {
    "post_id": "p1",
    "account_id": "a1",
    "published_at": AS_OF - 5,
    "media_kind": "text",
    "origin": "own",
}


@pytest.fixture
def faulty(write_snapshot: WriteSnapshot) -> Path:
    """A snapshot with four faulty rows, an unknown column, a repeated row and a stray file."""
    posts = [
        POST,
        POST | {"post_id": "p2", "media_kind": "smell"},
        POST | {"post_id": "p3", "media_kind": "taste", "colour": "red"},
        POST | {"post_id": "p4", "media_kind": "touch"},
        POST | {"post_id": "p5", "published_at": "2025-09-01T00:00:00", "media_kind": "=1+1"},
        POST,
    ]
    folder = write_snapshot({"accounts": [ACCOUNT], "posts": posts})
    (folder / "notes.txt").touch()
    return folder


KINDS = "must be one of text, image, audio, video, live, interactive"
TIME = "must be a time: RFC 3339 with an offset, or whole epoch seconds"
COUNTS = "2 tables: 7 rows read, 2 kept, 4 quarantined, 1 repeated\n"


def test_check_groups_all_faults(qinglang: Run, faulty: Path) -> None:
    """Faults come by table, column and rule, with their number and the first of them."""
    ended = qinglang("snapshot", "check", faulty, "-o", "json")
    assert ended.code == 1
    groups: list[dict[str, Any]] = json.loads(ended.out)
    assert [
        (group["table"], group["column"], group["rule"], group["count"]) for group in groups
    ] == [("posts", "media_kind", KINDS, 4), ("posts", "published_at", TIME, 1)]
    assert groups[0]["examples"] == [
        {"file": "posts.ndjson", "row": row, "key": f"p{row}", "value": value}
        for row, value in [(2, "smell"), (3, "taste"), (4, "touch")]
    ]
    assert ended.err == (
        "warning: notes.txt is no table of the contract; it was not read\n"
        "warning: posts.ndjson: unknown column 'colour' of table posts was not read\n" + COUNTS
    )


def test_check_on_a_console(qinglang: Run, faulty: Path) -> None:
    """Without a format faults are shown for reading."""
    ended = qinglang("snapshot", "check", faulty)
    assert ended.code == 1
    assert "media_kind" in ended.out
    assert "posts.ndjson:2 smell" in " ".join(ended.out.split())


def test_check_as_csv(qinglang: Run, faulty: Path) -> None:
    """In CSV the examples are one cell."""
    rows = list(csv.DictReader(io.StringIO(qinglang("snapshot", "check", faulty, "-o", "csv").out)))
    assert [row["count"] for row in rows] == ["4", "1"]
    assert json.loads(rows[1]["examples"]) == ["posts.ndjson:5 2025-09-01T00:00:00"]


def test_check_of_a_clean_snapshot(qinglang: Run, write_snapshot: WriteSnapshot) -> None:
    """Where nothing is wrong, it says so and exits with 0."""
    folder = write_snapshot({"accounts": [ACCOUNT]})
    ended = qinglang("snapshot", "check", folder)
    assert (ended.code, ended.out) == (0, "no faults\n")
    assert ended.err == "1 table: 1 rows read, 1 kept, 0 quarantined, 0 repeated\n"
    assert qinglang("snapshot", "check", folder, "-o", "json").out == "[]\n"


@pytest.mark.parametrize("command", ["check", "describe"])
def test_what_cannot_be_read(qinglang: Run, tmp_path: Path, command: str) -> None:
    """A snapshot that cannot be read as a whole exits with 3 and a remedy."""
    ended = qinglang("snapshot", command, tmp_path / "no")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == (
        f"error: snapshot {tmp_path / 'no'}: there is no such folder\n"
        "  remedy: Give the folder that holds snapshot.json.\n"
    )


def test_faults_of_whole_tables_come_at_once(qinglang: Run, write_snapshot: WriteSnapshot) -> None:
    """Columns that are missing anywhere are told together."""
    folder = write_snapshot({})
    (folder / "accounts.csv").write_text("account_id,status,created_at\n")
    (folder / "operators.csv").write_text("operator_id\n")
    ended = qinglang("snapshot", "check", folder)
    assert ended.code == 3
    assert "accounts.csv: required column account_class is missing" in ended.err
    assert "operators.csv: required column kind is missing" in ended.err


@pytest.mark.parametrize(("command", "format_"), [("check", "yaml"), ("describe", "csv")])
def test_unknown_formats(qinglang: Run, faulty: Path, command: str, format_: str) -> None:
    """A format that does not exist is refused before anything is read."""
    ended = qinglang("snapshot", command, faulty, "-o", format_)
    assert ended.code == 2
    assert f"-o {format_}" in ended.err


def test_describe(qinglang: Run, faulty: Path) -> None:
    """Tables, times, nulls, and the controls with what they lack."""
    ended = qinglang("snapshot", "describe", faulty, "-o", "json")
    assert ended.code == 0
    shown = json.loads(ended.out)
    assert (shown["snapshot_id"], shown["as_of"]) == ("snapshot", AS_OF)
    assert len(shown["snapshot_digest"]) == 64
    assert shown["tables"][1] == {
        "table": "posts",
        "read": 6,
        "kept": 1,
        "quarantined": 4,
        "repeated": 1,
        "unplaced": 0,
    }
    columns = {(row["table"], row["column"]): row for row in shown["columns"]}
    assert columns["posts", "published_at"]["first"] == AS_OF - 5
    assert columns["posts", "published_at"]["last"] == AS_OF - 5
    assert columns["posts", "topic"]["null_rate"] == 1.0
    assert columns["posts", "topic"]["nulls"] == 1
    assert columns["posts", "deleted_at"]["first"] is None
    controls = {row["control"]: row for row in shown["controls"]}
    assert set(controls) == set(load_bundle().controls)
    assert controls["ANN-09"]["evaluated"] is False
    assert controls["ANN-09"]["lacks"] == ["annotations"]


def test_describe_on_a_console(qinglang: Run, small_snapshot: Path) -> None:
    """The same is shown for reading, with times as they are read in China."""
    ended = qinglang("snapshot", "describe", small_snapshot)
    assert ended.code == 0
    assert "2025-09-24 00:00:00 +08:00" in ended.out
    assert "2,000" in ended.out
    assert all(code in ended.out for code in load_bundle().controls)


def test_describe_an_empty_table(qinglang: Run, write_snapshot: WriteSnapshot) -> None:
    """Of no rows there is no rate."""
    folder = write_snapshot({"operators": []})
    shown = json.loads(qinglang("snapshot", "describe", folder, "-o", "json").out)
    assert {row["null_rate"] for row in shown["columns"]} == {None}
    assert qinglang("snapshot", "describe", folder).code == 0


def test_generate_is_one_of_its_commands(qinglang: Run, tmp_path: Path) -> None:
    """What is generated has no faults."""
    ended = qinglang("snapshot", "generate", tmp_path / "made", "--posts", "50", "--seed", "7")
    assert ended.code == 0
    assert qinglang("snapshot", "check", tmp_path / "made").code == 0
