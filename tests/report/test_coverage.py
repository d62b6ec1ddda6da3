"""Coverage is told by clause: controls, outcomes, attestations, and what cannot be checked."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from evaluator.bundle import Attestation, Bundle, load_bundle
from evaluator.model import ControlResult
from evaluator.report import RunOutcomes, Statements, coverage_document, coverage_lines

DAY = 86_400
AS_OF = 1_758_643_200


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """The bundle that ships."""
    return load_bundle()


def _run(**results: ControlResult) -> RunOutcomes:
    named = {result.control: result for result in results.values()}
    return RunOutcomes("run-1", "platform-1", "snapshot-1", AS_OF, complete=True, results=named)


def _statements(**fields: Any) -> Statements:
    given = {
        "capability_id": "c",
        "duty": "complaint_channel",
        "statement": "in_place",
        "attester_role": "compliance_officer",
        "attested_at": AS_OF - 12 * DAY,
        "expires_at": AS_OF + DAY,
    }
    return Statements(AS_OF, {"complaint_channel": Attestation(**(given | fields))})


def _control(document: dict[str, Any], code: str) -> dict[str, Any]:
    return next(
        control
        for clause in document["clauses"]
        for control in clause["controls"]
        if control["code"] == code
    )


def _text(document: dict[str, Any], lang: Any = "en") -> str:
    return "\n".join(line.plain for line in coverage_lines(document, lang, 100))


def test_without_a_run(bundle: Bundle) -> None:
    """Every clause stands with its text, its controls, and what of it cannot be checked."""
    document = coverage_document(bundle, None, None, "en")
    assert document["run"] is None
    assert document["gaps"] == []
    assert [part["clause"] for part in document["clauses"]] == list(bundle.framework.clauses)
    (part,) = [each for each in document["clauses"] if each["clause"] == "closing s2"]
    assert [control["code"] for control in part["controls"]] == ["GOV-16"]
    assert part["controls"][0]["result"] is None
    assert part["not_checkable"][0]["matter"].startswith("Whether a regulator acts")
    text = _text(document)
    assert text.startswith("framework qinglang-2025 1.0.0: 26 clauses, 80 controls")
    assert "GOV-16  Rectification overdue (medium, under)" in text
    assert "not checkable in part: Whether a regulator acts" in text


def test_outcomes_of_a_run(bundle: Bundle) -> None:
    """The gravest outcome stands for a control, with all counts behind it."""
    run = _run(
        a=ControlResult("ANN-01", {"violation": 2, "undetermined": 1, "pass": 3_000}, {"x": 1}),
        b=ControlResult("ANN-02", {"undetermined": 1, "pass": 3}, {"x": 1}),
        c=ControlResult("ANN-03", {"pass": 3, "not_applicable": 9}, {}),
        d=ControlResult("ANN-04", {}, {}),
        e=ControlResult("ANN-05", {}, {}, not_evaluated=("annotations", "renderings")),
    )
    document = coverage_document(bundle, run, None, "en")
    words = {
        code: _control(document, code)["result"]["outcome"]
        for code in ("ANN-01", "ANN-02", "ANN-03", "ANN-04", "ANN-05", "ANN-06")
    }
    assert words == {
        "ANN-01": "violation",
        "ANN-02": "undetermined",
        "ANN-03": "pass",
        "ANN-04": "not_applicable",
        "ANN-05": "not_evaluated",
        "ANN-06": "not_in_run",
    }
    text = _text(document)
    assert "run run-1, platform platform-1, as of 2025-09-24 00:00:00 +08:00, COMPLETE" in text
    assert "violation 2, undetermined 1, pass 3,000, n/a 0" in text
    assert "not evaluated: annotations, renderings" in text
    assert "not part of this run" in text


def test_attestations(bundle: Bundle) -> None:
    """A duty is shown with what is stated, by which role, how old it is, and its end."""
    document = coverage_document(bundle, None, _statements(), "en")
    assert _control(document, "GOV-09")["attestation"] == {
        "statement": "in_place",
        "attester_role": "compliance_officer",
        "attested_at": AS_OF - 12 * DAY,
        "age_days": 12,
        "expires_at": AS_OF + DAY,
        "expired": False,
        "evidence_hash": None,
    }
    assert _control(document, "GOV-08")["attestation"] == {"statement": "none"}
    assert "attestation" not in _control(document, "GOV-14")
    text = " ".join(_text(document).split())
    assert "complaint_channel: in_place, attested by compliance_officer, 12 days old, until" in text
    assert "publishing_flow: no statement" in text
    assert "(expired)" not in text
    late = coverage_document(bundle, None, _statements(expires_at=AS_OF - 1), "en")
    assert "(expired)" in _text(late)


def test_chinese(bundle: Bundle) -> None:
    """Clauses, reasons and labels are Chinese where that is asked for."""
    text = _text(coverage_document(bundle, _run(), _statements(), "zh"), "zh")
    assert "监管部门对问题突出的平台依法处置，并督促整改。" in text  # noqa: RUF001
    assert "部分无法检查" in text
    assert "距今 12 天" in text


def test_gaps(bundle: Bundle) -> None:
    """What is unaccounted for stands at the end, by name."""
    rest = {code: each for code, each in bundle.controls.items() if code != "GOV-16"}
    document = coverage_document(dataclasses.replace(bundle, controls=rest), None, None, "en")
    assert document["gaps"] == [
        "clause closing s2 has no control, and is not declared wholly not checkable"
    ]
    assert _text(document).splitlines()[-2] == "Unaccounted for"
