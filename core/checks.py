"""One check for each kind of rule: pure functions from the facts of an officer to verdicts.

A check sees only facts dated on or before the as-of date; what is dated later is a plan, mentioned in the
notes and never credited. A fact that is needed and blank gives ``undetermined``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from core.dates import (
    DAY,
    InServiceYear,
    add_months,
    add_years,
    birthday,
    in_service_year,
    months_left,
    plural,
    short,
    year_before,
)
from core.model import (
    Agreement,
    AgreementKind,
    Appointment,
    Attended,
    Bond,
    Commission,
    Credential,
    Designation,
    District,
    DistrictRecord,
    FirstYear,
    OfficerRecord,
    Qualification,
    Result,
    Role,
    Service,
    Status,
    WeaponIssue,
    credential_name,
)
from core.rules import (
    AgeAtAssignment,
    AgreementInTerm,
    Amounts,
    Anchor,
    AnnualHours,
    AnnualPasses,
    BondInEffect,
    CompletedBy,
    CurrentCommission,
    DistrictFact,
    FactAbove,
    FactIn,
    FactsTrue,
    NoPowers,
    OathTaken,
    Policy,
    PrerequisitesBy,
    RecurringPass,
    Requirement,
    Route,
    ServiceBeforeAssignment,
    WeaponHeld,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says; the engine adds the source, the level and a waiver to make it a finding."""

    status: Status
    because: str
    due: date | None = None
    have: float | None = None
    need: float | None = None
    item: str | None = None
    period: str | None = None
    facts: tuple[str, ...] = ()
    arithmetic: str = ""
    notes: tuple[str, ...] = ()


class Subject:
    """An officer in one current appointment, as the record stands on ``as_of``."""

    __slots__ = (
        "appointment", "as_of", "assignment", "credentials", "designations", "policy",
        "qualifications", "record", "start", "undated", "weapons",
    )  # fmt: skip

    def __init__(self, policy: Policy, record: OfficerRecord, appointment: Appointment, as_of: date) -> None:
        self.policy = policy
        self.record = record
        self.appointment = appointment
        self.as_of = as_of
        self.start = _start(record.appointments, appointment.role, as_of)
        self.assignment = appointment.assignment_date
        self.credentials, self.undated = _credentials(record.credentials, as_of)
        self.designations = _current_designations(record.designations, as_of)
        self.weapons = _weapons(record, as_of)
        self.qualifications = tuple(shot for shot in record.qualifications if shot.shot_on <= as_of)

    @property
    def role(self) -> Role:
        return self.appointment.role

    @property
    def settings(self) -> District:
        return self.record.district

    @property
    def full_time(self) -> bool | None:
        """Strictly more than 75 percent (7-192, School Safety Personnel); ``None`` where the share is blank."""
        share = self.appointment.assignment_percent
        return None if share is None else share > FULL_TIME_ABOVE


FULL_TIME_ABOVE = 75


def _start(appointments: Iterable[Appointment], role: Role, as_of: date) -> date | None:
    starts = (a.start for a in appointments if a.role is role)
    return min((start for start in starts if start is not None and start <= as_of), default=None)


def _credentials(rows: Iterable[Credential], as_of: date) -> tuple[dict[str, list[Credential]], dict[str, Credential]]:
    held: dict[str, list[Credential]] = {}
    undated: dict[str, Credential] = {}
    for row in rows:
        dated = row.dated
        if dated is None:
            undated[row.credential] = row
        elif dated <= as_of:
            held.setdefault(row.credential, []).append(row)
    return held, undated


def _current_designations(rows: Iterable[Designation], as_of: date) -> tuple[Designation, ...]:
    """On its last day a designation still counts, as an appointment does."""
    current = [d for d in rows if d.designated_on <= as_of and (d.ended_on is None or as_of <= d.ended_on)]
    return tuple(sorted(current, key=lambda d: (d.designated_on, d.id)))


def _weapons(record: OfficerRecord, as_of: date) -> dict[str, WeaponIssue]:
    """The weapons issued and not returned, each with its earliest open issue, in order of their numbers."""
    held: dict[str, WeaponIssue] = {}
    for issued in sorted(record.issued, key=lambda i: (i.issue.weapon_id, i.issue.issued_on)):
        if issued.issue.is_held(as_of):
            held.setdefault(issued.issue.weapon_id, issued.issue)
    return held


