"""An office's own sheets read as records: through the plan and into a real file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import documents
from core.dates import short
from core.exchange import apply_plan, plan_import
from core.guessing import date_questions, guess, guess_columns, heading_key, heading_of, understood, word_questions
from core.headings import is_records_workbook
from core.matching import (
    DateOrder,
    Match,
    SheetMatch,
    Source,
    Target,
    desk_name,
    missing,
    order_told,
    read_date,
    recalled,
    remembered,
    targets,
)
from core.model import (
    SHEETS,
    Appointment,
    Attendance,
    Credential,
    EmployerType,
    Officer,
    Role,
    TrainingClass,
    Weapon,
    WeaponIssue,
)
from core.plan import Plan, Verdict
from core.sheets import Content, Sheet, Workbook
from core.store import Store

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TITLE: tuple[tuple[Content, ...], ...] = (("Pine Ridge School District",), ("Security staff as of 11/1/2026",), ())
HEADING = (
    "Emp #", "Officer Name", "DOB", "Hire Date", "Position", "Employer", "School", "Certified", "IS-100", "Remarks",
)  # fmt: skip
ROSTER: tuple[tuple[Content, ...], ...] = (
    *TITLE,
    HEADING,
    (1001, "Lee, Dana M. Jr.", "13/4/1980", "3/4/2020", "School Resource Officer", "City PD", "East", "5/6/2010", "x"),
    ("EAST SIDE",),
    (1002, "de la Cruz, Maria", "2/5/1985", "25/12/2021", "SRO", "Pine Ridge SD", "West", "?", "N/A", "new"),
    (),
    ("Total", 2),
)
A = "appointments"


def book(*rows: tuple[Content, ...], name: str = "Sheet1") -> Workbook:
    return Workbook("staff.xlsx", (Sheet(name, rows),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with documents.create(tmp_path / "r.muster", who="test", now=lambda: NOW) as opened:
        yield opened


def brought(store: Store, workbook: Workbook, match: Match | None = None) -> Plan:
    plan = plan_import(workbook, store, match=guess(workbook) if match is None else match)
    assert not plan.blocked, plan.lines()
    apply_plan(store, plan)
    return plan


def test_a_messy_roster_becomes_officers_appointments_and_certificates(store: Store) -> None:
    plan = brought(store, book(*ROSTER))
    lee, cruz = store.rows(Officer)
    assert (lee.officer_id, lee.full_name, lee.date_of_birth) == ("1001", "Dana M. Lee Jr.", date(1980, 4, 13))
    assert (cruz.officer_id, cruz.name, cruz.notes) == ("1002", "de la Cruz, Maria", "new")
    first, second = store.rows(Appointment)
    assert (first.role, first.employer_type, first.employer, first.hired_on) == (
        Role.SRO, EmployerType.AGENCY, "City PD", date(2020, 4, 3),
    )  # fmt: skip
    assert (second.role, second.employer_type, second.school) == (Role.SRO, EmployerType.DISTRICT, "West")
    held = {(row.officer_id, row.credential): row.completed_on for row in store.rows(Credential)}
    assert held == {("1001", "police-basic"): date(2010, 6, 5), ("1001", "is-100"): None}
    assert plan.notes == (
        "Sheet1, row 6 (“EAST SIDE”) was taken for a remark and left out.",
        "Sheet1, row 9 (“Total”) was taken for a line of sums and left out.",
    )
    again = plan_import(book(*ROSTER), store, match=guess(book(*ROSTER)))
    assert {row.verdict for row in again.rows} == {Verdict.SAME}


def test_errors_name_the_offices_own_sheet_row_and_column(store: Store) -> None:
    workbook = book(HEADING, (1, "Lee, Dana", "30/2/1980", "13/4/2020", "SRO", "City PD"), name="Staff 2026")
    plan = plan_import(workbook, store, match=guess(workbook))
    assert plan.blocked
    (line, *_) = [line for row in plan.problems() for line in row.lines()]
    assert line == (
        "Staff 2026, row 2, column DOB: The cell holds “30/2/1980”, which is no date with the day first. Mend the date."
    )


def test_officers_without_a_number_get_one_and_are_known_again(store: Store) -> None:
    workbook = book(
        ("Name", "Born"), ("Dana Lee", "1980-04-02"), ("Ana Reyes", "1991-03-07"), ("Dana Lee", "1999-01-01")
    )
    brought(store, workbook)
    assert [(row.officer_id, row.name) for row in store.rows(Officer)] == [
        ("ID-001", "Lee, Dana"), ("ID-002", "Reyes, Ana"), ("ID-003", "Lee, Dana"),
    ]  # fmt: skip
    later = book(("Name", "Email"), ("Ana Reyes", "ana@example.org"), ("Min Park", ""))
    plan = plan_import(later, store, match=guess(later), update=True)
    assert [(row.about, row.verdict) for row in plan.rows] == [("ID-002", Verdict.UPDATE), ("ID-004", Verdict.ADD)]


def test_a_list_of_training_names_people_and_makes_its_classes(store: Store) -> None:
    brought(store, book(("Badge", "Name"), ("A1", "Lee, Dana"), ("A2", "Reyes, Ana")))
    rows = (("Officer", "Class", "Date", "Hours", "Instructor"), ("Dana Lee", "Legal update", "8/14/2026", 8, "MLEOTA"))
    more = (("Reyes, Ana", "Legal Update", "8/14/2026", 4, "MLEOTA"), ("Dana Lee", "CPR", "9/1/2026", 2, "Red Cross"))
    brought(store, book(*rows, *more, name="Training"))
    legal, cpr = store.rows(TrainingClass)
    assert (legal.class_id, legal.title, legal.hours, legal.provider) == ("C-2026-001", "Legal update", 8, "MLEOTA")
    assert (cpr.class_id, cpr.ends_on) == ("C-2026-002", date(2026, 9, 1))
    assert {(row.class_id, row.officer_id, row.hours) for row in store.rows(Attendance)} == {
        ("C-2026-001", "A1", None), ("C-2026-001", "A2", 4), ("C-2026-002", "A1", None),
    }  # fmt: skip
    workbook = book(*rows, ("Dan Lee", "CPR", "9/1/2026", 2, ""), name="Training")
    plan = plan_import(workbook, store, match=guess(workbook))
    (wrong,) = plan.problems()
    assert wrong.errors[0].column == "Officer"
    assert "Did you mean Dana Lee?" in wrong.errors[0].allowed


def test_weapons_go_to_those_who_hold_them(store: Store) -> None:
    brought(store, book(("Badge", "Name"), ("A1", "Lee, Dana")))
    rows = (("Serial #", "Make", "Model", "Issued To", "Date Issued"), ("XK12", "Glock", "17", "Lee, Dana", "8/1/2026"))
    brought(store, book(*rows, ("XK13", "Glock", "19", "", ""), name="Weapons"))
    assert [weapon.weapon_id for weapon in store.rows(Weapon)] == ["XK12", "XK13"]
    (issue,) = store.rows(WeaponIssue)
    assert (issue.weapon_id, issue.officer_id, issue.issued_on) == ("XK12", "A1", date(2026, 8, 1))


def test_what_no_column_gives_can_be_the_same_in_every_row(store: Store) -> None:
    workbook = book(("Name", "Hire Date"), ("Dana Lee", "8/1/2020"))
    (match,) = guess(workbook)
    assert missing(match) == (Target(A, "role"), Target(A, "employer_type"))
    fields = {
        **match.fields,
        Target(A, "role"): Source(None, "sso"),
        Target(A, "employer_type"): Source(None, "district"),
    }
    whole = SheetMatch(match.sheet, match.table, match.heading, fields, match.orders, match.words)
    assert missing(whole) == ()
    brought(store, workbook, (whole,))
    (post,) = store.rows(Appointment)
    assert (post.role, post.employer_type) == (Role.SSO, EmployerType.DISTRICT)


def test_a_sheet_that_is_left_out_is_not_read(store: Store) -> None:
    workbook = Workbook("w", (Sheet("Notes", (("Groceries",), ("milk",))), Sheet("Roster", (("Name",), ("Dana Lee",)))))
    match = guess(workbook)
    assert [(each.sheet, each.table) for each in match] == [("Notes", ""), ("Roster", "officers")]
    assert len(brought(store, workbook, match).rows) == 1


# --- guessing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("DOB", Target("officers", "date_of_birth")), ("Hire Date", Target(A, "hired_on")),
        ("Badge", Target("officers", "officer_id")), ("Badge #", Target("officers", "officer_id")),
        ("Emp #", Target("officers", "employee_number")), ("Employee No.", Target("officers", "employee_number")),
        ("Certified", Target("credentials", "completed_on", "police-basic")),
        ("Lname", Target("officers", "last_name")),
        ("First", Target("officers", "first_name")), ("E-Mail Address", Target("officers", "email")),
        ("Cell", Target("officers", "phone")), ("Date of Hire", Target(A, "hired_on")),
        ("Job Title", Target(A, "role")), ("Campus", Target(A, "school")), ("Agency", Target(A, "employer")),
        ("FEMA IS-700", Target("credentials", "completed_on", "is-700")), ("SurName", Target("officers", "last_name")),
        ("Supervisr", Target(A, "supervisor")), ("hired_on", Target(A, "hired_on")),
    ],
)  # fmt: skip
def test_what_offices_call_the_columns_of_a_roster(heading: str, target: Target) -> None:
    sheet = Sheet("x", ((heading, "Locker"),))
    assert guess_columns(sheet, "officers", 1).target_of(0) == target


def test_each_column_of_the_records_is_known_by_its_own_name() -> None:
    for table in SHEETS:
        sheet = Sheet(table.sheet, (tuple(column.name for column in table.columns),))
        match = guess_columns(sheet, table.name, 1)
        own = {t.column: s.column for t, s in match.fields.items() if t.table == table.name and not t.credential}
        assert own == {column.name: place for place, column in enumerate(table.columns)}


@given(st.permutations(range(len(HEADING))))
def test_the_guess_does_not_depend_on_the_order_of_the_columns(order: list[int]) -> None:
    rows = [
        tuple(row[place] if place < len(row) else None for place in order) for row in (HEADING, ROSTER[4], ROSTER[6])
    ]
    (plain,) = guess(book(HEADING, ROSTER[4], ROSTER[6]))
    (moved,) = guess(book(*rows))
    names = {target: HEADING[source.column or 0] for target, source in plain.fields.items()}
    assert {target: HEADING[order[source.column or 0]] for target, source in moved.fields.items()} == names
    assert moved.words == plain.words


def test_contents_tell_where_the_names_do_not() -> None:
    rows = (("dana@example.org", "Dana Lee", "(662) 555-0101"), ("ana@example.org", "Ana Reyes", "662-555-0102"))
    match = guess_columns(Sheet("pasted", rows), "officers", 0)
    assert {target.column: source.column for target, source in match.fields.items()} == {
        "email": 0, "full_name": 1, "phone": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        (ROSTER, 4),
        ((("Name", "DOB"), ("Dana Lee", "4/2/1980")), 1),
        ((("Dana Lee", "4/2/1980"), ("Ana Reyes", "3/7/1991")), 0),
        ((("Locker", "Shoe size"), (12, 9)), 1),
        ((("Name",), ("Dana Lee",)), 1),
        ((), 0),
    ],
)
def test_the_row_of_names_is_found_below_titles(rows: tuple[tuple[Content, ...], ...], number: int) -> None:
    assert heading_of(Sheet("x", rows)) == number


def test_abbreviations_are_spelled_out() -> None:
    assert heading_key("Emp #") == heading_key("Employee Number") == heading_key("employee_no.") == "employeenumber"


# --- dates ----------------------------------------------------------------------------------------------------

days = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@given(st.lists(days, min_size=1), st.sampled_from(DateOrder))
def test_the_order_of_dates_is_told_by_a_day_past_the_twelfth(on: list[date], order: DateOrder) -> None:
    texts = [short(day) if order is DateOrder.MONTH else f"{day.day}/{day.month}/{day.year}" for day in on]
    month, day, _ = order_told(texts)
    tells = any(day.day > 12 for day in on)
    assert (month, day) == ((tells, False) if order is DateOrder.MONTH else (False, tells))
    assert [read_date(text, order) for text in texts] == on


def dated(*hired: str, born: str = "4/4/1980") -> tuple[SheetMatch, Sheet]:
    rows = (
        ("Name", "DOB", "Hire Date"),
        *((f"Dana {name}", born, day) for name, day in zip("abcdef", hired, strict=False)),
    )
    sheet = Sheet("x", rows)
    return guess_columns(sheet, "officers", 1), sheet


def test_only_what_nothing_decides_is_asked() -> None:
    match, sheet = dated("3/4/2026", "5/6/2026")
    (asked,) = date_questions(match, sheet)
    assert (asked.column, asked.shown) == (2, ("3/4/2026", "5/6/2026"))
    assert not match.orders
    for decided in (
        dated("3/4/2026", "13/4/2026"),
        dated("3/4/2026", born="14/2/1980"),
        dated("2026-04-03", "4/4/2026"),
    ):
        assert not list(date_questions(*decided))
    assert dated("3/4/2026", "13/4/2026")[0].orders[2] is DateOrder.DAY
    assert dated("3/4/2026", born="14/2/1980")[0].orders[2] is DateOrder.DAY
    assert dated("3/4/2026", "4/13/2026")[0].orders[2] is DateOrder.MONTH
    assert list(date_questions(*dated("13/4/2026", "4/13/2026")))


# --- words, memory, and what needs no matching ----------------------------------------------------------------


def test_words_that_are_no_value_are_asked_with_a_guess() -> None:
    sheet = Sheet(
        "x", (("Name", "Position", "Agency"), ("Dana Lee", "Sgt (SRO)", "Test PD"), ("Ana Reyes", "Ranger", "X"))
    )
    match = guess_columns(sheet, "officers", 1)
    asked = {question.word: match.words.get(question.meaning) for question in word_questions(match, sheet)}
    assert asked == {"Sgt (SRO)": "sro", "Ranger": None, "Test PD": "agency", "X": None}


def test_a_match_is_remembered_in_whatever_order_the_columns_stand() -> None:
    sheet = Sheet("x", (HEADING, ROSTER[4]))
    (match,) = guess(Workbook("w", (sheet,)))
    words = {**match.words, (Target(A, "role"), "ranger"): "sso"}
    chosen = SheetMatch("x", "officers", 1, {**match.fields, Target(A, "role"): Source(6)}, {2: DateOrder.DAY}, words)
    turned = Sheet("y", (HEADING[::-1], (None, *ROSTER[4][::-1])))
    assert desk_name(turned, 1) == desk_name(sheet, 1)
    kept = {desk_name(sheet, 1): remembered(chosen, sheet)}
    (back,) = guess(Workbook("w", (turned,)), kept.get)
    last = len(HEADING) - 1
    assert back.fields == {t: Source(last - (s.column or 0)) for t, s in chosen.fields.items()}
    assert back.orders[last - 2] is DateOrder.DAY
    assert back.words[Target(A, "role"), "ranger"] == "sso"


@pytest.mark.parametrize("text", ["", "{}", '{"table": 7}', '{"table": "officers", "fields": [["x"]]}', "[]"])
def test_what_cannot_be_remembered_is_guessed_anew(text: str) -> None:
    sheet = Sheet("x", (HEADING, ROSTER[4]))
    bare = SheetMatch("x", "", 1)
    assert recalled(text, bare, sheet) == bare
    (match,) = guess(Workbook("w", (sheet,)), lambda _name: text)
    assert match == understood(guess_columns(sheet, "officers", 1), sheet)


def test_a_records_workbook_needs_no_matching() -> None:
    heading = ("officer_id", "last_name", "first_name")
    assert is_records_workbook(book(heading, ("A1", "Lee", "Dana"), name="Officers"))
    assert not is_records_workbook(book(heading, ("A1", "Lee", "Dana"), name="Roster"))
    assert not is_records_workbook(book(("Name", "DOB"), ("Dana Lee", ""), name="Officers"))


def test_every_target_has_a_column() -> None:
    for table in SHEETS:
        assert all(target.field.name == target.column for target in targets(table.name))
