"""Killed without warning: what was reported as done is there, nothing is half there, and work goes on."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core import documents
from core.model import Attendance, Officer, TrainingClass
from core.store import Store
from tests import kills

NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)


def now() -> datetime:
    return NOON


def test_thirty_kills_lose_nothing_and_leave_nothing_half() -> None:
    tally = kills.run(30, seed=7)
    assert tally.kills == 30
    assert tally.acknowledged["begin"] == 30
    assert tally.acknowledged.total() > 60  # else the children did nothing that could be lost


# --- the harness itself would notice ---


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "roster.muster"
    with documents.create(path, who="Test Clerk", now=now) as store, store.edit("Class") as edit:
        edit.insert(Officer(officer_id="A1", last_name="Invented", first_name="Person"))
        edit.insert(TrainingClass(class_id="C1", title="1 present", ends_on=NOON.date(), hours=8.0))
        edit.insert(Attendance(class_id="C1", officer_id="A1"))
    return path


def test_a_lost_entry_would_be_noticed(path: Path) -> None:
    with Store.look(path) as store:
        head = store.head()
    kills.check_work(path, [{"did": "begin", "head": head}], kills.Tally())
    with pytest.raises(kills.PromiseError, match="Entry 2 was reported as done and is lost"):
        kills.check_work(path, [{"did": "begin", "head": head}, {"did": "undo", "head": [2, "seal"]}], kills.Tally())
    with pytest.raises(kills.PromiseError, match="Entry 1 was reported as done and is lost"):
        kills.check_work(path, [{"did": "begin", "head": [1, "other"]}], kills.Tally())


def test_half_an_edit_would_be_noticed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DELETE FROM attendance")
    with pytest.raises(kills.PromiseError, match="half there"):
        kills.check_wholeness(path)


def test_a_restore_that_lost_what_was_there_would_be_noticed(path: Path, tmp_path: Path) -> None:
    copy = documents.backup_beside(path, NOON)
    with Store.look(copy) as looked:
        head = looked.head()
    said = [{"did": "undo", "head": [2, "seal"]}, {"did": "will restore", "head": head}]
    with pytest.raises(kills.PromiseError, match="What the restored file replaced is nowhere"):
        kills.check_work(path, said, kills.Tally())


# --- what a kill leaves beside the file ---


def test_a_journal_without_its_file_is_not_played_back_into_the_restored_one(path: Path, tmp_path: Path) -> None:
    copy = documents.backup(path, tmp_path / "copies", NOON)
    journal = path.with_name(f"{path.name}-journal")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN IMMEDIATE")
        many = [(f"P{n}", "x" * 400, "Done") for n in range(500)]
        raw.executemany("INSERT INTO officers (officer_id, last_name, first_name) VALUES (?, ?, ?)", many)
        kept_aside = shutil.copy(journal, tmp_path / "hot")
        raw.execute("ROLLBACK")
    path.unlink()
    shutil.move(kept_aside, journal)
    sound = copy.read_bytes()
    documents.restore(copy, path, NOON)
    assert not journal.exists()
    assert path.read_bytes() == sound
    assert documents.verify(path).ok


def test_unfinished_copies_are_swept_away_by_the_next(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    ours = [folder / "roster 2027-01-30 080000.muster.part", folder / "roster 2027-01-30 080000.muster.part-journal"]
    others = [folder / "roster of others 2027-01-30 080000.muster.part", folder / "letter.part"]
    for each in (*ours, *others):
        each.write_bytes(b"half")
    made = documents.backup(path, folder, NOON)
    assert sorted(folder.iterdir()) == sorted([made, *others])
