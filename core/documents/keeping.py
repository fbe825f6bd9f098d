"""When a backup is due, and which old ones may go: decided from counts and dates alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")

EVERY = 50
"""Edits after which a backup is due without another occasion."""
LATEST = 10
"""Copies that stay whatever their age: a computer's clock may be years wrong."""


class Occasion(StrEnum):
    """What is about to happen, or has."""

    CLOSE = "close"
    IMPORT = "import"
    EDITS = "edits"


def due(occasion: Occasion, edits: int) -> bool:
    """Whether ``edits`` since the last good backup call for another; what is unchanged needs none."""
    return edits >= (EVERY if occasion is Occasion.EDITS else 1)


def superseded(copies: Iterable[tuple[datetime, T]], today: date) -> list[T]:
    """The copies that may go once a newer one is proven.

    There stay all of two days, then the last of each day for two weeks, of each week for ten, of each month for
    twelve, and always the :data:`LATEST`; so never the newest, and none that is dated after today.
    """
    newest_first = sorted(copies, key=lambda copy: copy[0], reverse=True)
    return list(_superseded(newest_first, today))


def _superseded(newest_first: list[tuple[datetime, T]], today: date) -> Iterator[T]:
    seen = set()
    for number, (at, copy) in enumerate(newest_first):
        span = _span(at.date(), today)
        if number >= LATEST and span != ("all",) and (span in seen or span == ("past",)):
            yield copy
        seen.add(span)


def _span(on: date, today: date) -> tuple[object, ...]:
    """The span of time of which one copy is enough."""
    age = (today - on).days
    if age <= 2:
        return ("all",)
    if age <= 14:
        return ("day", on)
    if age <= 70:
        return ("week", *on.isocalendar()[:2])
    return ("month", on.year, on.month) if age <= 366 else ("past",)
