"""Long work of a page beside the window: after a moment its progress shows, with a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.errors import UserError
from gui import theme
from gui.errand import Errand
from gui.session import Session
from gui.tasks import Task
from gui.widgets.progress import Bar

PATIENCE_MS = 250
"""Work that is done sooner shows no progress: it would only flicker."""


class Working(QWidget):
    """``shown`` says that the work takes long enough to be seen, ``stopped`` that the person stopped it."""

    shown = Signal()
    stopped = Signal()

    def __init__(self, session: Session, words: str) -> None:
        super().__init__()
        self._session = session
        self._bar = Bar(words)
        self._bar.setMaximumWidth(400)
        self.cancel = QPushButton("Stop")
        self.cancel.clicked.connect(self._give_up)
        self._errand = Errand(self, session.worker, PATIENCE_MS)
        self._errand.late.connect(self.shown)
        self._errand.progressed.connect(self._bar.advance)
        self._errand.failed.connect(self._fail)
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
        return self._errand.busy

    def start(self, work: Callable[[Task], Any], take: Callable[[Any], object]) -> None:
        """Does ``work`` in the place of what may be under way, and gives its result to ``take``."""
        self._bar.begin()
        self._errand.start(work, take)

    def stop(self) -> None:
        self._errand.stop()

    @Slot()
    def _give_up(self) -> None:
        self.stop()
        self.stopped.emit()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self.stopped.emit()
        if not isinstance(error, UserError):
            raise error
        self._session.prompts.tell(self, error.message, error.hint)
