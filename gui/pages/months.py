"""The table of the months ahead: what lapses is a shape, what is planned a hollow one, powers lost a filled field."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLabel, QStyle, QStyleOptionViewItem, QWidget

from core.model import Status
from gui import theme
from gui.models.forecast import FIRST_MONTH, LEAST_MONTH, POWERS_LOST, Ahead, Cell, MonthsModel
from gui.pages.tables import CellDelegate, Index, Table
from gui.room import Room

SIDE = 14


class MonthCells(CellDelegate):
    def __init__(self, months: MonthsModel, parent: QWidget) -> None:
        super().__init__(months, parent)
        self._months = months

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() < FIRST_MONTH:
            super().paint(painter, option, index)
            return
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme.current()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(palette.selection))
        painter.setPen(QColor(palette.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topLeft(), box.bottomLeft())
        row: Ahead = self._months.rows[index.row()]
        _paint_cell(painter, box, row.cells[index.column() - FIRST_MONTH])
        painter.restore()


def _paint_cell(painter: QPainter, box: QRectF, cell: Cell) -> None:
    """The lapse in the middle, or left of the plan that stands in the same month."""
    marks = [paint for paint, there in ((_paint_lapses, cell.lapses), (_paint_plan, cell.plans)) if there]
    wide = box.width() / max(1, len(marks))
    for place, paint in enumerate(marks):
        middle = QPointF(box.left() + wide * (place + 0.5), box.center().y())
        paint(painter, middle, min(SIDE, wide - 3), cell)


def _paint_lapses(painter: QPainter, middle: QPointF, side: float, cell: Cell) -> None:
    assert cell.worst is not None
    mark = _around(middle, side)
    if cell.ends_powers:
        paint_powers_lost(painter, mark.adjusted(-3, -3, 3, 3))
        return
    if cell.first:
        tint = QColor(theme.current().state(cell.worst))
        tint.setAlpha(48)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(mark.adjusted(-4, -4, 4, 4), 5, 5)
    theme.paint_state(painter, mark, cell.worst)


def paint_powers_lost(painter: QPainter, box: QRectF) -> None:
    """The gravest mark there is: the shape of what is overdue, cut out of a filled field."""
    palette = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.state(Status.VIOLATION))
    painter.drawRoundedRect(box, 4, 4)
    theme.paint_state(painter, box.adjusted(4, 4, -4, -4), Status.OVERDUE, QColor(palette.surface))


def _paint_plan(painter: QPainter, middle: QPointF, side: float, _cell: Cell) -> None:
    paint_planned(painter, _around(middle, side))


def paint_planned(painter: QPainter, box: QRectF) -> None:
    """Hollow: it is on record, and nothing is credited for it."""
    painter.setPen(QPen(QColor(theme.current().muted), 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = box.width() * 0.12
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), 3, 3)


def _around(middle: QPointF, side: float) -> QRectF:
    return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)


class MonthTable(Table):
    """Left and Right go from month to month; ``month_chosen`` says which, -1 for the columns before them."""

    month_chosen = Signal(object, int)

    def __init__(self, months: MonthsModel, name: str) -> None:
        super().__init__(months, name)
        self._cells = MonthCells(months, self)
        self.setItemDelegate(self._cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(LEAST_MONTH)
        head.setStyleSheet("QHeaderView::section { padding: 4px 2px; }")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The months share what the columns before them leave; where that is too little, the table scrolls."""
        super().resizeEvent(event)
        months = range(FIRST_MONTH, len(self.rows.columns))
        left = self.viewport().width() - sum(map(self.columnWidth, range(FIRST_MONTH)))
        for column in months:
            self.setColumnWidth(column, max(LEAST_MONTH, left // len(months)))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.month_chosen.emit(self.row, current.column() - FIRST_MONTH if current.isValid() else -1)


class Legend(QWidget):
    """What the marks mean, in words."""

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        for mark, words in ((_PowersLost(), POWERS_LOST), (_Planned(), "Planned, not credited")):
            label = QLabel(words)
            label.setFont(theme.font(theme.Size.CAPTION))
            theme.wear(label, theme.Look.MUTED)
            layout.addWidget(mark)
            layout.addWidget(label)
            layout.addSpacing(theme.SPACE)

    def fit(self, room: Room) -> None:
        self.setVisible(not room.narrow)


class _Mark(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(20, 20)


class _PowersLost(_Mark):
    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_powers_lost(painter, QRectF(self.rect()))
        painter.end()


class _Planned(_Mark):
    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_planned(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.end()
