"""Needs attention: what to do, worst first, why, and the act right there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
)

from core.dates import MONTHS, short
from core.findings import Finding, Roll
from core.model import Status
from core.register import Line, lines_in, lines_of
from core.reports.wording import matter, summary
from gui import theme
from gui.models.attention import AttentionModel, how_late, what, who
from gui.pages.chips import StateChips
from gui.pages.finding import FindingCard
from gui.pages.page import Page, empty, search_line
from gui.pages.pair import Pair
from gui.pages.tables import Table
from gui.pages.timeline import Timeline
from gui.room import Room
from gui.session import Session

OPEN = (Status.VIOLATION, Status.OVERDUE, Status.UNDETERMINED, Status.DUE_SOON)


class AttentionPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "Needs attention")
        self.add_act("Record class…", lambda: self.command_wanted.emit("record_class"))
        self.model = AttentionModel(session.as_of)
        self.table = Table(self.model, "What needs attention")
        self.table.stretch(2)
        self.detail = LineCard(session)
        self.pair = Pair(self.table, self.detail, (790, 312), beside=1000)
        self.timeline = Timeline()
        self.chips = StateChips(OPEN)
        self.search = search_line("Find a name, a requirement, a school", "Find in the list", self._filter)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.chips)
        above.addStretch()
        above.addWidget(self.search)
        above.addWidget(self.pair.turn)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pair)
        self._nothing = empty(
            "Everyone is in order.", "Nothing is overdue, unknown or due soon. The months ahead stand above."
        )
        self._nobody = self.no_officers()
        self._unfound = self.nothing_fits()
        for widget in (self._nothing, self._nobody, self._unfound):
            self._stack.addWidget(widget)
        self.body.addWidget(self.timeline)
        self.body.addLayout(above)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(self.detail.show_line)
        self.table.opened.connect(self._open)
        self.table.cured.connect(self.detail.cure)
        self.chips.changed.connect(self._filter)
        self.timeline.month_wanted.connect(self._show_month)
        self.detail.officer_wanted.connect(self.officer_wanted)
        self.detail.letter_wanted.connect(self.letter_wanted)

    def fit(self, room: Room) -> None:
        super().fit(room)
        self.timeline.setVisible(not room.low)
        self.chips.fit(room)

    def refresh(self) -> None:
        self.show_in_slices(self._refreshing(self.session.roll))

    def _refreshing(self, roll: Roll) -> Iterator[None]:
        self.say(summary(roll))
        self.model.as_of = roll.as_of
        self.model.order_by(0)
        yield from self.model.showing(lines_in(roll))
        yield from self.timeline.showing(roll.officers, roll.as_of)
        self.tell()

    def update_officers(self, officer_ids: frozenset[str]) -> None:
        changed = {officer_id: self.session.register.entry(officer_id) for officer_id in officer_ids}
        lines = [line for judged in changed.values() if judged for line in lines_of(judged)]
        self.model.replace_officers(officer_ids, lines)
        self.timeline.update_officers(changed, self.session.as_of)
        self._choose_view()
        self.soon.start()

    def tell(self) -> None:
        self.say(summary(self.session.roll))
        self.chips.count(self.model.counts)
        self._choose_view()

    def _choose_view(self) -> None:
        if self.model.rows:
            self._stack.setCurrentIndex(0)
            if self.table.row is None:
                self.table.selectRow(0)
        elif self.model.total:
            self._stack.setCurrentWidget(self._unfound)
        else:
            self._stack.setCurrentWidget(self._nothing if self.session.roll.officers else self._nobody)

    @Slot()
    def _filter(self, _typed: str = "") -> None:
        chosen = self.chips.chosen
        self.model.filter(self.search.text(), (lambda line: line.status in chosen) if chosen else None)
        self._choose_view()

    @Slot(object)
    def _open(self, line: Line) -> None:
        if line.judged:
            self.officer_wanted.emit(line.judged.officer.officer_id)

    @Slot(int, int)
    def _show_month(self, year: int, month: int) -> None:
        """Lists what falls due in a month; choosing one opens the officer."""
        menu = QMenu(self)
        menu.addSection(f"{MONTHS[month - 1]} {year}")
        for finding in self.timeline.due_in((year, month)):
            words, opening = self._words(finding), self._opening(finding.officer_id or "")
            menu.addAction(theme.state_icon(finding.status), words, opening)
        if menu.actions()[-1].isSeparator():
            menu.addAction("Nothing falls due").setEnabled(False)
        menu.popup(self.timeline.mapToGlobal(QPoint(self.timeline.left_of(year, month), self.timeline.height())))

    def _words(self, finding: Finding) -> str:
        judged = self.session.register.entry(finding.officer_id or "")
        assert judged is not None
        assert finding.due is not None
        return f"{short(finding.due)}   {judged.officer.name}   {matter(judged, finding)}".replace("&", "&&")

    def _opening(self, officer_id: str) -> Callable[[], None]:
        return lambda: self.officer_wanted.emit(officer_id)

    def take_focus(self) -> None:
        self.pair.show_list()

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def officer_ids(self) -> list[str]:
        line = self.table.row
        return [line.judged.officer.officer_id] if line is not None and line.judged else []


class LineCard(FindingCard):
    """The line under the cursor, with the way to the officer and to the letter."""

    officer_wanted = Signal(str)
    letter_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.line: Line | None = None
        self.who = QPushButton()
        self.letter = QPushButton("Print letter")
        theme.wear(self.who, theme.Look.LINK)
        self.who.clicked.connect(self._open_officer)
        self.letter.clicked.connect(self._want_letter)
        self.head.addWidget(self.who, 0, Qt.AlignmentFlag.AlignLeft)
        self.for_district = theme.label("This is the district’s to settle; the officer cannot.")
        self.head.addWidget(self.for_district)
        self.buttons.insertWidget(1, self.letter)

    @Slot(object)
    def show_line(self, line: Line | None) -> None:
        self.line = line
        if line is None:
            return
        self.who.setText(f"{who(line)}  ›" if line.judged else "")
        self.who.setVisible(line.judged is not None)
        self.for_district.setVisible(line.for_district)
        self.letter.setVisible(line.judged is not None)
        self.show_findings(line.findings, line.judged, what(line), how_late(line, self._session.as_of))

    @Slot()
    def _open_officer(self) -> None:
        if self.line is not None and self.line.judged:
            self.officer_wanted.emit(self.line.judged.officer.officer_id)

    @Slot()
    def _want_letter(self) -> None:
        if self.line is not None and self.line.judged:
            self.letter_wanted.emit(self.line.judged.officer.officer_id)
