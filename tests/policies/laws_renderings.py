"""Laws of ANN-05 to ANN-08: labels as they were drawn."""

from __future__ import annotations

from tests.policies.law import Document, Law, Params, Verdict, one
from tests.policies.words import (
    AI,
    T,
    active,
    live,
)

# --- labels as they were drawn --------------------------------------------------------------------


def _shown(document: Document) -> bool:
    return active(document["annotation"], T) and live(document["post"])


def _drawn_labels(_document: Document, _params: Params) -> list[Document]:
    kinds = [*AI, "source", "refuted"]
    shown = [{"annotation": {"kind": kind, "from_ts": 0}} for kind in kinds]
    return [*shown, {"annotation": {"kind": AI[0], "from_ts": 0, "to_ts": 1}}]


def _drawn_posts(_document: Document, params: Params) -> list[Document]:
    moments = (0, params["standing_from"], params["labelling_from"])
    media = ("text", "image", "video")
    posts = [
        {"post": {"media_kind": medium, "published_at": moment}}
        for medium in media
        for moment in moments
    ]
    return [*posts, {"post": posts[-1]["post"] | {"deleted_at": 1}}]


def _asked(document: Document, params: Params) -> int | None:
    """Percent that ANN-05 asks of a label, where it asks any."""
    rendering, post = document["rendering"], document["post"]
    kind = document["annotation"]["kind"]
    percent, since = None, 0
    if kind in AI:
        percent, since = params["min_ai_label_percent"], params["labelling_from"]
    elif kind == "source":
        percent, since = params.get("min_source_label_percent"), params["standing_from"]
    applies = (
        rendering["in_content"]
        and _shown(document)
        and post["media_kind"] in ("image", "video")
        and post["published_at"] >= since
    )
    return percent if applies else None


def _ann_05(document: Document, params: Params) -> Verdict:
    percent = _asked(document, params)
    if percent is None:
        return False, []
    rendering = document["rendering"]
    small = rendering["text_px"] * 100 < percent * rendering["short_side_px"]
    sizes = {name: rendering[name] for name in ("text_px", "short_side_px")}
    return True, one(small, sizes | {"percent": percent})


def _ann_05_named(document: Document, params: Params, decisive: set[str]) -> set[str]:
    kinds = [{}] if "annotation" in document else _drawn_labels(document, params)
    posts = [{}] if "post" in document else _drawn_posts(document, params)
    can_apply = any(
        _asked(document | kind | post, params) is not None for kind in kinds for post in posts
    )
    sizes = ("text_px", "short_side_px")
    unknown = {f"renderings.{name}" for name in sizes if name not in document["rendering"]}
    return {fact for fact in decisive if "_px" not in fact} | (unknown if can_apply else set())


def _ann_06(document: Document, params: Params) -> Verdict:
    if not _shown(document):
        return False, []
    rendering = document["rendering"]
    facts = {name: rendering[name] for name in ("region", "contrast_centi")}
    found = one(rendering["region"] in params["hidden_regions"], facts | {"reason": "region"})
    faint = rendering["contrast_centi"] < params["min_contrast_centi"]
    return True, found + one(faint, facts | {"reason": "contrast"})


def _ann_07(document: Document, params: Params) -> Verdict:
    if not _shown(document):
        return False, []
    rendering = document["rendering"]
    facts = {name: rendering[name] for name in ("covered_by", "covered_ms")}
    long = rendering["covered_ms"] > params["max_covered_ms"]
    return True, one(long and rendering["covered_by"] != "none", facts)


def _ann_08(document: Document, params: Params) -> Verdict:
    rendering, post = document["rendering"], document["post"]
    applies = (
        rendering["in_content"]
        and _shown(document)
        and document["annotation"]["kind"] in AI
        and post["media_kind"] == "video"
        and post["published_at"] >= params["labelling_from"]
    )
    if not applies:
        return False, []
    facts = {name: rendering[name] for name in ("visible_ms", "first_visible_ms")}
    brief = rendering["visible_ms"] < params["min_ai_label_ms"]
    late = rendering["first_visible_ms"] > params["max_first_visible_ms"]
    found = one(brief, facts | {"reason": "duration"})
    return True, found + one(late, facts | {"reason": "opening"})


_DRAWN = {"annotation": _drawn_labels, "post": _drawn_posts}
_PIXELS = {
    f"renderings.{side}": lambda _params: (1, 100_000) for side in ("text_px", "short_side_px")
}
_DAY_MS = 86_400_000


LAWS = {
    "ANN-05": Law(
        _ann_05,
        hangs=tuple(_PIXELS),
        parents=_DRAWN,
        values=_PIXELS,
        named=_ann_05_named,
        variants=(
            {"min_source_label_percent": 5},
            {"min_source_label_percent": 4, "min_ai_label_percent": 101},
            {"min_source_label_percent": 0, "min_ai_label_percent": 0},
        ),
    ),
    "ANN-06": Law(
        _ann_06,
        hangs=("renderings.region", "renderings.contrast_centi"),
        parents=_DRAWN,
        values={"renderings.contrast_centi": lambda _params: (100, 2100)},
        variants=(
            {"hidden_regions": [], "min_contrast_centi": 100},
            {"hidden_regions": ["edge", "corner", "centre", "control_area", "below_fold"]},
            {"min_contrast_centi": 2101},
            {"min_contrast_centi": 2100},
            {"min_contrast_centi": 101},
        ),
    ),
    "ANN-07": Law(
        _ann_07,
        hangs=("renderings.covered_by", "renderings.covered_ms"),
        parents=_DRAWN,
        values={"renderings.covered_ms": lambda _params: (0, _DAY_MS)},
        variants=tuple({"max_covered_ms": most} for most in (-1, 0, _DAY_MS - 1, _DAY_MS)),
    ),
    "ANN-08": Law(
        _ann_08,
        hangs=("renderings.visible_ms", "renderings.first_visible_ms"),
        parents=_DRAWN,
        values={
            f"renderings.{name}": lambda _params: (0, _DAY_MS)
            for name in ("visible_ms", "first_visible_ms")
        },
        variants=(
            {"min_ai_label_ms": 0, "max_first_visible_ms": -1},
            {"min_ai_label_ms": 1, "max_first_visible_ms": 0},
            {"min_ai_label_ms": _DAY_MS, "max_first_visible_ms": _DAY_MS - 1},
            {"min_ai_label_ms": _DAY_MS + 1, "max_first_visible_ms": _DAY_MS},
        ),
    ),
}
