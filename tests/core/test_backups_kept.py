"""When backups are made, what is thinned, and that nothing goes before the new one is proven."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import actions, documents
from core.documents.keeping import EVERY, LATEST, Occasion, due, superseded
from core.errors import FileError
from core.model import Officer
from core.store import Store

NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)
TODAY = date(2027, 1, 31)
BEFORE = [occasion for occasion in Occasion if occasion is not Occasion.EDITS]

COPIES = st.lists(st.integers(-30 * 24, 800 * 24), max_size=80).map(
    lambda hours: [(NOON - timedelta(hours=hour), number) for number, hour in enumerate(hours)]
)


# --- when ---


@pytest.mark.parametrize("occasion", BEFORE)
def test_an_occasion_calls_for_a_backup_of_any_change_and_of_none(occasion: Occasion) -> None:
    assert [due(occasion, edits) for edits in (0, 1, EVERY)] == [False, True, True]


def test_edits_alone_call_for_one_after_so_many() -> None:
    assert [due(Occasion.EDITS, edits) for edits in (0, 1, EVERY - 1, EVERY)] == [False, False, False, True]


# --- thinning ---


@given(COPIES)
def test_thinning_keeps_the_newest_all_of_two_days_and_those_of_the_future(copies: list[tuple[datetime, int]]) -> None:
    gone = set(superseded(copies, TODAY))
    kept = [(at, copy) for at, copy in copies if copy not in gone]
    newest_first = sorted(copies, key=lambda copy: copy[0], reverse=True)
    assert {at for at, _ in newest_first[:LATEST]} <= {at for at, _ in kept}
    assert all((TODAY - at.date()).days > 2 for at, copy in copies if copy in gone)


@given(COPIES)
def test_each_day_week_and_month_keeps_its_last(copies: list[tuple[datetime, int]]) -> None:
    gone = set(superseded(copies, TODAY))
    kept = [at for at, copy in copies if copy not in gone]
    for at, copy in copies:
        age = (TODAY - at.date()).days
        if copy in gone and age <= 14:
            assert any(other.date() == at.date() and other >= at for other in kept)
        elif copy in gone and age <= 70:
            assert any(other.isocalendar()[:2] == at.isocalendar()[:2] and other >= at for other in kept)
        elif copy in gone and age <= 366:
            assert any((other.year, other.month) == (at.year, at.month) and other >= at for other in kept)


@given(COPIES)
def test_thinning_again_takes_nothing_more(copies: list[tuple[datetime, int]]) -> None:
    gone = set(superseded(copies, TODAY))
    assert superseded([(at, copy) for at, copy in copies if copy not in gone], TODAY) == []


def test_two_years_of_work_leave_few_copies_without_large_gaps() -> None:
    kept: list[tuple[datetime, int]] = []
    start = NOON - timedelta(days=730)
    for number in range(730 * 3):
        at = start + timedelta(hours=8 * number)
        kept.append((at, number))
        gone = set(superseded(kept, at.date()))
        kept = [copy for copy in kept if copy[1] not in gone]
    ages = sorted((kept[-1][0] - at).days for at, _ in kept)
    assert len(kept) < 50
    gaps = [(younger, older - younger) for younger, older in pairwise(ages)]
    assert max(gap for age, gap in gaps if age <= 13) == 1
    assert max(gap for age, gap in gaps if age <= 60) <= 14
    assert max(gap for _, gap in gaps) <= 62
    assert ages[-1] > 330


# --- the files ---


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "district" / "roster.muster"
    path.parent.mkdir()
    documents.create(path, who="Test Clerk", now=lambda: NOON).close()
    return path


def opened(path: Path) -> Store:
    return documents.open_file(path, who="Test Clerk", now=lambda: NOON)


def add(store: Store, number: int) -> None:
    actions.add_officer(store, Officer(officer_id=f"A{number}", last_name="Invented", first_name="Person"))


def test_closing_backs_up_what_changed_in_both_places(path: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with opened(path) as store:
        assert documents.keep(store, Occasion.CLOSE, NOON, second=stick) == documents.Kept()
        add(store, 1)
        kept = documents.keep(store, Occasion.CLOSE, NOON, second=stick)
        assert [copy.parent for copy in kept.made] == [path.parent / documents.BACKUPS, stick]
        assert all(documents.verify(copy).ok for copy in kept.made)
        good = documents.last_good(store, stick)
        assert good == documents.GoodCopy(NOON, kept.made[1], 0)
        assert documents.keep(store, Occasion.CLOSE, NOON, second=stick) == documents.Kept()
        add(store, 2)
        assert documents.edits_since(store, stick) == 1
        assert documents.keep(store, Occasion.EDITS, NOON, second=stick) == documents.Kept()


def test_a_second_place_that_is_not_there_is_told_and_the_first_is_made(path: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("a file", encoding="utf-8")
    with opened(path) as store:
        add(store, 1)
        kept = documents.keep(store, Occasion.IMPORT, NOON, second=tmp_path / "stick")
    assert len(kept.made) == 1
    assert [type(error) for error in kept.failed] == [FileError]


def test_a_copy_that_is_spoilt_or_of_other_records_is_no_good_copy(path: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with opened(path) as store:
        add(store, 1)
        old = documents.backup(store, stick, NOON - timedelta(days=3))
        add(store, 2)
        newer = documents.backup(store, stick, NOON - timedelta(days=2))
        newer.write_bytes(b"spoilt")
        other = tmp_path / "other.muster"
        with documents.create(other, who="Other Clerk", now=lambda: NOON) as strange:
            add(strange, 9)
        shutil.copy(other, old.with_name(old.name.replace("01-28", "01-30")))
        good = documents.last_good(store, stick)
        assert good == documents.GoodCopy(NOON - timedelta(days=3), old, 1)
        assert documents.last_good(store, tmp_path / "none") is None


def test_nothing_is_thinned_before_the_new_copy_is_proven(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = path.parent / documents.BACKUPS
    with opened(path) as store:
        add(store, 1)
        first = documents.backup(store, folder, NOON - timedelta(days=800))
        for days in range(500, 530):
            shutil.copy(first, folder / f"roster {(NOON - timedelta(days=days)).astimezone():%Y-%m-%d %H%M%S}.muster")
        before = sorted(folder.iterdir())
        add(store, 2)
        with monkeypatch.context() as patch:
            patch.setattr(Store, "copy_to", lambda store, copy: copy.write_bytes(b"half"))
            kept = documents.keep(store, Occasion.CLOSE, NOON)
        assert (len(kept.failed), kept.made) == (1, ())
        assert sorted(folder.iterdir()) == before
        (made,) = documents.keep(store, Occasion.CLOSE, NOON).made
    left = sorted(folder.iterdir())
    assert made in left
    assert len(left) == LATEST
