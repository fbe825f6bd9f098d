"""Judging: the policy, a record and a date give findings. Nothing is stored, nothing else is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from core.checks import DISTRICT_CHECKS, OFFICER_CHECKS, OfficerCheck, Subject, Verdict
from core.findings import Finding, Judged, Roll, standing
from core.model import Appointment, DistrictRecord, EmployerType, OfficerRecord, Role, Status, Waiver
from core.rules import Amounts, Applies, Policy, Requirement, Source

BLANK_SHARE = "the share of time at the school is not recorded, so it is not known whether this applies"


def evaluate(policy: Policy, record: OfficerRecord, as_of: date) -> tuple[Finding, ...]:
    """All findings of an officer in the policy's order; none without a current appointment."""
    return _evaluate(policy, record, current_appointments(record, as_of), as_of)


def judge(policy: Policy, record: OfficerRecord, as_of: date) -> Judged | None:
    """The officer with findings and standing; ``None`` without a current appointment."""
    current = current_appointments(record, as_of)
    if not current:
        return None
    findings = _evaluate(policy, record, current, as_of)
    suspended = any(f.consequence is not None for f in findings)
    return Judged(record, current, findings, standing(findings), suspended)


def evaluate_district(policy: Policy, record: DistrictRecord, as_of: date) -> tuple[Finding, ...]:
    """The findings about the district itself: agreements, the radio station, the safety assessment."""
    return tuple(
        _finding(requirement, requirement.sources[0], verdict, None, None)
        for requirement in policy.requirements
        if (check := DISTRICT_CHECKS.get(type(requirement.rule))) is not None
        for verdict in _guarded(check, requirement, record, as_of)
    )


def call_roll(policy: Policy, records: Iterable[OfficerRecord], district: DistrictRecord, as_of: date) -> Roll:
    """Everyone with a current appointment judged, in order of last name, first name and id."""
    everyone = tuple(records)
    judged = [entry for record in everyone if (entry := judge(policy, record, as_of)) is not None]
    judged.sort(key=in_order)
    findings = evaluate_district(policy, district, as_of)
    return Roll(policy, as_of, district, tuple(judged), findings, former(everyone, as_of))


def former(records: Iterable[OfficerRecord], as_of: date) -> tuple[OfficerRecord, ...]:
    """Those who had an appointment and have none any more."""
    return tuple(record for record in records if record.appointments and _all_ended(record, as_of))


def _all_ended(record: OfficerRecord, as_of: date) -> bool:
    return all(appointment.ended_on and appointment.ended_on < as_of for appointment in record.appointments)


def in_order(judged: Judged) -> tuple[str, str, str]:
    """Sort key of a roll, blind to upper and lower case."""
    officer = judged.officer
    return officer.last_name.casefold(), officer.first_name.casefold(), officer.officer_id


def current_appointments(record: OfficerRecord, as_of: date) -> tuple[Appointment, ...]:
    """Those that run on ``as_of``, the one assigned first leading; undated ones last."""
    current = [a for a in record.appointments if a.is_current(as_of)]
    return tuple(sorted(current, key=lambda a: (a.assignment_date or date.max, a.id)))


def _evaluate(
    policy: Policy, record: OfficerRecord, current: tuple[Appointment, ...], as_of: date
) -> tuple[Finding, ...]:
    findings: list[tuple[int, Finding]] = []
    for appointment in current:
        subject = Subject(policy, record, appointment, as_of)
        for duty in _duties(policy, appointment.role, appointment.employer_type):
            findings.extend((duty.place, finding) for finding in _judge(duty, subject))
    if len(current) > 1:
        findings = sorted(dict.fromkeys(findings), key=lambda placed: placed[0])
    return tuple(finding for _, finding in findings)


@dataclass(frozen=True, slots=True)
class _Duty:
    """A requirement as it meets one role and employer; ``place`` is its number in the policy."""

    place: int
    requirement: Requirement
    check: OfficerCheck
    source: Source
    conditions: tuple[Applies, ...]