def _until(due: date, as_of: date, lead: int, before: Status) -> Status:
    """Late from the day after ``due``; ``before`` is the status earlier than the lead time."""
    left = (due - as_of).days
    if left < 0:
        return Status.OVERDUE
    return Status.DUE_SOON if left <= lead else before


def _and(words: Iterable[str], word: str = "and") -> str:
    listed = list(words)
    return f" {word} ".join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else "".join(listed)


# ---------------------------------------------------------------- credentials


def check_completed_by(rule: CompletedBy, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    anchor = subject.start if rule.anchor is Anchor.START else subject.assignment
    due, arithmetic = _due(rule, anchor)
    routes = [route for route in rule.routes if _is_open(route, subject)]
    done = min((used for route in routes if (used := _used(route, subject))), key=_completed, default=None)
    notes = _plans(rule, subject)
    if done is not None:
        yield _completion(done, due, arithmetic, notes, requirement, subject)
        return
    missing = f"no {_and((_route_name(route) for route in routes), 'or')} on record"
    facts = _partial(routes, subject)
    undated = [route for route in routes if _complete_but_undated(route, subject)]
    if undated:
        because = f"the {_route_name(undated[0])} is on record without a date"
        yield Verdict(Status.UNDETERMINED, because, due, facts=facts, arithmetic=arithmetic, notes=notes)
    elif due is None:
        because = f"{missing}, and no date of hire, appointment or assignment to count from"
        yield Verdict(Status.UNDETERMINED, because, facts=facts, notes=notes)
    else:
        status = _until(due, subject.as_of, requirement.lead_days, Status.PENDING)
        yield Verdict(status, missing, due, facts=facts, arithmetic=arithmetic, notes=notes)


def _due(rule: CompletedBy, anchor: date | None) -> tuple[date | None, str]:
    if anchor is None:
        return None, ""
    counted_from = "start" if rule.anchor is Anchor.START else "assignment"
    if rule.years is None:
        return anchor, f"due on the day of {counted_from}, {short(anchor)}"
    years = rule.years.on(anchor)
    due = add_years(anchor, years)
    return due, f"{counted_from} {short(anchor)} + {plural(years, 'year')} = {short(due)}"


def _is_open(route: Route, subject: Subject) -> bool:
    if route.roles and subject.role not in route.roles:
        return False
    return not route.setting or bool(getattr(subject.settings, route.setting))


def _dated(credential: Credential) -> date:
    dated = credential.dated
    assert dated is not None
    return dated


def _used(route: Route, subject: Subject) -> list[Credential]:
    """The earliest of each of the route's credentials; empty while one is missing."""
    held = subject.credentials
    if any(code not in held for code in route.credentials):
        return []
    return [min(held[code], key=_dated) for code in route.credentials]


def _completed(used: list[Credential]) -> date:
    """The later date where a route asks for several."""
    return max(_dated(credential) for credential in used)


def _completion(
    used: list[Credential],
    due: date | None,
    arithmetic: str,
    notes: tuple[str, ...],
    requirement: Requirement,
    subject: Subject,
) -> Verdict:
    on = _completed(used)
    because = f"{_and(credential_name(c.credential) for c in used)}, {short(on)}"
    facts = tuple(_described(credential) for credential in used)
    return Verdict(
        Status.MET, because, due, facts=facts, arithmetic=arithmetic,
        notes=(*_lateness(on, due, requirement), *_expiries(used, subject.as_of), *notes),
    )  # fmt: skip


def _lateness(on: date, due: date | None, requirement: Requirement) -> tuple[str, ...]:
    if due is None or on <= due:
        return ()
    late = f"Completed {plural((on - due).days, 'day')} late."
    if requirement.consequence:
        late += " Counsel should confirm that the powers of a peace officer are in force again."
    return (late,)


def _expiries(used: Iterable[Credential], as_of: date) -> tuple[str, ...]:
    return tuple(
        f"The {credential_name(c.credential)} shows an expiry of {short(c.expires_on)}; "
        "no rule read here gives it one. Ask MDE."
        for c in used
        if c.expires_on is not None and c.expires_on < as_of
    )


def _described(credential: Credential) -> str:
    number = f", certificate {credential.certificate_number}" if credential.certificate_number else ""
    proof = f"proof: {credential.proof}" if credential.proof else "proof: not recorded"
    return f"{credential_name(credential.credential)}, {short(_dated(credential))}{number} ({proof})"


def _route_name(route: Route) -> str:
    return _and((credential_name(code) for code in route.credentials), "with")


def _partial(routes: Iterable[Route], subject: Subject) -> tuple[str, ...]:
    """What is there of a route that is not complete."""
    parts = (code for route in routes for code in route.credentials if code in subject.credentials)
    return tuple(_described(min(subject.credentials[code], key=_dated)) for code in dict.fromkeys(parts))


def _complete_but_undated(route: Route, subject: Subject) -> bool:
    return all(code in subject.credentials or code in subject.undated for code in route.credentials)


def _plans(rule: CompletedBy, subject: Subject) -> tuple[str, ...]:
    wanted = {code for route in rule.routes for code in route.credentials}
    return tuple(
        f"{credential_name(c.credential)} is planned for {short(c.dated)}; plans are not credited."
        for c in subject.record.credentials
        if c.credential in wanted and c.dated is not None and c.dated > subject.as_of
    )


def check_prerequisites_by(rule: PrerequisitesBy, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    course = subject.policy.requirement(rule.before).rule
    assert isinstance(course, CompletedBy)
    due, arithmetic = _due(course, subject.start if course.anchor is Anchor.START else subject.assignment)
    done = min(
        (_completed(u) for r in course.routes if _is_open(r, subject) and (u := _used(r, subject))), default=None
    )
    reference = done or subject.as_of
    years = rule.fresh_years.on(reference)
    missing = [credential_name(c) for c in rule.credentials if c not in subject.credentials]
    held = [_described(max(subject.credentials[c], key=_dated)) for c in rule.credentials if c in subject.credentials]
    fresh = subject.credentials.get(rule.fresh)
    if fresh and max(map(_dated, fresh)) < add_years(reference, -years):
        missing.append(f"{credential_name(rule.fresh)} within {plural(years, 'year')} of {short(reference)}")
    facts = tuple(held)
    if not missing:
        yield Verdict(Status.MET, "all prerequisites on record", due, facts=facts, arithmetic=arithmetic)
        return
    because = f"missing: {_and(missing)}"
    undetermined = due is None or any(c in subject.undated for c in rule.credentials if c not in subject.credentials)
    status = (
        Status.UNDETERMINED
        if due is None or undetermined
        else _until(due, subject.as_of, requirement.lead_days, Status.PENDING)
    )
    yield Verdict(status, because, due, facts=facts, arithmetic=arithmetic)


# ---------------------------------------------------------------- the day of assignment


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


# ---------------------------------------------------------------- facts of the appointment


def check_current_commission(
    _rule: CurrentCommission, _requirement: Requirement, subject: Subject
) -> Iterator[Verdict]:
    known = [c for c in subject.record.commissions if c.commissioned_on is None or c.commissioned_on <= subject.as_of]
    running = [c for c in known if c.ended_on is None or subject.as_of <= c.ended_on]
    facts = tuple(_commission(c) for c in known)
    dated = [c for c in running if c.commissioned_on is not None]
    if dated:
        yield Verdict(Status.MET, _commission(dated[0]), facts=facts)
    elif running:
        yield Verdict(Status.UNDETERMINED, "the commission on record has no date", facts=facts)
    elif known:
        last = max(c.ended_on for c in known if c.ended_on is not None)
        yield Verdict(Status.VIOLATION, f"the last commission ended on {short(last)}", facts=facts)
    else:
        yield Verdict(Status.UNDETERMINED, "no commission on record")


def _commission(commission: Commission) -> str:
    by = commission.authority or f"the {commission.authority_type}"
    since = f" since {short(commission.commissioned_on)}" if commission.commissioned_on else ""
    until = f" until {short(commission.ended_on)}" if commission.ended_on else ""
    return f"commissioned by {by}{since}{until}"


LABELS = {
    "supervisor_title": "supervisor",
    "assignment_percent": "share of time at the school",
    "has_office": "office",
    "has_computer": "computer",
    "has_phone": "phone line",
}
"""What the fields of an appointment are called in a sentence."""


def label(field: str) -> str:
    return LABELS.get(field, field.replace("_", " "))


def check_fact_in(rule: FactIn, _requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    value = getattr(subject.appointment, rule.field)
    if value is None or value == "":
        yield Verdict(Status.UNDETERMINED, f"{label(rule.field)}: not recorded")
        return
    status = Status.MET if value in rule.allowed else Status.VIOLATION
    said = f"{label(rule.field)}: {value}"
    yield Verdict(status, said, facts=(said,))


def check_fact_above(rule: FactAbove, _requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    value = getattr(subject.appointment, rule.field)
    if value is None:
        yield Verdict(Status.UNDETERMINED, f"{label(rule.field)}: not recorded")
        return
    above = rule.above.on(subject.as_of)
    status = Status.MET if value > above else Status.VIOLATION
    said = f"{label(rule.field)}: {value:g} percent"
    yield Verdict(status, said, facts=(said,), arithmetic=f"{value:g} {'>' if value > above else '≤'} {above}")


def check_facts_true(rule: FactsTrue, _requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    values = {field: getattr(subject.appointment, field) for field in rule.fields}
    lacking = [label(field) for field, value in values.items() if value is False]
    blank = [label(field) for field, value in values.items() if value is None]
    if lacking:
        yield Verdict(Status.VIOLATION, f"no {_and(lacking, 'or')}")
    elif blank:
        yield Verdict(Status.UNDETERMINED, f"{_and(blank)}: not recorded")
    else:
        yield Verdict(Status.MET, f"{_and(label(field) for field in values)} assigned")


def check_weapon_held(rule: WeaponHeld, _requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    facts = tuple(f"Weapon {i.weapon_id} issued {short(i.issued_on)}" for i in subject.weapons.values())
    if facts:
        status = Status.MET if rule.expected else Status.VIOLATION
        held = _and(f"{i.weapon_id} (since {short(i.issued_on)})" for i in subject.weapons.values())
        yield Verdict(status, f"weapon issued: {held}", facts=facts)
    else:
        yield Verdict(Status.UNDETERMINED if rule.expected else Status.MET, "no weapon issued")


def check_no_powers(_rule: NoPowers, _requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    commissions = [
        c
        for c in subject.record.commissions
        if (c.commissioned_on is None or c.commissioned_on <= subject.as_of)
        and (c.ended_on is None or subject.as_of <= c.ended_on)
    ]
    powers = [_commission(c) for c in commissions if c.commissioned_on is not None]
    powers += [f"designated a peace officer on {short(d.designated_on)}" for d in subject.designations]
    if powers:
        yield Verdict(Status.VIOLATION, _and(powers), facts=tuple(powers))
    elif commissions:
        yield Verdict(Status.UNDETERMINED, "a commission without a date is on record")
    else:
        yield Verdict(Status.MET, "no commission and no designation")


# ---------------------------------------------------------------- in-service years


def check_annual_hours(rule: AnnualHours, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    kind = subject.settings.in_service_year
    year = in_service_year(kind, subject.as_of, subject.start)
    if year is None:
        yield Verdict(Status.UNDETERMINED, "no start on record to count the anniversary year from")
        return
    closed = year_before(kind, year, subject.start)
    if closed and _served(subject, closed):
        yield from _closed_year(rule, subject, closed)
    yield _hours(rule, requirement.lead_days, subject, year)


def _served(subject: Subject, year: InServiceYear) -> bool:
    return any(
        a.role is subject.role
        and a.start is not None
        and a.start <= year.last
        and (a.ended_on is None or a.ended_on >= year.first)
        for a in subject.record.appointments
    )


def _closed_year(rule: AnnualHours, subject: Subject, year: InServiceYear) -> Iterator[Verdict]:
    """A year that fell short stays overdue until made up; nothing is said of one before the records began."""
    begin = subject.settings.records_begin_on
    if begin is not None and year.last < begin:
        return
    verdict = _hours(rule, 0, subject, year)
    if verdict.status is not Status.MET:
        yield verdict if begin is not None else _unknown_beginning(verdict)


def _unknown_beginning(verdict: Verdict) -> Verdict:
    return Verdict(
        Status.UNDETERMINED,
        f"{verdict.because}; it is not recorded since when the district’s records are complete",
        verdict.due, verdict.have, verdict.need, None, verdict.period, verdict.facts, verdict.arithmetic,
        (*verdict.notes, "Enter “records begin on” in the district’s settings."),
    )  # fmt: skip


def _hours(rule: AnnualHours, lead: int, subject: Subject, year: InServiceYear) -> Verdict:
    counted, unknown, planned = _sorted_out(subject, year)
    need, arithmetic = _needed(rule.hours, subject, year)
    have = round(sum(a.hours for a in counted), 2)
    status = Status.MET if have >= need else _until(year.last, subject.as_of, lead, Status.PENDING)
    return Verdict(
        status,
        f"{have:g} of {need:g} sanctioned hours in {year.label}",
        year.last,
        have,
        need,
        period=year.label,
        facts=tuple(_attended(a) for a in counted),
        arithmetic=f"{year.label} runs {short(year.first)} to {short(year.last)}{arithmetic}",
        notes=(
            *(f"Not counted, sanction unknown or refused: {_attended(a)}." for a in unknown),
            *(f"Planned, not credited: {_attended(a)}." for a in planned),
        ),
    )


def _sorted_out(subject: Subject, year: InServiceYear) -> tuple[list[Attended], list[Attended], list[Attended]]:
    """The year's classes: those that count, those without sanction, those still to come."""
    counted: list[Attended] = []
    unknown: list[Attended] = []
    planned: list[Attended] = []
    first, last, name, as_of = year.first, year.last, year.label, subject.as_of
    for attended in subject.record.attended:
        credit = attended.credit_year
        if credit != name if credit else not first <= attended.on <= last:
            continue
        if attended.on > as_of:
            planned.append(attended)
        elif attended.sanctioned:
            counted.append(attended)
        else:
            unknown.append(attended)
    return counted, unknown, planned


def _attended(attended: Attended) -> str:
    return f"{attended.hours:g} h “{attended.training.title}”, {short(attended.on)}"


def _needed(hours: Amounts, subject: Subject, year: InServiceYear) -> tuple[float, str]:
    """Hours the year asks for; a first year that began before the start is a setting."""
    full = float(hours.on(year.first))
    choice = subject.settings.first_year
    if choice is FirstYear.FULL or subject.start is None or year.first >= subject.start:
        return full, ""
    if choice is FirstYear.EXEMPT:
        return 0.0, f"; exempt: the officer started on {short(subject.start)}"
    months = min(12, months_left(subject.start, year))
    need = ceil(full * months * 4 / 12) / 4
    return need, f"; {full:g} × {months} ÷ 12 months from {short(subject.start)} = {need:g}, to the quarter hour"


def check_annual_passes(rule: AnnualPasses, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    year = in_service_year(subject.settings.in_service_year, subject.as_of, subject.start)
    if year is None:
        yield Verdict(Status.UNDETERMINED, "no start on record to count the anniversary year from")
        return
    days = sorted({q.shot_on for q in subject.qualifications if q.result is Result.PASS and q.shot_on in year})
    have, need = float(len(days)), float(rule.times.on(year.first))
    status = Status.MET if have >= need else _until(year.last, subject.as_of, requirement.lead_days, Status.PENDING)
    yield Verdict(
        status,
        f"{have:g} of {need:g} passing qualification days in {year.label}",
        year.last, have, need, None, year.label,
        facts=tuple(f"Passed {short(day)}" for day in days),
        arithmetic=f"{year.label} runs {short(year.first)} to {short(year.last)}",
    )  # fmt: skip


# ---------------------------------------------------------------- weapons


def check_recurring_pass(rule: RecurringPass, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    for issue in subject.weapons.values():
        shots = [shot for shot in subject.qualifications if shot.weapon_id == issue.weapon_id]
        yield _qualified(rule, requirement.lead_days, issue, shots, subject.as_of)


def _qualified(rule: RecurringPass, lead: int, issue: WeaponIssue, shots: list[Qualification], as_of: date) -> Verdict:
    last = max((s.shot_on for s in shots if s.result is Result.PASS), default=None)
    failed = min(
        (s.shot_on for s in shots if s.result is Result.FAIL and (last is None or s.shot_on > last)), default=None
    )
    facts = (f"Weapon {issue.weapon_id} issued {short(issue.issued_on)}", *map(_shot, shots))
    if last is None:
        due, because = issue.issued_on, "never passed with this weapon"
        arithmetic = f"due on the day of issue, {short(due)}"
    else:
        months = rule.months.on(last)
        due, because = add_months(last, months), f"last passed {short(last)}"
        arithmetic = f"{short(last)} + {plural(months, 'month')} = {short(due)}"
        if failed is not None and failed < due:
            due, because = failed, f"failed {short(failed)} after the last pass on {short(last)}"
            arithmetic = f"ended by the failure on {short(failed)}"
    status = _until(due, as_of, lead, Status.MET)
    return Verdict(status, because, due, item=issue.weapon_id, facts=facts, arithmetic=arithmetic)


def _shot(shot: Qualification) -> str:
    score = f", {shot.score:g}" if shot.score is not None else ""
    best = f" of {shot.maximum:g}" if shot.score is not None and shot.maximum is not None else ""
    return f"{'Passed' if shot.result is Result.PASS else 'Failed'} {short(shot.shot_on)}{score}{best}"


# ---------------------------------------------------------------- oath and bond


def check_oath_taken(_rule: OathTaken, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    """Each current designation needs its oath; the one that fares worst is the finding."""
    verdicts = [_oath(designation, requirement.lead_days, subject.as_of) for designation in subject.designations]
    open_ones = [verdict for verdict in verdicts if verdict.status is not Status.MET]
    yield (open_ones or verdicts)[0]


def _oath(designation: Designation, lead: int, as_of: date) -> Verdict:
    due, taken = designation.designated_on, designation.oath_on
    designated = f"Designated {short(due)}"
    arithmetic = f"due on the day of designation, {short(due)}"
    if taken is None or taken > as_of:
        notes = (f"Planned for {short(taken)}; plans are not credited.",) if taken else ()
        status = _until(due, as_of, lead, Status.PENDING)
        return Verdict(status, "no oath on record", due, facts=(designated,), arithmetic=arithmetic, notes=notes)
    late = (f"Taken {plural((taken - due).days, 'day')} after the designation.",) if taken > due else ()
    filed = () if designation.oath_filed_on else ("No filing with the chancery clerk is on record.",)
    facts = (designated, f"Oath taken {short(taken)}")
    return Verdict(
        Status.MET, f"oath taken {short(taken)}", due, facts=facts, arithmetic=arithmetic, notes=late + filed
    )


def check_bond_in_effect(rule: BondInEffect, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    begun = [bond for bond in subject.record.bonds if bond.effective_on <= subject.as_of]
    notes = tuple(
        f"A bond from {short(b.effective_on)} is planned; plans are not credited."
        for b in subject.record.bonds
        if b.effective_on > subject.as_of
    )
    if not begun:
        due = subject.designations[0].designated_on
        status = _until(due, subject.as_of, requirement.lead_days, Status.PENDING)
        arithmetic = f"due on the day of designation, {short(due)}"
        yield Verdict(status, "no bond on record", due, arithmetic=arithmetic, notes=notes)
        return
    running = [bond for bond in begun if _bond_end(rule, bond) >= subject.as_of]
    best = max(running, key=lambda b: (_sufficiency(rule, b), _bond_end(rule, b)), default=None)
    bond = best or max(begun, key=lambda b: _bond_end(rule, b))
    yield _bond(rule, requirement.lead_days, bond, best is not None, subject.as_of, notes)


def _bond_end(rule: BondInEffect, bond: Bond) -> date:
    """Its expiry, or the years the law gives it, whichever comes first."""
    longest = add_years(bond.effective_on, rule.years.on(bond.effective_on))
    return longest if bond.expires_on is None else min(longest, bond.expires_on)


def _sufficiency(rule: BondInEffect, bond: Bond) -> tuple[bool, bool]:
    """Orders bonds: large enough, then of unknown amount, then too small."""
    enough = bond.amount is not None and bond.amount >= rule.dollars.on(bond.effective_on)
    return enough, bond.amount is None


def _bond(rule: BondInEffect, lead: int, bond: Bond, in_effect: bool, as_of: date, notes: tuple[str, ...]) -> Verdict:
    due = _bond_end(rule, bond)
    needed = rule.dollars.on(bond.effective_on)
    years = rule.years.on(bond.effective_on)
    amount = "amount not recorded" if bond.amount is None else f"${bond.amount:,.0f}"
    fact = (
        f"Bond {bond.number or 'without number'} of {bond.surety or 'an unnamed surety'}, "
        f"{amount}, from {short(bond.effective_on)}"
    )
    arithmetic = f"{short(bond.effective_on)} + {plural(years, 'year')} = {short(add_years(bond.effective_on, years))}"
    if bond.expires_on is not None:
        arithmetic += f"; expires {short(bond.expires_on)}; the earlier is {short(due)}"
    if not in_effect:
        status, because = Status.OVERDUE, f"the last bond ended on {short(due)}"
    elif bond.amount is None:
        status, because = Status.UNDETERMINED, "the amount of the bond is not recorded"
    elif bond.amount < needed:
        status, because = Status.VIOLATION, f"the bond of {amount} is less than ${needed:,}"
    else:
        status, because = _until(due, as_of, lead, Status.MET), f"bond of {amount} holds until {short(due)}"
    return Verdict(status, because, due, facts=(fact,), arithmetic=arithmetic, notes=notes)


# ---------------------------------------------------------------- the district


def check_agreement_in_term(
    rule: AgreementInTerm, requirement: Requirement, record: DistrictRecord, as_of: date
) -> Iterator[Verdict]:
    for agreement in sorted(record.agreements, key=lambda a: a.agreement_id):
        begins = agreement.starts_on or agreement.approved_on
        if agreement.kind in rule.kinds and (begins is None or begins <= as_of):
            yield _term(agreement, requirement.lead_days, as_of)


def _term(agreement: Agreement, lead: int, as_of: date) -> Verdict:
    ends = agreement.ends_on
    name = agreement.party or agreement.purpose or agreement.agreement_id
    if ends is None:
        what = "expiry" if agreement.kind is AgreementKind.RADIO_STATION else "end"
        return Verdict(Status.UNDETERMINED, f"{name}: no {what} on record", item=agreement.agreement_id)
    ended = "ended" if ends < as_of else "runs until"
    return Verdict(
        _until(ends, as_of, lead, Status.MET), f"{name}: {ended} {short(ends)}", ends,
        item=agreement.agreement_id, arithmetic=f"its end date, {short(ends)}",
    )  # fmt: skip


def check_district_fact(
    rule: DistrictFact, _requirement: Requirement, record: DistrictRecord, as_of: date
) -> Iterator[Verdict]:
    on = getattr(record.district, rule.field)
    if on is None or on > as_of:
        notes = (f"Planned for {short(on)}; plans are not credited.",) if on else ()
        yield Verdict(Status.UNDETERMINED, "none on record", notes=notes)
    else:
        yield Verdict(Status.MET, f"on record, {short(on)}", facts=(f"Dated {short(on)}",))


OfficerCheck = Callable[[Any, Requirement, Subject], Iterator[Verdict]]
DistrictCheck = Callable[[Any, Requirement, DistrictRecord, date], Iterator[Verdict]]

OFFICER_CHECKS: dict[type[Any], OfficerCheck] = {
    CompletedBy: check_completed_by,
    PrerequisitesBy: check_prerequisites_by,
    AgeAtAssignment: check_age_at_assignment,
    ServiceBeforeAssignment: check_service_before_assignment,
    CurrentCommission: check_current_commission,
    FactIn: check_fact_in,
    FactAbove: check_fact_above,
    FactsTrue: check_facts_true,
    WeaponHeld: check_weapon_held,
    NoPowers: check_no_powers,
    AnnualHours: check_annual_hours,
    RecurringPass: check_recurring_pass,
    AnnualPasses: check_annual_passes,
    OathTaken: check_oath_taken,
    BondInEffect: check_bond_in_effect,
}
DISTRICT_CHECKS: dict[type[Any], DistrictCheck] = {
    AgreementInTerm: check_agreement_in_term,
    DistrictFact: check_district_fact,
}
