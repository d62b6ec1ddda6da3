"""The bundle as a gate: a service that asks OPA about one post gets what an audit would find."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from evaluator.authoring import Opa
from evaluator.bundle import Bundle
from evaluator.findings.tally import settled_answer
from evaluator.judge import Context, WasmJudge, decide
from evaluator.model import Decision, Outcome
from evaluator.pipeline import Silent, prepared_snapshot
from evaluator.pipeline.judging import branches_of
from evaluator.settings import Settings
from evaluator.subjects import Documents
from evaluator.warehouse import Warehouse
from tests.conformance.serving import served_bundle
from tests.conftest import REPOSITORY

pytestmark = [pytest.mark.heavy, pytest.mark.opa]

EXAMPLE = REPOSITORY / "examples" / "gate"
#: Posts that are asked about: all with a finding or something unknown, and as many others.
MOST = 120


@dataclass(frozen=True, slots=True)
class Audited:
    """Posts, and what the audit says of them."""

    snapshot: Mapping[str, Any]
    codes: tuple[str, ...]
    #: Post -> its document.
    documents: Mapping[str, Any]
    #: Post -> control -> outcome.
    outcomes: Mapping[str, Mapping[str, Outcome]]


@pytest.fixture(scope="module")
def audited(
    bundle: Bundle, small_snapshot: Path, tmp_path_factory: pytest.TempPathFactory
) -> Audited:
    """Some posts of a generated snapshot, judged as an audit judges them."""
    settings = Settings(cache_dir=tmp_path_factory.mktemp("cache"), threads=2)
    controls = [one for one in bundle.controls.values() if one.subject == "post"]
    codes = tuple(control.code for control in controls)
    tables = bundle.contract.subjects["post"].branch_tables()
    with (
        prepared_snapshot(small_snapshot, bundle, settings, Silent()) as prepared,
        Warehouse(settings, reads=[prepared.folder]) as warehouse,
        WasmJudge(bundle.wasm, bundle.data, threads=2, timeout=60.0, memory=256) as judge,
    ):
        candidates = list(
            Documents(warehouse, prepared, bundle.contract).stream("post", branches_of(controls))
        )
        context = Context(codes, bundle.framework.defaults(), prepared.manifest.document())
        outcomes: dict[str, dict[str, Outcome]] = {}
        for batch in decide(judge, "post", candidates, context, threads=2, batch_size=150):
            for decision in batch:
                assert isinstance(decision, Decision)
                outcomes[decision.candidate.subject_id] = {
                    control.code: settled_answer(control, decision, tables).outcome
                    for control in controls
                }
        snapshot = prepared.manifest.document()
    loud = {Outcome.VIOLATION, Outcome.UNDETERMINED}
    names = sorted(outcomes, key=lambda post: (not loud & set(outcomes[post].values()), post))
    documents = {one.subject_id: json.loads(one.document) for one in candidates}
    chosen = [*names[: MOST // 2], *names[-MOST // 2 :]]
    return Audited(
        snapshot,
        codes,
        {name: documents[name] for name in chosen},
        {name: outcomes[name] for name in chosen},
    )


def _outcome(answer: list[Any]) -> Outcome:
    """What an answer of the judge's rule says, as docs/gate.md tells a service to read it."""
    applies, violations, undetermined = answer
    if violations:
        return Outcome.VIOLATION
    if undetermined:
        return Outcome.UNDETERMINED
    return Outcome.PASS if applies else Outcome.NOT_APPLICABLE


def test_a_service_asks_about_one_post(
    opa: Opa, bundle: Bundle, audited: Audited, tmp_path: Path
) -> None:
    """One question a post, to a real server with this bundle: every control answers as it did."""
    with served_bundle(opa, bundle.folder, tmp_path / "log") as url, requests.Session() as service:
        for post, document in audited.documents.items():
            asked = {
                "controls": audited.codes,
                "params": bundle.framework.defaults(),
                "snapshot": audited.snapshot,
                "documents": [document],
            }
            done = service.post(f"{url}/v1/data/qinglang/judge/post", json={"input": asked})
            (answers,) = done.json()["result"]
            told = {code: _outcome(answer) for code, answer in answers.items()}
            assert told == audited.outcomes[post]
    seen = {outcome for outcomes in audited.outcomes.values() for outcome in outcomes.values()}
    assert seen == set(Outcome)


def _conftest() -> str:
    for named in (os.environ.get("CONFTEST"), str(REPOSITORY / ".tools/bin/conftest"), "conftest"):
        found = shutil.which(named) if named else None
        if found:
            return found
    pytest.skip("needs Conftest, which `make conftest` builds from its Go module")


def _by_control(results: list[dict[str, Any]]) -> Iterator[str]:
    return (result["metadata"]["code"] for result in results)


def test_conftest_tests_documents(bundle: Bundle, audited: Audited, tmp_path: Path) -> None:
    """Conftest denies what violates and warns of what is undetermined, with the same policies."""
    request = json.loads((EXAMPLE / "request.json").read_text())
    request["request"] |= {"controls": audited.codes, "snapshot": audited.snapshot}
    (tmp_path / "request.json").write_text(json.dumps(request))
    files = {}
    for number, (post, document) in enumerate(audited.documents.items()):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(document))
        files[str(path)] = post
    options = ["--policy", str(EXAMPLE), "--policy", str(bundle.folder / "qinglang")]
    options += [
        "--data",
        str(tmp_path / "request.json"),
        "--data",
        str(bundle.folder / "data.json"),
    ]
    options += ["--namespace", "gate", "--output", "json"]
    command = [_conftest(), "test", *options, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    results = json.loads(done.stdout)
    assert len(results) == len(files)
    for result in results:
        outcomes = audited.outcomes[files[result["filename"]]]
        for key, outcome in (("failures", Outcome.VIOLATION), ("warnings", Outcome.UNDETERMINED)):
            wanted = {code for code, told in outcomes.items() if told is outcome}
            assert set(_by_control(result.get(key, []))) == wanted


def test_the_example_request_is_one(bundle: Bundle) -> None:
    """Its controls exist and are about posts; the snapshot is one of the contract's version."""
    request = json.loads((EXAMPLE / "request.json").read_text())["request"]
    assert {bundle.controls[code].subject for code in request["controls"]} == {"post"}
    assert request["snapshot"]["contract_version"] == bundle.contract.version
