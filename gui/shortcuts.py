"""The keys, on one sheet."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from gui import theme
from gui.commands import COMMANDS, MENUS
from gui.pages.layouts import Beside, scrolled
from gui.room import fit_to_screen

ON_PAGES = (
    ("Open the row", "Enter"),
    ("Enter the record that cures it", "Ctrl+Enter"),
    ("Add to a section", "Insert"),
    ("Remove the row, with a reason", "Delete"),
    ("Back from an officer", "Esc"),
    ("Details, in a small window", "Space"),
    ("Open the calendar of a date", "F4"),
    ("In a date: today, in six months", "t, +6m"),
)


class Shortcuts(QDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(theme.SPACE * 2)
        layout.addWidget(theme.label("Keyboard shortcuts", theme.Size.TITLE, bold=True))
        columns = Beside(820, gap=theme.SPACE * 5)
        layout.addWidget(scrolled(columns, "The keys"), 1)
        keys = [(menu, [(c.plain, c.shortcut) for c in COMMANDS if c.menu == menu and c.shortcut]) for menu in MENUS]
        groups = [(menu.replace("&", ""), rows) for menu, rows in keys] + [("On the pages", list(ON_PAGES))]
        for some in (groups[:2], groups[2:4], groups[4:]):
            columns.add(_column(some), 0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        fit_to_screen(self, QSize(924, max(columns.sizeHint().height(), 0) + 150))


def _column(groups: list[tuple[str, list[tuple[str, str]]]]) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE)
    for title, rows in groups:
        column.addWidget(theme.label(title, theme.Size.HEAD, bold=True))
        column.addLayout(_keys(rows))
        column.addSpacing(theme.SPACE)
    column.addStretch()
    return panel


def _keys(rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE * 2)
    grid.setVerticalSpacing(4)
    for place, (text, key) in enumerate(rows):
        keys = QLabel(key)
        keys.setFont(theme.font(bold=True))
        grid.addWidget(keys, place, 0)
        grid.addWidget(QLabel(text), place, 1)
    grid.setColumnStretch(1, 1)
    return grid
