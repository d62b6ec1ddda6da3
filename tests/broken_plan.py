"""A copy of the bundle whose triage plan was changed, as if it had been built so."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from evaluator.bundle import load_bundle
from evaluator.bundle.reader import bundle_revision
from evaluator.model import digest_of_files

__all__ = ["bundle_with_broken_plan"]


def bundle_with_broken_plan(folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """Copy the bundle and change the plan of ANN-01; its manifest fits the changed file.

    Args:
        folder: where the copy goes.
        change: changes the JSON of the control's predicates.
    """
    shutil.copytree(load_bundle().folder, folder)
    path = folder / "meta" / "plan.json"
    plan = orjson.loads(path.read_bytes())
    change(plan["controls"]["ANN-01"])
    path.write_bytes(orjson.dumps(plan))
    manifest = orjson.loads((folder / ".manifest").read_bytes())
    metadata = manifest["metadata"]
    metadata["files"]["meta/plan.json"] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest["revision"] = bundle_revision(
        metadata["framework_version"], metadata.get("commit"), digest_of_files(metadata["files"])
    )
    (folder / ".manifest").write_bytes(orjson.dumps(manifest))
    return folder
