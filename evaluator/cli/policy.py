"""``qinglang policy``: the controls of a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evaluator.cli import policy_check, policy_impact, policy_new, policy_prove, policy_test
from evaluator.cli.options import BundleOption, LanguageOption, OutputFormat, ValueFormat

if TYPE_CHECKING:
    from evaluator.bundle import Parameter

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Look at, write, check and test controls."
)
app.command("check")(policy_check.check_policies)
app.command("test")(policy_test.run_tests)
app.command("impact")(policy_impact.show_impact)
app.command("prove")(policy_prove.prove_predicates)
app.command("new")(policy_new.write_new)
app.command("generate")(policy_check.generate)


@app.command("list")
def list_controls(
    *,
    bundle: BundleOption = None,
    lang: LanguageOption = None,
    output: OutputFormat = "console",
) -> None:
    """List all controls: what they decide, and which tables they need."""
    from evaluator.bundle import configured_bundle
    from evaluator.cli.listing import show_rows
    from evaluator.settings import load_settings

    settings = load_settings(bundle=bundle, lang=lang)
    rows: list[dict[str, object]] = [
        {
            "code": control.code,
            "title": control.titled(settings.lang),
            "subject": control.subject,
            "severity": control.severity,
            "direction": control.direction,
            "nature": control.nature,
            "clauses": list(control.clauses),
            "tables": list(control.tables),
        }
        for control in configured_bundle(settings).controls.values()
    ]
    if output == "console":
        # Too wide for most terminals; `policy show` has them.
        rows = [{name: row[name] for name in row if name != "tables"} for row in rows]
    show_rows(rows, output)


@app.command()
def show(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Code of a control, such as ANN-01.")],
    *,
    bundle: BundleOption = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Show instead its Rego, what triage asks, and the SQL.")
    ] = False,
    lang: LanguageOption = None,
    output: ValueFormat = "console",
) -> None:
    """Show one control: clauses, basis, parameters, what it reads, messages and cure."""
    from evaluator.bundle import configured_bundle, select_control
    from evaluator.cli.listing import check_value_format, show_value
    from evaluator.cli.policy_plan import show_plan
    from evaluator.settings import load_settings

    settings = load_settings(bundle=bundle, lang=lang)
    policies = configured_bundle(settings)
    control = select_control(policies.controls, code)
    if plan:
        check_value_format(output)
        show_plan(policies, control, output)
        return
    framework = policies.framework
    show_value(
        {
            "code": control.code,
            "title": control.titled(settings.lang),
            "description": control.description,
            "package": control.package,
            "subject": control.subject,
            "severity": control.severity,
            "direction": control.direction,
            "nature": control.nature,
            "clauses": {
                clause: framework.clauses[clause][settings.lang] for clause in control.clauses
            },
            "basis": list(control.basis),
            "identity": list(control.identity),
            "cause": list(control.cause),
            "parameters": {
                name: {
                    "value": _parameter_value(framework.parameters[name], output),
                    "unit": framework.parameters[name].unit,
                    "basis": framework.parameters[name].basis,
                }
                for name in sorted(control.parameters)
            },
            "tables": list(control.tables),
            "branches": sorted(control.branches),
            "columns": {branch: list(columns) for branch, columns in control.columns.items()},
            "message": control.messages[settings.lang],
            "cure": control.cure[settings.lang],
            "modules": list(control.modules),
            "digest": control.digest,
        },
        output,
    )


def _parameter_value(parameter: Parameter, output: str) -> object:
    """The value without overrides; people read times as such."""
    from evaluator.report import local_time

    if output == "console" and parameter.type == "time" and parameter.value is not None:
        return local_time(parameter.value)
    return parameter.value
