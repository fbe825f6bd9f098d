"""What was known on a day that has passed, beside what is known now about the same day."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.dates import plural, short, written
from core.findings import Finding, Roll
from core.journal import Heading
from core.knowing import Changed, Comparison, compare
from core.reports.wording import sentence, summary
from gui import theme
from gui.models.history import end_of, moment_of
from gui.models.known import NONE, KnownModel
from gui.pages.layouts import clear, scrolled
from gui.pages.page import Page, empty, search_line
from gui.pages.pair import Pair
from gui.pages.tables import Table
from gui.pages.why import StateMark
from gui.pages.working import Working
from gui.room import Room
from gui.session import Session
from gui.tasks import Task

STRIDE = 50


class KnownPage(Page):
    """The date of the page is the day that is asked about, and the day at whose end it is asked what was known."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "As known then")
        self.add_act("Needs attention", lambda: self.command_wanted.emit("show_attention"))
        self.comparison: Comparison | None = None
        self.not_today.leads_on = False
        self.not_today.show_date()
        self.model = KnownModel(session.register.entry)
        self.table = Table(self.model, "What is judged otherwise now")
        self.detail = BothSides()
        self.pair = Pair(self.table, self.detail, (760, 340), beside=1000)
        self.then, self.now = theme.label(), theme.label()
        self.working = Working(session, "Going through the history…")
        self.search = search_line("Find a name or a requirement", "Find in the list", self._filter)
        self._arrange()
        self.table.chosen.connect(self.detail.show_changed)
        self.table.opened.connect(self._open)
        self.detail.history.clicked.connect(self._show_history)
        self.working.shown.connect(lambda: self._stack.setCurrentWidget(self.working))
        self.working.stopped.connect(lambda: self._stack.setCurrentWidget(self._stopped))

    def _arrange(self) -> None:
        sides = QGridLayout()
        sides.setHorizontalSpacing(theme.SPACE * 2)
        sides.setVerticalSpacing(4)
        sides.setColumnStretch(1, 1)
        for line, (name, words) in enumerate((("Known then", self.then), ("Known now", self.now))):
            head = theme.label(name, bold=True)
            head.setWordWrap(False)
            sides.addWidget(head, line, 0)
            sides.addWidget(words, line, 1)
        above = QHBoxLayout()
        above.addStretch()
        above.addWidget(self.search)
        above.addWidget(self.pair.turn)
        self.table.stretch(1)
        self.table.setColumnHidden(4, True)  # the card beside it says it in full
        self._stack = QStackedWidget()
        self._same = empty("Then as now.", "Nothing that was entered since changes how this day is judged.")
        self._ahead = empty(
            "This day has not passed yet.", "Choose an earlier one above (Ctrl+D): the day of a board meeting, say."
        )
        self._stopped = empty("Stopped.", "Choose another date, or come back to this page, to begin again.")
        self._unfound = empty("Nothing here fits.", "Clear the search to see everything.")
        for widget in (self.pair, self.working, self._same, self._ahead, self._stopped, self._unfound):
            self._stack.addWidget(widget)
        self._sides = QWidget()
        self._sides.setLayout(sides)
        sides.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._sides)
        self.body.addLayout(above)
        self.body.addWidget(self._stack, 1)

    def fit(self, room: Room) -> None:
        """Where it is low, the two summaries stand on the card."""
        super().fit(room)
        (self.detail.top if room.low else self.body).insertWidget(0, self._sides)

    # What is shown

    def refresh(self) -> None:
        """Goes through the change log beside the window; what was shown stands until it is done."""
        session, as_of = self.session, self.session.as_of
        if as_of >= session.today:
            self.working.stop()
            self._show_nothing_yet()
            return
        path, policy, moment = session.path, session.register.written, end_of(as_of)

        def work(task: Task) -> Comparison:
            from core.store import Store

            def step(done: int, of: int) -> None:
                if done % STRIDE == 0:
                    task.report(done, of)

            with Store.look(path) as store:
                return compare(store, policy, as_of, moment, step=step)

        self.working.start(work, self._show)

    def _show_nothing_yet(self) -> None:
        self.comparison = None
        self._sides.hide()
        self.say("What was on record at the end of a day, and what was entered about it later.")
        self._stack.setCurrentWidget(self._ahead)

    def _show(self, found: Comparison) -> None:
        self.comparison = found
        self._sides.show()
        self.then.setText(_summary(found.then))
        self.now.setText(_summary(found.now))
        self.model.set_rows(sorted(found.changed, key=lambda changed: not changed.in_state))
        self.say(_sentence(found))
        self._choose_view()
        if not (self.search.hasFocus() or self.as_of.line.hasFocus()):
            self.take_focus()

    def _choose_view(self) -> None:
        if self.comparison is None:
            return
        if not self.model.total:
            self._stack.setCurrentWidget(self._same)
        elif not self.model.rows:
            self._stack.setCurrentWidget(self._unfound)
        else:
            self._stack.setCurrentWidget(self.pair)
            if self.table.row is None:
                self.table.selectRow(0)

    @Slot()
    def _filter(self, _typed: str = "") -> None:
        self.model.filter(self.search.text())
        self._choose_view()

    # Going on from here

    @Slot(object)
    def _open(self, changed: Changed) -> None:
        if changed.officer and self.session.register.record(changed.officer.officer_id):
            self.officer_wanted.emit(changed.officer.officer_id)

    @Slot()
    def _show_history(self) -> None:
        self.command_wanted.emit("show_history")

    def take_focus(self) -> None:
        self.pair.show_list()

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def officer_ids(self) -> list[str]:
        changed = self.table.row
        return [changed.officer.officer_id] if changed is not None and changed.officer else []


