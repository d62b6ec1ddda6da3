"""The rules of the house that no linter checks."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGES = ("evaluator", "scheduler", "tests", "tools", "policies")
LONGEST = 400
USUAL = 150


def _sources(*endings: str) -> list[Path]:
    return [
        path
        for package in PACKAGES
        for ending in endings
        for path in sorted((REPOSITORY / package).rglob(f"*{ending}"))
    ]


def test_layers_hold() -> None:
    """No stage imports another one, and nothing imports what lies above it."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_too_long() -> None:
    """Nobody has to read more than 400 lines to understand one file."""
    lengths = {path: len(path.read_text().splitlines()) for path in _sources(".py", ".rego")}
    assert lengths
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_most_modules_are_short() -> None:
    """The median of the modules is at most 150 lines."""
    lengths = [
        len(path.read_text().splitlines())
        for path in _sources(".py")
        if path.is_relative_to(REPOSITORY / "evaluator")
    ]
    assert statistics.median(lengths) <= USUAL


@pytest.mark.parametrize(
    "path",
    [path for path in _sources(".py") if "tests" not in path.parts],
    ids=lambda path: path.relative_to(REPOSITORY).as_posix(),
)
def test_public_names_are_listed_in_order(path: Path) -> None:
    """``__all__`` is sorted, and every name of it is defined."""
    tree = ast.parse(path.read_text())
    defined: set[str] = set()
    listed: list[str] = []
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
            defined.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            defined |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            defined.add(node.target.id)
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            defined |= set(names)
            if "__all__" in names:
                listed = ast.literal_eval(node.value)
    public = sorted(listed, key=_order)
    assert listed == public
    assert set(listed) <= defined


def _order(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, as the linter sorts them."""
    if name.isupper():
        return 0, name
    return (1, name) if name[:1].isupper() else (2, name)


def test_every_test_module_belongs_to_a_package() -> None:
    """Tests lie in folders that are called like what they test."""
    folders = {
        path.relative_to(REPOSITORY / "tests").parts[0]
        for path in (REPOSITORY / "tests").glob("*/test_*.py")
    }
    known = {path.name for path in (REPOSITORY / "evaluator").iterdir()}
    known |= {path.stem for path in (REPOSITORY / "evaluator").glob("*.py")}
    assert folders - known <= {
        *("policies", "conformance", "scheduler", "installation", "real", "fuzz", "benchmarks")
    }
