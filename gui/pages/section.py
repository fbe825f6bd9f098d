"""One kind of record on a page: a table as tall as it needs, with Add, Edit and Remove."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.models.rows import RowsModel
from gui.models.sections import Section, model
from gui.pages.tables import Table

SHOWN_ROWS = 16


class FittedTable(Table):
    """As tall as its rows, up to sixteen, and a wheel over it scrolls the page."""

    def __init__(self, rows: RowsModel[Any], name: str) -> None:
        super().__init__(rows, name)
        self.horizontalHeader().setStretchLastSection(True)
        for signal in (rows.modelReset, rows.rowsInserted, rows.rowsRemoved):
            signal.connect(self.fit)
        self.horizontalScrollBar().rangeChanged.connect(self.fit)
        self.fit()

    @Slot()
    def fit(self) -> None:
        rows, across = self.rows.rowCount(), self.horizontalScrollBar()
        shown = min(max(1, rows), SHOWN_ROWS)
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if rows > SHOWN_ROWS else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        bar = across.sizeHint().height() if across.maximum() else 0
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + shown * theme.ROW_HEIGHT + 4 + bar)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.rows.rowCount() > SHOWN_ROWS:
            super().wheelEvent(event)
        else:
            event.ignore()


class SectionPanel(QWidget):
    """Insert adds, Enter edits, Delete removes; the buttons do the same."""

    added = Signal()
    edited = Signal(object)
    removed = Signal(object)

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.section = section
        self.model = model(section)
        self.table = FittedTable(self.model, section.title)
        self._nothing = theme.label(section.nothing, muted=True)
        self.add = self._button(section.verb, f"{section.verb} (Insert)")
        self.edit = self._button("Edit…", f"Edit the row in {section.title} (Enter)")
        self.remove = self._button("Remove…", f"Remove the row from {section.title} (Delete)")
        self._arrange()
        self._connect()

    @staticmethod
    def _button(text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        theme.wear(button, theme.Look.QUIET)
        return button

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(theme.label(self.section.title, theme.Size.HEAD, bold=True), 1)
        for button in (self.edit, self.remove, self.add):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.table)
        layout.addWidget(self._nothing)

    def _connect(self) -> None:
        self.add.clicked.connect(self.added)
        self.table.added.connect(self.added)
        self.table.opened.connect(self._edit)
        self.table.removed.connect(self._remove)
        self.table.chosen.connect(self._enable)
        self.edit.clicked.connect(self._edit_current)
        self.remove.clicked.connect(self._remove_current)

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._enable(self.table.row)

    @Slot(object)
    def _enable(self, row: Any) -> None:
        for button in (self.edit, self.remove):
            button.setVisible(bool(self.model.rows))
            button.setEnabled(row is not None)

    @Slot(object)
    def _edit(self, row: Any) -> None:
        self.edited.emit(self.section.stored(row))

    @Slot(object)
    def _remove(self, row: Any) -> None:
        self.removed.emit(self.section.stored(row))

    @Slot()
    def _edit_current(self) -> None:
        self._edit(self.table.row)

    @Slot()
    def _remove_current(self) -> None:
        self._remove(self.table.row)
