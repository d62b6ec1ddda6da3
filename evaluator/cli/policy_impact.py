"""``qinglang policy impact``: what a change of policies adds and removes, before it is released."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.boundary import note
from evaluator.cli.options import (
    CacheOption,
    LanguageOption,
    MemoryOption,
    OpaOption,
    ProgressOption,
    ThreadsOption,
    parse_share,
)
from evaluator.errors import UsageError

if TYPE_CHECKING:
    from evaluator.report.impact import Impact

__all__ = ["show_impact"]

_FORMATS = ("console", "json", "markdown")
_EXCEEDED, _INCOMPLETE = 1, 3


def show_impact(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="Bundle, folder with policies, or git revision.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, of what would be.")],
    *,
    snapshot: Annotated[
        list[Path],
        typer.Option("--snapshot", metavar="FOLDER", help="Snapshot; repeatable: several days."),
    ],
    policies: Annotated[
        Path, typer.Option("--policies", help="Folder that git revisions are of.")
    ] = Path("policies"),
    fail_on_added: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Exit 1 if a snapshot has N or more new findings."),
    ] = None,
    max_change: Annotated[
        str | None,
        typer.Option(
            metavar="P%",
            help="Exit 1 if more of the findings of changed controls differ in a snapshot.",
        ),
    ] = None,
    max_quarantined: Annotated[
        str | None,
        typer.Option(metavar="N|P%", help="Quarantined rows that leave it complete; default 0."),
    ] = None,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FORMAT", help="console, json or markdown.")
    ] = "console",
    opa: OpaOption = None,
    threads: ThreadsOption = None,
    memory: MemoryOption = None,
    cache_dir: CacheOption = None,
    progress: ProgressOption = None,
    lang: LanguageOption = None,
) -> None:
    """Compare two versions of policies on stored snapshots, clause by clause.

    Exit codes: 0 within the gates; 1 beyond one; 2 wrong usage, or no such revision; 3 incomplete
    or failed.
    """
    from evaluator.authoring import find_opa
    from evaluator.authoring.versions import open_version
    from evaluator.bundle import Trust
    from evaluator.cli.progress import ProgressDisplay
    from evaluator.pipeline.impact import compare_bundles
    from evaluator.settings import load_settings

    if output not in _FORMATS:
        raise UsageError(f"-o {output}", "is no format here", f"Formats: {', '.join(_FORMATS)}.")
    allowed = None if max_change is None else parse_share(max_change, "--max-change")
    settings = load_settings(
        threads=threads,
        memory=memory,
        cache_dir=cache_dir,
        lang=lang,
        max_quarantined=max_quarantined,
    )
    trust = Trust.of(settings)
    with (
        open_version(old, policies, lambda: find_opa(opa), trust) as before,
        open_version(new, policies, lambda: find_opa(opa), trust) as after,
        ProgressDisplay(progress) as display,
    ):
        impact = compare_bundles(before, after, snapshot, settings, display)
        display.finish()
    gates = []
    if fail_on_added is not None and impact.largest_added >= fail_on_added:
        gates.append(f"{impact.largest_added:,} findings added; --fail-on-added {fail_on_added:,}")
    if allowed is not None and impact.largest_share > allowed:
        gates.append(
            f"{float(impact.largest_share):.2f}% of the findings of changed controls differ; "
            f"--max-change {max_change}"
        )
    _show(impact, output, settings.lang, tuple(gates))
    for told in (*impact.incomplete, *gates):
        note(told)
    raise typer.Exit(_INCOMPLETE if impact.incomplete else _EXCEEDED if gates else 0)


def _show(impact: Impact, output: str, lang: Any, gates: tuple[str, ...]) -> None:  # noqa: ANN401 (a literal type)
    from evaluator.cli.listing import show_rows, show_value
    from evaluator.report.impact import KINDS, impact_document, impact_markdown

    if output == "json":
        show_value(impact_document(impact) | {"gates": list(gates)}, "json")
        return
    if output == "markdown":
        typer.echo(impact_markdown(impact, lang, gates), nl=False)
        return
    changes = {part: changed for part, changed in impact.changes.items() if changed}
    parts = ("revision", "rules", "parameters")
    shown: dict[str, Any] = {name: changes[name] for name in parts if name in changes}
    show_value(shown, "console")
    for one in impact.snapshots:
        typer.echo("")
        show_value({"snapshot": one.snapshot_id, "as_of": one.as_of}, "console")
        rows: list[dict[str, object]] = [
            {"clause": clause, **{kind: counts[kind] for kind in KINDS}}
            for clause, counts in impact.clauses(one).items()
        ]
        show_rows(rows, "console", nothing="no control answers otherwise")
        if not rows:
            continue
        rows = []
        for code, control in one.controls.items():
            row: dict[str, object] = {"control": code}
            row |= {kind: getattr(control, kind) for kind in KINDS}
            rows.append(row | {"lacks": list(control.lacking)})
        show_rows(rows, "console")
        rows = [
            {
                "control": group.control,
                "kind": group.kind.replace("_", " "),
                "cause": [f"{name} = {value}" for name, value in group.cause.items()],
                "example": group.subject,
                "number": group.count,
            }
            for group in sorted(one.groups, key=lambda each: -each.count)[:20]
        ]
        show_rows(rows, "console", nothing="no finding and no outcome differs")
