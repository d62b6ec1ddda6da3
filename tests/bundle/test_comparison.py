"""Two bundles are compared in the words of their authors."""

from __future__ import annotations

import dataclasses
from typing import Any

from evaluator.bundle import Bundle, Framework
from evaluator.bundle.comparison import bundle_changes, renamed_controls


def _framework(bundle: Bundle, **changed: Any) -> Framework:
    return dataclasses.replace(bundle.framework, **changed)


def test_nothing_differs(shipped: Bundle) -> None:
    """A bundle does not differ from itself."""
    assert not any(bundle_changes(shipped, shipped).values())


def test_everything_that_can_differ(shipped: Bundle) -> None:
    """Parameter, clause, rule, table and what a control says of itself, each by its name."""
    framework, contract = shipped.framework, shipped.contract
    parameter = dataclasses.replace(framework.parameters["appeal_days"], value=99)
    posts = contract.tables["posts"]
    fewer = {name: column for name, column in posts.columns.items() if name != "topic"}
    module = "qinglang/annotation/source_missing/source_missing.rego"
    control = dataclasses.replace(shipped.controls["ANN-01"], severity="low")
    new = dataclasses.replace(
        shipped,
        revision="2.0.0+0",
        framework=_framework(
            shipped,
            version="2.0.0",
            parameters={**framework.parameters, "appeal_days": parameter},
            clauses={**framework.clauses, "9.9 s9": {"en": "New.", "zh": "新。"}},
            not_checkable=framework.not_checkable[1:],
        ),
        contract=dataclasses.replace(
            contract,
            tables={**contract.tables, "posts": dataclasses.replace(posts, columns=fewer)},
        ),
        controls={**shipped.controls, "ANN-01": control},
        files={**shipped.files, module: "0"},
    )
    changes = bundle_changes(shipped, new)
    assert changes["revision"] == {"old": shipped.revision, "new": "2.0.0+0"}
    assert changes["framework"]["new"] == "qinglang-2025 2.0.0"
    assert changes["controls"] == {
        "ANN-01": {"change": "changed", "severity": {"old": "medium", "new": "low"}}
    }
    assert changes["rules"] == {module: {"change": "changed", "controls": ["ANN-01"]}}
    was = framework.parameters["appeal_days"].value
    assert changes["parameters"] == {
        "appeal_days": {"change": "changed", "value": {"old": was, "new": 99}}
    }
    assert changes["clauses"] == {"9.9 s9": "added"}
    assert list(changes["not_checkable"].values()) == ["removed"]
    assert changes["contract"] == {"posts.topic": "removed"}


def test_added_removed_and_renamed(shipped: Bundle) -> None:
    """A control under another code is the same one, where the new one names the old code."""
    controls = dict(shipped.controls)
    gone, old = controls.pop("ANN-02"), controls.pop("ANN-01")
    controls["SRC-01"] = dataclasses.replace(old, code="SRC-01", aliases=("ANN-01",))
    controls["SRC-02"] = dataclasses.replace(gone, code="SRC-02")
    parameters = dict(shipped.framework.parameters)
    parameters["appeal_time"] = parameters.pop("appeal_days")
    framework = _framework(shipped, parameters=parameters)
    new = dataclasses.replace(shipped, controls=controls, framework=framework)
    changes = bundle_changes(shipped, new)
    assert renamed_controls(shipped, new) == {"ANN-01": "SRC-01"}
    assert changes["controls"] == {
        "ANN-01": {"change": "renamed", "code": "SRC-01"},
        "ANN-02": {"change": "removed", "title": gone.title},
        "SRC-02": {"change": "added", "title": gone.title},
    }
    value = parameters["appeal_time"].value
    assert changes["parameters"] == {
        "appeal_days": {"change": "removed", "value": value},
        "appeal_time": {"change": "added", "value": value},
    }
