"""One cell of a workbook: from what an office writes to a typed value, and back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from core.dates import ALLOWED, DAY, YearKind, add_years, in_range, parse_date, short
from core.errors import UserError
from core.model import (
    CREDENTIALS,
    AgreementKind,
    AuthorityType,
    Column,
    EmployerType,
    FirstYear,
    Proof,
    Result,
    Role,
    Sanctioned,
    SupervisorTitle,
    Value,
)
from core.sheets import EPOCH, Content, Fault, Plain, shown
from core.workbook import fold

_BLANK_MARKS = frozenset({"-", "--", "---", "–", "—", "?", "n/a", "n.a.", "#n/a"})
_BLANK_WORDS = _BLANK_MARKS | {"na", "none", "null", "nil", "unknown", "unk", "tbd", "tba", "not applicable"}
_STILL = frozenset({"present", "current", "ongoing", "to date"})
"""What people write for the end of something that goes on."""
_NAMES = frozenset({"last_name", "first_name"})
"""``None``, ``Null`` and ``Na`` are people's names too."""
_YES = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "f", "0"})
_DISTRICT = ("schooldistrict", "school", "schoolboard", "board")
_AGENCY = ("lawenforcementagency", "lawenforcement", "police", "policedepartment", "sheriff", "sheriffsoffice")
_SYNONYMS: dict[type[Any], dict[str, str]] = {
    Role: {
        "schoolresourceofficer": "sro", "resourceofficer": "sro", "campusenforcementofficer": "ceo",
        "campusofficer": "ceo", "schoolsafetyofficer": "sso", "safetyofficer": "sso",
    },
    EmployerType: dict.fromkeys(_DISTRICT, "district") | dict.fromkeys(_AGENCY, "agency") | dict.fromkeys(
        ("privatesecuritycompany", "privatesecurity", "securitycompany", "private", "contract"), "contractor"
    ),
    AuthorityType: dict.fromkeys(_DISTRICT, "district") | dict.fromkeys(_AGENCY, "agency"),
    SupervisorTitle: {
        "superintendentofschools": "superintendent", "superintendentsdesignee": "designee",
        "administrator": "schooladministrator", "assistantprincipal": "schooladministrator",
        "schoolresourceofficer": "sro", "campusenforcementofficer": "ceo",
    },
    Proof: {
        "no": "none", "copyonfile": "copy", "photocopy": "copy", "scan": "copy", "originalonfile": "original",
        "selfreported": "stated", "verbal": "stated",
    },
    Sanctioned: {"y": "yes", "true": "yes", "x": "yes", "n": "no", "false": "no", "unk": "unknown"},
    Result: {
        "passed": "pass", "p": "pass", "qualified": "pass", "failed": "fail", "f": "fail",
        "notqualified": "fail", "didnotqualify": "fail",
    },
    AgreementKind: {
        "interlocalagreement": "interlocal", "interlocalcooperationagreement": "interlocal",
        "memorandumofunderstanding": "mou", "radio": "radiostation", "radiolicense": "radiostation",
    },
    YearKind: {"schoolyear": "school", "calendaryear": "calendar", "anniversaryyear": "anniversary"},
    FirstYear: {"fullyear": "full", "prorate": "prorated"},
}  # fmt: skip
"""Obvious words for the values of a column, folded."""

