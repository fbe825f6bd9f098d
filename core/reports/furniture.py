"""The furniture of a page: what stands at its head and foot, the same on every paper; and the sheets it stands on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.reports.blocks import Document
from core.reports.typeface import ACCENT, BOLD, FAINT, QUIET, REGULAR, SMALL, shortened, width_of

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

INCH = 72.0
SIDE, TOP, BOTTOM = 0.95 * INCH, 0.8 * INCH, 0.95 * INCH
FOOT = BOTTOM - 0.2 * INCH
"""The line over what stands at the foot."""
PRACTICE = "PRACTICE — invented people, not real records"


@dataclass(frozen=True, slots=True)
class Sheet:
    """US Letter, one way or the other; sizes in points."""

    name: str
    width: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        return self.width, self.height

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.width - 2 * SIDE

    @property
    def depth(self) -> float:
        """The height of the text."""
        return self.height - TOP - BOTTOM


UPRIGHT = Sheet("upright", 8.5 * INCH, 11 * INCH)
LYING = Sheet("lying", 11 * INCH, 8.5 * INCH)


def sheet_of(document: Document) -> Sheet:
    return LYING if document.lying else UPRIGHT


Repeat = Callable[..., None]


def surround(canvas: Canvas, document: Document, number: int, total: int) -> None:
    """Draw head and foot of page ``number`` of ``total`` on whatever sheet the canvas has."""
    width, height = canvas._pagesize  # type: ignore[attr-defined]
    sheet = Sheet("", width, height)
    canvas.saveState()
    _head(canvas, sheet, document, number)
    repeat: Repeat = canvas.repeat  # type: ignore[attr-defined]
    repeat(
        lambda form: _same_on_every_page(form, sheet, document),
        sheet,
        document.footer,
        document.marking,
        document.practice,
    )
    if document.numbered:
        draw_place(canvas, width, document.code, number, total)
    canvas.restoreState()


def _head(canvas: Canvas, sheet: Sheet, document: Document, number: int) -> None:
    canvas.setFont(REGULAR, SMALL)
    canvas.setFillColor(QUIET)
    if number > 1:
        y = sheet.height - 0.56 * INCH
        title = shortened(document.title, REGULAR, SMALL, sheet.measure * 0.6)
        name = shortened(document.letterhead.name, REGULAR, SMALL, sheet.measure * 0.36)
        canvas.drawString(SIDE, y, title)
        canvas.drawRightString(sheet.width - SIDE, y, name)


def _practice_mark(canvas: Canvas, x: float, y: float) -> None:
    half = width_of(PRACTICE, BOLD, SMALL) / 2 + 9
    canvas.setStrokeColor(ACCENT)
    canvas.setFillColor(ACCENT)
    canvas.setFont(BOLD, SMALL)
    canvas.setLineWidth(0.7)
    canvas.drawCentredString(x, y, PRACTICE)
    canvas.roundRect(x - half, y - 4.6, 2 * half, 15, 7.5)


def _same_on_every_page(canvas: Canvas, sheet: Sheet, document: Document) -> None:
    """All that is the same on every page; the practice mark at the head is, too."""
    if document.practice:
        _practice_mark(canvas, sheet.width / 2, sheet.height - 0.33 * INCH)
    top = FOOT
    canvas.setStrokeColor(FAINT)
    canvas.setLineWidth(0.5)
    canvas.line(SIDE, top, sheet.width - SIDE, top)
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, SMALL)
    for row, line in enumerate(document.footer, start=1):
        canvas.drawString(SIDE, top - 11.5 * row - 1, shortened(line, REGULAR, SMALL, sheet.measure * 0.62))
    canvas.setFont(BOLD, SMALL)
    canvas.drawRightString(sheet.width - SIDE, top - 24, document.marking)


def draw_place(canvas: Canvas, width: float, code: str, number: int, total: int) -> None:
    """At the foot of a page of this width: the paper’s code, and which of its pages this is."""
    place = f"Page {number} of {total}"
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, SMALL)
    canvas.drawRightString(width - SIDE, FOOT - 12.5, f"Paper {code} · {place}" if code else place)
