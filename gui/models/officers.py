"""Everyone on file, as one row each: found by anything, sorted by anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.engine import former
from core.findings import Finding, Judged
from core.model import Officer, OfficerRecord, Role, Status
from core.reports.wording import EMPLOYER_WORDS, falls_due, number, unproven
from core.rules import AnnualHours
from gui.models.rows import Column, RowsModel
from gui.models.texts import searched, where_found
from gui.models.views import STANDING_WORDS

ROLE_SHORT = {Role.SRO: "SRO", Role.CEO: "CEO", Role.SSO: "SSO", Role.OTHER: "Other"}
_YEARS_AHEAD = timedelta(days=1500)


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """``standing`` is ``None`` for one without a current appointment, of whom a ``former`` one has left; ``text`` is
    what finding looks in."""

    officer: Officer
    record: OfficerRecord
    role: str
    school: str
    employer: str
    standing: Status | None
    suspended: bool
    next_due: date | None
    have: float | None
    need: float | None
    weapons: int
    unproven: int
    text: str
    former: bool = False


def officer_row(record: OfficerRecord, judged: Judged | None, as_of: date) -> OfficerRow:
    if judged is None:
        gone, text = bool(former((record,), as_of)), searched(record)
        return OfficerRow(record.officer, record, "", "", "", None, False, None, None, None, 0, 0, text, gone)
    appointment = judged.appointment
    hours = _hours(judged, as_of)
    return OfficerRow(
        officer=record.officer,
        record=record,
        role=ROLE_SHORT[judged.role],
        school=appointment.school,
        employer=appointment.employer or EMPLOYER_WORDS[appointment.employer_type],
        standing=shown_standing(judged.standing),
        suspended=judged.powers_suspended,
        next_due=next_due(judged, as_of),
        have=hours.have if hours else None,
        need=hours.need if hours else None,
        weapons=sum(issued.issue.is_held(as_of) for issued in record.issued),
        unproven=len(unproven(judged, as_of)),
        text=searched(record),
    )


def shown_standing(standing: Status) -> Status:
    """Who has nothing to do but what is due later is in order, as the page's sentence counts it."""
    return Status.MET if standing is Status.PENDING else standing


def next_due(judged: Judged, as_of: date) -> date | None:
    """The earliest date on which something that counts is, or was, to be done."""
    dates = (f.due for f in judged.findings if f.decides and _counts(f, as_of))
    return min((due for due in dates if due), default=None)


def _counts(finding: Finding, as_of: date) -> bool:
    return finding.status is Status.OVERDUE or falls_due(finding, as_of, _YEARS_AHEAD.days)


def _hours(judged: Judged, as_of: date) -> Finding | None:
    """The hours of the year that ``as_of`` is in."""
    yearly = [f for f in judged.findings if isinstance(f.requirement.rule, AnnualHours)]
    current = [f for f in yearly if f.due is None or f.due >= as_of]
    return current[0] if current else None


def _standing(row: OfficerRow) -> str:
    if row.standing is None:
        return "Left" if row.former else "No appointment yet"
    return STANDING_WORDS[row.standing]


def _hours_words(row: OfficerRow) -> str:
    if row.have is None:
        return ""
    if row.need == 0:
        return "Exempt"
    return f"{number(row.have)} of {number(row.need)}" if row.need is not None else number(row.have)


FOUND = "Found in"
"""The column that says where the words typed stand; it is there only while something is typed."""


class OfficersModel(RowsModel[OfficerRow]):
    def __init__(self) -> None:
        columns = (
            Column[OfficerRow]("Name", lambda row: row.officer.name, width=176),
            Column[OfficerRow]("Role", lambda row: row.role, width=64, yields=2),
            Column[OfficerRow]("School", lambda row: row.school, width=170, yields=4),
            Column[OfficerRow]("Employer", lambda row: row.employer, width=170, yields=7),
            Column[OfficerRow]("Standing", _severity, _standing, lambda row: row.standing, width=140),
            Column[OfficerRow](
                "Next due", lambda row: row.next_due, right=True, width=96, tip="What is late or next", yields=1
            ),
            Column[OfficerRow](
                "Hours",
                lambda row: row.have,
                _hours_words,
                right=True,
                width=88,
                tip="Sanctioned hours of this year",
                yields=3,
            ),
            Column[OfficerRow](
                "Weapons", lambda row: row.weapons or None, right=True, width=84, tip="Weapons now issued", yields=6
            ),
            Column[OfficerRow](
                "Proof missing",
                lambda row: row.unproven or None,
                right=True,
                width=116,
                yields=5,
                tip="Certificates and classes relied on without a copy in the district’s hands",
            ),
            Column[OfficerRow]("Officer ID", lambda row: row.officer.officer_id, width=100, yields=8),
            Column[OfficerRow]("Employee number", lambda row: row.officer.employee_number, width=136, yields=8),
            Column[OfficerRow]("Phone", lambda row: row.officer.phone, width=120, yields=8),
            Column[OfficerRow](FOUND, self.found_in, width=230),
        )
        super().__init__(columns, _key, lambda row: row.text, faint=lambda row: row.former)

    def found_in(self, row: OfficerRow) -> str:
        """``Certificate number: PB-117``; asked only for the rows in sight."""
        return "; ".join(f"{label}: {text}" for label, text in where_found(row.record, self.words))


def _key(row: OfficerRow) -> str:
    return row.officer.officer_id


def _severity(row: OfficerRow) -> int | None:
    return None if row.standing is None else list(Status).index(row.standing)
