"""An officer's in-service years: the hours that count, those that do not, and those still planned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.dates import DAY, InServiceYear, in_service_year
from core.findings import Finding, Judged
from core.model import Attended, OfficerRecord, Status
from core.rules import AnnualHours, Requirement


@dataclass(frozen=True, slots=True)
class YearHours:
    """``uncounted`` are of classes not known to be sanctioned, ``planned`` of classes after the as-of date.

    ``need`` is what the year asks for; ``status`` is known for the years that are judged, and those that reached it.
    """

    label: str
    counted: float = 0
    uncounted: float = 0
    planned: float = 0
    need: float | None = None
    status: Status | None = None


def years_of(record: OfficerRecord, judged: Judged | None, as_of: date) -> tuple[YearHours, ...]:
    """Newest first, from the first class or judged year on, without a gap."""
    start = _start(record, judged)
    labels = _labels(record, start, as_of)
    found = {f.period: f for f in judged.findings if isinstance(f.requirement.rule, AnnualHours)} if judged else {}
    asked = next((f.requirement for f in found.values()), None)
    return tuple(_year(record, label, found.get(label), asked, labels, as_of) for label in sorted(labels, reverse=True))


def _start(record: OfficerRecord, judged: Judged | None) -> date | None:
    """As the year is counted from where it is the officer's own: in the role that is judged."""
    own = (a.start for a in record.appointments if a.start and (judged is None or a.role is judged.role))
    return min(own, default=None)


def _labels(record: OfficerRecord, start: date | None, as_of: date) -> dict[str, InServiceYear]:
    """The years by label, from the first with a class to the one that ``as_of`` falls in, or of a later class."""
    kind = record.district.in_service_year
    days = [attended.on for attended in record.attended]
    first, last = min((*days, as_of)), max((*days, as_of))
    years: dict[str, InServiceYear] = {}
    year = in_service_year(kind, first, start) or (in_service_year(kind, max(first, start), start) if start else None)
    while year is not None and year.first <= last:
        years[year.label] = year
        year = in_service_year(kind, year.last + DAY, start)
    return years


def _year(
    record: OfficerRecord,
    label: str,
    finding: Finding | None,
    asked: Requirement | None,
    years: dict[str, InServiceYear],
    as_of: date,
) -> YearHours:
    classes = [attended for attended in record.attended if _in(attended, years[label])]
    past = [attended for attended in classes if attended.on <= as_of]
    need = finding.need if finding else _asked(asked, years[label])
    counted = sum(attended.hours for attended in past if attended.sanctioned)
    reached = Status.MET if need is not None and counted >= need else None
    return YearHours(
        label,
        counted,
        sum(attended.hours for attended in past if not attended.sanctioned),
        sum(attended.hours for attended in classes if attended.on > as_of),
        need,
        finding.status if finding else reached,
    )


def _in(attended: Attended, year: InServiceYear) -> bool:
    return attended.credit_year == year.label if attended.credit_year else attended.on in year


def _asked(requirement: Requirement | None, year: InServiceYear) -> float | None:
    rule = requirement.rule if requirement else None
    return float(rule.hours.on(year.first)) if isinstance(rule, AnnualHours) else None


def lines(years: tuple[YearHours, ...]) -> Iterator[str]:
    """The years as sentences: ``2026-27: 8 of 40 hours counted, 4 not counted, 6 planned``."""
    for year in years:
        parts = [f"{year.counted:g} of {year.need:g} hours counted" if year.need else f"{year.counted:g} hours counted"]
        parts += [f"{year.uncounted:g} not counted"] if year.uncounted else []
        parts += [f"{year.planned:g} planned"] if year.planned else []
        yield f"{year.label}: {', '.join(parts)}"
