"""What an office's own sheet is about, guessed by the names of its columns and, second, by what stands in them.

A guess depends on names and contents only, never on the order of the columns. Nothing is guessed that a wrong guess
would hide: a role or an employer that no column gives is asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache, lru_cache

from core.cells import Calendar, is_understood, means_no, means_yes, read_cell
from core.errors import UserError
from core.headings import DISTRICT, holds_something, is_blank
from core.matching import (
    FULL_NAME,
    DateOrder,
    Match,
    Meaning,
    SheetMatch,
    Source,
    Target,
    desk_name,
    missing,
    order_told,
    recalled,
    table_of,
    targets,
)
from core.model import CREDENTIALS, SHEETS, AuthorityType, Column, EmployerType, Role
from core.sheets import EPOCH, Content, Sheet, Workbook, shown
from core.workbook import fold

SOUGHT = 60
"""How many rows down the names may stand."""
SAMPLE = 200
"""How many cells of a column are looked at for a guess."""
_SURE, _LIKELY, _TYPED, _CONTENT, _LEAST = 100, 60, 45, 30, 20
_SHEET_NAME, _LACKING = 150, 60
_SHORT = {
    "no": "number", "num": "number", "nbr": "number", "nr": "number", "dt": "date", "emp": "employee",
    "dept": "department",
    "cert": "certificate", "certs": "certificate", "qual": "qualification", "addr": "address", "tel": "phone",
    "ph": "phone", "cell": "phone", "mobile": "phone", "exp": "expires", "yr": "year", "hrs": "hours", "hr": "hours",
    "fn": "first name", "ln": "last name", "mi": "middle initial", "appt": "appointment", "supv": "supervisor",
    "supt": "superintendent", "ser": "serial", "sn": "serial number", "mfg": "make", "mfr": "make", "qty": "quantity",
    "orig": "original", "comm": "commission", "eff": "effective", "amt": "amount", "sch": "school", "pos": "position",
    "nm": "name", "telephone": "phone",
}  # fmt: skip
_PEOPLE = {
    "officer_id": "officer id|officer number|badge|badge number|badge id|id number|id|unit number|call sign|shield",
    FULL_NAME: "name|full name|officer|officer name|employee|employee name|"
    "officers|attendee|student|participant|issued to|assigned to|who",
}
_ALIASES: dict[str, dict[str, str]] = {
    "district": {"key": "setting", "value": ""},
    "officers": _PEOPLE
    | {
        "last_name": "last|surname|family name|lname|name last",
        "first_name": "first|given name|given|fname|name first|forename",
        "middle_name": "middle|middle initial|mname|m i",
        "suffix": "jr sr|name suffix",
        "date_of_birth": "dob|d o b|birth date|birthdate|birthday|born|date born|birth",
        "mcid": "mc id|mcid number|certification number|certificate number|bleost number|pin",
        "employee_number": "employee id|personnel number|payroll number|staff number|staff id|munis number",
        "email": "e mail|email address|e mail address|mail",
        "phone": "phone number|contact number|home phone|work phone",
        "address": "home address|street|street address|mailing address",
        "notes": "note|comments|comment|remarks|remark|memo",
    },
    "appointments": _PEOPLE
    | {
        "role": "position|job|job title|title|type|"
        "officer type|job class|rank|classification|role type|assignment type",
        "employer_type": "employed by|employer kind|employment type",
        "employer": "agency|department|employing agency|company|employer name",
        "hired_on": "hired|hire date|date hired|date of hire|doh|"
        "start date|start|date started|began|employed since|hire",
        "appointed_on": "appointed|appointment date|date appointed",
        "assigned_on": "assigned|assignment date|date assigned|at school since",
        "ended_on": "ended|end date|term date|termination date|separation date|last day|left|terminated|resigned",
        "end_reason": "reason|reason for leaving|separation reason",
        "assignment_percent": "percent|percent of time|time at school|fte|assignment|share of time",
        "school": "campus|location|building|site|post|"
        "school assignment|assigned school|school name|duty station|assignment",
        "supervisor": "supervisor name|reports to|boss|principal",
        "supervisor_title": "supervisor position|supervisor role",
        "has_office": "office",
        "has_computer": "computer|laptop",
        "has_phone": "phone line|desk phone",
        "mcops_funded": "mcops|grant|grant funded",
    },
    "commissions": _PEOPLE
    | {
        "authority_type": "commissioned by|type",
        "authority": "agency|commissioning agency",
        "number": "commission number",
        "commissioned_on": "commissioned|commission date|date commissioned|date",
        "ended_on": "ended|end date",
    },
    "designations": _PEOPLE
    | {
        "designated_on": "designated|designation date|date",
        "board_minute": "minutes|board minutes|minute book",
        "oath_on": "oath|oath date|sworn|sworn in|date of oath",
        "oath_filed_on": "oath filed|filed",
        "ended_on": "ended|end date",
    },
    "bonds": _PEOPLE
    | {
        "surety": "bonding company|company|insurer|surety company",
        "number": "bond number|policy number",
        "amount": "bond amount|sum|penal sum",
        "effective_on": "effective|effective date|from|start date|bond date",
        "expires_on": "expires|expiration|expiration date|expiry|to|end date",
        "approved_on": "approved|board approved|approval date",
        "filed_on": "filed|date filed",
    },
    "service": _PEOPLE
    | {
        "agency": "department|employer|police department",
        "from_on": "from|start|start date|hired|began",
        "to_on": "to|until|end|end date|left",
        "full_time": "full time|ft",
        "commissioned": "sworn",
    },
    "credentials": _PEOPLE
    | {
        "credential": "certificate|certification|course|training|class|credential name|course title|license|title",
        "completed_on": "completed|completion date|date completed|date|date of completion|finished|passed",
        "issued_on": "issued|issue date|date issued|certified|certificate date|date of issue",
        "expires_on": "expires|expiration|expiration date|expiry|valid until|renewal date",
        "provider": "agency|issued by|issuer|school|vendor|instructor",
        "certificate_number": "certificate number|number|license number|certificate",
        "hours": "credit hours|clock hours|length",
        "proof": "copy on file|on file|document|proof held",
        "notes": "note|comments|remarks",
    },
    "classes": {
        "class_id": "class number|course number|id",
        "title": "class|course|training|class title|course title|subject|topic|class name|course name|training title",
        "starts_on": "start|start date|from|begins",
        "ends_on": "date|class date|training date|date of training|end|"
        "end date|to|completed|completion date|date completed|course date",
        "hours": "credit hours|clock hours|length|duration|credits",
        "provider": "agency|instructor|taught by|vendor|trainer|presenter",
        "location": "place|where|site|venue",
        "sanctioned": "mde sanctioned|mde approved|approved|sanction",
        "sanction_reference": "approval number|sanction number|reference",
    },
    "attendance": _PEOPLE
    | {
        "class_id": "class number|course number",
        "hours": "credit hours|clock hours|hours earned|credits|length|duration",
        "completed_on": "finished",
        "credit_year": "school year|year|in service year|credited to",
        "proof": "certificate|copy on file|on file|document|proof held",
    },
    "weapons": {
        "weapon_id": "serial|serial number|weapon number|gun number|weapon serial|s n",
        "kind": "weapon type|type|weapon|gun type|category",
        "make": "manufacturer|brand",
        "model": "model number",
        "caliber": "cal|calibre|gauge",
        "owner": "owned by|property of",
    },
    "weapon_issues": _PEOPLE
    | {
        "weapon_id": "serial|serial number|weapon number|weapon|s n",
        "issued_on": "issued|issue date|date issued|checked out|out|date",
        "returned_on": "returned|return date|date returned|turned in|checked in|in",
    },
    "qualifications": _PEOPLE
    | {
        "weapon_id": "serial|serial number|weapon|weapon number|gun|weapon serial|s n",
        "shot_on": "date|qualification date|date qualified|qualified on|shoot date|range date|date shot|qualified",
        "result": "pass fail|passed|qualified|outcome|p f",
        "course_of_fire": "course|course name",
        "score": "points|total score",
        "maximum": "out of|max|possible|maximum score",
        "passing": "minimum|passing score|min",
        "instructor": "range master|rangemaster|firearms instructor|range officer",
        "instructor_credential": "instructor number|instructor certificate",
        "range": "range name|location|place",
        "light": "day night|lighting|day or night",
        "attempt": "try|attempt number",
    },
    "agreements": {
        "agreement_id": "agreement number|contract number|number|id",
        "kind": "type|agreement type",
        "party": "with|agency|other party|partner",
        "purpose": "subject|description|about",
        "approved_on": "approved|board approved|approval date",
        "board_minute": "minutes|board minutes",
        "starts_on": "start|start date|effective|from|begins",
        "ends_on": "end|end date|expires|expiration|to|until",
        "ag_approved_on": "ag approved|attorney general",
        "chancery_filed_on": "chancery|chancery clerk",
        "sos_filed_on": "secretary of state|sos",
    },
    "waivers": _PEOPLE
    | {
        "requirement": "rule|waived|what",
        "granted_by": "granted|authority|by",
        "reference": "document|letter",
        "from_on": "from|start|start date|effective",
        "until_on": "until|to|expires|end|end date",
        "reason": "why",
    },
}  # fmt: skip
"""What offices call the columns, the likeliest first; each is called by its own name as well."""
_CERTIFICATES = {
    "police-basic": "certified|certified on|certification date|date certified|post certified|police academy|"
    "academy|academy date|le certified|leo certified|bleost|basic academy|police basic",
    "reserve-basic": "reserve academy|reserve certified",
    "mde-sro-basic": "sro basic|sro course|sro school|sro training|sro class|mde sro",
    "nasro-basic": "nasro|nasro course",
    "mde-legal": "legal|legal course|legal update",
    "mde-sso-basic": "sso basic|sso course|sso training",
    "mde-certificate": "mde certificate|mde certification|mde certified",
    "is-100": "is 100|ics 100|fema 100|fema is 100|is 100 c",
    "is-200": "is 200|ics 200|fema 200|fema is 200|is 200 c",
    "is-700": "is 700|ics 700|fema 700|fema is 700|is 700 b|nims",
    "is-800": "is 800|ics 800|fema 800|fema is 800|is 800 d",
    "alerrt-1": "alerrt|alerrt 1|alerrt level 1|active shooter",
    "sro-screening": "screening|psych|psychological|psych screening|psych eval|psych date",
}
_SHEETS = {
    "officers": "roster|personnel|employees|staff|people|officer list|"
    "officer roster|sros|sro roster|security staff|master list|master roster",
    "appointments": "positions|jobs|assignments|employment",
    "bonds": "bond|surety bonds",
    "service": "prior service|experience|work history",
    "credentials": "certifications|certificates|certs|licenses|courses",
    "classes": "courses|class list",
    "attendance": "training|training log|training record|training records|inservice|"
    "in service|training hours|training history|ce|hours",
    "weapons": "guns|firearms|weapon inventory|inventory|armory|weapon list",
    "weapon_issues": "issued weapons|weapon assignments",
    "qualifications": "quals|range|firearms qualifications|range scores|shoots|qualification|firearms quals",
    "agreements": "contracts|mous|agreement",
    "waivers": "exemptions",
}  # fmt: skip


def heading_key(text: str) -> str:
    """A heading without what offices vary: ``Emp #`` is ``employeenumber``."""
    return fold(" ".join(_words(text)))


