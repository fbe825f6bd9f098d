"""The changes of a file, newest first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core.dates import DAY, moment
from core.store import Change
from gui.models.rows import Column, RowsModel


class ChangesModel(RowsModel[Change]):
    def __init__(self) -> None:
        columns = (
            Column[Change]("When", lambda change: change.at, lambda change: moment(change.at), right=True, width=168),
            Column[Change]("What", _label, width=300),
            Column[Change]("Who", lambda change: change.who, width=110),
            Column[Change]("Why", lambda change: change.reason, width=200),
        )
        super().__init__(columns, lambda change: change.id)


def begin_of(day: date) -> datetime:
    """Midnight on this computer's clock, which is the one the list shows."""
    return datetime.combine(day, time()).astimezone()


def end_of(day: date) -> datetime:
    """The day's last second."""
    return begin_of(day + DAY) - timedelta(seconds=1)


def moment_of(stamp: str) -> str:
    """As :func:`~core.dates.moment`, from the text that an entry bears."""
    return moment(datetime.fromisoformat(stamp))


def _label(change: Change) -> str:
    return f"{change.label} ({change.row_count:,} records)" if change.row_count > 1 else change.label
