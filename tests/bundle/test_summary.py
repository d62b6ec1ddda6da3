"""The summary of a bundle says what it holds, without naming anything that is not there."""

from __future__ import annotations

import json

from evaluator import bundle as package
from evaluator.bundle import Bundle, bundle_summary


def test_summary(shipped: Bundle) -> None:
    """Identity, framework, entrypoints, sizes, and each control with its digest."""
    summary = bundle_summary(shipped)
    assert summary["revision"] == shipped.revision
    assert summary["digest"] == shipped.digest
    assert summary["framework"] == {"name": "qinglang-2025", "version": "1.0.0"}
    assert summary["wasm_bytes"] == (shipped.folder / "policy.wasm").stat().st_size
    assert summary["entrypoints"] == [f"qinglang/judge/{each}" for each in summary["subjects"]]
    assert summary["subjects"] == sorted({control.subject for control in shipped.controls.values()})
    assert {"account", "post"} < {*summary["subjects"]} <= shipped.contract.subjects.keys()
    assert [entry["code"] for entry in summary["controls"]] == list(shipped.controls)
    assert {entry["digest"] for entry in summary["controls"]} == {
        control.digest for control in shipped.controls.values()
    }
    assert json.loads(json.dumps(summary)) == summary


def test_sizes_of_files(shipped: Bundle) -> None:
    """Every file is listed with its size in bytes, which add up to the folder's."""
    sizes = bundle_summary(shipped)["file_bytes"]
    assert sizes.keys() == shipped.files.keys()
    assert sizes["policy.wasm"] == len(shipped.wasm)
    assert sum(sizes.values()) == sum(
        path.stat().st_size for path in shipped.folder.rglob("*") if path.is_file()
    )


def test_exports() -> None:
    """What the package exports is sorted and there."""
    assert sorted(package.__all__, key=lambda name: (name[0].islower(), name)) == package.__all__
    assert all(hasattr(package, name) for name in package.__all__)
