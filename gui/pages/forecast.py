"""What if nothing more is done: who lapses when in the next 24 months."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.dates import MONTHS, plural, short, written
from core.findings import Finding
from core.forecast import Forecast, Outlook, district_outlook, forecast, outlook
from core.model import Status
from gui import theme
from gui.models.forecast import Ahead, Event, EventsModel, MonthsModel, events_of
from gui.pages.chips import chip
from gui.pages.cure import open_cure, verb
from gui.pages.layouts import arrange, clear, scrolled
from gui.pages.months import Legend, MonthTable
from gui.pages.page import Page, empty, search_line
from gui.pages.pair import Pair
from gui.pages.tables import Table
from gui.pages.why import StateMark
from gui.pages.working import Working
from gui.room import Room
from gui.session import Session
from gui.tasks import Task

FEW = 20
"""So many officers are followed anew at once; more are a matter for the worker."""
STEPS = 200


class ForecastPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "Months ahead")
        self.add_act("Plan a class…", lambda: self.command_wanted.emit("record_class"))
        self.forecast: Forecast | None = None
        self.months, self.events = MonthsModel(), EventsModel()
        self.table = MonthTable(self.months, "Months ahead")
        self.list = Table(self.events, "What lapses, by day")
        self.detail = OutlookCard(session)
        self.pair = Pair(self.table, self.detail, (800, 300), beside=NEVER)
        self.working = Working(session, "Looking through the next 24 months…")
        self.by_month, self.as_list = chip("By month"), chip("As a list")
        self.search = search_line("Find a name or a school", "Find in the months ahead", self._filter)
        self.legend = Legend()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._views = QButtonGroup(self)
        above = QHBoxLayout()
        for button in (self.by_month, self.as_list):
            self._views.addButton(button)
            above.addWidget(button)
        above.addSpacing(theme.SPACE)
        above.addWidget(self.legend)
        above.addStretch()
        above.addWidget(self.search)
        above.addWidget(self.pair.turn)
        self.by_month.setChecked(True)
        self._stack = QStackedWidget()
        self._nobody = self.no_officers()
        self._stopped = empty("Stopped.", "Choose another date, or come back to this page, to begin again.")
        self._unfound = self.nothing_fits()
        for widget in (self.pair, self.list, self.working, self._nobody, self._stopped, self._unfound):
            self._stack.addWidget(widget)
        self.body.addLayout(above)
        self.body.addWidget(self._stack, 1)
        self.list.stretch(3)
        for table in (self.table, self.list):
            table.setSortingEnabled(True)
        self.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
        self.list.sortByColumn(0, Qt.SortOrder.AscendingOrder)

    def _connect(self) -> None:
        self.table.month_chosen.connect(self._show_detail)
        self.table.opened.connect(lambda row: self._open(row.outlook))
        self.list.opened.connect(lambda event: self._open(event.outlook))
        self.table.cured.connect(self.detail.cure)
        self.detail.officer_wanted.clicked.connect(self._open_shown)
        self.by_month.toggled.connect(self._choose_view)
        self.working.shown.connect(lambda: self._stack.setCurrentWidget(self.working))
        self.working.stopped.connect(lambda: self._stack.setCurrentWidget(self._stopped))

    def fit(self, room: Room) -> None:
        super().fit(room)
        self.legend.fit(room)

    # What is shown

    def refresh(self) -> None:
        """Begins anew beside the window; what was shown stands until it is done."""
        roll, records = self.session.roll, self.session.register.records
        stride = max(1, len(records) // STEPS)

        def work(task: Task) -> Forecast:
            def step(done: int, of: int) -> None:
                if done % stride == 0:
                    task.report(done, of)

            return forecast(roll.policy, records, roll.district, roll.as_of, step=step)

        self.working.start(work, self._show)

    def _show(self, found: Forecast) -> None:
        self.forecast = found
        self.months.show(found)
        events = [event for each in found.outlooks for event in self._events(each)]
        self.events.set_rows(events)
        self._tell_forecast()

    def _events(self, each: Outlook) -> list[Event]:
        return list(events_of(each, self.session.register.entry(each.officer_id)))

    def update_officers(self, officer_ids: frozenset[str]) -> None:
        if self.forecast is None or self.working.busy or len(officer_ids) > FEW:
            self.refresh()
            return
        roll, register, now = self.session.roll, self.session.register, self.forecast
        changed: dict[str, Outlook | None] = {"": district_outlook(roll.policy, roll.district, now.as_of, now.until)}
        for officer_id in officer_ids:
            record = register.record(officer_id)
            changed[officer_id] = outlook(roll.policy, record, now.as_of, now.until) if record else None
        kept = [each for each in now.outlooks if each.officer_id not in changed]
        self.forecast = Forecast(now.as_of, now.until, (*kept, *filter(None, changed.values())))
        self.months.replace(changed.items())
        self.events.set_rows([event for each in self.forecast.outlooks for event in self._events(each)])
        self._tell_forecast()

    def _tell_forecast(self) -> None:
        assert self.forecast is not None
        self.say(sentence(self.forecast))
        self._choose_view()
        if self.months.rows and not self.table.selectionModel().hasSelection():
            place = max(0, self.table.currentIndex().row())
            self.table.setCurrentIndex(self.months.index(place, 0))
            self.table.setCurrentIndex(self.months.index(place, 1))
        else:
            self._show_detail(self.table.row, -1)

    @Slot()
    def _choose_view(self) -> None:
        if self.forecast is None or self.working.busy:
            return
        months = self.by_month.isChecked()
        shown: QWidget = self.pair if months else self.list
        rows = self.months.rows if months else self.events.rows
        if len(self.forecast.outlooks) == 1:
            shown = self._nobody
        elif not rows:
            shown = self._unfound
        self._stack.setCurrentWidget(shown)

    @Slot()
    def _filter(self, _typed: str = "") -> None:
        self.months.filter(self.search.text())
        self.events.filter(self.search.text())
        self._choose_view()

    @Slot(object, int)
    def _show_detail(self, row: Ahead | None, month: int) -> None:
        if row is None:
            return
        events = self._events(row.outlook)
        if month >= 0 and row.cells[month].words:
            wanted = self.months.months[month]
            events = [event for event in events if (event.on.year, event.on.month) == wanted]
            self.detail.show_events(row.outlook, events, f"{MONTHS[wanted[1] - 1]} {wanted[0]}")
        else:
            self.detail.show_events(row.outlook, events, "The next 24 months")

    # Going on from here

    def _open(self, each: Outlook) -> None:
        if each.officer:
            self.officer_wanted.emit(each.officer_id)

    @Slot()
    def _open_shown(self) -> None:
        if self.detail.outlook:
            self._open(self.detail.outlook)

    def print_lists(self, tables: Sequence[Table], *, chosen: bool = False) -> None:
        """On paper the months are a list: a mark in a column of twenty-five says too little without its words."""
        super().print_lists([self.list if table is self.table else table for table in tables], chosen=chosen)

    def take_focus(self) -> None:
        if self.by_month.isChecked():
            self.pair.show_list()
        else:
            self.list.setFocus()

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def officer_ids(self) -> list[str]:
        row = self.table.row if self.by_month.isChecked() else self.list.row
        return [row.outlook.officer_id] if row is not None and row.outlook.officer else []


NEVER = 100_000
"""The months take the whole width: the detail stands below."""


def sentence(found: Forecast) -> str:
    """``If nothing more is done, 9 of 14 officers lapse by November 23, 2028, the first on 12/1/2026.``"""
    officers = [each for each in found.outlooks if each.officer]
    lapsing = [each.lapses[0].on for each in officers if each.lapses]
    until = written(found.until)
    if not lapsing:
        return f"If nothing more is done, nobody else lapses by {until}."
    powerless = sum(any(lapse.ends_powers for lapse in each.lapses) for each in officers)
    lost = f" {powerless:,} lose the powers of a peace officer." if powerless > 1 else ""
    lost = " One loses the powers of a peace officer." if powerless == 1 else lost
    verb_form = "lapses" if len(lapsing) == 1 else "lapse"
    who = f"{len(lapsing):,} of {plural(len(officers), 'officer')} {verb_form}"
    return f"If nothing more is done, {who} by {until}, the first on {short(min(lapsing))}.{lost}"


class OutlookCard(QFrame):
    """What comes for one officer, day by day, with the act that would cure the first of it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.outlook: Outlook | None = None
        self._finding: Finding | None = None
        theme.wear(self, theme.Look.CARD)
        self._title = theme.label("", bold=True)
        self.officer_wanted = QPushButton()
        theme.wear(self.officer_wanted, theme.Look.LINK)
        self.act = QPushButton()
        self.act.setToolTip("Ctrl+Enter in the list")
        self.act.clicked.connect(self.cure)
        self._inner = QWidget()
        self._lines = QVBoxLayout(self._inner)
        self._arrange()
        for button in (self.officer_wanted, self.act):
            button.hide()  # until there is somebody to speak of

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.officer_wanted)
        head.addWidget(self._title, 1)
        head.addWidget(self.act)
        self._lines.setContentsMargins(0, 0, theme.SPACE, 0)
        self._lines.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 12, 12)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(scrolled(self._inner, "What comes"), 1)
        for button in (self.officer_wanted, self.act):
            button.hide()  # until there is somebody to name on it

    def show_events(self, outlook: Outlook, events: list[Event], when: str) -> None:
        self.outlook = outlook
        self.officer_wanted.setText(f"{outlook.who}  ›" if outlook.officer else outlook.who)
        self.officer_wanted.setEnabled(outlook.officer is not None)
        self.officer_wanted.show()
        self._title.setText(when)
        clear(self._lines)
        for event in events:
            self._lines.addWidget(_line(event))
        if not events:
            self._lines.addWidget(theme.label("Nothing lapses, and nothing is planned.", muted=True))
        self._lines.addStretch()
        self._finding = next((event.lapse.finding for event in events if event.lapse), None)
        self.act.setVisible(self._finding is not None)
        if self._finding:
            self.act.setText(verb(self._finding))
        arrange(self)

    @Slot()
    def cure(self) -> None:
        """Opens the form that would cure the first lapse shown."""
        if self._finding and self.outlook:
            judged = self._session.register.entry(self.outlook.officer_id)
            open_cure(self._session, self, self._finding, judged)


def _line(event: Event) -> QWidget:
    """The day, the state as shape and word, what it is about, and why."""
    line = QWidget()
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.SPACE * 2)
    day = theme.label(short(event.on))
    day.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    day.setFixedWidth(84)
    layout.addWidget(day)
    if event.lapse is None:
        layout.addWidget(theme.label(f"Planned, not credited until then: {event.what}", muted=True), 1)
        return line
    mark = StateMark()
    grave = event.lapse.ends_powers
    mark.show_status(Status.VIOLATION if grave else event.lapse.finding.status, words=event.state)
    mark.setFixedWidth(132)
    layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    quote = f" “{event.lapse.finding.consequence}”" if grave else ""
    layout.addWidget(theme.label(f"{event.what}: {event.lapse.finding.because}.{quote}"), 1)
    return line
