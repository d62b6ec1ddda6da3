"""What a broken export gets on the command line, fault by fault: place, rule, remedy, exit code.

The rules have tests of their own below; here each fault goes the whole way, so that nothing between
the file and the user loses its place or its words.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.conftest import AS_OF, REPOSITORY, Run, WriteSnapshot

ACCOUNT = {
    "account_id": "a1",
    "account_class": "personal",
    "status": "active",
    "created_at": 1_700_000_000,
}
HEADER = "account_id,account_class,status,created_at"
SOUND = "a1,personal,active,1700000000"
TIME = "must be a time: RFC 3339 with an offset, or whole epoch seconds"
INTEGER = "must be an integer"
LINE = json.dumps(ACCOUNT)


def _line(**changes: object) -> str:
    return json.dumps({**ACCOUNT, "account_id": "a2", **changes})


def _raw(cell: str, text: str) -> str:
    """A second account whose cell holds JSON text as it is."""
    return _line(**{cell: "HERE"}).replace('"HERE"', text)


def _parquet(**columns: Any) -> bytes:
    table = pa.table({key: pa.array([value]) for key, value in ACCOUNT.items()} | columns)
    content = io.BytesIO()
    pq.write_table(table, content)
    return content.getvalue()


def _parquet_without_rows() -> bytes:
    content = io.BytesIO()
    pq.write_table(
        pa.table({key: pa.array([value]) for key, value in ACCOUNT.items()}).slice(0, 0), content
    )
    return content.getvalue()


def _stamp(value: int, unit: str, zone: str | None = "UTC") -> pa.Array:
    return pa.array([value], pa.int64()).cast(pa.timestamp(unit, tz=zone))


Files = Mapping[str, str | bytes]

#: Fault -> the files, and the faulty cell as (row, column, rule, shown value).
CELLS: Mapping[str, tuple[Files, tuple[int, str, str, str]]] = {
    "a ragged record": (
        {"accounts.csv": f"{HEADER}\n{SOUND}\na2,personal\n"},
        (2, "", "must have as many cells as the header", "a2,personal"),
    ),
    "CRLF, and a fault behind it": (
        {"accounts.csv": f"{HEADER}\r\n{SOUND}\r\na2,personal,gone,5\r\n"},
        (2, "status", "must be one of active, muted, closed", "gone"),
    ),
    "a byte order mark, and a fault behind it": (
        {"accounts.csv": f"\ufeff{HEADER}\n{SOUND}\na2,personal,gone,5\n"},
        (2, "status", "must be one of active, muted, closed", "gone"),
    ),
    "NaN": (
        {"accounts.ndjson": f"{LINE}\n{_raw('followers', 'NaN')}\n"},
        (2, "followers", "is no JSON number", "NaN"),
    ),
    "infinity": (
        {"accounts.ndjson": f"{LINE}\n{_raw('followers', '-Infinity')}\n"},
        (2, "followers", "is no JSON number", "-Infinity"),
    ),
    "a number that no float holds": (
        {"accounts.ndjson": f"{LINE}\n{_raw('followers', '1e400')}\n"},
        (2, "followers", INTEGER, "1e400"),
    ),
    "2^53": (
        {"accounts.ndjson": f"{LINE}\n{_raw('followers', str(2**53))}\n"},
        (2, "followers", f"must be at most {2**53 - 1}", str(2**53)),
    ),
    "true for an integer": (
        {"accounts.ndjson": f"{LINE}\n{_raw('followers', 'true')}\n"},
        (2, "followers", INTEGER, "true"),
    ),
    "an integer for a flag": (
        {"monetisation.csv": "grant_id,account_id,kind,granted_at,identity_checked\ng,a,ads,1,1\n"},
        (1, "identity_checked", "must be true or false", "1"),
    ),
    "a list for a scalar": (
        {"accounts.ndjson": f"{LINE}\n{_raw('status', '[1]')}\n"},
        (2, "status", "must be text", "[1]"),
    ),
    "ten megabytes": (
        {"accounts.ndjson": f"{LINE}\n{_line(operator_id='x' * 10_000_000)}\n"},
        (2, "operator_id", "must have at most 128 characters", "x" * 200),
    ),
    "a control character": (
        {"accounts.ndjson": f"{LINE}\n" + _line(operator_id="a\u001bb") + "\n"},
        (2, "operator_id", "must not hold control characters", "a\u001bb"),
    ),
    "a repeated key": (
        {"accounts.ndjson": f'{LINE}\n{_line()[:-1]}, "status": "closed"}}\n'},
        (2, "status", "must not be given twice in one object", '["active", "closed"]'),
    ),
    "a line that is no JSON": (
        {"accounts.ndjson": f'{LINE}\n{{"account_id":\n'},
        (2, "", "is no JSON (Expecting value)", '{"account_id":'),
    ),
    "a time after as_of": (
        {"accounts.parquet": _parquet(created_at=_stamp(AS_OF + 1, "s"))},
        (1, "created_at", "must not lie after as_of", "2025-09-23 16:00:01+00"),
    ),
    "the year 9999 in nanoseconds that end in 2262": (
        {"accounts.parquet": _parquet(created_at=_stamp(2**63 - 1, "ns"))},
        (1, "created_at", TIME, "infinity"),
    ),
}

#: Fault -> the files, and what is told; the run stops.
STOPS: Mapping[str, tuple[Files, str]] = {
    "another encoding": (
        {"accounts.csv": f"{HEADER}\n{SOUND}\n账号,personal,active,1\n".encode("gb18030")},
        "accounts.csv: is not UTF-8",
    ),
    "another encoding of JSON": (
        {"accounts.ndjson": _line(operator_id="账号").encode("utf-16")},
        "accounts.ndjson: line 1 is not UTF-8",
    ),
    "a quote that is never closed": (
        {"accounts.csv": f'{HEADER}\n{SOUND}\n"a2,personal,active,1\na3,personal,active,1\n'},
        "accounts.csv: a quote is never closed",
    ),
    "a time without a zone": (
        {"accounts.parquet": _parquet(created_at=_stamp(5, "us", None))},
        "accounts.parquet: column created_at has timestamps without a zone",
    ),
    "an empty file": ({"accounts.parquet": b""}, "accounts.parquet: is no Parquet file"),
    "an empty file of records": ({"accounts.csv": b""}, "accounts.csv: has no header"),
    "a file and a folder": (
        {"accounts.ndjson": LINE, "accounts/part.ndjson": LINE},
        "table accounts is given twice: accounts/, accounts.ndjson",
    ),
    "a truncated file": ({"accounts.parquet": _parquet()[:-40]}, "accounts.parquet: is no Parquet"),
    "a wrong file": ({"accounts.ndjson.gz": LINE}, "accounts.ndjson.gz: is damaged"),
}

#: What is wrong with snapshot.json -> what is told.
MANIFESTS: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "an unknown contract": (
        {"contract_version": 2},
        "contract_version must be 1, the only version of the contract that is known",
    ),
    "a moment before the window": (
        {"as_of": 5, "window_from": 6, "window_to": 7},
        "as_of lies before window_from",
    ),
    "a digest that differs": (
        {"tables": {"accounts": {"files": {"accounts.ndjson": "0" * 64}}}},
        "accounts.ndjson",
    ),
}


@pytest.fixture
def export(write_snapshot: WriteSnapshot) -> Callable[[Files], Path]:
    """Writes a snapshot of the given files."""

    def write(files: Files, **manifest: object) -> Path:
        folder = write_snapshot({})
        head = json.loads((folder / "snapshot.json").read_text())
        (folder / "snapshot.json").write_text(json.dumps(head | manifest))
        for name, content in files.items():
            place = folder / name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.mark.parametrize("fault", CELLS)
def test_quarantine(qinglang: Run, export: Callable[[Files], Path], fault: str) -> None:
    """One bad row is told with its place, the rule and its raw value; the others stay."""
    files, told = CELLS[fault]
    ended = qinglang("snapshot", "check", export(files), "-o", "json")
    (group,) = json.loads(ended.out)
    (cell,) = group["examples"]
    assert (cell["row"], group["column"], group["rule"], cell["value"]) == told
    assert ended.code == 1


@pytest.mark.parametrize("fault", STOPS)
def test_stop(qinglang: Run, export: Callable[[Files], Path], fault: str) -> None:
    """A file that cannot be read as a whole stops the run, by name and with a remedy."""
    files, told = STOPS[fault]
    ended = qinglang("snapshot", "check", export(files))
    assert (ended.code, ended.out) == (3, "")
    assert told in ended.err
    assert "  remedy: " in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("fault", MANIFESTS)
def test_manifest(qinglang: Run, export: Callable[..., Path], fault: str) -> None:
    """What snapshot.json says wrongly stops the run before a row is read."""
    manifest, told = MANIFESTS[fault]
    ended = qinglang("snapshot", "check", export({"accounts.ndjson": LINE}, **manifest))
    assert ended.code == 3
    assert told in ended.err
    assert "  remedy: " in ended.err


@pytest.mark.parametrize(
    "files",
    [
        {"accounts.csv": HEADER},
        {"accounts.ndjson": ""},
        {"accounts/none.ndjson": ""},
        {"accounts.parquet": _parquet_without_rows()},
        {
            "accounts/numbers.parquet": _parquet(account_id=pa.array([2])),
            "accounts/texts.ndjson": LINE,
        },
    ],
)
def test_no_fault(qinglang: Run, export: Callable[[Files], Path], files: Files) -> None:
    """Tables without rows are sound, and so are ids that are integers in one part of a table."""
    ended = qinglang("snapshot", "check", export(files))
    assert (ended.code, ended.out) == (0, "no faults\n")


#: Mounts a small disk that nobody else sees, and runs a program whose files lie on it.
ON_A_SMALL_DISK = """
mount -t tmpfs -o size=200k none "$DISK" || exit 99
"$@"
code=$?
find "$DISK" -type f -not -path "*/locks/*"
exit $code
"""


@pytest.mark.heavy
@pytest.mark.parametrize("variable", ["QINGLANG_CACHE_DIR", "TMPDIR"])
def test_full_disk(small_snapshot: Path, tmp_path: Path, variable: str) -> None:
    """A disk that fills up while subjects are prepared is named, and nothing stays on it."""
    apart = [str(shutil.which("unshare")), "--user", "--map-root-user", "--mount"]
    if not shutil.which("unshare") or subprocess.run([*apart, "true"], check=False).returncode:
        pytest.skip("this machine lets nobody mount a disk of their own")
    disk = tmp_path / "disk"
    disk.mkdir()
    program = "import sys; sys.path.insert(0, sys.argv.pop(1)); import scheduler.cli as c; c.main()"
    command = [sys.executable, "-c", program, str(REPOSITORY)]
    ended = subprocess.run(
        [*apart, "sh", "-c", ON_A_SMALL_DISK, "sh", *command, "evaluate", str(small_snapshot)],
        env={**os.environ, "DISK": str(disk), "QINGLANG_CACHE_DIR": str(tmp_path / "cache")}
        | {variable: str(disk)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (3, "")
    assert f"error: {disk}/" in ended.stderr
    assert ": no space is left on this disk\n  remedy: Make room" in ended.stderr
