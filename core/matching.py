"""An office's own sheets as records: which column is whose, in which order its dates are, what its words mean.

A :class:`SheetMatch` is what the clerk has agreed to; :func:`matched` reads a workbook by it, into the same sheets
that a records workbook gives. Rows keep their numbers, and messages name the office's own sheets and columns.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from hashlib import sha256

from core.cells import means_no, means_nothing, means_yes
from core.dates import in_range, parse_date
from core.errors import UserError
from core.headings import DISTRICT, Headed, holds_something, is_blank, sheet_columns
from core.model import BY_NAME, CREDENTIALS, SHEETS, Column, Officer, Table, TrainingClass
from core.names import Name, split_name
from core.sheets import Content, Fault, Sheet, Workbook, shown
from core.workbook import fold

FULL_NAME = "full_name"
"""A person's name in one piece: an officer's own, or the one who is meant."""
SIDES = {"officers": "appointments", "attendance": "classes", "weapons": "weapon_issues"}
"""What else a row of a sheet may hold: a roster says where its officers work, a list of training what the class was."""
ISSUED = frozenset({"mde-certificate"})
"""Credentials that are issued rather than completed."""
TALLIES = re.compile(r"(grand |sub)?totals?\b.*|count\b.*|sum\b.*|average\b.*", re.IGNORECASE)
_SHEETS = {table.name: table for table in (DISTRICT, *SHEETS)}
_PLACE = {name: place for place, name in enumerate(_SHEETS)}
_NUMERIC_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?")


class DateOrder(StrEnum):
    """What comes first in ``3/4/2026``."""

    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """Where a column goes: a column of a table, :data:`FULL_NAME`, or the date of one ``credential``."""

    table: str
    column: str
    credential: str = ""

    @property
    def field(self) -> Column:
        if self.column == FULL_NAME:
            return Column(FULL_NAME, str, False)
        return next(column for column in sheet_columns(_SHEETS[self.table]) if column.name == self.column)


@dataclass(frozen=True, slots=True)
class Source:
    """A column of the sheet, counted from 0; without one the same ``text`` in every row."""

    column: int | None = None
    text: str = ""


Meaning = tuple[Target, str]
"""A word, folded, in the column of a target."""


@dataclass(frozen=True, slots=True)
class SheetMatch:
    """``table`` blank: the sheet is left out. ``heading`` is the number of the row of names, 0 without any.

    ``words`` give the value that an office's word stands for, blank for none at all.
    """

    sheet: str
    table: str = ""
    heading: int = 0
    fields: Mapping[Target, Source] = field(default_factory=dict)
    orders: Mapping[int, DateOrder] = field(default_factory=dict)
    words: Mapping[Meaning, str] = field(default_factory=dict)

    def target_of(self, column: int) -> Target | None:
        """Where a column goes first of all."""
        return next((target for target, source in self.fields.items() if source.column == column), None)


Match = tuple[SheetMatch, ...]


def table_of(name: str) -> Table:
    return _SHEETS[name]


def targets(table: str) -> tuple[Target, ...]:
    """All that the columns of a sheet about ``table`` can be."""
    if not table:
        return ()
    own = [Target(table, column.name) for column in sheet_columns(_SHEETS[table])]
    side = SIDES.get(table, "")
    own += [Target(side, column.name) for column in BY_NAME[side].columns if not _shared(side, column)] if side else []
    if table == "officers":
        own += [Target("credentials", "issued_on" if code in ISSUED else "completed_on", code) for code in CREDENTIALS]
    whose = next((target for target in own if target.column == "officer_id"), None)
    if whose:
        own.insert(own.index(whose) + 1, Target(whose.table, FULL_NAME))
    return tuple(own)


def _shared(side: str, column: Column) -> bool:
    """What a row of the side takes from the main row; the hours of a class are those of who sat it."""
    taken = {"appointments": {"officer_id"}, "classes": {"class_id", "hours"}, "weapon_issues": {"weapon_id"}}
    return column.name in taken[side]


def missing(match: SheetMatch) -> tuple[Target, ...]:
    """What every row needs and nothing gives."""
    if not match.table:
        return ()
    needed = [Target(match.table, c.name) for c in sheet_columns(_SHEETS[match.table]) if c.required]
    side = SIDES.get(match.table, "")
    if side and any(target.table == side and source.column is not None for target, source in match.fields.items()):
        needed += [Target(side, c.name) for c in BY_NAME[side].columns if c.required and not _shared(side, c)]
    return tuple(target for target in needed if target not in match.fields and not _given(match, target))


def placed(match: SheetMatch, column: int, target: Target | None) -> SheetMatch:
    """With the column going to ``target`` first of all, or nowhere; it takes the target from any other column."""
    before = match.target_of(column)
    others = {
        each: source
        for each, source in match.fields.items()
        if each not in (before, target) and (target is not None or source.column != column)
    }
    return replace(match, fields=others if target is None else {target: Source(column), **others})


def besides(match: SheetMatch) -> tuple[Target, ...]:
    """What each row needs and no column is chosen for alone: given by a column of another purpose, by the same value
    in every row, by the program, or not yet at all."""
    chosen = {
        match.target_of(column) for column in {source.column for source in match.fields.values()} if column is not None
    }
    bare = replace(match, fields={t: s for t, s in match.fields.items() if t in chosen})
    asked = missing(bare)
    if match.table == "officers" and Target("officers", "officer_id") not in chosen:
        asked = (Target("officers", "officer_id"), *asked)
    return asked


def _given(match: SheetMatch, target: Target) -> bool:
    """By other columns, or by the program."""
    named = Target(target.table, FULL_NAME) in match.fields
    match target.column:
        case "officer_id":
            return target.table == "officers" or named
        case "last_name" | "first_name":
            return named
        case "class_id":
            return match.table == "attendance" and Target("classes", "title") in match.fields
    return False


# --- dates ----------------------------------------------------------------------------------------------------


def order_told(cells: Iterable[Content]) -> tuple[bool, bool, bool]:
    """Whether dates written in numbers say that the month comes first, that the day does, or leave it open."""
    month = day = left_open = False
    for first, second in _numeric(cells):
        month = month or (second > 12 >= first)
        day = day or (first > 12 >= second)
        left_open = left_open or (first <= 12 and second <= 12 and first != second)
    return month, day, left_open


def _numeric(cells: Iterable[Content]) -> Iterator[tuple[int, int]]:
    for cell in cells:
        found = _NUMERIC_DATE.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if found:
            yield int(found[1]), int(found[3])


def read_date(text: str, order: DateOrder) -> date | None:
    """``None`` for what is no date in numbers, or none in this order."""
    found = _NUMERIC_DATE.fullmatch(text.strip())
    if not found:
        return None
    first, second = (found[1], found[3]) if order is DateOrder.MONTH else (found[3], found[1])
    try:
        return in_range(parse_date(f"{first}/{second}/{found[4]}"))
    except UserError:
        return None


def _day_first(content: Content) -> Content:
    if not isinstance(content, str) or not _NUMERIC_DATE.fullmatch(content.strip()):
        return content
    on = read_date(content, DateOrder.DAY)
    if on is None:
        return Fault(content, f"holds “{content.strip()}”, which is no date with the day first", "Mend the date.")
    return on


# --- reading --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """Who and what is on record, for the rows that name people and classes in words."""

    officers: Sequence[Officer] = ()
    classes: Sequence[TrainingClass] = ()


def matched(workbook: Workbook, match: Match, known: Known) -> tuple[list[Headed], list[str]]:
    """The sheets as the match reads them, in the order of the records, and what is to be said of them."""
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    people, classes = _People(known.officers), _Classes(known.classes)
    found: list[Headed] = []
    left = [sheet.name for sheet in workbook.sheets if holds_something(sheet) and not _is_used(match, sheet)]
    notes = [f"The sheet “{name}” was left out." for name in left]
    used = [each for each in match if each.table and each.sheet in sheets]
    for each in sorted(used, key=lambda one: _PLACE[one.table]):
        reading = _Reading(sheets[each.sheet], each, people, classes)
        found += reading.headed()
        notes += reading.notes
    return sorted(found, key=lambda headed: _PLACE[headed.table.name]), notes


def _is_used(match: Match, sheet: Sheet) -> bool:
    return any(each.sheet == sheet.name and each.table for each in match)


_Cells = dict[str, Content]


class _Reading:
    """One sheet, row by row."""

    def __init__(self, sheet: Sheet, match: SheetMatch, people: _People, classes: _Classes) -> None:
        self._sheet, self._match = sheet, match
        self._people, self._classes = people, classes
        self._names = column_names(sheet, match.heading)
        self._rows: dict[tuple[str, str], dict[int, _Cells]] = defaultdict(dict)
        self._ready = [(target, target.field.kind, source) for target, source in match.fields.items()]
        self.notes = [f"The column “{name}” of {sheet.name} was left out." for name in self._left_out()]

    def _left_out(self) -> Iterator[str]:
        """Columns that hold something and go nowhere."""
        used = {source.column for source in self._match.fields.values()}
        for place, name in enumerate(self._names):
            cells = (row[place] for row in self._sheet.rows[self._match.heading :] if place < len(row))
            if place not in used and not all(map(is_blank, cells)):
                yield name

    def headed(self) -> list[Headed]:
        """A sheet for each table that the rows speak of, and for each credential."""
        heading = self._sheet.rows[self._match.heading - 1] if self._match.heading else None
        for number, row in enumerate(self._sheet.rows[self._match.heading :], start=self._match.heading + 1):
            if row != heading and not self._is_remark(number, row):
                self._read(number, row)
        return [self._made(table, rows) for (table, _), rows in self._rows.items()]

    def _is_remark(self, number: int, row: tuple[Content, ...]) -> bool:
        """A line of sums, or one that says a single thing to all columns: a heading between, a footnote."""
        filled = [shown(cell).strip() for cell in row if not is_blank(cell)]
        if not filled:
            return True
        sums = TALLIES.fullmatch(filled[0]) is not None
        if sums or (len(filled) == 1 and len({s.column for s in self._match.fields.values()} - {None}) > 2):
            what = "a line of sums" if sums else "a remark"
            self.notes.append(
                f"{self._sheet.name}, row {number} (“{filled[0][:40]}”) was taken for {what} and left out."
            )
            return True
        return False

    def _read(self, number: int, row: tuple[Content, ...]) -> None:
        told: dict[str, _Cells] = defaultdict(dict)
        certified: list[tuple[Target, Content]] = []
        for target, kind, source in self._ready:
            content = self._content(target, kind, source, row)
            if is_blank(content):
                continue
            if target.credential:
                certified.append((target, content))
            else:
                told[target.table][target.column] = content
        self._finish(number, told)
        officer_id = told[self._match.table].get("officer_id")
        for target, content in certified:
            self._certify(number, target, officer_id, content)

    def _content(self, target: Target, kind: type, source: Source, row: tuple[Content, ...]) -> Content:
        if source.column is None:
            return source.text
        content = row[source.column] if source.column < len(row) else None
        if kind is date and self._match.orders.get(source.column) is DateOrder.DAY:
            return _day_first(content)
        if self._match.words and isinstance(content, str | int | float):
            return self._match.words.get((target, fold(shown(content))), content)
        return content

    def _finish(self, number: int, told: dict[str, _Cells]) -> None:
        main = self._match.table
        side = SIDES.get(main, "")
        whose = told[side if main == "weapons" else main]
        if main == "officers":
            self._name(whose)
        elif FULL_NAME in whose or "officer_id" in whose:
            whose["officer_id"] = self._people.meant(whose)
            whose.pop(FULL_NAME, None)
        if main == "attendance" and "title" in told["classes"]:
            self._classes.place(told[main], told["classes"])
        if side and self._speaks(told, side):
            shared = BY_NAME[side].key[0]
            told[side][shared] = told[main].get(shared)
        else:
            told.pop(side, None)
        for table, cells in told.items():
            if cells:
                self._rows[table, ""][number] = cells

    def _speaks(self, told: Mapping[str, _Cells], side: str) -> bool:
        """Whether the row says anything of the side but what is the same in every row."""
        constant = {t.column for t, s in self._match.fields.items() if t.table == side and s.column is None}
        return bool(told.get(side, {}).keys() - constant)

    def _name(self, cells: _Cells) -> None:
        whole = cells.pop(FULL_NAME, None)
        if whole is not None:
            name = split_name(shown(whole))
            parts = {"last_name": name.last, "first_name": name.first, "middle_name": name.middle}
            cells |= {
                part: text for part, text in {**parts, "suffix": name.suffix}.items() if text and not cells.get(part)
            }
        if is_blank(cells.get("officer_id")):
            cells["officer_id"] = self._people.id_of(cells)
        self._people.meet(cells)

    def _certify(self, number: int, target: Target, officer_id: Content, content: Content) -> None:
        """A date in the column of a credential; or that it is held, without one."""
        if means_no(content) or means_nothing(content):
            return
        cells: _Cells = {"officer_id": officer_id, "credential": target.credential}
        if not means_yes(content):
            cells[target.column] = content
        self._rows["credentials", target.credential][number] = cells

    def _made(self, table: str, rows: Mapping[int, _Cells]) -> Headed:
        columns = sheet_columns(_SHEETS[table])
        grid: list[tuple[Content, ...]] = [()] * len(self._sheet.rows)
        for number, cells in rows.items():
            grid[number - 1] = tuple(cells.get(column.name) for column in columns)
        sheet = replace(self._sheet, rows=tuple(grid))
        return Headed(_SHEETS[table], sheet, self._match.heading, columns, (), (), self._said(table, rows))

    def _said(self, table: str, rows: Mapping[int, _Cells]) -> dict[str, str]:
        """The office's names of the columns."""
        said = {
            target.column: self._names[source.column]
            for target, source in self._match.fields.items()
            if target.table == table and source.column is not None and not target.credential
        }
        for place in self._whose():
            said.setdefault("officer_id", self._names[place])
        whole = said.pop(FULL_NAME, None)
        if whole:
            said = dict.fromkeys(("last_name", "first_name") if table == "officers" else ("officer_id",), whole) | said
        codes = {cells.get("credential") for cells in rows.values()} if table == "credentials" else set()
        for target, source in self._match.fields.items():
            if target.credential in codes and source.column is not None:
                said[target.column] = self._names[source.column]
        return said

    def _whose(self) -> Iterator[int]:
        """The column that says which officer a row is about."""
        for target, source in self._match.fields.items():
            if target.column in {"officer_id", FULL_NAME} and source.column is not None:
                yield source.column


