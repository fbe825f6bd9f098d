"""One kind of record on a page: a table as tall as it needs, with Add, Edit, Remove, and the documents of each row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.model import Attachment
from gui import theme
from gui.models.rows import RowsModel
from gui.models.sections import Kept, Section, kept, model
from gui.pagemenu import GROUP
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
    """Insert adds, Enter edits, Delete removes; the buttons do the same. A file dropped on a row is attached to it."""

    added = Signal()
    edited = Signal(object)
    removed = Signal(object)
    attached = Signal(object, object)
    """The row, and the files: none of them yet where the button was pressed."""
    documents_wanted = Signal(object)

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.section = section
        self.model: RowsModel[Kept] = model(section)
        self.table = FittedTable(self.model, section.title)
        self.setProperty(GROUP, section.title)
        self.table.verbs |= {"opened": "Edit…", "added": section.verb}
        self._nothing = theme.label(section.nothing, muted=True)
        self.add = self._button(section.verb, f"{section.verb} (Insert)")
        self.edit = self._button("Edit…", f"Edit the row in {section.title} (Enter)")
        self.remove = self._button("Remove…", f"Remove the row from {section.title} (Delete)")
        self.attach = self._button("Attach…", f"Attach a document to the row in {section.title} (or drop it there)")
        self.documents = self._button("Documents", f"Show the documents of the row in {section.title}")
        self._arrange()
        self._connect()
        self.setAcceptDrops(True)

    @staticmethod
    def _button(text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        theme.wear(button, theme.Look.QUIET)
        return button

    @property
    def _of_row(self) -> tuple[QPushButton, ...]:
        return (self.documents, self.attach, self.edit, self.remove)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(theme.label(self.section.title, theme.Size.HEAD, bold=True), 1)
        for button in (*self._of_row, self.add):
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
        self.edit.clicked.connect(lambda: self._edit(self.table.row))
        self.remove.clicked.connect(lambda: self._remove(self.table.row))
        self.attach.clicked.connect(lambda: self.attached.emit(self._stored(self.table.row), []))
        self.documents.clicked.connect(lambda: self.documents_wanted.emit(self._stored(self.table.row)))

    def show_rows(self, rows: Sequence[Any], attachments: Iterable[Attachment] = ()) -> None:
        self.model.set_rows(kept(self.section, rows, attachments))
        self.table.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._enable(self.table.row)

    @property
    def start(self) -> QWidget:
        """Where the keyboard begins: in the table, or where there is nothing, on the button that adds."""
        return self.table if self.model.rows else self.add

    @property
    def stored(self) -> Any:
        """The record under the cursor, as the file has it; ``None`` for none."""
        return self._stored(self.table.row) if self.table.row is not None else None

    def _stored(self, row: Kept) -> Any:
        return self.section.stored(row.row)

    @Slot(object)
    def _enable(self, row: Kept | None) -> None:
        for button in self._of_row:
            button.setVisible(bool(self.model.rows))
            button.setEnabled(row is not None)
        self.documents.setVisible(row is not None and bool(row.documents))

    @Slot(object)
    def _edit(self, row: Kept) -> None:
        self.edited.emit(self._stored(row))

    @Slot(object)
    def _remove(self, row: Kept) -> None:
        self.removed.emit(self._stored(row))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from gui.dialogs.attaching import sources_of

        if self.model.rows and sources_of(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The row that would take the file is the chosen one."""
        place = self._row_at(event.position().toPoint())
        if place >= 0:
            self.table.selectRow(place)
        event.setAccepted(self.table.row is not None)

    def dropEvent(self, event: QDropEvent) -> None:
        from gui.dialogs.attaching import sources_of

        place = self._row_at(event.position().toPoint())
        row = self.model.rows[place] if place >= 0 else self.table.row
        if row is not None:
            event.acceptProposedAction()
            self.attached.emit(self._stored(row), sources_of(event.mimeData()))

    def _row_at(self, point: QPoint) -> int:
        view = self.table.viewport()
        inside = view.mapFrom(self, point)
        return self.table.rowAt(inside.y()) if view.rect().contains(inside) else -1
