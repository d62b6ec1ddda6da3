"""Progress on standard error: a bar on a terminal, one line a stage elsewhere when asked for."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from evaluator.cli.boundary import note
from evaluator.pipeline import Observer

__all__ = ["ProgressDisplay"]


class ProgressDisplay(Observer):
    """Shows each stage with its rate and the time left.

    Args:
        shown: True or False as asked for; None: on a terminal only.
    """

    def __init__(self, shown: bool | None) -> None:
        self._console = Console(stderr=True)
        self._shown = self._console.is_terminal if shown is None else shown
        self._progress = Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            TaskProgressColumn(show_speed=True),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self._console,
            disable=not (self._shown and self._console.is_terminal),
        )
        self._task: TaskID | None = None
        self._done = 0

    def __enter__(self) -> Self:
        """Start drawing."""
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop drawing, also after an error."""
        self._progress.stop()

    def finish(self) -> None:
        """The last stage is done; nothing is drawn from here on."""
        self._finish()
        self._progress.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins; ``total`` in its own unit where it is known."""
        self._finish()
        self._done = 0
        self._task = self._progress.add_task(name, total=total, rate="")
        if self._shown and not self._console.is_terminal:
            note(f"{name} …")

    def advance(self, count: int) -> None:
        """``count`` more units of the running stage are done."""
        self._done += count
        if self._task is None:
            return
        task = self._progress.tasks[self._progress.task_ids.index(self._task)]
        speed = task.finished_speed or task.speed
        rate = f"{speed:,.0f}/s" if speed else ""
        self._progress.update(self._task, advance=count, rate=rate)

    def _finish(self) -> None:
        if self._task is None:
            return
        total = self._progress.tasks[self._progress.task_ids.index(self._task)].total
        if total is None:
            self._progress.update(self._task, total=1, completed=1)
        self._progress.stop_task(self._task)
