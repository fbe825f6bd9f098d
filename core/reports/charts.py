"""What is drawn: the typeface, tables, the shapes of the statuses, bars of hours, lines to sign on.

Colour never speaks alone: each status has its own shape and word, each bar its number; all reads in black and white.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any, Protocol, Self
from unicodedata import category, normalize

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from core.model import Status
from core.reports.blocks import Band, Cell, Column, HoursBar, Line, Party, StateMark, Table, Voice
from core.reports.wording import STATUS_WORDS, number

REGULAR, BOLD, ITALIC = "NotoSans", "NotoSans-Bold", "NotoSans-Italic"
_FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", ITALIC: "NotoSans-Italic.ttf"}
TITLE, HEADING, BODY, SMALL = 18.0, 12.0, 10.0, 8.5
"""The four sizes of type, in points."""
INK, QUIET, FAINT, ACCENT, WASH = (HexColor(c) for c in ("#1A1A1A", "#55595F", "#B9BEC6", "#1F3A5F", "#F3F5F8"))
STATUS_INKS = {
    Status.VIOLATION: HexColor("#7A1620"),
    Status.OVERDUE: HexColor("#B3261E"),
    Status.UNDETERMINED: HexColor("#6A3D9A"),
    Status.DUE_SOON: HexColor("#8A5A00"),
    Status.PENDING: HexColor("#55595F"),
    Status.MET: HexColor("#2B6A3F"),
    Status.WAIVED: HexColor("#55595F"),
}
LEADING = 11.6
"""From line to line in a table."""
PADDING, GUTTER = 3.6, 12.0
MARK_WIDTH, BAR_WIDTH = 78.0, 120.0
"""What a status and a bar need at least."""
LINES_PER_ROW = 36
"""A taller row is continued in the next, so that every row fits a page."""


@cache
def load_typeface() -> None:
    rl_config.useA85 = 0  # text armour: a fifth more bytes and time for nothing
    for face, name in _FILES.items():
        with as_file(files("resources") / "fonts" / name) as path:
            registerFont(TTFont(face, str(path)))


@lru_cache(maxsize=20_000)
def printable(text: str) -> str:
    """The text as it can be set: accents joined to their letters, invisible characters left out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(c) for c in normalize("NFC", text))


def _visible(character: str) -> str:
    if character.isprintable() or character == "\N{NO-BREAK SPACE}":
        return character
    return "" if category(character) in {"Cf", "Cn", "Cs", "Co"} else " "


@lru_cache(maxsize=20_000)
def width_of(text: str, face: str, size: float) -> float:
    return float(stringWidth(text, face, size))


def shortened(text: str, face: str, size: float, width: float) -> str:
    """On one line, with an ellipsis where it had to be cut."""
    text = printable(text)
    if len(text) < 1000 and width_of(text, face, size) <= width:
        return text
    return _broken(text, face, size, width - width_of("…", face, size))[0].rstrip() + "…"


_GAP = re.compile(r"(?<!§) ")
"""Where a line may end; not between the sign of a section and its number."""


@lru_cache(maxsize=20_000)
def wrapped(text: str, face: str, size: float, width: float) -> tuple[str, ...]:
    """Lines no wider than ``width``; a word that is wider itself is broken, at a hyphen if it has one."""
    if width_of(text, face, size) <= width:
        return (text,)
    lines, used, gap = [""], 0.0, width_of(" ", face, size)
    for word in _GAP.split(text.strip()):
        wide = width_of(word, face, size)
        if lines[-1] and used + gap + wide <= width:
            lines[-1] += f" {word}"
            used += gap + wide
            continue
        lines += _broken(word, face, size, width)
        used = width_of(lines[-1], face, size)
    return tuple(lines[1:])


def _broken(word: str, face: str, size: float, width: float) -> list[str]:
    if width_of(word, face, size) <= width:
        return [word]
    pieces, used = [""], 0.0
    for character in word:
        wide = width_of(character, face, size)
        if used + wide > width and pieces[-1]:
            head, hyphen, tail = pieces[-1].rpartition("-")
            pieces[-1:] = [head + hyphen, tail] if head else [pieces[-1], ""]
            used = width_of(pieces[-1], face, size)
        pieces[-1] += character
        used += wide
    return pieces


