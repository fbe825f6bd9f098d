"""Names, or a block of cells, pasted onto a roster: who is meant in each row, and what stands beside the name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.errors import UserError
from core.model import Officer
from core.names import split_name
from core.sheets import shown
from core.workbook import fold, pasted

_WHOLE = frozenset({"name", "officer", "officername", "fullname", "employee", "employeename", "student", "attendee"})
_LAST, _FIRST = frozenset({"lastname", "last", "surname"}), frozenset({"firstname", "first", "givenname"})
_NUMBER = frozenset(
    {"officerid", "officernumber", "id", "idnumber", "badge", "badgenumber", "employeenumber", "employeeid", "mcid"}
)
_SUGGESTED = 6


@dataclass(frozen=True, slots=True)
class Beside:
    """A column that may stand beside the names: the headings it goes by, folded, and how a cell of it is read."""

    name: str
    headings: frozenset[str]
    read: Callable[[str], object]

    def takes(self, text: str) -> bool:
        try:
            self.read(text)
        except UserError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Named:
    """A row as it was pasted. ``officer_id`` is blank where nobody, or more than one, may be meant.

    ``likely`` are then those who come nearest; ``problem`` is why someone who was found cannot be entered.
    """

    words: str
    officer_id: str
    likely: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


class People:
    """Officers by everything they are called: number, badge, ``Last, First`` and ``First Last``."""

    def __init__(self, officers: Iterable[Officer]) -> None:
        self._called: dict[str, set[str]] = defaultdict(set)
        self._numbers: dict[str, set[str]] = defaultdict(set)
        self._parts: dict[str, set[str]] = {}
        for officer in officers:
            for number in filter(None, (officer.officer_id, officer.employee_number, officer.mcid)):
                self._numbers[number.strip().casefold()].add(officer.officer_id)
            for name in _names(officer):
                self._called[name].add(officer.officer_id)
            self._parts[officer.officer_id] = set(_plain(f"{officer.first_name} {officer.last_name}").split())

    def found(self, words: str) -> set[str]:
        """All who are called so; a number goes before a name, and a rank before the name is left out."""
        name = split_name(words)
        untitled = _plain(f"{name.first} {name.middle} {name.last} {name.suffix}")
        by_number = self._numbers.get(words.strip().casefold())
        return by_number or self._called.get(_plain(words)) or self._called.get(untitled) or set()

    def likely(self, words: str) -> tuple[str, ...]:
        """Those who have a part of the name, most parts first."""
        sought = set(_plain(words).split())
        scores = {key: len(sought & parts) for key, parts in self._parts.items()}
        near = sorted((key for key, score in scores.items() if score), key=lambda key: (-scores[key], key))
        return tuple(near[:_SUGGESTED])

    def named(self, words: str, values: Mapping[str, str]) -> Named:
        found = self.found(words)
        if len(found) == 1:
            return Named(words, next(iter(found)), (), values)
        return Named(words, "", tuple(sorted(found)) or self.likely(words), values)


def _plain(name: str) -> str:
    """Without accents, marks and capitals: ``O'Neil, José`` → ``oneil jose``."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(each for each in letters if not unicodedata.combining(each) and each not in "'’`")
    return " ".join(re.findall(r"\w+", bare))


def _names(officer: Officer) -> set[str]:
    last, first, middle, suffix = map(
        _plain, (officer.last_name, officer.first_name, officer.middle_name, officer.suffix)
    )
    given = {first, f"{first} {middle}", f"{first} {middle[:1]}"}
    family = {last, f"{last} {suffix}"}
    pairs = {pair for one in given for other in family for pair in (f"{one} {other}", f"{other} {one}")}
    pairs |= {f"{last} {one} {suffix}" for one in given}
    return {" ".join(pair.split()) for pair in pairs}


def read_block(text: str, beside: Sequence[Beside], people: People) -> tuple[Named, ...]:
    """What was copied from a spreadsheet or a list, row by row; with or without a row of headings.

    Raises :class:`~core.errors.FileError` for what is no text of cells.
    """
    (sheet,) = pasted(text, "Roster").sheets
    rows = [tuple(shown(cell).strip() for cell in row) for row in sheet.rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return ()
    headed = _headed(rows[0], beside)
    columns, below = (headed, rows[1:]) if headed else (_guessed(rows, beside, people), rows)
    return tuple(_named(columns, row, people) for row in below if _words(columns, row))


_Columns = tuple[str, ...]
"""What each column holds: ``who``, ``number``, ``last``, ``first``, the name of one beside, or nothing."""


def _headed(row: Sequence[str], beside: Sequence[Beside]) -> _Columns | None:
    """By a row of headings; ``None`` where it is none."""
    known = dict.fromkeys(_WHOLE, "who") | dict.fromkeys(_LAST, "last") | dict.fromkeys(_FIRST, "first")
    known |= dict.fromkeys(_NUMBER, "number")
    known |= {heading: each.name for each in beside for heading in each.headings}
    columns = tuple(known.get(fold(cell), "") for cell in row)
    return columns if {"who", "last", "number"} & set(columns) else None


def _guessed(rows: Sequence[Sequence[str]], beside: Sequence[Beside], people: People) -> _Columns:
    """Without headings the name comes first, in one column or in two."""
    width = max(map(len, rows))
    split = width > 1 and _better_split(rows, people)
    columns, left = (["last", "first"] if split else ["who"]), list(beside)
    for place in range(len(columns), width):
        cells = [row[place] for row in rows if len(row) > place and row[place]]
        fits = next((each for each in left if cells and all(map(each.takes, cells))), None)
        columns.append(fits.name if fits else "")
        if fits:
            left.remove(fits)
    return tuple(columns)


def _better_split(rows: Sequence[Sequence[str]], people: People) -> bool:
    whole = sum(bool(people.found(row[0])) for row in rows)
    return sum(bool(people.found(" ".join(row[:2]))) for row in rows) > whole


def _words(columns: _Columns, row: Sequence[str]) -> str:
    """Who is meant, as the row says it: by name, or by number where there is no name."""
    said: dict[str, str] = {}
    for column, cell in zip(columns, row, strict=False):
        said.setdefault(column, cell)
    name = ", ".join(filter(None, (said.get("last"), said.get("first"))))
    return said.get("who") or name or said.get("number", "")


def _named(columns: _Columns, row: Sequence[str], people: People) -> Named:
    values = {column: cell for column, cell in zip(columns, row, strict=False) if column and cell}
    number = values.get("number", "")
    own = {name: cell for name, cell in values.items() if name not in {"who", "last", "first", "number"}}
    by_number = people.named(number, own)
    return by_number if by_number.officer_id else people.named(_words(columns, row), own)
