"""A date as a clerk types it; there is no way to store another date than the one that is shown."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Slot
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QWidget

from core.dates import EARLIEST, LATEST, parse_typed, short
from core.errors import UserError
from core.model import Value
from gui import theme
from gui.theme import put_icon
from gui.widgets.fields import Field


class DateLine(QLineEdit):
    """F4, Alt+Down or the button at its end opens the calendar, on what was typed or else on ``today``."""

    def __init__(self, today: date | None = None) -> None:
        super().__init__(placeholderText="month/day/year")
        self.setMaxLength(40)
        button = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        put_icon(button, "calendar")
        button.setText("Choose from a calendar (F4)")
        button.triggered.connect(self.open_calendar)
        for inner in self.findChildren(QToolButton):
            inner.setStyleSheet("border: 0; padding: 0; min-height: 0; background: transparent;")
        self.calendar: QCalendarWidget | None = None
        self._today = today or _date(QDate.currentDate())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or alt_down:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    @Slot()
    def open_calendar(self) -> None:
        self.calendar = self.calendar or self._made_calendar()
        self.calendar.setSelectedDate(self._typed())
        self.calendar.adjustSize()
        self.calendar.move(self._beneath(self.calendar))
        self.calendar.show()
        self.calendar.setFocus()

    def _typed(self) -> QDate:
        try:
            return _qdate(parse_typed(self.text(), self._today))
        except UserError:
            return _qdate(self._today)

    def _made_calendar(self) -> QCalendarWidget:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAccessibleName("Calendar")
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        calendar.setDateRange(_qdate(EARLIEST), _qdate(LATEST))
        calendar.setMinimumSize(304, 264)
        _dress(calendar)
        calendar.clicked.connect(self._take)
        calendar.activated.connect(self._take)
        return calendar

    def _beneath(self, popup: QWidget) -> QPoint:
        """Under the line, or wherever the screen has room."""
        place = self.mapToGlobal(QPoint(0, self.height()))
        room = self.screen().availableGeometry()
        x = min(place.x(), room.right() - popup.width())
        y = place.y() if place.y() + popup.height() <= room.bottom() else place.y() - self.height() - popup.height()
        return QPoint(max(x, room.left()), max(y, room.top()))

    @Slot(QDate)
    def _take(self, chosen: QDate) -> None:
        self.setText(short(_date(chosen)))
        if self.calendar:
            self.calendar.close()
        self.setFocus()
        self.editingFinished.emit()


class DateField(Field):
    """``8/1/26``, ``today``, ``t``, ``+6m``: shown as ``8/1/2026`` once the field is left; empty is no date."""

    def __init__(self, label: str, today: date, *, hint: str = "", required: bool = False) -> None:
        self.line = DateLine(today)
        super().__init__(label, self.line, hint=hint, required=required)
        self._today = today
        self.line.textChanged.connect(self.changed)
        self.line.editingFinished.connect(self.check)
        self.line.editingFinished.connect(self.left)

    @property
    def entered(self) -> str:
        return self.line.text()

    def value(self) -> date | None:
        text = self.line.text().strip()
        return parse_typed(text, self._today) if text else None

    def set_value(self, value: Value) -> None:
        text = short(value) if isinstance(value, date) else ""
        if self.line.text() != text:
            self.line.setText(text)


def _qdate(on: date) -> QDate:
    return QDate(on.year, on.month, on.day)


def _date(on: QDate) -> date:
    return date(on.year(), on.month(), on.day())


def _dress(calendar: QCalendarWidget) -> None:
    """Weekends in quiet ink and not in red, which elsewhere means something."""
    palette, quiet = theme.current(), QTextCharFormat()
    quiet.setForeground(QColor(palette.muted))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, quiet)
    calendar.setHeaderTextFormat(quiet)
    calendar.setStyleSheet(
        f"QWidget#qt_calendar_navigationbar {{ background: {palette.surface}; min-height: 40px; }}"
        "QToolButton { border: 0; font-weight: bold; }"
        "QToolButton::menu-indicator { width: 0; }"
        f"QCalendarWidget {{ border: 1px solid {palette.field_line}; }}"
    )
    for name, icon_name in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        button = calendar.findChild(QToolButton, name)
        if button:
            put_icon(button, icon_name)
