"""``qinglang snapshot prepare``: does ahead of time what evaluations of a snapshot share."""

from __future__ import annotations

import time
from typing import Any

from evaluator.cli.boundary import note
from evaluator.cli.options import (
    BundleOption,
    CacheOption,
    MemoryOption,
    ProgressOption,
    SnapshotArgument,
    ThreadsOption,
    ValueFormat,
)
from evaluator.errors import ConfigurationError

__all__ = ["prepare"]

_MIB = 1 << 20


def prepare(
    snapshot: SnapshotArgument,
    *,
    output: ValueFormat = "console",
    bundle: BundleOption = None,
    threads: ThreadsOption = None,
    memory: MemoryOption = None,
    cache_dir: CacheOption = None,
    progress: ProgressOption = None,
) -> None:
    """Load, validate and prepare a snapshot into the cache, where evaluations find it."""
    from evaluator.bundle import configured_bundle
    from evaluator.cli.listing import check_value_format, show_value
    from evaluator.cli.progress import ProgressDisplay
    from evaluator.pipeline import prepared_snapshot
    from evaluator.pipeline.observing import Stages
    from evaluator.settings import load_settings

    check_value_format(output)
    settings = load_settings(bundle=bundle, threads=threads, memory=memory, cache_dir=cache_dir)
    policies = configured_bundle(settings)
    begun = time.monotonic()
    with ProgressDisplay(progress) as display:
        stages = Stages(display)
        with prepared_snapshot(snapshot, policies, settings, stages) as prepared:
            size = sum(path.stat().st_size for path in prepared.folder.rglob("*") if path.is_file())
        stages.end()
        display.finish()
    seconds = time.monotonic() - begun
    # The cache makes room when an entry is no longer used.
    if not prepared.folder.exists():
        raise ConfigurationError(
            f"cache_limit {settings.cache_limit.human_readable()}",
            f"is too small to keep this prepared snapshot ({size / _MIB:,.1f} MiB)",
            "Raise cache_limit; evaluations would prepare it again each time.",
        )
    for warning in prepared.warnings:
        note(f"warning: {warning}")
    quarantined = sum(summary.quarantined for summary in prepared.tables.values())
    if quarantined:
        note(f"warning: {quarantined:,} rows are quarantined; `qinglang snapshot check` shows why")
    already = "Preparing subjects" not in stages.times
    shown: dict[str, Any] = {
        "snapshot_id": prepared.manifest.snapshot_id,
        "snapshot_digest": prepared.snapshot_digest,
        "already_prepared": already,
        "folder": str(prepared.folder),
        "bytes": size,
        "milliseconds": round(seconds * 1000),
        "stages": stages.times,
        "subjects": dict(prepared.subjects),
    }
    if output == "console":
        shown |= {"size": f"{size / _MIB:,.1f} MiB", "took": f"{seconds:,.1f} s"}
        shown = {name: shown[name] for name in ("folder", "size", "took", "subjects")}
    note("already prepared" if already else "prepared")
    show_value(shown, output)
