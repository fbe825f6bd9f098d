"""Every change: who, when, what before and after, and why; back to any of them, record by record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.dates import moment, plural
from core.errors import UserError
from core.journal import Asked
from core.model import BY_NAME, TABLES, Officer
from core.store import Change, RowChange
from gui import theme
from gui.dialogs.rowform import officer_options
from gui.models.history import ChangesModel, begin_of, end_of
from gui.models.stored import column_words, value_words
from gui.pages.chips import chip
from gui.pages.layouts import Flow, rebuilding, scrolled
from gui.pages.page import Page, empty, search_line
from gui.pages.pair import Pair
from gui.pages.tables import Table
from gui.pages.working import Working
from gui.session import Session
from gui.widgets.dates import DateField
from gui.widgets.fields import ChoiceField, PickField

AT_ONCE = 200
"""So many changes are read at a time; older ones when the list is scrolled to its end."""
SHOWN_RECORDS = 30
TYPING_MS = 150
DATE_WIDTH = 124
"""In pixels: for a whole date beside its calendar."""
LEAST_CHOICE = 88
"""In pixels: beside four others on the smallest screen."""


class HistoryPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "History", dated=False)
        self.undo = self.add_act("Undo", lambda: self.command_wanted.emit("undo"))
        self.redo = self.add_act("Redo", lambda: self.command_wanted.emit("redo"))
        self.model = ChangesModel()
        self.table = Table(self.model, "Changes")
        self.table.stretch(1)
        self.table.setColumnHidden(3, True)
        self.detail = ChangeDetail(session)
        self.working = Working(session, "Looking through the changes…")
        self.filters = Filters(session)
        self.more = chip("Filter")
        self.more.setToolTip("By person, kind of record, who made it, and when")
        self._record: tuple[str, Any] | None = None
        self._all_read = False
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self.search = search_line("Find in the changes", "Find in the changes", self._typed)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.pair = Pair(self.table, self.detail, (600, 500), beside=800)
        above = QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self.more)
        above.addStretch(1)
        above.addWidget(self.pair.turn)
        self.search.setMaximumWidth(400)
        self._only = OneRecord()
        self._stack = QStackedWidget()
        self._nothing = empty(
            "No changes here.", "Everything you record, correct or remove is listed, and can be undone."
        )
        self._unfound = self.nothing_fits("No change fits.")
        for widget in (self.pair, self.working, self._nothing, self._unfound):
            self._stack.addWidget(widget)
        self.filters.hide()
        self.body.addLayout(above)
        self.body.addWidget(self.filters)
        self.body.addWidget(self._only)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(self.detail.show_change)
        self.table.opened.connect(lambda _change: self.detail.open_first())
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._pause.timeout.connect(self._search)
        self.more.toggled.connect(self._show_filters)
        self.filters.changed.connect(self._pause.start)
        self._only.left.connect(lambda: self.show_record(None, None))
        self.detail.history_wanted.connect(self.show_record)
        self.working.shown.connect(lambda: self._stack.setCurrentWidget(self.working))
        self.working.stopped.connect(self._drop_questions)

    # What is asked

    @property
    def asked(self) -> Asked:
        """What the search line and the filters say."""
        asked = replace(self.filters.asked, text=self.search.text().strip())
        return replace(asked, table=self._record[0], key=self._record[1]) if self._record else asked

    @Slot(str)
    def _typed(self, _text: str) -> None:
        self._pause.start()

    @Slot()
    def _search(self) -> None:
        if self.isVisible():  # the file may have been closed since the last letter
            self.refresh()

    @Slot(bool)
    def _show_filters(self, shown: bool) -> None:
        self.filters.setVisible(shown)
        if shown:
            self.filters.begin()
        else:
            self.filters.drop()

    def show_record(self, table: str | None, key: Any) -> None:
        """Only what was done to one record; ``None``: to all of them."""
        self._record = (table, key) if table else None
        self._only.tell(self.session, self._record)
        self.table.setFocus()
        self.refresh()

    @Slot()
    def _drop_questions(self) -> None:
        self._record = None
        self._only.tell(self.session, None)
        self.search.clear()
        self.more.setChecked(False)
        self.refresh()

    # What is shown

    def refresh(self) -> None:
        """The newest changes at once; those that are searched for beside the window."""
        self._name(self.undo, "Undo", self.session.store.undo_label)
        self._name(self.redo, "Redo", self.session.store.redo_label)
        if self.asked == Asked():
            self.working.stop()
            self._show(self.session.store.history(AT_ONCE))
        else:
            self._look(self.asked, self._show)

    def _look(self, asked: Asked, take: Callable[[list[Change]], None]) -> None:
        path = self.session.path

        def look(_task: object) -> list[Change]:
            from core.store import Store

            with Store.look(path) as store:
                return store.history(AT_ONCE, asked=asked)

        self.working.start(look, take)

    def _show(self, changes: list[Change]) -> None:
        self._all_read = len(changes) < AT_ONCE
        self.model.set_rows(changes)
        self._tell_count()
        everything = self.asked == Asked()
        nothing = self._nothing if everything else self._unfound
        self._stack.setCurrentWidget(self.pair if changes else nothing)
        if changes and self.table.row is None:
            self.table.selectRow(0)

    def _tell_count(self) -> None:
        shown = self.model.total
        count = plural(shown, "change") if self._all_read else f"The last {shown:,} changes, older ones below"
        self.say(f"{count}, newest first. Nothing is ever taken out of this list; an undo is a change too.")

    @Slot(int)
    def _scrolled(self, value: int) -> None:
        if value and value == self.table.verticalScrollBar().maximum():
            self.read_on()

    def read_on(self) -> None:
        """The next older changes, below those that are shown."""
        if self._all_read or self.working.busy or not self.model.rows:
            return
        oldest = min(change.id for change in self.model.everything())
        asked = replace(self.asked, before=oldest)
        if asked == Asked(before=oldest):
            self._add(self.session.store.history(AT_ONCE, asked=asked))
        else:
            self._look(asked, self._add)

    def _add(self, changes: list[Change]) -> None:
        self._all_read = len(changes) < AT_ONCE
        self.model.put({change.id: change for change in changes})
        self._stack.setCurrentWidget(self.pair)
        self._tell_count()

    @staticmethod
    def _name(button: QWidget, verb: str, label: str | None) -> None:
        button.setEnabled(label is not None)
        button.setToolTip(f"{verb} “{label}”" if label else "")
        button.setAccessibleName(f"{verb} “{label}”" if label else verb)

    def take_focus(self) -> None:
        self.pair.show_list()

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()


class Filters(QWidget):
    """By whom it is about, by kind of record, by who made it, by day."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.officer = PickField("About", (), noun="officer")
        kinds = sorted((table.name, table.title) for table in TABLES)
        self.kind = ChoiceField("Kind of record", [*kinds, ("district", "District")], blank=(None, "Any"))
        self.who = PickField("Made by", (), noun="name")
        self.first, self.last = DateField("From", session.today), DateField("To", session.today)
        for chosen in (self.officer, self.kind, self.who):
            chosen.setMinimumWidth(LEAST_CHOICE)
        for day in (self.first, self.last):
            day.line.setMinimumWidth(DATE_WIDTH)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE)
        self._fields = (self.officer, self.kind, self.who, self.first, self.last)
        for place, field in enumerate(self._fields):
            self._grid.addWidget(field, 0, place)
            self._grid.setColumnStretch(place, 3 if place < 3 else 2)
            field.left.connect(self.changed)
        self.kind.changed.connect(self.changed)

    def begin(self) -> None:
        self.officer.set_options(officer_options(self._session.store.rows(Officer)))
        self.who.set_options([(who, who) for who in self._session.store.writers()])
        self.officer.setFocus()

    def drop(self) -> None:
        for field in self._fields:
            field.set_value(None)
        self.changed.emit()

    @property
    def asked(self) -> Asked:
        """What can be read of the fields; a half-typed one asks nothing yet."""
        first, last = _day(self.first), _day(self.last)
        return Asked(
            officer_id=_word(self.officer) or None,
            who=_word(self.who),
            table=str(self.kind.value() or ""),
            first=begin_of(first) if first else None,
            last=end_of(last) if last else None,
        )


