"""Calendar arithmetic against an independent oracle, and dates as people write them."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from core.dates import (
    DAY,
    YearKind,
    add_months,
    add_years,
    birthday,
    in_service_year,
    months_left,
    parse_date,
    parse_typed,
    short,
    written,
    year_before,
)
from core.errors import UserError

DATES = st.dates(date(1930, 1, 1), date(2090, 12, 31))


def test_months_as_an_independent_calendar_counts_them() -> None:
    """Twenty thousand random dates and month counts against dateutil."""
    dice = random.Random(20261123)
    for _ in range(20_000):
        on = date(1950, 1, 1) + timedelta(days=dice.randrange(40_000))
        months = dice.randrange(-240, 241)
        assert add_months(on, months) == on + relativedelta(months=months), (on, months)
        years = dice.randrange(0, 30)
        assert add_years(on, years) == on + relativedelta(years=years), (on, years)


@pytest.mark.parametrize(
    ("on", "months", "due"),
    [
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2025, 8, 29), 6, date(2026, 2, 28)),
        (date(2025, 8, 30), 6, date(2026, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 12, 31), 6, date(2026, 6, 30)),
    ],
)
def test_the_examples_of_the_rules(on: date, months: int, due: date) -> None:
    assert add_months(on, months) == due


@given(DATES, st.integers(0, 120))
def test_a_birthday_is_the_same_day_or_march_first(born: date, age: int) -> None:
    reached = birthday(born, age)
    if (born.month, born.day) == (2, 29) and reached.day == 1:
        assert (reached.month, reached.year) == (3, born.year + age)
        with pytest.raises(ValueError, match="day is out of range"):
            date(born.year + age, 2, 29)
    else:
        assert (reached.year, reached.month, reached.day) == (born.year + age, born.month, born.day)


@given(st.sampled_from(YearKind), DATES, DATES)
def test_years_follow_each_other_without_gap(kind: YearKind, on: date, start: date) -> None:
    year = in_service_year(kind, on, start)
    if year is None:
        assert kind is YearKind.ANNIVERSARY
        assert on < start
        return
    assert on in year
    following = in_service_year(kind, year.last + DAY, start)
    assert following is not None
    assert following.first == year.last + DAY
    assert year_before(kind, following, start) == year
    assert 365 <= (year.last - year.first).days + 1 <= 366


def test_labels() -> None:
    def label(kind: YearKind, on: date) -> str:
        year = in_service_year(kind, on, date(2020, 1, 1))
        assert year is not None
        return year.label

    assert label(YearKind.SCHOOL, date(2026, 7, 1)) == "2026-27"
    assert label(YearKind.SCHOOL, date(2026, 6, 30)) == "2025-26"
    assert label(YearKind.SCHOOL, date(2099, 8, 1)) == "2099-00"
    assert label(YearKind.CALENDAR, date(2026, 6, 30)) == "2026"
    assert label(YearKind.ANNIVERSARY, date(2026, 6, 30)) == "2026-27"


@given(DATES)
def test_months_left_is_between_one_and_twelve_within_a_school_year(start: date) -> None:
    year = in_service_year(YearKind.SCHOOL, start, None)
    assert year is not None
    assert 1 <= months_left(start, year) <= 12


@given(DATES)
def test_every_way_of_writing_a_date_gives_that_date(on: date) -> None:
    forms = [
        on.isoformat(), short(on), f"{on:%m/%d/%Y}", f"{on.month}-{on.day}-{on.year}", f"{on.month}.{on.day}.{on.year}",
        f"{on:%m%d%Y}", written(on), f"{on:%b} {on.day} {on.year}", f"{on.day} {on:%B} {on.year}",
        f"{on.day}-{on:%b}-{on.year}", f"  {short(on)}  ", f"{on.isoformat()} 00:00:00", f"{short(on)} 0:00",
    ]  # fmt: skip
    if 1950 <= on.year <= 2049:
        forms.append(f"{on:%m/%d/%y}")
    for form in forms:
        assert parse_date(form) == on, form


@pytest.mark.parametrize(
    "text",
    ["", "2/30/2026", "13/1/2026", "0/1/2026", "1/1/1899", "1/1/2200", "1/1/99999", "soon", "8/1", "8/1-2026",
     "Smarch 1, 2026", "31 June 2026", "2026-02-29", "1/2/3/4", "８/１/２０２６x", "--", "5", "Ma 1, 2026"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"date|year"):
        parse_date(text)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        parsed = parse_date(text)
    except UserError:
        return
    assert 1900 <= parsed.year <= 2199


@given(DATES)
def test_typed_shorthands(today: date) -> None:
    assert parse_typed("t", today) == parse_typed(" TODAY ", today) == today
    assert parse_typed("+6m", today) == add_months(today, 6)
    assert parse_typed("-2y", today) == add_years(today, -2)
    assert parse_typed("+ 10 d", today) == today + timedelta(days=10)
    assert parse_typed("+1w", today) == today + timedelta(days=7)
    with pytest.raises(UserError, match=r"too far|year"):
        parse_typed("+9999y", today)
