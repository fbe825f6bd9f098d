"""Long work of a page beside the window: after a moment its progress shows, with a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.errors import UserError
from gui import theme
from gui.session import Session
from gui.tasks import Task

PATIENCE_MS = 250
"""Work that is done sooner shows no progress: it would only flicker."""


class Working(QWidget):
    """``shown`` says that the work takes long enough to be seen, ``stopped`` that the person stopped it."""

    shown = Signal()
    stopped = Signal()

    def __init__(self, session: Session, words: str) -> None:
        super().__init__()
        self._session = session
        self._task: Task | None = None
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(400)
        self._bar.setAccessibleName(words)
        self.cancel = QPushButton("Stop")
        self.cancel.clicked.connect(self._give_up)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.shown)
        self._arrange(words)

    def _arrange(self, words: str) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        line = QHBoxLayout()
        line.addWidget(self._bar, 1)
        line.addWidget(self.cancel)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(theme.label(words, theme.Size.HEAD, bold=True))
        layout.addLayout(line)
        layout.addStretch(3)

    @property
    def busy(self) -> bool:
        return self._task is not None

    def start(self, work: Callable[[Task], Any], take: Callable[[Any], None]) -> None:
        """Does ``work`` in the place of what may be under way, and gives its result to ``take``."""
        self.stop()
        task = self._task = self._session.worker.start(work)
        self.destroyed.connect(task.cancel)  # the page goes with its file
        task.progressed.connect(self._show_progress)
        task.done.connect(lambda result: self._finish(task, take, result))
        task.failed.connect(lambda error: self._fail(task, error))
        self._bar.setRange(0, 0)
        self._patience.start()

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self._patience.stop()

    def _finish(self, task: Task, take: Callable[[Any], None], result: Any) -> None:
        if task is self._task:
            self.stop()
            take(result)

    def _fail(self, task: Task, error: Exception) -> None:
        if task is self._task:
            self._give_up()
        if not isinstance(error, UserError):
            raise error
        self._session.prompts.tell(self, error.message, error.hint)

    @Slot()
    def _give_up(self) -> None:
        self.stop()
        self.stopped.emit()

    @Slot(int, int)
    def _show_progress(self, step: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(step)
