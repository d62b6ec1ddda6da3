"""Runs to report: real controls, invented counts."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pytest

from evaluator.bundle import Bundle, load_bundle
from evaluator.model import (
    Control,
    ControlResult,
    Fact,
    Fault,
    Finding,
    QuarantinedRow,
    TableSummary,
    finding_id,
)
from evaluator.report import (
    FORMATS,
    Language,
    Override,
    ReportOptions,
    RunReport,
    RunSection,
    UndecidedSubject,
    exit_code,
    label,
)

#: Makes a report; what is given replaces fields of the report or of its run.
MakeReport = Callable[..., RunReport]
#: Makes a finding of a control (code, subject, facts, cause).
MakeFinding = Callable[..., Finding]

COUNTS: Mapping[str, tuple[int, int, int, int]] = {
    "ANN-01": (12, 3_300, 0, 1_274_382),
    "ANN-09": (0, 0, 41_207, 1_236_487),
    "ANN-12": (1_451, 0, 18, 1_276_225),
    "LAD-06": (3, 87, 212, 30_000),
}
MISSING: Mapping[str, Mapping[str, int]] = {
    "ANN-01": {"posts.topic": 3_300},
    "LAD-06": {"notices:quarantined": 80, "account": 9},
}
LACKING: Mapping[str, tuple[str, ...]] = {
    "CER-04": ("certifications", "monetisation"),
    "LAD-01": ("notices:unplaced", "sanctions"),
    "LAD-03": ("notices:unplaced",),
    "RUM-01": ("annotations",),
}


def digest(text: str) -> str:
    """A digest that depends on the text alone."""
    return hashlib.sha256(text.encode()).hexdigest()


def summary(table: str, read: int, **fields: Any) -> TableSummary:
    """What became of a table of which nothing but ``fields`` is to be noted."""
    given = {"quarantined": 0, "repeated": 0, "unplaced": {}, "unplaced_rows": 0, "first": ()}
    given |= fields
    kept = read - given["quarantined"] - given["repeated"]
    return TableSummary(table, read=read, kept=kept, **given)


def build_finding(
    bundle: Bundle,
    code: str,
    subject: str,
    facts: Mapping[str, Fact] | None = None,
    cause: Mapping[str, Fact] | None = None,
    **given: Any,
) -> Finding:
    """A finding with the METADATA of a real control; ``given`` replaces fields of it."""
    control, facts = bundle.controls[code], facts or {}
    identity = {name: facts[name] for name in control.identity if name in facts}
    finding = Finding(
        finding_id("weibo", code, subject, identity),
        code,
        subject,
        1_630_000_000,
        identity,
        facts,
        control.severity,
        control.direction,
        control.nature,
        cause or {},
    )
    return dataclasses.replace(finding, **given)


def build_report(
    bundle: Bundle,
    findings: Sequence[Finding] = (),
    results: Mapping[str, ControlResult] | None = None,
    **given: Any,
) -> RunReport:
    """A complete report; ``given`` replaces fields of it or of its run."""
    results = results or {code: ControlResult(code, {}, {}) for code in bundle.controls}
    run = RunSection(
        run_id=digest("run")[:32],
        platform_id="weibo",
        snapshot_id="weibo-2025-09-24",
        framework="qinglang-2025",
        as_of=1_758_643_200,
        window_from=1_753_286_400,
        window_to=1_758_643_200,
        coverage="full",
        snapshot_digest=digest("snapshot"),
        bundle_digest=digest("bundle"),
        bundle_revision=digest("revision"),
        parameters={"standing_from": 1_688_918_400},
        overrides={},
        controls=tuple(results),
        semantics_version=1,
        engine="wasm",
        threads=2,
        triage=True,
        audit=2_000,
        started_at=1_758_650_000,
        finished_at=1_758_650_042,
        stages={"Hashing files": 840, "Judging: post": 41_200},
        complete=True,
    )
    names = {field.name for field in dataclasses.fields(RunSection)}
    run = dataclasses.replace(
        run, **{name: value for name, value in given.items() if name in names - {"controls"}}
    )
    fields: dict[str, Any] = {
        "run": run,
        "controls": {code: (bundle.controls[code], result) for code, result in results.items()},
        "quarantine": {"posts": summary("posts", 1_278_161)},
        "findings": lambda: iter(findings),
        "finding_counts": Counter((one.control, one.severity, one.direction) for one in findings),
        "findings_digest": digest("findings"),
        "outcomes_digest": digest("outcomes"),
        "clauses": {},
    }
    return RunReport(
        **fields
        | {name: value for name, value in given.items() if name in fields or name not in names}
    )


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """The bundle that ships."""
    return load_bundle()


@pytest.fixture(scope="session")
def controls(bundle: Bundle) -> Mapping[str, Control]:
    """The controls that ship, by code."""
    return bundle.controls


@pytest.fixture(scope="session")
def make_finding(bundle: Bundle) -> MakeFinding:
    """Makes a finding with the METADATA of a real control."""
    return partial(build_finding, bundle)


@pytest.fixture(scope="session")
def make_report(bundle: Bundle) -> MakeReport:
    """Makes a report over real controls: complete and empty, unless something else is given."""
    return partial(build_report, bundle)


@pytest.fixture(scope="session")
def make_summary() -> Callable[..., TableSummary]:
    """Makes the summary of a table."""
    return summary


@pytest.fixture(scope="session")
def rendered() -> Callable[..., str]:
    """Writes a report in a format (keyword options as of `ReportOptions`) into a text."""

    def render(report: RunReport, form: str = "console", **options: Any) -> str:
        stream = io.StringIO(newline="")
        FORMATS[form].write(report, stream, ReportOptions(**options))
        return stream.getvalue()

    return render


@pytest.fixture
def many_things(
    bundle: Bundle, make_report: MakeReport, make_finding: MakeFinding
) -> Callable[[Language], RunReport]:
    """Makes a report in a language with something to show in every section."""
    outcomes = ("violation", "undetermined", "pass", "not_applicable")
    results = {
        code: ControlResult(
            code,
            dict(zip(outcomes, COUNTS[code], strict=True)) if code in COUNTS else {},
            MISSING.get(code, {}),
            not_evaluated=LACKING.get(code, ()),
        )
        for code in sorted({*COUNTS, *LACKING})
    }
    findings = [
        make_finding("ANN-12", f"p{number:06}", {"adjudication_id": f"j{number:05}"})
        for number in range(1_451)
    ]
    findings += [
        make_finding(
            "ANN-01",
            f"p9{number:05}",
            {"topic": "social_event"},
            {"post.account_id": "a0017" if number < 9 else f"a{number:04}"},
        )
        for number in range(12)
    ]
    findings += [
        make_finding(
            "LAD-06",
            f"j{number}",
            {"step": 0, "prior_step": 1},
            {"adjudication.offence": "hot_event_impersonation"},
        )
        for number in range(3)
    ]
    faults = (
        Fault("topic", "is none of news_domestic, public_policy, social_event", "gossip"),
        Fault("published_at", "has no offset from UTC", "2025-08-30T12:00:00"),
    )
    quarantined = {
        "accounts": summary("accounts", 20_031),
        "adjudications": summary(
            "adjudications",
            31_087,
            quarantined=87,
            repeated=1_204,
            unplaced={"post_id": 2},
            unplaced_rows=2,
            first=(
                QuarantinedRow(
                    "adjudications",
                    "adjudications.csv",
                    12_345,
                    None,
                    (Fault("", "has 7 cells, and the heading has 9", "j1,p1,,x\x1b[31m"),),
                ),
            ),
        ),
        "posts": summary(
            "posts",
            1_278_161,
            quarantined=161,
            first=(QuarantinedRow("posts", "posts/part-00017.ndjson", 8, "p000008", faults),),
        ),
    }

    def make(lang: Language) -> RunReport:
        report = make_report(
            findings,
            results,
            coverage="sample",
            complete=False,
            incomplete=(
                label("incomplete_quarantine", lang, count=248, allowed=0),
                label("incomplete_undecided", lang, count=3),
            ),
            overrides={
                "complaint_days": Override(None, 30),
                "max_rank": Override({"A": 2, "B": 2, "C": 4}, {"A": 3, "B": 2, "C": 4}),
                "standing_from": Override(1_688_918_400, 0),
            },
            quarantine=quarantined,
            clauses={clause: texts[lang] for clause, texts in bundle.framework.clauses.items()},
            undecided=(
                UndecidedSubject("post", "p000815", "took longer than 10 seconds"),
                UndecidedSubject("post", "p\u202e518", "needed more than 256 MiB of memory"),
            ),
            undecided_total=3,
            warnings=("notes is no table of the contract; it was not read",),
        )
        status = exit_code(report, fail_on="low", lang=lang)
        return dataclasses.replace(report, exit_status=status)

    return make
