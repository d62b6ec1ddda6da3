"""Laws of the monetisation controls, MON-01 to MON-04."""

from __future__ import annotations

from tests.policies.law import Document, Facts, Law, Params, Verdict
from tests.policies.words import DAY, MUTES, T, effective, granted, in_force


def _begins(grant: Document) -> list[int]:
    return sorted(grant[name] for name in ("granted_at", "resumed_at") if name in grant)


def _mon_01(document: Document, _params: Params) -> Verdict:
    muted = any(row["measure"] in MUTES and in_force(row, T) for row in document["sanctions"])
    grants = document["monetisation"] if muted else []
    return bool(grants), [
        {"grant_id": row["grant_id"], "kind": row["kind"]} for row in grants if granted(row, T)
    ]


def _mon_02(document: Document, params: Params) -> Verdict:
    verdicts = [row for row in document["adjudications"] if effective(row, T)]
    wait = params["monetisation_wait_days"] * DAY
    return bool(verdicts and document["monetisation"]), [
        {"grant_id": grant["grant_id"], "adjudication_id": row["adjudication_id"], "at": moment}
        for row in verdicts
        for grant in document["monetisation"]
        for moment in set(_begins(grant))
        if row["decided_at"] <= moment < row["decided_at"] + wait
    ]


def _mon_03(document: Document, params: Params) -> Verdict:
    changed = document["account"].get("subject_changed_at")
    if changed is None or not document["monetisation"]:
        return False, []
    until = changed + params["monetisation_wait_days"] * DAY
    found: list[Facts] = []
    for grant in document["monetisation"]:
        if granted(grant, changed):
            found.append({"grant_id": grant["grant_id"], "at": changed})
            continue
        early = [at for at in _begins(grant) if changed <= at < until and granted(grant, at)]
        if early:
            found.append({"grant_id": grant["grant_id"], "at": early[0]})
    return True, found


def _granted_now(grant: Document) -> bool:
    return granted(grant, T)


def _mon_04(document: Document, _params: Params) -> Verdict:
    grants = [row for row in document["monetisation"] if _granted_now(row)]
    return bool(grants), [
        {"grant_id": row["grant_id"], "kind": row["kind"]}
        for row in grants
        if not row["identity_checked"]
    ]


_WAITS: tuple[Params, ...] = tuple({"monetisation_wait_days": days} for days in (0, 1, 7))

LAWS = {
    "MON-01": Law(_mon_01),
    "MON-02": Law(_mon_02, variants=_WAITS),
    "MON-03": Law(_mon_03, variants=_WAITS),
    "MON-04": Law(
        _mon_04,
        hangs=("monetisation.identity_checked",),
        only={"monetisation.identity_checked": _granted_now},
    ),
}