def _words(text: str) -> list[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text.replace("#", " number ").replace("%", " percent "))
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", apart)
    words = re.findall(r"[^\W_]+", (bare if bare.strip() else apart).casefold())
    return [long for word in words for long in _SHORT.get(word, word).split()]


def _aliases(target: Target) -> tuple[str, ...]:
    if target.credential:
        title = CREDENTIALS[target.credential]
        return (target.credential, title, *_CERTIFICATES[target.credential].split("|"))
    own = target.column.removesuffix("_on") if target.column.endswith("_on") else target.column
    return (target.column, own, *_ALIASES[target.table].get(target.column, "").split("|"))


@cache
def _keys(target: Target) -> tuple[tuple[str, frozenset[str]], ...]:
    words = [_words(alias.replace("_", " ").replace("-", " ")) for alias in dict.fromkeys(_aliases(target)) if alias]
    return tuple((fold(" ".join(each)), frozenset(each)) for each in words)


@lru_cache(maxsize=50_000)
def name_score(heading: str, target: Target) -> int:
    """How well a column's name fits a target: 0 not at all."""
    key, words = heading_key(heading), frozenset(_words(heading))
    if not key:
        return 0
    best = 0
    for rank, (alias, parts) in enumerate(_keys(target)):
        if key == alias:
            return _SURE - rank
        if len(parts) > 1 and parts <= words:
            best = max(best, _LIKELY - rank + len(parts))
        elif len(key) > 4 and abs(len(key) - len(alias)) < 3 and SequenceMatcher(None, key, alias).ratio() >= 0.86:
            best = max(best, _TYPED - rank)
    return best


