"""What a benchmark prints: Markdown, with the machine and the command that measured it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import psutil

from tests.benchmarks.measuring import Options

__all__ = ["described", "figures", "mib", "rate", "table"]

PACKAGES = ("qinglang", "duckdb", "pyarrow", "cerberus", "opa-py-wasm", "wasmtime")
WHOLE_FROM = 100


def described(command: str, options: Options) -> list[str]:
    """The machine, its versions and the command, as the head of a page."""
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    memory = psutil.virtual_memory().total / 2**30
    machine = f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {memory:.1f} GiB"
    system = f"{platform.system()} {platform.release()}; load before: {os.getloadavg()[0]:.1f}"
    return [
        f"`{command}`",
        "",
        f"- Machine: {machine}; {system}",
        f"- Settings: {options.threads} threads, {options.memory} for DuckDB",
        f"- Versions: Python {platform.python_version()}, {versions}",
        "",
    ]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()


def table(rows: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """Rows as a Markdown table; all have the keys of the first."""
    cells = [[_cell(value) for value in row.values()] for row in rows]
    columns = zip(*cells, strict=True)
    numbers = [all(cell[:1].isdigit() or not cell for cell in column) for column in columns]
    yield f"| {' | '.join(rows[0])} |"
    yield f"|{'|'.join('--:' if number else '---' for number in numbers)}|"
    for row in cells:
        yield f"| {' | '.join(row)} |"
    yield ""


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def mib(count: int) -> int:
    """Bytes in MiB."""
    return round(count / 2**20)


def rate(count: int, taken: float) -> int:
    """How many a second."""
    return round(count / taken)


def figures(number: float) -> str:
    """A number to three figures, and whole where it has more."""
    return f"{number:.3g}" if number < WHOLE_FROM else f"{number:,.0f}"
