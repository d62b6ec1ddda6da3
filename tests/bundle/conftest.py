"""Bundles to damage: copies of the one that ships, and a way to seal them again."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.bundle import Bundle, load_bundle
from evaluator.bundle.reader import bundle_revision, manifest_text
from evaluator.model import digest_of_files


@pytest.fixture(scope="session")
def shipped() -> Bundle:
    """The bundle that ships."""
    return load_bundle()


@pytest.fixture
def copy(shipped: Bundle, tmp_path: Path) -> Path:
    """A copy of the bundle that ships."""
    folder = tmp_path / "copy"
    shutil.copytree(shipped.folder, folder)
    return folder


@pytest.fixture
def seal() -> Callable[[Path], None]:
    """Writes a manifest that is true of a folder as it is now."""

    def write(folder: Path) -> None:
        manifest = json.loads((folder / ".manifest").read_text())
        files = {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file() and path.name not in {".manifest", ".signatures.json"}
        }
        manifest["metadata"]["files"] = files
        version = manifest["metadata"]["framework_version"]
        manifest["revision"] = bundle_revision(version, None, digest_of_files(files))
        (folder / ".manifest").write_bytes(manifest_text(manifest))

    return write
