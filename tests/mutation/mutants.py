"""Makes mutants of a Rego module: each differs from it in one place that one could get wrong.

It works on the text as ``opa fmt`` leaves it. Comments, ``package`` and ``import`` are left alone;
a mutant has as many lines as its module, so that places mean the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Mutant", "mutants"]

_COMPARISONS = {
    "==": ["!="],
    "!=": ["=="],
    "<": ["<=", ">="],
    "<=": ["<", ">"],
    ">": [">=", "<="],
    ">=": [">", "<"],
}
_FLAGS = {"true": ["false"], "false": ["true"]}
_WORD = re.compile(r'"(?:\\.|[^"\\])*"|#.*|:=|[=!<>]=|[<>]|[A-Za-z_]\w*|\d+|\S|\s+')
#: Ends of lines after which the statements of a body stand.
_OPENS = re.compile(r"(\bif \{|\bevery .*\{|\|)$")
_BODY = re.compile(r"^(.*\S) if ([^{].*)$")
_LEFT_ALONE = ("package ", "import ", "#")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one place changed."""

    #: Path of the module below the policies.
    module: str
    line: int
    #: What was changed, in a few words.
    change: str
    text: str


def mutants(module: str, text: str) -> list[Mutant]:
    """All mutants of a module, by line.

    Args:
        module: its path, which the mutants bear.
        text: its Rego, formatted.
    """
    lines = text.splitlines()
    found = []
    for index, line in enumerate(lines):
        if line.startswith(_LEFT_ALONE) or not line.strip():
            continue
        for change, *changed in (*_words(line), *_dropped(lines, index)):
            whole = [*lines[:index], *changed, *lines[index + len(changed) :]]
            found.append(Mutant(module, index + 1, change, "\n".join(whole) + "\n"))
    return found


def _words(line: str) -> Iterator[tuple[str, str]]:
    """Changes of one word of a line, each with the line that it gives."""
    for match in _WORD.finditer(line):
        word = match.group()
        if word.startswith("#"):
            return
        if word == "not":
            rest = line[match.end() :].lstrip()
            yield f"`{line.strip()}` without `not`", line[: match.start()] + rest
            continue
        for other in _others(word):
            changed = line[: match.start()] + other + line[match.end() :]
            yield f"`{word}` → `{other}` in `{line.strip()}`", changed


def _others(word: str) -> list[str]:
    if word.isdecimal():
        return [str(int(word) + 1), f"{int(word) - 1}"]
    if word.startswith('"'):
        return ['"mutated"']
    return _COMPARISONS.get(word) or _FLAGS.get(word) or []


def _dropped(lines: list[str], index: int) -> Iterator[tuple[str, ...]]:
    """The line without the statement that begins on it, which may go on over further lines."""
    line = lines[index]
    short = _BODY.match(line)
    if short and not line.startswith("\t"):
        yield f"`{line.strip()}` without its body", f"{short.group(1)} if true"
    if line.strip()[0] in ")]}" or not _in_body(lines, index):
        return
    length, depth = 0, 0
    for each in lines[index:]:
        length += 1
        bare = re.sub(r'"(?:\\.|[^"\\])*"', "", each)
        depth += sum(bare.count(left) for left in "([{") - sum(bare.count(right) for right in ")]}")
        if depth <= 0:
            break
    yield f"without `{line.strip()}`", *[""] * length


def _in_body(lines: list[str], index: int) -> bool:
    """Whether a line is a statement of the body that an earlier line with less indent opens."""
    indent = _indent(lines[index])
    for earlier in reversed(lines[:index]):
        if earlier.strip() and _indent(earlier) < indent:
            return bool(_OPENS.search(earlier))
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip("\t"))
