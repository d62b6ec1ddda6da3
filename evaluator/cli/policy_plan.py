"""``qinglang policy show CODE --plan``: Rego, logical form and SQL of a control side by side."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from evaluator.bundle import Bundle
    from evaluator.model import Control

__all__ = ["show_plan"]

#: Columns of a page that is no terminal, or of one that is too narrow for three texts.
_WIDTH: Final = 180


def show_plan(bundle: Bundle, control: Control, output: str) -> None:
    """Show what triage asks of a control, with the framework's parameters.

    Args:
        bundle: the bundle.
        control: one of its controls.
        output: ``console`` or ``json``.
    """
    from evaluator.bundle.reader import bundle_files
    from evaluator.cli.listing import show_value

    files = bundle_files(bundle.folder)
    rego = {name: files[name].decode() for name in control.modules}
    document = _document(bundle, control) | {"rego": rego}
    if output == "json":
        show_value(document, output)
    else:
        _show_page(control, document)


def _document(bundle: Bundle, control: Control) -> dict[str, Any]:
    from evaluator.authoring.examples import SNAPSHOT
    from evaluator.triage import Sql, read_plan, written

    plan = read_plan(bundle.plan, bundle.files)
    found = plan.controls.get(control.code)
    if found is None:
        return {"code": control.code, "exact": False, "warnings": list(plan.warnings)}
    sql = Sql({"params": bundle.framework.defaults(), "snapshot": SNAPSHOT})
    named = {"violations": found.violations, "applies": found.applies}
    named |= {f"undetermined {fact}": each for fact, each in found.missing.items()}
    return {
        "code": control.code,
        "exact": found.exact,
        "predicates": {
            name: {
                "logic": written(each.formula),
                "sql": sql.condition(each.formula),
                "exact": each.exact,
                "reasons": list(each.reasons),
            }
            for name, each in named.items()
        },
    }


def _show_page(control: Control, document: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    from evaluator.report import terminal
    from evaluator.report.destination import open_standard

    with open_standard(sys.stdout, machine=False) as stream:
        console = terminal.report_console(stream)
        console.width = max(console.width, _WIDTH)
        for warning in document.get("warnings", ()):
            console.print(Text(warning))
        predicates = document.get("predicates", {})
        if predicates:
            exact = "exact" if document["exact"] else "keeps more than it must"
            console.print(Text(f"{control.code}  {control.title}: {exact}\n"))
        table = Table(expand=True, show_lines=True)
        for heading in ("Rego", "Logical form", "SQL"):
            table.add_column(heading, ratio=1, overflow="fold")
        source = "\n\n".join(_without_metadata(text) for text in document["rego"].values())
        logic, sql = (
            "\n\n".join(f"{name}:\n{each[part]}" for name, each in predicates.items())
            for part in ("logic", "sql")
        )
        table.add_row(*(Text(_visible(each)) for each in (source, logic, sql)))
        console.print(table)


def _visible(text: str) -> str:
    from evaluator.report import terminal

    return "\n".join(terminal.visible(line.expandtabs(4)) for line in text.splitlines())


def _without_metadata(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()
