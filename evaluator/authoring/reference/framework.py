"""The clauses of the notice with what accounts for each, and the parameters."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evaluator.authoring.reference.markup import Pages, code, link, page, table, text
from evaluator.bundle import Bundle
from evaluator.report import local_time

__all__ = ["framework_pages"]


def framework_pages(bundle: Bundle) -> Pages:
    """``clauses.md`` and ``parameters.md``."""
    return {"clauses.md": _clauses(bundle), "parameters.md": _parameters(bundle)}


def _clauses(bundle: Bundle) -> str:
    framework = bundle.framework
    parts: list[str | list[str]] = [
        (
            "What the notice asks, clause by clause, in the words of this project "
            f"({framework.name} {framework.version}), and the controls that decide it. "
            "`qinglang framework coverage` shows the same with the outcome of a run."
        )
    ]
    for clause, words in framework.clauses.items():
        parts += [f"## {clause}", text(words["en"]), text(words["zh"])]
        parts.append(list(_account(bundle, clause)))
    return page("Clauses", *parts)


def _account(bundle: Bundle, clause: str) -> Iterator[str]:
    for control in bundle.controls.values():
        if clause in control.clauses:
            place = f"controls/{control.code}.md"
            yield f"- {link(f'{control.code} {text(control.title)}', place)}"
    for entry in bundle.framework.not_checkable:
        if clause in entry.clauses:
            yield (
                f"- Not checkable ({entry.extent}): {_sentence(entry.matter['en'])} "
                f"{_sentence(entry.reason['en'])}"
            )


def _sentence(words: str) -> str:
    return text(words if words.endswith(".") else f"{words}.")


def _parameters(bundle: Bundle) -> str:
    rows = []
    for name, parameter in sorted(bundle.framework.parameters.items()):
        value = parameter.value
        shown = (
            local_time(value)
            if parameter.type == "time" and value is not None
            else code(json.dumps(value, ensure_ascii=False))
        )
        readers = [each.code for each in bundle.controls.values() if name in each.parameters]
        rows.append(
            [
                code(name),
                shown,
                parameter.type,
                text(parameter.unit),
                text(parameter.description),
                text(parameter.basis),
                ", ".join(link(reader, f"controls/{reader}.md") for reader in readers) or "-",
            ]
        )
    return page(
        "Parameters",
        "Every figure that a control compares with. `--param NAME=VALUE` overrides one for a run, "
        "which the report and the run's identity then show. Without a value, what depends on it is "
        "not decided.",
        table(["Parameter", "Value", "Type", "Unit", "Meaning", "Basis", "Read by"], rows),
    )
