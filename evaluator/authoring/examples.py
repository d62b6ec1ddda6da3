"""Examples of controls: documents with the outcome that they must have, and what runs them.

A control's ``examples.yaml`` is a list. Each example names itself and its ``outcome``, and gives a
``document``; ``findings`` are the exact facts of a violation, ``missing`` the unknown facts of an
undetermined outcome; ``params`` and ``snapshot`` override what holds otherwise. Times are written
as RFC 3339 or as epoch seconds; nulls are left out of the document, as in any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import orjson
from opapywasm import PolicyConfig

from evaluator.authoring.documents import moment, read_document
from evaluator.authoring.yaml_source import YamlSource, read_yaml
from evaluator.bundle.contract import Contract, SubjectKind
from evaluator.bundle.reader import Bundle, entrypoint
from evaluator.errors import ConfigurationError
from evaluator.judge.module import open_module
from evaluator.model import Control, Outcome, canonical_json

__all__ = [
    "EXAMPLES",
    "SNAPSHOT",
    "Ask",
    "Example",
    "example_failures",
    "example_question",
    "read_examples",
    "wasm_ask",
]

#: File of a control's folder.
EXAMPLES = "examples.yaml"

#: The snapshot of an example that says nothing else; T is 2025-09-20T00:00+08:00.
SNAPSHOT: Mapping[str, Any] = {
    "snapshot_id": "example",
    "platform_id": "example",
    "as_of": 1758297600,
    "window_from": 1753286400,
    "window_to": 1758297600,
    "coverage": "full",
    "contract_version": 1,
}

#: Asks the judge rule of a subject kind; takes its name and the question, gives the answers.
Ask = Callable[[str, Mapping[str, Any]], list[dict[str, list[Any]]]]

_SCHEMA: dict[str, Any] = {
    "examples": {
        "type": "list",
        "required": True,
        "minlength": 1,
        "schema": {
            "type": "dict",
            "schema": {
                "name": {"type": "string", "required": True, "minlength": 1},
                "outcome": {"allowed": [str(outcome) for outcome in Outcome], "required": True},
                "params": {"type": "dict"},
                "snapshot": {"type": "dict", "keysrules": {"allowed": list(SNAPSHOT)}},
                "document": {"type": "dict", "required": True},
                "findings": {"type": "list", "schema": {"type": "dict"}},
                "missing": {"type": "list", "schema": {"type": "string"}},
            },
        },
    }
}


@dataclass(frozen=True, slots=True)
class Example:
    """One document and what its control must answer."""

    name: str
    #: ``file line N``.
    place: str
    outcome: Outcome
    document: Mapping[str, Any]
    params: Mapping[str, Any]
    snapshot: Mapping[str, Any]
    #: All findings, in canonical order.
    findings: tuple[Mapping[str, Any], ...]
    #: All decisive unknown facts, sorted; checked whatever the outcome.
    missing: tuple[str, ...]


def read_examples(path: Path, control: Control, contract: Contract) -> tuple[Example, ...]:
    """Read a control's examples and hold their documents against the contract.

    Raises:
        ConfigurationError: with file, line and rule: an unknown key, branch, column or value, two
            examples of one name, findings without a violation.
    """
    listed = read_yaml(path)
    lines = {("examples", *place): line for place, line in listed.lines.items()}
    source = YamlSource(path, {"examples": listed.value}, lines)
    source.check(_SCHEMA)
    subject = contract.subjects[control.subject]
    examples: dict[str, Example] = {}
    for index, body in enumerate(listed.value):
        place = ("examples", index)
        example = _example(source, place, body, subject, contract)
        if example.name in examples:
            raise ConfigurationError(
                example.place, f"name: {example.name!r} is taken", "Choose another name."
            )
        examples[example.name] = example
    return tuple(examples.values())


def wasm_ask(bundle: Bundle) -> Ask:
    """Asks a bundle's compiled controls, in this process."""
    policy = open_module(bundle.wasm, PolicyConfig(pool_size=1))
    policy.set_data(orjson.dumps(bundle.data))

    def ask(subject: str, question: Mapping[str, Any]) -> list[dict[str, list[Any]]]:
        answers = policy.evaluate(orjson.dumps(question), entrypoint(subject))
        return cast("list[dict[str, list[Any]]]", answers)

    return ask


def example_question(
    control: Control, example: Example, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """What a judge is asked about an example; ``parameters`` hold where it has no others."""
    return {
        "controls": [control.code],
        "params": dict(parameters) | dict(example.params),
        "snapshot": dict(SNAPSHOT) | dict(example.snapshot),
        "documents": [example.document],
    }


def example_failures(
    control: Control, examples: Sequence[Example], parameters: Mapping[str, Any], ask: Ask
) -> list[str]:
    """What each example that fails gave instead, one line each; empty where all hold.

    Args:
        control: the control that the examples are of.
        examples: as :func:`read_examples` gives them.
        parameters: the values that hold where an example has no others.
        ask: how the control is asked.
    """
    failures = []
    for example in examples:
        question = example_question(control, example, parameters)
        applies, violations, undetermined = ask(control.subject, question)[0][control.code]
        found = {
            "outcome": str(_outcome(applies, violations, undetermined)),
            "findings": sorted(violations, key=canonical_json),
            "missing": sorted(entry["missing"] for entry in undetermined),
        }
        wanted = {
            "outcome": str(example.outcome),
            "findings": list(example.findings),
            "missing": list(example.missing),
        }
        if canonical_json(found) != canonical_json(wanted):
            differing = ", ".join(
                f"{key} is {found[key]} and not {wanted[key]}"
                for key in wanted
                if canonical_json(found[key]) != canonical_json(wanted[key])
            )
            failures.append(f"{control.code}: {example.place}: {example.name}: {differing}")
    return failures


def _outcome(applies: object, violations: Sequence[Any], undetermined: Sequence[Any]) -> Outcome:
    if violations:
        return Outcome.VIOLATION
    if undetermined:
        return Outcome.UNDETERMINED
    return Outcome.PASS if applies is True else Outcome.NOT_APPLICABLE


def _example(
    source: YamlSource,
    place: tuple[str | int, ...],
    body: Mapping[str, Any],
    subject: SubjectKind,
    contract: Contract,
) -> Example:
    outcome = Outcome(body["outcome"])
    if bool(body.get("findings")) != (outcome is Outcome.VIOLATION):
        raise ConfigurationError(
            source.place((*place, "outcome")),
            "findings: are those of a violation, and a violation has some",
            "Give the facts of each finding.",
        )
    return Example(
        name=body["name"],
        place=source.place(place),
        outcome=outcome,
        document=read_document(source, (*place, "document"), body["document"], subject, contract),
        params=body.get("params", {}),
        snapshot={name: moment(value) for name, value in body.get("snapshot", {}).items()},
        findings=tuple(
            sorted(
                (
                    {name: moment(fact) for name, fact in facts.items()}
                    for facts in body.get("findings", [])
                ),
                key=canonical_json,
            )
        ),
        missing=tuple(sorted(body.get("missing", []))),
    )
