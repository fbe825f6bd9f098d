"""What must hold of judging whatever the records: of time, of order, and of what is not known."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.dates import YearKind
from core.engine import call_roll, evaluate, judge
from core.findings import Finding, standing
from core.model import (
    CREDENTIALS,
    SEVERITY,
    Appointment,
    Attendance,
    Attended,
    AuthorityType,
    Bond,
    Commission,
    Credential,
    Designation,
    District,
    DistrictRecord,
    EmployerType,
    FirstYear,
    Issued,
    Level,
    Officer,
    OfficerRecord,
    Qualification,
    Result,
    Role,
    Sanctioned,
    Service,
    Status,
    SupervisorTitle,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
)
from core.policy import default_policy
from core.rules import AgeAtAssignment, AnnualHours, FactAbove, FactIn, FactsTrue

POLICY = default_policy()
DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
MAYBE = st.none() | DAYS
WHO = st.just("A1")
YES = st.sampled_from([True, False, None])

DISTRICTS = st.builds(
    District,
    in_service_year=st.sampled_from(YearKind),
    first_year=st.sampled_from(FirstYear),
    accept_nasro_path=st.booleans(),
    records_begin_on=MAYBE,
)
OFFICERS = st.builds(
    Officer,
    officer_id=WHO,
    last_name=st.just("Case"),
    first_name=st.just("Officer"),
    date_of_birth=st.none() | st.dates(date(1960, 1, 1), date(2008, 1, 1)),
)
APPOINTMENTS = st.builds(
    Appointment,
    officer_id=WHO,
    role=st.sampled_from(Role),
    employer_type=st.sampled_from(EmployerType),
    hired_on=MAYBE,
    appointed_on=MAYBE,
    assigned_on=MAYBE,
    ended_on=st.none() | st.dates(date(2026, 1, 1), date(2031, 1, 1)),
    assignment_percent=st.none() | st.sampled_from([50.0, 75.0, 75.5, 100.0]),
    supervisor_title=st.none() | st.sampled_from(SupervisorTitle),
    has_office=YES,
    has_computer=YES,
    has_phone=YES,
)
COMMISSIONS = st.builds(
    Commission, officer_id=WHO, authority_type=st.sampled_from(AuthorityType), commissioned_on=MAYBE, ended_on=MAYBE
)
DESIGNATIONS = st.builds(Designation, officer_id=WHO, designated_on=DAYS, ended_on=MAYBE, oath_on=MAYBE)
BONDS = st.builds(
    Bond, officer_id=WHO, effective_on=DAYS, expires_on=MAYBE, amount=st.sampled_from([None, 25000.0, 50000.0])
)
SERVICE = st.builds(
    Service, officer_id=WHO, agency=st.just("PD"), from_on=DAYS, to_on=MAYBE, full_time=YES, commissioned=YES
)
HELD = st.builds(
    Credential, officer_id=WHO, credential=st.sampled_from(sorted(CREDENTIALS)), completed_on=MAYBE, issued_on=MAYBE
)
ATTENDED = st.builds(
    Attended.of,
    st.builds(
        Attendance,
        class_id=st.just("C"),
        officer_id=WHO,
        completed_on=MAYBE,
        credit_year=st.sampled_from(["", "2025-26", "2026-27", "2026"]),
    ),
    st.builds(
        TrainingClass,
        class_id=st.just("C"),
        title=st.just("T"),
        ends_on=DAYS,
        hours=st.sampled_from([8.0, 16.25, 40.0]),
        sanctioned=st.sampled_from(Sanctioned),
    ),
)
WEAPONS = st.sampled_from(["W1", "W2"])
ISSUED = st.builds(
    lambda w, on, back: Issued(
        WeaponIssue(weapon_id=w, officer_id="A1", issued_on=on, returned_on=back), Weapon(weapon_id=w)
    ),
    WEAPONS,
    DAYS,
    MAYBE,
)
SHOTS = st.builds(Qualification, officer_id=WHO, weapon_id=WEAPONS, shot_on=DAYS, result=st.sampled_from(Result))
WAIVERS = st.builds(
    Waiver,
    officer_id=WHO,
    requirement=st.sampled_from([r.id for r in POLICY.requirements]),
    granted_by=st.just("MDE"),
    reference=st.just("Letter"),
    from_on=DAYS,
    until_on=DAYS,
)
ROWS: dict[str, st.SearchStrategy[Any]] = {
    "appointments": APPOINTMENTS,
    "commissions": COMMISSIONS,
    "designations": DESIGNATIONS,
    "bonds": BONDS,
    "service": SERVICE,
    "credentials": HELD,
    "attended": ATTENDED,
    "issued": ISSUED,
    "qualifications": SHOTS,
    "waivers": WAIVERS,
}


def many(rows: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(rows, min_size=least, max_size=4).map(tuple)


RECORDS = st.builds(
    OfficerRecord,
    officer=OFFICERS,
    district=DISTRICTS,
    **{name: many(rows, least=1 if name == "appointments" else 0) for name, rows in ROWS.items()},
)


def core(finding: Finding) -> tuple[Any, ...]:
    """All but the plans mentioned beside it."""
    return (
        finding.requirement.id, finding.item, finding.period, finding.level, finding.status, finding.due,
        finding.have, finding.need, finding.because, finding.otherwise,
    )  # fmt: skip


def begins(row: Any) -> date | None:
    """The first date of a fact: from it on there is something to know."""
    if isinstance(row, Attended):
        return row.on
    if isinstance(row, Issued):
        return row.issue.issued_on
    if isinstance(row, Credential):
        return row.dated
    first = {Appointment: "start", Commission: "commissioned_on", Designation: "designated_on", Bond: "effective_on",
             Service: "from_on", Qualification: "shot_on", Waiver: "from_on"}[type(row)]  # fmt: skip
    on = getattr(row, first)
    assert on is None or isinstance(on, date)
    return on


@given(RECORDS, DAYS, st.data())
def test_a_later_fact_never_changes_an_earlier_date(record: OfficerRecord, as_of: date, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(ROWS)))
    row = data.draw(ROWS[table].filter(lambda row: (on := begins(row)) is not None and on > as_of))
    later = replace(record, **{table: (*getattr(record, table), row)})
    assert [core(f) for f in evaluate(POLICY, later, as_of)] == [core(f) for f in evaluate(POLICY, record, as_of)]


@given(RECORDS, DAYS, st.integers())
def test_the_order_of_facts_is_irrelevant(record: OfficerRecord, as_of: date, seed: int) -> None:
    dice = random.Random(seed)

    def shuffled(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(dice.sample(rows, len(rows)))

    other = replace(record, **{name: shuffled(getattr(record, name)) for name in ROWS if name != "appointments"})
    assert {core(f) for f in evaluate(POLICY, other, as_of)} == {core(f) for f in evaluate(POLICY, record, as_of)}


BARE = st.builds(OfficerRecord, officer=OFFICERS, district=DISTRICTS, appointments=many(APPOINTMENTS, least=1))
FREE_OF_FACTS = {"sso-unarmed", "sso-no-arrest"}
"""These are met by the absence of a weapon and of a commission."""


@given(BARE, DAYS)
def test_nothing_missing_is_ever_met(record: OfficerRecord, as_of: date) -> None:
    """With no fact but the appointment recorded, only what the appointment itself says can be met."""
    said_by_appointment = (FactIn, FactAbove, FactsTrue, AgeAtAssignment)
    for finding in evaluate(POLICY, record, as_of):
        if finding.status is Status.MET and finding.requirement.id not in FREE_OF_FACTS:
            exempt = isinstance(finding.requirement.rule, AnnualHours) and finding.need == 0
            assert exempt or isinstance(finding.requirement.rule, said_by_appointment), finding


@given(RECORDS, DAYS, st.data())
def test_blanking_a_fact_never_makes_a_finding_met(record: OfficerRecord, as_of: date, data: st.DataObject) -> None:
    """Take a value out of the appointment: what was not met before is not met for that."""
    blankable = [f.name for f in fields(Appointment) if f.name in {
        "assignment_percent", "supervisor_title", "has_office", "has_computer", "has_phone"}]  # fmt: skip
    name = data.draw(st.sampled_from(blankable))
    blanked = replace(record, appointments=tuple(replace(a, **{name: None}) for a in record.appointments))
    met = {core(f)[:4] for f in evaluate(POLICY, record, as_of) if f.status is Status.MET}
    for finding in evaluate(POLICY, blanked, as_of):
        if finding.status is Status.MET:
            assert core(finding)[:4] in met


@given(RECORDS, DAYS)
def test_every_finding_explains_itself(record: OfficerRecord, as_of: date) -> None:
    for finding in evaluate(POLICY, record, as_of):
        assert finding.because
        assert "could not be judged" not in finding.because
        assert finding.citation
        assert finding.words or finding.level in {Level.GUIDANCE, Level.LOCAL}
        assert (finding.waiver is None) == (finding.status is not Status.WAIVED) == (finding.otherwise is None)
        if finding.status in {Status.OVERDUE, Status.DUE_SOON, Status.PENDING}:
            assert finding.due is not None
            assert finding.arithmetic
            assert (finding.status is Status.OVERDUE) == (as_of > finding.due)
        assert (finding.have is None) == (finding.need is None)


@given(RECORDS, DAYS)
def test_a_standing_is_the_worst_deciding_finding(record: OfficerRecord, as_of: date) -> None:
    judged = judge(POLICY, record, as_of)
    if judged is None:
        assert evaluate(POLICY, record, as_of) == ()
        return
    deciding = [f.status for f in judged.findings if f.level in {Level.REQUIRED, Level.LOCAL}]
    worst = min(deciding, key=SEVERITY.__getitem__, default=Status.MET)
    assert judged.standing is (Status.MET if worst is Status.WAIVED else worst)
    overdue = any(f.requirement.id == "basic-training" and f.status is Status.OVERDUE for f in judged.findings)
    assert judged.powers_suspended is overdue
    assert standing(()) is Status.MET


@given(RECORDS, DAYS)
def test_time_alone_never_heals(record: OfficerRecord, as_of: date) -> None:
    """With no fact dated after it, an overdue finding is still overdue, or gone, a day later; not met."""
    frozen = replace(
        record,
        **{name: tuple(r for r in getattr(record, name) if (b := begins(r)) is None or b <= as_of) for name in ROWS},
    )
    overdue = {core(f)[:4] for f in evaluate(POLICY, frozen, as_of) if f.status is Status.OVERDUE}
    after = {core(f)[:4] for f in evaluate(POLICY, frozen, as_of + timedelta(days=1)) if f.status is Status.MET}
    assert not overdue & after


def test_a_check_that_fails_is_undetermined_not_met() -> None:
    broken: Any = "not a date"
    record = OfficerRecord(
        officer=Officer(officer_id="A1", last_name="Case", first_name="Officer"),
        appointments=(
            Appointment(officer_id="A1", role=Role.SSO, employer_type=EmployerType.DISTRICT, hired_on=date(2024, 1, 1)),
        ),
        attended=(
            Attended(
                Attendance(class_id="C", officer_id="A1"),
                TrainingClass(class_id="C", title="T", ends_on=date(2024, 1, 1), hours=1),
                broken,
                hours=1,
                sanctioned=True,
                credit_year="",
            ),
        ),
    )
    found = [f for f in evaluate(POLICY, record, date(2024, 3, 1)) if f.requirement.id == "in-service"]
    assert [f.status for f in found] == [Status.UNDETERMINED]
    assert "could not be judged" in found[0].because


def test_the_roll_is_in_order_of_names_and_ids() -> None:
    def person(officer_id: str, last: str, first: str) -> OfficerRecord:
        appointment = Appointment(
            officer_id=officer_id, role=Role.OTHER, employer_type=EmployerType.AGENCY, hired_on=date(2024, 1, 1)
        )
        return OfficerRecord(
            officer=Officer(officer_id=officer_id, last_name=last, first_name=first), appointments=(appointment,)
        )

    people = [
        person("3", "lee", "Ann"),
        person("2", "Lee", "Ann"),
        person("1", "Lee", "Dana"),
        person("9", "Adams", "Z"),
    ]
    roll = call_roll(POLICY, people, DistrictRecord(), date(2024, 3, 1))
    assert [entry.officer.officer_id for entry in roll.officers] == ["9", "2", "3", "1"]
