# ruff: noqa: INP001 (a script that is run by its path, not a module of a package)
"""Writes docs/reference from the policies, the contract, the settings and the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from evaluator.authoring.examples import EXAMPLES, read_examples
from evaluator.authoring.reference import (
    configuration_page,
    contract_pages,
    control_pages,
    framework_pages,
)
from evaluator.authoring.reference.markup import NOTE
from evaluator.bundle import load_bundle

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "reference"


def reference() -> dict[str, str]:
    """Path below docs/reference -> what the file must hold."""
    bundle = load_bundle()
    examples = {
        control.code: read_examples(
            (ROOT / "policies" / control.modules[0]).with_name(EXAMPLES), control, bundle.contract
        )
        for control in bundle.controls.values()
    }
    return {
        **control_pages(bundle, examples),
        **framework_pages(bundle),
        **contract_pages(bundle.contract),
        "commands.md": commands_page(),
        "configuration.md": configuration_page(),
    }


def commands_page() -> str:
    """All commands, as Typer documents them."""
    command = [
        sys.executable,
        "-m",
        "typer",
        "scheduler.cli",
        "utils",
        "docs",
        "--name",
        "qinglang",
    ]
    done = subprocess.run(  # noqa: S603 (our own command line)
        [*command, "--title", "Commands"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return f"{NOTE}\n\n{done.stdout.rstrip()}\n"


def main() -> int:
    """Write all pages, and remove those that are no longer made."""
    pages = reference()
    for name, content in pages.items():
        place = TARGET / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, encoding="utf-8")
    for place in TARGET.rglob("*.md"):
        if place.relative_to(TARGET).as_posix() not in pages:
            place.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
