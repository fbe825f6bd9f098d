"""Which sheet and which columns of a workbook are whose: names are found however they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.dates import plural
from core.errors import UserError
from core.model import SHEETS, Column, District, Table
from core.plan import CellError, PlannedRow
from core.sheets import Content, Sheet, Workbook, shown
from core.workbook import fold

DISTRICT = Table("district", "District", District, "setting", ("key",))
"""The district's profile as a sheet; in the records it is no table of rows."""
DISTRICT_COLUMNS = (Column("key", str, True), Column("value", str, False))
_SOUGHT = 60
"""How many rows down the column names may begin."""
_SYNONYMS = {"dob": "dateofbirth", "birthdate": "dateofbirth", "serial": "weaponid", "serialnumber": "weaponid"}


@dataclass(frozen=True, slots=True)
class Headed:
    """A sheet with its table and the row of column names. ``columns`` has one entry per cell, ``None`` for others'.

    ``errors`` keep the whole sheet from being read. ``said`` are the office's own names of columns, if they differ.
    """

    table: Table
    sheet: Sheet
    number: int
    columns: tuple[Column | None, ...]
    errors: tuple[CellError, ...]
    notes: tuple[str, ...]
    said: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """The sheet, as messages call it."""
        return self.table.sheet if self.said is None else self.sheet.name

    def told(self, row: PlannedRow) -> PlannedRow:
        """With the columns called as the office calls them."""
        if not self.said or not (row.errors or row.differences):
            return row
        errors = tuple(replace(each, column=self.said.get(each.column, each.column)) for each in row.errors)
        differences = tuple(replace(each, column=self.said.get(each.column, each.column)) for each in row.differences)
        return replace(row, errors=errors, differences=differences)

    def rows(self) -> list[tuple[int, dict[str, Content]]]:
        """Number and cells by column of every row below the names that has any; a repeated heading is none."""
        heading = self.sheet.rows[self.number - 1] if self.number else None
        return [
            (number, cells)
            for number, row in enumerate(self.sheet.rows[self.number :], start=self.number + 1)
            if (cells := self._cells(row)) and row != heading
        ]

    def _cells(self, row: tuple[Content, ...]) -> dict[str, Content]:
        return {
            column.name: content
            for column, content in zip(self.columns, row, strict=False)
            if column and not is_blank(content)
        }


def is_blank(content: Content) -> bool:
    return content is None or (isinstance(content, str) and not content.strip())


def sheet_columns(table: Table) -> tuple[Column, ...]:
    return DISTRICT_COLUMNS if table is DISTRICT else table.columns


def headed(workbook: Workbook) -> tuple[list[Headed], list[str]]:
    """The sheets that are known, in the order of the records, and what is to be said of the others."""
    tables = {fold(table.sheet): table for table in (DISTRICT, *SHEETS)}
    known = [(tables[fold(sheet.name)], sheet) for sheet in workbook.sheets if fold(sheet.name) in tables]
    if not known:
        raise _nothing_known(workbook)
    order = list(tables.values())
    notes = [
        f"The sheet “{sheet.name}” is not a Muster sheet and was left out."
        for sheet in workbook.sheets
        if fold(sheet.name) not in tables and holds_something(sheet)
    ]
    used = sorted((pair for pair in known if holds_something(pair[1])), key=lambda pair: order.index(pair[0]))
    found = [_headed(table, sheet) for table, sheet in used]
    return found, notes + [note for item in found for note in item.notes]


def is_records_workbook(workbook: Workbook) -> bool:
    """Whether it names its sheets and columns as a records workbook does, and so needs no matching."""
    try:
        found, _ = headed(workbook)
    except UserError:
        return False
    return bool(found) and not any(each.errors for each in found)


def holds_something(sheet: Sheet) -> bool:
    return any(not is_blank(cell) for row in sheet.rows for cell in row)


def _nothing_known(workbook: Workbook) -> UserError:
    names = ", ".join(f"“{sheet.name}”" for sheet in workbook.sheets) or "none"
    wanted = ", ".join(table.sheet for table in (DISTRICT, *SHEETS))
    return UserError(f"“{workbook.name}” has no sheet that Muster knows; its sheets: {names}.", f"Name them: {wanted}.")


def _headed(table: Table, sheet: Sheet) -> Headed:
    known = {fold(column.name): column for column in sheet_columns(table)}
    known |= {word: known[name] for word, name in _SYNONYMS.items() if name in known}
    rows = [tuple(known.get(_heading(cell)) for cell in row) for row in sheet.rows[:_SOUGHT]]
    scores = [len(set(filter(None, row))) for row in rows]
    best = max(range(len(rows)), key=scores.__getitem__)
    if scores[best] < min(2, len([cell for cell in sheet.rows[best] if not is_blank(cell)]) or 1):
        return Headed(table, sheet, 1, (), (_no_heading(table),), ())
    errors = (*_duplicates(rows[best]), *_missing(table, rows[best]))
    return Headed(table, sheet, best + 1, rows[best], errors, tuple(_notes(table, sheet, best, rows[best])))


def _heading(cell: Content) -> str:
    return fold(shown(cell))


def _no_heading(table: Table) -> CellError:
    names = ", ".join(column.name for column in sheet_columns(table))
    return CellError("", "", "There is no row of column names.", f"The columns are {names}.")


def _duplicates(row: Sequence[Column | None]) -> list[CellError]:
    twice = dict.fromkeys(column for column in row if column and row.count(column) > 1)
    return [
        CellError(column.name, column.name, "Two columns have this name.", "Rename or delete one of them.")
        for column in twice
    ]


def _missing(table: Table, row: Sequence[Column | None]) -> list[CellError]:
    return [
        CellError(column.name, "", "This column is missing.", f"Every row of {table.sheet} needs it.")
        for column in sheet_columns(table)
        if column.required and column not in row
    ]


def _notes(table: Table, sheet: Sheet, heading: int, row: Sequence[Column | None]) -> list[str]:
    notes = [f"The sheet “{sheet.name}” is hidden; it was read like the others."] if sheet.hidden else []
    for cell, column in zip(sheet.rows[heading], row, strict=True):
        if column is None and not is_blank(cell):
            notes.append(f"The column “{shown(cell)}” of {table.sheet} is not a Muster column and was left out.")
    unnamed = _unnamed(sheet, heading)
    if unnamed:
        notes.append(f"{plural(unnamed, 'cell')} of {table.sheet} in columns without a name were left out.")
    return notes


def _unnamed(sheet: Sheet, heading: int) -> int:
    """Cells that hold something below no column name."""
    named = {place for place, cell in enumerate(sheet.rows[heading]) if not is_blank(cell)}
    return sum(
        not is_blank(cell) and place not in named
        for below in sheet.rows[heading + 1 :]
        for place, cell in enumerate(below)
    )
