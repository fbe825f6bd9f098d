"""What a form, an import and every verb refuse of a row by itself, and in which words."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from core.errors import FieldError
from core.model import (
    Agreement,
    AgreementKind,
    Appointment,
    Attendance,
    AuthorityType,
    Bond,
    Commission,
    Credential,
    Designation,
    District,
    EmployerType,
    Officer,
    Qualification,
    Result,
    Role,
    Service,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
)
from core.soundness import TEXT_LIMIT, problems, validate

EARLY, LATE = date(2026, 6, 30), date(2026, 7, 1)


def officer(**values: Any) -> Officer:
    return Officer(**{"officer_id": "A1", "last_name": "Lee", "first_name": "Dana", **values})


def post(**values: Any) -> Appointment:
    return Appointment(officer_id="A1", role=Role.SRO, employer_type=EmployerType.DISTRICT, **values)


def law(**values: Any) -> TrainingClass:
    return TrainingClass(**{"class_id": "C1", "title": "Legal update", "ends_on": LATE, "hours": 8.0, **values})


def shot(**values: Any) -> Qualification:
    return Qualification(**{"officer_id": "A1", "weapon_id": "W1", "shot_on": LATE, "result": Result.PASS, **values})


def attended(**values: Any) -> Attendance:
    return Attendance(class_id="C1", officer_id="A1", **values)


REFUSED = [
    (officer(officer_id=" "), "officer_id", "Fill in the officer ID."),
    (officer(last_name=""), "last_name", "Fill in the last name."),
    (officer(officer_id="A1 "), "officer_id", "The officer ID “A1 ” has spaces before or after it."),
    (officer(notes="x" * (TEXT_LIMIT + 1)), "notes", "There are 10,001 characters in the notes; 10,000 is the most."),
    (officer(notes="a\x00b"), "notes", "There are characters in the notes that cannot be printed."),
    (officer(first_name="\ud800"), "first_name", "There are characters in the first name that cannot be printed."),
    (officer(date_of_birth=date(1899, 12, 31)), "date_of_birth", "The year 1899 is not between 1900 and 2199."),
    (post(assignment_percent=100.1), "assignment_percent", "100.1 percent is not between 0 and 100."),
    (post(teaching_percent=-1.0), "teaching_percent", "-1 percent is not between 0 and 100."),
    (post(assignment_percent=math.nan), "assignment_percent", "The assignment percent is not a number."),
    (
        post(enforcement_percent=50.0, teaching_percent=30.0, mentoring_percent=21.0),
        "mentoring_percent",
        "Enforcement, teaching and mentoring add up to 101 percent.",
    ),
    (
        post(hired_on=LATE, ended_on=EARLY),
        "ended_on",
        "Appointment ended 6/30/2026, before the officer was hired on 7/1/2026.",
    ),
    (
        Commission(officer_id="A1", authority_type=AuthorityType.AGENCY, commissioned_on=LATE, ended_on=EARLY),
        "ended_on",
        "Commission ended 6/30/2026, before it began on 7/1/2026.",
    ),
    (
        Designation(officer_id="A1", designated_on=LATE, ended_on=EARLY),
        "ended_on",
        "Designation ended 6/30/2026, before it was made on 7/1/2026.",
    ),
    (
        Designation(officer_id="A1", designated_on=EARLY, oath_on=LATE, oath_filed_on=EARLY),
        "oath_filed_on",
        "Oath was filed 6/30/2026, before it was taken on 7/1/2026.",
    ),
    (
        Bond(officer_id="A1", effective_on=LATE, expires_on=EARLY),
        "expires_on",
        "Bond expires 6/30/2026, before it takes effect on 7/1/2026.",
    ),
    (Bond(officer_id="A1", effective_on=LATE, amount=-1.0), "amount", "The amount cannot be less than 0."),
    (
        Service(officer_id="A1", agency="Example", from_on=LATE, to_on=EARLY),
        "to_on",
        "Service ended 6/30/2026, before it began on 7/1/2026.",
    ),
    (
        Credential(officer_id="A1", credential="is-100", issued_on=LATE, expires_on=EARLY),
        "expires_on",
        "Credential expires 6/30/2026, before it was issued on 7/1/2026.",
    ),
    (law(starts_on=LATE, ends_on=EARLY), "ends_on", "Class ends 6/30/2026, before it starts on 7/1/2026."),
    (law(hours=0.0), "hours", "The class must have more than 0 hours."),
    (law(starts_on=LATE, hours=24.5), "hours", "24.5 hours do not fit into a class of 1 day."),
    (law(starts_on=EARLY, hours=48.5), "hours", "48.5 hours do not fit into a class of 2 days."),
    (law(hours=None), "hours", "Fill in the hours."),
    (attended(credit_year="2025-27"), "credit_year", "“2025-27” is not an in-service year."),
    (attended(credit_year="25-26"), "credit_year", "“25-26” is not an in-service year."),
    (attended(hours=-1.0), "hours", "The hours cannot be less than 0."),
    (
        WeaponIssue(officer_id="A1", weapon_id="W1", issued_on=LATE, returned_on=EARLY),
        "returned_on",
        "Weapon was returned 6/30/2026, before it was issued on 7/1/2026.",
    ),
    (Weapon(weapon_id=""), "weapon_id", "Fill in the serial number."),
    (shot(score=101.0, maximum=100.0), "score", "A score of 101 is more than the maximum of 100."),
    (shot(passing=101.0, maximum=100.0), "passing", "A passing score of 101 is more than the maximum of 100."),
    (shot(score=69.5, passing=70.0), "result", "A score of 69.5 is no pass: the passing score is 70."),
    (shot(attempt=0), "attempt", "Attempts are counted from 1."),
    (
        Agreement(agreement_id="M1", kind=AgreementKind.MOU, starts_on=LATE, ends_on=EARLY),
        "ends_on",
        "Agreement ends 6/30/2026, before it starts on 7/1/2026.",
    ),
    (
        Waiver(
            officer_id="A1", requirement="in-service", granted_by="MDE", reference="1", from_on=LATE, until_on=EARLY
        ),
        "until_on",
        "Waiver ends 6/30/2026, before it begins on 7/1/2026.",
    ),
    (District(phone="x" * (TEXT_LIMIT + 1)), "phone", "There are 10,001 characters in the phone; 10,000 is the most."),
]


@pytest.mark.parametrize(
    ("row", "field", "message"), REFUSED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_cannot_be_is_said_of_its_field(row: Any, field: str, message: str) -> None:
    (problem,) = problems(row)
    assert (problem.field, problem.message) == (field, message)


@pytest.mark.parametrize(
    "row",
    [
        officer(notes="x" * TEXT_LIMIT, address="1 Main St\nExample, MS\t39000", suffix="Jr."),
        post(hired_on=LATE, ended_on=LATE, assignment_percent=100.0, teaching_percent=0.0),
        post(enforcement_percent=40.0, teaching_percent=30.0, mentoring_percent=30.0),
        post(ended_on=EARLY),
        Bond(officer_id="A1", effective_on=LATE, expires_on=LATE),
        law(starts_on=LATE, hours=24.0),
        law(starts_on=EARLY, hours=48.0),
        law(hours=400.0),
        attended(credit_year="2026"),
        attended(credit_year="2099-00", hours=0.0),
        shot(score=70.0, passing=70.0, maximum=70.0),
        shot(score=1.0, passing=70.0, result=Result.FAIL, attempt=1),
        District(),
    ],
)
def test_what_can_be_is_let_through(row: Any) -> None:
    assert problems(row) == ()


def test_each_wrong_field_is_told_once_in_the_order_of_the_form() -> None:
    wrong = post(hired_on=LATE, appointed_on=LATE, ended_on=EARLY, assignment_percent=-1.0, school="\x00")
    assert [problem.field for problem in problems(wrong)] == ["ended_on", "assignment_percent", "school"]


def test_validate_raises_the_first() -> None:
    with pytest.raises(FieldError) as caught:
        validate(officer(officer_id="", last_name=""))
    assert caught.value.field == "officer_id"
    validate(officer())
