"""A class and who attended it, entered in one go: the class first, then the roster ticked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core.classes import sat_already
from core.dates import parse_typed, short
from core.errors import UserError
from core.model import Attendance, Proof, TrainingClass, Value
from core.pasting import Beside
from core.patterns import CLASS_FACTS, forget_pattern, is_kept, keep_pattern, patterns
from core.proof import STRENGTH
from gui import theme
from gui.dialogs.rosters import RosterDialog, problem_of
from gui.dialogs.rowform import RowForm, values_of
from gui.dialogs.sheets import BY_ROW
from gui.widgets.fields import ChoiceField, Field, Quantity, TextField
from gui.widgets.roster import Cell, Line, Note, Roster, RosterView
from gui.widgets.words import choices

if TYPE_CHECKING:
    from gui.session import Session

CLASS = "class"
PROOF_WORDS = {Proof.NONE: "None", Proof.STATED: "Word", Proof.COPY: "Copy", Proof.ORIGINAL: "Original"}
"""Short enough for a column; any beginning of them may be typed."""


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
        self._named = tuple(officer_ids)
        self._classes = {each.class_id: each for each in session.store.rows(TrainingClass)}
        self._proposed = ""
        self._filled: dict[str, str] = {}
        self._raised: dict[str, str] = {}
        self.form = RowForm(session, BY_ROW[TrainingClass])
        self.proof = ChoiceField("Proof the district holds, for everyone ticked", choices(Proof))
        self.cells = _cells(session.today)
        self.table = RosterView(Roster("Officer", self.cells, self.judge), "Who attended")
        self.arrange(
            "Space ticks and unticks; type a name and press Enter to untick who missed. Own hours, date, year or proof "
            "only where they differ. F6 goes back to the class.",
            "Sign-in sheet or certificate, kept once for everyone ticked. Or drop the file here.",
        )
        self._connect()
        self._show_lines()
        self._propose_number()
        self._offer_titles()
        self.begin("title")
        self.watch(CLASS)

    def add_facts(self) -> None:
        self.keep_button = self.button("Keep as a template", self._keep_or_forget)
        theme.wear(self.keep_button, theme.Look.LINK)
        self._filling = self.add_row(self.template, self.keep_button)
        self._filling.hide()
        self.add_row(self.proof, self.scans)

    def _connect(self) -> None:
        fields = self.form.fields
        fields["title"].left.connect(self._fill_from_pattern)
        fields["starts_on"].left.connect(self._end_as_it_started)
        fields["class_id"].left.connect(self._take_known_class)
        for name in ("title", "ends_on", "class_id"):
            fields[name].left.connect(self._mark_recorded)
        for name in ("starts_on", "ends_on"):
            fields[name].left.connect(self._take_date)
        fields["hours"].left.connect(self._show_defaults)
        self.proof.changed.connect(self._show_defaults)
        self.scans.changed.connect(self._prove)

    @property
    def facts(self) -> dict[str, Field]:
        return {**self.form.fields, "proof": self.proof}

    @property
    def entered(self) -> tuple[object, ...]:
        return (*super().entered, self.proof.entered)

    @property
    def begun(self) -> str:
        return f"a class ({self.told(self.form.fields['title'].entered, self._on())})"

    @property
    def _known(self) -> TrainingClass | None:
        """The class on record that the number names."""
        return self._classes.get(self.form.fields["class_id"].entered.strip())

    # The class

    def _offer_titles(self) -> None:
        self._patterns = patterns(self.session.store, TrainingClass)
        title = self.form.fields["title"]
        assert isinstance(title, TextField)
        title.offer(pattern.name for pattern in self._patterns.values())

    @Slot()
    def _fill_from_pattern(self) -> None:
        """A title used before brings its hours, provider, place and sanction; what was typed stays."""
        title = self.form.fields["title"].entered
        pattern = self._patterns.get(" ".join(title.casefold().split()))
        self._filling.setVisible(bool(title) and self._known is None)
        kept = is_kept(self.session.store, TrainingClass, title)
        self.keep_button.setText("Forget this template" if kept else "Keep as a template")
        self.template.setText(f"Filled in from {pattern.source}." if pattern else "")
        if pattern and self._known is None:
            untouched = {name for name in pattern.values if self._may_fill(name)} - {"title"}
            self.form.fill({name: pattern.values[name] for name in untouched})
            self._filled = {name: self.form.fields[name].entered for name in untouched}
            self._show_defaults()

    def _may_fill(self, name: str) -> bool:
        entered = self.form.fields[name].entered
        return not entered or entered == self._filled.get(name)

    @Slot()
    def _keep_or_forget(self) -> None:
        """The district's own template for this title."""
        title = self.form.fields["title"].entered
        if is_kept(self.session.store, TrainingClass, title):
            forget_pattern(self.session.store, TrainingClass, title)
        else:
            fields = self.form.fields
            readable = {name: fields[name].value() for name in CLASS_FACTS if fields[name].check()}
            keep_pattern(self.session.store, TrainingClass, readable)
        self._offer_titles()
        self._fill_from_pattern()

    @Slot()
    def _propose_number(self) -> None:
        number = self.form.fields["class_id"]
        if number.entered not in ("", self._proposed):
            return
        self._proposed = next_class_id(self._classes, (self._on() or self.session.today).year)
        number.set_value(self._proposed)

    @Slot()
    def _end_as_it_started(self) -> None:
        """Most classes are over on the day they began."""
        first, last = self.form.fields["starts_on"], self.form.fields["ends_on"]
        if first.entered and not first.problem and not last.entered:
            last.set_value(first.value())

    def _on(self) -> date | None:
        """The class's last day, once it can be read."""
        try:
            value = self.form.fields["ends_on"].value()
        except UserError:
            return None
        return value if isinstance(value, date) else None

    @Slot()
    def _take_date(self) -> None:
        self._propose_number()
        self._show_lines()
        self._mark_recorded()

    @Slot()
    def _take_known_class(self) -> None:
        """The number of a class on record brings that class; its own facts are changed from its own form."""
        known = self._known
        if known:
            self.form.fill(values_of(known))
            self._show_lines()
            self._show_defaults()
        for name, field in self.form.fields.items():
            field.control.setEnabled(known is None or name == "class_id")
        self._filling.setVisible(known is None and bool(self.form.fields["title"].entered))
        self.record_button.setText("Record attendance" if known else "Record class")

    # The roster

    def _show_lines(self) -> None:
        """Whoever serves on the class's last day, and whoever was named besides."""
        records = {each.officer.officer_id: each for each in self.current_on(self._on() or self.session.today)}
        besides = [*self._named, *(line.key for line in self.roster.lines if line.key in self._added)]
        for officer_id in besides:
            if record := self.session.register.record(officer_id):
                records.setdefault(officer_id, record)
        if list(records) == [line.key for line in self.roster.lines]:
            return
        self.roster.set_lines(
            Line(key, each.officer.name, ticked=not self._named or key in self._named) for key, each in records.items()
        )

    @property
    def _added(self) -> set[str]:
        """Those who were put on the roster by name, though they do not serve on that day."""
        return {line.key for line in self.roster.lines if line.added}

    @Slot()
    def _mark_recorded(self) -> None:
        """Who has this class already cannot have it twice."""
        fields = self.form.fields
        self.roster.fix(
            sat_already(self.session.store, fields["class_id"].entered.strip(), fields["title"].entered, self._on())
        )

    @Slot()
    def _show_defaults(self) -> None:
        proof = self.proof.value()
        words = PROOF_WORDS[proof] if isinstance(proof, Proof) else ""
        self.roster.show_defaults({"hours": self.form.fields["hours"].entered, "proof": words})

    def judge(self, line: Line) -> Note:
        try:
            if error := problem_of(self._row("-", line)):
                return Note(str(error), wrong=True)
            most = self.form.fields["hours"].value()
        except UserError:
            return Note()
        own = self.roster.values(line)["hours"]
        if isinstance(own, float) and isinstance(most, float) and own > most:
            return Note(f"More than the class’s {Quantity.HOURS.shown(most)} hours.")
        return Note("Not serving on that day." if line.added else "")

    # Proof

    @Slot()
    def _prove(self) -> None:
        """A scan is a copy: whoever has less has that now, until it is left out again."""
        if self.scans.paths and not self._raised:
            self._raised = {"": self.proof.entered}
            if _is_less(self.proof.value()):
                self.proof.set_value(Proof.COPY)
            self._raise_own()
        elif not self.scans.paths and self._raised:
            self.proof.enter(self._raised.pop(""))
            for key, words in self._raised.items():
                if (row := self.roster.row_of(key)) is not None:
                    self.roster.lines[row].entered["proof"] = words
            self._raised = {}
            self.roster.look()

    def _raise_own(self) -> None:
        for row, line in enumerate(self.roster.lines):
            if line.ticked and line.entered.get("proof") and _is_less(self.roster.values(line)["proof"]):
                self._raised[line.key] = line.entered["proof"]
                self.roster.enter(row, {"proof": PROOF_WORDS[Proof.COPY]})

    # Pasting

    def beside(self) -> Sequence[Beside]:
        read = {cell.name: cell.read for cell in self.cells}
        return (
            Beside("completed_on", _DATES, read["completed_on"]),
            Beside("hours", _HOURS, read["hours"]),
            Beside("credit_year", frozenset({"credityear", "creditto", "year"}), _read_year),
            Beside("proof", frozenset({"proof", "certificate", "prooffile"}), read["proof"]),
        )

    def take_pasted(self, officer_id: str, values: Mapping[str, str]) -> str:
        row = self._row_for(officer_id)
        line = self.roster.lines[row]
        if line.fixed:
            return line.fixed
        if line.ticked:
            return f"{line.words} is named twice."
        own = dict(values)
        if own.get("hours") and own["hours"] == self.form.fields["hours"].entered:
            del own["hours"]
        self.roster.enter(row, own)
        return ""

    def _row_for(self, officer_id: str) -> int:
        """The officer's line; a new one for somebody who does not serve on that day."""
        row = self.roster.row_of(officer_id)
        if row is None:
            officer = self.session.register.officer(officer_id)
            assert officer is not None
            row = len(self.roster.lines)
            self.roster.insert(row, Line(officer_id, officer.name, ticked=False, added=True))
            self._mark_recorded()
        return row

    # Drafts and recording

    def take_facts(self) -> None:
        self._end_as_it_started()
        self._take_known_class()
        self._show_lines()
        self._mark_recorded()
        self._fill_from_pattern()

    def take_line(self, key: str, ticked: bool, own: Mapping[str, str]) -> None:
        if self.roster.row_of(key) is None and self.session.register.officer(key):
            self._row_for(key)
        super().take_line(key, ticked, own)

    def record(self) -> bool:
        from core import actions

        training = self._known or self._new_class()
        if training is None or not self.is_answered():
            return False
        attendance = self.rows(lambda line: self._row(training.class_id, line))
        if attendance is None:
            return False
        files, on = self.scans.files(), self.session.today
        self.apply(lambda store: actions.record_class(store, training, attendance, files, on=on))
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
        values: dict[str, Any] = self.roster.values(line)
        return Attendance(
            class_id=class_id, officer_id=line.key, **{**values, "proof": values["proof"] or self.proof.value()}
        )


