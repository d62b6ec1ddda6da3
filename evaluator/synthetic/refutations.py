"""What follows for a post once a verdict says that it is false: it goes, or it is refuted."""

from __future__ import annotations

from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.labels import BARE, ended_label
from evaluator.synthetic.measures import Verdict
from evaluator.synthetic.parameters import REFUTABLE_OFFENCES, REFUTED_LABEL
from evaluator.synthetic.posts import Posts
from evaluator.synthetic.tables import Row

__all__ = ["RefutationMaker"]


class RefutationMaker:
    """Makes the refutations of one block: deletions, and labels of the platform."""

    def __init__(self, circumstances: Circumstances, posts: Posts) -> None:
        draws = circumstances.draws
        self.annotations: list[Row] = []
        self._as_of = circumstances.as_of
        self._quota = circumstances.quota
        self._posts = posts
        self._dice = draws.dice("refutations")
        self._ids = draws.identifier_stream("refutations")

    def follow(self, place: int, verdict: Verdict) -> None:
        """Deal with one post after a final verdict against it."""
        if verdict.offence not in REFUTABLE_OFFENCES:
            return
        from_ts = verdict.decided_at + self._dice.below(REFUTED_LABEL)
        if from_ts >= self._as_of:
            return
        if self._dice.percent(35):
            self._posts.deleted_at[place] = from_ts
            return
        effective = verdict.overturned_at is None
        due_at = verdict.decided_at + REFUTED_LABEL
        if effective and due_at <= self._as_of and self._quota.due("ANN-12"):
            if self._dice.one_in(3):
                self._label(place, ended_label(from_ts, self._as_of, self._dice))
            return
        to_ts = None if effective else max(from_ts, verdict.overturned_at or 0)
        self._label(place, (from_ts, to_ts))

    def _label(self, place: int, period: tuple[int, int | None]) -> None:
        post_id = self._posts.post_id[place]
        self.annotations.append((next(self._ids), post_id, "refuted", *period, "platform", *BARE))
