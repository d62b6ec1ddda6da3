"""Where generated snapshots are put."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.errors import SnapshotError, UsageError
from evaluator.synthetic import Blueprint, generate_snapshot
from evaluator.synthetic.place import fresh_file, fresh_folder

Make = Callable[..., Blueprint]


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("form", ["csv", "mixed"])
def test_an_older_generated_snapshot_is_replaced(
    tmp_path: Path, blueprint: Make, form: str
) -> None:
    """Nothing of the older one is left, whatever its files were called."""
    folder = tmp_path / "snapshot"
    generate_snapshot(blueprint(posts=50), folder, formats=form)
    generate_snapshot(blueprint(posts=60), folder)
    assert "posts.parquet" in _files(folder)
    assert not any("csv" in name or "/" in name for name in _files(folder))
    assert _files(tmp_path) == ["snapshot", *(f"snapshot/{name}" for name in _files(folder))]


def test_an_empty_folder_is_used(tmp_path: Path, blueprint: Make) -> None:
    """An empty folder is as good as none."""
    generate_snapshot(blueprint(posts=5), tmp_path)
    assert "snapshot.json" in _files(tmp_path)


def _foreign_file(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")


def _foreign_folder(folder: Path) -> None:
    (folder / "notes").mkdir()


def _changed_file(folder: Path) -> None:
    (folder / "posts.parquet").write_text("mine")


def _changed_manifest(folder: Path) -> None:
    path = folder / "snapshot.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"generator": "another"}))


def _broken_manifest(folder: Path) -> None:
    (folder / "snapshot.json").write_text("{")


def _lost_manifest(folder: Path) -> None:
    (folder / "snapshot.json").unlink()


def _link(folder: Path) -> None:
    (folder / "posts.parquet").unlink()
    (folder / "posts.parquet").symlink_to(folder / "accounts.parquet")


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (_foreign_file, "holds notes.txt, which was not generated or has been changed"),
        (_foreign_folder, "holds notes, which was not generated"),
        (_changed_file, "holds posts.parquet, which was not generated or has been changed"),
        (_changed_manifest, "holds a snapshot that was not generated"),
        (_broken_manifest, "holds a snapshot.json that was not generated"),
        (_lost_manifest, "holds files and no snapshot.json"),
        (_link, "holds posts.parquet, which was not generated"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_other_files_are_never_taken_away(
    tmp_path: Path, blueprint: Make, spoil: Callable[[Path], None], rule: str
) -> None:
    """A folder with anything but an older generated snapshot is refused, and left as it is."""
    folder = tmp_path / "snapshot"
    generate_snapshot(blueprint(posts=5), folder)
    spoil(folder)
    before = _files(folder)
    with pytest.raises(UsageError) as refused:
        generate_snapshot(blueprint(posts=6), folder)
    assert str(refused.value) == (
        f"folder {folder}: {rule}. Choose another folder, or remove this one yourself."
    )
    assert _files(folder) == before
    assert _files(tmp_path) == ["snapshot", *(f"snapshot/{name}" for name in before)]


def test_a_file_in_its_place_is_refused(tmp_path: Path, blueprint: Make) -> None:
    """What is no folder is not replaced, and neither is a link to one."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    for name in ("file", "link"):
        with pytest.raises(UsageError, match="is no folder"):
            generate_snapshot(blueprint(posts=5), tmp_path / name)


def test_a_file_that_comes_late_is_kept(tmp_path: Path, blueprint: Make) -> None:
    """A file that somebody adds while the snapshot is generated is not taken away either."""
    folder = tmp_path / "snapshot"
    generate_snapshot(blueprint(posts=5), folder)
    with pytest.raises(UsageError, match=r"holds notes\.txt"), fresh_folder(folder):
        _foreign_file(folder)
    assert (folder / "notes.txt").read_text() == "mine"
    assert _files(tmp_path)[0] == "snapshot"


def test_a_failure_leaves_the_older_one(tmp_path: Path, blueprint: Make) -> None:
    """Whatever goes wrong on the way, the older snapshot stays and no trace of the new one."""
    folder = tmp_path / "snapshot"
    generate_snapshot(blueprint(posts=5), folder)
    before = {name: (folder / name).read_bytes() for name in _files(folder)}

    def interrupt(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate_snapshot(
            blueprint(posts=6), folder, truth=tmp_path / "truth.ndjson", advance=interrupt
        )
    assert {name: (folder / name).read_bytes() for name in _files(folder)} == before
    assert _files(tmp_path) == ["snapshot", *(f"snapshot/{name}" for name in before)]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, blueprint: Make) -> None:
    """A folder below a file is an error of the place, in one sentence."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(SnapshotError, match=r"generate snapshot .*: cannot be written: .*"):
        generate_snapshot(blueprint(posts=5), tmp_path / "file" / "snapshot")


def test_the_truth_lies_outside(tmp_path: Path) -> None:
    """A file inside the snapshot would be read as part of it."""
    folder = tmp_path / "snapshot"
    with (
        pytest.raises(UsageError) as refused,
        fresh_file(folder / "truth.ndjson", folder),
    ):
        pass
    assert str(refused.value) == (
        f"file {folder}/truth.ndjson: lies in the snapshot {folder}. Put it beside the snapshot."
    )


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file below a file is an error of the place."""
    (tmp_path / "file").write_text("mine")
    with (
        pytest.raises(SnapshotError, match=r"generate .*truth: cannot be written: .*"),
        fresh_file(tmp_path / "file" / "truth", tmp_path / "snapshot"),
    ):
        pass
