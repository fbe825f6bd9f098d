"""Two records of one person side by side, and what of them stands when they are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from textwrap import fill
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QWidget

from core import merging
from core.dates import plural
from core.merging import Difference, Merger
from core.model import BY_NAME, BY_ROW, Officer, Value
from gui import theme
from gui.dialogs.entry import EntryDialog
from gui.dialogs.sheets import BY_ROW as SHEETS
from gui.models.rows import shown
from gui.widgets.fields import TextField
from gui.widgets.paper import Scroll, indented
from gui.widgets.words import words_of

if TYPE_CHECKING:
    from gui.session import Session

WIDTH = 720
LABELS = 128
"""In pixels: for the longest name of a field, in one line."""
LINE = 26
"""So many letters stand in a line of a choice, so that two choices fit beside each other on a small screen."""


def open_merge(session: Session, parent: QWidget | None, one: str, other: str) -> bool:
    """Compare two officers, and merge them if they are one person. ``True`` once they are."""
    found = session.attempt(lambda: merging.merger(session.store, *_older_first(session, one, other)), parent)
    return found is not None and MergeDialog(session, found, parent).open_sized()


def _older_first(session: Session, one: str, other: str) -> tuple[str, str]:
    """The one with more on record stays."""
    return (one, other) if len(session.store.of_officer(one)) >= len(session.store.of_officer(other)) else (other, one)


class MergeDialog(EntryDialog):
    """The left one stays. Where the two differ somebody chooses; nothing is chosen beforehand."""

    def __init__(self, session: Session, found: Merger, parent: QWidget | None) -> None:
        super().__init__(session, parent, "Are these one person?", "Merge into one")
        self._merger = found
        self.choices: dict[Difference, QButtonGroup] = {}
        self.reason = TextField(
            "How do you know?", required=True, hint="The history keeps it. One undo parts the two again.",
            example="For instance: same birth date and license",
        )  # fmt: skip
        sheet = QWidget()
        self._grid = QGridLayout(sheet)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE * 3)
        self._grid.setVerticalSpacing(theme.SPACE)
        self._grid.setColumnMinimumWidth(0, LABELS)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._fill()
        self.body.addWidget(Scroll(sheet, WIDTH), 1)
        self.body.addWidget(indented(self.reason))
        first = next(iter(self.choices.values()), None)
        (first.buttons()[0] if first else self.reason).setFocus()

    # What is shown

    def _fill(self) -> None:
        stays, goes = self._merger.stays, self._merger.goes
        self._line("", f"{stays.officer_id} stays", f"{goes.officer_id} goes into it", bold=True)
        differences = {each.field: each for each in self._merger.differences if each.table == "officers"}
        for name, label in _officer_labels():
            left, right = getattr(stays, name), getattr(goes, name)
            if name in differences:
                self._choose(label, differences[name])
            elif left or right:
                self._line(label, _shown(left), _shown(right))
        self._fill_entries()
        self._wide("What moves", bold=True)
        self._wide(_moving(self._merger))

    def _fill_entries(self) -> None:
        entries = [each for each in self._merger.differences if each.table != "officers"]
        if entries:
            self._wide("The same entries, told differently", bold=True)
        for each in entries:
            fold = next(f for f in self._merger.folds if (f.table, _id(f.stays)) == (each.table, each.key))
            what = self.session.store.describe(fold.stays).split("'s ", 1)[-1]
            self._wide(f"{what[0].upper()}{what[1:]}")
            self._choose(SHEETS[type(fold.stays)].entries_by_name[each.field].label, each)

    def _line(self, label: str, left: str, right: str, *, bold: bool = False) -> None:
        line = self._grid.rowCount()
        self._grid.addWidget(theme.label(label, muted=True), line, 0)
        self._grid.addWidget(theme.label(left, bold=bold), line, 1)
        self._grid.addWidget(theme.label(right, bold=bold), line, 2)

    def _choose(self, label: str, difference: Difference) -> None:
        line, group = self._grid.rowCount(), QButtonGroup(self)
        self._grid.addWidget(theme.label(label, bold=True), line, 0)
        for column, value in enumerate((difference.stays, difference.goes), 1):
            button = QRadioButton(fill(_shown(value), LINE))
            button.setAccessibleName(f"{label}: {_shown(value)}")
            group.addButton(button, column - 1)
            self._grid.addWidget(button, line, column, Qt.AlignmentFlag.AlignLeft)
        self.choices[difference] = group

    def _wide(self, text: str, *, bold: bool = False) -> None:
        label: QLabel = theme.label(text, bold=bold)
        label.setContentsMargins(0, theme.SPACE if bold else 0, 0, 0)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 3)

    # What is done

    @property
    def is_dirty(self) -> bool:
        return bool(self.reason.entered) or any(group.checkedId() >= 0 for group in self.choices.values())

    def record(self) -> bool:
        for group in self.choices.values():
            if group.checkedId() < 0:
                self.notice.say("The two differ here. Choose which of them is right.")
                self.go_to(group.buttons()[0])
                return False
        if not self.reason.check_filled():
            self.go_to(self.reason)
            return False
        decided = {difference: group.checkedId() == 1 for difference, group in self.choices.items()}
        stays, goes = self._merger.stays.officer_id, self._merger.goes.officer_id
        reason = str(self.reason.value())
        self.apply(lambda store: merging.merge(store, stays, goes, decided, reason))
        return True


def _officer_labels() -> Iterator[tuple[str, str]]:
    for entry in SHEETS[Officer].entries:
        if entry.name != "officer_id":
            yield entry.name, entry.label


def _id(row: object) -> object:
    table = BY_ROW[type(row)]
    return getattr(row, table.key[0] if table.keyed else "id")


def _shown(value: Value) -> str:
    if isinstance(value, StrEnum):
        return words_of(value)
    return shown(value) or "—"


def _moving(found: Merger) -> str:
    """``2 credentials, 1 weapon issue. 3 entries that both have become one each.``"""
    rows = Counter(BY_ROW[type(row)].name for row in (*found.moves, *found.documents, *found.papers))
    moving = ", ".join(_counted(count, BY_NAME[table].noun) for table, count in rows.items())
    folded = len(found.folds)
    same = (
        f" {_counted(folded, 'entry')} that both have {'becomes' if folded == 1 else 'become'} one." if folded else ""
    )
    return f"{moving or 'Nothing besides what stands above'}.{same}"


def _counted(count: int, noun: str) -> str:
    """``3 entries``, ``2 periods of service``."""
    if noun.endswith("y"):
        return plural(count, noun, f"{noun[:-1]}ies")
    first, of, rest = noun.partition(" of ")
    many = f"{first}{'es' if first.endswith('s') else 's'}{of}{rest}"
    return plural(count, noun, many)
