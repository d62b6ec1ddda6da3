"""The way from a snapshot folder to findings. The only place that knows the order of the stages."""

from evaluator.pipeline.evaluation import Evaluation, Request, evaluate
from evaluator.pipeline.explanation import Explanation, explain
from evaluator.pipeline.observing import Observer, Silent
from evaluator.pipeline.preparing import prepared_snapshot, validated_snapshot
from evaluator.pipeline.sampling import sampled_outcomes
from evaluator.pipeline.verifying import verify_run

__all__ = [
    "Evaluation",
    "Explanation",
    "Observer",
    "Request",
    "Silent",
    "evaluate",
    "explain",
    "prepared_snapshot",
    "sampled_outcomes",
    "validated_snapshot",
    "verify_run",
]
