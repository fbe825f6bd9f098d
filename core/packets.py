"""Packets: what the board, or an auditor, is handed in one piece, with one outline and one numbering of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from core.dates import short, written
from core.findings import Judged, Roll
from core.model import Attachment, OfficerRecord
from core.orders import Evidence
from core.papers import Draft
from core.press import Press
from core.reports import pdf
from core.reports.binding import Chapter, Filed, Place, Step, bind
from core.reports.blocks import Document
from core.reports.dossier import changes_report, evidence_title, facts_report, index_report
from core.reports.letters import Letter
from core.reports.sheet import officer_report
from core.reports.wording import PROOF_WORDS, Edition, exceptions
from core.store import Store

MOST_CHANGES = 2_000
"""Of one officer’s; the newest ones."""


Contents = Callable[[str], bytes | None]
"""What a document holds, by its SHA-256."""


def board_packet(
    press: Press,
    *,
    cover: Letter | None,
    report: Document,
    letters: Sequence[Letter],
    appendix: Sequence[Document],
    evidence: Evidence,
    edition: Edition,
    meeting: date | None,
    path: Path,
    step: Step,
) -> Draft:
    """Agenda cover, report, letters, appendix, evidence. A public one holds the cover and the report alone, for the
    others name officers; ``path`` is that of the records file, where the documents are read from.
    """
    whole = edition is Edition.EXECUTIVE
    chapters = [*([_own("Agenda cover sheet", cover.document)] if cover else []), _own("Report", report)]
    if whole:
        chapters += _group("Letters", [_own(letter.title, letter.document) for letter in letters])
        chapters += _group("Appendix", [_own(document.title, document) for document in appendix])
        with closing(Store.look(path)) as store:
            chapters += _group("Evidence", list(_evidence(_whose(press.roll, evidence), store.blob)))
    held = f", meeting of {written(meeting)}" if meeting else ""
    title = f"Board packet{'' if whole else ' (public edition)'}{held}"
    return _packet(press, "board-packet", title, chapters, step, edition=edition, meeting_on=meeting)


def audit_packet(
    press: Press, records: Sequence[OfficerRecord], *, changes: bool, evidence: bool, path: Path, step: Step
) -> Draft:
    """Of each officer: facts, findings, change log and certificates, behind an index."""
    chapters = []
    judged = {entry.officer.officer_id: entry for entry in press.roll.officers}
    with closing(Store.look(path)) as store:
        for number, record in enumerate(records):
            step(number, len(records))
            parts = list(_dossier(press.roll, record, judged.get(record.officer.officer_id), store, changes, evidence))
            chapters.append(Chapter(f"{record.officer.name} ({record.officer.officer_id})", None, tuple(parts)))
    only = records[0].officer.full_name if len(records) == 1 else f"{len(records):,} officers"
    officer_id = records[0].officer.officer_id if len(records) == 1 else ""
    return _packet(press, "audit-packet", f"Audit packet: {only}", chapters, step, officer_id=officer_id)


def _dossier(
    roll: Roll, record: OfficerRecord, judged: Judged | None, store: Store, changes: bool, evidence: bool
) -> Iterator[Chapter]:
    yield _own("Facts", facts_report(roll, record))
    if judged:
        yield _own("Findings", officer_report(roll, judged))
    if changes:
        found = store.history(limit=MOST_CHANGES, officer_id=record.officer.officer_id)
        yield _own("Change log", changes_report(roll, f"Change log: {record.officer.full_name}", found))
    if evidence:
        yield from _group("Certificates and scans", list(_evidence([record], store.blob)))


def _own(title: str, document: Document) -> Chapter:
    return Chapter(title, pdf.render(replace(document, numbered=False, code="")))


def _group(title: str, parts: Sequence[Chapter]) -> list[Chapter]:
    return [Chapter(title, None, tuple(parts))] if parts else []


def _whose(roll: Roll, evidence: Evidence) -> list[OfficerRecord]:
    if evidence is Evidence.NONE:
        return []
    judged = [entry for entry, _ in exceptions(roll)] if evidence is Evidence.EXCEPTIONS else roll.officers
    return [entry.record for entry in sorted(judged, key=lambda entry: entry.officer.name.casefold())]


def _evidence(records: Iterable[OfficerRecord], contents: Contents) -> Iterator[Chapter]:
    """Each file once, however many records it proves."""
    seen: set[str] = set()
    for record in records:
        for attachment in record.attachments:
            if attachment.sha256 not in seen:
                seen.add(attachment.sha256)
                yield _filed(record, attachment, contents)


def _filed(record: OfficerRecord, attachment: Attachment, contents: Contents) -> Chapter:
    title = evidence_title(record, attachment)
    held = PROOF_WORDS[attachment.proof].lower()
    about = f"{record.officer.name} · {held} held · added {short(attachment.added_on)}"
    content = contents(attachment.sha256)
    filed = Filed(title, about, attachment.file_name, attachment.media_type, attachment.sha256, content)
    return Chapter(f"{record.officer.name}: {title}", filed)


def _packet(press: Press, name: str, title: str, chapters: Sequence[Chapter], step: Step, **more: object) -> Draft:
    author = press.roll.district.district.name or "Muster"

    def index(places: tuple[Place, ...]) -> bytes:
        return pdf.render(replace(index_report(press.roll, title, places), numbered=False))

    def make(code: str) -> bytes:
        return bind(chapters, title=title, author=author, step=step, code=code, index=index)

    return press.bound(name, title, "\x1f".join((title, *_essence(chapters))), make, **more)


def _essence(chapters: Iterable[Chapter]) -> Iterator[str]:
    """What makes a packet another one: what its chapters are called and hold."""
    for chapter in chapters:
        content = chapter.content
        yield chapter.title
        yield content.sha256 if isinstance(content, Filed) else sha256(content or b"").hexdigest()
        yield from _essence(chapter.parts)
