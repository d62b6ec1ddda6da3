"""The files of a prepared subject kind, and which of them must not be read together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = ["LONG_PREFIX", "read_together"]

#: Begins the names of files whose subjects have long arrays.
LONG_PREFIX = "part-long-"


def read_together(files: Sequence[Path]) -> list[list[Path]]:
    """The files in groups of which one can be read at a time in little memory."""
    long = [file for file in files if file.name.startswith(LONG_PREFIX)]
    others = [file for file in files if not file.name.startswith(LONG_PREFIX)]
    return [group for group in (others, *([file] for file in long)) if group]
