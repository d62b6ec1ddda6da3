"""What comes from outside is shown and never obeyed; colour is for terminals."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from evaluator.report.terminal import labelled, report_console, show, visible


class _Terminal(io.StringIO):
    """A text stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", r"\x1b[31m"),
        ("a\nb\tc", r"a\nb\tc"),
        ("\x85\u2028", r"\x85\u2028"),
        ("ab\u202edc", r"ab\u202edc"),
        ("\ud800", r"\ud800"),
        ("[bold]中文😀[/bold]", "[bold]中文😀[/bold]"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    """Control characters become escapes, everything else stays."""
    assert visible(text) == shown


@given(st.text())
def test_visible_is_printable_on_one_line(text: str) -> None:
    """The result is one line, has no control character, and is visible as it is."""
    result = visible(text)
    assert len(result.splitlines()) <= 1
    assert not any(character < " " or "\x7f" <= character < "\xa0" for character in result)
    assert visible(result) == result


@pytest.mark.parametrize(("given", "width"), [(None, 100), (10, 80), (120, 120), (900, 200)])
def test_width(given: int | None, width: int) -> None:
    """80 to 200 columns; 100 where there is no terminal."""
    assert report_console(io.StringIO(), given).width == width


def test_width_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal's own width counts."""
    monkeypatch.setenv("COLUMNS", "133")
    monkeypatch.setenv("LINES", "40")
    assert report_console(_Terminal()).width == 133


@pytest.mark.parametrize(("stream", "coloured"), [(io.StringIO, False), (_Terminal, True)])
def test_colour(monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], coloured: bool) -> None:
    """Escapes go to terminals alone, whatever the environment wants."""
    for name in ("NO_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    target = stream()
    show(report_console(target), [Text("red", "red")])
    assert ("\x1b[" in target.getvalue()) is coloured


def test_lines_are_printed_as_they_are() -> None:
    """Nothing is wrapped, cut, or read as markup."""
    target = io.StringIO()
    show(report_console(target, 80), [Text("[red]" + "x" * 300)])
    assert target.getvalue() == "[red]" + "x" * 300 + "\n"


def test_labelled() -> None:
    """Key and lines, aligned, with control characters visible."""
    target = io.StringIO()
    labelled(report_console(target, 80), "key", 6, ["one\x1b", "y" * 80])
    assert target.getvalue().splitlines() == [
        r"key     one\x1b",
        "        " + "y" * 72,
        "        " + "y" * 8,
    ]


def test_closed_pipes_are_the_callers() -> None:
    """The console does not end the program when a pipe breaks."""
    with pytest.raises(BrokenPipeError):
        report_console(io.StringIO()).on_broken_pipe()