# --- what stands in a column ----------------------------------------------------------------------------------

_EMAIL = re.compile(r"\S+@\S+\.\w+")
_PHONE = re.compile(r"(\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]\d{4}")
_WHOLE_NAME = re.compile(r"[^\W\d_][\w'’.-]*,? ([^\W\d_][\w'’.-]*,? ?){1,4}")
_LONGEST = Calendar(EPOCH, date.max)
_DATE = Column("a_date", date, False)


@dataclass(frozen=True, slots=True)
class _Contents:
    """The filled cells of a column, few enough to be looked at."""

    cells: tuple[Content, ...]

    def share(self, fits: Callable[[Content], bool]) -> float:
        return sum(map(fits, self.cells)) / len(self.cells) if self.cells else 0.0

    @property
    def dates(self) -> float:
        return self.share(_is_date)

    def suits(self, target: Target) -> bool:
        """Whether these cells can be what a target wants; of what cannot be told, yes."""
        if not self.cells:
            return True
        if target.credential:
            return self.share(lambda cell: _is_date(cell) or _is_answer(cell)) >= 0.5
        kind = target.field.kind
        if kind is date:
            return self.dates >= 0.4
        if kind is bool:
            return self.share(_is_answer) >= 0.4
        if kind in (float, int):
            return self.share(_understood(target)) >= 0.4
        return self.dates < 0.4 or target.column in {"credit_year", "notes"}

    def names(self, target: Target) -> int:
        """How well the cells alone fit a target, for a column whose name says nothing."""
        sign = _SIGNS.get(target.column)
        if sign is None and target.column in _TELLING:
            sign = _understood(target)
        return _CONTENT if sign and self.share(sign) > 0.8 else 0


