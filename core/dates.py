"""Calendar arithmetic of the law: whole months and years, in-service years, dates as people write them.

Months are calendar months, clamped to the last day of a shorter month (Miss. Code § 1-3-63 and
§ 1-3-29 make "year" and "month" calendar ones); nothing rolls forward over a weekend.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from core.errors import UserError

DAY = timedelta(days=1)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def add_months(on: date, months: int) -> date:
    """The same day ``months`` later (or earlier), clamped down to the month's last day."""
    year, month0 = divmod(on.year * 12 + on.month - 1 + months, 12)
    day = on.day if on.day <= 28 else min(on.day, monthrange(year, month0 + 1)[1])
    return date(year, month0 + 1, day)


def add_years(on: date, years: int) -> date:
    return add_months(on, 12 * years)


def birthday(born: date, age: int) -> date:
    """The day the age is reached; one born on 29 February reaches it on 1 March of a common year."""
    reached = add_years(born, age)
    return reached if reached.day == born.day else reached + DAY


class YearKind(StrEnum):
    """How a district counts its in-service years (setting ``in_service_year``)."""

    SCHOOL = "school"
    CALENDAR = "calendar"
    ANNIVERSARY = "anniversary"


@dataclass(frozen=True, slots=True)
class InServiceYear:
    """Twelve months, both ends included; ``label`` is ``2026-27``, or ``2026`` for a calendar year."""

    first: date
    last: date
    label: str

    def __contains__(self, on: date) -> bool:
        return self.first <= on <= self.last


def _labelled(first: date, last: date) -> InServiceYear:
    return InServiceYear(first, last, f"{first.year}-{(first.year + 1) % 100:02d}")


def in_service_year(kind: YearKind, on: date, start: date | None) -> InServiceYear | None:
    """The year that ``on`` falls in; ``None`` for an anniversary year before or without a start."""
    if kind is YearKind.CALENDAR:
        return InServiceYear(date(on.year, 1, 1), date(on.year, 12, 31), str(on.year))
    if kind is YearKind.SCHOOL:
        began = on.year if on.month >= 7 else on.year - 1
        return _labelled(date(began, 7, 1), date(began + 1, 6, 30))
    if start is None or on < start:
        return None
    passed = on.year - start.year
    if add_years(start, passed) > on:
        passed -= 1
    return _labelled(add_years(start, passed), add_years(start, passed + 1) - DAY)


def year_before(kind: YearKind, year: InServiceYear, start: date | None) -> InServiceYear | None:
    """The year that closed the day before ``year`` began."""
    return in_service_year(kind, year.first - DAY, start)


def months_left(start: date, year: InServiceYear) -> int:
    """Months from ``start`` to the end of ``year``; a started month counts whole."""
    return (year.last.year - start.year) * 12 + year.last.month - start.month + 1


@lru_cache(maxsize=50_000)
def short(on: date) -> str:
    """As a US form shows it: ``8/1/2026``."""
    return f"{on.month}/{on.day}/{on.year}"


def written(on: date) -> str:
    """As a letter writes it: ``August 1, 2026``."""
    return f"{MONTHS[on.month - 1]} {on.day}, {on.year}"


def weekday(on: date) -> str:
    return WEEKDAYS[on.weekday()]


def moment(at: datetime) -> str:
    """On this computer’s clock: ``11/23/2026 2:05 PM``."""
    local = at.astimezone()
    return f"{short(local.date())} {local.hour % 12 or 12}:{local.minute:02d} {'AM' if local.hour < 12 else 'PM'}"


def plural(count: int, noun: str, many: str = "") -> str:
    """``many`` for a noun that does not simply take an s."""
    return f"{count:,} {noun if count == 1 else many or f'{noun}s'}"


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_US = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4})")
_WORDS = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})\.?[- ,]+(\d{4}|\d{2})")
ALLOWED = "a date such as 8/1/2026, 08/01/26 or 2026-08-01"


def _century(year: str) -> int:
    """Two digits mean 1950 to 2049: officers' births on one side, expiry dates on the other."""
    number = int(year)
    if len(year) > 2:
        return number
    return number + (2000 if number < 50 else 1900)


def _month(name: str) -> int:
    for number, full in enumerate(MONTHS, start=1):
        if full.lower().startswith(name.lower()) or name.lower() == "sept" == full[:4].lower():
            return number
    raise ValueError(name)


def _parts(text: str) -> tuple[int, int, int]:
    if m := _ISO.fullmatch(text):
        return int(m[1]), int(m[2]), int(m[3])
    if m := _US.fullmatch(text):
        return _century(m[4]), int(m[1]), int(m[3])
    if m := _COMPACT.fullmatch(text):
        return int(m[3]), int(m[1]), int(m[2])
    if m := _WORDS.fullmatch(text):
        return int(m[3]), _month(m[1]), int(m[2])
    if m := _DAY_FIRST.fullmatch(text):
        return _century(m[3]), _month(m[2]), int(m[1])
    raise ValueError(text)


def parse_date(text: str) -> date:
    """A date as a US office writes it. Raises :class:`UserError` that says what is allowed."""
    folded = " ".join(text.split())
    try:
        return in_range(date(*_parts(folded)))
    except ValueError:
        raise UserError(f"“{text.strip()[:40]}” is not a date.", f"Write {ALLOWED}.") from None


def in_range(on: date) -> date:
    """``on`` itself, as a plain date; raises :class:`UserError` outside the years 1900 to 2199."""
    plain = on.date() if isinstance(on, datetime) else on
    if not EARLIEST <= plain <= LATEST:
        raise UserError(f"The year {plain.year} is not between 1900 and 2199.")
    return plain


_RELATIVE = re.compile(r"([+-]) ?(\d{1,4}) ?([dwmy])")
_WEEKDAY = re.compile(r"([+-]?) ?([a-z]{3,9})")
_DAYS_FROM_TODAY = {"t": 0, "today": 0, "yesterday": -1, "tomorrow": 1}


def parse_typed(text: str, today: date) -> date:
    """What a clerk types into a date field.

    A date; ``today``, ``t``, ``yesterday``; ``+6m``, ``-10d``, ``+2y``, ``+3w``; ``mon`` for the last Monday (today
    counts), ``+mon`` for the next.
    """
    folded = " ".join(text.lower().split())
    if folded in _DAYS_FROM_TODAY:
        return today + DAY * _DAYS_FROM_TODAY[folded]
    if (m := _WEEKDAY.fullmatch(folded)) and (named := _weekday(m[2])) is not None:
        return _nearest(named, m[1], today)
    m = _RELATIVE.fullmatch(folded)
    if not m:
        return parse_date(text)
    count = int(m[1] + m[2])
    try:
        if m[3] in "dw":
            return in_range(today + DAY * (count * (7 if m[3] == "w" else 1)))
        return in_range(add_months(today, count * (12 if m[3] == "y" else 1)))
    except (ValueError, OverflowError):
        raise UserError(f"“{text.strip()}” is too far from today.") from None


def _weekday(name: str) -> int | None:
    return next((number for number, full in enumerate(WEEKDAYS) if full.lower().startswith(name)), None)


def _nearest(named: int, sign: str, today: date) -> date:
    """What is recorded has mostly happened, so a weekday without a sign is the one just past."""
    if sign == "+":
        return today + DAY * ((named - today.weekday() - 1) % 7 + 1)
    before = today - DAY if sign == "-" else today
    return before - DAY * ((before.weekday() - named) % 7)
