"""Any sequence of edits, undos and redos, across closing and reopening, against a model of plain dictionaries."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core import documents
from core.errors import UserError
from core.model import TABLES, Attendance, Bond, District, Officer, TrainingClass
from core.store import Store

State = dict[tuple[type, Any], Any]
IDS = st.sampled_from(["A1", "A2", "A3"])
DAYS = st.integers(0, 3).map(lambda n: date(2026, 1, 1) + timedelta(n))


def now() -> datetime:
    return datetime(2027, 1, 31, 12, tzinfo=UTC)


class Desk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "roster.muster"
        self.store = documents.create(self.path, who="Test Clerk", now=now)
        self.state: State = {}
        self.district = District()
        self.past: list[tuple[State, District, str]] = []
        self.future: list[tuple[State, District, str]] = []

    def teardown(self) -> None:
        self.store.check_chain()
        self.store.check_rows()
        self.store.close()
        self.folder.cleanup()

    def officers(self) -> list[str]:
        return [key for row_class, key in self.state if row_class is Officer]

    def done(self, label: str, state: State, district: District | None = None) -> None:
        self.past.append((self.state, self.district, label))
        self.future.clear()
        self.state, self.district = state, district or self.district

    @rule(officer_id=IDS, name=st.sampled_from(["Lee", "Moss"]))
    def save_officer(self, officer_id: str, name: str) -> None:
        row = Officer(officer_id=officer_id, last_name=name, first_name="Dana")
        known = self.state.get((Officer, officer_id))
        with self.store.edit(f"Officer {officer_id}") as edit:
            edit.update(row) if known else edit.insert(row)
        assert edit.changes.empty == (row == known)
        if row != known:
            self.done(f"Officer {officer_id}", {**self.state, (Officer, officer_id): row})

    @rule(officer_id=IDS, day=DAYS)
    def add_bond(self, officer_id: str, day: date) -> None:
        row = Bond(officer_id=officer_id, effective_on=day)
        there = any(type(other) is Bond and replace(other, id=0) == row for other in self.state.values())
        refused = there or officer_id not in self.officers()
        try:
            with self.store.edit("Bond") as edit:
                row = edit.insert(row)
        except UserError:
            assert refused
        else:
            assert not refused
            assert edit.changes.officers == {officer_id}
            self.done("Bond", {**self.state, (Bond, row.id): row})

    @precondition(lambda self: len(self.officers()) > 1)
    @rule(day=DAYS, data=st.data())
    def hold_class(self, day: date, data: st.DataObject) -> None:
        """A class with attendance in one edit, replacing the one there was."""
        some = data.draw(st.lists(st.sampled_from(sorted(self.officers())), min_size=1, unique=True))
        training = TrainingClass(class_id="C1", title="Law", ends_on=day, hours=8.0)
        state = {key: row for key, row in self.state.items() if key[0] not in (Attendance, TrainingClass)}
        with self.store.edit("Class") as edit:
            for row in self.store.rows(Attendance) + self.store.rows(TrainingClass):
                edit.delete(row)
            edit.insert(training)
            edit.insert_many(Attendance(class_id="C1", officer_id=one) for one in some)
        attendance = {(Attendance, row.id): row for row in self.store.rows(Attendance)}
        assert sorted(row.officer_id for row in attendance.values()) == sorted(some)
        self.done("Class", {**state, (TrainingClass, "C1"): training, **attendance})

    @rule(old=IDS, new=IDS)
    def rename(self, old: str, new: str) -> None:
        refused = old not in self.officers() or (new in self.officers() and new != old)
        try:
            with self.store.edit("Rename") as edit:
                edit.rename(Officer, old, new)
        except UserError:
            assert refused
        else:
            assert not refused
            if old != new:
                self.done("Rename", dict(renamed(key, row, old, new) for key, row in self.state.items()))

    @rule(name=st.sampled_from(["North", "South"]))
    def set_district(self, name: str) -> None:
        with self.store.edit("District") as edit:
            edit.set_district(District(name=name))
        if name != self.district.name:
            self.done("District", self.state, District(name=name))

    @rule(officer_id=IDS)
    def fail_halfway(self, officer_id: str) -> None:
        try:
            with self.store.edit("Fail") as edit:
                edit.set_district(District(name="Nowhere"))
                for row in self.store.rows(Bond) + self.store.rows(Attendance):
                    edit.delete(row)
                raise InterruptedError
        except InterruptedError:
            pass

    @rule()
    def undo(self) -> None:
        if not self.past:
            with pytest.raises(UserError, match="nothing to undo"):
                self.store.undo()
            return
        state, district, label = self.past.pop()
        self.future.append((self.state, self.district, label))
        self.state, self.district = state, district
        assert not self.store.undo().empty

    @rule()
    def redo(self) -> None:
        if not self.future:
            with pytest.raises(UserError, match="nothing to redo"):
                self.store.redo()
            return
        state, district, label = self.future.pop()
        self.past.append((self.state, self.district, label))
        self.state, self.district = state, district
        assert not self.store.redo().empty

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, who="Test Clerk", now=now)

    @invariant()
    def the_file_holds_what_the_model_says(self) -> None:
        found = {
            (table.row, getattr(row, table.key[0] if table.keyed else "id")): row
            for table in TABLES
            for row in self.store.rows(table.row)
        }
        assert found == self.state
        assert self.store.district() == self.district
        assert self.store.undo_label == (self.past[-1][2] if self.past else None)
        assert self.store.redo_label == (self.future[-1][2] if self.future else None)


def renamed(key: tuple[type, Any], row: Any, old: str, new: str) -> tuple[tuple[type, Any], Any]:
    if getattr(row, "officer_id", None) != old:
        return key, row
    return (Officer, new) if key[0] is Officer else key, replace(row, officer_id=new)


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=25, stateful_step_count=25)
