"""The help is complete: a newcomer can work from it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
import typer

from scheduler.cli import app
from tests.conftest import Run


def _commands(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _commands(inner, (*path, name))


COMMANDS = list(_commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", [path for path, _ in COMMANDS], ids=" ".join)
def test_help_of_every_command(qinglang: Run, path: tuple[str, ...]) -> None:
    """Each command explains itself, and exits with 0."""
    ended = qinglang(*path, "--help")
    assert ended.code == 0
    assert "Usage: qinglang" in ended.out


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=lambda value: str(value)[:40])
def test_everything_is_described(path: tuple[str, ...], command: click.Command) -> None:
    """Each command has a text, and so has each option and argument."""
    assert command.help, path
    for parameter in command.params:
        assert getattr(parameter, "help", None), (path, parameter.name)


def test_nothing_heavy_is_imported_for_help() -> None:
    """The help needs no warehouse, no judge and no database, and so comes at once."""
    program = (
        "import sys\nfrom scheduler.cli import main\nsys.argv = ['qinglang', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    print(sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    heavy = ("duckdb", "pyarrow", "sqlalchemy", "opapywasm", "pydantic", "cerberus", "rich.table")
    assert [name for name in heavy if f"'{name}'" in done.stderr] == []


def test_unknown_command(qinglang: Run) -> None:
    """A command that does not exist is wrong usage."""
    ended = qinglang("evalute")
    assert ended.code == 2
    assert "No such command 'evalute'" in ended.err


def test_version(qinglang: Run) -> None:
    """The version is one line."""
    ended = qinglang("--version")
    assert ended.code == 0
    assert ended.out.startswith("qinglang 0.")
