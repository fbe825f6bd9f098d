"""What is asked of the change log, and putting one record back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core import actions, attaching, documents
from core.errors import FieldError, UserError
from core.journal import Asked
from core.model import Attachment, Bond, Credential, District, Officer
from core.store import Store

BEGIN = datetime(2026, 3, 2, 15, tzinfo=UTC)
LEE = Officer(officer_id="A1", last_name="Lee", first_name="Dana", phone="1")
BOYD = Officer(officer_id="A2", last_name="Boyd", first_name="Ty")


class Clock:
    at = BEGIN

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def store(tmp_path: Path) -> Any:
    """One entry a day, by Ann."""
    clock = Clock()
    with documents.create(tmp_path / "h.muster", who="Ann", now=clock) as store:
        for act in (
            lambda: actions.add_officer(store, LEE),
            lambda: actions.add_officer(store, BOYD),
            lambda: actions.save(store, replace(LEE, phone="2"), reason="she moved"),
            lambda: actions.add(store, Bond(officer_id="A1", effective_on=date(2026, 1, 1))),
            lambda: actions.set_district(store, District(name="Test"), reason="by the charter"),
        ):
            act()
            clock.at += timedelta(days=1)
        yield store


def asked(store: Store, **values: Any) -> list[int]:
    return [change.id for change in store.history(asked=Asked(**values))]


def test_by_person_kind_record_writer_word_and_day(store: Store) -> None:
    assert asked(store) == [5, 4, 3, 2, 1]
    assert asked(store, officer_id="A1") == [4, 3, 1]
    assert asked(store, table="bonds") == [4]
    assert asked(store, table="officers", key="A1") == [3, 1]
    assert asked(store, table="district", key="name") == [5]
    assert asked(store, who="Ann", table="officers") == [3, 2, 1]
    assert asked(store, who="Bob") == []
    assert asked(store, text="moved") == [3]
    assert asked(store, first=BEGIN + timedelta(days=1), last=BEGIN + timedelta(days=2)) == [3, 2]
    assert asked(store, before=3) == [2, 1]
    assert asked(store, before=3, officer_id="A1") == [1]
    assert store.writers() == ["Ann"]


def test_a_record_is_put_back_as_it_was_before_a_change(store: Store) -> None:
    (moved,) = store.history(asked=Asked(text="moved"))[0].rows
    actions.put_back(store, moved, "she moved back")
    assert store.find(Officer, "A1") == LEE
    newest = store.history(1)[0]
    assert (newest.label, newest.reason) == ("Put back officer Dana Lee (A1)", "she moved back")
    with pytest.raises(UserError, match="stands so already"):
        actions.put_back(store, moved, "again")
    store.undo()
    assert store.find(Officer, "A1") == replace(LEE, phone="2")
    store.check_rows()


def test_what_was_removed_comes_back_and_what_was_new_is_removed(store: Store) -> None:
    (bond,) = store.rows(Bond)
    attaching.attach(store, bond, [attaching.Enclosure("b.pdf", b"%PDF-1")], on=date(2026, 3, 9))
    (added,) = store.history(asked=Asked(table="bonds"))[0].rows
    actions.put_back(store, added, "it was never bought")
    assert store.rows(Bond) == store.rows(Attachment) == []
    removed = next(row for row in store.history(1)[0].rows if row.table == "bonds")
    actions.put_back(store, removed, "it was")
    assert store.rows(Bond) == [bond]


def test_a_setting_is_put_back(store: Store) -> None:
    actions.set_district(store, District(name="Other"), reason="renamed")
    (renamed,) = store.history(1)[0].rows
    actions.put_back(store, renamed, "not yet in force")
    assert store.district().name == "Test"


def test_it_is_refused_without_a_reason_or_where_it_does_not_fit(store: Store) -> None:
    (added,) = store.history(asked=Asked(table="bonds"))[0].rows
    with pytest.raises(FieldError, match="Say why"):
        actions.put_back(store, added, " ")
    entered = next(row for row in store.history(asked=Asked(table="officers", key="A1"))[-1].rows)
    with pytest.raises(UserError, match="Other records refer"):
        actions.put_back(store, entered, "never hired")
    actions.remove_officer(store, "A1", "never hired")
    (gone,) = (row for row in store.history(1)[0].rows if row.table == "bonds")
    with pytest.raises(UserError, match="cannot be put back"):
        actions.put_back(store, gone, "it was bought")


def test_what_was_erased_stays_erased(store: Store) -> None:
    actions.add(store, Credential(officer_id="A2", credential="is-100"))
    actions.erase_officer(store, "A2", "as the court ordered")
    emptied = [row for change in store.history() for row in change.rows if row.before is not None]
    erased = [row for row in emptied if row.before is not None and not any(row.before.values())]
    assert erased
    for row in erased:
        with pytest.raises(UserError, match="erased for good"):
            actions.put_back(store, row, "please")
