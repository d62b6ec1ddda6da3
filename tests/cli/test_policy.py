"""``qinglang policy``: the controls of a bundle, for people and programs."""

from __future__ import annotations

import csv
import io
import json

from evaluator.bundle import load_bundle
from tests.conftest import Run


def test_list_has_every_control(qinglang: Run) -> None:
    """One row a control, in every format."""
    codes = list(load_bundle().controls)
    rows = json.loads(qinglang("policy", "list", "-o", "json").out)
    assert [row["code"] for row in rows] == codes
    lines = qinglang("policy", "list", "-o", "ndjson").out.splitlines()
    assert [json.loads(line)["code"] for line in lines] == codes
    table = list(csv.DictReader(io.StringIO(qinglang("policy", "list", "-o", "csv").out)))
    assert [row["code"] for row in table] == codes
    shown = qinglang("policy", "list").out
    assert all(code in shown for code in codes)


def test_titles_in_chinese(qinglang: Run) -> None:
    """Every control that ships has a title in both languages, each of its own."""
    titles = [
        {row["title"] for row in json.loads(qinglang("policy", "list", "-o", "json", *lang).out)}
        for lang in ([], ["--lang", "zh"])
    ]
    assert [len(each) for each in titles] == [80, 80]
    assert not titles[0] & titles[1]
    assert "未标注来源" in titles[1]
    shown = json.loads(qinglang("policy", "show", "LAD-12", "-o", "json", "--lang", "zh").out)
    assert shown["title"] == "禁言期间发布内容"


def test_show(qinglang: Run) -> None:
    """A control is shown with its clauses, parameters, tables and cure."""
    shown = json.loads(qinglang("policy", "show", "ann-09", "-o", "json").out)
    assert shown["code"] == "ANN-09"
    assert set(shown["clauses"]) == {"3.2 s1", "2.2 s1"}
    assert shown["parameters"]["label_grace_hours"]["value"] == 24
    assert shown["parameters"]["label_grace_hours"]["basis"] == "house"
    assert shown["tables"] == ["annotations", "posts"]
    assert shown["columns"] == {
        "annotations": ["annotation_id", "from_ts", "kind", "to_ts"],
        "post": ["account_id", "ai_status", "deleted_at", "published_at"],
    }
    people = qinglang("policy", "show", "ANN-09").out
    assert "ANN-09" in people
    assert "ai_status, deleted_at, published_at" in people


def test_show_names_one_control(qinglang: Run) -> None:
    """A family, or nothing that is known, is refused."""
    ended = qinglang("policy", "show", "ladder")
    assert ended.code == 2
    assert "control ladder: names several controls" in ended.err
    assert qinglang("policy", "show", "ANN-99").code == 2


def test_unknown_format(qinglang: Run) -> None:
    """A format that does not exist is named with those that do."""
    ended = qinglang("policy", "list", "-o", "yaml")
    assert ended.code == 2
    assert "-o yaml: is no format here" in ended.err
    assert "console, json, csv, ndjson" in ended.err
