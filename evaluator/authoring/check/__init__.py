"""Everything that is checked of a change to policies, in one run with one summary."""

from evaluator.authoring.check.base import Check, Problem, Step
from evaluator.authoring.check.everything import check_policies

__all__ = ["Check", "Problem", "Step", "check_policies"]
