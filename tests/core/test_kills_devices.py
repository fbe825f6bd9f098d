"""A full disk, a write-protected file, one that is gone: told by its cause, nothing damaged, work goes on."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core import actions, documents, exchange
from core.errors import FileError, UserError
from core.model import Officer, TrainingClass
from core.store import Store

NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)
LONG = "Long notes. " * 800


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "roster.muster"
    with documents.create(path, who="Test Clerk", now=lambda: NOON) as store:
        actions.add_officer(store, person(1))
    return path


def person(number: int) -> Officer:
    return Officer(officer_id=f"A{number}", last_name="Invented", first_name="Person", notes=LONG)


def opened(path: Path) -> Store:
    return documents.open_file(path, who="Test Clerk", now=lambda: NOON)


def pragma(store: Store, words: str) -> int:
    return int(store._db.execute(f"PRAGMA {words}").fetchone()[0])


def attempt(act: Callable[[], object]) -> str | None:
    """What is told of it when it cannot be done."""
    try:
        act()
    except UserError as error:
        return error.message
    return None


def add_ten(store: Store) -> None:
    with store.edit("Add officers") as edit:
        edit.insert_many(map(person, range(2, 12)))


def test_a_disk_that_fills_up_at_any_page_of_an_edit(path: Path) -> None:
    """The disk has room for one more page each time, until the edit fits."""
    refusals = 0
    with opened(path) as store:
        before, room = store.head(), pragma(store, "page_count")
        while store.head() == before:
            pragma(store, f"max_page_count = {room}")
            if (told := attempt(lambda: add_ten(store))) is not None:
                assert told == "The disk is full, so nothing was changed."
                assert len(store.rows(Officer)) == 1
                store.check_rows()
                refusals, room = refusals + 1, room + 1
        assert refusals > 20
        assert len(store.rows(Officer)) == 11
    assert documents.verify(path).ok


def test_a_full_disk_when_undoing(path: Path) -> None:
    with opened(path) as store:
        store.undo()
        pragma(store, f"max_page_count = {pragma(store, 'page_count')}")
        told = {attempt(act) for _ in range(10) for act in (store.redo, store.undo)}
        assert "The disk is full, so nothing was changed." in told
        store.check_rows()
        pragma(store, "max_page_count = 1000000")
        actions.add(store, TrainingClass(class_id="C1", title="After", ends_on=date(2026, 8, 1), hours=8.0))
    assert documents.verify(path).ok


class FullDisk:
    """Writes so many bytes and then no more."""

    def __init__(self, room: int) -> None:
        self.room = room

    def fill(self, store: Store, copy: Path) -> None:
        content = store.path.read_bytes()
        copy.write_bytes(content[: self.room])
        if self.room < len(content):
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as full:
                full.execute("PRAGMA max_page_count = 1")
                try:
                    full.execute("CREATE TABLE t (a)")
                except sqlite3.OperationalError as error:
                    raise FileError("The disk is full, so nothing was changed.") from error


def filled(disk: FullDisk) -> Callable[[Store, Path], None]:
    def copy_to(store: Store, copy: Path) -> None:
        disk.fill(store, copy)

    return copy_to


@pytest.mark.parametrize("room", [0, 1, 4096, 50_000])
def test_a_disk_that_fills_up_during_a_backup_or_restore(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    good = documents.backup(path, tmp_path / "copies", NOON)
    with opened(path) as store:
        actions.add_officer(store, person(2))
    before, copies = path.read_bytes(), list(good.parent.iterdir())
    disk = FullDisk(room)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "copy_to", filled(disk))
        with pytest.raises(FileError, match="The disk is full"):
            documents.backup(path, good.parent, NOON)
        with pytest.raises(FileError, match="The disk is full"):
            documents.restore(good, path, NOON)
    assert path.read_bytes() == before
    assert list(good.parent.iterdir()) == copies
    assert not list(path.parent.rglob("*.part"))
    documents.restore(good, path, NOON)
    assert documents.verify(path).ok


def test_a_copy_into_a_full_folder_is_told(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FileError, match="cannot be written: No space left on device"):
        documents.backup(path, tmp_path / "copies", NOON)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_an_export_to_a_full_disk_leaves_the_one_before(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    target = tmp_path / f"out.{ending}"
    target.write_bytes(b"the one before")
    write = Path.write_bytes

    def fill(file: Path, content: bytes) -> int:
        write(file, content[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    with opened(path) as store, monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", fill)
        with pytest.raises(FileError, match="No space left on device"):
            exchange.export_workbook(store, target)
    assert target.read_bytes() == b"the one before"
    assert sorted(each.name for each in tmp_path.iterdir()) == [target.name, path.name]


def test_a_file_that_turned_read_only_is_told_and_works_again(path: Path) -> None:
    with opened(path) as store:
        store._db.execute("PRAGMA query_only = ON")
        with pytest.raises(FileError, match="write-protected, so nothing was changed"):
            actions.add_officer(store, person(2))
        assert len(store.rows(Officer)) == 1
        store._db.execute("PRAGMA query_only = OFF")
        actions.add_officer(store, person(2))
    assert documents.verify(path).ok


def test_a_file_that_is_gone_while_open_is_told_and_works_again_when_it_is_back(path: Path) -> None:
    """Windows does not let an open file be moved; elsewhere what is written then would be lost."""
    aside = path.with_name("aside.muster")
    with opened(path) as store:
        try:
            path.rename(aside)
        except PermissionError:
            return
        with pytest.raises(FileError, match="was moved, deleted or replaced"):
            actions.add_officer(store, person(2))
        aside.rename(path)
        actions.add_officer(store, person(3))
        assert [officer.officer_id for officer in store.rows(Officer)] == ["A1", "A3"]
    assert documents.verify(path).ok


def test_a_file_that_a_sync_program_replaced_is_not_written_past(path: Path) -> None:
    other = Path(shutil.copy(path, path.with_name("newer.muster")))
    with opened(path) as store:
        try:
            other.replace(path)
        except PermissionError:
            return
        with pytest.raises(FileError, match="was moved, deleted or replaced"):
            actions.add_officer(store, person(2))
    with opened(path) as store:
        actions.add_officer(store, person(2))
    assert documents.verify(path).ok


def test_a_folder_that_is_gone_while_open_is_told(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    on_stick = Path(shutil.copy(path, folder))
    with opened(on_stick) as store:
        try:
            folder.rename(tmp_path / "gone")
        except PermissionError:
            return
        with pytest.raises(FileError, match="was moved, deleted or replaced"):
            actions.add_officer(store, person(2))
        (tmp_path / "gone").rename(folder)
        actions.add_officer(store, person(2))
    assert documents.verify(on_stick).ok
