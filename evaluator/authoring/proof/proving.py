"""Holds the predicates of a control against what the judge says of the same documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import TracebackType
from typing import Any, Final, Self

import orjson
from opapywasm import PolicyConfig

from evaluator.authoring.examples import SNAPSHOT
from evaluator.authoring.proof.bounds import bounds_of
from evaluator.authoring.proof.drawing import Document, Drawing
from evaluator.authoring.proof.fulfilling import Fulfilling
from evaluator.authoring.proof.mutants import Mutant, mutants
from evaluator.bundle import Contract, Framework, entrypoint
from evaluator.judge.module import open_module
from evaluator.model import Control
from evaluator.settings import Settings
from evaluator.subjects import tabulate
from evaluator.triage import ControlPlan, Predicate, Sql, places_where
from evaluator.triage.folding import Symbols
from evaluator.triage.logic import FALSE
from evaluator.triage.simplifying import simplified
from evaluator.warehouse import Warehouse

__all__ = ["Fault", "Proof", "Prover"]

_TABLE: Final = "staging.made_up"
#: Documents that the judge is asked about at once.
_TOGETHER: Final = 200
#: Documents that are made before the parameters change.
_ROUND: Final = 5_000
#: How often a document is led so that a formula holds, rather than not.
_HOLD: Final = 0.8


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one predicate of a control.

    Attributes:
        predicate: ``violations``, ``applies``, ``unnamed``, or the fact that is missing.
        dropped: documents at which the judge says so, and the predicate does not.
        kept: documents at which it is the other way round, though the predicate is exact.
        example: one of them.
    """

    predicate: str
    dropped: int
    kept: int
    example: Document

    def __str__(self) -> str:
        """In one line."""
        return f"{self.predicate}: {self.dropped} dropped, {self.kept} kept too many"


@dataclass(frozen=True, slots=True)
class Proof:
    """How the predicates of one control stood.

    Attributes:
        documents: how many they were tried on.
        flagged: at how many of these the control found something.
        faults: what was wrong.
        mutants: changed predicates that were tried.
        survived: those that no document told from the right ones.
    """

    documents: int
    flagged: int
    faults: tuple[Fault, ...]
    mutants: int = 0
    survived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """Documents with what the judge said of them."""

    documents: Sequence[Document]
    symbols: Symbols
    truth: Mapping[str, frozenset[int]]

    def and_also(self, other: _Asked) -> _Asked:
        """These, and the others after them."""
        start = len(self.documents)
        truth = {
            name: places | {start + place for place in other.truth[name]}
            for name, places in self.truth.items()
        }
        return _Asked([*self.documents, *other.documents], self.symbols, truth)


