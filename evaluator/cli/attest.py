"""``qinglang attest``: states how a duty stands, in a file that a snapshot can include."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.boundary import note
from evaluator.cli.moments import moment_given, moment_shown
from evaluator.cli.options import BundleOption, OutputFormat
from evaluator.errors import UsageError

if TYPE_CHECKING:
    from evaluator.bundle import Contract

__all__ = ["attest"]


def attest(
    duty: Annotated[
        str | None, typer.Argument(metavar="DUTY", help="Duty, such as complaint_channel.")
    ] = None,
    *,
    statement: Annotated[str | None, typer.Option(help="in_place, partly or not_in_place.")] = None,
    role: Annotated[
        str | None,
        typer.Option(help="Role of whoever states it, such as compliance_officer; never a name."),
    ] = None,
    expires: Annotated[
        str | None, typer.Option(metavar="DATE", help="Until when the statement holds.")
    ] = None,
    attested_at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help="When it was stated; default: now.")
    ] = None,
    evidence: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Evidence; its SHA-256 is kept and nothing else of it."),
    ] = None,
    evidence_hash: Annotated[
        str | None, typer.Option(metavar="HEX", help="SHA-256 of evidence that lies elsewhere.")
    ] = None,
    file: Annotated[
        Path, typer.Option(help="File to append to; a snapshot reads it by this name.")
    ] = Path("capabilities.ndjson"),
    listing: Annotated[
        bool, typer.Option("--list", help="Show how each duty stands by its latest statement.")
    ] = False,
    bundle: BundleOption = None,
    output: OutputFormat = "console",
) -> None:
    """State how a duty stands, or show with --list what is stated.

    A line is added to a file of `capabilities` rows; put the file into a snapshot, and the controls
    of governance judge it. A statement without evidence leaves its duty undetermined.
    """
    import time

    from evaluator.bundle import configured_bundle
    from evaluator.settings import load_settings

    now = int(time.time())
    contract = configured_bundle(load_settings(bundle=bundle)).contract
    if listing:
        _list(file, contract, now, output)
        return
    if evidence is not None and evidence_hash is not None:
        raise UsageError("--evidence and --evidence-hash", "are both given", "Give one of them.")
    missing = [
        name
        for name, value in (
            ("DUTY", duty),
            ("--statement", statement),
            ("--role", role),
            ("--expires", expires),
        )
        if value is None
    ]
    if duty is None or statement is None or role is None or expires is None:
        raise UsageError(
            ", ".join(missing),
            "must be given",
            "Write qinglang attest complaint_channel --statement in_place --role "
            "compliance_officer --expires 2026-07-24 --evidence FILE.",
        )
    from evaluator.pipeline.attesting import append_attestation, attestation, evidence_digest

    stated = attestation(
        contract,
        duty=duty,
        statement=statement,
        role=role,
        attested_at=now if attested_at is None else moment_given("--at", attested_at),
        expires_at=moment_given("--expires", expires),
        evidence_hash=evidence_hash if evidence is None else evidence_digest(evidence),
        now=now,
    )
    written = append_attestation(file, contract, stated, now)
    note(f"{file}: {'added' if written else 'has already'} {stated.capability_id} on {duty}")
    if stated.evidence_hash is None:
        note(f"without evidence, {duty} is undetermined; add --evidence FILE")


def _list(file: Path, contract: Contract, now: int, output: str) -> None:
    from evaluator.bundle import deciding, duties
    from evaluator.cli.listing import check_row_format, show_rows
    from evaluator.pipeline.attesting import read_attestations

    check_row_format(output)
    latest = deciding(read_attestations(file, contract, now))
    rows: list[dict[str, Any]] = []
    for duty in duties(contract):
        found = latest.get(duty)
        rows.append(
            {
                "duty": duty,
                "statement": None if found is None else found.statement,
                "role": None if found is None else found.attester_role,
                "age_days": None if found is None else found.age_days(now),
                "expires_at": None if found is None else moment_shown(found.expires_at, output),
                "expired": None if found is None else found.expired(now),
                "evidence": None if found is None else found.evidence_hash is not None,
            }
        )
    show_rows(rows, output)
