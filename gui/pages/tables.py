"""The one kind of table: rows of 32 px, the state as shape and word, all of it by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMetaMethod,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
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
from gui.models.rows import RECORD, Column, RowsModel

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
        self._accent = QColor(palette.accent)
        self._states = {status: palette.state(status) for status in Status}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = self._rows.rows[index.row()], self._rows.columns[index.column()]
        box: QRect = option.rect
        status = column.status(row) if column.status else None
        if option.state & _SELECTED:
            painter.fillRect(box, self._selection)
            if box.left() <= 0:
                painter.fillRect(box.left(), box.top(), BAR, box.height(), self._accent)
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
BAR = 3
"""At the left of a chosen row, for eyes that do not see its ground."""
LEAST_WIDE = 160
_SELECTED = QStyle.StateFlag.State_Selected
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


VERBS = {"opened": "Open", "cured": "Do what cures it", "added": "Add…", "removed": "Remove…"}


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be done where one is, with the key that does it; ``on`` where it can be switched."""

    text: str
    keys: str
    act: Callable[[], object]
    enabled: bool = True
    on: bool | None = None
    group: str = ""
    """The submenu it stands in."""


class LetGo(QObject):
    """Says when the mouse has let a heading go: in between Qt itself resizes columns as well.

    An object of its own, for a view is asked to filter the events of all its parts.
    """

    happened = Signal()

    def __init__(self, heading: QWidget) -> None:
        super().__init__(heading)
        heading.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, self.happened.emit)
        return False


class Table(QTableView):
    """``opened`` on Enter or a double click, ``cured`` on Ctrl+Enter, ``added`` on Insert, ``removed`` on Delete,
    ``chosen`` on moving.
    """

    opened = Signal(object)
    cured = Signal()
    added = Signal()
    removed = Signal(object)
    chosen = Signal(object)
    arranged = Signal()
    """The person has made a column wider or narrower."""

    def __init__(self, model: RowsModel[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._kept: Hashable | None = None
        self._wide = -1
        self._sharing = False
        self._widths = {place: column.width for place, column in enumerate(model.columns)}
        self.unwanted: set[int] = set()
        self.setAccessibleName(name)
        self.setModel(model)
        self._cells = CellDelegate(model, self)
        self.setItemDelegate(self._cells)
        self.verbs = dict(VERBS)
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
        """Gives ``column`` the width that the others leave. Where that is too little, columns that may step back do;
        then the table scrolls."""
        self._wide = column
        self.horizontalHeader().setStretchLastSection(False)
        LetGo(self.horizontalHeader().viewport()).happened.connect(self.take_widths)
        self._share()

    def setColumnHidden(self, column: int, hide: bool) -> None:
        """What the person or the page chose; a column may be out of sight for want of room besides."""
        (self.unwanted.add if hide else self.unwanted.discard)(column)
        if self._wide >= 0:
            self._share()
        else:
            super().setColumnHidden(column, hide)

    def width_of(self, column: int) -> int:
        """Its width where there is room."""
        return self._widths[column]

    def set_width(self, column: int, width: int) -> None:
        self._widths[column] = width
        self._share()

    def steps_back(self, column: int) -> bool:
        """Whether a column that is wanted has no room now."""
        return self.isColumnHidden(column) and column not in self.unwanted

    @Slot()
    def take_widths(self) -> None:
        """The widths that the columns in sight now have are those that are wanted."""
        head = self.horizontalHeader()
        for column in self._widths:
            fixed = head.sectionResizeMode(column) is QHeaderView.ResizeMode.Interactive
            if fixed and not self.isColumnHidden(column):
                self._widths[column] = head.sectionSize(column)
        self._share()
        self.arranged.emit()

    def _share(self) -> None:
        if self._sharing:
            return
        self._sharing = True
        shown = self._with_room()
        for column in range(len(self.rows.columns)):
            if self.isColumnHidden(column) is (column in shown):
                super().setColumnHidden(column, column not in shown)
        self._widen(shown)
        self._sharing = False

    def _with_room(self) -> set[int]:
        """The wanted columns, without those that step back."""
        shown = {column for column in range(len(self.rows.columns)) if column not in self.unwanted}
        ready = sorted((c for c in shown if self.rows.columns[c].yields), key=lambda c: self.rows.columns[c].yields)
        while ready and self._left(shown) < LEAST_WIDE:
            shown.discard(ready.pop())
        return shown

    def _left(self, shown: set[int]) -> int:
        """The width that the other columns leave to the wide one."""
        wide = self._wide_of(shown)
        return self.viewport().width() - sum(self._widths[column] for column in shown if column != wide)

    def _wide_of(self, shown: set[int]) -> int:
        """The column that takes what is left; the first, where the wide one is out of sight."""
        return self._wide if self._wide in shown else min(shown, default=self._wide)

    def _widen(self, shown: set[int]) -> None:
        head, wide, fits = self.horizontalHeader(), self._wide_of(shown), self._left(shown) >= LEAST_WIDE
        for column in shown:
            stretches = fits and column == wide
            mode = QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
            if head.sectionResizeMode(column) is not mode:
                head.setSectionResizeMode(column, mode)
            width = LEAST_WIDE if column == wide else self._widths[column]
            if not stretches and head.sectionSize(column) != width:
                head.resizeSection(column, width)

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

    def selectRow(self, row: int) -> None:
        """Chooses just this row. Qt's own way would ask which keys are held, and take Ctrl+Z for a click with Ctrl."""
        kept = max(self.currentIndex().column(), 0)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.rows.index(row, kept), flag.ClearAndSelect | flag.Rows)

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

    def offers(self) -> Iterator[Offer]:
        """What can be done in this table, for menus: each with the key that does the same."""
        row = self.row
        if row is not None and self._is_heard(self.opened):
            yield Offer(self.verbs["opened"], "Enter", lambda: self.opened.emit(row))
        if row is not None and self._is_heard(self.cured):
            yield Offer(self.verbs["cured"], "Ctrl+Enter", self.cured.emit)
        if self._is_heard(self.added):
            yield Offer(self.verbs["added"], "Insert", self.added.emit)
        if row is not None and self._is_heard(self.removed):
            yield Offer(self.verbs["removed"], "Delete", lambda: self.removed.emit(row))
        if self.chosen_rows():
            yield Offer("Copy the chosen rows", "Ctrl+C", self.copy_rows)

    def _is_heard(self, signal: Any) -> bool:
        return self.isSignalConnected(QMetaMethod.fromSignal(signal))

    def visible_columns(self) -> list[Column[Any]]:
        """The columns that are wanted, as they stand from left to right."""
        head = self.horizontalHeader()
        places = (head.logicalIndex(place) for place in range(head.count()))
        return [self.rows.columns[place] for place in places if place not in self.unwanted]

    def below_row(self) -> QPoint:
        """Where a menu about the row under the cursor opens."""
        place = self.visualRect(self.currentIndex())
        return QPoint(theme.SPACE * 2, place.bottom() if place.isValid() else 0)

    def copy_rows(self) -> None:
        """The chosen rows as they are shown, with their headings, as a spreadsheet takes them."""
        columns = self.visible_columns()
        lines = [[column.title for column in columns]]
        lines += [[column.shown(row) for column in columns] for row in self.chosen_rows()]
        cells = ("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
        QGuiApplication.clipboard().setText("\n".join(cells))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.cured.emit()
                event.setAccepted(self._is_heard(self.cured))  # else it records what the dialog is about
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
