"""The words of the control catalogue, once more and in Python, for the truth of generated rows.

The catalogue's own text is the only source: nothing here knows how the policies say the same.
Rows are maps with every column of their table; None is null. Moments are epoch seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from evaluator.synthetic.parameters import (
    LABEL_GRACE,
    LABELLING_FROM,
    NOTICE_LEGAL_BASIS,
    OFFENCE_CLASS,
    REFUTABLE_OFFENCES,
    REPEAT_WINDOW,
    SOURCE_REQUIRED_TOPICS,
    STANDING_FROM,
)

__all__ = [
    "MUTES",
    "Row",
    "active",
    "answered",
    "effective",
    "ended",
    "granted",
    "in_force",
    "in_scope",
    "live",
    "no_later",
    "offence_class",
    "rank",
    "refutable",
    "repeated_after",
    "required_labels",
    "settled",
    "step",
    "under_framework",
    "valid",
    "violating",
]

Row: TypeAlias = Mapping[str, Any]

RANKS: Mapping[str, int] = {
    "guidance": 0,
    "warning": 1,
    "short_mute": 2,
    "long_mute": 3,
    "closure": 4,
}
MUTES = frozenset({"short_mute", "long_mute"})
#: Notices that are a step of the ladder, and which.
NOTICE_STEPS: Mapping[str, int] = {
    "warning": 1,
    "guidance": 0,
    "annotation_prompt": 0,
    "certification_prompt": 0,
}
AI_ACCEPTED: Mapping[str, frozenset[str]] = {
    "implicit_label": frozenset({"ai_generated"}),
    "declared": frozenset({"ai_generated", "ai_possible"}),
    "suspected": frozenset({"ai_generated", "ai_possible", "ai_suspected"}),
}
#: Required label, other than ``ai``, whose accepted kinds hang on the status -> kinds accepted.
ACCEPTED: Mapping[str, frozenset[str]] = {
    "source": frozenset({"source"}),
    "fiction": frozenset({"fiction"}),
    "past_event": frozenset({"past_event"}),
}


def no_later(moment: int | None, bound: int) -> bool:
    """It has happened by then."""
    return moment is not None and moment <= bound


def active(annotation: Row, moment: int) -> bool:
    """The label stands at the moment."""
    return annotation["from_ts"] <= moment and (
        annotation["to_ts"] is None or annotation["to_ts"] >= moment
    )


def ended(annotation: Row, as_of: int) -> bool:
    """The label stood, and no longer does."""
    return annotation["to_ts"] is not None and annotation["to_ts"] < as_of


def live(post: Row) -> bool:
    """The post has not been deleted."""
    return post["deleted_at"] is None


def settled(post: Row, as_of: int) -> bool:
    """The time in which labels may still be added is over."""
    return bool(post["published_at"] + LABEL_GRACE <= as_of)


def required_labels(post: Row) -> Mapping[str, frozenset[str]]:
    """Labels that the post needs, and for each the kinds of annotation that will do."""
    labels: dict[str, frozenset[str]] = {}
    standing = post["published_at"] >= STANDING_FROM
    if post["origin"] != "repost" and post["topic"] in SOURCE_REQUIRED_TOPICS and standing:
        labels["source"] = ACCEPTED["source"]
    if post["ai_status"] in AI_ACCEPTED and post["published_at"] >= LABELLING_FROM:
        labels["ai"] = AI_ACCEPTED[post["ai_status"]]
    for label, column in (("fiction", "declared_fiction"), ("past_event", "past_event")):
        if post[column] and standing:
            labels[label] = ACCEPTED[label]
    return labels


def violating(adjudication: Row) -> bool:
    """The verdict is one of violation."""
    return bool(adjudication["verdict"] == "violation")


def effective(adjudication: Row, moment: int) -> bool:
    """The verdict holds at the moment."""
    return (
        violating(adjudication)
        and adjudication["final"]
        and adjudication["decided_at"] <= moment
        and not no_later(adjudication["overturned_at"], moment)
    )


def offence_class(adjudication: Row) -> str | None:
    """A, B or C; None for an offence that has no class."""
    return OFFENCE_CLASS.get(adjudication["offence"])


def refutable(adjudication: Row) -> bool:
    """The offence says that the post's content is false."""
    return adjudication["offence"] in REFUTABLE_OFFENCES


