"""Everyone on file: find by anything, sort by anything, open with Enter."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtCore import QByteArray, QPoint, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QStackedWidget

from core.dates import plural
from core.model import Status
from core.reports.wording import standings, summary
from gui.models.officers import STANDING_WORDS, OfficerRow, OfficersModel, officer_row, shown_standing
from gui.pages.chips import StateChips, chip
from gui.pages.page import Page, empty, search_line
from gui.pages.tables import Table
from gui.room import Room
from gui.session import Session

_COLUMNS = "officers columns"
STANDINGS = (Status.VIOLATION, Status.OVERDUE, Status.UNDETERMINED, Status.DUE_SOON, Status.MET)


def _shown(counts: Counter[Status]) -> Counter[Status]:
    shown: Counter[Status] = Counter()
    for standing, count in counts.items():
        shown[shown_standing(standing)] += count
    return shown


class OfficersPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "Officers")
        self.add_act("Record class…", self._record_class)
        self.add_act("New officer…", self._new_officer, main=True)
        self.model = OfficersModel()
        self.table = Table(self.model, "Officers")
        self.chips = StateChips(STANDINGS, STANDING_WORDS)
        self.former = chip("Former")
        self.search = search_line("Find a name, number, school, class, weapon", "Find officers", self._filter)
        self._arrange()
        self._set_table()

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.chips)
        above.addWidget(self.former)
        above.addStretch()
        above.addWidget(self.search)
        self._stack = QStackedWidget()
        self._nobody = empty("No officers yet.", "Add the first one (Ctrl+Shift+N), or import a workbook (Ctrl+I).")
        self._unfound = empty("Nobody fits.", "Clear the search or the chips above to see everyone.")
        for widget in (self.table, self._nobody, self._unfound):
            self._stack.addWidget(widget)
        self.body.addLayout(above)
        self.body.addWidget(self._stack, 1)
        self.chips.changed.connect(self._filter)
        self.former.toggled.connect(self._filter)

    def _set_table(self) -> None:
        table, head = self.table, self.table.horizontalHeader()
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.opened.connect(self._open)
        table.added.connect(self._new_officer)
        head.setSectionsMovable(True)
        table.stretch(2)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._choose_columns)
        table.setColumnHidden(len(self.model.columns) - 1, True)
        kept = self.session.settings.value(_COLUMNS)
        if isinstance(kept, QByteArray):
            head.restoreState(kept)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        head.sectionResized.connect(self._keep_columns)
        head.sectionMoved.connect(self._keep_columns)

    def fit(self, room: Room) -> None:
        super().fit(room)
        self.chips.fit(room)

    def refresh(self) -> None:
        self.model.set_rows([self._row(record.officer.officer_id) for record in self.session.register.records])
        self._filter()
        self.tell()

    def update_officers(self, officer_ids: frozenset[str]) -> None:
        known = self.session.register.record
        self.model.put({each: self._row(each) if known(each) else None for each in officer_ids})
        self._stack.setCurrentWidget(self._view())
        self.soon.start()

    def _row(self, officer_id: str) -> OfficerRow:
        register = self.session.register
        record = register.record(officer_id)
        assert record is not None
        return officer_row(record, register.entry(officer_id), self.session.as_of)

    def tell(self) -> None:
        roll = self.session.roll
        former = self.model.total - len(roll.officers)
        self.say(summary(roll))
        self.chips.count(_shown(standings(roll)))
        self.former.setText(f"Former  {former:,}")
        self.former.setAccessibleName(f"Show former officers too: {plural(former, 'officer')}")
        self.former.setVisible(former > 0)
        self._stack.setCurrentWidget(self._view())

    def _view(self) -> Any:
        if self.model.rows:
            return self.table
        return self._unfound if self.model.total else self._nobody

    @Slot()
    def _filter(self, _typed: str = "") -> None:
        chosen, former = self.chips.chosen, self.former.isChecked()

        def keep(row: OfficerRow) -> bool:
            return former if row.standing is None else not chosen or row.standing in chosen

        self.model.filter(self.search.text(), keep)
        self._stack.setCurrentWidget(self._view())

    @Slot(object)
    def _open(self, row: OfficerRow) -> None:
        self.officer_wanted.emit(row.officer.officer_id)

    def _new_officer(self) -> None:
        self.command_wanted.emit("new_officer")

    def _record_class(self) -> None:
        self.command_wanted.emit("record_class")

    @Slot(QPoint)
    def _choose_columns(self, where: QPoint) -> None:
        menu = QMenu(self)
        for place, column in enumerate(self.model.columns[1:], start=1):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.table.isColumnHidden(place))
            action.toggled.connect(self._shower(place))
        menu.popup(self.table.horizontalHeader().mapToGlobal(where))

    def _shower(self, place: int) -> Any:
        def show(shown: bool) -> None:
            self.table.setColumnHidden(place, not shown)
            self._keep_columns()

        return show

    @Slot()
    def _keep_columns(self) -> None:
        self.session.settings.setValue(_COLUMNS, self.table.horizontalHeader().saveState())

    def take_focus(self) -> None:
        self.table.setFocus()

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def officer_ids(self) -> list[str]:
        return [row.officer.officer_id for row in self.table.chosen_rows()]
