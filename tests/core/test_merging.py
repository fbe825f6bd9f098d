"""Two on file become one: nothing is lost, what differs is asked, and one undo brings both back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from core import actions, attaching, documents, merging
from core.errors import FieldError, UserError
from core.model import (
    Appointment,
    Attachment,
    Attendance,
    Credential,
    EmployerType,
    Officer,
    Paper,
    Proof,
    Role,
    TrainingClass,
    Weapon,
    WeaponIssue,
)
from core.store import Store

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SCAN = attaching.Enclosure("scan.pdf", b"%PDF-1.4 scan")
OTHER = attaching.Enclosure("other.pdf", b"%PDF-1.4 other")

DANA = Officer(officer_id="A1", last_name="Lee", first_name="Dana", date_of_birth=date(1980, 4, 2), notes="First.")
SAME = Officer(officer_id="A2", last_name="Lee", first_name="Dana", mcid="77", phone="555-0100", notes="Second.")
ROWS = (
    DANA,
    SAME,
    Officer(officer_id="A3", last_name="Boyd", first_name="Ty"),
    Appointment(officer_id="A1", role=Role.SRO, employer_type=EmployerType.DISTRICT, hired_on=date(2020, 8, 1)),
    Appointment(
        officer_id="A2", role=Role.SRO, employer_type=EmployerType.DISTRICT, hired_on=date(2020, 8, 1), school="East"
    ),
    TrainingClass(class_id="C1", title="Law", ends_on=date(2026, 8, 5), hours=8),
    TrainingClass(class_id="C2", title="Radio", ends_on=date(2026, 9, 5), hours=4),
    Attendance(class_id="C1", officer_id="A1", proof=Proof.COPY),
    Attendance(class_id="C1", officer_id="A2", hours=6),
    Attendance(class_id="C2", officer_id="A2"),
    Credential(officer_id="A2", credential="is-100", issued_on=date(2021, 1, 1)),
    Weapon(weapon_id="S1"),
    WeaponIssue(weapon_id="S1", officer_id="A2", issued_on=date(2020, 8, 1)),
)


@pytest.fixture
def store(tmp_path: Path) -> Any:
    path = tmp_path / "merge.muster"
    with documents.create(path, who="test", now=lambda: NOW) as store:
        with store.edit("Enter") as edit:
            for row in ROWS:
                edit.insert(row)
        yield store


def rows_of(store: Store) -> dict[str, list[Any]]:
    return {cls.__name__: store.rows(cls) for cls in {type(row) for row in ROWS} | {Attachment, Paper}}


def test_what_it_would_do_is_said_before(store: Store) -> None:
    found = merging.merger(store, "A1", "A2")
    assert {type(row).__name__ for row in found.moves} == {"Attendance", "Credential", "WeaponIssue"}
    assert [fold.table for fold in found.folds] == ["appointments", "attendance"]
    assert found.differences == ()


def test_both_sets_of_facts_are_kept_and_duplicates_folded(store: Store) -> None:
    merging.merge(store, "A1", "A2", {}, "the same person")
    assert store.find(Officer, "A2") is None
    assert store.find(Officer, "A1") == replace(DANA, mcid="77", phone="555-0100", notes="First.\nSecond.")
    record = store.record("A1")
    assert record is not None
    assert [a.school for a in record.appointments] == ["East"]
    sat = {a.training.class_id: (a.attendance.hours, a.attendance.proof) for a in record.attended}
    assert sat == {"C1": (6, Proof.COPY), "C2": (None, None)}
    assert [c.credential for c in record.credentials] == ["is-100"]
    assert [i.issue.weapon_id for i in record.issued] == ["S1"]
    store.check_chain()
    store.check_rows()


def test_one_undo_brings_both_back_and_redo_merges_again(store: Store) -> None:
    before = rows_of(store)
    merging.merge(store, "A1", "A2", {}, "the same person")
    after = rows_of(store)
    assert store.undo_label == "Merge officer Dana Lee (A2) into Dana Lee (A1)"
    store.undo()
    assert rows_of(store) == before
    store.redo()
    assert rows_of(store) == after


def test_where_the_two_differ_somebody_decides(store: Store) -> None:
    actions.save(store, replace(SAME, date_of_birth=date(1980, 2, 4)), reason="as on the license")
    (appointment,) = store.record("A1").appointments  # type: ignore[union-attr]
    actions.save(store, replace(appointment, school="West"), reason="as told")
    found = merging.merger(store, "A1", "A2")
    assert [(each.table, each.field) for each in found.differences] == [
        ("officers", "date_of_birth"),
        ("appointments", "school"),
    ]
    born, school = found.differences
    with pytest.raises(FieldError, match="differ"):
        merging.merge(store, "A1", "A2", {born: True}, "the same person")
    merging.merge(store, "A1", "A2", {born: True, school: False}, "the same person")
    record = store.record("A1")
    assert record is not None
    assert record.officer.date_of_birth == date(1980, 2, 4)
    assert [a.school for a in record.appointments] == ["West"]


def test_documents_go_along_and_the_same_one_twice_is_one(store: Store) -> None:
    mine, theirs = (row for row in store.rows(Attendance) if row.class_id == "C1")
    attaching.attach(store, mine, [SCAN], on=TODAY)
    attaching.attach(store, theirs, [SCAN, OTHER], on=TODAY)
    attaching.attach(store, SAME, [OTHER], on=TODAY)
    (moved,) = (row for row in store.rows(Credential) if row.officer_id == "A2")
    attaching.attach(store, moved, [SCAN], on=TODAY)
    before = rows_of(store)
    merging.merge(store, "A1", "A2", {}, "the same person")
    places = sorted((a.table_name, a.row_key, a.file_name, a.officer_id) for a in store.rows(Attachment))
    assert places == [
        ("attendance", str(mine.id), "other.pdf", "A1"),
        ("attendance", str(mine.id), "scan.pdf", "A1"),
        ("credentials", str(moved.id), "scan.pdf", "A1"),
        ("officers", "A1", "other.pdf", "A1"),
    ]
    store.undo()
    assert rows_of(store) == before


def test_printed_papers_go_along_and_it_can_still_be_undone(store: Store) -> None:
    for row in store.of_officer("A2"):
        with store.edit("Clear the way") as edit:
            edit.delete(row)
    with store.edit("Print") as edit:
        blob = edit.keep(b"x")
        paper = Paper(
            code="P-1", name="letter", title="Notice", officer_id="A2", printed_on=TODAY, as_of=TODAY,
            policy_version="1", policy_fingerprint="f", sha256=blob, snapshot=blob, pages=1,
        )  # fmt: skip
        edit.insert(paper)
    merging.merge(store, "A1", "A2", {}, "the same person")
    assert [each.officer_id for each in store.rows(Paper)] == ["A1"]
    store.undo()
    assert [each.officer_id for each in store.rows(Paper)] == ["A2"]
    assert store.find(Officer, "A2") == SAME


def test_it_is_refused_without_a_reason_or_two_people(store: Store) -> None:
    with pytest.raises(FieldError, match="Say why"):
        merging.merge(store, "A1", "A2", {}, " ")
    with pytest.raises(UserError, match="two different"):
        merging.merger(store, "A1", "A1")
    with pytest.raises(UserError, match="no officer “Z”"):
        merging.merger(store, "A1", "Z")
    assert store.find(Officer, "A2") == SAME


def words_left(store: Store) -> str:
    return store.path.read_bytes().decode("latin-1")


def test_an_erasure_takes_the_one_who_was_merged_along(store: Store) -> None:
    merging.merge(store, "A1", "A2", {}, "the same person")
    actions.erase_officer(store, "A1", "as the court ordered")
    store.check_chain()
    assert "555-0100" not in words_left(store)
    assert not [row for change in store.history() for row in change.rows if "A2" in str(row)]


def test_an_erasure_spares_the_one_whose_merger_was_undone(store: Store) -> None:
    merging.merge(store, "A1", "A2", {}, "the same person")
    store.undo()
    actions.erase_officer(store, "A1", "as the court ordered")
    assert store.find(Officer, "A2") == SAME
    assert store.record("A2").credentials  # type: ignore[union-attr]
