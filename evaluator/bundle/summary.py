"""What a bundle holds, for `qinglang bundle inspect`."""

from __future__ import annotations

from typing import Any

from evaluator.bundle.reader import Bundle, entrypoint

__all__ = ["bundle_summary"]


def bundle_summary(bundle: Bundle) -> dict[str, Any]:
    """Identity, framework, controls with their digests, and sizes in bytes."""
    subjects = sorted({control.subject for control in bundle.controls.values()})
    return {
        "folder": str(bundle.folder),
        "digest": bundle.digest,
        "revision": bundle.revision,
        "framework": {"name": bundle.framework.name, "version": bundle.framework.version},
        "files": len(bundle.files),
        "file_bytes": dict(bundle.sizes),
        "wasm_bytes": len(bundle.wasm),
        "entrypoints": [entrypoint(subject) for subject in subjects],
        "subjects": subjects,
        "tables": sorted(bundle.contract.tables),
        "parameters": len(bundle.framework.parameters),
        "controls": [
            {
                "code": control.code,
                "package": control.package,
                "subject": control.subject,
                "digest": control.digest,
            }
            for control in bundle.controls.values()
        ],
    }
