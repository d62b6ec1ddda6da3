"""The truth about sanctions, on rows made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

T = 1_758_643_200
DAY = 86_400
START = T - 900_000
CAMPAIGN = 1_753_286_400

Tell = Callable[..., Any]
OF_J = {"adjudication_id": "j"}
LONG = OF_J | {"measure": "long_mute", "ends_at": T + DAY}
SHORT = OF_J | {"measure": "short_mute", "ends_at": START + 7 * DAY}
MALICE, REPOST, SPAM = (
    {"offence": offence} for offence in ("fake_insider", "unverified_repost", "other")
)
AT_LONG = {"measure": "long_mute", "at": START}


@pytest.mark.parametrize(("control", "offence"), [("LAD-04", REPOST), ("LAD-19", MALICE)])
def test_minor_offences_are_overpunished(tell: Tell, control: str, offence: dict[str, str]) -> None:
    """LAD-04 and LAD-19: a long mute or closure for what is minor or ordinary."""
    minor, grave, unknown = ({**offence, "severity": s} for s in ("minor", "serious", None))
    assert tell(control, sanctions=[LONG], adjudications=[minor]) == [AT_LONG]
    assert tell(control, sanctions=[LONG], adjudications=[grave]) == "pass"
    assert tell(control, sanctions=[LONG], adjudications=[unknown]) == ("adjudications.severity",)
    assert tell(control, sanctions=[LONG]) == ("adjudication",)
    assert tell(control, sanctions=[SHORT], adjudications=[minor]) == "not_applicable"
    assert tell(control, sanctions=[LONG], adjudications=[SPAM]) == "not_applicable"
    by_house = LONG | {"legal_basis": "house"}
    assert tell(control, sanctions=[by_house], adjudications=[minor]) == "not_applicable"
    assert tell(control, sanctions=[LONG | {"adjudication_id": None}]) == "not_applicable"


def test_a_sanction_has_no_verdict(tell: Tell) -> None:
    """LAD-07: none, one of no violation, one that is not final, or another account's."""
    at = {"measure": "short_mute", "at": START}
    assert tell("LAD-07", sanctions=[{}]) == [{"reason": "none"} | at]
    assert tell("LAD-07", sanctions=[SHORT], adjudications=[MALICE]) == "pass"
    cleared = MALICE | {"verdict": "no_violation", "final": False, "account_id": "b"}
    calm = SHORT | {"emergency": False}
    assert tell("LAD-07", sanctions=[calm], adjudications=[cleared]) == [
        {"reason": reason} | at for reason in ("no_violation", "not_final", "other_account")
    ]
    open_case = MALICE | {"final": False}
    assert (
        tell("LAD-07", sanctions=[calm | {"emergency": True}], adjudications=[open_case]) == "pass"
    )
    assert tell("LAD-07", sanctions=[SHORT], adjudications=[open_case]) == ("sanctions.emergency",)
    assert tell("LAD-07", sanctions=[SHORT]) == ("adjudication", "sanctions.emergency")
    assert tell("LAD-07", sanctions=[calm]) == ("adjudication",)
    assert tell("LAD-07", sanctions=[{"measure": "guidance"}]) == "not_applicable"
    assert tell("LAD-07", sanctions=[SHORT], adjudications=[SPAM]) == "not_applicable"


def test_scope_is_this_framework_s(tell: Tell) -> None:
    """A class, the notice's name, or no basis at all bring a sanction into scope."""
    found = [{"reason": "open_ended", "measure": "long_mute", "at": START}]
    endless = {"measure": "long_mute"}
    assert tell("LAD-10", sanctions=[endless]) == found
    assert tell("LAD-10", sanctions=[endless | {"legal_basis": "house"}]) == "not_applicable"
    spam = endless | OF_J
    assert tell("LAD-10", sanctions=[spam], adjudications=[SPAM]) == "not_applicable"
    by_notice = spam | {"legal_basis": "qinglang-2025"}
    assert tell("LAD-10", sanctions=[by_notice], adjudications=[SPAM]) == found
    assert (
        tell("LAD-10", sanctions=[spam | {"legal_basis": "house"}], adjudications=[MALICE]) == found
    )
    assert tell("LAD-10", sanctions=[spam]) == ("adjudication",)