@dataclass(frozen=True, slots=True)
class Setting:
    """Face and colour of a line of a cell."""

    face: str
    ink: Color


SETTINGS = {
    Voice.PLAIN: Setting(REGULAR, INK),
    Voice.STRONG: Setting(BOLD, INK),
    Voice.QUIET: Setting(REGULAR, QUIET),
    Voice.QUOTE: Setting(ITALIC, INK),
}


class Drawn(Protocol):
    """The content of a cell, set for a width."""

    @property
    def lines(self) -> int: ...

    def cut(self, first: int, last: int) -> Drawn: ...

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None: ...


@dataclass(frozen=True, slots=True)
class SetText:
    pieces: tuple[tuple[str, Setting], ...]
    right: bool = False
    size: float = SMALL
    leading: float = LEADING

    @property
    def lines(self) -> int:
        return len(self.pieces)

    def cut(self, first: int, last: int) -> SetText:
        return replace(self, pieces=self.pieces[first:last])

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        text = canvas.beginText(x, top - self.size)
        setting = None
        for piece, now in self.pieces:
            if now is not setting:
                text.setFont(now.face, self.size, self.leading)
                text.setFillColor(now.ink)
                setting = now
            if self.right:
                text.setTextOrigin(x + width - width_of(piece, now.face, self.size), text.getY())
            text.textLine(piece)
        canvas.drawText(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How running text is set: the space ``before`` and ``after`` it, the ``indent`` on both sides or the left only."""

    size: float = BODY
    setting: Setting = Setting(REGULAR, INK)
    leading: float = 1.4
    before: float = 0.0
    after: float = 7.0
    left: float = 0.0
    right: float = 0.0


class Words(Flowable):
    """Running text, with a ``label`` beside its first line; no line of it stands alone on a page."""

    def __init__(self, text: SetText, style: Style, label: str = "") -> None:
        super().__init__()
        self.text, self.style, self.label = text, style, label
        self.spaceBefore, self.spaceAfter = style.before, style.after

    @classmethod
    def of(cls, text: str, style: Style, measure: float, label: str = "") -> Self:
        setting, size = style.setting, style.size
        lines = wrapped(printable(text), setting.face, size, measure - style.left - style.right)
        pieces = tuple((line, setting) for line in lines)
        return cls(SetText(pieces, size=size, leading=size * style.leading), style, label)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self.text.lines * self.text.leading
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        lines = self.text.lines
        fitting = min(int(height / self.text.leading), lines - 2)
        if fitting < 2:
            return []
        return [
            type(self)(self.text.cut(0, fitting), self.style, self.label),
            Words(self.text.cut(fitting, lines), self.style),
        ]

    def draw(self) -> None:
        if self.label:
            label = SetText(((self.label, self.style.setting),), size=self.text.size)
            label.draw(self.canv, 0, self.height, self.style.left)
        self.text.draw(self.canv, self.style.left, self.height, self.width)


@dataclass(frozen=True, slots=True)
class Figure:
    """Something drawn on the first line of a cell."""

    paint: Callable[[Canvas, float, float, float], None]

    @property
    def lines(self) -> int:
        return 1

    def cut(self, first: int, last: int) -> Drawn:
        return self if first == 0 < last else SetText(())

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        self.paint(canvas, x, top - SMALL, width)


@dataclass(frozen=True, slots=True)
class SetColumn:
    """Where a column of a table stands, without its gutter."""

    x: float
    width: float
    right: bool


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row ready to be drawn. A band heads those below it and stays with them; it knows how it reads ``again``
    at the head of the next page."""

    columns: tuple[SetColumn, ...]
    cells: tuple[Drawn, ...]
    again: SetRow | None = None

    @property
    def lines(self) -> int:
        return max(cell.lines for cell in self.cells)

    @property
    def height(self) -> float:
        return self.lines * LEADING + 2 * PADDING + (BAND_SPACE if self.again else 0)

    def parts(self) -> Iterator[SetRow]:
        if self.lines <= LINES_PER_ROW:
            yield self
            return
        for first in range(0, self.lines, LINES_PER_ROW):
            yield SetRow(self.columns, tuple(cell.cut(first, first + LINES_PER_ROW) for cell in self.cells))

    def draw(self, canvas: Canvas, top: float) -> None:
        for column, cell in zip(self.columns, self.cells, strict=True):
            cell.draw(canvas, column.x, top - PADDING, column.width)


BAND_SPACE = 7.0
"""Above a band."""
KEPT_WHOLE = 170.0
"""A table no higher than this is not split."""


class Grid(Flowable):
    """A table with hairlines. It is laid out once; splitting over pages only deals out its rows, heading repeated."""

    def __init__(self, measure: float, rows: Sequence[SetRow], heading: SetRow | None, *, ruled: bool) -> None:
        super().__init__()
        self.measure, self.rows, self.heading, self.ruled = measure, rows, heading, ruled
        self.spaceAfter = 8

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        heading = self.heading.height if self.heading else 0
        self.width, self.height = self.measure, heading + sum(row.height for row in self.rows)
        return self.width, self.height

    @property
    def least(self) -> float:
        """The height it needs on a page to begin there: all of it where it is small, else its first rows."""
        whole = self.wrap(self.measure, 0)[1]
        return whole if whole <= KEPT_WHOLE else sum(row.height for row in self.rows[:2]) + LEADING + 2 * PADDING

    def split(self, _width: float, height: float) -> list[Flowable]:
        if self.height <= KEPT_WHOLE:
            return []
        count = self._fitting(height - (self.heading.height if self.heading else 0))
        if count == 0:
            return []
        first, rest = tuple(self.rows[:count]), tuple(self.rows[count:])
        bands = [row.again for row in first if row.again]
        if bands and rest and not rest[0].again:
            rest = (replace(bands[-1], again=bands[-1]), *rest)
        return [self._part(rows) for rows in (first, rest) if rows]

    def _part(self, rows: Sequence[SetRow]) -> Grid:
        return Grid(self.measure, rows, self.heading, ruled=self.ruled)

    def _fitting(self, room: float) -> int:
        count = 0
        for row in self.rows:
            room -= row.height
            if room < 0:
                break
            count += 1
        if 2 < count == len(self.rows) - 1:
            count -= 1  # no last row alone on a page
        while count and count < len(self.rows) and self.rows[count - 1].again:
            count -= 1
        return count

    def draw(self) -> None:
        canvas, top = self.canv, self.height
        canvas.setLineWidth(0.5)
        if self.heading:
            self.heading.draw(canvas, top)
            top -= self.heading.height
            self._rule(top, ACCENT)
        for row in self.rows:
            row.draw(canvas, top - (BAND_SPACE if row.again else 0))
            top -= row.height
            if self.ruled:
                self._rule(top, FAINT)

    def _rule(self, y: float, ink: Color) -> None:
        self.canv.setStrokeColor(ink)
        self.canv.line(0, y, self.measure, y)


def set_table(table: Table, measure: float) -> Grid:
    """Lays a table out over a width."""
    columns = set_columns(table.columns, _least_widths(table), measure)
    heading = SetRow(columns, tuple(set_cell((Line(c.heading, Voice.QUIET),), s) for c, s in _pairs(table, columns)))
    rows = (_set_band(row, measure) if isinstance(row, Band) else _set_row(row, columns) for row in table.rows)
    parts = tuple(part for row in rows for part in row.parts())
    return Grid(measure, parts, heading if any(c.heading for c in table.columns) else None, ruled=table.ruled)


def _pairs(table: Table, columns: Sequence[SetColumn]) -> Iterable[tuple[Column, SetColumn]]:
    return zip(table.columns, columns, strict=True)


def _set_row(row: tuple[Cell, ...], columns: tuple[SetColumn, ...]) -> SetRow:
    return SetRow(columns, tuple(set_cell(cell, column) for cell, column in zip(row, columns, strict=True)))


def _set_band(band: Band, measure: float) -> SetRow:
    column = SetColumn(0, measure, right=False)
    first = set_text((Line(band.text, Voice.STRONG),), column)
    again = set_text((Line(f"{band.text} (continued)", Voice.STRONG),), column)
    return SetRow((column,), (first,), SetRow((column,), (again,)) if again.lines <= LINES_PER_BAND else None)


LINES_PER_BAND = 6
"""A longer band is a row like any other."""


def set_columns(columns: Sequence[Column], least: Sequence[float], measure: float) -> tuple[SetColumn, ...]:
    """Columns over the whole measure in proportion to their weights, none narrower than what must not be broken."""
    room = measure - GUTTER * (len(columns) - 1)
    widths, x, made = _shared(room, [column.weight for column in columns], least), 0.0, []
    for column, width in zip(columns, widths, strict=True):
        made.append(SetColumn(x, width, column.right))
        x += width + GUTTER
    return tuple(made)


def _shared(room: float, weights: Sequence[float], least: Sequence[float]) -> list[float]:
    unit = room / sum(weights)
    short = [place for place, weight in enumerate(weights) if weight * unit < least[place]]
    if not short or sum(least) > room:
        return [weight * unit for weight in weights]
    left = [0.0 if place in short else weight for place, weight in enumerate(weights)]
    others = [0.0 if place in short else width for place, width in enumerate(least)]
    rest = _shared(room - sum(least[place] for place in short), left, others)
    return [least[place] if place in short else width for place, width in enumerate(rest)]


def _least_widths(table: Table) -> list[float]:
    cells = zip(*(row for row in table.rows if not isinstance(row, Band)), strict=True)
    words = [max(map(_unbroken, (c.heading, *c.heading.split()))) for c in table.columns]
    return [max(word, *map(_unbroken, column)) for word, column in zip(words, cells, strict=False)] or words


def _unbroken(cell: Cell) -> float:
    """The width a cell needs so that no date, number or status in it is torn."""
    if isinstance(cell, StateMark):
        return MARK_WIDTH
    if isinstance(cell, HoursBar):
        return BAR_WIDTH
    return width_of(cell, REGULAR, SMALL) if isinstance(cell, str) and len(cell) <= 12 else 0.0


def set_cell(cell: Cell, column: SetColumn) -> Drawn:
    if isinstance(cell, str):
        return set_text((Line(cell),), column)
    if isinstance(cell, StateMark):
        return Figure(lambda canvas, x, y, _: draw_state(canvas, cell.status, x, y))
    if isinstance(cell, HoursBar):
        return Figure(lambda canvas, x, y, width: draw_hours(canvas, cell, x, y, width))
    return set_text(cell, column)


def set_text(lines: Iterable[Line], column: SetColumn) -> SetText:
    pieces: list[tuple[str, Setting]] = []
    for line in lines:
        setting = SETTINGS[line.voice]
        pieces += [(p, setting) for p in wrapped(printable(line.text), setting.face, SMALL, column.width)]
    return SetText(tuple(pieces), column.right)


def draw_state(canvas: Canvas, status: Status, x: float, y: float) -> None:
    """The shape and the word, on the base line ``y``."""
    canvas.saveState()
    ink = STATUS_INKS[status]
    canvas.setFillColor(ink)
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(1.1)
    _SHAPES[status](canvas, x, y)
    canvas.setFont(BOLD if status in _GRAVE else REGULAR, SMALL)
    canvas.drawString(x + 11, y, STATUS_WORDS[status])
    canvas.restoreState()


_GRAVE = {Status.VIOLATION, Status.OVERDUE, Status.UNDETERMINED}


def _polygon(*points: tuple[float, float]) -> Callable[[Canvas, float, float], None]:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        path = canvas.beginPath()
        path.moveTo(x + points[0][0], y + points[0][1])
        for px, py in points[1:]:
            path.lineTo(x + px, y + py)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)

    return draw


