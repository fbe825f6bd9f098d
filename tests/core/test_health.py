"""Concerns about the records: each kind where it begins, and nothing where all is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.health import Kind, concerns
from core.model import (
    Agreement,
    AgreementKind,
    Appointment,
    Attachment,
    Attendance,
    AuthorityType,
    Bond,
    Commission,
    Credential,
    Designation,
    District,
    DistrictRecord,
    EmployerType,
    Officer,
    Proof,
    Qualification,
    Result,
    Role,
    TrainingClass,
    Weapon,
    WeaponIssue,
)
from core.policy import default_policy
from tests.districts import assemble, district, district_record_of, records_of

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
PLAIN = District()


def officer(number: str = "A1", last: str = "Lee", first: str = "Dana", **values: Any) -> Officer:
    given = {"date_of_birth": date(1985, 4, 2), **values}
    return Officer(officer_id=number, last_name=last, first_name=first, **given)


def appointment(number: str = "A1", **values: Any) -> Appointment:
    given = {"role": Role.SRO, "employer_type": EmployerType.DISTRICT, "hired_on": date(2020, 8, 1), **values}
    return Appointment(officer_id=number, **given)


WELL = (
    officer(),
    appointment(id=1),
    Credential(id=1, officer_id="A1", credential="police-basic", issued_on=date(2010, 6, 1), proof=Proof.COPY),
    TrainingClass(class_id="C1", title="Law", starts_on=date(2026, 8, 5), ends_on=date(2026, 8, 6), hours=32),
    Attendance(id=1, class_id="C1", officer_id="A1", proof=Proof.COPY),
    Weapon(weapon_id="S1"),
    WeaponIssue(id=1, weapon_id="S1", officer_id="A1", issued_on=date(2020, 8, 1)),
    Qualification(id=1, officer_id="A1", weapon_id="S1", shot_on=date(2026, 9, 1), result=Result.PASS),
)


def found(*rows: Any, settings: District = PLAIN, instead: bool = False) -> list[tuple[Any, ...]]:
    """Kind, table, key and field of each concern about these rows, on top of an officer in order."""
    whole = rows if instead else (*WELL, *rows)
    agreements = tuple(row for row in whole if isinstance(row, Agreement))
    classes = [row for row in whole if isinstance(row, TrainingClass)]
    record = DistrictRecord(district=settings, agreements=agreements)
    listed = concerns(default_policy(), assemble(settings, whole), record, TODAY, classes)
    return [(c.kind, c.table, c.key, c.field) for c in listed]


def test_nothing_is_said_of_records_in_order() -> None:
    assert found() == []


CASES: tuple[tuple[Any, tuple[Any, ...] | None], ...] = (
    # Entries that cannot be right, as older programs may have left them.
    (Bond(id=7, officer_id="A1", effective_on=date(2026, 1, 2), expires_on=date(2026, 1, 1)),
     (Kind.IMPOSSIBLE, "bonds", 7, "expires_on")),
    (Bond(id=7, officer_id="A1", effective_on=date(2026, 1, 2), expires_on=date(2026, 1, 2)), None),
    (Agreement(agreement_id="G", kind=AgreementKind.MOU, starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 1)),
     (Kind.IMPOSSIBLE, "agreements", "G", "ends_on")),
    # Hours of a class.
    (TrainingClass(class_id="C2", title="T", starts_on=TODAY + DAY, ends_on=TODAY + 2 * DAY, hours=32.5),
     (Kind.HOURS, "classes", "C2", "hours")),
    (TrainingClass(class_id="C2", title="T", starts_on=TODAY + DAY, ends_on=TODAY + 2 * DAY, hours=32), None),
    (TrainingClass(class_id="C2", title="T", ends_on=TODAY + DAY, hours=16), None),
    (TrainingClass(class_id="C2", title="T", ends_on=TODAY + DAY, hours=16.25),
     (Kind.HOURS, "classes", "C2", "starts_on")),
    (TrainingClass(class_id="C2", title="T", ends_on=TODAY + DAY, hours=0), (Kind.HOURS, "classes", "C2", "hours")),
    # A class that was held and that nobody sat; one still to come has its roster yet.
    (TrainingClass(class_id="C2", title="T", ends_on=TODAY, hours=8), (Kind.NOBODY, "classes", "C2", "class_id")),
    (TrainingClass(class_id="C2", title="T", ends_on=TODAY + DAY, hours=8), None),
    # Dates that lie ahead: of what has happened at once, of what may be a plan from a year on.
    (Qualification(id=9, officer_id="A1", weapon_id="S1", shot_on=TODAY + DAY, result=Result.PASS),
     (Kind.FUTURE, "qualifications", 9, "shot_on")),
    (Qualification(id=9, officer_id="A1", weapon_id="S1", shot_on=TODAY, result=Result.PASS), None),
    (Designation(id=3, officer_id="A1", designated_on=TODAY, oath_on=TODAY + DAY),
     (Kind.FUTURE, "designations", 3, "oath_on")),
    (Credential(id=2, officer_id="A1", credential="is-100", issued_on=date(2027, 11, 23)), None),
    (Credential(id=2, officer_id="A1", credential="is-100", issued_on=date(2027, 11, 24)),
     (Kind.FUTURE, "credentials", 2, "issued_on")),
    (TrainingClass(class_id="C2", title="T", ends_on=date(2027, 11, 24), hours=8),
     (Kind.FUTURE, "classes", "C2", "ends_on")),
    # Two appointments at once; one that begins the day after the other ended is none.
    (appointment(id=2, role=Role.CEO, hired_on=date(2025, 1, 1)), (Kind.OVERLAP, "appointments", 1, "ended_on")),
    (appointment(id=2, role=Role.CEO, hired_on=date(2019, 1, 1), ended_on=date(2020, 7, 31)), None),
    (appointment(id=2, role=Role.CEO, hired_on=date(2019, 1, 1), ended_on=date(2020, 8, 1)),
     (Kind.OVERLAP, "appointments", 2, "ended_on")),
    # Dates that are missing.
    (Commission(id=4, officer_id="A1", authority_type=AuthorityType.DISTRICT),
     (Kind.MISSING, "commissions", 4, "commissioned_on")),
    (Credential(id=2, officer_id="A1", credential="is-100", proof=Proof.ORIGINAL),
     (Kind.MISSING, "credentials", 2, "completed_on")),
    (Agreement(agreement_id="G", kind=AgreementKind.MOU), (Kind.MISSING, "agreements", "G", "ends_on")),
    # Proof.
    (Credential(id=2, officer_id="A1", credential="is-100", issued_on=TODAY, proof=Proof.STATED),
     (Kind.PROOF, "credentials", 2, "proof")),
    (Credential(id=2, officer_id="A1", credential="is-100", issued_on=TODAY, proof=Proof.COPY), None),
    (Credential(id=2, officer_id="A1", credential="is-100", issued_on=TODAY + DAY), None),
)  # fmt: skip


@pytest.mark.parametrize(("row", "concern"), CASES)
def test_each_concern_begins_where_it_should(row: Any, concern: tuple[Any, ...] | None) -> None:
    assert found(row) == ([concern] if concern else [])


@pytest.mark.parametrize(
    ("role", "born", "told"),
    [
        (Role.SRO, date(1996, 8, 1), False),
        (Role.SRO, date(1996, 8, 2), True),
        (Role.CEO, date(1996, 8, 2), False),
        (Role.SSO, date(2002, 8, 1), False),
        (Role.SSO, date(2002, 8, 2), True),
        (Role.CEO, date(1929, 8, 1), True),
    ],
)
def test_too_young_or_too_old_when_appointed(role: Role, born: date, told: bool) -> None:
    rows = (officer(date_of_birth=born), appointment(role=role))
    assert found(*rows, instead=True) == ([(Kind.AGE, "officers", "A1", "date_of_birth")] if told else [])


def test_an_officer_without_birth_date_or_appointment() -> None:
    assert found(officer(date_of_birth=None), appointment(), instead=True) == [
        (Kind.MISSING, "officers", "A1", "date_of_birth")
    ]
    assert found(officer(date_of_birth=None), instead=True) == [(Kind.NO_APPOINTMENT, "officers", "A1", "officer_id")]
    left = appointment(ended_on=date(2021, 6, 30))
    assert found(officer(date_of_birth=None), left, instead=True) == []
    assert found(officer(), appointment(id=1, hired_on=None), instead=True) == [
        (Kind.MISSING, "appointments", 1, "hired_on")
    ]


def test_a_weapon_without_a_pass_until_it_is_returned() -> None:
    def issue(returned_on: date | None) -> list[tuple[Any, ...]]:
        weapon = Weapon(weapon_id="S2")
        issue = WeaponIssue(id=5, weapon_id="S2", officer_id="A1", issued_on=TODAY - DAY, returned_on=returned_on)
        failed = Qualification(id=6, officer_id="A1", weapon_id="S2", shot_on=TODAY - DAY, result=Result.FAIL)
        return found(weapon, issue, failed)

    assert issue(None) == [(Kind.UNQUALIFIED, "weapon_issues", 5, "weapon_id")]
    assert issue(TODAY + DAY) == [(Kind.UNQUALIFIED, "weapon_issues", 5, "weapon_id")]
    assert issue(TODAY) == []


def test_one_weapon_with_two_officers() -> None:
    def handed_on(returned_on: date | None) -> list[tuple[Any, ...]]:
        rows = (
            officer(),
            appointment(),
            officer("A2", "Boyd", "Ty", date_of_birth=date(1990, 1, 1)),
            appointment("A2"),
            Weapon(weapon_id="S1"),
            WeaponIssue(id=1, weapon_id="S1", officer_id="A1", issued_on=date(2020, 8, 1), returned_on=returned_on),
            WeaponIssue(id=2, weapon_id="S1", officer_id="A2", issued_on=date(2021, 8, 1)),
            Qualification(officer_id="A1", weapon_id="S1", shot_on=date(2021, 1, 1), result=Result.PASS),
            Qualification(officer_id="A2", weapon_id="S1", shot_on=date(2021, 8, 1), result=Result.PASS),
        )
        return found(*rows, instead=True)

    assert handed_on(date(2021, 8, 1)) == []
    assert handed_on(date(2021, 8, 2)) == handed_on(None) == [(Kind.OVERLAP, "weapon_issues", 1, "returned_on")]


def test_hours_credited_beyond_those_of_the_class() -> None:
    def credited(hours: float) -> list[tuple[Any, ...]]:
        training = TrainingClass(class_id="C2", title="T", ends_on=TODAY, hours=8)
        return found(training, Attendance(id=5, class_id="C2", officer_id="A1", hours=hours, proof=Proof.COPY))

    assert credited(8) == []
    assert credited(8.5) == [(Kind.HOURS, "attendance", 5, "hours")]
    assert credited(0) == [(Kind.HOURS, "attendance", 5, "hours")]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (officer("A2", "Lee", "Dana"), True),
        (officer("A2", "LEE", "Daná"), True),
        (officer("A2", "Dana", "Lee"), True),
        (officer("A2", "Lee", "Dan"), True),
        (officer("A2", "Leigh", "Dana", date_of_birth=None), False),
        (officer("A2", "Le", "Dayna", date_of_birth=None), True),
        (officer("A2", "Lee", "Dana", date_of_birth=date(1960, 1, 1)), False),
        (officer("A2", "Lee", "Dana", suffix="Jr."), False),
        (officer("A2", "Boyd", "Terrence"), False),
        (officer("A2", "Boyd", "Terrence", date_of_birth=None, mcid="55"), True),
        (officer("A2", "Boyd", "Terrence", date_of_birth=None, employee_number="E5"), True),
    ],
)
def test_likely_duplicates(other: Officer, told: bool) -> None:
    rows = (officer(mcid="55", employee_number="e5 "), appointment(), other, appointment("A2"))
    listed = concerns(default_policy(), assemble(District(), rows), DistrictRecord(), TODAY)
    pairs = [(c.officer_id, c.other) for c in listed if c.kind is Kind.DUPLICATE]
    assert pairs == ([("A1", "A2")] if told else [])


def test_a_safety_assessment_that_has_not_come_yet() -> None:
    assert found(settings=District(safety_assessment_on=TODAY + DAY)) == [
        (Kind.FUTURE, "district", "safety_assessment_on", "safety_assessment_on")
    ]
    assert found(settings=District(safety_assessment_on=TODAY)) == []


def test_a_document_whose_record_is_not_there() -> None:
    def hung(table: str, key: str) -> list[tuple[Any, ...]]:
        (record,) = assemble(PLAIN, WELL)
        document = Attachment(
            id=3, table_name=table, row_key=key, sha256="0", file_name="scan.pdf", media_type="application/pdf",
            size=1, officer_id="A1", added_on=TODAY,
        )  # fmt: skip
        record = replace(record, attachments=(document,))
        return [(c.kind, c.table, c.key) for c in concerns(default_policy(), [record], DistrictRecord(), TODAY)]

    assert hung("credentials", "1") == hung("officers", "A1") == hung("classes", "C1") == []
    assert hung("credentials", "99") == [(Kind.ORPHAN, "attachments", 3)]


def test_in_order_and_of_every_row_there_is() -> None:
    invented = district(seed=3, officers=60)
    records = records_of(invented)
    listed = concerns(default_policy(), records, district_record_of(invented), TODAY, invented.rows[TrainingClass])
    order = list(Kind)
    assert listed
    assert [order.index(c.kind) for c in listed] == sorted(order.index(c.kind) for c in listed)
    keys = {(table, key) for table, key in _keys(invented)}
    assert all((c.table, c.key) in keys for c in listed if c.table != "district")


def _keys(invented: Any) -> Any:
    from core.model import BY_ROW

    for row in invented.all_rows():
        table = BY_ROW[type(row)]
        yield table.name, getattr(row, table.key[0] if table.keyed else "id")