def column_names(sheet: Sheet, heading: int) -> list[str]:
    """What the columns are called, those without a name by their letter."""
    width = max((len(row) for row in sheet.rows), default=0)
    row = sheet.rows[heading - 1] if heading else ()
    return [
        shown(row[place]).strip() if place < len(row) and not is_blank(row[place]) else f"column {letter(place)}"
        for place in range(width)
    ]


def letter(place: int) -> str:
    """As a spreadsheet calls its columns: 0 is ``A``, 26 is ``AA``."""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


class _People:
    """Who is on record or met in the workbook, by name and by number."""

    def __init__(self, officers: Iterable[Officer]) -> None:
        self._born: dict[tuple[str, str], list[tuple[str, date | None]]] = defaultdict(list)
        self._numbers: dict[str, set[str]] = defaultdict(set)
        self._ids: set[str] = set()
        self._names: dict[str, tuple[str, str]] = {}
        self._made = 0
        for each in officers:
            self._add(each.officer_id, Name(each.last_name, each.first_name), each.date_of_birth)
            for number in (each.employee_number, each.mcid):
                self._numbers[fold(number)].add(each.officer_id)

    def _add(self, officer_id: str, name: Name, born: date | None) -> None:
        self._ids.add(officer_id)
        self._names[str(name)] = name.folded
        if (officer_id, born) not in self._born[name.folded]:
            self._born[name.folded].append((officer_id, born))

    def id_of(self, cells: _Cells) -> str:
        """Of the one who is on record under this name, not born on another day; else a new one."""
        name, born = _name_in(cells), _born(cells)
        fits = {i for i, day in self._born[name.folded] if born is None or day is None or born == day}
        return fits.pop() if len(fits) == 1 else self._new()

    def _new(self) -> str:
        while True:
            self._made += 1
            officer_id = f"ID-{self._made:03d}"
            if officer_id not in self._ids:
                return officer_id

    def meet(self, cells: _Cells) -> None:
        officer_id = shown(cells.get("officer_id")).strip()
        self._add(officer_id, _name_in(cells), _born(cells))
        for column in ("employee_number", "mcid"):
            if not is_blank(cells.get(column)):
                self._numbers[fold(shown(cells[column]))].add(officer_id)

    def meant(self, cells: _Cells) -> Content:
        """The officer a row names by number or by name."""
        number = cells.get("officer_id")
        if not is_blank(number) and not isinstance(number, Fault):
            text = shown(number).strip()
            others = self._numbers.get(fold(text), set())
            return next(iter(others)) if text not in self._ids and len(others) == 1 else number
        return self._named(shown(cells.get(FULL_NAME)).strip())

    def _named(self, text: str) -> Content:
        found = {officer_id for officer_id, _ in self._born.get(split_name(text).folded, ())}
        if len(found) == 1:
            return found.pop()
        if found:
            return Fault(text, f"names “{text}”, and there are several", "Give the officer’s number in a column.")
        close = get_close_matches(text, self._names, n=1) if len(self._names) < 2_000 else []
        hint = f"Did you mean {close[0]}?" if close else "Enter the officer first, or correct the name."
        return Fault(text, f"names “{text}”, who is not among the officers", hint)


