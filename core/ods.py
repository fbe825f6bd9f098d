"""OpenDocument spreadsheets (``.ods``): cells in, cells out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from odfdo import Cell, Document, Element, Style, Table

from core.sheets import (
    MAX_COLUMNS,
    MAX_ROWS,
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
    shown,
    too_large,
    unsaved,
)
from core.steps import Step, unheard

_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|Err:\d+")
_ZERO_PADDED = re.compile(r"0\d+")
_DATE_FORMAT = (
    '<number:date-style style:name="muster-date-format" number:automatic-order="false">'
    "<number:month/><number:text>/</number:text><number:day/><number:text>/</number:text>"
    '<number:year number:style="long"/></number:date-style>'
)
_TEXT_FORMAT = '<number:text-style style:name="muster-text-format"><number:text-content/></number:text-style>'
_TAG, _END = "<table:table-cell", "</table:table-cell>"
_SPACES = re.compile(r"\t|^ +| {2,}| +$")
_DATE, _TEXT, _HEADING = "muster-date", "muster-text", "muster-heading"


_STYLES: dict[type, str] = {str: _TEXT, date: _DATE}
"""By the kind of a column; so that what is typed into a blank cell is kept as typed."""


def read(path: Path) -> Workbook:
    document = Document(path)
    tables = document.body.get_elements("table:table")
    return Workbook(path.name, tuple(_read_sheet(table, document) for table in tables if isinstance(table, Table)))


def _read_sheet(table: Table, document: Document) -> Sheet:
    name = table.name or ""
    cells: dict[Place, Content] = {}
    spans: list[tuple[Place, int]] = []
    for row, element in _rows(table, name):
        for column, cell in _cells(element, name):
            cells[row, column] = _content(cell)
            if (tall := _count(cell, "table:number-rows-spanned")) > 1:
                spans.append(((row, column), tall))
    return Sheet(name, grid(cells, spans, name), _hidden(table, document))


def _count(element: Element, attribute: str) -> int:
    return int(element.get_attribute_string(attribute) or 1)


def _filled(element: Element) -> bool:
    return bool(element.xpath("descendant-or-self::*[@office:value-type or @table:formula]"))


def _rows(table: Table, name: str) -> Iterator[tuple[int, Element]]:
    """Rows that hold something; the million empty ones below are a single repeated element, never unrolled."""
    number = 1
    for row in table.get_elements("descendant::table:table-row"):
        repeated = _count(row, "table:number-rows-repeated")
        if _filled(row):
            if number + repeated > MAX_ROWS:
                raise too_large(name)
            yield from ((number + again, row) for again in range(repeated))
        number += repeated


def _cells(row: Element, name: str) -> Iterator[tuple[int, Cell]]:
    column = 1
    for cell in row.get_elements("table:table-cell|table:covered-table-cell"):
        repeated = _count(cell, "table:number-columns-repeated")
        # What a merged area covers is kept by the program but seen by nobody.
        if isinstance(cell, Cell) and cell.tag == "table:table-cell" and _filled(cell):
            if column + repeated > MAX_COLUMNS:
                raise too_large(name)
            yield from ((column + again, cell) for again in range(repeated))
        column += repeated


def _content(cell: Cell) -> Content:
    formula, text = cell.get_attribute_string("table:formula"), _text(cell)
    if formula and not cell.get_attribute_string("office:value-type"):
        return unsaved(formula)
    if formula and (_ERROR.fullmatch(text) or cell.get_attribute_string("calcext:value-type") == "error"):
        return failed(text or _paragraphs(cell))
    return _value(cell, text)


def _value(cell: Cell, text: str) -> Content:
    match cell.get_attribute_string("office:value-type"):
        case "string":
            return text
        case "percentage":
            return percent(float(cell.get_attribute_string("office:value") or 0))
        case "date":
            return _date(cell.get_attribute_string("office:date-value") or "")
        case "float" if _ZERO_PADDED.fullmatch(text):
            return text
        case "float" | "currency":
            return float(cell.get_attribute_string("office:value") or 0)
        case _:
            return plain(cell.value)


def _text(cell: Cell) -> str:
    stored = cell.get_attribute_string("office:string-value")
    if stored is not None:
        return stored
    return _paragraphs(cell)


def _paragraphs(cell: Cell) -> str:
    return "\n".join(paragraph.inner_text for paragraph in cell.get_elements("text:p"))


def _date(text: str) -> Content:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def _hidden(table: Table, document: Document) -> bool:
    style = document.get_style("table", table.style) if table.style else None
    properties = style.get_elements("style:table-properties") if style else []
    return any(found.get_attribute_string("table:display") == "false" for found in properties)


def write(pages: Sequence[Page], step: Step = unheard) -> bytes:
    document = Document("spreadsheet")
    _add_styles(document)
    document.body.clear()
    for number, page in enumerate(pages):
        step(number, len(pages))
        document.body.append(_table(document, page))
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _add_styles(document: Document) -> None:
    heading = Style("table-cell", name=_HEADING, area="table-cell", background_color="#e8edf3")
    heading.set_properties({"fo:font-weight": "bold"}, area="text")
    dated, text = Style("table-cell", name=_DATE), Style("table-cell", name=_TEXT)
    dated.set_attribute("style:data-style-name", "muster-date-format")
    text.set_attribute("style:data-style-name", "muster-text-format")
    for style in (_DATE_FORMAT, _TEXT_FORMAT, heading, dated, text):
        document.insert_style(style, automatic=True)


def _table(document: Document, page: Page) -> Element:
    """Made as text in one go: a document's own ``append`` takes longer with every row there is."""
    widths = "".join(
        f"<table:table-column table:style-name={_width(document, width)}"
        f' table:default-cell-style-name="{_STYLES.get(column.kind, "Default")}"/>'
        for column, width in zip(page.columns, page.widths(), strict=True)
    )
    names = _row(_text_cell(column.name, _HEADING) for column in page.columns)
    heading = f"<table:table-header-rows>{names}</table:table-header-rows>"
    rows = "".join(_row(map(_cell, values)) for values in page.rows)
    return Element.from_tag(f"<table:table table:name={quoteattr(page.name)}>{widths}{heading}{rows}</table:table>")


def _width(document: Document, characters: int) -> str:
    name = f"muster-width-{characters}"
    if document.get_style("table-column", name) is None:
        style = Style("table-column", name=name, width=f"{characters * 0.085:.2f}in")
        document.insert_style(style, automatic=True)
    return quoteattr(name)


def _row(cells: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(value: Plain) -> str:
    match value:
        case None | "":
            return "<table:table-cell/>"
        case str():
            return _text_cell(value, _TEXT)
        case date():
            seen = f"<text:p>{value.month}/{value.day}/{value.year}</text:p>"
            return (
                f'{_TAG} table:style-name="{_DATE}" office:value-type="date" office:date-value="{value}">{seen}{_END}'
            )
        case _:
            seen = f"<text:p>{shown(value)}</text:p>"
            return f'{_TAG} office:value-type="float" office:value="{value!r}">{seen}{_END}'


def _text_cell(text: str, style: str) -> str:
    """Text is written as text outright, whatever it looks like: no formula can come of it."""
    lines = "".join(f"<text:p>{_SPACES.sub(_kept, escape(line))}</text:p>" for line in text.split("\n"))
    return f'{_TAG} table:style-name="{style}" office:value-type="string">{lines}{_END}'


def _kept(found: re.Match[str]) -> str:
    """Spaces and tabs that the format would run together."""
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'
