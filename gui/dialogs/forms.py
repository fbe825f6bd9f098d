"""One form for every kind of record: a new one, or the correction of one that is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core import model
from core.model import Appointment, Officer, Qualification, WeaponIssue
from gui import theme
from gui.dialogs.entry import EntryDialog
from gui.dialogs.rowform import RowForm, values_of
from gui.dialogs.sheets import BY_ROW, Sheet
from gui.widgets.fields import Field, TextField
from gui.widgets.paper import Paper, Scroll, indented

if TYPE_CHECKING:
    from gui.session import Session

RENAME_WIDTH = 480


def open_form(
    session: Session,
    row_class: type[Any],
    parent: QWidget | None,
    *,
    row: Any = None,
    given: Mapping[str, object] | None = None,
) -> bool:
    """Enter a row, or correct ``row``. ``given`` fills fields of a new one. ``True`` once something was recorded."""
    return form(session, row_class, parent, row=row, given=given).open_sized()


def form(
    session: Session,
    row_class: type[Any],
    parent: QWidget | None,
    *,
    row: Any = None,
    given: Mapping[str, object] | None = None,
) -> EntryDialog:
    """The dialog of :func:`open_form`, not yet shown."""
    if row is not None:
        return CorrectionDialog(session, row, parent)
    if row_class is Officer:
        return NewOfficerDialog(session, parent, given or {})
    return NewRowDialog(session, BY_ROW[row_class], parent, _completed(session, row_class, given or {}))


def _completed(session: Session, row_class: type[Any], given: Mapping[str, object]) -> dict[str, object]:
    """What is given, with the officer's weapon where there is only one to qualify with."""
    values = dict(given)
    if row_class is Qualification and "officer_id" in given and "weapon_id" not in given:
        issues = (i for i in session.store.rows(WeaponIssue) if i.officer_id == given["officer_id"])
        held = [issue.weapon_id for issue in issues if issue.is_held(session.today)]
        if len(held) == 1:
            values["weapon_id"] = held[0]
    return values


def slot_of(act: str, row_class: type[Any], *about: object) -> str:
    """The name a form's draft is kept under: another officer's form is another form."""
    return " ".join((act, model.BY_ROW[row_class].name, *map(str, about)))


class FormDialog(EntryDialog):
    """A dialog of one or several row forms."""

    def row_forms(self) -> tuple[RowForm, ...]:
        return tuple(self.findChildren(RowForm))

    def begin(self, row_form: RowForm, given: Collection[str] = ()) -> None:
        """Start in the first field that is not given."""
        for name, field in row_form.fields.items():
            if name not in given and field.control.isEnabled():
                field.setFocus()
                return

    def is_sound(self, row_form: RowForm) -> bool:
        """Whether every field can be read; else the first that cannot has the focus."""
        return self._stays(row_form.check())

    def is_valid(self, row_form: RowForm, row: Any) -> bool:
        """Whether the row makes sense by itself; else each error stands beside its field."""
        from core import soundness

        return self._stays(row_form.show_errors(soundness.problems(row)))

    def _stays(self, wrong: Field | None) -> bool:
        if wrong:
            self.go_to(wrong)
        return wrong is None

    def point_at(self, column: str) -> None:
        for row_form in self.row_forms():
            if column in row_form.fields:
                self.go_to(row_form.fields[column])
                return


class NewRowDialog(FormDialog):
    """Enter one new row."""

    def __init__(self, session: Session, sheet: Sheet, parent: QWidget | None, given: Mapping[str, object]) -> None:
        super().__init__(session, parent, sheet.title, sheet.verb)
        self.row_form = RowForm(session, sheet)
        self.body.addWidget(Scroll(self.row_form))
        self.row_form.fill(given)
        self._start = self.row_form.entered
        self.begin(self.row_form, given)
        self.watch(slot_of("new", sheet.row, *given.values()), **given)

    @property
    def is_dirty(self) -> bool:
        return self.row_form.entered != self._start

    def record(self) -> bool:
        from core import actions

        if not self.is_sound(self.row_form):
            return False
        row = self.row_form.row()
        if not self.is_valid(self.row_form, row):
            return False
        self.apply(lambda store: actions.add(store, row))
        return True


class NewOfficerDialog(FormDialog):
    """Enter an officer and, in the same edit, the first appointment."""

    def __init__(self, session: Session, parent: QWidget | None, given: Mapping[str, object]) -> None:
        sheet = BY_ROW[Officer]
        super().__init__(session, parent, sheet.title, sheet.verb)
        self.officer_form = RowForm(session, sheet)
        self.appointment_form = RowForm(session, BY_ROW[Appointment], hidden=frozenset({"officer_id"}))
        both = Paper()
        both.add_wide(self.officer_form)
        both.add_section("First appointment", "Leave all of it blank to record the appointment later.")
        both.add_wide(self.appointment_form)
        self.body.addWidget(Scroll(both))
        self.officer_form.fill(given)
        self.appointment_form.fill(given)
        self._start = self._entered
        self.begin(self.officer_form, given)
        self.watch(slot_of("new", Officer, *given.values()), **given)

    @property
    def _entered(self) -> tuple[str, ...]:
        return self.officer_form.entered + self.appointment_form.entered

    @property
    def is_dirty(self) -> bool:
        return self._entered != self._start

    def record(self) -> bool:
        from core import actions

        appointment: Appointment | None = None
        if not self.is_sound(self.officer_form):
            return False
        officer: Officer = self.officer_form.row()
        if any(self.appointment_form.entered):
            if not self.is_sound(self.appointment_form):
                return False
            appointment = self.appointment_form.row(officer_id=officer.officer_id)
        if not self._are_valid(officer, appointment):
            return False
        self.apply(lambda store: actions.add_officer(store, officer, appointment))
        return True

    def _are_valid(self, officer: Officer, appointment: Appointment | None) -> bool:
        if not self.is_valid(self.officer_form, officer):
            return False
        return appointment is None or self.is_valid(self.appointment_form, appointment)


