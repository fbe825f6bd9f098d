"""Plain sheets of cells: what every spreadsheet format is read into and written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.errors import FileError
from core.model import Column

MAX_BYTES = 300_000_000
"""Unpacked; far more than a state's records need, far less than what would fill a laptop's memory."""
MAX_ROWS, MAX_COLUMNS = 200_000, 500
EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's serial numbers, so that day 60 and later come out right (1900 had no 29 February)."""
EPOCH_1904 = date(1904, 1, 1)
MADE = date(2026, 11, 1)
"""No file is taken to be older than the program: unpacking and mailing give files absurd dates."""
UNSAVED = "holds a formula without a saved value"


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell without a usable value: ``shown`` is what it holds, ``message`` continues "The cell …"."""

    shown: str
    message: str
    hint: str


Content = str | int | float | bool | date | Fault | None
Plain = str | int | float | date | None
"""What is written: yes and no as words, a blank as ``None``."""
Place = tuple[int, int]
"""Row and column, counted from 1 as spreadsheets do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows[0]`` is row 1 of the spreadsheet; rows may be of different lengths."""

    name: str
    rows: tuple[tuple[Content, ...], ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """``epoch`` is day 0 of its serial numbers, ``saved_on`` the day the file was last written."""

    name: str
    sheets: tuple[Sheet, ...]
    epoch: date = EPOCH
    saved_on: date = MADE


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet to be written: a heading of ``columns``, then rows as wide as it."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Plain, ...], ...]

    def widths(self) -> tuple[int, ...]:
        """Characters each column needs, within reason."""
        cells = zip(*self.rows, strict=True) if self.rows else [()] * len(self.columns)
        return tuple(
            min(max([len(column.name) + 4, *(len(shown(value)) + 2 for value in below)]), 48)
            for column, below in zip(self.columns, cells, strict=True)
        )


def shown(value: Content) -> str:
    """A value as plain text, numbers without a needless ``.0``."""
    match value:
        case None:
            return ""
        case Fault():
            return value.shown
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.isoformat(" ")
        case _:
            return str(value)


def unsaved(formula: str) -> Fault:
    return Fault(formula, UNSAVED, "Open the workbook in the spreadsheet program, save it, and try again.")


def failed(error: str) -> Fault:
    """A formula whose saved result is an error of the spreadsheet."""
    return Fault(error, f"holds the spreadsheet's error {error}", "Mend the formula, or type the value.")


def percent(fraction: float) -> str:
    """As the spreadsheet shows it: 0.9 → ``90%``."""
    return f"{fraction * 100:.12g}%"


def plain(value: object) -> Content:
    """What a library gave, as one of the few kinds of content."""
    if value is None or isinstance(value, str | int | float | date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


def grid(
    cells: Mapping[Place, Content], spans: Iterable[tuple[Place, int]], sheet: str
) -> tuple[tuple[Content, ...], ...]:
    """Rows of cells from their places; each of ``spans`` (place, rows) repeats a tall merged cell downwards."""
    filled = {place: value for place, value in cells.items() if value is not None}
    height = max((row for row, _ in filled), default=0)
    for (row, column), tall in spans:
        if (row, column) in filled:
            for below in range(row + 1, min(row + tall, height + 1)):
                filled[below, column] = filled[row, column]
    return _rows(filled, height, sheet)


def _rows(filled: Mapping[Place, Content], height: int, sheet: str) -> tuple[tuple[Content, ...], ...]:
    width = max((column for _, column in filled), default=0)
    if height > MAX_ROWS or width > MAX_COLUMNS:
        raise too_large(sheet)
    ends = [0] * (height + 1)
    for row, column in filled:
        ends[row] = max(ends[row], column)
    return tuple(tuple(filled.get((row, column)) for column in range(1, ends[row] + 1)) for row in range(1, height + 1))


def too_large(sheet: str) -> FileError:
    return FileError(
        f"The sheet “{sheet}” is larger than {MAX_ROWS:,} rows or {MAX_COLUMNS} columns.",
        "Delete what lies far below or beside the records, save, and try again.",
    )
