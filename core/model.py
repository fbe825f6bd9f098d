"""The field's own terms: what a district records, row by row, and an officer's whole record.

Every row class is a table of the records file, and most are a sheet of the workbook; its fields are the columns,
in order. A field without a default must be filled. ``None`` and ``""`` mean *not known*, never *no*.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from core.dates import YearKind


class Role(StrEnum):
    SRO = "sro"
    CEO = "ceo"
    SSO = "sso"
    OTHER = "other"


class EmployerType(StrEnum):
    DISTRICT = "district"
    AGENCY = "agency"
    CONTRACTOR = "contractor"


class AuthorityType(StrEnum):
    AGENCY = "agency"
    DISTRICT = "district"


class SupervisorTitle(StrEnum):
    SUPERINTENDENT = "superintendent"
    DESIGNEE = "designee"
    PRINCIPAL = "principal"
    SCHOOL_ADMINISTRATOR = "school-administrator"
    SRO = "sro"
    CEO = "ceo"
    OTHER = "other"


class Proof(StrEnum):
    """What the district itself holds; a completed course and proof of it are different things."""

    NONE = "none"
    STATED = "stated"
    COPY = "copy"
    ORIGINAL = "original"


class Sanctioned(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Result(StrEnum):
    PASS = "pass"  # noqa: S105
    FAIL = "fail"


class AgreementKind(StrEnum):
    INTERLOCAL = "interlocal"
    MOU = "mou"
    CONTRACT = "contract"
    RADIO_STATION = "radio-station"


class FirstYear(StrEnum):
    """How many hours an in-service year needs that began before the officer did."""

    FULL = "full"
    PRORATED = "prorated"
    EXEMPT = "exempt"


class Level(StrEnum):
    """``required`` and ``local`` decide an officer's standing; the others are shown only."""

    REQUIRED = "required"
    LOCAL = "local"
    GUIDANCE = "guidance"
    RECOMMENDED = "recommended"


class Status(StrEnum):
    """Worst first, as they are listed."""

    VIOLATION = "violation"
    OVERDUE = "overdue"
    UNDETERMINED = "undetermined"
    DUE_SOON = "due_soon"
    PENDING = "pending"
    MET = "met"
    WAIVED = "waived"


SEVERITY = {status: rank for rank, status in enumerate(Status)}
"""0 is the worst."""

CREDENTIALS = {
    "police-basic": "Police Officer Basic Course",
    "reserve-basic": "Reserve Police Officer Basic Course",
    "mde-sro-basic": "MDE School Resource Officer Basic Course",
    "nasro-basic": "NASRO Basic Course",
    "mde-legal": "MDE legal course",
    "mde-sso-basic": "MDE School Safety Officer Basic Course",
    "mde-certificate": "MDE certificate",
    "is-100": "FEMA IS-100",
    "is-200": "FEMA IS-200",
    "is-700": "FEMA IS-700",
    "is-800": "FEMA IS-800",
    "alerrt-1": "ALERRT Level 1",
    "sro-screening": "SRO screening",
}
"""The credentials the rules name; a district may record any other under a name of its own."""


