"""The hours of each in-service year: counted, not counted, planned, against what the year asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import YearKind
from core.engine import judge
from core.hours import lines, years_of
from core.model import (
    Appointment,
    Attendance,
    Attended,
    District,
    EmployerType,
    Officer,
    OfficerRecord,
    Role,
    Sanctioned,
    Status,
    TrainingClass,
)
from core.policy import default_policy

AS_OF = date(2026, 11, 23)
DANA = Officer(officer_id="A1", last_name="Lee", first_name="Dana")
SRO = Appointment(officer_id="A1", role=Role.SRO, employer_type=EmployerType.DISTRICT, hired_on=date(2024, 9, 2))


def sat(on: date, hours: float, sanctioned: Sanctioned = Sanctioned.YES, credit: str = "") -> Attended:
    training = TrainingClass(class_id=f"{on}{hours}", title="Class", ends_on=on, hours=hours, sanctioned=sanctioned)
    return Attended.of(Attendance(class_id=training.class_id, officer_id="A1", credit_year=credit), training)


def record(*attended: Attended, kind: YearKind = YearKind.SCHOOL) -> OfficerRecord:
    district = District(in_service_year=kind, records_begin_on=date(2024, 7, 1))
    return OfficerRecord(officer=DANA, district=district, appointments=(SRO,), attended=attended)


def years(found: OfficerRecord, as_of: date = AS_OF):
    return years_of(found, judge(default_policy(), found, as_of), as_of)


def test_a_year_is_told_apart_into_what_counts_what_does_not_and_what_is_planned() -> None:
    found = years(
        record(
            sat(date(2026, 8, 5), 8), sat(date(2026, 10, 1), 4, Sanctioned.UNKNOWN), sat(AS_OF, 2),
            sat(date(2026, 11, 24), 6),
        )
    )  # fmt: skip
    assert [(y.label, y.counted, y.uncounted, y.planned, y.need, y.status) for y in found] == [
        ("2026-27", 10, 4, 6, 40, Status.PENDING),
    ]
    assert list(lines(found)) == ["2026-27: 10 of 40 hours counted, 4 not counted, 6 planned"]


def test_a_year_without_a_class_between_others_is_shown_empty() -> None:
    found = years(record(sat(date(2024, 10, 1), 40)))
    assert [(y.label, y.counted, y.status) for y in found] == [
        ("2026-27", 0, Status.PENDING), ("2025-26", 0, Status.OVERDUE), ("2024-25", 40, Status.MET),
    ]  # fmt: skip


def test_made_up_hours_are_of_the_year_they_are_credited_to() -> None:
    found = years(record(sat(date(2025, 9, 1), 8, credit="2024-25"), sat(date(2024, 10, 1), 32)))
    assert [(y.label, y.counted) for y in found] == [("2026-27", 0), ("2025-26", 0), ("2024-25", 40)]


@pytest.mark.parametrize(
    ("kind", "labels"),
    [(YearKind.CALENDAR, ["2026", "2025", "2024"]), (YearKind.ANNIVERSARY, ["2026-27", "2025-26", "2024-25"])],
)
def test_years_are_those_of_the_districts_setting(kind: YearKind, labels: list[str]) -> None:
    assert [y.label for y in years(record(sat(date(2024, 10, 1), 8), kind=kind))] == labels


def test_one_who_is_not_judged_has_what_the_classes_add_up_to() -> None:
    gone = replace(record(sat(date(2026, 8, 5), 8)), appointments=(replace(SRO, ended_on=date(2026, 9, 1)),))
    (year,) = years_of(gone, None, AS_OF)
    assert (year.counted, year.need, year.status) == (8, None, None)


days = st.dates(date(2022, 1, 1), date(2028, 12, 31))


@given(
    st.lists(st.tuples(days, st.integers(1, 40), st.sampled_from(Sanctioned)), max_size=12), days,
    st.sampled_from((YearKind.SCHOOL, YearKind.CALENDAR)),
)  # fmt: skip
def test_no_hour_is_lost_or_told_twice(classes, as_of: date, kind: YearKind) -> None:
    attended = tuple(sat(on, hours, sanctioned) for on, hours, sanctioned in classes)
    found = years_of(record(*attended, kind=kind), None, as_of)
    assert sum(y.counted + y.uncounted + y.planned for y in found) == sum(a.hours for a in attended)
    labels = [y.label for y in found]
    assert labels == sorted(set(labels), reverse=True)
