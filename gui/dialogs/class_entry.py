"""A class and who attended it, entered in one go: the class first, then the roster ticked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from core.dates import parse_typed, short
from core.errors import UserError
from core.model import Attendance, Officer, Proof, TrainingClass, Value
from gui.dialogs.rosters import RosterDialog
from gui.dialogs.rowform import RowForm, values_of
from gui.dialogs.sheets import BY_ROW
from gui.widgets.fields import ChoiceField, Quantity
from gui.widgets.roster import Cell, Line, Roster, RosterView
from gui.widgets.words import choices

if TYPE_CHECKING:
    from gui.session import Session

FROM_EARLIER = ("hours", "provider", "location", "sanctioned", "sanction_reference")
"""What a class of the same title had the last time fills in."""


def open_class_entry(session: Session, parent: QWidget | None, officer_ids: Iterable[str] = ()) -> bool:
    """Enter a class with its attendance; only ``officer_ids`` are ticked, or everyone if none are named."""
    return ClassEntryDialog(session, parent, tuple(officer_ids)).open_sized()


def next_class_id(taken: Iterable[str], year: int) -> str:
    """The next free number of the year, such as ``C-2026-014``."""
    pattern = re.compile(rf"C-{year}-(\d+)", re.IGNORECASE)
    numbers = [int(match[1]) for class_id in taken if (match := pattern.fullmatch(class_id))]
    return f"C-{year}-{max(numbers, default=0) + 1:03d}"


class ClassEntryDialog(RosterDialog):
    """Two ways in: a new class, or the number of one on record to add those who attended it."""

    def __init__(self, session: Session, parent: QWidget | None, officer_ids: Sequence[str] = ()) -> None:
        super().__init__(session, parent, "Class and who attended it", "Record class")
        self._classes = {each.class_id: each for each in session.store.rows(TrainingClass)}
        self._proposed = ""
        self._filled_for = ""
        self.proof = ChoiceField("Proof the district holds, for everyone ticked", choices(Proof))
        self.arrange(
            RowForm(session, BY_ROW[TrainingClass]),
            RosterView(Roster("Officer", _cells(session.today), _lines(session, officer_ids)), "Who attended"),
            "Space ticks and unticks. Own hours or dates only where they differ. Ctrl+V pastes names from Excel.",
        )
        self.paper.add(self.proof, 6)
        self._connect()
        self._propose_number()
        self.begin("title")

    def _connect(self) -> None:
        fields = self.form.fields
        fields["title"].left.connect(self._fill_from_earlier)
        fields["ends_on"].left.connect(self._propose_number)
        fields["class_id"].left.connect(self._take_known_class)
        for name in ("title", "ends_on", "class_id"):
            fields[name].left.connect(self._mark_recorded)

    @property
    def entered(self) -> tuple[object, ...]:
        return (*super().entered, self.proof.entered)

    @property
    def _known(self) -> TrainingClass | None:
        """The class on record that the number names."""
        return self._classes.get(str(self.form.fields["class_id"].value()))

    @Slot()
    def _fill_from_earlier(self) -> None:
        """A title used before brings its hours, provider, place and sanction; what was typed stays."""
        title = str(self.form.fields["title"].value()).casefold()
        earlier = [each for each in self._classes.values() if each.title.casefold() == title]
        if not earlier or title == self._filled_for:
            return
        self._filled_for = title
        last = values_of(max(earlier, key=lambda each: each.ends_on))
        blank = {name for name in FROM_EARLIER if not self.form.fields[name].entered or name == "sanctioned"}
        self.form.fill({name: last[name] for name in blank})

    @Slot()
    def _propose_number(self) -> None:
        number = self.form.fields["class_id"]
        if number.entered not in ("", self._proposed):
            return
        self._proposed = next_class_id(self._classes, (self._ends_on() or self.session.today).year)
        number.set_value(self._proposed)

    def _ends_on(self) -> date | None:
        try:
            value = self.form.fields["ends_on"].value()
        except UserError:
            return None
        return value if isinstance(value, date) else None

    @Slot()
    def _take_known_class(self) -> None:
        """The number of a class on record brings that class; its own facts are changed from its own form."""
        known = self._known
        if known:
            self.form.fill(values_of(known))
        for name, field in self.form.fields.items():
            field.control.setEnabled(known is None or name == "class_id")
        self.record_button.setText("Record attendance" if known else "Record class")

    @Slot()
    def _mark_recorded(self) -> None:
        """Who has this class already cannot have it twice."""
        title, ends_on, known = str(self.form.fields["title"].value()).casefold(), self._ends_on(), self._known
        reasons: dict[str, str] = {}
        for record in self.session.register.records:
            for attended in record.attended:
                training = attended.training
                same_day = training.title.casefold() == title and training.ends_on == ends_on
                if training.class_id == (known.class_id if known else "") or (known is None and same_day):
                    reasons[record.officer.officer_id] = _already(training)
        self.roster.fix(reasons)

    def record(self) -> bool:
        from core import actions

        training = self._known or self._new_class()
        if training is None:
            return False
        attendance = self.rows(lambda line: self._row(training.class_id, line))
        if attendance is None:
            return False
        self.apply(lambda store: actions.record_class(store, training, attendance))
        return True

    def _new_class(self) -> TrainingClass | None:
        """The class as entered; ``None`` after having said what is wrong with it."""
        from core import soundness

        wrong = self.form.check() or self.form.show_errors(soundness.problems(self.form.row()))
        if wrong:
            self.go_to(wrong)
            return None
        training: TrainingClass = self.form.row()
        return training

    def _row(self, class_id: str, line: Line) -> Attendance:
        values = {**self.roster.values(line), "proof": self.proof.value()}
        return Attendance(class_id=class_id, officer_id=line.key, **values)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self.focusWidget() is self.table:
            self.paste(QGuiApplication.clipboard().text())
            return
        super().keyPressEvent(event)

    def paste(self, text: str) -> None:
        """Tick exactly those named, one a line: a number, ``Lee, Dana`` or ``Dana Lee``; hours after a tab."""
        people = {name: line for line in self.roster.lines for name in self._names(line)}
        unknown: list[str] = []
        self.roster.tick_all(False)
        for each in filter(str.strip, text.splitlines()):
            name, _, hours = (part.strip() for part in each.partition("\t"))
            line = people.get(" ".join(name.casefold().split()))
            if line is None:
                unknown.append(name)
                continue
            self._tick(line, hours)
        if unknown:
            self.notice.say(f"Not on the roster: {'; '.join(unknown)}. All others are ticked.")

    def _names(self, line: Line) -> set[str]:
        officer = self.session.register.officer(line.key)
        assert officer is not None
        plain = f"{officer.first_name} {officer.last_name}"
        return {name.casefold() for name in (line.key, officer.name, officer.full_name, plain)}

    def _tick(self, line: Line, hours: str) -> None:
        row = self.roster.lines.index(line)
        if hours:
            self.roster.setData(self.roster.index(row, 1), hours)
        if not line.ticked and not line.fixed:
            self.roster.toggle(row)


def _already(training: TrainingClass) -> str:
    return f"Already recorded: {training.class_id}, {short(training.ends_on)}"


def _lines(session: Session, officer_ids: Sequence[str]) -> list[Line]:
    """Everyone with a current appointment, and whoever is named besides."""
    officers = {judged.officer.officer_id: judged.officer for judged in session.roll.officers}
    for officer_id in officer_ids:
        named = session.register.officer(officer_id)
        officers |= {officer_id: named} if named else {}
    ordered = sorted(officers.values(), key=_by_name)
    return [
        Line(each.officer_id, each.name, ticked=not officer_ids or each.officer_id in officer_ids) for each in ordered
    ]


def _by_name(officer: Officer) -> tuple[str, str, str]:
    return officer.last_name.casefold(), officer.first_name.casefold(), officer.officer_id


def _cells(today: date) -> tuple[Cell, ...]:
    def read_date(text: str) -> date | None:
        return parse_typed(text, today) if text else None

    def shown_date(value: Value) -> str:
        return short(value) if isinstance(value, date) else ""

    def shown_hours(value: Value) -> str:
        return Quantity.HOURS.shown(value) if isinstance(value, int | float) else ""

    return (
        Cell("hours", "Own hours", Quantity.HOURS.read, shown_hours, 104),
        Cell("completed_on", "Finished on", read_date, shown_date, 104),
        Cell("credit_year", "Credit to year", str, str, 112),
    )
