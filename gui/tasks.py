"""Long work on one thread besides the window's, with progress and a way to stop it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor


TURN = 0.001
"""Seconds a thread computes before it lets another; the window's answers to a hand on the mouse wait as long."""


@contextmanager
def no_sweeping() -> Iterator[None]:
    """For work that makes millions of objects of which none is garbage: each sweep would stop the window as well.

    What was made is then put out of the sweeps' sight, as the session does with the records of an open file.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_on:
            gc.enable()


class Cancelled(Exception):  # noqa: N818
    """Raised inside the work when the person has stopped it."""


class Task(QObject):
    """One piece of work. Its signals arrive on the window's thread: exactly one of ``done``, ``failed`` and
    ``cancelled``, and then ``ended``."""

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _over = Signal(object, object)

    def __init__(self, parent: QObject | None = None, *, lasting: bool = False) -> None:
        super().__init__(parent)
        self.over = False
        self.lasting = lasting
        """Whether it is of no file, and goes on when the open one is closed."""
        self._stop = Event()
        self._over.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def cancel(self) -> None:
        self._stop.set()

    def report(self, step: int, of: int) -> None:
        """Called by the work between its steps; raises :class:`Cancelled` once it is to stop."""
        if self._stop.is_set():
            raise Cancelled
        self.progressed.emit(step, of)

    def work(self, act: Callable[[Task], Any]) -> None:
        """Runs ``act`` on the thread of the caller and announces how it ended."""
        try:
            result, error = act(self), None
        except Exception as caught:
            result, error = None, caught
        self._over.emit(result, error)

    @Slot(object, object)
    def _end(self, result: object, error: Exception | None) -> None:
        self.over = True
        if self._stop.is_set() or isinstance(error, Cancelled):
            self.cancelled.emit()
        elif error is not None:
            self.failed.emit(error)
        else:
            self.done.emit(result)
        self.ended.emit()


class Worker:
    """Two threads: one for what the eye waits for, one for long work with files. Work gets frozen records, or opens a
    connection of its own, and gives back values; it never touches the window's store or a widget."""

    def __init__(self) -> None:
        self._pools: dict[bool, ThreadPoolExecutor] = {}
        self._running: set[Task] = set()

    def start(self, act: Callable[[Task], Any], *, long: bool = False, lasting: bool = False) -> Task:
        """Begins ``act`` as soon as its thread is free; connect the task's signals right after."""
        task = Task(lasting=lasting)
        self._running = {other for other in self._running if not other.over} | {task}
        self._thread(long).submit(task.work, act)
        return task

    def _thread(self, long: bool) -> ThreadPoolExecutor:
        if long not in self._pools:
            from concurrent.futures import ThreadPoolExecutor

            sys.setswitchinterval(TURN)
            self._pools[long] = ThreadPoolExecutor(max_workers=1, thread_name_prefix="muster")
        return self._pools[long]

    def leave_file(self) -> None:
        """What is under way for the file that is closed ends as cancelled: nobody is left to take it."""
        for task in self._running:
            if not task.lasting:
                task.cancel()

    def close(self) -> None:
        for task in self._running:
            task.cancel()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
