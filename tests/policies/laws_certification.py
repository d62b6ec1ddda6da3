"""Laws of the certification controls, CER-01 to CER-08."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.policies.law import Document, Facts, Law, Params, Verdict, one
from tests.policies.words import DAY, T, effective, granted, valid

_KEYS = (
    *("field", "identity", "institution", "certificate_name", "operator_name", "uscc"),
    *("id_number", "certificate_number", "certificate_scan", "phone", "address"),
    *("birth_date", "face"),
)
_DIMENSIONS = ("name", "qualification", "display", "business")

# --- professionals --------------------------------------------------------------------------------


def _claims(document: Document, params: Params) -> list[Document]:
    if document["account"]["account_class"] in params["exempt_classes"]:
        return []
    return [
        row
        for row in document["professional_posts"]
        if row["field"] in params["certified_fields"]
        and row["posts"] >= params["min_professional_posts"]
        and row["last_at"] >= params["standing_from"]
    ]


def _professional(
    told: Callable[[Document, list[Document]], Facts | None],
) -> Callable[[Document, Params], Verdict]:
    """A control on claims without a valid certification; ``told`` picks which, by expired ones."""

    def judge(document: Document, params: Params) -> Verdict:
        licensed = document.get("operator", {}).get("licensed_news", False)
        claims = [] if licensed else _claims(document, params)
        found = []
        for claim in claims:
            own = [row for row in document["certifications"] if row["field"] == claim["field"]]
            if not any(valid(row, claim["last_at"]) or valid(row, T) for row in own):
                over = [
                    row
                    for row in own
                    if row["state"] == "valid" and row.get("valid_to", T) < claim["last_at"]
                ]
                facts = told(claim, over)
                if facts is not None:
                    found.append(facts)
        return bool(claims), found

    return judge


def _never(claim: Document, over: list[Document]) -> Facts | None:
    return None if over else {name: claim[name] for name in ("field", "posts", "last_at")}


def _lapsed(claim: Document, over: list[Document]) -> Facts | None:
    if not over:
        return None
    last = max(over, key=lambda row: (row["valid_to"], row["certification_id"].encode()))
    facts = {name: claim[name] for name in ("field", "posts")}
    return facts | {"certification_id": last["certification_id"]}


def _licences(_document: Document, _params: Params) -> list[Document]:
    return [{"operator": {"licensed_news": told}} for told in (False, True)]


def _field_named(document: Document, params: Params, decisive: set[str]) -> set[str]:
    exempt = document["account"]["account_class"] in params["exempt_classes"]
    licensed = document.get("operator", {}).get("licensed_news", False)
    rows = {row["field"]: row for row in document["professional_posts"]}
    if exempt or licensed or "unknown" not in rows:
        return decisive
    for field in params["certified_fields"]:
        held = any(row["field"] == field and valid(row, T) for row in document["certifications"])
        both = [rows["unknown"], *([rows[field]] if field in rows else [])]
        enough = sum(row["posts"] for row in both) >= params["min_professional_posts"]
        late = max(row["last_at"] for row in both) >= params["standing_from"]
        if not held and enough and late:
            return decisive | {"posts.field"}
    return decisive


# --- certifications -------------------------------------------------------------------------------


def _cer_03(document: Document, params: Params) -> Verdict:
    due = [
        row
        for row in document["adjudications"]
        if row["offence"] == "false_certification"
        and effective(row, T)
        and row["decided_at"] + params["action_days"] * DAY <= T
        and document["certification"]["valid_from"] <= row["decided_at"]
    ]
    if not due:
        return False, []
    first = min(due, key=lambda row: (row["decided_at"], row["adjudication_id"].encode()))
    kept = valid(document["certification"], T)
    return True, one(kept, {"adjudication_id": first["adjudication_id"]})


def _sells(grant: Document) -> bool:
    return grant["kind"] == "ecommerce" and granted(grant, T)


def _cer_04(document: Document, _params: Params) -> Verdict:
    sales = [row for row in document["monetisation"] if _sells(row)]
    held = {row["field"] for row in document["certifications"] if valid(row, T)}
    return bool(sales), [
        {"grant_id": row["grant_id"], "field": row["field"]}
        for row in sales
        if row["field"] not in held
    ]


def _cer_05(document: Document, params: Params) -> Verdict:
    row = document["certification"]
    if not valid(row, T):
        return False, []
    missing = set(params["required_display_keys"]) - set(row["displayed_keys"])
    return True, [{"missing": key} for key in missing]


def _cer_06(document: Document, params: Params) -> Verdict:
    row = document["certification"]
    if not valid(row, T):
        return False, []
    shown = set(row["displayed_keys"])
    unagreed = shown & set(params["consent_keys"]) - set(row["consent_scope"])
    if document["account"]["account_class"] == "organisation":
        unagreed.discard("operator_name")
    found = [
        {"key": key, "reason": "forbidden"} for key in shown & set(params["forbidden_display_keys"])
    ]
    return True, found + [{"key": key, "reason": "consent"} for key in unagreed]


def _classes(_document: Document, _params: Params) -> list[Document]:
    classes = ("personal", "organisation", "media", "government")
    return [{"account": {"account_class": each}} for each in classes]


# --- checks ---------------------------------------------------------------------------------------


def _cer_07(document: Document, params: Params) -> Verdict:
    changes = {
        trigger: document["account"][column]
        for trigger, column in (
            ("rename", "name_changed_at"),
            ("subject_change", "subject_changed_at"),
        )
        if column in document["account"]
        and any(valid(row, document["account"][column]) for row in document["certifications"])
    }
    return bool(changes), [
        {"trigger": trigger, "at_change": moment}
        for trigger, moment in changes.items()
        if moment + params["reverify_days"] * DAY <= T
        and not any(
            row["trigger"] == trigger and row["checked_at"] >= moment
            for row in document["verifications"]
        )
    ]


def _cer_08(document: Document, params: Params) -> Verdict:
    certified = any(valid(row, T) for row in document["certifications"])
    acts = [row["sent_at"] for row in document["notices"]]
    acts += [row["starts_at"] for row in document["sanctions"]]
    found = []
    for dimension in _DIMENSIONS:
        checks = [row for row in document["verifications"] if row["dimension"] == dimension]
        if checks:
            last = max(checks, key=lambda row: (row["checked_at"], row["verification_id"].encode()))
            moment = last["checked_at"]
            over = moment + params["mismatch_days"] * DAY <= T
            if last["result"] == "mismatch" and over and not any(act >= moment for act in acts):
                found.append({"dimension": dimension, "checked_at": moment})
    return certified or bool(document["verifications"]), found


def _cer_08_named(document: Document, _params: Params, _decisive: set[str]) -> set[str]:
    if not any(valid(row, T) for row in document["certifications"]):
        return set()
    checked = {row["dimension"] for row in document["verifications"]}
    return {f"verifications.{each}" for each in _DIMENSIONS if each not in checked}


def _lists(_params: Params) -> Sequence[list[str]]:
    return [[], *([key] for key in _KEYS), list(_KEYS)]


_PROFESSIONS: tuple[Params, ...] = (
    {"min_professional_posts": 1, "standing_from": 0},
    {"certified_fields": ["law"], "min_professional_posts": 2},
)

LAWS = {
    "CER-01": Law(
        _professional(_never),
        hangs=("operators.licensed_news",),
        parents={"operator": _licences},
        named=_field_named,
        variants=_PROFESSIONS,
    ),
    "CER-02": Law(
        _professional(_lapsed),
        hangs=("operators.licensed_news",),
        parents={"operator": _licences},
        named=_field_named,
        variants=_PROFESSIONS,
    ),
    "CER-03": Law(_cer_03, variants=({"action_days": 0},)),
    "CER-04": Law(_cer_04, hangs=("monetisation.field",), only={"monetisation.field": _sells}),
    "CER-05": Law(
        _cer_05,
        hangs=("certifications.displayed_keys",),
        values={"certifications.displayed_keys": _lists},
        variants=(
            {"required_display_keys": ["face", "horoscope"]},
            {"required_display_keys": ["horoscope"]},
            {"required_display_keys": []},
        ),
    ),
    "CER-06": Law(
        _cer_06,
        hangs=("certifications.displayed_keys", "certifications.consent_scope"),
        parents={"account": _classes},
        values={
            "certifications.displayed_keys": _lists,
            "certifications.consent_scope": lambda _params: ([], list(_KEYS)),
        },
        variants=(
            {"forbidden_display_keys": []},
            {"forbidden_display_keys": [], "consent_keys": ["operator_name"]},
            {"forbidden_display_keys": [], "consent_keys": []},
            {"consent_keys": ["phone", "operator_name"]},
        ),
    ),
    "CER-07": Law(_cer_07, variants=({"reverify_days": 0},)),
    "CER-08": Law(_cer_08, named=_cer_08_named, variants=({"mismatch_days": 0},)),
}
