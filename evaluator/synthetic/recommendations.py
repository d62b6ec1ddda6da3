"""Which generated posts were recommended, when, and until when; and which were ranked."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.draws import Wheel
from evaluator.synthetic.parameters import (
    DAY,
    LABEL_GRACE,
    LABELLING_FROM,
    POOL_EXIT,
    RANKING_EXIT,
    REFUTABLE_OFFENCES,
    SOURCE_REQUIRED_TOPICS,
)
from evaluator.synthetic.posts import Posts
from evaluator.synthetic.tables import Row

__all__ = ["Promotion"]

POOLS = Wheel({"home": 60, "hot": 15, "nearby": 10, "search": 10, "push": 5})
LISTS = Wheel({"hot-search": 60, "city": 20, "entertainment": 15, "brands": 5})
RANKS = 50
#: Posts of a thousand that are recommended, or ranked.
RECOMMENDED, RANKED = 80, 8
PAID = Wheel({False: 9, True: 1})
#: Of a hundred refuted posts, how many had been recommended, or ranked.
REFUTED = 45
LONGEST = 4 * DAY


class Promotion:
    """Makes the recommendations and rankings of one block."""

    def __init__(
        self,
        circumstances: Circumstances,
        posts: Posts,
        adjudications: Sequence[Row],
        annotations: Sequence[Row],
    ) -> None:
        self.recommendations: list[Row] = []
        self.rankings: list[Row] = []
        self._as_of = circumstances.as_of
        self._quota = circumstances.quota
        self._unknown = circumstances.unknown
        self._dice = circumstances.draws.dice("promotion")
        self._entries = circumstances.draws.identifier_stream("recommendations")
        self._places = circumstances.draws.identifier_stream("rankings")
        self._elsewhere = circumstances.draws.identifier_stream("rankings/elsewhere")
        self._posts = posts
        self._refuted = self._refutations(adjudications)
        #: Post -> when its last label began.
        self._labelled = {row[1]: row[3] for row in annotations}
        chosen = circumstances.draws.words("promotion/chosen", len(posts.post_id))
        for place, post_id in enumerate(posts.post_id):
            share = chosen[place] % 1_000
            refuted = post_id in self._refuted and self._dice.percent(REFUTED)
            if refuted or share < RECOMMENDED:
                self._recommend(place)
            if refuted or share >= 1_000 - RANKED:
                self._rank(place)

    def _refutations(self, adjudications: Sequence[Row]) -> dict[str, int]:
        """Post -> when a verdict that holds said that it is false."""
        refuted: dict[str, int] = {}
        for row in adjudications:
            post_id, offence, verdict, decided_at = row[2], row[3], row[5], row[7]
            holds = verdict == "violation" and row[9] and row[10] is None
            if post_id is not None and offence in REFUTABLE_OFFENCES and holds:
                refuted[post_id] = min(decided_at, refuted.get(post_id, decided_at))
        return refuted

    def _recommend(self, place: int) -> None:
        dice, posts = self._dice, self._posts
        published_at = posts.published_at[place]
        entered_at = published_at + dice.below(LONGEST)
        if self._needs_label(place):
            early = self._quota.due("ANN-15")
            entered_at = published_at if early else max(entered_at, published_at + LABEL_GRACE)
            labelled_at = self._labelled.get(posts.post_id[place])
            if labelled_at is not None and dice.one_in(40):
                entered_at = max(published_at, labelled_at - (1 if early else 0))
        if entered_at > self._as_of:
            return
        left_at: int | None = entered_at + dice.below(LONGEST)
        if left_at is not None and (left_at > self._as_of or dice.one_in(20)):
            left_at = None
        due_at = self._due_at(place, POOL_EXIT)
        if due_at is not None:
            if entered_at > due_at and not dice.one_in(4):
                return
            left_at = self._leave("ANN-16", entered_at, due_at)
        row = (next(self._entries), posts.post_id[place], dice.of(POOLS), entered_at, left_at)
        self.recommendations.append(row)

    def _needs_label(self, place: int) -> bool:
        posts = self._posts
        return (
            (posts.origin[place] != "repost" and posts.topic[place] in SOURCE_REQUIRED_TOPICS)
            or (
                posts.ai_status[place] not in {None, "none"}
                and posts.published_at[place] >= LABELLING_FROM
            )
            or bool(posts.declared_fiction[place])
            or bool(posts.past_event[place])
        )

    def _due_at(self, place: int, period: int) -> int | None:
        """When a refuted post had to be gone, if that moment has come."""
        decided_at = self._refuted.get(self._posts.post_id[place])
        if decided_at is None or decided_at + period > self._as_of:
            return None
        return decided_at + period

    def _leave(self, control: str, entered_at: int, due_at: int) -> int | None:
        """When a refuted post left: in time, at the last moment, or too late."""
        dice = self._dice
        if entered_at > due_at:
            return None if dice.one_in(2) else self._as_of
        if not self._quota.due(control):
            return due_at - dice.below(due_at - entered_at + 1) * dice.below(2)
        late = due_at + 1 + dice.below(3 * DAY) * dice.below(2)
        return late if late <= self._as_of and dice.one_in(2) else None

    def _rank(self, place: int) -> None:
        dice, posts = self._dice, self._posts
        from_ts = posts.published_at[place] + dice.below(LONGEST)
        if from_ts > self._as_of:
            return
        to_ts: int | None = from_ts + dice.below(DAY)
        if to_ts is not None and to_ts > self._as_of:
            to_ts = None
        due_at = self._due_at(place, RANKING_EXIT)
        if due_at is not None:
            if from_ts > due_at and not dice.one_in(4):
                return
            to_ts = self._leave("DIS-07", from_ts, due_at)
        post_id: str | None = posts.post_id[place]
        if due_at is None and dice.one_in(10):
            post_id = None if dice.one_in(2) else next(self._elsewhere)
        self.rankings.append(
            (
                next(self._places),
                dice.of(LISTS),
                1 + dice.below(RANKS),
                post_id,
                from_ts,
                to_ts,
                *self._advertising(),
            )
        )

    def _advertising(self) -> tuple[bool | None, bool | None]:
        """Whether a place was paid for, and said to be."""
        dice = self._dice
        paid, labelled = dice.of(PAID), dice.one_in(30)
        if paid:
            labelled = not self._quota.due("DIS-06")
        if self._unknown.due("DIS-06/paid"):
            return None, labelled
        return paid, None if self._unknown.due("DIS-06/labelled") else labelled
