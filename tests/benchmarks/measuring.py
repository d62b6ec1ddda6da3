"""How benchmarks measure: each in a process of its own, whose peak memory is its own as well."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

from evaluator.settings import Settings

__all__ = ["Options", "alone", "peak_memory"]

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Options:
    """What a benchmark is asked to do."""

    #: How many posts, or findings a day; one measurement each.
    sizes: tuple[int, ...]
    #: Where inputs are kept, and made if they are not there.
    folder: Path
    threads: int
    #: Memory of DuckDB, as in the settings.
    memory: str
    #: How many days are recorded, where days are.
    days: int = 10

    def settings(self, cache: Path | None = None) -> Settings:
        """The settings that are measured; no file or variable changes them."""
        return Settings.model_construct(
            threads=self.threads, memory=self.memory, cache_dir=cache or self.folder / "cache"
        )


def alone(
    work: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
) -> Result:
    """Do some work in a fresh process, in which nothing else was ever loaded."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments, **named).result()


def peak_memory() -> int:
    """Most bytes that this process has had in memory so far, shared libraries included.

    Not from getrusage: a process that was forked inherits that figure from its parent.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) << 10
