"""Reads a bundle folder and refuses one that is damaged, stale or of another format."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import orjson

from evaluator.bundle.catalogue import control_from_json
from evaluator.bundle.contract import Contract
from evaluator.bundle.framework import Framework
from evaluator.errors import BundleError
from evaluator.model import Control, digest_of_files

__all__ = [
    "CODES_FILE",
    "FORMAT_VERSION",
    "MANIFEST",
    "SIGNATURES",
    "Bundle",
    "bundle_files",
    "entrypoint",
    "load_bundle",
]

#: Version of the layout described in docs/architecture.md.
FORMAT_VERSION = 1
MANIFEST = ".manifest"
#: Every code that was ever given, with its control's package, where the policies keep such a list.
CODES_FILE = "meta/codes.json"
SIGNATURES = ".signatures.json"

_REBUILD = "Build it again with `qinglang bundle build`, or use the bundle that ships."


@dataclass(frozen=True, slots=True)
class Bundle:
    """A policy bundle whose files are as its manifest says."""

    folder: Path
    #: Over all files but the signatures.
    digest: str
    #: Over all files but manifest and signatures; an OPA server reports it.
    revision: str
    controls: Mapping[str, Control]
    contract: Contract
    framework: Framework
    wasm: bytes
    #: The bundle's data.json.
    data: Mapping[str, Any]
    #: Relative path -> SHA-256 of its bytes, signatures left out.
    files: Mapping[str, str]
    #: The triage plan, ``meta/plan.json``; None where the bundle has none.
    plan: bytes | None = None


def entrypoint(subject: str) -> str:
    """Path of the rule that answers for one subject kind, in the Wasm module and on a server."""
    return f"qinglang/judge/{subject}"


def bundle_files(folder: Path) -> dict[str, bytes]:
    """All files of a bundle folder by relative path, signatures left out.

    Raises:
        BundleError: if there is no such folder, or it holds a symbolic link or cannot be read.
    """
    if not folder.is_dir():
        raise BundleError(str(folder), "is no bundle folder", "Name the folder of a bundle.")
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise BundleError(
                f"{folder}: {name}", "is a symbolic link; a bundle has none", "Replace it."
            )
        if not path.is_file() or name == SIGNATURES:
            continue
        try:
            files[name] = path.read_bytes()
        except OSError as error:
            raise BundleError(
                f"{folder}: {name}", f"cannot be read ({error.strerror})", "Check its permissions."
            ) from error
    return files


def load_bundle(folder: Path | None = None) -> Bundle:
    """Read and verify a bundle; without a folder the one that ships with the program.

    Raises:
        BundleError: naming the file that is missing, extra, altered or malformed.
    """
    where = folder or Path(str(resources.files("evaluator") / "bundled"))
    contents = bundle_files(where)
    manifest = _json(where, contents, MANIFEST)
    digests = {name: hashlib.sha256(body).hexdigest() for name, body in contents.items()}
    _check_manifest(where, manifest, digests)
    controls = _controls(where, contents)
    return Bundle(
        folder=where,
        digest=digest_of_files(digests),
        revision=manifest["revision"],
        controls=controls,
        contract=Contract.from_json(_json(where, contents, "meta/contract.json")),
        framework=Framework.from_json(_json(where, contents, "meta/framework.json")),
        wasm=_bytes(where, contents, "policy.wasm"),
        data=_json(where, contents, "data.json"),
        files=digests,
        plan=contents.get("meta/plan.json"),
    )


def _controls(where: Path, contents: Mapping[str, bytes]) -> dict[str, Control]:
    entries = _json(where, contents, "meta/catalogue.json")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BundleError(f"{where}: meta/catalogue.json", "is no list of controls", _REBUILD)
    controls: dict[str, Control] = {}
    for control in sorted(map(control_from_json, entries), key=lambda each: each.code):
        if control.code in controls:
            raise BundleError(
                f"{where}: meta/catalogue.json", f"has {control.code} twice", _REBUILD
            )
        controls[control.code] = control
    _check_codes(where, contents, controls)
    return controls


def _check_codes(
    where: Path, contents: Mapping[str, bytes], controls: Mapping[str, Control]
) -> None:
    """Every code that was ever given is still that of its control."""
    given = _json(where, contents, CODES_FILE) if CODES_FILE in contents else {}
    if not isinstance(given, dict):
        raise BundleError(f"{where}: {CODES_FILE}", "is no list of codes", _REBUILD)
    for code, package in given.items():
        if code not in controls or controls[code].package != package:
            raise BundleError(
                f"{where}: {CODES_FILE}",
                f"{code} is not the code of {package} any longer",
                _REBUILD,
            )


def _bytes(where: Path, contents: Mapping[str, bytes], name: str) -> bytes:
    if name not in contents:
        raise BundleError(f"{where}: {name}", "is missing", _REBUILD)
    return contents[name]


def _json(where: Path, contents: Mapping[str, bytes], name: str) -> Any:  # noqa: ANN401 (JSON)
    try:
        return orjson.loads(_bytes(where, contents, name))
    except orjson.JSONDecodeError as error:
        raise BundleError(f"{where}: {name}", f"is no JSON ({error})", _REBUILD) from error


def _check_manifest(where: Path, manifest: Any, digests: Mapping[str, str]) -> None:  # noqa: ANN401
    metadata = manifest.get("metadata") if isinstance(manifest, dict) else None
    if not isinstance(metadata, dict):
        raise BundleError(f"{where}: {MANIFEST}", "is no manifest of such a bundle", _REBUILD)
    version = metadata.get("format_version")
    if version != FORMAT_VERSION:
        raise BundleError(
            f"{where}: {MANIFEST}",
            f"has format version {version}, this program reads {FORMAT_VERSION}",
            _REBUILD,
        )
    if manifest.get("roots") != ["qinglang"]:
        raise BundleError(f"{where}: {MANIFEST}", "must have the single root qinglang", _REBUILD)
    declared = metadata.get("files")
    if not isinstance(declared, dict):
        raise BundleError(f"{where}: {MANIFEST}", "lists no files", _REBUILD)
    present = {name: digest for name, digest in digests.items() if name != MANIFEST}
    for name in sorted(declared.keys() | present.keys()):
        if name not in present:
            raise BundleError(f"{where}: {name}", "is missing", _REBUILD)
        if name not in declared:
            raise BundleError(f"{where}: {name}", "is not in the manifest", _REBUILD)
        if declared[name] != present[name]:
            raise BundleError(f"{where}: {name}", "was altered after it was built", _REBUILD)
    if manifest.get("revision") != digest_of_files(present):
        raise BundleError(f"{where}: {MANIFEST}", "the revision is not its content's", _REBUILD)
