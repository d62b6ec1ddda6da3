"""One subject, and why."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from evaluator.errors import UsageError
from evaluator.model import Outcome
from evaluator.pipeline import Request, Silent, explain
from tests.conftest import WriteSnapshot
from tests.pipeline.conftest import MakeSettings

Platform = dict[str, list[dict[str, Any]]]


def test_violation(
    write_snapshot: WriteSnapshot, platform: Platform, settings: MakeSettings
) -> None:
    """A violation comes with its facts, the parameters that decided, and the document."""
    request = Request(write_snapshot(platform))
    told = explain(request, "ANN-01", "p1", settings(), Silent())
    assert told.outcome is Outcome.VIOLATION
    assert told.violations == ({"topic": "social_event"},)
    assert told.parameters["label_grace_hours"] == 24
    assert set(told.clauses) == {"2.3 s1"}
    document = orjson.loads(told.document)
    assert document["post"]["post_id"] == "p1"
    assert document["annotations"] == []


def test_undetermined(
    write_snapshot: WriteSnapshot, platform: Platform, settings: MakeSettings
) -> None:
    """What is missing is named."""
    told = explain(Request(write_snapshot(platform)), "ANN-01", "p3", settings(), Silent())
    assert told.outcome is Outcome.UNDETERMINED
    assert told.missing == ("posts.topic",)


def test_touched_by_quarantine(
    write_snapshot: WriteSnapshot, platform: Platform, settings: MakeSettings
) -> None:
    """A quarantined row is the reason before every other."""
    platform["annotations"] = [{"annotation_id": "n1", "post_id": "p1", "kind": "sauce"}]
    told = explain(Request(write_snapshot(platform)), "ANN-01", "p1", settings(), Silent())
    assert told.outcome is Outcome.UNDETERMINED
    assert told.missing == ("annotations:quarantined",)
    assert told.violations == ()


def test_not_evaluated(
    write_snapshot: WriteSnapshot, platform: Platform, settings: MakeSettings
) -> None:
    """Where a table is missing there is no outcome, and the table is named."""
    del platform["annotations"]
    told = explain(Request(write_snapshot(platform)), "ANN-01", "p1", settings(), Silent())
    assert told.outcome is None
    assert told.reasons == ("annotations",)


@pytest.mark.parametrize(
    ("control", "subject", "message"),
    [
        ("ANN-01", "p9", "post p9: is not in the snapshot, or is in quarantine"),
        ("ANN", "p1", "control ANN: names several controls"),
        ("XXX-01", "p1", "XXX-01: is no control"),
    ],
)
def test_bad_questions(  # noqa: PLR0913, PLR0917 (fixtures and cases)
    write_snapshot: WriteSnapshot,
    platform: Platform,
    settings: MakeSettings,
    control: str,
    subject: str,
    message: str,
) -> None:
    """A control or subject that does not exist is named."""
    request = Request(write_snapshot(platform))
    with pytest.raises(UsageError, match=message):
        explain(request, control, subject, settings(), Silent())
