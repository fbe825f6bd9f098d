"""What fills in by itself: a class or a course of fire that was recorded before, or one the district keeps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.dates import short
from core.model import BY_ROW, Column, Qualification, TrainingClass, Value
from core.store import Store

CLASS_FACTS = ("title", "hours", "provider", "location", "sanctioned", "sanction_reference")
SHOOTING_FACTS = ("course_of_fire", "maximum", "passing", "range", "instructor", "instructor_credential")
_FACTS: dict[type[Any], tuple[str, ...]] = {TrainingClass: CLASS_FACTS, Qualification: SHOOTING_FACTS}
"""The first names the pattern."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """``source`` says where the values are from, to stand behind “filled in”."""

    values: Mapping[str, Value]
    source: str

    @property
    def name(self) -> str:
        return str(next(iter(self.values.values())))


Patterns = Mapping[str, Pattern]
"""By name without capitals."""


def patterns(store: Store, row_class: type[Any]) -> Patterns:
    """From the newest record of each name; what the district keeps goes before it."""
    rows = sorted(store.rows(row_class), key=_dated)
    found = {_key(pattern.name): pattern for pattern in map(pattern_of, rows)}
    found |= {_key(pattern.name): pattern for pattern in _kept(store, row_class)}
    found.pop("", None)
    return found


def pattern_of(row: TrainingClass | Qualification) -> Pattern:
    said = f"class {row.class_id}, {short(row.ends_on)}" if isinstance(row, TrainingClass) else short(row.shot_on)
    return Pattern({name: getattr(row, name) for name in _FACTS[type(row)]}, said)


def last_shooting(store: Store) -> Pattern | None:
    """What was common to the last range day: the next is often on the same range, with the same course."""
    shots = sorted(store.rows(Qualification), key=_dated)
    return pattern_of(shots[-1]) if shots else None


def _dated(row: TrainingClass | Qualification) -> tuple[Any, ...]:
    return (row.ends_on, row.class_id) if isinstance(row, TrainingClass) else (row.shot_on, row.id)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


# --- those the district keeps, on its desk ----------------------------------------------------------------------

_KEPT = "the district’s own template"


def keep_pattern(store: Store, row_class: type[Any], values: Mapping[str, Value]) -> None:
    """For a course that is not on record yet, or whose last record is not to be followed."""
    facts = {name: values.get(name) for name in _FACTS[row_class]}
    kept = {_key(each.name): each for each in _kept(store, row_class)}
    kept[_key(str(next(iter(facts.values()))))] = Pattern(facts, _KEPT)
    _lay(store, row_class, kept.values())


def forget_pattern(store: Store, row_class: type[Any], name: str) -> None:
    _lay(store, row_class, [each for each in _kept(store, row_class) if _key(each.name) != _key(name)])


def is_kept(store: Store, row_class: type[Any], name: str) -> bool:
    return _key(name) in {_key(each.name) for each in _kept(store, row_class)}


def _lay(store: Store, row_class: type[Any], kept: Iterable[Pattern]) -> None:
    store.lay(_name(row_class), json.dumps([dict(each.values) for each in kept]))


def _kept(store: Store, row_class: type[Any]) -> list[Pattern]:
    by_name = {column.name: column for column in BY_ROW[row_class].columns}
    return [
        Pattern({name: _typed(by_name[name], each.get(name)) for name in _FACTS[row_class]}, _KEPT)
        for each in json.loads(store.desk(_name(row_class)) or "[]")
    ]


def _name(row_class: type[Any]) -> str:
    return f"templates of {row_class.__name__}"


def _typed(column: Column, value: Any) -> Value:
    is_code = issubclass(column.kind, StrEnum) and value is not None
    typed: Value = column.kind(value) if is_code else value
    return typed
