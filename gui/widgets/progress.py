"""Long work while it goes on: what is being done, how far it is, and a way to stop it. One look for all of it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from gui import theme
from gui.tasks import Task

SHOWN_AFTER_MS = 150
"""What is over by then needs no strip that flickers."""
BAR_WIDTH = 120


class Bar(QProgressBar):
    """How far it is, without numbers; it only moves as long as that is not known."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.setTextVisible(False)
        self.setAccessibleName(words)

    def begin(self) -> None:
        self.setRange(0, 0)

    @Slot(int, int)
    def advance(self, step: int, of: int) -> None:
        self.setRange(0, of)
        self.setValue(step)


class ProgressStrip(QWidget):
    """Out of sight while nothing goes on."""

    def __init__(self) -> None:
        super().__init__()
        self._task: Task | None = None
        self._words = theme.label()
        self._words.setWordWrap(False)
        self._bar = Bar()
        self._bar.setFixedWidth(BAR_WIDTH)
        self.cancel = QPushButton("Stop")
        theme.wear(self.cancel, theme.Look.LINK)
        self.cancel.clicked.connect(self._stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)
        layout.setSpacing(theme.SPACE)
        for part in (self._words, self._bar, self.cancel):
            layout.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._soon = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._soon.timeout.connect(self._appear)
        self.hide()

    def follow(self, task: Task, words: str, *, stoppable: bool = True) -> None:
        """Shows how ``task`` goes on until it has ended."""
        self._task = task
        self._words.setText(words)
        self._bar.setAccessibleName(words)
        self._bar.begin()
        self.cancel.setAccessibleName(f"Stop: {words}")
        self.cancel.setVisible(stoppable)
        task.progressed.connect(self._advance)
        task.ended.connect(self._leave)
        self._soon.start()

    @property
    def words(self) -> str:
        """What is being done; blank when nothing is."""
        return self._words.text() if self._task else ""

    @Slot()
    def _appear(self) -> None:
        self.setVisible(self._task is not None)

    @Slot(int, int)
    def _advance(self, step: int, of: int) -> None:
        if self.sender() is self._task:
            self._bar.advance(step, of)

    @Slot()
    def _leave(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self.hide()

    @Slot()
    def _stop(self) -> None:
        if self._task:
            self._task.cancel()