def _word(field: PickField) -> str:
    return str(field.value() or "") if field.entered and not field.problem else ""


def _day(field: DateField) -> date | None:
    try:
        return field.value()
    except UserError:
        return None


class OneRecord(QFrame):
    """Says that only one record's changes are shown, and leads back to all."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.wear(self, theme.Look.NOTICE)
        self._words = theme.label()
        back = QPushButton("All changes")
        back.clicked.connect(self.left)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 6, 6)
        layout.addWidget(self._words, 1)
        layout.addWidget(back)
        self.hide()

    def tell(self, session: Session, record: tuple[str, Any] | None) -> None:
        self.setVisible(record is not None)
        if record is not None:
            self._words.setText(f"Only the changes of {record_words(session, *record)}.")


def record_words(session: Session, table: str, key: Any) -> str:
    """A record as a sentence names it, even one that is gone."""
    if table not in BY_NAME:
        return f"the district’s {str(key).replace('_', ' ')}"
    row: Any = session.store.find(BY_NAME[table].row, key)
    return session.store.describe(row) if row is not None else f"a {BY_NAME[table].noun} that is gone"


class ChangeDetail(QFrame):
    """The chosen change, record by record: each field before and after, and the ways on from there."""

    history_wanted = Signal(str, object)

    def __init__(self, session: Session | None = None) -> None:
        """``session``: of the open file; without one the changes are another file's, and only to be read."""
        super().__init__()
        self._session = session
        self._change: Change | None = None
        theme.wear(self, theme.Look.CARD)
        self.setMinimumWidth(300)
        self._inner = QWidget()
        self._words = QVBoxLayout(self._inner)
        self._words.setContentsMargins(20, 16, 20, 16)
        self._words.setSpacing(theme.SPACE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(self._inner, "The change, before and after"))

    @Slot(object)
    def show_change(self, change: Change | None) -> None:
        self._change = change
        with rebuilding(self._words):
            if change is not None:
                self._fill(change)

    def _fill(self, change: Change) -> None:
        self._words.addWidget(theme.label(change.label, theme.Size.HEAD, bold=True))
        self._words.addWidget(theme.label(f"{moment(change.at)} · {change.who}", muted=True))
        if change.reason:
            self._words.addWidget(theme.label(f"Why: {change.reason}"))
        for row in change.rows[:SHOWN_RECORDS]:
            self._show_row(row)
        if change.row_count > SHOWN_RECORDS:
            more = plural(change.row_count - SHOWN_RECORDS, "more record")
            self._words.addWidget(theme.label(f"… and {more}.", muted=True))
        self._words.addStretch()

    def _show_row(self, row: RowChange) -> None:
        self._words.addSpacing(theme.SPACE)
        self._words.addWidget(theme.label(_heading(row), bold=True))
        self._words.addWidget(theme.label("\n".join(_differences(row))))
        if self._session is not None:
            self._add_ways(row)

    def _add_ways(self, row: RowChange) -> None:
        ways = Flow(theme.SPACE * 2)
        self._words.addLayout(ways)
        if self._stored(row) is not None:
            ways.addWidget(self._way("Open it…", row, self._open))
        ways.addWidget(self._way("All its changes", row, self._want_history))
        if _can_go_back(row):
            ways.addWidget(self._way("Put it back as it was…", row, self.put_back))

    @staticmethod
    def _way(words: str, row: RowChange, act: Callable[[RowChange], object]) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleName(f"{words} {_heading(row)}")
        theme.wear(button, theme.Look.LINK)
        button.clicked.connect(lambda: act(row))
        return button

    # Going on from here

    def _stored(self, row: RowChange) -> Any:
        """The record as it is now; ``None`` where it has no form, or is gone."""
        from gui.dialogs.sheets import BY_ROW

        row_class: Any = BY_NAME[row.table].row if row.table in BY_NAME else None
        key: Any = row.key
        return self._session.store.find(row_class, key) if self._session and row_class in BY_ROW else None

    def open_first(self) -> None:
        """Opens the first record of the change that is still there."""
        for row in self._change.rows[:SHOWN_RECORDS] if self._change else ():
            if self._stored(row) is not None:
                self._open(row)
                return

    def _open(self, row: RowChange) -> None:
        from gui.dialogs.forms import open_form

        stored = self._stored(row)
        if self._session and stored is not None:
            open_form(self._session, type(stored), self, row=stored)

    def _want_history(self, row: RowChange) -> None:
        self.history_wanted.emit(row.table, row.key)

    def put_back(self, row: RowChange) -> None:
        """Asks why, and makes the record what it was before this change; what it is now stays in the history."""
        from core.actions import put_back

        session = self._session
        assert session is not None
        what = record_words(session, row.table, row.key)
        gone = row.before is None
        question = f"Remove {what}?" if gone else f"Put {what} back as it was before this change?"
        reason = session.prompts.reason(self, question, "Remove" if gone else "Put back")
        if reason:
            session.attempt(lambda: session.apply(lambda store: put_back(store, row, reason)), self)


