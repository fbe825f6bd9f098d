"""Ctrl+K: any officer, any command, by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from gui import theme
from gui.models.rows import fold
from gui.room import fit_to_screen
from gui.session import Session

if TYPE_CHECKING:
    from gui.main_window import MainWindow

SHOWN = 12


class Found(NamedTuple):
    text: str
    icon: QIcon
    act: Callable[[], object]


class Finder(QDialog):
    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self.setWindowTitle("Find")
        fit_to_screen(self, QSize(560, 460))
        self.line = QLineEdit()
        self.line.setPlaceholderText("An officer’s name or number, or what you want to do")
        self.line.setAccessibleName("Find an officer or a command")
        self.line.textChanged.connect(self.show_found)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Found")
        self.list.setIconSize(theme.ICON)
        self.list.itemActivated.connect(self._take)
        self._found: list[Found] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self.show_found("")

    @Slot(str)
    def show_found(self, typed: str) -> None:
        words = fold(typed).split()
        self._found = [*self._commands(words), *self._officers(words)][:SHOWN]
        if words:
            self._found.sort(key=lambda found: not fold(found.text).startswith(words[0]))
        self.list.clear()
        for found in self._found:
            item = QListWidgetItem(found.icon, found.text)
            item.setSizeHint(QSize(0, theme.ROW_HEIGHT))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _officers(self, words: list[str]) -> Iterator[Found]:
        if not self._session.is_open or not words:
            return
        for record in self._session.register.records:
            officer = record.officer
            text = fold(f"{officer.full_name} {officer.officer_id} {officer.mcid} {officer.employee_number}")
            if all(word in text for word in words):
                found = f"{officer.name}   {officer.officer_id}"
                yield Found(found, theme.icon("user"), self._opening(officer.officer_id))

    def _commands(self, words: list[str]) -> Iterator[Found]:
        for command in self._window.actions_.possible():
            if command.id != "find_anything" and all(word in fold(command.plain) for word in words):
                text = f"{command.plain}   {command.shortcut}"
                yield Found(text, theme.icon(command.icon or "chevron-right"), self._trigger(command.id))

    def _opening(self, officer_id: str) -> Callable[[], object]:
        return lambda: self._window.show_officer(officer_id)

    def _trigger(self, command_id: str) -> Callable[[], object]:
        return lambda: self._window.give(command_id)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The arrow keys move in the list while the line keeps the focus; Enter takes."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self._found:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._found))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
        return bool(step) or event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}

    @Slot()
    def _take(self) -> None:
        if 0 <= self.list.currentRow() < len(self._found):
            found = self._found[self.list.currentRow()]
            self.accept()
            found.act()
