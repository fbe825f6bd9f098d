"""How much room there is: what a small screen, or one magnified to 200 %, has none for, steps back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

LEAST = QSize(640, 360)
"""The smallest window that is still whole: a 1366 × 768 screen at 200 % has 683 × 384."""
NARROW, LOW = 1248, 560


@dataclass(frozen=True, slots=True)
class Room:
    """``narrow``: words give way to shapes and icons. ``low``: two lines become one."""

    narrow: bool = False
    low: bool = False

    @classmethod
    def of(cls, window: QSize) -> Room:
        return cls(window.width() < NARROW, window.height() < LOW)


def fit_to_screen(dialog: QWidget, size: QSize) -> None:
    """Gives a dialog this size, but never more than the screen has."""
    room = dialog.screen().availableGeometry().size() - QSize(16, 48)
    dialog.resize(size.boundedTo(room))