class Prover:
    """Makes documents and asks the compiled controls about them; to be used in ``with``.

    Args:
        wasm: the compiled controls.
        data: the bundle's data.
        contract: what documents look like.
        framework: the parameters.
    """

    def __init__(
        self, wasm: bytes, data: Mapping[str, Any], contract: Contract, framework: Framework
    ) -> None:
        self._policy = open_module(wasm, PolicyConfig(pool_size=1))
        self._policy.set_data(orjson.dumps(data))
        self._contract = contract
        self._framework = framework
        self._warehouse = Warehouse(Settings.model_validate({"threads": 1}))

    def __enter__(self) -> Self:
        """Open the warehouse that predicates are tried in."""
        self._warehouse.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        self._warehouse.__exit__(kind, error, traceback)

    def prove(
        self, control: Control, plan: ControlPlan, documents: int, *, seed: int = 0, tried: int = 0
    ) -> Proof:
        """Try the predicates of a control.

        Args:
            control: the control.
            plan: its predicates.
            documents: how many to make.
            seed: makes the same ones again.
            tried: mutants to try at most, each on all documents; the same ones for the same seed.
        """
        random = Random(f"{control.code} {seed}")  # noqa: S311 (a sample, not a secret)
        predicates = _named(plan)
        usual = _symbols(self._framework, random, usual=True)
        chosen = _sample(predicates, usual, tried, random)
        alive = set(range(len(chosen)))
        faults: dict[str, Fault] = {}
        flagged = 0
        for start in range(0, documents, _ROUND):
            amount = min(_ROUND, documents - start)
            for symbols, number in (
                (usual, amount - amount // 3),
                (_symbols(self._framework, random, usual=False), amount // 3),
            ):
                asked = self._asked(control, plan, symbols, number, random)
                flagged += len(asked.truth["violations"])
                tabulate(
                    asked.documents,
                    self._contract,
                    self._contract.subjects[control.subject],
                    self._warehouse,
                    _TABLE,
                )
                for fault in self._faults(predicates, asked):
                    faults.setdefault(fault.predicate, fault)
                if symbols is usual:
                    alive -= self._killed(chosen, sorted(alive), asked)
                self._warehouse.drop(_TABLE)
        survived = tuple(f"{chosen[each][0]}: {chosen[each][1].change}" for each in sorted(alive))
        return Proof(documents, flagged, tuple(faults.values()), len(chosen), survived)

    def _asked(
        self, control: Control, plan: ControlPlan, symbols: Symbols, number: int, random: Random
    ) -> _Asked:
        """Documents for one control, and what it says of them.

        A third is drawn near the bounds of its predicates and led through them; the others are
        neighbours of those at which a predicate held, since there its answer may change.
        """
        named = _named(plan)
        formulas = {name: simplified(each.formula, symbols) for name, each in named.items()}
        kind = self._contract.subjects[control.subject]
        bounds = bounds_of(formulas.values(), symbols)
        drawing = Drawing(self._contract, kind, control.branches, bounds, random)
        names = [name for name in formulas if formulas[name] != FALSE] or list(formulas)
        first = []
        for place in range(number - number * 2 // 3):
            document = drawing.document()
            if place % 4:
                fulfilling = Fulfilling(document, drawing, symbols)
                for _ in range(random.choice((1, 1, 2))):
                    hold = random.random() < _HOLD
                    fulfilling.make(formulas[random.choice(names)], {}, hold=hold)
            first.append(document)
        asked = self._ask(control, plan, first, symbols)
        held = [sorted(places) for places in asked.truth.values() if places]
        nearby = [
            drawing.neighbour(first[random.choice(random.choice(held))] if held else first[0])
            for _ in range(number * 2 // 3)
        ]
        return asked.and_also(self._ask(control, plan, nearby, symbols))

    def _ask(
        self,
        control: Control,
        plan: ControlPlan,
        documents: Sequence[Document],
        symbols: Symbols,
    ) -> _Asked:
        truth: dict[str, set[int]] = {name: set() for name in _named(plan)}
        for start in range(0, len(documents), _TOGETHER):
            question = {
                "controls": [control.code],
                **symbols,
                "documents": documents[start : start + _TOGETHER],
            }
            answers: Any = self._policy.evaluate(
                orjson.dumps(question), entrypoint(control.subject)
            )
            for place, answer in enumerate(answers, start=start):
                applies, violations, undetermined = answer[control.code]
                held = {"applies": applies, "violations": violations}
                missing = {each["missing"] for each in undetermined}
                held |= dict.fromkeys(missing & plan.missing.keys(), True)
                held["unnamed"] = missing - plan.missing.keys()
                for name, value in held.items():
                    if value:
                        truth[name].add(place)
        return _Asked(
            documents, symbols, {name: frozenset(places) for name, places in truth.items()}
        )

    def _faults(self, predicates: Mapping[str, Predicate], asked: _Asked) -> Iterator[Fault]:
        sql = Sql(asked.symbols)
        conditions = [sql.condition(each.formula) for each in predicates.values()]
        found = places_where(self._warehouse, _TABLE, conditions)
        for (name, predicate), places in zip(predicates.items(), found, strict=True):
            dropped = asked.truth[name] - places
            kept = places - asked.truth[name] if predicate.exact else frozenset[int]()
            wrong = sorted(dropped or kept)
            if wrong:
                yield Fault(name, len(dropped), len(kept), asked.documents[wrong[0]])

    def _killed(
        self, chosen: Sequence[tuple[str, Mutant]], alive: Sequence[int], asked: _Asked
    ) -> set[int]:
        sql = Sql(asked.symbols)
        conditions = [sql.condition(chosen[each][1].formula) for each in alive]
        found = places_where(self._warehouse, _TABLE, conditions)
        return {
            each
            for each, places in zip(alive, found, strict=True)
            if places != asked.truth[chosen[each][0]]
        }


def _named(plan: ControlPlan) -> dict[str, Predicate]:
    """The predicates of a control by name; facts have other names than the first three."""
    return {
        "violations": plan.violations,
        "applies": plan.applies,
        "unnamed": plan.unnamed,
        **plan.missing,
    }


def _sample(
    predicates: Mapping[str, Predicate], symbols: Symbols, number: int, random: Random
) -> list[tuple[str, Mutant]]:
    """Mutants of the exact predicates, with parameters in them as they are."""
    every = [
        (name, mutant)
        for name, predicate in predicates.items()
        if number and predicate.exact and name != "unnamed"
        for mutant in mutants(simplified(predicate.formula, symbols))
    ]
    return every if len(every) <= number else random.sample(every, number)


def _symbols(framework: Framework, random: Random, *, usual: bool) -> Symbols:
    """Parameters and snapshot: as they are, or with other parameters."""
    parameters = framework.defaults()
    if not usual:
        parameters = {name: _varied(value, random) for name, value in parameters.items()}
    return {"params": parameters, "snapshot": SNAPSHOT}


def _varied(value: object, random: Random) -> object:
    match value:
        case bool():
            return value
        case int():
            return random.choice((value, value, value + 1, value * 2, max(value - 1, 0)))
        case list() if len(value) > 1:
            return value[: random.randint(1, len(value))]
    return value
