"""The forms as data: for every row class its fields in the order of a paper form, with the field's own words.

A new column of :mod:`core.model` needs one line here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum, StrEnum, auto
from typing import Any

from core import model
from gui.widgets.fields import Quantity


class Pick(Enum):
    """What a text field refers to: one of many, found by typing."""

    OFFICER = auto()
    CLASS = auto()
    WEAPON = auto()
    CREDENTIAL = auto()
    REQUIREMENT = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """One field: its column, its label, how many of the line's twelve columns it takes.

    ``words`` are offered while typing, with what was entered in this column before if ``recall``.
    """

    name: str
    label: str
    span: int = 4
    hint: str = ""
    pick: Pick | None = None
    quantity: Quantity = Quantity.POINTS
    recall: bool = False
    words: tuple[str, ...] = ()
    notes: bool = False
    example: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under a heading; the first of a sheet needs none."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A row class's form. ``verb`` is on the button of a new one."""

    row: type[Any]
    title: str
    verb: str
    sections: tuple[Section, ...]

    @property
    def noun(self) -> str:
        return model.BY_ROW[self.row].noun

    @property
    def columns(self) -> dict[str, model.Column]:
        row_class: Any = self.row
        return {column.name: column for column in model.columns(row_class)}

    def unknown(self, column: str) -> StrEnum | None:
        """The value that says *not known* in a column that has one of its own: whether a class is sanctioned."""
        (default,) = (field.default for field in fields(self.row) if field.name == column)
        return default if isinstance(default, StrEnum) else None

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for section in self.sections for entry in section.entries)

    @property
    def entries_by_name(self) -> dict[str, Entry]:
        return {entry.name: entry for entry in self.entries}


def _officer(span: int = 12) -> Entry:
    return Entry("officer_id", "Officer", span, pick=Pick.OFFICER)


_PROOF = Entry("proof", "Proof the district holds", 4)

