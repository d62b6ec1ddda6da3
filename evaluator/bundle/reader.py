"""Reads a bundle, a folder or an archive; refuses one that is damaged, stale or not trusted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import orjson

from evaluator.bundle.archive import ARCHIVE_ENDINGS, read_archive
from evaluator.bundle.catalogue import control_from_json
from evaluator.bundle.contract import Contract
from evaluator.bundle.framework import Framework
from evaluator.bundle.signatures import SIGNATURES, Signature, Trust, verify_signature
from evaluator.errors import BundleError
from evaluator.model import Control, digest_of_files
from evaluator.settings import Settings

__all__ = [
    "CODES_FILE",
    "FORMAT_VERSION",
    "MANIFEST",
    "SIGNATURES",
    "Bundle",
    "all_files",
    "bundle_files",
    "bundle_revision",
    "configured_bundle",
    "entrypoint",
    "load_bundle",
    "manifest_text",
]

#: Version of the layout described in docs/architecture.md.
FORMAT_VERSION = 1
MANIFEST = ".manifest"
#: Every code that was ever given, with its control's package, where the policies keep such a list.
CODES_FILE = "meta/codes.json"

_REBUILD = "Build it again with `qinglang bundle build`, or use the bundle that ships."


@dataclass(frozen=True, slots=True)
class Bundle:
    """A policy bundle whose files are as its manifest says."""

    #: A folder, or an archive.
    folder: Path
    #: Over all files but the signatures.
    digest: str
    #: Version of the framework, commit and digest of the content; an OPA server reports it.
    revision: str
    controls: Mapping[str, Control]
    contract: Contract
    framework: Framework
    wasm: bytes
    #: The bundle's data.json.
    data: Mapping[str, Any]
    #: Relative path -> SHA-256 of its bytes, signatures left out.
    files: Mapping[str, str]
    #: Relative path -> bytes, of the same files.
    sizes: Mapping[str, int]
    #: The triage plan, ``meta/plan.json``; None where the bundle has none.
    plan: bytes | None = None
    #: Who signed it; None where nobody did, or nobody asked.
    signature: Signature | None = None

    @property
    def aliases(self) -> dict[str, str]:
        """Code that a control had once -> its code now."""
        return {old: code for code, control in self.controls.items() for old in control.aliases}


def entrypoint(subject: str) -> str:
    """Path of the rule that answers for one subject kind, in the Wasm module and on a server."""
    return f"qinglang/judge/{subject}"


def bundle_revision(version: str, commit: str | None, content_digest: str) -> str:
    """A revision: semantic version of the framework, and as its build the commit and the content.

    Args:
        version: of the framework.
        commit: that the policies are of; None: they were built as they lay in a folder.
        content_digest: over all files but manifest and signatures.
    """
    build = ".".join(filter(None, [commit and f"g{commit[:12]}", content_digest]))
    return f"{version}+{build}"


def manifest_text(manifest: Mapping[str, Any]) -> bytes:
    """The manifest as it is written, byte for byte."""
    option = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(manifest, option=option)


def all_files(where: Path) -> dict[str, bytes]:
    """All files of a bundle by relative path, signatures among them.

    Args:
        where: a folder, or an archive whose name ends in one of `ARCHIVE_ENDINGS`.

    Raises:
        BundleError: if there is no such folder or archive, it holds a symbolic link or anything
            else that a bundle has not, or cannot be read.
    """
    if where.is_file() and where.name.endswith(ARCHIVE_ENDINGS):
        return read_archive(where)
    if not where.is_dir():
        raise BundleError(
            str(where), "is no bundle folder", "Name the folder of a bundle, or its .tar.gz."
        )
    files: dict[str, bytes] = {}
    for path in sorted(where.rglob("*")):
        name = path.relative_to(where).as_posix()
        if path.is_symlink():
            raise BundleError(
                f"{where}: {name}", "is a symbolic link; a bundle has none", "Replace it."
            )
        if not path.is_file():
            continue
        try:
            files[name] = path.read_bytes()
        except OSError as error:
            raise BundleError(
                f"{where}: {name}", f"cannot be read ({error.strerror})", "Check its permissions."
            ) from error
    return files


def bundle_files(where: Path) -> dict[str, bytes]:
    """All files of a bundle by relative path, signatures left out.

    Raises:
        BundleError: as `all_files`.
    """
    return {name: body for name, body in all_files(where).items() if name != SIGNATURES}


def configured_bundle(settings: Settings) -> Bundle:
    """The bundle that the settings name, signed as they ask.

    Raises:
        BundleError: naming the file that is missing, extra, altered or malformed, or what is wrong
            with the signature.
        UsageError: if a trusted key cannot be read.
    """
    return load_bundle(settings.bundle, Trust.of(settings))


def load_bundle(folder: Path | None = None, trust: Trust | None = None) -> Bundle:
    """Read and verify a bundle; without a folder the one that ships with the program.

    Args:
        folder: or an archive.
        trust: whose signatures count; None: nobody looks at signatures.

    Raises:
        BundleError: naming the file that is missing, extra, altered or malformed; with ``trust``
            also what is wrong with the signature, before anything else is read.
    """
    where = folder or Path(str(resources.files("evaluator") / "bundled"))
    contents = all_files(where)
    signature = verify_signature(where, contents, trust) if trust else None
    contents.pop(SIGNATURES, None)
    manifest = _json(where, contents, MANIFEST)
    digests = {name: hashlib.sha256(body).hexdigest() for name, body in contents.items()}
    _check_manifest(where, manifest, digests)
    if signature and contents[MANIFEST] != manifest_text(manifest):
        # OPA's signatures hold for what a manifest says; ours for every byte.
        raise BundleError(f"{where}: {MANIFEST}", "was altered after it was signed", _REBUILD)
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
        sizes={name: len(body) for name, body in contents.items()},
        signature=signature,
    )


def _controls(where: Path, contents: Mapping[str, bytes]) -> dict[str, Control]:
    entries = _json(where, contents, "meta/catalogue.json")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BundleError(f"{where}: meta/catalogue.json", "is no list of controls", _REBUILD)
    controls: dict[str, Control] = {}
    taken: set[str] = set()
    for control in sorted(map(control_from_json, entries), key=lambda each: each.code):
        for code in (control.code, *control.aliases):
            if code in taken:
                raise BundleError(f"{where}: meta/catalogue.json", f"has {code} twice", _REBUILD)
            taken.add(code)
        controls[control.code] = control
    _check_codes(where, contents, controls)
    return controls


def _check_codes(
    where: Path, contents: Mapping[str, bytes], controls: Mapping[str, Control]
) -> None:
    """Every code that was ever given is still that of its control, or an alias of another."""
    given = _json(where, contents, CODES_FILE) if CODES_FILE in contents else {}
    if not isinstance(given, dict):
        raise BundleError(f"{where}: {CODES_FILE}", "is no list of codes", _REBUILD)
    renamed = {old for control in controls.values() for old in control.aliases}
    for code, package in given.items():
        # A code that was given up lives on as the alias of another control.
        if code in renamed:
            continue
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
    _check_revision(where, manifest, digest_of_files(present))


def _check_revision(where: Path, manifest: Mapping[str, Any], content_digest: str) -> None:
    metadata = manifest["metadata"]
    version, commit = metadata.get("framework_version"), metadata.get("commit")
    if not isinstance(version, str) or not isinstance(commit, str | None):
        raise BundleError(f"{where}: {MANIFEST}", "names no version of a framework", _REBUILD)
    if manifest.get("revision") != bundle_revision(version, commit, content_digest):
        raise BundleError(f"{where}: {MANIFEST}", "the revision is not its content's", _REBUILD)
