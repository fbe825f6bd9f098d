"""Asking what something is to be called."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gui import theme

LONGEST = 60


class Naming(QDialog):
    def __init__(self, parent: QWidget | None, what: str, suggested: str, verb: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(what)
        self.setMinimumWidth(400)
        self.line = QLineEdit(suggested)
        self.line.setMaxLength(LONGEST)
        self.line.setAccessibleName(what)
        self.line.selectAll()
        self.line.textChanged.connect(self._typed)
        self._go = QPushButton(verb)
        theme.wear(self._go, theme.Look.PRIMARY)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(theme.label(what, theme.Size.HEAD, bold=True))
        layout.addWidget(self.line)
        layout.addSpacing(theme.SPACE)
        layout.addWidget(buttons)

    def answer(self) -> str:
        return " ".join(self.line.text().split())

    @Slot()
    def _typed(self) -> None:
        self._go.setEnabled(bool(self.answer()))
