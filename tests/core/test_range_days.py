"""What a shot means before it is recorded says the same as the finding once it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine import judge
from core.model import (
    Appointment,
    EmployerType,
    Issued,
    Officer,
    OfficerRecord,
    Qualification,
    Result,
    Role,
    Status,
    Weapon,
    WeaponIssue,
)
from core.policy import default_policy
from core.range_days import meaning, shot_already

POLICY = default_policy()
JULY = date(2026, 7, 1)


def shot(on, result=Result.PASS, weapon="G1", **more):
    return Qualification(officer_id="A1", weapon_id=weapon, shot_on=on, result=result, **more)


PASSED = shot(JULY)


@pytest.mark.parametrize(
    ("before", "new", "said"),
    [
        ((), shot(JULY), "Qualified until 1/1/2027."),
        ((), shot(date(2025, 8, 31)), "Qualified until 2/28/2026."),
        ((), shot(JULY, Result.FAIL), "Not qualified with this weapon: never passed."),
        ((PASSED,), shot(date(2026, 8, 1), Result.FAIL),
         "Ends the qualification of 7/1/2026 on 8/1/2026, until a later pass."),
        ((PASSED,), shot(date(2027, 1, 1), Result.FAIL),
         "Ends the qualification of 7/1/2026 on 1/1/2027, until a later pass."),
        ((PASSED,), shot(date(2027, 1, 2), Result.FAIL),
         "Still not qualified: the pass of 7/1/2026 held until 1/1/2027."),
        ((PASSED,), shot(JULY, Result.FAIL), "Passed the same day; that pass counts."),
        ((PASSED,), shot(date(2026, 6, 1), Result.FAIL), "Passed 7/1/2026; that pass counts."),
        ((shot(date(2026, 9, 1), Result.FAIL),), PASSED, "Ended by the failure on 9/1/2026."),
        ((shot(JULY, weapon="G2"),), shot(JULY, Result.FAIL), "Not qualified with this weapon: never passed."),
    ],
)  # fmt: skip
def test_what_a_shot_means(before, new, said):
    assert meaning(POLICY, (*before, new), new) == said


def record(shots):
    return OfficerRecord(
        officer=Officer(officer_id="A1", last_name="Lee", first_name="Dana"),
        appointments=(
            Appointment(officer_id="A1", role=Role.SRO, employer_type=EmployerType.DISTRICT, hired_on=date(2020, 1, 1)),
        ),
        issued=(
            Issued(WeaponIssue(weapon_id="G1", officer_id="A1", issued_on=date(2020, 1, 1)), Weapon(weapon_id="G1")),
        ),
        qualifications=tuple(shots),
    )


@given(
    st.lists(st.tuples(st.integers(0, 300), st.sampled_from(Result)), min_size=1, max_size=5),
    st.integers(0, 4),
)
def test_it_is_what_the_finding_says_on_that_day(days, which):
    shots = [shot(JULY + timedelta(days=day), result) for day, result in days]
    new = shots[which % len(shots)]
    until_then = [each for each in shots if each.shot_on <= new.shot_on]
    judged = judge(POLICY, record(until_then), new.shot_on + timedelta(days=1))
    assert judged is not None
    finding = next(each for each in judged.findings if each.requirement.id == "weapon-qualification")
    said = meaning(POLICY, until_then, new)
    qualified = finding.status is not Status.OVERDUE
    assert qualified == (said.startswith("Qualified until") or "that pass counts" in said)


def test_the_same_shot_twice_is_told_as_the_file_tells_it():
    first = shot(JULY, attempt=1, course_of_fire="State", light="Day")
    assert shot_already([first], replace(first, score=240.0)) == "Already recorded for 7/1/2026."
    for other in (replace(first, attempt=2), replace(first, light="Night"), replace(first, result=Result.FAIL)):
        assert shot_already([first], other) == ""
