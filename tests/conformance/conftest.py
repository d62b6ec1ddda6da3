"""Both judges over the bundle that ships, and over a control made for tests; documents for them."""

from __future__ import annotations

import copy
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest

from evaluator.authoring import Opa, find_opa
from evaluator.authoring.examples import SNAPSHOT, Example, read_examples
from evaluator.authoring.judge_rules import judge_module
from evaluator.bundle import Bundle, load_bundle
from evaluator.judge import Context, Judge, ServerJudge, WasmJudge
from evaluator.model import Candidate
from tests.conformance.serving import served_bundle

REPOSITORY = Path(__file__).resolve().parents[2]
DAY = 86_400
LARGEST = 2**53 - 1

#: Columns whose times may lie ahead of the snapshot's own.
AHEAD = {"ends_at", "cure_until", "valid_to", "appeal_until", "due_at", "expires_at"}

#: Ids that are hard on encoders: astral planes, combining marks, quotes, escapes, line separators.
IDENTIFIERS = [
    "a0",
    "\u00e9",
    "e\u0301",
    "\U0001f600",
    "\U0010ffff",
    "\u6e05\u6717",
    '"',
    "\\",
    "\\u00e9",
    "a/b",
    " ",
    "\u2028",
    "\ufeff",
    "%s{}",
]


@dataclass(frozen=True, slots=True)
class Pair:
    """The two judges over one bundle, by name."""

    judges: Mapping[str, Judge]
    #: Subject kind -> codes of its controls.
    codes: Mapping[str, tuple[str, ...]]
    parameters: Mapping[str, Any]

    def context(
        self,
        subject: str,
        parameters: Mapping[str, Any] | None = None,
        snapshot: Mapping[str, Any] | None = None,
    ) -> Context:
        """Asks all controls of a subject kind."""
        return Context(
            controls=self.codes[subject],
            parameters={**self.parameters, **(parameters or {})},
            snapshot={**SNAPSHOT, **(snapshot or {})},
        )


@pytest.fixture(scope="session")
def opa() -> Opa:
    """The OPA that builds bundles and serves them."""
    local = REPOSITORY / ".tools" / "bin" / "opa"
    return find_opa(local if local.exists() else None)


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """The bundle that ships."""
    return load_bundle()


@pytest.fixture(scope="session")
def shipped(opa: Opa, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both judges over the bundle that ships."""
    codes: dict[str, tuple[str, ...]] = {}
    for code, control in sorted(bundle.controls.items()):
        codes[control.subject] = (*codes.get(control.subject, ()), code)
    with (
        served_bundle(opa, bundle.folder, tmp_path_factory.mktemp("opa") / "log") as url,
        WasmJudge(bundle.wasm, bundle.data, threads=8, timeout=60.0, memory=256) as wasm,
        ServerJudge(url, revision=bundle.revision, timeout=60.0, threads=8) as server,
    ):
        judges: dict[str, Judge] = {judge.name: judge for judge in (wasm, server)}
        yield Pair(judges, codes, bundle.framework.defaults())


@pytest.fixture(scope="session")
def trial(opa: Opa, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both judges over a control that does what its document says."""
    source = REPOSITORY / "tests" / "judge" / "trial" / "trial.rego"
    folder = tmp_path_factory.mktemp("trial")
    sources = {
        "qinglang/judge.rego": judge_module("post", {"TRY-01": "qinglang.trial"}),
        "qinglang/trial.rego": source.read_text(encoding="utf-8"),
        ".manifest": '{"revision": "trial", "roots": ["qinglang"], "rego_version": 1}',
    }
    (folder / "qinglang").mkdir()
    for name, text in sources.items():
        (folder / name).write_text(text, encoding="utf-8")
    archive = tmp_path_factory.mktemp("built") / "bundle.tar.gz"
    rule = "qinglang/judge/post"
    opa.run("build", "-b", "-t", "wasm", "-e", rule, "-o", str(archive), ".", folder=folder)
    with tarfile.open(archive) as packed:
        module = packed.extractfile("/policy.wasm")
        assert module is not None
        compiled = module.read()
    with (
        served_bundle(opa, folder, archive.with_name("log")) as url,
        WasmJudge(compiled, {}, threads=2, timeout=1.0, memory=64) as wasm,
        ServerJudge(url, revision="trial", timeout=1.0) as server,
    ):
        judges: dict[str, Judge] = {judge.name: judge for judge in (wasm, server)}
        yield Pair(judges, {"post": ("TRY-01",)}, {})


@pytest.fixture(params=["wasm", "opa"])
def engine(request: pytest.FixtureRequest) -> str:
    """The name of each judge in turn."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def examples(bundle: Bundle) -> dict[str, tuple[Example, ...]]:
    """The examples of each control that ships."""
    found = {}
    for code, control in bundle.controls.items():
        path = REPOSITORY.joinpath("policies", *control.package.split("."), "examples.yaml")
        found[code] = read_examples(path, control, bundle.contract)
    return found


Draw = Callable[[int, int], dict[str, list[Candidate]]]


@pytest.fixture(scope="session")
def draw(bundle: Bundle, examples: Mapping[str, tuple[Example, ...]]) -> Draw:
    """Draws candidates by subject kind: examples of its controls with values changed a little."""
    documents: dict[str, list[dict[str, Any]]] = {}
    for code, control in sorted(bundle.controls.items()):
        documents.setdefault(control.subject, [])
        documents[control.subject] += [dict(example.document) for example in examples[code]]

    def draw_them(count: int, seed: int) -> dict[str, list[Candidate]]:
        random = Random(seed)  # noqa: S311 (the same documents each time)
        drawn = {}
        for subject, known in documents.items():
            words = _words(known)
            texts = [
                orjson.dumps(_changed(random, copy.deepcopy(random.choice(known)), words))
                for _ in range(count)
            ]
            drawn[subject] = candidates(subject, texts)
        return drawn

    return draw_them


def candidates(subject: str, documents: Sequence[bytes]) -> list[Candidate]:
    """Candidates with ids of their own."""
    return [
        Candidate(f"{subject} {number}", None, document, frozenset())
        for number, document in enumerate(documents)
    ]


def _words(value: Any) -> dict[str, list[str]]:
    """Texts by key, wherever they stand."""
    words: dict[str, set[str]] = {}

    def look(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                look(item)
        elif isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, str):
                    words.setdefault(key, set()).add(item)
                look(item)

    look(value)
    return {key: sorted(known) for key, known in words.items()}


def _changed(random: Random, row: dict[str, Any], words: Mapping[str, list[str]]) -> dict[str, Any]:
    """A row with some values moved, swapped or left out; rows in it likewise."""
    changed: dict[str, Any] = {}
    for key, value in row.items():
        if random.random() < 0.04:
            continue
        changed[key] = _moved(random, key, value, words)
    return changed


def _moved(random: Random, key: str, value: Any, words: Mapping[str, list[str]]) -> Any:
    if isinstance(value, dict):
        return _changed(random, value, words)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        rows = random.choices(value, k=random.randint(0, len(value) + 2))
        return [_changed(random, item, words) for item in rows]
    others = [value]
    if isinstance(value, bool):
        others = [not value]
    elif isinstance(value, int):
        steps = [-1, 1, -DAY, DAY, 30 * DAY]
        others = [*(value + step for step in steps), 0]
        others += [-LARGEST] * key.endswith(("_at", "_ts", "_from")) + [LARGEST] * (key in AHEAD)
    elif isinstance(value, str):
        others = IDENTIFIERS if key.endswith("_id") else words.get(key, IDENTIFIERS)
    return value if random.random() < 0.8 else random.choice(others)
