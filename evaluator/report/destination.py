"""Where a report goes: a file that is whole or absent, or a standard stream that may be closed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from evaluator.errors import QinglangError

__all__ = ["open_file", "open_standard"]


@contextmanager
def open_file(path: Path) -> Iterator[TextIO]:
    """A UTF-8 text stream whose text becomes ``path`` when the block ends without an error.

    The text is written to a sibling first and then renamed, so that a reader, or an interrupted
    run, finds the old file or the new one and never a part. What is no regular file (a pipe, a
    device) is written to as it is. Line ends are written as they come.

    Raises:
        QinglangError: where the file cannot be written.
    """
    if path.exists() and not path.is_file():
        with _writing(str(path)), path.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    target = path.resolve()
    part = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    try:
        with _writing(str(path)):
            with part.open("x", encoding="utf-8", newline="") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def open_standard(stream: TextIO, *, machine: bool) -> Iterator[TextIO]:
    """A standard stream to write a report to; ``machine``: UTF-8 whatever the locale says.

    A reader that closes the pipe early (``| head``) has read what it wanted: writing just ends.
    A character that the encoding of a terminal lacks is shown as an escape.

    Raises:
        QinglangError: where the stream cannot be written for another reason (a full disk).
    """
    binary = getattr(stream, "buffer", None)
    if binary is None:  # an embedding program put a stream of its own in the place
        yield stream
        return
    encoding = "utf-8" if machine else stream.encoding
    text = TextIOWrapper(binary, encoding=encoding, errors="backslashreplace", newline="")
    try:
        with _writing(str(getattr(stream, "name", "the stream"))):
            with _leaving(binary):
                stream.flush()
            with _leaving(binary):
                yield text
                text.flush()
    finally:
        text.detach()


@contextmanager
def _writing(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise QinglangError(
            name,
            f"cannot be written ({error.strerror or error})",
            "Make room, or name another place with -o FORMAT:PATH.",
        ) from error


@contextmanager
def _leaving(binary: BinaryIO) -> Iterator[None]:
    """Lets a reader leave; after any failure nothing more is written to ``binary``."""
    try:
        yield
    except OSError as error:
        # What is still buffered must not raise once more when the program ends.
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, binary.fileno())
        os.close(nothing)
        if not isinstance(error, BrokenPipeError):
            raise
