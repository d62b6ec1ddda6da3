"""One suite over both judges: the same decisions, facts and digests, document for document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
import pytest

from evaluator.authoring.examples import Example
from evaluator.bundle import Bundle
from evaluator.findings import Tally
from evaluator.judge import decide
from evaluator.model import (
    Candidate,
    Decision,
    Outcome,
    Undecided,
    canonical_json,
    digest_of_lines,
)

pytestmark = pytest.mark.opa

#: Judges everything in the way that all others are compared with.
USUAL = ("wasm", 1, 150)

Decided = dict[str, list[Decision | Undecided]]


def _decided(
    pair: Any, engine: str, threads: int, batch_size: int, drawn: Mapping[str, list[Candidate]]
) -> Decided:
    return {
        subject: [
            decision
            for batch in decide(
                pair.judges[engine],
                subject,
                candidates,
                pair.context(subject),
                threads=threads,
                batch_size=batch_size,
            )
            for decision in batch
        ]
        for subject, candidates in drawn.items()
    }


def _digests(bundle: Bundle, decided: Decided) -> tuple[str, str]:
    """Findings digest and outcomes digest."""
    findings: list[bytes] = []
    outcomes: list[bytes] = []
    for subject, decisions in decided.items():
        controls = [one for one in bundle.controls.values() if one.subject == subject]
        branch_tables = bundle.contract.subjects[subject].branch_tables()
        tally = Tally("a platform", controls, branch_tables)
        for decision in decisions:
            assert isinstance(decision, Decision)
            findings += [
                canonical_json(
                    {
                        "control": finding.control,
                        "subject": finding.subject_id,
                        "facts": finding.facts,
                    }
                )
                for finding in tally.add(decision)
            ]
        outcomes += [result.outcome_line() for result in tally.results().values()]
    return digest_of_lines(sorted(findings)), digest_of_lines(sorted(outcomes))


@pytest.fixture(scope="module")
def few(draw: Callable[..., Any]) -> dict[str, list[Candidate]]:
    """Some documents of every kind."""
    return draw(40, 1)


@pytest.fixture(scope="module")
def usual(shipped: Any, few: Any) -> Decided:
    """What the default judge decides about them."""
    return _decided(shipped, *USUAL, few)


def test_examples_are_judged_as_they_say(
    shipped: Any, bundle: Bundle, examples: Mapping[str, Iterable[Example]], engine: str
) -> None:
    """Every example of every control has its outcome, facts and missing facts in both judges."""
    asked = 0
    for code, control in bundle.controls.items():
        for example in examples[code]:
            context = shipped.context(control.subject, example.params, example.snapshot)
            document = orjson.dumps(example.document)
            (answers,) = shipped.judges[engine].ask(control.subject, [document], context)
            answer = answers[code]
            assert answer.outcome is example.outcome, (code, example.place)
            assert answer.violations == example.findings, (code, example.place)
            assert answer.undetermined == example.missing, (code, example.place)
            asked += 1
    assert asked >= len(bundle.controls) * 3


@pytest.mark.heavy
@pytest.mark.parametrize("threads", [1, 8])
@pytest.mark.parametrize("batch_size", [1, 7, 150])
def test_threads_batches_and_judges_change_nothing(  # noqa: PLR0913, PLR0917 (fixtures)
    shipped: Any,
    bundle: Bundle,
    few: Any,
    usual: Decided,
    engine: str,
    threads: int,
    batch_size: int,
) -> None:
    """However documents are asked about, decisions and both digests are the same."""
    decided = _decided(shipped, engine, threads, batch_size, few)
    assert decided == usual
    assert _digests(bundle, decided) == _digests(bundle, usual)


@pytest.mark.heavy
def test_random_documents_are_judged_alike(
    shipped: Any, bundle: Bundle, draw: Callable[..., Any]
) -> None:
    """Documents near every bound, with gaps and rare characters, have equal answers."""
    drawn = draw(150, 2)
    wasm = _decided(shipped, "wasm", 2, 150, drawn)
    server = _decided(shipped, "opa", 2, 150, drawn)
    for subject, decisions in wasm.items():
        assert decisions == server[subject]
    assert _digests(bundle, wasm) == _digests(bundle, server)


def test_random_documents_have_many_outcomes(usual: Decided) -> None:
    """The comparison would be worth little if nothing were ever found."""
    seen: dict[str, set[Outcome]] = {}
    for decisions in usual.values():
        for decision in decisions:
            assert isinstance(decision, Decision)
            for code, answer in decision.answers.items():
                seen.setdefault(code, set()).add(answer.outcome)
    assert len([code for code, outcomes in seen.items() if len(outcomes) > 1]) >= len(seen) * 0.8
    assert {outcome for outcomes in seen.values() for outcome in outcomes} == set(Outcome)


@pytest.mark.heavy
def test_a_big_batch_is_judged_as_small_ones(shipped: Any, few: Any, usual: Decided) -> None:
    """A question about well over a thousand documents is one question."""
    times = 40
    for engine in ("wasm", "opa"):
        drawn = {"post": few["post"] * times}
        decided = _decided(shipped, engine, 1, 10_000, drawn)
        assert decided == {"post": usual["post"] * times}


def test_nothing_to_judge_has_the_digests_of_nothing(
    shipped: Any, bundle: Bundle, engine: str
) -> None:
    """No documents give no decisions; no findings have the digest of the empty text."""
    drawn: dict[str, list[Candidate]] = {subject: [] for subject in shipped.codes}
    decided = _decided(shipped, engine, 1, 150, drawn)
    assert decided == drawn
    findings, _ = _digests(bundle, decided)
    assert findings == hashlib.sha256(b"").hexdigest()
    subject = next(iter(shipped.codes))
    assert shipped.judges[engine].ask(subject, [], shipped.context(subject)) == []


@pytest.mark.parametrize("document", [b"{}", b'{"unknown":["account","operator"]}'])
def test_documents_without_anything_apply_to_nothing(
    shipped: Any, engine: str, document: bytes
) -> None:
    """A document that holds no subject has a decision, and no violation.

    The platform is always a subject: one that tells nothing of itself lacks what it must have.
    """
    violating = set()
    for subject, codes in shipped.codes.items():
        (answers,) = shipped.judges[engine].ask(subject, [document], shipped.context(subject))
        assert answers.keys() == set(codes)
        violating |= {code for code, answer in answers.items() if answer.violations}
    assert violating == {"GOV-14", "GOV-15"}
