"""Rows go in and come out the same; what must not go in is refused in plain words; an edit is all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import documents
from core.edits import BATCH
from core.errors import FieldError, FileError, UserError
from core.model import (
    TABLES,
    Agreement,
    AgreementKind,
    Attachment,
    Attendance,
    Bond,
    Column,
    Credential,
    District,
    FirstYear,
    Officer,
    Paper,
    Proof,
    Qualification,
    Result,
    Table,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
    columns,
)
from core.store import Store

DANA = Officer(officer_id="A1", last_name="Lee", first_name="Dana")
PAT = Officer(officer_id="A2", last_name="Moss", first_name="Pat")
LAW = TrainingClass(class_id="C1", title="Legal update", ends_on=date(2026, 8, 1), hours=8.0)
GLOCK = Weapon(weapon_id="W1", make="Glock")
PARENTS = {"officer_id": "A1", "class_id": "C1", "weapon_id": "W1"}


def now() -> datetime:
    return datetime(2027, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with documents.create(tmp_path / "roster.muster", who="Test Clerk", now=now) as store:
        with store.edit("Begin") as edit:
            edit.insert_many([DANA, PAT, LAW, GLOCK])
        yield store


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with documents.create(tmp_path_factory.mktemp("rows") / "a.muster", who="Test Clerk", now=now) as store:
        with store.edit("Begin") as edit:
            edit.insert_many([DANA, LAW, GLOCK])
        yield store


CODES = count(1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
VALUES: dict[type, st.SearchStrategy[Any]] = {
    str: TEXTS,
    date: st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    int: st.integers(-(2**63), 2**63 - 1),
}


def values(column: Column, table: Table | None = None) -> st.SearchStrategy[Any]:
    if table and table.keyed and column.name == table.key[0]:
        return TEXTS.filter(lambda text: text not in {"", *PARENTS.values()})
    if column.name == "code":  # of printed papers, each once
        return st.builds(lambda: str(next(CODES)))
    if column.name in PARENTS:
        return st.just(PARENTS[column.name])
    kind = VALUES[column.kind] if column.kind in VALUES else st.sampled_from(list(column.kind))
    never_blank = column.name in {"sanctioned", "off"} or (table is not None and table.row is Attachment)
    optional = not column.required and column.kind is not str and not never_blank
    return st.none() | kind if optional else kind


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@settings(max_examples=15)
@given(data=st.data())
def test_a_row_comes_back_as_it_went_in(shared: Store, table: Table, data: st.DataObject) -> None:
    row = table.row(**{column.name: data.draw(values(column, table), column.name) for column in table.columns})
    with shared.edit("Add") as edit:
        stored = edit.insert(row)
    assert stored == (row if table.keyed else replace(row, id=stored.id))
    found = shared.find(table.row, getattr(stored, table.key[0] if table.keyed else "id"))
    assert found == stored
    assert [type(getattr(found, c.name)) for c in table.columns] == [type(getattr(row, c.name)) for c in table.columns]
    if table.row is Paper:  # what was printed stays printed
        return
    shared.undo()
    assert found not in shared.rows(table.row)
    shared.redo()
    assert found in shared.rows(table.row)
    shared.undo()


@settings(max_examples=40)
@given(data=st.data())
def test_a_district_profile_comes_back_as_it_went_in(shared: Store, data: st.DataObject) -> None:
    drawn = {column.name: data.draw(values(column), column.name) for column in columns(District)}
    # A blank text, and a setting that is not chosen, have their default.
    district = District(**{name: value for name, value in drawn.items() if value not in ("", None)})
    with shared.edit("Profile") as edit:
        edit.set_district(district)
    assert shared.district() == district


def test_only_settings_that_differ_are_written(store: Store) -> None:
    with store.edit("Profile") as edit:
        edit.set_district(District(name="Example Schools", first_year=FirstYear.PRORATED))
    assert edit.changes.district
    assert {row.key for row in store.history()[0].rows} == {"name", "first_year"}
    with store.edit("Profile") as edit:
        edit.set_district(District(name="Example Schools", first_year=FirstYear.FULL))
    assert [(row.before["value"], row.after["value"]) for row in store.history()[0].rows] == [("prorated", "full")]


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        (replace(DANA, last_name="Other"), "officer_id", "Officer Dana Lee (A1) is already recorded."),
        (replace(LAW, title="Other"), "class_id", "Class “Legal update” (C1) is already recorded."),
        (GLOCK, "weapon_id", "Weapon W1 is already recorded."),
        (
            Attendance(class_id="C1", officer_id="A1", hours=1.0),
            "officer_id",
            "Dana Lee's attendance of “Legal update” is already recorded.",
        ),
        (
            Bond(officer_id="A1", effective_on=date(2026, 7, 1), amount=9.0),
            "surety",
            "Dana Lee's bond of 7/1/2026 is already recorded.",
        ),
        (
            Credential(officer_id="A1", credential="is-100", notes="again"),
            "credential",
            "Dana Lee's credential “FEMA IS-100” is already recorded.",
        ),
        (
            Qualification(officer_id="A1", weapon_id="W1", shot_on=date(2026, 7, 1), result=Result.PASS, score=1.0),
            "weapon_id",
            "Dana Lee's qualification with weapon W1 on 7/1/2026 is already recorded.",
        ),
    ],
)
@pytest.mark.parametrize("many", [False, True])
def test_a_second_row_of_the_same_key_is_refused_in_words(
    store: Store, row: Any, field: str, message: str, many: bool
) -> None:
    with store.edit("Once") as edit:
        edit.insert(Attendance(class_id="C1", officer_id="A1"))
        edit.insert(Bond(officer_id="A1", effective_on=date(2026, 7, 1)))
        edit.insert(Credential(officer_id="A1", credential="is-100"))
        edit.insert(Qualification(officer_id="A1", weapon_id="W1", shot_on=date(2026, 7, 1), result=Result.PASS))
    before = store.rows(type(row))
    with pytest.raises(FieldError) as caught, store.edit("Twice") as edit:
        edit.insert_many([row]) if many else edit.insert(row)
    assert (caught.value.field, caught.value.message) == (field, message)
    assert store.rows(type(row)) == before


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (Attendance(class_id="C1", officer_id="Z9"), "There is no officer “Z9” in the records."),
        (Attendance(class_id="Z9", officer_id="A1"), "There is no class “Z9” in the records."),
        (
            WeaponIssue(weapon_id="Z9", officer_id="A1", issued_on=date(2026, 1, 1)),
            "There is no weapon “Z9” in the records.",
        ),
    ],
)
def test_a_row_must_refer_to_what_is_there(store: Store, row: Any, message: str) -> None:
    with pytest.raises(FieldError) as caught, store.edit("Add") as edit:
        edit.insert(row)
    assert caught.value.message == message


@pytest.mark.parametrize("row", [replace(DANA, officer_id=""), replace(LAW, class_id=""), replace(GLOCK, weapon_id="")])
def test_a_blank_key_never_gets_in(store: Store, row: Any) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"), store.edit("Add") as edit:
        edit.insert(row)


def test_update_and_delete_of_a_row_that_is_gone_are_refused(store: Store) -> None:
    for act in ("update", "delete"):
        with pytest.raises(UserError, match="no longer in the records"), store.edit("Late") as edit:
            getattr(edit, act)(Bond(id=77, officer_id="A1", effective_on=date(2026, 1, 1)))


def test_a_row_that_others_refer_to_stays(store: Store) -> None:
    with store.edit("Attend") as edit:
        edit.insert(Attendance(class_id="C1", officer_id="A1"))
    with pytest.raises(UserError, match="refer to class “Legal update”"), store.edit("Remove") as edit:
        edit.delete(LAW)
    assert store.rows(TrainingClass) == [LAW]


def test_anything_raised_leaves_neither_rows_nor_entry(store: Store) -> None:
    before, entries = store.records(), store.head()
    with pytest.raises(ZeroDivisionError), store.edit("Half") as edit:  # noqa: PT012
        edit.insert(Bond(officer_id="A1", effective_on=date(2026, 7, 1)))
        edit.set_district(District(name="Other"))
        edit.rename(Officer, "A2", "B2")
        1 / 0  # noqa: B018
    assert (store.records(), store.head(), store.district()) == (before, entries, District())
    assert store.undo_label == "Begin"
    store.check_chain()


def test_an_edit_that_changes_nothing_writes_nothing(store: Store) -> None:
    before = store.path.read_bytes()
    with store.edit("Nothing") as edit:
        edit.update(DANA)
        edit.set_district(District())
        edit.rename(Officer, "A1", "A1")
    assert edit.changes.empty
    assert store.path.read_bytes() == before


def test_changes_of_a_class_or_weapon_touch_everyone_concerned(store: Store) -> None:
    with store.edit("Begin") as edit:
        edit.insert(Attendance(class_id="C1", officer_id="A1"))
        edit.insert(WeaponIssue(weapon_id="W1", officer_id="A2", issued_on=date(2026, 1, 1)))
    assert edit.changes.officers == {"A1", "A2"}
    with store.edit("Hours") as edit:
        edit.update(replace(LAW, hours=4.0))
    assert (edit.changes.officers, edit.changes.tables, edit.changes.district) == ({"A1"}, {"classes"}, False)
    assert store.undo().officers == {"A1"}
    with store.edit("Owner") as edit:
        edit.update(replace(GLOCK, owner="district"))
    assert edit.changes.officers == {"A2"}
    with store.edit("Agreement") as edit:
        edit.insert(Agreement(agreement_id="M1", kind=AgreementKind.MOU))
    assert (edit.changes.officers, edit.changes.district) == (frozenset(), True)


def test_moving_attendance_touches_who_had_it_and_who_has_it(store: Store) -> None:
    with store.edit("Attend") as edit:
        row = edit.insert(Attendance(class_id="C1", officer_id="A1"))
    with store.edit("Correct") as edit:
        edit.update(replace(row, officer_id="A2"))
    assert edit.changes.officers == {"A1", "A2"}


def test_renaming_follows_into_every_table(store: Store) -> None:
    with store.edit("Begin") as edit:
        edit.insert(Attendance(class_id="C1", officer_id="A1"))
        edit.insert(WeaponIssue(weapon_id="W1", officer_id="A1", issued_on=date(2026, 1, 1)))
        edit.insert(Qualification(officer_id="A1", weapon_id="W1", shot_on=date(2026, 7, 1), result=Result.FAIL))
        edit.insert(
            Waiver(
                officer_id="A1", requirement="weapon-qualification", item="W1", granted_by="Board", reference="12",
                from_on=date(2026, 1, 1), until_on=date(2026, 12, 31),
            )
        )  # fmt: skip
    with store.edit("Rename") as edit:
        edit.rename(Officer, "A1", "B1")
        edit.rename(Weapon, "W1", "V1")
        edit.rename(TrainingClass, "C1", "K1")
    record = store.record("B1")
    assert store.record("A1") is None
    assert edit.changes.officers >= {"A1", "B1"}
    assert (record.attended[0].training.class_id, record.issued[0].weapon.weapon_id) == ("K1", "V1")
    assert (record.qualifications[0].weapon_id, record.waivers[0].item) == ("V1", "V1")
    store.undo()
    assert store.record("A1").waivers[0].item == "W1"


def test_renaming_onto_another_or_from_nobody_is_refused(store: Store) -> None:
    with pytest.raises(FieldError, match=r"Officer Pat Moss \(A2\) is already recorded"), store.edit("R") as edit:
        edit.rename(Officer, "A1", "A2")
    with pytest.raises(UserError, match="There is no officer “Z9”"), store.edit("R") as edit:
        edit.rename(Officer, "Z9", "A3")


def test_records_are_ordered_by_name_and_only_of_those_asked(store: Store) -> None:
    with store.edit("More") as edit:
        edit.insert(Officer(officer_id="A0", last_name="Moss", first_name="Pat"))
        edit.insert(Officer(officer_id="A9", last_name="Adams", first_name="Kim"))
    assert [record.officer.officer_id for record in store.records()] == ["A9", "A1", "A0", "A2"]
    assert [record.officer.officer_id for record in store.records(["A2", "A9", "none"])] == ["A9", "A2"]
    assert store.record("none") is None


def test_one_record_is_the_same_alone_and_among_all(store: Store) -> None:
    with store.edit("Begin") as edit:
        edit.insert(Attendance(class_id="C1", officer_id="A1", proof=Proof.COPY))
        edit.insert(WeaponIssue(weapon_id="W1", officer_id="A1", issued_on=date(2026, 1, 1)))
        edit.set_district(District(name="Example Schools"))
    assert store.record("A1") == store.records()[0]
    assert store.record("A1").district.name == "Example Schools"
    assert store.record("A1").attended[0].hours == 8.0


def test_many_rows_are_numbered_and_logged_like_single_ones(store: Store) -> None:
    rows = [Bond(officer_id="A1", effective_on=date(2000, 1, 1) + timedelta(n)) for n in range(BATCH + 5)]
    with store.edit("Import") as edit:
        first = edit.insert(Bond(officer_id="A2", effective_on=date(2026, 1, 1)))
        edit.insert_many(rows)
    stored = store.rows(Bond)
    assert [row.id for row in stored] == list(range(first.id, first.id + len(rows) + 1))
    assert [replace(row, id=0) for row in stored[1:]] == rows
    assert store.history()[0].row_count == len(rows) + 1
    store.check_chain()
    store.undo()
    assert store.rows(Bond) == []
    store.check_rows()


def test_ids_are_never_used_twice(store: Store) -> None:
    with store.edit("Add") as edit:
        first = edit.insert(Bond(officer_id="A1", effective_on=date(2026, 1, 1)))
    store.undo()
    with store.edit("Add") as edit:
        second = edit.insert(Bond(officer_id="A1", effective_on=date(2026, 1, 1)))
    assert second.id > first.id


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE officers SET date_of_birth = '2026-13-01'", "“2026-13-01” as date_of_birth in the table officers"),
        ("UPDATE classes SET sanctioned = 'perhaps'", "“perhaps” as sanctioned in the table classes"),
        ("INSERT INTO district VALUES ('first_year', 'never')", "district settings"),
        ("INSERT INTO district VALUES ('practice', 'perhaps')", "district settings"),
        ("INSERT INTO district VALUES ('shoe_size', '9')", "district settings"),
    ],
)
def test_what_another_tool_wrote_and_cannot_be_read_is_named(store: Store, change: str, told: str) -> None:
    with closing(sqlite3.connect(store.path)) as raw, raw:
        raw.execute(change)
    with pytest.raises(FileError, match=told):
        store.records() and store.rows(TrainingClass)


def test_values_read_are_enums_and_dates_not_text(store: Store) -> None:
    (law,) = store.rows(TrainingClass)
    assert isinstance(law.sanctioned, StrEnum)
    assert type(law.ends_on) is date


def test_another_program_at_work_is_told_plainly(store: Store) -> None:
    store._db.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FileError, match="Another program is using the records file"), store.edit("Add") as edit:
            edit.insert(Bond(officer_id="A1", effective_on=date(2026, 1, 1)))
    with store.edit("Add") as edit:
        edit.insert(Bond(officer_id="A1", effective_on=date(2026, 1, 1)))


def test_two_windows_on_one_file_keep_one_change_log(store: Store) -> None:
    with Store.open(store.path, who="Other Clerk", now=now) as other:
        for number, desk in enumerate([store, other, store, other]):
            with desk.edit(f"Bond {number}") as edit:
                edit.insert(Bond(officer_id="A1", number=str(number), effective_on=date(2026, 1, 1)))
        assert store.undo_label == other.undo_label == "Bond 3"
        store.undo()
        assert other.redo_label == "Bond 3"
    store.check_chain()
    assert [change.who for change in store.history(limit=3)] == ["Test Clerk", "Other Clerk", "Test Clerk"]
