"""``qinglang policy prove``: predicates of triage against the judge, and mutants of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.options import BundleOption, OutputFormat

if TYPE_CHECKING:
    from evaluator.authoring.proof import Proof

__all__ = ["prove_predicates"]

#: Mutants of a control that may go unnoticed, in percent.
_MAY_SURVIVE = 5


def prove_predicates(
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE]...", help="Controls; default: all.")
    ] = None,
    *,
    documents: Annotated[
        int, typer.Option(min=1, metavar="N", help="Documents to make for each control.")
    ] = 2_000,
    mutants: Annotated[
        int, typer.Option(min=0, metavar="N", help="Mutants to try of each control, at most.")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Makes the same documents again.")] = 0,
    bundle: BundleOption = None,
    output: OutputFormat = "console",
) -> None:
    """Prove the predicates that triage finds subjects by, on made-up documents (needs no OPA).

    Exit codes: 0 all stand; 1 a predicate dropped or kept a document wrongly, or more than 5% of
    the mutants of a control were not noticed.
    """
    from evaluator.authoring.proof import Prover
    from evaluator.bundle import configured_bundle, select_controls
    from evaluator.cli.listing import check_row_format, show_rows
    from evaluator.settings import load_settings
    from evaluator.triage import read_plan

    check_row_format(output)
    loaded = configured_bundle(load_settings(bundle=bundle))
    plan = read_plan(loaded.plan, loaded.files, proved=False)
    rows: list[dict[str, Any]] = []
    with Prover(loaded.wasm, loaded.data, loaded.contract, loaded.framework) as prover:
        for code in select_controls(loaded.controls, codes or (), ()):
            if code in plan.controls:
                control, predicates = loaded.controls[code], plan.controls[code]
                proof = prover.prove(control, predicates, documents, seed=seed, tried=mutants)
                rows.append(_row(code, proof, exact=plan.is_exact(code)))
    show_rows(_with_total(rows) if output == "console" else rows, output)
    for warning in plan.warnings:
        typer.echo(warning, err=True)
    wrong = any(row["faults"] or row["percent"] > _MAY_SURVIVE for row in rows)
    raise typer.Exit(1 if wrong or plan.warnings else 0)


def _row(code: str, proof: Proof, *, exact: bool) -> dict[str, Any]:
    return {
        "code": code,
        "exact": exact,
        "documents": proof.documents,
        "flagged": proof.flagged,
        "faults": [str(fault) for fault in proof.faults],
        "mutants": proof.mutants,
        "survived": len(proof.survived),
        "percent": round(100 * len(proof.survived) / max(proof.mutants, 1), 1),
        "survivors": list(proof.survived),
    }


def _with_total(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For people: without the survivors one by one, and with the sums."""
    shown = [{name: row[name] for name in row if name != "survivors"} for row in rows]
    sums = ("documents", "flagged", "mutants", "survived")
    total: dict[str, Any] = {name: sum(row[name] for row in rows) for name in sums}
    total |= {"code": "all", "exact": all(row["exact"] for row in rows), "faults": []}
    total["percent"] = round(100 * total["survived"] / max(total["mutants"], 1), 1)
    return [*shown, {name: total[name] for name in shown[0]}] if shown else []
