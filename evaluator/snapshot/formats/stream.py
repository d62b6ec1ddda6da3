"""The bytes of a file, decompressed while they are read, with a limit on what they become."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from evaluator.model import SourceFile
from evaluator.snapshot.formats.base import damaged, unreadable

__all__ = ["MOST_EXPANSION", "SMALL", "Decompressed", "decompressed"]

#: A compressed file may become so many times larger …
MOST_EXPANSION = 1000
#: … or at least so many bytes. More is taken for an attack on the disk.
SMALL = 256 << 20


class Decompressed(io.RawIOBase):
    """A readable stream over one file; faults of the compression name the file."""

    def __init__(self, source: SourceFile, stored: pa.NativeFile) -> None:
        super().__init__()
        self._source = source
        self._left = max(SMALL, source.size * MOST_EXPANSION)
        self._bytes = stored
        if source.compression != "none":
            self._bytes = pa.CompressedInputStream(stored, source.compression)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, target: object) -> int:
        """Fill ``target``; 0 at the end."""
        view = memoryview(target)  # type: ignore[arg-type] # any buffer
        chunk = self.take(len(view))
        view[: len(chunk)] = chunk
        return len(chunk)

    def take(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end.

        Raises:
            SnapshotError: if the file is truncated, damaged, or becomes too large.
        """
        try:
            chunk: bytes = self._bytes.read(size)
        except (OSError, pa.ArrowException) as error:
            if self._source.compression == "none" and isinstance(error, OSError):
                raise unreadable(self._source, error) from error
            raise damaged(self._source, f"is damaged: {error}") from error
        if self._source.compression != "none":
            self._left -= len(chunk)
            if self._left < 0:
                raise damaged(
                    self._source, f"becomes more than {MOST_EXPANSION} times as large unpacked"
                )
        return chunk


@contextmanager
def decompressed(source: SourceFile, path: Path) -> Iterator[Decompressed]:
    """The file's bytes, for the time of a ``with`` block.

    Raises:
        SnapshotError: if the file cannot be opened, or is compressed and has no bytes.
    """
    try:
        stored = pa.OSFile(str(path))
    except OSError as error:
        raise unreadable(source, error) from error
    with stored:
        if source.compression != "none" and not source.size:
            raise damaged(source, f"is empty, which no {source.compression} file is")
        yield Decompressed(source, stored)
