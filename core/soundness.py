"""Whether a row makes sense by itself, as people are told it: what is missing, out of order, or no number."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.dates import in_range, plural, short
from core.errors import FieldError, UserError
from core.model import (
    Agreement,
    Appointment,
    Attendance,
    Bond,
    Column,
    Commission,
    Credential,
    Designation,
    District,
    Qualification,
    Result,
    Row,
    Service,
    TrainingClass,
    Waiver,
    WeaponIssue,
    columns,
)

TEXT_LIMIT = 10_000


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
            yield from text_problems(column.name, value, column.required)
        elif value is None and column.required:
            yield _missing(column.name)
        elif column.kind is date and value is not None:
            yield from _date_problems(column.name, value)
        elif column.kind in (int, float) and value is not None:
            yield from _number_problems(column.name, value)


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_KEYS = {"officer_id", "class_id", "weapon_id", "agreement_id"}


def _missing(name: str) -> FieldError:
    return FieldError(name, f"Fill in the {in_words(name)}.")


def text_problems(name: str, text: str, required: bool) -> Iterator[FieldError]:
    if required and not text.strip():
        yield _missing(name)
    elif name in _KEYS and text != text.strip():
        yield FieldError(name, f"The {in_words(name)} “{text}” has spaces before or after it.", "Take them out.")
    elif len(text) > TEXT_LIMIT:
        yield FieldError(
            name, f"There are {len(text):,} characters in the {in_words(name)}; {TEXT_LIMIT:,} is the most."
        )
    elif _UNPRINTABLE.search(text):
        yield FieldError(name, f"There are characters in the {in_words(name)} that cannot be printed.", "Type it anew.")


def _date_problems(name: str, on: date) -> Iterator[FieldError]:
    try:
        in_range(on)
    except UserError as error:
        yield FieldError(name, error.message)


def _number_problems(name: str, number: float) -> Iterator[FieldError]:
    if not math.isfinite(number):
        yield FieldError(name, f"The {in_words(name)} is not a number.")
    elif name.endswith("_percent") and not 0 <= number <= 100:
        yield FieldError(name, f"{number:g} percent is not between 0 and 100.")
    elif number < 0:
        yield FieldError(name, f"The {in_words(name)} cannot be less than 0.")


def in_words(name: str) -> str:
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
