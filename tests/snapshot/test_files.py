"""Which files a snapshot has, by their names alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evaluator.errors import SnapshotError
from evaluator.snapshot.files import Found, find_files
from tests.snapshot.conftest import TABLES, Locked, WriteFiles


def _rule(folder: Path) -> str:
    with pytest.raises(SnapshotError) as raised:
        find_files(folder, TABLES)
    assert raised.value.offender == f"snapshot {folder}"
    return raised.value.rule


@pytest.mark.parametrize("format_", ["parquet", "ndjson", "csv"])
@pytest.mark.parametrize(
    ("ending", "compression"), [("", "none"), (".gz", "gzip"), (".zst", "zstd")]
)
def test_names(write_files: WriteFiles, format_: str, ending: str, compression: str) -> None:
    """A table is a file of its name; format and compression are told by the endings."""
    name = f"posts.{format_}{ending}"
    found, present, warnings = find_files(write_files({name: ""}), TABLES)
    assert found == [Found("posts", name, format_, compression)]
    assert (present, warnings) == ({"posts"}, [])


def test_parts(write_files: WriteFiles) -> None:
    """A folder holds parts in any mix; they come by the bytes of their paths."""
    names = [
        "posts/é.csv",
        "posts/a b.ndjson.gz",
        "posts/Z.parquet",
        "accounts.csv",
        "posts/.x.csv",
    ]
    found, present, warnings = find_files(write_files(dict.fromkeys(names, "")), TABLES)
    assert [file.path for file in found] == [
        *("accounts.csv", "posts/.x.csv", "posts/Z.parquet", "posts/a b.ndjson.gz", "posts/é.csv")
    ]
    assert {file.table for file in found if file.path.startswith("posts/")} == {"posts"}
    assert (present, warnings) == ({"posts", "accounts"}, [])


def test_an_empty_folder_is_an_empty_table(write_files: WriteFiles) -> None:
    """A folder without parts says that there are no rows."""
    folder = write_files({})
    (folder / "posts").mkdir()
    assert find_files(folder, TABLES) == ([], {"posts"}, [])


def test_what_is_no_table(write_files: WriteFiles) -> None:
    """Everything else is told once, and is not read."""
    names = [
        *("README.md", "Posts.csv", "posts.json", "posts", "posts.csv.bz2", ".csv", "posts.x.csv"),
        *("other.parquet", "accounts/_SUCCESS", "accounts/.csv", "more/posts.csv"),
    ]
    _, present, warnings = find_files(write_files(dict.fromkeys(names, "")), TABLES)
    assert present == {"accounts"}
    told = {name if "accounts" in name else name.split("/")[0] for name in names}
    assert {warning.split(" is no ")[0] for warning in warnings} == told
    assert "README.md is no table of the contract; it was not read" in warnings
    assert "accounts/_SUCCESS is no part of a table; it was not read" in warnings


def test_pipes_and_devices_are_not_opened(write_files: WriteFiles) -> None:
    """What is no regular file would keep a reader waiting."""
    folder = write_files({"accounts/a.csv": ""})
    os.mkfifo(folder / "posts.csv")
    os.mkfifo(folder / "accounts" / "b.csv")
    found, _, warnings = find_files(folder, TABLES)
    assert [file.path for file in found] == ["accounts/a.csv"]
    assert len(warnings) == 2


def test_a_table_given_twice(write_files: WriteFiles) -> None:
    """A table has one place; all that are there twice are told at once."""
    files = ["posts.csv", "posts.parquet", "accounts.csv", "accounts/1.csv"]
    assert _rule(write_files(dict.fromkeys(files, ""))) == (
        "table accounts is given twice: accounts/, accounts.csv; "
        "table posts is given twice: posts.csv, posts.parquet"
    )


def test_folders_in_folders(write_files: WriteFiles) -> None:
    """Parts lie side by side; a folder among them could hide some."""
    folder = write_files({"posts/1.csv": ""})
    (folder / "posts" / "more").mkdir()
    assert _rule(folder) == "posts/more is a folder, and parts of a table lie side by side"


def test_links(write_files: WriteFiles, tmp_path: Path) -> None:
    """A link may lead to something in the snapshot, and to nothing else."""
    folder = write_files({"posts/1.csv": "", "accounts.csv": ""})
    (folder / "posts" / "2.csv").symlink_to("1.csv")
    found, _, _ = find_files(folder, TABLES)
    assert [file.path for file in found] == ["accounts.csv", "posts/1.csv", "posts/2.csv"]
    (tmp_path / "outside.csv").touch()
    (folder / "posts" / "3.csv").symlink_to(tmp_path / "outside.csv")
    (folder / "posts" / "4.csv").symlink_to("nowhere.csv")
    (folder / "posts" / "5.csv").symlink_to("5.csv")
    (folder / "users.csv").symlink_to("../outside.csv")
    (folder / "groups").symlink_to(tmp_path)
    words = "is a link that leads out of the snapshot"
    assert _rule(folder) == "; ".join(
        f"{name} {words}" for name in ("groups", *(f"posts/{n}.csv" for n in "345"), "users.csv")
    )


def test_names_that_are_no_text(write_files: WriteFiles) -> None:
    """A name that is not UTF-8 has no place in a digest."""
    folder = write_files({})
    (folder / os.fsdecode(b"posts\xff.csv")).touch()
    with pytest.raises(SnapshotError, match="has a name that is not UTF-8") as raised:
        find_files(folder, TABLES)
    assert "posts\\udcff.csv" in raised.value.offender


@pytest.mark.parametrize("place", [".", "posts"])
def test_folders_that_may_not_be_listed(
    write_files: WriteFiles, without_rights: Locked, place: str
) -> None:
    """A folder without access is named with its reason."""
    folder = write_files({"posts/1.csv": ""})
    with without_rights(folder / place):
        assert _rule(folder) == "cannot be listed: Permission denied"
