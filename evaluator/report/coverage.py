"""The coverage of a framework: clause by clause what answers for it, and how that came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rich.text import Text

from evaluator.bundle import (
    Attestation,
    Bundle,
    ClauseCover,
    attested_duty,
    clause_covers,
    coverage_gaps,
)
from evaluator.model import Control, ControlResult, Outcome
from evaluator.report.base import Language
from evaluator.report.labels import counted, label
from evaluator.report.layout import Cell, hanging
from evaluator.report.local_time import local_time
from evaluator.report.terminal import visible

__all__ = ["RunOutcomes", "Statements", "coverage_document", "coverage_lines"]

_INDENT: Final = "  "
_DEEPER: Final = " " * 10


@dataclass(frozen=True, slots=True)
class RunOutcomes:
    """What coverage needs of a run, whether from a report or from the store."""

    run_id: str
    platform_id: str
    snapshot_id: str
    #: Epoch seconds.
    as_of: int
    complete: bool
    results: Mapping[str, ControlResult]


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of a snapshot that count, and its as_of in epoch seconds."""

    as_of: int
    #: Duty -> statement.
    deciding: Mapping[str, Attestation]


def coverage_document(
    bundle: Bundle, run: RunOutcomes | None, statements: Statements | None, lang: Language
) -> dict[str, Any]:
    """Coverage as plain values; ``run`` and the parts that hang on it are None without a run.

    Args:
        bundle: framework and controls.
        run: the run whose outcomes are shown.
        statements: what the platform attests, with its age.
        lang: language of clauses and reasons.
    """
    framework = bundle.framework
    return {
        "framework": {"name": framework.name, "version": framework.version},
        "run": None
        if run is None
        else {
            "run_id": run.run_id,
            "platform_id": run.platform_id,
            "snapshot_id": run.snapshot_id,
            "as_of": run.as_of,
            "complete": run.complete,
        },
        "statements_as_of": None if statements is None else statements.as_of,
        "clauses": [
            _clause(cover, framework.clauses[cover.clause][lang], run, statements, lang)
            for cover in clause_covers(framework, bundle.controls)
        ],
        "gaps": coverage_gaps(framework, bundle.controls),
    }


def _clause(
    cover: ClauseCover,
    text: str,
    run: RunOutcomes | None,
    statements: Statements | None,
    lang: Language,
) -> dict[str, Any]:
    return {
        "clause": cover.clause,
        "text": text,
        "controls": [_control(control, run, statements, lang) for control in cover.controls],
        "not_checkable": [
            {
                "extent": entry.extent,
                "matter": entry.matter[lang],
                "reason": entry.reason[lang],
            }
            for entry in cover.not_checkable
        ],
    }


def _control(
    control: Control, run: RunOutcomes | None, statements: Statements | None, lang: Language
) -> dict[str, Any]:
    part: dict[str, Any] = {
        "code": control.code,
        "title": control.titled(lang),
        "severity": control.severity,
        "direction": control.direction,
        "result": None if run is None else _result(run.results.get(control.code)),
    }
    duty = attested_duty(control)
    if duty is not None:
        part["duty"] = duty
        part["attestation"] = (
            None if statements is None else _attestation(statements, statements.deciding.get(duty))
        )
    return part


def _result(result: ControlResult | None) -> dict[str, Any]:
    """What a run says of a control: a word for all of it, and the counts behind it."""
    if result is None:
        return {"outcome": "not_in_run", "outcomes": {}, "missing": {}, "not_evaluated": []}
    counts = {str(outcome): result.outcomes.get(outcome, 0) for outcome in Outcome}
    if result.not_evaluated:
        word = "not_evaluated"
    else:
        # In the order in which outcomes come before one another; without a subject nothing applies.
        word = next((name for name, count in counts.items() if count), str(Outcome.NOT_APPLICABLE))
    return {
        "outcome": word,
        "outcomes": counts,
        "missing": dict(result.missing),
        "not_evaluated": list(result.not_evaluated),
    }


