"""One page a control, and their list: what it decides, on what, with which words and examples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import yaml

from evaluator.authoring.examples import Example
from evaluator.authoring.reference.markup import Pages, code, codes, link, page, table, text
from evaluator.bundle import Bundle
from evaluator.model import Control, Outcome

__all__ = ["control_pages"]

_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.VIOLATION: "violation",
    Outcome.UNDETERMINED: "undetermined",
    Outcome.PASS: "pass",
    Outcome.NOT_APPLICABLE: "not applicable",
}


def control_pages(bundle: Bundle, examples: Mapping[str, Sequence[Example]]) -> Pages:
    """``controls/index.md`` and one page a control.

    Args:
        bundle: with the controls.
        examples: code -> the control's examples.
    """
    pages = {"controls/index.md": _index(bundle)}
    for control in bundle.controls.values():
        place = f"controls/{control.code}.md"
        pages[place] = _page(bundle, control, examples.get(control.code, ()))
    return pages


def _index(bundle: Bundle) -> str:
    families: dict[str, list[Control]] = {}
    for control in bundle.controls.values():
        families.setdefault(control.family, []).append(control)
    parts: list[str | list[str]] = [
        (
            f"{len(bundle.controls)} controls, by family. `qinglang policy show CODE` tells the "
            "same of the bundle that is in use."
        )
    ]
    for family, controls in families.items():
        parts.append(f"## {family.capitalize()}")
        parts.append(
            table(
                ["Control", "Title", "Chinese", "Subject", "Severity", "Direction", "Nature"],
                [
                    [
                        link(control.code, f"{control.code}.md"),
                        text(control.title),
                        text(control.titled("zh")),
                        control.subject,
                        control.severity,
                        control.direction,
                        control.nature,
                    ]
                    for control in controls
                ],
            )
        )
    return page("Controls", *parts)


def _page(bundle: Bundle, control: Control, examples: Sequence[Example]) -> str:
    framework = bundle.framework
    clauses = [
        [
            link(clause, f"../clauses.md#{clause.replace(' ', '-').replace('.', '')}"),
            text(framework.clauses[clause]["en"]),
            text(framework.clauses[clause]["zh"]),
        ]
        for clause in control.clauses
    ]
    parameters = [
        [
            link(code(name), "../parameters.md"),
            code(json.dumps(framework.parameters[name].value, ensure_ascii=False)),
            text(framework.parameters[name].unit),
            text(framework.parameters[name].description),
        ]
        for name in sorted(control.parameters)
    ]
    return page(
        f"{control.code} {text(control.title)}",
        text(control.description),
        table(["Property", "Value"], list(_facts(control))),
        "## What it reads",
        table(["Branch", "Columns"], _columns(control)),
        "## Clauses",
        table(["Clause", "English", "Chinese"], clauses),
        f"Basis: {text('; '.join(control.basis))}.",
        "## Parameters" if parameters else "",
        table(["Parameter", "Value", "Unit", "Meaning"], parameters) if parameters else "",
        "## Messages",
        [f"- {text(words)}" for words in control.messages.values()],
        "What cures it:",
        [f"- {text(words)}" for words in control.cure.values()],
        "## Examples" if examples else "",
        *_examples(examples),
    )


def _facts(control: Control) -> Iterator[list[str]]:
    yield ["Subject", link(control.subject, f"../subjects.md#{control.subject}")]
    yield ["Severity", control.severity]
    yield ["Direction", control.direction]
    yield ["Nature", control.nature]
    yield ["Identity, besides the subject", codes(control.identity)]
    yield ["Cause", codes(control.cause)]
    yield ["Tables that must be there", _tables(control.tables)]
    yield ["Rules", codes([f"policies/{module}" for module in control.modules])]
    if control.aliases:
        yield ["Earlier codes", codes(control.aliases)]


def _columns(control: Control) -> list[list[str]]:
    return [
        [code(branch), codes(control.columns.get(branch, ()))]
        for branch in sorted(control.branches)
    ]


def _tables(names: Sequence[str]) -> str:
    return ", ".join(link(name, f"../tables.md#{name}") for name in names) or "-"


def _examples(examples: Sequence[Example]) -> Iterator[str | list[str]]:
    """All of them in a table, and the document of the first of each outcome."""
    if examples:
        yield table(
            ["Outcome", "Example"],
            [[_OUTCOMES[each.outcome], text(each.name)] for each in examples],
        )
    for outcome in _OUTCOMES:
        first = next((each for each in examples if each.outcome is outcome), None)
        if first is not None:
            yield f"A document with the outcome *{_OUTCOMES[outcome]}* ({text(first.name)}):"
            document = yaml.safe_dump(dict(first.document), allow_unicode=True, sort_keys=False)
            yield f"```yaml\n{document.rstrip()}\n```"
