"""The truth of generated snapshots, computed a second time, apart from all policies."""

from evaluator.synthetic.truth.ledger import RULES, Truth

__all__ = ["RULES", "Truth"]
