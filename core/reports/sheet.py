"""The compliance sheet of one officer: every requirement, and an index of the evidence it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from core.dates import written
from core.findings import Finding, Judged, Roll
from core.model import Appointment, SupervisorTitle
from core.reports.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Line,
    Notice,
    StateMark,
    Table,
    Title,
    Voice,
)
from core.reports.board import waiver_table
from core.reports.evidence import evidence_index
from core.reports.wording import (
    EMPLOYER_WORDS,
    LEVEL_WORDS,
    ROLE_WORDS,
    explanation,
    made_document,
    number,
    on,
    reading,
    yes_no,
)

SUPERVISOR_WORDS = {
    SupervisorTitle.SUPERINTENDENT: "superintendent",
    SupervisorTitle.DESIGNEE: "superintendent’s designee",
    SupervisorTitle.PRINCIPAL: "principal",
    SupervisorTitle.SCHOOL_ADMINISTRATOR: "school administrator",
    SupervisorTitle.SRO: "School Resource Officer",
    SupervisorTitle.CEO: "Campus Enforcement Officer",
    SupervisorTitle.OTHER: "other",
    None: "title not recorded",
}


def officer_report(roll: Roll, judged: Judged) -> Document:
    title = f"Compliance sheet: {judged.officer.full_name}"
    return made_document(roll, title, _blocks(roll, judged))


def _blocks(roll: Roll, judged: Judged) -> Iterator[Block]:
    officer = judged.officer
    yield Title(officer.full_name, f"Compliance sheet as of {written(roll.as_of)}")
    yield from _powers(judged)
    yield Facts((("Standing", StateMark(judged.standing)), ("ID", officer.officer_id), *_identity(judged)))
    for appointment in judged.current:
        yield Heading(f"{ROLE_WORDS[appointment.role]}, {appointment.school or 'no school recorded'}")
        yield Facts(tuple(_appointment(appointment)))
    yield Heading("Requirements")
    rows = tuple(_requirement(judged, finding) for finding in judged.findings)
    yield Table(_REQUIREMENT_COLUMNS, rows, "No rule of the policy applies to this officer.")
    yield Heading("Waivers in force")
    yield waiver_table((judged, finding) for finding in judged.findings if finding.waiver)
    yield from evidence_index(judged.record, roll.as_of)


def _powers(judged: Judged) -> Iterator[Block]:
    lost = next((f for f in judged.findings if f.consequence), None)
    if judged.powers_suspended and lost:
        yield Notice("Without the powers of a peace officer", f"“{lost.consequence}” ({lost.citation}).")


def _identity(judged: Judged) -> Iterator[tuple[str, str]]:
    officer = judged.officer
    yield "Date of birth", written(officer.date_of_birth) if officer.date_of_birth else "Not recorded"
    if officer.mcid:
        yield "MCID", officer.mcid
    if officer.employee_number:
        yield "Employee number", officer.employee_number


def _appointment(appointment: Appointment) -> Iterator[tuple[str, str]]:
    kind = EMPLOYER_WORDS[appointment.employer_type]
    yield "Employer", f"{appointment.employer} ({kind.lower()})" if appointment.employer else kind
    dates = (
        ("hired", appointment.hired_on),
        ("appointed", appointment.appointed_on),
        ("assigned", appointment.assigned_on),
    )
    yield "Dates", ", ".join(f"{word} {on(day)}" for word, day in dates if day) or "Not recorded"
    yield "Supervisor", f"{appointment.supervisor or 'Not named'} ({SUPERVISOR_WORDS[appointment.supervisor_title]})"
    yield "Share of time", _percent(appointment.assignment_percent)
    yield "Use of that time", _split(appointment)
    workspace = (appointment.has_office, appointment.has_computer, appointment.has_phone)
    office, computer, phone = (yes_no(value).lower() for value in workspace)
    yield "Workspace", f"Office: {office}. Computer: {computer}. Phone line: {phone}."
    if appointment.mcops_funded is not None:
        yield "MCOPS funded", yes_no(appointment.mcops_funded)


def _split(appointment: Appointment) -> str:
    parts = (
        ("enforcement", appointment.enforcement_percent),
        ("teaching", appointment.teaching_percent),
        ("mentoring", appointment.mentoring_percent),
    )
    if all(share is None for _, share in parts):
        return "Not recorded"
    return ", ".join(f"{_percent(share)} {word}" for word, share in parts) + ". Recorded, not judged."


def _percent(share: float | None) -> str:
    return "Not recorded" if share is None else f"{number(share)} %"


_REQUIREMENT_COLUMNS = (
    Column("Status", 1),
    Column("Requirement and reason", 5.6),
    Column("Due", 0.9, right=True),
    Column("Level, source", 2.1),
)


def _requirement(judged: Judged, finding: Finding) -> tuple[Cell, ...]:
    source = (Line(LEVEL_WORDS[finding.level]), Line(finding.citation, Voice.QUIET))
    reason = (*explanation(judged, finding), *reading(finding))
    return StateMark(finding.status), reason, finding.due, source
