"""Several faults of policies at once: what one build, or one check, has to say of a folder."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.errors import ConfigurationError, QinglangError

__all__ = ["PolicyFaultsError", "each_fault", "raise_faults"]


class PolicyFaultsError(ConfigurationError):
    """An error that stands for several, each with a place of its own."""

    def __init__(
        self, offender: str, rule: str, remedy: str, faults: Sequence[QinglangError]
    ) -> None:
        super().__init__(offender, rule, remedy)
        self.faults = tuple(faults)


def raise_faults(faults: Sequence[QinglangError]) -> None:
    """Raise a single fault as it is, and several as one error that tells the first in full.

    Raises:
        QinglangError: the fault.
        PolicyFaultsError: where there are several.
    """
    if not faults:
        return
    first, *others = faults
    if not others:
        raise first
    lines = [first.rule, *(f"{other.offender}: {other.rule}" for other in others)]
    raise PolicyFaultsError(first.offender, "\n  ".join(lines), first.remedy, faults)


def each_fault(error: QinglangError) -> list[QinglangError]:
    """The faults that an error stands for; itself where it stands for no others."""
    if not isinstance(error, PolicyFaultsError):
        return [error]
    return [inner for fault in error.faults for inner in each_fault(fault)]
