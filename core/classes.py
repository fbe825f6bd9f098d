"""Who may be on a class's roster, and who has the class already."""

from __future__ import annotations

from datetime import date

from core.dates import short
from core.model import Attendance, TrainingClass
from core.store import Store


def sat_already(store: Store, class_id: str, title: str, ends_on: date | None) -> dict[str, str]:
    """The officers who have this class, or one of the same title that ended on the same day; with the reason."""
    key = _folded(title), ends_on
    return {
        row.officer_id: f"Already recorded: {same.class_id}, {short(same.ends_on)}"
        for same in store.rows(TrainingClass)
        if same.class_id == class_id or (_folded(same.title), same.ends_on) == key
        for row in store.referring(same)
        if isinstance(row, Attendance)
    }


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())
