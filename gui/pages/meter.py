"""Hours of each in-service year as a bar against what the year needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.dates import in_service_year
from core.findings import Judged
from core.model import OfficerRecord, Status
from core.reports.wording import number
from core.rules import AnnualHours
from gui import theme

LINE = 28


@dataclass(frozen=True, slots=True)
class YearHours:
    """``need`` and ``status`` are known for the years that are judged."""

    label: str
    have: float
    need: float | None = None
    status: Status = Status.MET

    @property
    def words(self) -> str:
        if self.need is None:
            return f"{number(self.have)} sanctioned hours"
        return f"{number(self.have)} of {number(self.need)} sanctioned hours"


def years_of(record: OfficerRecord, judged: Judged | None) -> list[YearHours]:
    """Newest first: the judged years, and before them what the classes add up to."""
    found = {label: YearHours(label, hours) for label, hours in _sums(record).items()}
    for f in judged.findings if judged else ():
        if isinstance(f.requirement.rule, AnnualHours) and f.period:
            found[f.period] = YearHours(f.period, f.have or 0, f.need, f.status)
    return sorted(found.values(), key=lambda year: year.label, reverse=True)


def _sums(record: OfficerRecord) -> dict[str, float]:
    kind = record.district.in_service_year
    start = min((a.start for a in record.appointments if a.start), default=None)
    sums: dict[str, float] = {}
    for attended in record.attended:
        year = in_service_year(kind, attended.on, start)
        label = attended.credit_year or (year.label if year else "")
        if attended.sanctioned and label:
            sums[label] = sums.get(label, 0) + attended.hours
    return sums


class HoursMeter(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.years: list[YearHours] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_years(self, years: Iterable[YearHours]) -> None:
        self.years = list(years)
        self.setAccessibleName("; ".join(f"{year.label}: {year.words}" for year in self.years))
        self.setVisible(bool(self.years))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, LINE * len(self.years))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font())
        for place, year in enumerate(self.years):
            self._paint(painter, year, QRectF(0, place * LINE, self.width(), LINE))
        painter.end()

    @staticmethod
    def _paint(painter: QPainter, year: YearHours, box: QRectF) -> None:
        palette = theme.current()
        painter.setPen(QColor(palette.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, year.label)
        bar = QRectF(box.left() + 80, box.center().y() - 5, min(360.0, box.width() - 340), 10)
        if year.need is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.line))
            painter.drawRoundedRect(bar, 5, 5)
            share = min(1.0, year.have / year.need) if year.need else 1.0
            painter.setBrush(palette.state(year.status))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), 5, 5)
            theme.paint_state(painter, QRectF(bar.right() + 12, box.center().y() - 7, 14, 14), year.status)
        painter.setPen(QColor(palette.muted))
        words = box.adjusted(bar.right() + 36, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, year.words)