SHEETS = (
    Sheet(
        model.Officer,
        "New officer",
        "Add officer",
        (
            Section(
                "",
                (
                    Entry("last_name", "Last name", 6),
                    Entry("first_name", "First name", 6),
                    Entry("middle_name", "Middle name", 6),
                    Entry("suffix", "Suffix", 3, example="Jr."),
                    Entry("officer_id", "Officer number", 3, example="A12"),
                    Entry("date_of_birth", "Date of birth", 4),
                    Entry("mcid", "MCID number", 4),
                    Entry("employee_number", "Employee number", 4),
                ),
            ),
            Section(
                "How to reach them",
                (
                    Entry("phone", "Phone", 4),
                    Entry("email", "Email", 8),
                    Entry("address", "Home address", 12, hint="Printed on no public paper."),
                    Entry("notes", "Notes", 12, notes=True),
                ),
            ),
        ),
    ),
    Sheet(
        model.Appointment,
        "New appointment",
        "Record appointment",
        (
            Section(
                "",
                (
                    _officer(),
                    Entry("role", "Role", 6),
                    Entry("employer_type", "Employed by", 6),
                    Entry("employer", "Name of the employer", 6, recall=True),
                    Entry("school", "School", 6, recall=True),
                    Entry("hired_on", "Hired on"),
                    Entry("appointed_on", "Appointed on"),
                    Entry("assigned_on", "Assigned on"),
                    Entry("assignment_percent", "Share of time at the school (%)", quantity=Quantity.PERCENT),
                    Entry("ended_on", "Ended on", hint="The last day of work"),
                    Entry("end_reason", "Reason it ended", recall=True),
                ),
            ),
            Section(
                "Supervision and workplace",
                (
                    Entry("supervisor", "Supervisor’s name", 6, recall=True),
                    Entry("supervisor_title", "Supervisor is", 6),
                    Entry("has_office", "Has an office"),
                    Entry("has_computer", "Has a computer"),
                    Entry("has_phone", "Has a phone line"),
                ),
            ),
            Section(
                "How the time is split",
                (
                    Entry("enforcement_percent", "Law enforcement (%)", 3, quantity=Quantity.PERCENT),
                    Entry("teaching_percent", "Teaching (%)", 3, quantity=Quantity.PERCENT),
                    Entry("mentoring_percent", "Mentoring (%)", 3, quantity=Quantity.PERCENT),
                    Entry("mcops_funded", "MCOPS pays", 3),
                ),
            ),
        ),
    ),
    Sheet(
        model.Commission,
        "New commission",
        "Record commission",
        (
            Section(
                "",
                (
                    _officer(),
                    Entry("authority_type", "Commissioned by", 6),
                    Entry("authority", "Name of the agency", 6, recall=True),
                    Entry("number", "Commission number"),
                    Entry("commissioned_on", "Commissioned on"),
                    Entry("ended_on", "Ended on", hint="Blank while it holds"),
                ),
            ),
        ),
    ),
    Sheet(
        model.Designation,
        "New designation as peace officer",
        "Record designation",
        (
            Section(
                "",
                (
                    _officer(),
                    Entry("designated_on", "Designated on"),
                    Entry("board_minute", "Board minutes, page or item"),
                    Entry("ended_on", "Ended on", hint="Blank while it holds"),
                ),
            ),
            Section(
                "Oath of office",
                (
                    Entry("oath_on", "Oath taken on"),
                    Entry("oath_filed_on", "Oath filed on", hint="With the chancery clerk"),
                ),
            ),
        ),
    ),
    Sheet(
        model.Bond,
        "New bond",
        "Record bond",
        (
            Section(
                "",
                (
                    _officer(),
                    Entry("surety", "Surety company", 6, recall=True),
                    Entry("number", "Bond number", 3),
                    Entry("amount", "Amount ($)", 3, quantity=Quantity.DOLLARS),
                    Entry("effective_on", "In effect from", 6),
                    Entry("expires_on", "Expires on", 6, hint="As the bond says; blank if it names no date"),
                    Entry("approved_on", "Approved on", 6, hint="By the board of supervisors"),
                    Entry("filed_on", "Filed on", 6, hint="With the chancery clerk"),
                ),
            ),
        ),
    ),
    Sheet(
        model.Service,
        "Earlier law enforcement service",
        "Record service",
        (
            Section(
                "",
                (
                    _officer(),
                    Entry("agency", "Agency", 12, recall=True),
                    Entry("from_on", "From", 6),
                    Entry("to_on", "To", 6, hint="Blank while it goes on"),
                    Entry("full_time", "Full-time", 6),
                    Entry("commissioned", "Commissioned", 6),
                ),
            ),
        ),
    ),
    Sheet(
        model.Credential,
        "New certificate or course",
        "Record certificate",
        (
            Section(
                "",
                (
                    _officer(),
                    Entry(
                        "credential",
                        "What was earned",
                        12,
                        pick=Pick.CREDENTIAL,
                        hint="Choose from the list, or write a name of your own.",
                    ),
                    Entry("completed_on", "Completed on"),
                    Entry("issued_on", "Issued on"),
                    Entry("expires_on", "Expires on"),
                    Entry("provider", "Given by", 8, recall=True),
                    Entry("hours", "Hours", 4, quantity=Quantity.HOURS),
                    Entry("certificate_number", "Certificate number", 8),
                    _PROOF,
                    Entry("notes", "Notes", 12, notes=True),
                ),
            ),
        ),
    ),
    Sheet(
        model.TrainingClass,
        "New class",
        "Record class",
        (
            Section(
                "",
                (
                    Entry("title", "Title of the class", 9, recall=True),
                    Entry("class_id", "Class number", 3),
                    Entry("starts_on", "First day"),
                    Entry("ends_on", "Last day"),
                    Entry("hours", "Hours", quantity=Quantity.HOURS),
                    Entry("provider", "Given by", 6, recall=True),
                    Entry("location", "Place", 6, recall=True),
                    Entry("sanctioned", "Sanctioned", 6),
                    Entry("sanction_reference", "Sanctioned by which paper", 6, recall=True),
                ),
            ),
        ),
    ),
    Sheet(
        model.Attendance,
        "Attendance of a class",
        "Record attendance",
        (
            Section(
                "",
                (
                    Entry("class_id", "Class", 12, pick=Pick.CLASS),
                    _officer(),
                    Entry("hours", "Own hours", 3, hint="Blank: the class’s", quantity=Quantity.HOURS),
                    Entry("completed_on", "Completed on", 3, hint="Blank: its last day"),
                    Entry("credit_year", "Credit to year", 3, hint="For make-up hours", example="2026-27"),
                    Entry("proof", "Proof the district holds", 3),
                ),
            ),
        ),
    ),
    Sheet(
        model.Weapon,
        "New weapon",
        "Add weapon",
        (
            Section(
                "",
                (
                    Entry("weapon_id", "Serial number", 12),
                    Entry("kind", "Kind", 6, recall=True, words=("Pistol", "Revolver", "Rifle", "Shotgun")),
                    Entry("owner", "Owner", 6, recall=True, words=("District", "Agency", "Officer")),
                    Entry("make", "Make", recall=True),
                    Entry("model", "Model", recall=True),
                    Entry("caliber", "Caliber", recall=True),
                ),
            ),
        ),
    ),
    Sheet(
        model.WeaponIssue,
        "Issue of a weapon",
        "Record issue",
        (
            Section(
                "",
                (
                    Entry("weapon_id", "Weapon", 12, pick=Pick.WEAPON),
                    _officer(),
                    Entry("issued_on", "Issued on", 6),
                    Entry("returned_on", "Returned on", 6, hint="Blank while the officer has it"),
                ),
            ),
        ),
    ),
    Sheet(
        model.Qualification,
        "Firearm qualification",
        "Record qualification",
        (
            Section(
                "",
                (
                    _officer(6),
                    Entry("weapon_id", "Weapon", 6, pick=Pick.WEAPON),
                    Entry("shot_on", "Shot on"),
                    Entry("result", "Result"),
                    Entry("attempt", "Attempt", quantity=Quantity.COUNT),
                ),
            ),
            Section(
                "Score and course of fire, as far as known",
                (
                    Entry("score", "Score"),
                    Entry("maximum", "Out of"),
                    Entry("passing", "Passing score"),
                    Entry("course_of_fire", "Course of fire", 8, recall=True),
                    Entry("light", "Light", 4, recall=True, words=("Day", "Night")),
                    Entry("instructor", "Instructor", recall=True),
                    Entry("instructor_credential", "Instructor’s credential", recall=True),
                    Entry("range", "Range", recall=True),
                ),
            ),
        ),
    ),
    Sheet(
        model.Agreement,
        "New agreement",
        "Record agreement",
        (
            Section(
                "",
                (
                    Entry("agreement_id", "Number", 4, example="A-2026-1"),
                    Entry("kind", "Kind", 8),
                    Entry("party", "With", 12, recall=True, hint="The agency, or the station’s call sign"),
                    Entry("purpose", "Purpose", 12, recall=True),
                    Entry("starts_on", "Starts on", 6),
                    Entry("ends_on", "Ends on", 6),
                ),
            ),
            Section(
                "Approval and filing",
                (
                    Entry("approved_on", "Approved by the board on", 6),
                    Entry("board_minute", "Board minutes, page or item", 6),
                    Entry("ag_approved_on", "Attorney General approved"),
                    Entry("chancery_filed_on", "Filed: chancery clerk"),
                    Entry("sos_filed_on", "Filed: Secretary of State"),
                ),
            ),
        ),
    ),
    Sheet(
        model.Waiver,
        "New waiver",
        "Record waiver",
        (
            Section(
                "",
                (
                    _officer(),
                    Entry("requirement", "Requirement waived", 8, pick=Pick.REQUIREMENT),
                    Entry("item", "Only for", 4, hint="A weapon or a year; blank: all of it"),
                    Entry("granted_by", "Granted by", 6, recall=True),
                    Entry("reference", "Document", 6, hint="The letter or minutes that grant it"),
                    Entry("from_on", "From", 6),
                    Entry("until_on", "Until", 6),
                    Entry("reason", "Reason", 12, notes=True),
                ),
            ),
        ),
    ),
)

