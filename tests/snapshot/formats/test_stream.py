"""Compressed files: unpacked while they are read, and not without end."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from evaluator.errors import SnapshotError
from evaluator.model import SourceFile
from evaluator.snapshot.formats import stream
from tests.snapshot.conftest import Load

LINES = b"".join(b'{"a":%d}\n' % number for number in range(1000))


def _zstd(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as packed:
        packed.write(content)
    return bytes(sink.getvalue())


PACKED: dict[str, Callable[[bytes], bytes]] = {"ndjson.gz": gzip.compress, "ndjson.zst": _zstd}


@pytest.fixture(params=sorted(PACKED))
def ending(request: pytest.FixtureRequest) -> str:
    """A compressed file's ending."""
    name: str = request.param
    return name


def _rule(load: Load, ending: str, content: bytes, **options: int) -> str:
    with pytest.raises(SnapshotError) as raised:
        load(ending, content, **options)
    assert raised.value.offender == f"load snapshot: file.{ending}"
    return raised.value.rule


def test_several_members(load: Load, ending: str) -> None:
    """Compressed files that were put behind each other are one file."""
    pack = PACKED[ending]
    rows = load(ending, pack(LINES) + pack(b"") + pack(b"{}\n")).rows
    assert len(rows) == 1001
    assert rows[-1] == (1001, "{}")


def test_an_empty_member_is_an_empty_table(load: Load, ending: str) -> None:
    """Nothing, compressed, is no rows; no bytes at all are no compressed file."""
    assert load(ending, PACKED[ending](b"")).rows == []
    kind = {"ndjson.gz": "gzip", "ndjson.zst": "zstd"}[ending]
    assert _rule(load, ending, b"") == f"is empty, which no {kind} file is"


@pytest.mark.parametrize("cut", [1, 5, 12, -1, -5, -9])
def test_truncation(load: Load, ending: str, cut: int) -> None:
    """A file without its end is damaged, and none of its rows count."""
    assert _rule(load, ending, PACKED[ending](LINES)[:cut]).startswith("is damaged: ")


def test_what_follows(load: Load, ending: str) -> None:
    """Bytes behind the end are damage as well."""
    assert _rule(load, ending, PACKED[ending](LINES) + b"more").startswith("is damaged: ")


def test_another_format(load: Load, ending: str) -> None:
    """A file that is not compressed as its name says."""
    assert _rule(load, ending, LINES).startswith("is damaged: ")


def test_growth_has_an_end(load: Load, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that becomes a thousand times as large is taken for an attack on the disk."""
    content = PACKED[ending](b"\n" * 5_000_000)
    assert load(ending, content).rows == []
    monkeypatch.setattr(stream, "SMALL", 1 << 20)
    rule = _rule(load, ending, content, size=100)
    assert rule == "becomes more than 1000 times as large unpacked"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        # A file that can be opened, and whose first byte cannot be read.
        ("/proc/self/mem", "Input/output error"),
        ("/no/such/file", "No such file or directory"),
    ],
)
def test_faults_of_the_system(path: str, reason: str) -> None:
    """A file that gives no bytes is told with the reason of the system."""
    source = SourceFile("posts", "posts.csv", "csv", "none", 1, "0")
    with pytest.raises(SnapshotError) as raised, stream.decompressed(source, Path(path)) as opened:
        opened.take(1)
    assert raised.value.rule == f"cannot be read: {reason}"
    assert raised.value.remedy == "Give the reader access, and change nothing while it reads."
