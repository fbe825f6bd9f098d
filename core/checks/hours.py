"""In-service years: sanctioned hours, and qualifying days."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from core.checks.subject import Subject, Verdict, status_by
from core.dates import (
    InServiceYear,
    in_service_year,
    months_left,
    short,
    year_before,
)
from core.model import (
    Attended,
    FirstYear,
    Result,
    Status,
)
from core.rules import (
    Amounts,
    AnnualHours,
    AnnualPasses,
    Requirement,
)


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
    status = Status.MET if have >= need else status_by(year.last, subject.as_of, lead, Status.PENDING)
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
    status = Status.MET if have >= need else status_by(year.last, subject.as_of, requirement.lead_days, Status.PENDING)
    yield Verdict(
        status,
        f"{have:g} of {need:g} passing qualification days in {year.label}",
        year.last, have, need, None, year.label,
        facts=tuple(f"Passed {short(day)}" for day in days),
        arithmetic=f"{year.label} runs {short(year.first)} to {short(year.last)}",
    )  # fmt: skip
