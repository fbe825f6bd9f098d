"""Work at the keyboard alone: every key is pressed on the real window, and counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

KEY, THOUGHT = 0.28, 1.35
"""Seconds of the keystroke-level model (Card, Moran and Newell 1980): one key of an average typist who does not type
for a living, and the thought before each field or line."""

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@dataclass
class Keyboard:
    """Presses keys wherever the focus is in ``window`` or its dialog. A key held down with another counts as a key."""

    window: QWidget
    keys: int = 0
    thoughts: int = 0
    trouble: list[BaseException] = field(default_factory=list)
    opened: int = 0

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.thoughts * THOUGHT

    @property
    def focus(self) -> QWidget:
        inside = (QApplication.activeModalWidget() or self.window).focusWidget()
        part = QApplication.activePopupWidget() or inside
        assert part is not None
        return part

    def think(self) -> Keyboard:
        """Before the next field or line."""
        self.thoughts += 1
        return self

    def write(self, text: str) -> Keyboard:
        for letter in text:
            QTest.keyClick(self.focus, letter, SHIFT if letter == "+" else Qt.KeyboardModifier.NoModifier)
            self.keys += 2 if letter.isupper() or letter == "+" else 1
        return self

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Keyboard:
        self._activate()
        for key in keys:
            QTest.keyClick(self.focus, key, held)
            self.keys += 1 + sum(bool(held & each) for each in (CONTROL, SHIFT, ALT))
        return self

    def _activate(self) -> None:
        """Without a window manager a list that closes leaves the wrong window active, and shortcuts go astray."""
        target = QApplication.activeModalWidget() or self.window
        for _ in range(100):
            if QApplication.activePopupWidget() or QApplication.activeWindow() is target:
                return
            target.activateWindow()
            QTest.qWait(20)
        raise AssertionError(f"{target} does not become active")

    def open(self, keys: Qt.Key, held: Qt.KeyboardModifier, work: Callable[[QWidget], None]) -> None:
        """Press what opens a dialog, do ``work`` in it, and wait until it is closed."""

        def begin() -> None:
            dialog = QApplication.activeModalWidget()
            self.opened += 1
            try:
                assert dialog is not None
                self._activate()
                work(dialog)
            except BaseException as error:
                self.trouble.append(error)
            finally:
                if dialog is not None and dialog.isVisible():
                    dialog.done(0)

        self._activate()
        QTimer.singleShot(0, begin)
        before = self.opened
        self.press(keys, held=held)
        assert self.opened > before, f"{self.focus} opened nothing"
        if self.trouble:
            raise self.trouble.pop()
