"""Builds a policy bundle from a policies folder."""

from __future__ import annotations

import hashlib
import tarfile
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from evaluator.authoring.catalogue_source import survey_controls
from evaluator.authoring.codes import GivenCode, lost_codes, read_codes
from evaluator.authoring.contract_source import read_contract
from evaluator.authoring.examples import EXAMPLES, read_examples
from evaluator.authoring.faults import raise_faults
from evaluator.authoring.framework_source import read_framework
from evaluator.authoring.judge_rules import judge_module
from evaluator.authoring.modules import Modules, read_modules
from evaluator.authoring.opa import Opa
from evaluator.authoring.plan_source import make_plan
from evaluator.authoring.schemas import document_schema
from evaluator.authoring.translation.columns import columns_read
from evaluator.authoring.translation.rules import compiled_rules
from evaluator.bundle.archive import ARCHIVE_ENDINGS, pack_archive
from evaluator.bundle.catalogue import control_from_json
from evaluator.bundle.contract import Contract
from evaluator.bundle.framework import Framework
from evaluator.bundle.reader import (
    CODES_FILE,
    FORMAT_VERSION,
    MANIFEST,
    Bundle,
    bundle_revision,
    entrypoint,
    load_bundle,
    manifest_text,
)
from evaluator.errors import ConfigurationError, QinglangError, ToolError
from evaluator.model import digest_of_files

__all__ = [
    "PolicySource",
    "assemble",
    "build_bundle",
    "bundle_contents",
    "example_faults",
    "read_only_framework",
    "write_archive",
    "write_contents",
]

_SORTED = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


def build_bundle(policies: Path, output: Path, opa: Opa, commit: str | None = None) -> Bundle:
    """Build the bundle of ``policies`` into ``output``, which is replaced whole.

    Args:
        policies: folder with policies.
        output: a folder, or an archive where the name ends in ``.tar.gz`` or ``.tgz``.
        opa: compiles.
        commit: that the policies are of, to be named in the revision.

    Raises:
        ConfigurationError: naming file, key and rule of what is wrong with the policies.
        ToolError: with OPA's message.
    """
    contents = bundle_contents(policies, opa, commit)
    output.parent.mkdir(parents=True, exist_ok=True)
    if output.name.endswith(ARCHIVE_ENDINGS):
        return write_archive(contents, output)
    _check_replaceable(output)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}.") as scratch:
        fresh = Path(scratch) / "bundle"
        write_contents(contents, fresh)
        load_bundle(fresh)
        _swap(fresh, output, Path(scratch) / "old")
    return load_bundle(output)


def write_archive(contents: Mapping[str, bytes], output: Path) -> Bundle:
    """Write a bundle as an archive; the file is there whole, or as it was.

    Raises:
        BundleError: if the contents are no bundle.
        ConfigurationError: if ``output`` is no file that can be replaced.
    """
    if output.exists() and not output.is_file():
        raise ConfigurationError(str(output), "is not a file", "Name another output.")
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}.") as scratch:
        fresh = Path(scratch) / output.name
        fresh.write_bytes(pack_archive(contents))
        load_bundle(fresh)
        fresh.replace(output)
    return load_bundle(output)


def write_contents(contents: Mapping[str, bytes], folder: Path) -> None:
    """Write files by their relative paths into a folder, which is made."""
    for name, body in contents.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)


def _swap(fresh: Path, output: Path, aside: Path) -> None:
    """Put the new folder where the old one is; the old one comes back if that fails."""
    if output.exists():
        output.rename(aside)
    try:
        fresh.rename(output)
    except OSError:
        if aside.exists():
            aside.rename(output)
        raise


@dataclass(frozen=True, slots=True)
class PolicySource:
    """A policies folder, read and found to be without fault: what a bundle is assembled of."""

    framework: Mapping[str, Any]
    contract: Mapping[str, Any]
    modules: Modules
    #: Entries of the catalogue, sorted by code.
    catalogue: Sequence[Mapping[str, Any]]
    codes: Mapping[str, GivenCode]
    #: That the policies are of; None: nobody said so.
    commit: str | None = None


def bundle_contents(policies: Path, opa: Opa, commit: str | None = None) -> dict[str, bytes]:
    """All files of the bundle by relative path.

    Args:
        policies: folder with policies.
        opa: compiles.
        commit: that the policies are of.

    Raises:
        ConfigurationError: naming file, key and rule of what is wrong with the policies.
        ToolError: with OPA's message.
    """
    framework = read_only_framework(policies)
    contract = read_contract(policies / "contract")
    opa.run("check", "--strict", "-b", str(policies))
    modules = read_modules(policies, opa)
    documents = Contract.from_json(contract)
    survey = survey_controls(policies, modules, documents, Framework.from_json(framework), opa)
    raise_faults(survey.faults)
    codes = read_codes(policies) or {}
    packages = {entry["custom"]["code"]: entry["package"] for entry in survey.entries}
    aliases = {old for entry in survey.entries for old in entry["custom"].get("aliases", ())}
    raise_faults(lost_codes(codes, packages, aliases))
    raise_faults(example_faults(policies, survey.entries, documents))
    source = PolicySource(framework, contract, modules, survey.entries, codes, commit)
    return assemble(source, opa)