def _summary(roll: Roll) -> str:
    return summary(roll) if roll.officers else "No officer was on record."


def _sentence(found: Comparison) -> str:
    since = plural(found.later, "change was", "changes were")
    if not found.changed:
        return f"{since} made after {written(found.as_of)}; none of them changes how that day is judged."
    differ = plural(len(found.changed), "finding about that day differs", "findings about that day differ")
    states = sum(changed.in_state for changed in found.changed)
    how = f"{states:,} of them in state" if states else "in dates or numbers only"
    return f"{since} made after {written(found.as_of)}; {differ}, {how}."


class BothSides(QFrame):
    """One finding then and now, and the entries of the change log that made the difference."""

    def __init__(self) -> None:
        super().__init__()
        theme.wear(self, theme.Look.CARD)
        self.setMinimumWidth(320)
        self.history = QPushButton("Show the history")
        self._inner = QWidget()
        self._lines = QVBoxLayout(self._inner)
        self._lines.setContentsMargins(20, 16, 20, 16)
        self._lines.setSpacing(theme.SPACE)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(20, 12, 20, 16)
        buttons.addWidget(self.history)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.top = QVBoxLayout()
        self.top.setContentsMargins(20, 0, 20, 0)
        layout.addLayout(self.top)
        layout.addWidget(scrolled(self._inner, "Then and now"), 1)
        layout.addLayout(buttons)

    @Slot(object)
    def show_changed(self, changed: Changed | None) -> None:
        clear(self._lines)
        if changed is None:
            return
        self._add(theme.label(changed.finding.requirement.title, theme.Size.HEAD, bold=True))
        for head, finding in (("Known then", changed.then), ("Known now", changed.now)):
            self._show_side(head, finding)
        self._head("What made the difference")
        for entry in changed.entries:
            self._show_entry(entry)
        if not changed.entries:
            self._add(theme.label("The person’s number was changed since.", muted=True))
        self._lines.addStretch()

    def _show_side(self, head: str, finding: Finding | None) -> None:
        self._head(head)
        if finding is None:
            self._add(theme.label(NONE, muted=True))
            return
        mark = StateMark()
        mark.show_status(finding.status, f"due {short(finding.due)}" if finding.due else "")
        self._add(mark)
        self._add(theme.label(sentence(finding.because)))

    def _show_entry(self, entry: Heading) -> None:
        self._add(theme.label(entry.label))
        why = f" · {entry.reason}" if entry.reason else ""
        self._add(theme.label(f"{moment_of(entry.at)} · {entry.who}{why}", theme.Size.CAPTION, muted=True))

    def _head(self, text: str) -> None:
        self._lines.addSpacing(theme.SPACE)
        self._add(theme.label(text, theme.Size.CAPTION, bold=True, muted=True))

    def _add(self, part: QWidget) -> None:
        self._lines.addWidget(part)
