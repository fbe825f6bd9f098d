"""What is stored in a column, in the words of the forms."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from core.dates import parse_date, short
from core.errors import UserError
from core.model import BY_NAME, Column, District, columns, credential_name
from gui.dialogs.sheets import BY_ROW
from gui.widgets.words import words_of

OFTEN = {"officer_id": "Officer", "class_id": "Class number", "proof": "Proof the district holds"}
"""Columns of the rows that are entered without a form of their own."""


def column_words(table: str, name: str) -> str:
    """The label of the column; ``table`` is ``district`` for what the file says of the district itself."""
    sheet = BY_ROW.get(_row(table))
    entry = sheet.entries_by_name.get(name) if sheet else None
    return entry.label if entry else OFTEN.get(name) or name.replace("_", " ").capitalize()


def value_words(table: str, name: str, value: object) -> str:
    """A stored value as people read it: dates and choices are stored as text, a yes as 1."""
    if value is None or value == "":
        return ""
    if name == "credential":
        return credential_name(str(value))
    kind = _kinds(_row(table)).get(name, str)
    if issubclass(kind, StrEnum):
        return next((words_of(each) for each in kind if each == value), str(value))
    if kind is bool:
        return "Yes" if str(value).lower() in {"1", "true", "yes"} else "No"
    if kind is date:
        return _day(str(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _day(text: str) -> str:
    """What a damaged or foreign file holds in place of a date is shown as it stands."""
    try:
        return short(parse_date(text))
    except UserError:
        return text


def _row(table: str) -> Any:
    return BY_NAME[table].row if table in BY_NAME else District


@cache
def _kinds(row_class: Any) -> dict[str, type]:
    found: tuple[Column, ...] = columns(row_class)
    return {column.name: column.kind for column in found}
