"""Every example of every control, through the whole pipeline: from rows in files to findings.

An example becomes rows of a snapshot, a subject of its own among many. Examples share a snapshot
where the parameters that their controls read, and as_of, allow it. What cannot be brought into a
snapshot is left out by rule, and counted: documents that no snapshot gives, and those whose point
is that a required column is absent, which are those that answer otherwise once it is filled in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from evaluator.authoring.examples import (
    SNAPSHOT,
    Example,
    example_failures,
    read_examples,
    wasm_ask,
)
from evaluator.bundle import Bundle, load_bundle
from evaluator.errors import UsageError
from evaluator.findings import settled_answer
from evaluator.judge import Judge, decide
from evaluator.model import Answer, Control, Decision, canonical_json
from evaluator.pipeline import Request, Silent, evaluate, evaluation, prepared_snapshot
from evaluator.pipeline.judging import open_judge, question_context
from evaluator.settings import Settings
from evaluator.subjects import Documents
from evaluator.warehouse import Warehouse
from tests.conftest import REPOSITORY, WriteSnapshot
from tests.pipeline.conftest import MakeSettings
from tests.pipeline.example_derived import LeftOutError
from tests.pipeline.example_rows import FILLINGS, Builder, Built

Key = tuple[str, str]


@dataclass(frozen=True)
class Placed:
    """An example with its rows."""

    control: Control
    example: Example
    built: Built
    prefix: str
    params: Mapping[str, Any]

    @property
    def parameters(self) -> dict[str, Any]:
        """Values of the parameters that its control reads; None for those without a value."""
        return {name: self.params.get(name) for name in self.control.parameters}

    @property
    def claims(self) -> set[tuple[str, str]]:
        """What of the one platform an example claims for itself; other subjects claim nothing."""
        if self.control.subject != "platform":
            return set()
        duties = {row["duty"] for row in self.built.rows.get("capabilities", ())}
        if "capabilities" in self.control.branches:
            duties.add(self.control.package.rpartition(".")[2])
        tables = (self.built.rows.keys() | set(self.control.tables)) - {"capabilities"}
        return {("capabilities", duty) for duty in duties} | {("table", each) for each in tables}


@dataclass
class Shared:
    """Examples that can be in one snapshot."""

    platform: bool
    snapshot: Mapping[str, Any]
    parameters: dict[str, Any] = field(default_factory=dict)
    claims: set[tuple[str, str]] = field(default_factory=set)
    examples: list[Placed] = field(default_factory=list)

    def takes(self, placed: Placed) -> bool:
        """Whether an example fits, which is then in it."""
        fits = (
            self.platform == (placed.control.subject == "platform")
            and self.snapshot == placed.example.snapshot
            and not self.claims & placed.claims
            and all(
                self.parameters.get(name, value) == value
                for name, value in placed.parameters.items()
            )
        )
        if fits:
            self.claims |= placed.claims
            self.parameters |= placed.parameters
            self.examples.append(placed)
        return fits

    @property
    def codes(self) -> set[str]:
        """Controls of the examples."""
        return {placed.control.code for placed in self.examples}

    @property
    def subjects(self) -> set[str]:
        """Kinds of the examples' subjects."""
        return {placed.control.subject for placed in self.examples}

    @property
    def overrides(self) -> dict[str, Any]:
        """Parameters of the run."""
        return {name: value for name, value in self.parameters.items() if value is not None}

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """All rows of all examples; what no control of theirs needs is not in the snapshot."""
        needed = {table for placed in self.examples for table in placed.control.tables}
        needed |= {table for placed in self.examples for table in placed.built.rows}
        tables: dict[str, list[dict[str, Any]]] = {table: [] for table in sorted(needed)}
        for placed in self.examples:
            for table, rows in placed.built.rows.items():
                tables[table] += rows
        return tables


@dataclass(frozen=True)
class Sorted:
    """All examples: in snapshots, or left out by rule."""

    shared: list[Shared]
    left_out: Counter[str]
    total: int


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """The bundle that ships."""
    return load_bundle()


@pytest.fixture(scope="module")
def examples(bundle: Bundle) -> Sorted:
    """The examples of all controls, sorted into snapshots."""
    ask, builder = wasm_ask(bundle), Builder(bundle.contract)
    shared: list[Shared] = []
    left_out: Counter[str] = Counter()
    total = 0

    def place(control: Control, example: Example) -> Placed:
        try:
            params = bundle.framework.effective(example.params)
        except UsageError:
            raise LeftOutError("a parameter is one that the framework refuses") from None
        subject = bundle.contract.subjects[control.subject]
        snapshot = {**SNAPSHOT, **example.snapshot}
        prefix = f"e{total:04}."
        for filling in FILLINGS:
            built = builder.build(example.document, subject, snapshot, prefix, filling)
            placed = Placed(control, example, built, prefix, params)
            if not example_failures(control, [_expected(placed)], params, ask):
                return placed
        raise LeftOutError("the point is that a required column, or a row, is absent")

    for control in bundle.controls.values():
        folder = REPOSITORY / "policies" / Path(*control.package.split("."))
        for example in read_examples(folder / "examples.yaml", control, bundle.contract):
            total += 1
            try:
                placed = place(control, example)
            except LeftOutError as rule:
                left_out[str(rule)] += 1
                continue
            if not any(each.takes(placed) for each in shared):
                shared.append(Shared(control.subject == "platform", example.snapshot))
                assert shared[-1].takes(placed)
    return Sorted(shared, left_out, total)


