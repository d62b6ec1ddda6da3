"""The labels on generated posts: mostly right, and wrong as often as asked for.

Sources, AI, fiction and past events are labelled here; refutations come with verdicts.
"""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.synthetic.blueprint import Blueprint, Quota
from evaluator.synthetic.draws import Dice, Draws, Wheel
from evaluator.synthetic.parameters import (
    DAY,
    KEY_FIELDS,
    LABEL_GRACE,
    LABELLING_FROM,
    SOURCE_REQUIRED_TOPICS,
    STANDING_FROM,
)
from evaluator.synthetic.posts import Posts
from evaluator.synthetic.tables import Row

__all__ = ["LabelMaker", "ended_label"]

#: ai_status -> a label that says so.
AI_LABELS: Mapping[str, Wheel[str]] = {
    "implicit_label": Wheel({"ai_generated": 1}),
    "declared": Wheel({"ai_generated": 4, "ai_possible": 1}),
    "suspected": Wheel({"ai_suspected": 3, "ai_possible": 1, "ai_generated": 1}),
}
#: ai_status -> labels that say too little.
WEAKER: Mapping[str, Wheel[str | None]] = {
    "implicit_label": Wheel({None: 2, "ai_possible": 1, "ai_suspected": 1}),
    "declared": Wheel({None: 2, "ai_suspected": 1}),
    "suspected": Wheel({None: 1}),
}
SOURCES = Wheel({"original": 40, "outlet": 25, "official": 20, "post": 14, "vague": 1})
NAMED = Wheel({"original": 4, "outlet": 3, "official": 3})
SUPPORTS = Wheel({True: 99, False: 1})
GIVEN = Wheel({True: 299, False: 1})
SETTERS = Wheel({"author": 3, "platform": 1})
#: How long a label may be late, or away, and still come: seconds.
LONGEST_DELAY = 10 * DAY
#: Columns of a label that is not about a source or a past event.
BARE: Row = (None, None, None, None, None, None)


def _claims(claim_tag: str | None, field: str | None) -> bool:
    """The post claims to know something in a field in which that asks for a named source."""
    return claim_tag not in {None, "none"} and field in KEY_FIELDS


def ended_label(from_ts: int, as_of: int, dice: Dice) -> tuple[int, int]:
    """Begin and end of a label that begins before ``as_of`` and ended before it, too."""
    return from_ts, from_ts + dice.below(as_of - from_ts)


