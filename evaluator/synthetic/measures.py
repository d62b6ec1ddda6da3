"""Notices and sanctions: how one step of the ladder is taken, and what is recorded about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.draws import Wheel
from evaluator.synthetic.parameters import (
    CAMPAIGN_START,
    DAY,
    NOTICE_LEGAL_BASIS,
    OFFENCE_CLASS,
    REASONS_GRACE,
    SANCTION,
    SHORT_MUTE_MAX,
)
from evaluator.synthetic.tables import Row

__all__ = ["NOTHING", "MeasureMaker", "Mute", "Taken", "Verdict"]

#: The step of who was neither guided nor punished.
NOTHING = -1
GUIDED, WARNED, LONG_MUTED, CLOSED = 0, 1, 3, 4
MEASURES = ("guidance", "warning", "short_mute", "long_mute", "closure")
NOTICE_KINDS = ("guidance", "warning", "sanction_notice", "sanction_notice", "sanction_notice")
PROMPTS: Mapping[str, str] = {
    "missing_source": "annotation_prompt",
    "missing_label": "annotation_prompt",
    "missing_certification": "certification_prompt",
}
#: What a mute, by its step, lasts: days.
DURATIONS: Mapping[int, Wheel[int]] = {
    2: Wheel({1: 2, 3: 4, 7: 4}),
    3: Wheel({30: 5, 90: 3, 180: 2}),
}
DECIDERS = Wheel({"human": 55, "mixed": 35, "model": 10})
GRAVE_DECIDERS = Wheel({"human": 7, "mixed": 3})
SECONDED = Wheel({True: 1, False: 1})
MOSTLY = Wheel({True: 99, False: 1})
RARELY = Wheel({False: 99, True: 1})
HOUSE_RULES = "house-rules-2024"
LEGAL_BASES: Wheel[str | None] = Wheel({NOTICE_LEGAL_BASIS: 72, HOUSE_RULES: 27, None: 1})
CLAUSES: Mapping[str | None, str] = {"A": "3.4-s2", "B": "3.4-s3", "C": "3.4-s4", None: "spam-1"}
#: Time for answers to measures, seconds.
APPEAL_PERIOD = 15 * DAY


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a measure has to know of the verdict that it follows."""

    adjudication_id: str
    account_id: str
    offence: str
    conduct_at: int
    decided_at: int
    overturned_at: int | None


