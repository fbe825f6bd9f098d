"""Work that only the window can do, a little at a time, so that it answers in between."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Slot

SLICE_SECONDS = 0.012
"""Less than a frame of 16 ms."""
ROWS = 64
"""Rows between two looks at the clock."""


class Slices(QObject):
    """Goes through one piece of work at a time; the next one takes the place of one that has not ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def run(self, steps: Iterator[None], *, at_once: bool) -> None:
        self.stop()
        if at_once:
            for _ in steps:
                pass
        else:
            self._steps = steps
            self._timer.start()

    @Slot()
    def stop(self) -> None:
        self._timer.stop()
        self._steps = iter(())

    @Slot()
    def _go_on(self) -> None:
        began = perf_counter()
        while perf_counter() - began < SLICE_SECONDS:
            try:
                next(self._steps)
            except BaseException as end:
                self.stop()
                if isinstance(end, StopIteration):
                    return
                raise
