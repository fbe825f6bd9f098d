"""Long work on one thread besides the window's, with progress and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor


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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.over = False
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
    """The one thread. Work gets frozen records and gives back values; it never touches the store or a widget."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._running: set[Task] = set()

    def start(self, act: Callable[[Task], Any]) -> Task:
        """Begins ``act`` as soon as the thread is free; connect the task's signals right after."""
        task = Task()
        self._running = {other for other in self._running if not other.over} | {task}
        self._threads().submit(task.work, act)
        return task

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="muster")
        return self._pool

    def close(self) -> None:
        for task in self._running:
            task.cancel()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
