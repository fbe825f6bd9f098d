"""A row of switches that filter a list by state, each with its count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from core.model import Status
from gui import theme
from gui.pages.page import FILTER
from gui.room import Room


class StateChips(QWidget):
    """None switched on shows all."""

    changed = Signal()

    def __init__(self, statuses: Sequence[Status], words: Mapping[str, str] = theme.STATE_WORDS) -> None:
        super().__init__()
        self._words = words
        self._counts: Mapping[Status, int] = {}
        self._narrow = False
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

    def choose(self, chosen: frozenset[Status]) -> None:
        """Switches them, without the news of it."""
        for status, button in self.buttons.items():
            button.blockSignals(True)
            button.setChecked(status in chosen)
            button.blockSignals(False)

    def count(self, counts: Mapping[Status, int]) -> None:
        """Shows how many of each there are; a state nobody is in is not offered."""
        self._counts = counts
        for status, button in self.buttons.items():
            number = counts.get(status, 0)
            button.setText(f"{number:,}" if self._narrow else f"{self._words[status]}  {number:,}")
            button.setToolTip(self._words[status] if self._narrow else "")
            button.setAccessibleName(f"Only {self._words[status].lower()}: {number}")
            button.setVisible(number > 0 or button.isChecked())
            button.updateGeometry()
        self.updateGeometry()

    def fit(self, room: Room) -> None:
        """Where it is narrow, the shape and the count say it alone."""
        self._narrow = room.narrow
        self.count(self._counts)


def chip(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    button.setProperty(FILTER, True)
    theme.wear(button, theme.Look.CHIP)
    return button


def quiet(text: str, name: str, act: Callable[..., object]) -> QPushButton:
    """A button without a frame, for what is done to the row chosen; ``name`` says it in full."""
    button = QPushButton(text)
    button.setToolTip(name)
    button.setAccessibleName(name)
    theme.wear(button, theme.Look.QUIET)
    button.clicked.connect(act)
    return button
