"""What fills in by itself comes from the district's own records and templates, and from nowhere else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core import actions, documents
from core.errors import FieldError
from core.model import Attendance, Officer, Qualification, Result, Sanctioned, TrainingClass, Weapon
from core.patterns import forget_pattern, is_kept, keep_pattern, last_shooting, patterns

OLD = TrainingClass(class_id="C-1", title="Legal update", ends_on=date(2025, 3, 2), hours=6, provider="Old academy")
NEW = TrainingClass(
    class_id="C-2", title="Legal  Update", ends_on=date(2026, 3, 2), hours=8, provider="Sample academy",
    location="Gym", sanctioned=Sanctioned.YES, sanction_reference="MDE letter",
)  # fmt: skip


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "district.muster"
    with documents.create(path, who="test", now=lambda: datetime(2026, 11, 23, tzinfo=UTC)) as store:
        actions.add(store, Officer(officer_id="A1", last_name="Lee", first_name="Dana"))
        yield store


def test_an_empty_file_has_no_courses(store):
    assert patterns(store, TrainingClass) == {}
    assert patterns(store, Qualification) == {}
    assert last_shooting(store) is None


def test_the_newest_class_of_a_title_fills_in(store):
    actions.add(store, NEW)
    actions.add(store, OLD)
    found = patterns(store, TrainingClass)
    assert set(found) == {"legal update"}
    pattern = found["legal update"]
    assert pattern.source == "class C-2, 3/2/2026"
    assert dict(pattern.values) == {
        "title": "Legal  Update", "hours": 8, "provider": "Sample academy", "location": "Gym",
        "sanctioned": Sanctioned.YES, "sanction_reference": "MDE letter",
    }  # fmt: skip


def test_the_districts_own_template_goes_first_and_can_be_forgotten(store):
    actions.add(store, NEW)
    edits = len(store.history())
    keep_pattern(store, TrainingClass, {"title": "legal update", "hours": 4.0, "sanctioned": Sanctioned.NO})
    pattern = patterns(store, TrainingClass)["legal update"]
    assert (pattern.values["hours"], pattern.values["sanctioned"]) == (4.0, Sanctioned.NO)
    assert pattern.values["provider"] is None
    assert is_kept(store, TrainingClass, "LEGAL UPDATE")
    forget_pattern(store, TrainingClass, "Legal update")
    assert not is_kept(store, TrainingClass, "Legal update")
    assert patterns(store, TrainingClass)["legal update"].values["hours"] == 8
    assert len(store.history()) == edits


def test_a_course_of_fire_brings_its_scores_and_the_last_range_day_its_instructor(store):
    actions.add(store, Weapon(weapon_id="G1"))
    for on, course, maximum in ((date(2026, 1, 5), "State", 250.0), (date(2026, 6, 5), "Night", 100.0)):
        shot = Qualification(
            officer_id="A1", weapon_id="G1", shot_on=on, result=Result.PASS, course_of_fire=course, maximum=maximum,
            passing=maximum * 0.8, range="Sheriff’s", instructor="Sam Example",
        )  # fmt: skip
        actions.add(store, shot)
    assert patterns(store, Qualification)["state"].values["maximum"] == 250.0
    last = last_shooting(store)
    assert last is not None
    assert (last.name, last.values["instructor"], last.source) == ("Night", "Sam Example", "6/5/2026")


def test_nobody_sits_the_same_class_twice_by_whatever_number(store):
    actions.record_class(store, NEW, [Attendance(class_id="C-2", officer_id="A1")])
    again = TrainingClass(class_id="C-9", title="legal update", ends_on=date(2026, 3, 2), hours=8)
    with pytest.raises(FieldError, match=r"Dana Lee has this class\. Already recorded: C-2, 3/2/2026"):
        actions.record_class(store, again, [Attendance(class_id="C-9", officer_id="A1")])
    assert store.find(TrainingClass, "C-9") is None
    other_day = TrainingClass(class_id="C-9", title="legal update", ends_on=date(2026, 3, 3), hours=8)
    actions.record_class(store, other_day, [Attendance(class_id="C-9", officer_id="A1")])