def in_force(sanction: Row, moment: int) -> bool:
    """The measure is in force at the moment."""
    return (
        sanction["starts_at"] <= moment
        and not no_later(sanction["lifted_at"], moment)
        and not no_later(sanction["ends_at"], moment)
    )


def rank(sanction: Row) -> int | None:
    """The measure's place on the ladder, 0 to 4; None for one beside it."""
    return RANKS.get(sanction["measure"])


def under_framework(sanction: Row) -> bool:
    """No legal basis is named, or the notice is."""
    return sanction["legal_basis"] in (None, NOTICE_LEGAL_BASIS)


def in_scope(sanction: Row, adjudication: Row | None) -> bool:
    """The measure is this framework's; its adjudication is None where it has none."""
    if sanction["legal_basis"] == NOTICE_LEGAL_BASIS:
        return True
    if sanction["adjudication_id"] is None:
        return sanction["legal_basis"] is None
    return adjudication is not None and offence_class(adjudication) is not None


def valid(certification: Row, moment: int) -> bool:
    """The certification holds at the moment."""
    revoked_later = (
        certification["state"] == "revoked"
        and certification["revoked_at"] is not None
        and certification["revoked_at"] > moment
    )
    return (
        (certification["state"] == "valid" or revoked_later)
        and certification["valid_from"] <= moment
        and (certification["valid_to"] is None or certification["valid_to"] >= moment)
    )


def granted(grant: Row, moment: int) -> bool:
    """The account may earn by this grant at the moment."""
    if grant["granted_at"] > moment or no_later(grant["revoked_at"], moment):
        return False
    suspended, resumed = grant["suspended_at"], grant["resumed_at"]
    if not no_later(suspended, moment):
        return True
    return resumed is not None and suspended <= resumed <= moment


def step(sanctions: Iterable[Row], notices: Iterable[Row]) -> int:
    """How far the ladder was climbed by sanctions that started and notices that arrived; -1: not.

    The caller leaves out what started or arrived too late, and notices that never arrived.
    """
    steps = [RANKS[sanction["measure"]] for sanction in sanctions if rank(sanction) is not None]
    steps += [NOTICE_STEPS[each["kind"]] for each in notices if each["kind"] in NOTICE_STEPS]
    return max(steps, default=-1)


def answered(document: Mapping[str, Any], as_of: int) -> bool:
    """Something followed from the verdict by as_of: on the account, or on its post."""
    return (
        any(sanction["starts_at"] <= as_of for sanction in document["sanctions"])
        or any(notice["sent_at"] <= as_of for notice in document["notices"])
        or (document["post"] is not None and not live(document["post"]))
        or any(
            annotation["kind"] == "refuted" and annotation["from_ts"] <= as_of
            for annotation in document["annotations"]
        )
    )


def repeated_after(document: Mapping[str, Any]) -> list[Row]:
    """The earlier verdicts that make this one a repeat; none: it is a first failure."""
    judged = document["adjudication"]
    conduct_at, own_class = judged["conduct_at"], offence_class(judged)
    if own_class is None:
        return []
    return [
        prior
        for prior in document["prior_adjudications"]
        if offence_class(prior) == own_class
        and effective(prior, judged["decided_at"])
        and prior["decided_at"] >= conduct_at - REPEAT_WINDOW
        and any(
            notice["adjudication_id"] == prior["adjudication_id"]
            and no_later(notice["delivered_at"], conduct_at)
            and (notice["cure_until"] is None or notice["cure_until"] <= conduct_at)
            for notice in document["prior_notices"]
        )
    ]