_CREDENTIAL_CODES = {fold(name): code for code, title in CREDENTIALS.items() for name in (code, title)}
_QUOTED = re.compile(r"'+[=+\-@\t\r\d]")
_SHORTENED = re.compile(r"\d(\.\d+)?E\+\d+")
_NUMBER = re.compile(
    r"\$? ?(?P<digits>[+-]?(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d*)?(?:e[+-]?\d+)?) ?(?P<unit>%|percent|h|hrs?\.?|hours?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.?m\.?)?$", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_COMPACT_ISO = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SHORT_YEAR = re.compile(r".*\D\d{2}")
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_050
"""1927 to 2099: a smaller or larger number in a date column is a year or a typing error, not a serial number."""
_INVISIBLE = {0x7F, 0xAD, 0x200B, 0x200E, 0x200F, 0xFEFF, 0xFFFE, 0xFFFF}
_GONE = dict.fromkeys(_INVISIBLE | set(range(32)) - {ord("\t"), ord("\n")})


@dataclass(frozen=True, slots=True)
class Calendar:
    """``epoch`` is day 0 of the workbook's serial numbers; nobody is born after ``today``."""

    epoch: date
    today: date


def clean(text: str) -> str:
    """Text as it is stored: no invisible characters, no spaces around it, one kind of line end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return unicodedata.normalize("NFC", lines.translate(_GONE)).strip()


def read_cell(content: Content, column: Column, calendar: Calendar) -> Value:
    """``None`` for a blank cell. Raises :class:`UserError` that says what is wrong and what is allowed."""
    if isinstance(content, Fault):
        raise UserError(f"The cell {content.message}.", content.hint)
    if isinstance(content, str):
        content = clean(content)
    if content is None or content == "":
        return None
    if column.kind is str:
        return _text(content, column) or None
    if isinstance(content, str):
        content = content[1:] if _QUOTED.match(content) else content
        if _is_blank(content, column.kind):
            return None
    return _typed(content, column, calendar)


def _is_blank(text: str, kind: type) -> bool:
    word = text.casefold()
    if kind is date and word in _STILL:
        return True
    return word in _BLANK_WORDS and not (issubclass(kind, StrEnum) and fold(text) in _values(kind))


def _typed(content: str | float | date, column: Column, calendar: Calendar) -> Value:
    if column.kind is date:
        return _date(content, column, calendar)
    if column.kind is bool:
        return _yes_or_no(shown(content))
    if issubclass(column.kind, StrEnum):
        return _choice(shown(content), column)
    return _number(content, column)


# --- text -----------------------------------------------------------------------------------------------------


def _text(content: str | float | date, column: Column) -> str:
    if isinstance(content, date):
        if _is_number_like(column):
            raise _mangled(content, "a date")
        return short(content)
    text = shown(content)
    if _is_quoted(text, column):
        return text[1:]
    if _is_shortened(text, column):
        raise _mangled(text, "a rounded number")
    return _meaning(text, column)


def _is_number_like(column: Column) -> bool:
    """Identifiers: what looks like a number or a date in them is none."""
    return column.name.endswith(("_id", "number")) or column.name == "mcid"


def _is_shortened(text: str, column: Column) -> bool:
    return _is_number_like(column) and _SHORTENED.fullmatch(text) is not None


def _mangled(content: str | date, what: str) -> UserError:
    return UserError(
        f"The spreadsheet program has made {what} of this, “{content}”.",
        "Format the column as text and type it again.",
    )


def _meaning(text: str, column: Column) -> str:
    """What an office means by a text: nothing by ``N/A``, a known credential by its title."""
    word = text.casefold()
    if word in (_BLANK_MARKS if column.name in _NAMES else _BLANK_WORDS):
        return ""
    return _CREDENTIAL_CODES.get(fold(text), text) if column.name == "credential" else text


def _is_quoted(text: str, column: Column) -> bool:
    """Whether an apostrophe in front says that the rest is meant as it stands (see :func:`quoted`)."""
    return text.startswith("'") and (_QUOTED.match(text) is not None or _means_other(text, column))


def _means_other(text: str, column: Column) -> bool:
    bare = text.lstrip("'")
    return bool(bare) and _meaning(bare, column) != bare


def quoted(text: str, column: Column) -> str:
    """``text`` so that reading gives exactly it again: ``N/A`` that was recorded as such becomes ``'N/A``."""
    other = _QUOTED.match(text) or _is_shortened(text, column) or _means_other(text, column)
    return f"'{text}" if other else text


# --- numbers, dates, choices ----------------------------------------------------------------------------------


def _number(content: str | float | date, column: Column) -> Value:
    if isinstance(content, bool | date):
        raise _not_a_number(shown(content))
    number = _parsed(content, column) if isinstance(content, str) else float(content)
    if column.kind is int:
        if not number.is_integer():
            raise UserError(f"“{shown(content)}” is not a whole number.", "Write a whole number such as 1.")
        return int(number)
    return number


def _parsed(text: str, column: Column) -> float:
    found = _NUMBER.fullmatch(text)
    if not found or not _fits(found["unit"] or "", column.name):
        raise _not_a_number(text)
    try:
        number = float(found["digits"].replace(",", ""))
    except ValueError:
        raise _not_a_number(text) from None
    if number in (float("inf"), float("-inf")):
        raise _not_a_number(text)
    return number


def _fits(unit: str, name: str) -> bool:
    if unit in {"%", "percent"}:
        return name.endswith("percent") or name in {"score", "maximum", "passing"}
    return not unit or name == "hours"


def _not_a_number(text: str) -> UserError:
    return UserError(f"“{text[:40]}” is not a number.", "Write a number such as 40, 12.5 or 50,000.")


def _date(content: str | float | date, column: Column, calendar: Calendar) -> date:
    if isinstance(content, bool):
        raise UserError(f"“{shown(content)}” is not a date.", f"Write {ALLOWED}.")
    if isinstance(content, date):
        return in_range(content)
    if isinstance(content, int | float):
        return _serial(float(content), shown(content), calendar.epoch)
    text = _WEEKDAY.sub("", _CLOCK.sub("", content))
    if _SERIAL.fullmatch(text):
        return _serial(float(text), text, calendar.epoch)
    on = parse_date(_COMPACT_ISO.sub(r"\1-\2-\3", text) if _COMPACT_ISO.fullmatch(text) else text)
    if column.name == "date_of_birth" and on > calendar.today and _SHORT_YEAR.fullmatch(text):
        return add_years(on, -100)
    return on


def _serial(number: float, text: str, epoch: date) -> date:
    shifted = number + (epoch - EPOCH).days
    if not _FIRST_SERIAL <= shifted <= _LAST_SERIAL:
        return parse_date(_COMPACT_ISO.sub(r"\1-\2-\3", text))
    return EPOCH + DAY * int(shifted)


def means_yes(content: Content) -> bool:
    return content is True or (isinstance(content, str) and clean(content).casefold() in _YES)


def means_no(content: Content) -> bool:
    return content is False or (isinstance(content, str) and clean(content).casefold() in _NO)


def means_nothing(content: Content) -> bool:
    """``N/A``, ``?`` and the like."""
    return content is None or (isinstance(content, str) and clean(content).casefold() in {"", *_BLANK_WORDS})


def is_understood(content: Content, column: Column) -> bool:
    """Whether :func:`read_cell` knows one of the values of the column in it; dates and numbers apart."""
    try:
        read_cell(content, column, Calendar(EPOCH, date.max))
    except UserError:
        return False
    return True


def _yes_or_no(text: str) -> bool:
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise UserError(f"“{text[:40]}” is neither yes nor no.", "Write yes or no; leave it blank if it is not known.")


@cache
def _values(kind: type[StrEnum]) -> dict[str, StrEnum]:
    return {fold(value): value for value in kind}


def _choice(text: str, column: Column) -> StrEnum:
    values = _values(column.kind)
    folded = fold(text)
    found = values.get(_SYNONYMS.get(column.kind, {}).get(folded, folded))
    if found is None:
        raise UserError(f"“{text[:40]}” is not one of the values.", f"Write {_listed(column.kind)}.")
    return found


def _listed(kind: type[StrEnum]) -> str:
    *most, last = map(str, kind)
    return f"{', '.join(most)} or {last}"


# --- back into a cell -----------------------------------------------------------------------------------------


def write_cell(value: Value, column: Column) -> Plain:
    """What :func:`read_cell` reads as ``value`` again."""
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, str):
        return quoted(clean(value), column) or None
    return shown(value) if isinstance(value, bool) else value
