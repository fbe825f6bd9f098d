"""Data health: what in the records is likely a slip or is missing, each with the way to mend it."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.dates import plural
from core.health import TITLES, Concern, Kind, concerns
from core.model import TrainingClass
from gui import theme
from gui.models.health import ConcernsModel
from gui.pages.layouts import arrange, scrolled
from gui.pages.mending import mend, verb
from gui.pages.page import Page, empty, search_line
from gui.pages.pair import Pair
from gui.pages.tables import Table
from gui.pages.working import Working
from gui.session import Session

_TWO_PEOPLE = "data health: two people"
"""Under this name the pairs lie on the desk of whom somebody has said that they are not one person."""


class HealthPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "Data health", dated=False)
        self.look_again = self.add_act("Look again", self.refresh)
        self.model = ConcernsModel()
        self.table = Table(self.model, "What may be wrong in the records")
        self.detail = ConcernCard(session)
        self.pair = Pair(self.table, self.detail, (790, 312), beside=1000)
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("Which concerns are shown")
        self.kinds.setMinimumWidth(260)
        self.working = Working(session, "Looking through the records…")
        self.search = search_line("Find a name, a class, a word", "Find in the list", self._filter)
        self._found: tuple[Concern, ...] = ()
        self._counts: Counter[Kind] = Counter()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.table.stretch(2)
        above = QHBoxLayout()
        above.addWidget(self.kinds)
        above.addStretch()
        above.addWidget(self.search)
        above.addWidget(self.pair.turn)
        self._stack = QStackedWidget()
        self._well = empty(
            "All is well.",
            "No date is missing or out of order, nobody is on file twice, and proof is held of everything.",
        )
        self._stopped = empty("Stopped.", "“Look again” begins anew.")
        self._unfound = self.nothing_fits()
        for widget in (self.pair, self.working, self._well, self._stopped, self._unfound):
            self._stack.addWidget(widget)
        self.body.addLayout(above)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.chosen.connect(self.detail.show_concern)
        self.table.opened.connect(lambda _concern: self.detail.mend())
        self.table.cured.connect(self.detail.mend)
        self.kinds.activated.connect(self._filter)
        self.detail.officer.clicked.connect(self._open_officer)
        self.detail.two_people.clicked.connect(self._part)
        self.working.shown.connect(lambda: self._stack.setCurrentWidget(self.working))
        self.working.stopped.connect(lambda: self._stack.setCurrentWidget(self._stopped))

    def refresh(self) -> None:
        """Looks anew beside the window; what was shown stands until it is done."""
        session = self.session
        look = partial(
            concerns,
            session.roll.policy,
            session.register.records,
            session.roll.district,
            session.today,
            session.store.rows(TrainingClass),
        )
        self.working.start(lambda _task: look(), self._show)

    def _show(self, found: tuple[Concern, ...]) -> None:
        self._found = found
        self._show_left()

    def _show_left(self) -> None:
        apart = self._parted()
        left = [each for each in self._found if _pair(each) not in apart]
        self._counts = Counter(each.kind for each in left)
        self.model.set_rows(left)
        self._offer_kinds()
        self._filter()
        if left:
            self.say(f"{plural(len(left), 'entry', 'entries')} to look at. Enter opens the form in the field meant.")
        else:
            self.say("Nothing to look at.")

    def _offer_kinds(self) -> None:
        chosen = self.kinds.currentData()
        self.kinds.clear()
        self.kinds.addItem(f"Everything  {self._counts.total():,}", None)
        for kind in Kind:
            if self._counts[kind]:
                self.kinds.addItem(f"{TITLES[kind]}  {self._counts[kind]:,}", kind)
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(chosen)))

    @Slot()
    def _filter(self, _typed: object = None) -> None:
        kind = self.kinds.currentData()
        self.model.filter(self.search.text(), (lambda concern: concern.kind == kind) if kind else None)
        self._choose_view()

    def _choose_view(self) -> None:
        if self.model.rows:
            self._stack.setCurrentWidget(self.pair)
            if self.table.row is None:
                self.table.selectRow(0)
        else:
            self._stack.setCurrentWidget(self._unfound if self.model.total else self._well)

    # Two people whom somebody has told apart

    def _parted(self) -> set[tuple[str, ...]]:
        return {tuple(pair) for pair in json.loads(self.session.store.desk(_TWO_PEOPLE) or "[]")}

    @Slot()
    def _part(self) -> None:
        concern = self.detail.concern
        if concern is not None and self.session.attempt(lambda: self._lay(_pair(concern)), self):
            self._show_left()
            self.table.setFocus()

    def _lay(self, pair: tuple[str, ...]) -> bool:
        self.session.store.lay(_TWO_PEOPLE, json.dumps(sorted({*self._parted(), pair})))
        return True

    # Going on from here

    @Slot()
    def _open_officer(self) -> None:
        if self.detail.concern is not None:
            self.officer_wanted.emit(self.detail.concern.officer_id)

    def take_focus(self) -> None:
        self.pair.show_list()

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def officer_ids(self) -> list[str]:
        concern = self.table.row
        return [concern.officer_id] if concern is not None and concern.officer_id else []


def _pair(concern: Concern) -> tuple[str, ...]:
    return tuple(sorted((concern.officer_id, concern.other))) if concern.kind is Kind.DUPLICATE else ()


class ConcernCard(QFrame):
    """The concern under the cursor, in full, with the button that leads to its field."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.concern: Concern | None = None
        theme.wear(self, theme.Look.CARD)
        self.setMinimumWidth(300)
        self.officer = QPushButton()
        theme.wear(self.officer, theme.Look.LINK)
        self._who = theme.label()
        self._title = theme.label("", theme.Size.HEAD, bold=True)
        self._words = theme.label()
        self.act = QPushButton()
        self.act.setToolTip("Enter in the list")
        theme.wear(self.act, theme.Look.PRIMARY)
        self.act.clicked.connect(self.mend)
        self.two_people = QPushButton("Two people")
        self.two_people.setToolTip("This pair is not listed again.")
        self._arrange()
        for button in (self.officer, self.act, self.two_people):
            button.hide()  # until there is something to mend

    def _arrange(self) -> None:
        inner = QWidget()
        words = QVBoxLayout(inner)
        words.setContentsMargins(20, 16, 20, 16)
        words.setSpacing(theme.SPACE)
        for widget in (self._title, self.officer, self._who, self._words):
            words.addWidget(widget)
        words.addStretch()
        buttons = QHBoxLayout()
        buttons.setContentsMargins(20, 12, 20, 16)
        buttons.setSpacing(theme.SPACE)
        buttons.addWidget(self.act)
        buttons.addWidget(self.two_people)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(inner, "What may be wrong"), 1)
        layout.addLayout(buttons)

    @Slot(object)
    def show_concern(self, concern: Concern | None) -> None:
        self.concern = concern
        if concern is None:
            return
        self._title.setText(TITLES[concern.kind])
        self.officer.setText(f"{concern.who}  ›")
        self.officer.setVisible(bool(concern.officer_id))
        self._who.setText(concern.who)
        self._who.setVisible(not concern.officer_id)
        self._words.setText(concern.words)
        self.act.setText(verb(concern))
        self.act.show()
        self.two_people.setVisible(concern.kind is Kind.DUPLICATE)
        arrange(self)

    @Slot()
    def mend(self) -> None:
        if self.concern is not None:
            mend(self._session, self, self.concern)