_TELLING = frozenset({"role", "employer_type", "result"})
"""Columns whose values hardly occur in others."""


def _understood(target: Target) -> Callable[[Content], bool]:
    return lambda cell: is_understood(cell, target.field)


def _is_answer(cell: Content) -> bool:
    return means_yes(cell) or means_no(cell)


def _matches(pattern: re.Pattern[str]) -> Callable[[Content], bool]:
    return lambda cell: isinstance(cell, str) and pattern.fullmatch(cell.strip()) is not None


def _is_date(cell: Content) -> bool:
    if isinstance(cell, date):
        return True
    return isinstance(cell, str) and (any(order_told([cell])) or is_understood(cell, _DATE))


def _is_birth(cell: Content) -> bool:
    try:
        on = read_cell(cell, _DATE, _LONGEST)
    except UserError:
        return False
    return isinstance(on, date) and on.year < 2005


_SIGNS: dict[str, Callable[[Content], bool]] = {
    "email": _matches(_EMAIL),
    "phone": _matches(_PHONE),
    "date_of_birth": _is_birth,
    FULL_NAME: _matches(_WHOLE_NAME),
}


# --- the guess ------------------------------------------------------------------------------------------------


def heading_of(sheet: Sheet) -> int:
    """The number of the row of column names, below the lines of a title; 0 where there is none."""
    rows = sheet.rows[:SOUGHT]
    width = max((_filled(row) for row in sheet.rows[: 5 * SOUGHT]), default=0)
    scores = [_heading_score(row, width) for row in rows]
    best = max(range(len(rows)), key=scores.__getitem__, default=0)
    return best + 1 if rows and scores[best] > 0 else 0


