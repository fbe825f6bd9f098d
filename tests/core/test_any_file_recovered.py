"""What can be saved of a damaged file is saved into a new, verified one, and what was lost is said."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core import actions, documents
from core.errors import FileError, UserError
from core.model import TABLES, Attachment, Bond, Officer, Paper
from core.store import Store
from tests import flips

NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(flips.RELEASED, tmp_path / "roster.muster"))


def records(path: Path) -> list[Any]:
    with Store.look(path) as store:
        return [store.district(), *(row for table in TABLES for row in store.rows(table.row))]


def root(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    return int(page) - 1


def spoil(path: Path, *pages: int) -> bytes:
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * 4096 : page * 4096 + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    return bytes(content)


@pytest.mark.parametrize("page", range(flips.RELEASED.stat().st_size // 4096))
def test_one_page_lost_is_no_record_lost(path: Path, page: int) -> None:
    """Each row is there twice, so one page of tables, indexes, schema or log takes nothing away.

    The content of a document is there once: with its page it is lost, and that is said.
    """
    whole, of_contents = records(path), root(path, "blobs") == page
    if of_contents:
        whole = [row for row in whole if not isinstance(row, Attachment | Paper)]
    spoilt = spoil(path, page)
    made, lines = documents.recover(path, NOON)
    assert path.read_bytes() == spoilt
    assert documents.verify(made).ok
    assert records(made) == whole
    assert lines[0].startswith("The change log ")
    assert any("its content could not be read: certificate.pdf" in line for line in lines) == of_contents


def test_everything_but_the_log_lost_is_nothing_lost(path: Path) -> None:
    whole = records(path)
    spoil(path, 0, *(root(path, table.name) for table in TABLES), root(path, "district"))
    made, lines = documents.recover(path, NOON, who="Test Clerk")
    assert records(made) == whole
    assert "nothing was lost" in lines[0]
    with documents.open_file(made, who="Test Clerk", now=lambda: NOON) as store, Store.look(flips.RELEASED) as released:
        assert store.history() == released.history()
        added = actions.add(store, Bond(officer_id="A1", effective_on=NOON.date()))
        assert added.officers == {"A1"}
        assert max(bond.id for bond in store.rows(Bond)) == max(bond.id for bond in released.rows(Bond)) + 1


def test_the_log_lost_is_told_and_the_tables_are_kept(path: Path) -> None:
    whole = records(path)
    spoil(path, root(path, "changes"), root(path, "change_rows"))
    made, lines = documents.recover(path, NOON, who="Test Clerk")
    assert records(made) == whole
    assert lines[0].startswith("The change log could be read up to a break (0 changes)")
    with documents.open_file(made, who="Test Clerk", now=lambda: NOON) as store:
        (entry,) = store.history()
        assert (entry.label, entry.who) == ("Recover what could be read of roster.muster", "Test Clerk")


def test_officers_lost_with_the_log_take_along_what_refers_to_them_and_it_is_said(path: Path) -> None:
    spoil(path, root(path, "officers"), root(path, "changes"), root(path, "change_rows"))
    made, lines = documents.recover(path, NOON)
    assert documents.verify(made).ok
    with Store.look(made) as store:
        assert store.rows(Officer) == []
        assert [weapon.weapon_id for weapon in store.rows(TABLES[9].row)] == ["XYZ123"]
    assert any(line.startswith("Officers: parts could not be read") for line in lines)
    assert any("fits no other record: bonds" in line and "Example Surety" in line for line in lines)


def test_a_table_torn_in_the_middle_gives_the_rows_on_both_sides(tmp_path: Path) -> None:
    path = tmp_path / "roster.muster"
    with documents.create(path, who="Test Clerk", now=lambda: NOON) as store, store.edit("Add officers") as edit:
        people = [Officer(officer_id=f"A{n}", last_name="Invented", first_name="P", notes="x" * 90) for n in range(900)]
        edit.insert_many(people)
    content = bytearray(path.read_bytes())
    leaves = [
        at
        for at in range(4096, len(content), 4096)
        if content[at] == 13 and content[at : at + 4096].count(b"Invented") > 9
    ]
    start = leaves[len(leaves) // 2]
    content[start : start + 4096] = bytes(4096)
    path.write_bytes(content)
    spoil(path, root(path, "changes"), root(path, "change_rows"))
    made, _ = documents.recover(path, NOON)
    with Store.look(made) as store:
        kept = [officer.officer_id for officer in store.rows(Officer)]
    assert 800 < len(kept) < 900
    assert {"A0", "A899"} <= set(kept)


@pytest.mark.parametrize("content", [b"", b"a letter", b"SQLite format 3\0" + bytes(5000), bytes(50_000)])
def test_what_holds_no_records_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.muster"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"Nothing in letter\.muster could be read"):
        documents.recover(path, NOON)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == content


def test_whatever_chance_spoils_is_recovered_or_refused(tmp_path: Path) -> None:
    chance, recovered = random.Random(3), 0
    path = tmp_path / "roster.muster"
    for _ in range(40):
        spoilt = flips.spoilt(flips.RELEASED.read_bytes(), chance)
        path.write_bytes(spoilt)
        try:
            made, lines = documents.recover(path, NOON)
        except UserError:
            assert list(tmp_path.iterdir()) == [path]
        else:
            assert documents.verify(made).ok
            assert lines
            made.unlink()
            recovered += 1
        assert path.read_bytes() == spoilt
    assert recovered >= 38