def _name_in(cells: _Cells) -> Name:
    return Name(shown(cells.get("last_name")).strip(), shown(cells.get("first_name")).strip())


def _born(cells: _Cells) -> date | None:
    """As far as it can be told here; what is no date is said where the row is judged."""
    content = cells.get("date_of_birth")
    if isinstance(content, date):
        return in_range(content)
    try:
        return parse_date(content) if isinstance(content, str) else None
    except UserError:
        return None


class _Classes:
    """The classes of a list of training, which has a line for each who sat one."""

    def __init__(self, classes: Iterable[TrainingClass]) -> None:
        self._ids: dict[tuple[str, object], str] = {}
        self._told: dict[str, _Cells] = {}
        for each in classes:
            self._ids[fold(each.title), each.ends_on] = each.class_id
            self._told[each.class_id] = {"title": each.title, "ends_on": each.ends_on, "hours": each.hours}

    def place(self, attended: _Cells, training: _Cells) -> None:
        """Puts a line with its class: of the same title and day; the hours of its first line are the class's."""
        key = fold(shown(training.get("title"))), _day(training.get("ends_on"))
        if is_blank(attended.get("class_id")):
            attended["class_id"] = self._ids.get(key) or self._new(key)
        told = self._told.setdefault(shown(attended["class_id"]), {**training, "hours": attended.get("hours")})
        training |= {name: told[name] for name, content in training.items() if _alike(content, told.get(name))}
        training["hours"] = told["hours"]
        if attended.get("hours") == told["hours"]:
            attended.pop("hours", None)

    def _new(self, key: tuple[str, object]) -> str:
        year = key[1].year if isinstance(key[1], date) else None
        number = 1
        while (class_id := f"C-{year}-{number:03d}" if year else f"C-{number:03d}") in self._told:
            number += 1
        self._ids[key] = class_id
        return class_id