def _filled(row: Sequence[Content]) -> int:
    return sum(not is_blank(cell) for cell in row)


def _heading_score(row: Sequence[Content], width: int) -> float:
    names = [shown(cell) for cell in row if not is_blank(cell)]
    if len(names) < min(2, width):
        return 0
    known = sum(heading_key(name) in _known_keys() for name in names)
    words = all(isinstance(cell, str) and not _is_date(cell) for cell in row if not is_blank(cell))
    full = words and len(set(names)) == len(names) and len(names) > 0.6 * width and not any(map(_has_digits, names))
    if known * 2 < len(names) and not full:
        return 0
    return known + (0.5 if full else 0)


def _has_digits(text: str) -> bool:
    return sum(letter.isdigit() for letter in text) > 4


@cache
def _known_keys() -> frozenset[str]:
    """All that offices call any column."""
    everything = (target for table in (*SHEETS, DISTRICT) for target in targets(table.name))
    return frozenset(key for target in everything for key, _ in _keys(target)) - {""}


def guess(workbook: Workbook, recall: Callable[[str], str | None] = lambda _name: None) -> Match:
    """What each sheet is; ``recall`` gives what the desk keeps under a name, from an earlier import."""
    return tuple(_guess_sheet(sheet, recall) for sheet in workbook.sheets if holds_something(sheet))


def _guess_sheet(sheet: Sheet, recall: Callable[[str], str | None]) -> SheetMatch:
    heading = heading_of(sheet)
    kept = recall(desk_name(sheet, heading)) if heading else None
    if kept is not None:
        known = recalled(kept, SheetMatch(sheet.name, "", heading), sheet)
        if known.table:
            return understood(known, sheet)
    return guess_table(sheet, heading)


def guess_table(sheet: Sheet, heading: int) -> SheetMatch:
    """The table that the columns fit best; none where hardly any fits."""
    tries = [guess_columns(sheet, table.name, heading) for table in (*SHEETS, DISTRICT)]
    scored = [(_fit(match, sheet), -place, match) for place, match in enumerate(tries)]
    score, _, match = max(scored, key=lambda each: each[:2])
    if score < _SURE:
        return SheetMatch(sheet.name, "", heading)
    return match


def _fit(match: SheetMatch, sheet: Sheet) -> float:
    names = _names(sheet, match.heading)
    score = sum(
        max(name_score(names[source.column], target), _CONTENT if not names[source.column] else 0)
        for target, source in match.fields.items()
        if source.column is not None
    )
    called = fold(sheet.name)
    aliases = (match.table, table_of(match.table).sheet, *_SHEETS.get(match.table, "").split("|"))
    by_name = _SHEET_NAME if called in map(fold, aliases) else 0
    lacking = [target for target in missing(match) if target.table == match.table]
    return score + by_name - _LACKING * len(lacking)


