"""The changes of a file, newest first."""

from __future__ import annotations

from datetime import datetime

from core.dates import short
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


def moment(at: datetime) -> str:
    """On this computer's clock: ``11/23/2026 2:05 PM``."""
    local = at.astimezone()
    hour = local.hour % 12 or 12
    return f"{short(local.date())} {hour}:{local.minute:02d} {'AM' if local.hour < 12 else 'PM'}"


def _label(change: Change) -> str:
    return f"{change.label} ({change.row_count:,} records)" if change.row_count > 1 else change.label
