"""One writer at a time: who, where and since when; gone with its process, however that ended."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core import documents
from core.documents import lock
from core.errors import FileError
from core.model import Officer
from core.store import Store

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)
PAT = lock.Holder("Pat", "OFFICE-2", NOON)

HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from core.documents import lock
held = lock.take(Path(sys.argv[1]), who="Pat", computer="OFFICE-2", now=datetime(2027, 1, 31, 12, tzinfo=UTC))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "roster.muster"
    documents.create(path, who="Test Clerk", now=lambda: NOON).close()
    return path


def take(path: Path, who: str = "Dana") -> lock.Lock:
    return lock.take(path, who=who, computer="OFFICE-1", now=NOON)


def elsewhere(path: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def holder_of(path: Path) -> lock.Holder | None:
    """Who is named to another who asks for the lock."""
    try:
        take(path).release()
    except lock.LockedError as error:
        return error.holder
    return None


def test_a_second_writer_is_told_who_where_and_since_when(path: Path) -> None:
    with elsewhere(path) as process:
        since = NOON.astimezone()
        told = rf"roster\.muster is open elsewhere: Pat on OFFICE-2, since {since.hour}:00 on 1/31/2027\."
        with pytest.raises(lock.LockedError, match=told) as caught:
            take(path)
        assert caught.value.holder == PAT == holder_of(path)
        with Store.look(path) as store:  # the other choice
            assert store.records() == []
        process.kill()
    assert holder_of(path) is None
    take(path).release()


def test_the_lock_goes_with_its_process_and_leaves_nothing(path: Path) -> None:
    with elsewhere(path) as process:
        process.kill()
    with take(path) as held:
        assert held.holder == lock.Holder("Dana", "OFFICE-1", NOON)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_only_one_of_many_has_it_at_a_time(path: Path) -> None:
    inside: list[int] = []

    def attempt(number: int) -> bool:
        for _ in range(8):
            try:
                with take(path, f"Clerk {number}"):
                    inside.append(number)
                    time.sleep(0.001)
                    assert inside == [number]
                    inside.clear()
            except lock.LockedError:
                continue
            return True
        return False

    with ThreadPoolExecutor(6) as pool:
        assert any(pool.map(attempt, range(6)))
    take(path).release()


def test_a_store_opened_alone_holds_the_lock_until_it_is_closed(path: Path) -> None:
    def alone() -> Store:
        return documents.open_alone(path, who="Dana", computer="OFFICE-1", now=lambda: NOON)

    with alone() as store:
        assert holder_of(path) == lock.Holder("Dana", "OFFICE-1", NOON)
        with pytest.raises(lock.LockedError):
            alone()
        with store.edit("Add officer") as edit:
            edit.insert(Officer(officer_id="A1", last_name="Invented", first_name="Person"))
    store.close()
    assert holder_of(path) is None
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_reading_goes_on_beside_the_writer_and_changes_nothing(path: Path) -> None:
    dana = Officer(officer_id="A1", last_name="Invented", first_name="Person")
    with (
        documents.open_alone(path, who="Dana", computer="OFFICE-1", now=lambda: NOON) as store,
        documents.open_to_read(path) as reader,
    ):
        with store.edit("Add officer") as edit:
            edit.insert(dana)
        assert reader.rows(Officer) == [dana]
        with pytest.raises(FileError, match="open only to be read"), reader.edit("Remove officer") as edit:
            edit.delete(dana)
        assert store.rows(Officer) == [dana]


def test_a_damaged_file_is_not_opened_to_read_either(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])
    with pytest.raises(FileError, match="is damaged"):
        documents.open_to_read(path)


def test_a_file_that_is_refused_is_not_left_locked(path: Path) -> None:
    path.write_bytes(b"a letter")
    with pytest.raises(FileError, match="is not a records file"):
        documents.open_alone(path, who="Dana", computer="OFFICE-1", now=lambda: NOON)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_lock_taken_in_this_process_too_is_refused(path: Path) -> None:
    with take(path), pytest.raises(lock.LockedError, match="Dana on OFFICE-1"):
        take(path)
    take(path).release()


def test_rubbish_in_the_place_of_the_lock_does_not_lock_for_ever(path: Path) -> None:
    path.with_name("roster.muster.lock").write_bytes(b"rubbish" * 100)
    take(path).release()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_folder_that_cannot_be_written_offers_reading(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(FileError, match=r"cannot be locked.*Open it only to read"):
        take(path)