def _names(sheet: Sheet, heading: int) -> list[str]:
    width = max((len(row) for row in sheet.rows), default=0)
    row = sheet.rows[heading - 1] if heading else ()
    return [
        shown(row[place]).strip() if place < len(row) and not is_blank(row[place]) else "" for place in range(width)
    ]


def column_cells(sheet: Sheet, heading: int, place: int) -> Iterator[Content]:
    """The filled cells of a column below its name."""
    for row in sheet.rows[heading:]:
        if place < len(row) and not is_blank(row[place]):
            yield row[place]


def guess_columns(sheet: Sheet, table: str, heading: int) -> SheetMatch:
    """Where the columns go if the sheet is about ``table``: the surest pairs first, each column and target once."""
    names = _names(sheet, heading)
    contents = [_Contents(tuple(_first(column_cells(sheet, heading, place)))) for place in range(len(names))]
    pairs = sorted(
        (-score, names[place].casefold(), order, place, target)
        for place in range(len(names))
        for order, target in enumerate(targets(table))
        if (score := _score(names[place], contents[place], target)) >= _LEAST
    )
    fields: dict[Target, Source] = {}
    used: set[int] = set()
    for _, _, _, place, target in pairs:
        if place not in used and target not in fields and not _double(target, fields):
            fields[target] = Source(place)
            used.add(place)
    match = SheetMatch(sheet.name, table, heading, fields)
    return understood(replace(match, fields=_also(match, contents)), sheet)


def guess_block(sheet: Sheet, table: str, titles: Sequence[str]) -> SheetMatch:
    """A block pasted into a table: by its own row of names if it has one, else by the ``titles`` on the screen."""
    heading = heading_of(sheet)
    if heading or not table:
        return guess_columns(sheet, table, heading) if table else guess_table(sheet, heading)
    screen = guess_columns(Sheet(sheet.name, (tuple(titles),)), table, 1)
    width = max((len(row) for row in sheet.rows), default=0)
    fields = {t: s for t, s in screen.fields.items() if s.column is not None and s.column < width}
    return understood(SheetMatch(sheet.name, table, 0, fields), sheet)


def _first(cells: Iterable[Content]) -> Iterator[Content]:
    for _, cell in zip(range(SAMPLE), cells, strict=False):
        yield cell


def _score(name: str, cells: _Contents, target: Target) -> int:
    """By name; cells that do not suit leave little of it, so that mistyped ones are not a reason to look away."""
    by_name = name_score(name, target)
    if not cells.suits(target):
        return by_name // 4
    return by_name or cells.names(target)


def _double(target: Target, fields: Mapping[Target, Source]) -> bool:
    """Both a whole name and its parts are more than one name."""
    parts = {Target(target.table, "last_name"), Target(target.table, "first_name")}
    if target.column == FULL_NAME:
        return parts <= fields.keys()
    return target in parts and Target(target.table, FULL_NAME) in fields


def _also(match: SheetMatch, contents: Sequence[_Contents]) -> dict[Target, Source]:
    """With what a column says besides: an employer's name its kind, an employee's number the officer's."""
    fields = dict(match.fields)
    employer, kind = Target("appointments", "employer"), Target("appointments", "employer_type")
    if employer in fields and kind not in fields:
        fields[kind] = fields[employer]
    officer_id, number = Target("officers", "officer_id"), Target("officers", "employee_number")
    if match.table == "officers" and officer_id not in fields and number in fields:
        cells = contents[fields[number].column or 0].cells
        if cells and len(set(cells)) == len(cells):
            fields[officer_id] = fields[number]
    return fields


# --- dates and words ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DateQuestion:
    """A column whose dates can be read in two ways; ``shown`` are some of them."""

    sheet: str
    column: int
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordQuestion:
    """A word that stands for none of the values of its column; ``count`` is how often it does."""

    sheet: str
    meaning: Meaning
    word: str
    count: int


