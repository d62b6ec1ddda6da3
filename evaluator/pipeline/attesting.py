"""Attestations on file: statements on duties as `capabilities` rows that a snapshot can include.

A file only grows: a statement is never changed, a newer one takes its place. Several processes may
append to one file; each line is written whole, under a lock on the file itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import orjson

from evaluator.bundle import Attestation, Bundle, Contract, deciding
from evaluator.bundle.moments import epoch_seconds
from evaluator.contract.validator import row_validator
from evaluator.errors import SnapshotError, UsageError
from evaluator.model import canonical_json
from evaluator.pipeline.observing import Observer
from evaluator.pipeline.preparing import prepared_snapshot
from evaluator.report import Statements
from evaluator.settings import Settings
from evaluator.subjects import Documents
from evaluator.warehouse import Warehouse

__all__ = [
    "append_attestation",
    "attestation",
    "evidence_digest",
    "read_attestations",
    "snapshot_statements",
]

_TABLE: Final = "capabilities"
_TIMES: Final = ("attested_at", "expires_at")
_ID_DIGITS: Final = 32
_CHUNK: Final = 1 << 20
#: Last words of a role: what somebody is, and nobody is called.
_ROLES: Final = (
    "auditor",
    "board",
    "committee",
    "counsel",
    "department",
    "director",
    "editor",
    "engineer",
    "head",
    "lead",
    "manager",
    "officer",
    "owner",
    "reviewer",
    "secretary",
    "team",
)
_ROLE: Final = re.compile(f"(?:[a-z]+_)*(?:{'|'.join(_ROLES)})")
_EVIDENCE: Final = re.compile("[0-9a-f]{64}")


def attestation(  # noqa: PLR0913 (one for each thing that a statement says)
    contract: Contract,
    *,
    duty: str,
    statement: str,
    role: str,
    attested_at: int,
    expires_at: int,
    evidence_hash: str | None,
    now: int,
) -> Attestation:
    """A statement that the contract accepts; its id is a digest of what it says.

    Args:
        contract: has the duties and the statements.
        duty: what it is about.
        statement: what is stated.
        role: of whoever states it; never a name.
        attested_at: in epoch seconds.
        expires_at: until when it holds, in epoch seconds.
        evidence_hash: SHA-256 of the evidence; None: none is on file.
        now: in epoch seconds.

    Raises:
        UsageError: naming what is wrong with it.
    """
    if not _ROLE.fullmatch(role):
        raise UsageError(
            f"--role {role}",
            "must be a role and never a person's name: lower-case words joined by _, the last of "
            f"which is one of {', '.join(_ROLES)}",
            "Write --role compliance_officer.",
        )
    if evidence_hash is not None and not _EVIDENCE.fullmatch(evidence_hash):
        raise UsageError(
            f"--evidence-hash {evidence_hash}",
            "must be a SHA-256 in 64 lower-case hexadecimal digits",
            "Or name the file with --evidence, and it is computed.",
        )
    said = {
        "duty": duty,
        "statement": statement,
        "attester_role": role,
        "attested_at": attested_at,
        "expires_at": expires_at,
    } | ({} if evidence_hash is None else {"evidence_hash": evidence_hash})
    identifier = hashlib.sha256(canonical_json(said)).hexdigest()[:_ID_DIGITS]
    row = {"capability_id": identifier} | said
    faults = _faults(contract, row, now)
    if faults:
        raise UsageError("attestation", "; ".join(faults), "Correct it; nothing was written.")
    if expires_at <= attested_at:
        raise UsageError(
            f"--expires {expires_at}",
            "must lie after the time of the statement",
            "Give a later day.",
        )
    return Attestation.from_row(row)


def evidence_digest(path: Path) -> str:
    """SHA-256 of a file of evidence; nothing else of it is kept.

    Raises:
        UsageError: if it cannot be read.
    """
    whole = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                whole.update(chunk)
    except OSError as error:
        raise UsageError(
            f"--evidence {path}", f"cannot be read ({error.strerror})", "Name a file to read."
        ) from error
    return whole.hexdigest()


def append_attestation(path: Path, contract: Contract, stated: Attestation, now: int) -> bool:
    """Append a statement to a file, which is made where there is none.

    Args:
        path: an NDJSON file; a snapshot knows it as ``capabilities.ndjson``.
        contract: what the lines that are there already are held against.
        stated: the statement.
        now: in epoch seconds.

    Returns:
        Whether it was written; False where the file has it already.

    Raises:
        UsageError: if the file cannot be written, or holds anything but statements.
    """
    if path.suffix != ".ndjson":
        raise UsageError(f"--file {path}", "must end in .ndjson", "Write capabilities.ndjson.")
    with _locked(path) as descriptor:
        body = _whole(descriptor)
        known = _parsed(path, body, contract, now)
        if any(each.capability_id == stated.capability_id for each in known):
            return False
        row = {name: value for name, value in asdict(stated).items() if value is not None}
        line = orjson.dumps(row) + b"\n"
        if body and not body.endswith(b"\n"):
            line = b"\n" + line
        os.write(descriptor, line)
        os.fsync(descriptor)
    return True


def read_attestations(path: Path, contract: Contract, now: int) -> list[Attestation]:
    """All statements of a file, in its order.

    Raises:
        UsageError: if it cannot be read, or holds anything else; line and fault are named.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise _unusable(path, error) from error
    return _parsed(path, body, contract, now)


