"""What makes a page the district's paper: the letterhead, the address in the window of an envelope, the signature."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, Spacer

from core.reports.blocks import Address, Letterhead, Party, Voice
from core.reports.furniture import BOTTOM, INCH, UPRIGHT
from core.reports.structure import artifact
from core.reports.typeface import (
    ACCENT,
    BODY,
    BOLD,
    CELL_STYLES,
    FAINT,
    HEADING,
    INK,
    QUIET,
    REGULAR,
    SMALL,
    Text,
    paragraph_style,
    shortened,
)

WINDOW_TOP, WINDOW_END = 2.12 * INCH, 3.63 * INCH
"""From the top edge of the sheet, folded in three: where the window of a No. 10 envelope begins, and where it ends
however far the sheet slides. Between them stands the address and nothing else."""
WINDOW_WIDTH = 3.4 * INCH
DATE_ABOVE = 22.0
WRITING_LINE, WRITING_WIDTH = 16.0, 2.7 * INCH
NAME_STYLE = paragraph_style(BOLD, HEADING, ACCENT)
LINE_STYLE, RIGHT_STYLE = (CELL_STYLES[Voice.QUIET, right] for right in (False, True))
ADDRESS_STYLE = paragraph_style(REGULAR, BODY, leading=1.25)
LOGO_WIDTH, LOGO_HEIGHT = 1.5 * INCH, 0.62 * INCH
GAP, RULE_BELOW = 12.0, 5.0
LEFT_SHARE = 0.58


DOTS = 1000
"""The greatest width and height of a picture that is printed; 600 to the inch at the size of a logo."""


@lru_cache(maxsize=8)
def picture(content: bytes) -> ImageReader | None:
    """Read once, however many pages bear it; ``None`` for what is no picture: the letters must go out without it."""
    try:
        image = Image.open(BytesIO(content))
        image.thumbnail((DOTS, DOTS))
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    return ImageReader(image)


def fitted(content: bytes, width: float, height: float) -> tuple[float, float]:
    """The size at which a picture fits, in its own proportions; nothing for no picture."""
    image = picture(content) if content else None
    if image is None:
        return 0.0, 0.0
    wide, high = image.getSize()
    share = min(width / wide, height / high)
    return wide * share, high * share


def draw_picture(canvas: Any, content: bytes, x: float, y: float, size: tuple[float, float]) -> None:
    if size[0]:
        canvas.drawImage(picture(content), x, y, *size, mask="auto")


Placed = tuple[Text, float, float]
"""A text with its left edge, and its lower one below the top of what it belongs to."""


@lru_cache(maxsize=8)
def _laid_out(head: Letterhead, width: float) -> tuple[tuple[Placed, ...], float]:
    """The texts of a letterhead and its height: the name, the line below it, then left and right side by side."""
    logo_width, logo_height = fitted(head.logo, LOGO_WIDTH, LOGO_HEIGHT)
    x = logo_width + GAP if logo_width else 0.0
    room = width - x
    left = (room - GAP) * LEFT_SHARE if head.right else room
    placed: list[Placed] = []
    y = 0.0
    for text in (_set(head.name, NAME_STYLE, room), *(_set(head.line, LINE_STYLE, room) for _ in head.line[:1])):
        y += text.height
        placed.append((text, x, y))
    right = _set(head.right, RIGHT_STYLE, room - left - GAP)
    beside = right, x + left + GAP, y + right.height
    for text in (_set(line, LINE_STYLE, left) for line in head.left.splitlines()):
        y += text.height
        placed.append((text, x, y))
    placed.append(beside)
    return tuple(placed), max(*(low for _, _, low in placed), logo_height) + RULE_BELOW


def _set(text: str, style: Any, width: float) -> Text:
    made = Text.of(text, style)
    made.wrap(max(width, 1.0), UPRIGHT.height)
    return made


class Masthead(Flowable):
    """The letterhead. It is drawn once in a file; every further page repeats it by its name."""

    def __init__(self, head: Letterhead) -> None:
        super().__init__()
        self.head, self.spaceAfter = head, 14

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, _laid_out(self.head, width)[1]
        return width, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        with artifact(canvas):
            canvas.repeat(self._draw, self.head, self.width)

    def _draw(self, canvas: Any) -> None:
        for text, x, y in _laid_out(self.head, self.width)[0]:
            text.drawOn(canvas, x, self.height - y)
        size = fitted(self.head.logo, LOGO_WIDTH, LOGO_HEIGHT)
        draw_picture(canvas, self.head.logo, 0, self.height - size[1], size)
        canvas.setStrokeColor(FAINT)
        canvas.setLineWidth(0.5)
        canvas.line(0, 0, self.width, 0)


class Window(Flowable):
    """The date, and below it the address where the envelope shows it; both further down if they must be."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.date = _set(address.date, ADDRESS_STYLE, WINDOW_WIDTH)
        self.lines = [_set(line, ADDRESS_STYLE, WINDOW_WIDTH) for line in address.lines]
        self.unknown = address.unknown

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        reached = UPRIGHT.height - BOTTOM - height
        self.begins = max(WINDOW_TOP - reached, DATE_ABOVE)
        ends = self.begins + sum(line.height for line in self.lines) + self.unknown * WRITING_LINE + BODY
        self.width, self.height = width, max(WINDOW_END - reached, ends)
        return width, self.height

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """Where a page is too small for it, its lines follow each other as they can."""
        return [Spacer(0, 0), self.date, *self.lines]

    def draw(self) -> None:
        y = self.height - self.begins
        self.date.drawOn(self.canv, 0, y + DATE_ABOVE - self.date.height)
        for line in self.lines:
            y -= line.height
            line.drawOn(self.canv, 0, y)
        self.canv.setStrokeColor(QUIET)
        self.canv.setLineWidth(0.5)
        for _ in range(self.unknown):
            y -= WRITING_LINE
            self.canv.line(0, y, WRITING_WIDTH, y)


