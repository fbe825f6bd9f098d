"""Erasing a person on purpose: no word is left, the log stays whole, and it says that something was erased."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core import actions, documents
from core.errors import FieldError, FileError, UserError
from core.model import Attendance, Bond, Officer, TrainingClass
from core.store import Store

NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)
DANA = Officer(officer_id="A1", last_name="Quillfeather", first_name="Dana", middle_name="M.", notes="Zanzibar")
PAT = Officer(officer_id="A2", last_name="Moss", first_name="Pat")
LAW = TrainingClass(class_id="C1", title="Legal update", ends_on=date(2026, 8, 4), hours=8.0)
SECRETS = (b"Quillfeather", b"Zanzibar", b"Old Surety", b"Misspelt")


def opened(path: Path) -> Store:
    return documents.open_file(path, who="Test Clerk", now=lambda: NOON)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "roster.muster"
    with documents.create(path, who="Test Clerk", now=lambda: NOON) as store:
        with store.edit("Import two") as edit:
            edit.insert_many([replace(DANA, last_name="Misspelt Quillfeather"), PAT])
        actions.save(store, DANA, reason="Quillfeather is how Dana writes it.")
        actions.save(store, Bond(officer_id="A1", surety="Old Surety", effective_on=date(2026, 7, 1)))
        actions.save(store, Bond(officer_id="A2", surety="Pat's Surety", effective_on=date(2026, 7, 1)))
        attended = [Attendance(class_id="C1", officer_id=one, hours=8.0) for one in ("A1", "A2")]
        actions.record_class(store, LAW, attended)
        actions.rename(store, Officer, "A1", "OLD-7")
        actions.remove_officer(store, "OLD-7", "Left.")
        store.undo()
        with store.edit("Talk with Dana Quillfeather") as edit:
            edit.update(replace(PAT, notes="Spoke."))
    return path


def erase(path: Path, reason: str = "Asked by letter of 1/15/2027.") -> None:
    with opened(path) as store:
        actions.erase_officer(store, "OLD-7", reason)


def test_it_says_beforehand_what_it_will_do_and_does_nothing(path: Path) -> None:
    before = path.read_bytes()
    with opened(path) as store:
        lines = actions.erasure(store, "OLD-7")
    assert lines[0] == "Dana M. Quillfeather (OLD-7), once known as A1, and 2 records are erased."
    assert lines[1].startswith("8 changes of the change log")
    assert path.read_bytes() == before


def test_no_word_is_left_in_the_file(path: Path) -> None:
    assert all(secret in path.read_bytes() for secret in SECRETS)
    erase(path)
    assert not [secret for secret in SECRETS if secret in path.read_bytes()]
    with opened(path) as store:
        assert [officer.officer_id for officer in store.rows(Officer)] == ["A2"]
        assert [bond.surety for bond in store.rows(Bond)] == ["Pat's Surety"]
        assert [row.officer_id for row in store.rows(Attendance)] == ["A2"]
        assert "Quillfeather" not in str(store.history())
        assert "OLD-7" not in str(store.history())


def test_the_log_stays_whole_and_proves_that_something_was_erased(path: Path) -> None:
    with opened(path) as store:
        before = store.head()
    erase(path)
    assert documents.verify(path).ok
    with opened(path) as store:
        assert store.holds(before)  # the seals are those of before, as on paper and in backups
        newest, *_ = store.history()
        assert (newest.label, newest.who, newest.reason) == (
            "Erase an officer", "Test Clerk", "Asked by letter of 1/15/2027.",
        )  # fmt: skip
        assert newest.row_count == 3
        assert {row.after for row in newest.rows} == {None}
        labels = [change.label for change in store.history()]
        assert "Record class “Legal update” (2 officers)" in labels
        assert labels.count("(erased)") == 6
        assert [row.after for row in store.history(text="Import two")[0].rows if row.after][1]["last_name"] == "Moss"


def test_what_it_touched_is_told(path: Path) -> None:
    with opened(path) as store:
        changes = actions.erase_officer(store, "OLD-7", "Asked.")
    assert changes.officers == {"A1", "OLD-7"}
    assert changes.tables == {"officers", "bonds", "attendance"}


def test_neither_it_nor_what_was_before_it_can_be_undone(path: Path) -> None:
    erase(path)
    with opened(path) as store:
        assert (store.undo_label, store.redo_label) == (None, None)
        actions.save(store, Bond(officer_id="A2", effective_on=date(2026, 12, 1)))
        store.undo()
        assert store.undo_label is None
        store.redo()
    with opened(path) as store:
        assert store.undo_label is not None
    assert documents.verify(path).ok


def test_a_second_person_can_be_erased_from_the_same_entries(path: Path) -> None:
    erase(path)
    with opened(path) as store:
        actions.erase_officer(store, "A2", "Asked.")
    assert documents.verify(path).ok
    assert b"Pat's Surety" not in path.read_bytes()
    with opened(path) as store:
        assert store.records() == []


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE change_rows SET after = '{\"x\":1}' WHERE change_id = 1 AND seq = 1",
        "UPDATE changes SET label = 'Tidy' WHERE id = 2",
        "UPDATE changes SET hash = upper(hash) WHERE id = 2",
        "UPDATE change_rows SET after = replace(after, ':\"', ':\"0') WHERE table_name = 'changes' AND seq = 1",
        "DELETE FROM change_rows WHERE table_name = 'changes' AND seq = 1",
        "UPDATE change_rows SET after = '{}' WHERE change_id = 4",
    ],
)
def test_tampering_shows_after_an_erasure_too(path: Path, script: str) -> None:
    erase(path)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(script)
    with opened(path) as store, pytest.raises(FileError, match="The change log is not as it was written"):
        store.check_chain()


def test_the_name_may_not_stay_in_the_reason(path: Path) -> None:
    with opened(path) as store:
        before = store.head()
        for reason in ("", "Dana Quillfeather asked."):
            with pytest.raises(FieldError) as caught:
                actions.erase_officer(store, "OLD-7", reason)
            assert caught.value.field == "reason"
        with pytest.raises(UserError, match="There is no officer"):
            actions.erase_officer(store, "A9", "Asked.")
        assert store.head() == before


def test_a_backup_from_before_is_of_the_same_records(path: Path, tmp_path: Path) -> None:
    documents.backup(path, tmp_path / "stick", NOON)
    erase(path)
    with opened(path) as store:
        assert documents.edits_since(store, tmp_path / "stick") == 1


@pytest.mark.parametrize("page", [0, 1, 2, "log"])
def test_an_erased_person_does_not_come_back_by_recovery(path: Path, page: int | str) -> None:
    erase(path)
    with opened(path) as store:
        whole = (store.rows(Officer), store.rows(Bond), store.rows(Attendance), store.district())
    with closing(sqlite3.connect(path)) as raw:
        (log,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'changes'").fetchone()
    content = bytearray(path.read_bytes())
    start = 4096 * (int(log) - 1 if isinstance(page, str) else page)
    content[start : start + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    made, _ = documents.recover(path, NOON)
    with opened(made) as store:
        assert (store.rows(Officer), store.rows(Bond), store.rows(Attendance), store.district()) == whole
    shutil.copy(made, path)
    assert documents.verify(path).ok
