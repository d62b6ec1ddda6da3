"""A whole run gives the same two digests in process and on a real OPA server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator.authoring import Opa
from evaluator.bundle import Bundle
from evaluator.pipeline import Request, Silent, evaluate
from evaluator.report import RunReport
from evaluator.settings import Settings
from evaluator.synthetic import Blueprint, generate_snapshot
from tests.conformance.serving import served_bundle
from tests.conftest import AS_OF

pytestmark = [pytest.mark.heavy, pytest.mark.opa]


@pytest.fixture(scope="module")
def server(opa: Opa, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the bundle that ships."""
    log = tmp_path_factory.mktemp("server") / "log"
    with served_bundle(opa, bundle.folder, log) as url:
        yield url


@pytest.mark.parametrize(("posts", "nulls"), [(3_000, 0.02), (800, 0.5)])
def test_digests_are_equal(server: str, tmp_path: Path, posts: int, nulls: float) -> None:
    """Findings and outcomes do not depend on the judge; provenance tells which one it was."""
    snapshot = tmp_path / "snapshot"
    generate_snapshot(Blueprint(posts, 11, AS_OF, violation_rate=0.1, null_rate=nulls), snapshot)

    def run(engine: str) -> RunReport:
        given = {"cache_dir": tmp_path / "cache", "engine": engine, "opa_url": server}
        settings = Settings.model_validate(given)
        with evaluate(Request(snapshot), settings, Silent()) as done:
            return done.report

    wasm, opa = run("wasm"), run("opa")
    assert (wasm.run.engine, opa.run.engine) == ("wasm", "opa")
    assert wasm.findings_digest == opa.findings_digest
    assert wasm.outcomes_digest == opa.outcomes_digest
    assert wasm.run.run_id == opa.run.run_id
    assert wasm.total > 0
