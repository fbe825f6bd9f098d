"""What a page can hold, as frozen values: the reports make them, :mod:`core.reports.pdf` sets them in type.

Text is text: there is no markup in it, so nothing that people type can be taken for any.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.model import Status


class Voice(StrEnum):
    """How a paragraph or a line of a cell is set."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 or 2; also an entry of the file's outline. A :class:`Link` may lead to its ``anchor``."""

    text: str
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    voice: Voice = Voice.PLAIN


@dataclass(frozen=True, slots=True)
class Items:
    """A numbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell; it wraps where the column is too narrow."""

    text: str
    voice: Voice = Voice.PLAIN


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to an anchor of the same document, from a summary to the detail; ``note`` stands below it."""

    text: str | int
    to: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StateMark:
    """A status as shape and word; ``words`` where it goes by another one, as a standing does."""

    status: Status
    words: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A box, ticked or empty, with its word."""

    done: bool


@dataclass(frozen=True, slots=True)
class HoursBar:
    have: float
    need: float


@dataclass(frozen=True, slots=True)
class TickBox:
    """An empty box, to be ticked by hand."""


Cell = str | int | float | date | None | tuple[Line, ...] | Link | StateMark | Check | HoursBar | TickBox
"""Dates and numbers stay what they are, for the spreadsheets that are made of the same tables; ``None`` is a dash."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of label and value."""

    pairs: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """``weight`` is its share of the table's width, beside that of the other columns."""

    heading: str
    weight: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A row across the whole table that heads the rows below it. A :class:`Link` may lead to its ``anchor``."""

    text: str
    anchor: str = ""


Row = tuple[Cell, ...] | Band


@dataclass(frozen=True, slots=True)
class Table:
    """``empty`` is the sentence printed in place of a table without rows; ``share`` its part of the page's width.

    ``bands`` says what its bands name, as the heading of a column of a spreadsheet. One ``to_fill`` in by hand has
    room for it, and lines between its columns.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = "None."
    share: float = 1.0
    ruled: bool = True
    bands: str = "Group"
    to_fill: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A row of a chart: its parts from the left, each with the status that gives it its pattern, and all in words."""

    label: str
    parts: tuple[tuple[Status | None, float], ...]
    words: str

    @property
    def total(self) -> float:
        return sum(count for _, count in self.parts)


@dataclass(frozen=True, slots=True)
class Chart:
    """``title`` says what is counted; with the words of the rows it is also what is read to those who cannot see it."""

    title: str
    rows: tuple[Bars, ...]

    @property
    def words(self) -> str:
        return f"{self.title}. " + " ".join(f"{row.label}: {row.words}." for row in self.rows)


@dataclass(frozen=True, slots=True)
class Notice:
    """A passage set apart: a warning, a caution."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who signs: the office, and the name where it is known. ``picture`` is the signature, as PNG or JPEG."""

    office: str
    name: str = ""
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, side by side; ``dated`` adds a place for the date to each."""

    parties: tuple[Party, ...]
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Address:
    """The date and the addressee, where the window of an envelope shows the latter.

    ``unknown`` lines below it are ruled, to be written on.
    """

    date: str
    lines: tuple[str, ...]
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What falls on a day of the calendar, in two short lines; ``status`` gives it its shape."""

    day: date
    status: Status
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class WallCalendar:
    """A month on a sheet of its own, lying, to be put on the wall; ``notes`` in the order wanted within a day.

    What a day has no room for is counted, and ``elsewhere`` says where to read it.
    """

    month: date
    notes: tuple[Note, ...]
    elsewhere: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class KeepTogether:
    blocks: tuple[Block, ...]


Block = (
    Title
    | Heading
    | Paragraph
    | Items
    | Facts
    | Table
    | Chart
    | Notice
    | Signatures
    | Address
    | WallCalendar
    | PageBreak
    | KeepTogether
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The district's name, a ``line`` of its own below it, and small ``left`` (one or more lines) and ``right``.

    ``logo`` is a picture, PNG or JPEG.
    """

    name: str
    left: str = ""
    right: str = ""
    line: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """``footer`` stands at the foot of every page beside *page x of y*, ``marking`` below that.

    ``code`` is the short code by which the paper is found in the register of papers. ``lying`` sheets are wider than
    high. ``practice`` marks every page as being about invented people. ``numbered`` is off for what will be bound with
    other papers, which gets one numbering then.
    """

    title: str
    subject: str
    author: str
    letterhead: Letterhead
    footer: tuple[str, ...]
    blocks: tuple[Block, ...]
    marking: str = ""
    practice: bool = False
    code: str = ""
    lying: bool = False
    numbered: bool = True