MOST_LINES = 8
"""Of a name or an office below the line that is signed on: far more than any has, and less than a page."""


class SignatureLines(Flowable):
    """One line to sign on for each party, two side by side; a long name or office goes on below."""

    ABOVE, BELOW, GAP = 34.0, 5.0, 34.0
    SIGNED = 30.0
    """The height of the signature where there is a picture of it."""
    DATE_ROOM = 60.0

    def __init__(self, parties: Sequence[Party], dated: bool) -> None:
        super().__init__()
        self.parties, self.dated = parties, dated

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.half = width, (width - self.GAP) / 2
        room = self.half - (self.DATE_ROOM if self.dated else 0)
        room = width if len(self.parties) == 1 and not self.dated else room
        self.named = [_named(party, room) for party in self.parties]
        self.row = self.ABOVE + self.BELOW + max(sum(text.height for text in texts) for texts in self.named)
        self.height = self.row * ((len(self.parties) + 1) // 2)
        return width, self.height

    def draw(self) -> None:
        for index, (party, texts) in enumerate(zip(self.parties, self.named, strict=True)):
            down, across = divmod(index, 2)
            self._line(party, texts, across * (self.half + self.GAP), self.height - down * self.row - self.ABOVE)

    def _line(self, party: Party, texts: Sequence[Text], x: float, y: float) -> None:
        canvas: Any = self.canv
        with artifact(canvas):
            draw_picture(canvas, party.picture, x, y + 1, fitted(party.picture, self.half, self.SIGNED))
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(0.6)
            canvas.line(x, y, x + self.half, y)
        beside = _set("Date", CELL_STYLES[Voice.PLAIN, False], self.DATE_ROOM) if self.dated else None
        for text in texts:
            y -= text.height
            text.drawOn(canvas, x, y - self.BELOW / 2)
            if beside:
                beside.drawOn(canvas, x + self.half - 52, y + text.height - beside.height - self.BELOW / 2)
                beside = None


def _named(party: Party, room: float) -> list[Text]:
    """The name, and below it what the person is; the office alone where no name is known."""
    words = [shortened(part, REGULAR, SMALL, MOST_LINES * room) for part in (party.name, party.office) if part]
    styles = CELL_STYLES[Voice.PLAIN, False], LINE_STYLE
    return [_set(part, style, room) for part, style in zip(words, styles, strict=False)]
