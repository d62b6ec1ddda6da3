"""Where the rows go that were taken out of a snapshot, so that somebody can correct them."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy.engine import make_url

from evaluator.errors import QinglangError
from evaluator.model import Prepared

__all__ = ["export_quarantine", "quarantine_beside"]


def quarantine_beside(database: str, run_id: str) -> Path | None:
    """Folder for a recorded run's quarantined rows; None where the database is no local file."""
    url = make_url(database)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    path = Path(url.database)
    return path.with_name(f"{path.stem}-quarantine") / run_id


def export_quarantine(prepared: Prepared, folder: Path) -> int:
    """Copy all quarantined rows into a folder, one Parquet file a table; gives their number.

    Raises:
        QinglangError: if the folder cannot be written.
    """
    rows = 0
    try:
        for table, summary in sorted(prepared.tables.items()):
            if summary.quarantined:
                folder.mkdir(parents=True, exist_ok=True)
                source = prepared.quarantine_file(table)
                part = folder / f".{source.name}.part"
                shutil.copyfile(source, part)
                part.replace(folder / source.name)
                rows += summary.quarantined
    except OSError as error:
        raise QinglangError(
            f"quarantine {folder}",
            f"cannot be written ({error.strerror})",
            "Name another folder with --quarantine.",
        ) from error
    return rows
