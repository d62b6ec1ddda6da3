"""Generated snapshots: as large as wanted, the same for the same seed, with their truth beside.

They hold no post text and no names, only pseudonymous ids, times, flags and enumerations, as the
snapshot contract has it.
"""

from evaluator.synthetic.blueprint import Blueprint
from evaluator.synthetic.series import generate_series
from evaluator.synthetic.snapshot import FORMATS, GeneratedSnapshot, generate_snapshot

__all__ = ["FORMATS", "Blueprint", "GeneratedSnapshot", "generate_series", "generate_snapshot"]
