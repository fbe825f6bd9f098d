"""What proof the district itself holds: told by a record's own field, strengthened by the documents attached to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.model import (
    BY_ROW,
    Attachment,
    Attendance,
    Attended,
    Credential,
    OfficerRecord,
    Proof,
    TrainingClass,
    credential_name,
)

STRENGTH = {Proof.NONE: 0, Proof.STATED: 1, Proof.COPY: 2, Proof.ORIGINAL: 3}
HELD = frozenset({Proof.COPY, Proof.ORIGINAL})


@dataclass(frozen=True, slots=True)
class Unproven:
    """A record of which the district holds no paper: ``proof`` is what it has instead."""

    row: Credential | Attendance
    title: str
    on: date | None
    proof: Proof


def key_of(row: Any) -> tuple[str, str]:
    """The table and key by which an :class:`Attachment` names a row."""
    table = BY_ROW[type(row)]
    return table.name, str(getattr(row, table.key[0] if table.keyed else "id"))


def documents_of(row: Any, attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """What is attached to a row; to an attendance, what is attached to its class as well: a sign-in sheet, one scan."""
    keys = {key_of(row)}
    if isinstance(row, Attendance):
        keys.add((BY_ROW[TrainingClass].name, row.class_id))
    return tuple(each for each in attachments if (each.table_name, each.row_key) in keys)


def proof_of(row: Any, attachments: Iterable[Attachment]) -> Proof:
    """The strongest proof held. A record without a field for it is stated as long as nothing is attached."""
    own = (row.proof or Proof.NONE) if isinstance(row, Credential | Attendance) else Proof.STATED
    return max((own, *(each.proof for each in documents_of(row, attachments))), key=STRENGTH.__getitem__)


def unproven(record: OfficerRecord, as_of: date) -> tuple[Unproven, ...]:
    """The certificates and classes up to ``as_of`` of which the district holds neither copy nor original."""
    courses = [
        Unproven(row, credential_name(row.credential), row.dated, _proof(record, row)) for row in record.credentials
    ]
    classes = [_class(record, attended) for attended in record.attended]
    return tuple(
        each for each in (*courses, *classes) if each.proof not in HELD and (each.on is None or each.on <= as_of)
    )


def _class(record: OfficerRecord, attended: Attended) -> Unproven:
    row = attended.attendance
    return Unproven(row, attended.training.title, attended.on, _proof(record, row))


def _proof(record: OfficerRecord, row: Any) -> Proof:
    return proof_of(row, record.attachments)
