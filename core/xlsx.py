"""Excel workbooks (``.xlsx``): cells in, cells out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from core.sheets import (
    EPOCH,
    EPOCH_1904,
    Content,
    Page,
    Place,
    Plain,
    Sheet,
    Workbook,
    failed,
    grid,
    percent,
    plain,
    unsaved,
)
from core.steps import Step, unheard

_STEP = 200
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_ZERO_PADDED = re.compile(r"0{2,}")
_HEADING = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_SHADE = PatternFill("solid", start_color="FFE8EDF3")


def read(path: Path) -> Workbook:
    with warnings.catch_warnings():
        # Of parts that are not records: drawings, data validation, unknown extensions.
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True)
        formulas = load_workbook(path) if _has_formulas(path) else None
    sheets = (_read_sheet(sheet, formulas[sheet.title] if formulas else None) for sheet in book.worksheets)
    return Workbook(path.name, tuple(sheets), EPOCH_1904 if book.epoch == CALENDAR_MAC_1904 else EPOCH)


def _has_formulas(path: Path) -> bool:
    with ZipFile(path) as archive:
        return any(_FORMULA.search(archive.read(n)) for n in archive.namelist() if "worksheets/" in n)


def _read_sheet(sheet: Worksheet, formulas: Worksheet | None) -> Sheet:
    # The sheet's own store of cells: walking the rectangle would create millions where one cell lies far out.
    values = {place: _content(cell) for place, cell in sheet._cells.items() if isinstance(cell, Cell)}
    for place, formula in _formulas(formulas):
        if values.get(place) is None and sheet._cells[place].data_type != "str":
            values[place] = unsaved(formula)
    merged = [((area.min_row, area.min_col), area.max_row - area.min_row + 1) for area in sheet.merged_cells.ranges]
    return Sheet(sheet.title, grid(values, merged, sheet.title), sheet.sheet_state != "visible")


def _formulas(sheet: Worksheet | None) -> Iterator[tuple[Place, str]]:
    for place, cell in sheet._cells.items() if sheet else ():
        if cell.data_type == "f":
            yield place, cell.value if isinstance(cell.value, str) else "={…}"


def _content(cell: Cell) -> Content:
    value = plain(cell.value)
    if cell.data_type == "e":
        return failed(str(value))
    if isinstance(value, str):
        return value.replace("_x000D_\n", "\n")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _as_formatted(value, cell.number_format)
    return value


def _as_formatted(value: float, form: str) -> Content:
    """What the format says about a number: a percentage, or zeros in front that are part of it."""
    if form.endswith("%"):
        return percent(value)
    if _ZERO_PADDED.fullmatch(form) and value >= 0 and value == int(value):
        return str(int(value)).zfill(len(form))
    return value


def write(pages: Sequence[Page], step: Step = unheard) -> bytes:
    """Row by row: a workbook held whole takes a gigabyte for a state's records."""
    book = Book(write_only=True)
    book.properties.creator = "Muster"
    try:
        _write_rows(book, pages, step)
    except BaseException:
        for sheet in book.worksheets:  # each is half a file of its own until it is closed
            sheet.close()
        raise
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _write_rows(book: Book, pages: Sequence[Page], step: Step) -> None:
    done, of = 0, sum(len(page.rows) for page in pages)
    for page in pages:
        sheet = _begun(book, page)
        for values in page.rows:
            if done % _STEP == 0:
                step(done, of)
            done += 1
            sheet.append([_cell(sheet, value) for value in values])


def _begun(book: Book, page: Page) -> Any:
    """A sheet with its row of names. What the library says of the types of such sheets is wrong, so it is not used."""
    sheet = book.create_sheet(page.name)
    for number, (column, width) in enumerate(zip(page.columns, page.widths(), strict=True), start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = width
        if column.kind is str:
            sheet.column_dimensions[letter].number_format = "@"
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(page.columns))}{len(page.rows) + 1}"
    sheet.append([_heading(sheet, column.name) for column in page.columns])
    return sheet


def _heading(sheet: Any, name: str) -> Any:
    cell = WriteOnlyCell(sheet, name)
    cell.data_type = "s"
    cell.font, cell.fill = _HEADING, _SHADE
    return cell


def _cell(sheet: Any, value: Plain) -> Any:
    if value is None or value == "":
        return None
    cell: Any = WriteOnlyCell(sheet, cast("Any", value))
    if isinstance(value, str):
        # Said outright: openpyxl would make a formula or an error of text that looks like one.
        cell.data_type = "s"
        cell.number_format = "@"
        if value[0] in "=+-@":
            cell.quotePrefix = True
        if "\n" in value:
            cell.alignment = _WRAPPED
    elif cell.data_type == "d":
        cell.number_format = "m/d/yyyy"
    return cell
