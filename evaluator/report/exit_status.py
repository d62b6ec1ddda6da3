"""Which exit code a run deserves, and why.

0 complete, nothing at or above the threshold; 1 complete, but findings at or above it, or more
undetermined or not evaluated than allowed; 3 incomplete. Waived findings do not count. Codes 2 and
130 belong to the command line, which never comes here with them.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final, Literal

from evaluator.model import SEVERITIES, Outcome
from evaluator.report.base import ExitStatus, Language, RunReport
from evaluator.report.labels import label

__all__ = ["exit_code", "percent", "undetermined_among", "undetermined_share"]

_CLEAN: Final = 0
_FINDINGS: Final = 1
_INCOMPLETE: Final = 3


def exit_code(
    report: RunReport,
    *,
    fail_on: Literal["low", "medium", "high", "never"],
    fail_on_not_evaluated: bool = False,
    max_undetermined: float | None = None,
    lang: Language = "en",
) -> ExitStatus:
    """The exit code and its reason.

    Args:
        report: the run; where it is incomplete the code is 3, whatever was found.
        fail_on: lowest severity that gives 1; ``never``: findings do not.
        fail_on_not_evaluated: 1 where a control was not evaluated.
        max_undetermined: 1 where `undetermined_share` is above this percentage; None: never.
        lang: language of the reason.
    """
    if not report.run.complete:
        reasons = label("semicolon", lang).join(
            reason.rstrip(".。") for reason in report.run.incomplete
        )
        return ExitStatus(_INCOMPLETE, label("why_incomplete", lang, reasons=reasons))
    why = [
        *_by_findings(report, fail_on, lang),
        *(_by_not_evaluated(report, lang) if fail_on_not_evaluated else ()),
        *_by_undetermined(report, max_undetermined, lang),
    ]
    if why:
        return ExitStatus(_FINDINGS, label("semicolon", lang).join(why))
    return ExitStatus(_CLEAN, label("why_clean", lang))


def percent(share: Fraction) -> str:
    """Two decimals, rounded up: a share above a limit never looks equal to it."""
    hundredths = math.ceil(share * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def undetermined_share(report: RunReport) -> Fraction:
    """Undetermined among all that might apply, in percent, exactly; 0 where nothing might apply."""
    undetermined, might_apply = undetermined_among(report)
    return Fraction(100 * undetermined, might_apply) if might_apply else Fraction(0)


def undetermined_among(report: RunReport) -> tuple[int, int]:
    """How many answers are undetermined, and how many might apply.

    Counted are pairs of a control and a subject, over all controls that were evaluated: those that
    are undetermined, and those that are a violation, undetermined or a pass. Subjects to which a
    control does not apply say nothing about how much is known, and are left out.
    """
    undetermined = might_apply = 0
    for _, result in report.controls.values():
        count = result.outcomes.get(Outcome.UNDETERMINED, 0)
        undetermined += count
        might_apply += count
        might_apply += result.outcomes.get(Outcome.VIOLATION, 0)
        might_apply += result.outcomes.get(Outcome.PASS, 0)
    return undetermined, might_apply


def _by_findings(report: RunReport, fail_on: str, lang: Language) -> list[str]:
    if fail_on not in SEVERITIES:
        return []
    grave = SEVERITIES[SEVERITIES.index(fail_on) :]
    count = sum(
        number - report.waived.counts.get(key, 0)
        for key, number in report.finding_counts.items()
        if key[1] in grave
    )
    if not count:
        return []
    key = "why_finding" if count == 1 else "why_findings"
    return [label(key, lang, count=f"{count:,}", severity=label(fail_on, lang))]


def _by_not_evaluated(report: RunReport, lang: Language) -> list[str]:
    codes = [code for code, (_, result) in report.controls.items() if result.not_evaluated]
    if not codes:
        return []
    return [label("why_not_evaluated", lang, codes=label("comma", lang).join(codes))]


def _by_undetermined(report: RunReport, allowed: float | None, lang: Language) -> list[str]:
    share = undetermined_share(report)
    # The text of a float is what the user wrote: 0.1 is a tenth here, not the nearest double.
    if allowed is None or share <= Fraction(str(allowed)):
        return []
    return [label("why_undetermined", lang, share=percent(share), allowed=f"{allowed:.15g}")]
