"""The file itself: refusals before a byte changes, verified copies, restoring without risk, crashes."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core import documents
from core.errors import FileError
from core.migrations import APPLICATION_ID, VERSION
from core.model import Officer
from core.store import Store

DANA = Officer(officer_id="A1", last_name="Lee", first_name="Dana")
PAT = Officer(officer_id="A2", last_name="Moss", first_name="Pat")
NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)
STAMP = NOON.astimezone().strftime("%Y-%m-%d %H%M%S")


def now() -> datetime:
    return NOON


def opened(path: Path) -> Store:
    return documents.open_file(path, who="Test Clerk", now=now)


def add(store: Store, *officers: Officer) -> None:
    with store.edit("Add officers") as edit:
        edit.insert_many(officers)


def names(path: Path) -> list[str]:
    with opened(path) as store:
        return [officer.first_name for officer in store.rows(Officer)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """In a folder whose name must be escaped in an address."""
    folder = tmp_path / "Ünïted 100% #1 ?"
    folder.mkdir()
    path = folder / "Example roster.muster"
    with documents.create(path, who="Test Clerk", now=now) as store:
        add(store, DANA)
    return path


def folder_of(path: Path) -> dict[str, bytes | None]:
    return {str(f.relative_to(path.parent)): f.read_bytes() if f.is_file() else None for f in path.parent.rglob("*")}


# --- creating and opening ---


def test_a_new_file_opens_again(path: Path) -> None:
    assert names(path) == ["Dana"]
    assert list(folder_of(path)) == ["Example roster.muster"]


@pytest.mark.parametrize("content", [b"", b"a letter"])
def test_creating_never_overwrites(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.muster"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"letter\.muster is already there"):
        documents.create(path, who="Test Clerk", now=now)
    assert path.read_bytes() == content


def test_creating_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is not there"):
        documents.create(tmp_path / "none" / "new.muster", who="Test Clerk", now=now)
    assert list(tmp_path.iterdir()) == []


def test_creating_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(documents, "migrate", full)
    with pytest.raises(sqlite3.OperationalError):
        documents.create(tmp_path / "new.muster", who="Test Clerk", now=now)
    assert list(tmp_path.iterdir()) == []


def other_database(path: Path, application: int = 0, version: int = 0) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE notes (note TEXT)")
        raw.execute(f"PRAGMA application_id = {application}")
        raw.execute(f"PRAGMA user_version = {version}")
        raw.commit()


def set_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {version}")


def overwrite(path: Path, start: int, count: int) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + count] = b"\xff" * count
    path.write_bytes(content)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: path.unlink(), "is not there"),
    "a folder": (make_folder, "is a folder"),
    "zero bytes": (lambda path: path.write_bytes(b""), "is empty"),
    "text": (lambda path: path.write_text("Dear board,\n" * 50, encoding="utf-8"), "is not a records file"),
    "the first bytes only": (lambda path: path.write_bytes(path.read_bytes()[:50]), "is not a records file"),
    "another database": (other_database, "is not a records file"),
    "a database of our number, never filled": (lambda p: other_database(p, APPLICATION_ID), "is not a records file"),
    "a newer version": (lambda path: set_version(path, 41), f"of version 41; .* up to {VERSION}"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:-4096]), "is damaged"),
    "cut in a page": (lambda path: path.write_bytes(path.read_bytes()[:9000]), "is damaged"),
    "overwritten": (lambda path: overwrite(path, 8192, 4096), "is damaged"),
    "schema overwritten": (lambda path: overwrite(path, 100, 200), "is damaged"),
}


@pytest.mark.parametrize(("spoil", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_sound_records_file_is_refused_and_untouched(
    path: Path, spoil: Callable[[Path], object], told: str
) -> None:
    spoil(path)
    if path.exists():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    before = folder_of(path)
    with pytest.raises(FileError, match=told):
        opened(path)
    with pytest.raises(FileError):
        documents.backup(path, path.parent / "copies", NOON)
    if told == "is damaged":
        assert not documents.verify(path).ok
    else:
        with pytest.raises(FileError, match=told):
            documents.verify(path)
    left = folder_of(path)
    left.pop("copies", None)
    assert left == before  # nothing half-copied in the folder of backups either
    assert not path.exists() or path.stat().st_mtime == 1_000_000_000


def test_a_file_that_may_not_be_read_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileError, match=r"roster\.muster cannot be read: another program has it open"):
        opened(path)


def test_an_unfinished_edit_of_a_crash_is_taken_back(path: Path, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed.muster"
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN IMMEDIATE")
        people = [(f"P{n}", "Half", "Done") for n in range(2000)]
        raw.executemany("INSERT INTO officers (officer_id, last_name, first_name) VALUES (?, ?, ?)", people)
        shutil.copy(path, crashed)
        shutil.copy(f"{path}-journal", f"{crashed}-journal")
        raw.execute("ROLLBACK")
    assert crashed.stat().st_size > path.stat().st_size
    assert names(crashed) == ["Dana"]
    assert documents.verify(crashed).ok


def test_a_file_that_is_looked_at_is_never_written(path: Path) -> None:
    with Store.look(path) as store, pytest.raises((RuntimeError, FileError)):
        add(store, PAT)
    assert names(path) == ["Dana"]


# --- backups ---


def test_a_backup_is_a_whole_copy_named_by_its_time(path: Path, tmp_path: Path) -> None:
    made = documents.backup(path, tmp_path / "stick" / "copies", NOON)
    assert made.name == f"Example roster {STAMP}.muster"
    assert names(made) == ["Dana"]
    assert documents.verify(made).ok
    assert [file.name for file in made.parent.iterdir()] == [made.name]


def test_a_backup_of_the_open_file_holds_what_was_saved(path: Path, tmp_path: Path) -> None:
    with opened(path) as store:
        add(store, PAT)
        made = documents.backup(store, tmp_path, NOON)
        add(store, Officer(officer_id="A3", last_name="Later", first_name="Too"))
    assert names(made) == ["Dana", "Pat"]


def test_two_backups_in_a_second_are_two_files(path: Path, tmp_path: Path) -> None:
    first, second = (documents.backup(path, tmp_path / "copies", NOON) for _ in range(2))
    assert second.name == f"Example roster {STAMP} (2).muster"
    assert {copy for _, copy in documents.backups(path, tmp_path / "copies")} == {first, second}


def test_backups_are_listed_newest_first_and_only_of_this_file(path: Path, tmp_path: Path) -> None:
    older = documents.backup(path, tmp_path / "copies", datetime(2026, 5, 1, 8, tzinfo=UTC))
    newer = documents.backup(path, tmp_path / "copies", NOON)
    other = Path(shutil.copy(path, path.with_name("Other.muster")))
    documents.backup(other, tmp_path / "copies", NOON)
    shutil.copy(path, tmp_path / "copies" / "Example roster.muster")
    assert [copy for _, copy in documents.backups(path, tmp_path / "copies")] == [newer, older]
    assert documents.backups(path, tmp_path / "copies")[0][0] == NOON
    assert documents.backups(path, tmp_path / "none") == []


def lose_a_row(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as raw, raw:
        raw.execute("DELETE FROM officers")


def forget_a_change(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as raw, raw:
        raw.execute("UPDATE chain SET head = 'other'")


def edit_the_log(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as raw, raw:
        raw.execute("UPDATE changes SET who = 'other'")


@pytest.mark.parametrize(
    "damage",
    [
        lambda copy: overwrite(copy, 8192, 4096),
        lambda copy: copy.write_bytes(b""),
        lose_a_row,
        forget_a_change,
        edit_the_log,
    ],
    ids=["page", "empty", "row", "seal", "log"],
)
def test_a_copy_that_reads_back_differently_is_not_kept(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], object]
) -> None:
    faithful = Store.copy_to

    def faulty(store: Store, copy: Path) -> None:
        faithful(store, copy)
        damage(copy)

    monkeypatch.setattr(Store, "copy_to", faulty)
    with pytest.raises(FileError):
        documents.backup(path, tmp_path / "copies", NOON)
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_backup_where_a_file_stands_is_told(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here", encoding="utf-8")
    with pytest.raises(FileError, match="file"):
        documents.backup(path, tmp_path / "file", NOON)


# --- verifying ---


def test_a_sound_file_is_told_with_its_counts(path: Path) -> None:
    before = folder_of(path)
    verdict = documents.verify(path)
    assert verdict.ok
    assert "Officers: 1" in verdict.lines
    assert folder_of(path) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("INSERT INTO bonds (officer_id, effective_on) VALUES ('gone', '2026-01-01')", "refers to a row of officers"),
        ("UPDATE officers SET date_of_birth = 'May'", "“May” as date_of_birth"),
        ("UPDATE officers SET first_name = 'Dina'", "not as the change log left them"),
        ("UPDATE changes SET who = 'other'", "not as it was written, from entry 1"),
    ],
)
def test_what_is_wrong_is_said(path: Path, change: str, told: str) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(change)
    verdict = documents.verify(path)
    assert not verdict.ok
    assert any(told in line for line in verdict.lines)


# --- restoring ---


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    """A backup of when Dana was alone; Pat came later."""
    made = documents.backup(path, tmp_path / "copies", datetime(2026, 5, 1, 8, tzinfo=UTC))
    with opened(path) as store:
        add(store, PAT)
    return made


def test_restoring_swaps_the_backup_in_and_keeps_what_was_there(path: Path, copy: Path) -> None:
    kept = documents.restore(copy, path, NOON)
    assert kept == path.parent / documents.BACKUPS / f"Example roster {STAMP}.muster"
    assert (names(path), names(kept), names(copy)) == (["Dana"], ["Dana", "Pat"], ["Dana"])


def test_restoring_where_nothing_is(path: Path, copy: Path) -> None:
    path.unlink()
    assert documents.restore(copy, path, NOON) is None
    assert names(path) == ["Dana"]


def test_what_cannot_be_read_is_moved_aside_with_its_journal(path: Path, copy: Path) -> None:
    overwrite(path, 0, 4096)
    path.with_name(f"{path.name}-journal").write_bytes(b"unfinished")
    spoilt = path.read_bytes()
    kept = documents.restore(copy, path, NOON)
    assert kept is not None
    assert kept.name == f"Example roster unreadable {STAMP}.muster"
    assert kept.read_bytes() == spoilt
    assert kept.with_name(f"{kept.name}-journal").read_bytes() == b"unfinished"
    assert names(path) == ["Dana"]


def test_an_unsound_backup_is_not_restored(path: Path, copy: Path) -> None:
    edit_the_log(copy)
    before = folder_of(path)
    with pytest.raises(FileError, match="is not sound, so nothing was restored"):
        documents.restore(copy, path, NOON)
    assert folder_of(path) == before


@pytest.mark.parametrize("content", [None, b"", b"a letter"])
def test_what_is_no_backup_is_not_restored(path: Path, tmp_path: Path, content: bytes | None) -> None:
    source = tmp_path / "letter.muster"
    if content is not None:
        source.write_bytes(content)
    before = folder_of(path)
    with pytest.raises(FileError, match=r"letter\.muster"):
        documents.restore(source, path, NOON)
    assert folder_of(path) == before


def test_the_file_is_not_its_own_backup(path: Path) -> None:
    with pytest.raises(FileError, match="the records file itself"):
        documents.restore(path, path, NOON)
    assert names(path) == ["Dana"]


def test_a_file_in_use_is_left_alone_and_told(path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows refuses it."""
    replace = Path.replace

    def refuse(part: Path, target: Path) -> Path:
        if Path(target) == path:
            raise PermissionError(13, "Access is denied")
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(FileError, match="cannot be replaced: another program has it open"):
        documents.restore(copy, path, NOON)
    assert names(path) == ["Dana", "Pat"]
    assert not list(path.parent.glob("*.part"))
