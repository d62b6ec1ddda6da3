"""What came out, at a glance: numbers in tiles, and four charts."""

from __future__ import annotations

from collections import Counter
from typing import Final

from evaluator.model import SEVERITIES, Outcome
from evaluator.report.base import Language, RunReport
from evaluator.report.exit_status import percent, undetermined_share
from evaluator.report.html.charts import bars, legend, stacked
from evaluator.report.labels import FAMILIES, label

__all__ = ["charts", "tiles"]

_FACTS: Final = 10
_CONTROLS: Final = 12
_DIRECTIONS: Final = ("under", "over", "privacy")
_SHARES: Final = ("violation", "undetermined", "pass")


def tiles(report: RunReport, lang: Language) -> str:
    """Findings, what is undetermined, what passes, what was not evaluated, what is put aside."""
    outcomes: Counter[str] = Counter()
    for _, result in report.controls.values():
        outcomes.update({str(name): count for name, count in result.outcomes.items()})
    lacking = sum(bool(result.not_evaluated) for _, result in report.controls.values())
    aside = sum(summary.quarantined for summary in report.quarantine.values())
    share = percent(undetermined_share(report))
    shown = [
        ("violation" if report.total else "pass", f"{report.total:,}", label("found", lang)),
        (
            "undetermined",
            f"{outcomes[Outcome.UNDETERMINED]:,}",
            label("undetermined_tile", lang, share=share),
        ),
        ("pass", f"{outcomes[Outcome.PASS]:,}", label("pass_tile", lang)),
        ("", f"{len(report.controls) - lacking:,}", label("evaluated_tile", lang)),
        ("undetermined" if lacking else "", f"{lacking:,}", label("not_evaluated_tile", lang)),
        ("violation" if aside else "", f"{aside:,}", label("quarantined_tile", lang)),
    ]
    return (
        '<div class="tiles">'
        + "".join(
            f'<div class="tile {kind}"><b>{number}</b><span>{word}</span></div>'
            for kind, number, word in shown
        )
        + "</div>"
    )


def charts(report: RunReport, lang: Language) -> str:
    """Outcomes of each family, findings by direction and severity, facts, and controls."""
    cards = [
        _card(_families(report, lang), "chart_families", lang),
        _card(_severities(report, lang), "chart_severities", lang),
        _card(_controls(report, lang), "chart_controls", lang),
        _card(_facts(report, lang), "chart_facts", lang),
    ]
    return f'<h2>{label("charts", lang)}</h2><div class="charts">{"".join(cards)}</div>'


def _card(drawing: str, key: str, lang: Language) -> str:
    return f'<div class="card"><h3>{label(key, lang)}</h3>{drawing}</div>'


def _families(report: RunReport, lang: Language) -> str:
    families: dict[str, Counter[str]] = {}
    for control, result in report.controls.values():
        counter = families.setdefault(control.family, Counter())
        counter.update({name: result.outcomes.get(name, 0) for name in _SHARES})
    words = {name: label(name, lang) for name in _SHARES}
    rows = [(_family(name, lang), counts) for name, counts in sorted(families.items())]
    return stacked(rows, words, label("chart_families", lang)) + legend(words)


def _family(name: str, lang: Language) -> str:
    return FAMILIES.get(name, name) if lang == "zh" else name


def _severities(report: RunReport, lang: Language) -> str:
    counts: Counter[tuple[str, str]] = Counter()
    for (_, severity, direction), count in report.finding_counts.items():
        counts[direction, severity] += count
    words = {severity: label(severity, lang) for severity in reversed(SEVERITIES)}
    rows = [
        (f"{label(f'{direction}_group', lang)} · {word}", counts[direction, severity], severity)
        for direction in _DIRECTIONS
        for severity, word in words.items()
    ]
    return bars(rows, label("chart_severities", lang)) + legend(words)


def _controls(report: RunReport, lang: Language) -> str:
    ranked = report.by_control().most_common(_CONTROLS)
    if not ranked:
        return f"<p>{label('causes_none', lang)}</p>"
    rows = [(code, count, report.controls[code][0].severity) for code, count in ranked]
    return bars(rows, label("chart_controls", lang))


def _facts(report: RunReport, lang: Language) -> str:
    missing: Counter[str] = Counter()
    for _, result in report.controls.values():
        missing.update(result.missing)
    if not missing:
        return f"<p>{label('missing_none', lang)}</p>"
    rows = [(fact, count, "undetermined") for fact, count in missing.most_common(_FACTS)]
    return bars(rows, label("chart_facts", lang))
