"""The keys, on one sheet, for the screen and for the wall beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from gui import theme
from gui.commands import ALSO, COMMANDS, MENUS
from gui.pages.layouts import Beside, scrolled
from gui.room import fit_to_screen

if TYPE_CHECKING:
    from core.findings import Roll
    from core.reports.blocks import Document
    from gui.session import Session

Group = tuple[str, tuple[tuple[str, str], ...]]
"""A heading, and what is done with which keys."""

WIDE = 1180
"""From this width on the three columns have room beside each other."""
IN_LISTS = (
    ("Open or correct the row", "Enter"),
    ("Enter the record that cures it", "Ctrl+Enter"),
    ("Add to the list", "Insert"),
    ("Remove the row, with a reason", "Delete"),
    ("Copy the chosen rows", "Ctrl+C"),
    ("Choose one more row", "Ctrl+Space"),
    ("Details, in a small window", "Space"),
    ("What can be done with the row", "Shift+F10"),
    ("Empty the search, or back", "Esc"),
)
IN_FORMS = (
    ("On to the next field", "Enter, Tab"),
    ("Record what was entered", "Ctrl+Enter"),
    ("Open the calendar of a date", "F4"),
    ("In a date: today, in six months", "t, +6m"),
    ("In the preview: larger, smaller", "Ctrl++, Ctrl+−"),
    ("In the preview: fit the width", "Ctrl+0"),
    ("Move a column left or right", "Alt+Up, Alt+Down"),
)


def groups() -> tuple[Group, ...]:
    """Menu by menu, then the lists and the forms."""
    menus = ((menu.replace("&", ""), tuple(_of_menu(menu))) for menu in MENUS)
    return (*((title, rows) for title, rows in menus if rows), ("In lists", IN_LISTS), ("In forms", IN_FORMS))


def _of_menu(menu: str) -> list[tuple[str, str]]:
    keys = [(c.plain, ", ".join(filter(None, (c.shortcut, ALSO.get(c.id))))) for c in COMMANDS if c.menu == menu]
    return [(text.rstrip("…"), key) for text, key in keys if key]


class Shortcuts(QDialog):
    def __init__(self, parent: QWidget, session: Session | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Keyboard shortcuts")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(theme.SPACE * 2)
        layout.addWidget(theme.label("Keyboard shortcuts", theme.Size.TITLE, bold=True))
        columns = Beside(WIDE, gap=theme.SPACE * 5)
        layout.addWidget(scrolled(columns, "The keys"), 1)
        for some in _in_columns(groups()):
            columns.add(_column(some), 0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        if session is not None and session.is_open:
            self.print_button = buttons.addButton("Print…", QDialogButtonBox.ButtonRole.ActionRole)
            self.print_button.clicked.connect(self.print_sheet)
        layout.addWidget(buttons)
        fit_to_screen(self, QSize(WIDE + 72, max(columns.sizeHint().height(), 0) + 150))

    def print_sheet(self) -> None:
        from gui.dialogs.preview import PreviewDialog

        assert self._session is not None
        roll = self._session.roll
        PreviewDialog(self._session, self, "Keyboard shortcuts", lambda _task: _pdf(keys_document(roll))).exec()


def _in_columns(all_groups: tuple[Group, ...], count: int = 3) -> list[list[Group]]:
    """In reading order, about equally high."""
    total = sum(len(rows) + 2 for _, rows in all_groups)
    placed: list[list[Group]] = [[] for _ in range(count)]
    height = 0
    for title, rows in all_groups:
        placed[min(count - 1, height * count // total)].append((title, rows))
        height += len(rows) + 2
    return placed


def keys_document(roll: Roll) -> Document:
    from core.reports.blocks import Column, Heading, Table, Title
    from core.reports.wording import made_document

    columns = (Column("What", 3), Column("Keys", 2))
    blocks: list[object] = [Title("Keyboard shortcuts", "Muster, all of it by keyboard")]
    for title, rows in groups():
        blocks += [Heading(title), Table(columns, rows)]
    return made_document(roll, "Keyboard shortcuts", blocks, marking="")


def _pdf(document: Document) -> bytes:
    from core.reports import pdf

    return pdf.render(document)


def _column(some: list[Group]) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE)
    for title, rows in some:
        column.addWidget(theme.label(title, theme.Size.HEAD, bold=True))
        column.addLayout(_keys(rows))
        column.addSpacing(theme.SPACE)
    column.addStretch()
    return panel


def _keys(rows: tuple[tuple[str, str], ...]) -> QGridLayout:
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
