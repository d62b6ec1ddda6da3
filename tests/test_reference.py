"""Reference pages say what is the case, and leave nothing out."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from typer.main import get_command

from evaluator import errors
from evaluator.bundle import load_bundle
from evaluator.settings import Settings
from scheduler.cli import app
from tests.conftest import REPOSITORY

FOLDER = REPOSITORY / "docs" / "reference"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """What `make docs` runs."""
    spec = importlib.util.spec_from_file_location(
        "reference", REPOSITORY / "tools/write_reference.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_are_those_that_would_be_made(script: ModuleType) -> None:
    """Whatever changes in policies, contract, settings or commands changes its page."""
    pages = script.reference()
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.md")}
    differing = [
        name
        for name, content in pages.items()
        if name in there and (FOLDER / name).read_text(encoding="utf-8") != content
    ]
    assert not differing, f"stale: {differing}; run `make docs`"
    assert there == set(pages), "run `make docs`"


def _undocumented() -> Iterator[str]:
    bundle = load_bundle()
    for name, parameter in bundle.framework.parameters.items():
        if not parameter.description or not parameter.basis:
            yield f"parameter {name}"
    for name, table in bundle.contract.tables.items():
        described = [(name, table.description)]
        described += [(f"{name}.{key}", each.description) for key, each in table.columns.items()]
        yield from (f"table {place}" for place, words in described if not words)
    for name, derived in bundle.contract.derived.items():
        described = [(name, derived.description)]
        described += [(f"{name}.{key}", each.description) for key, each in derived.columns.items()]
        yield from (f"derived {place}" for place, words in described if not words)
    for name, field in Settings.model_fields.items():
        if not field.description:
            yield f"setting {name}"
    yield from _undocumented_commands(get_command(app), "qinglang")


def _undocumented_commands(command: object, path: str) -> Iterator[str]:
    if not getattr(command, "help", None):
        yield path
    for parameter in getattr(command, "params", ()):
        if not getattr(parameter, "help", None):
            yield f"{path} {parameter.name}"
    for name, each in getattr(command, "commands", {}).items():
        yield from _undocumented_commands(each, f"{path} {name}")


def test_everything_is_documented() -> None:
    """Every parameter, table, column, setting, command, argument and option has its words."""
    assert list(_undocumented()) == []


def test_exit_codes_are_documented() -> None:
    """Each kind of error and each code that one ends with has its row."""
    page = (FOLDER / "configuration.md").read_text(encoding="utf-8")
    kinds = [getattr(errors, name) for name in errors.__all__]
    assert all(f"| `{kind.exit_code}` |" in page for kind in kinds)
    named = {kind.__name__ for kind in kinds} - {"QinglangError"}
    assert all(f"| `{name}` |" in page for name in named)


def test_something_undocumented_is_found() -> None:
    """The test above can fail."""

    class Command:
        help = "Does something."
        params = (type("Parameter", (), {"name": "depth", "help": None})(),)
        commands = {"inner": type("Command", (), {"help": ""})()}  # noqa: RUF012 (a stand-in)

    assert list(_undocumented_commands(Command(), "x")) == ["x depth", "x inner"]


def test_every_control_and_clause_has_its_place() -> None:
    """A control has a page; a clause has a heading, and something that accounts for it."""
    bundle = load_bundle()
    pages = {path.stem for path in (FOLDER / "controls").glob("*.md")} - {"index"}
    assert pages == set(bundle.controls)
    clauses = (FOLDER / "clauses.md").read_text(encoding="utf-8").split("\n## ")[1:]
    assert [clause.splitlines()[0] for clause in clauses] == list(bundle.framework.clauses)
    assert all("\n- " in clause for clause in clauses)


@pytest.mark.heavy
def test_the_site_builds_strictly(tmp_path: Path) -> None:
    """No page is missing, no link or anchor leads nowhere, and nothing comes from elsewhere."""
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path],
        cwd=REPOSITORY,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (built.returncode, built.stdout + built.stderr) == (0, "")
    html = (tmp_path / "reference" / "controls" / "ANN-01.html").read_text(encoding="utf-8")
    assert "Source missing" in html
    fetched = [
        line
        for path in tmp_path.rglob("*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if ("<script" in line or "<link" in line or "<img" in line) and '="http' in line
    ]
    assert fetched == []
