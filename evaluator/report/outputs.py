"""``-o FORMAT[:PATH]``: which formats are written, and where each goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from evaluator.errors import UsageError
from evaluator.report.base import ReportOptions, RunReport
from evaluator.report.destination import open_file, open_standard
from evaluator.report.formats import FORMATS, known_format

__all__ = ["Output", "parse_outputs", "write_outputs"]


@dataclass(frozen=True, slots=True)
class Output:
    """One format and its file; ``path`` is None for standard output."""

    format: str
    path: Path | None = None


def parse_outputs(texts: Sequence[str]) -> list[Output]:
    """Read ``-o`` options; none at all means the console report.

    ``json``, ``json:-`` and ``json:report.json`` are right. The console report may stand beside a
    machine format on standard output: it moves to standard error then.

    Raises:
        UsageError: for an unknown format, a path that cannot be a file, two machine formats (or
            the same format twice) on standard output, two formats into one file.
    """
    outputs: list[Output] = []
    files: dict[Path, str] = {}
    for text in texts:
        name, separator, place = text.partition(":")
        known_format(name, FORMATS, f"-o {text}")
        if separator and not place:
            raise UsageError(f"-o {text}", "names no file", f"Write -o {name}, or add a path.")
        path = _file(text, place) if place not in {"", "-"} else None
        if path is not None:
            before = files.get(path.resolve())
            if before is not None:
                raise UsageError(
                    f"-o {text}", f"writes the same file as -o {before}", "Name another file."
                )
            files[path.resolve()] = text
        outputs.append(Output(name, path))
    _check_standard_output([output.format for output in outputs if output.path is None])
    return outputs or [Output("console")]


def write_outputs(
    report: RunReport,
    outputs: Sequence[Output],
    options: ReportOptions,
    *,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> None:
    """Write every output: files first, the console report last.

    Args:
        report: the run.
        outputs: from `parse_outputs`.
        options: language and width.
        stdout: stands for standard output.
        stderr: stands for standard error.

    Raises:
        QinglangError: where a place cannot be written, or the findings cannot be read in full.
    """
    taken = any(output.path is None and FORMATS[output.format].machine for output in outputs)
    ordered = sorted(
        outputs, key=lambda output: (output.path is None, not FORMATS[output.format].machine)
    )
    for output in ordered:
        chosen = FORMATS[output.format]
        if output.path is not None:
            with open_file(output.path) as stream:
                chosen.write(report, stream, replace(options, into_file=True))
            continue
        aside = taken and not chosen.machine
        standard = (stderr or sys.stderr) if aside else (stdout or sys.stdout)
        with open_standard(standard, machine=chosen.machine) as stream:
            chosen.write(report, stream, options)


def _file(text: str, place: str) -> Path:
    path = Path(os.path.expanduser(place))  # noqa: PTH111 (leaves an unknown user; Path raises)
    folder = path.parent
    if path.is_dir():
        raise UsageError(f"-o {text}", f"{place} is a folder", "Name a file in it.")
    if not folder.is_dir():
        raise UsageError(
            f"-o {text}", f"there is no folder {folder}", "Make it, or name another place."
        )
    if not os.access(path if path.exists() and not path.is_file() else folder, os.W_OK):
        raise UsageError(f"-o {text}", f"{folder} may not be written to", "Name a place that may.")
    return path


def _check_standard_output(names: Sequence[str]) -> None:
    machine = [name for name in names if FORMATS[name].machine]
    if len(machine) > 1 or len(set(names)) < len(names):
        raise UsageError(
            " ".join(f"-o {name}" for name in names),
            "only one of them can have standard output",
            f"Give the others a file, as in -o {names[-1]}:report.{names[-1]}.",
        )
