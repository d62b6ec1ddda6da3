"""The truth about labels as they were drawn, on rows made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

T = 1_758_643_200
LABELLING = 1_756_656_000

Tell = Callable[..., Any]
LABEL = [{"kind": "ai_generated"}]
FILM = [{"media_kind": "video"}]
TABLES = {"annotations": LABEL, "posts": FILM}


def test_a_label_is_too_small(tell: Tell) -> None:
    """ANN-05: five hundredths of the shortest side, to the pixel."""
    small = {"text_px": 49, "short_side_px": 1_000}
    assert tell("ANN-05", renderings=[small], **TABLES) == [small | {"percent": 5}]
    assert tell("ANN-05", renderings=[small | {"text_px": 50}], **TABLES) == "pass"
    assert tell("ANN-05", renderings=[small | {"in_content": False}], **TABLES) == "not_applicable"


@pytest.mark.parametrize("name", ["text_px", "short_side_px"])
def test_an_unknown_size_is_always_named(tell: Tell, name: str) -> None:
    """ANN-05: wherever the label may be one that has to be large enough."""
    unknown = {"text_px": 100_000, "short_side_px": 1, name: None}
    assert tell("ANN-05", renderings=[unknown], **TABLES) == (f"renderings.{name}",)
    gone = {"annotations": LABEL, "posts": [{"media_kind": "text"}]}
    assert tell("ANN-05", renderings=[unknown], **gone) == "not_applicable"


@pytest.mark.parametrize(
    ("control", "drawn", "told"),
    [
        ("ANN-06", {"region": "below_fold"}, [{"reason": "region"}]),
        ("ANN-06", {"region": "control_area"}, [{"reason": "region"}]),
        ("ANN-06", {"contrast_centi": 299}, [{"reason": "contrast"}]),
        ("ANN-06", {"contrast_centi": 300}, "pass"),
        ("ANN-06", {"region": None}, ("renderings.region",)),
        ("ANN-06", {"contrast_centi": None}, ("renderings.contrast_centi",)),
        ("ANN-07", {"covered_by": "other", "covered_ms": 1_001}, [{"covered_by": "other"}]),
        ("ANN-07", {"covered_by": "other", "covered_ms": 1_000}, "pass"),
        ("ANN-07", {"covered_by": "none", "covered_ms": 9_000}, "pass"),
        ("ANN-07", {"covered_by": None, "covered_ms": 9_000}, ("renderings.covered_by",)),
        ("ANN-07", {"covered_by": "other", "covered_ms": None}, ("renderings.covered_ms",)),
        ("ANN-08", {"visible_ms": 1_999}, [{"reason": "duration"}]),
        ("ANN-08", {"visible_ms": 2_000}, "pass"),
        ("ANN-08", {"first_visible_ms": 101}, [{"reason": "opening"}]),
        ("ANN-08", {"first_visible_ms": 100}, "pass"),
        ("ANN-08", {"visible_ms": None}, ("renderings.visible_ms",)),
        ("ANN-08", {"first_visible_ms": None}, ("renderings.first_visible_ms",)),
    ],
)
def test_labels_at_their_bounds(
    tell: Tell, control: str, drawn: dict[str, Any], told: object
) -> None:
    """ANN-06, ANN-07 and ANN-08: one step inside and one step outside."""
    found = tell(control, renderings=[drawn], **TABLES)
    if isinstance(told, list):
        assert [{name: facts[name] for name in told[0]} for facts in found] == told
    else:
        assert found == told


def test_unknown_values_are_left_out_of_facts(tell: Tell) -> None:
    """ANN-06: a hidden region violates whatever the contrast is."""
    hidden = {"region": "below_fold", "contrast_centi": None}
    assert tell("ANN-06", renderings=[hidden], **TABLES) == [
        {"reason": "region", "region": "below_fold"}
    ]


def test_unknown_parents_decide(tell: Tell) -> None:
    """The label or the post decides where what is drawn would violate."""
    small = {"text_px": 1, "region": "below_fold", "visible_ms": 1}
    covered = {"covered_by": "other", "covered_ms": 5_000}
    for control in ("ANN-05", "ANN-06", "ANN-07", "ANN-08"):
        drawn = [small | covered]
        assert tell(control, renderings=drawn, posts=FILM) == ("annotation",)
        assert tell(control, renderings=drawn, annotations=LABEL) == ("post",)
        assert tell(control, renderings=[{}]) == "not_applicable"
    unknown = [small | {"text_px": None}]
    assert tell("ANN-05", renderings=unknown, posts=FILM) == ("annotation", "renderings.text_px")


@pytest.mark.parametrize("control", ["ANN-05", "ANN-08"])
def test_figures_are_for_ai_labels_in_new_films(tell: Tell, control: str) -> None:
    """ANN-05 and ANN-08: AI labels that stand, in live posts, since the rule."""
    bad = [{"text_px": 1, "visible_ms": 1}]
    first = [{"media_kind": "video", "published_at": LABELLING}]
    assert isinstance(tell(control, renderings=bad, annotations=LABEL, posts=first), list)
    for post in (
        {"media_kind": "video", "published_at": LABELLING - 1},
        {"media_kind": "video", "deleted_at": T},
        {"media_kind": "audio"},
    ):
        found = tell(control, renderings=bad, annotations=LABEL, posts=[post])
        assert found == "not_applicable"
    for label in ({"kind": "source"}, {"kind": "ai_generated", "to_ts": T - 1}):
        assert tell(control, renderings=bad, annotations=[label], posts=FILM) == "not_applicable"
    still = [{"media_kind": "image"}]
    found = tell(control, renderings=bad, annotations=LABEL, posts=still)
    assert isinstance(found, list) == (control == "ANN-05")
