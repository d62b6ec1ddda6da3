"""Plans are read as they were written; one that does not fit the bundle is not used."""

from __future__ import annotations

import orjson
import pytest

from evaluator.bundle import Bundle, load_bundle
from evaluator.triage import PLAN_VERSION, plan_as_json, read_plan


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """The bundle that ships."""
    return load_bundle()


def test_the_plan_that_ships(bundle: Bundle) -> None:
    """Every control has predicates, and more than nine of ten are exact."""
    plan = read_plan(bundle.plan, bundle.files)
    assert plan.warnings == ()
    assert plan.controls.keys() == bundle.controls.keys()
    exact = [code for code in plan.controls if plan.is_exact(code)]
    assert len(exact) >= 0.9 * len(plan.controls)


def test_a_plan_is_read_as_it_was_written(bundle: Bundle) -> None:
    """Writing what was read gives the same JSON."""
    assert bundle.plan is not None
    written = orjson.loads(bundle.plan)["controls"]
    for code, plan in read_plan(bundle.plan, bundle.files).controls.items():
        assert plan_as_json(plan).items() <= written[code].items()


def test_without_a_plan() -> None:
    """A bundle without one is judged as a whole, and says so."""
    plan = read_plan(None, {})
    assert plan.controls == {}
    assert plan.warnings == ("every subject is judged: the bundle has no triage plan",)


@pytest.mark.parametrize("version", [0, PLAN_VERSION + 1, "1"])
def test_another_version(version: object) -> None:
    """A plan of another version is not used."""
    plan = read_plan(orjson.dumps({"version": version, "controls": {}}), {})
    assert plan.controls == {}
    told = f"the triage plan has version {version}, this program reads {PLAN_VERSION}"
    assert plan.warnings == (f"every subject is judged: {told}",)


@pytest.mark.parametrize(
    "body",
    [
        b"no JSON",
        b"[]",
        b"{}",
        b'{"version": 1}',
        b'{"version": 1, "controls": []}',
        b'{"version": 1, "controls": {"A": {}}}',
        b'{"version": 1, "controls": {"A": {"violations": {"is": "dropper"}, "sources": {}}}}',
        b'{"version": 1, "controls": {"A": {"violations": {"is": "not", "x": 1}, "sources": {}}}}',
    ],
)
def test_no_plan_at_all(body: bytes) -> None:
    """What cannot be read is not used, and the reason is told."""
    plan = read_plan(body, {})
    assert plan.controls == {}
    (warning,) = plan.warnings
    assert warning.startswith("every subject is judged: meta/plan.json is no plan (")


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        ({"documents": 0, "faults": []}, "its predicates are not proved"),
        (
            {"documents": 9, "faults": ["applies: 1 dropped, 0 kept too many"]},
            "its predicates did not stand the proof (applies: 1 dropped, 0 kept too many)",
        ),
    ],
)
def test_a_control_without_proof(bundle: Bundle, proof: object, reason: str) -> None:
    """It is judged as a whole, and the report says why; others are not touched."""
    assert bundle.plan is not None
    body = orjson.loads(bundle.plan)
    body["controls"]["ANN-01"]["proof"] = proof
    plan = read_plan(orjson.dumps(body), bundle.files)
    assert plan.warnings == (f"ANN-01 is asked about every subject: {reason}",)
    assert plan.controls.keys() == bundle.controls.keys() - {"ANN-01"}
    assert not plan.is_exact("ANN-01")
    assert read_plan(orjson.dumps(body), bundle.files, proved=False).warnings == ()


def test_a_changed_policy(bundle: Bundle) -> None:
    """Only the controls that use a file with another hash are judged as a whole."""
    control = bundle.controls["ANN-05"]
    changed = dict(bundle.files) | {control.modules[-1]: "0" * 64}
    plan = read_plan(bundle.plan, changed)
    assert "ANN-05" not in plan.controls
    assert plan.controls
    assert (
        f"ANN-05 is asked about every subject: the triage plan was made from another "
        f"{control.modules[-1]}" in plan.warnings
    )


def test_a_changed_contract(bundle: Bundle) -> None:
    """Predicates hold for one contract only."""
    plan = read_plan(bundle.plan, dict(bundle.files) | {"meta/contract.json": "0" * 64})
    assert plan.controls == {}
    assert len(plan.warnings) == len(bundle.controls)
