"""The console report as a whole: exact texts, order, widths, and nothing obeyed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from evaluator.model import Finding
from evaluator.report import FORMATS, ExitStatus, ReportOptions, RunReport

GOLDEN = Path(__file__).parents[1] / "golden"
ManyThings = Callable[[str], RunReport]
Rendered = Callable[..., str]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_golden(many_things: ManyThings, rendered: Rendered, lang: str, tmp_path: Path) -> None:
    """The report with something in every section, at 100 columns."""
    text = rendered(many_things(lang), lang=lang, width=100)
    golden, written = GOLDEN / f"console.{lang}.txt", tmp_path / f"console.{lang}.txt"
    written.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8"), f"if this is meant: cp {written} {golden}"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 100, 133, 160, 200])
def test_widths(many_things: ManyThings, rendered: Rendered, lang: str, width: int) -> None:
    """Lines fit (the exit code's is one line in any case); every number is whole."""
    *lines, _ = rendered(many_things(lang), lang=lang, width=width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert lines == [line.rstrip() for line in lines]
    words = " ".join(lines).split()
    assert {"1,274,382", "1,276,225", "41,207", "3,300", "1,451"} <= set(words)


def test_order(many_things: ManyThings, rendered: Rendered) -> None:
    """The verdict comes first, the exit code last."""
    text = rendered(many_things("en"))
    parts = [
        "INCOMPLETE",
        "Controls:",
        "Undetermined, by",
        "Findings by cause",
        "Quarantine:",
        "Undecided:",
        "Warnings",
        "Run\n",
        "exit code 3: ",
    ]
    places = [f"\n{text}".index(f"\n{part}") for part in parts]
    assert places == sorted(places)
    assert text.splitlines()[-1].startswith("exit code 3: ")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_to_tell(
    make_report: Callable[..., RunReport], rendered: Rendered, lang: str
) -> None:
    """A clean run has no section without contents, and no warnings at all."""
    status = ExitStatus(0, "complete")
    text = rendered(make_report(exit_status=status), lang=lang)
    assert "\n\n\n" not in text
    assert not {"Warnings", "警告", "Undecided", "未能裁决"} & set(text.split())
    assert text.startswith(("COMPLETE", "完整"))


def test_control_characters(
    make_report: Callable[..., RunReport],
    make_finding: Callable[..., Finding],
    rendered: Rendered,
) -> None:
    """Ids, facts and names from outside cannot move the cursor, or colour the report."""
    bad = "x\x1b]0;title\x07\r[red]\u202ey"
    finding = make_finding("ANN-01", bad, {"topic": bad}, {"post.account_id": bad})
    report = make_report([finding], platform_id=bad, snapshot_id=bad, warnings=(bad,))
    text = rendered(report, width=200)
    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(text)
    assert text.count(r"x\x1b]0;title\x07\r[red]\u202ey") == 6


def test_plain_encoding(many_things: ManyThings) -> None:
    """Where the encoding knows no lines, they are made of hyphens."""
    below = io.BytesIO()
    stream = io.TextIOWrapper(below, encoding="ascii")
    FORMATS["console"].write(many_things("en"), stream, ReportOptions())
    stream.flush()
    assert b"  ------" in below.getvalue()
