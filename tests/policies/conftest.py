"""What the tests of policies share: the policies, the bundle that ships, and OPA."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.authoring import Opa, find_opa
from evaluator.bundle import Bundle, load_bundle

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def policies() -> Path:
    """The policies of this repository."""
    return REPOSITORY / "policies"


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """The bundle that ships."""
    return load_bundle()


@pytest.fixture(scope="session")
def opa() -> Opa:
    """The OPA that builds the bundle."""
    local = REPOSITORY / ".tools" / "bin" / "opa"
    return find_opa(local if local.exists() else None)
