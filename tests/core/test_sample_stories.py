"""The practice district is a clear example of everything on whichever day it is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.engine import call_roll
from core.findings import Finding, Judged, Roll
from core.model import (
    CREDENTIALS,
    Agreement,
    AgreementKind,
    Attendance,
    Credential,
    DistrictRecord,
    EmployerType,
    Officer,
    Qualification,
    Role,
    Status,
    TrainingClass,
    Waiver,
)
from core.policy import default_policy
from core.sample import practice_district
from tests.districts import assemble

ANY_DAY = st.dates(date(2024, 1, 1), date(2044, 12, 31))
TODAY = date(2026, 11, 23)


@cache
def roll_on(today: date) -> Roll:
    practice = practice_district(today)
    agreements = tuple(row for row in practice.rows if isinstance(row, Agreement))
    district = DistrictRecord(district=practice.district, agreements=agreements)
    return call_roll(default_policy(), assemble(practice.district, practice.rows), district, today)


def people(today: date) -> Mapping[str, Judged]:
    return {judged.officer.officer_id: judged for judged in roll_on(today).officers}


def findings(judged: Judged, requirement: str) -> list[Finding]:
    return [finding for finding in judged.findings if finding.requirement.id == requirement]


def only(judged: Judged, requirement: str) -> Finding:
    (finding,) = findings(judged, requirement)
    return finding


def troubles(judged: Judged) -> set[str]:
    """The deciding requirements that are worse than pending."""
    return {finding.requirement.id for finding in judged.findings if finding.decides and finding.open}


@given(ANY_DAY)
@example(date(2028, 2, 29))
@example(date(2027, 2, 28))
@example(date(2026, 6, 30))
@example(date(2026, 7, 1))
@example(date(2026, 12, 31))
@example(date(2027, 3, 31))
@example(date(2027, 8, 31))
def test_every_story_holds(today: date) -> None:
    who = people(today)
    assert set(who) == {f"P{number}" for number in range(101, 115)}
    in_order = {"P101", "P102", "P105", "P108", "P110", "P114"}
    assert {officer_id for officer_id, judged in who.items() if not troubles(judged)} == in_order
    assert who["P114"].standing is Status.MET
    assert who["P105"].standing is Status.PENDING

    assert only(who["P103"], "sro-basic").status is Status.MET
    assert troubles(who["P103"]) == {"weapon-qualification"}
    assert only(who["P103"], "weapon-qualification").status is Status.DUE_SOON

    assert [officer_id for officer_id, judged in who.items() if judged.powers_suspended] == ["P104"]
    assert who["P104"].standing is Status.OVERDUE

    assert troubles(who["P106"]) == {"sro-supervision"}
    assert only(who["P106"], "sro-supervision").status is Status.VIOLATION

    short = findings(who["P107"], "in-service")[0]
    assert (short.status, short.have, short.need) == (Status.OVERDUE, 28, 40)
    assert any("Door sensors" in note for note in short.notes)
    assert who["P107"].standing is Status.OVERDUE

    assert troubles(who["P109"]) == {"weapon-qualification"}
    assert only(who["P109"], "weapon-qualification").status is Status.OVERDUE

    waived = findings(who["P110"], "in-service")[0]
    assert (waived.status, waived.otherwise, waived.have) == (Status.WAIVED, Status.OVERDUE, 16)

    assert troubles(who["P111"]) == {"sro-age"}
    assert only(who["P111"], "sro-age").status is Status.UNDETERMINED

    assert troubles(who["P112"]) == {"sso-unarmed"}
    assert who["P112"].standing is Status.VIOLATION

    assert troubles(who["P113"]) == {"bond"}
    assert only(who["P113"], "bond").status is Status.DUE_SOON
    assert only(who["P113"], "oath").status is Status.MET

    assert len(who["P114"].current) == 2


@settings(max_examples=25)
@given(ANY_DAY)
def test_every_status_and_standing_is_there(today: date) -> None:
    roll = roll_on(today)
    assert {finding.status for judged in roll.officers for finding in judged.findings} == set(Status)
    assert {judged.standing for judged in roll.officers} == set(Status) - {Status.WAIVED}


@settings(max_examples=25)
@given(ANY_DAY)
def test_the_district_renews_one_agreement_and_keeps_the_others(today: date) -> None:
    statuses = {finding.item: finding.status for finding in roll_on(today).district_findings}
    assert statuses == {"CT-1": Status.DUE_SOON, "IL-1": Status.MET, "RS-1": Status.MET, None: Status.MET}


@settings(max_examples=25)
@given(ANY_DAY)
def test_hours_short_last_year_are_made_up_in_time(today: date) -> None:
    haddad = people(today)["P108"]
    assert {finding.status for finding in findings(haddad, "in-service")} <= {Status.PENDING, Status.MET}
    made_up = next(attended for attended in haddad.record.attended if attended.credit_year)
    assert made_up.on < today
    assert only(haddad, "sso-basic").arithmetic


@settings(max_examples=25)
@given(ANY_DAY)
def test_what_has_happened_lies_in_the_past_and_on_weekdays(today: date) -> None:
    for row in practice_district(today).rows:
        if isinstance(row, Qualification):
            assert row.shot_on <= today
            assert row.shot_on.weekday() < 5
        if isinstance(row, TrainingClass):
            assert row.ends_on.weekday() < 5
            assert row.ends_on <= today or row.class_id == "PLAN-01"
        if isinstance(row, Credential):
            assert row.dated is not None
            assert row.dated <= today


@settings(max_examples=25)
@given(ANY_DAY)
def test_it_is_two_years_of_classes_for_those_who_were_there(today: date) -> None:
    practice = practice_district(today)
    held = {row.class_id: row.ends_on for row in practice.rows if isinstance(row, TrainingClass)}
    start = {judged.officer.officer_id: judged.appointment.start for judged in roll_on(today).officers}
    assert (today - min(held.values())).days >= 2 * 365 - 60
    for row in practice.rows:
        if isinstance(row, Attendance):
            began = start[row.officer_id]
            assert began is not None
            assert began <= held[row.class_id]


def test_all_roles_employers_and_agreements_are_there() -> None:
    roll = roll_on(TODAY)
    current = [appointment for judged in roll.officers for appointment in judged.current]
    assert {appointment.role for appointment in current} == set(Role)
    assert {appointment.employer_type for appointment in current} == set(EmployerType)
    kinds = [agreement.kind for agreement in roll.district.agreements]
    assert sorted(kinds) == [AgreementKind.CONTRACT, AgreementKind.INTERLOCAL, AgreementKind.RADIO_STATION]


def test_nobody_in_it_can_be_taken_for_a_real_person() -> None:
    practice = practice_district(TODAY)
    assert practice.district.practice
    for row in practice.rows:
        if isinstance(row, Officer):
            assert row.email.endswith("@example.org")
            assert row.phone.startswith("(662) 555-01")
            assert row.notes.startswith("Practice: ")
        if isinstance(row, Credential):
            assert row.credential in CREDENTIALS
        if isinstance(row, Waiver):
            assert "Practice" in row.granted_by


def test_texts_carry_dates_and_school_years_of_the_day() -> None:
    practice = practice_district(date(2027, 1, 31))
    assert practice.district.first_year_per == "Superintendent’s memorandum of July 31, 2024"
    (waiver,) = (row for row in practice.rows if isinstance(row, Waiver))
    assert waiver.item == "2025-26"
    assert not [row for row in practice.rows if "{" in repr(row)]


@pytest.mark.parametrize(
    ("today", "this_year"),
    [(date(2026, 7, 1), 0), (date(2026, 8, 5), 0), (date(2026, 8, 6), 1), (date(2027, 6, 30), 5)],
)
def test_a_class_of_this_school_year_is_there_from_its_last_day(today: date, this_year: int) -> None:
    rows = practice_district(today).rows
    label = "2026-27-0"
    assert len([row for row in rows if isinstance(row, TrainingClass) and row.class_id.startswith(label)]) == this_year
    attended = {row.class_id for row in rows if isinstance(row, Attendance) and row.class_id.startswith(label)}
    assert len(attended) == this_year
