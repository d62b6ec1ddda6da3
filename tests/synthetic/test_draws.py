"""Chance that is the same everywhere."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from evaluator.synthetic.draws import SLOTS, Draws, Wheel, pseudonyms


def test_draws_are_the_same_for_the_same_name_only() -> None:
    """A draw depends on seed, block and name, and on nothing else."""
    draws = Draws(1, 2)
    assert draws.shorts("topic", 5) == Draws(1, 2).shorts("topic", 5)
    others = [Draws(1, 3).words("topic", 5), Draws(2, 2).words("topic", 5), draws.words("field", 5)]
    assert len({draws.words("topic", 5), *others}) == 4


def test_draws_are_known_numbers() -> None:
    """The same on every machine: the first draws of a seed are written down here."""
    assert Draws(7, 0).shorts("posts/topic", 3) == (55473, 63036, 11785)


def test_a_wheel_gives_each_value_its_weight() -> None:
    """Slots are shared by weight, and none is left over."""
    wheel = Wheel({"a": 3, "b": 1})
    assert Counter(wheel.turn(range(SLOTS))) == {"a": SLOTS * 3 // 4, "b": SLOTS // 4}
    assert wheel[SLOTS - 1] == "b"


def test_a_wheel_with_unknown_values_has_that_share() -> None:
    """A quarter of the slots holds nothing; the rest is shared as before."""
    wheel = Wheel.with_unknown({True: 1, False: 1}, 0.25)
    assert Counter(wheel.turn(range(SLOTS))) == {None: 16_384, True: 24_576, False: 24_576}


def test_dice_are_fair_enough() -> None:
    """The single draws keep to their bounds and come about as often as they should."""
    dice = Draws(1, 0, null_rate=0.5).dice("dice")
    assert {dice.below(6) for _ in range(200)} == set(range(6))
    assert 150 < sum(dice.one_in(5) for _ in range(1_000)) < 250
    assert 250 < sum(dice.percent(30) for _ in range(1_000)) < 350
    assert 400 < sum(dice.unknown() for _ in range(1_000)) < 600
    assert 50 < sum(dice.unknown(part=5) for _ in range(1_000)) < 150
    assert {dice.maybe(Wheel({"x": 1})) for _ in range(100)} == {None, "x"}
    assert dice.of(Wheel({"x": 1})) == "x"


def test_identifiers_are_all_different() -> None:
    """Ids of one table, of several tables, and of a stream never meet."""
    draws = Draws(1, 0)
    ids = [*draws.identifiers("posts", 2_000), *draws.identifiers("accounts", 2_000)]
    ids += islice(draws.identifier_stream("notices"), 2_000)
    assert len(set(ids)) == 6_000


def test_some_identifiers_are_of_other_scripts() -> None:
    """A few ids carry a character whose order in UTF-8 and UTF-16 differs."""
    assert pseudonyms(bytes(10)) == ["é" + "0" * 20]
    assert any(ord(text[0]) > 0xFFFF for text in Draws(1, 0).identifiers("posts", 5_000))
