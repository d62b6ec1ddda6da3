"""The rules of a bundle as OPA's partial evaluation gives them: one by one, nothing inlined.

A single question reaches all rules. Shallow inlining keeps each rule as the compiler left it, with
the calls that it takes out of a negation in front of it; deep inlining loses that an argument must
be defined there. Bodies of comprehensions and of ``every`` name rules without ``partial``.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluator.authoring.modules import ROOT, Modules
from evaluator.authoring.opa import Opa
from evaluator.errors import ToolError

__all__ = ["Definition", "Path_", "Rule", "compiled_rules"]

Node = Mapping[str, Any]
#: Package and name of a rule, without ``data``.
Path_ = tuple[str, ...]

_PROBE = "probe"
_TRUE = {"type": "boolean", "value": True}
_PARSE = "{name: rego.parse_module(name, text) | some name, text in input}"


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition of a rule, as OPA's syntax tree."""

    arguments: tuple[Node, ...]
    #: Member of a set, or value; None: true.
    head: Node | None
    body: tuple[Node, ...]


@dataclass(slots=True)
class Rule:
    """All definitions of a rule.

    Attributes:
        kind: ``set``, ``function`` or ``value``.
        default: value where no definition has one.
        refused: why the rule is not understood as a whole.
    """

    kind: str
    arity: int = 0
    definitions: list[Definition] = field(default_factory=list)
    default: Node | None = None
    refused: str | None = None


def compiled_rules(modules: Modules, opa: Opa) -> dict[Path_, Rule]:
    """Every rule of the modules, and those that the compiler adds for negations.

    Raises:
        ToolError: with OPA's message.
    """
    texts = {name: body.decode() for name, body in modules.sources.items()}
    with tempfile.TemporaryDirectory(prefix="qinglang-rules-") as scratch:
        folder = Path(scratch)
        (folder / "texts.json").write_text(json.dumps(texts))
        parsed = opa.ask("eval", "--format", "json", "--input", str(folder / "texts.json"), _PARSE)
        rules = _declared(parsed["result"][0]["expressions"][0]["value"])
        probed = list(rules)
        stage = folder / "stage"
        for name, text in texts.items():
            target = stage / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        (stage / "probe.rego").write_text(_probe(rules))
        answer = opa.ask(
            "eval", "--partial", "--shallow-inlining", "--format", "json",
            "--unknowns", "input",
            "--unknowns", f"data.{ROOT}.params",
            "--unknowns", f"data.{ROOT}.snapshot",
            "--data", str(stage), f"data.{_PROBE}.all[x]",
        )  # fmt: skip
    for module in answer["partial"].get("modules", []):
        package = tuple(part["value"] for part in module["package"]["path"][1:])
        if package[:1] != ("partial",):
            raise ToolError("opa eval --partial", f"gave the package {package}")
        for compiled in module["rules"]:
            if package[1:] != (_PROBE,):
                _add(rules, package[1:], compiled)
    for module in answer["partial"].get("modules", []):
        if module["package"]["path"][-1]["value"] == _PROBE:
            _add_known(rules, probed, module["rules"])
    return rules


def _declared(parsed: Mapping[str, Any]) -> dict[Path_, Rule]:
    rules: dict[Path_, Rule] = {}
    for _, module in sorted(parsed.items()):
        package = tuple(part["value"] for part in module["package"]["path"][1:])
        for source in module["rules"]:
            head = source["head"]
            rule = rules.setdefault((*package, _name(head)), _empty(head))
            if "else" in source:
                rule.refused = "else"
            elif len(head.get("ref", [0])) > 1 or rule.kind == "object":
                rule.refused = "rule of an object"
    return rules


def _name(head: Node) -> str:
    return str(head.get("name") or head["ref"][0]["value"])


def _empty(head: Node) -> Rule:
    arguments = head.get("args") or []
    if arguments:
        return Rule("function", len(arguments))
    if "key" not in head:
        return Rule("value")
    return Rule("object" if "value" in head else "set")


def _probe(rules: Mapping[Path_, Rule]) -> str:
    """A module whose one rule asks for all others."""
    lines = [f"package {_PROBE}"]
    for index, (path, rule) in enumerate(rules.items()):
        name = f"data.{'.'.join(path)}"
        if rule.kind == "function":
            given = ", ".join(f"input.given{each}" for each in range(rule.arity))
            name = f"{name}({given})"
        asks = f"some x in {name}" if rule.kind == "set" else f"x := {name}"
        lines.append(f"all contains [{index}, x] if {{ {asks} }}")
    return "\n".join(lines)


def _add(rules: dict[Path_, Rule], package: Path_, compiled: Node) -> None:
    head = compiled["head"]
    rule = rules.setdefault((*package, _name(head)), _empty(head))
    if compiled.get("default"):
        rule.default = head["value"]
        return
    if "else" in compiled:
        rule.refused = "else"
    rule.definitions.append(
        Definition(
            tuple(head.get("args") or ()),
            head["key"] if rule.kind == "set" else head.get("value"),
            tuple(compiled["body"]),
        )
    )


def _add_known(rules: dict[Path_, Rule], probed: list[Path_], answers: list[Node]) -> None:
    """Take over what rules are known to be, whatever a document says."""
    translated = {path for path in probed if rules[path].definitions}
    for answer in answers:
        index, value = answer["head"]["key"]["value"]
        path = probed[index["value"]]
        rule = rules[path]
        known = all(each["terms"] == _TRUE for each in answer["body"])
        if path in translated and (not known or rule.kind == "value"):
            # The answer only refers to the rule; of a value the definitions are complete.
            continue
        if not known or path in translated or rule.kind == "function":
            rule.refused = "known in part"
        else:
            rule.definitions.append(Definition((), value, ()))
