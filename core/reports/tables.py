"""Tables: cells, the widths of columns, and what is repeated where a table goes on over the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.units import inch
from reportlab.platypus import Flowable, LongTable
from reportlab.platypus.tables import CellStyle

from core.reports.blocks import Band, Cell, Check, Column, HoursBar, Link, Notice, Row, StateMark, Table, TickBox, Voice
from core.reports.charts import Bar, Box, Mark, Tick
from core.reports.structure import TableTags
from core.reports.typeface import (
    ACCENT,
    BOLD,
    CELL_STYLES,
    FAINT,
    INK,
    LEADING,
    LINK_STYLES,
    QUIET,
    REGULAR,
    SMALL,
    WASH,
    Anchored,
    Linked,
    Text,
    printable,
    shortened,
    width_of,
)
from core.reports.wording import cell_words

PADDING, GUTTER = 3.6, 12.0
BAND_SPACE = 7.0
"""Above a band."""
KEPT_WHOLE = 170.0
"""A table no higher than this is not split."""
UPPER_PART = 4.5 * inch
"""About half a page."""

MOST_ROWS = 60
"""More than a page holds. Reportlab lays out all the rows that a table still has anew for each page."""

SetCell = str | Flowable | list[Text]


def _cell_style(face: str = REGULAR, ink: Color = INK, **more: Any) -> CellStyle:
    style = CellStyle(face)
    vars(style).update(fontname=face, fontsize=SMALL, leading=LEADING, color=ink, valign="TOP")
    vars(style).update(leftPadding=0, rightPadding=0, topPadding=PADDING, bottomPadding=PADDING)
    vars(style).update(more)
    return style


Place = tuple[bool, bool, bool]
"""Of a column: whether its cells stand to the right, whether it is the first, and the last."""


def _column_styles(ink: Color, **more: Any) -> dict[Place, CellStyle]:
    return {
        (right, first, last): _cell_style(
            ink=ink,
            alignment="RIGHT" if right else "LEFT",
            leftPadding=0 if first else GUTTER / 2,
            rightPadding=0 if last else GUTTER / 2,
            **more,
        )
        for right, first, last in product((False, True), repeat=3)
    }


CELLS, HEADS = _column_styles(INK), _column_styles(QUIET)
TO_FILL = _column_styles(INK, bottomPadding=27.0 - LEADING - PADDING)
"""With three eighths of an inch to write in."""
BAND = _cell_style(BOLD, topPadding=PADDING + BAND_SPACE)
PANEL = _cell_style(leftPadding=14, rightPadding=14, topPadding=7, bottomPadding=9)


class Tearable(LongTable):
    """Tears a row, and parts what belongs together, only where half a page is too small for it."""

    def split(self, width: float, height: float) -> list[Any]:
        if self.wrap(width, height)[1] <= KEPT_WHOLE:
            return []
        parts: list[Any] = super().split(width, height)
        if parts or height < UPPER_PART:
            return parts
        self._nosplitCmds: list[Any] = []
        self.splitInRow = 1
        return super().split(width, height)


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row ready to be put in a table, and the band it belongs to; a band itself belongs to none."""

    cells: Sequence[SetCell]
    band: str = ""
    is_band: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What stays the same from page to page; the ``widths`` are without the gutters between the columns."""

    columns: Sequence[Column]
    widths: Sequence[float]
    ruled: bool
    to_fill: bool

    @property
    def spaced_widths(self) -> list[float]:
        """With half a gutter on each side that another column adjoins."""
        sides = [2 - (place == 0) - (place == len(self.widths) - 1) for place in range(len(self.widths))]
        return [width + side * GUTTER / 2 for width, side in zip(self.widths, sides, strict=True)]

    def top(self, band: str) -> Iterator[tuple[list[SetCell], list[CellStyle]]]:
        """The heading, and below it the band that goes on, on one line."""
        if any(column.heading for column in self.columns):
            cells = zip(self.columns, self.widths, strict=True)
            yield [set_cell(c.heading, c, width, Voice.QUIET) for c, width in cells], self.styles(HEADS)
        if band:
            again = shortened(band, BOLD, SMALL, sum(self.widths) - 60)
            yield self.across(f"{again} (continued)"), [BAND] * len(self.columns)

    def across(self, cell: SetCell) -> list[SetCell]:
        return [cell, *[""] * (len(self.columns) - 1)]

    def styles(self, cells: dict[Place, CellStyle]) -> list[CellStyle]:
        columns = self.columns
        return [cells[c.right, c is columns[0], c is columns[-1]] for c in columns]

    def set_rows(self, rows: Iterable[Row]) -> Iterator[SetRow]:
        band = ""
        for row in rows:
            if isinstance(row, Band):
                band = row.text
                made = Anchored.of(band, CELL_STYLES[Voice.STRONG, False])
                made.anchor = row.anchor
                yield SetRow(self.across(made), is_band=True)
            else:
                yield SetRow([set_cell(*cell) for cell in zip(row, self.columns, self.widths, strict=True)], band)


class Ruled(Tearable):
    """Holds the rows that are still to come, and sets no more of them than one page can take."""

    form: Form
    rows: Sequence[SetRow]

    @classmethod
    def of(cls, form: Form, rows: Sequence[SetRow]) -> Ruled:
        shown = rows[:MOST_ROWS]
        top = list(form.top(rows[0].band))
        body, band = form.styles(TO_FILL if form.to_fill else CELLS), [BAND] * len(form.columns)
        made = cls(
            [*(cells for cells, _ in top), *(list(row.cells) for row in shown)],
            colWidths=form.spaced_widths,
            style=list(_commands(form, shown, len(top))),
            cellStyles=[*(styles for _, styles in top), *(band if row.is_band else body for row in shown)],
            repeatRows=len(top),
            hAlign="LEFT",
            spaceAfter=8,
        )
        vars(made)["_renderCB"] = TableTags(headed=any(column.heading for column in form.columns))
        made.form, made.rows = form, rows
        return made

    @property
    def least(self) -> float:
        """The room it needs to begin: all of it where it is small, else its first rows."""
        whole: float = self.wrap(sum(self.form.spaced_widths), 0)[1]
        heights: list[float] = vars(self)["_rowHeights"]
        return whole if whole <= KEPT_WHOLE else min(sum(heights[:3]), UPPER_PART)

    def split(self, width: float, height: float) -> list[Any]:
        parts = super().split(width, height)
        return [parts[0], self._rest(parts[1])] if len(parts) == 2 else parts

    def _rest(self, part: Any) -> Ruled:
        """The rest is set anew, with what is left of a row that was torn."""
        cells = part._cellvalues[self.repeatRows :]
        torn, *later = self.rows[min(MOST_ROWS, len(self.rows)) - len(cells) :]
        return Ruled.of(self.form, [replace(torn, cells=cells[0]), *later])


def set_table(table: Table, measure: float) -> Ruled:
    """Sets a table over a width."""
    form = Form(table.columns, column_widths(table, measure), table.ruled, table.to_fill)
    return Ruled.of(form, list(form.set_rows(table.rows)))


def _commands(form: Form, rows: Sequence[SetRow], top: int) -> Iterator[tuple[Any, ...]]:
    """A band stays with the row below it, and the last row with the one above."""
    for place, row in enumerate(rows, start=top):
        if row.is_band:
            yield "SPAN", (0, place), (-1, place)
            yield "NOSPLIT", (0, place), (0, place + 1)
    if len(rows) > 1:
        yield "NOSPLIT", (0, -2), (0, -1)
    if form.ruled:
        yield "LINEBELOW", (0, 0), (-1, -1), 0.5, FAINT
    if form.to_fill:
        yield "LINEBEFORE", (1, top), (-1, -1), 0.5, FAINT
    if top:
        yield "LINEBELOW", (0, 0), (-1, 0), 0.5, ACCENT


def set_cell(cell: Cell, column: Column, width: float, voice: Voice = Voice.PLAIN) -> SetCell:
    """A string where it fits on one line, which is quickest, else what reportlab breaks into lines."""
    made = _made(cell, column)
    if made is not None:
        return made
    if isinstance(cell, tuple):
        return [Text.of(line.text, CELL_STYLES[line.voice, column.right]) for line in cell]
    text = printable(cell_words(cell))  # type: ignore[arg-type]
    fits = len(text) < 200 and width_of(text, REGULAR, SMALL) <= width
    return text if fits else Text.of(text, CELL_STYLES[voice, column.right])


def _made(cell: Cell, column: Column) -> Flowable | list[Text] | None:
    """What draws a cell that is more than text."""
    match cell:
        case Link():
            return _link(cell, column)
        case StateMark():
            return Mark(cell.status, cell.words)
        case Check():
            return Box(cell.done)
        case HoursBar():
            return Bar(cell)
        case TickBox():
            return Tick()
        case _:
            return None


def _link(cell: Link, column: Column) -> list[Text]:
    made = Linked.of(cell_words(cell.text), LINK_STYLES[column.right])
    made.to = cell.to
    return [made, *(Text.of(note, CELL_STYLES[Voice.QUIET, column.right]) for note in (cell.note,) if note)]


def column_widths(table: Table, measure: float) -> list[float]:
    """In proportion to the weights, but none narrower than what must not be torn: the others give what that takes."""
    room = measure - GUTTER * (len(table.columns) - 1)
    total = sum(column.weight for column in table.columns)
    shares = [column.weight * room / total for column in table.columns]
    least = [_least(column, place, table) for place, column in enumerate(table.columns)]
    return _fitted(list(map(max, shares, least)), least, room) if sum(least) <= room else shares


def _fitted(wanted: list[float], least: list[float], room: float) -> list[float]:
    spare = [width - needed for width, needed in zip(wanted, least, strict=True)]
    given = (sum(wanted) - room) / (sum(spare) or 1)
    return [width - given * some for width, some in zip(wanted, spare, strict=True)]


def _least(column: Column, place: int, table: Table) -> float:
    cells = (row[place] for row in table.rows if not isinstance(row, Band))
    return max(map(_unbroken, (column.heading, *column.heading.split(), *cells)))


_LEAST: dict[type[Any], float] = {
    StateMark: Mark.LEAST,
    Check: Box.LEAST,
    HoursBar: Bar.LEAST,
    TickBox: Tick.LEAST,
    tuple: 0.0,
}


def _unbroken(cell: Cell) -> float:
    """The width a cell needs so that no date, number or status in it is torn."""
    if type(cell) in _LEAST:
        return _LEAST[type(cell)]
    words = cell_words(cell.text if isinstance(cell, Link) else cell)  # type: ignore[arg-type]
    return width_of(words, REGULAR, SMALL) if len(words) <= 12 else 0.0


def set_notice(notice: Notice, measure: float) -> Tearable:
    """A few lines on a tint behind a bar of ink: what must not be overlooked."""
    lines = ((notice.title, Voice.STRONG), (notice.text, Voice.PLAIN))
    return Tearable(
        [[[Text.of(text, CELL_STYLES[voice, False]) for text, voice in lines]]],
        colWidths=[measure],
        style=[("BACKGROUND", (0, 0), (-1, -1), WASH), ("LINEBEFORE", (0, 0), (0, -1), 2.2, ACCENT, "butt")],
        cellStyles=[[PANEL]],
        spaceBefore=6,
        spaceAfter=10,
    )