def _alike(one: Content, other: Content) -> bool:
    return fold(shown(one)) == fold(shown(other))


def _day(content: Content) -> object:
    try:
        return in_range(content) if isinstance(content, date) else parse_date(shown(content))
    except UserError:
        return shown(content)


# --- remembering ----------------------------------------------------------------------------------------------


def desk_name(sheet: Sheet, heading: int) -> str:
    """Where the match of a sheet with these headings is kept, in whatever order the columns stand."""
    names = sorted(fold(shown(cell)) for cell in (sheet.rows[heading - 1] if heading else ()) if not is_blank(cell))
    return f"import {sha256('|'.join(names).encode()).hexdigest()[:16]}"


def remembered(match: SheetMatch, sheet: Sheet) -> str:
    """The match as text, by the names of the columns instead of their places."""
    names = column_names(sheet, match.heading)
    return json.dumps(
        {
            "table": match.table,
            "fields": [
                [t.table, t.column, t.credential, None if s.column is None else names[s.column], s.text]
                for t, s in match.fields.items()
            ],
            "orders": {names[column]: str(order) for column, order in match.orders.items()},
            "words": [[t.table, t.column, t.credential, word, value] for (t, word), value in match.words.items()],
        }
    )


def recalled(text: str, match: SheetMatch, sheet: Sheet) -> SheetMatch:
    """``match`` with what was remembered of a sheet with the same headings; as it is where that cannot be read."""
    places = {name: place for place, name in reversed(list(enumerate(column_names(sheet, match.heading))))}
    try:
        kept = json.loads(text)
        fields = {
            Target(table, column, credential): Source(None if name is None else places[name], same)
            for table, column, credential, name, same in kept["fields"]
        }
        orders = {places[name]: DateOrder(order) for name, order in kept["orders"].items() if name in places}
        words = {(Target(*target), word): value for *target, word, value in kept["words"]}
        allowed: Collection[Target] = targets(kept["table"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return match
    fields = {target: source for target, source in fields.items() if target in allowed}
    return replace(match, table=kept["table"], fields=fields, orders=orders, words={**match.words, **words})
