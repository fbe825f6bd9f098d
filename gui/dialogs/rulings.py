"""What the district determines about a rule: how early it is due soon, and whether its own local rule is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core import actions
from core.dates import plural
from core.errors import FieldError
from core.model import Ruling
from core.reading import has_local
from core.rules import Requirement
from gui.dialogs.entry import EntryDialog
from gui.widgets.dates import DateField
from gui.widgets.fields import ChoiceField, Field, NotesField, NumberField, Quantity, TextField
from gui.widgets.paper import Paper, Scroll

if TYPE_CHECKING:
    from gui.session import Session

MOST_LEAD = 730


def open_ruling(session: Session, parent: QWidget | None, rule: Requirement, ruling: Ruling | None) -> bool:
    return RulingDialog(session, parent, rule, ruling).open_sized()


class RulingDialog(EntryDialog):
    """Each change names who determined it, by which document, since when."""

    def __init__(self, session: Session, parent: QWidget | None, rule: Requirement, ruling: Ruling | None) -> None:
        super().__init__(session, parent, f"“{rule.title}” in this district", "Save the ruling")
        self._rule, self._ruling = rule, ruling
        self.in_force = ChoiceField(
            "The district’s local rule",
            ((False, "In force"), (True, "Switched off")),
            blank=(False, "In force"),
            hint="What the state requires stays in force.",
        )
        default = f"As the program comes: {plural(rule.lead_days, 'day')}" if rule.lead_days else "It has no due date."
        self.lead = NumberField("Days before the due date from which it is due soon", Quantity.COUNT, hint=default)
        self.by = TextField("Determined by", required=True, example="Superintendent, school board, MDE")
        self.document = TextField("By which document", required=True, example="Board minutes of 8/4/2026, item 7")
        self.since = DateField("Since", session.today, required=True)
        self.notes = NotesField("Notes")
        self._fill()
        self.body.addWidget(Scroll(self._sheet()))
        if ruling is not None:
            self.foot.insertWidget(0, self.button("Back to the rule as it comes", self._try_undo))
        self._start = self._entered
        (self.in_force if has_local(rule) else self.lead).setFocus()

    def _sheet(self) -> Paper:
        paper = Paper()
        if has_local(self._rule):
            paper.add(self.in_force, 12)
        if self._rule.lead_days:
            paper.add(self.lead, 12)
        paper.add_section("Who says so")
        for field, span in ((self.by, 6), (self.since, 6), (self.document, 12), (self.notes, 12)):
            paper.add(field, span)
        return paper

    def _fill(self) -> None:
        ruling = self._ruling
        self.lead.set_value(self._rule.lead_days if ruling is None or ruling.lead_days is None else ruling.lead_days)
        if ruling is not None:
            self.in_force.set_value(ruling.off)
            self.by.set_value(ruling.determined_by)
            self.document.set_value(ruling.document)
            self.since.set_value(ruling.since)
            self.notes.set_value(ruling.notes)

    @property
    def _fields(self) -> tuple[Field, ...]:
        return (self.in_force, self.lead, self.by, self.document, self.since, self.notes)

    @property
    def _entered(self) -> tuple[str, ...]:
        return tuple(field.entered for field in self._fields)

    @property
    def is_dirty(self) -> bool:
        return self._entered != self._start

    def record(self) -> bool:
        wrong = [field for field in self._fields if not field.check_filled()]
        if wrong:
            self.go_to(wrong[0])
            return False
        ruling = self._drafted()
        if ruling == self._ruling or (self._ruling is None and not (ruling.off or ruling.lead_days is not None)):
            self.notice.say("Nothing was changed yet.")
            return False
        reason = f"Determined by {ruling.determined_by}, {ruling.document}"
        self.apply(lambda store: actions.save(store, ruling, reason=reason))
        return True

    def _drafted(self) -> Ruling:
        lead, since = self.lead.value(), self.since.value()
        if isinstance(lead, int) and lead > MOST_LEAD:
            raise FieldError("lead_days", f"{lead:,} days are more than two years; {MOST_LEAD} is the most.")
        return Ruling(
            requirement=self._rule.id,
            off=self.in_force.value() is True,
            lead_days=lead if isinstance(lead, int) and lead != self._rule.lead_days else None,
            determined_by=str(self.by.value()),
            document=str(self.document.value()),
            since=since,
            notes=str(self.notes.value()),
        )

    def point_at(self, column: str) -> None:
        if column == "lead_days":
            self.go_to(self.lead)

    @Slot()
    def _try_undo(self) -> None:
        self.attempt(self._undo)

    def _undo(self) -> bool:
        ruling = self._ruling
        assert ruling is not None
        reason = self.session.prompts.reason(self, f"Take back the ruling on “{self._rule.title}”?", "Take back")
        if not reason:
            return False
        self.apply(lambda store: actions.remove(store, ruling, reason=reason))
        return True
