"""Makes the triage plan of a bundle from its policies, and proves it against the judge."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import orjson

from evaluator.authoring.modules import Modules
from evaluator.authoring.proof import Prover
from evaluator.authoring.translation.predicates import control_plan
from evaluator.authoring.translation.rules import Path_, Rule
from evaluator.bundle import Contract, Framework
from evaluator.bundle.catalogue import control_from_json
from evaluator.triage import PLAN_VERSION, plan_as_json

__all__ = ["PROOF_DOCUMENTS", "make_plan"]

#: Documents that each control is proved on when a bundle is built; `policy prove` takes more.
PROOF_DOCUMENTS: Final = 400
#: Files that every predicate depends on beside the Rego.
_SHARED: Final = ("meta/contract.json", "meta/framework.json")


def make_plan(
    modules: Modules, rules: Mapping[Path_, Rule], contents: Mapping[str, bytes]
) -> bytes:
    """The plan as text, a line a control.

    A control whose predicates do not stand the proof is in it without one, so that every subject
    is judged by it.

    Args:
        modules: the Rego.
        rules: the same, as OPA compiles it.
        contents: files of the bundle: module, data, catalogue, contract and framework.
    """
    contract = Contract.from_json(orjson.loads(contents["meta/contract.json"]))
    framework = Framework.from_json(orjson.loads(contents["meta/framework.json"]))
    controls = map(control_from_json, orjson.loads(contents["meta/catalogue.json"]))
    data = orjson.loads(contents["data.json"])
    lines = []
    with Prover(contents["policy.wasm"], data, contract, framework) as prover:
        for control in sorted(controls, key=lambda each: each.code):
            package = tuple(control.package.split("."))
            plan = control_plan(package, control.subject, rules, contract, framework)
            proof = prover.prove(control, plan, PROOF_DOCUMENTS)
            used = sorted([*modules.closure(modules.module_of(control.package)), *_SHARED])
            body: dict[str, Any] = {
                **plan_as_json(plan),
                "sources": {name: hashlib.sha256(contents[name]).hexdigest() for name in used},
                "proof": {
                    "documents": proof.documents,
                    "faults": [str(fault) for fault in proof.faults],
                },
            }
            text = orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
            lines.append(f'  "{control.code}": {text}')
    joined = ",\n".join(lines)
    return f'{{"version": {PLAN_VERSION}, "controls": {{\n{joined}\n}}}}\n'.encode()
