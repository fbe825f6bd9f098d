"""The ledger of a year, the transcript, and the report of the program over a year, of those who have left too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.dates import YearKind
from core.engine import call_roll
from core.errors import UserError
from core.findings import Roll
from core.model import (
    Appointment,
    Attendance,
    EmployerType,
    Officer,
    Role,
    Row,
    Sanctioned,
    TrainingClass,
)
from core.policy import default_policy
from core.reports.blocks import Cell, HoursBar, Link, StateMark, Table
from core.reports.catalogue import Holdings, make_report
from core.reports.training import current_year, entries_of, known_years
from tests.districts import assemble
from tests.golden.paper_district import AGREEMENTS, DISTRICT, DistrictRecord

AS_OF = date(2027, 1, 31)
SETTINGS = replace(DISTRICT, records_begin_on=date(2020, 7, 1))


def class_on(name: str, ended: date, hours: float, sanctioned: Sanctioned = Sanctioned.YES) -> TrainingClass:
    return TrainingClass(class_id=name, title=f"Class {name}", ends_on=ended, hours=hours, sanctioned=sanctioned)


def rows() -> list[Row]:
    found: list[Row] = [
        class_on("old", date(2024, 10, 1), 40),
        class_on("short", date(2025, 10, 1), 24),
        class_on("new", date(2026, 9, 1), 16),
        class_on("doubtful", date(2026, 9, 2), 8, Sanctioned.UNKNOWN),
        class_on("planned", date(2027, 3, 1), 16),
    ]
    for officer_id, ended in (("stays", None), ("left", date(2026, 6, 30))):
        found += [
            Officer(officer_id=officer_id, last_name=officer_id.title(), first_name="Sam"),
            Appointment(
                officer_id=officer_id,
                role=Role.SSO,
                employer_type=EmployerType.DISTRICT,
                hired_on=date(2023, 8, 1),
                ended_on=ended,
                end_reason="retired" if ended else "",
            ),
            Attendance(class_id="old", officer_id=officer_id),
        ]
    found += [Attendance(class_id=name, officer_id="stays") for name in ("short", "new", "doubtful", "planned")]
    return found


def filed(kind: YearKind = YearKind.SCHOOL) -> tuple[Roll, Holdings]:
    settings = replace(SETTINGS, in_service_year=kind)
    records = tuple(assemble(settings, rows()))
    roll = call_roll(default_policy(), list(records), DistrictRecord(district=settings, agreements=AGREEMENTS), AS_OF)
    return roll, Holdings(records=records)


def entry(year: str, officer_id: str, kind: YearKind = YearKind.SCHOOL) -> tuple[float, float | None, float]:
    roll, file = filed(kind)
    (found,) = (e for e in entries_of(roll, file.records, year) if e.record.officer.officer_id == officer_id)
    return found.have, found.need, found.uncounted


def test_a_year_holds_what_was_sat_in_it_and_what_it_asked_for() -> None:
    assert entry("2026-27", "stays") == (16, 40, 8)
    assert entry("2025-26", "stays") == (24, 40, 0)
    assert entry("2024-25", "stays") == (40, 40, 0)


def test_who_has_left_is_in_the_years_of_his_service() -> None:
    assert entry("2024-25", "left") == (40, 40, 0)
    roll, file = filed()
    assert {e.record.officer.officer_id for e in entries_of(roll, file.records, "2026-27")} == {"stays"}


def test_other_kinds_of_years_have_labels_of_their_own() -> None:
    assert entry("2026", "stays", YearKind.CALENDAR) == (16, 40, 8)
    assert entry("2024-25", "stays", YearKind.ANNIVERSARY) == (40, 40, 0)
    roll, _ = filed(YearKind.ANNIVERSARY)
    assert current_year(roll) == "2026-27"


def test_the_years_on_record_are_told_apart_from_others() -> None:
    roll, file = filed()
    assert known_years(roll, file.records) == ("2026-27", "2025-26", "2024-25")
    for name in ("in-service", "annual"):
        with pytest.raises(UserError, match=r"“2019-20”\. The years on record are 2026-27, 2025-26, 2024-25\."):
            make_report(name, roll, year="2019-20", file=file)


def ledger(year: str) -> dict[str, tuple[Cell, ...]]:
    roll, file = filed()
    table = next(b for b in make_report("in-service", roll, year=year, file=file).blocks if isinstance(b, Table))
    named = [(row[0], row) for row in table.rows if isinstance(row, tuple)]
    return {str(name.text if isinstance(name, Link) else name): row for name, row in named}


def test_the_ledger_says_who_is_through_and_who_is_short() -> None:
    now = ledger("")["Stays, Sam"]
    assert now[2] == HoursBar(16, 40)
    assert isinstance(now[4], StateMark)
    assert ledger("2024-25")["Left, Sam"][2:] == (HoursBar(40, 40), None, "Complete")


def test_the_transcript_of_one_who_left_has_the_years_and_leaves_plans_out() -> None:
    roll, file = filed()
    left = repr(make_report("transcript", roll, officer_id="left", file=file))
    assert "since" not in left.split("Courses")[0]
    assert "8/1/2023 to 6/30/2026" in left
    stays = repr(make_report("transcript", roll, officer_id="stays", file=file))
    assert "Class doubtful" in stays
    assert "Class planned" not in stays


def test_the_year_s_report_says_who_came_and_left() -> None:
    roll, file = filed()
    before = repr(make_report("annual", roll, year="2025-26", file=file))
    assert "('Left, Sam', 'School Safety Officer', datetime.date(2026, 6, 30), 'retired')" in before
    assert "Left, Sam" not in repr(make_report("annual", roll, year="2025-26", edition="public", file=file))
    assert "July 1, 2026 to January 31, 2027" in repr(make_report("annual", roll, file=file))


def test_the_last_day_of_service_still_counts() -> None:
    roll, file = filed()
    assert "2 officers at the beginning, 2 at the end" in repr(make_report("annual", roll, year="2025-26", file=file))
