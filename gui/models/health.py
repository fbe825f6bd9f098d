"""What in the records may be wrong, line by line."""

from __future__ import annotations

from core.health import TITLES, Concern, Kind
from gui.models.rows import Column, RowsModel, fold

_RANK = {kind: place for place, kind in enumerate(Kind)}


class ConcernsModel(RowsModel[Concern]):
    def __init__(self) -> None:
        columns = (
            Column[Concern]("What", lambda concern: _RANK[concern.kind], lambda c: TITLES[c.kind], width=220),
            Column[Concern]("Who", lambda concern: concern.who, width=170),
            Column[Concern]("Why", lambda concern: concern.words, width=300),
        )
        super().__init__(columns, _key, lambda c: fold(f"{TITLES[c.kind]} {c.who} {c.officer_id} {c.words}"))


def _key(concern: Concern) -> tuple[object, ...]:
    return concern.kind, concern.table, concern.key, concern.field, concern.other, concern.words
