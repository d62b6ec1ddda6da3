"""snapshot.json, read strictly: what is unknown, doubled or out of order is told, all at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, cast

from evaluator.bundle.moments import LARGEST, epoch_seconds
from evaluator.errors import SnapshotError
from evaluator.model import SnapshotManifest

__all__ = ["MANIFEST", "read_manifest"]

MANIFEST = "snapshot.json"
REQUIRED = ("snapshot_id", "platform_id", "as_of", "window_from", "window_to", "coverage")
TIMES = ("as_of", "window_from", "window_to")
ONLY_VERSION = 1
TABLE_KEYS = ("rows", "files")
ALL_PARTS = 1_000_000
LONGEST_TEXT = 128
#: Characters of a name out of the file that a message shows.
SHOWN = 80
SHA256 = re.compile(r"[0-9a-f]{64}")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class _RepeatedKeyError(ValueError):
    """A key that stands twice in one object."""


def read_manifest(content: bytes) -> SnapshotManifest:
    """Check the bytes of snapshot.json.

    Raises:
        SnapshotError: with all faults in one message.
    """
    # A null is an absent key, here as everywhere in the contract.
    values = {key: value for key, value in _parse(content).items() if value is not None}
    faults: list[str] = []
    readers: Mapping[str, Callable[[Any, list[str], str], Any]] = {
        "snapshot_id": _text,
        "platform_id": _text,
        **dict.fromkeys(TIMES, _time),
        "coverage": _coverage,
        "sampling_ppm": _parts,
        "contract_version": _version,
        "generator": _text,
        "tables": _tables,
    }
    faults += [f"{_shown(key)} is unknown" for key in values if key not in readers]
    required = (*REQUIRED, "contract_version")
    faults += [f"{key} is missing" for key in required if key not in values]
    read = {
        key: readers[key](value, faults, key) for key, value in values.items() if key in readers
    }
    _order(read, faults)
    if faults:
        raise _wrong("; ".join(faults))
    tables: tuple[dict[str, int], dict[str, str]] = read.get("tables") or ({}, {})
    return SnapshotManifest(
        snapshot_id=read["snapshot_id"],
        platform_id=read["platform_id"],
        as_of=read["as_of"],
        window_from=read["window_from"],
        window_to=read["window_to"],
        coverage=cast("Literal['full', 'sample']", read["coverage"]),
        contract_version=read["contract_version"],
        sampling_ppm=read.get("sampling_ppm"),
        generator=read.get("generator"),
        table_rows=tables[0],
        file_digests=tables[1],
    )


def _wrong(rule: str) -> SnapshotError:
    return SnapshotError(MANIFEST, rule, "Correct the export.")


def _parse(content: bytes) -> dict[str, Any]:
    try:
        values = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        raise _wrong(f"is not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        rule = f"is no JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        raise _wrong(rule) from error
    except _RepeatedKeyError as error:
        raise _wrong(f"holds the key {error} twice") from error
    except (ValueError, RecursionError) as error:
        raise _wrong(f"is no JSON that can be read: {error}") from error
    if not isinstance(values, dict):
        raise _wrong("is not a JSON object")
    return values


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [key for key, _ in pairs]
        raise _RepeatedKeyError(next(_shown(key) for key in values if names.count(key) > 1))
    return values


def _shown(name: str) -> str:
    """A name out of the file, fit for a message: in ASCII, cut, quotes only where they tell."""
    text = ascii(name[:SHOWN])
    return name if text == f"'{name}'" else text


def _text(value: object, faults: list[str], key: str) -> str | None:
    if isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT and not CONTROL.search(value):
        return value
    faults.append(f"{key} must be a text of 1 to {LONGEST_TEXT} characters without control ones")
    return None


def _whole(value: object, least: int, most: int) -> int | None:
    """The value where it is an integer (a boolean is none) within bounds, else None."""
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    return None


def _time(value: object, faults: list[str], key: str) -> int | None:
    seconds = epoch_seconds(value) if isinstance(value, str) else _whole(value, -LARGEST, LARGEST)
    if seconds is not None:
        return seconds
    faults.append(f"{key} must be an RFC 3339 time with an offset, or whole epoch seconds")
    return None


def _coverage(value: object, faults: list[str], key: str) -> object:
    if value not in ("full", "sample"):
        faults.append(f"{key} must be full or sample")
    return value


def _parts(value: object, faults: list[str], key: str) -> int | None:
    parts = _whole(value, 1, ALL_PARTS)
    if parts is None:
        faults.append(f"{key} must be an integer from 1 to {ALL_PARTS}")
    return parts


def _version(value: object, faults: list[str], key: str) -> int | None:
    version = _whole(value, ONLY_VERSION, ONLY_VERSION)
    if version is None:
        faults.append(
            f"{key} must be {ONLY_VERSION}, the only version of the contract that is known"
        )
    return version


def _tables(
    value: object, faults: list[str], key: str
) -> tuple[dict[str, int], dict[str, str]] | None:
    if not isinstance(value, dict):
        faults.append(f"{key} must be an object")
        return None
    rows: dict[str, int] = {}
    digests: dict[str, str] = {}
    for table, body in value.items():
        place = f"{key}.{_shown(table)}"
        if not isinstance(body, dict):
            faults.append(f"{place} must be an object")
            continue
        faults += [f"{place}.{_shown(name)} is unknown" for name in body if name not in TABLE_KEYS]
        if body.get("rows") is not None:
            count = _whole(body["rows"], 0, LARGEST)
            if count is None:
                faults.append(f"{place}.rows must be a count")
            else:
                rows[table] = count
        if body.get("files") is not None:
            digests |= _digests(body["files"], faults, f"{place}.files", table)
    return rows, digests


def _digests(value: object, faults: list[str], place: str, table: str) -> dict[str, str]:
    if not isinstance(value, dict):
        faults.append(f"{place} must be an object")
        return {}
    for name, digest in value.items():
        file = f"{place}.{_shown(name)}"
        if not isinstance(digest, str) or not SHA256.fullmatch(digest):
            faults.append(f"{file} must be a SHA-256 in lower-case hexadecimal")
        if not name.startswith((f"{table}.", f"{table}/")):
            faults.append(f"{file} is no file of the table {_shown(table)}")
    return value


def _order(read: Mapping[str, Any], faults: list[str]) -> None:
    start, end, as_of = (read.get(key) for key in ("window_from", "window_to", "as_of"))
    if start is not None and end is not None and start > end:
        faults.append("window_from lies after window_to")
    if start is not None and as_of is not None and as_of < start:
        faults.append("as_of lies before window_from")
    if "sampling_ppm" in read and read.get("coverage") == "full":
        faults.append("sampling_ppm belongs to coverage sample only")
