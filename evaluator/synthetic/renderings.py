"""How the labels of generated posts were drawn: mostly large, open and long enough to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.draws import Wheel
from evaluator.synthetic.parameters import (
    LABELLING_FROM,
    MAX_COVERED_MS,
    MAX_FIRST_VISIBLE_MS,
    MIN_AI_LABEL_MS,
    MIN_AI_LABEL_PERCENT,
    MIN_CONTRAST_CENTI,
)
from evaluator.synthetic.posts import Posts
from evaluator.synthetic.tables import Row

__all__ = ["make_renderings"]

#: One label in so many was looked at.
SHARE = 3
SURFACES = Wheel({"feed": 50, "detail": 30, "player": 15, "share_card": 5})
DEVICES = Wheel({"phone": 80, "tablet": 8, "desktop": 10, "tv": 2})
REGIONS = Wheel({"edge": 45, "corner": 45, "centre": 10})
HIDDEN = Wheel({"below_fold": 1, "control_area": 1})
SIDES = Wheel({360: 1, 480: 2, 720: 6, 1080: 8, 1440: 2, 2159: 1})
COVERS = Wheel({"none": 80, "progress_bar": 8, "controls": 6, "caption": 4, "other": 2})
OVER = Wheel({"progress_bar": 4, "controls": 3, "caption": 2, "other": 1})
FILMS = frozenset({"video", "live"})
PICTURES = frozenset({"image", "video"})


class _Label(NamedTuple):
    """What of a label and its post decides how it has to be drawn."""

    stands: bool
    #: It is part of a picture or film, and there are figures for it.
    measured: bool
    film: bool
    in_content: bool


def make_renderings(
    circumstances: Circumstances, annotations: Sequence[Row], posts: Posts
) -> list[Row]:
    """Rows of the renderings of a block's labels; some are of labels and posts gone elsewhere."""
    maker = _Maker(circumstances, posts)
    for annotation in annotations:
        maker.draw(annotation)
    return maker.rows


class _Maker:
    def __init__(self, circumstances: Circumstances, posts: Posts) -> None:
        self.rows: list[Row] = []
        self._as_of = circumstances.as_of
        self._quota = circumstances.quota
        self._unknown = circumstances.unknown
        self._dice = circumstances.draws.dice("renderings")
        self._ids = circumstances.draws.identifier_stream("renderings")
        self._elsewhere = circumstances.draws.identifier_stream("renderings/elsewhere")
        self._posts = posts
        self._places = {post_id: place for place, post_id in enumerate(posts.post_id)}

    def draw(self, annotation: Row) -> None:
        """Add no, one or two renderings of a label."""
        dice = self._dice
        label = self._label(annotation)
        if not dice.one_in(1 if label.measured else SHARE):
            return
        for _ in range(2 if dice.one_in(4) else 1):
            annotation_id, post_id = annotation[0], annotation[1]
            if self._unknown.due("renderings"):
                if dice.one_in(2):
                    annotation_id = next(self._elsewhere)
                else:
                    post_id = next(self._elsewhere)
            self.rows.append(
                (
                    next(self._ids),
                    annotation_id,
                    post_id,
                    dice.of(SURFACES),
                    dice.of(DEVICES),
                    label.in_content,
                    *self._shown(label),
                )
            )

    def _label(self, annotation: Row) -> _Label:
        _, post_id, kind, from_ts, to_ts = annotation[:5]
        place, posts = self._places[post_id], self._posts
        ends = self._as_of if to_ts is None else to_ts
        media = posts.media_kind[place]
        pictured = media in PICTURES
        ai = kind.startswith("ai_")
        in_content = pictured and self._dice.percent(85 if ai else 30)
        stands = from_ts <= self._as_of <= ends and posts.deleted_at[place] is None
        regulated = posts.published_at[place] >= LABELLING_FROM
        measured = stands and in_content and ai and regulated
        return _Label(stands, measured, media in FILMS, in_content)

    def _due(self, control: str, *, applies: bool) -> bool:
        return self._quota.due(control) if applies else self._dice.one_in(12)

    def _shown(self, label: _Label) -> Row:
        """Everything from the region to the contrast, in the table's order."""
        dice = self._dice
        side = dice.of(SIDES)
        least = -(-MIN_AI_LABEL_PERCENT * side // 100)
        text = least + dice.below(24) * dice.below(2)
        if self._due("ANN-05", applies=label.measured):
            text = max(1, least - 1 - dice.below(5) * dice.below(2))
        region, contrast = dice.of(REGIONS), MIN_CONTRAST_CENTI + dice.below(1_200)
        if dice.one_in(40):
            contrast = MIN_CONTRAST_CENTI
        if self._due("ANN-06", applies=label.stands):
            if dice.one_in(2):
                region = dice.of(HIDDEN)
            else:
                contrast = MIN_CONTRAST_CENTI - 1 - dice.below(100) * dice.below(2)
        covered_by, covered_ms = self._cover(label)
        visible, first = self._times(label)
        values = (region, text, side, covered_by, covered_ms, visible, first, contrast)
        return tuple(None if dice.unknown() else value for value in values)

    def _cover(self, label: _Label) -> tuple[str, int]:
        dice = self._dice
        covered_by = dice.of(COVERS)
        covered_ms = 0 if covered_by == "none" else dice.below(MAX_COVERED_MS + 1)
        if dice.one_in(40):
            covered_ms = MAX_COVERED_MS
        if self._due("ANN-07", applies=label.stands):
            covered_by = dice.of(OVER)
            covered_ms = MAX_COVERED_MS + 1 + dice.below(20_000) * dice.below(2)
        return covered_by, covered_ms

    def _times(self, label: _Label) -> tuple[int, int]:
        """How long a label was visible, and after how long it appeared."""
        dice = self._dice
        visible = MIN_AI_LABEL_MS + dice.below(60_000) * dice.below(2)
        first = dice.below(MAX_FIRST_VISIBLE_MS + 1)
        if self._due("ANN-08", applies=label.measured and label.film):
            if dice.one_in(2):
                visible = MIN_AI_LABEL_MS - 1 - dice.below(1_500) * dice.below(2)
            else:
                first = MAX_FIRST_VISIBLE_MS + 1 + dice.below(900) * dice.below(2)
        return visible, first
