"""The truth about accounts and their certifications, on rows made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

T = 1_758_643_200
DAY = 86_400
LAST = T - 200_000

Tell = Callable[..., Any]


def _posts(number: int, field: str | None, **given: Any) -> list[dict[str, Any]]:
    return [{"post_id": f"p{place}", "field": field, **given} for place in range(number)]


LAWYER = {"posts": _posts(3, "law"), "accounts": [{}]}
FOUND = [{"field": "law", "posts": 3, "last_at": LAST}]


def test_a_professional_is_uncertified(tell: Tell) -> None:
    """CER-01: three posts of one's own on a field, and no certification for it."""
    assert tell("CER-01", **LAWYER) == FOUND
    assert tell("CER-01", accounts=[{}], posts=_posts(2, "law")) == "not_applicable"
    assert tell("CER-01", accounts=[{}], posts=_posts(3, "military")) == "not_applicable"
    for other in ({"origin": "repost"}, {"deleted_at": T}, {"published_at": 1_753_286_399}):
        posts = [*_posts(2, "law"), {"post_id": "r", "field": "law", **other}]
        assert tell("CER-01", accounts=[{}], posts=posts) == "not_applicable"
    exempt = {"account_class": "media"}
    assert tell("CER-01", accounts=[exempt], posts=_posts(3, "law")) == "not_applicable"


def test_a_certification_counts_at_the_last_post_or_now(tell: Tell) -> None:
    """CER-01: valid then or now; one that ran out before is CER-02's."""
    for valid in ({}, {"valid_to": LAST}, {"valid_from": T}, {"state": "revoked", "revoked_at": T}):
        assert tell("CER-01", certifications=[valid], **LAWYER) == "pass"
    for void in (
        {"field": "medicine"},
        {"state": "pending"},
        {"state": "rejected"},
        {"state": "revoked", "revoked_at": LAST},
        {"valid_from": LAST + 1, "valid_to": T - 1},
    ):
        assert tell("CER-01", certifications=[void], **LAWYER) == FOUND
        assert tell("CER-02", certifications=[void], **LAWYER) == "pass"


def test_a_certification_has_expired(tell: Tell) -> None:
    """CER-02: the latest that ran out before the last post is named."""
    old = {"certification_id": "c", "valid_to": LAST - 1}
    same = old | {"certification_id": "d"}
    assert tell("CER-02", certifications=[same, old], **LAWYER) == [
        {"field": "law", "certification_id": "d", "posts": 3}
    ]
    assert tell("CER-01", certifications=[old], **LAWYER) == "pass"
    assert tell("CER-02", certifications=[old, {}], **LAWYER) == "pass"


def test_the_licensed_are_free(tell: Tell) -> None:
    """CER-01: the operator's licence decides where it is not known."""
    posts, account = _posts(3, "law"), {"operator_id": "o"}
    for licensed, told in (
        (True, "not_applicable"),
        (False, FOUND),
        (None, ("operators.licensed_news",)),
    ):
        operators = [{"licensed_news": licensed}]
        assert tell("CER-01", accounts=[account], posts=posts, operators=operators) == told
    assert tell("CER-01", accounts=[account], posts=posts) == ("operator",)
    media = account | {"account_class": "government"}
    assert tell("CER-01", accounts=[media], posts=posts) == "not_applicable"


def test_posts_of_unknown_field_may_make_a_professional(tell: Tell) -> None:
    """CER-01 and CER-02: together with the known ones of a field that is not certified now."""
    unknown = [*_posts(1, "law"), *({"post_id": f"u{n}", "field": None} for n in range(2))]
    for control in ("CER-01", "CER-02"):
        assert tell(control, accounts=[{}], posts=unknown) == ("posts.field",)
        assert tell(control, accounts=[{}], posts=unknown[:2]) == "not_applicable"
        certified = [{"certification_id": field, "field": field} for field in ("law", "finance")]
        told = tell(control, accounts=[{}], posts=unknown, certifications=certified[:1])
        assert told == "not_applicable"
        three = [*unknown, {"post_id": "u", "field": None}]
        told = tell(control, accounts=[{}], posts=three, certifications=certified)
        assert told == ("posts.field",)
    old = _posts(3, None, published_at=1_753_286_400)
    assert tell("CER-01", accounts=[{}], posts=old) == ("posts.field",)
    assert tell("CER-01", accounts=[{"account_class": "media"}], posts=old) == "not_applicable"


def test_a_persona_sells(tell: Tell) -> None:
    """CER-04: who may sell has a certification of that field."""
    sells = {"kind": "ecommerce", "field": "law"}
    found = [{"grant_id": "g", "field": "law"}]
    account = {"accounts": [{}]}
    assert tell("CER-04", monetisation=[sells], **account) == found
    assert tell("CER-04", monetisation=[sells], certifications=[{}], **account) == "pass"
    other = {"field": "finance"}
    assert tell("CER-04", monetisation=[sells], certifications=[other], **account) == found
    unknown = sells | {"field": None}
    assert tell("CER-04", monetisation=[unknown], certifications=[{}], **account) == (
        "monetisation.field",
    )
    assert tell("CER-04", monetisation=[unknown], **account) == [{"grant_id": "g"}]
    assert tell("CER-04", monetisation=[{"kind": "ads"}], **account) == "not_applicable"