def test_mutes_have_bounds(tell: Tell) -> None:
    """LAD-10: a short mute lasts seven days to the second at most, and every mute ends."""
    assert tell("LAD-10", sanctions=[SHORT], adjudications=[MALICE]) == "pass"
    longer = SHORT | {"ends_at": START + 7 * DAY + 1}
    assert tell("LAD-10", sanctions=[longer], adjudications=[MALICE]) == [
        {"reason": "too_long", "measure": "short_mute", "at": START}
    ]
    assert tell("LAD-10", sanctions=[LONG], adjudications=[MALICE]) == "pass"
    assert tell("LAD-10", sanctions=[{"measure": "closure"}]) == "not_applicable"


def test_a_model_alone_decided(tell: Tell) -> None:
    """LAD-08: severe measures are not for a model, but in an emergency."""
    alone = LONG | {"decided_by": "model", "emergency": False}
    assert tell("LAD-08", sanctions=[alone], adjudications=[MALICE]) == [AT_LONG]
    for other in ({"decided_by": "mixed"}, {"emergency": True}):
        assert tell("LAD-08", sanctions=[alone | other], adjudications=[MALICE]) == "pass"
    unknown = alone | {"emergency": None}
    assert tell("LAD-08", sanctions=[unknown], adjudications=[MALICE]) == ("sanctions.emergency",)
    assert tell("LAD-08", sanctions=[SHORT], adjudications=[MALICE]) == "not_applicable"


def test_reasons_are_missing(tell: Tell) -> None:
    """LAD-09: each thing that the holder had to be told is a finding of its own."""
    told = LONG | {
        "legal_basis": "qinglang-2025",
        "rule_clause": "3.4",
        "facts_stated": True,
        "notice_id": "n",
        "appeal_until": T,
        "response_offered": True,
        "emergency": False,
    }
    notice = {"delivered_at": START + DAY}
    tables = {"adjudications": [MALICE], "notices": [notice]}
    assert tell("LAD-09", sanctions=[told], **tables) == "pass"
    untold = LONG | {"facts_stated": False, "response_offered": False, "emergency": False}
    assert tell("LAD-09", sanctions=[untold], **tables) == [
        {"missing": name} | AT_LONG
        for name in ("legal_basis", "rule_clause", "facts", "notice", "appeal", "response")
    ]
    late = {"delivered_at": START + DAY + 1}
    assert tell("LAD-09", sanctions=[told], adjudications=[MALICE], notices=[late]) == [
        {"missing": "notice"} | AT_LONG
    ]
    assert tell("LAD-09", sanctions=[told], adjudications=[MALICE]) == ("notice",)
    unknown = told | {"facts_stated": None, "response_offered": None, "emergency": None}
    assert tell("LAD-09", sanctions=[unknown], **tables) == (
        "sanctions.emergency",
        "sanctions.facts_stated",
        "sanctions.response_offered",
    )
    recent = told | {"starts_at": T - DAY + 1}
    assert tell("LAD-09", sanctions=[recent], **tables) == "not_applicable"
    assert tell("LAD-09", sanctions=[told | {"measure": "warning"}], **tables) == "not_applicable"


def test_a_measure_is_not_lifted(tell: Tell) -> None:
    """LAD-11: three days after its verdict or an appeal against it fell."""
    fallen = MALICE | {"overturned_at": T - 3 * DAY}
    assert tell("LAD-11", sanctions=[LONG], adjudications=[fallen]) == [
        {"reason": "verdict", "measure": "long_mute"}
    ]
    just = MALICE | {"overturned_at": T - 3 * DAY + 1}
    assert tell("LAD-11", sanctions=[LONG], adjudications=[just]) == "pass"
    lifted = LONG | {"lifted_at": T}
    assert tell("LAD-11", sanctions=[lifted], adjudications=[fallen]) == "not_applicable"
    won = {"decided_at": T - 3 * DAY, "result": "overturned"}
    tables = {"sanctions": [LONG], "adjudications": [MALICE]}
    assert tell("LAD-11", appeals=[won], **tables) == [
        {"reason": "appeal", "appeal_id": "l", "measure": "long_mute"}
    ]
    assert tell("LAD-11", appeals=[won | {"result": "reduced"}], **tables) == "pass"
    assert tell("LAD-11", appeals=[won | {"result": None}], **tables) == ("appeals.result",)
    assert tell("LAD-11", appeals=[{}], **tables) == "pass"
    assert tell("LAD-11", sanctions=[{"measure": "warning"}]) == "not_applicable"


