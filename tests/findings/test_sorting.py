"""Sorting more lines than memory holds."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.errors import QinglangError
from evaluator.findings import sorting
from evaluator.findings.sorting import LineSorter

LINES = st.lists(st.binary(max_size=20).map(lambda line: line.replace(b"\n", b"\x00")))


@given(lines=LINES, piece=st.integers(1, 60), width=st.integers(2, 4))
def test_any_lines_in_pieces_of_any_size(lines: list[bytes], piece: int, width: int) -> None:
    """However small the pieces and few the files, all lines come back in order, each time."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "PIECE", piece)
        patch.setattr(sorting, "WIDTH", width)
        sorter = LineSorter(Path(folder), "lines")
        for line in lines:
            sorter.add(line)
        sorter.seal()
        wanted = [line[:-1] for line in sorted(line + b"\n" for line in lines)]
        assert list(sorter) == wanted
        assert list(sorter) == wanted
        sorter.remove()
        assert list(Path(folder).iterdir()) == []


def test_not_read_before_it_is_sorted(tmp_path: Path) -> None:
    """Lines that are not sorted yet are not given out."""
    sorter = LineSorter(tmp_path, "lines")
    sorter.add(b"one")
    with pytest.raises(RuntimeError, match="the lines are not sorted yet"):
        next(iter(sorter))


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder without room is named, with what helps."""
    sorter = LineSorter(tmp_path / "gone", "lines")
    sorter.add(b"one")
    with pytest.raises(QinglangError) as told:
        sorter.seal()
    assert str(told.value) == (
        f"temporary folder {tmp_path / 'gone'}: cannot be written (No such file or directory). "
        "Set TMPDIR to a folder with more space."
    )
