"""Asking why a record is corrected or removed."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gui import theme


class Reason(QDialog):
    def __init__(self, parent: QWidget | None, what: str, verb: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Muster")
        self.setMinimumWidth(440)
        self._edit = QLineEdit()
        self._edit.setAccessibleName("Reason")
        self._edit.setPlaceholderText("For instance: entered for the wrong officer")
        self._edit.textChanged.connect(self._typed)
        self._go = QPushButton(verb)
        self._go.setEnabled(False)
        theme.wear(self._go, theme.Look.PRIMARY)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(theme.label(what, theme.Size.HEAD, bold=True))
        layout.addWidget(theme.label("Why? The history keeps your reason, and the act can be undone.", muted=True))
        layout.addWidget(self._edit)
        layout.addSpacing(theme.SPACE)
        layout.addWidget(buttons)

    def answer(self) -> str:
        return self._edit.text().strip()

    @Slot()
    def _typed(self) -> None:
        self._go.setEnabled(bool(self.answer()))
