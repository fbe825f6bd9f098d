"""The one kind of table: rows of 32 px, the state as shape and word, all of it by keyboard."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.model import Status
from gui import theme
from gui.models.rows import RECORD, STATUS, RowsModel

Index = QModelIndex | QPersistentModelIndex


class StateDelegate(QStyledItemDelegate):
    """Paints the shape of a status before its word."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        status = index.data(STATUS)
        super().paint(painter, option, index)
        if status:  # an enum comes back from Qt as its text
            box: QRect = option.rect
            theme.paint_state(painter, QRect(box.left() + 11, box.center().y() - 7, 15, 15), Status(status))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(STATUS):
            option.text = f"      {option.text}"

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + theme.SPACE, theme.ROW_HEIGHT)


class Table(QTableView):
    """``opened`` on Enter or a double click, ``cured`` on Ctrl+Enter, ``added`` on Insert, ``removed`` on Delete,
    ``chosen`` on moving.
    """

    opened = Signal(object)
    cured = Signal()
    added = Signal()
    removed = Signal(object)
    chosen = Signal(object)

    def __init__(self, model: RowsModel[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._kept: Hashable | None = None
        self.setAccessibleName(name)
        self.setModel(model)
        delegate = StateDelegate(self)
        for place, column in enumerate(model.columns):
            if column.status:
                self.setItemDelegateForColumn(place, delegate)
        self._set_behaviour()
        self._set_headers()
        self.doubleClicked.connect(self._open)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._take_place)

    def _set_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIconSize(theme.ICON)

    def _set_headers(self) -> None:
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.ROW_HEIGHT)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(48)
        for place, column in enumerate(self.rows.columns):
            self.setColumnWidth(place, column.width)

    def stretch(self, column: int) -> None:
        """Gives ``column`` the width that the others leave."""
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    @property
    def row(self) -> Any:
        """The record under the cursor, or ``None``."""
        return self.currentIndex().data(RECORD) if self.currentIndex().isValid() else None

    def chosen_rows(self) -> list[Any]:
        return [index.data(RECORD) for index in self.selectionModel().selectedRows()]

    def choose(self, key: Hashable) -> bool:
        """Moves the cursor to a row, if it is shown."""
        place = self.rows.row_of(key)
        if place >= 0:
            self.selectRow(place)
        return place >= 0

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.data(RECORD) if current.isValid() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.cured.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.row is not None:
                self.opened.emit(self.row)
            case Qt.Key.Key_Insert:
                self.added.emit()
            case Qt.Key.Key_Delete if self.row is not None:
                self.removed.emit(self.row)
            case _:
                super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(RECORD))

    @Slot()
    def _keep_place(self) -> None:
        kept = self.rows.key_of(self.currentIndex())
        self._kept = kept if kept is not None else self._kept

    @Slot()
    def _take_place(self) -> None:
        if self._kept is None or not self.choose(self._kept):
            self.chosen.emit(None)
