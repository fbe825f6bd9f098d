"""One cell: everything that real offices write, and every refusal in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells import Calendar, clean, quoted, read_cell, write_cell
from core.dates import YearKind
from core.errors import UserError
from core.model import (
    SHEETS,
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
from core.sheets import EPOCH, EPOCH_1904, Content, failed, unsaved

CALENDAR = Calendar(EPOCH, date(2026, 11, 23))
BY_KIND = {column.kind: column for table in SHEETS for column in table.columns}
NAMED = {column.name: column for table in SHEETS for column in table.columns}


def read(content: Content, column: Column | str, calendar: Calendar = CALENDAR) -> Value:
    return read_cell(content, NAMED[column] if isinstance(column, str) else column, calendar)


def refusal(content: Content, column: str) -> UserError:
    with pytest.raises(UserError) as refused:
        read(content, column)
    return refused.value


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0", "N/A", "n/a", "NA", "-", "--", "tbd", "Null", "unknown"])
@pytest.mark.parametrize("column", ["mcid", "hired_on", "amount", "attempt", "has_office", "role", "email"])
def test_words_that_mean_nothing_are_blank(blank: str | None, column: str) -> None:
    assert read(blank, column) is None


def test_words_that_mean_something_are_kept() -> None:
    assert read("none", "proof") is Proof.NONE
    assert read("Unknown", "sanctioned") is Sanctioned.UNKNOWN
    assert [read(name, "last_name") for name in ("None", "Null", "Na")] == ["None", "Null", "Na"]
    assert read("N/A", "proof") is None
    assert read("--", "last_name") is None
    assert read("None", "middle_name") is None
    assert read("present", "ended_on") is None


@pytest.mark.parametrize("name", ["O'Neil", "De La Cruz", "Nuñez", "=SUM(A1)", "'Aho", "李", "Smith-Jones, Jr."])
def test_names_are_kept_as_they_are(name: str) -> None:
    assert read(f"  {name} \u00a0", "last_name") == name


def test_letters_typed_in_two_parts_become_one() -> None:
    assert read("Nun\u0303ez\ufeff", "last_name") == "Nuñez"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (123.0, "123"),
        (6015550142, "6015550142"),
        ("00123", "00123"),
        ("'00123", "00123"),
        ("'=SUM(A1)", "=SUM(A1)"),
        ("''5", "'5"),
        ("a\r\nb", "a\nb"),
        (True, "yes"),
        (12.5, "12.5"),
    ],
)
def test_text_columns_take_numbers_and_keep_zeros(content: Content, text: str) -> None:
    assert read(content, "notes") == text


@pytest.mark.parametrize(
    ("content", "said"), [(date(2026, 1, 2), "made a date of this"), ("1.23457E+11", "made a rounded number of this")]
)
def test_identifiers_that_the_spreadsheet_has_spoilt_are_refused(content: Content, said: str) -> None:
    error = refusal(content, "employee_number")
    assert said in error.message
    assert error.hint == "Format the column as text and type it again."


def test_a_date_in_a_text_is_written_as_forms_write_it() -> None:
    assert read(date(2026, 8, 1), "notes") == "8/1/2026"


@pytest.mark.parametrize(
    ("content", "number"),
    [
        ("1,234.50", 1234.5),
        ("$50,000", 50_000.0),
        ("$ 50000", 50_000.0),
        (50_000, 50_000.0),
        ("-5", -5.0),
        (".5", 0.5),
        ("'40", 40.0),
        ("1e3", 1000.0),
    ],
)
def test_numbers(content: Content, number: float) -> None:
    found = read(content, "amount")
    assert found == number
    assert isinstance(found, float)


def test_units_where_they_belong() -> None:
    assert read("90%", "assignment_percent") == 90.0
    assert read("90 percent", "assignment_percent") == 90.0
    assert read("85%", "score") == 85.0
    assert read("12 hours", "hours") == 12.0
    assert read("8 hrs.", "hours") == 8.0
    assert "not a number" in refusal("90%", "amount").message
    assert "not a number" in refusal("12 hours", "amount").message


@pytest.mark.parametrize(
    "content", ["forty", "1,5", "1,23,456", "$", "1.2.3", "1e999", "12 apples", date(2026, 1, 1), True]
)
def test_what_is_no_number_is_refused(content: Content) -> None:
    error = refusal(content, "hours")
    assert "is not a number" in error.message
    assert error.hint == "Write a number such as 40, 12.5 or 50,000."


def test_counts_are_whole() -> None:
    found = read(2.0, "attempt")
    assert (found, type(found)) == (2, int)
    assert "not a whole number" in refusal("1.5", "attempt").message


@pytest.mark.parametrize(
    "content",
    [
        date(2026, 8, 1),
        datetime.fromisoformat("2026-08-01T13:45"),
        "2026-08-01",
        "8/1/2026",
        "08/01/26",
        "8-1-2026",
        "Aug 1, 2026",
        "1-Aug-26",
        "8/1/2026 12:00:00 AM",
        "2026-08-01T00:00:00",
        "Saturday, August 1, 2026",
        "20260801",
        20260801,
        "08012026",
        46235,
        46235.75,
        "46235",
        "'8/1/2026",
    ],
)
def test_dates_however_they_are_written(content: Content) -> None:
    assert read(content, "hired_on") == date(2026, 8, 1)


def test_serial_numbers_of_a_1904_workbook() -> None:
    assert read(46235 - 1462, "hired_on", Calendar(EPOCH_1904, CALENDAR.today)) == date(2026, 8, 1)


@pytest.mark.parametrize(
    "content", ["13/1/2026", "2/30/2026", "soon", 2026, 80126, "2026", -1, True, "1/1/1850", 1e300]
)
def test_what_is_no_date_is_refused(content: Content) -> None:
    error = refusal(content, "hired_on")
    assert "not a date" in error.message or "not between 1900 and 2199" in error.message


def test_nobody_is_born_in_the_future() -> None:
    assert read("7/4/49", "date_of_birth") == date(1949, 7, 4)
    assert read("11/24/26", "date_of_birth") == date(1926, 11, 24)
    assert read("11/23/26", "date_of_birth") == date(2026, 11, 23)
    assert read("7/4/05", "date_of_birth") == date(2005, 7, 4)
    assert read("7/4/2049", "date_of_birth") == date(2049, 7, 4)
    assert read("7/4/49", "expires_on") == date(2049, 7, 4)


@pytest.mark.parametrize("word", ["yes", "Y", "TRUE", "1", "x", "X", "t", "✓", True, 1, 1.0])
def test_yes(word: Content) -> None:
    assert read(word, "has_office") is True


@pytest.mark.parametrize("word", ["no", "N", "false", "0", "F", False, 0])
def test_no(word: Content) -> None:
    assert read(word, "has_office") is False


def test_neither_yes_nor_no() -> None:
    assert refusal("maybe", "has_office").message == "“maybe” is neither yes nor no."


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("SRO", Role.SRO),
        ("School Resource Officer", Role.SRO),
        ("school-safety officer", Role.SSO),
        ("School district", EmployerType.DISTRICT),
        ("Sheriff", EmployerType.AGENCY),
        ("private security company", EmployerType.CONTRACTOR),
        ("Police Department", AuthorityType.AGENCY),
        ("School_Administrator", SupervisorTitle.SCHOOL_ADMINISTRATOR),
        ("Assistant Principal", SupervisorTitle.SCHOOL_ADMINISTRATOR),
        ("Copy on file", Proof.COPY),
        (True, Sanctioned.YES),
        ("Passed", Result.PASS),
        ("Did not qualify", Result.FAIL),
        ("Memorandum of Understanding", AgreementKind.MOU),
        ("radio station", AgreementKind.RADIO_STATION),
        ("School year", YearKind.SCHOOL),
        ("Prorated", FirstYear.PRORATED),
    ],
)
def test_choices_and_their_obvious_words(content: Content, value: Value) -> None:
    assert read(content, Column("", type(value), False)) is value


def test_a_wrong_choice_names_the_right_ones() -> None:
    error = refusal("captain", "role")
    assert str(error) == "“captain” is not one of the values. Write sro, ceo, sso or other."


def test_credentials_by_their_titles() -> None:
    assert read("FEMA IS-100", "credential") == "is-100"
    assert read("is 700", "credential") == "is-700"
    assert read("Police Officer Basic Course", "credential") == "police-basic"
    assert read("Taser Instructor", "credential") == "Taser Instructor"


def test_cells_without_a_usable_value_say_why() -> None:
    error = refusal(unsaved("=A1"), "notes")
    assert error.message == "The cell holds a formula without a saved value."
    assert "save it, and try again" in error.hint
    assert "#REF!" in refusal(failed("#REF!"), "hours").message


TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text(st.sampled_from("'=+-@0123456789NA/none.E \t\n"))


@given(TEXTS, st.sampled_from([column for column in NAMED.values() if column.kind is str]))
def test_what_is_written_is_read_as_the_same_text(text: str, column: Column) -> None:
    written = write_cell(text, column)
    assert (read(written, column) or "") == clean(text)


@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_only_text_that_would_be_read_otherwise_is_quoted() -> None:
    notes = NAMED["notes"]
    assert [quoted(text, notes) for text in ("=SUM(A1)", "O'Neil", "N/A", "'5", "'tis")] == [
        "=SUM(A1)", "O'Neil", "'N/A", "''5", "'tis",
    ]  # fmt: skip


def test_every_kind_of_value_is_written_for_people() -> None:
    assert write_cell(True, BY_KIND[bool]) == "yes"
    assert write_cell(Role.SRO, BY_KIND[Role]) == "sro"
    assert write_cell(None, BY_KIND[bool]) is None
    assert write_cell("", BY_KIND[str]) is None
    assert write_cell(date(2026, 8, 1), BY_KIND[date]) == date(2026, 8, 1)
