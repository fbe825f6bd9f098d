"""Any file is opened or refused: never a traceback, never a hang, never a change to what is refused."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core import device, documents
from core.errors import FileError
from core.migrations import APPLICATION_ID
from tests import flips

NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(flips.RELEASED, tmp_path / "roster.muster"))


def refused(path: Path, told: str) -> None:
    before = {each.name: each.read_bytes() for each in path.parent.iterdir() if each.is_file()}
    with pytest.raises(FileError, match=told):
        documents.open_file(path, who="Test Clerk", now=lambda: NOON)
    assert {each.name: each.read_bytes() for each in path.parent.iterdir() if each.is_file()} == before


def test_cut_off_at_any_length(path: Path) -> None:
    whole = path.read_bytes()
    for length in {*range(0, 200, 7), *range(0, len(whole), 1009), *range(4095, len(whole), 4096), len(whole) - 1}:
        path.write_bytes(whole[:length])
        assert flips.outcome(path) == "refused", length


def test_spoilt_by_chance() -> None:
    found = flips.run(200, seed=2)
    assert found["refused"] > 60
    assert found["opened"] + found["opened, and told of damage when it was read"] > 50


def test_a_number_that_is_none_is_found(path: Path) -> None:
    content = path.read_bytes()
    amount = struct.pack(">d", 12.5)
    assert amount in content
    path.write_bytes(content.replace(amount, struct.pack(">d", float("inf"))))
    assert flips.outcome(path) == "opened, and told of damage when it was read"
    assert "not as the change log left them" in documents.verify(path).lines[0]


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON officers BEGIN DELETE FROM bonds; END", "a trigger t that this program"),
        ("CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT * FROM n", "a view v"),
        ("CREATE VIRTUAL TABLE words USING fts5(word)", "a table words"),
        ("CREATE INDEX extra ON officers (notes)", "an index extra|a index extra"),
        ("DROP INDEX bonds_key", "index bonds_key is not as it was made"),
        ("DROP TABLE chain", "table chain is not as it was made"),
        ("ALTER TABLE weapons RENAME COLUMN make TO maker", "table weapons is not as it was made"),
    ],
)
def test_a_schema_that_is_not_ours_is_refused_before_it_is_used(path: Path, script: str, told: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(script)
    refused(path, told)


def test_a_table_that_another_tool_added_is_no_reason_to_refuse(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE notes (note TEXT)")
    assert flips.outcome(path) == "opened"


def test_a_foreign_database_with_our_number_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.muster"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(
            f"CREATE TABLE officers (name); PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1"
        )
    refused(path, "is damaged")


def test_a_file_that_another_program_locks_is_told_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "PATIENCE", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("BEGIN EXCLUSIVE")
        refused(path, "Another program is using the records file")
        raw.execute("ROLLBACK")
    assert flips.outcome(path) == "opened"


@pytest.mark.skipif(sys.platform == "win32", reason="has no such files")
def test_pipes_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.muster"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(FileError, match="is a device"):
            documents.open_file(path, who="Test Clerk", now=lambda: NOON)
        with pytest.raises(FileError, match="is a device"):
            documents.verify(path)
    with pytest.raises(FileError, match="is a device"):
        documents.restore(flips.RELEASED, pipe, NOON)
    with pytest.raises(FileError, match="is a folder"):
        documents.restore(flips.RELEASED, tmp_path, NOON)
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_damaged_file_with_an_unfinished_edit_is_refused_with_both_untouched(path: Path) -> None:
    journal = path.with_name(f"{path.name}-journal")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN IMMEDIATE")
        many = [(f"P{n}", "x" * 400, "Done") for n in range(500)]
        raw.executemany("INSERT INTO officers (officer_id, last_name, first_name) VALUES (?, ?, ?)", many)
        half = (path.read_bytes(), journal.read_bytes())
        raw.execute("ROLLBACK")
    content = bytearray(half[0])
    content[3 * 4096 : 3 * 4096 + 2000] = b"\xff" * 2000
    path.write_bytes(content)
    journal.write_bytes(half[1])
    refused(path, "is damaged")
    path.write_bytes(half[0])
    assert documents.verify(path).ok
    assert (path.read_bytes(), journal.read_bytes()) == half
    assert flips.outcome(path) == "opened"


def test_a_file_that_another_tool_switched_to_another_kind_of_journal_opens(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
    assert flips.outcome(path) == "opened"
    assert [each.name for each in path.parent.iterdir()] == [path.name]
