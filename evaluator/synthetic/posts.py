"""The generated posts: when, what kind, and what is known about them, never what they say.

Posts are made before verdicts fall on their accounts and finished afterwards, since a verdict can
take a post down, and an account does not post while it is muted.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, repeat

from evaluator.synthetic.accounts import FIELD_CLASSES, Profile
from evaluator.synthetic.blueprint import Blueprint, Quota
from evaluator.synthetic.draws import SLOTS, Draws, Wheel
from evaluator.synthetic.parameters import (
    CERTIFIED_FIELDS,
    DAY,
    LABEL_GRACE,
    LABELLING_FROM,
    MIN_PROFESSIONAL_POSTS,
)
from evaluator.synthetic.tables import Columns

__all__ = ["PostMaker", "Posts"]

#: One post in so many is published at a moment at which a rule begins or ends to hold.
BOUNDARY = SLOTS // 400
#: Of the posts of a professional account, how many are about its field.
PROFESSIONAL = SLOTS * 6 // 10
DELETED = SLOTS // 25

#: Hours of the day, counted from midnight at the platform.
HOURS = Wheel(
    dict(
        enumerate(
            [3, 2, 1, 1, 1, 1, 2, 4, 6, 6, 6, 6, 7, 6, 5, 5, 5, 6, 7, 8, 9, 9, 8, 5],
        )
    )
)
MEDIA = Wheel({"text": 30, "image": 28, "video": 34, "audio": 2, "live": 4, "interactive": 2})
ORIGINS = Wheel({"own": 62, "repost": 18, "quote": 20})


@dataclass(slots=True)
class Posts:
    """The posts of one block, column by column; filled in by several makers."""

    post_id: list[str]
    account_id: list[str]
    published_at: list[int]
    media_kind: list[str]
    origin: list[str]
    cited_post_id: list[str | None]
    topic: list[str | None]
    field: list[str | None]
    claim_tag: list[str | None]
    ai_status: list[str | None]
    past_event: list[bool | None]
    declared_fiction: list[bool | None]
    publish_channel: list[str | None]
    label_prompt_shown: list[bool | None]
    deleted_at: list[int | None]
    #: Posts that a verdict is about: neither their time nor their life is drawn again.
    judged: set[int]

    def columns(self) -> Columns:
        """The table's columns, in order."""
        return [
            self.post_id,
            self.account_id,
            self.published_at,
            self.media_kind,
            self.origin,
            self.cited_post_id,
            self.topic,
            self.field,
            self.claim_tag,
            self.ai_status,
            self.past_event,
            self.declared_fiction,
            self.publish_channel,
            self.label_prompt_shown,
            self.deleted_at,
        ]


