"""Twelve months of what falls due, painted; every month can be reached and read by keyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.dates import MONTHS, add_months, plural
from core.findings import Finding, Judged
from core.model import Status
from core.reports.wording import falls_due
from gui import theme
from gui.slices import ROWS

SHOWN_MONTHS = 12
HEIGHT = 64
DAYS = 366

Month = tuple[int, int]


def falling_due(judged: Judged, as_of: date) -> tuple[Finding, ...]:
    """What counts for the officer's standing and falls due, or runs out, within a year."""
    return tuple(f for f in judged.findings if f.decides and falls_due(f, as_of, DAYS))


class Timeline(QWidget):
    """Left and Right move from month to month, Enter or a click asks for what is in it."""

    month_wanted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._due: dict[str, tuple[Finding, ...]] = {}
        self._counts: Counter[tuple[Month, Status]] = Counter()
        self._first = date.min
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(SHOWN_MONTHS * 40, HEIGHT)

    def showing(self, officers: Iterable[Judged], as_of: date) -> Iterator[None]:
        """Shows what falls due for these officers, step by step."""
        due: dict[str, tuple[Finding, ...]] = {}
        counts: Counter[tuple[Month, Status]] = Counter()
        for judged in officers:
            due[judged.officer.officer_id] = falling_due(judged, as_of)
            counts.update(map(_mark, due[judged.officer.officer_id]))
            if len(due) % ROWS == 0:
                yield
        self._first, self._due, self._counts = as_of.replace(day=1), due, counts
        self._tell()

    def update_officers(self, changed: Mapping[str, Judged | None], as_of: date) -> None:
        for officer_id, judged in changed.items():
            self._counts.subtract(map(_mark, self._due.pop(officer_id, ())))
            if judged is not None:
                self._due[officer_id] = falling_due(judged, as_of)
                self._counts.update(map(_mark, self._due[officer_id]))
        self._tell()

    def month(self, place: int) -> Month:
        on = add_months(self._first, place) if self._first > date.min else date.min
        return on.year, on.month

    def left_of(self, year: int, month: int) -> int:
        """Where a month begins on the widget."""
        place = (year - self._first.year) * 12 + month - self._first.month
        return place * self.width() // SHOWN_MONTHS

    def due_in(self, month: Month) -> list[Finding]:
        """What falls due in a month, the earliest first."""
        found = [f for findings in self._due.values() for f in findings if f.due and (f.due.year, f.due.month) == month]
        return sorted(found, key=lambda f: f.due or date.max)

    def words(self, place: int) -> str:
        """What a month holds, for those who listen instead of look."""
        month = self.month(place)
        counts = [f"{plural(n, _noun(status))} ({theme.STATE_WORDS[status].lower()})" for status, n in self._in(month)]
        return f"{MONTHS[month[1] - 1]} {month[0]}: {', '.join(counts) if counts else 'nothing falls due'}"

    def _in(self, month: Month) -> list[tuple[Status, int]]:
        return [(status, self._counts[month, status]) for status in Status if self._counts[month, status] > 0]

    def _tell(self) -> None:
        self.setAccessibleName(f"What falls due in twelve months. {self.words(self._at)}")
        self.update()

    def _go(self, place: int) -> None:
        self._at = max(0, min(SHOWN_MONTHS - 1, place))
        self._tell()

    def _place(self, x: float) -> int:
        return max(0, min(SHOWN_MONTHS - 1, int(x * SHOWN_MONTHS / max(1, self.width()))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self._go(self._at - 1)
            case Qt.Key.Key_Right:
                self._go(self._at + 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.month_wanted.emit(*self.month(self._at))
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(self._place(event.position().x()))
        self.month_wanted.emit(*self.month(self._at))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words(self._place(event.pos().x())), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme.current()
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(ground, 6, 6)
        wide = self.width() / SHOWN_MONTHS
        for place in range(SHOWN_MONTHS):
            self._paint_month(painter, QRectF(place * wide, 0, wide, self.height()), place)
        painter.end()

    def _paint_month(self, painter: QPainter, box: QRectF, place: int) -> None:
        palette = theme.current()
        if place:
            painter.setPen(QColor(palette.line))
            painter.drawLine(QPointF(box.left(), 8), QPointF(box.left(), box.bottom() - 8))
        if self.hasFocus() and place == self._at:
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 5, 5)
        year, month = self.month(place)
        painter.setFont(theme.font(theme.Size.CAPTION, bold=place == 0))
        painter.setPen(QColor(palette.ink if place == 0 else palette.muted))
        words = box.adjusted(10, 8, -4, 0)
        name = MONTHS[month - 1][:3]
        dated = f"{name} {year}"
        if (place == 0 or month == 1) and painter.fontMetrics().horizontalAdvance(dated) <= words.width():
            name = dated
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        self._paint_counts(painter, box, self._in((year, month)))

    @staticmethod
    def _paint_counts(painter: QPainter, box: QRectF, counts: list[tuple[Status, int]]) -> None:
        """A shape and a number for each state; where they do not fit, the worst shape and the number of all."""
        painter.setFont(theme.font(theme.Size.CAPTION, bold=True))
        wide = sum(24 + painter.fontMetrics().horizontalAdvance(f"{count:,}") for _, count in counts)
        if len(counts) > 1 and wide > box.width() - 8:
            counts = [(counts[0][0], sum(count for _, count in counts))]
        x, y = box.left() + 8, box.bottom() - 28
        for status, count in counts:
            theme.paint_state(painter, QRectF(x, y, 16, 16), status)
            painter.setPen(theme.current().state(status))
            text = f"{count:,}"
            painter.drawText(QRectF(x + 18, y - 2, 40, 20), Qt.AlignmentFlag.AlignVCenter, text)
            x += 24 + painter.fontMetrics().horizontalAdvance(text)


def _mark(finding: Finding) -> tuple[Month, Status]:
    assert finding.due is not None
    return (finding.due.year, finding.due.month), finding.status


def _noun(status: Status) -> str:
    return "renewal" if status is Status.MET else "deadline"
