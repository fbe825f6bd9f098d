"""A change leaves a row where it stands, unless the order of the list says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gui.models.rows import Column, RowsModel


@dataclass(frozen=True, slots=True)
class Person:
    key: int
    name: str
    note: str = ""


ALIKE = tuple(Person(key, "Abbott") for key in range(4))


@pytest.fixture
def model() -> RowsModel[Person]:
    columns = (Column[Person]("Name", lambda row: row.name), Column[Person]("Note", lambda row: row.note))
    model = RowsModel[Person](columns, lambda row: row.key)
    model.order_by(0)
    model.set_rows([*ALIKE, Person(9, "Baker")])
    return model


@pytest.mark.parametrize("place", range(4))
def test_a_row_stays_among_its_equals(model: RowsModel[Person], place: int) -> None:
    changed = Person(place, "Abbott", "changed")
    model.put({place: changed})
    assert [row.key for row in model.rows] == [0, 1, 2, 3, 9]
    assert model.rows[place] is changed
    assert [row.key for row in model.everything()] == [0, 1, 2, 3, 9]


def test_a_row_is_found_by_its_new_words_at_its_old_place(model: RowsModel[Person]) -> None:
    model.filter("abbott")
    model.put({1: Person(1, "Abbott", "lanyard")})
    assert [row.key for row in model.rows] == [0, 1, 2, 3]
    model.filter("lanyard")
    assert [row.key for row in model.rows] == [1]


def test_a_row_moves_where_its_order_changes(model: RowsModel[Person]) -> None:
    model.put({1: Person(1, "Cole")})
    assert [row.key for row in model.rows] == [0, 2, 3, 9, 1]


def test_without_an_order_a_changed_row_stays(model: RowsModel[Person]) -> None:
    model.sort(-1)
    model.put({2: Person(2, "Zimmer")})
    assert [row.key for row in model.rows] == [0, 1, 2, 3, 9]
