"""Certificates and scans kept with the records they prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.dates import plural
from core.errors import UserError
from core.media import Enclosure, Media
from core.model import BY_NAME, LOGO, Attachment, Attendance, Credential, Proof, Row, TrainingClass
from core.proof import STRENGTH, documents_of, key_of
from core.store import ChangeSet, Store, Transaction

__all__ = ["Enclosure", "Slot", "attach", "described", "detach", "documents", "enclose", "mark", "row_of", "show_as"]

ASSESSMENT = "safety_assessment_on"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for documents of the district itself: a setting, the safety assessment. ``name`` is its field."""

    name: str
    words: str


SHOWN = frozenset({Media.PNG, Media.JPEG})
"""What a letterhead can show."""


def documents(store: Store, row: Row | Slot) -> tuple[Attachment, ...]:
    """What is attached to a row itself."""
    table, key = _key(row)
    return tuple(each for each in store.rows(Attachment) if (each.table_name, each.row_key) == (table, key))


def _key(row: Row | Slot) -> tuple[str, str]:
    return ("district", row.name) if isinstance(row, Slot) else key_of(row)


def described(store: Store, row: Row | Slot) -> str:
    """As a sentence names it."""
    return row.words if isinstance(row, Slot) else store.describe(row)


def row_of(store: Store, attachment: Attachment) -> Row | None:
    """The record it is attached to; ``None`` for the district's own."""
    table = BY_NAME.get(attachment.table_name)
    if table is None:
        return None
    row_class: type[Row] = table.row
    return store.find(row_class, attachment.row_key if table.keyed else int(attachment.row_key))


def attach(
    store: Store, row: Row | Slot, files: Sequence[Enclosure], *, on: date, proof: Proof = Proof.COPY, notes: str = ""
) -> ChangeSet:
    """Keeps ``files`` with a recorded row; a certificate or attendance then has this proof at least, and so has
    everyone's attendance of a class.
    """
    _refuse_twice(store, row, files)
    proven = [each for each in _proven_by(store, row) if STRENGTH[each.proof or Proof.NONE] < STRENGTH[proof]]
    with store.edit(f"Attach {plural(len(files), 'document')} to {described(store, row)}") as edit:
        enclose(edit, row, files, on=on, proof=proof, notes=notes)
        for each in proven:
            edit.update(replace(each, proof=proof))
    return edit.changes


def _refuse_twice(store: Store, row: Row | Slot, files: Sequence[Enclosure]) -> None:
    seen = {each.sha256: each for each in documents(store, row)}
    for file in files:
        if there := seen.get(file.sha256):
            raise UserError(f"“{file.name}” is attached to {described(store, row)} already, as “{there.file_name}”.")


def enclose(
    edit: Transaction,
    row: Row | Slot,
    files: Sequence[Enclosure],
    *,
    on: date,
    proof: Proof = Proof.COPY,
    notes: str = "",
) -> None:
    """As :func:`attach`, within an edit that does more; the row's own word on its proof is the caller's."""
    table, key = _key(row)
    for file in {file.sha256: file for file in files}.values():
        edit.insert(_attachment(edit, table, key, getattr(row, "officer_id", ""), file, on, proof, notes))


def show_as(store: Store, slot: str, file: Enclosure | None, *, on: date) -> ChangeSet:
    """Puts the district's logo or signature (:data:`~core.model.LOGO`, ``SIGNATURE``) in place, or takes it away."""
    what = "logo" if slot == LOGO else "signature"
    if file and file.media not in SHOWN:
        raise UserError(f"“{file.name}” is no picture for a letter.", "Choose a PNG or JPEG.")
    with store.edit(f"{'Change' if file else 'Remove'} the district's {what}") as edit:
        for old in store.rows(Attachment):
            if (old.table_name, old.row_key) == ("district", slot):
                edit.delete(old)
        if file:
            edit.insert(_attachment(edit, "district", slot, "", file, on, Proof.COPY, ""))
    return edit.changes


def mark(store: Store, attachment: Attachment, proof: Proof, *, reason: str) -> ChangeSet:
    """Says whether a document is a copy or the original; what it proves follows, unless another proves it as well."""
    others = [each for each in store.rows(Attachment) if each.id != attachment.id]
    rows = [
        row
        for row in _proven_by(store, row_of(store, attachment))
        if _told_by(row, attachment, others) or STRENGTH[row.proof or Proof.NONE] < STRENGTH[proof]
    ]
    with store.edit(f"Correct {store.describe(attachment)}", reason) as edit:
        edit.update(replace(attachment, proof=proof))
        for row in rows:
            edit.update(replace(row, proof=proof))
    return edit.changes


def _told_by(row: Credential | Attendance, attachment: Attachment, others: Sequence[Attachment]) -> bool:
    """Whether nothing else says that there is this proof of a row."""
    return row.proof is attachment.proof and not any(
        STRENGTH[each.proof] >= STRENGTH[attachment.proof] for each in documents_of(row, others)
    )


def detach(store: Store, attachment: Attachment, reason: str) -> ChangeSet:
    """Takes a document off its record; the change log keeps that it was there, and undo brings it back.

    What was proven by nothing else has what other documents prove from then on, or is stated only.
    """
    others = [each for each in store.rows(Attachment) if each.id != attachment.id]
    weakened = [row for row in _proven_by(store, row_of(store, attachment)) if _told_by(row, attachment, others)]
    with store.edit(f"Remove {store.describe(attachment)}", reason) as edit:
        edit.delete(attachment)
        for row in weakened:
            left = max(
                (each.proof for each in documents_of(row, others)), key=STRENGTH.__getitem__, default=Proof.STATED
            )
            edit.update(replace(row, proof=left))
    return edit.changes


def _proven_by(store: Store, row: Row | Slot | None) -> Sequence[Credential | Attendance]:
    """The rows with a field for proof that a document of ``row`` proves."""
    if isinstance(row, TrainingClass):
        return [each for each in store.referring(row) if isinstance(each, Attendance)]
    return [row] if isinstance(row, Credential | Attendance) else []


def _attachment(
    edit: Transaction, table: str, key: str, officer_id: str, file: Enclosure, on: date, proof: Proof, notes: str
) -> Attachment:
    return Attachment(
        table_name=table,
        row_key=key,
        officer_id=officer_id,
        media_type=file.media,
        sha256=edit.keep(file.content),
        file_name=file.safe_name,
        size=len(file.content),
        added_on=on,
        proof=proof,
        notes=notes,
    )
