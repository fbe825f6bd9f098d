"""What was printed, and the check of a page by its code."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from core.dates import moment, plural, written
from core.errors import UserError
from core.model import Officer, Paper
from core.papers import changes_since, find_paper, papers, printing, shown_code, snapshot_in, stored_pages
from gui import theme
from gui.errand import Errand
from gui.models.papers import PapersModel, paper_words
from gui.pages.page import empty, search_line
from gui.pages.paperpane import PaperPane
from gui.pages.tables import Table
from gui.room import Room
from gui.widgets.fields import TextField

if TYPE_CHECKING:
    from core.reports.since import Changes
    from gui.session import Session


class Register(QWidget):
    """The list of what was printed, and the very pages of the paper it stands on."""

    chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.model = PapersModel()
        self.table = Table(self.model, "Printed papers")
        self.table.stretch(1)
        self.pane = PaperPane("Pages of the printed paper")
        self.search = search_line("Find by title, officer or code", "Find in the printed papers", self.model.filter)
        self._stack = QStackedWidget()
        self._both = QSplitter(Qt.Orientation.Vertical)
        self._arrange()
        self.table.chosen.connect(self._show)

    def _arrange(self) -> None:
        self._both.setHandleWidth(theme.SPACE * 2)
        self._both.setChildrenCollapsible(False)
        self._both.addWidget(self.table)
        self._both.addWidget(self.pane)
        self._both.setSizes([240, 320])
        self._stack.addWidget(self._both)
        hint = "What you print or save is kept here, exactly as it left, under the code at the foot of its pages."
        self._stack.addWidget(empty("Nothing was printed yet.", hint))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.search)
        layout.addWidget(self._stack, 1)

    def fit(self, room: Room) -> None:
        self.pane.fit(room)

    @property
    def paper(self) -> Paper | None:
        row = self.table.row
        return row if isinstance(row, Paper) else None

    def refresh(self) -> None:
        names = {officer.officer_id: officer.name for officer in self.session.store.rows(Officer)}
        self.model.show(papers(self.session.store), names)
        self._stack.setCurrentIndex(0 if self.model.total else 1)
        if self.paper is None and self.model.rows:
            self.table.selectRow(0)
        self._show(self.table.row)

    def choose(self, paper: Paper) -> None:
        self.search.clear()
        self.table.choose(paper.id)

    @property
    def content(self) -> bytes | None:
        """The exact pages of the paper chosen; what keeps them from being shown is told."""
        paper = self.paper
        return self.session.attempt(lambda: stored_pages(self.session.store, paper), self) if paper else None

    @Slot(object)
    def _show(self, row: object) -> None:
        if isinstance(row, Paper):
            try:
                self.pane.show_paper(stored_pages(self.session.store, row))
            except UserError as error:
                self.pane.show_nothing(error.message, error.hint)
        else:
            self.pane.show_nothing("", "")
        self.chosen.emit(row)


class Check(QWidget):
    """Whether a page is one of ours: its code is typed, and what the register knows of it is said."""

    found = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._comparing = Errand(self, session.worker)
        self.code = TextField("Code on the page", hint="At the foot of every page: Paper 7KQ2-M9XD")
        self.button = QPushButton("Check this page")
        self.answer = QLabel(wordWrap=True)
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.answer.setAccessibleName("What the register says")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(theme.label("Check a printed page", bold=True))
        for part in (self.code, self.button, self.answer):
            layout.addWidget(part)
        layout.addStretch(1)
        self.button.clicked.connect(self.check)
        self.code.line.returnPressed.connect(self.check)

    @Slot()
    def check(self) -> None:
        self._comparing.stop()
        self.answer.clear()
        try:
            paper = find_paper(self.session.store, self.code.entered)
            then = snapshot_in(self.session.store, paper)
        except UserError as error:
            self.code.show_problem(str(error))
            return
        self.code.show_problem("")
        self.answer.setText(self._told(paper, "Comparing it with the records…"))
        self.found.emit(paper)
        policy, district = self.session.roll.policy, self.session.roll.district
        records = self.session.register.records
        self._comparing.start(
            lambda _: changes_since(paper, then, policy, records, district), partial(self._compared, paper)
        )

    def _compared(self, paper: Paper, changes: Changes | None) -> None:
        self.answer.setText(self._told(paper, changes_words(paper, changes)))

    def _told(self, paper: Paper, since: str) -> str:
        entry = printing(self.session.store, paper)
        when = f"{moment(entry.at)} by {entry.who}" if entry else written(paper.printed_on)
        lines = (
            f"Yes: {shown_code(paper.code)} is “{paper_words(paper)}”, {plural(paper.pages, 'page')}.",
            f"As of {written(paper.as_of)}. Printed {when}, by the rules {paper.policy_version}.",
            "Compare the page in your hand with the one shown here.",
            since,
        )
        return "\n\n".join(lines)


def changes_words(paper: Paper, changes: Changes | None) -> str:
    """Whether the records say otherwise today about the day the paper is about."""
    day = written(paper.as_of)
    if changes is None:
        return f"The records say the same about {day} today."
    counted: list[tuple[int, str]] = [
        (len(changes.joined), "joined"),
        (len(changes.left), "left"),
        (len(changes.new), "new"),
        (len(changes.worse), "worse"),
        (len(changes.cured), "cured"),
        (len(changes.better), "better"),
    ]
    words = ", ".join(f"{count:,} {word}" for count, word in counted if count)
    rules = " The rules are others, too." if changes.rules_changed else ""
    return f"What the records say about {day} has changed since{f': {words}' if words else ''}.{rules}"
