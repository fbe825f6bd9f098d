"""The practice district: an invented county whose dates count from the day it is made, so it never goes stale.

The people and their stories stand in ``resources/sample/practice.toml``, whose head explains how dates are written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from core import documents
from core.dates import DAY, InServiceYear, YearKind, add_months, in_service_year, written
from core.model import SHEETS, Column, District, Row, Value, columns
from core.store import Store

_DATE = re.compile(r"(?P<exactly>exactly )?(?:SY(?P<year>[+-]\d) (?P<day>\d\d-\d\d)|(?P<offset>(?:[+-]\d+[dmy])+))")
_TERM = re.compile(r"([+-]\d+)([dmy])")
_SCHOOL_YEAR = re.compile(r"SY([+-]\d)")
_PLACEHOLDER = re.compile(r"\{([^}]+)\}")
_FRIDAY = 4
_MONTHS = {"m": 1, "y": 12}


@dataclass(frozen=True, slots=True)
class PracticeDistrict:
    """``rows`` in the order of the workbook's sheets."""

    district: District
    rows: tuple[Row, ...]


def practice_district(today: date) -> PracticeDistrict:
    """The practice district as it stands on ``today``."""
    sheets = {name: list(_side_by_side(entries)) for name, entries in _data().items()}
    (district,) = _rows(District, sheets["District"], today)
    _leave_out_classes_to_come(sheets, today)
    return PracticeDistrict(
        district, tuple(row for table in SHEETS for row in _rows(table.row, sheets[table.sheet], today))
    )


def make_practice_file(path: Path, today: date, *, who: str, now: Callable[[], datetime]) -> Store:
    """A new records file that holds the practice district; refuses to overwrite."""
    practice = practice_district(today)
    store = documents.create(path, who=who, now=now)
    with store.edit("Make the practice district") as edit:
        edit.set_district(practice.district)
        edit.insert_many(practice.rows)
    return store


@cache
def _data() -> Mapping[str, list[dict[str, Any]]]:
    path = files("resources").joinpath("sample", "practice.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _side_by_side(entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One entry for each value of an entry's lists; what is no list is the same in all of them."""
    for entry in entries:
        lists = {name: cell for name, cell in entry.items() if isinstance(cell, list)}
        for cells in zip(*lists.values(), strict=True) if lists else [()]:
            yield entry | dict(zip(lists, cells, strict=True))


def _leave_out_classes_to_come(sheets: dict[str, list[dict[str, Any]]], today: date) -> None:
    """Those that stand in a school year; a class so many days ahead is a plan, and stays."""
    to_come = {
        entry["class_id"]
        for entry in sheets["Classes"]
        if entry["ends_on"].startswith("SY") and _day(entry["ends_on"], today) > today
    }
    for sheet in ("Classes", "Attendance"):
        sheets[sheet] = [entry for entry in sheets[sheet] if entry["class_id"] not in to_come]


def _rows(row_class: Any, entries: Iterable[dict[str, Any]], today: date) -> Iterator[Any]:
    """An entry without a named column of the class is a mistake in the data, and a :class:`KeyError`."""
    known = {column.name: column for column in columns(row_class)}
    for entry in entries:
        yield row_class(**{name: _value(known[name], cell, today) for name, cell in entry.items()})


def _value(column: Column, cell: Any, today: date) -> Value:
    if column.kind is date:
        return _day(cell, today)
    if column.kind is str:
        return _PLACEHOLDER.sub(lambda found: _in_words(found[1], today), cell)
    make: type[Any] = column.kind
    value: Value = make(cell)
    return value


def _in_words(text: str, today: date) -> str:
    school_year = _SCHOOL_YEAR.fullmatch(text)
    return _school_year(int(school_year[1]), today).label if school_year else written(_day(text, today))


def _day(text: str, today: date) -> date:
    """Raises :class:`ValueError` for a date not written as the data file's head says."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    on = (
        _offset(found["offset"], today) if found["offset"] else _in_school_year(int(found["year"]), found["day"], today)
    )
    return on if found["exactly"] else _weekday(on)


def _offset(terms: str, today: date) -> date:
    for count, unit in _TERM.findall(terms):
        today = today + timedelta(days=int(count)) if unit == "d" else add_months(today, int(count) * _MONTHS[unit])
    return today


def _school_year(years: int, today: date) -> InServiceYear:
    year = in_service_year(YearKind.SCHOOL, add_months(today, 12 * years), None)
    assert year is not None
    return year


def _in_school_year(years: int, month_and_day: str, today: date) -> date:
    year = _school_year(years, today)
    calendar_year = year.first.year if month_and_day >= "07" else year.last.year
    return date.fromisoformat(f"{calendar_year}-{month_and_day}")


def _weekday(on: date) -> date:
    """``on``, or the Friday before its weekend."""
    return on - max(on.weekday() - _FRIDAY, 0) * DAY
