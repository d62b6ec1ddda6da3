"""``-o junit``: controls as test cases, for every CI that draws test results.

A case fails where there are findings. Where nothing violates but something is undetermined, or the
control was not evaluated, it is skipped: an unknown fact is never passed off as compliant. A run
that is incomplete has a case of its own that ends with an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, TextIO
from xml.etree import ElementTree as ET

from evaluator.model import Control, ControlResult, Finding, Outcome
from evaluator.report.base import Language, ReportOptions, RunReport
from evaluator.report.labels import counted, label
from evaluator.report.messages import message
from evaluator.report.selection import chosen
from evaluator.report.xml_text import xml_text

__all__ = ["JunitReport"]

#: Messages that all failures have together.
MOST: Final = 2_000


class JunitReport:
    """One suite a family, one case a control."""

    name = "junit"
    machine = True

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write the suites; their messages are bounded, and say what is left out."""
        shown: dict[str, list[Finding]] = defaultdict(list)
        for finding in chosen(report, MOST):
            shown[finding.control].append(finding)
        families: dict[str, list[tuple[Control, ControlResult]]] = defaultdict(list)
        for control, result in report.controls.values():
            families[control.family].append((control, result))
        root = ET.Element("testsuites", name="qinglang")
        root.append(_suite("run", [_run_case(report)], report))
        for family, pairs in families.items():
            cases = [_case(pair, report, shown, options.lang) for pair in pairs]
            root.append(_suite(family, cases, report))
        ET.indent(root)
        stream.write('<?xml version="1.0" encoding="utf-8"?>\n')
        stream.write(ET.tostring(root, encoding="unicode") + "\n")


def _suite(name: str, cases: Sequence[ET.Element], report: RunReport) -> ET.Element:
    def count(kind: str) -> str:
        return str(sum(case.find(kind) is not None for case in cases))

    suite = ET.Element(
        "testsuite",
        name=f"qinglang.{name}",
        tests=str(len(cases)),
        failures=count("failure"),
        errors=count("error"),
        skipped=count("skipped"),
        time=f"{sum(report.run.stages.values()) / 1000 if name == 'run' else 0:.3f}",
    )
    suite.extend(cases)
    return suite


def _run_case(report: RunReport) -> ET.Element:
    case = ET.Element("testcase", classname="qinglang.run", name="complete", time="0.000")
    if report.run.incomplete:
        reasons = xml_text("; ".join(report.run.incomplete))
        ET.SubElement(case, "error", message=reasons, type="incomplete").text = reasons
    return case


def _case(
    pair: tuple[Control, ControlResult],
    report: RunReport,
    shown: Mapping[str, Sequence[Finding]],
    lang: Language,
) -> ET.Element:
    control, result = pair
    case = ET.Element(
        "testcase",
        classname=f"qinglang.{control.family}",
        name=xml_text(f"{control.code} {control.titled(lang)}"),
        time="0.000",
    )
    total = report.by_control()[control.code]
    undetermined = result.outcomes.get(Outcome.UNDETERMINED, 0)
    if result.not_evaluated:
        lacking = label("not_evaluated", lang, reasons=", ".join(result.not_evaluated))
        ET.SubElement(case, "skipped", message=xml_text(lacking))
    elif total:
        told = [
            f"{finding.subject_id}: {message(control, finding.facts, lang)}"
            for finding in shown[control.code]
        ]
        if total > len(told):
            hidden = counted("findings_beyond", total - len(told), lang)
            told.append(f"{hidden} {label('all_findings', lang)}")
        failure = ET.SubElement(
            case,
            "failure",
            message=counted("findings", total, lang),
            type=control.severity,
        )
        failure.text = "\n".join(map(xml_text, told))
    elif undetermined:
        facts = ", ".join(f"{fact} {count:,}" for fact, count in result.missing.items())
        told_so = f"{label('undetermined', lang)} {undetermined:,}: {facts}"
        ET.SubElement(case, "skipped", message=xml_text(told_so))
    return case
