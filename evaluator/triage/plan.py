"""The triage plan of a bundle: the logical form of each control, and what it was made from.

A plan is only as good as the policies that it was read off. One of another version, or one whose
sources have other hashes than the bundle's files, is not used: every subject is judged then, and
the report says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import orjson

from evaluator.triage.logic import NODES, Predicate, opaque_reasons

__all__ = ["PLAN_VERSION", "ControlPlan", "Plan", "plan_as_json", "read_plan"]

#: Version of the logical form and of its JSON.
PLAN_VERSION = 1
_KIND = "is"


@dataclass(frozen=True, slots=True)
class ControlPlan:
    """The predicates of one control.

    Attributes:
        violations: subjects that it may find something at.
        applies: subjects that it applies to.
        missing: unknown fact -> subjects at which it names the fact.
        unnamed: subjects at which it may name another one.
    """

    violations: Predicate
    applies: Predicate
    missing: Mapping[str, Predicate]
    unnamed: Predicate

    @property
    def exact(self) -> bool:
        """Whether all predicates are."""
        return all(
            each.exact
            for each in (self.violations, self.applies, self.unnamed, *self.missing.values())
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """The controls that have predicates; ``warnings`` say why others have none."""

    controls: Mapping[str, ControlPlan] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def is_exact(self, code: str) -> bool:
        """Whether a control has predicates, and they hold exactly where its Rego does."""
        plan = self.controls.get(code)
        return plan is not None and plan.exact


def plan_as_json(plan: ControlPlan) -> dict[str, Any]:
    """The predicates of a control as JSON."""
    return {
        "violations": _as_json(plan.violations.formula),
        "applies": _as_json(plan.applies.formula),
        "missing": {fact: _as_json(each.formula) for fact, each in plan.missing.items()},
        "unnamed": _as_json(plan.unnamed.formula),
    }


def _as_json(node: object) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(node, tuple):
        return [_as_json(each) for each in node]
    if is_dataclass(node):
        members = {each.name: _as_json(getattr(node, each.name)) for each in fields(node)}
        return {_KIND: type(node).__name__.lower(), **members}
    return node


def read_plan(body: bytes | None, files: Mapping[str, str], *, proved: bool = True) -> Plan:
    """Read ``meta/plan.json``; what cannot be used is left out with a warning.

    Args:
        body: the file; None where the bundle has none.
        files: file of the bundle -> SHA-256 of its bytes.
        proved: leave out predicates that are not proved.
    """
    if body is None:
        return Plan(warnings=("every subject is judged: the bundle has no triage plan",))
    try:
        source = orjson.loads(body)
        version = source["version"]
        if version != PLAN_VERSION:
            told = f"the triage plan has version {version}, this program reads {PLAN_VERSION}"
            return Plan(warnings=(f"every subject is judged: {told}",))
        written = source["controls"]
        read = {code: _control(each) for code, each in written.items()}
        refused = {code: _refusals(each, files, proved=proved) for code, each in written.items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return Plan(warnings=(f"every subject is judged: meta/plan.json is no plan ({error!r})",))
    return Plan(
        {code: plan for code, plan in read.items() if not refused[code]},
        tuple(
            f"{code} is asked about every subject: {'; '.join(reasons)}"
            for code, reasons in refused.items()
            if reasons
        ),
    )


def _refusals(body: Mapping[str, Any], files: Mapping[str, str], *, proved: bool) -> list[str]:
    """Why the predicates of a control are not used."""
    sources = dict(body["sources"])
    changed = sorted(name for name, digest in sources.items() if files.get(name) != digest)
    reasons = [f"the triage plan was made from another {', '.join(changed)}"] if changed else []
    proof = body["proof"]
    if not proved:
        return reasons
    if proof["faults"]:
        reasons.append(f"its predicates did not stand the proof ({'; '.join(proof['faults'])})")
    elif proof["documents"] < 1:
        reasons.append("its predicates are not proved")
    return reasons


def _control(body: Mapping[str, Any]) -> ControlPlan:
    return ControlPlan(
        violations=_predicate(body["violations"]),
        applies=_predicate(body["applies"]),
        missing={fact: _predicate(each) for fact, each in body["missing"].items()},
        unnamed=_predicate(body["unnamed"]),
    )


def _predicate(body: Any) -> Predicate:  # noqa: ANN401 (JSON)
    formula: Any = _node(body)
    return Predicate(formula, opaque_reasons(formula))


def _node(body: Any) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(body, list):
        return tuple(_node(each) for each in body)
    if not isinstance(body, dict):
        return body
    members = dict(body)
    kind = NODES[members.pop(_KIND)]
    return kind(**{name: _node(value) for name, value in members.items()})
