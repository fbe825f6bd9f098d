"""Address labels: Avery 5160 and its like, thirty on a Letter sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from core.reports.furniture import INCH, UPRIGHT
from core.reports.letters import Addressee
from core.reports.typeface import BODY, REGULAR, SMALL, Text, load_typeface, paragraph_style, shortened

ACROSS, DOWN = 3, 10
WIDTH, HEIGHT = 2.625 * INCH, 1.0 * INCH
PITCH = 2.75 * INCH
"""From the left edge of a label to that of the next."""
LEFT, TOP = 0.1875 * INCH, 0.5 * INCH
INSET = 0.125 * INCH
"""Kept free at each edge, for a printer that feeds a little askew."""
ROOM = WIDTH - 2 * INSET
STYLES = tuple(paragraph_style(REGULAR, size, leading=1.2) for size in (BODY, SMALL))
"""The larger if it fits."""
MOST_LINES = 5
"""Of the smaller type."""

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The addresses, one label each; ``left_out`` are the names of those whose address is not recorded."""

    labels: tuple[Lines, ...]
    left_out: tuple[str, ...]


def label_sheet(addressees: Iterable[Addressee]) -> Labels:
    """Each address once, however many letters go there."""
    everyone = tuple(dict.fromkeys(addressees))
    known = dict.fromkeys(to.lines for to in everyone if to.known)
    missing = dict.fromkeys(to.name for to in everyone if not to.known)
    return Labels(tuple(known), tuple(missing))


def render_labels(labels: Labels, *, used: int = 0) -> bytes:
    """``used``: so many labels of the first sheet are gone already."""
    load_typeface()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=UPRIGHT.size, invariant=1, lang="en-US", initialFontName=REGULAR)  # type: ignore[arg-type]
    canvas.setTitle("Address labels")
    canvas.setCreator("Muster")
    for sheet in _sheets(labels.labels, used):
        for place, lines in sheet:
            _draw(canvas, place, lines)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _sheets(labels: Sequence[Lines], used: int) -> Iterator[list[tuple[int, Lines]]]:
    placed = list(enumerate(labels, start=used % (ACROSS * DOWN)))
    for first in range(0, placed[-1][0] + 1 if placed else 0, ACROSS * DOWN):
        yield [(place - first, lines) for place, lines in placed if first <= place < first + ACROSS * DOWN]


def _draw(canvas: Canvas, place: int, lines: Lines) -> None:
    down, across = divmod(place, ACROSS)
    texts = _fitted(lines)
    x = LEFT + across * PITCH + INSET
    y = UPRIGHT.height - TOP - down * HEIGHT - (HEIGHT - sum(text.height for text in texts)) / 2
    for text in texts:
        y -= text.height
        text.drawOn(canvas, x, y)


def _fitted(lines: Lines) -> list[Text]:
    """In the larger type or the smaller; what is still too much is cut, line by line."""
    for style in STYLES:
        texts = [_set(line, style) for line in lines]
        if sum(text.height for text in texts) <= HEIGHT - 2 * INSET:
            return texts
    cut = (*lines[: MOST_LINES - 1], ", ".join(lines[MOST_LINES - 1 :]))
    return [_set(shortened(line, REGULAR, SMALL, ROOM), STYLES[-1]) for line in cut if line]


def _set(line: str, style: ParagraphStyle) -> Text:
    made = Text.of(line, style)
    made.wrap(ROOM, HEIGHT)
    return made
