"""Whether every clause of the framework has a control, or says why it has none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

__all__ = ["clauses_without_control"]


def clauses_without_control(
    clauses: Iterable[str],
    catalogue: Iterable[Mapping[str, Any]],
    accounted: Collection[str] = (),
) -> list[str]:
    """Clauses that no control names, in the order of the framework.

    Args:
        clauses: ids of all clauses.
        catalogue: entries of the catalogue.
        accounted: clauses that are accounted for in another way than by a control.
    """
    covered = {clause for entry in catalogue for clause in entry["custom"]["clauses"]}
    return [clause for clause in clauses if clause not in covered and clause not in accounted]