_UNTOUCHED = frozenset({"papers"})
"""What was printed stays printed."""


def _can_go_back(row: RowChange) -> bool:
    erased = row.before is not None and not any(row.before.values())
    return row.table not in _UNTOUCHED and not erased


def _heading(row: RowChange) -> str:
    if row.table not in BY_NAME:
        return f"District: {column_words(row.table, str(row.key))}"
    noun = BY_NAME[row.table].noun
    done = "New" if row.before is None else "Removed" if row.after is None else "Changed"
    return f"{done} {noun} {row.key}" if isinstance(row.key, str) else f"{done} {noun}"


def _differences(row: RowChange) -> Iterator[str]:
    """``Phone: 555-0100 → 555-0199``, field by field; a setting of the district is named by its heading."""
    before, after = row.before or {}, row.after or {}
    is_field = row.table in BY_NAME
    for name in (each for each in {**before, **after} if each not in _INWARD):
        column = name if is_field else str(row.key)
        old, new = (value_words(row.table, column, image.get(name)) for image in (before, after))
        if old != new:
            yield (f"{column_words(row.table, name)}: " if is_field else "") + _both(old, new)


_INWARD = frozenset({"id", "key", "table_name", "row_key", "sha256", "media_type", "snapshot"})
"""Columns that hold the file together and say nothing to people."""


def _both(before: str, after: str) -> str:
    if not before:
        return after
    return f"{before} → {after or 'blank'}"
