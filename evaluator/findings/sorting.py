"""Sorts more lines than memory holds: sorted pieces in files, merged into one."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from evaluator.errors import QinglangError

__all__ = ["LineSorter"]

#: Bytes of text that are sorted in memory at once.
PIECE = 24 * 2**20
#: Pieces that are merged at once; each is an open file.
WIDTH = 64
_BUFFER = 2**16


class LineSorter:
    """Takes lines and gives them back sorted by their bytes, the line break at their end included.

    Args:
        folder: an existing folder for the pieces.
        name: what the files are called; one sorter of a name in a folder.

    Raises:
        QinglangError: from every method, if the folder cannot be written.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._held: list[bytes] = []
        self._size = 0
        self._made = 0
        self._pieces: list[Path] = []
        self._sorted: Path | None = None

    def add(self, line: bytes) -> None:
        """Take one line, which holds no line break."""
        self._held.append(line + b"\n")
        self._size += len(line)
        if self._size >= PIECE:
            self._write_piece()

    def seal(self) -> None:
        """Sort what has come; nothing can be added after it."""
        with self._told():
            self._write_piece()
            while len(self._pieces) > 1:
                first, self._pieces = self._pieces[:WIDTH], self._pieces[WIDTH:]
                self._pieces.append(self._merge(first))
        self._sorted = self._pieces[0]

    def __iter__(self) -> Iterator[bytes]:
        """All lines in order, without their line breaks; a fresh iterator each time."""
        if self._sorted is None:
            raise RuntimeError("the lines are not sorted yet")
        with self._sorted.open("rb", buffering=_BUFFER) as lines:
            for line in lines:
                yield line[:-1]

    def remove(self) -> None:
        """Remove the files; the lines are gone."""
        for piece in self._pieces:
            piece.unlink(missing_ok=True)
        self._held, self._pieces, self._sorted = [], [], None

    def _write_piece(self) -> None:
        with self._told():
            path = self._next()
            self._held.sort()
            with path.open("wb", buffering=_BUFFER) as piece:
                piece.writelines(self._held)
        self._pieces.append(path)
        self._held = []
        self._size = 0

    def _merge(self, pieces: list[Path]) -> Path:
        path = self._next()
        with ExitStack() as stack:
            files = [stack.enter_context(piece.open("rb", _BUFFER)) for piece in pieces]
            stack.enter_context(path.open("wb", _BUFFER)).writelines(heapq.merge(*files))
        for piece in pieces:
            piece.unlink()
        return path

    def _next(self) -> Path:
        self._made += 1
        return self._folder / f"{self._name}-{self._made}"

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise QinglangError(
                f"temporary folder {self._folder}",
                f"cannot be written ({error.strerror})",
                "Set TMPDIR to a folder with more space.",
            ) from error