def credential_name(code: str) -> str:
    return CREDENTIALS.get(code, code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    officer_id: str
    last_name: str
    first_name: str
    middle_name: str = ""
    suffix: str = ""
    date_of_birth: date | None = None
    mcid: str = ""
    employee_number: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    notes: str = ""

    @property
    def name(self) -> str:
        """As lists sort it: ``Lee, Dana``."""
        suffix = f" {self.suffix}" if self.suffix else ""
        return f"{self.last_name}{suffix}, {self.first_name}"

    @property
    def full_name(self) -> str:
        """As a letter addresses it: ``Dana M. Lee Jr.``."""
        parts = (self.first_name, self.middle_name, self.last_name, self.suffix)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    id: int = 0
    officer_id: str
    role: Role
    employer_type: EmployerType
    employer: str = ""
    hired_on: date | None = None
    appointed_on: date | None = None
    assigned_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""
    assignment_percent: float | None = None
    school: str = ""
    supervisor: str = ""
    supervisor_title: SupervisorTitle | None = None
    has_office: bool | None = None
    has_computer: bool | None = None
    has_phone: bool | None = None
    enforcement_percent: float | None = None
    teaching_percent: float | None = None
    mentoring_percent: float | None = None
    mcops_funded: bool | None = None

    @property
    def start(self) -> date | None:
        """The earliest of hired, appointed and assigned."""
        return min(filter(None, (self.hired_on, self.appointed_on, self.assigned_on)), default=None)

    @property
    def assignment_date(self) -> date | None:
        """Assigned, else appointed, else hired."""
        return self.assigned_on or self.appointed_on or self.hired_on

    def is_current(self, as_of: date) -> bool:
        """Started and not ended; the end date still counts. One without any date is taken as started:
        unknown is never green, so it is judged and its due dates are undetermined."""
        start = self.start
        return (start is None or start <= as_of) and (self.ended_on is None or as_of <= self.ended_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    id: int = 0
    officer_id: str
    authority_type: AuthorityType
    authority: str = ""
    number: str = ""
    commissioned_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    id: int = 0
    officer_id: str
    designated_on: date
    board_minute: str = ""
    ended_on: date | None = None
    oath_on: date | None = None
    oath_filed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """``amount`` in dollars."""

    id: int = 0
    officer_id: str
    surety: str = ""
    number: str = ""
    amount: float | None = None
    effective_on: date
    expires_on: date | None = None
    approved_on: date | None = None
    filed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A period of earlier law enforcement service; open while ``to_on`` is blank."""

    id: int = 0
    officer_id: str
    agency: str
    from_on: date
    to_on: date | None = None
    full_time: bool | None = None
    commissioned: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    id: int = 0
    officer_id: str
    credential: str
    completed_on: date | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    provider: str = ""
    certificate_number: str = ""
    hours: float | None = None
    proof: Proof | None = None
    notes: str = ""

    @property
    def dated(self) -> date | None:
        """Its issue date, else its completion date."""
        return self.issued_on or self.completed_on


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingClass:
    class_id: str
    title: str
    starts_on: date | None = None
    ends_on: date
    hours: float
    provider: str = ""
    location: str = ""
    sanctioned: Sanctioned = Sanctioned.UNKNOWN
    sanction_reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """``hours`` blank means the class's hours."""

    id: int = 0
    class_id: str
    officer_id: str
    hours: float | None = None
    completed_on: date | None = None
    credit_year: str = ""
    proof: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weapon:
    """``weapon_id`` is the serial number."""

    weapon_id: str
    kind: str = ""
    make: str = ""
    model: str = ""
    caliber: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeaponIssue:
    id: int = 0
    weapon_id: str
    officer_id: str
    issued_on: date
    returned_on: date | None = None

    def is_held(self, as_of: date) -> bool:
        """On the return date it is no longer issued."""
        return self.issued_on <= as_of and (self.returned_on is None or as_of < self.returned_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    id: int = 0
    officer_id: str
    weapon_id: str
    shot_on: date
    result: Result
    course_of_fire: str = ""
    score: float | None = None
    maximum: float | None = None
    passing: float | None = None
    instructor: str = ""
    instructor_credential: str = ""
    range: str = ""
    light: str = ""
    attempt: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    agreement_id: str
    kind: AgreementKind
    party: str = ""
    purpose: str = ""
    approved_on: date | None = None
    board_minute: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    ag_approved_on: date | None = None
    chancery_filed_on: date | None = None
    sos_filed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """``item`` is the weapon or the in-service year meant; blank means all of the requirement's."""

    id: int = 0
    officer_id: str
    requirement: str
    item: str = ""
    granted_by: str
    reference: str
    reason: str = ""
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the district was told about a requirement, and by whom: its lead time in days, or that it is switched off.

    Only a requirement of the district's own (level ``local``) can be switched off.
    """

    requirement: str
    off: bool = False
    lead_days: int | None = None
    determined_by: str
    document: str = ""
    since: date | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file kept with a record: ``table_name`` and ``row_key`` (its key or id, as text) name the record.

    ``sha256`` finds the content, which the records file holds once. ``officer_id`` is blank for what belongs to a
    class, an agreement or the district (table ``district``, keys :data:`LOGO` and :data:`SIGNATURE`).
    """

    id: int = 0
    table_name: str
    row_key: str
    sha256: str
    file_name: str
    media_type: str
    size: int
    officer_id: str = ""
    added_on: date
    proof: Proof = Proof.COPY
    notes: str = ""


LOGO = "logo"
SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The district's own wording of a letter."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A report or letter as it was printed; ``code`` stands on its pages.

    ``sha256`` finds the PDF, ``snapshot`` the findings it was printed from, ``template`` is the SHA-256 of the wording.
    """

    id: int = 0
    code: str
    name: str
    title: str
    officer_id: str = ""
    printed_on: date
    as_of: date
    edition: str = ""
    meeting_on: date | None = None
    template: str = ""
    policy_version: str
    policy_fingerprint: str
    sha256: str
    snapshot: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """The profile and the settings; in the file and the workbook each field is a row of key and value.

    Beside a setting ``…_per`` says who determined it, ``…_document`` by which document, ``…_since`` from when on.
    """

    name: str = ""
    county: str = ""
    address: str = ""
    city: str = ""
    state: str = "MS"
    zip: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    letterhead_line: str = ""
    superintendent: str = ""
    board_president: str = ""
    board_clerk: str = ""
    attorney: str = ""
    signer: str = ""
    signer_title: str = ""
    in_service_year: YearKind = YearKind.SCHOOL
    in_service_year_per: str = ""
    in_service_year_document: str = ""
    in_service_year_since: date | None = None
    first_year: FirstYear = FirstYear.FULL
    first_year_per: str = ""
    first_year_document: str = ""
    first_year_since: date | None = None
    accept_nasro_path: bool = True
    accept_nasro_path_per: str = ""
    accept_nasro_path_document: str = ""
    accept_nasro_path_since: date | None = None
    records_begin_on: date | None = None
    safety_assessment_on: date | None = None
    practice: bool = False


Row = (
    Officer
    | Appointment
    | Commission
    | Designation
    | Bond
    | Service
    | Credential
    | TrainingClass
    | Attendance
    | Weapon
    | WeaponIssue
    | Qualification
    | Agreement
    | Waiver
    | Ruling
    | Attachment
    | Template
    | Paper
)
Value = str | int | float | bool | date | StrEnum | None


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a row class; ``kind`` is ``str``, ``float``, ``int``, ``bool``, ``date`` or an enum."""

    name: str
    kind: type
    required: bool


@cache
def columns(row_class: type[Any]) -> tuple[Column, ...]:
    """What the clerk fills in, in order: every field but the file's own ``id``."""
    hints = get_type_hints(row_class)
    return tuple(
        Column(field.name, _kind(hints[field.name]), field.default is MISSING)
        for field in fields(row_class)
        if field.name != "id"
    )


def _kind(hint: Any) -> type:
    if get_origin(hint) is UnionType:
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
    assert isinstance(hint, type)
    return hint


@dataclass(frozen=True, slots=True)
class Table:
    """``key`` tells two rows apart: the primary key where ``keyed``, else what people would call the same entry.

    ``sheet`` is what the workbook calls it; blank where the file alone has it.
    """

    name: str
    sheet: str
    row: type[Any]
    noun: str
    key: tuple[str, ...]
    keyed: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        row: Any = self.row
        return columns(row)

    @property
    def title(self) -> str:
        """As a list of the file's contents names it."""
        return self.sheet or self.name.capitalize()


TABLES = (
    Table("officers", "Officers", Officer, "officer", ("officer_id",), keyed=True),
    Table(
        "appointments", "Appointments", Appointment, "appointment",
        ("officer_id", "role", "employer_type", "hired_on", "appointed_on", "assigned_on"),
    ),
    Table(
        "commissions", "Commissions", Commission, "commission",
        ("officer_id", "authority_type", "authority", "number", "commissioned_on"),
    ),
    Table("designations", "Designations", Designation, "designation", ("officer_id", "designated_on")),
    Table("bonds", "Bonds", Bond, "bond", ("officer_id", "surety", "number", "effective_on")),
    Table("service", "Service", Service, "period of service", ("officer_id", "agency", "from_on")),
    Table(
        "credentials", "Credentials", Credential, "credential",
        ("officer_id", "credential", "completed_on", "issued_on"),
    ),
    Table("classes", "Classes", TrainingClass, "class", ("class_id",), keyed=True),
    Table("attendance", "Attendance", Attendance, "attendance", ("class_id", "officer_id")),
    Table("weapons", "Weapons", Weapon, "weapon", ("weapon_id",), keyed=True),
    Table("weapon_issues", "Weapon issues", WeaponIssue, "weapon issue", ("weapon_id", "officer_id", "issued_on")),
    Table(
        "qualifications", "Qualifications", Qualification, "qualification",
        ("officer_id", "weapon_id", "shot_on", "attempt", "course_of_fire", "light", "result"),
    ),
    Table("agreements", "Agreements", Agreement, "agreement", ("agreement_id",), keyed=True),
    Table("waivers", "Waivers", Waiver, "waiver", ("officer_id", "requirement", "item", "from_on")),
    Table("rulings", "", Ruling, "ruling", ("requirement",), keyed=True),
    Table("attachments", "", Attachment, "document", ("table_name", "row_key", "sha256")),
    Table("templates", "", Template, "template", ("name",), keyed=True),
    Table("papers", "", Paper, "printed paper", ("code",)),
)  # fmt: skip
"""In the order of the workbook, which is also one in which every row comes after those it refers to."""

SHEETS = tuple(table for table in TABLES if table.sheet)
"""The tables that are a sheet of the workbook."""

BY_NAME = {table.name: table for table in TABLES}
BY_ROW: dict[type[Any], Table] = {table.row: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class Attended:
    """A class an officer sat, with what the two rows say together: the day it counts and the hours."""

    attendance: Attendance
    training: TrainingClass
    on: date
    hours: float
    sanctioned: bool
    credit_year: str

    @classmethod
    def of(cls, attendance: Attendance, training: TrainingClass) -> Attended:
        return cls(
            attendance,
            training,
            attendance.completed_on or training.ends_on,
            training.hours if attendance.hours is None else attendance.hours,
            training.sanctioned is Sanctioned.YES,
            attendance.credit_year,
        )


@dataclass(frozen=True, slots=True)
class Issued:
    """A weapon in an officer's hands from one date to another."""

    issue: WeaponIssue
    weapon: Weapon


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerRecord:
    """All that is recorded about one officer, and the district whose settings apply."""

    officer: Officer
    district: District = District()
    appointments: tuple[Appointment, ...] = ()
    commissions: tuple[Commission, ...] = ()
    designations: tuple[Designation, ...] = ()
    bonds: tuple[Bond, ...] = ()
    service: tuple[Service, ...] = ()
    credentials: tuple[Credential, ...] = ()
    attended: tuple[Attended, ...] = ()
    issued: tuple[Issued, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    """The officer's own and those of the classes they sat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictRecord:
    """What is recorded about the district itself."""

    district: District = District()
    agreements: tuple[Agreement, ...] = ()
    attachments: tuple[Attachment, ...] = ()
