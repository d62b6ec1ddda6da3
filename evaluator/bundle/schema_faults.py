"""Faults of a document that does not follow its Cerberus schema, as readers are told them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["schema_faults"]


def schema_faults(errors: Mapping[Any, Any], prefix: str = "") -> list[str]:
    """Cerberus' nested errors as ``key.key: rule``, one for each fault."""
    flat: list[str] = []
    for key, details in errors.items():
        for detail in details:
            if isinstance(detail, Mapping):
                flat += schema_faults(detail, f"{prefix}{key}.")
            else:
                flat.append(f"{prefix}{key}: {detail}")
    return flat
