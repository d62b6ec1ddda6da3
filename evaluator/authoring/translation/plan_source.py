"""Makes the triage plan of a bundle from its policies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from evaluator.authoring.modules import Modules
from evaluator.authoring.opa import Opa
from evaluator.authoring.translation.references import Shapes
from evaluator.authoring.translation.rules import compiled_rules
from evaluator.authoring.translation.symbolic import Translator
from evaluator.bundle import Contract, Framework
from evaluator.triage import PLAN_VERSION, as_json

__all__ = ["make_plan"]

_PREDICATES = ("violations", "undetermined", "applies")


def make_plan(
    catalogue: Iterable[Mapping[str, Any]],
    modules: Modules,
    contract: Contract,
    framework: Framework,
    opa: Opa,
    sources: Mapping[str, bytes],
) -> bytes:
    """The plan as text, a line a control.

    Args:
        catalogue: the controls' entries.
        modules: the Rego.
        contract: what documents look like.
        framework: the parameters.
        opa: OPA.
        sources: files of the bundle that are not Rego and that the plan depends on.

    Raises:
        ToolError: with OPA's message.
    """
    rules = compiled_rules(modules, opa)
    digests = {
        name: hashlib.sha256(body).hexdigest()
        for name, body in {**modules.sources, **sources}.items()
    }
    lines = []
    for entry in sorted(catalogue, key=lambda each: str(each["custom"]["code"])):
        custom = entry["custom"]
        translator = Translator(rules, Shapes.of(contract, custom["subject"], framework))
        package = tuple(entry["package"].split("."))
        used = sorted([*modules.closure(modules.module_of(entry["package"])), *sources])
        body = {
            name: as_json(translator.predicate((*package, name)).formula) for name in _PREDICATES
        }
        body["sources"] = {name: digests[name] for name in used}
        text = orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
        lines.append(f'  "{custom["code"]}": {text}')
    controls = ",\n".join(lines)
    return f'{{"version": {PLAN_VERSION}, "controls": {{\n{controls}\n}}}}\n'.encode()
