"""Every text of an officer's record, with the name its field has in the forms: what finding looks in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from core.model import BY_ROW, Credential, Officer, OfficerRecord, credential_name
from gui.models.rows import fold
from gui.widgets.words import words_of

Field = tuple[str, str]
"""Where it stands and what stands there: ``("Certificate number", "PB-117")``."""
_PARTS = attrgetter(
    "appointments",
    "commissions",
    "designations",
    "bonds",
    "service",
    "credentials",
    "qualifications",
    "waivers",
    "attachments",
)
_SKIPPED = frozenset({"officer_id", "class_id", "weapon_id", "table_name", "row_key", "sha256", "media_type"})
"""What refers to an officer, a class or a weapon, for the thing itself is looked in; and what no person reads."""


def rows_of(record: OfficerRecord) -> Iterator[Any]:
    """The rows of a record, the officer's own first."""
    yield record.officer
    for part in _PARTS(record):
        yield from part
    for attended in record.attended:
        yield attended.training
        yield attended.attendance
    for issued in record.issued:
        yield issued.weapon


def searched(record: OfficerRecord) -> str:
    """All of it folded in one, each text once."""
    officer = record.officer
    seen = {officer.full_name: None, officer.name: None}
    for row in rows_of(record):
        seen.update(dict.fromkeys(_values(row)))
    return fold(" ".join(filter(None, seen)))


def where_found(record: OfficerRecord, words: Sequence[str]) -> Iterator[Field]:
    """For each word the first field that has it, in the order of the record; no further than needed."""
    wanted = list(words)
    for field in _fields(record):
        text = fold(field[1])
        found = [word for word in wanted if word in text]
        if found:
            yield field
            wanted = [word for word in wanted if word not in found]
        if not wanted:
            return


def _fields(record: OfficerRecord) -> Iterator[Field]:
    yield "Name", record.officer.full_name
    for row in rows_of(record):
        yield from zip(_labels(row.__class__), _values(row), strict=True)


def _values(row: Any) -> tuple[str, ...]:
    """Its texts; a code together with the words it is shown by."""
    read, kinds = _reader(row.__class__)
    return tuple(map(_words, kinds, read(row)))


def _words(name: str, value: Any) -> str:
    if isinstance(value, StrEnum):
        return words_of(value)
    if name == "credential":
        return _credential(value)
    return value or ""


@lru_cache(maxsize=1024)
def _credential(code: str) -> str:
    words = credential_name(code)
    return code if words == code else f"{words} {code}"


@cache
def _names(row_class: Any) -> tuple[str, ...]:
    keyed = BY_ROW[row_class].keyed
    return tuple(
        column.name
        for column in BY_ROW[row_class].columns
        if issubclass(column.kind, str) and (keyed or column.name not in _SKIPPED)
    )


@cache
def _reader(row_class: Any) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[str, ...]]:
    names = _names(row_class)
    one = attrgetter(names[0])
    return (attrgetter(*names) if len(names) > 1 else lambda row: (one(row),)), names


@cache
def _labels(row_class: Any) -> tuple[str, ...]:
    from gui.dialogs.sheets import BY_ROW as SHEETS

    entries = SHEETS[row_class].entries_by_name if row_class in SHEETS else {}
    noun = "" if row_class in {Officer, Credential} else f"{BY_ROW[row_class].noun.capitalize()}: "
    return tuple(
        f"{noun}{entries[name].label.lower() if noun else entries[name].label}"
        if name in entries
        else f"{noun}{name.replace('_', ' ')}"
        for name in _names(row_class)
    )
