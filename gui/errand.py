"""One piece of work at a time beside the window: a new one takes the place of the last."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from gui.tasks import Task, Worker


class Errand(QObject):
    """``late`` says that the work takes long enough to be seen, ``over`` that nothing is under way any more.

    What was stopped, or lost its place to another, is never heard of again.
    """

    late = Signal()
    over = Signal()
    progressed = Signal(int, int)
    failed = Signal(object)

    def __init__(self, parent: QObject, worker: Worker, patience_ms: int = 0) -> None:
        super().__init__(parent)
        self._worker = worker
        self._task: Task | None = None
        self._patience = QTimer(self, singleShot=True, interval=patience_ms)
        self._patience.timeout.connect(self.late)

    @property
    def busy(self) -> bool:
        return self._task is not None

    def start(self, work: Callable[[Task], Any], take: Callable[[Any], object]) -> None:
        """Does ``work`` in the place of what may be under way, and gives its result to ``take``."""
        self.stop()
        task = self._task = self._worker.start(work)
        self.destroyed.connect(task.cancel)  # the work goes with its page or dialog
        task.progressed.connect(self.progressed)
        task.done.connect(partial(self._finish, take))
        task.failed.connect(self._fail)
        self._patience.start()

    @Slot()
    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self._patience.stop()
        self.over.emit()

    def _finish(self, take: Callable[[Any], object], result: Any) -> None:
        self.stop()
        take(result)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self.stop()
        self.failed.emit(error)
