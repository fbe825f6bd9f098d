"""The lines one finds something with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from gui import theme


def dressed_search(line: QLineEdit, placeholder: str, name: str) -> QLineEdit:
    """With a glass in front, and a button to clear it; a screen reader is told what both are."""
    line.setPlaceholderText(placeholder)
    line.setAccessibleName(name)
    line.setClearButtonEnabled(True)
    glass = line.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
    theme.put_icon(glass, "search")
    for button, words in zip(line.findChildren(QToolButton), ("Clear what is typed", name), strict=True):
        button.setAccessibleName(words)
    return line


class FindLine(QLineEdit):
    """Enter takes who is found, Down goes there, Esc leaves."""

    taken = Signal(bool)
    """Whether it was by Enter."""
    left = Signal()

    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__()
        dressed_search(self, placeholder, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif is_enter or event.key() == Qt.Key.Key_Down:
            self.taken.emit(is_enter)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)
