"""The verbs: everything a clerk does to the records, each exactly one edit that can be undone as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from core.attaching import Enclosure, enclose
from core.classes import sat_already
from core.dates import plural, short
from core.errors import FieldError, UserError
from core.model import (
    BY_NAME,
    BY_ROW,
    Appointment,
    Attendance,
    District,
    Officer,
    OfficerRecord,
    Qualification,
    Row,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
)
from core.rows import Image, layout_of, shape_of
from core.soundness import in_words, problems, text_problems, validate
from core.store import ChangeSet, RowChange, Store, Transaction

R = TypeVar("R", bound=Row)


# --- verbs ----------------------------------------------------------------------------------------------------


def add(store: Store, row: Row, *, reason: str = "") -> ChangeSet:
    """A new row; refuses one that is already recorded."""
    _check(store, row)
    with store.edit(f"Add {store.describe(row)}", reason) as edit:
        edit.insert(row)
    return edit.changes


def save(store: Store, row: Row, *, reason: str = "") -> ChangeSet:
    """The row as corrected, or a new one: told by its id, or by whether its key is recorded."""
    table = BY_ROW[type(row)]
    key = getattr(row, table.key[0] if table.keyed else "id")
    if not key or (table.keyed and store.find(type(row), key) is None):
        return add(store, row, reason=reason)
    _check(store, row)
    with store.edit(f"Correct {store.describe(row)}", reason) as edit:
        edit.update(row)
    return edit.changes


def remove(store: Store, row: Row, *, reason: str) -> ChangeSet:
    """Refuses, by name, while other records refer to the row."""
    referring = store.referring(row)
    if referring:
        named = [store.describe(other) for other in referring[:3]]
        more = f" and {len(referring) - 3:,} more" if len(referring) > 3 else ""
        raise UserError(
            f"{_sentence(store.describe(row))} cannot be removed while other records refer to it.",
            f"Remove first: {', '.join(named)}{more}.",
        )
    with store.edit(f"Remove {store.describe(row)}", reason) as edit:
        edit.delete(row)
    return edit.changes


def add_officer(store: Store, officer: Officer, appointment: Appointment | None = None) -> ChangeSet:
    _check(store, officer)
    if appointment:
        validate(appointment)
        _check_born(officer, appointment)
    with store.edit(f"Add {store.describe(officer)}") as edit:
        edit.insert(officer)
        if appointment:
            edit.insert(appointment)
    return edit.changes


def remove_officer(store: Store, officer_id: str, reason: str) -> ChangeSet:
    """The officer with all their records."""
    officer = store.find(Officer, officer_id)
    if officer is None:
        raise UserError(f"There is no officer “{officer_id}” in the records.")
    with store.edit(f"Remove {store.describe(officer)} with all records", reason) as edit:
        for row in store.referring(officer):
            edit.delete(row)
        edit.delete(officer)
    return edit.changes


def erasure(store: Store, officer_id: str) -> tuple[str, ...]:
    """What :func:`erase_officer` would do, to be read before it is done."""
    officer = store.find(Officer, officer_id)
    if officer is None:
        raise UserError(f"There is no officer “{officer_id}” in the records.")
    trace = store.trace(officer_id)
    others = sorted(trace.whom.ids - {officer_id})
    known = f", once known as {', '.join(others)}," if others else ""
    return (
        f"{officer.full_name} ({officer_id}){known} and {plural(trace.rows, 'record')} are erased.",
        f"{plural(trace.entries, 'change')} of the change log that speak of {officer.full_name} are emptied. "
        "The log stays whole, and says that an officer was erased, when, by whom and why.",
        "This cannot be undone, and nothing that was done before it can be.",
        "Backups, exports and printed papers still hold what they held; delete them yourself.",
        "What was written about the officer in the records of others stays.",
    )


def erase_officer(store: Store, officer_id: str, reason: str) -> ChangeSet:
    """On purpose and for good, as :func:`erasure` says."""
    erasure(store, officer_id)
    if not reason.strip():
        raise FieldError("reason", "Say why the officer is erased.", "The reason stays; leave the name out of it.")
    trace = store.trace(officer_id)
    if trace.whom.named(reason):
        raise FieldError("reason", "The reason names the officer, and it would stay.", "Leave the name out of it.")
    return store.erase(trace, reason)


def rename(store: Store, row_class: type[Row], old: str, new: str, *, reason: str = "") -> ChangeSet:
    """Another key for an officer, class, weapon or agreement, in every record that names it."""
    table = BY_ROW[row_class]
    for problem in text_problems(table.key[0], new, required=True):
        raise problem
    with store.edit(f"Change {table.noun} {old} to {new}", reason) as edit:
        edit.rename(row_class, old, new)
    return edit.changes


def put_back(store: Store, change: RowChange, reason: str) -> ChangeSet:
    """A record as it was before this change of it, as a new edit; what was not there before is removed."""
    shape = shape_of(change.table)
    image = _filled(change.before)
    if change.before is not None and shape.primary not in image:
        raise UserError("What stood here was erased for good.")
    if not reason.strip():
        raise FieldError("reason", "Say why it is put back.")
    with store.edit(f"Put back {_row_words(store, change, image)}", reason) as edit:
        edit.put_back(change.table, change.key, image or None)
    if edit.changes.empty:
        raise UserError("It stands so already; nothing was changed.")
    return edit.changes


def _row_words(store: Store, change: RowChange, image: Image) -> str:
    if change.table not in BY_NAME:
        return f"the district's {in_words(str(change.key))}"
    return store.describe(layout_of(BY_NAME[change.table].row).row(image or _filled(change.after)))


def _filled(image: Image | None) -> Image:
    return {name: value for name, value in (image or {}).items() if value is not None and value != ""}


def record_class(
    store: Store,
    training: TrainingClass,
    attendance: Sequence[Attendance],
    files: Sequence[Enclosure] = (),
    *,
    on: date | None = None,
) -> ChangeSet:
    """A class with those who attended it; more may be added to one that is already recorded.

    ``files`` are kept once, with the class, as of ``on`` (else its last day). Refuses who has the class already, and
    who sat one of the same title that ended on the same day.
    """
    validate(training)
    for row in attendance:
        _check(store, row)
    _check_sat(store, training, attendance)
    officers = plural(len(attendance), "officer")
    with store.edit(f"Record class “{training.title}” ({officers})") as edit:
        _insert_once(store, edit, training)
        for row in attendance:
            edit.insert(row)
        enclose(edit, training, files, on=on or training.ends_on)
    return edit.changes


def record_qualifications(
    store: Store, qualifications: Sequence[Qualification], files: Sequence[Enclosure] = (), *, on: date | None = None
) -> ChangeSet:
    """``files`` are kept with each of them, their content once, as of ``on`` (else the day it was shot)."""
    for row in qualifications:
        _check(store, row)
    with store.edit(f"Record {plural(len(qualifications), 'qualification')}") as edit:
        for row in qualifications:
            enclose(edit, edit.insert(row), files, on=on or row.shot_on)
    return edit.changes


def grant_waivers(store: Store, waivers: Sequence[Waiver]) -> ChangeSet:
    """The same waiver for several officers."""
    for waiver in waivers:
        _check(store, waiver)
    with store.edit(f"Record a waiver for {plural(len(waivers), 'officer')}") as edit:
        for waiver in waivers:
            edit.insert(waiver)
    return edit.changes


def issue_weapon(store: Store, weapon: Weapon, issue: WeaponIssue) -> ChangeSet:
    """Put a weapon, new or recorded, in an officer's hands."""
    validate(weapon)
    _check(store, issue)
    with store.edit(f"Add {store.describe(issue)}") as edit:
        _insert_once(store, edit, weapon)
        edit.insert(issue)
    return edit.changes


