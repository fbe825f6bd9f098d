"""Every change: who, when, what before and after, and why."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.dates import parse_date, plural, short
from core.errors import UserError
from core.model import BY_NAME
from core.store import Change, RowChange
from gui import theme
from gui.models.history import ChangesModel, moment
from gui.pages.layouts import clear, scrolled
from gui.pages.page import Page, empty, search_line
from gui.pages.pair import Pair
from gui.pages.tables import Table
from gui.session import Session

LIMIT = 500
SHOWN_RECORDS = 30
TYPING_MS = 150


class HistoryPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "History", dated=False)
        self.undo = self.add_act("Undo", lambda: self.command_wanted.emit("undo"))
        self.redo = self.add_act("Redo", lambda: self.command_wanted.emit("redo"))
        self.model = ChangesModel()
        self.table = Table(self.model, "Changes")
        self.table.stretch(1)
        self.table.setColumnHidden(3, True)
        self.detail = ChangeDetail()
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(self._search)
        self.search = search_line("Find in the changes", "Find in the changes", self._typed)
        self._arrange()
        self.table.chosen.connect(self.detail.show_change)

    def _arrange(self) -> None:
        self.pair = Pair(self.table, self.detail, (600, 500), beside=800)
        above = QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addStretch(1)
        above.addWidget(self.pair.turn)
        self._stack = QStackedWidget()
        self._nothing = empty(
            "No changes here.", "Everything you record, correct or remove is listed, and can be undone."
        )
        self._stack.addWidget(self.pair)
        self._stack.addWidget(self._nothing)
        self.search.setMaximumWidth(400)
        self.body.addLayout(above)
        self.body.addWidget(self._stack, 1)

    @Slot(str)
    def _typed(self, _text: str) -> None:
        self._pause.start()

    @Slot()
    def _search(self) -> None:
        if self.isVisible():  # the file may have been closed since the last letter
            self.refresh()

    def refresh(self) -> None:
        changes = self.session.store.history(limit=LIMIT, text=self.search.text().strip())
        self.model.set_rows(changes)
        last = f"The last {LIMIT} changes" if len(changes) == LIMIT else plural(len(changes), "change")
        self.say(f"{last}, newest first. Nothing is ever taken out of this list; an undo is a change too.")
        self._stack.setCurrentIndex(0 if changes else 1)
        self._name(self.undo, "Undo", self.session.store.undo_label)
        self._name(self.redo, "Redo", self.session.store.redo_label)
        if changes and self.table.row is None:
            self.table.selectRow(0)

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


class ChangeDetail(QFrame):
    """The chosen change, record by record: each field before and after."""

    def __init__(self) -> None:
        super().__init__()
        theme.wear(self, theme.Look.CARD)
        self.setMinimumWidth(380)
        self._inner = QWidget()
        self._words = QVBoxLayout(self._inner)
        self._words.setContentsMargins(20, 16, 20, 16)
        self._words.setSpacing(theme.SPACE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(self._inner, "The change, before and after"))

    @Slot(object)
    def show_change(self, change: Change | None) -> None:
        clear(self._words)
        if change is None:
            return
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


def _heading(row: RowChange) -> str:
    if row.table not in BY_NAME:
        return f"District: {str(row.key).replace('_', ' ')}"
    noun = BY_NAME[row.table].noun
    done = "New" if row.before is None else "Removed" if row.after is None else "Changed"
    return f"{done} {noun} {row.key}" if isinstance(row.key, str) else f"{done} {noun}"


def _differences(row: RowChange) -> Iterator[str]:
    """``phone: 555-0100 → 555-0199``, field by field; a setting of the district is named by its heading."""
    before, after = row.before or {}, row.after or {}
    for name in {**before, **after}:
        old, new = _shown(before.get(name)), _shown(after.get(name))
        if old != new and name not in {"id", "key"}:
            field = f"{name.removesuffix('_on').replace('_', ' ')}: " if row.table in BY_NAME else ""
            yield field + _both(old, new)


def _both(before: str, after: str) -> str:
    if not before:
        return after
    return f"{before} → {after or 'blank'}"


def _shown(value: object) -> str:
    """A stored value as people read it; dates are stored as ISO text."""
    text = "" if value is None else str(value)
    if len(text) == 10 and text[4:5] == "-":
        try:
            return short(parse_date(text))
        except UserError:
            return text
    return text
