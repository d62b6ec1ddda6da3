"""What holds for labels as they were drawn: too small, hidden, covered, too brief."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from evaluator.model import Fact
from evaluator.synthetic.parameters import (
    HIDDEN_REGIONS,
    LABELLING_FROM,
    MAX_COVERED_MS,
    MAX_FIRST_VISIBLE_MS,
    MIN_AI_LABEL_MS,
    MIN_AI_LABEL_PERCENT,
    MIN_CONTRAST_CENTI,
)
from evaluator.synthetic.truth.completions import Cells, Document, Parent, Rule, Ruling
from evaluator.synthetic.truth.words import Row, active, live

__all__ = ["RENDERING_RULES"]

PICTURED = frozenset({"image", "video"})
NEVER = LABELLING_FROM - 1
LARGEST_PX = 100_000


def _posts(_: Document) -> list[Document]:
    return [
        {"post": {"deleted_at": deleted_at, "media_kind": kind, "published_at": published_at}}
        for deleted_at in (None, 0)
        for kind in ("text", "image", "video")
        for published_at in (NEVER, LABELLING_FROM)
    ]


def _annotations(_: Document) -> list[Document]:
    return [
        {"annotation": {"kind": kind, "from_ts": 0, "to_ts": to_ts}}
        for kind in ("fiction", "ai_generated")
        for to_ts in (None, 0)
    ]


POST = Parent("post", _posts)
ANNOTATION = Parent("annotation", _annotations)


def _column(name: str, *values: object) -> Cells:
    return Cells(f"renderings.{name}", "rendering", values)


def _stands(document: Document, as_of: int) -> bool:
    """The label is active and its post is live."""
    return active(document["annotation"], as_of) and live(document["post"])


def _ai_in_content(document: Document, as_of: int, kinds: frozenset[str]) -> bool:
    """The label is an AI label in the picture or film itself, for which there are figures."""
    return (
        _stands(document, as_of)
        and document["rendering"]["in_content"]
        and document["annotation"]["kind"].startswith("ai_")
        and document["post"]["media_kind"] in kinds
        and document["post"]["published_at"] >= LABELLING_FROM
    )


def _facts(rendering: Row, *names: str) -> dict[str, Fact]:
    return {name: rendering[name] for name in names}


def _too_small(document: Document, as_of: int) -> Ruling:
    rendering = document["rendering"]
    if not _ai_in_content(document, as_of, PICTURED):
        return False, []
    if rendering["text_px"] * 100 >= MIN_AI_LABEL_PERCENT * rendering["short_side_px"]:
        return True, []
    return True, [_facts(rendering, "text_px", "short_side_px") | {"percent": MIN_AI_LABEL_PERCENT}]


def _size_unknown(document: Document, as_of: int) -> Iterator[str]:
    """The unknown sizes, wherever the label may be one that has to be large enough."""
    annotations = ANNOTATION.alternatives(document) or [{}]
    posts = POST.alternatives(document) or [{}]
    may_apply = any(
        _ai_in_content({**document, **annotation, **post}, as_of, PICTURED)
        for annotation in annotations
        for post in posts
    )
    for name in ("text_px", "short_side_px"):
        if may_apply and document["rendering"][name] is None:
            yield f"renderings.{name}"


def _standing(
    reasons: Callable[[Row], Iterator[Mapping[str, Fact]]],
) -> Callable[[Document, int], Ruling]:
    def decide(document: Document, as_of: int) -> Ruling:
        if not _stands(document, as_of):
            return False, []
        return True, list(reasons(document["rendering"]))

    return decide


def _hidden(rendering: Row) -> Iterator[Mapping[str, Fact]]:
    facts = _facts(rendering, "region", "contrast_centi")
    if rendering["region"] in HIDDEN_REGIONS:
        yield {"reason": "region", **facts}
    if rendering["contrast_centi"] < MIN_CONTRAST_CENTI:
        yield {"reason": "contrast", **facts}


def _covered(rendering: Row) -> Iterator[Mapping[str, Fact]]:
    covered_by, covered_ms = rendering["covered_by"], rendering["covered_ms"]
    if covered_by != "none" and covered_ms > MAX_COVERED_MS:
        yield _facts(rendering, "covered_by", "covered_ms")


def _too_brief(document: Document, as_of: int) -> Ruling:
    rendering = document["rendering"]
    if not _ai_in_content(document, as_of, frozenset({"video"})):
        return False, []
    facts = _facts(rendering, "visible_ms", "first_visible_ms")
    visible, first = rendering["visible_ms"], rendering["first_visible_ms"]
    found: list[Mapping[str, Fact]] = []
    if visible < MIN_AI_LABEL_MS:
        found.append({"reason": "duration", **facts})
    if first > MAX_FIRST_VISIBLE_MS:
        found.append({"reason": "opening", **facts})
    return True, found


RENDERING_RULES: tuple[Rule, ...] = (
    Rule(
        "ANN-05",
        _too_small,
        hangs_on=(
            _column("text_px", 1, LARGEST_PX),
            _column("short_side_px", 1, LARGEST_PX),
            ANNOTATION,
            POST,
        ),
        explicit=_size_unknown,
    ),
    Rule(
        "ANN-06",
        _standing(_hidden),
        identity=("reason",),
        hangs_on=(
            _column("region", "edge", "below_fold"),
            _column("contrast_centi", MIN_CONTRAST_CENTI - 1, MIN_CONTRAST_CENTI),
            ANNOTATION,
            POST,
        ),
    ),
    Rule(
        "ANN-07",
        _standing(_covered),
        hangs_on=(
            _column("covered_by", "none", "caption"),
            _column("covered_ms", MAX_COVERED_MS, MAX_COVERED_MS + 1),
            ANNOTATION,
            POST,
        ),
    ),
    Rule(
        "ANN-08",
        _too_brief,
        identity=("reason",),
        hangs_on=(
            _column("visible_ms", MIN_AI_LABEL_MS - 1, MIN_AI_LABEL_MS),
            _column("first_visible_ms", MAX_FIRST_VISIBLE_MS, MAX_FIRST_VISIBLE_MS + 1),
            ANNOTATION,
            POST,
        ),
    ),
)
