"""The date a page is about, and the banner that says when it is not today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from core.dates import parse_typed, plural, short, written
from core.errors import UserError
from gui import theme
from gui.room import Room
from gui.session import Session
from gui.widgets.dates import DateLine

if TYPE_CHECKING:
    from core.model import TrainingClass


class AsOf(QWidget):
    """The date everything is shown for; Enter takes what was typed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.line = DateLine(session.today)
        self.line.setFixedWidth(132)
        self.line.setAccessibleName("As of date")
        self.line.setToolTip("Shows everything as of this date: 8/1/2026, today, +6m")
        self._label = QLabel()
        self._label.setBuddy(self.line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self._label)
        layout.addWidget(self.line)
        self.line.editingFinished.connect(self.take)
        session.everything_changed.connect(self.show_date)
        session.date_kept.connect(self.show_date)
        self.show_date()

    def fit(self, room: Room) -> None:
        self._label.setVisible(not room.low)

    @Slot()
    def show_date(self) -> None:
        today = self._session.as_of == self._session.today
        self.line.today = self._session.today  # it may be another day by now
        self._label.setText("As of today" if today else "As of")
        theme.wear(self._label, theme.Look.MUTED)
        self.line.setText(short(self._session.as_of))

    @Slot()
    def take(self) -> None:
        """Another date is shown at once; what is no date is said and forgotten."""
        try:
            chosen = parse_typed(self.line.text() or "today", self._session.today)
        except UserError as error:
            self._session.said.emit(str(error))
            chosen = self._session.as_of
        self.line.setText(short(chosen))
        self._session.set_as_of(chosen)


class NotToday(QFrame):
    """Says that the page is about another date, and leads back; of a day that has passed, to what was known then."""

    known_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._low = False
        self.leads_on = True
        """Whether it offers to show what was known then; the page that shows it need not."""
        theme.wear(self, theme.Look.NOTICE)
        self._words = theme.label()
        back = QPushButton("Back to today")
        back.clicked.connect(self.go_back)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 6, 6)
        self.known = QPushButton("As known then…")
        self.known.setToolTip("What was on record at the end of that day, beside what is on record now")
        self.known.clicked.connect(self.known_wanted)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.known)
        layout.addWidget(back)
        session.everything_changed.connect(self.show_date)
        self.show_date()

    @Slot()
    def show_date(self) -> None:
        as_of, today = self._session.as_of, self._session.today
        direction = self._direction(as_of, today)
        self._words.setText(f"As of {short(as_of)} — not today." if self._low else _in_full(as_of, direction))
        self._words.setToolTip(direction if self._low else "")
        self.known.setVisible(self.leads_on and as_of < today)
        self.setVisible(as_of != today)

    def fit(self, room: Room) -> None:
        """Where it is low, one line says it; the rest is said by hovering."""
        self._low = room.low
        self.show_date()

    def _direction(self, as_of: date, today: date) -> str:
        if as_of < today:
            return "Only what happened by then is counted."
        planned = sum(today < each.ends_on <= as_of for each in self._classes())
        counted = f" {plural(planned, 'class', 'classes')} planned by then counted as if held." if planned else ""
        return f"What will be due by then, if nothing more is recorded.{counted}"

    def _classes(self) -> list[TrainingClass]:
        from core.model import TrainingClass

        return self._session.store.rows(TrainingClass) if self._session.is_open else []

    @Slot()
    def go_back(self) -> None:
        self._session.set_as_of(self._session.today)


def _in_full(as_of: date, direction: str) -> str:
    return f"As of {written(as_of)} — not today. {direction}"