class LabelMaker:
    """Makes the labels of one block after another."""

    def __init__(self, blueprint: Blueprint, quota: Quota) -> None:
        self._as_of = blueprint.as_of
        self._quota = quota

    def make(self, draws: Draws, posts: Posts) -> list[Row]:
        """Rows of the labels of a block's posts."""
        block = _Block(draws, posts)
        for place, (origin, topic, claims, ai_status, fiction, past) in enumerate(
            zip(
                posts.origin,
                posts.topic,
                map(_claims, posts.claim_tag, posts.field),
                posts.ai_status,
                posts.declared_fiction,
                posts.past_event,
                strict=True,
            )
        ):
            if origin != "repost" and (topic is None or topic in SOURCE_REQUIRED_TOPICS):
                self._source(block, place, topic)
            if claims and not self._due(block, place, "RUM-04", STANDING_FROM):
                details = (block.dice.of(NAMED), None, True, None, None, None)
                self._set(block, place, "source", details, ended=False)
            if ai_status != "none":
                self._ai(block, place, ai_status)
            if fiction:
                self._plain(block, place, "fiction", "ANN-10")
            if past:
                self._plain(block, place, "past_event", "ANN-11")
        return block.rows

    def _due(self, block: _Block, place: int, control: str, holds_from: int) -> bool:
        """Whether this post is to go without a label that it needs."""
        published = block.posts.published_at[place]
        applies = (
            block.posts.deleted_at[place] is None
            and holds_from <= published <= self._as_of - LABEL_GRACE
        )
        return self._quota.due(control) if applies else block.dice.one_in(3)

    def _source(self, block: _Block, place: int, topic: str | None) -> None:
        if topic is None:
            missing = block.dice.one_in(2)
        else:
            missing = self._due(block, place, "ANN-01", STANDING_FROM)
        if missing and block.dice.one_in(2):
            return
        source_kind = block.dice.maybe(SOURCES)
        cited = block.earlier_post(place) if source_kind == "post" else None
        details = (source_kind, cited, block.dice.maybe(SUPPORTS), None, None, None)
        self._set(block, place, "source", details, ended=missing)

    def _ai(self, block: _Block, place: int, ai_status: str | None) -> None:
        if ai_status is None:
            if block.dice.one_in(2):
                self._set(block, place, "ai_generated", BARE, ended=False)
        elif self._due(block, place, "ANN-09", LABELLING_FROM):
            kind = block.dice.of(WEAKER[ai_status])
            if kind is not None:
                self._set(block, place, kind, BARE, ended=False)
        else:
            removed = self._quota.due("ANN-13")
            kind = block.dice.of(AI_LABELS[ai_status])
            self._set(block, place, kind, BARE, ended=removed)

    def _plain(self, block: _Block, place: int, kind: str, control: str) -> None:
        if self._due(block, place, control, STANDING_FROM):
            return
        details = BARE
        if kind == "past_event":
            details = (None, None, None, *(block.dice.maybe(GIVEN) for _ in range(3)))
        self._set(block, place, kind, details, ended=False)

    def _set(self, block: _Block, place: int, kind: str, details: Row, *, ended: bool) -> None:
        """Add a label; one that stands may have replaced another, or end this very moment."""
        dice = block.dice
        from_ts = block.posts.published_at[place] + dice.below(LABEL_GRACE)
        if from_ts > self._as_of:
            from_ts = block.posts.published_at[place]
        if not ended:
            from_ts = self._delayed(block, place, kind, from_ts, details)
        if from_ts < self._as_of and (ended or dice.one_in(30)):
            period = ended_label(from_ts, self._as_of, dice)
            block.add(place, kind, period, details)
            from_ts = period[1]
        if not ended:
            end_now = self._as_of if dice.one_in(300) else None
            block.add(place, kind, (from_ts, end_now), details)

    def _delayed(self, block: _Block, place: int, kind: str, from_ts: int, details: Row) -> int:
        """When a label began to stand for good: seldom too late, or again after a gap."""
        dice = block.dice
        if self._quota.due("late labels"):
            late = block.posts.published_at[place] + LABEL_GRACE + 1 + dice.below(LONGEST_DELAY)
            return late if late <= self._as_of else from_ts
        if self._quota.due("interrupted labels"):
            for _ in range(1 + dice.below(2)):
                to_ts = from_ts + DAY + dice.below(LONGEST_DELAY)
                again = to_ts + DAY + dice.below(LONGEST_DELAY)
                if again <= self._as_of:
                    block.add(place, kind, (from_ts, to_ts), details)
                    from_ts = again
        return from_ts


class _Block:
    """The posts that are being labelled, and the rows so far."""

    def __init__(self, draws: Draws, posts: Posts) -> None:
        self.posts = posts
        self.dice = draws.dice("annotations")
        self.rows: list[Row] = []
        self._names = draws.identifier_stream("annotations")

    def add(self, place: int, kind: str, period: tuple[int, int | None], details: Row) -> None:
        setter = self.dice.of(SETTERS)
        self.rows.append(
            (next(self._names), self.posts.post_id[place], kind, *period, setter, *details)
        )

    def earlier_post(self, place: int) -> str | None:
        """A post of the block that a source label can name, if one is found at once."""
        target = self.dice.below(len(self.posts.post_id))
        earlier = self.posts.published_at[target] < self.posts.published_at[place]
        return self.posts.post_id[target] if earlier else None
