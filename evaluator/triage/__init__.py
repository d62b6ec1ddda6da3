"""Decides which subjects are worth judging; it may keep too many and never drops a violation."""

from evaluator.triage.duckdb import Sql
from evaluator.triage.plan import PLAN_VERSION, ControlPlan, Plan, as_json, read_plan
from evaluator.triage.screening import LetGo, Screen
from evaluator.triage.selection import Selection, select

__all__ = [
    "PLAN_VERSION",
    "ControlPlan",
    "LetGo",
    "Plan",
    "Screen",
    "Selection",
    "Sql",
    "as_json",
    "read_plan",
    "select",
]
