"""Verdicts on generated accounts and the ladder that they climb: guidance, warning, mute, closure.

Most verdicts are answered as they should be. Which are not is decided by the quota of the control
that is to find them; whether a control does find one is for the truth to say, not for this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.synthetic.accounts import Profile, Standing
from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.draws import Wheel
from evaluator.synthetic.measures import (
    CLOSED,
    LONG_MUTED,
    NOTHING,
    MeasureMaker,
    Mute,
    Taken,
    Verdict,
)
from evaluator.synthetic.parameters import (
    DAY,
    HOUR,
    LIFT,
    MAX_RANK,
    OFFENCE_CLASS,
    REFUTED_LABEL,
    REPEAT_WINDOW,
    SANCTION,
)
from evaluator.synthetic.posts import Posts
from evaluator.synthetic.refutations import RefutationMaker
from evaluator.synthetic.tables import Row

__all__ = ["Ladder"]

#: How far before the window accounts still have verdicts, seconds.
BEFORE = 30 * DAY
#: Posts from which on an account is busy.
BUSY = 5
FALSE = "false_certification"
HOT_EVENT = "hot_event_impersonation"
GRAVE = frozenset({"serious", "aggravated"})

#: Verdicts on one account.
VERDICTS = Wheel({0: 62, 1: 15, 2: 9, 3: 6, 4: 4, 6: 2, 9: 1, 12: 1})
CLASSES: Wheel[str | None] = Wheel({"A": 38, "B": 22, "C": 34, None: 6})
MALICIOUS = [offence for offence, name in OFFENCE_CLASS.items() if name == "C"]
OFFENCES: Mapping[str | None, Wheel[str]] = {
    "A": Wheel({"missing_source": 5, "missing_label": 3, "missing_certification": 2}),
    "B": Wheel({"unverified_repost": 1}),
    "C": Wheel({**dict.fromkeys(MALICIOUS, 5), HOT_EVENT: 30}),
    None: Wheel({"false_information": 2, "other": 1}),
}
FIRST_STEPS: Mapping[str | None, Wheel[int]] = {
    "A": Wheel({0: 1}),
    "B": Wheel({1: 3, 2: 1}),
    "C": Wheel({2: 3, 1: 1}),
    None: Wheel({1: 3, 0: 1}),
}
SEVERITIES = Wheel({"minor": 50, "ordinary": 45, "serious": 5})
MALICIOUS_SEVERITIES = Wheel({"serious": 40, "ordinary": 30, "aggravated": 20, "minor": 10})
GRAVE_STEPS = Wheel({3: 5, 4: 1})
DECIDERS = Wheel({"human": 50, "mixed": 40, "model": 10})


@dataclass(frozen=True, slots=True)
class _Case:
    """A verdict with what it rests on, and what was done about it once it is answered."""

    verdict: Verdict
    offence_class: str | None
    severity: str | None
    conduct_at: int
    #: Place of its post in the block, if it is about one that the snapshot has.
    place: int | None
    violation: bool
    final: bool

    @property
    def counts(self) -> bool:
        return self.violation and self.final


class Ladder:
    """Makes the verdicts of one block, and what follows from them."""

    def __init__(self, circumstances: Circumstances, posts: Posts) -> None:
        draws = circumstances.draws
        self.adjudications: list[Row] = []
        self.standings: dict[str, Standing] = {}
        self.measures = MeasureMaker(circumstances)
        self.refutations = RefutationMaker(circumstances, posts)
        self._as_of = circumstances.as_of
        self._window_from = circumstances.blueprint.window_from
        self._quota = circumstances.quota
        self._unknown = circumstances.unknown
        self._effective: dict[str, list[Verdict]] = {}
        self._posts = posts
        self._dice = draws.dice("adjudications")
        self._ids = draws.identifier_stream("adjudications")
        self._elsewhere = draws.identifier_stream("elsewhere")

    def climb(self, profile: Profile) -> None:
        """All verdicts on one account, in the order of conduct, until it is closed."""
        earlier: list[tuple[_Case, Taken]] = []
        mutes: list[Mute] = []
        offence_class: str | None = None
        for conduct_at, place in self._conducts(profile):
            muted = place is not None and _muted(mutes, conduct_at)
            if muted and not self._quota.due("LAD-12"):
                continue
            if not earlier or self._dice.percent(35):
                offence_class = self._dice.of(CLASSES)
            case = self._case(profile, offence_class, (conduct_at, place), earlier)
            taken = self._answer(case, earlier)
            earlier.append((case, taken))
            if taken.mute is not None:
                mutes.append(taken.mute)
            if taken.step == CLOSED:
                break
        if mutes:
            self._silence(profile, mutes)

    def effective(self, account_id: str) -> list[Verdict]:
        """The final verdicts of violation on an account that were not overturned."""
        return self._effective.get(account_id, [])

    def _conducts(self, profile: Profile) -> list[tuple[int, int | None]]:
        """When the account did what it is judged for, and the place of its post, if any."""
        number = self._dice.of(VERDICTS)
        with_post = min(number, profile.posts)
        # Busy accounts cannot have been muted all the time.
        start = self._window_from - (0 if profile.posts > BUSY else BEFORE)
        conducts: list[tuple[int, int | None]] = []
        for turn in range(number):
            if turn >= with_post or self._dice.one_in(8):
                conducts.append((start + self._dice.below(self._as_of - start), None))
            else:
                place = profile.first_post + turn * profile.posts // with_post
                conducts.append((self._posts.published_at[place], place))
        return sorted(conducts, key=lambda conduct: conduct[0])

    def _case(
        self,
        profile: Profile,
        offence_class: str | None,
        conduct: tuple[int, int | None],
        earlier: list[tuple[_Case, Taken]],
    ) -> _Case:
        dice = self._dice
        conduct_at, place = conduct
        if place is None:
            conduct_at = self._boundary_conduct(conduct_at, earlier)
        else:
            self._posts.judged.add(place)
        decided_at = self._decision(conduct_at, earlier)
        violation = dice.percent(93)
        overturned_at = None
        if violation and dice.one_in(16):
            at = decided_at + HOUR + dice.below(10 * DAY)
            if dice.one_in(6):
                at = max(decided_at, self._as_of - LIFT + dice.below(2))
            overturned_at = at if at <= self._as_of else None
        malicious = offence_class == "C"
        professed = malicious and profile.field is not None and dice.one_in(8)
        return _Case(
            Verdict(
                next(self._ids),
                profile.account_id,
                FALSE if professed else dice.of(OFFENCES[offence_class]),
                conduct_at,
                decided_at,
                overturned_at,
            ),
            offence_class,
            dice.maybe(MALICIOUS_SEVERITIES if malicious else SEVERITIES),
            conduct_at,
            place,
            violation,
            dice.percent(96),
        )

    def _boundary_conduct(self, conduct_at: int, earlier: list[tuple[_Case, Taken]]) -> int:
        """Now and then the very moment at which the last notice arrives or its time is over."""
        if earlier and self._dice.one_in(4):
            taken = earlier[-1][1]
            for at in (taken.cure_until, taken.delivered_at):
                if at is not None and at <= self._as_of:
                    return at
        return conduct_at

    def _decision(self, conduct_at: int, earlier: list[tuple[_Case, Taken]]) -> int:
        """When the verdict falls; now and then at a boundary of a rule."""
        decided_at = conduct_at + HOUR + self._dice.below(4 * DAY)
        if self._dice.one_in(24):
            bound = REFUTED_LABEL if self._dice.one_in(3) else SANCTION
            decided_at = max(conduct_at, self._as_of - bound + self._dice.below(2))
        if earlier and self._dice.one_in(32):
            decided_at = max(conduct_at, earlier[-1][0].verdict.decided_at)
        if decided_at > self._as_of:
            decided_at = max(conduct_at, self._as_of - self._dice.below(HOUR))
        return decided_at

    def _answer(self, case: _Case, earlier: list[tuple[_Case, Taken]]) -> Taken:
        """Do what a verdict asks for, or fail to, and write it down."""
        verdict, place = case.verdict, case.place
        post_id = None if place is None else self._posts.post_id[place]
        due = (
            case.counts
            and verdict.overturned_at is None
            and verdict.decided_at + SANCTION <= self._as_of
        )
        if case.counts and verdict.overturned_at is None:
            self._effective.setdefault(verdict.account_id, []).append(verdict)
        silent = False
        if due and case.offence_class == "C":
            silent = self._quota.due(f"answer/{verdict.offence}")
            if not silent and self._unknown.due(f"answer/{verdict.offence}"):
                silent, post_id = True, next(self._elsewhere)
        elif place is not None and self._dice.unknown(part=8):
            place, post_id = None, next(self._elsewhere)
        self._record(case, post_id)
        if not case.counts and self._quota.due("unfounded sanction"):
            self.measures.take(verdict, 1 + self._dice.below(3))
        if silent or not case.counts:
            return Taken(NOTHING)
        if place is not None:
            self.refutations.follow(place, verdict)
        return self._measure(case, self._prior_steps(case, earlier), due=due)

    def _record(self, case: _Case, post_id: str | None) -> None:
        verdict, dice = case.verdict, self._dice
        evidence = f"{dice.below(1 << 32):08x}{dice.below(1 << 32):08x}"
        self.adjudications.append(
            (
                verdict.adjudication_id,
                verdict.account_id,
                post_id,
                verdict.offence,
                case.severity,
                "violation" if case.violation else "no_violation",
                case.conduct_at,
                verdict.decided_at,
                dice.of(DECIDERS),
                case.final,
                verdict.overturned_at,
                None if dice.one_in(20) else evidence,
            )
        )

    @staticmethod
    def _prior_steps(case: _Case, earlier: list[tuple[_Case, Taken]]) -> list[int]:
        """Steps taken for the earlier verdicts that make this one a repeat."""
        decided_at, conduct_at = case.verdict.decided_at, case.conduct_at
        return [
            taken.step
            for before, taken in earlier
            if case.offence_class is not None
            and before.offence_class == case.offence_class
            and before.counts
            and before.verdict.decided_at < decided_at
            and before.verdict.decided_at >= conduct_at - REPEAT_WINDOW
            and (before.verdict.overturned_at or decided_at + 1) > decided_at
            and taken.delivered_at is not None
            and max(taken.delivered_at, taken.cure_until or 0) <= conduct_at
        ]

    def _measure(self, case: _Case, prior: list[int], *, due: bool) -> Taken:
        """Take the step of the ladder that is right, or the wrong one where a quota asks for it."""
        offence_class, dice = case.offence_class, self._dice
        grave = offence_class == "C" and case.severity in GRAVE
        step = dice.of(GRAVE_STEPS if grave else FIRST_STEPS[offence_class])
        if prior and offence_class is not None:
            highest = MAX_RANK[offence_class]
            step = min(highest, max(step, max(prior) + 1))
            if due and self._quota.due("LAD-06"):
                step = min(max(prior), highest - 1)
        elif offence_class == "A" and due and self._quota.due("LAD-01"):
            step = NOTHING
        elif offence_class == "A" and self._quota.due("LAD-02"):
            step = 1 + dice.below(3)
        if offence_class == "B" and (dice.one_in(30) or self._quota.due("LAD-04")):
            step = LONG_MUTED
        if offence_class == "B" and due and self._quota.due("LAD-03"):
            step = dice.below(2) - 1
            if step == NOTHING:
                self.measures.restrict(case.verdict, "recommendation_stop")
        if step == NOTHING:
            return self.measures.evade(case.verdict) if dice.percent(60) else Taken(NOTHING)
        if grave and dice.one_in(4):
            self.measures.restrict(case.verdict, "demonetisation")
        return self.measures.take(case.verdict, step)

    def _silence(self, profile: Profile, mutes: list[Mute]) -> None:
        """Draw forward what the account would have posted while muted, and note its status."""
        times = self._posts.published_at
        for place in range(profile.first_post, profile.first_post + profile.posts):
            if place not in self._posts.judged and _muted(mutes, times[place]):
                times[place] = self._spoken(mutes, times[place])
        standing = Standing(mutes_over=True)
        for mute in mutes:
            if _muted([mute], self._as_of):
                closed_at = mute.start if mute.measure == "closure" else None
                status = "muted" if closed_at is None else "closed"
                standing = Standing(status, closed_at)
        self.standings[profile.account_id] = standing

    def _spoken(self, mutes: list[Mute], at: int) -> int:
        """Another time for a post: before the first mute, or from the moment the last one ends."""
        ends = [mute.end for mute in mutes]
        known = [end for end in ends if end is not None]
        after = self._as_of - max(known, default=self._as_of)
        before = min(mute.start for mute in mutes) - self._window_from
        if len(known) == len(ends) and after > 0 and (before <= 0 or at % 4 == 0):
            return max(known) + at * 2_654_435_761 % after * (at % 3 % 2)
        return self._window_from + at * 2_654_435_761 % before if before > 0 else at


def _muted(mutes: list[Mute], at: int) -> bool:
    return any(mute.start <= at and (mute.end is None or mute.end > at) for mute in mutes)
