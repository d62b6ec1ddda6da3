"""Decides which subjects are worth judging; it may keep too many and never drops a violation."""

from evaluator.triage.duckdb import Sql
from evaluator.triage.logic import Predicate
from evaluator.triage.plan import PLAN_VERSION, ControlPlan, Plan, plan_as_json, read_plan
from evaluator.triage.screening import Counted, LetGo, Screen
from evaluator.triage.selection import Selection, select
from evaluator.triage.trial import places_where
from evaluator.triage.written import written

__all__ = [
    "PLAN_VERSION",
    "ControlPlan",
    "Counted",
    "LetGo",
    "Plan",
    "Predicate",
    "Screen",
    "Selection",
    "Sql",
    "places_where",
    "plan_as_json",
    "read_plan",
    "select",
    "written",
]
