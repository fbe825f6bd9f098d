"""The records file as others see it: schema and model agree, released files open, plain tools read it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from core import device, documents, migrations
from core.errors import FileError
from core.model import TABLES, Agreement, Attachment, Attendance, Column, Officer, Waiver
from core.store import Store

RELEASED = sorted((Path(__file__).parents[1] / "files").glob("version-*.muster"))
WHO = "Test Clerk"


def now() -> datetime:
    return datetime(2027, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "roster.muster"
    documents.create(path, who=WHO, now=now).close()
    return path


@pytest.fixture
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def sql_type(column: Column) -> str:
    return {float: "REAL", int: "INTEGER", bool: "INTEGER"}.get(column.kind, "TEXT")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_model_and_newest_schema_agree_column_by_column(raw: sqlite3.Connection, table: object) -> None:
    found = list(raw.execute(f"SELECT name, type, pk FROM pragma_table_info('{table.name}')"))
    expected = [(c.name, sql_type(c), int(table.keyed and c.name == table.key[0])) for c in table.columns]
    assert found == [*([] if table.keyed else [("id", "INTEGER", 1)]), *expected]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_what_must_be_filled_cannot_be_null(raw: sqlite3.Connection, table: object) -> None:
    notnull = {
        name for name, flag in raw.execute(f"SELECT name, \"notnull\" FROM pragma_table_info('{table.name}')") if flag
    }
    texts = {column.name for column in table.columns if column.kind is str}
    required = {column.name for column in table.columns if column.required}
    chosen = {"sanctioned", "off"} | ({"proof"} if table.row is Attachment else set())
    assert notnull - {"id"} - chosen == texts | required


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_index_finds_the_natural_key(raw: sqlite3.Connection, table: object) -> None:
    plan = raw.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {table.name} WHERE {table.key[0]} = ?", ["A1"]).fetchall()
    assert "SEARCH" in plan[0][3]
    if "officer_id" in table.key:
        plan = raw.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {table.name} WHERE officer_id = ?", ["A1"]).fetchall()
        assert "SEARCH" in plan[0][3]


def test_every_table_is_strict(raw: sqlite3.Connection) -> None:
    found = raw.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict")
    assert {name for (name,) in found} == {"sqlite_sequence", "sqlite_schema"}


def test_file_says_what_it_is(raw: sqlite3.Connection, path: Path) -> None:
    assert raw.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"MSTR", "big"),)
    assert raw.execute("PRAGMA user_version").fetchone() == (len(migrations.STEPS),)
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [file.name for file in path.parent.iterdir()] == ["roster.muster"]


def test_store_writes_durably_and_keeps_references(path: Path) -> None:
    with Store.open(path, who=WHO, now=now) as store:
        assert store._db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert store._db.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_released_file_opens_with_all_its_records(released: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(released, tmp_path / "old.muster"))
    with documents.open_file(path, who=WHO, now=now) as store:
        assert [officer.full_name for officer in store.rows(Officer)] == ["Dana M. Lee", "Pat Núñez Jr."]
        there = migrations.tables(int(released.stem.removeprefix("version-")))
        assert all(store.rows(table.row) for table in TABLES if table.name in there)
        assert [row.officer_id for row in store.rows(Attendance)] == ["A1", "A2"]
        assert store.rows(Waiver)[0].until_on == date(2027, 6, 30)
        assert store.district().accept_nasro_path is False
        store.check_chain()
        store.check_rows()
        assert store.undo_label is not None
        while store.undo_label:
            store.undo()
        assert not any(store.rows(table.row) for table in TABLES if table.name != "papers")
        while store.redo_label:
            store.redo()
        assert store.record("B7").attended[0].training.title == "Legal update"
    assert documents.verify(path).ok


def test_there_is_a_released_file_of_every_version() -> None:
    assert [path.stem for path in RELEASED] == [f"version-{n}" for n in range(1, migrations.VERSION + 1)]


def test_sqlite_utils_command_reads_it(path: Path) -> None:
    with Store.open(path, who=WHO, now=now) as store, store.edit("Add") as edit:
        edit.insert(Officer(officer_id="A1", last_name="Lee", first_name="Dana"))
    command = [sys.executable, "-m", "sqlite_utils", "rows", str(path), "officers", "--csv", "-c", "last_name"]
    read = subprocess.run(command, capture_output=True, text=True, check=True)
    assert read.stdout.split() == ["last_name", "Lee"]


# --- bringing an older file up to date ---


def add_badge(db: Database) -> None:
    db.execute("ALTER TABLE agreements ADD COLUMN badge TEXT NOT NULL DEFAULT ''")


def fail(db: Database) -> None:
    db.execute("DROP TABLE agreements")
    raise RuntimeError("step")


def newer(monkeypatch: pytest.MonkeyPatch, step: migrations.Step) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))
    for module in (migrations, device, documents):
        monkeypatch.setattr(module, "VERSION", 3)


def test_an_older_file_is_copied_then_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer(monkeypatch, add_badge)
    with documents.open_file(path, who=WHO, now=now) as store, store.edit("Add") as edit:
        edit.insert(Agreement(agreement_id="A", kind="mou"))
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (3,)
        assert raw.execute("SELECT agreement_id, badge FROM agreements").fetchall() == [("A", "")]
    ((_, copy),) = documents.backups(path, path.parent / documents.BACKUPS)
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (2,)
        assert raw.execute("SELECT * FROM agreements").fetchall() == []


def test_an_image_from_before_a_new_column_can_still_be_undone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(path, who=WHO, now=now) as store, store.edit("Add agreement") as edit:
        edit.insert(Agreement(agreement_id="A", kind="mou"))
    newer(monkeypatch, add_badge)
    with documents.open_file(path, who=WHO, now=now) as store:
        store.undo()
        assert store.rows(Agreement) == []
        store.redo()
        assert [row.agreement_id for row in store.rows(Agreement)] == ["A"]


def test_a_failing_step_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    newer(monkeypatch, fail)
    with pytest.raises(RuntimeError, match="step"):
        documents.open_file(path, who=WHO, now=now)
    assert path.read_bytes() == before


def test_a_step_is_not_taken_over_dangling_references(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer(
        monkeypatch, lambda db: db.execute("INSERT INTO bonds (officer_id, effective_on) VALUES ('gone', '2026-01-01')")
    )
    before = path.read_bytes()
    with pytest.raises(FileError, match="entries that are missing"):
        Store.open(path, who=WHO, now=now)
    assert path.read_bytes() == before