def _sign(sign: str) -> Callable[[Canvas, float, float], None]:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.setFont(BOLD, SMALL + 1)
        canvas.drawCentredString(x + 3.6, y, sign)

    return draw


def _tick(canvas: Canvas, x: float, y: float) -> None:
    canvas.lines([(x + 0.6, y + 3, x + 2.8, y + 0.6), (x + 2.8, y + 0.6, x + 6.8, y + 6)])


_SHAPES: dict[Status, Callable[[Canvas, float, float], None]] = {
    Status.VIOLATION: _polygon((3.6, -0.9), (7.3, 3), (3.6, 6.9), (-0.1, 3)),
    Status.OVERDUE: _polygon((0, 0), (7.2, 0), (3.6, 6.6)),
    Status.UNDETERMINED: _sign("?"),
    Status.DUE_SOON: lambda canvas, x, y: canvas.circle(x + 3.6, y + 3, 3.1, stroke=0, fill=1),
    Status.PENDING: lambda canvas, x, y: canvas.circle(x + 3.6, y + 3, 2.7, stroke=1, fill=0),
    Status.MET: _tick,
    Status.WAIVED: _sign("~"),
}


def draw_hours(canvas: Canvas, hours: HoursBar, x: float, y: float, width: float) -> None:
    """An outlined bar: hatched as far as it goes, solid when full, its numbers beside it."""
    label, height, base = 58.0, 7.0, y - 0.6
    full = width - label
    share = min(max(hours.have / hours.need, 0.0), 1.0) if hours.need > 0 else 1.0
    canvas.saveState()
    canvas.setStrokeColor(ACCENT)
    canvas.setFillColor(ACCENT)
    canvas.setLineWidth(0.6)
    if share >= 1:
        canvas.rect(x, base, full, height, stroke=0, fill=1)
    elif share > 0:
        _hatch(canvas, x, base, full * share, height)
    canvas.rect(x, base, full, height, stroke=1, fill=0)
    canvas.setFillColor(INK)
    canvas.setFont(REGULAR, SMALL)
    canvas.drawRightString(x + width, y, f"{number(hours.have)} of {number(hours.need)}")
    canvas.restoreState()


