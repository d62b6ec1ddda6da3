"""What every maker of a block's rows has to know, in one value."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.synthetic.blueprint import Blueprint, Quota
from evaluator.synthetic.draws import Draws

__all__ = ["Circumstances"]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The blueprint, the quotas of the whole snapshot, and the draws of one block."""

    blueprint: Blueprint
    #: Which subjects are to violate.
    quota: Quota
    #: For which subjects a fact that decides is to be unknown.
    unknown: Quota
    draws: Draws

    @property
    def as_of(self) -> int:
        """The moment of the snapshot."""
        return self.blueprint.as_of
