"""An officer in one appointment as the record stands on a date, and what a check says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.model import (
    Appointment,
    Commission,
    Credential,
    Designation,
    District,
    OfficerRecord,
    Role,
    Status,
    WeaponIssue,
)
from core.rules import (
    Policy,
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
        "appointment", "as_of", "assignment", "commissions", "credentials", "designations", "planned",
        "policy", "qualifications", "record", "start", "undated", "weapons",
    )  # fmt: skip

    def __init__(self, policy: Policy, record: OfficerRecord, appointment: Appointment, as_of: date) -> None:
        self.policy = policy
        self.record = record
        self.appointment = appointment
        self.as_of = as_of
        self.start = _start(record.appointments, appointment.role, as_of)
        self.assignment = appointment.assignment_date
        self.credentials, self.undated, self.planned = _credentials(record.credentials, as_of)
        self.commissions = _commissions(record.commissions, as_of)
        self.designations = _current_designations(record.designations, as_of)
        self.weapons = _weapons(record, as_of)
        self.qualifications = tuple(shot for shot in record.qualifications if shot.shot_on <= as_of)

    @property
    def role(self) -> Role:
        return self.appointment.role

    @property
    def settings(self) -> District:
        return self.record.district


def _start(appointments: Iterable[Appointment], role: Role, as_of: date) -> date | None:
    starts = (a.start for a in appointments if a.role is role)
    return min((start for start in starts if start is not None and start <= as_of), default=None)


def _credentials(
    rows: Iterable[Credential], as_of: date
) -> tuple[dict[str, list[Credential]], dict[str, Credential], tuple[Credential, ...]]:
    """Those held, those on record without a date, and those still to come."""
    held: dict[str, list[Credential]] = {}
    undated: dict[str, Credential] = {}
    planned: list[Credential] = []
    for row in rows:
        dated = row.dated
        if dated is None:
            undated[row.credential] = row
        elif dated <= as_of:
            held.setdefault(row.credential, []).append(row)
        else:
            planned.append(row)
    return held, undated, tuple(planned)


def _commissions(rows: Iterable[Commission], as_of: date) -> tuple[Commission, ...]:
    """Those not dated later than ``as_of``; one without a date is on record all the same."""
    return tuple(c for c in rows if c.commissioned_on is None or c.commissioned_on <= as_of)


def runs(commission: Commission, as_of: date) -> bool:
    """On its last day a commission still counts."""
    return commission.ended_on is None or as_of <= commission.ended_on


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


def status_by(due: date, as_of: date, lead: int, before: Status) -> Status:
    """Late from the day after ``due``; ``before`` is the status earlier than the lead time."""
    left = (due - as_of).days
    if left < 0:
        return Status.OVERDUE
    return Status.DUE_SOON if left <= lead else before


def listed(words: Iterable[str], word: str = "and") -> str:
    parts = list(words)
    return f" {word} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
