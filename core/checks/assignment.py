"""What had to hold on the day of assignment: age and earlier service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.checks.subject import Subject, Verdict
from core.dates import (
    DAY,
    add_years,
    birthday,
    short,
)
from core.model import (
    Service,
    Status,
)
from core.rules import (
    AgeAtAssignment,
    Requirement,
    ServiceBeforeAssignment,
)


def check_age_at_assignment(rule: AgeAtAssignment, _requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    born, assigned = subject.record.officer.date_of_birth, subject.assignment
    if born is None:
        yield Verdict(Status.UNDETERMINED, "no date of birth on record")
    elif assigned is None:
        yield Verdict(Status.UNDETERMINED, "no date of assignment on record")
    else:
        age = rule.years.on(assigned)
        reached = birthday(born, age)
        met = reached <= assigned
        because = f"{age} on {short(reached)}, assigned {short(assigned)}"
        arithmetic = f"born {short(born)} + {age} years = {short(reached)}"
        facts = (f"Born {short(born)}", f"Assigned {short(assigned)}")
        yield Verdict(Status.MET if met else Status.VIOLATION, because, facts=facts, arithmetic=arithmetic)


def check_service_before_assignment(
    rule: ServiceBeforeAssignment, _requirement: Requirement, subject: Subject
) -> Iterator[Verdict]:
    periods = [period for period in subject.record.service if period.from_on <= subject.as_of]
    assigned = subject.assignment
    if not periods:
        yield Verdict(Status.UNDETERMINED, "no earlier service on record")
        return
    if assigned is None:
        yield Verdict(Status.UNDETERMINED, "no date of assignment on record")
        return
    years = rule.years.on(assigned)
    needed = (assigned - add_years(assigned, -years)).days
    counted = _days([p for p in periods if p.full_time and p.commissioned], assigned)
    possible = _days([p for p in periods if p.full_time is not False and p.commissioned is not False], assigned)
    arithmetic = f"{short(add_years(assigned, -years))} up to {short(assigned)} = {needed:,} days; counted {counted:,}"
    facts = tuple(_service(period) for period in periods)
    if counted >= needed:
        status, because = Status.MET, f"{counted:,} days of full-time commissioned service before {short(assigned)}"
    elif possible >= needed:
        status = Status.UNDETERMINED
        because = "for some periods it is not recorded whether they were full-time and commissioned"
    else:
        status = Status.VIOLATION
        because = f"{counted:,} of {needed:,} days of full-time commissioned service before {short(assigned)}"
    yield Verdict(status, because, facts=facts, arithmetic=arithmetic)


def _days(periods: list[Service], assigned: date) -> int:
    """Days before ``assigned`` that at least one period covers."""
    total, covered_to = 0, date.min
    for period in sorted(periods, key=lambda p: p.from_on):
        first = max(period.from_on, covered_to)
        end = assigned if period.to_on is None else min(assigned, period.to_on + DAY)
        if end > first:
            total += (end - first).days
            covered_to = end
    return total


def _service(period: Service) -> str:
    until = short(period.to_on) if period.to_on else "now"
    kinds = [("full-time", period.full_time), ("commissioned", period.commissioned)]
    said = ", ".join(f"{name}: {'not recorded' if yes is None else 'yes' if yes else 'no'}" for name, yes in kinds)
    return f"{period.agency}, {short(period.from_on)} to {until} ({said})"
