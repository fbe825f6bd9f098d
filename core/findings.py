"""What judging gives: findings that explain themselves, and the roll of officers as of a date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.model import (
    SEVERITY,
    Appointment,
    DistrictRecord,
    Level,
    Officer,
    OfficerRecord,
    Role,
    Status,
    Waiver,
)
from core.rules import Policy, Requirement

DECISIVE = frozenset({Level.REQUIRED, Level.LOCAL})
"""The levels that decide a standing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One requirement judged for one officer (or for the district, ``officer_id`` ``None``).

    ``item`` is the weapon or agreement it is about, ``period`` the in-service year. ``facts`` are the records
    used, in words; ``arithmetic`` how the due date comes about; ``notes`` what a reader must know besides
    (a late completion, a plan that is not credited). ``otherwise`` is what a waived finding would have been.
    """

    requirement: Requirement
    level: Level
    status: Status
    because: str
    citation: str
    words: str
    officer_id: str | None = None
    item: str | None = None
    period: str | None = None
    due: date | None = None
    have: float | None = None
    need: float | None = None
    facts: tuple[str, ...] = ()
    arithmetic: str = ""
    notes: tuple[str, ...] = ()
    consequence: str | None = None
    waiver: Waiver | None = None
    otherwise: Status | None = None

    @property
    def decides(self) -> bool:
        """Whether it counts for the standing."""
        return self.level in DECISIVE

    @property
    def open(self) -> bool:
        """Whether something is to be done now: worse than pending."""
        return SEVERITY[self.status] < SEVERITY[Status.PENDING]

    def days_late(self, as_of: date) -> int:
        """Days since the due date of an overdue finding, else 0."""
        return (as_of - self.due).days if self.due and self.status is Status.OVERDUE else 0


def standing(findings: Iterable[Finding]) -> Status:
    """The worst status of the deciding findings; a waived one counts as met."""
    ranks = [SEVERITY[f.status] for f in findings if f.level in DECISIVE]
    worst = min(ranks, default=SEVERITY[Status.MET])
    return Status.MET if worst >= SEVERITY[Status.MET] else tuple(Status)[worst]


@dataclass(frozen=True, slots=True)
class Judged:
    """An officer with a current appointment, and all findings in the policy's order."""

    record: OfficerRecord
    current: tuple[Appointment, ...]
    findings: tuple[Finding, ...]
    standing: Status
    powers_suspended: bool

    @property
    def officer(self) -> Officer:
        return self.record.officer

    @property
    def appointment(self) -> Appointment:
        """Of several current ones, that assigned first."""
        return self.current[0]

    @property
    def role(self) -> Role:
        return self.current[0].role


@dataclass(frozen=True, slots=True)
class Roll:
    """The district as of a date: who is judged, in order of last name, first name and id, and how.

    ``former`` are those whose appointments have all ended.
    """

    policy: Policy
    as_of: date
    district: DistrictRecord
    officers: tuple[Judged, ...]
    district_findings: tuple[Finding, ...]
    former: tuple[OfficerRecord, ...] = ()
