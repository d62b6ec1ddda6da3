"""Errors become one message and the right exit code."""

from __future__ import annotations

import pytest

from evaluator.cli.boundary import run_guarded
from evaluator.errors import SnapshotError, UsageError


def test_foreseen_errors(capsys: pytest.CaptureFixture[str]) -> None:
    """Offender, rule and remedy are printed, and the class decides the code."""

    def fail() -> None:
        raise UsageError("option x", "is wrong", "Leave it out.")

    assert run_guarded(fail) == 2
    assert capsys.readouterr().err == "error: option x: is wrong\n  remedy: Leave it out.\n"


def test_error_without_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing can be done, nothing is advised."""

    def fail() -> None:
        raise SnapshotError("file y", "is damaged")

    assert run_guarded(fail) == 3
    assert capsys.readouterr().err == "error: file y: is damaged\n"


def test_faults_of_the_program(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw is one line; the traceback comes where it is asked for."""

    def fail() -> None:
        raise ZeroDivisionError("of what")

    assert run_guarded(fail) == 3
    shown = capsys.readouterr().err
    assert "a fault of qinglang itself: ZeroDivisionError: of what" in shown
    assert "Traceback" not in shown
    monkeypatch.setenv("QINGLANG_TRACEBACK", "1")
    assert run_guarded(fail) == 3
    assert "Traceback" in capsys.readouterr().err


def test_interrupt(capsys: pytest.CaptureFixture[str]) -> None:
    """An interrupt ends with 130 and says what did not happen."""

    def stop() -> None:
        raise SystemExit(130)

    assert run_guarded(stop) == 130
    assert "interrupted" in capsys.readouterr().err


def test_exit_codes_pass_through() -> None:
    """A command's own exit code stays; one that is no number is a failure."""

    def end(code: object) -> None:
        raise SystemExit(code)

    assert run_guarded(lambda: end(1)) == 1
    assert run_guarded(lambda: end("words")) == 3
    assert run_guarded(lambda: None) == 0