def test_a_closure_has_one_reviewer(tell: Tell) -> None:
    """LAD-13: a closure is confirmed by a second person."""
    closure = OF_J | {"measure": "closure", "second_reviewer": False}
    assert tell("LAD-13", sanctions=[closure], adjudications=[MALICE]) == [{"at": START}]
    second = closure | {"second_reviewer": True}
    assert tell("LAD-13", sanctions=[second], adjudications=[MALICE]) == "pass"
    unknown = closure | {"second_reviewer": None}
    assert tell("LAD-13", sanctions=[unknown], adjudications=[MALICE]) == (
        "sanctions.second_reviewer",
    )
    assert tell("LAD-13", sanctions=[LONG], adjudications=[MALICE]) == "not_applicable"


def test_a_sanction_is_retroactive(tell: Tell) -> None:
    """LAD-14: by the notice for what was done before it."""
    by_notice = LONG | {"legal_basis": "qinglang-2025"}
    early = MALICE | {"conduct_at": CAMPAIGN - 1}
    assert tell("LAD-14", sanctions=[by_notice], adjudications=[early]) == [
        {"conduct_at": CAMPAIGN - 1} | AT_LONG
    ]
    first = MALICE | {"conduct_at": CAMPAIGN}
    assert tell("LAD-14", sanctions=[by_notice], adjudications=[first]) == "pass"
    assert tell("LAD-14", sanctions=[by_notice]) == ("adjudication",)
    assert tell("LAD-14", sanctions=[by_notice | {"adjudication_id": None}]) == "pass"
    assert tell("LAD-14", sanctions=[LONG], adjudications=[early]) == "not_applicable"
    guided = by_notice | {"measure": "guidance"}
    assert tell("LAD-14", sanctions=[guided], adjudications=[early]) == "not_applicable"


def test_complaints_alone_do_not_do(tell: Tell) -> None:
    """LAD-15: a measure rests on more than a number of complaints."""
    counted = LONG | {"complaint_only": True}
    assert tell("LAD-15", sanctions=[counted], adjudications=[MALICE]) == [AT_LONG]
    weighed = counted | {"complaint_only": False}
    assert tell("LAD-15", sanctions=[weighed], adjudications=[MALICE]) == "pass"
    assert tell("LAD-15", sanctions=[LONG], adjudications=[MALICE]) == ("sanctions.complaint_only",)
    beside = counted | {"measure": "demonetisation"}
    assert tell("LAD-15", sanctions=[beside], adjudications=[MALICE]) == "not_applicable"


def test_an_appeal_is_overdue(tell: Tell) -> None:
    """LAD-17: fifteen days to the second, decided or not."""
    filed = {"filed_at": T - 15 * DAY}
    late = [{"appeal_id": "l", "at": T - DAY}]
    assert tell("LAD-17", sanctions=[{}], appeals=[filed]) == "pass"
    old = {"filed_at": T - 16 * DAY}
    assert tell("LAD-17", sanctions=[{}], appeals=[old]) == late
    assert tell("LAD-17", sanctions=[{}], appeals=[old | {"decided_at": T - DAY}]) == "pass"
    assert tell("LAD-17", sanctions=[{}], appeals=[old | {"decided_at": T - DAY + 1}]) == late
    assert tell("LAD-17", sanctions=[{}]) == "not_applicable"


def test_an_appeal_went_to_the_same_reviewer(tell: Tell) -> None:
    """LAD-18: who decided on the measure does not decide on the appeal."""
    decided = {"decided_at": T - 7, "reviewer_differs": False}
    assert tell("LAD-18", sanctions=[{}], appeals=[decided]) == [{"appeal_id": "l", "at": T - 7}]
    other = decided | {"reviewer_differs": True}
    assert tell("LAD-18", sanctions=[{}], appeals=[other]) == "pass"
    unknown = decided | {"reviewer_differs": None}
    assert tell("LAD-18", sanctions=[{}], appeals=[unknown]) == ("appeals.reviewer_differs",)
    assert tell("LAD-18", sanctions=[{}], appeals=[{}]) == "not_applicable"