def _expected(placed: Placed) -> Example:
    """The example of the completed document, with the ids of its rows."""
    example, built = placed.example, placed.built
    ids = _ids(built.document)

    def named(facts: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: placed.prefix + fact if f"{placed.prefix}{fact}" in ids else fact
            for name, fact in facts.items()
        }

    return Example(
        name=example.name,
        place=example.place,
        outcome=example.outcome,
        document=built.document,
        params=example.params,
        snapshot=example.snapshot,
        findings=tuple(sorted(map(named, example.findings), key=canonical_json)),
        missing=example.missing,
    )


def _ids(document: Mapping[str, Any]) -> set[Any]:
    rows = [
        row
        for branch, value in document.items()
        if branch != "unknown"
        for row in (value if isinstance(value, list) else [value])
    ]
    return {cell for row in rows for cell in row.values() if isinstance(cell, str)}


def _answers(
    folder: Path, shared: Shared, bundle: Bundle, judge: Judge, settings: Settings
) -> Iterator[tuple[Key, Answer]]:
    """(control, subject) -> what it was answered, from the documents that were made of the rows."""
    parameters = bundle.framework.defaults() | shared.overrides
    with (
        prepared_snapshot(folder, bundle, settings, Silent()) as prepared,
        Warehouse(settings, reads=[prepared.folder]) as warehouse,
    ):
        documents = Documents(warehouse, prepared, bundle.contract)
        codes = sorted(shared.codes)
        for kind in sorted(shared.subjects):
            controls = [
                bundle.controls[code] for code in codes if bundle.controls[code].subject == kind
            ]
            branches = frozenset[str]().union(*(control.branches for control in controls))
            context = question_context(controls, parameters, prepared)
            tables = bundle.contract.subjects[kind].branch_tables()
            asked = documents.stream(kind, branches)
            for batch in decide(judge, kind, asked, context, threads=1, batch_size=200):
                for decision in batch:
                    assert isinstance(decision, Decision)
                    for control in controls:
                        key = control.code, decision.candidate.subject_id
                        yield key, settled_answer(control, decision, tables)


def test_nearly_all_examples_can_be_rows(examples: Sorted) -> None:
    """At least 85 of a hundred go through the pipeline, in few snapshots; the rest is by rule."""
    placed = sum(len(shared.examples) for shared in examples.shared)
    assert placed + examples.left_out.total() == examples.total
    assert 100 * placed >= 85 * examples.total, examples.left_out


@pytest.mark.heavy
def test_examples_hold_in_the_whole_pipeline(
    examples: Sorted,
    bundle: Bundle,
    settings: MakeSettings,
    write_snapshot: WriteSnapshot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Outcome, findings with their facts, and missing facts of each are those of the example."""
    with open_judge(bundle, settings()) as judge:
        # All runs share bundle and judge: each would read and compile the same policies again.
        monkeypatch.setattr(evaluation, "configured_bundle", lambda _folder: bundle)
        monkeypatch.setattr(evaluation, "open_judge", lambda *_: nullcontext(judge))
        failures = [
            failure
            for number, shared in enumerate(examples.shared)
            for failure in _failures(
                shared,
                write_snapshot(
                    shared.tables(), f"snapshot-{number}", **{**SNAPSHOT, **shared.snapshot}
                ),
                bundle,
                judge,
                settings(fail_on="never", threads=1),
            )
        ]
    assert failures == []


def _failures(
    shared: Shared, folder: Path, bundle: Bundle, judge: Judge, settings: Settings
) -> Iterator[str]:
    """Evaluate a snapshot; one line for each example that does not come out as it should."""
    request = Request(folder, only=sorted(shared.codes), overrides=shared.overrides)
    found: dict[Key, list[Mapping[str, Any]]] = {}
    with evaluate(request, settings, Silent()) as done:
        report = done.report
        for finding in report.findings():
            found.setdefault((finding.control, finding.subject_id), []).append(finding.facts)
    assert report.exit_status is not None
    assert report.exit_status.code == 0
    answers = dict(_answers(folder, shared, bundle, judge, settings))
    counted = Counter((code, str(answer.outcome)) for (code, _), answer in answers.items())
    assert counted == {
        (code, outcome): count
        for code, (_, result) in report.controls.items()
        for outcome, count in result.outcomes.items()
        if count
    }
    for placed in shared.examples:
        key = placed.control.code, placed.built.subject_id
        wanted, answer = _expected(placed), answers[key]
        facts = sorted(found.get(key, ()), key=canonical_json)
        if (
            answer.outcome is not wanted.outcome
            or canonical_json(facts) != canonical_json(list(wanted.findings))
            or answer.undetermined != wanted.missing
        ):
            yield f"{key[0]}: {wanted.place}: {wanted.name}: {answer}, {facts}"
