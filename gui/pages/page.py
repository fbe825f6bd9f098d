"""What every page has: its title and one sentence, its main act, and the date it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.dates import parse_typed, short, written
from core.errors import UserError
from gui import theme
from gui.session import Session


class AsOf(QWidget):
    """The date everything is shown for; Enter takes what was typed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        from gui.widgets.dates import DateLine

        self._session = session
        self.line: QLineEdit = DateLine()
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
        self.show_date()

    @Slot()
    def show_date(self) -> None:
        today = self._session.as_of == self._session.today
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
    """Says that the page is about another date, and leads back."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        theme.wear(self, theme.Look.NOTICE)
        self._words = QLabel()
        back = QPushButton("Back to today")
        back.clicked.connect(self.go_back)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 6, 6)
        layout.addWidget(self._words)
        layout.addStretch()
        layout.addWidget(back)
        session.everything_changed.connect(self.show_date)
        self.show_date()

    @Slot()
    def show_date(self) -> None:
        as_of, today = self._session.as_of, self._session.today
        self._words.setText(f"As of {written(as_of)} — not today. {_direction(as_of, today)}")
        self.setVisible(as_of != today)

    @Slot()
    def go_back(self) -> None:
        self._session.set_as_of(self._session.today)


def _direction(as_of: date, today: date) -> str:
    if as_of > today:
        return "What will be due by then, if nothing more is recorded."
    return "Only what happened by then is counted."


class Page(QWidget):
    """``name`` is the title; a page fills :attr:`body` and calls :meth:`say` for its sentence."""

    officer_wanted = Signal(str)
    letter_wanted = Signal(str)
    command_wanted = Signal(str)
    left = Signal()

    def __init__(self, session: Session, name: str, *, dated: bool = True) -> None:
        super().__init__()
        self.session = session
        self._stale = True
        self._dated = dated
        self.setAccessibleName(name)
        self.title = theme.label(name, theme.Size.TITLE, bold=True)
        self.sentence = theme.label(muted=True)
        self.acts = QHBoxLayout()
        self.acts.setSpacing(theme.SPACE)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SPACE * 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(theme.SPACE * 2)
        layout.addLayout(self._head(dated))
        if dated:
            self.not_today = NotToday(session)
            layout.addWidget(self.not_today)
        layout.addLayout(self.body, 1)

    def _head(self, dated: bool) -> QVBoxLayout:
        above, below, head = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        above.addWidget(self.title, 1)
        if dated:
            self.as_of = AsOf(self.session)
            above.addWidget(self.as_of)
        below.addWidget(self.sentence, 1)
        below.addLayout(self.acts)
        head.setSpacing(4)
        head.addLayout(above)
        head.addLayout(below)
        return head

    def say(self, sentence: str) -> None:
        self.sentence.setText(sentence)

    def add_act(self, text: str, act: Callable[[], object], *, main: bool = False) -> QPushButton:
        """A button at the right of the sentence."""
        button = QPushButton(text)
        button.clicked.connect(act)
        if main:
            theme.wear(button, theme.Look.PRIMARY)
        self.acts.addWidget(button)
        return button

    def refresh(self) -> None:
        """Shows the session's file as it is now; called when the page comes and something has changed."""

    def update_officers(self, officer_ids: frozenset[str]) -> None:  # noqa: ARG002
        """Shows what an edit changed; a page that has nothing finer shows all anew."""
        self.refresh()

    def come(self) -> None:
        """The page is now the one that is shown."""
        if self._stale:
            self._stale = False
            self.refresh()
        self.take_focus()

    def take_news(self, officer_ids: frozenset[str] | None) -> None:
        """Something was changed, ``None``: perhaps everything. A page out of sight waits until it comes."""
        if not self.isVisible() or self._stale:
            self._stale = True
        elif officer_ids is None:
            self.refresh()
        else:
            self.update_officers(officer_ids)

    def take_focus(self) -> None:
        """Gives the focus to where the page's work begins."""

    def go_to_date(self) -> None:
        """To the as-of date, ready for another one."""
        if self._dated:
            self.as_of.line.setFocus()
            self.as_of.line.selectAll()

    def find_here(self) -> None:
        """Where find-as-you-type begins on this page."""

    def officer_ids(self) -> list[str]:
        """The officers chosen on this page, whom a new record is for."""
        return []


def search_line(placeholder: str, name: str, typed: Callable[[str], object]) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(placeholder)
    line.setAccessibleName(name)
    line.setClearButtonEnabled(True)
    line.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
    line.setMinimumWidth(240)
    line.textChanged.connect(typed)
    return line


def empty(words: str, hint: str) -> QWidget:
    """What a list says when there is nothing in it: why, and what to do next."""
    panel = QWidget()
    panel.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    layout = QVBoxLayout(panel)
    layout.addStretch(2)
    layout.addWidget(theme.label(words, theme.Size.HEAD, bold=True))
    layout.addWidget(theme.label(hint, muted=True))
    layout.addStretch(3)
    return panel