def example_faults(
    policies: Path, entries: Iterable[Mapping[str, Any]], contract: Contract
) -> list[QinglangError]:
    """What is wrong with the examples that controls have, before they are judged."""
    faults: list[QinglangError] = []
    for entry in entries:
        path = policies.joinpath(*entry["package"].split("."), EXAMPLES)
        if path.is_file():
            try:
                read_examples(path, control_from_json(entry), contract)
            except ConfigurationError as error:
                faults.append(error)
    return faults


def assemble(source: PolicySource, opa: Opa) -> dict[str, bytes]:
    """All files of the bundle by relative path, of a folder that was read.

    Raises:
        ToolError: with OPA's message.
    """
    contents = dict(source.modules.sources)
    documents = Contract.from_json(source.contract)
    for name, kind in documents.subjects.items():
        schema = document_schema(documents, kind)
        contents[f"meta/schemas/{name}.json"] = orjson.dumps(schema, option=_SORTED)
    subjects: dict[str, dict[str, str]] = {}
    for entry in source.catalogue:
        custom = entry["custom"]
        subjects.setdefault(custom["subject"], {})[custom["code"]] = entry["package"]
    for subject, packages in subjects.items():
        contents[f"qinglang/judge/{subject}.rego"] = judge_module(subject, packages).encode()
    framework = Framework.from_json(source.framework)
    defaults = framework.defaults()
    contents["data.json"] = orjson.dumps({"qinglang": {"params": defaults}}, option=_SORTED)
    contents["policy.wasm"] = _compile(contents, sorted(subjects), opa)
    rules = compiled_rules(source.modules, opa)
    catalogue = [
        {
            **entry,
            "columns": columns_read(control_from_json(entry), rules, documents, framework),
        }
        for entry in source.catalogue
    ]
    contents["meta/catalogue.json"] = orjson.dumps(catalogue, option=_SORTED)
    contents["meta/contract.json"] = orjson.dumps(source.contract, option=_SORTED)
    contents["meta/framework.json"] = orjson.dumps(source.framework, option=_SORTED)
    contents["meta/plan.json"] = make_plan(source.modules, rules, contents)
    if source.codes:
        given = {code: line.package for code, line in source.codes.items()}
        contents[CODES_FILE] = orjson.dumps(given, option=_SORTED)
    contents[MANIFEST] = _manifest(source, contents)
    return contents


def read_only_framework(policies: Path) -> dict[str, Any]:
    """The one framework of a policies folder.

    Raises:
        ConfigurationError: if there is none, or another number than one, or it is at fault.
    """
    files = sorted((policies / "frameworks").glob("*.yaml"))
    if len(files) != 1:
        raise ConfigurationError(
            str(policies / "frameworks"),
            f"holds {len(files)} frameworks, a bundle has one",
            "Name the folder `policies`, with one YAML file in frameworks/.",
        )
    return read_framework(files[0])


def _compile(contents: Mapping[str, bytes], subjects: list[str], opa: Opa) -> bytes:
    """OPA's Wasm module over the sources; only the module is taken from OPA's archive.

    OPA removes compiled rules from the Rego that it writes into the archive, and names the module
    in the manifest, which a server that cannot run Wasm then refuses. Our own sources stay whole.
    """
    with tempfile.TemporaryDirectory(prefix="qinglang-build-") as scratch:
        stage = Path(scratch) / "stage"
        write_contents(contents, stage)
        manifest = {"roots": ["qinglang"], "rego_version": 1}
        (stage / MANIFEST).write_bytes(orjson.dumps(manifest))
        archive = Path(scratch) / "bundle.tar.gz"
        entrypoints = [part for subject in subjects for part in ("-e", entrypoint(subject))]
        opa.run("build", "-b", "-t", "wasm", *entrypoints, "-o", str(archive), ".", folder=stage)
        with tarfile.open(archive) as packed:
            module = packed.extractfile("/policy.wasm")
            if module is None:
                raise ToolError("opa build", "wrote no policy.wasm")
            return module.read()


def _manifest(source: PolicySource, contents: Mapping[str, bytes]) -> bytes:
    digests = {name: hashlib.sha256(body).hexdigest() for name, body in contents.items()}
    version = source.framework["version"]
    metadata = {
        "files": digests,
        "format_version": FORMAT_VERSION,
        "framework": source.framework["name"],
        "framework_version": version,
    }
    return manifest_text(
        {
            "revision": bundle_revision(version, source.commit, digest_of_files(digests)),
            "roots": ["qinglang"],
            "rego_version": 1,
            "metadata": metadata | ({"commit": source.commit} if source.commit else {}),
        }
    )


def _check_replaceable(output: Path) -> None:
    """Only a bundle, or nothing, is ever replaced."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise ConfigurationError(str(output), "is not a folder", "Name another output.")
    if output.is_dir() and any(output.iterdir()) and not (output / MANIFEST).is_file():
        raise ConfigurationError(
            str(output), "is a folder that holds something else", "Name an empty or new folder."
        )
