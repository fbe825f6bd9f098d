"""What lapses when, if nothing more is done: each officer judged on the days ahead on which a finding can change.

What would relieve somebody later (a certificate, a class, a pass, an oath, a bond, a commission) counts only once it
has happened; it is shown as a plan. What binds or ends runs its course: appointments, weapons handed out or back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import chain

from core.dates import DAY, YearKind, add_months, add_years
from core.engine import evaluate_district, judge
from core.findings import Finding, Judged
from core.model import (
    BY_ROW,
    SEVERITY,
    DistrictRecord,
    Officer,
    OfficerRecord,
    Role,
    Row,
    Status,
    credential_name,
)
from core.rules import Amounts, Policy, PrerequisitesBy

MONTHS_AHEAD = 24


@dataclass(frozen=True, slots=True)
class Lapse:
    """``on`` is the first day on which the finding is as it says: worse than due soon."""

    on: date
    finding: Finding

    @property
    def ends_powers(self) -> bool:
        """Whether the statute takes the powers of a peace officer away."""
        return self.finding.consequence is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """Something recorded for a day to come; never credited."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """One officer, or the district (``officer`` ``None``). ``already`` is what has lapsed on the day it begins.

    ``role`` and ``school`` are those of the appointment that runs on that day, or else of the next.
    """

    officer: Officer | None
    role: Role | None
    school: str
    already: tuple[Finding, ...]
    lapses: tuple[Lapse, ...]
    plans: tuple[Plan, ...]

    @property
    def first(self) -> date | None:
        return self.lapses[0].on if self.lapses else None

    @property
    def officer_id(self) -> str:
        return self.officer.officer_id if self.officer else ""

    @property
    def who(self) -> str:
        return self.officer.name if self.officer else "The district"


@dataclass(frozen=True, slots=True)
class Forecast:
    """``outlooks`` are of the officers with an appointment in that time, in order of name, then the district's own."""

    as_of: date
    until: date
    outlooks: tuple[Outlook, ...]


def forecast(
    policy: Policy,
    records: Iterable[OfficerRecord],
    district: DistrictRecord,
    as_of: date,
    *,
    months: int = MONTHS_AHEAD,
    step: Callable[[int, int], object] | None = None,
) -> Forecast:
    """``step`` is told after each officer how many are done; what it raises stops the work."""
    records = tuple(records)
    until = add_months(as_of, months)
    found = []
    for number, record in enumerate(records, 1):
        found.append(outlook(policy, record, as_of, until))
        if step:
            step(number, len(records))
    officers = sorted(filter(None, found), key=lambda each: (each.who.casefold(), each.officer_id))
    return Forecast(as_of, until, (*officers, district_outlook(policy, district, as_of, until)))


def outlook(policy: Policy, record: OfficerRecord, as_of: date, until: date) -> Outlook | None:
    """``None`` for one without an appointment between the two days, both included."""
    done = without_plans(record, as_of)
    on_roll = [a for a in done.appointments if a.start is None or a.start <= until]
    on_roll = [a for a in on_roll if a.ended_on is None or a.ended_on >= as_of]
    if not on_roll:
        return None
    leading = min(on_roll, key=lambda a: (not a.is_current(as_of), a.assignment_date or date.max, a.id))

    def judged_on(day: date) -> tuple[Finding, ...]:
        judged: Judged | None = judge(policy, done, day)
        return judged.findings if judged else ()

    already, lapses = _followed(judged_on, _turns(policy, done, as_of, until), as_of, until)
    return Outlook(record.officer, leading.role, leading.school, already, lapses, _plans(record, as_of, until))


def district_outlook(policy: Policy, record: DistrictRecord, as_of: date, until: date) -> Outlook:
    """The agreements, the radio station, the safety assessment."""
    assessed = record.district.safety_assessment_on
    planned = assessed is not None and assessed > as_of
    done = replace(record, district=replace(record.district, safety_assessment_on=None)) if planned else record
    turns = {on for agreement in record.agreements for on in _turning(agreement)}
    already, lapses = _followed(lambda day: evaluate_district(policy, done, day), turns, as_of, until)
    plans = (Plan(assessed, "School safety assessment"),) if planned and assessed and assessed <= until else ()
    return Outlook(None, None, "", already, lapses, plans)


# --- following the findings -------------------------------------------------------------------------------------

Key = tuple[str, str | None, str | None]


def _followed(
    judged_on: Callable[[date], tuple[Finding, ...]], turns: Iterable[date], as_of: date, until: date
) -> tuple[tuple[Finding, ...], tuple[Lapse, ...]]:
    """What has lapsed already, and what lapses on the days on which something turns, or a due date has passed."""
    ahead = {on for on in turns if as_of < on <= until}
    now = judged_on(as_of)
    ahead |= _passed(now, as_of, until)
    bad = first_bad = _lapsed(now)
    lapses: list[Lapse] = []
    while ahead:
        day = min(ahead)
        ahead.remove(day)
        then = judged_on(day)
        ahead |= _passed(then, day, until)
        still = _lapsed(then)
        lapses += (Lapse(day, finding) for key, finding in still.items() if key not in bad)
        bad = still
    return tuple(sorted(first_bad.values(), key=_worst)), tuple(
        sorted(lapses, key=lambda each: (each.on, _worst(each.finding)))
    )


