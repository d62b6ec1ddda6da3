"""``qinglang policy check``: everything that CI needs of a change to policies, in one command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.boundary import note
from evaluator.cli.options import CoverageOption, OpaOption, PoliciesArgument, parse_share
from evaluator.errors import UsageError

if TYPE_CHECKING:
    from evaluator.authoring.check import Check, Problem

__all__ = ["check_policies", "generate"]

_FORMATS = ("console", "json", "github")


def check_policies(
    policies: PoliciesArgument = Path("policies"),
    *,
    bundle: Annotated[
        Path | None,
        typer.Option("--bundle", help="Committed bundle, which must be what the policies give."),
    ] = None,
    base: Annotated[
        Path | None,
        typer.Option("--base", help="Bundle of before: none of its codes may have disappeared."),
    ] = None,
    coverage: CoverageOption = None,
    opa: OpaOption = None,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FORMAT", help="console, json or github.")
    ] = "console",
) -> None:
    """Check policies: format, types, METADATA, layout, codes, tests, examples, drift (needs OPA).

    Everything that is wrong is told at once, with file, line, rule and remedy. With -o github as
    annotations of a workflow. Regal runs as well where it is installed.

    Exit codes: 0 nothing to correct; 1 something; 2 wrong usage; 3 OPA is missing or failed.
    """
    from evaluator.authoring import find_opa
    from evaluator.authoring.check import check_policies as check
    from evaluator.bundle import load_bundle

    if output not in _FORMATS:
        raise UsageError(f"-o {output}", "is no format here", f"Formats: {', '.join(_FORMATS)}.")
    least = parse_share(coverage)
    found = check(
        policies,
        find_opa(opa),
        bundle=bundle,
        base=load_bundle(base) if base else None,
        least=least,
    )
    {"console": _show, "json": _show_json, "github": _annotate}[output](found)
    raise typer.Exit(0 if found.passed else 1)


def generate(policies: PoliciesArgument = Path("policies")) -> None:
    """Write the folders of controls that differ in a line of data, from their templates."""
    from evaluator.authoring.families import write_families

    changed = write_families(policies)
    for path in changed:
        typer.echo(path.as_posix())
    note(f"written: {len(changed):,}")


def _show(found: Check) -> None:
    from evaluator.report import terminal

    for problem in found.problems:
        typer.echo(terminal.visible(f"{_place(problem)}: {problem.check}: {_line(problem.rule)}"))
        if problem.remedy:
            typer.echo(f"  remedy: {terminal.visible(problem.remedy)}")
        for line in problem.detail.splitlines():
            typer.echo(f"    {terminal.visible(line.expandtabs(4))}")
    if found.problems:
        typer.echo("")
    _summarise(found)


def _show_json(found: Check) -> None:
    from evaluator.cli.listing import show_value

    steps = [
        {
            "name": step.name,
            "state": str(step.state),
            "note": step.note,
            "problems": len(step.problems),
        }
        for step in found.steps
    ]
    problems: list[dict[str, Any]] = [
        {
            "check": problem.check,
            "file": problem.file,
            "line": problem.line,
            "rule": problem.rule,
            "remedy": problem.remedy,
            "detail": problem.detail,
        }
        for problem in found.problems
    ]
    document = {"passed": found.passed, "checks": steps, "problems": problems}
    show_value({"policies": found.policies.as_posix(), **document}, "json")


def _annotate(found: Check) -> None:
    """Workflow commands: one annotation a problem, then the summary as plain lines."""
    from evaluator.report.github import workflow_command

    for problem in found.problems:
        fields = {
            "file": problem.file,
            "line": problem.line,
            "title": f"qinglang policy check: {problem.check}",
        }
        parts = (f"{problem.rule}.", problem.remedy, problem.detail)
        typer.echo(workflow_command("error", fields, "\n".join(filter(None, parts))))
    _summarise(found)


def _counted(problems: int) -> str:
    return f"{problems:,} {'problem' if problems == 1 else 'problems'}"


def _summarise(found: Check) -> None:
    width = max(len(step.name) for step in found.steps)
    for step in found.steps:
        told = _counted(len(step.problems)) if step.problems else step.note
        typer.echo(f"{step.name:{width}}  {step.state:7}  {told}")
    count = len(found.problems)
    typer.echo(f"{_counted(count)} to correct" if count else "nothing to correct")


def _place(problem: Problem) -> str:
    return problem.file if problem.line is None else f"{problem.file}:{problem.line}"


def _line(text: str) -> str:
    return " ".join(text.split())
