"""Prepared snapshots are shared between processes, and no half of one is ever taken for one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from evaluator.errors import ConfigurationError
from evaluator.model import Fault, Prepared, QuarantinedRow, SnapshotManifest, TableSummary
from evaluator.subjects import CacheEntry, PreparedCache
from evaluator.subjects.cache import _size

MANIFEST = SnapshotManifest("s", "p", 9, 1, 8, "full", table_rows={"posts": 2})
ROW = QuarantinedRow("posts", "posts.csv", 7, None, (Fault("post_id", "is no id", "x"),))
SUMMARIES = {"posts": TableSummary("posts", 2, 1, 1, 0, {"account_id": 1}, 1, (ROW,))}
LIMIT = 10_000
#: Prepares or reads the entry "a", says what it did, and waits until its input is closed.
OTHER = """
import sys
from pathlib import Path
from evaluator.model import SnapshotManifest
from evaluator.subjects import PreparedCache

with PreparedCache(Path(sys.argv[1]), 0).entry("a", "c") as entry:
    found = entry.prepared is not None
    if not found:
        print("preparing", flush=True)
        sys.stdin.readline()
        (entry.folder / "data").write_bytes(b"x" * 4000)
        entry.keep(SnapshotManifest("s", "p", 9, 1, 8, "full"), {}, {}, [])
    print("found" if found else "kept", flush=True)
    sys.stdin.readline()
"""


def fill(entry: CacheEntry, size: int = 4000) -> Prepared:
    """Prepare something of this many bytes and keep it."""
    assert entry.prepared is None
    (entry.folder / "subjects").mkdir()
    (entry.folder / "subjects" / "data").write_bytes(b"x" * size)
    return entry.keep(MANIFEST, SUMMARIES, {"post": 1}, ["strange"])


@pytest.fixture
def cache(tmp_path: Path) -> PreparedCache:
    """A cache in which two entries of 4000 bytes fit and three do not."""
    return PreparedCache(tmp_path / "cache", LIMIT)


def entries(tmp_path: Path) -> set[str]:
    """Folders of entries."""
    return {path.name for path in (tmp_path / "cache").iterdir() if path.name != "locks"}


def test_what_was_kept_is_found_again(cache: PreparedCache) -> None:
    """With everything that the report needs of it."""
    with cache.entry("a", "c") as entry:
        kept = fill(entry)
        assert entry.prepared is kept
    with cache.entry("a", "c") as entry:
        assert entry.prepared == kept
        assert kept.digest == entry.folder.name
        assert kept.snapshot_digest == "a"
        assert kept.tables == SUMMARIES
        assert kept.manifest == MANIFEST
        assert kept.warnings == ("strange",)


def test_another_snapshot_or_contract_is_another_entry(cache: PreparedCache) -> None:
    """Nothing prepared by another contract is taken."""
    with cache.entry("a", "c") as entry:
        fill(entry)
    for digests in [("b", "c"), ("a", "d"), ("c", "a")]:
        with cache.entry(*digests) as entry:
            assert entry.prepared is None


def test_what_is_not_kept_is_gone(cache: PreparedCache, tmp_path: Path) -> None:
    """A preparation that failed leaves nothing."""

    def fail() -> None:
        with cache.entry("a", "c") as entry:
            (entry.folder / "data").write_bytes(b"x")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert entries(tmp_path) == set()


def _cut(folder: Path) -> None:
    (folder / "prepared.json").write_bytes((folder / "prepared.json").read_bytes()[:-1])


def _other_layout(folder: Path) -> None:
    _change(folder, layout=0)


def _other_source(folder: Path) -> None:
    _change(folder, sources={"snapshot": "b", "contract": "c"})


def _no_object(folder: Path) -> None:
    (folder / "prepared.json").write_bytes(b"[]")


def _wrong_body(folder: Path) -> None:
    _change(folder, prepared={"digest": 1})


def _no_body(folder: Path) -> None:
    _change(folder, prepared=None)


def _change(folder: Path, **parts: object) -> None:
    record = orjson.loads((folder / "prepared.json").read_bytes())
    (folder / "prepared.json").write_bytes(orjson.dumps(record | parts))


def _lose_a_file(folder: Path) -> None:
    (folder / "subjects" / "data").unlink()


def _shorten_a_file(folder: Path) -> None:
    os.truncate(folder / "subjects" / "data", 10)


def _lose_the_record(folder: Path) -> None:
    (folder / "prepared.json").rename(folder / "prepared.json.partial")


@pytest.mark.parametrize(
    "damage",
    [
        _cut,
        _other_layout,
        _other_source,
        _no_object,
        _wrong_body,
        _no_body,
        _lose_a_file,
        _shorten_a_file,
        _lose_the_record,
    ],
)
def test_a_damaged_entry_is_none_and_is_removed(
    cache: PreparedCache, damage: Callable[[Path], None]
) -> None:
    """It is prepared again, in an empty folder."""
    with cache.entry("a", "c") as entry:
        fill(entry)
    damage(entry.folder)
    with cache.entry("a", "c") as entry:
        assert entry.prepared is None
        assert list(entry.folder.iterdir()) == []
        fill(entry)
    with cache.entry("a", "c") as entry:
        assert entry.prepared is not None


def test_the_least_recently_used_entry_goes_first(cache: PreparedCache, tmp_path: Path) -> None:
    """To find an entry is to use it."""
    for index, digest in enumerate("ab"):
        with cache.entry(digest, "c") as entry:
            fill(entry)
        os.utime(entry.folder / "prepared.json", (index, index))
    with cache.entry("a", "c") as first:
        assert first.prepared is not None
    with cache.entry("d", "c") as third:
        fill(third)
        assert len(entries(tmp_path)) == 3
    assert entries(tmp_path) == {first.folder.name, third.folder.name}


def test_the_size_of_an_entry_that_goes_away_is_nothing(tmp_path: Path) -> None:
    """Another process may remove it while this one counts."""
    (tmp_path / "data").write_bytes(b"xyz")
    assert _size(tmp_path) == 3
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    assert _size(tmp_path) == 0


def test_an_entry_larger_than_the_limit_lives_as_long_as_it_is_used(
    cache: PreparedCache, tmp_path: Path
) -> None:
    """It is thrown away when nobody uses it any more."""
    with cache.entry("a", "c") as entry:
        fill(entry, LIMIT + 1)
        assert (entry.folder / "subjects" / "data").exists()
    assert entries(tmp_path) == set()


def test_an_entry_in_use_is_never_removed(cache: PreparedCache, tmp_path: Path) -> None:
    """Neither by another use of the cache nor by its limit."""
    with cache.entry("a", "c") as used:
        fill(used, LIMIT + 1)
        with cache.entry("b", "c") as entry:
            fill(entry)
        assert (used.folder / "subjects" / "data").exists()
        assert used.folder.name in entries(tmp_path)


def test_what_a_dead_process_left_is_removed(cache: PreparedCache, tmp_path: Path) -> None:
    """Whichever entry is used next; folders that are none of the cache's stay."""
    left = tmp_path / "cache" / ("0" * 64)
    left.mkdir(parents=True)
    (left / "data").write_bytes(b"x")
    (tmp_path / "cache" / "photos").mkdir()
    with cache.entry("a", "c") as entry:
        fill(entry)
    assert entries(tmp_path) == {entry.folder.name, "photos"}


