"""Where the rule stands that found something: its file among the policies, and the line."""

from __future__ import annotations

from typing import Final

from evaluator.model import Control

__all__ = ["POLICIES", "source_place"]

#: The folder of a repository that policies lie in.
POLICIES: Final = "policies"


def source_place(control: Control) -> tuple[str, int]:
    """File, relative to the repository, and line of a control's rule."""
    return f"{POLICIES}/{control.modules[0]}", control.line