@cache
def _duties(policy: Policy, role: Role, employer: EmployerType) -> tuple[_Duty, ...]:
    """What can apply at all to officers of this role and employer."""
    return tuple(
        _Duty(place, requirement, check, requirement.source(role), conditions)
        for place, requirement in enumerate(policy.requirements)
        if (check := OFFICER_CHECKS.get(type(requirement.rule))) is not None
        and (conditions := tuple(c for c in requirement.applies if _concerns(c, role, employer)))
    )


def _concerns(condition: Applies, role: Role, employer: EmployerType) -> bool:
    return (not condition.roles or role in condition.roles) and (
        not condition.employers or employer in condition.employers
    )


def _judge(duty: _Duty, subject: Subject) -> Iterator[Finding]:
    applies = _applies(duty.conditions, subject)
    if applies is False:
        return
    requirement = duty.requirement
    verdicts = _guarded(duty.check, requirement, subject) if applies else (Verdict(Status.UNDETERMINED, BLANK_SHARE),)
    for verdict in verdicts:
        waiver = _waiver(requirement, verdict, subject) if subject.record.waivers else None
        yield _finding(requirement, duty.source, verdict, subject.record.officer.officer_id, waiver)


def _applies(conditions: tuple[Applies, ...], subject: Subject) -> bool | None:
    """Whether any of the conditions holds; ``None`` where only a blank share of time leaves it open."""
    answer: bool | None = False
    for condition in conditions:
        holds = _holds(condition, subject)
        if holds:
            return True
        if holds is None:
            answer = None
    return answer


def _holds(condition: Applies, subject: Subject) -> bool | None:
    refused = (
        (condition.designated is not None and condition.designated is not bool(subject.designations))
        or (condition.armed and not subject.weapons)
        or (condition.without and condition.without in subject.credentials)
    )
    if refused:
        return False
    return True if condition.share_above is None else _share_above(condition.share_above, subject)


def _share_above(above: Amounts, subject: Subject) -> bool | None:
    """Full time or not; ``None`` where the share of time is blank."""
    share = subject.appointment.assignment_percent
    return None if share is None else share > above.on(subject.as_of)


def _guarded(check: Callable[..., Iterator[Verdict]], requirement: Requirement, *facts: Any) -> tuple[Verdict, ...]:
    """An error inside a check must never pass for ``met``."""
    try:
        return tuple(check(requirement.rule, requirement, *facts))
    except Exception as error:
        return (Verdict(Status.UNDETERMINED, f"could not be judged: {type(error).__name__}: {error}"),)


def _waiver(requirement: Requirement, verdict: Verdict, subject: Subject) -> Waiver | None:
    """The waiver in force for this finding, the longest of several; one without an item covers all."""
    about = {"", verdict.item, verdict.period}
    covering = [
        w
        for w in subject.record.waivers
        if w.requirement == requirement.id and w.from_on <= subject.as_of <= w.until_on and w.item in about
    ]
    return max(covering, key=lambda w: w.until_on, default=None)


def _finding(
    requirement: Requirement, source: Source, verdict: Verdict, officer_id: str | None, waiver: Waiver | None
) -> Finding:
    waived = waiver is not None and verdict.status is not Status.MET
    status = Status.WAIVED if waived else verdict.status
    given: dict[str, Any] = {"waiver": waiver, "otherwise": verdict.status} if waived else {}
    return Finding(
        requirement=requirement,
        level=source.level,
        status=status,
        because=verdict.because,
        citation=source.citation,
        words=source.words,
        officer_id=officer_id,
        item=verdict.item,
        period=verdict.period,
        due=verdict.due,
        have=verdict.have,
        need=verdict.need,
        facts=verdict.facts,
        arithmetic=verdict.arithmetic,
        notes=verdict.notes,
        consequence=requirement.consequence if status is Status.OVERDUE else None,
        **given,
    )
