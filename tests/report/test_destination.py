"""Files are whole or absent; closed pipes are no error, full disks are."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator.errors import QinglangError
from evaluator.report.destination import open_file, open_standard


def test_file_is_replaced_at_the_end(tmp_path: Path) -> None:
    """Until the block ends a reader finds the old file."""
    path = tmp_path / "report.json"
    path.write_text("old")
    with open_file(path) as stream:
        stream.write("new 中文\r\n")
        assert path.read_text() == "old"
    assert path.read_bytes() == "new 中文\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_interrupted(tmp_path: Path, error: type[BaseException]) -> None:
    """An interrupted run leaves the old file and nothing beside it."""
    path = tmp_path / "report.json"
    path.write_text("old")

    def write_half() -> None:
        with open_file(path) as stream:
            stream.write("half")
            raise error

    with pytest.raises(error):
        write_half()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_link_is_followed(tmp_path: Path) -> None:
    """What a link points to is replaced, and the link stays."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    with open_file(link) as stream:
        stream.write("new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_absent_folder(tmp_path: Path) -> None:
    """A place that went away is named with the remedy."""
    path = tmp_path / "gone" / "report.json"
    with pytest.raises(QinglangError) as caught, open_file(path) as stream:
        stream.write("x")
    assert str(caught.value) == (
        f"{path}: cannot be written (No such file or directory). "
        "Make room, or name another place with -o FORMAT:PATH."
    )


@pytest.mark.parametrize("text", ["x", "x" * 1_000_000])
def test_full_disk(text: str) -> None:
    """A full disk is told, also where it is found out at the end."""
    with (
        pytest.raises(QinglangError, match=r"/dev/full: cannot be written \(No space left"),
        open_file(Path("/dev/full")) as stream,
    ):
        stream.write(text)


def test_device(tmp_path: Path) -> None:
    """A pipe with a name is written to as it is."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with subprocess.Popen(["cat", path], stdout=subprocess.PIPE) as reader:
        with open_file(path) as stream:
            stream.write("through")
        assert reader.communicate()[0] == b"through"
    assert path.is_fifo()


@pytest.fixture
def latin() -> Iterator[tuple[io.TextIOWrapper, io.BytesIO]]:
    """A standard stream that knows no Chinese."""
    below = io.BytesIO()
    stream = io.TextIOWrapper(below, encoding="latin-1")
    yield stream, below
    stream.detach()


@pytest.mark.parametrize(("machine", "written"), [(True, "中\n".encode()), (False, b"\\u4e2d\n")])
def test_encoding(
    latin: tuple[io.TextIOWrapper, io.BytesIO], machine: bool, written: bytes
) -> None:
    """Programs get UTF-8, readers what their terminal can show; the stream stays open."""
    stream, below = latin
    stream.write("before ")
    with open_standard(stream, machine=machine) as text:
        text.write("中\n")
    stream.write("after")
    stream.flush()
    assert below.getvalue() == b"before " + written + b"after"


def test_stream_without_bytes() -> None:
    """A stream of an embedding program is used as it is."""
    target = io.StringIO()
    with open_standard(target, machine=True) as stream:
        assert stream is target


def test_closed_pipe() -> None:
    """Writing to a reader that left just ends, and nothing is left to fail later."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        pipe.write("buffered ")
        with open_standard(pipe, machine=True) as stream:
            stream.write("x" * 1_000_000)
        assert not pipe.closed
        pipe.write("more")
    assert pipe.closed


def test_full_standard_output() -> None:
    """Any other failure is an error."""
    with (
        Path("/dev/full").open("w") as full,
        pytest.raises(QinglangError, match=r"/dev/full: cannot be written \(No space left"),
        open_standard(full, machine=True) as stream,
    ):
        stream.write("x")
