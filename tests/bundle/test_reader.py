"""A bundle is read whole and unaltered, or refused by the name of what is wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluator.bundle import Bundle, entrypoint, load_bundle
from evaluator.errors import BundleError
from evaluator.model import digest_of_files

Seal = Callable[[Path], None]


def _change_manifest(folder: Path, change: Callable[[Any], Any]) -> None:
    path = folder / ".manifest"
    path.write_text(json.dumps(change(json.loads(path.read_text()))))


def test_the_shipped_bundle_is_found(shipped: Bundle) -> None:
    """Without a folder the bundle beside the program is read."""
    assert shipped.folder.name == "bundled"
    assert shipped.wasm.startswith(b"\0asm")
    assert list(shipped.controls) == sorted(shipped.controls)
    assert shipped.data["qinglang"]["params"] == shipped.framework.defaults()


def test_digests_are_of_the_files(shipped: Bundle) -> None:
    """The digest covers all files, the revision all but the manifest, both by content alone."""
    files = {
        path.relative_to(shipped.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in shipped.folder.rglob("*")
        if path.is_file()
    }
    assert shipped.files == files
    assert shipped.digest == digest_of_files(files)
    del files[".manifest"]
    assert shipped.revision == f"{shipped.framework.version}+{digest_of_files(files)}"


def test_manifest_is_one_that_opa_reads(shipped: Bundle) -> None:
    """One root, Rego v1, and no module that a server without Wasm would refuse."""
    manifest = json.loads((shipped.folder / ".manifest").read_text())
    assert manifest.keys() == {"revision", "roots", "rego_version", "metadata"}
    assert manifest["roots"] == ["qinglang"]
    assert manifest["rego_version"] == 1
    assert manifest["revision"] == shipped.revision


def test_the_bundle_holds_no_tests(shipped: Bundle) -> None:
    """Tests and examples stay with the policies."""
    assert not [name for name in shipped.files if "_test" in name or "examples" in name]


def test_a_copy_is_the_same_bundle(shipped: Bundle, copy: Path) -> None:
    """Where a bundle lies does not change what it is; signatures do not count."""
    (copy / ".signatures.json").write_text("{}")
    read = load_bundle(copy)
    assert (read.digest, read.revision, read.files) == (
        shipped.digest,
        shipped.revision,
        shipped.files,
    )


def test_no_folder(tmp_path: Path) -> None:
    """A path without a folder is named."""
    with pytest.raises(BundleError, match="is no bundle folder") as caught:
        load_bundle(tmp_path / "nothing")
    assert caught.value.offender == str(tmp_path / "nothing")
    assert caught.value.remedy


def test_missing_file(copy: Path) -> None:
    """A file that the manifest lists and that is not there."""
    (copy / "policy.wasm").unlink()
    with pytest.raises(BundleError, match=r"policy\.wasm: is missing\. Build it again"):
        load_bundle(copy)


def test_missing_manifest(copy: Path) -> None:
    """Without a manifest nothing else is believed."""
    (copy / ".manifest").unlink()
    with pytest.raises(BundleError, match=r"\.manifest: is missing"):
        load_bundle(copy)


@pytest.mark.parametrize("name", ["meta/catalogue.json", "meta/contract.json", "data.json"])
def test_missing_part(copy: Path, seal: Seal, name: str) -> None:
    """A bundle without one of its parts is refused though its manifest is true."""
    (copy / name).unlink()
    seal(copy)
    with pytest.raises(BundleError, match=f"{name}: is missing"):
        load_bundle(copy)


def test_missing_module(copy: Path, seal: Seal) -> None:
    """The Wasm module is a part too."""
    (copy / "policy.wasm").unlink()
    seal(copy)
    with pytest.raises(BundleError, match=r"policy\.wasm: is missing"):
        load_bundle(copy)


def test_extra_file(copy: Path) -> None:
    """A file that the manifest does not list."""
    (copy / "qinglang" / "more.rego").write_text("package qinglang.more\n")
    with pytest.raises(BundleError, match=r"qinglang/more\.rego: is not in the manifest"):
        load_bundle(copy)


def test_altered_file(copy: Path) -> None:
    """A file whose bytes are not those that were built."""
    path = copy / "meta" / "framework.json"
    path.write_text(path.read_text() + " ")
    with pytest.raises(BundleError, match=r"meta/framework\.json: was altered after it was built"):
        load_bundle(copy)


def test_altered_revision(copy: Path) -> None:
    """A revision that is not that of the files."""
    _change_manifest(copy, lambda manifest: {**manifest, "revision": "0"})
    with pytest.raises(BundleError, match="the revision is not its content's"):
        load_bundle(copy)


def test_symbolic_link(copy: Path, tmp_path: Path) -> None:
    """A link is refused even where it leads to the right bytes."""
    target = tmp_path / "elsewhere"
    (copy / "data.json").rename(target)
    (copy / "data.json").symlink_to(target)
    with pytest.raises(BundleError, match=r"data\.json: is a symbolic link"):
        load_bundle(copy)


def test_link_to_a_folder(copy: Path, tmp_path: Path) -> None:
    """A linked folder is refused as well."""
    (copy / "meta").rename(tmp_path / "elsewhere")
    (copy / "meta").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(BundleError, match="meta: is a symbolic link"):
        load_bundle(copy)


def test_path_that_leaves_the_folder(copy: Path, tmp_path: Path) -> None:
    """A manifest cannot make a file count that lies elsewhere."""
    (tmp_path / "outside").write_text("x")
    digest = hashlib.sha256(b"x").hexdigest()

    def change(manifest: Any) -> Any:
        manifest["metadata"]["files"]["../outside"] = digest
        return manifest

    _change_manifest(copy, change)
    with pytest.raises(BundleError, match=r"\.\./outside: is missing"):
        load_bundle(copy)


def test_unreadable_file(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be read is named with the system's reason."""

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(BundleError, match=r"cannot be read \(Permission denied\)"):
        load_bundle(copy)


