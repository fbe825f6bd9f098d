"""What is entered for many at once: the facts common to all above, the roster below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.dates import MONTHS, plural
from core.errors import FieldError, UserError
from core.media import NAMES
from core.model import Officer, OfficerRecord, Row
from core.pasting import Beside, Named, People, read_block
from gui import theme
from gui.dialogs.asking import Asking
from gui.dialogs.entry import EntryDialog
from gui.dialogs.rowform import RowForm
from gui.widgets.fields import Field
from gui.widgets.finding import FindLine
from gui.widgets.paper import Paper, Scroll
from gui.widgets.roster import Line, Note, RosterView
from gui.widgets.scans import ScanBox, dropped_scans

R = TypeVar("R", bound=Row)
WIDTH = 840
APART = "\x1f"
"""Between the parts of a line's key; no number of a record may have it."""


class RosterDialog(EntryDialog):
    """A subclass gives the form and the roster to :meth:`arrange`, and makes its rows with :meth:`rows`.

    F6 goes from the facts to the roster and back, Ctrl+F finds a name in it, Ctrl+V pastes names or a block.
    """

    form: RowForm
    table: RosterView
    ticks_found = True
    """Whether Enter on the one name found ticks or unticks it."""

    def arrange(self, said: str, scan: str) -> None:
        """``said`` tells how to tick the roster, ``scan`` what to attach."""
        self.roster, self.paper = self.table.roster, Paper()
        self.counted = theme.label(bold=True)
        self.counted.setContentsMargins(0, theme.SPACE, 0, 0)
        self.template = theme.label(muted=True)
        self.scans = ScanBox(scan, self._choose_scans)
        self.asking = Asking(self.take_pasted)
        self.paper.add_wide(self.form)
        self.add_facts()
        self.paper.add_wide(self.counted)
        self.paper.add_wide(self._roster_head(said))
        self.paper.add_wide(self.table)
        self.body.addWidget(Scroll(self.paper, WIDTH))
        self.setAcceptDrops(True)
        self._connect_roster()

    def add_facts(self) -> None:
        """What stands between the form and the roster."""
        self.add_row(self.template, self.scans)

    def add_row(self, *parts: QWidget) -> QWidget:
        """Side by side below the form."""
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.SPACE)
        for part in parts:
            row.addWidget(part, 0 if isinstance(part, QPushButton) else 1, Qt.AlignmentFlag.AlignTop)
        self.paper.add_wide(frame)
        return frame

    def _connect_roster(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._follow)
        self.table.sought.connect(self._seek)
        self.roster.dataChanged.connect(self._count)
        self.roster.dataChanged.connect(self.note_change)
        self.roster.modelReset.connect(self._count)
        self.roster.modelReset.connect(self.note_change)
        self.scans.changed.connect(self.note_change)
        self.asking.changed.connect(self.note_change)
        self.asking.settled.connect(self._answered)
        for field in self.form.fields.values():
            field.left.connect(self.roster.look)

    def begin(self, first: str) -> None:
        """Start in the field ``first``; what stands in the fields now is not lost by leaving."""
        self._count()
        self._start = self.entered
        self.form.fields[first].setFocus()

    def _roster_head(self, said: str) -> QWidget:
        self.search = FindLine("Find a name (Ctrl+F)", "Find a name in the roster")
        self.search.taken.connect(self._take_found)
        self.search.left.connect(lambda: self.go_to(self.table))
        self.search.textChanged.connect(self.table.show_only)
        head, row = QWidget(), QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(self.search, 1)
        row.addWidget(self.button("Tick all", lambda: self.roster.tick_all(True)))
        row.addWidget(self.button("Untick all", lambda: self.roster.tick_all(False)))
        row.addWidget(self.button("Paste names", self.paste_names))
        layout = QVBoxLayout(head)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(theme.label(said, muted=True))
        layout.addLayout(row)
        layout.addWidget(self.asking)
        return head

    @Slot()
    def _count(self) -> None:
        self.counted.setText(f"{self.table.accessibleName()}: {self.count}")

    @property
    def count(self) -> str:
        """Who is ticked, in numbers."""
        return f"{len(self.roster.ticked)} of {plural(len(self.roster.lines), 'officer')}"

    @property
    def entered(self) -> tuple[object, ...]:
        lines = tuple((line.key, line.ticked, _own(line)) for line in self.roster.lines)
        return (*self.form.entered, lines, tuple(self.scans.paths), len(self.asking.open))

    @property
    def is_dirty(self) -> bool:
        return self.entered != self._start

    # Rows

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
        wrong = next((row for row, line in enumerate(self.roster.lines) if line.ticked and line.note.wrong), None)
        if rows and wrong is None:
            return rows
        self.notice.say("Nobody is ticked. Tick who was there." if wrong is None else _WRONG)
        self.go_to(self.table)
        if wrong is not None:
            self.table.mark(wrong)
        return None

    def judge(self, line: Line) -> Note:
        """What there is to say beside a ticked line, whose entries can be read, while it is entered."""
        raise NotImplementedError

    def is_answered(self) -> bool:
        """Whether it is settled who was meant by every pasted name; else says so."""
        if self.asking.open:
            self.notice.say("Choose who is meant by each of the names that were not found, or leave them out.")
            self.go_to(self.asking.open[0].field)
        return not self.asking.open

    @Slot()
    def _answered(self) -> None:
        if not self.asking.open:
            self.notice.say("")
            self.go_to(self.table)

    # Who is on the roster

    def current_on(self, on: date) -> list[OfficerRecord]:
        """Everyone with an appointment that runs on this day, by name."""
        records = self.session.register.records
        return sorted((each for each in records if any(a.is_current(on) for a in each.appointments)), key=_by_name)

    # Finding

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = self.focusWidget()
        if event.key() == Qt.Key.Key_F6:
            self.go_to(self.form.fields[self.first_fact] if focus is self.table else self.table)
        elif event.matches(QKeySequence.StandardKey.Find):
            self.go_to(self.search)
            self.search.selectAll()
        elif event.matches(QKeySequence.StandardKey.Paste) and focus is self.table:
            self.paste_names()
        else:
            super().keyPressEvent(event)

    @property
    def first_fact(self) -> str:
        return next(name for name, field in self.form.fields.items() if field.control.isEnabled())

    @Slot(str)
    def _seek(self, letter: str) -> None:
        self.search.setFocus(
            Qt.FocusReason.OtherFocusReason
        )  # by Tab it would be marked, and the next letter replace it
        self.search.setText(letter)
        self.reveal(self.search)

    @Slot(bool)
    def _take_found(self, ticks: bool) -> None:
        """To the first that is shown; the only one is ticked or unticked, and all are shown again."""
        shown = self.table.show_only(self.search.text())
        if not shown:
            return
        if ticks and self.ticks_found and len(shown) == 1 and self.search.text():
            self.roster.toggle(shown[0])
        self.search.clear()
        self.go_to(self.table)
        self.table.mark(shown[0])

    @Slot()
    def _follow(self) -> None:
        """Keep the marked line of the roster in sight."""
        place = self.table.visualRect(self.table.currentIndex()).translated(self.table.viewport().pos())
        for area in self.findChildren(Scroll):
            corner = self.table.mapTo(area.sheet, place.bottomLeft())
            area.ensureVisible(0, corner.y(), 0, 2 * theme.ROW_HEIGHT)

    # Pasting

    def beside(self) -> Sequence[Beside]:
        """The columns that a pasted block may bring along."""
        raise NotImplementedError

    def take_pasted(self, officer_id: str, values: Mapping[str, str]) -> str:
        """Enter a pasted row; why it cannot be entered, or blank."""
        raise NotImplementedError

    @Slot()
    def paste_names(self) -> None:
        self.attempt(lambda: self.paste(QGuiApplication.clipboard().text()))

    def paste(self, text: str) -> bool:
        """Tick exactly those named, with what stands beside their names; ask who is meant by the others."""
        named = read_block(text, self.beside(), People(self._officers()))
        if not named:
            self.notice.say("There are no names to paste. Copy them in Excel first, one to a row.")
            return False
        self.asking.clear()
        with self.roster.quietly():
            self.before_paste()
            left = [each for each in map(self._taken, named) if each]
        for each in left:
            self.asking.ask(each, self._officers())
        whom = plural(len(named) - len(left), "name")
        asked = f" {plural(len(left), 'other')}: choose who is meant, or leave them out." if left else ""
        self.notice.say(f"{whom} taken.{asked}")
        self.go_to(self.asking.open[0].field if left else self.table)
        return False

    def before_paste(self) -> None:
        self.roster.tick_all(False)

    def _taken(self, named: Named) -> Named | None:
        """Enter a pasted row; it is given back, with the reason, where it cannot be."""
        if not named.officer_id:
            return named
        problem = self.take_pasted(named.officer_id, named.values)
        return replace(named, officer_id="", likely=(named.officer_id,), problem=problem) if problem else None

    def _officers(self) -> list[Officer]:
        return [record.officer for record in self.session.register.records]

    # Scans

    def _choose_scans(self) -> list[Path]:
        folder = self.scans.paths[-1].parent if self.scans.paths else Path.home()
        return self.session.prompts.open_files(self, "Choose the scan", folder, NAMES)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_scans(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.attach(dropped_scans(event.mimeData()))

    def attach(self, paths: Iterable[Path]) -> None:
        def add() -> bool:
            self.scans.add(paths)
            return False

        self.attempt(add)

    # Drafts

    def left_over(self) -> dict[str, Any]:
        lines = [[line.key, line.ticked, dict(_own(line))] for line in self.roster.lines]
        return {
            "fields": {name: field.entered for name, field in self.facts.items()},
            "lines": lines,
            "scans": [str(path) for path in self.scans.paths],
            "asked": self.asking.left_over(),
        }

    @property
    def facts(self) -> dict[str, Field]:
        """The fields above the roster, by name."""
        return dict(self.form.fields)

    def take_up(self, entered: Mapping[str, Any]) -> None:
        for name, field in self.facts.items():
            field.enter(entered["fields"].get(name, ""))
        self.take_facts()
        with self.roster.quietly():
            for key, ticked, own in entered["lines"]:
                self.take_line(key, ticked, own)
        self.asking.take_up(entered["asked"], self._officers())
        self.attach(map(Path, entered["scans"]))

    def take_facts(self) -> None:
        """What follows from the facts, after they were put back."""

    def take_line(self, key: str, ticked: bool, own: Mapping[str, str]) -> None:
        row = self.roster.row_of(key)
        if row is not None and not self.roster.lines[row].fixed:
            self.roster.lines[row].ticked = ticked
            self.roster.lines[row].entered = dict(own)

    def told(self, name: str, on: date | None) -> str:
        """``Legal update, July 5, 8 officers``."""
        day = f"{MONTHS[on.month - 1]} {on.day}" if on else ""
        return ", ".join(filter(None, (name, day, plural(len(officers_of(self.roster.ticked)), "officer"))))


def officers_of(lines: Iterable[Line]) -> set[str]:
    return {line.key.partition(APART)[0] for line in lines}


_WRONG = "Some of the roster cannot be recorded; the reason stands beside each."


def _own(line: Line) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, text in line.entered.items() if text)


def _by_name(record: OfficerRecord) -> tuple[str, str, str]:
    officer = record.officer
    return officer.last_name.casefold(), officer.first_name.casefold(), officer.officer_id


def _sound(row: R) -> R:
    """``row`` itself; raises what is wrong with it."""
    if error := problem_of(row):
        raise error
    return row


def problem_of(row: Row, columns: Iterable[str] = ()) -> FieldError | None:
    """The first thing wrong with a row by itself, in these columns if any are named."""
    from core.soundness import problems

    wanted = set(columns)
    return next((error for error in problems(row) if not wanted or error.field in wanted), None)