def _attestation(statements: Statements, found: Attestation | None) -> dict[str, Any]:
    if found is None:
        return {"statement": "none"}
    return {
        "statement": found.statement,
        "attester_role": found.attester_role,
        "attested_at": found.attested_at,
        "age_days": found.age_days(statements.as_of),
        "expires_at": found.expires_at,
        "expired": found.expired(statements.as_of),
        "evidence_hash": found.evidence_hash,
    }


def coverage_lines(document: Mapping[str, Any], lang: Language, width: int) -> Iterator[Text]:
    """Coverage for readers, in lines of at most ``width`` columns."""
    framework, run = document["framework"], document["run"]
    named = {control["code"] for clause in document["clauses"] for control in clause["controls"]}
    heading = label("framework", lang, name=f"{framework['name']} {framework['version']}")
    sizes = label("comma", lang).join(
        [
            counted("clauses", len(document["clauses"]), lang),
            counted("controls", len(named), lang),
        ]
    )
    yield Text(f"{heading}{label('colon', lang)}{sizes}", "bold")
    if run is not None:
        told = label(
            "coverage_run",
            lang,
            run=run["run_id"],
            platform=run["platform_id"],
            time=local_time(run["as_of"]),
            state=label("complete" if run["complete"] else "incomplete", lang),
        )
        yield from hanging([], Cell(visible(told)), width)
    for clause in document["clauses"]:
        yield Text("")
        yield from hanging([Cell(f"{clause['clause']}  ", "bold")], Cell(clause["text"]), width)
        for control in clause["controls"]:
            yield from _control_lines(control, lang, width)
        for entry in clause["not_checkable"]:
            head = label(f"not_checkable_{entry['extent']}", lang) + label("colon", lang)
            text = label("because", lang, matter=entry["matter"], reason=entry["reason"])
            yield from hanging([Cell(_INDENT), Cell(head, "dim")], Cell(text, "dim"), width)
    if document["gaps"]:
        yield Text("")
        yield Text(label("gaps", lang), "bold")
        for gap in document["gaps"]:
            yield from hanging([Cell(_INDENT)], Cell(gap), width)


def _control_lines(control: Mapping[str, Any], lang: Language, width: int) -> Iterator[Text]:
    weight = label("comma", lang).join(label(control[key], lang) for key in _WEIGHTS)
    title = f"{control['title']} ({weight})"
    yield from hanging([Cell(f"{_INDENT}{control['code']}  ", "bold")], Cell(visible(title)), width)
    result = control["result"]
    if result is not None:
        yield from hanging([Cell(_DEEPER)], Cell(visible(_result_text(result, lang))), width)
    if control.get("attestation"):
        text = _attestation_text(control["duty"], control["attestation"], lang)
        yield from hanging([Cell(_DEEPER)], Cell(visible(text)), width)


_WEIGHTS: Final = ("severity", "direction")


def _result_text(result: Mapping[str, Any], lang: Language) -> str:
    if result["not_evaluated"]:
        lacks = label("comma", lang).join(result["not_evaluated"])
        return label("not_evaluated", lang, reasons=lacks)
    if not result["outcomes"]:
        return label("not_in_run", lang)
    counts = {name: f"{count:,}" for name, count in result["outcomes"].items()}
    return label("outcome_counts", lang, **counts)


def _attestation_text(duty: str, attestation: Mapping[str, Any], lang: Language) -> str:
    if attestation["statement"] == "none":
        return label("unattested", lang, duty=duty)
    text = label(
        "attested",
        lang,
        duty=duty,
        statement=attestation["statement"],
        role=attestation["attester_role"],
        age=counted("days", attestation["age_days"], lang),
        time=local_time(attestation["expires_at"]),
    )
    return label("expired", lang, text=text) if attestation["expired"] else text
