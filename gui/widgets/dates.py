"""A date as a clerk types it; there is no way to store another date than the one that is shown."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QWidget

from core.dates import DAY, EARLIEST, LATEST, add_months, parse_typed, short, weekday, written
from core.errors import UserError
from core.model import Value
from gui import theme
from gui.theme import put_icon
from gui.widgets.fields import Field
from gui.widgets.lines import PlainLine

BUTTON = 28
"""What the calendar's button takes of the line."""
_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Down: (-1, 0),
    Qt.Key.Key_PageUp: (0, 1),
    Qt.Key.Key_PageDown: (0, -1),
}
"""Days and months that a key moves the date by."""


class DateLine(PlainLine):
    """What is typed, and at its right at once how it is read.

    Up and Down move a day, Page Up and Page Down a month, Ctrl+; is today as in Excel. F4, Alt+Down or the button at
    the end opens the calendar, on what was typed or else on ``today``.
    """

    def __init__(self, today: date) -> None:
        super().__init__(placeholderText="month/day/year")
        self.setMaxLength(40)
        button = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        put_icon(button, "calendar")
        button.setText("Choose from a calendar (F4)")
        button.triggered.connect(self.open_calendar)
        for inner in self.findChildren(QToolButton):
            inner.setStyleSheet("border: 0; padding: 0; min-height: 0; background: transparent;")
        self.calendar: QCalendarWidget | None = None
        self.today = today

    @property
    def meant(self) -> date | None:
        """How what stands here is read; ``None`` where it is no date, or not yet one."""
        try:
            return parse_typed(self.text(), self.today)
        except UserError:
            return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers()
        alt_down = event.key() == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or alt_down:
            self.open_calendar()
        elif event.key() == Qt.Key.Key_Semicolon and held & Qt.KeyboardModifier.ControlModifier:
            self._show_date(self.today)
        elif event.key() in _STEPS and not held & ~Qt.KeyboardModifier.KeypadModifier:
            self._step(*_STEPS[event.key()])
        else:
            super().keyPressEvent(event)

    def _step(self, days: int, months: int) -> None:
        """From an empty line to today; what is no date stays as it is."""
        if not self.text().strip():
            self._show_date(self.today)
        elif on := self.meant:
            moved = add_months(on, months) if months else on + DAY * days
            self._show_date(min(max(moved, EARLIEST), LATEST))

    def _show_date(self, on: date) -> None:
        if not self.isReadOnly():
            self.setText(short(on))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(theme.font(theme.Size.CAPTION))
        painter.setPen(QColor(theme.current().muted))
        place = QRect(0, 0, self.width() - BUTTON, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.shown_reading())
        painter.end()

    def shown_reading(self) -> str:
        """The fullest words for the date that have room beside what is typed."""
        taken = self.fontMetrics().horizontalAdvance(self.text()) + 2 * theme.SPACE
        room = self.width() - BUTTON - taken - theme.SPACE
        measure = QFontMetrics(theme.font(theme.Size.CAPTION)).horizontalAdvance
        return next((words for words in self._readings() if measure(words) <= room), "")

    def _readings(self) -> tuple[str, ...]:
        if (on := self.meant) is None:
            return ()
        day = weekday(on)
        if self.text().strip() == short(on):
            return day, day[:3]
        return f"{day}, {written(on)}", f"{day[:3]} {short(on)}", short(on), day[:3]

    @Slot()
    def open_calendar(self) -> None:
        self.calendar = self.calendar or self._made_calendar()
        self.calendar.setSelectedDate(_qdate(self.meant or self.today))
        self.calendar.adjustSize()
        self.calendar.move(self._beneath(self.calendar))
        self.calendar.show()
        self.calendar.setFocus()

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
    """``8/1/26``, ``today``, ``t``, ``+6m``, ``mon``: shown as ``8/1/2026`` once left; empty is no date."""

    def __init__(self, label: str, today: date, *, hint: str = "", required: bool = False) -> None:
        self.line = DateLine(today)
        super().__init__(label, self.line, hint=hint, required=required)
        self._today = today
        self.line.textChanged.connect(self.changed)
        self.line.textChanged.connect(self._say_reading)
        self.line.editingFinished.connect(self.check)
        self.line.editingFinished.connect(self.left)

    @Slot()
    def _say_reading(self) -> None:
        """Once it can be read it is no longer wrong; a screen reader is told how, too."""
        if on := self.line.meant:
            self.show_problem("")
            self.line.setAccessibleDescription(f"{weekday(on)}, {written(on)}")

    @property
    def entered(self) -> str:
        return self.line.text()

    def enter(self, text: str) -> None:
        self.line.setText(text)

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