class CorrectionDialog(FormDialog):
    """Correct or remove a row that is there; the history keeps what stood before, and the reason."""

    def __init__(self, session: Session, row: Any, parent: QWidget | None) -> None:
        sheet = BY_ROW[type(row)]
        super().__init__(session, parent, f"Correct this {sheet.noun}", "Save changes")
        self._row = row
        self.row_form = RowForm(session, sheet)
        self.row_form.fill(values_of(row))
        self.reason = _reason()
        self.remove_button = self.button(f"Remove this {sheet.noun}", self._try_remove)
        self.history_button = self.button("", self._show_history)
        theme.put_icon(self.history_button, "history")
        for tell in (self.history_button.setToolTip, self.history_button.setAccessibleName):
            tell("All changes of this record")
        self.foot.insertWidget(0, self.remove_button)
        self.foot.insertWidget(1, self.history_button)
        self.body.addWidget(Scroll(self.row_form), 1)
        self.body.addWidget(indented(self.reason))
        self._lock_number()
        self._start = self.row_form.entered
        self.begin(self.row_form)
        table = model.BY_ROW[type(row)]
        self.watch(slot_of("correct", type(row), getattr(row, table.key[0] if table.keyed else "id")))

    def _lock_number(self) -> None:
        """Other records refer to the number; it is not changed in passing but by an act of its own."""
        table = model.BY_ROW[type(self._row)]
        if table.keyed:
            self.row_form.fields[table.key[0]].control.setEnabled(False)
            self.rename_button = self.button("Change number…", self._rename)
            self.foot.insertWidget(2, self.rename_button)

    @Slot()
    def _show_history(self) -> None:
        """Leads to the changes of this record; what was typed here besides would be lost."""
        if self.is_dirty:
            self.notice.say("Save or undo your changes first, then look at the history.")
            return
        table = model.BY_ROW[type(self._row)]
        self.reject()
        self.session.history_wanted.emit(table.name, getattr(self._row, table.key[0] if table.keyed else "id"))

    @Slot()
    def _rename(self) -> None:
        """Ask for the other number; what was typed here besides would be lost."""
        if self.is_dirty:
            self.notice.say("Save or undo your other changes first, then change the number.")
        elif RenameDialog(self.session, self._row, self).open_sized():
            self.accept()

    @property
    def is_dirty(self) -> bool:
        return self.row_form.entered != self._start or bool(self.reason.entered)

    def record(self) -> bool:
        from core import actions

        if not self.is_sound(self.row_form):
            return False
        row = replace(self._row, **self.row_form.changed(self._start))
        if row == self._row:
            self.notice.say("Nothing was changed yet.")
            return False
        if not (self.is_valid(self.row_form, row) and self._has_reason()):
            return False
        reason = str(self.reason.value())
        self.apply(lambda store: actions.save(store, row, reason=reason))
        return True

    def _has_reason(self) -> bool:
        if not self.reason.check_filled():
            self.go_to(self.reason)
            return False
        return True

    @Slot()
    def _try_remove(self) -> None:
        self.attempt(self._remove)

    def _remove(self) -> bool:
        from core import actions

        if not self._has_reason():
            return False
        reason = str(self.reason.value())
        self.apply(lambda store: actions.remove(store, self._row, reason=reason))
        return True


def _reason() -> TextField:
    return TextField(
        "Reason for the correction",
        required=True,
        hint="The history keeps it, with what stood here before.",
        example="For instance: wrong date on the certificate",
    )


class RenameDialog(EntryDialog):
    """Another number for an officer, class, weapon or agreement, in every record that refers to it."""

    def __init__(self, session: Session, row: Any, parent: QWidget | None) -> None:
        table = model.BY_ROW[type(row)]
        super().__init__(session, parent, f"Another number for this {table.noun}", "Change number")
        self._class, self._old = type(row), str(getattr(row, table.key[0]))
        label = BY_ROW[type(row)].entries_by_name[table.key[0]].label
        hint = f"Now {self._old}. Every record that names it is changed with it."
        self.number = TextField(label, required=True, hint=hint)
        paper = Paper()
        self.reason = _reason()
        paper.add(self.number, 12)
        paper.add(self.reason, 12)
        self.body.addWidget(Scroll(paper, RENAME_WIDTH))
        self.number.setFocus()

    @property
    def is_dirty(self) -> bool:
        return bool(self.number.entered or self.reason.entered)

    def record(self) -> bool:
        from core import actions

        for field in (self.number, self.reason):
            if not field.check_filled():
                self.go_to(field)
                return False
        new, reason = str(self.number.value()), str(self.reason.value())
        self.apply(lambda store: actions.rename(store, self._class, self._old, new, reason=reason))
        return True
