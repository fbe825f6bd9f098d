"""The fields of one row class, built from its :class:`~gui.dialogs.sheets.Sheet` and the columns of the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from core.dates import short
from core.errors import FieldError, UserError
from core.model import CREDENTIALS, Officer, TrainingClass, Value, Weapon
from gui.dialogs.sheets import BY_ROW, Entry, Pick, Sheet
from gui.widgets.dates import DateField
from gui.widgets.fields import (
    NOT_KNOWN,
    ChoiceField,
    Field,
    NotesField,
    NumberField,
    PickField,
    TextField,
    YesNoField,
    first_wrong,
)
from gui.widgets.paper import Paper
from gui.widgets.words import choices, words_of

if TYPE_CHECKING:
    from gui.session import Session


def officer_options(officers: Iterable[Officer]) -> list[tuple[str, str]]:
    """Officers as a list shows them, by name."""
    ordered = sorted(officers, key=lambda o: (o.last_name.casefold(), o.first_name.casefold(), o.officer_id))
    return [(officer.officer_id, f"{officer.name} ({officer.officer_id})") for officer in ordered]


def weapon_words(weapon: Weapon) -> str:
    """``Glock 17, serial AB123``."""
    kind = " ".join(filter(None, (weapon.make, weapon.model))) or weapon.kind
    return f"{kind}, serial {weapon.weapon_id}" if kind else f"Serial {weapon.weapon_id}"


def _class_options(classes: Iterable[TrainingClass]) -> list[tuple[str, str]]:
    newest_first = sorted(classes, key=lambda c: (c.ends_on, c.class_id), reverse=True)
    return [(c.class_id, f"{c.title}, {short(c.ends_on)} ({c.class_id})") for c in newest_first]


def options(session: Session, pick: Pick) -> list[tuple[str, str]]:
    """The keys a field may refer to, with the words that show them."""
    match pick:
        case Pick.OFFICER:
            return officer_options(session.store.rows(Officer))
        case Pick.CLASS:
            return _class_options(session.store.rows(TrainingClass))
        case Pick.WEAPON:
            weapons = sorted(session.store.rows(Weapon), key=weapon_words)
            return [(weapon.weapon_id, weapon_words(weapon)) for weapon in weapons]
        case Pick.CREDENTIAL:
            return list(CREDENTIALS.items())
        case Pick.REQUIREMENT:
            return [(rule.id, rule.title) for rule in session.roll.policy.requirements]


_NOUNS = {
    Pick.OFFICER: "officer",
    Pick.CLASS: "class",
    Pick.WEAPON: "weapon",
    Pick.CREDENTIAL: "certificate",
    Pick.REQUIREMENT: "requirement",
}


class RowForm(Paper):
    """A draft of one row. ``hidden`` columns are given from outside and have no field."""

    def __init__(self, session: Session, sheet: Sheet, *, hidden: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.sheet = sheet
        self.fields: dict[str, Field] = {}
        self.given: dict[str, object] = {}
        """What the hidden columns will have, as far as the fields are judged by it."""
        self._clashing: set[str] = set()
        recalls = any(entry.recall for entry in sheet.entries)
        earlier = session.store.rows(sheet.row) if recalls else []
        for section in sheet.sections:
            if section.title:
                self.add_section(section.title)
            for entry in section.entries:
                if entry.name not in hidden:
                    field = _field(session, sheet, entry, earlier)
                    self.fields[entry.name] = field
                    self.add(field, entry.span)
                    field.left.connect(self.look_together)

    def fill(self, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            if name in self.fields:
                self.fields[name].set_value(value)  # type: ignore[arg-type]

    @property
    def entered(self) -> tuple[str, ...]:
        """What stands in the fields; blank texts where nothing does."""
        return tuple(field.entered for field in self.fields.values())

    def changed(self, start: Sequence[str]) -> dict[str, Value]:
        """What was entered since ``start``; a column nobody touched stays exactly as it is on record."""
        pairs = zip(self.fields.items(), start, strict=True)
        return {name: field.value() for (name, field), was in pairs if field.entered != was}

    def check(self) -> Field | None:
        """Say beside each field what is wrong with it; the first wrong one."""
        for field in self.fields.values():
            field.check_filled()
        return first_wrong(self.fields.values())

    @Slot()
    def look_together(self) -> None:
        """Say beside the fields what does not go together: an end before its beginning, a score beyond the maximum."""
        from core.soundness import problems

        try:
            found = {error.field: str(error) for error in problems(self.sheet.row(**self._presumed()))}
        except UserError:
            return  # what cannot be read is said beside it already
        found = {name: text for name, text in found.items() if name in self.fields and self.fields[name].entered}
        for name in self._clashing | found.keys():
            self.fields[name].show_problem(found.get(name, ""))
        self._clashing = set(found)

    def _presumed(self) -> dict[str, object]:
        """What stands here, and beside it what spoils nothing for what must still be filled in."""
        columns = self.sheet.columns.items()
        hidden = {name: "" if column.kind is str else None for name, column in columns if column.required}
        chosen = {name: field.value() for name, field in self.fields.items()}
        open_codes = {
            name: list(column.kind)[-1]
            for name, column in columns
            if column.required and issubclass(column.kind, StrEnum) and chosen.get(name) is None
        }
        return {**hidden, **chosen, **open_codes, **self.given}

    def row(self, **given: object) -> Any:
        """The draft as a row, once :meth:`check` found nothing wrong."""
        return self.sheet.row(**{name: field.value() for name, field in self.fields.items()}, **given)

    def show_errors(self, errors: Iterable[FieldError]) -> Field | None:
        """Put each message beside its field; the first field. Raises the error of a field that is not here."""
        for error in errors:
            if error.field not in self.fields:
                raise UserError(error.message, error.hint)
            self.fields[error.field].show_problem(str(error))
        return first_wrong(self.fields.values())


def _field(session: Session, sheet: Sheet, entry: Entry, earlier: Iterable[Any]) -> Field:
    column = sheet.columns[entry.name]
    common: dict[str, Any] = {"hint": entry.hint, "required": column.required or entry.required}
    if column.kind is str:
        return _text_field(session, entry, earlier, common)
    if column.kind is date:
        return DateField(entry.label, session.today, **common)
    if column.kind is bool:
        return YesNoField(entry.label, **common)
    if issubclass(column.kind, StrEnum):
        unknown = sheet.unknown(entry.name)
        blank = (unknown, words_of(unknown)) if unknown else (None, NOT_KNOWN)
        return ChoiceField(entry.label, choices(column.kind), blank=blank, **common)
    return NumberField(entry.label, entry.quantity, **common)


def _text_field(session: Session, entry: Entry, earlier: Iterable[Any], common: dict[str, Any]) -> Field:
    if entry.notes:
        return NotesField(entry.label, **common)
    if pick := entry.pick:
        found = options(session, pick)
        return PickField(entry.label, found, noun=_NOUNS[pick], is_open=pick is Pick.CREDENTIAL, **common)
    words = {*entry.words, *(getattr(row, entry.name) for row in earlier if entry.recall)}
    return TextField(entry.label, earlier=words, example=entry.example, **common)


def values_of(row: Any) -> dict[str, Value]:
    """A row's columns as they stand."""
    return {name: getattr(row, name) for name in BY_ROW[type(row)].columns}
