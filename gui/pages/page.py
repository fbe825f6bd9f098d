"""What every page has: its title and one sentence, its main act, and the date it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui import theme
from gui.room import Room
from gui.session import Session

if TYPE_CHECKING:
    from core.model import Row

SEARCH = "search"
SOON_MS = 25
"""Behind the repaint of the rows, which an interval of 0 would come before."""


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
        self.soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self.soon.timeout.connect(self._tell_now)
        self.setAccessibleName(name)
        self.title = theme.label(name, theme.Size.TITLE, bold=True)
        self.sentence = theme.label(muted=True)
        self._acts_panel = QWidget()
        self.acts = QHBoxLayout(self._acts_panel)
        self.acts.setContentsMargins(0, 0, 0, 0)
        self.acts.setSpacing(theme.SPACE)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SPACE * 2)
        self._whole = layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(theme.SPACE * 2)
        layout.addLayout(self._head())
        if dated:
            self._add_dates(layout)
        layout.addLayout(self.body, 1)

    def _add_dates(self, layout: QVBoxLayout) -> None:
        from gui.pages.asof import AsOf, NotToday

        self.as_of = AsOf(self.session)
        self.not_today = NotToday(self.session)
        self._above.addWidget(self.as_of)
        layout.addWidget(self.not_today)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        self._above, self._below = QHBoxLayout(), QHBoxLayout()
        self._above.addWidget(self.title, 1)
        self._below.addWidget(self.sentence, 1)
        self._below.addWidget(self._acts_panel)
        head.setSpacing(4)
        head.addLayout(self._above)
        head.addLayout(self._below)
        return head

    def fit(self, room: Room) -> None:
        """Arranges the page for the room in the window; where it is low, the acts stand on the title's line."""
        side, edge = (16 if room.narrow else 24), (8 if room.low else 16)
        self._whole.setContentsMargins(side, edge, side, edge)
        for layout in (self._whole, self.body):
            layout.setSpacing(theme.SPACE if room.low else theme.SPACE * 2)
        self.title.setFont(theme.font(theme.Size.HEAD if room.low else theme.Size.TITLE, bold=True))
        self.sentence.setFont(theme.font(theme.Size.CAPTION if room.low else theme.Size.BODY))
        if room.low:
            self._above.insertWidget(1, self._acts_panel)
        else:
            self._below.addWidget(self._acts_panel)
        for line in self.findChildren(QLineEdit, SEARCH):
            line.setMinimumWidth(120 if room.narrow else 240)
        if self._dated:
            self.as_of.fit(room)

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

    def tell(self) -> None:
        """The page's sentence and counts; after an edit they come right behind the repaint of its rows."""

    def _tell_now(self) -> None:
        if self.isVisible():
            self.tell()

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

    def step(self, parts: int) -> None:
        """So many parts on, or back, in a page that has several."""

    def record(self) -> Row | None:
        """The record under the cursor, to which a document can be attached."""
        return None

    def officer_ids(self) -> list[str]:
        """The officers chosen on this page, whom a new record is for."""
        return []


def search_line(placeholder: str, name: str, typed: Callable[[str], object]) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(placeholder)
    line.setAccessibleName(name)
    line.setClearButtonEnabled(True)
    theme.put_icon(line.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition), "search")
    line.setObjectName(SEARCH)
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
