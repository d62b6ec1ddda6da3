"""An archive is read whole, or refused by the name of what is wrong with it."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.bundle import Bundle, archive, load_bundle
from evaluator.bundle.archive import pack_archive, read_archive
from evaluator.bundle.reader import all_files
from evaluator.errors import BundleError


def _packed(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as packed:
        for member, body in members:
            member.size = len(body)
            packed.addfile(member, io.BytesIO(body))
    return path


def _link(kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo("qinglang/a.rego")
    member.type, member.linkname = kind, "/etc/hostname"
    return member


def test_a_folder_and_its_archive_are_one_bundle(shipped: Bundle, tmp_path: Path) -> None:
    """Packed and read again, all files and digests are as they were; packing repeats."""
    files = all_files(shipped.folder)
    path = tmp_path / "bundle.tar.gz"
    path.write_bytes(pack_archive(files))
    assert read_archive(path) == files
    read = load_bundle(path)
    assert (read.digest, read.revision, read.controls) == (
        shipped.digest,
        shipped.revision,
        shipped.controls,
    )
    assert pack_archive(dict(reversed(files.items()))) == path.read_bytes()


def test_slash_and_point_in_front_are_no_part_of_a_name(tmp_path: Path) -> None:
    """OPA writes `/data.json`, tar `./data.json`; folders are no files."""
    folder = tarfile.TarInfo("./qinglang")
    folder.type = tarfile.DIRTYPE
    members = [(folder, b""), (tarfile.TarInfo("/data.json"), b"1"), (tarfile.TarInfo("./b"), b"2")]
    assert read_archive(_packed(tmp_path / "b.tgz", *members)) == {"data.json": b"1", "b": b"2"}


@pytest.mark.parametrize(
    ("member", "rule"),
    [
        (tarfile.TarInfo("../data.json"), "is a path that leaves the bundle"),
        (tarfile.TarInfo("a/../../data.json"), "is a path that leaves the bundle"),
        (tarfile.TarInfo("//etc/passwd"), "is a path that leaves the bundle"),
        (tarfile.TarInfo("a\\..\\b"), "is a path that leaves the bundle"),
        (_link(tarfile.SYMTYPE), "is a symbolic link; a bundle has none"),
        (_link(tarfile.LNKTYPE), "is a hard link; a bundle has none"),
        (_link(tarfile.FIFOTYPE), "is no regular file; a bundle has no others"),
    ],
)
def test_what_no_bundle_has(tmp_path: Path, member: tarfile.TarInfo, rule: str) -> None:
    """Paths that lead out, links and devices are refused by name, and nothing is written."""
    path = _packed(tmp_path / "b.tar.gz", (member, b""))
    with pytest.raises(BundleError) as caught:
        read_archive(path)
    assert (caught.value.offender, caught.value.rule) == (f"{path}: {member.name}", rule)
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_doubled_file(tmp_path: Path) -> None:
    """The second of one name is refused, also where it is only written otherwise."""
    members = [(tarfile.TarInfo(name), name.encode()) for name in ("data.json", "./data.json")]
    with pytest.raises(BundleError, match=r"\./data\.json: is there twice"):
        read_archive(_packed(tmp_path / "b.tar.gz", *members))


def test_an_archive_that_expands_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading ends at the limit, for one large file as for a heading that claims to be one."""
    monkeypatch.setattr(archive, "MOST_BYTES", 2**20)
    path = _packed(tmp_path / "b.tar.gz", (tarfile.TarInfo("data.json"), bytes(2**23)))
    assert path.stat().st_size < 2**16
    with pytest.raises(BundleError, match="expands to more than 1 MiB"):
        read_archive(path)


def test_an_archive_of_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty files take memory too."""
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    members = [(tarfile.TarInfo(str(number)), b"") for number in range(4)]
    with pytest.raises(BundleError, match="holds more than 3 files"):
        read_archive(_packed(tmp_path / "b.tar.gz", *members))


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (lambda body: body[: len(body) // 2], "is no whole archive"),
        (lambda _: b"no archive at all", "is no whole archive"),
        (lambda _: gzip.compress(b"x" * 600), "is no whole archive"),
        (lambda body: body + b"more", "is no whole archive"),
        (lambda body: body + gzip.compress(b"hidden"), "goes on after its end"),
    ],
)
def test_damaged_archives(
    shipped: Bundle, tmp_path: Path, damage: Callable[[bytes], bytes], rule: str
) -> None:
    """What is cut off, is no archive, or hides something behind its end."""
    path = tmp_path / "b.tar.gz"
    path.write_bytes(damage(pack_archive(all_files(shipped.folder))))
    with pytest.raises(BundleError, match=rule):
        read_archive(path)


def test_an_archive_that_cannot_be_read(tmp_path: Path) -> None:
    """The reason of the system is told."""
    with pytest.raises(BundleError, match=r"cannot be read \(No such file or directory\)"):
        read_archive(tmp_path / "none.tar.gz")
