"""Certificates and scans: what is kept and what refused, once each, with the records they prove, and gone with them."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from core import actions, attaching, documents
from core.errors import UserError
from core.media import LARGEST, Enclosure, Media, media_of, read, safe_name
from core.model import LOGO, Attachment, Attendance, Credential, Officer, Proof, TrainingClass
from core.pictures import MOST_DOTS, examine, picture
from core.proof import proof_of, unproven
from core.store import Store
from tests import scans

TODAY = date(2027, 1, 31)
CERTIFICATE = Enclosure("Certificate.pdf", scans.pdf())
PHOTO = Enclosure("IMG 1.jpeg", scans.picture("JPEG"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with documents.create(
        tmp_path / "roster.muster", who="Clerk", now=lambda: datetime(2027, 1, 31, tzinfo=UTC)
    ) as store:
        with store.edit("Enter") as edit:
            edit.insert(Officer(officer_id="A1", last_name="Lee", first_name="Dana"))
            edit.insert(Officer(officer_id="A2", last_name="Moss", first_name="Pat"))
            edit.insert(Credential(officer_id="A1", credential="police-basic", issued_on=date(2026, 1, 2)))
            edit.insert(TrainingClass(class_id="C1", title="Legal update", ends_on=date(2026, 8, 4), hours=8))
            edit.insert(Attendance(class_id="C1", officer_id="A1"))
            edit.insert(Attendance(class_id="C1", officer_id="A2", proof=Proof.ORIGINAL))
        yield store


def course(store: Store) -> Credential:
    (row,) = store.rows(Credential)
    return row


def contents(store: Store) -> int:
    with closing(sqlite3.connect(store.path)) as db:
        return db.execute("SELECT count(*) FROM blobs").fetchone()[0]


def test_a_certificate_is_kept_and_proves_its_record_in_one_edit(store: Store) -> None:
    before = store.head()[0]
    attaching.attach(store, course(store), [CERTIFICATE], on=TODAY)
    assert store.head()[0] == before + 1
    (kept,) = store.rows(Attachment)
    assert (kept.file_name, kept.media_type, kept.officer_id, kept.size) == (
        "Certificate.pdf", "application/pdf", "A1", len(CERTIFICATE.content),
    )  # fmt: skip
    assert store.blob(kept.sha256) == CERTIFICATE.content
    assert course(store).proof is Proof.COPY
    store.undo()
    assert not store.rows(Attachment)
    assert course(store).proof is None
    store.redo()
    assert course(store).proof is Proof.COPY
    assert store.blob(kept.sha256) == CERTIFICATE.content


def test_the_original_may_be_said_and_a_copy_never_weakens_it(store: Store) -> None:
    attaching.attach(store, course(store), [CERTIFICATE], on=TODAY, proof=Proof.ORIGINAL)
    attaching.attach(store, course(store), [PHOTO], on=TODAY)
    assert course(store).proof is Proof.ORIGINAL


def test_the_same_file_is_kept_once_and_not_attached_twice(store: Store) -> None:
    attaching.attach(store, course(store), [CERTIFICATE, CERTIFICATE], on=TODAY)
    (officer,) = (each for each in store.rows(Officer) if each.officer_id == "A2")
    attaching.attach(store, officer, [CERTIFICATE], on=TODAY)
    assert contents(store) == 1
    with pytest.raises(UserError, match=r"attached to Dana Lee's credential .* already"):
        attaching.attach(store, course(store), [Enclosure("again.pdf", CERTIFICATE.content)], on=TODAY)


def test_a_sign_in_sheet_proves_the_class_for_everyone(store: Store) -> None:
    (training,) = store.rows(TrainingClass)
    attaching.attach(store, training, [CERTIFICATE], on=TODAY)
    assert [row.proof for row in store.rows(Attendance)] == [Proof.COPY, Proof.ORIGINAL]
    record = store.record("A1")
    assert record is not None
    assert [each.file_name for each in record.attachments] == ["Certificate.pdf"]
    bare = replace(record.attended[0].attendance, proof=None)
    assert proof_of(bare, record.attachments) is Proof.COPY
    attaching.detach(store, store.rows(Attachment)[0], "wrong sheet")
    assert [row.proof for row in store.rows(Attendance)] == [Proof.STATED, Proof.ORIGINAL]
    store.undo()
    assert [row.proof for row in store.rows(Attendance)] == [Proof.COPY, Proof.ORIGINAL]


def test_what_another_document_proves_stays_proven(store: Store) -> None:
    attaching.attach(store, course(store), [CERTIFICATE, PHOTO], on=TODAY)
    first, second = store.rows(Attachment)
    attaching.detach(store, first, "blurred")
    assert course(store).proof is Proof.COPY
    attaching.detach(store, second, "blurred, too")
    assert course(store).proof is Proof.STATED


def test_unproven_is_what_has_neither_copy_nor_original_by_the_day(store: Store) -> None:
    record = store.record("A1")
    assert record is not None
    assert [(each.title, each.proof) for each in unproven(record, TODAY)] == [
        ("Police Officer Basic Course", Proof.NONE), ("Legal update", Proof.NONE),
    ]  # fmt: skip
    assert [each.title for each in unproven(record, date(2026, 8, 3))] == ["Police Officer Basic Course"]
    attaching.attach(store, course(store), [CERTIFICATE], on=TODAY)
    record = store.record("A1")
    assert record is not None
    assert [each.title for each in unproven(record, TODAY)] == ["Legal update"]


def test_a_record_without_a_field_for_proof_has_that_of_its_document(store: Store) -> None:
    officer = store.rows(Officer)[0]
    assert proof_of(officer, ()) is Proof.STATED
    attaching.attach(store, officer, [CERTIFICATE], on=TODAY, proof=Proof.ORIGINAL)
    assert proof_of(officer, store.rows(Attachment)) is Proof.ORIGINAL


def test_documents_go_with_their_record_and_come_back_with_it(store: Store) -> None:
    attaching.attach(store, course(store), [CERTIFICATE], on=TODAY)
    actions.remove(store, course(store), reason="never took it")
    assert not store.rows(Attachment)
    store.undo()
    assert len(attaching.documents(store, course(store))) == 1


def test_documents_follow_a_renamed_record(store: Store) -> None:
    (training,) = store.rows(TrainingClass)
    attaching.attach(store, training, [CERTIFICATE], on=TODAY)
    attaching.attach(store, course(store), [PHOTO], on=TODAY)
    actions.rename(store, TrainingClass, "C1", "C9")
    actions.rename(store, Officer, "A1", "B7")
    assert [(each.row_key, each.officer_id) for each in store.rows(Attachment)] == [("C9", ""), ("1", "B7")]


def test_erasing_an_officer_takes_their_scans_and_leaves_those_of_others(store: Store) -> None:
    attaching.attach(store, course(store), [CERTIFICATE, PHOTO], on=TODAY)
    pat = store.find(Officer, "A2")
    assert pat is not None
    attaching.attach(store, pat, [PHOTO], on=TODAY)
    actions.erase_officer(store, "A1", "asked for it")
    assert [each.officer_id for each in store.rows(Attachment)] == ["A2"]
    assert contents(store) == 1
    assert CERTIFICATE.content[200:400] not in store.path.read_bytes()
    assert store.blob(PHOTO.sha256) == PHOTO.content
    assert documents.verify(store.path).ok


@pytest.mark.parametrize("damage", ["UPDATE blobs SET content = zeroblob(length(content))", "DELETE FROM blobs"])
def test_a_damaged_or_missing_document_is_found(store: Store, damage: str) -> None:
    attaching.attach(store, course(store), [CERTIFICATE], on=TODAY)
    store.close()
    assert documents.verify(store.path).ok
    with closing(sqlite3.connect(store.path)) as db:
        db.execute(damage)
        db.commit()
    verdict = documents.verify(store.path)
    assert not verdict.ok
    assert any("document" in line for line in verdict.lines)


def test_the_letterhead_takes_a_picture_and_one_only(store: Store) -> None:
    attaching.show_as(store, LOGO, Enclosure("logo.png", scans.picture("PNG")), on=TODAY)
    attaching.show_as(store, LOGO, Enclosure("new.png", scans.picture("PNG", color="#123456")), on=TODAY)
    assert [each.file_name for each in store.district_record().attachments] == ["new.png"]
    with pytest.raises(UserError, match="PNG or JPEG"):
        attaching.show_as(store, LOGO, CERTIFICATE, on=TODAY)
    attaching.show_as(store, LOGO, None, on=TODAY)
    assert not store.rows(Attachment)
    store.undo()
    assert len(store.rows(Attachment)) == 1


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (scans.pdf(), Media.PDF),
        (b"\xef\xbb\xbf\r\n" + scans.pdf(), Media.PDF),
        (scans.picture("PNG"), Media.PNG),
        (scans.picture("JPEG"), Media.JPEG),
        (scans.HEIC.read_bytes(), Media.HEIC),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1avifmiaf", None),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", None),
        (scans.PROGRAM, None),
        (b"plain words", None),
    ],
)
def test_a_kind_is_told_by_the_content(content: bytes, media: Media | None) -> None:
    assert media_of(content) is media


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("diploma.pdf", scans.PROGRAM, "“diploma.pdf” is a Windows program. PDF, PNG, JPEG and HEIC"),
        ("report.pdf", b"PK\x03\x04....", "zip archive, or a Word or Excel file"),
        ("scan.tif", b"II*\x00....", "TIFF scan"),
        ("note.pdf", b"hello", "neither a PDF nor a picture"),
        ("blank.pdf", b"", "“blank.pdf” is empty. Scan or save it again."),
        ("film.pdf", b"%PDF-" + bytes(LARGEST), "25.0 MB; 25 MB is the most"),
        ("cut.pdf", scans.pdf()[:300], "“cut.pdf” cannot be opened. It is damaged"),
        ("cut.png", scans.picture("PNG", (900, 900))[:400], "“cut.png” cannot be opened. It is damaged"),
        ("cut.heic", scans.HEIC.read_bytes()[:2000], "“cut.heic” cannot be opened. It is damaged"),
    ],
)
def test_what_is_not_kept_is_refused_with_the_reason(name: str, content: bytes, said: str) -> None:
    with pytest.raises(UserError) as refused:
        examine(Enclosure(name, content))
    assert said in str(refused.value)


def test_a_picture_of_too_many_dots_is_refused_before_it_is_read() -> None:
    side = int(MOST_DOTS**0.5) + 1
    content = scans.picture("PNG", (8, 8))
    header = content[:16] + side.to_bytes(4, "big") * 2 + content[24:]
    header = header[:29] + zlib.crc32(header[12:29]).to_bytes(4, "big") + header[33:]
    with pytest.raises(UserError, match="10,001 × 10,001 dots; 100 million"):
        examine(Enclosure("huge.png", header))


def test_a_pdf_that_asks_for_a_password_is_refused() -> None:

    writer, made = PdfWriter(PdfReader(BytesIO(scans.pdf()))), BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(made)
    with pytest.raises(UserError, match="locked with a password"):
        examine(Enclosure("locked.pdf", made.getvalue()))


def test_reading_names_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(UserError, match=r"“gone\.pdf” cannot be read"):
        read(tmp_path / "gone.pdf")


def test_a_picture_is_shown_upright_and_small_enough() -> None:
    assert (picture(scans.picture("JPEG", turned=True), 4096).width, 300) == (200, 300)
    seen = picture(scans.picture("PNG", (3000, 1500)), 1000)
    assert (seen.width, seen.height, len(seen.dots)) == (1000, 500, 1000 * 500 * 3)
    heic = picture(scans.HEIC.read_bytes(), 4096)
    assert (heic.width, heic.height) == (640, 480)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../diploma.pdf.exe", "diploma.pdf"),
        ("C:\\temp\\Scan 1.PDF", "Scan 1.pdf"),
        ("CON.pdf", "Document CON.pdf"),
        ("a<b>:c?.pdf", "a b c.pdf"),
        ("Lee, D. cert\u202efdp.exe", "Lee, D. cert fdp.pdf"),
        ("...", "Document.pdf"),
        ("Smith 3.5 hours.pdf", "Smith 3.5 hours.pdf"),
        ("Version 2.5", "Version 2.5.pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, Media.PDF) == safe


@given(st.text(max_size=300), st.sampled_from(Media))
def test_any_name_becomes_one_that_is_only_a_name(name: str, media: Media) -> None:
    safe = safe_name(name, media)
    assert Path(safe).name == safe
    assert safe.endswith(media.ending)
    assert len(safe) <= 110
    assert safe_name(safe, media) == safe


def test_what_is_no_scan_is_refused_and_nothing_is_kept(store: Store) -> None:
    with pytest.raises(UserError, match="is a Windows program"):
        attaching.attach(store, course(store), [CERTIFICATE, Enclosure("a.pdf", scans.PROGRAM)], on=TODAY)
    assert store.rows(Attachment) == []
    assert store.counts()["blobs"] == 0


def test_the_desk_holds_what_was_laid_there_and_writes_no_history(store: Store) -> None:
    entries = store.head()
    store.lay("draft of a class", "{}")
    store.lay("draft of a class", "[1]")
    store.lay("view", "x")
    assert (store.desk("draft of a class"), store.desk("nothing")) == ("[1]", None)
    assert store.on_desk("draft") == ["draft of a class"]
    store.clear("draft of a class")
    store.clear("draft of a class")
    assert store.desk("draft of a class") is None
    assert store.head() == entries
    assert documents.verify(store.path).ok
