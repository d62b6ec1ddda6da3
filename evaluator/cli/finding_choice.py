"""Which findings a command is asked for: by control, family and clause, and over what period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evaluator.errors import UsageError

if TYPE_CHECKING:
    from evaluator.settings import Settings

__all__ = ["check_period", "chosen_controls"]

#: No control has it: where a family and a clause have no control in common, nothing is found.
_NONE = ("",)


def check_period(
    changes: Sequence[str],
    *,
    as_of: str | None,
    state: str | None,
    start: str | None,
    end: str | None,
) -> None:
    """Refuse options that do not go together.

    Raises:
        UsageError: for a period without a change, or a change with an as_of or a state.
    """
    if changes and (as_of is not None or state is not None):
        raise UsageError(
            "--opened, --resolved, --reopened, --unconfirmed and --events",
            "ask what began in a period, and --as-of and --state how things stand",
            "Give --from and --to instead.",
        )
    if not changes and (start is not None or end is not None):
        raise UsageError(
            "--from and --to",
            "need a change to look for",
            "Add --opened, --resolved, --reopened, --unconfirmed or --events.",
        )


def chosen_controls(
    settings: Settings, codes: Sequence[str] | None, clause: str | None, family: str | None
) -> tuple[str, ...]:
    """Codes that the options name; the empty tuple stands for all.

    Raises:
        UsageError: for a clause or a family that the bundle does not have.
        BundleError: if clause or family is given, and the bundle is damaged.
    """
    if clause is None and family is None:
        return tuple(codes or ())
    from evaluator.bundle import configured_bundle

    bundle = configured_bundle(settings)
    controls = list(bundle.controls.values())
    families = sorted({control.family for control in controls})
    if family is not None and family not in families:
        raise UsageError(f"--family {family}", "is unknown", f"Families are {', '.join(families)}.")
    if clause is not None and clause not in bundle.framework.clauses:
        raise UsageError(f"--clause {clause}", "is unknown", "See `qinglang framework show`.")
    chosen = tuple(
        control.code
        for control in controls
        if (family is None or control.family == family)
        and (clause is None or clause in control.clauses)
        and (not codes or control.code in codes)
    )
    return chosen or _NONE
