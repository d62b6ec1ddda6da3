"""Who is told how far a run has come, and how long its stages took."""

from __future__ import annotations

import time
from typing import Protocol

__all__ = ["Observer", "Silent", "Stages"]


class Observer(Protocol):
    """Is told how far a run has come."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins; ``total`` in its own unit where it is known."""

    def advance(self, count: int) -> None:
        """``count`` more units of the running stage are done."""


class Silent:
    """An observer that shows nothing."""

    def stage(self, name: str, total: int | None = None) -> None:
        """See :class:`Observer`."""

    def advance(self, count: int) -> None:
        """See :class:`Observer`."""


class Stages:
    """Passes stages on to an observer, and keeps how long each took."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._running: tuple[str, float] | None = None
        #: Stage -> milliseconds, of the stages that have ended, in their order.
        self.times: dict[str, int] = {}

    def stage(self, name: str, total: int | None = None) -> None:
        """End the running stage and begin another one."""
        self.end()
        self._running = (name, time.monotonic())
        self._observer.stage(name, total)

    def advance(self, count: int) -> None:
        """``count`` more units of the running stage are done."""
        self._observer.advance(count)

    def end(self) -> None:
        """End the running stage, if one runs."""
        if self._running is None:
            return
        name, begun = self._running
        taken = round((time.monotonic() - begun) * 1000)
        self.times[name] = self.times.get(name, 0) + taken
        self._running = None
