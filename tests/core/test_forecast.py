"""The what-if agrees with judging every single day, and credits nothing that has not happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dates import YearKind, add_months
from core.engine import evaluate_district, judge
from core.findings import Finding
from core.forecast import Lapse, Outlook, district_outlook, forecast, outlook, without_plans
from core.model import (
    SEVERITY,
    Appointment,
    Attendance,
    Credential,
    District,
    DistrictRecord,
    EmployerType,
    Officer,
    OfficerRecord,
    Qualification,
    Result,
    Role,
    Sanctioned,
    Status,
    TrainingClass,
    Weapon,
    WeaponIssue,
)
from core.policy import default_policy
from core.sample import make_practice_file
from tests.districts import assemble, district, district_record_of, records_of

TODAY = date(2026, 11, 23)
UNTIL = add_months(TODAY, 24)
DAY = timedelta(days=1)
POLICY = default_policy()


def bad(findings: tuple[Finding, ...]) -> set[tuple[Any, ...]]:
    return {
        (f.requirement.id, f.item, f.period)
        for f in findings
        if f.decides and SEVERITY[f.status] < SEVERITY[Status.DUE_SOON]
    }


def day_by_day(record: OfficerRecord) -> list[tuple[date, tuple[Any, ...]]]:
    """Every lapse, by judging each of the days."""
    done = without_plans(record, TODAY)
    lapses, before = [], None
    for number in range((UNTIL - TODAY).days + 1):
        day = TODAY + number * DAY
        judged = judge(POLICY, done, day)
        now = bad(judged.findings if judged else ())
        lapses += [(day, key) for key in now - before] if before is not None else []
        before = now
    return sorted(lapses, key=repr)


def keys(lapses: tuple[Lapse, ...]) -> list[tuple[date, tuple[Any, ...]]]:
    found = [(each.on, (each.finding.requirement.id, each.finding.item, each.finding.period)) for each in lapses]
    return sorted(found, key=repr)


def looked(record: OfficerRecord) -> Outlook:
    found = outlook(POLICY, record, TODAY, UNTIL)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[OfficerRecord], DistrictRecord]:
    path = tmp_path_factory.mktemp("practice") / "practice.muster"
    from datetime import UTC, datetime

    with make_practice_file(path, TODAY, who="test", now=lambda: datetime(2026, 11, 23, tzinfo=UTC)) as store:
        return store.records(), store.district_record()


def test_the_practice_district_lapses_on_the_same_days_as_day_by_day(
    practice: tuple[list[OfficerRecord], DistrictRecord],
) -> None:
    seen = 0
    for record in practice[0]:
        found = outlook(POLICY, record, TODAY, UNTIL)
        expected = day_by_day(record)
        assert (keys(found.lapses) if found else []) == expected
        seen += len(expected)
    assert seen > 20


def test_the_district_itself_lapses_on_the_same_days(practice: tuple[list[OfficerRecord], DistrictRecord]) -> None:
    record = practice[1]
    found, before = [], bad(evaluate_district(POLICY, record, TODAY))
    for number in range(1, (UNTIL - TODAY).days + 1):
        day = TODAY + number * DAY
        now = bad(evaluate_district(POLICY, record, day))
        found += [(day, key) for key in now - before]
        before = now
    assert found
    assert keys(district_outlook(POLICY, record, TODAY, UNTIL).lapses) == sorted(found, key=repr)


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), kind=st.sampled_from(YearKind))
def test_an_invented_officer_lapses_on_the_same_days(seed: int, kind: YearKind) -> None:
    invented = district(seed, officers=1, records=40)
    record = records_of(invented)[0]
    record = replace(record, district=replace(record.district, in_service_year=kind))
    found = outlook(POLICY, record, TODAY, UNTIL)
    assert (keys(found.lapses) if found else []) == day_by_day(record)


def sro(*rows: Any) -> OfficerRecord:
    return assemble(
        District(records_begin_on=date(2020, 7, 1)),
        (
            Officer(officer_id="A1", last_name="Lee", first_name="Dana", date_of_birth=date(1980, 1, 1)),
            Appointment(officer_id="A1", role=Role.SRO, employer_type=EmployerType.DISTRICT, hired_on=date(2025, 2, 1)),
            Weapon(weapon_id="S1"),
            WeaponIssue(weapon_id="S1", officer_id="A1", issued_on=date(2025, 2, 1)),
            *rows,
        ),
    )[0]


def lapse(found: Outlook, requirement: str) -> list[date]:
    return [each.on for each in found.lapses if each.finding.requirement.id == requirement]


def test_a_qualification_lapses_the_day_after_its_due_date() -> None:
    shot = Qualification(officer_id="A1", weapon_id="S1", shot_on=date(2026, 8, 31), result=Result.PASS)
    assert lapse(looked(sro(shot)), "weapon-qualification") == [date(2027, 3, 1)]


def test_a_planned_pass_is_shown_and_not_credited() -> None:
    shot = Qualification(officer_id="A1", weapon_id="S1", shot_on=date(2026, 8, 31), result=Result.PASS)
    planned = replace(shot, shot_on=date(2027, 1, 15))
    found = looked(sro(shot, planned))
    assert lapse(found, "weapon-qualification") == [date(2027, 3, 1)]
    assert [(plan.on, plan.words) for plan in found.plans] == [(date(2027, 1, 15), "Qualification with weapon S1")]


def test_a_planned_class_is_shown_and_its_hours_are_not_credited() -> None:
    training = TrainingClass(class_id="C1", title="Law", ends_on=date(2027, 3, 5), hours=40, sanctioned=Sanctioned.YES)
    found = looked(sro(training, Attendance(class_id="C1", officer_id="A1")))
    assert lapse(found, "in-service") == [date(2027, 7, 1), date(2028, 7, 1)]
    assert [plan.words for plan in found.plans] == ["“Law”, 40 hours"]


def test_the_loss_of_powers_is_told_from_other_lapses() -> None:
    found = looked(sro())
    lost = [each for each in found.lapses if each.ends_powers]
    assert [each.on for each in lost] == [date(2027, 2, 2)]
    assert [each.finding.requirement.id for each in lost] == ["basic-training"]


def test_what_has_lapsed_already_is_no_lapse_again() -> None:
    found = looked(sro())
    assert "weapon-qualification" in {f.requirement.id for f in found.already}
    assert lapse(found, "weapon-qualification") == []


def test_who_leaves_lapses_no_more_and_who_begins_later_is_followed() -> None:
    record = sro()
    (appointment,) = record.appointments
    leaving = replace(record, appointments=(replace(appointment, ended_on=date(2027, 6, 30)),))
    assert lapse(looked(leaving), "in-service") == []
    beginning = replace(record, appointments=(replace(appointment, hired_on=date(2027, 8, 1)),))
    assert not looked(beginning).already
    assert lapse(looked(beginning), "in-service") == [date(2028, 7, 1)]
    gone = replace(record, appointments=(replace(appointment, ended_on=TODAY - DAY),))
    assert outlook(POLICY, gone, TODAY, UNTIL) is None


def test_a_certificate_that_is_dated_later_is_a_plan() -> None:
    basic = Credential(officer_id="A1", credential="police-basic", issued_on=TODAY + DAY)
    found = looked(sro(basic))
    assert any(each.ends_powers for each in found.lapses)
    assert [plan.words for plan in found.plans] == ["Police Officer Basic Course"]


def test_officers_in_order_then_the_district_and_the_work_can_be_stopped() -> None:
    invented = district(seed=5, officers=12)
    records, record = records_of(invented), district_record_of(invented)
    steps: list[tuple[int, int]] = []
    whole = forecast(POLICY, records, record, TODAY, step=lambda done, of: steps.append((done, of)))
    names = [each.who.casefold() for each in whole.outlooks[:-1]]
    assert names == sorted(names)
    assert whole.outlooks[-1].officer is None
    assert (whole.as_of, whole.until) == (TODAY, UNTIL)
    assert steps == [(number, len(records)) for number in range(1, len(records) + 1)]

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        forecast(POLICY, records, record, TODAY, step=stop)
