"""A row of switches that filter a list by state, each with its count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.model import Status
from gui import theme


class StateChips(QWidget):
    """None switched on shows all."""

    changed = Signal()

    def __init__(self, statuses: Sequence[Status], words: Mapping[str, str] = theme.STATE_WORDS) -> None:
        super().__init__()
        self._words = words
        self.buttons = {status: self._button(status) for status in statuses}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        for button in self.buttons.values():
            layout.addWidget(button)

    def _button(self, status: Status) -> QPushButton:
        button = chip(self._words[status])
        theme.put_state(button, status)
        button.toggled.connect(self._toggled)
        return button

    @Slot()
    def _toggled(self) -> None:
        self.changed.emit()

    @property
    def chosen(self) -> frozenset[Status]:
        return frozenset(status for status, button in self.buttons.items() if button.isChecked())

    def count(self, counts: Mapping[Status, int]) -> None:
        """Shows how many of each there are; a state nobody is in is not offered."""
        for status, button in self.buttons.items():
            number = counts.get(status, 0)
            button.setText(f"{self._words[status]}  {number:,}")
            button.setAccessibleName(f"Only {self._words[status].lower()}: {number}")
            button.setVisible(number > 0 or button.isChecked())


def chip(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    theme.wear(button, theme.Look.CHIP)
    return button
