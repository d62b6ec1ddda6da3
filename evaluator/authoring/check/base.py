"""What a check of policies gives: problems with their places, and steps with their state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from evaluator.authoring.faults import each_fault
from evaluator.errors import QinglangError

__all__ = ["Check", "Problem", "State", "Step", "problems_of", "skipped", "step"]

#: An offender such as ``frameworks/small.yaml line 3`` or ``size/too_long.rego:7: test``.
_PLACE = re.compile(r"(?P<file>[^\s:]+\.(?:rego|yaml|txt|json))(?:(?: line |:)(?P<line>\d+))?")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to correct."""

    #: Path of the file, as the policies folder was named; the folder where it is no one file's.
    file: str
    #: None where it is about the file as a whole.
    line: int | None
    #: Name of the step that found it.
    check: str
    rule: str
    remedy: str = ""
    #: More than a line can tell: a diff. Empty for most.
    detail: str = ""


class State(StrEnum):
    """How a step ended."""

    PASSED = "passed"
    FAILED = "failed"
    #: It was not run; the note says why.
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of check."""

    name: str
    state: State
    #: What was found to be in order, or why the step was skipped.
    note: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """All steps, in the order in which they are told."""

    policies: Path
    steps: tuple[Step, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, by file and line."""
        found = [problem for each in self.steps for problem in each.problems]
        return tuple(sorted(found, key=lambda each: (each.file, each.line or 0, each.rule)))

    @property
    def passed(self) -> bool:
        """Whether nothing is to be corrected; a step that was skipped is none."""
        return not self.problems


def step(name: str, problems: Iterable[Problem], note: str) -> Step:
    """A step that was run; ``note`` tells what is in order."""
    found = tuple(problems)
    return Step(name, State.FAILED if found else State.PASSED, note, found)


def skipped(name: str, reason: str) -> Step:
    """A step that was not run."""
    return Step(name, State.SKIPPED, reason)


def problems_of(
    name: str, error: QinglangError, policies: Path, within: Path | None = None
) -> list[Problem]:
    """The problems that an error tells, each at its place in the policies.

    Args:
        name: of the step.
        error: names a file by its path below the policies folder, or by its last two parts.
        policies: the folder.
        within: the folder that the file is known to lie in; None: that is to be found out.
    """
    problems = []
    for fault in each_fault(error):
        file, line, rule = _place(fault, policies, within)
        problems.append(Problem(file, line, name, rule, fault.remedy))
    return problems


def _place(
    fault: QinglangError, policies: Path, within: Path | None
) -> tuple[str, int | None, str]:
    told = _PLACE.match(fault.offender)
    if told is None:
        return (within or policies).as_posix(), None, f"{fault.offender}: {fault.rule}"
    line = int(told["line"]) if told["line"] else None
    path = _path(told["file"], policies, within)
    rest = fault.offender[told.end() :].lstrip(": ")
    return path.as_posix(), line, f"{rest}: {fault.rule}" if rest else fault.rule


def _path(told: str, policies: Path, within: Path | None) -> Path:
    if within is not None:
        return within / Path(told).name
    path = policies / told
    if path.exists():
        return path
    found = sorted(policies.rglob(told)) if not Path(told).is_absolute() else []
    return found[0] if found else path
