"""The change log: what it says of an edit, how it is searched, and that no tampering goes unseen."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from core import documents, journal
from core.errors import FileError
from core.model import Attendance, Bond, District, Officer, TrainingClass
from core.store import Store

DANA = Officer(officer_id="A1", last_name="Lee", first_name="Dana")
PAT = Officer(officer_id="A10", last_name="Núñez", first_name="Pat", notes='Says "officer_id":"A1".')
NOON = datetime(2027, 1, 31, 12, tzinfo=timezone(-timedelta(hours=6)))


def opened(path: Path) -> Store:
    return Store.open(path, who="Test Clerk", now=lambda: NOON)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log") / "roster.muster"
    with documents.create(path, who="Test Clerk", now=lambda: NOON) as store:
        with store.edit("Add two officers") as edit:
            edit.insert_many([DANA, PAT])
        with store.edit("Correct Dana Lee", "The name was misspelt, 100%.") as edit:
            edit.update(replace(DANA, first_name="Dana-Ann"))
        with store.edit("Add bond") as edit:
            edit.insert(Bond(officer_id="A10", effective_on=date(2026, 7, 1)))
        with store.edit("Change profile") as edit:
            edit.set_district(District(name="Example Schools"))
        store.undo()
    return path


@pytest.fixture
def path(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path))


def test_an_entry_says_who_when_why_and_every_row(path: Path) -> None:
    with opened(path) as store:
        *_, change, _ = store.history()
    assert (change.id, change.who, change.label, change.reason) == (
        2, "Test Clerk", "Correct Dana Lee", "The name was misspelt, 100%.",
    )  # fmt: skip
    assert (change.at, change.at.tzinfo, change.undoes, change.row_count) == (NOON, UTC, None, 1)
    (row,) = change.rows
    assert (row.table, row.key, row.before["first_name"], row.after["first_name"]) == (
        "officers", "A1", "Dana", "Dana-Ann",
    )  # fmt: skip
    assert row.after["date_of_birth"] is None
    assert row.after["notes"] == ""


def test_an_undo_says_which_entry_it_reverses(path: Path) -> None:
    with opened(path) as store:
        newest = store.history(limit=1)[0]
    assert (newest.label, newest.undoes, newest.rows[0].after) == ("Undo: Change profile", 4, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("ann", [2]),
        ("misspelt", [2]),
        ("100%", [2]),
        ("1_0", []),
        ("%", [2]),
        ("núñez", [1]),
        ("profile", [5, 4]),
        ("Example Schools", [5, 4]),
        ("Test Clerk", [5, 4, 3, 2, 1]),
        ("2026-07-01", [3]),
        ("nobody", []),
    ],
)
def test_search_finds_labels_reasons_people_and_what_the_rows_said(path: Path, text: str, found: list[int]) -> None:
    with opened(path) as store:
        assert [change.id for change in store.history(text=text)] == found


def test_history_of_an_officer_is_of_that_officer_only(path: Path) -> None:
    with opened(path) as store:
        dana, pat = store.history(officer_id="A1"), store.history(officer_id="A10")
        assert [change.id for change in dana] == [2, 1]
        assert [change.id for change in pat] == [3, 1]
        assert [row.key for row in dana[-1].rows] == ["A1"]
        assert [change.id for change in store.history(officer_id="A1", text="misspelt")] == [2]
        assert [change.id for change in store.history(limit=2)] == [5, 4]


def test_a_long_change_lists_its_first_rows_and_counts_all(path: Path) -> None:
    with opened(path) as store:
        with store.edit("Import") as edit:
            edit.insert(TrainingClass(class_id="C1", title="Law", ends_on=date(2026, 1, 1), hours=1.0))
            edit.insert_many(Officer(officer_id=f"P{n}", last_name="Lee", first_name="P") for n in range(600))
            edit.insert_many(Attendance(class_id="C1", officer_id=f"P{n}") for n in range(600))
        assert (len(store.history()[0].rows), store.history()[0].row_count) == (journal.HISTORY_ROWS, 1201)
        assert [row.table for row in store.history(officer_id="P599")[0].rows] == ["officers", "attendance"]


def test_an_untouched_log_is_whole(path: Path) -> None:
    with opened(path) as store:
        store.check_chain()
        store.check_rows()


TAMPERED = {
    "image edited": "UPDATE change_rows SET after = replace(after, 'Dana', 'Dina') WHERE change_id = 1",
    "before image edited": "UPDATE change_rows SET before = replace(before, 'Dana', 'Dina') WHERE change_id = 2",
    "key edited": "UPDATE change_rows SET key = '\"A2\"' WHERE change_id = 2",
    "table edited": "UPDATE change_rows SET table_name = 'classes' WHERE change_id = 2",
    "person edited": "UPDATE changes SET who = 'Somebody' WHERE id = 1",
    "time edited": "UPDATE changes SET at = '2020-01-01T00:00:00+00:00' WHERE id = 3",
    "label edited": "UPDATE changes SET label = 'Tidy' WHERE id = 2",
    "reason edited": "UPDATE changes SET reason = '' WHERE id = 2",
    "undo hidden": "UPDATE changes SET undoes = NULL WHERE id = 5",
    "seal edited": "UPDATE changes SET hash = upper(hash) WHERE id = 5",
    "first removed": "DELETE FROM change_rows WHERE change_id = 1; DELETE FROM changes WHERE id = 1",
    "middle removed": "DELETE FROM change_rows WHERE change_id = 3; DELETE FROM changes WHERE id = 3",
    "middle removed and renumbered": """
        DELETE FROM change_rows WHERE change_id = 3; DELETE FROM changes WHERE id = 3;
        UPDATE changes SET id = id - 1 WHERE id > 3;
        UPDATE change_rows SET change_id = change_id - 1 WHERE change_id > 3;
        UPDATE chain SET count = 4""",
    "last removed": "DELETE FROM change_rows WHERE change_id = 5; DELETE FROM changes WHERE id = 5",
    "last removed and count mended": """
        DELETE FROM change_rows WHERE change_id = 5; DELETE FROM changes WHERE id = 5; UPDATE chain SET count = 4""",
    "all removed": "DELETE FROM change_rows; DELETE FROM changes",
    "all removed with the chain": "DELETE FROM change_rows; DELETE FROM changes; DELETE FROM chain",
    "reordered": """
        UPDATE changes SET id = 99 WHERE id = 2; UPDATE changes SET id = 2 WHERE id = 3;
        UPDATE changes SET id = 3 WHERE id = 99;
        UPDATE change_rows SET change_id = 99 WHERE change_id = 2;
        UPDATE change_rows SET change_id = 2 WHERE change_id = 3;
        UPDATE change_rows SET change_id = 3 WHERE change_id = 99""",
    "entry added at the end": """
        INSERT INTO changes SELECT 6, at, who, label, reason, NULL, hash, hash FROM changes WHERE id = 5""",
    "row added": """
        INSERT INTO change_rows SELECT 2, 2, table_name, key, before, after FROM change_rows WHERE change_id = 2""",
    "row removed": "DELETE FROM change_rows WHERE change_id = 1 AND seq = 2",
    "rows swapped": """
        UPDATE change_rows SET seq = 99 WHERE change_id = 1 AND seq = 1; UPDATE change_rows SET seq = 1 WHERE seq = 2;
        UPDATE change_rows SET seq = 2 WHERE seq = 99""",
    "row of no entry added": """
        INSERT INTO change_rows SELECT 9, 1, table_name, key, before, after FROM change_rows WHERE change_id = 2""",
    "newest seal edited": "UPDATE chain SET head = ''",
}


@pytest.mark.parametrize("script", TAMPERED.values(), ids=TAMPERED)
def test_tampering_shows(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(script)
    with opened(path) as store, pytest.raises(FileError, match="The change log is not as it was written"):
        store.check_chain()
    verdict = documents.verify(path)
    assert not verdict.ok
    assert verdict.lines[0].startswith(("Change log: ", "Integrity: damaged"))


def test_the_first_broken_entry_is_named(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE changes SET who = 'Somebody' WHERE id >= 2")
    with opened(path) as store, pytest.raises(FileError, match="from entry 2 on"):
        store.check_chain()


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE officers SET last_name = 'Other' WHERE officer_id = 'A1'",
        "DELETE FROM bonds",
        "INSERT INTO weapons (weapon_id) VALUES ('W9')",
        "INSERT INTO district VALUES ('name', 'Other')",
    ],
)
def test_rows_written_past_the_log_show(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(script)
    with opened(path) as store:
        store.check_chain()
        with pytest.raises(FileError, match="not as the change log left them"):
            store.check_rows()
    assert not documents.verify(path).ok


def test_what_was_written_past_the_log_is_not_undone_over(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE bonds SET number = '7'")
    with opened(path) as store, pytest.raises(FileError, match="changed by another program"):
        store.undo()
