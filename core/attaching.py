"""Certificates and scans kept with the records they prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.dates import plural
from core.errors import UserError
from core.model import BY_ROW, LOGO, Attachment, Attendance, Credential, Proof, Row
from core.store import ChangeSet, Store, Transaction

MOST_BYTES = 25_000_000
"""A longer file is a film or a mistake; a page scanned in color takes 1 to 3 million."""

MEDIA = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}
"""The kinds that are kept, and how their names end."""

_STRENGTH = {None: 0, Proof.NONE: 0, Proof.STATED: 1, Proof.COPY: 2, Proof.ORIGINAL: 3}


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file as it was read, by its own name."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """Told by the content, whatever the name says; raises :class:`UserError` for what is not kept."""
        if not self.content:
            raise UserError(f"“{self.name}” is empty.", "Scan it again.")
        if len(self.content) > MOST_BYTES:
            raise UserError(
                f"“{self.name}” has {len(self.content) / 1e6:.0f} MB; {MOST_BYTES / 1e6:.0f} MB is the most.",
                "Scan it with fewer dots per inch.",
            )
        if b"%PDF-" in self.content[:1024]:
            return "application/pdf"
        if self.content.startswith(b"\x89PNG\r\n\x1a\n"):
            return "image/png"
        if self.content.startswith(b"\xff\xd8\xff"):
            return "image/jpeg"
        raise UserError(f"“{self.name}” is not a PDF, PNG or JPEG.", "Save it as one of these, or scan it.")


def attach(
    store: Store, row: Row, files: Sequence[Enclosure], *, on: date, proof: Proof = Proof.COPY, notes: str = ""
) -> ChangeSet:
    """Keeps ``files`` with a recorded row, which then has this proof at least."""
    with store.edit(f"Attach {plural(len(files), 'document')} to {store.describe(row)}") as edit:
        enclose(edit, row, files, on=on, proof=proof, notes=notes)
        if isinstance(row, Credential | Attendance) and _STRENGTH[row.proof] < _STRENGTH[proof]:
            edit.update(replace(row, proof=proof))
    return edit.changes


def enclose(
    edit: Transaction, row: Row, files: Sequence[Enclosure], *, on: date, proof: Proof = Proof.COPY, notes: str = ""
) -> None:
    """As :func:`attach`, within an edit that does more; the row's own word on its proof is the caller's."""
    table = BY_ROW[type(row)]
    key = str(getattr(row, table.key[0] if table.keyed else "id"))
    for file in files:
        edit.insert(_attachment(edit, table.name, key, getattr(row, "officer_id", ""), file, on, proof, notes))


def show_as(store: Store, slot: str, file: Enclosure | None, *, on: date) -> ChangeSet:
    """Puts the district's logo or signature (:data:`~core.model.LOGO`, ``SIGNATURE``) in place, or takes it away."""
    what = "logo" if slot == LOGO else "signature"
    with store.edit(f"{'Change' if file else 'Remove'} the district's {what}") as edit:
        for old in store.rows(Attachment):
            if (old.table_name, old.row_key) == ("district", slot):
                edit.delete(old)
        if file:
            edit.insert(_attachment(edit, "district", slot, "", file, on, Proof.COPY, ""))
    return edit.changes


def detach(store: Store, attachment: Attachment, reason: str) -> ChangeSet:
    """Takes a document off its record; the change log keeps that it was there, and undo brings it back."""
    with store.edit(f"Remove {store.describe(attachment)}", reason) as edit:
        edit.delete(attachment)
    return edit.changes


def _attachment(
    edit: Transaction, table: str, key: str, officer_id: str, file: Enclosure, on: date, proof: Proof, notes: str
) -> Attachment:
    return Attachment(
        table_name=table,
        row_key=key,
        officer_id=officer_id,
        media_type=file.media_type,
        sha256=edit.keep(file.content),
        file_name=file.name,
        size=len(file.content),
        added_on=on,
        proof=proof,
        notes=notes,
    )