def _hatch(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(x, y, width, height)
    canvas.clipPath(clip, stroke=0, fill=0)
    step, slanted = 2.6, []
    at = x - height
    while at < x + width:
        slanted.append((at, y, at + height, y + height))
        at += step
    canvas.lines(slanted)
    canvas.restoreState()
    canvas.line(x + width, y, x + width, y + height)


class Panel(Flowable):
    """A few lines on a tint behind a bar of ink: what must not be overlooked."""

    def __init__(self, title: str, text: str, measure: float) -> None:
        super().__init__()
        column = SetColumn(14, measure - 28, right=False)
        self.text: Drawn = set_text((Line(title, Voice.STRONG), Line(text)), column)
        self.spaceBefore, self.spaceAfter = 6, 10

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self.text.lines * LEADING + 16
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        fitting = int((height - 16) / LEADING)
        if fitting < 2:
            return []
        return [self._part(0, fitting), self._part(fitting, self.text.lines)]

    def _part(self, first: int, last: int) -> Panel:
        part = Panel("", "", 100)
        part.text = self.text.cut(first, last)
        return part

    def draw(self) -> None:
        canvas = self.canv
        canvas.setFillColor(WASH)
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        canvas.setFillColor(ACCENT)
        canvas.rect(0, 0, 2.2, self.height, stroke=0, fill=1)
        self.text.draw(canvas, 14, self.height - 7, self.width - 28)


class SignatureLines(Flowable):
    """One line to sign on for each party, two side by side."""

    ROW, GAP = 62.0, 34.0

    def __init__(self, parties: Sequence[Party], dated: bool) -> None:
        super().__init__()
        self.parties, self.dated = parties, dated

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self.ROW * ((len(self.parties) + 1) // 2)
        return self.width, self.height

    def draw(self) -> None:
        width = (self.width - self.GAP) / 2
        for index, party in enumerate(self.parties):
            down, across = divmod(index, 2)
            self._line(party, across * (width + self.GAP), self.height - down * self.ROW - 34, width)

    def _line(self, party: Party, x: float, y: float, width: float) -> None:
        canvas: Any = self.canv
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.6)
        canvas.line(x, y, x + width, y)
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR, SMALL)
        room = width - (60 if self.dated else 0)
        canvas.drawString(x, y - 11, shortened(party.name or party.office, REGULAR, SMALL, room))
        if self.dated:
            canvas.drawString(x + width - 52, y - 11, "Date")
        canvas.setFillColor(QUIET)
        if party.name:
            canvas.drawString(x, y - 22, shortened(party.office, REGULAR, SMALL, room))
