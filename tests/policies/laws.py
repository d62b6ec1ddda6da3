"""All laws, by the code of their control."""

from __future__ import annotations

from tests.policies import (
    laws_certification,
    laws_labels,
    laws_ladder,
    laws_monetisation,
    laws_pools,
    laws_renderings,
)
from tests.policies.law import Law

__all__ = ["LAWS"]

LAWS: dict[str, Law] = {
    **laws_labels.LAWS,
    **laws_renderings.LAWS,
    **laws_pools.LAWS,
    **laws_certification.LAWS,
    **laws_monetisation.LAWS,
    **laws_ladder.LAWS,
}
