"""Questions that a line of text answers: what something is to be called, and why a record is corrected."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gui import theme

LONGEST_NAME = 60


class OneLine(QDialog):
    """``why`` says what the answer is for; a blank one is not taken."""

    def __init__(self, parent: QWidget | None, what: str, verb: str, why: str = "") -> None:
        super().__init__(parent)
        self.setMinimumWidth(440)
        self.line = QLineEdit()
        self._go = QPushButton(verb)
        self._go.setEnabled(False)
        self.line.textChanged.connect(self._typed)
        theme.wear(self._go, theme.Look.PRIMARY)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(theme.label(what, theme.Size.HEAD, bold=True))
        if why:
            layout.addWidget(theme.label(why, muted=True))
        layout.addWidget(self.line)
        layout.addSpacing(theme.SPACE)
        layout.addWidget(buttons)

    def answer(self) -> str:
        return " ".join(self.line.text().split())

    @Slot()
    def _typed(self) -> None:
        self._go.setEnabled(bool(self.answer()))


class Naming(OneLine):
    def __init__(self, parent: QWidget | None, what: str, suggested: str, verb: str) -> None:
        super().__init__(parent, what, verb)
        self.setWindowTitle(what)
        self.line.setMaxLength(LONGEST_NAME)
        self.line.setAccessibleName(what)
        self.line.setText(suggested)
        self.line.selectAll()


class Reason(OneLine):
    def __init__(self, parent: QWidget | None, what: str, verb: str) -> None:
        super().__init__(parent, what, verb, "Why? The history keeps your reason, and the act can be undone.")
        self.setWindowTitle("Muster")
        self.line.setAccessibleName("Reason")
        self.line.setPlaceholderText("For instance: entered for the wrong officer")