def _passed(findings: Iterable[Finding], day: date, until: date) -> set[date]:
    """The days after the due dates still ahead."""
    return {f.due + DAY for f in findings if f.due is not None and day <= f.due < until}


def _lapsed(findings: Iterable[Finding]) -> dict[Key, Finding]:
    """What counts for a standing and is worse than due soon."""
    bad = [f for f in findings if f.decides and SEVERITY[f.status] < SEVERITY[Status.DUE_SOON]]
    return {(f.requirement.id, f.item, f.period): f for f in sorted(bad, key=_worst, reverse=True)}


def _worst(finding: Finding) -> tuple[bool, int, date]:
    return finding.consequence is None, SEVERITY[finding.status], finding.due or date.max


# --- the days on which something turns ------------------------------------------------------------------------


def _turns(policy: Policy, record: OfficerRecord, as_of: date, until: date) -> set[date]:
    turns = {on for row in _rows(record) for on in _turning(row)}
    turns.update(_years(record, as_of, until))
    turns.update(_amendments(policy))
    for fresh in _fresh(policy):
        for credential in record.credentials:
            if credential.credential == fresh.fresh and credential.dated:
                years = fresh.fresh_years.on(credential.dated)
                stale = add_years(credential.dated, years)
                turns.update((stale, stale + DAY, stale + 2 * DAY))
    return turns


def _rows(record: OfficerRecord) -> Iterator[Row]:
    yield from chain(record.appointments, record.commissions, record.designations, record.bonds, record.waivers)
    yield from (issued.issue for issued in record.issued)


def _turning(row: Row) -> Iterator[date]:
    """A day counts from itself on, or until it is over."""
    for column in BY_ROW[type(row)].columns:
        if column.kind is date and (on := getattr(row, column.name)) is not None:
            yield from (on, on + DAY)


def _years(record: OfficerRecord, as_of: date, until: date) -> Iterator[date]:
    """The first days of in-service years."""
    kind = record.district.in_service_year
    years = range(as_of.year, until.year + 1)
    if kind is YearKind.ANNIVERSARY:
        for start in (a.start for a in record.appointments if a.start):
            yield from (add_years(start, year - start.year) for year in years if year > start.year)
    else:
        yield from (date(year, 7 if kind is YearKind.SCHOOL else 1, 1) for year in years)


@cache
def _amendments(policy: Policy) -> frozenset[date]:
    """The days from which another number of the law applies."""
    return frozenset(entry.since for amounts in _amounts(policy) for entry in amounts.values if entry.since is not None)


def _amounts(policy: Policy) -> Iterator[Amounts]:
    for requirement in policy.requirements:
        for part in (requirement.rule, *requirement.applies):
            values = (getattr(part, name) for name in part.__dataclass_fields__)
            yield from (value for value in values if isinstance(value, Amounts))


@cache
def _fresh(policy: Policy) -> tuple[PrerequisitesBy, ...]:
    return tuple(r.rule for r in policy.requirements if isinstance(r.rule, PrerequisitesBy))


# --- plans --------------------------------------------------------------------------------------------------


def without_plans(record: OfficerRecord, as_of: date) -> OfficerRecord:
    """The record without what would relieve the officer only after ``as_of``."""
    return replace(
        record,
        credentials=tuple(c for c in record.credentials if c.dated is None or c.dated <= as_of),
        attended=tuple(a for a in record.attended if a.on <= as_of),
        qualifications=tuple(q for q in record.qualifications if q.shot_on <= as_of),
        bonds=tuple(b for b in record.bonds if b.effective_on <= as_of),
        commissions=tuple(c for c in record.commissions if c.commissioned_on is None or c.commissioned_on <= as_of),
        service=tuple(s for s in record.service if s.from_on <= as_of),
        designations=tuple(
            replace(d, oath_on=None, oath_filed_on=None) if d.oath_on and d.oath_on > as_of else d
            for d in record.designations
        ),
    )


def _plans(record: OfficerRecord, as_of: date, until: date) -> tuple[Plan, ...]:
    found = [plan for plan in _planned(record) if as_of < plan.on <= until]
    return tuple(sorted(found, key=lambda plan: (plan.on, plan.words)))


def _planned(record: OfficerRecord) -> Iterator[Plan]:
    for attended in record.attended:
        sanction = "" if attended.sanctioned else ", not marked sanctioned"
        yield Plan(attended.on, f"“{attended.training.title}”, {attended.hours:g} hours{sanction}")
    relieving: tuple[tuple[date | None, str], ...] = (
        *((c.dated, credential_name(c.credential)) for c in record.credentials),
        *((q.shot_on, f"Qualification with weapon {q.weapon_id}") for q in record.qualifications),
        *((b.effective_on, "A new bond") for b in record.bonds),
        *((c.commissioned_on, "A new commission") for c in record.commissions),
        *((d.oath_on, "The oath") for d in record.designations),
    )
    yield from (Plan(on, words) for on, words in relieving if on is not None)