def set_district(store: Store, district: District, *, reason: str = "") -> ChangeSet:
    for problem in problems(district):
        raise problem
    with store.edit("Change the district's profile", reason) as edit:
        edit.set_district(district)
    return edit.changes


def _insert_once(store: Store, edit: Transaction, row: TrainingClass | Weapon) -> None:
    """A row that is recorded in the same words stays as it is."""
    key = BY_ROW[type(row)].key[0]
    if store.find(type(row), getattr(row, key)) != row:
        edit.insert(row)


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


# --- checks against the other records -------------------------------------------------------------------------


def _check(store: Store, row: Row) -> None:
    validate(row)
    if isinstance(row, Officer):
        _check_birth(store.record(row.officer_id), row)
    elif officer := store.find(Officer, getattr(row, "officer_id", "")):
        _check_born(officer, row)
    if isinstance(row, WeaponIssue):
        _check_hands(store, row)


def _check_sat(store: Store, training: TrainingClass, attendance: Sequence[Attendance]) -> None:
    sat = sat_already(store, training.class_id, training.title, training.ends_on)
    for row in attendance:
        if reason := sat.get(row.officer_id):
            officer = store.find(Officer, row.officer_id)
            name = officer.full_name if officer else row.officer_id
            raise FieldError("officer_id", f"{name} has this class. {reason}.", "Untick them.")


def _check_birth(record: OfficerRecord | None, officer: Officer) -> None:
    rows: list[Any] = [*record.appointments, *record.credentials, *record.service] if record else []
    for row in rows:
        try:
            _check_born(officer, row)
        except FieldError as error:
            raise FieldError("date_of_birth", error.message) from None


def _check_born(officer: Officer, row: Any) -> None:
    for item in fields(row):
        on = getattr(row, item.name)
        if isinstance(on, date) and officer.date_of_birth and on <= officer.date_of_birth:
            born = short(officer.date_of_birth)
            message = (
                f"{_sentence(in_words(item.name))} {short(on)} is not after {officer.full_name} was born on {born}."
            )
            raise FieldError(item.name, message)


def _check_hands(store: Store, issue: WeaponIssue) -> None:
    """A weapon is in one person's hands at a time; handed back and on again on one day is fine."""
    weapon = store.find(Weapon, issue.weapon_id)
    for other in store.referring(weapon) if weapon else ():
        if isinstance(other, WeaponIssue) and other.id != issue.id and _overlap(issue, other):
            holder = store.find(Officer, other.officer_id)
            name = holder.full_name if holder else other.officer_id
            until = f" until {short(other.returned_on)}" if other.returned_on else ""
            raise FieldError(
                "issued_on",
                f"Weapon {issue.weapon_id} is issued to {name} from {short(other.issued_on)}{until}.",
                "Record its return first.",
            )


def _overlap(one: WeaponIssue, other: WeaponIssue) -> bool:
    first, second = sorted((one, other), key=lambda issue: issue.issued_on)
    return first.returned_on is None or second.issued_on < first.returned_on
