"""The one kind of table: rows of 32 px, the state as shape and word, all of it by keyboard."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.model import Status
from gui import theme
from gui.models.rows import RECORD, RowsModel

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints a cell straight from its record: Qt's own way through the style takes ten times as long."""

    def __init__(self, rows: RowsModel[Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self._elided: dict[tuple[str, int], str] = {}
        self.take_colors(QFontMetrics(theme.font()))

    def take_colors(self, metrics: QFontMetrics) -> None:
        """The palette and the type for the cells painted next."""
        palette = theme.current()
        if len(self._elided) > REMEMBERED or metrics != getattr(self, "_metrics", None):
            self._elided.clear()
        self._metrics = metrics
        self._ink, self._muted = QColor(palette.ink), QColor(palette.muted)
        self._line, self._selection = QColor(palette.line), QColor(palette.selection)
        self._states = {status: palette.state(status) for status in Status}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = self._rows.rows[index.row()], self._rows.columns[index.column()]
        box: QRect = option.rect
        status = column.status(row) if column.status else None
        if option.state & _SELECTED:
            painter.fillRect(box, self._selection)
        painter.setPen(self._line)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        words = box.adjusted(INSET, 0, -INSET, 0)
        if status is not None:
            theme.paint_state(painter, QRect(words.left(), box.center().y() - 7, 15, 15), status)
            words.setLeft(words.left() + 20)
        proof = column.proof(row) if column.proof else None
        if proof is not None:
            theme.paint_proof(painter, QRect(words.left(), box.center().y() - 7, 15, 15), proof)
            words.setLeft(words.left() + 20)
        text = column.shown(row)
        if text:
            painter.setPen(theme.proof_color(proof) if proof is not None else self._color(row, status))
            painter.drawText(words, _RIGHT if column.right else _LEFT, self._fitted(text, words.width()))

    def _color(self, row: Any, status: Status | None) -> QColor:
        if status is not None:
            return self._states[status]
        return self._muted if self._rows.is_faint(row) else self._ink

    def _fitted(self, text: str, width: int) -> str:
        """As much of ``text`` as there is room for; the same words come again with every repaint."""
        fitted = self._elided.get((text, width))
        if fitted is None:
            fitted = self._metrics.elidedText(" ".join(text.split("\n")), Qt.TextElideMode.ElideRight, width)
            self._elided[text, width] = fitted
        return fitted

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + 2 * INSET, theme.ROW_HEIGHT)


REMEMBERED = 4096
INSET = 11
LEAST_WIDE = 160
_SELECTED = QStyle.StateFlag.State_Selected
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


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
        self._wide = -1
        self.setAccessibleName(name)
        self.setModel(model)
        self._cells = CellDelegate(model, self)
        self.setItemDelegate(self._cells)
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
        head.setFont(theme.font(theme.Size.CAPTION, bold=True))
        head.setHighlightSections(False)
        head.setMinimumSectionSize(48)
        for place, column in enumerate(self.rows.columns):
            self.setColumnWidth(place, column.width)

    def stretch(self, column: int) -> None:
        """Gives ``column`` the width that the others leave; where that is too little, the table scrolls."""
        self._wide = column
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().sectionResized.connect(self._share_again)
        self._share()

    @Slot(int, int, int)
    def _share_again(self, column: int, _before: int, _now: int) -> None:
        if column != self._wide:
            self._share()

    def _share(self) -> None:
        head = self.horizontalHeader()
        left = self.viewport().width() - sum(head.sectionSize(c) for c in range(head.count()) if c != self._wide)
        fits = left >= LEAST_WIDE
        mode = QHeaderView.ResizeMode.Stretch if fits else QHeaderView.ResizeMode.Interactive
        if head.sectionResizeMode(self._wide) is not mode:
            head.setSectionResizeMode(self._wide, mode)
        if not fits:
            head.resizeSection(self._wide, LEAST_WIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wide >= 0:
            self._share()

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

    def paintEvent(self, event: QPaintEvent) -> None:
        self._cells.take_colors(self.fontMetrics())
        super().paintEvent(event)

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
