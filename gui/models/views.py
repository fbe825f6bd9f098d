"""What of the officers is shown: filters, and the views in which they are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from core.model import Status
from gui import theme

if TYPE_CHECKING:
    from gui.models.officers import OfficerRow

STANDING_WORDS = {**theme.STATE_WORDS, Status.MET: "In order"}


class Due(StrEnum):
    ANY = ""
    LATE = "late"
    DAYS_30 = "30"
    DAYS_90 = "90"
    YEAR = "365"


class Hours(StrEnum):
    ANY = ""
    SHORT = "short"
    DONE = "done"


class Left(StrEnum):
    """Whether those who have left are shown."""

    NOT = ""
    ALSO = "also"
    ONLY = "only"


DUE_WORDS = {
    Due.ANY: "Any date",
    Due.LATE: "Late",
    Due.DAYS_30: "Due in 30 days",
    Due.DAYS_90: "Due in 90 days",
    Due.YEAR: "Due within a year",
}
HOURS_WORDS = {Hours.ANY: "Any hours", Hours.SHORT: "Hours still missing", Hours.DONE: "Hours complete"}
LEFT_WORDS = {Left.NOT: "Not those who left", Left.ALSO: "Those who left, too", Left.ONLY: "Only those who left"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """An empty set takes all. ``unproven``: something is relied on without a copy; ``armed``: a weapon is issued."""

    standings: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()
    due: Due = Due.ANY
    hours: Hours = Hours.ANY
    unproven: bool = False
    armed: bool = False
    left: Left = Left.NOT

    def test(self, as_of: date) -> Callable[[OfficerRow], bool]:
        """What takes a row. It asks only what is filtered by, for it is asked ten thousand times at a keystroke."""
        checks = list(self._checks(as_of))
        if self.left is Left.ONLY:
            return attrgetter("former")
        if not checks:
            return (lambda _row: True) if self.left else lambda row: not row.former
        return lambda row: row.standing is not None and all(check(row) for check in checks)

    def _checks(self, as_of: date) -> Iterator[Callable[[OfficerRow], bool]]:
        for name, column in _SETS.items():
            if wanted := getattr(self, name):
                yield _among(wanted, attrgetter(column))
        if self.due:
            yield _due_test(self.due, as_of)
        if self.hours:
            yield _HOURS[self.hours]
        if self.unproven:
            yield lambda row: row.unproven > 0
        if self.armed:
            yield lambda row: row.weapons > 0

    def parts(self) -> Iterator[tuple[str, Filter]]:
        """Each thing filtered by in words, with the filter that is left without it."""
        for name, column in _SETS.items():
            for value in sorted(getattr(self, name)):
                rest: Any = {name: getattr(self, name) - {value}}
                words = STANDING_WORDS[value] if column == "standing" else f"{column.capitalize()}: {value}"
                yield words, replace(self, **rest)
        for name, words_of in _ONES.items():
            if value := getattr(self, name):
                blank: Any = {name: type(value)("") if value is not True else False}
                yield words_of[value], replace(self, **blank)

    @property
    def words(self) -> str:
        return "; ".join(words for words, _ in self.parts())


_SETS = {"standings": "standing", "roles": "role", "schools": "school", "employers": "employer"}
"""What may be several, and the column of the row it is about."""
_ONES: Mapping[str, Mapping[Any, str]] = {
    "due": DUE_WORDS,
    "hours": HOURS_WORDS,
    "unproven": {True: "Proof missing"},
    "armed": {True: "Armed"},
    "left": LEFT_WORDS,
}


def _among(wanted: frozenset[str], value: Callable[[Any], Any]) -> Callable[[OfficerRow], bool]:
    return lambda row: value(row) in wanted


def _due_test(due: Due, as_of: date) -> Callable[[OfficerRow], bool]:
    if due is Due.LATE:
        return lambda row: row.next_due is not None and row.next_due < as_of
    last = as_of + timedelta(days=int(due))
    return lambda row: row.next_due is not None and as_of <= row.next_due <= last


_HOURS: Mapping[Hours, Callable[[OfficerRow], bool]] = {
    Hours.SHORT: lambda row: row.have is not None and bool(row.need) and row.have < (row.need or 0),
    Hours.DONE: lambda row: row.have is not None and row.have >= (row.need or 0),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns there are from left to right, each with its width, and what the rows are sorted by."""

    columns: tuple[tuple[str, int], ...] = ()
    """Blank for those of the program."""
    sort: str = "Name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class View:
    name: str
    filter: Filter = field(default_factory=Filter)
    shape: Shape = field(default_factory=Shape)
    text: str = ""


BUILT_IN = (
    View("All"),
    View("Armed", Filter(armed=True)),
    View("Proof missing", Filter(unproven=True)),
    View("Due in 90 days", Filter(due=Due.DAYS_90), Shape(sort="Next due")),
    View("Left", Filter(left=Left.ONLY)),
)


def to_text(views: tuple[View, ...]) -> str:
    """As it is kept in the file."""
    return json.dumps([asdict(view) for view in views], default=sorted, ensure_ascii=False)


def from_text(text: str | None) -> tuple[View, ...]:
    """What cannot be read, from another version perhaps, is left out rather than shown wrong."""
    try:
        stored = json.loads(text or "[]")
        return tuple(_view(each) for each in stored)
    except (ValueError, TypeError, KeyError, AttributeError):
        return ()


def _view(stored: dict[str, Any]) -> View:
    shape = stored["shape"]
    columns = tuple((str(title), int(width)) for title, width in shape["columns"])
    return View(
        str(stored["name"]),
        _filter(stored["filter"]),
        Shape(columns, str(shape["sort"]), bool(shape["descending"])),
        str(stored["text"]),
    )


def _filter(stored: dict[str, Any]) -> Filter:
    kinds = {"due": Due, "hours": Hours, "left": Left}
    values: dict[str, Any] = {}
    for each in fields(Filter):
        value = stored[each.name]
        values[each.name] = frozenset(value) if isinstance(value, list) else kinds.get(each.name, bool)(value)
    return Filter(**values)
