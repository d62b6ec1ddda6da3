"""Makes the triage plan of a bundle from its policies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from evaluator.authoring.modules import Modules
from evaluator.authoring.opa import Opa
from evaluator.authoring.translation.predicates import control_plan
from evaluator.authoring.translation.rules import compiled_rules
from evaluator.bundle import Contract, Framework
from evaluator.triage import PLAN_VERSION, plan_as_json

__all__ = ["make_plan"]


def make_plan(
    catalogue: Iterable[Mapping[str, Any]],
    modules: Modules,
    sources: Mapping[str, bytes],
    opa: Opa,
) -> bytes:
    """The plan as text, a line a control.

    Args:
        catalogue: the controls' entries.
        modules: the Rego.
        sources: contract and framework of the bundle, ``meta/contract.json`` and
            ``meta/framework.json``.
        opa: OPA.

    Raises:
        ToolError: with OPA's message.
    """
    contract = Contract.from_json(orjson.loads(sources["meta/contract.json"]))
    framework = Framework.from_json(orjson.loads(sources["meta/framework.json"]))
    rules = compiled_rules(modules, opa)
    digests = {
        name: hashlib.sha256(body).hexdigest()
        for name, body in {**modules.sources, **sources}.items()
    }
    lines = []
    for entry in sorted(catalogue, key=lambda each: str(each["custom"]["code"])):
        custom = entry["custom"]
        package = tuple(entry["package"].split("."))
        used = sorted([*modules.closure(modules.module_of(entry["package"])), *sources])
        body = plan_as_json(control_plan(package, custom["subject"], rules, contract, framework))
        body["sources"] = {name: digests[name] for name in used}
        text = orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
        lines.append(f'  "{custom["code"]}": {text}')
    controls = ",\n".join(lines)
    return f'{{"version": {PLAN_VERSION}, "controls": {{\n{controls}\n}}}}\n'.encode()
