"""The months ahead: a row for each officer with a cell for each month, and the same as a list of days."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from core.dates import MONTHS, add_months, plural
from core.findings import Judged
from core.forecast import MONTHS_AHEAD, Forecast, Lapse, Outlook, Plan
from core.model import SEVERITY, Status
from core.reports.wording import matter
from gui import theme
from gui.models.rows import Column, RowsModel, fold

Month = tuple[int, int]
FIRST_MONTH = 3
"""The column of the month it begins in."""
LEAST_MONTH = 31
"""In pixels: narrower, a lapse and a plan in one month could not be told apart."""
POWERS_LOST = "Powers lost"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one month holds for one officer. ``first``: the first lapse of all is among them."""

    lapses: tuple[Lapse, ...] = ()
    plans: tuple[Plan, ...] = ()
    first: bool = False

    @property
    def worst(self) -> Status | None:
        return min((each.finding.status for each in self.lapses), key=SEVERITY.__getitem__, default=None)

    @property
    def ends_powers(self) -> bool:
        return any(each.ends_powers for each in self.lapses)

    @property
    def words(self) -> str:
        parts = [
            plural(len(self.lapses), "lapse") if self.lapses else "",
            POWERS_LOST.lower() if self.ends_powers else "",
        ]
        parts.append(f"{len(self.plans)} planned" if self.plans else "")
        return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Ahead:
    """An officer, or the district, month by month."""

    outlook: Outlook
    cells: tuple[Cell, ...]

    @property
    def already(self) -> Status | None:
        return self.outlook.already[0].status if self.outlook.already else None


def months_of(as_of: date) -> tuple[Month, ...]:
    """From the month of ``as_of`` to the one two years later."""
    firsts = (add_months(as_of.replace(day=1), number) for number in range(MONTHS_AHEAD + 1))
    return tuple((on.year, on.month) for on in firsts)


def ahead_of(outlook: Outlook, months: Iterable[Month]) -> Ahead:
    return Ahead(outlook, tuple(_cell(outlook, month) for month in months))


def _cell(outlook: Outlook, month: Month) -> Cell:
    lapses = tuple(each for each in outlook.lapses if (each.on.year, each.on.month) == month)
    plans = tuple(each for each in outlook.plans if (each.on.year, each.on.month) == month)
    return Cell(lapses, plans, bool(lapses) and lapses[0] is outlook.lapses[0])


class MonthsModel(RowsModel[Ahead]):
    def __init__(self) -> None:
        self.months: tuple[Month, ...] = ()
        super().__init__(self._columns((1, 1) for _ in range(MONTHS_AHEAD + 1)), _key, _search)

    def show(self, forecast: Forecast) -> None:
        self.months = months_of(forecast.as_of)
        self.columns = self._columns(self.months)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.set_rows([ahead_of(outlook, self.months) for outlook in forecast.outlooks])

    def replace(self, outlooks: Iterable[tuple[str, Outlook | None]]) -> None:
        """Puts these in the place of what was shown of the same officers."""
        self.put({key: ahead_of(each, self.months) if each else None for key, each in outlooks})

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= FIRST_MONTH:
            return Qt.AlignmentFlag.AlignCenter
        return super().headerData(section, orientation, role)

    @staticmethod
    def _columns(months: Iterable[Month]) -> tuple[Column[Ahead], ...]:
        return (
            Column("\N{EN SPACE}Who", lambda row: row.outlook.who, width=164),
            Column("First", lambda row: row.outlook.first, right=True, width=98, tip="The first lapse"),
            Column("Now", _now, _now_words, lambda row: row.already, width=52, tip="What has lapsed already"),
            *(_month_column(place, month) for place, month in enumerate(months)),
        )


def _month_column(place: int, month: Month) -> Column[Ahead]:
    year, number = month
    name = MONTHS[number - 1]
    return Column(
        f"{name[:3]}\n{f'’{year % 100:02d}' if number == 1 or place == 0 else ''}",
        partial(_soonest, place),
        partial(_words, place),
        width=LEAST_MONTH,
        tip=f"{name} {year}",
    )


def _soonest(place: int, row: Ahead) -> date | None:
    return min((each.on for each in row.cells[place].lapses), default=None)


def _words(place: int, row: Ahead) -> str:
    return row.cells[place].words


def _now(row: Ahead) -> int | None:
    return SEVERITY[row.already] if row.already else None


def _now_words(row: Ahead) -> str:
    return f"{len(row.outlook.already)}" if row.outlook.already else ""


def _key(row: Ahead) -> Hashable:
    return row.outlook.officer_id


def _search(row: Ahead) -> str:
    return fold(f"{row.outlook.who} {row.outlook.officer_id} {row.outlook.school}")


@dataclass(frozen=True, slots=True)
class Event:
    """A lapse, or a plan (``lapse`` ``None``), with the words that say what it is about."""

    outlook: Outlook
    on: date
    what: str
    lapse: Lapse | None = None

    @property
    def status(self) -> Status | None:
        return self.lapse.finding.status if self.lapse else None

    @property
    def state(self) -> str:
        if self.lapse is None:
            return "Planned"
        return POWERS_LOST if self.lapse.ends_powers else theme.STATE_WORDS[self.lapse.finding.status]


def events_of(outlook: Outlook, judged: Judged | None) -> Iterator[Event]:
    """By day; what is planned for a day before what lapses on it."""
    plans = [Event(outlook, plan.on, plan.words) for plan in outlook.plans]
    lapses = [Event(outlook, each.on, matter(judged, each.finding), each) for each in outlook.lapses]
    yield from sorted([*plans, *lapses], key=lambda event: (event.on, event.lapse is not None))


class EventsModel(RowsModel[Event]):
    def __init__(self) -> None:
        columns = (
            Column[Event]("When", lambda event: event.on, right=True, width=104),
            Column[Event]("What comes", _severity, lambda event: event.state, lambda event: event.status, width=132),
            Column[Event]("Who", lambda event: event.outlook.who, width=150),
            Column[Event]("What", lambda event: event.what, width=300),
        )
        super().__init__(columns, _event_key, _event_text, faint=lambda event: event.lapse is None)


def _severity(event: Event) -> int:
    return SEVERITY[event.status] if event.status else len(SEVERITY)


def _event_key(event: Event) -> Hashable:
    return event.outlook.officer_id, event.on, event.what, event.state


def _event_text(event: Event) -> str:
    return fold(f"{event.outlook.who} {event.outlook.officer_id} {event.what} {event.state}")