_DATES = frozenset({"date", "completedon", "completed", "completiondate", "finishedon", "finished", "classdate"})
_HOURS = frozenset({"hours", "ownhours", "hrs", "credithours", "hourscompleted", "traininghours"})


def _is_less(proof: Value) -> bool:
    """Than a copy."""
    return not isinstance(proof, Proof) or STRENGTH[proof] < STRENGTH[Proof.COPY]


def _read_proof(text: str) -> Proof | None:
    if not text:
        return None
    for proof, words in PROOF_WORDS.items():
        if words.casefold().startswith(text.casefold()):
            return proof
    raise UserError(f"“{text[:40]}” is no kind of proof.", "Write copy, original, word or none.")


def _read_year(text: str) -> str:
    """A column of years, and not of numbers or dates."""
    if not re.fullmatch(r"\d{4}-\d{2}", text):
        raise UserError(f"“{text[:40]}” is not an in-service year.", "Write a year such as 2025-26.")
    return text


def _cells(today: date) -> tuple[Cell, ...]:
    def read_date(text: str) -> date | None:
        return parse_typed(text, today) if text else None

    def shown_date(value: Value) -> str:
        return short(value) if isinstance(value, date) else ""

    def shown_hours(value: Value) -> str:
        return Quantity.HOURS.shown(value) if isinstance(value, int | float) else ""

    def shown_proof(value: Value) -> str:
        return PROOF_WORDS[value] if isinstance(value, Proof) else ""

    return (
        Cell("hours", "Hours", Quantity.HOURS.read, shown_hours, 72),
        Cell("completed_on", "Finished", read_date, shown_date, 96),
        Cell("credit_year", "Credit to", str, str, 88),
        Cell("proof", "Proof", _read_proof, shown_proof, 80),
    )