@pytest.fixture
def other(tmp_path: Path) -> Callable[[], subprocess.Popen[str]]:
    """Starts another process that uses the entry of snapshot a."""

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", OTHER, str(tmp_path / "cache")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    return start


def said(process: subprocess.Popen[str]) -> str:
    """The next line of a process."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go_on(process: subprocess.Popen[str]) -> None:
    """Let it pass one wait."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.mark.heavy
def test_processes_prepare_one_after_the_other_and_read_together(
    cache: PreparedCache, other: Callable[[], subprocess.Popen[str]]
) -> None:
    """The second waits, finds what the first has made, and both use it at once."""
    with other() as first:
        assert said(first) == "preparing"
        with other() as second:
            go_on(first)
            assert said(first) == "kept"
            assert said(second) == "found"
            with cache.entry("a", "c") as entry:
                assert entry.prepared is not None
                assert first.poll() is None
                assert second.poll() is None
                go_on(second)
                assert second.wait() == 0
                go_on(first)
                # Both were told to keep nothing, and found the entry in use.
                assert first.wait() == 0
                assert (entry.folder / "data").exists()


@pytest.mark.heavy
def test_a_process_that_dies_leaves_no_entry_and_no_lock(
    cache: PreparedCache, other: Callable[[], subprocess.Popen[str]]
) -> None:
    """The next one prepares in an empty folder."""
    with other() as first:
        assert said(first) == "preparing"
        first.kill()
    with cache.entry("a", "c") as entry:
        assert entry.prepared is None
        fill(entry)
    with cache.entry("a", "c") as entry:
        assert entry.prepared is not None


def test_a_folder_that_cannot_be_written_is_said_with_a_remedy(tmp_path: Path) -> None:
    """Before anything is prepared."""
    (tmp_path / "file").write_text("x")
    place = tmp_path / "file" / "cache"
    rule = (
        rf"cache folder {place}: cannot be written \(Not a directory\)\. "
        "Make room, or name another folder with --cache-dir"
    )
    with (
        pytest.raises(ConfigurationError, match=rule),
        PreparedCache(place, LIMIT).entry("a", "c"),
    ):
        pass


def test_a_record_that_cannot_be_written_is_said_with_a_remedy(cache: PreparedCache) -> None:
    """And the entry is none."""
    with cache.entry("a", "c") as entry:
        (entry.folder / "prepared.json.partial").mkdir()
        with pytest.raises(ConfigurationError, match=r"cannot be written \(Is a directory\)"):
            entry.keep(MANIFEST, {}, {}, [])
    with cache.entry("a", "c") as entry:
        assert entry.prepared is None


def test_an_error_of_the_user_of_an_entry_is_not_the_cache_s(cache: PreparedCache) -> None:
    """What fails inside the block comes out as it is."""
    with pytest.raises(FileNotFoundError), cache.entry("a", "c") as entry:
        (entry.folder / "nothing").read_bytes()
