"""CSV is safe in a spreadsheet and plain in a pipe."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

from evaluator.model import Finding
from evaluator.report import RunReport
from evaluator.report.csv import BYTE_ORDER_MARK, safe_row

MakeReport = Callable[..., RunReport]
MakeFinding = Callable[..., Finding]


def test_rows(
    make_report: MakeReport, make_finding: MakeFinding, rendered: Callable[..., str]
) -> None:
    """One row a finding; objects are JSON; lines end with CR LF."""
    facts = {"grant_id": "g,1", "field": '"law"'}
    finding = make_finding("CER-04", "a1", facts, {"field": '"law"'})
    text = rendered(make_report([finding]), "csv", lang="zh")
    assert text.count("\r\n") == 2
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["id"] == finding.finding_id
    assert (row["control"], row["subject"], row["clauses"]) == ("CER-04", "a1", "2.4 s1")
    assert (row["severity"], row["direction"], row["nature"]) == ("high", "under", "state")
    assert json.loads(row["identity"]) == {"grant_id": "g,1"}
    assert json.loads(row["facts"]) == facts
    assert json.loads(row["cause"]) == {"field": '"law"'}
    assert row["message"].startswith("带货权限 g,1 ")
    assert row["title"] == "未经认证以专业人设带货"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"])
def test_formulas(
    make_report: MakeReport,
    make_finding: MakeFinding,
    rendered: Callable[..., str],
    start: str,
) -> None:
    """A cell that a spreadsheet would run begins with an apostrophe."""
    subject = f"{start}cmd|' /C calc'!A1"
    text = rendered(make_report([make_finding("ANN-12", subject)]), "csv")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["subject"] == f"'{subject}"


def test_harmless_cells() -> None:
    """Anything else stays as it is."""
    assert safe_row(["a=1", "", " -1", "1+1"]) == ["a=1", "", " -1", "1+1"]


def test_mark_in_files_alone(make_report: MakeReport, rendered: Callable[..., str]) -> None:
    """A file begins with a byte order mark, standard output does not; both have a heading."""
    inside = rendered(make_report(), "csv", into_file=True)
    outside = rendered(make_report(), "csv")
    assert inside == BYTE_ORDER_MARK + outside
    assert outside.startswith("id,control,title,")
