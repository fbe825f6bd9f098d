"""What the officer's page lists, section by section: the columns of each kind of record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from core.dates import short
from core.findings import Finding
from core.model import (
    SEVERITY,
    Agreement,
    Appointment,
    Attachment,
    Attendance,
    Attended,
    Bond,
    Commission,
    Credential,
    Designation,
    OfficerRecord,
    Proof,
    Qualification,
    Sanctioned,
    Service,
    Waiver,
    WeaponIssue,
    credential_name,
)
from core.proof import STRENGTH, documents_of, proof_of
from core.reports.wording import EMPLOYER_WORDS, PROOF_WORDS, number, weapon_name
from gui import theme
from gui.models.rows import Column, RowsModel
from gui.widgets.words import words_of


@dataclass(frozen=True, slots=True)
class Section:
    """``stored`` gives the row of the file behind a shown one; ``verb`` is on the button that adds."""

    title: str
    row_class: type[Any]
    rows: Callable[[OfficerRecord], Sequence[Any]]
    columns: tuple[Column[Any], ...]
    verb: str
    nothing: str
    stored: Callable[[Any], Any] = lambda row: row


@dataclass(frozen=True, slots=True)
class Kept:
    """A shown row with what proves it."""

    row: Any
    proof: Proof
    documents: tuple[Attachment, ...]


def kept(section: Section, rows: Iterable[Any], attachments: Iterable[Attachment]) -> list[Kept]:
    documents = tuple(attachments)
    stored = ((row, section.stored(row)) for row in rows)
    return [Kept(row, proof_of(of, documents), documents_of(of, documents)) for row, of in stored]


def model(section: Section) -> RowsModel[Kept]:
    proof = Column[Kept]("Proof", lambda held: STRENGTH[held.proof], _proof_words, width=116, proof=lambda h: h.proof)
    columns = (*map(_of_row, section.columns), proof)
    return RowsModel(columns, lambda held: _id(section.stored(held.row)))


def _of_row(column: Column[Any]) -> Column[Kept]:
    text = column.text
    return replace(
        column,
        value=lambda held: column.value(held.row),
        text=(lambda held: text(held.row)) if text else None,
    )


def _proof_words(held: Kept) -> str:
    count = len(held.documents)
    return f"{PROOF_WORDS[held.proof]} ({count})" if count else PROOF_WORDS[held.proof]


def _id(row: Any) -> Any:
    return row.agreement_id if isinstance(row, Agreement) else row.id


def _date(title: str, name: str, width: int = 100) -> Column[Any]:
    return Column(title, lambda row: getattr(row, name), right=True, width=width)


def _text(title: str, name: str, width: int = 140) -> Column[Any]:
    return Column(title, lambda row: getattr(row, name), width=width)


def _word(title: str, name: str, width: int = 140) -> Column[Any]:
    """An enum in people's words."""
    return Column(title, lambda row: _in_words(getattr(row, name)), width=width)


def _in_words(value: StrEnum | None) -> str:
    return words_of(value) if value is not None else ""


def _score(row: Qualification) -> str:
    if row.score is None:
        return ""
    return f"{number(row.score)} of {number(row.maximum)}" if row.maximum else number(row.score)


def _dollars(row: Bond) -> str:
    return f"${number(row.amount)}" if row.amount is not None else ""


def _sanctioned(row: Attended) -> str:
    return {Sanctioned.YES: "Yes", Sanctioned.NO: "No", Sanctioned.UNKNOWN: "Not known"}[row.training.sanctioned]


