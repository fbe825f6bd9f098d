"""An import is judged row by row before anything is written; preview and commit are one plan, and one edit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core import documents
from core.errors import UserError
from core.exchange import apply_plan, commit_plan, export_workbook, plan_import, read_workbook
from core.model import (
    Appointment,
    Attendance,
    Bond,
    Credential,
    District,
    EmployerType,
    FirstYear,
    Officer,
    Proof,
    Qualification,
    Result,
    Role,
    Sanctioned,
    SupervisorTitle,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
)
from core.plan import Plan, Verdict
from core.sheets import Content, Sheet, Workbook, unsaved
from core.store import Store

MESSY = Path(__file__).parents[1] / "files" / "messy"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEADING = ("officer_id", "last_name", "first_name", "phone")
LEE = ("A1", "Lee", "Dana", "601-555-0100")


def now() -> datetime:
    return NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with documents.create(tmp_path / "records.muster", who="Clerk", now=now) as made:
        yield made


def book(**sheets: list[tuple[Content, ...]]) -> Workbook:
    return Workbook("roster.xlsx", tuple(Sheet(name, tuple(rows)) for name, rows in sheets.items()))


def officers(*rows: tuple[Content, ...]) -> Workbook:
    return book(Officers=[HEADING, *rows])


def verdicts(plan: Plan) -> list[Verdict]:
    return [row.verdict for row in plan.rows]


def only_error(plan: Plan) -> tuple[str, int, str, str, str, str]:
    (row,) = [row for row in plan.rows if row.verdict is Verdict.ERROR]
    (error,) = row.errors
    return row.sheet, row.number, error.column, error.value, error.message, error.allowed


# --- the messy office -----------------------------------------------------------------------------------------


@pytest.fixture
def office(store: Store) -> Store:
    plan = plan_import(read_workbook(MESSY / "office.xlsx"), store, today=NOW.date())
    assert set(verdicts(plan)) == {Verdict.ADD}
    assert plan.notes == (
        "The sheet “Lookup” is not a Muster sheet and was left out.",
        "The column “Locker” of Officers is not a Muster column and was left out.",
        "The sheet “Appointments” is hidden; it was read like the others.",
    )
    apply_plan(store, plan)
    return store


def test_the_messy_offices_people(office: Store) -> None:
    assert office.rows(Officer) == [
        Officer(
            officer_id="A1", last_name="O'Neil", first_name="Dana", date_of_birth=date(1980, 4, 2), mcid="4711",
            employee_number="123", phone="601-555-0142", address="12 Main St\nBlue Creek", notes="=SUM(A1)",
        ),
        Officer(
            officer_id="A2", last_name="De La Cruz", first_name="José", date_of_birth=date(1971, 3, 4),
            employee_number="00045",
        ),
        Officer(
            officer_id="A3", last_name="Nuñez", first_name="María  Luz", suffix="Jr.",
            date_of_birth=date(1976, 8, 28), employee_number="00045", phone="6015550199",
        ),
        Officer(
            officer_id="A4", last_name="None", first_name="Sam", date_of_birth=date(1949, 7, 4),
            employee_number="00321", phone="601-555-0100",
        ),
        Officer(
            officer_id="A5", last_name="Null", first_name="Kim", date_of_birth=date(1990, 12, 31),
            employee_number="1-2",
        ),
    ]  # fmt: skip


def test_the_messy_offices_hidden_appointments(office: Store) -> None:
    first, second, third = (replace(row, id=0) for row in office.rows(Appointment))
    assert first == Appointment(
        officer_id="A1", role=Role.SRO, employer_type=EmployerType.DISTRICT, hired_on=date(2024, 8, 1),
        assigned_on=date(2024, 8, 5), assignment_percent=90.0, supervisor_title=SupervisorTitle.SUPERINTENDENT,
        has_office=True, has_computer=True, has_phone=True,
    )  # fmt: skip
    assert (second.employer_type, second.hired_on, second.assigned_on, second.assignment_percent) == (
        EmployerType.AGENCY, date(2024, 8, 1), date(2024, 8, 5), 100.0,
    )  # fmt: skip
    assert (second.has_office, second.has_computer, second.has_phone) == (True, False, None)
    assert (third.role, third.hired_on, third.assignment_percent) == (Role.SSO, date(2024, 8, 5), 80.0)


def test_the_messy_offices_training_and_weapons(office: Store) -> None:
    assert [(row.class_id, row.hours, row.sanctioned) for row in office.rows(TrainingClass)] == [
        ("2026", 8.0, Sanctioned.UNKNOWN), ("C-1", 12.0, Sanctioned.YES),
    ]  # fmt: skip
    assert [(r.class_id, r.officer_id, r.hours, r.credit_year, r.proof) for r in office.rows(Attendance)] == [
        ("C-1", "A1", None, "2026-27", Proof.NONE),
        ("C-1", "A2", 6.0, "", Proof.COPY),
        ("2026", "A1", 8.0, "2026", None),
    ]
    assert office.rows(Weapon) == [Weapon(weapon_id="00123", make="Glock", model="17", caliber="9mm")]
    (issue,) = office.rows(WeaponIssue)
    assert (issue.weapon_id, issue.returned_on) == ("00123", None)
    (shot,) = office.rows(Qualification)
    assert (shot.shot_on, shot.result, shot.score, shot.maximum) == (date(2026, 8, 10), Result.PASS, 1234.5, 2000.0)
    (bond,) = office.rows(Bond)
    assert (bond.amount, bond.effective_on) == (50_000.0, date(2026, 1, 1))


def test_the_messy_csv_folder(store: Store) -> None:
    apply_plan(store, plan_import(read_workbook(MESSY / "csv"), store))
    assert [(o.officer_id, o.last_name, o.date_of_birth, o.notes) for o in store.rows(Officer)] == [
        ("007", "Nuñez", date(1971, 3, 4), "“night shift”"),
        ("008", "O'Neil", date(1976, 8, 28), "=SUM(A1)"),
        ("009", "De La Cruz", date(1980, 4, 2), "two; parts"),
    ]
    assert [(c.officer_id, c.credential, c.proof) for c in store.rows(Credential)] == [
        ("007", "is-100", None), ("008", "is-700", Proof.COPY),
    ]  # fmt: skip
    assert [weapon.weapon_id for weapon in store.rows(Weapon)] == ["00077"]


def test_the_messy_opendocument_sheet(store: Store) -> None:
    apply_plan(store, plan_import(read_workbook(MESSY / "office.ods"), store))
    (officer,) = store.rows(Officer)
    assert (officer.first_name, officer.date_of_birth, officer.employee_number) == (
        "José  Luis", date(1975, 5, 6), "00042",
    )  # fmt: skip
    (appointment,) = store.rows(Appointment)
    assert (appointment.assignment_percent, appointment.has_office) == (80.0, True)


@pytest.mark.parametrize("name", ["office.xlsx", "csv", "office.ods"])
def test_a_second_import_finds_everything_on_record(store: Store, name: str) -> None:
    apply_plan(store, plan_import(read_workbook(MESSY / name), store, today=NOW.date()))
    before = store.head()
    again = plan_import(read_workbook(MESSY / name), store, today=NOW.date())
    assert set(verdicts(again)) == {Verdict.SAME}
    assert not again.writes
    assert apply_plan(store, again).empty
    assert store.head() == before


# --- errors ---------------------------------------------------------------------------------------------------


def test_an_error_names_sheet_row_column_value_and_what_is_allowed(store: Store) -> None:
    plan = plan_import(book(Officers=[("Roster",), (), (*HEADING, "date_of_birth"), (*LEE, "13/45/1980")]), store)
    assert only_error(plan) == (
        "Officers", 4, "date_of_birth", "13/45/1980", "“13/45/1980” is not a date.",
        "Write a date such as 8/1/2026, 08/01/26 or 2026-08-01.",
    )  # fmt: skip
    assert plan.lines() == [
        "roster.xlsx: 1 row (1 with errors).",
        "Officers, row 4, column date_of_birth: “13/45/1980” is not a date. "
        "Write a date such as 8/1/2026, 08/01/26 or 2026-08-01.",
    ]


@pytest.mark.parametrize(
    ("sheet", "heading", "row", "column", "value", "said"),
    [
        ("Officers", HEADING, ("A2", None, "Kim"), "last_name", "", "This cell is blank."),
        ("Officers", HEADING, (unsaved("=B1"), "Lee", "Kim"), "officer_id", "=B1", "formula without a saved value"),
        ("Appointments", ("officer_id", "role", "employer_type"), ("A1", "chief", "district"), "role", "chief",
         "Write sro, ceo, sso or other."),
        ("Appointments", ("officer_id", "role", "employer_type", "assignment_percent"), ("A1", "sro", "district", 120),
         "assignment_percent", "120", "not between 0 and 100"),
        ("Attendance", ("class_id", "officer_id"), ("C-1", "A1"), "class_id", "C-1", "There is no class “C-1”."),
        ("Credentials", ("officer_id", "credential"), ("A11", "is-100"), "officer_id", "A11", "Did you mean “A1”?"),
        ("Credentials", ("officer_id", "credential", "hours"), ("A1", "is-100", "many"), "hours", "many",
         "is not a number"),
        ("Waivers", ("officer_id", "requirement", "granted_by", "reference", "from_on", "until_on"),
         ("A1", "in-servise", "MDE", "Letter", "1/1/2026", "2/1/2026"), "requirement", "in-servise", "Did you mean"),
        ("Waivers", ("officer_id", "requirement", "granted_by", "reference", "from_on", "until_on"),
         ("A1", "in-service", "MDE", "Letter", "3/1/2026", "2/1/2026"), "until_on", "2/1/2026", "before it begins"),
        ("District", ("key", "value"), ("supperintendent", "Lee"), "key", "supperintendent", "Did you mean"),
        ("District", ("key", "value"), ("in_service_year", "lunar"), "value", "lunar",
         "school, calendar or anniversary"),
    ],
)  # fmt: skip
def test_every_error_has_its_place(
    store: Store, sheet: str, heading: tuple[str, ...], row: tuple[Content, ...], column: str, value: str, said: str
) -> None:
    apply_plan(store, plan_import(officers(LEE), store))
    plan = plan_import(book(**{sheet: [heading, row]}), store, requirements=["in-service", "bond"])
    place = only_error(plan)
    assert place[:4] == (sheet, 2, column, value)
    assert said in f"{place[4]} {place[5]}"
    assert plan.blocked


def test_nothing_is_written_while_there_are_errors(store: Store) -> None:
    plan = plan_import(officers(LEE, ("A2", "", "Kim")), store)
    with pytest.raises(UserError, match="nothing was written"):
        apply_plan(store, plan)
    assert store.rows(Officer) == []


def test_good_rows_go_in_where_bad_ones_are_skipped(store: Store) -> None:
    workbook = book(
        Officers=[HEADING, LEE, ("A2", "", "Kim")],
        Credentials=[("officer_id", "credential"), ("A1", "is-100"), ("A2", "is-100")],
    )
    plan = plan_import(workbook, store, skip_bad_rows=True)
    assert verdicts(plan) == [Verdict.ADD, Verdict.ERROR, Verdict.ADD, Verdict.ERROR]
    assert plan.rows[3].errors[0].allowed == "Row 3 of Officers would be it, but has errors."
    changes = apply_plan(store, plan)
    assert changes.officers == {"A1"}
    assert len(store.rows(Credential)) == 1
    assert [line for line in plan.lines() if "row 3" in line]


def test_a_missing_column_is_named_and_keeps_the_sheet_out(store: Store) -> None:
    plan = plan_import(book(Officers=[("officer_id", "first_name", "phone"), ("A1", "Dana", "")]), store)
    assert only_error(plan)[:3] == ("Officers", 1, "last_name")
    assert only_error(plan)[4] == "This column is missing."
    assert plan.blocked


def test_two_columns_of_one_name_are_an_error(store: Store) -> None:
    plan = plan_import(book(Officers=[(*HEADING, "Phone "), (*LEE, "")]), store)
    assert only_error(plan)[2:5] == ("phone", "phone", "Two columns have this name.")


def test_a_sheet_without_column_names_is_an_error(store: Store) -> None:
    plan = plan_import(book(Officers=[LEE]), store)
    assert "There is no row of column names" in only_error(plan)[4]
    assert "officer_id, last_name, first_name" in only_error(plan)[5]


def test_a_workbook_of_other_things_is_refused_by_name(store: Store) -> None:
    with pytest.raises(UserError, match="its sheets: “Sheet1”") as refused:
        plan_import(book(Sheet1=[HEADING, LEE]), store)
    assert "Officers, Appointments" in refused.value.hint


def test_titles_blank_rows_and_repeated_headings_are_no_records(store: Store) -> None:
    plan = plan_import(book(Officers=[("Our roster",), (), HEADING, (), LEE, (" ", None), HEADING]), store)
    assert [(row.number, row.verdict) for row in plan.rows] == [(5, Verdict.ADD)]


def test_a_fraction_among_percentages_is_pointed_out(store: Store) -> None:
    heading = ("officer_id", "role", "employer_type", "assignment_percent")
    plan = plan_import(book(Officers=[HEADING, LEE], Appointments=[heading, ("A1", "sro", "district", 0.9)]), store)
    assert plan.notes == (
        "Appointments, row 2, column assignment_percent: 0.9 is taken as 0.9 percent; write 90 if that is meant.",
    )


def test_cells_beside_the_columns_are_counted_as_left_out(store: Store) -> None:
    plan = plan_import(book(Officers=[HEADING, (*LEE, "see file")]), store)
    assert plan.notes == ("1 cell of Officers in columns without a name were left out.",)


# --- rows that are there already ------------------------------------------------------------------------------


def test_equal_rows_are_skipped_and_counted(store: Store) -> None:
    apply_plan(store, plan_import(officers(LEE), store))
    plan = plan_import(officers(LEE, ("A2", "Cruz", "Ana", None)), store)
    assert verdicts(plan) == [Verdict.SAME, Verdict.ADD]
    assert plan.counts()[Verdict.SAME] == 1


def test_a_different_row_is_a_conflict_listed_and_left(store: Store) -> None:
    apply_plan(store, plan_import(officers(LEE), store))
    plan = plan_import(officers(("A1", "Lee", "Dana", "601-555-0199")), store)
    assert verdicts(plan) == [Verdict.CONFLICT]
    assert plan.lines()[1] == (
        "Officers, row 2, column phone (A1): “601-555-0100” on record is left; the workbook says “601-555-0199”."
    )
    assert not plan.blocked
    assert apply_plan(store, plan).empty


def test_a_conflict_is_taken_with_update(store: Store) -> None:
    apply_plan(store, plan_import(officers(LEE), store))
    plan = plan_import(officers(("A1", "Lee-Cruz", "Dana", None)), store, update=True)
    assert verdicts(plan) == [Verdict.UPDATE]
    apply_plan(store, plan)
    assert store.rows(Officer)[0].last_name == "Lee-Cruz"
    assert store.rows(Officer)[0].phone == "601-555-0100"


def test_an_update_that_makes_no_sense_with_the_record_is_an_error(store: Store) -> None:
    weapons = [("weapon_id",), ("W1",)]
    issues = ("weapon_id", "officer_id", "issued_on", "returned_on")
    first = book(Officers=[HEADING, LEE], Weapons=weapons, Weapon_issues=[issues, ("W1", "A1", "8/1/2026", None)])
    apply_plan(store, plan_import(first, store))
    heading = ("class_id", "title", "starts_on", "ends_on", "hours")
    apply_plan(store, plan_import(book(Classes=[heading, ("C", "Law", "8/1/2026", "8/2/2026", 8)]), store))
    plan = plan_import(
        book(Classes=[("class_id", "title", "ends_on", "hours"), ("C", "Law", "7/1/2026", 8)]), store, update=True
    )
    assert only_error(plan)[2] == "ends_on"


def test_blank_cells_say_nothing(store: Store) -> None:
    apply_plan(store, plan_import(officers(LEE), store))
    assert verdicts(plan_import(officers(("A1", "Lee", "Dana", None)), store)) == [Verdict.SAME]


def test_a_row_that_only_leaves_out_part_of_its_key_is_the_row_on_record(store: Store) -> None:
    heading = ("officer_id", "role", "employer_type", "hired_on", "assigned_on")
    workbook = book(Officers=[HEADING, LEE], Appointments=[heading, ("A1", "sro", "district", "8/1/2024", "8/5/2024")])
    apply_plan(store, plan_import(workbook, store))
    short = [heading, ("A1", "sro", "district", "8/1/2024", None), ("A1", "sro", "district", "8/2/2024", None)]
    assert verdicts(plan_import(book(Appointments=short), store)) == [Verdict.SAME, Verdict.ADD]


def test_a_row_that_is_there_twice(store: Store) -> None:
    plan = plan_import(officers(LEE, LEE, ("A1", "Lee", "Dan", None)), store)
    assert verdicts(plan) == [Verdict.ADD, Verdict.SAME, Verdict.ERROR]
    assert plan.rows[2].errors[0].message == "This row and row 2 are about the same officer but differ here."
    assert plan.rows[2].errors[0].column == "first_name"


# --- the district ---------------------------------------------------------------------------------------------

PROFILE = [("Key", "Value"), ("Name", "Blue Creek"), ("zip", 39201), ("first year", "Prorated"), ("county", None),
           ("accept_nasro_path", "no"), ("records begin on", "7/1/2025")]  # fmt: skip


def test_the_profile_of_an_empty_file_is_taken_whole(store: Store) -> None:
    plan = plan_import(book(District=PROFILE), store)
    assert set(verdicts(plan)) == {Verdict.ADD}
    assert apply_plan(store, plan).district
    assert store.district() == District(
        name="Blue Creek", zip="39201", first_year=FirstYear.PRORATED, accept_nasro_path=False,
        records_begin_on=date(2025, 7, 1),
    )  # fmt: skip


def test_settings_on_record_are_not_overwritten_without_update(store: Store) -> None:
    apply_plan(store, plan_import(book(District=PROFILE), store))
    changed = book(District=[("key", "value"), ("name", "Red Creek"), ("county", "Hinds"), ("first_year", "exempt")])
    plan = plan_import(changed, store)
    assert verdicts(plan) == [Verdict.CONFLICT, Verdict.ADD, Verdict.CONFLICT]
    apply_plan(store, plan)
    assert (store.district().name, store.district().county) == ("Blue Creek", "Hinds")
    apply_plan(store, plan_import(changed, store, update=True))
    assert (store.district().name, store.district().first_year) == ("Red Creek", FirstYear.EXEMPT)


def test_a_setting_that_is_there_twice(store: Store) -> None:
    plan = plan_import(book(District=[("key", "value"), ("name", "A"), ("NAME", "A"), ("Name", "B")]), store)
    assert verdicts(plan) == [Verdict.ADD, Verdict.SAME, Verdict.ERROR]


def test_unknown_keys_are_refused_by_name(store: Store) -> None:
    plan = plan_import(book(District=[("key", "value"), ("mascot", "owl"), (None, "x")]), store)
    assert [row.errors[0].message for row in plan.rows] == ["“mascot” is not a setting.", "This cell is blank."]
    assert "name, county, address" in plan.rows[1].errors[0].allowed


# --- one plan, one edit ---------------------------------------------------------------------------------------


def test_an_import_is_one_edit_and_one_undo(store: Store) -> None:
    before = Path(store.path).read_bytes()
    apply_plan(store, plan_import(read_workbook(MESSY / "office.xlsx"), store))
    assert store.undo_label == "Import office.xlsx"
    assert len(store.history()) == 1
    store.undo()
    assert store.rows(Officer) == store.rows(Appointment) == store.rows(Attendance) == []
    assert before.startswith(b"SQLite format 3")


def test_planning_writes_nothing_and_gives_the_same_plan_again(store: Store) -> None:
    workbook = read_workbook(MESSY / "office.xlsx")
    before = store.path.read_bytes()
    plan = plan_import(workbook, store)
    assert plan_import(workbook, store) == plan
    assert store.path.read_bytes() == before
    changes = apply_plan(store, plan)
    written = sum(len(store.rows(kind)) for kind in (Officer, Appointment, TrainingClass, Attendance))
    assert written == 13
    assert changes.officers == {"A1", "A2", "A3", "A4", "A5"}


def test_a_plan_for_records_that_have_changed_since_is_refused(store: Store) -> None:
    plan = plan_import(officers(LEE), store)
    apply_plan(store, plan_import(officers(("A2", "Cruz", "Ana", None)), store))
    with pytest.raises(UserError, match="changed after this preview"):
        apply_plan(store, plan)


def test_committing_makes_a_verified_backup_first(store: Store) -> None:
    apply_plan(store, plan_import(officers(LEE), store))
    commit_plan(store, plan_import(officers(("A2", "Cruz", "Ana", None)), store), NOW)
    (backup,) = (store.path.parent / documents.BACKUPS).iterdir()
    with documents.open_file(backup, who="Clerk", now=now) as kept:
        assert [officer.officer_id for officer in kept.rows(Officer)] == ["A1"]
    assert len(store.rows(Officer)) == 2


def test_an_import_of_nothing_new_makes_no_backup(store: Store) -> None:
    apply_plan(store, plan_import(officers(LEE), store))
    commit_plan(store, plan_import(officers(LEE), store), NOW)
    assert not (store.path.parent / documents.BACKUPS).exists()


def test_the_plan_as_json(store: Store) -> None:
    apply_plan(store, plan_import(officers(LEE), store))
    plan = plan_import(officers(("A1", "Lee", "Dan", None), ("A2", "", "Kim")), store)
    told = json.loads(json.dumps(plan.to_json()))
    assert told["blocked"] is True
    assert told["counts"] == {"add": 0, "update": 0, "same": 0, "conflict": 1, "error": 1}
    assert told["sheets"] == {"Officers": told["counts"]}
    assert told["rows"][0]["differences"] == [{"column": "first_name", "on_record": "Dana", "in_workbook": "Dan"}]
    assert told["rows"][1]["errors"] == [
        {"column": "last_name", "value": "", "message": "This cell is blank.", "allowed": "It must be filled."}
    ]


def test_a_waiver_may_name_any_requirement_where_no_rules_are_given(store: Store) -> None:
    heading = ("officer_id", "requirement", "granted_by", "reference", "from_on", "until_on")
    workbook = book(Officers=[HEADING, LEE], Waivers=[heading, ("A1", "local-1", "MDE", "x", "1/1/2026", "2/1/2026")])
    apply_plan(store, plan_import(workbook, store))
    assert store.rows(Waiver)[0].requirement == "local-1"


def test_an_export_over_the_same_file_changes_no_cell(store: Store, tmp_path: Path) -> None:
    apply_plan(store, plan_import(read_workbook(MESSY / "office.xlsx"), store))
    for name in ("one.xlsx", "two.xlsx"):
        export_workbook(store, tmp_path / name)
    one, two = (read_workbook(tmp_path / name) for name in ("one.xlsx", "two.xlsx"))
    assert one.sheets == two.sheets
    assert [sheet.name for sheet in one.sheets][:3] == ["District", "Officers", "Appointments"]
