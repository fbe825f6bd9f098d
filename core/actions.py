"""The verbs: everything a clerk does to the records, each exactly one edit that can be undone as one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from core.dates import in_range, plural, short
from core.errors import FieldError, UserError
from core.model import (
    BY_ROW,
    Agreement,
    Appointment,
    Attendance,
    Bond,
    Column,
    Commission,
    Credential,
    Designation,
    District,
    Officer,
    OfficerRecord,
    Qualification,
    Result,
    Row,
    Service,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
    columns,
)
from core.store import ChangeSet, Store, Transaction

R = TypeVar("R", bound=Row)

TEXT_LIMIT = 10_000


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


def rename(store: Store, row_class: type[Row], old: str, new: str) -> ChangeSet:
    """Another key for an officer, class, weapon or agreement, in every record that names it."""
    table = BY_ROW[row_class]
    for problem in _text_problems(table.key[0], new, required=True):
        raise problem
    with store.edit(f"Change {table.noun} {old} to {new}") as edit:
        edit.rename(row_class, old, new)
    return edit.changes


def record_class(store: Store, training: TrainingClass, attendance: Sequence[Attendance]) -> ChangeSet:
    """A class with those who attended it; more may be added to one that is already recorded."""
    validate(training)
    for row in attendance:
        _check(store, row)
    officers = plural(len(attendance), "officer")
    with store.edit(f"Record class “{training.title}” ({officers})") as edit:
        _insert_once(store, edit, training)
        for row in attendance:
            edit.insert(row)
    return edit.changes


def record_qualifications(store: Store, qualifications: Sequence[Qualification]) -> ChangeSet:
    for row in qualifications:
        _check(store, row)
    with store.edit(f"Record {plural(len(qualifications), 'qualification')}") as edit:
        for row in qualifications:
            edit.insert(row)
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
    elif not isinstance(row, TrainingClass | Weapon | Agreement) and (officer := store.find(Officer, row.officer_id)):
        _check_born(officer, row)
    if isinstance(row, WeaponIssue):
        _check_hands(store, row)


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
            message = f"{_sentence(_words(item.name))} {short(on)} is not after {officer.full_name} was born on {born}."
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


# --- checks of a row by itself --------------------------------------------------------------------------------


def validate(row: Row) -> None:
    """Raises the first of :func:`problems`."""
    for problem in problems(row):
        raise problem


def problems(row: Row | District) -> tuple[FieldError, ...]:
    """What is wrong with a row by itself, each said of the field to correct; at most one a field."""
    found = [*_column_problems(row), *_order_problems(row)]
    if all(getattr(row, column.name) is not None for column in _columns(row) if column.required):
        found += _own_problems(row)
    first = {problem.field: problem for problem in reversed(found)}
    return tuple(first[column.name] for column in _columns(row) if column.name in first)


def _columns(row: Row | District) -> tuple[Column, ...]:
    row_class: Any = type(row)
    return columns(row_class)


def _column_problems(row: Row | District) -> Iterator[FieldError]:
    for column in _columns(row):
        value = getattr(row, column.name)
        if column.kind is str:
            yield from _text_problems(column.name, value, column.required)
        elif value is None and column.required:
            yield _missing(column.name)
        elif column.kind is date and value is not None:
            yield from _date_problems(column.name, value)
        elif column.kind in (int, float) and value is not None:
            yield from _number_problems(column.name, value)


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_KEYS = {"officer_id", "class_id", "weapon_id", "agreement_id"}


def _missing(name: str) -> FieldError:
    return FieldError(name, f"Fill in the {_words(name)}.")


def _text_problems(name: str, text: str, required: bool) -> Iterator[FieldError]:
    if required and not text.strip():
        yield _missing(name)
    elif name in _KEYS and text != text.strip():
        yield FieldError(name, f"The {_words(name)} “{text}” has spaces before or after it.", "Take them out.")
    elif len(text) > TEXT_LIMIT:
        yield FieldError(name, f"There are {len(text):,} characters in the {_words(name)}; {TEXT_LIMIT:,} is the most.")
    elif _UNPRINTABLE.search(text):
        yield FieldError(name, f"There are characters in the {_words(name)} that cannot be printed.", "Type it anew.")


def _date_problems(name: str, on: date) -> Iterator[FieldError]:
    try:
        in_range(on)
    except UserError as error:
        yield FieldError(name, error.message)


def _number_problems(name: str, number: float) -> Iterator[FieldError]:
    if not math.isfinite(number):
        yield FieldError(name, f"The {_words(name)} is not a number.")
    elif name.endswith("_percent") and not 0 <= number <= 100:
        yield FieldError(name, f"{number:g} percent is not between 0 and 100.")
    elif number < 0:
        yield FieldError(name, f"The {_words(name)} cannot be less than 0.")


def _words(name: str) -> str:
    """A column as people call it: ``expires_on`` is the expiry date only on forms, here ``expires on``."""
    return {"mcid": "MCID", "officer_id": "officer ID", "class_id": "class ID", "weapon_id": "serial number"}.get(
        name, name.replace("_", " ")
    )


@dataclass(frozen=True, slots=True)
class _Order:
    """Two dates of a row; ``words`` say what is wrong when the later comes first."""

    first: str
    last: str
    words: str


_ORDERS: dict[type[Any], tuple[_Order, ...]] = {
    Appointment: tuple(
        _Order(start, "ended_on", f"Appointment ended {{last}}, before the officer was {word} on {{first}}.")
        for start, word in (("hired_on", "hired"), ("appointed_on", "appointed"), ("assigned_on", "assigned"))
    ),
    Commission: (_Order("commissioned_on", "ended_on", "Commission ended {last}, before it began on {first}."),),
    Designation: (
        _Order("designated_on", "ended_on", "Designation ended {last}, before it was made on {first}."),
        _Order("oath_on", "oath_filed_on", "Oath was filed {last}, before it was taken on {first}."),
    ),
    Bond: (
        _Order("effective_on", "expires_on", "Bond expires {last}, before it takes effect on {first}."),
        _Order("approved_on", "filed_on", "Bond was filed {last}, before it was approved on {first}."),
    ),
    Service: (_Order("from_on", "to_on", "Service ended {last}, before it began on {first}."),),
    Credential: (
        _Order("completed_on", "expires_on", "Credential expires {last}, before it was completed on {first}."),
        _Order("issued_on", "expires_on", "Credential expires {last}, before it was issued on {first}."),
    ),
    TrainingClass: (_Order("starts_on", "ends_on", "Class ends {last}, before it starts on {first}."),),
    WeaponIssue: (_Order("issued_on", "returned_on", "Weapon was returned {last}, before it was issued on {first}."),),
    Agreement: (_Order("starts_on", "ends_on", "Agreement ends {last}, before it starts on {first}."),),
    Waiver: (_Order("from_on", "until_on", "Waiver ends {last}, before it begins on {first}."),),
}


def _order_problems(row: Row | District) -> Iterator[FieldError]:
    for order in _ORDERS.get(type(row), ()):
        first, last = getattr(row, order.first), getattr(row, order.last)
        if first and last and last < first:
            yield FieldError(order.last, order.words.format(first=short(first), last=short(last)))


def _own_problems(row: Row | District) -> Iterator[FieldError]:
    match row:
        case Appointment():
            yield from _share_problems(row)
        case TrainingClass():
            yield from _class_problems(row)
        case Attendance():
            yield from _credit_problems(row)
        case Qualification():
            yield from _score_problems(row)


def _share_problems(row: Appointment) -> Iterator[FieldError]:
    shares = sum(filter(None, (row.enforcement_percent, row.teaching_percent, row.mentoring_percent)))
    if shares > 100:
        yield FieldError("mentoring_percent", f"Enforcement, teaching and mentoring add up to {shares:g} percent.")


def _class_problems(row: TrainingClass) -> Iterator[FieldError]:
    days = (row.ends_on - row.starts_on).days + 1 if row.starts_on else None
    if row.hours <= 0:
        yield FieldError("hours", "The class must have more than 0 hours.")
    elif days and row.hours > 24 * days > 0:
        yield FieldError("hours", f"{row.hours:g} hours do not fit into a class of {plural(days, 'day')}.")


_CREDIT_YEAR = re.compile(r"(\d{4})(?:-(\d{2}))?")


def _credit_problems(row: Attendance) -> Iterator[FieldError]:
    m = _CREDIT_YEAR.fullmatch(row.credit_year)
    if row.credit_year and not (m and (m[2] is None or int(m[2]) == (int(m[1]) + 1) % 100)):
        yield FieldError(
            "credit_year",
            f"“{row.credit_year[:40]}” is not an in-service year.",
            "Write a year such as 2025-26 or 2026.",
        )


def _score_problems(row: Qualification) -> Iterator[FieldError]:
    if row.attempt is not None and row.attempt < 1:
        yield FieldError("attempt", "Attempts are counted from 1.")
    if row.score is not None and row.maximum is not None and row.score > row.maximum:
        yield FieldError("score", f"A score of {row.score:g} is more than the maximum of {row.maximum:g}.")
    if row.passing is not None and row.maximum is not None and row.passing > row.maximum:
        yield FieldError("passing", f"A passing score of {row.passing:g} is more than the maximum of {row.maximum:g}.")
    if row.result is Result.PASS and row.score is not None and row.passing is not None and row.score < row.passing:
        yield FieldError("result", f"A score of {row.score:g} is no pass: the passing score is {row.passing:g}.")