def understood(match: SheetMatch, sheet: Sheet) -> SheetMatch:
    """With the order of dates that the sheet tells, and what its words are likely to mean."""
    orders = {**_orders(match, sheet), **match.orders}
    words = {q.meaning: value for q in word_questions(match, sheet) if (value := _meaning(q)) is not None}
    return replace(match, orders=orders, words={**words, **match.words})


def date_columns(match: SheetMatch) -> list[int]:
    dated = {s.column for t, s in match.fields.items() if s.column is not None and t.field.kind is date}
    return sorted(dated)


def _orders(match: SheetMatch, sheet: Sheet) -> dict[int, DateOrder]:
    """A column tells its own order; one that leaves it open has that of the others, if they agree."""
    told = {place: order_told(column_cells(sheet, match.heading, place)) for place in date_columns(match)}
    own = {p: DateOrder.DAY if day else DateOrder.MONTH for p, (month, day, _) in told.items() if month is not day}
    agreed = set(own.values())
    if len(agreed) == 1:
        own |= {place: next(iter(agreed)) for place, (month, day, _) in told.items() if not month and not day}
    return own


def date_questions(match: SheetMatch, sheet: Sheet) -> Iterator[DateQuestion]:
    """The columns of dates that nothing in the sheet decides."""
    decided = _orders(match, sheet)
    for place in date_columns(match):
        month, day, left_open = order_told(column_cells(sheet, match.heading, place))
        if (left_open or (month and day)) and place not in decided:
            texts = [shown(c).strip() for c in column_cells(sheet, match.heading, place) if any(order_told([c]))]
            yield DateQuestion(match.sheet, place, tuple(dict.fromkeys(texts))[:3])


def word_questions(match: SheetMatch, sheet: Sheet) -> Iterator[WordQuestion]:
    """The words in columns of fixed values that are none of them."""
    for target, source in match.fields.items():
        kind = target.field.kind
        chosen = target.column == "credential" or issubclass(kind, StrEnum) or kind is bool
        if source.column is None or not chosen:
            continue
        cells = (shown(c).strip() for c in column_cells(sheet, match.heading, source.column) if isinstance(c, str))
        for word, count in Counter(cells).items():
            if not _is_value(word, target):
                yield WordQuestion(match.sheet, (target, fold(word)), word, count)


def _is_value(word: str, target: Target) -> bool:
    if target.column == "credential":
        value = read_cell(word, target.field, _LONGEST)
        return value is None or value in CREDENTIALS
    return not fold(word) or is_understood(word, target.field)


_HINTS: dict[type[StrEnum], tuple[tuple[str, str], ...]] = {
    Role: (
        (r"\bsro\b|resource", "sro"), (r"\bceo\b|campus (enf|pol|off)", "ceo"), (r"\bsso\b|safety off", "sso"),
        (r"security|guard|dispatch|monitor|admin|clerk|director", "other"),
    ),
    EmployerType: (
        (r"\bp\.?d\b\.?|police|sheriff|\bs\.?o\b\.?|\bdept|marshal|highway patrol|law enf", "agency"),
        (r"security|\bllc\b|\binc\b|guard|private|corp|services", "contractor"),
        (r"\bsd\b|\bisd\b|school|district|board|\bboe\b|county schools", "district"),
    ),
}  # fmt: skip
_HINTS[AuthorityType] = tuple(each for each in _HINTS[EmployerType] if each[1] != "contractor")


def _meaning(question: WordQuestion) -> str | None:
    target, _ = question.meaning
    if target.column == "credential":
        found = [
            c for c in CREDENTIALS if name_score(question.word, Target("credentials", "completed_on", c)) >= _LIKELY
        ]
        return found[0] if len(found) == 1 else None
    word = question.word.casefold()
    return next((value for sign, value in _HINTS.get(target.field.kind, ()) if re.search(sign, word)), None)