def test_what_granted_means(tell: Tell) -> None:
    """A grant holds unless it is revoked, or suspended and not resumed after that."""
    for course, holds in (
        ({"granted_at": T}, True),
        ({"revoked_at": T}, False),
        ({"suspended_at": T}, False),
        ({"suspended_at": T - 5, "resumed_at": T}, True),
        ({"suspended_at": T - 5, "resumed_at": T - 5}, True),
        ({"suspended_at": T - 5, "resumed_at": T - 6}, False),
    ):
        unchecked = course | {"identity_checked": False}
        told = tell("MON-04", accounts=[{}], monetisation=[unchecked])
        assert told == ([{"grant_id": "g", "kind": "ads"}] if holds else "not_applicable")


def test_an_identity_is_unchecked(tell: Tell) -> None:
    """MON-04: nobody earns without a check of who it is."""
    assert tell("MON-04", accounts=[{}], monetisation=[{}]) == "pass"
    assert tell("MON-04", accounts=[{}], monetisation=[{"identity_checked": None}]) == (
        "monetisation.identity_checked",
    )


def test_an_account_earns_while_muted(tell: Tell) -> None:
    """MON-01: a mute in force and a grant that holds."""
    tables = {"accounts": [{}], "monetisation": [{}]}
    assert tell("MON-01", sanctions=[{}], **tables) == [{"grant_id": "g", "kind": "ads"}]
    for over in ({"ends_at": T}, {"lifted_at": T}, {"measure": "closure"}):
        assert tell("MON-01", sanctions=[over], **tables) == "not_applicable"
    suspended = [{"suspended_at": T}]
    assert tell("MON-01", sanctions=[{}], accounts=[{}], monetisation=suspended) == "pass"


def test_a_grant_came_too_soon_after_a_violation(tell: Tell) -> None:
    """MON-02: granted or resumed within ninety days, from the second of the verdict on."""
    decided_at = T - 120 * DAY
    tables = {"accounts": [{}], "adjudications": [{"decided_at": decided_at}]}
    for at, told in (
        (decided_at - 1, "pass"),
        (decided_at, [decided_at]),
        (decided_at + 90 * DAY - 1, [decided_at + 90 * DAY - 1]),
        (decided_at + 90 * DAY, "pass"),
    ):
        found = tell("MON-02", monetisation=[{"granted_at": at}], **tables)
        assert [facts["at"] for facts in found] == told if isinstance(told, list) else found == told
    resumed = {"granted_at": 0, "suspended_at": 1, "resumed_at": decided_at}
    assert tell("MON-02", monetisation=[resumed], **tables) == [
        {"grant_id": "g", "adjudication_id": "j", "at": decided_at}
    ]
    assert tell("MON-02", monetisation=[{}], accounts=[{}]) == "not_applicable"


def test_a_grant_came_too_soon_after_a_transfer(tell: Tell) -> None:
    """MON-03: it still held at the transfer, or was given or resumed within ninety days."""
    since = T - 120 * DAY
    account = [{"subject_changed_at": since}]

    def told(**grant: int) -> Any:
        return tell("MON-03", accounts=account, monetisation=[grant])

    assert told(granted_at=since - 1) == [{"grant_id": "g", "at": since}]
    assert told(granted_at=since) == [{"grant_id": "g", "at": since}]
    assert told(granted_at=since - 1, revoked_at=since) == "pass"
    assert told(granted_at=since + 90 * DAY - 1) == [{"grant_id": "g", "at": since + 90 * DAY - 1}]
    assert told(granted_at=since + 90 * DAY) == "pass"
    paused = {"granted_at": 0, "suspended_at": since}
    assert told(**paused) == "pass"
    assert told(**paused, resumed_at=since + 5) == [{"grant_id": "g", "at": since + 5}]
    assert tell("MON-03", accounts=[{}], monetisation=[{}]) == "not_applicable"
    assert tell("MON-03", accounts=account) == "not_applicable"


def test_a_change_was_not_verified(tell: Tell) -> None:
    """CER-07: within seven days of a rename or transfer of a certified account."""
    renamed = {"name_changed_at": T - 7 * DAY}
    certified = {"certifications": [{}]}
    assert tell("CER-07", accounts=[renamed], **certified) == [
        {"trigger": "rename", "at_change": T - 7 * DAY}
    ]
    check = {"trigger": "rename", "checked_at": T - 7 * DAY}
    assert tell("CER-07", accounts=[renamed], verifications=[check], **certified) == "pass"
    for other in ({"checked_at": T - 7 * DAY - 1}, {"trigger": "periodic"}):
        found = tell("CER-07", accounts=[renamed], verifications=[check | other], **certified)
        assert found == [{"trigger": "rename", "at_change": T - 7 * DAY}]
    assert tell("CER-07", accounts=[{"name_changed_at": T - 7 * DAY + 1}], **certified) == "pass"
    passed_on = {"subject_changed_at": T - 9_000_000}
    assert tell("CER-07", accounts=[passed_on], **certified) == [
        {"trigger": "subject_change", "at_change": T - 9_000_000}
    ]
    before = {"subject_changed_at": T - 9_000_001}
    assert tell("CER-07", accounts=[before], **certified) == "not_applicable"