def snapshot_statements(
    folder: Path, bundle: Bundle, settings: Settings, observer: Observer
) -> Statements:
    """The statements that count in a snapshot, as its controls see them.

    Raises:
        SnapshotError: if the snapshot cannot be read as a whole, was supplied without the table, or
            has rows of it in quarantine.
    """
    with (
        prepared_snapshot(folder, bundle, settings, observer) as prepared,
        Warehouse(settings, reads=[prepared.folder]) as warehouse,
    ):
        summary = prepared.tables.get(_TABLE)
        if summary is None:
            raise SnapshotError(
                f"snapshot {folder}",
                f"has no table {_TABLE}",
                "Put the file into it that `qinglang attest` writes.",
            )
        if summary.quarantined:
            raise SnapshotError(
                f"snapshot {folder}",
                f"has {summary.quarantined} rows of {_TABLE} in quarantine, so that what is stated "
                "is not known",
                "See `qinglang snapshot check`.",
            )
        documents = Documents(warehouse, prepared, bundle.contract)
        rows = [
            row
            for platform in documents.stream("platform", {_TABLE})
            for row in orjson.loads(platform.document)[_TABLE]
        ]
        return Statements(prepared.manifest.as_of, deciding(map(Attestation.from_row, rows)))


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The file, open for reading and appending, and this process's own for the time."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    except OSError as error:
        raise _unusable(path, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _whole(descriptor: int) -> bytes:
    with os.fdopen(os.dup(descriptor), "rb") as stream:
        stream.seek(0)
        return stream.read()


def _parsed(path: Path, body: bytes, contract: Contract, now: int) -> list[Attestation]:
    stated = []
    for number, line in enumerate(body.splitlines(), 1):
        if not line.strip():
            continue
        try:
            read = orjson.loads(line)
        except orjson.JSONDecodeError:
            read = None
        if not isinstance(read, dict):
            raise _strange(path, number, "is no JSON object")
        row = {name: value for name, value in read.items() if value is not None}
        for name in _TIMES:
            if isinstance(row.get(name), str):
                seconds = epoch_seconds(row[name])
                row |= {} if seconds is None else {name: seconds}
        faults = _faults(contract, row, now)
        if faults:
            raise _strange(path, number, "; ".join(faults))
        stated.append(Attestation.from_row(row))
    return stated


def _faults(contract: Contract, row: Mapping[str, Any], now: int) -> list[str]:
    validator = row_validator(contract.tables[_TABLE], now)
    validator.allow_unknown = True
    if validator.validate(row):
        return []
    later = ("must not lie after as_of", "must not lie in the future")
    return [f"{column} {rule.replace(*later)}" for column, rule in validator.errors]


def _strange(path: Path, number: int, rule: str) -> UsageError:
    return UsageError(
        f"{path} line {number}", rule, "Correct or remove the line; nothing was written."
    )


def _unusable(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"--file {path}", f"cannot be used ({error.strerror})", "Name a file that can be."
    )
