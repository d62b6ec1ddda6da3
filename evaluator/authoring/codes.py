"""Codes are for ever: the list of all that were ever given, ``policies/codes.txt``.

Findings, waivers and reports of years name a control by its code. So a code is never given twice,
never moves to another control, and never disappears. The list is committed; lines are only added.

A code can be given up for another one: the control that has the new one names the old one among its
``aliases``, and what knows the old one finds the new one by it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluator.authoring.faults import raise_faults
from evaluator.authoring.modules import ROOT
from evaluator.errors import ConfigurationError, QinglangError

__all__ = [
    "CODES",
    "GivenCode",
    "add_code",
    "lost_codes",
    "read_codes",
    "strange_aliases",
    "unlisted_codes",
]

CODES = "codes.txt"

_HEAD = (
    "# Every code that was ever given, and the control that has it. Lines are only ever added.\n"
)
_LINE = re.compile(r"([A-Z]{3}-\d{2}) ([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class GivenCode:
    """One line of the list."""

    line: int
    #: Of the control, the root included.
    package: str


def read_codes(policies: Path) -> dict[str, GivenCode] | None:
    """Code -> the line that gives it away; None where the folder has no list.

    Raises:
        ConfigurationError: with file and line, for a line of another form or a repeated code.
    """
    path = policies / CODES
    if not path.is_file():
        return None
    given: dict[str, GivenCode] = {}
    faults: list[QinglangError] = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not text.strip() or text.startswith("#"):
            continue
        found = _LINE.fullmatch(text)
        if found is None:
            faults.append(
                ConfigurationError(
                    f"{CODES} line {number}",
                    f"{text!r} is no code with a control",
                    "Write a line such as `ANN-01 annotation.source_missing`.",
                )
            )
        elif found[1] in given:
            faults.append(
                ConfigurationError(
                    f"{CODES} line {number}",
                    f"{found[1]} stands on line {given[found[1]].line} already",
                    "Keep the line that was there first.",
                )
            )
        else:
            given[found[1]] = GivenCode(number, f"{ROOT}.{found[2]}")
    raise_faults(faults)
    return given


def lost_codes(
    given: Mapping[str, GivenCode], packages: Mapping[str, str], aliases: Collection[str] = ()
) -> list[ConfigurationError]:
    """Codes of the list that no control has any longer, or another one than before.

    Args:
        given: the list.
        packages: code -> package of the control that has it now.
        aliases: codes that controls had before, and name among their aliases.
    """
    faults = []
    for code, line in given.items():
        if code in aliases:
            continue
        now = packages.get(code)
        if now is None:
            rule = f"{code} disappeared: {line.package} has it no longer"
            remedy = (
                "Bring the control back under its code, or name the code among the aliases of the "
                "control that took its place; a code is never removed."
            )
        elif now != line.package:
            rule = f"{code} moved: it was the code of {line.package}, and is that of {now}"
            remedy = "Give the new control a new code, and the old one its own again."
        else:
            continue
        faults.append(ConfigurationError(f"{CODES} line {line.line}", rule, remedy))
    return faults


def strange_aliases(
    given: Mapping[str, GivenCode], aliases: Mapping[str, str], packages: Mapping[str, str]
) -> list[ConfigurationError]:
    """Aliases that are no codes of before: never given, or still those of a control.

    Args:
        given: the list.
        aliases: alias -> where the control says so.
        packages: code -> package of the control that has it now.
    """
    faults = []
    for alias, place in sorted(aliases.items()):
        if alias in packages:
            rule = f"aliases: {alias} is the code of {packages[alias]}"
            remedy = "An alias is a code that no control has any longer."
        elif alias not in given:
            rule = f"aliases: {alias} is not listed in {CODES}, and was never given"
            remedy = "Name a code that the control had before."
        else:
            continue
        faults.append(ConfigurationError(place, rule, remedy))
    return faults


def unlisted_codes(
    given: Mapping[str, GivenCode], packages: Mapping[str, str], places: Mapping[str, str]
) -> list[ConfigurationError]:
    """Codes of controls that are not on the list yet.

    Args:
        given: the list.
        packages: code -> package of the control that has it now.
        places: code -> where the control says so.
    """
    return [
        ConfigurationError(
            places[code],
            f"code: {code} is not listed in {CODES}",
            f"Add the line `{code} {package.removeprefix(f'{ROOT}.')}`.",
        )
        for code, package in sorted(packages.items())
        if code not in given
    ]


def add_code(policies: Path, code: str, package: str) -> None:
    """Add a line to the list, in the order of the codes; the list is made where there is none."""
    path = policies / CODES
    text = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
    lines = text.splitlines()
    place = next(
        (
            index
            for index, line in enumerate(lines)
            if (found := _LINE.fullmatch(line)) and found[1] > code
        ),
        len(lines),
    )
    lines.insert(place, f"{code} {package.removeprefix(f'{ROOT}.')}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