DISTRICT = Sheet(
    model.District,
    "The district",
    "Save the district",
    (
        Section(
            "",
            (
                Entry("name", "Name of the district", 8),
                Entry("county", "County", 4),
                Entry("address", "Address", 12),
                Entry("city", "City", 6),
                Entry("state", "State", 3),
                Entry("zip", "ZIP", 3),
                Entry("phone", "Phone", 4),
                Entry("email", "Email", 4),
                Entry("website", "Website", 4),
            ),
        ),
        Section(
            "People",
            (
                Entry("superintendent", "Superintendent", 6),
                Entry("board_president", "President of the board", 6),
                Entry("board_clerk", "Clerk of the board", 6),
                Entry("attorney", "Attorney of the board", 6),
            ),
        ),
        Section(
            "Letters",
            (
                Entry("letterhead_line", "Line under the letterhead", 12, example="Department of Safety and Security"),
                Entry("signer", "Who signs letters", 6, hint="Blank: the superintendent"),
                Entry("signer_title", "Title", 6),
            ),
        ),
        Section(
            "On record",
            (
                Entry("safety_assessment_on", "School safety assessment of", 6),
                Entry("records_begin_on", "In-service records begin on", 6, hint="Years before it are not judged."),
            ),
        ),
    ),
)
"""The profile. The settings with a choice have forms of their own; whether the file is for practice is not for one."""

BY_ROW: dict[type[Any], Sheet] = {sheet.row: sheet for sheet in (*SHEETS, DISTRICT)}
