"""The living view says after every edit what a fresh judgement of the whole file says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core import documents
from core.engine import call_roll
from core.findings import Roll
from core.model import (
    SEVERITY,
    Agreement,
    AgreementKind,
    Appointment,
    Attendance,
    Credential,
    EmployerType,
    Officer,
    Role,
    Sanctioned,
    Status,
    SupervisorTitle,
    TrainingClass,
    Waiver,
)
from core.policy import default_policy
from core.register import Register, attention
from core.store import ChangeSet, Store
from tests.districts import district

AS_OF = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with documents.create(tmp_path / "district.muster", who="test", now=lambda: NOW) as store:
        yield store


def fill(store: Store, officers: int = 30) -> None:
    invented = district(7, officers, officers * 20, today=AS_OF)
    with store.edit("Fill") as tx:
        tx.set_district(invented.district)
        tx.insert_many(invented.all_rows())


def fresh(store: Store, as_of: date = AS_OF) -> Roll:
    return call_roll(default_policy(), store.records(), store.district_record(), as_of)


def same(register: Register, store: Store) -> None:
    roll, expected = register.roll, fresh(store, register.as_of)
    assert roll.officers == expected.officers
    assert roll.district_findings == expected.district_findings
    assert {record.officer.officer_id for record in register.records} == {
        officer.officer_id for officer in store.rows(Officer)
    }


def hire(officer_id: str = "NEW", role: Role = Role.SSO) -> tuple[Officer, Appointment]:
    return (
        Officer(officer_id=officer_id, last_name="Aaberg", first_name="New"),
        Appointment(
            officer_id=officer_id,
            role=role,
            employer_type=EmployerType.DISTRICT,
            hired_on=date(2024, 11, 1),
            assignment_percent=100,
            supervisor_title=SupervisorTitle.PRINCIPAL,
        ),
    )


def add(store: Store) -> None:
    with store.edit("add") as tx:
        tx.insert_many(hire())


def certificate(store: Store) -> None:
    with store.edit("certificate") as tx:
        tx.insert(Credential(officer_id="NEW", credential="mde-sso-basic", completed_on=date(2026, 1, 5)))


def a_class(hours: float) -> TrainingClass:
    return TrainingClass(class_id="X", title="T", ends_on=AS_OF, hours=hours, sanctioned=Sanctioned.YES)


def sit_class(store: Store) -> None:
    with store.edit("class") as tx:
        tx.insert_many([a_class(40), Attendance(class_id="X", officer_id="NEW")])


def correct_class(store: Store) -> None:
    with store.edit("correct class") as tx:
        tx.update(a_class(4))


def agree(store: Store) -> None:
    with store.edit("agreement") as tx:
        tx.insert(Agreement(agreement_id="Z-1", kind=AgreementKind.MOU, ends_on=AS_OF - timedelta(days=1)))


def settings(store: Store) -> None:
    with store.edit("settings") as tx:
        tx.set_district(replace(store.district(), records_begin_on=date(2000, 1, 1)))


def leave(store: Store) -> None:
    (row,) = (a for a in store.rows(Appointment) if a.officer_id == "NEW")
    with store.edit("leave") as tx:
        tx.update(replace(row, ended_on=AS_OF - timedelta(days=1)))


NEW = frozenset({"NEW"})
EDITS: tuple[tuple[Callable[[Store], None], frozenset[str] | None], ...] = (
    (add, NEW),
    (certificate, NEW),
    (sit_class, NEW),
    (correct_class, NEW),
    (agree, frozenset()),
    (settings, None),
    (leave, NEW),
)
"""The edits, and who is touched by each (``None``: everyone)."""


def changes_of(store: Store, edit: Callable[[Store], None]) -> ChangeSet:
    """The change set of an edit, got by undoing and redoing it."""
    edit(store)
    store.undo()
    return store.redo()


def test_after_each_edit_undo_and_redo_it_is_as_if_judged_anew(store: Store) -> None:
    fill(store)
    register = Register(store, default_policy(), AS_OF)
    same(register, store)
    for edit, touched in EDITS:
        everyone = frozenset(officer.officer_id for officer in store.rows(Officer)) | NEW
        assert register.refresh(changes_of(store, edit)) == (everyone if touched is None else touched)
        same(register, store)
    for _ in EDITS:
        register.refresh(store.undo())
        same(register, store)
    assert register.entry("NEW") is None
    for _ in EDITS:
        register.refresh(store.redo())
        same(register, store)


def test_an_officer_who_has_left_stays_on_file_and_is_not_judged(store: Store) -> None:
    officer, appointment = hire()
    with store.edit("add") as tx:
        tx.insert(officer)
        tx.insert(appointment)
    register = Register(store, default_policy(), AS_OF)
    assert register.entry("NEW") is not None
    register.set_as_of(date(2024, 10, 31))
    assert register.entry("NEW") is None
    assert register.officer("NEW") == officer
    assert register.roll.officers == ()


def test_any_date_is_judged_as_if_it_were_today(store: Store) -> None:
    fill(store)
    register = Register(store, default_policy(), AS_OF)
    for as_of in (date(2025, 6, 30), date(2024, 2, 29), date(2028, 1, 1), AS_OF):
        register.set_as_of(as_of)
        same(register, store)


def test_one_act_that_cures_several_findings_is_one_line(store: Store) -> None:
    officer, appointment = hire(role=Role.SRO)
    with store.edit("add") as tx:
        tx.insert(officer)
        tx.insert(appointment)
    register = Register(store, default_policy(), AS_OF)
    lines = [line for line in attention(register.roll) if line.judged]
    (course,) = (line for line in lines if "Basic law enforcement training" in line.title)
    assert {f.requirement.id for f in course.findings} == {"basic-training", "sro-police-basic"}
    assert course.status is Status.OVERDUE
    assert course.worst.requirement.id == "basic-training" or course.worst.due == date(2024, 11, 1)


def test_attention_is_worst_first_and_leaves_out_what_is_in_order(store: Store) -> None:
    fill(store, officers=60)
    lines = attention(Register(store, default_policy(), AS_OF).roll)
    decisive = [line for line in lines if line.worst.decides]
    assert decisive
    assert [SEVERITY[line.status] for line in decisive] == sorted(SEVERITY[line.status] for line in decisive)
    assert list(lines[: len(decisive)]) == decisive
    shown = [finding for line in lines for finding in line.findings]
    assert all(f.status in {Status.VIOLATION, Status.OVERDUE, Status.UNDETERMINED, Status.DUE_SOON} for f in shown)
    roll = Register(store, default_policy(), AS_OF).roll
    open_ones = [f for entry in roll.officers for f in entry.findings if f.open]
    open_ones += [f for f in roll.district_findings if f.open]
    assert len(shown) == len(open_ones)


def test_a_waived_finding_needs_no_attention(store: Store) -> None:
    officer, appointment = hire()
    waiver = Waiver(
        officer_id="NEW", requirement="sso-basic", granted_by="MDE", reference="Letter",
        from_on=date(2026, 1, 1), until_on=date(2026, 12, 31),
    )  # fmt: skip
    with store.edit("add") as tx:
        for row in (officer, appointment, waiver):
            tx.insert(row)
    titles = [line.title for line in attention(Register(store, default_policy(), AS_OF).roll)]
    assert not [title for title in titles if "School Safety Officer Basic" in title]
