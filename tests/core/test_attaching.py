"""Documents kept with records: once each, in the edit that attaches them, and checked with the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core import actions, attaching, documents
from core.attaching import Enclosure
from core.errors import UserError
from core.model import LOGO, Attachment, Attendance, Credential, Officer, Proof, TrainingClass
from core.store import Store

DAY = date(2026, 8, 5)
SCAN = Enclosure("certificate.pdf", b"%PDF-1.4 invented")
PICTURE = Enclosure("logo.exe", b"\x89PNG\r\n\x1a\n invented")
DANA = Officer(officer_id="A1", last_name="Lee", first_name="Dana")
LAW = TrainingClass(class_id="C1", title="Legal update", ends_on=DAY, hours=8.0)


def now() -> datetime:
    return datetime(2027, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.muster"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with documents.create(path, who="Test Clerk", now=now) as store:
        actions.add_officer(store, DANA)
        actions.record_class(store, LAW, [Attendance(class_id="C1", officer_id="A1")])
        actions.save(store, Credential(officer_id="A1", credential="is-100", proof=Proof.STATED))
        yield store


def credential(store: Store) -> Credential:
    return store.rows(Credential)[0]


def test_a_scan_makes_the_proof_a_copy_in_one_edit(store: Store) -> None:
    changes = attaching.attach(store, credential(store), [SCAN], on=DAY)
    assert changes.officers == {"A1"}
    assert credential(store).proof is Proof.COPY
    (kept,) = store.record("A1").attachments
    assert store.blob(kept.sha256) == SCAN.content
    store.undo()
    assert credential(store).proof is Proof.STATED
    assert store.rows(Attachment) == []
    store.redo()
    assert store.record("A1").attachments == (kept,)


def test_a_weaker_proof_does_not_take_the_place_of_an_original(store: Store) -> None:
    attaching.attach(store, credential(store), [SCAN], on=DAY, proof=Proof.ORIGINAL)
    attaching.attach(store, credential(store), [PICTURE], on=DAY)
    assert credential(store).proof is Proof.ORIGINAL


def test_the_scan_of_a_class_is_in_the_record_of_each_who_sat_it(store: Store) -> None:
    assert attaching.attach(store, LAW, [SCAN], on=DAY).officers == {"A1"}
    assert [each.file_name for each in store.record("A1").attachments] == ["certificate.pdf"]
    assert [each.file_name for each in store.records()[0].attachments] == ["certificate.pdf"]


def test_the_same_content_is_held_once(store: Store, path: Path) -> None:
    attaching.attach(store, credential(store), [SCAN], on=DAY)
    attaching.attach(store, LAW, [SCAN], on=DAY)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM blobs").fetchone() == (1,)


def test_documents_go_with_their_record_and_come_back_with_it(store: Store) -> None:
    attaching.attach(store, credential(store), [SCAN], on=DAY)
    actions.remove(store, credential(store), reason="Entered by mistake.")
    assert store.rows(Attachment) == []
    store.undo()
    assert len(store.rows(Attachment)) == 1


def test_documents_follow_a_changed_key(store: Store) -> None:
    attaching.attach(store, LAW, [SCAN], on=DAY)
    attaching.attach(store, DANA, [PICTURE], on=DAY)
    actions.rename(store, TrainingClass, "C1", "C9")
    actions.rename(store, Officer, "A1", "B7")
    assert {each.row_key for each in store.rows(Attachment)} == {"C9", "B7"}
    assert len(store.record("B7").attachments) == 2


def test_the_logo_is_one_and_the_districts(store: Store) -> None:
    for picture in (PICTURE, Enclosure("b.jpg", b"\xff\xd8\xff invented")):
        assert attaching.show_as(store, LOGO, picture, on=DAY).district
    assert [each.file_name for each in store.district_record().attachments] == ["b.jpg"]
    attaching.show_as(store, LOGO, None, on=DAY)
    assert store.district_record().attachments == ()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (Enclosure("a.pdf", b"MZ\x90 a program"), "not a PDF, PNG or JPEG"),
        (Enclosure("a.pdf", b""), "is empty"),
        (Enclosure("a.pdf", b"%PDF-" + bytes(attaching.MOST_BYTES)), "25 MB is the most"),
    ],
)
def test_what_is_no_scan_is_refused_and_nothing_is_kept(store: Store, file: Enclosure, words: str) -> None:
    with pytest.raises(UserError, match=words):
        attaching.attach(store, credential(store), [SCAN, file], on=DAY)
    assert store.rows(Attachment) == []
    assert store.counts()["blobs"] == 0


def test_an_erased_officers_documents_are_gone_from_the_file(store: Store, path: Path) -> None:
    attaching.attach(store, credential(store), [Enclosure("a.pdf", b"%PDF-1.4 words of the certificate")], on=DAY)
    attaching.attach(store, LAW, [SCAN], on=DAY)
    actions.erase_officer(store, "A1", "On request.")
    assert b"words of the certificate" not in path.read_bytes()
    assert [each.row_key for each in store.rows(Attachment)] == ["C1"]
    assert documents.verify(path).ok


@pytest.mark.parametrize("spoil", ["UPDATE blobs SET content = x'00'", "DELETE FROM blobs"])
def test_verify_finds_a_spoilt_or_missing_document(store: Store, path: Path, spoil: str) -> None:
    attaching.attach(store, credential(store), [SCAN], on=DAY)
    store.close()
    assert documents.verify(path).ok
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(spoil)
        raw.commit()
    verdict = documents.verify(path)
    assert not verdict.ok
    assert "The content of a document" in verdict.lines[0]


def test_the_desk_holds_what_was_laid_there_and_writes_no_history(store: Store, path: Path) -> None:
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
    assert documents.verify(path).ok