class PostMaker:
    """Makes the posts of one block after another."""

    def __init__(self, blueprint: Blueprint, quota: Quota) -> None:
        self._quota = quota
        self._window_from = blueprint.window_from
        self._as_of = blueprint.as_of
        moments = (
            self._window_from,
            LABELLING_FROM - 1,
            LABELLING_FROM,
            self._as_of - LABEL_GRACE,
            self._as_of - LABEL_GRACE + 1,
            self._as_of,
        )
        self._moments = [at for at in moments if self._window_from <= at <= self._as_of]
        rate = blueprint.null_rate
        self._topics = Wheel.with_unknown(
            {
                "other": 52,
                "news_domestic": 18,
                "social_event": 15,
                "news_international": 8,
                "public_policy": 7,
            },
            rate,
        )
        self._fields = Wheel.with_unknown(
            {
                "none": 88,
                "finance": 3,
                "medicine": 3,
                "law": 1,
                "education": 2,
                "military": 2,
                "diplomacy": 1,
            },
            rate,
        )
        self._claims = Wheel.with_unknown(
            {"none": 92, "authoritative": 4, "first_hand": 3, "investigation": 1}, rate
        )
        self._ai = Wheel.with_unknown(
            {"none": 81, "implicit_label": 8, "declared": 7, "suspected": 4}, rate
        )
        self._past = Wheel.with_unknown({False: 95, True: 5}, rate)
        self._fiction = Wheel.with_unknown({False: 96, True: 4}, rate)
        self._channels = Wheel.with_unknown({"app": 74, "web": 14, "api": 8, "scheduled": 4}, rate)
        self._prompts = Wheel.with_unknown({True: 994, False: 6}, rate)

    def make(self, draws: Draws, profiles: list[Profile]) -> Posts:
        """The posts of a block, account by account; they cite nothing yet, and all live."""
        number = sum(profile.posts for profile in profiles)
        account_ids = chain.from_iterable(
            repeat(profile.account_id, profile.posts) for profile in profiles
        )

        def shorts(column: str) -> tuple[int, ...]:
            return draws.shorts(f"posts/{column}", number)

        return Posts(
            post_id=draws.identifiers("posts", number),
            account_id=list(account_ids),
            published_at=self._times(draws, number),
            media_kind=MEDIA.turn(shorts("media_kind")),
            origin=ORIGINS.turn(shorts("origin")),
            cited_post_id=[None] * number,
            topic=self._topics.turn(shorts("topic")),
            field=self._professional(
                self._fields.turn(shorts("field")), profiles, shorts("professional")
            ),
            claim_tag=self._claims.turn(shorts("claim_tag")),
            ai_status=self._ai.turn(shorts("ai_status")),
            past_event=self._past.turn(shorts("past_event")),
            declared_fiction=self._fiction.turn(shorts("declared_fiction")),
            publish_channel=self._channels.turn(shorts("publish_channel")),
            label_prompt_shown=self._prompts.turn(shorts("label_prompt_shown")),
            deleted_at=[None] * number,
            judged=set(),
        )

    def _times(self, draws: Draws, number: int) -> list[int]:
        """Times in the window, with days and nights, some of them on a boundary."""
        words = draws.words("posts/published_at", number)
        first, span = self._window_from, self._as_of - self._window_from
        days = span // DAY
        if days:
            hours = HOURS.turn(draws.shorts("posts/hour", number))
            times = [
                first + (word >> 12) % days * DAY + hour * 3600 + ((word & 4095) * 3600 >> 12)
                for word, hour in zip(words, hours, strict=True)
            ]
        else:
            times = [first + word % (span + 1) for word in words]
        for place, short in enumerate(draws.shorts("posts/boundary", number)):
            if short < BOUNDARY:
                times[place] = self._moments[short % len(self._moments)]
        return times

    def _professional(
        self, fields: list[str | None], profiles: list[Profile], shorts: tuple[int, ...]
    ) -> list[str | None]:
        """Let accounts keep to their fields; of others a few posts at most, but where it is due."""
        for profile in profiles:
            if profile.account_class not in FIELD_CLASSES:
                continue
            strange = dict.fromkeys(CERTIFIED_FIELDS, MIN_PROFESSIONAL_POSTS - 1)
            for place in range(profile.first_post, profile.first_post + profile.posts):
                field = fields[place]
                if profile.field is not None and shorts[place] < PROFESSIONAL and field is not None:
                    fields[place] = profile.field
                elif field in strange and field != profile.field:
                    strange[field] -= 1
                    if strange[field] < 0 and not self._quota.due("CER-01"):
                        fields[place] = "none"
        return fields

    def delete(self, draws: Draws, posts: Posts) -> None:
        """Delete some posts that no verdict is about."""
        number = len(posts.post_id)
        deletions = draws.words("posts/deleted_at", number)
        for place, short in enumerate(draws.shorts("posts/deleted", number)):
            if short < DELETED and place not in posts.judged:
                published = posts.published_at[place]
                life = self._as_of - published + 1
                posts.deleted_at[place] = published + (deletions[place] * life >> 32)
