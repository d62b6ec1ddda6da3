"""Bundles as OPA moves them about: one tar archive, compressed with gzip.

An archive comes from elsewhere. So it is read into memory and never unpacked onto a disk, what it
expands to is limited, and anything in it but plain files with plain names is refused.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from evaluator.errors import BundleError

__all__ = ["ARCHIVE_ENDINGS", "MOST_BYTES", "MOST_FILES", "pack_archive", "read_archive"]

#: How the name of an archive ends; anything else is a folder.
ARCHIVE_ENDINGS: Final = (".tar.gz", ".tgz")
#: A bundle of eighty controls takes less than 2 MiB.
MOST_BYTES: Final = 256 * 2**20
MOST_FILES: Final = 10_000

_GET = "Get the archive again from where it was published."
_DISTRUST = "Do not use it; get the bundle again from where it was published."


def read_archive(path: Path) -> dict[str, bytes]:
    """All files of an archive by relative path.

    Raises:
        BundleError: if it is none, is cut off, expands beyond `MOST_BYTES` or `MOST_FILES`, or
            holds a link, a device, a path that leaves the bundle, or one file twice.
    """
    files: dict[str, bytes] = {}
    try:
        with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as unzipped:
            limited = _Limited(path, unzipped)
            with tarfile.open(fileobj=limited, mode="r|") as members:
                for member in members:
                    name = _name(path, member, files)
                    if name is not None:
                        content = members.extractfile(member)
                        assert content is not None, "a regular file has content"
                        files[name] = content.read()
            if limited.read().strip(b"\0"):
                raise BundleError(str(path), "goes on after its end", _DISTRUST)
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise BundleError(str(path), f"is no whole archive of a bundle ({error})", _GET) from error
    except OSError as error:
        raise BundleError(
            str(path), f"cannot be read ({error.strerror})", "Check the path and its permissions."
        ) from error
    return files


def pack_archive(files: Mapping[str, bytes]) -> bytes:
    """The archive of a bundle; the same files give the same bytes.

    Args:
        files: contents by relative path.
    """
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.USTAR_FORMAT) as members,
    ):
        for name in sorted(files):
            member = tarfile.TarInfo(name)
            member.size = len(files[name])
            members.addfile(member, io.BytesIO(files[name]))
    return packed.getvalue()


class _Limited(io.RawIOBase):
    """A stream that refuses to give more than a bundle can be: archives expand a thousandfold."""

    def __init__(self, path: Path, stream: gzip.GzipFile) -> None:
        self._path = path
        self._stream = stream
        self._left = MOST_BYTES

    def read(self, size: int = -1) -> bytes:
        """The next bytes.

        Raises:
            BundleError: where more than the limit have come.
        """
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        body = self._stream.read(wanted)
        self._left -= len(body)
        if self._left < 0:
            raise BundleError(
                str(self._path), f"expands to more than {MOST_BYTES // 2**20} MiB", _DISTRUST
            )
        return body


def _name(path: Path, member: tarfile.TarInfo, known: Mapping[str, bytes]) -> str | None:
    """The relative path of a file, None for a folder."""
    # OPA writes a slash in front, and `tar -C folder .` a point.
    name = member.name.removeprefix("./").removeprefix("/")
    offender = f"{path}: {member.name}"
    if member.isdir():
        return None
    if member.issym() or member.islnk():
        kind = "symbolic" if member.issym() else "hard"
        raise BundleError(offender, f"is a {kind} link; a bundle has none", _DISTRUST)
    if not member.isfile():
        raise BundleError(offender, "is no regular file; a bundle has no others", _DISTRUST)
    if "\\" in name or "\0" in name or any(part in {"", ".", ".."} for part in name.split("/")):
        raise BundleError(offender, "is a path that leaves the bundle", _DISTRUST)
    if name in known:
        raise BundleError(offender, "is there twice", _DISTRUST)
    if len(known) >= MOST_FILES:
        raise BundleError(str(path), f"holds more than {MOST_FILES:,} files", _DISTRUST)
    return name
