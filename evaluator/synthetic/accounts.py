"""Who is on the generated platform: operators, accounts, and how many posts each account has.

A few accounts have very many posts, most have few, a quarter has none. Some operators run several
accounts, some accounts have no operator on record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from evaluator.synthetic.blueprint import Blueprint, Quota
from evaluator.synthetic.draws import SLOTS, Dice, Draws, Wheel
from evaluator.synthetic.parameters import CERTIFIED_FIELDS
from evaluator.synthetic.tables import Row

__all__ = ["FIELD_CLASSES", "AccountMaker", "Profile", "Standing", "plan_blocks"]

#: Posts from which on a block is closed; part of what a seed means.
BLOCK_POSTS = 2_048
#: 2016-01-01T00:00+08:00, when the platform opened.
OPENED = 1_451_577_600
#: Sizes follow Zipf's law: this many slots over the distance to the last slot.
SIZE_SCALE = SLOTS * 3 // 2
AGENCIES = 40

CLASSES = Wheel({"personal": 80, "organisation": 14, "media": 4, "government": 2})
PERSONAL_OPERATORS = Wheel({"person": 95, "mcn": 5})
OPERATOR_KINDS: Mapping[str, str] = {
    "organisation": "company",
    "media": "media",
    "government": "government",
}
#: Classes whose accounts may stand for a professional field.
FIELD_CLASSES = frozenset({"personal", "organisation"})
FIELDS: Wheel[str | None] = Wheel({None: 72, **dict.fromkeys(CERTIFIED_FIELDS, 7)})
LICENSED = Wheel({False: 19, True: 1})
LICENSED_MEDIA = Wheel({True: 9, False: 1})
DISCLOSED = Wheel({False: 3, True: 1})
#: How many accounts a matrix of one operator has.
MATRIX_SIZES = Wheel({2: 5, 3: 3, 5: 1, 8: 1})


@dataclass(frozen=True, slots=True)
class Profile:
    """What is settled about an account before it does anything."""

    account_id: str
    operator_id: str | None
    account_class: str
    #: Professional field that the account writes on; none for most.
    field: str | None
    #: Epoch seconds, before the window.
    created_at: int
    #: Where its posts begin among those of the block, and how many there are.
    first_post: int
    posts: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of an account by as_of."""

    status: str = "active"
    closed_at: int | None = None
    #: It was muted, and is no longer.
    mutes_over: bool = False


def plan_blocks(blueprint: Blueprint) -> Iterator[list[int]]:
    """Sizes of the accounts of one block after another; together exactly the posts asked for."""
    left = blueprint.posts
    sizes = _account_sizes(blueprint)
    while left:
        block: list[int] = []
        in_block = 0
        while left and in_block < BLOCK_POSTS:
            size = min(next(sizes), left)
            left -= size
            in_block += size
            block.append(size)
        yield block


def _account_sizes(blueprint: Blueprint) -> Iterator[int]:
    largest = blueprint.largest_account
    draws = Draws(blueprint.seed, "sizes")
    for part in count():
        for short in draws.shorts(str(part), SLOTS):
            yield min(largest, SIZE_SCALE // (SLOTS - short) - 1)


class AccountMaker:
    """Makes the operators and accounts of one block after another."""

    def __init__(self, blueprint: Blueprint, quota: Quota) -> None:
        self._quota = quota
        self._as_of = blueprint.as_of
        self._window_from = blueprint.window_from
        self._agencies = Draws(blueprint.seed, "agencies").identifiers("agencies", AGENCIES)

    def profiles(self, draws: Draws, sizes: list[int]) -> tuple[list[Profile], list[Row]]:
        """The accounts of a block in order, and the rows of their operators."""
        dice = draws.dice("accounts")
        names = draws.identifier_stream("operators")
        operators: list[Row] = []
        profiles: list[Profile] = []
        account_class, matrix_left, first = "", 0, 0
        account_ids = draws.identifiers("accounts", len(sizes))
        elsewhere = draws.identifier_stream("operators/elsewhere")
        for account_id, size in zip(account_ids, sizes, strict=True):
            if matrix_left:
                matrix_left -= 1
            else:
                account_class = dice.of(CLASSES)
                kind = OPERATOR_KINDS.get(account_class) or dice.of(PERSONAL_OPERATORS)
                operators.append(self._operator(next(names), kind, dice))
                if kind == "mcn" or (kind == "company" and dice.one_in(6)):
                    matrix_left = dice.of(MATRIX_SIZES) - 1
            operator_id = None if dice.one_in(32) else operators[-1][0]
            profiles.append(
                Profile(
                    account_id,
                    next(elsewhere) if dice.unknown(part=4) else operator_id,
                    account_class,
                    dice.of(FIELDS) if account_class in FIELD_CLASSES else None,
                    OPENED + dice.below(self._window_from - OPENED),
                    first,
                    size,
                )
            )
            first += size
        return profiles, operators

    def _operator(self, operator_id: str, kind: str, dice: Dice) -> Row:
        licensed = LICENSED_MEDIA if kind == "media" else LICENSED
        agency = self._agencies[dice.below(AGENCIES)]
        return (
            operator_id,
            kind,
            dice.maybe(licensed),
            dice.maybe(DISCLOSED),
            agency if kind == "person" and dice.one_in(7) else None,
        )

    def accounts(
        self, draws: Draws, profiles: Sequence[Profile], standings: Mapping[str, Standing]
    ) -> list[Row]:
        """The rows of a block's accounts; an account without a standing is active."""
        dice = draws.dice("accounts/rest")
        rows: list[Row] = []
        for profile in profiles:
            standing = standings.get(profile.account_id, Standing())
            if standing.mutes_over and self._quota.due("LAD-16"):
                standing = Standing("muted")
            age = self._as_of - profile.created_at
            followers = dice.below((profile.posts + 3) ** 2 * 40)
            rows.append(
                (
                    profile.account_id,
                    profile.operator_id,
                    profile.account_class,
                    standing.status,
                    profile.created_at,
                    profile.created_at + dice.below(age) if dice.one_in(12) else None,
                    profile.created_at + dice.below(age) if dice.one_in(80) else None,
                    standing.closed_at,
                    None if dice.unknown() else followers,
                )
            )
        return rows
