"""Settings and snapshots for tests of the whole way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluator.pipeline import Request, Silent, evaluate
from evaluator.report import RunReport
from evaluator.settings import Settings

MakeSettings = Callable[..., Settings]
Evaluate = Callable[..., RunReport]

HOUR = 3_600
DAY = 24 * HOUR
#: 2025-09-24T00:00+08:00
T = 1_758_643_200


@pytest.fixture
def settings(tmp_path: Path) -> MakeSettings:
    """Settings with a cache of their own and no surroundings."""

    def make(**given: Any) -> Settings:
        values = {"cache_dir": tmp_path / "cache", "threads": 2, **given}
        return Settings.model_validate(values)

    return make


@pytest.fixture
def run(settings: MakeSettings) -> Evaluate:
    """Evaluates a snapshot and gives its report, whose findings have been read."""

    def evaluate_it(request: Request | Path, **given: Any) -> RunReport:
        asked = request if isinstance(request, Request) else Request(request)
        with evaluate(asked, settings(**given), Silent()) as done:
            found = list(done.report.findings())
            assert len(found) == done.report.total
        return done.report

    return evaluate_it


@pytest.fixture
def platform() -> dict[str, list[dict[str, Any]]]:
    """Rows of a small platform on which three controls find one violation each."""
    day_ago = T - 10 * DAY
    return {
        "operators": [{"operator_id": "o1", "kind": "person"}],
        "accounts": [
            {
                "account_id": "a1",
                "operator_id": "o1",
                "account_class": "personal",
                "status": "active",
                "created_at": T - 900 * DAY,
            }
        ],
        "posts": [
            {
                "post_id": name,
                "account_id": "a1",
                "published_at": day_ago,
                "media_kind": "text",
                "origin": "own",
                "topic": topic,
                "ai_status": "none",
            }
            for name, topic in (("p1", "social_event"), ("p2", "other"), ("p3", None))
        ],
        "annotations": [],
        "adjudications": [
            {
                "adjudication_id": "j1",
                "account_id": "a1",
                "post_id": "p2",
                "offence": "hot_event_impersonation",
                "verdict": "violation",
                "conduct_at": day_ago,
                "decided_at": T - 5 * DAY,
                "decider": "human",
                "final": True,
            }
        ],
        "certifications": [],
        "monetisation": [],
        "sanctions": [],
        "notices": [],
    }
