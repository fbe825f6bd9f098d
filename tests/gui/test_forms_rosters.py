"""A class for eight and a range day by keyboard alone; weapons issued; the district's profile."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from core import actions, model
from core.dates import YearKind
from core.model import (
    Appointment,
    Attendance,
    Officer,
    Proof,
    Qualification,
    Result,
    Sanctioned,
    TrainingClass,
    Weapon,
    WeaponIssue,
)
from gui.dialogs.class_entry import ClassEntryDialog, next_class_id, open_class_entry
from gui.dialogs.district import DistrictDialog
from gui.dialogs.range_day import RangeDayDialog
from gui.dialogs.settings import SETTINGS, SettingDialog
from gui.dialogs.weapons import WeaponIssueDialog
from gui.widgets.roster import Note

TODAY = date(2026, 11, 23)
NAMES = ("Abel", "Baker", "Cole", "Dunn", "Ellis", "Ford", "Grant", "Hall")
LEGAL = TrainingClass(
    class_id="C-2026-004", title="Legal update", ends_on=date(2026, 3, 2), hours=8.0, provider="Sample trainer",
    sanctioned=Sanctioned.YES, sanction_reference="MDE letter",
)  # fmt: skip


@pytest.fixture(autouse=True)
def district(session, tmp_path: Path):
    """Eight invented officers, two with a weapon; Abel attended a class in March."""
    session.new(tmp_path / "eight.muster")

    def enter(store):
        with store.edit("Enter the records") as edit:
            for number, name in enumerate(NAMES):
                edit.insert(Officer(officer_id=f"E{number}", last_name=name, first_name="Pat"))
                edit.insert(
                    Appointment(
                        officer_id=f"E{number}", role=model.Role.SRO, employer_type=model.EmployerType.AGENCY,
                        hired_on=date(2020, 1, 1),
                    )
                )  # fmt: skip
            for number in (0, 1):
                edit.insert(Weapon(weapon_id=f"GX{number}", make="Glock", model="17"))
                edit.insert(WeaponIssue(weapon_id=f"GX{number}", officer_id=f"E{number}", issued_on=date(2026, 1, 1)))
            edit.insert(LEGAL)
            edit.insert(Attendance(class_id=LEGAL.class_id, officer_id="E0"))
        return edit.changes

    session.apply(enter)


class Keyboard:
    """Presses keys wherever the focus is, and counts them."""

    def __init__(self, dialog):
        self.dialog = dialog
        self.count = 0

    @property
    def focus(self):
        return QApplication.activePopupWidget() or self.dialog.focusWidget()

    def write(self, text):
        for letter in text:
            QTest.keyClick(self.focus, letter)
            self.count += 1

    def press(self, *keys, modifier=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            QTest.keyClick(self.focus, key, modifier)
            QApplication.processEvents()
            self.count += 1

    def record(self):
        self.press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def opened(qtbot, session, prompts):
    """Opens a dialog without waiting for it to close."""

    def open_(dialog_class, *given):
        dialog = dialog_class(session, None, *given)
        qtbot.addWidget(dialog, before_close_func=lambda _: prompts.answers.append(True))
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        return dialog

    return open_


def attended(session, class_id):
    return {row.officer_id: row for row in session.store.rows(Attendance) if row.class_id == class_id}


def test_a_class_for_eight_with_few_keys(session, opened):
    dialog = opened(ClassEntryDialog)
    keys = Keyboard(dialog)
    keys.write("legal u")
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    while dialog.focusWidget() is not dialog.form.fields["ends_on"].control:
        keys.press(Qt.Key.Key_Return)
    keys.write("8/3/26")
    keys.press(Qt.Key.Key_Return)
    keys.record()
    assert not dialog.isVisible(), dialog.notice.text
    training = session.store.find(TrainingClass, "C-2026-005")
    assert (training.title, training.ends_on, training.hours) == ("Legal update", date(2026, 8, 3), 8.0)
    assert (training.provider, training.sanctioned) == ("Sample trainer", Sanctioned.YES)
    assert set(attended(session, "C-2026-005")) == {f"E{number}" for number in range(8)}
    assert keys.count < 30


def test_ticks_and_own_hours_by_keys(session, opened):
    dialog = opened(ClassEntryDialog)
    keys = Keyboard(dialog)
    keys.write("Radio")
    dialog.form.fill({"ends_on": date(2026, 8, 3), "hours": 8.0})
    dialog.proof.set_value(Proof.COPY)
    dialog.table.setFocus()
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Right)
    keys.write("4")
    keys.press(Qt.Key.Key_Tab)
    keys.write("8/2/26")
    keys.press(Qt.Key.Key_Return)
    entered = {"hours": "4", "completed_on": "8/2/2026", "credit_year": "", "proof": ""}
    assert dialog.roster.lines[2].entered == entered
    assert dialog.table.currentIndex().row() == 3
    keys.record()
    rows = attended(session, "C-2026-005")
    assert set(rows) == {"E0", "E2", "E3", "E4", "E5", "E6", "E7"}
    assert (rows["E2"].hours, rows["E2"].completed_on) == (4.0, date(2026, 8, 2))
    assert {row.proof for row in rows.values()} == {Proof.COPY}
    assert rows["E3"].hours is None


def test_wrong_own_hours_are_said_beside_the_row_and_nothing_is_recorded(session, opened):
    dialog = opened(ClassEntryDialog)
    dialog.form.fill({"title": "Radio", "ends_on": date(2026, 8, 3), "hours": 8.0})
    dialog.roster.setData(dialog.roster.index(1, 1), "four")
    dialog.roster.setData(dialog.roster.index(2, 3), "next year")
    Keyboard(dialog).record()
    assert dialog.isVisible()
    assert "four" in dialog.roster.lines[1].note.text
    assert "next year" in dialog.roster.lines[2].note.text
    assert [line.note for line in dialog.roster.lines if line.key not in {"E1", "E2"}] == [Note()] * 6
    assert session.store.rows(TrainingClass) == [LEGAL]


def test_the_same_class_on_the_same_day_is_refused_with_its_reason_beside_the_row(session, opened):
    dialog = opened(ClassEntryDialog)
    keys = Keyboard(dialog)
    keys.write("Legal update")
    keys.press(Qt.Key.Key_Escape) if QApplication.activePopupWidget() else None
    keys.press(Qt.Key.Key_Return)
    dialog.form.fields["ends_on"].setFocus()
    keys.write("3/2/26")
    keys.press(Qt.Key.Key_Return)
    abel = dialog.roster.lines[0]
    assert not abel.ticked
    assert "Already recorded: C-2026-004" in abel.fixed
    assert abel.note == Note(abel.fixed, wrong=True)
    dialog.roster.toggle(0)
    assert not abel.ticked
    dialog.form.fields["ends_on"].setFocus()
    dialog.form.fields["ends_on"].line.selectAll()
    keys.write("3/3/26")
    keys.press(Qt.Key.Key_Return)
    assert (abel.ticked, abel.note) == (True, Note())


def test_those_who_came_to_a_class_on_record_are_added_to_it(session, opened):
    dialog = opened(ClassEntryDialog)
    number = dialog.form.fields["class_id"]
    number.setFocus()
    number.line.selectAll()
    keys = Keyboard(dialog)
    keys.write("C-2026-004")
    keys.press(Qt.Key.Key_Return)
    assert dialog.form.fields["title"].value() == "Legal update"
    assert not dialog.form.fields["title"].control.isEnabled()
    assert dialog.record_button.text() == "Record attendance"
    dialog.roster.tick_all(False)
    dialog.roster.toggle(4)
    keys.record()
    assert set(attended(session, "C-2026-004")) == {"E0", "E4"}
    assert session.store.rows(TrainingClass) == [LEGAL]


def test_nobody_ticked_is_said(session, opened):
    dialog = opened(ClassEntryDialog)
    dialog.form.fill({"title": "Radio", "ends_on": date(2026, 8, 3), "hours": 8.0})
    dialog.roster.tick_all(False)
    Keyboard(dialog).record()
    assert "Nobody is ticked" in dialog.notice.text
    assert session.store.rows(TrainingClass) == [LEGAL]


def test_names_pasted_from_a_spreadsheet_tick_the_roster(opened):
    dialog = opened(ClassEntryDialog)
    QGuiApplication.clipboard().setText("Abel, Pat\t6\nPat Cole\nE5\nZorro, Al\n\n")
    dialog.table.setFocus()
    QTest.keySequence(dialog.table, "Ctrl+V")
    assert [line.key for line in dialog.roster.ticked] == ["E0", "E2", "E5"]
    assert dialog.roster.values(dialog.roster.lines[0])["hours"] == 6.0
    assert dialog.notice.text.startswith("3 names taken. 1 other")
    (asked,) = dialog.asking.open
    assert asked.field.name == "“Zorro, Al”"
    assert asked.isVisible()


def test_only_the_chosen_are_ticked(opened):
    dialog = opened(ClassEntryDialog, ("E3", "E6"))
    assert [line.key for line in dialog.roster.ticked] == ["E3", "E6"]
    assert len(dialog.roster.lines) == 8


def test_the_roster_is_spoken_with_its_ticks_and_notes(opened):
    dialog = opened(ClassEntryDialog)
    dialog.roster.toggle(0)
    spoken = dialog.roster.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Abel, Pat, not ticked"


@pytest.mark.parametrize(
    ("taken", "number"),
    [
        ((), "C-2026-001"),
        (("C-2026-009", "C-2026-013", "C-2025-040", "Legal"), "C-2026-014"),
        (("c-2026-1",), "C-2026-002"),
    ],
)
def test_the_next_class_number_is_free(taken, number):
    assert next_class_id(taken, 2026) == number


def test_open_class_entry_tells_whether_a_class_was_recorded(session, monkeypatch):
    def answer(dialog):
        dialog.form.fill({"title": "Radio", "ends_on": TODAY, "hours": 8.0})
        dialog.record_button.click()
        return dialog.result()

    monkeypatch.setattr(ClassEntryDialog, "exec", answer)
    assert open_class_entry(session, None, ["E1"])
    assert set(attended(session, "C-2026-005")) == {"E1"}


def test_a_range_day_by_single_letters(session, opened):
    dialog = opened(RangeDayDialog)
    assert [line.words for line in dialog.roster.lines] == [
        "Abel, Pat\nGlock 17, serial GX0",
        "Baker, Pat\nGlock 17, serial GX1",
    ]
    keys = Keyboard(dialog)
    keys.write("t")
    dialog.table.setFocus()
    keys.write("pf")
    keys.record()
    assert not dialog.isVisible(), dialog.notice.text
    rows = {row.officer_id: row for row in session.store.rows(Qualification)}
    assert {officer: (row.weapon_id, row.result, row.shot_on) for officer, row in rows.items()} == {
        "E0": ("GX0", Result.PASS, TODAY),
        "E1": ("GX1", Result.FAIL, TODAY),
    }
    session.undo()
    assert session.store.rows(Qualification) == []


def test_nobody_passes_a_range_day_by_leaving_things_as_they_are(session, opened):
    dialog = opened(RangeDayDialog)
    dialog.form.fill({"shot_on": TODAY})
    Keyboard(dialog).record()
    assert "Nobody is ticked" in dialog.notice.text
    dialog.roster.toggle(0)
    Keyboard(dialog).record()
    assert "Pass or fail?" in dialog.roster.lines[0].note.text
    assert session.store.rows(Qualification) == []


def test_a_new_weapon_is_entered_and_issued_as_one_edit(session, opened):
    dialog = opened(WeaponIssueDialog, "E3")
    keys = Keyboard(dialog)
    assert not dialog.weapon_form.isVisible()
    keys.write("ZZ9")
    assert dialog.weapon_form.isVisible()
    dialog.weapon_form.fields["make"].set_value("Sig")
    dialog.issue_form.fields["issued_on"].setFocus()
    keys.write("t")
    keys.record()
    assert not dialog.isVisible(), dialog.notice.text
    assert session.store.find(Weapon, "ZZ9").make == "Sig"
    assert [row.officer_id for row in session.store.rows(WeaponIssue) if row.weapon_id == "ZZ9"] == ["E3"]
    session.undo()
    assert session.store.find(Weapon, "ZZ9") is None


def test_a_weapon_on_record_is_issued_without_asking_for_its_facts(session, opened):
    session.apply(lambda store: actions.add(store, Weapon(weapon_id="GX7", make="Glock", model="19")))
    dialog = opened(WeaponIssueDialog, "E3")
    keys = Keyboard(dialog)
    keys.write("gx7")
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert not dialog.weapon_form.isVisible()
    dialog.issue_form.fields["issued_on"].set_value(TODAY)
    keys.record()
    assert [row.officer_id for row in session.store.rows(WeaponIssue) if row.weapon_id == "GX7"] == ["E3"]
    assert session.store.find(Weapon, "GX7").model == "19"


def test_a_weapon_in_other_hands_is_marked_so_and_not_issued_twice(session, opened):
    dialog = opened(WeaponIssueDialog, "E3")
    words = [dialog.weapon.box.itemText(row) for row in range(dialog.weapon.box.count())]
    assert "Glock 17, serial GX0, now with Abel, Pat" in words
    dialog.weapon.set_value("GX0")
    dialog.issue_form.fields["issued_on"].set_value(TODAY)
    Keyboard(dialog).record()
    assert dialog.isVisible()
    assert "Pat Abel" in dialog.notice.text
    assert len(session.store.rows(WeaponIssue)) == 2


def test_the_district_is_kept_and_its_choices_stay(session, opened):
    session.apply(lambda store: actions.set_district(store, model.District(practice=True, accept_nasro_path=False)))
    dialog = opened(DistrictDialog)
    keys = Keyboard(dialog)
    keys.write("Sample School District")
    dialog.row_form.fields["signer"].setFocus()
    keys.write("Ann Clerk")
    keys.record()
    assert not dialog.isVisible(), dialog.notice.text
    district = session.store.district()
    assert (district.name, district.signer) == ("Sample School District", "Ann Clerk")
    assert district.practice
    assert not district.accept_nasro_path


def test_what_is_on_record_about_the_district_is_corrected_with_a_reason(session, opened, prompts):
    session.apply(lambda store: actions.set_district(store, model.District(name="Old Name")))
    dialog = opened(DistrictDialog)
    keys = Keyboard(dialog)
    dialog.row_form.fields["name"].control.selectAll()
    keys.write("New Name")
    prompts.answers.append(None)
    keys.record()
    assert dialog.isVisible()
    prompts.answers.append("renamed by the legislature")
    keys.record()
    assert not dialog.isVisible(), dialog.notice.text
    assert session.store.district().name == "New Name"
    assert session.store.history(limit=1)[0].reason == "renamed by the legislature"


def setting(session, opened, name):
    (found,) = (each for each in SETTINGS if each.name == name)
    return opened(SettingDialog, found)


def test_a_choice_asks_who_determined_it_by_which_document_since_when(session, opened):
    dialog = setting(session, opened, "in_service_year")
    keys = Keyboard(dialog)
    keys.write("cal")
    keys.record()
    assert dialog.isVisible()
    fields = dialog.row_form.fields
    asked = ("in_service_year_per", "in_service_year_since", "in_service_year_document")
    assert [fields[name].problem for name in asked] == ["This must be filled in."] * 3
    for name, words in zip(asked, ("MDE", "7/1/2026", "Letter of 7/1/2026"), strict=True):
        fields[name].setFocus()
        keys.write(words)
    keys.record()
    assert not dialog.isVisible(), dialog.notice.text
    district = session.store.district()
    assert (district.in_service_year, district.in_service_year_per) == (YearKind.CALENDAR, "MDE")
    assert (district.in_service_year_since, district.in_service_year_document) == (
        date(2026, 7, 1),
        "Letter of 7/1/2026",
    )
    assert session.store.history(limit=1)[0].reason == "Determined by MDE, Letter of 7/1/2026"


def test_a_setting_of_the_rules_cannot_be_left_open(session, opened):
    dialog = setting(session, opened, "first_year")
    box = dialog.row_form.fields["first_year"].control
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Qt.Key.Key_Delete)
    Keyboard(dialog).record()
    assert dialog.isVisible()
    assert dialog.row_form.fields["first_year"].problem == "This must be filled in."


def test_every_field_of_the_district_has_its_form(session, opened):
    fields = {*opened(DistrictDialog).row_form.fields, "practice"}
    for each in SETTINGS:
        fields |= set(opened(SettingDialog, each).row_form.fields)
    assert fields == {column.name for column in model.columns(model.District)}
