"""Hours of each in-service year as a bar: what counts, what does not, what is planned, and the mark to reach."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.hours import YearHours, lines
from gui import theme

LINE = 32
BAR = 12
LABEL, MOST_BAR = 84, 420
LEAST_SCALE = 40.0


class HoursMeter(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.years: tuple[YearHours, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_years(self, years: Iterable[YearHours]) -> None:
        self.years = tuple(years)
        words = "; ".join(lines(self.years))
        self.setAccessibleName(words)
        self.setToolTip("\n".join(lines(self.years)))
        self.setVisible(bool(self.years))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, LINE * len(self.years))

    @property
    def _scale(self) -> float:
        """The hours of a full bar, the same for each year."""
        reached = (max(y.counted + y.uncounted + y.planned, y.need or 0) for y in self.years)
        return max((*reached, LEAST_SCALE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font())
        wide = max(min(float(MOST_BAR), self.width() - LABEL - 340), 60.0)
        for place, (year, words) in enumerate(zip(self.years, lines(self.years), strict=True)):
            box = QRectF(0, place * LINE, self.width(), LINE)
            self._paint_bar(painter, year, QRectF(LABEL, box.center().y() - BAR / 2, wide, BAR))
            self._paint_words(painter, year, words.partition(": ")[2], box, LABEL + wide)
        painter.end()

    def _paint_bar(self, painter: QPainter, year: YearHours, bar: QRectF) -> None:
        palette = theme.current()
        dot = bar.width() / self._scale
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.line))
        painter.drawRect(bar)
        muted, left = QColor(palette.muted), bar.left()
        counted = palette.state(year.status) if year.status else muted
        none = Qt.PenStyle.NoPen
        for hours, pen, brush in (
            (year.counted, none, QBrush(counted)),
            (year.uncounted, none, QBrush(muted, Qt.BrushStyle.BDiagPattern)),
            (year.planned, QPen(muted, 1, Qt.PenStyle.DashLine), QBrush(QColor(palette.surface))),
        ):
            if hours:
                painter.setPen(pen)
                painter.setBrush(brush)
                painter.drawRect(QRectF(left, bar.top(), hours * dot, bar.height()))
                left += hours * dot
        if year.need:
            x = bar.left() + year.need * dot
            painter.setPen(QPen(QColor(palette.ink), 2))
            painter.drawLine(QPointF(x, bar.top() - 4), QPointF(x, bar.bottom() + 4))

    @staticmethod
    def _paint_words(painter: QPainter, year: YearHours, words: str, box: QRectF, right: float) -> None:
        palette = theme.current()
        painter.setPen(QColor(palette.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, year.label)
        if year.status:
            theme.paint_state(painter, QRectF(right + 12, box.center().y() - 7, 14, 14), year.status)
        painter.setPen(QColor(palette.muted))
        painter.drawText(box.adjusted(right + 36, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
