"""Charts, by reportlab's own graphics: rows of bars, each part with a pattern besides its colour, each row in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from reportlab.graphics import shapes
from reportlab.graphics.shapes import Drawing, Shape
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.utils import simpleSplit

from core.model import Status
from core.reports.blocks import Bars, Chart
from core.reports.charts import STATUS_INKS
from core.reports.structure import marked
from core.reports.typeface import ACCENT, BOLD, INK, QUIET, REGULAR, SMALL, printable, shortened, width_of
from core.reports.wording import STATUS_WORDS, number

THICK, LINE, GAP = 11.0, 10.6, 10.0
LABEL_SHARE, WORDS_SHARE = 0.34, 0.46
"""Of the width, at most: for the names of the rows on the left, and for their words on the right."""
HEAD = 18.0
"""Of the title, and of the legend."""
_TINT = HexColor("#DCE6DE")

Area = tuple[float, float, float, float]
"""Left, bottom, width, height."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a chart's bars begin and its words do, the points for one of what is counted, and how high a row is."""

    measure: float
    bars: float
    words: float
    scale: float
    row: float

    @classmethod
    def of(cls, chart: Chart, measure: float) -> Self:
        label = min(_widest(row.label for row in chart.rows), measure * LABEL_SHARE)
        told = min(_widest(row.words for row in chart.rows), measure * WORDS_SHARE)
        lines = max((len(_broken(row.words, told)) for row in chart.rows), default=1)
        room = measure - label - told - 2 * GAP
        largest = max((row.total for row in chart.rows), default=0) or 1
        return cls(measure, label + GAP, measure - told, room / largest, 8 + LINE * lines)


def _widest(texts: Iterable[str]) -> float:
    return max((width_of(printable(text), REGULAR, SMALL) for text in texts), default=0) + 1


def _broken(text: str, width: float) -> list[str]:
    return simpleSplit(printable(text), REGULAR, SMALL, width + 1) or [""]


class Figure(Drawing):
    """A drawing with its words, for those who cannot see it."""

    def __init__(self, words: str, size: tuple[float, float], shapes: Iterable[Shape]) -> None:
        super().__init__(*size, *shapes)
        vars(self)["words"] = words

    def draw(self, *options: Any) -> None:
        with marked(self.canv, "Figure", vars(self)["words"]):
            super().draw(*options)


def set_chart(chart: Chart, measure: float) -> Figure:
    statuses = [status for status in Status if any(status in dict(row.parts) for row in chart.rows)]
    layout = Layout.of(chart, measure)
    height = layout.row * len(chart.rows) + HEAD * (2 if statuses else 1) + 8
    return Figure(chart.words, (measure, height), _shapes(chart, statuses, layout, height))


def _shapes(chart: Chart, statuses: Sequence[Status], layout: Layout, y: float) -> Iterator[Shape]:
    y -= HEAD
    yield _text(0, y + 6, shortened(chart.title, REGULAR, SMALL, layout.measure), QUIET)
    if statuses:
        y -= HEAD
        yield from _legend(statuses, y + 6)
    for row in chart.rows:
        y -= layout.row
        yield from _row(row, layout, y)


def _row(row: Bars, layout: Layout, y: float) -> Iterator[Shape]:
    """Label, bar and words hang from the top of the row."""
    base = y + layout.row - 12
    yield _text(0, base, shortened(row.label, REGULAR, SMALL, layout.bars - GAP), INK)
    x = layout.bars
    for status, count in row.parts:
        if count:
            yield from _part(status, number(count), (x, base - 2.4, count * layout.scale, THICK))
            x += count * layout.scale
    for place, words in enumerate(_broken(row.words, layout.measure - layout.words)):
        yield _text(layout.words, base - place * LINE, words, QUIET)


def _part(status: Status | None, words: str, area: Area) -> Iterator[Shape]:
    """A part of a bar, and its number in it where there is room for it."""
    x, y, wide, high = area
    yield from pattern(status, area)
    needed = width_of(words, BOLD, SMALL) + 5
    if wide >= needed:
        yield _box((x + (wide - needed) / 2, y + 1, needed, high - 2), white)
        yield _text(x + wide / 2, y + 2.4, words, INK, BOLD, "middle")


def _legend(statuses: Sequence[Status], y: float) -> Iterator[Shape]:
    x = 0.0
    for status in statuses:
        yield from pattern(status, (x, y - 1.5, 16, 9))
        yield _text(x + 21, y, STATUS_WORDS[status], INK)
        x += 21 + width_of(STATUS_WORDS[status], REGULAR, SMALL) + 16


def pattern(status: Status | None, area: Area) -> Iterator[Shape]:
    """The ground of a status: told apart without any colour."""
    x, y, wide, high = area
    ink = STATUS_INKS[status] if status else ACCENT
    fill = ink if status is Status.VIOLATION else _TINT if status is Status.MET else white
    yield _box(area, fill, ink)
    lines = _HATCHES.get(status)
    if lines and wide > 1.5:
        angles, spacing = lines
        corners = [x, y, x + wide, y, x + wide, y + high, x, y + high]
        hatching: Any = shapes.Hatching
        yield hatching(spacing, angles, corners, strokeColor=ink, strokeWidth=0.7)


_HATCHES: dict[Status | None, tuple[list[int], float]] = {
    None: ([45], 3.2),
    Status.OVERDUE: ([45, 135], 2.6),
    Status.UNDETERMINED: ([0], 2.4),
    Status.DUE_SOON: ([45], 3.2),
    Status.PENDING: ([90], 5.0),
    Status.WAIVED: ([135], 5.0),
}


def _box(area: Area, fill: Color, edge: Color | None = None) -> Shape:
    rect: Any = shapes.Rect
    made: Shape = rect(*area, fillColor=fill, strokeColor=edge, strokeWidth=0.7)
    return made


def _text(x: float, y: float, words: str, ink: Color, face: str = REGULAR, anchor: str = "start") -> Shape:
    string: Any = shapes.String
    made: Shape = string(x, y, printable(words), fontName=face, fontSize=SMALL, fillColor=ink, textAnchor=anchor)
    return made
