"""Daily snapshots of one generated platform: violations appear on it, are cured, and come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path

from evaluator.synthetic.blueprint import Blueprint
from evaluator.synthetic.snapshot import GeneratedSnapshot, generate_snapshot

__all__ = ["generate_series"]

#: The platform's own zone: UTC+8.
ZONE = timezone(timedelta(hours=8))


def generate_series(
    blueprints: Iterable[Blueprint],
    folder: Path,
    *,
    formats: str | Mapping[str, str] = "parquet",
    truth: Path | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> tuple[GeneratedSnapshot, ...]:
    """Write a snapshot for each day of a platform, in the order of its blueprints.

    Args:
        blueprints: the days, as :meth:`Blueprint.daily` gives them.
        folder: gets one folder a day, named by its date at the platform: ``2025-09-24``.
        formats: see :func:`generate_snapshot`.
        truth: folder for what controls must find, a file a day: ``2025-09-24.ndjson``.
        advance: told how many posts more were looked at: the posts of the last day, for each day.

    Raises:
        UsageError: as for one snapshot.
        SnapshotError: if a folder or file cannot be written.
    """
    made: list[GeneratedSnapshot] = []
    for blueprint in blueprints:
        day = datetime.fromtimestamp(blueprint.shown_at, ZONE).date().isoformat()
        file = None if truth is None else truth / f"{day}.ndjson"
        made.append(
            generate_snapshot(blueprint, folder / day, formats=formats, truth=file, advance=advance)
        )
    return tuple(made)
