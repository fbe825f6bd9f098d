"""What was known on an earlier day: told by the change log alone, the same as a copy of the file taken then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import actions, attaching, documents, merging
from core.errors import UserError
from core.knowing import Comparison, compare
from core.model import (
    Agreement,
    AgreementKind,
    Appointment,
    Attendance,
    Credential,
    District,
    EmployerType,
    Officer,
    Qualification,
    Result,
    Role,
    Ruling,
    Sanctioned,
    Status,
    TrainingClass,
    Weapon,
    WeaponIssue,
)
from core.policy import default_policy
from core.store import Known, Store, known

BEGIN = datetime(2026, 1, 5, 15, tzinfo=UTC)
POLICY = default_policy()


def known_on(store: Store, moment: datetime) -> Known:
    return known(store.state_after(store.entries_by(moment)))


class Clock:
    """An entry a day."""

    def __init__(self) -> None:
        self.at = BEGIN

    def __call__(self) -> datetime:
        return self.at

    def next(self) -> datetime:
        self.at += timedelta(days=1)
        return self.at


def new(folder: Path, clock: Clock) -> Store:
    return documents.create(folder / "k.muster", who="Ann", now=clock)


IDS = ("A1", "A2", "A3")


def enter(store: Store, who: str, day: int) -> None:
    officer = Officer(officer_id=who, last_name=f"Name{day}", first_name="F")
    hired = date(2026, 1, 1) + timedelta(days=day)
    appointment = Appointment(officer_id=who, role=Role.SRO, employer_type=EmployerType.DISTRICT, hired_on=hired)
    actions.add_officer(store, officer, appointment)


def teach(store: Store, who: str, day: int) -> None:
    number = day % 4
    on = date(2026, 1, 1 + number)
    training = TrainingClass(class_id=f"C{number}", title="T", ends_on=on, hours=8, sanctioned=Sanctioned.YES)
    actions.record_class(store, training, [Attendance(class_id=training.class_id, officer_id=who)])


def arm(store: Store, who: str, day: int) -> None:
    issue = WeaponIssue(weapon_id=f"S{day % 3}", officer_id=who, issued_on=date(2026, 1, 1) + timedelta(days=day))
    actions.issue_weapon(store, Weapon(weapon_id=issue.weapon_id), issue)


def certify(store: Store, who: str, day: int) -> None:
    on = date(2026, 1, 1) + timedelta(days=day)
    actions.add(store, Credential(officer_id=who, credential="is-100", issued_on=on))


def take_out(store: Store, _who: str, day: int) -> None:
    rows: list[Any] = [*store.rows(Credential), *store.rows(Attendance)]
    if rows:
        actions.remove(store, rows[day % len(rows)], reason="a slip")


def agree(store: Store, _who: str, day: int) -> None:
    ends = date(2026, 1, 1) + timedelta(days=day)
    actions.save(store, Agreement(agreement_id="G", kind=AgreementKind.MOU, ends_on=ends), reason="so")


def scan(store: Store, _who: str, day: int) -> None:
    enclosure = attaching.Enclosure("s.pdf", b"%PDF-" + bytes([day]))
    for training in store.rows(TrainingClass)[:1]:
        attaching.attach(store, training, [enclosure], on=date(2026, 1, 1))


def rule(store: Store, _who: str, day: int) -> None:
    actions.save(store, Ruling(requirement="in-service", lead_days=day, determined_by="The board"), reason="so")


Act = Callable[[Store, str, int], object]
Step = tuple[Act, str, int]
ACTS: tuple[Act, ...] = (
    enter, teach, arm, certify, take_out, agree, scan, rule,
    lambda store, _, day: actions.set_district(store, District(name=f"District {day}"), reason="so"),
    lambda store, who, day: actions.rename(store, Officer, who, f"{who}{day % 2}"),
    lambda store, who, day: merging.merge(store, who, IDS[day % 3], {}, "one person"),
    lambda store, _who, _day: store.undo(),
    lambda store, _who, _day: store.redo(),
)  # fmt: skip
"""Small edits; those that the records refuse change nothing."""
STEPS = st.tuples(st.sampled_from(ACTS), st.sampled_from(IDS), st.integers(0, 60))


@settings(max_examples=40)
@given(steps=st.lists(STEPS, min_size=1, max_size=14))
def test_the_log_tells_what_a_copy_of_the_file_held_at_every_moment(
    steps: list[Step],
) -> None:
    clock = Clock()
    with TemporaryDirectory() as folder, new(Path(folder), clock) as store:
        moments: list[tuple[datetime, Path]] = []
        for number, (act, who, day) in enumerate([(enter, "A1", 0), (enter, "A2", 1), *steps]):
            clock.next()
            with suppress(UserError):
                act(store, who, day)
            copy = Path(folder) / f"copy {number}.muster"
            shutil.copy(store.path, copy)
            moments.append((clock.at, copy))
        for moment, copy in moments:
            with Store.look(copy) as then:
                known = known_on(store, moment)
                assert list(known.records) == then.records()
                assert known.district == then.district_record()
                assert list(known.rulings) == then.rows(Ruling)


def test_before_the_first_entry_nothing_was_known(tmp_path: Path) -> None:
    clock = Clock()
    with new(tmp_path, clock) as store:
        clock.next()
        enter(store, "A1", 0)
        assert known_on(store, clock.at - timedelta(seconds=1)).records == ()
        assert len(known_on(store, clock.at).records) == 1


def test_whoever_was_erased_is_not_known_then_either(tmp_path: Path) -> None:
    clock = Clock()
    with new(tmp_path, clock) as store:
        for number, who in enumerate(("A1", "A2")):
            clock.next()
            enter(store, who, number)
            teach(store, who, 0)
        moment = clock.at
        clock.next()
        actions.erase_officer(store, "A1", "as the court ordered")
        assert [record.officer.officer_id for record in known_on(store, moment).records] == ["A2"]
        assert compare(store, POLICY, date(2026, 3, 1), moment).changed == ()


# --- then beside now --------------------------------------------------------------------------------------------

MEETING = date(2026, 2, 10)


@pytest.fixture
def told(tmp_path: Path) -> Any:
    """An armed SRO whose qualification of January is entered only in March, after the meeting."""
    clock = Clock()
    with new(tmp_path, clock) as store:
        enter(store, "A1", 0)
        arm(store, "A1", 0)
        clock.at = datetime(2026, 3, 2, 15, tzinfo=UTC)
        yield store, clock


def comparison(store: Store) -> Comparison:
    return compare(store, POLICY, MEETING, datetime(2026, 2, 10, 23, tzinfo=UTC))


def shot() -> Qualification:
    return Qualification(officer_id="A1", weapon_id="S0", shot_on=date(2026, 1, 20), result=Result.PASS)


def test_a_late_entry_is_named_as_what_made_the_difference(told: tuple[Store, Clock]) -> None:
    store, clock = told
    actions.add(store, shot())
    clock.next()
    actions.save(store, replace(store.rows(Officer)[0], phone="555"), reason="new phone")
    found = comparison(store)
    by_id = {each.finding.requirement.id: each for each in found.changed}
    changed = by_id["weapon-qualification"]
    assert changed.then is not None
    assert changed.now is not None
    assert (changed.then.status, changed.now.status) == (Status.OVERDUE, Status.MET)
    assert [(entry.label, entry.who, entry.at[:10]) for entry in changed.entries] == [
        ("Add F Name0's qualification with weapon S0 on 1/20/2026", "Ann", "2026-03-02")
    ]
    assert found.later == 2
    assert set(by_id) == {"weapon-qualification", "weapon-count"}


def test_what_was_undone_again_makes_no_difference(told: tuple[Store, Clock]) -> None:
    store, _ = told
    actions.add(store, shot())
    store.undo()
    assert comparison(store).changed == ()
    assert comparison(store).later == 2


def test_of_several_entries_those_that_moved_the_judgment(told: tuple[Store, Clock]) -> None:
    store, _ = told
    failed = replace(shot(), shot_on=date(2026, 2, 1), result=Result.FAIL)
    for row in (shot(), failed):
        actions.add(store, row)
    (changed,) = (c for c in comparison(store).changed if c.finding.requirement.id == "weapon-qualification")
    assert [entry.label.rsplit(" ", 1)[-1] for entry in changed.entries] == ["1/20/2026", "2/1/2026"]


def test_a_class_corrected_since_concerns_those_who_sat_it(told: tuple[Store, Clock]) -> None:
    store, clock = told
    clock.at = datetime(2026, 2, 2, 15, tzinfo=UTC)
    training = TrainingClass(class_id="C1", title="T", ends_on=date(2026, 1, 9), hours=8)
    actions.record_class(store, training, [Attendance(class_id="C1", officer_id="A1")])
    clock.at = datetime(2026, 3, 2, 15, tzinfo=UTC)
    actions.save(store, replace(training, sanctioned=Sanctioned.YES), reason="MDE confirmed it")
    (changed,) = comparison(store).changed
    assert (changed.finding.requirement.id, changed.then and changed.then.have, changed.now and changed.now.have) == (
        "in-service", 0, 8,
    )  # fmt: skip
    assert [(entry.label, entry.reason) for entry in changed.entries] == [
        ("Correct class “T” (C1)", "MDE confirmed it")
    ]


def test_the_district_s_own_findings_and_an_officer_entered_since(told: tuple[Store, Clock]) -> None:
    store, _ = told
    actions.set_district(store, District(safety_assessment_on=date(2025, 9, 1)), reason="found in the safe")
    enter(store, "A2", 3)
    found = comparison(store)
    district = [each for each in found.changed if each.officer is None]
    assert [(each.finding.requirement.id, [e.reason for e in each.entries]) for each in district] == [
        ("assignment-basis", ["found in the safe"])
    ]
    new_ones = [each for each in found.changed if each.officer and each.officer.officer_id == "A2"]
    assert new_ones
    assert all(each.then is None and len(each.entries) == 1 for each in new_ones)
    assert not [each for each in found.changed if each.officer and each.officer.officer_id == "A1"]


def test_it_tells_how_far_it_is_and_can_be_stopped(told: tuple[Store, Clock]) -> None:
    store, _ = told
    actions.add(store, shot())
    moment = datetime(2026, 2, 10, 23, tzinfo=UTC)
    steps: list[tuple[int, int]] = []
    compare(store, POLICY, MEETING, moment, step=lambda done, of: steps.append((done, of)))
    assert steps == [(1, 1)]
