"""What is entered for many at once: the facts common to all above, the roster below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.errors import UserError
from core.model import Row
from gui import theme
from gui.dialogs.entry import EntryDialog
from gui.dialogs.rowform import RowForm
from gui.widgets.paper import Paper, Scroll
from gui.widgets.roster import Line, RosterView

R = TypeVar("R", bound=Row)
WIDTH = 840


class RosterDialog(EntryDialog):
    """A subclass gives the form and the roster to :meth:`arrange`, and makes its rows with :meth:`rows`."""

    def arrange(self, form: RowForm, table: RosterView, said: str) -> None:
        """``said`` tells how to tick the roster."""
        self.form, self.table, self.roster, self.paper = form, table, table.roster, Paper()
        self.paper.add_wide(form)
        self.paper.add_section(table.accessibleName())
        self.paper.add_wide(self._roster_head(said))
        self.paper.add_wide(table)
        self.body.addWidget(Scroll(self.paper, WIDTH))
        table.selectionModel().currentRowChanged.connect(self._follow)

    def begin(self, first: str) -> None:
        """Start in the field ``first``; what stands in the fields now is not lost by leaving."""
        self._start = self.entered
        self.form.fields[first].setFocus()

    def _roster_head(self, said: str) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(theme.label(said, muted=True), 1)
        row.addWidget(self.button("Tick all", lambda: self.roster.tick_all(True)))
        row.addWidget(self.button("Untick all", lambda: self.roster.tick_all(False)))
        return head

    @property
    def entered(self) -> tuple[object, ...]:
        lines = tuple((line.ticked, tuple(line.entered.values())) for line in self.roster.lines)
        return (*self.form.entered, lines)

    @property
    def is_dirty(self) -> bool:
        return self.entered != self._start

    def rows(self, make: Callable[[Line], R]) -> list[R] | None:
        """A row for every line ticked; ``None`` after having said beside the roster what is wrong."""
        rows: list[R] = []
        notes: dict[str, str] = {}
        for line in self.roster.ticked:
            try:
                rows.append(_sound(make(line)))
            except UserError as error:
                notes[line.key] = str(error)
        self.roster.note(notes)
        if rows and not notes:
            return rows
        self.notice.say(_WRONG if notes else "Nobody is ticked. Tick who was there.")
        self.go_to(self.table)
        return None

    @Slot()
    def _follow(self) -> None:
        """Keep the marked line of the roster in sight."""
        place = self.table.visualRect(self.table.currentIndex()).translated(self.table.viewport().pos())
        for area in self.findChildren(Scroll):
            corner = self.table.mapTo(area.sheet, place.bottomLeft())
            area.ensureVisible(0, corner.y(), 0, 2 * theme.ROW_HEIGHT)


_WRONG = "Some of the roster cannot be recorded; the reason stands beside each."


def _sound(row: R) -> R:
    """``row`` itself; raises what is wrong with it."""
    from core import soundness

    for error in soundness.problems(row):
        raise error
    return row
