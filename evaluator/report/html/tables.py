"""The tables of the page: controls, causes with an example, clauses, and rows put aside."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from evaluator.model import Outcome
from evaluator.report.base import Language, RunReport
from evaluator.report.causes import count_causes
from evaluator.report.labels import counted, label
from evaluator.report.messages import fact_text, message
from evaluator.report.terminal import visible

__all__ = ["causes", "clauses", "controls", "quarantine"]

_OUTCOMES: Final = (Outcome.VIOLATION, Outcome.UNDETERMINED, Outcome.PASS, Outcome.NOT_APPLICABLE)
_CAUSES: Final = 100


def controls(report: RunReport, lang: Language) -> str:
    """Every control with its four outcomes, or why it was not evaluated."""
    rows = []
    for control, result in report.controls.values():
        cells = [
            f'<td class="code">{_text(control.code)}</td>',
            f"<td>{_text(control.titled(lang))}</td>",
            _severity(control.severity, lang),
            f'<td class="direction">{label(control.direction, lang)}</td>',
        ]
        if result.not_evaluated:
            lacking = label("not_evaluated", lang, reasons=", ".join(result.not_evaluated))
            cells.append(f'<td colspan="4">{_text(lacking)}</td>')
        else:
            cells += [_number(result.outcomes.get(outcome, 0)) for outcome in _OUTCOMES]
        rows.append("".join(cells))
    headings = [label(key, lang) for key in ("code", "title", "severity", "direction")]
    numbers = [label(str(outcome), lang).replace("\n", " ") for outcome in _OUTCOMES]
    return f"<h2>{label('controls', lang)}</h2>" + _table(headings, numbers, rows)


def causes(report: RunReport, lang: Language) -> str:
    """The largest causes; below them, where the rest is."""
    if not report.total:
        return f"<h2>{label('causes', lang)}</h2><p>{label('causes_none', lang)}</p>"
    found = count_causes(report.stream, _CAUSES)
    rows = []
    for cause in found.largest:
        control, _ = report.controls[cause.control]
        facts = label("comma", lang).join(
            f"{name} = {fact_text(name, value, lang)}" for name, value in cause.facts.items()
        )
        told = message(control, cause.example.facts, lang)
        cure = control.cure.get(lang, "")
        rows.append(
            f'<td class="code">{_text(control.code)}</td>{_severity(cause.severity, lang)}'
            f"<td><p>{_text(control.titled(lang))}</p><p>{_text(facts)}</p></td>"
            f'<td class="id">{_text(cause.example.subject_id)}</td>'
            f"<td><p>{_text(told)}</p><p>{_text(cure)}</p></td>{_number(cause.count)}"
        )
    headings = [label(key, lang) for key in ("code", "severity", "cause", "instance", "message")]
    number = counted("causes" if found.exact else "causes_beyond", found.number, lang)
    hidden = report.total - sum(cause.count for cause in found.largest)
    rest = f"{counted('causes_rest', hidden, lang)} " if hidden else ""
    return (
        f"<h2>{label('causes', lang)} <small>{counted('findings', report.total, lang)}"
        f"{label('comma', lang)}{number}</small></h2>"
        + _table(headings, [label("number", lang)], rows)
        + f"<p>{_text(rest + label('all_findings', lang))}</p>"
    )


def clauses(report: RunReport, lang: Language) -> str:
    """Each clause that a control answers for, with what was found against it."""
    counts = report.by_control()
    rows = []
    for clause, told in report.clauses.items():
        codes = [code for code, (one, _) in report.controls.items() if clause in one.clauses]
        if codes:
            rows.append(
                f'<td class="code">{_text(clause)}</td><td>{_text(told)}</td>'
                f"<td>{_text(', '.join(codes))}</td>{_number(sum(counts[code] for code in codes))}"
            )
    if not rows:
        return ""
    headings = [label(key, lang) for key in ("clause_id", "clause_text", "controls")]
    return f"<h2>{label('clauses', lang)}</h2>" + _table(headings, [label("found", lang)], rows)


def quarantine(report: RunReport, lang: Language) -> str:
    """Tables with rows that were put aside or repeated; empty where there is none."""
    rows = [
        f"<td>{_text(table)}</td>"
        + "".join(map(_number, (one.read, one.quarantined, one.unplaced_rows, one.repeated)))
        for table, one in report.quarantine.items()
        if one.quarantined or one.repeated
    ]
    if not rows:
        return ""
    numbers = [label(key, lang) for key in ("rows_read", "quarantined", "unplaced", "repeated")]
    return f"<h2>{label('quarantine', lang)}</h2>" + _table([label("table", lang)], numbers, rows)


def _table(headings: Sequence[str], numbers: Sequence[str], rows: Sequence[str]) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in headings)
    head += "".join(f'<th class="n">{escape(each)}</th>' for each in numbers)
    body = "".join(f"<tr>{row}</tr>\n" for row in rows)
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        "</div>"
    )


def _text(value: str) -> str:
    return escape(visible(value))


def _number(value: int) -> str:
    return f'<td class="n{"" if value else " zero"}">{value:,}</td>'


def _severity(severity: str, lang: Language) -> str:
    return f'<td><span class="badge {severity}">{label(severity, lang)}</span></td>'