def test_another_format(copy: Path) -> None:
    """A bundle of a later format is refused with both versions."""

    def change(manifest: Any) -> Any:
        manifest["metadata"]["format_version"] = 2
        return manifest

    _change_manifest(copy, change)
    with pytest.raises(BundleError, match="has format version 2, this program reads 1"):
        load_bundle(copy)


@pytest.mark.parametrize(
    ("manifest", "told"),
    [
        ([], "is no manifest of such a bundle"),
        ({"metadata": []}, "is no manifest of such a bundle"),
        ({"metadata": {"format_version": 1}, "roots": [""]}, "must have the single root qinglang"),
        ({"metadata": {"format_version": 1}, "roots": ["qinglang"]}, "lists no files"),
    ],
)
def test_malformed_manifest(copy: Path, manifest: Any, told: str) -> None:
    """A manifest of another form is an error of its own, never a traceback."""
    _change_manifest(copy, lambda _: manifest)
    with pytest.raises(BundleError, match=told):
        load_bundle(copy)


def test_no_json(copy: Path, seal: Seal) -> None:
    """A part that is no JSON is named."""
    (copy / "data.json").write_text("{")
    seal(copy)
    with pytest.raises(BundleError, match=r"data\.json: is no JSON"):
        load_bundle(copy)


@pytest.mark.parametrize("catalogue", [{}, ["ANN-01"]])
def test_malformed_catalogue(copy: Path, seal: Seal, catalogue: Any) -> None:
    """A catalogue is a list of objects."""
    (copy / "meta" / "catalogue.json").write_text(json.dumps(catalogue))
    seal(copy)
    with pytest.raises(BundleError, match="is no list of controls"):
        load_bundle(copy)


def test_code_twice(copy: Path, seal: Seal) -> None:
    """Two controls never share a code."""
    path = copy / "meta" / "catalogue.json"
    entries = json.loads(path.read_text())
    path.write_text(json.dumps([*entries, entries[0]]))
    seal(copy)
    with pytest.raises(BundleError, match="has ANN-01 twice"):
        load_bundle(copy)


def test_entrypoint() -> None:
    """The rule of a subject kind, as Wasm and a server name it."""
    assert entrypoint("post") == "qinglang/judge/post"


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ({"ANN-00": "qinglang.annotation.gone"}, "ANN-00 is not the code of"),
        ({"ANN-01": "qinglang.annotation.gone"}, "ANN-01 is not the code of"),
        (["ANN-01"], "is no list of codes"),
    ],
)
def test_codes_that_disappeared(copy: Path, seal: Seal, codes: Any, told: str) -> None:
    """A bundle that lists a code which none of its controls has is refused."""
    (copy / "meta" / "codes.json").write_text(json.dumps(codes))
    seal(copy)
    with pytest.raises(BundleError, match=told):
        load_bundle(copy)