APPOINTMENTS = Section(
    "Appointments",
    Appointment,
    lambda record: record.appointments,
    (
        Column("Role", lambda row: row.role.upper() if row.role != "other" else "Other", width=64),
        Column("Employer", lambda row: row.employer or EMPLOYER_WORDS[row.employer_type], width=176),
        _text("School", "school", 176),
        _date("Hired", "hired_on"),
        _date("Appointed", "appointed_on"),
        _date("Assigned", "assigned_on"),
        _date("Ended", "ended_on"),
        _word("Supervisor", "supervisor_title"),
    ),
    "Record appointment…",
    "No appointment: the officer is not judged until one is on record.",
)
CREDENTIALS = Section(
    "Credentials",
    Credential,
    lambda record: record.credentials,
    (
        Column("Credential", lambda row: credential_name(row.credential), width=260),
        _date("Completed", "completed_on"),
        _date("Issued", "issued_on"),
        _date("Expires", "expires_on"),
        _text("Certificate", "certificate_number", 120),
        _text("Provider", "provider"),
    ),
    "Record certificate…",
    "No certificates on record.",
)
CLASSES = Section(
    "In-service classes",
    Attendance,
    lambda record: sorted(record.attended, key=lambda attended: attended.on, reverse=True),
    (
        Column("Date", lambda row: row.on, right=True, width=100),
        Column("Class", lambda row: row.training.title, width=280),
        Column("Hours", lambda row: row.hours, right=True, width=72),
        Column("Sanctioned", _sanctioned, width=100),
        Column("Credited to", lambda row: row.credit_year, width=100),
        Column("Provider", lambda row: row.training.provider, width=140),
    ),
    "Record class…",
    "No classes on record.",
    lambda row: row.attendance,
)
WEAPONS = Section(
    "Weapons issued",
    WeaponIssue,
    lambda record: record.issued,
    (
        Column("Weapon", lambda row: weapon_name(row.weapon), width=300),
        Column("Kind", lambda row: row.weapon.kind, width=100),
        Column("Caliber", lambda row: row.weapon.caliber, width=90),
        Column("Issued", lambda row: row.issue.issued_on, right=True, width=100),
        Column("Returned", lambda row: row.issue.returned_on, right=True, width=100),
        Column("Owner", lambda row: row.weapon.owner, width=140),
    ),
    "Issue weapon…",
    "No weapon was ever issued.",
    lambda row: row.issue,
)
QUALIFICATIONS = Section(
    "Qualifications",
    Qualification,
    lambda record: sorted(record.qualifications, key=lambda shot: shot.shot_on, reverse=True),
    (
        _date("Shot on", "shot_on"),
        _text("Weapon", "weapon_id", 120),
        _word("Result", "result", 80),
        Column("Score", lambda row: row.score, _score, right=True, width=100),
        _text("Course of fire", "course_of_fire", 160),
        _text("Instructor", "instructor", 160),
        _text("Light", "light", 80),
        _text("Range", "range"),
    ),
    "Record qualification…",
    "No qualification on record.",
)
COMMISSIONS = Section(
    "Commissions",
    Commission,
    lambda record: record.commissions,
    (
        _word("From", "authority_type", 200),
        _text("Authority", "authority", 220),
        _text("Number", "number", 110),
        _date("Commissioned", "commissioned_on", 124),
        _date("Ended", "ended_on"),
    ),
    "Record commission…",
    "No commission on record.",
)
DESIGNATIONS = Section(
    "Designation and oath",
    Designation,
    lambda record: record.designations,
    (
        _date("Designated", "designated_on"),
        _text("Board minute", "board_minute", 200),
        _date("Oath taken", "oath_on"),
        _date("Oath filed", "oath_filed_on"),
        _date("Ended", "ended_on"),
    ),
    "Record designation…",
    "Not designated a peace officer by the school board.",
)
BONDS = Section(
    "Bonds",
    Bond,
    lambda record: record.bonds,
    (
        _text("Surety", "surety", 200),
        _text("Number", "number", 130),
        Column("Amount", lambda row: row.amount, _dollars, right=True, width=100),
        _date("Effective", "effective_on"),
        _date("Expires", "expires_on"),
        _date("Approved", "approved_on"),
        _date("Filed", "filed_on"),
    ),
    "Record bond…",
    "No bond on record.",
)
SERVICE = Section(
    "Earlier service",
    Service,
    lambda record: record.service,
    (
        _text("Agency", "agency", 240),
        _date("From", "from_on"),
        _date("To", "to_on"),
        Column("Full time", lambda row: row.full_time, width=90),
        Column("Commissioned", lambda row: row.commissioned, width=120),
    ),
    "Record service…",
    "No earlier law enforcement service on record.",
)
WAIVERS = Section(
    "Waivers",
    Waiver,
    lambda record: record.waivers,
    (
        _text("Requirement", "requirement", 160),
        _text("For", "item", 100),
        _text("Granted by", "granted_by", 160),
        _text("Document", "reference", 160),
        _date("From", "from_on"),
        _date("Until", "until_on"),
        _text("Reason", "reason"),
    ),
    "Record waiver…",
    "No waivers.",
)


AGREEMENTS = Section(
    "Agreements and radio station",
    Agreement,
    lambda _record: (),
    (
        _text("Number", "agreement_id", 110),
        _word("Kind", "kind", 190),
        _text("With", "party", 220),
        _date("Approved", "approved_on"),
        _date("Starts", "starts_on"),
        _date("Ends", "ends_on"),
        _date("AG approved", "ag_approved_on", 116),
        _text("Purpose", "purpose"),
    ),
    "Record agreement…",
    "No agreements on record: interlocal agreements, memoranda, contracts, the FCC authorization of a school station.",
)


def findings_model(matter: Callable[[Finding], str]) -> RowsModel[Finding]:
    """An officer's or the district's requirements; ``matter`` says what one is about."""
    columns = (
        Column[Finding]("State", _severity, _status_word, lambda f: f.status, width=140),
        Column[Finding]("Requirement", matter, width=300),
        Column[Finding]("Due", lambda f: f.due, right=True, width=100),
        Column[Finding]("Because", lambda f: f.because, width=200),
    )
    return RowsModel(columns, lambda f: (f.requirement.id, f.item, f.period), faint=lambda f: not f.decides)


def _severity(finding: Finding) -> tuple[int, str]:
    return SEVERITY[finding.status], short(finding.due) if finding.due else ""


def _status_word(finding: Finding) -> str:
    return theme.STATE_WORDS[finding.status]
