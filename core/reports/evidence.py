"""The index of evidence: every record of an officer's, the proof of it that is held, and the files kept with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from core.model import (
    BY_NAME,
    Attachment,
    Attendance,
    AuthorityType,
    Bond,
    Commission,
    Credential,
    Designation,
    OfficerRecord,
    Qualification,
    Service,
    WeaponIssue,
    credential_name,
)
from core.proof import documents_of, proof_of
from core.reports.blocks import Band, Block, Cell, Column, Heading, Line, Paragraph, Row, Table, Voice
from core.reports.firearms import score
from core.reports.wording import NO_DATE, PROOF_WORDS, number, on, weapon_name, yes_no

SIGNS = 12
"""Of a checksum, that are printed: enough to tell any file from any other in an office."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record in words, and the row itself, to which files may be attached."""

    what: str
    on: date | None
    reference: str
    row: Credential | Attendance | WeaponIssue | Qualification | Commission | Designation | Bond | Service


def evidence_index(record: OfficerRecord, as_of: date) -> Iterator[Block]:
    """What was on record by ``as_of``; and any other document kept about the officer."""
    yield Heading("Index of evidence")
    yield Paragraph("What the record rests on, up to this sheet’s date. Completed and proven are different things.")
    yield Table(_COLUMNS, tuple(_rows(record, as_of)), "Nothing is on record.", bands="Kind")
    if record.attachments:
        yield Paragraph(
            f"Below a record stand the files kept with it, each with the first {SIGNS} signs of its SHA-256 checksum: "
            "the same file has the same signs, a changed one others.",
            Voice.QUIET,
        )


_COLUMNS = (
    Column("No.", 0.5, right=True),
    Column("Evidence", 3.6),
    Column("Date", 0.9, right=True),
    Column("Reference", 3.4),
    Column("Proof held", 1.1),
)


def _rows(record: OfficerRecord, as_of: date) -> Iterator[Row]:
    position, listed = 0, set[int]()
    for heading, told in _KINDS.items():
        dated = sorted((e for e in told(record) if e.on is None or e.on <= as_of), key=lambda e: e.on or date.min)
        if dated:
            yield Band(heading)
        for evidence in dated:
            position += 1
            yield position, *_cells(evidence, record.attachments)
            listed |= {each.id for each in documents_of(evidence.row, record.attachments)}
    others = [each for each in record.attachments if each.id not in listed]
    if others:
        yield Band("Other documents")
    for later, each in enumerate(others, start=1):
        about = BY_NAME[each.table_name].noun if each.table_name in BY_NAME else ""
        what = (Line(f"Kept with the {about}" if about else "Kept"), _file(each))
        yield position + later, what, each.added_on, each.notes or None, PROOF_WORDS[each.proof]


def _cells(evidence: Evidence, attachments: tuple[Attachment, ...]) -> tuple[Cell, ...]:
    files = documents_of(evidence.row, attachments)
    what: Cell = (Line(evidence.what), *map(_file, files)) if files else evidence.what
    return what, evidence.on, evidence.reference or None, _proof(evidence, attachments, bool(files))


def _proof(evidence: Evidence, attachments: tuple[Attachment, ...], filed: bool) -> str:
    row = evidence.row
    if isinstance(row, Credential | Attendance) and not filed:
        return PROOF_WORDS[row.proof]
    return PROOF_WORDS[proof_of(row, attachments)] if filed else NO_DATE


def _file(attachment: Attachment) -> Line:
    words = (attachment.file_name, attachment.sha256[:SIGNS], PROOF_WORDS[attachment.proof].lower())
    return Line(" · ".join(words), Voice.QUIET)


def _credentials(record: OfficerRecord) -> Iterator[Evidence]:
    for held in record.credentials:
        expires = f"expires {on(held.expires_on)}" if held.expires_on else ""
        reference = _joined(held.provider, held.certificate_number, expires)
        yield Evidence(credential_name(held.credential), held.dated, reference, held)


def _classes(record: OfficerRecord) -> Iterator[Evidence]:
    for attended in record.attended:
        training = attended.training
        sanctioned = "sanctioned" if attended.sanctioned else "not counted"
        reference = _joined(f"{number(attended.hours)} h, {sanctioned}", training.provider, training.sanction_reference)
        yield Evidence(training.title, attended.on, reference, attended.attendance)


def _firearms(record: OfficerRecord) -> Iterator[Evidence]:
    for issued in record.issued:
        returned = f"returned {on(issued.issue.returned_on)}" if issued.issue.returned_on else ""
        yield Evidence(f"{weapon_name(issued.weapon)}, issued", issued.issue.issued_on, returned, issued.issue)
    for shot in record.qualifications:
        reference = _joined(score(shot), shot.course_of_fire, shot.range, shot.instructor, shot.instructor_credential)
        yield Evidence(f"Qualification with {shot.weapon_id}: {shot.result}", shot.shot_on, reference, shot)


def _authority(record: OfficerRecord) -> Iterator[Evidence]:
    for held in record.commissions:
        kind = "agency" if held.authority_type is AuthorityType.AGENCY else "district"
        ended = f"ended {on(held.ended_on)}" if held.ended_on else ""
        reference = _joined(held.authority, held.number, ended)
        yield Evidence(f"Commission ({kind})", held.commissioned_on, reference, held)
    for designation in record.designations:
        what = "Designation by the school board"
        yield Evidence(what, designation.designated_on, designation.board_minute, designation)
        if designation.oath_on:
            filed = f"filed {on(designation.oath_filed_on)}" if designation.oath_filed_on else "filing not recorded"
            yield Evidence("Oath of office", designation.oath_on, filed, designation)
    for bond in record.bonds:
        amount = f"${number(bond.amount)}" if bond.amount is not None else "amount not recorded"
        until = f"expires {on(bond.expires_on)}" if bond.expires_on else ""
        yield Evidence("Bond", bond.effective_on, _joined(amount, bond.surety, bond.number, until), bond)


def _service(record: OfficerRecord) -> Iterator[Evidence]:
    for period in record.service:
        until = f"to {on(period.to_on)}" if period.to_on else "to date"
        kinds = f"full time: {yes_no(period.full_time).lower()}, commissioned: {yes_no(period.commissioned).lower()}"
        yield Evidence(period.agency, period.from_on, _joined(until, kinds), period)


_KINDS: dict[str, Callable[[OfficerRecord], Iterator[Evidence]]] = {
    "Credentials": _credentials,
    "Classes": _classes,
    "Firearms": _firearms,
    "Authority": _authority,
    "Earlier service": _service,
}


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
