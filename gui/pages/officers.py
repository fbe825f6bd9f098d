"""Everyone on file: find by anything, filter and sort by anything, keep it as a view, open with Enter."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QStackedWidget, QWidget

from core.dates import plural
from core.errors import UserError
from core.model import Status
from core.reports.wording import standings, summary
from gui import theme
from gui.models.officers import FOUND, OfficerRow, OfficersModel, officer_row, shown_standing
from gui.models.views import (
    BUILT_IN,
    DUE_WORDS,
    HOURS_WORDS,
    LEFT_WORDS,
    STANDING_WORDS,
    Filter,
    Shape,
    View,
    from_text,
    to_text,
)
from gui.pages.chips import StateChips
from gui.pages.layouts import Flow, clear
from gui.pages.page import Page, search_line
from gui.pages.tables import Offer, Table
from gui.room import Room
from gui.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.register import Register

VIEWS, LAST = "officers views", "officers last view"
"""Where the views, and the arrangement one left, lie on the desk of the file."""
STANDINGS = (Status.VIOLATION, Status.OVERDUE, Status.UNDETERMINED, Status.DUE_SOON, Status.MET)
NOT_AT_FIRST = frozenset({"Officer ID", "Employee number", "Phone"})
KEEP_MS = 600
WIDE = 2


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
        self.filter = Filter()
        self._summary = ""
        self.views = from_text(session.store.desk(VIEWS))
        self.view = BUILT_IN[0]
        self.view_button = _menu_button("View", self._fill_views)
        self.filter_button = _menu_button("Filter", self._fill_filters)
        self.search = search_line("Find officers", "Find officers by anything on record", self._typed)
        self.chosen_bar = ChosenBar(self.offers_for_chosen)
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keeping.timeout.connect(self.keep_arrangement)
        self._arrange()
        self._set_table()
        self._take_last()

    # The page

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(theme.SPACE)
        above.addWidget(self.view_button)
        above.addWidget(self.filter_button)
        above.addWidget(self.chips)
        above.addStretch()
        above.addWidget(self.search)
        self._parts_panel = QWidget()
        self._parts = Flow(theme.SPACE)
        self._parts_panel.setLayout(self._parts)
        self._stack = QStackedWidget()
        self._nobody = self.no_officers()
        self._unfound = self.nothing_fits("Nobody fits.")
        for widget in (self.table, self._nobody, self._unfound):
            self._stack.addWidget(widget)
        self.body.addLayout(above)
        self.body.addWidget(self._parts_panel)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.chosen_bar)
        self.chips.changed.connect(self._chips_changed)

    def _set_table(self) -> None:
        table, head = self.table, self.table.horizontalHeader()
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.opened.connect(self._open)
        table.added.connect(self._new_officer)
        table.verbs |= {"opened": "Open the officer", "added": "New officer…"}
        head.setSectionsMovable(True)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._head_menu)
        table.setSortingEnabled(True)
        table.stretch(WIDE)
        table.selectionModel().selectionChanged.connect(self._count_chosen)
        self.model.modelReset.connect(self._count_chosen)
        table.arranged.connect(self._keep_soon)
        head.sectionMoved.connect(self._keep_soon)
        head.sortIndicatorChanged.connect(self._keep_soon)

    def fit(self, room: Room) -> None:
        super().fit(room)
        self.chips.fit(room)
        self.chips.setVisible(not room.narrow)
        self.search.setMinimumWidth(120 if room.narrow else 176)
        self.chosen_bar.fit(room)

    def refresh(self) -> None:
        self.show_in_slices(self._refreshing(self.session.register))

    def _refreshing(self, register: Register) -> Iterator[None]:
        rows: list[OfficerRow] = []
        for record in register.records:
            rows.append(self._row(record.officer.officer_id))
            yield
        yield from self.model.filling(rows)
        self._apply()
        self.tell()

    def update_officers(self, officer_ids: frozenset[str]) -> None:
        known = self.session.register.record
        came = officer_ids.difference(row.officer.officer_id for row in self.model.everything())
        self.model.put({each: self._row(each) if known(each) else None for each in officer_ids})
        self._stack.setCurrentWidget(self._view_of_rows())
        if len(came) == 1 and self.table.choose(*came):
            self.table.setFocus()
        self.soon.start()

    def _row(self, officer_id: str) -> OfficerRow:
        register = self.session.register
        record = register.record(officer_id)
        assert record is not None
        return officer_row(record, register.entry(officer_id), self.session.as_of)

    def tell(self) -> None:
        roll = self.session.roll
        counts = standings(roll)
        self._summary = summary(roll, counts)
        self.say(f"{self._summary}{self._count()}")
        self.chips.count(_shown(counts))
        self._stack.setCurrentWidget(self._view_of_rows())

    def _count(self) -> str:
        """How many of them are shown, where it is not all."""
        narrowed = self.filter != Filter() or self.search.text().strip()
        return f" Shown: {len(self.model.rows):,}." if narrowed else ""

    def _view_of_rows(self) -> QWidget:
        if self.model.rows:
            return self.table
        return self._unfound if self.model.total else self._nobody

    # Filtering

    def set_filter(self, chosen: Filter) -> None:
        """Shows those whom ``chosen`` takes."""
        self.filter = chosen
        self.chips.choose(frozenset(map(Status, chosen.standings)))
        self._apply()
        self._keep_soon()

    @Slot()
    def _chips_changed(self) -> None:
        self.set_filter(replace(self.filter, standings=self.chips.chosen))

    @Slot(str)
    def _typed(self, _text: str = "") -> None:
        self.model.filter(self.search.text(), self.filter.test(self.session.as_of))
        self._show_found()
        self._stack.setCurrentWidget(self._view_of_rows())
        self.say(f"{self._summary}{self._count()}")

    def _show_found(self) -> None:
        """Where the words were found, while there are any."""
        place, unwanted = self._place(FOUND), not self.search.text().strip()
        if unwanted is not (place in self.table.unwanted):
            self.table.setColumnHidden(place, unwanted)

    def _apply(self) -> None:
        self._typed()
        self._show_parts()
        self._name_view()

    def _show_parts(self) -> None:
        """Each thing filtered by, to be taken away with a click; standings have chips of their own."""
        clear(self._parts)
        parts = [(words, rest) for words, rest in self.filter.parts() if rest.standings == self.filter.standings]
        for words, rest in parts:
            part = QPushButton(words)
            theme.put_icon(part, "x")
            part.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            part.setAccessibleName(f"{words}: take this filter away")
            part.setToolTip("Take this filter away")
            part.clicked.connect(self._taker(rest))
            theme.wear(part, theme.Look.CHIP)
            self._parts.addWidget(part)
        self._parts_panel.setVisible(bool(parts))

    def _taker(self, rest: Filter) -> Callable[[], None]:
        def take() -> None:
            self.set_filter(rest)
            self.filter_button.setFocus()

        return take

    @Slot()
    def clear_filters(self) -> None:
        """Shows everyone now with the district."""
        self.search.clear()
        self.set_filter(Filter())
        self.take_focus()

    def _fill_filters(self, menu: QMenu) -> None:
        menu.clear()
        rows, now = self.model.everything(), self.filter
        self._sets(menu.addMenu("&Standing"), "standings", ((s.value, STANDING_WORDS[s]) for s in STANDINGS))
        self._sets(menu.addMenu("&Role"), "roles", _values(row.role for row in rows))
        self._sets(menu.addMenu("S&chool"), "schools", _values(row.school for row in rows))
        self._sets(menu.addMenu("&Employer"), "employers", _values(row.employer for row in rows))
        self._ones(menu.addMenu("Next &due"), "due", DUE_WORDS)
        self._ones(menu.addMenu("&Hours"), "hours", HOURS_WORDS)
        self._one(menu, "&Proof missing", now.unproven, replace(now, unproven=not now.unproven))
        self._one(menu, "&Armed", now.armed, replace(now, armed=not now.armed))
        self._ones(menu.addMenu("Those who &left"), "left", LEFT_WORDS)
        menu.addSeparator()
        clear_all = menu.addAction("Show every&one", self.clear_filters)
        clear_all.setEnabled(now != Filter() or bool(self.search.text()))

    def _sets(self, menu: QMenu, name: str, values: Iterable[tuple[str, str]]) -> None:
        taken: frozenset[str] = getattr(self.filter, name)
        for value, words in values:
            rest: Any = {name: taken ^ {value}}
            self._one(menu, words.replace("&", "&&") or "Not recorded", value in taken, replace(self.filter, **rest))

    def _ones(self, menu: QMenu, name: str, words: dict[Any, str]) -> None:
        for value, each in words.items():
            rest: Any = {name: value}
            self._one(menu, each, getattr(self.filter, name) is value, replace(self.filter, **rest))

    def _one(self, menu: QMenu, words: str, on: bool, chosen: Filter) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda: self.set_filter(chosen))

    # Views

    def _fill_views(self, menu: QMenu) -> None:
        menu.clear()
        for view in (*BUILT_IN, *self.views):
            action = menu.addAction(view.name.replace("&", "&&"), self._shower(view))
            action.setCheckable(True)
            action.setChecked(view.name == self.view.name)
            if view is BUILT_IN[-1]:
                menu.addSeparator()
        menu.addSeparator()
        menu.addAction("&Keep this view…", self.ask_to_keep)
        mine = self.view in self.views
        menu.addAction("Keep the &changes in this view", self.keep_changes).setEnabled(mine and self.is_changed)
        menu.addAction(f"&Delete the view “{self.view.name}”" if mine else "&Delete", self.delete_view).setEnabled(mine)
        menu.addSeparator()
        menu.addAction("Choose c&olumns…", self.choose_columns)

    def _shower(self, view: View) -> Callable[[], None]:
        return lambda: self.show_view(view)

    def show_view(self, view: View) -> None:
        """Its filter, its columns and its order."""
        self.view = view
        self.search.setText(view.text)
        self.set_shape(view.shape)
        self.set_filter(view.filter)

    @property
    def shape(self) -> Shape:
        """The columns as they stand, and the order of the rows."""
        head = self.table.horizontalHeader()
        places = [head.logicalIndex(place) for place in range(head.count())]
        wanted = [place for place in places if place not in self.table.unwanted and place != self._place(FOUND)]
        columns = tuple((self.model.columns[place].title, self.table.width_of(place)) for place in wanted)
        descending = head.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        return Shape(columns, self.model.columns[max(head.sortIndicatorSection(), 0)].title, descending)

    def set_shape(self, shape: Shape) -> None:
        columns = shape.columns or self._first_columns()
        known = [(self._place(title), width) for title, width in columns if self._place(title) >= 0]
        head, wanted = self.table.horizontalHeader(), {place for place, _ in known}
        head.blockSignals(True)
        for at, (place, width) in enumerate(known):
            head.moveSection(head.visualIndex(place), at)
            self.table.set_width(place, width)
        head.blockSignals(False)
        for place in range(self._place(FOUND)):
            self.table.setColumnHidden(place, place not in wanted)
        order = Qt.SortOrder.DescendingOrder if shape.descending else Qt.SortOrder.AscendingOrder
        self.table.sortByColumn(max(self._place(shape.sort), 0), order)

    def _first_columns(self) -> tuple[tuple[str, int], ...]:
        return tuple((c.title, c.width) for c in self.model.columns if c.title not in NOT_AT_FIRST | {FOUND})

    def _place(self, title: str) -> int:
        return next((place for place, column in enumerate(self.model.columns) if column.title == title), -1)

    @property
    def is_changed(self) -> bool:
        """Whether what is shown is no longer the view it was chosen as."""
        mine, view = self.shape, self.view.shape
        columns = [title for title, _ in mine.columns]
        kept = [title for title, _ in view.columns or self._first_columns()]
        same = columns == kept and (mine.sort, mine.descending) == (view.sort, view.descending)
        return not (same and self.filter == self.view.filter and self.search.text() == self.view.text)

    def _name_view(self) -> None:
        name = f"{self.view.name} (changed)" if self.is_changed else self.view.name
        self.view_button.setText(f"View: {name}")
        self.view_button.setAccessibleName(f"View: {name}")
        self.view_button.setToolTip("The views: what is shown, in which columns and in which order")

    def ask_to_keep(self) -> None:
        """Keeps what is shown under a name."""
        suggested = self.filter.words[:40] or "My view"
        name = self.session.prompts.name(self, "Name of the view", suggested, "Keep view")
        if not name:
            return
        if any(view.name.casefold() == name.casefold() for view in BUILT_IN):
            self.session.prompts.tell(self, f"“{name}” is a view of the program’s own.", "Give yours another name.")
            return
        self._keep_view(View(name, self.filter, self.shape, self.search.text()))
        self.session.said.emit(f"Kept the view “{name}”.")

    def keep_changes(self) -> None:
        self._keep_view(View(self.view.name, self.filter, self.shape, self.search.text()))

    def _keep_view(self, view: View) -> None:
        self.view = view
        others = (each for each in self.views if each.name.casefold() != view.name.casefold())
        self._lay_views((*others, view))

    def delete_view(self) -> None:
        gone = self.view
        self._lay_views(tuple(view for view in self.views if view is not gone))
        self.view = BUILT_IN[0]
        self._name_view()
        self.session.said.emit(f"Deleted the view “{gone.name}”; the officers are as they were.")

    def _lay_views(self, views: tuple[View, ...]) -> None:
        self.views = tuple(sorted(views, key=lambda view: view.name.casefold()))
        self.session.attempt(lambda: self.session.store.lay(VIEWS, to_text(self.views)), self)
        self._name_view()
        self._keep_soon()

    @Slot()
    def _keep_soon(self) -> None:
        self._name_view()
        self._keeping.start()

    @Slot()
    def keep_arrangement(self) -> None:
        """What is shown comes again with the file."""
        if not self.session.is_open:
            return
        text = json.dumps([self.view.name, to_text((View("", self.filter, self.shape),))])
        try:
            if self.session.store.desk(LAST) != text:
                self.session.store.lay(LAST, text)
        except UserError:
            return  # a file open to read keeps nothing, and nothing of the records is lost by it

    def _take_last(self) -> None:
        name, arranged = self._last()
        self.view = next((view for view in (*BUILT_IN, *self.views) if view.name == name), BUILT_IN[0])
        last = next(iter(from_text(arranged)), self.view)
        self.set_shape(last.shape)
        self.filter = last.filter
        self.chips.choose(frozenset(map(Status, last.filter.standings)))
        self._keeping.stop()

    def _last(self) -> tuple[str, str]:
        try:
            name, arranged = json.loads(self.session.store.desk(LAST) or "[]")
        except ValueError:
            return "", ""
        return str(name), str(arranged)

    # Columns

    @Slot(QPoint)
    def _head_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, column in enumerate(self.model.columns[: self._place(FOUND)]):
            no_room = " (no room now)" if self.table.steps_back(place) else ""
            action = menu.addAction(f"{column.title}{no_room}")
            action.setCheckable(True)
            action.setChecked(place not in self.table.unwanted)
            action.setEnabled(place > 0)
            action.toggled.connect(self._column_shower(place))
        menu.addSeparator()
        menu.addAction("Choose columns…", self.choose_columns)
        menu.popup(self.table.horizontalHeader().mapToGlobal(where))

    def _column_shower(self, place: int) -> Callable[[bool], None]:
        def show(shown: bool) -> None:
            self.table.setColumnHidden(place, not shown)
            self._keep_soon()

        return show

    def choose_columns(self) -> None:
        """Which columns there are, and in which order."""
        from gui.dialogs.columns import ColumnsDialog

        widths = {column.title: column.width for column in self.model.columns} | dict(self.shape.columns)
        names = [column.title for column in self.model.columns[: self._place(FOUND)]]
        dialog = ColumnsDialog(self, names, [title for title, _ in self.shape.columns])
        if dialog.exec():
            self.set_shape(replace(self.shape, columns=tuple((title, widths[title]) for title in dialog.chosen)))
            self._keep_soon()

    # Acting on those who are chosen

    @Slot()
    def _count_chosen(self) -> None:
        self.chosen_bar.count(len(self.table.selectionModel().selectedRows()))

    def offers_for_chosen(self) -> list[Offer]:
        give = self.command_wanted.emit
        return [
            Offer("Print letters…", "Ctrl+L", lambda: give("print_letters")),
            Offer("Record class…", "Ctrl+R", lambda: give("record_class")),
            Offer("Record range day…", "Ctrl+Shift+R", lambda: give("record_range_day")),
            Offer("Record waiver…", "", lambda: give("grant_waiver")),
            Offer("Export this list…", "", lambda: self.export_here(chosen=True)),
            Offer("Print this list…", "", lambda: self.print_lists([self.table], chosen=True)),
        ]

    def offers(self, table: Table) -> list[Offer]:
        group = "For those chosen" if len(self.officer_ids()) > 1 else "For this officer"
        chosen = self.offers_for_chosen() if self.officer_ids() else []
        return [*super().offers(table), *(replace(offer, group=group) for offer in chosen)]

    def narrowed(self, table: Table) -> str:  # noqa: ARG002
        found = self.search.text().strip()
        return "; ".join(filter(None, (self.filter.words, f"found by “{found}”" if found else "")))

    @Slot(object)
    def _open(self, row: OfficerRow) -> None:
        self.officer_wanted.emit(row.officer.officer_id)

    def _new_officer(self) -> None:
        self.command_wanted.emit("new_officer")

    def _record_class(self) -> None:
        self.command_wanted.emit("record_class")

    def take_focus(self) -> None:
        self.table.setFocus()
        if self.table.row is None or not self.table.chosen_rows():
            self.table.selectRow(0)

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def officer_ids(self) -> list[str]:
        return [row.officer.officer_id for row in self.table.chosen_rows()]


class ChosenBar(QWidget):
    """What can be done for several officers at once; out of sight while fewer are chosen."""

    def __init__(self, offers: Callable[[], list[Offer]]) -> None:
        super().__init__()
        self._offers = offers
        self._words = theme.label("", bold=True)
        self._words.setWordWrap(False)
        self.buttons = [self._button(offer) for offer in offers()]
        self.more = _menu_button("For those chosen", self._fill)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._words)
        row.addSpacing(theme.SPACE)
        for button in (*self.buttons, self.more):
            row.addWidget(button)
        row.addStretch()
        self.fit(Room())
        self.hide()

    def _button(self, offer: Offer) -> QPushButton:
        button = QPushButton(offer.text)
        button.setAccessibleName(f"{offer.text.rstrip('…')} for those chosen")
        button.setToolTip(offer.keys)
        button.clicked.connect(offer.act)
        return button

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for offer in self._offers():
            menu.addAction(f"{offer.text}\t{offer.keys}", offer.act)

    def fit(self, room: Room) -> None:
        """Where it is narrow, the acts are in a menu."""
        for button in self.buttons:
            button.setVisible(not room.narrow)
        self.more.setVisible(room.narrow)

    def count(self, chosen: int) -> None:
        self._words.setText(f"{plural(chosen, 'officer')} chosen")
        self.setVisible(chosen > 1)


def _values(found: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in sorted(set(found)) if value]


def _menu_button(name: str, fill: Callable[[QMenu], None]) -> QPushButton:
    """A button that opens a menu, filled when it is wanted."""
    button = QPushButton(name)
    menu = QMenu(button)
    menu.aboutToShow.connect(lambda: fill(menu))
    button.setMenu(menu)
    theme.put_icon(button, "chevron-down")
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    theme.wear(button, theme.Look.CHIP)
    return button