def test_a_mismatch_is_open(tell: Tell) -> None:
    """CER-08: the latest check of a dimension is a mismatch, and nothing followed."""
    at = T - 15 * DAY
    wrong = {"result": "mismatch", "checked_at": at}
    found = [{"dimension": "name", "checked_at": at}]
    assert tell("CER-08", accounts=[{}], verifications=[wrong]) == found
    assert tell("CER-08", accounts=[{}], verifications=[wrong | {"checked_at": at + 1}]) == "pass"
    again = {"verification_id": "z", "checked_at": at}
    assert tell("CER-08", accounts=[{}], verifications=[wrong, again]) == "pass"
    tables = {"accounts": [{}], "verifications": [wrong]}
    assert tell("CER-08", notices=[{"sent_at": at}], **tables) == "pass"
    assert tell("CER-08", notices=[{"sent_at": at - 1}], **tables) == found
    assert tell("CER-08", sanctions=[{"starts_at": at}], **tables) == "pass"
    assert tell("CER-08", sanctions=[{"starts_at": at - 1}], **tables) == found
    assert tell("CER-08", accounts=[{}]) == "not_applicable"
    assert tell("CER-08", accounts=[{}], verifications=[{}], certifications=[{}]) == (
        "verifications.business",
        "verifications.display",
        "verifications.qualification",
    )


def test_a_muted_account_has_no_mute(tell: Tell) -> None:
    """LAD-16: a muted account has a mute in force."""
    muted = {"status": "muted"}
    assert tell("LAD-16", accounts=[muted]) == [{}]
    assert tell("LAD-16", accounts=[muted], sanctions=[{}]) == "pass"
    assert tell("LAD-16", accounts=[muted], sanctions=[{"ends_at": T}]) == [{}]
    assert tell("LAD-16", accounts=[{}]) == "not_applicable"


def test_a_false_certification_is_kept(tell: Tell) -> None:
    """CER-03: three days after the earliest verdict on it."""
    false = {"offence": "false_certification", "decided_at": T - 3 * DAY}
    earlier = false | {"adjudication_id": "i", "decided_at": T - 4 * DAY}
    tables = {"certifications": [{}], "accounts": [{}]}
    assert tell("CER-03", adjudications=[false, earlier], **tables) == [{"adjudication_id": "i"}]
    recent = false | {"decided_at": T - 3 * DAY + 1}
    assert tell("CER-03", adjudications=[recent], **tables) == "not_applicable"
    newer = {"valid_from": T - 3 * DAY + 1}
    assert tell("CER-03", adjudications=[false], certifications=[newer]) == "not_applicable"
    revoked = {"state": "revoked", "revoked_at": T}
    assert tell("CER-03", adjudications=[false], certifications=[revoked]) == "pass"


def test_a_display_is_incomplete(tell: Tell) -> None:
    """CER-05: field and identity are shown."""
    assert tell("CER-05", certifications=[{"displayed_keys": ("face",)}]) == [
        {"missing": "field"},
        {"missing": "identity"},
    ]
    assert tell("CER-05", certifications=[{"displayed_keys": ("identity", "field")}]) == "pass"
    assert tell("CER-05", certifications=[{}]) == ("certifications.displayed_keys",)
    assert tell("CER-05", certifications=[{"state": "pending"}]) == "not_applicable"


def test_a_display_shows_too_much(tell: Tell) -> None:
    """CER-06: what is never shown, and what is shown only with consent."""
    shown = {"displayed_keys": ("phone", "institution", "uscc"), "consent_scope": ("identity",)}
    tables = {"accounts": [{}]}
    assert tell("CER-06", certifications=[shown], **tables) == [
        {"key": "phone", "reason": "forbidden"},
        {"key": "institution", "reason": "consent"},
    ]
    named = {"displayed_keys": ("operator_name",), "consent_scope": ()}
    assert tell("CER-06", certifications=[named], **tables) == [
        {"key": "operator_name", "reason": "consent"}
    ]
    firm = [{"account_class": "organisation"}]
    assert tell("CER-06", certifications=[named], accounts=firm) == "pass"
    assert tell("CER-06", certifications=[named]) == ("account",)
    unknown = {"displayed_keys": None, "consent_scope": None}
    assert tell("CER-06", certifications=[unknown], **tables) == (
        "certifications.consent_scope",
        "certifications.displayed_keys",
    )
    unasked = {"displayed_keys": ("identity",), "consent_scope": None}
    assert tell("CER-06", certifications=[unasked], **tables) == ("certifications.consent_scope",)
    plain = {"displayed_keys": ("field",), "consent_scope": None}
    assert tell("CER-06", certifications=[plain], **tables) == "pass"
    pending = {"state": "pending", "displayed_keys": ("phone",), "consent_scope": ()}
    assert tell("CER-06", certifications=[pending], **tables) == "not_applicable"
