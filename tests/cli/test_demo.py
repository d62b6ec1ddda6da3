"""``qinglang demo`` shows what the README says that it shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.conftest import REPOSITORY, Run

README = REPOSITORY / "README.md"
#: What differs from run to run: when it was, how long it took, and how many cores there are.
VARIABLE = re.compile(r"  engine .*?(?=\n\n)", re.DOTALL)


def test_demo(qinglang: Run) -> None:
    """Everything lies in one folder afterwards, and the exit code is 0."""
    ended = qinglang("demo")
    assert ended.code == 0, ended.err
    report = json.loads(Path("demo/report.json").read_text())
    assert report["run"]["complete"] is True
    violating = {code for code, one in report["controls"].items() if one["outcomes"]["violation"]}
    assert violating >= {"ANN-01", "ANN-09", "ANN-12", "CER-04", "LAD-01", "LAD-03", "LAD-06"}
    listed = qinglang("findings", "list", "--db", "sqlite:///demo/qinglang.db", "-o", "json")
    assert len(json.loads(listed.out)) == len(report["findings"])
    assert {path.name for path in Path("demo").iterdir()} == {
        *("cache", "findings.csv", "qinglang.db", "report.json", "snapshot")
    }


def test_readme_shows_the_real_output(qinglang: Run) -> None:
    """The report in the README is what the demo prints, but for the time that it took."""
    shown = qinglang("demo").out
    between = r"<!-- demo -->\n.*?```text\n(.*?)```\n.*?<!-- /demo -->"
    block = re.search(between, README.read_text(), re.DOTALL)
    assert block is not None
    assert VARIABLE.sub("", block.group(1)).split() == VARIABLE.sub("", shown).split()


def test_demo_twice(qinglang: Run) -> None:
    """A second demo in the same folder is no different."""
    assert qinglang("demo").out.splitlines()[0] == qinglang("demo").out.splitlines()[0]
