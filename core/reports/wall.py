"""A month of deadlines on a lying sheet for the wall: weeks from Sunday, each matter with its shape and a few words."""

from __future__ import annotations

from calendar import SUNDAY, Calendar
from collections.abc import Sequence
from datetime import date
from typing import Any

from reportlab.platypus import Flowable

from core.dates import written
from core.model import Status
from core.reports.blocks import Note, WallCalendar
from core.reports.charts import draw_shape, draw_state
from core.reports.structure import marked
from core.reports.typeface import ACCENT, BOLD, FAINT, INK, QUIET, REGULAR, SMALL, TITLE, WASH, shortened
from core.reports.wording import STATUS_WORDS, month_and_year

WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
HEAD = 46.0
"""The month's name, and the weekdays' below it."""
PAD, LEADING, INDENT = 3.0, 10.2, 9.5


class WallSheet(Flowable):
    """As large as the sheet."""

    def __init__(self, block: WallCalendar) -> None:
        super().__init__()
        self.block = block
        self.weeks = Calendar(SUNDAY).monthdatescalendar(block.month.year, block.month.month)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, height
        return width, height

    def draw(self) -> None:
        with marked(self.canv, "Figure", self.words):
            self._sheet()

    @property
    def words(self) -> str:
        """The month in words, for those who cannot see it."""
        told = (f"{written(n.day)}: {n.who}, {n.what}, {STATUS_WORDS[n.status].lower()}." for n in self.block.notes)
        return f"Calendar of {month_and_year(self.block.month)}. {' '.join(told) or 'Nothing falls due.'}"

    def _sheet(self) -> None:
        canvas: Any = self.canv
        top = self.height - TITLE
        canvas.setFillColor(ACCENT)
        canvas.setFont(BOLD, TITLE)
        canvas.drawString(0, top, month_and_year(self.block.month))
        self._legend(top)
        wide, high = self.width / 7, (self.height - HEAD) / len(self.weeks)
        canvas.setFont(REGULAR, SMALL)
        canvas.setFillColor(QUIET)
        for column, name in enumerate(WEEKDAYS):
            canvas.drawString(column * wide + PAD, self.height - HEAD + 5, name)
        for row, week in enumerate(self.weeks):
            for column, day in enumerate(week):
                self._day(day, column * wide, self.height - HEAD - (row + 1) * high, (wide, high))

    def _legend(self, y: float) -> None:
        """The shapes that occur, with their words, from the right edge."""
        used = {note.status for note in self.block.notes}
        x = self.width
        for status in reversed([status for status in Status if status in used]):
            x -= 78
            draw_state(self.canv, status, x, y)

    def _day(self, day: date, x: float, y: float, size: tuple[float, float]) -> None:
        canvas: Any = self.canv
        wide, high = size
        inside = day.month == self.block.month.month
        canvas.setStrokeColor(FAINT)
        canvas.setFillColor(WASH)
        canvas.setLineWidth(0.5)
        canvas.rect(x, y, wide, high, stroke=1, fill=0 if inside else 1)
        if not inside:
            return
        notes = [note for note in self.block.notes if note.day == day]
        canvas.setFillColor(INK)
        canvas.setFont(BOLD if notes else REGULAR, SMALL)
        canvas.drawString(x + PAD, y + high - 11, str(day.day))
        self._notes(notes, x + PAD, y + high - 11 - LEADING - 1, wide - 2 * PAD, int((high - 16) // LEADING))

    def _notes(self, notes: Sequence[Note], x: float, y: float, wide: float, room: int) -> None:
        """As many as ``room`` lines hold; the last line is kept for the count of the others."""
        canvas: Any = self.canv
        fitting = room // 2 if len(notes) * 2 <= room else (room - 1) // 2
        for place, note in enumerate(notes[:fitting]):
            top = y - 2 * place * LEADING
            draw_shape(canvas, note.status, x, top)
            canvas.setFillColor(INK)
            canvas.setFont(REGULAR, SMALL)
            for line, text in enumerate((note.who, note.what)):
                shown = shortened(text, REGULAR, SMALL, wide - INDENT)
                canvas.drawString(x + INDENT, top - line * LEADING, shown)
        if len(notes) > fitting:
            canvas.setFillColor(INK)
            canvas.setFont(BOLD, SMALL)
            words = f"and {len(notes) - fitting} more, {self.block.elsewhere}"
            canvas.drawString(x, y - 2 * fitting * LEADING, shortened(words, BOLD, SMALL, wide))
