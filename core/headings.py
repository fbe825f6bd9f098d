"""Which sheet and which columns of a workbook are whose: names are found however they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.dates import plural
from core.errors import UserError
from core.model import TABLES, Column, District, Table
from core.plan import CellError
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

    ``errors`` keep the whole sheet from being read.
    """

    table: Table
    sheet: Sheet
    number: int
    columns: tuple[Column | None, ...]
    errors: tuple[CellError, ...]
    notes: tuple[str, ...]

    def rows(self) -> list[tuple[int, dict[str, Content]]]:
        """Number and cells by column of every row below the names that has any; a repeated heading is none."""
        heading = self.sheet.rows[self.number - 1]
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
    tables = {fold(table.sheet): table for table in (DISTRICT, *TABLES)}
    known = [(tables[fold(sheet.name)], sheet) for sheet in workbook.sheets if fold(sheet.name) in tables]
    if not known:
        raise _nothing_known(workbook)
    order = list(tables.values())
    notes = [
        f"The sheet “{sheet.name}” is not a Muster sheet and was left out."
        for sheet in workbook.sheets
        if fold(sheet.name) not in tables and _holds_something(sheet)
    ]
    used = sorted((pair for pair in known if _holds_something(pair[1])), key=lambda pair: order.index(pair[0]))
    found = [_headed(table, sheet) for table, sheet in used]
    return found, notes + [note for item in found for note in item.notes]


def names_in(sheet: Sheet) -> tuple[str, ...]:
    """The names of a sheet's columns as the office wrote them, known or not: of the first row that has several."""
    for row in sheet.rows[:_SOUGHT]:
        names = tuple(shown(cell).strip() for cell in row if not is_blank(cell))
        if len(names) > 1:
            return names
    return ()


def renamed(workbook: Workbook, sheets: Mapping[str, str], columns: Mapping[tuple[str, str], str]) -> Workbook:
    """With other names for sheets, and for columns (by the sheet's own name and theirs), as the clerk matched them."""
    return replace(workbook, sheets=tuple(_renamed(sheet, sheets, columns) for sheet in workbook.sheets))


def _renamed(sheet: Sheet, sheets: Mapping[str, str], columns: Mapping[tuple[str, str], str]) -> Sheet:
    head = tuple(
        tuple(columns.get((sheet.name, shown(cell).strip()), cell) for cell in row) for row in sheet.rows[:_SOUGHT]
    )
    return replace(sheet, name=sheets.get(sheet.name, sheet.name), rows=head + sheet.rows[_SOUGHT:])


def _holds_something(sheet: Sheet) -> bool:
    return any(not is_blank(cell) for row in sheet.rows for cell in row)


def _nothing_known(workbook: Workbook) -> UserError:
    names = ", ".join(f"“{sheet.name}”" for sheet in workbook.sheets) or "none"
    wanted = ", ".join(table.sheet for table in (DISTRICT, *TABLES))
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
