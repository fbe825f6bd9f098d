"""Copies of the same records are recognised by the seals they share, and compared row by row."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core import actions, documents
from core.documents.comparing import Kinship, compare, relatives
from core.errors import FileError
from core.model import Officer
from core.store import Store

DANA = Officer(officer_id="A1", last_name="Lee", first_name="Dana")
PAT = Officer(officer_id="A2", last_name="Moss", first_name="Pat")
FILES = Path(__file__).parents[1] / "files"


def now() -> datetime:
    return datetime(2027, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with documents.create(tmp_path / "a.muster", who="Test Clerk", now=now) as store:
        actions.add_officer(store, DANA)
        yield store


@pytest.fixture
def copy(store: Store, tmp_path: Path) -> Path:
    return Path(shutil.copy(store.path, tmp_path / "copy.muster"))


def edit(path: Path, officer: Officer) -> None:
    with documents.open_file(path, who="Other Clerk", now=now) as store:
        actions.add_officer(store, officer)


def test_a_fresh_copy_is_the_same(store: Store, copy: Path) -> None:
    found = compare(store, copy)
    assert (found.kinship, found.edits, found.differences) == (Kinship.SAME, 0, ())
    assert found.counts == (("Officers", 1, 1),)
    assert found.newest is not None
    assert found.newest.label == "Add officer Dana Lee (A1)"


def test_an_older_copy_lacks_what_came_after_it(store: Store, copy: Path) -> None:
    actions.add_officer(store, PAT)
    actions.save(store, Officer(officer_id="A1", last_name="Lee", first_name="Dana", phone="555-0100"), reason="Asked")
    found = compare(store, copy)
    assert (found.kinship, found.edits) == (Kinship.OLDER, 2)
    changes = {row.key: (row.before, row.after) for row in found.differences}
    assert changes["A2"] == ({"officer_id": "A2", "last_name": "Moss", "first_name": "Pat"}, None)
    assert changes["A1"][0] == {**(changes["A1"][1] or {}), "phone": "555-0100"}


def test_a_newer_and_a_parted_copy(store: Store, copy: Path) -> None:
    edit(copy, PAT)
    assert (compare(store, copy).kinship, compare(store, copy).edits) == (Kinship.NEWER, 1)
    actions.save(store, Officer(officer_id="A1", last_name="Lee", first_name="Dana", phone="5"), reason="Asked")
    assert compare(store, copy).kinship is Kinship.PARTED


@pytest.mark.parametrize("version", [1, 2])
def test_another_district_and_an_earlier_version_can_be_compared(store: Store, version: int) -> None:
    found = compare(store, FILES / f"version-{version}.muster")
    assert found.kinship is Kinship.OTHER
    assert ("Officers", 1, 2) in found.counts


def test_relatives_in_the_folder_are_found_and_strangers_are_not(store: Store, copy: Path, tmp_path: Path) -> None:
    shutil.copy(FILES / "version-2.muster", tmp_path / "other.muster")
    (tmp_path / "broken.muster").write_bytes(b"no records")
    assert relatives(store) == [(copy, Kinship.SAME)]
    edit(copy, PAT)
    actions.save(store, Officer(officer_id="A1", last_name="Lee", first_name="Dana", phone="5"), reason="Asked")
    assert relatives(store) == [(copy, Kinship.PARTED)]


def test_what_is_no_records_file_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "b.muster").write_bytes(b"no records")
    with pytest.raises(FileError):
        compare(store, tmp_path / "b.muster")
