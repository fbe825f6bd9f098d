"""The compliance sheet of one officer: every requirement, and an index of the evidence it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.dates import written
from core.findings import Finding, Judged, Roll
from core.model import Appointment, AuthorityType, SupervisorTitle, credential_name
from core.reports.blocks import (
    Band,
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Line,
    Notice,
    Paragraph,
    Row,
    StateMark,
    Table,
    Title,
    Voice,
)
from core.reports.board import waiver_table
from core.reports.firearms import score
from core.reports.wording import (
    EMPLOYER_WORDS,
    LEVEL_WORDS,
    NO_DATE,
    PROOF_WORDS,
    ROLE_WORDS,
    explanation,
    made_document,
    number,
    on,
    reading,
    weapon_name,
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
    yield Heading("Index of evidence")
    yield Paragraph("What the record rests on, up to this sheet’s date. Completed and proven are different things.")
    yield Table(_EVIDENCE_COLUMNS, tuple(_numbered(judged, roll.as_of)), "Nothing is on record.")


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


_EVIDENCE_COLUMNS = (
    Column("No.", 0.5, right=True),
    Column("Evidence", 3.6),
    Column("Date", 0.9, right=True),
    Column("Reference", 3.4),
    Column("Proof held", 1.1),
)

Evidence = tuple[str, date | None, str, str]


def _numbered(judged: Judged, as_of: date) -> Iterator[Row]:
    position = 0
    for heading, evidence in _evidence(judged):
        dated = sorted((e for e in evidence if e[1] is None or e[1] <= as_of), key=lambda e: e[1] or date.min)
        if not dated:
            continue
        yield Band(heading)
        for what, day, reference, proof in dated:
            position += 1
            yield position, what, day, reference or NO_DATE, proof


def _evidence(judged: Judged) -> Iterator[tuple[str, list[Evidence]]]:
    yield "Credentials", list(_credentials(judged))
    yield "Classes", list(_classes(judged))
    yield "Firearms", list(_firearms(judged))
    yield "Authority", list(_authority(judged))
    yield "Earlier service", list(_service(judged))


def _credentials(judged: Judged) -> Iterator[Evidence]:
    for held in judged.record.credentials:
        reference = _joined(
            held.provider, held.certificate_number, f"expires {on(held.expires_on)}" if held.expires_on else ""
        )
        yield credential_name(held.credential), held.dated, reference, PROOF_WORDS[held.proof]


def _classes(judged: Judged) -> Iterator[Evidence]:
    for attended in judged.record.attended:
        training = attended.training
        sanctioned = "sanctioned" if attended.sanctioned else "not counted"
        reference = _joined(f"{number(attended.hours)} h, {sanctioned}", training.provider, training.sanction_reference)
        yield training.title, attended.on, reference, PROOF_WORDS[attended.attendance.proof]


def _firearms(judged: Judged) -> Iterator[Evidence]:
    for issued in judged.record.issued:
        returned = f"returned {on(issued.issue.returned_on)}" if issued.issue.returned_on else ""
        yield f"{weapon_name(issued.weapon)}, issued", issued.issue.issued_on, returned, NO_DATE
    for shot in judged.record.qualifications:
        reference = _joined(score(shot), shot.course_of_fire, shot.range, shot.instructor, shot.instructor_credential)
        yield f"Qualification with {shot.weapon_id}: {shot.result}", shot.shot_on, reference, NO_DATE


def _authority(judged: Judged) -> Iterator[Evidence]:
    record = judged.record
    for held in record.commissions:
        kind = "agency" if held.authority_type is AuthorityType.AGENCY else "district"
        ended = f"ended {on(held.ended_on)}" if held.ended_on else ""
        yield f"Commission ({kind})", held.commissioned_on, _joined(held.authority, held.number, ended), NO_DATE
    for designation in record.designations:
        yield "Designation by the school board", designation.designated_on, designation.board_minute, NO_DATE
        if designation.oath_on:
            filed = f"filed {on(designation.oath_filed_on)}" if designation.oath_filed_on else "filing not recorded"
            yield "Oath of office", designation.oath_on, filed, NO_DATE
    for bond in record.bonds:
        amount = f"${number(bond.amount)}" if bond.amount is not None else "amount not recorded"
        until = f"expires {on(bond.expires_on)}" if bond.expires_on else ""
        yield "Bond", bond.effective_on, _joined(amount, bond.surety, bond.number, until), NO_DATE


def _service(judged: Judged) -> Iterator[Evidence]:
    for period in judged.record.service:
        until = f"to {on(period.to_on)}" if period.to_on else "to date"
        kinds = f"full time: {yes_no(period.full_time).lower()}, commissioned: {yes_no(period.commissioned).lower()}"
        yield period.agency, period.from_on, _joined(until, kinds), NO_DATE


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