@dataclass(frozen=True, slots=True)
class Mute:
    """A period in which an account cannot post; ``end`` is None for one without end."""

    measure: str
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What was really done about a verdict by as_of."""

    step: int
    delivered_at: int | None = None
    cure_until: int | None = None
    mute: Mute | None = None


class MeasureMaker:
    """Makes the notices and sanctions of one block."""

    def __init__(self, circumstances: Circumstances) -> None:
        draws = circumstances.draws
        self.notices: list[Row] = []
        self.sanctions: list[Row] = []
        self._as_of = circumstances.as_of
        self._quota = circumstances.quota
        self._unknown = circumstances.unknown
        self._latest: Verdict | None = None
        self._dice = draws.dice("measures")
        self._elsewhere = draws.identifier_stream("measures/elsewhere")
        self._notice_ids = draws.identifier_stream("notices")
        self._sanction_ids = draws.identifier_stream("sanctions")

    def take(self, verdict: Verdict, step: int) -> Taken:
        """Climb to a step of the ladder within two days, as far as as_of lets it happen."""
        dice = self._dice
        sent_at = verdict.decided_at + 600 + dice.below(DAY)
        if self._quota.due("late measures"):
            late = sent_at + SANCTION + dice.below(10 * DAY)
            sent_at = late if late <= self._as_of else sent_at
        if sent_at > self._as_of:
            return Taken(NOTHING)
        delivered_at: int | None = sent_at + dice.below(DAY // 2) * dice.below(2)
        if dice.one_in(60):
            delivered_at = sent_at + REASONS_GRACE + dice.below(2)
        if delivered_at is not None and delivered_at > self._as_of:
            delivered_at = None
        cure_until = None
        kind = NOTICE_KINDS[step]
        if step == GUIDED:
            kind = PROMPTS.get(verdict.offence, kind)
            cure_until = sent_at + (3 + dice.below(5)) * DAY if dice.percent(60) else None
        notice_id = self.notify(verdict, kind, (sent_at, delivered_at, cure_until))
        mute = None
        if step > WARNED or dice.one_in(3):
            mute = self._sanction(verdict, notice_id, MEASURES[step], sent_at)
        elif delivered_at is None:
            step = NOTHING
        return Taken(step, delivered_at, cure_until, mute)

    def evade(self, verdict: Verdict) -> Taken:
        """Do something that is no step: a notice that never arrives, or says nothing of a rule."""
        sent_at = min(verdict.decided_at + 600, self._as_of)
        if self._dice.one_in(2):
            self.notify(verdict, "guidance", (sent_at, None, None))
            return Taken(NOTHING)
        self.notify(verdict, "sanction_notice", (sent_at, sent_at, None))
        return Taken(NOTHING, sent_at)

    def restrict(self, verdict: Verdict, measure: str) -> None:
        """Take a measure beside the ladder: demonetisation or the end of recommendation."""
        starts_at = verdict.decided_at + self._dice.below(DAY)
        if starts_at <= self._as_of:
            self._sanction(verdict, None, measure, starts_at)

    def notify(self, verdict: Verdict, kind: str, times: tuple[int, int | None, int | None]) -> str:
        """Add a notice; its times are sent, delivered, to be cured until."""
        notice_id = next(self._notice_ids)
        self.notices.append((notice_id, verdict.account_id, verdict.adjudication_id, kind, *times))
        return notice_id

    def _sanction(
        self, verdict: Verdict, notice_id: str | None, measure: str, starts_at: int
    ) -> Mute | None:
        dice = self._dice
        step = MEASURES.index(measure) if measure in MEASURES else WARNED
        ends_at = self._end(step, starts_at)
        lifted_at = None
        if verdict.overturned_at is not None and step > WARNED:
            lifted_at = min(self._as_of, max(starts_at, verdict.overturned_at + dice.below(DAY)))
        legal_basis = self._legal_basis(verdict)
        offence_class = OFFENCE_CLASS.get(verdict.offence)
        if notice_id is not None and self._unknown.due("sanctions.notice_id"):
            notice_id = next(self._elsewhere)
        self.sanctions.append(
            (
                next(self._sanction_ids),
                verdict.account_id,
                self._basis(verdict),
                notice_id,
                measure,
                starts_at,
                ends_at,
                lifted_at,
                self._decider(step),
                self._seconded(step),
                legal_basis,
                CLAUSES[offence_class] if legal_basis is not None else None,
                dice.maybe(MOSTLY),
                dice.maybe(MOSTLY),
                dice.maybe(RARELY),
                starts_at + APPEAL_PERIOD if dice.percent(99) else None,
                True if self._quota.due("LAD-15") else dice.maybe(RARELY),
            )
        )
        self._latest = verdict
        if step <= WARNED:
            return None
        ends = [end for end in (ends_at, lifted_at) if end is not None]
        return Mute(measure, starts_at, min(ends, default=None))

    def _end(self, step: int, starts_at: int) -> int | None:
        """When a mute ends; some never do, some last longer than they may."""
        if step not in DURATIONS:
            return None
        days = self._dice.of(DURATIONS[step])
        if not self._quota.due("LAD-10"):
            return starts_at + days * DAY
        return None if step >= LONG_MUTED else starts_at + SHORT_MUTE_MAX + 1

    def _legal_basis(self, verdict: Verdict) -> str | None:
        """The rule that is named; seldom the notice for what was done before it."""
        basis = self._dice.of(LEGAL_BASES)
        early = verdict.conduct_at < CAMPAIGN_START
        if early and basis == NOTICE_LEGAL_BASIS and not self._quota.due("LAD-14"):
            return HOUSE_RULES
        return basis

    def _basis(self, verdict: Verdict) -> str | None:
        """The verdict that a sanction names; seldom none, another account's, or one unknown."""
        if self._quota.due("LAD-07"):
            return None if self._latest is None else self._others(verdict, self._latest)
        if self._unknown.due("sanctions.adjudication_id"):
            return next(self._elsewhere)
        return verdict.adjudication_id

    @staticmethod
    def _others(verdict: Verdict, latest: Verdict) -> str | None:
        return latest.adjudication_id if latest.account_id != verdict.account_id else None

    def _seconded(self, step: int) -> bool | None:
        if step < CLOSED:
            return self._dice.maybe(SECONDED)
        return False if self._quota.due("LAD-13") else self._dice.maybe(MOSTLY)

    def _decider(self, step: int) -> str:
        if step < LONG_MUTED:
            return self._dice.of(DECIDERS)
        return "model" if self._quota.due("LAD-08") else self._dice.of(GRAVE_DECIDERS)
