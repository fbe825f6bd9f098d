"""What is drawn: the shapes of the statuses, bars of hours, lines to sign on.

Colour never speaks alone: each status has its own shape and word, each bar its number; all reads in black and white.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from core.model import Status
from core.reports.blocks import HoursBar
from core.reports.structure import marked
from core.reports.typeface import ACCENT, BOLD, INK, LEADING, REGULAR, SMALL
from core.reports.wording import CHECK_WORDS, STATUS_WORDS, number

STATUS_INKS = {
    Status.VIOLATION: HexColor("#7A1620"),
    Status.OVERDUE: HexColor("#B3261E"),
    Status.UNDETERMINED: HexColor("#6A3D9A"),
    Status.DUE_SOON: HexColor("#8A5A00"),
    Status.PENDING: HexColor("#55595F"),
    Status.MET: HexColor("#2B6A3F"),
    Status.WAIVED: HexColor("#55595F"),
}


class InLine(Flowable):
    """As high as a line of a table and as wide as its cell."""

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, LEADING
        return width, LEADING

    def draw(self) -> None:
        with marked(self.canv, "P"):
            self.paint()

    def paint(self) -> None:
        raise NotImplementedError


class Mark(InLine):
    """A status as shape and word."""

    LEAST = 78.0

    def __init__(self, status: Status, words: str = "") -> None:
        super().__init__()
        self.status, self.words = status, words

    def paint(self) -> None:
        draw_state(self.canv, self.status, 0, LEADING - SMALL, self.words)


class Box(InLine):
    """What was done, ticked; what was not, to be ticked by hand."""

    LEAST = 42.0

    def __init__(self, done: bool) -> None:
        super().__init__()
        self.done = done

    def paint(self) -> None:
        canvas: Any = self.canv
        y = LEADING - SMALL
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.7)
        canvas.rect(0.3, y - 0.8, 7.4, 7.4)
        if self.done:
            canvas.setLineWidth(1.2)
            canvas.lines([(1.7, y + 2.8, 3.4, y + 1), (3.4, y + 1, 6.4, y + 5.2)])
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR if self.done else BOLD, SMALL)
        canvas.drawString(12, y, CHECK_WORDS[self.done])


class Tick(InLine):
    """A box to tick."""

    LEAST = 9.0

    def paint(self) -> None:
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.8)
        self.canv.rect(0, LEADING - SMALL - 1, 8, 8)


class Bar(InLine):
    """Hours, of how many."""

    LEAST = 120.0

    def __init__(self, hours: HoursBar) -> None:
        super().__init__()
        self.hours = hours

    def paint(self) -> None:
        draw_hours(self.canv, self.hours, 0, LEADING - SMALL, self.width)


def draw_state(canvas: Canvas, status: Status, x: float, y: float, words: str = "") -> None:
    """The shape and the word, on the base line ``y``."""
    draw_shape(canvas, status, x, y)
    canvas.saveState()
    canvas.setFillColor(STATUS_INKS[status])
    canvas.setFont(BOLD if status in _GRAVE else REGULAR, SMALL)
    canvas.drawString(x + 11, y, words or STATUS_WORDS[status])
    canvas.restoreState()


def draw_shape(canvas: Canvas, status: Status, x: float, y: float) -> None:
    """Seven points wide, on the base line ``y``."""
    canvas.saveState()
    ink = STATUS_INKS[status]
    canvas.setFillColor(ink)
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(1.1)
    _SHAPES[status](canvas, x, y)
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
