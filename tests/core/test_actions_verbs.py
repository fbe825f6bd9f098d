"""Each verb is one edit that undo takes back whole, and refuses in words that name the people and things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from core import actions, documents
from core.errors import FieldError, UserError
from core.model import (
    TABLES,
    Agreement,
    AgreementKind,
    Appointment,
    Attendance,
    Bond,
    Credential,
    District,
    EmployerType,
    Officer,
    Qualification,
    Result,
    Role,
    TrainingClass,
    Weapon,
    WeaponIssue,
)
from core.store import Store

DANA = Officer(officer_id="A1", last_name="Lee", first_name="Dana", date_of_birth=date(1990, 1, 2))
PAT = Officer(officer_id="A2", last_name="Moss", first_name="Pat")
LAW = TrainingClass(class_id="C1", title="Legal update", ends_on=date(2026, 8, 1), hours=8.0)
GLOCK = Weapon(weapon_id="W1", make="Glock")
BOND = Bond(officer_id="A1", effective_on=date(2026, 7, 1))
BOTH = [Attendance(class_id="C1", officer_id="A1"), Attendance(class_id="C1", officer_id="A2", hours=4.0)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    def now() -> datetime:
        return datetime(2027, 1, 31, 12, tzinfo=UTC)

    with documents.create(tmp_path / "roster.muster", who="Test Clerk", now=now) as store:
        actions.add_officer(store, DANA)
        actions.add_officer(store, PAT)
        yield store


def everything(store: Store) -> Any:
    return [store.rows(table.row) for table in TABLES], store.district()


def one_edit(store: Store, act: Any) -> Any:
    """Runs ``act`` and asserts that one undo takes it back and one redo brings it again."""
    before, entries = everything(store), store.head()[0]
    changes = act()
    after = everything(store)
    assert store.head()[0] == entries + 1
    store.undo()
    assert everything(store) == before != after
    store.redo()
    assert everything(store) == after
    return changes


def test_saving_a_new_row_adds_it(store: Store) -> None:
    changes = one_edit(store, lambda: actions.save(store, BOND))
    assert (changes.label, changes.officers) == ("Add Dana Lee's bond of 7/1/2026", {"A1"})


def test_saving_a_row_with_an_id_corrects_it_with_the_reason(store: Store) -> None:
    actions.save(store, BOND)
    (bond,) = store.rows(Bond)
    one_edit(store, lambda: actions.save(store, replace(bond, amount=50_000.0), reason="Amount was missing."))
    assert [row.amount for row in store.rows(Bond)] == [50_000.0]
    correction = store.history(text="Correct")[-1]
    assert (correction.label, correction.reason) == ("Correct Dana Lee's bond of 7/1/2026", "Amount was missing.")


def test_saving_a_keyed_row_adds_or_corrects(store: Store) -> None:
    one_edit(store, lambda: actions.save(store, Officer(officer_id="A3", last_name="Fox", first_name="Kim")))
    one_edit(store, lambda: actions.save(store, replace(PAT, email="pat@example.org")))
    assert [officer.email for officer in store.rows(Officer)] == ["", "pat@example.org", ""]


def test_adding_never_overwrites(store: Store) -> None:
    with pytest.raises(FieldError, match=r"Officer Dana Lee \(A1\) is already recorded"):
        actions.add(store, replace(DANA, last_name="Other"))
    with pytest.raises(FieldError, match=r"Officer Dana Lee \(A1\) is already recorded"):
        actions.add_officer(store, replace(DANA, last_name="Other"))
    assert store.find(Officer, "A1") == DANA


def test_an_officer_comes_with_the_first_appointment(store: Store) -> None:
    kim = Officer(officer_id="A3", last_name="Fox", first_name="Kim")
    post = Appointment(officer_id="A3", role=Role.SSO, employer_type=EmployerType.DISTRICT)
    one_edit(store, lambda: actions.add_officer(store, kim, post))
    assert store.record("A3").appointments[0].role is Role.SSO


def test_a_class_and_who_attended_are_one_edit(store: Store) -> None:
    changes = one_edit(store, lambda: actions.record_class(store, LAW, BOTH))
    assert changes.label == "Record class “Legal update” (2 officers)"
    assert changes.officers == {"A1", "A2"}


def test_more_officers_may_be_added_to_a_recorded_class(store: Store) -> None:
    actions.record_class(store, LAW, BOTH[:1])
    one_edit(store, lambda: actions.record_class(store, LAW, BOTH[1:]))
    assert [row.officer_id for row in store.rows(Attendance)] == ["A1", "A2"]


def test_attendance_twice_is_refused_and_nothing_of_it_stays(store: Store) -> None:
    actions.record_class(store, LAW, BOTH[1:])
    before = everything(store)
    with pytest.raises(FieldError, match="Pat Moss has this class"):
        actions.record_class(store, LAW, BOTH)
    with pytest.raises(FieldError, match=r"Class “Legal update” \(C1\) is already recorded"):
        actions.record_class(store, replace(LAW, title="Other"), [])
    assert everything(store) == before


def test_a_range_day_is_one_edit(store: Store) -> None:
    actions.save(store, GLOCK)
    shots = [
        Qualification(officer_id=one, weapon_id="W1", shot_on=date(2026, 7, 1), result=Result.PASS)
        for one in ("A1", "A2")
    ]
    assert one_edit(store, lambda: actions.record_qualifications(store, shots)).label == "Record 2 qualifications"


def test_a_new_weapon_is_issued_in_one_edit(store: Store) -> None:
    issue = WeaponIssue(weapon_id="W1", officer_id="A1", issued_on=date(2026, 7, 1))
    earlier = replace(issue, issued_on=date(2026, 1, 1), returned_on=date(2026, 6, 30))
    one_edit(store, lambda: actions.issue_weapon(store, GLOCK, issue))
    with pytest.raises(FieldError, match="Weapon W1 is already recorded"):
        actions.issue_weapon(store, replace(GLOCK, make="Colt"), earlier)


@pytest.mark.parametrize(
    ("returned", "issued", "until", "told"),
    [
        (None, date(2026, 8, 1), None, "issued to Dana Lee from 7/1/2026."),
        (date(2026, 8, 1), date(2026, 7, 31), None, "from 7/1/2026 until 8/1/2026."),
        (date(2026, 8, 1), date(2026, 8, 1), None, ""),
        (None, date(2026, 6, 1), date(2026, 7, 1), ""),
        (None, date(2026, 6, 1), date(2026, 7, 2), "issued to Dana Lee"),
    ],
)
def test_a_weapon_is_in_one_persons_hands(
    store: Store, returned: date | None, issued: date, until: date | None, told: str
) -> None:
    first = WeaponIssue(weapon_id="W1", officer_id="A1", issued_on=date(2026, 7, 1), returned_on=returned)
    actions.issue_weapon(store, GLOCK, first)
    second = WeaponIssue(weapon_id="W1", officer_id="A2", issued_on=issued, returned_on=until)
    if not told:
        actions.issue_weapon(store, GLOCK, second)
        assert len(store.rows(WeaponIssue)) == 2
        return
    with pytest.raises(FieldError) as caught:
        actions.issue_weapon(store, GLOCK, second)
    assert told in caught.value.message


def test_an_issue_does_not_stand_in_its_own_way(store: Store) -> None:
    actions.issue_weapon(store, GLOCK, WeaponIssue(weapon_id="W1", officer_id="A1", issued_on=date(2026, 7, 1)))
    (issue,) = store.rows(WeaponIssue)
    one_edit(store, lambda: actions.save(store, replace(issue, returned_on=date(2026, 9, 1)), reason="Returned."))


def test_removing_refuses_by_name_while_others_refer(store: Store) -> None:
    actions.record_class(store, LAW, BOTH)
    with pytest.raises(UserError) as caught:
        actions.remove(store, LAW, reason="Never held.")
    assert caught.value.message == "Class “Legal update” (C1) cannot be removed while other records refer to it."
    assert caught.value.hint == (
        "Remove first: Dana Lee's attendance of “Legal update”, Pat Moss's attendance of “Legal update”."
    )
    actions.save(store, BOND)
    actions.save(store, replace(BOND, number="2"))
    actions.save(store, replace(BOND, number="3"))
    with pytest.raises(UserError, match="and 1 more"):
        actions.remove(store, DANA, reason="Left.")


def test_removing_a_row_keeps_the_reason(store: Store) -> None:
    actions.save(store, BOND)
    (bond,) = store.rows(Bond)
    one_edit(store, lambda: actions.remove(store, bond, reason="Entered twice."))
    assert store.history(text="Entered twice.")[0].label == "Remove Dana Lee's bond of 7/1/2026"


def test_an_officer_goes_with_all_records_and_comes_back_with_them(store: Store) -> None:
    actions.record_class(store, LAW, BOTH)
    actions.save(store, BOND)
    changes = one_edit(store, lambda: actions.remove_officer(store, "A1", "Entered by mistake."))
    assert changes.label == "Remove officer Dana Lee (A1) with all records"
    assert store.record("A1") is None
    assert [row.officer_id for row in store.rows(Attendance)] == ["A2"]
    with pytest.raises(UserError, match="There is no officer “A1”"):
        actions.remove_officer(store, "A1", "Again.")


def test_another_id_follows_everywhere(store: Store) -> None:
    actions.record_class(store, LAW, BOTH)
    one_edit(store, lambda: actions.rename(store, Officer, "A1", "B1"))
    one_edit(store, lambda: actions.rename(store, TrainingClass, "C1", "K1"))
    assert store.record("B1").attended[0].training.class_id == "K1"
    for wrong in ("", "  ", " B2"):
        with pytest.raises(FieldError):
            actions.rename(store, Officer, "B1", wrong)


def test_the_profile_is_one_edit(store: Store) -> None:
    changes = one_edit(store, lambda: actions.set_district(store, District(name="Example Schools"), reason="New name."))
    assert changes.district
    with pytest.raises(FieldError, match="The year 2400 is not between"):
        actions.set_district(store, District(records_begin_on=date(2400, 1, 1)))


def test_nothing_happens_before_birth(store: Store) -> None:
    course = Credential(officer_id="A1", credential="is-100", completed_on=date(1980, 7, 1))
    with pytest.raises(FieldError) as caught:
        actions.save(store, course)
    assert caught.value.field == "completed_on"
    assert caught.value.message == "Completed on 7/1/1980 is not after Dana Lee was born on 1/2/1990."
    actions.save(store, replace(course, completed_on=date(2020, 7, 1)))
    with pytest.raises(FieldError) as caught:
        actions.save(store, replace(DANA, date_of_birth=date(2024, 1, 2)), reason="Typed wrong.")
    assert caught.value.field == "date_of_birth"
    assert "born on 1/2/2024" in caught.value.message


def test_a_row_of_nobody_is_refused(store: Store) -> None:
    with pytest.raises(FieldError, match="There is no officer “Z9”"):
        actions.save(store, replace(BOND, officer_id="Z9"))


def test_an_agreement_is_kept_by_its_id(store: Store) -> None:
    agreement = Agreement(agreement_id="M1", kind=AgreementKind.MOU)
    assert one_edit(store, lambda: actions.save(store, agreement)).district
    assert one_edit(store, lambda: actions.remove(store, agreement, reason="Twice.")).label == "Remove agreement M1"
