"""A version of policies, however it is named: a bundle, a folder with policies, a git revision."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evaluator.authoring.build import build_bundle
from evaluator.authoring.opa import Opa
from evaluator.authoring.revisions import policies_at
from evaluator.bundle import Bundle, Trust, load_bundle
from evaluator.bundle.archive import ARCHIVE_ENDINGS
from evaluator.bundle.reader import MANIFEST

__all__ = ["open_version"]


@contextmanager
def open_version(
    name: str, policies: Path, opa: Callable[[], Opa], trust: Trust | None = None
) -> Iterator[Bundle]:
    """The bundle of a version, built where it is none yet.

    What exists as a path is one; everything else is a git revision.

    Args:
        name: a bundle's folder or archive, a folder with policies, or a git revision.
        policies: the folder that git revisions are of.
        opa: finds the compiler, where something has to be built.
        trust: whose signatures count; of bundles only, for what is built here is one's own.

    Raises:
        BundleError: if the bundle is damaged, or not signed as it must be.
        ConfigurationError: if the policies are at fault.
        UsageError: if there is no such revision, or it has no such folder.
        ToolError: if OPA or git is missing or failed.
    """
    path = Path(name)
    if path.name.endswith(ARCHIVE_ENDINGS) or (path / MANIFEST).is_file():
        yield load_bundle(path, trust)
        return
    with tempfile.TemporaryDirectory(prefix="qinglang-version-") as scratch:
        output = Path(scratch) / "bundle"
        if path.is_dir():
            yield build_bundle(path, output, opa())
            return
        with policies_at(policies, name) as committed:
            bundle = build_bundle(committed.folder, output, opa(), committed.commit)
        yield bundle
