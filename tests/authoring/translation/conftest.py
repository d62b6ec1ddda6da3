"""Rules written for one test, translated, and held against OPA on many documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from evaluator.authoring import Opa, find_opa
from evaluator.authoring.examples import SNAPSHOT
from evaluator.authoring.modules import Modules
from evaluator.authoring.translation.predicates import control_plan
from evaluator.authoring.translation.rules import compiled_rules
from evaluator.bundle import Bundle, load_bundle
from evaluator.settings import Settings
from evaluator.subjects import tabulate
from evaluator.triage import ControlPlan, Predicate, Sql
from evaluator.warehouse import Warehouse
from tests.policies.drawing import Drawing

Document = dict[str, Any]

SUBJECT = "post"
#: Documents that no generator would think of: 2^53 and more, other scripts, nothing at all.
ODD: Sequence[Document] = (
    {"post": {"post_id": "root"}, "annotations": [], "recommendations": []},
    {"post": {"post_id": "root", "published_at": 2**53 + 1, "title_chars": 2**62}},
    {"post": {"post_id": "é𠀀'\"\\\n", "topic": "é"}, "annotations": [{"annotation_id": "é𠀀"}]},
    {"post": {"post_id": ""}, "account": {}, "annotations": [{}, {}], "unknown": ["operator"]},
    {
        "post": {"post_id": "root", "published_at": -(2**62)},
        "annotations": [
            {"annotation_id": "n1", "kind": "source", "from_ts": 2**53},
            {"annotation_id": "n1", "kind": "source", "from_ts": 2**53 + 1},
        ],
    },
)


@dataclass(frozen=True)
class Tried:
    """What a translated predicate kept, and what OPA flags; numbers of documents."""

    predicate: Predicate
    kept: frozenset[int]
    flagged: frozenset[int]

    @property
    def dropped(self) -> frozenset[int]:
        """Flagged, and not kept."""
        return self.flagged - self.kept


Translate = Callable[[Mapping[str, str]], dict[str, ControlPlan]]
Try = Callable[..., dict[str, Tried]]


@pytest.fixture(scope="package")
def bundle() -> Bundle:
    """The bundle that ships, for its contract and parameters."""
    return load_bundle()


@pytest.fixture(scope="package")
def documents(bundle: Bundle) -> list[Document]:
    """Posts: drawn ones, and odd ones."""
    drawing = Drawing(bundle, Random(7))  # noqa: S311 (a sample, not a secret)
    drawn = [drawing.document(SUBJECT) for _ in range(300)]
    empty = {"annotations": [], "recommendations": [], "adjudications": [], "sanctions": []}
    return [*drawn, *({**empty, **odd} for odd in ODD)]


@pytest.fixture(scope="package")
def opa() -> Opa:
    """The executable that builds bundles."""
    return find_opa()


@pytest.fixture(scope="package")
def translate(bundle: Bundle, opa: Opa) -> Translate:
    """Translates rules, by the names of their packages below ``qinglang.tried``."""

    def translated(rules: Mapping[str, str]) -> dict[str, ControlPlan]:
        compiled = compiled_rules(Modules(_sources(rules), {}, {}), opa)
        return {
            name: control_plan(
                ("qinglang", "tried", name), SUBJECT, compiled, bundle.contract, bundle.framework
            )
            for name in rules
        }

    return translated


@pytest.fixture(scope="package")
def try_all(
    translate: Translate,
    bundle: Bundle,
    documents: list[Document],
    opa: Opa,
    tmp_path_factory: pytest.TempPathFactory,
) -> Try:
    """Translates the rules ``violations`` of packages and holds them against OPA."""

    def tried(rules: Mapping[str, str], **overrides: Any) -> dict[str, Tried]:
        folder = tmp_path_factory.mktemp("tried")
        params = bundle.framework.defaults() | overrides
        flagged = _flagged(rules, documents, params, opa, folder)
        sql = Sql({"params": params, "snapshot": SNAPSHOT})
        kind = bundle.contract.subjects[SUBJECT]
        found = {}
        with Warehouse(Settings.model_validate({"threads": 1})) as warehouse:
            tabulate(documents, bundle.contract, kind, warehouse, "staging.tried")
            for name, plan in translate(rules).items():
                condition = sql.condition(plan.violations.formula)
                rows = warehouse.run(f"SELECT place FROM staging.tried WHERE {condition}")  # noqa: S608
                kept = frozenset(place for (place,) in rows)
                found[name] = Tried(plan.violations, kept, flagged[name])
        return found

    return tried


def _sources(rules: Mapping[str, str]) -> dict[str, bytes]:
    return {
        f"qinglang/tried/{name}/{name}.rego": f"package qinglang.tried.{name}\n\n{text}\n".encode()
        for name, text in rules.items()
    }


def _flagged(
    rules: Mapping[str, str],
    documents: Sequence[Document],
    params: Mapping[str, Any],
    opa: Opa,
    folder: Path,
) -> dict[str, frozenset[int]]:
    """Documents at which OPA finds a violation, by package."""
    for name, text in _sources(rules).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    asks = [
        f'flagged contains ["{name}", place] if {{\n\tsome place, document in input\n\t'
        f"count(data.qinglang.tried.{name}.violations) > 0 with input as document\n}}"
        for name in rules
    ]
    (folder / "asked.rego").write_text("package asked\n\n" + "\n\n".join(asks) + "\n")
    (folder / "data.json").write_text(
        json.dumps({"qinglang": {"params": dict(params), "snapshot": dict(SNAPSHOT)}})
    )
    (folder / "input.json").write_text(json.dumps(documents))
    answer = opa.ask(
        "eval", "--format", "json", "--input", "input.json",
        "--data", "qinglang", "--data", "asked.rego", "--data", "data.json",
        "data.asked.flagged", folder=folder,
    )  # fmt: skip
    pairs = answer["result"][0]["expressions"][0]["value"]
    return {name: frozenset(place for each, place in pairs if each == name) for name in rules}
