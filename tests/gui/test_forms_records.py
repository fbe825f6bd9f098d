"""Each row class's form adds and corrects a real row in a real file, typed key by key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from core import actions, model
from core.drafts import drafts
from core.model import (
    Agreement,
    AgreementKind,
    Appointment,
    Attendance,
    AuthorityType,
    Bond,
    Commission,
    Credential,
    Designation,
    EmployerType,
    Officer,
    Proof,
    Qualification,
    Result,
    Role,
    Sanctioned,
    Service,
    SupervisorTitle,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
)
from gui.dialogs import forms, sheets
from gui.dialogs.begun import begun_dialog
from gui.dialogs.forms import form

TODAY = date(2026, 11, 23)
BACKGROUND = (
    Officer(officer_id="A1", last_name="Lee", first_name="Dana", date_of_birth=date(1985, 5, 1)),
    Officer(officer_id="B7", last_name="Nguyễn", first_name="Bao"),
    TrainingClass(class_id="C-2026-001", title="Legal update", ends_on=date(2026, 8, 3), hours=8.0),
    Weapon(weapon_id="GX1", make="Glock", model="17"),
)
OFFICER = ("dana", "A1")
CASES = {
    Officer: (
        {
            "officer_id": "C3", "last_name": "O'Neil", "suffix": "Jr.", "first_name": "Jo", "middle_name": "M.",
            "date_of_birth": "3/7/1990", "mcid": "M-1", "employee_number": "E-1", "phone": "(662) 555-0100",
            "email": "jo@example.org", "address": "1 Sample Street", "notes": "invented",
        },
        Officer(
            officer_id="C3", last_name="O'Neil", suffix="Jr.", first_name="Jo", middle_name="M.",
            date_of_birth=date(1990, 3, 7), mcid="M-1", employee_number="E-1", phone="(662) 555-0100",
            email="jo@example.org", address="1 Sample Street", notes="invented",
        ),
    ),
    Appointment: (
        {
            "officer_id": "dana", "role": "sr", "employer_type": "the", "employer": "Sample SD",
            "school": "Alder High", "hired_on": "8/1/24", "appointed_on": "8/2/24", "assigned_on": "8/3/24",
            "assignment_percent": "100", "ended_on": "6/30/26", "end_reason": "moved", "supervisor": "Pat Example",
            "supervisor_title": "prin", "has_office": "y", "has_computer": "n", "has_phone": "y",
            "enforcement_percent": "40", "teaching_percent": "30", "mentoring_percent": "30", "mcops_funded": "n",
        },
        Appointment(
            officer_id="A1", role=Role.SRO, employer_type=EmployerType.DISTRICT, employer="Sample SD",
            school="Alder High", hired_on=date(2024, 8, 1), appointed_on=date(2024, 8, 2),
            assigned_on=date(2024, 8, 3), assignment_percent=100.0, ended_on=date(2026, 6, 30), end_reason="moved",
            supervisor="Pat Example", supervisor_title=SupervisorTitle.PRINCIPAL, has_office=True,
            has_computer=False, has_phone=True, enforcement_percent=40.0, teaching_percent=30.0,
            mentoring_percent=30.0, mcops_funded=False,
        ),
    ),
    Commission: (
        {"officer_id": "A1", "authority_type": "a law", "authority": "Sample police", "number": "7",
         "commissioned_on": "1/2/2020", "ended_on": "1/2/2024"},
        Commission(officer_id="A1", authority_type=AuthorityType.AGENCY, authority="Sample police", number="7",
                   commissioned_on=date(2020, 1, 2), ended_on=date(2024, 1, 2)),
    ),
    Designation: (
        {"officer_id": "A1", "designated_on": "9/1/2024", "board_minute": "p. 4", "ended_on": "9/1/2026",
         "oath_on": "9/2/2024", "oath_filed_on": "9/3/2024"},
        Designation(officer_id="A1", designated_on=date(2024, 9, 1), board_minute="p. 4", ended_on=date(2026, 9, 1),
                    oath_on=date(2024, 9, 2), oath_filed_on=date(2024, 9, 3)),
    ),
    Bond: (
        {"officer_id": "A1", "surety": "Sample Surety", "number": "B-1", "amount": "$50,000",
         "effective_on": "9/1/2024", "expires_on": "9/1/2028", "approved_on": "9/5/2024", "filed_on": "9/6/2024"},
        Bond(officer_id="A1", surety="Sample Surety", number="B-1", amount=50000.0, effective_on=date(2024, 9, 1),
             expires_on=date(2028, 9, 1), approved_on=date(2024, 9, 5), filed_on=date(2024, 9, 6)),
    ),
    Service: (
        {"officer_id": "A1", "agency": "Sample police", "from_on": "1/2/2015", "to_on": "1/2/2020",
         "full_time": "y", "commissioned": "y"},
        Service(officer_id="A1", agency="Sample police", from_on=date(2015, 1, 2), to_on=date(2020, 1, 2),
                full_time=True, commissioned=True),
    ),
    Credential: (
        {"officer_id": "A1", "credential": "police officer basic course", "completed_on": "5/1/2019",
         "issued_on": "5/20/2019", "expires_on": "5/20/2029", "provider": "Sample academy", "hours": "480 hours",
         "certificate_number": "12-34", "proof": "a copy", "notes": "in the binder"},
        Credential(officer_id="A1", credential="police-basic", completed_on=date(2019, 5, 1),
                   issued_on=date(2019, 5, 20), expires_on=date(2029, 5, 20), provider="Sample academy", hours=480.0,
                   certificate_number="12-34", proof=Proof.COPY, notes="in the binder"),
    ),
    TrainingClass: (
        {"title": "Radio", "class_id": "C-2026-002", "starts_on": "t", "ends_on": "+1d", "hours": "16",
         "provider": "Sample trainer", "location": "Gym", "sanctioned": "yes", "sanction_reference": "MDE letter"},
        TrainingClass(class_id="C-2026-002", title="Radio", starts_on=TODAY, ends_on=date(2026, 11, 24), hours=16.0,
                      provider="Sample trainer", location="Gym", sanctioned=Sanctioned.YES,
                      sanction_reference="MDE letter"),
    ),
    Attendance: (
        {"class_id": "legal", "officer_id": "A1", "hours": "4", "completed_on": "8/2/2026", "credit_year": "2025-26",
         "proof": "the officer"},
        Attendance(class_id="C-2026-001", officer_id="A1", hours=4.0, completed_on=date(2026, 8, 2),
                   credit_year="2025-26", proof=Proof.STATED),
    ),
    Weapon: (
        {"weapon_id": "ZZ9", "kind": "Pistol", "owner": "District", "make": "Sig", "model": "P320",
         "caliber": "9 mm"},
        Weapon(weapon_id="ZZ9", kind="Pistol", owner="District", make="Sig", model="P320", caliber="9 mm"),
    ),
    WeaponIssue: (
        {"weapon_id": "GX1", "officer_id": "A1", "issued_on": "8/1/26", "returned_on": "9/1/26"},
        WeaponIssue(weapon_id="GX1", officer_id="A1", issued_on=date(2026, 8, 1), returned_on=date(2026, 9, 1)),
    ),
    Qualification: (
        {"officer_id": "A1", "weapon_id": "glock", "shot_on": "8/5/26", "result": "pass", "attempt": "1",
         "score": "240", "maximum": "250", "passing": "200", "course_of_fire": "Sample course", "light": "Day",
         "instructor": "Sam Example", "instructor_credential": "F-1", "range": "Sample range"},
        Qualification(officer_id="A1", weapon_id="GX1", shot_on=date(2026, 8, 5), result=Result.PASS, attempt=1,
                      score=240.0, maximum=250.0, passing=200.0, course_of_fire="Sample course", light="Day",
                      instructor="Sam Example", instructor_credential="F-1", range="Sample range"),
    ),
    Agreement: (
        {"agreement_id": "A-2026-1", "kind": "mem", "party": "Sample sheriff", "purpose": "officers",
         "starts_on": "7/1/26", "ends_on": "6/30/27", "approved_on": "6/10/26", "board_minute": "p. 2",
         "ag_approved_on": "8/1/26", "chancery_filed_on": "8/2/26", "sos_filed_on": "8/3/26"},
        Agreement(agreement_id="A-2026-1", kind=AgreementKind.MOU, party="Sample sheriff", purpose="officers",
                  starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30), approved_on=date(2026, 6, 10),
                  board_minute="p. 2", ag_approved_on=date(2026, 8, 1), chancery_filed_on=date(2026, 8, 2),
                  sos_filed_on=date(2026, 8, 3)),
    ),
    Waiver: (
        {"officer_id": "A1", "requirement": "in-service", "item": "2026-27", "granted_by": "MDE",
         "reference": "letter", "from_on": "t", "until_on": "+6m", "reason": "illness"},
        Waiver(officer_id="A1", requirement="in-service", item="2026-27", granted_by="MDE", reference="letter",
               from_on=TODAY, until_on=date(2027, 5, 23), reason="illness"),
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def background(session, tmp_path: Path):
    """Two invented people, a class and a weapon, for the new rows to refer to."""
    session.new(tmp_path / "district.muster")
    for row in BACKGROUND:
        session.apply(lambda store, row=row: actions.add(store, row))


@pytest.fixture
def opened(qtbot, session, prompts):
    """Opens a form without waiting for it to close."""

    def open_(row_class, row=None, **given):
        dialog = form(session, row_class, None, row=row, given=given)
        qtbot.addWidget(dialog, before_close_func=lambda _: prompts.answers.append(True))
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        return dialog

    return open_


def type_in(control, text):
    """As at the keyboard: what stood there is replaced."""
    if isinstance(control, QLineEdit):
        control.selectAll()
    elif isinstance(control, QComboBox) and control.isEditable():
        control.lineEdit().selectAll()
        control = control.lineEdit()
    elif isinstance(control, QPlainTextEdit):
        control.selectAll()
    QTest.keyClicks(control, text)


def fill(row_form, typed):
    for name, text in typed.items():
        type_in(row_form.fields[name].control, text)


def record(dialog):
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def recorded(session, row_class):
    return [row for row in session.store.rows(row_class) if row not in BACKGROUND]


def same(row, expected):
    names = [column.name for column in sheets.BY_ROW[type(row)].columns.values()]
    return {name: getattr(row, name) for name in names} == {name: getattr(expected, name) for name in names}


def main_form(dialog):
    return dialog.row_forms()[0]


def test_every_column_of_every_row_class_has_its_one_field():
    assert {sheet.row for sheet in sheets.SHEETS} == {table.row for table in model.SHEETS}
    for sheet in sheets.SHEETS:
        assert sorted(entry.name for entry in sheet.entries) == sorted(sheet.columns)


def test_the_cases_below_fill_every_field():
    for row_class, (typed, _) in CASES.items():
        assert set(typed) == set(sheets.BY_ROW[row_class].columns)
    assert set(CASES) == {sheet.row for sheet in sheets.SHEETS}


@pytest.mark.parametrize("row_class", CASES, ids=lambda each: each.__name__)
def test_a_new_row_typed_into_its_form_stands_in_the_file(session, opened, row_class):
    typed, expected = CASES[row_class]
    dialog = opened(row_class)
    fill(main_form(dialog), typed)
    record(dialog)
    assert dialog.result() == dialog.DialogCode.Accepted, dialog.notice.text
    (row,) = recorded(session, row_class)
    assert same(row, expected)


@pytest.mark.parametrize("row_class", CASES, ids=lambda each: each.__name__)
def test_a_row_opened_for_correction_shows_every_value_and_changes_nothing_by_itself(session, opened, row_class):
    _, row = CASES[row_class]
    session.apply(lambda store: actions.add(store, row))
    (row,) = recorded(session, row_class)
    dialog = opened(row_class, row)
    row_form = main_form(dialog)
    assert all(field.check() for field in row_form.fields.values())
    assert {name: field.value() for name, field in row_form.fields.items()} == {
        name: getattr(row, name) for name in row_form.fields
    }
    record(dialog)
    assert dialog.isVisible()
    assert "Nothing was changed" in dialog.notice.text
    assert len(session.store.history()) == len(BACKGROUND) + 1


@pytest.mark.parametrize("row_class", CASES, ids=lambda each: each.__name__)
def test_a_correction_needs_a_reason_and_changes_that_column_alone(session, opened, row_class):
    _, row = CASES[row_class]
    session.apply(lambda store: actions.add(store, row))
    (row,) = recorded(session, row_class)
    dialog = opened(row_class, row)
    row_form = main_form(dialog)
    name = next(name for name, field in row_form.fields.items() if not field.required and hasattr(field, "line"))
    field = row_form.fields[name]
    field.line.clear()
    record(dialog)
    assert dialog.reason.problem == "This must be filled in."
    assert recorded(session, row_class) == [row]
    type_in(dialog.reason.control, "read the paper again")
    record(dialog)
    (after,) = recorded(session, row_class)
    assert getattr(after, name) in ("", None)
    assert [each for each in row_form.fields if getattr(after, each) != getattr(row, each)] == [name]
    assert session.store.history()[0].reason == "read the paper again"


def test_wrong_entries_are_said_beside_their_fields_and_nothing_is_saved(session, opened):
    dialog = opened(Credential, officer_id="A1")
    fill(main_form(dialog), {"credential": "Radar", "completed_on": "2/30/2026", "hours": "many"})
    before = len(session.store.history())
    record(dialog)
    fields = main_form(dialog).fields
    assert dialog.isVisible()
    assert "2/30/2026" in fields["completed_on"].problem
    assert "many" in fields["hours"].problem
    assert fields["credential"].problem == ""
    assert dialog.focusWidget() is fields["completed_on"].control
    assert len(session.store.history()) == before


def test_a_blank_required_field_is_said_and_gets_the_focus(session, opened):
    dialog = opened(Credential, officer_id="A1")
    record(dialog)
    field = main_form(dialog).fields["credential"]
    assert field.problem == "This must be filled in."
    assert dialog.focusWidget() is field.control
    assert recorded(session, Credential) == []


def test_a_row_that_makes_no_sense_is_said_beside_the_field(session, opened):
    dialog = opened(Appointment, officer_id="A1")
    typed = {"role": "sr", "employer_type": "the", "hired_on": "8/1/24", "ended_on": "7/1/24"}
    fill(main_form(dialog), typed | {"assignment_percent": "140"})
    record(dialog)
    fields = main_form(dialog).fields
    assert "before the officer was hired" in fields["ended_on"].problem
    assert "140" in fields["assignment_percent"].problem
    assert recorded(session, Appointment) == []


def test_what_is_recorded_already_is_said_on_top_and_the_form_stays(session, opened):
    row = Commission(officer_id="A1", authority_type=AuthorityType.AGENCY, commissioned_on=date(2020, 1, 2))
    session.apply(lambda store: actions.add(store, row))
    dialog = opened(Commission, officer_id="A1")
    fill(main_form(dialog), {"authority_type": "a", "commissioned_on": "1/2/2020"})
    record(dialog)
    assert dialog.isVisible()
    assert "already recorded" in dialog.notice.text
    assert dialog.notice.isVisible()
    assert len(recorded(session, Commission)) == 1


def test_a_new_officer_never_overwrites_one_with_the_same_number(session, opened):
    dialog = opened(Officer)
    fill(dialog.officer_form, {"officer_id": "A1", "last_name": "Else", "first_name": "Someone"})
    record(dialog)
    assert dialog.isVisible()
    assert dialog.notice.text
    assert session.store.find(Officer, "A1") == BACKGROUND[0]


def test_a_new_officer_and_the_first_appointment_are_one_edit(session, opened):
    dialog = opened(Officer)
    fill(dialog.officer_form, {"officer_id": "C3", "last_name": "Roe", "first_name": "Kim"})
    fill(dialog.appointment_form, {"role": "ss", "employer_type": "a pri", "assigned_on": "t"})
    record(dialog)
    (appointment,) = recorded(session, Appointment)
    assert (appointment.officer_id, appointment.role, appointment.assigned_on) == ("C3", Role.SSO, TODAY)
    session.undo()
    assert session.store.find(Officer, "C3") is None
    assert recorded(session, Appointment) == []


def test_a_half_filled_first_appointment_is_not_dropped(session, opened):
    dialog = opened(Officer)
    fill(dialog.officer_form, {"officer_id": "C3", "last_name": "Roe", "first_name": "Kim"})
    fill(dialog.appointment_form, {"school": "Alder High"})
    record(dialog)
    assert dialog.appointment_form.fields["role"].problem
    assert session.store.find(Officer, "C3") is None


def test_enter_goes_from_field_to_field_and_presses_the_button_at_the_end(session, opened):
    dialog = opened(Service, officer_id="A1")
    typed = iter(("Sample police", "1/2/2015", "1/2/2020", "y", "y"))
    for _ in range(20):
        focus = dialog.focusWidget()
        if isinstance(focus, QPushButton):
            break
        if isinstance(focus, QLineEdit | QComboBox):
            QTest.keyClicks(focus, next(typed, ""))
        QTest.keyClick(focus, Qt.Key.Key_Return)
    assert dialog.focusWidget().text() == "Cancel"
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.record_button
    QTest.keyClick(dialog.record_button, Qt.Key.Key_Return)
    (row,) = recorded(session, Service)
    assert same(row, CASES[Service][1])


def test_escape_keeps_what_was_typed_and_offers_it_the_next_time(session, prompts, opened):
    untouched = opened(Bond, officer_id="A1")
    QTest.keyClick(untouched, Qt.Key.Key_Escape)
    assert not untouched.isVisible()
    touched = opened(Bond, officer_id="A1")
    assert touched.offer is None
    fill(main_form(touched), {"surety": "Sample Surety", "effective_on": "2/30/26", "amount": "50,000"})
    QTest.keyClick(touched, Qt.Key.Key_Escape)
    assert not touched.isVisible()
    assert prompts.asked == []
    assert opened(Bond, officer_id="B7").offer is None, "another officer’s form is another form"
    again = opened(Bond, officer_id="A1")
    assert not again.record_button.isEnabled()
    again.offer.go_on.click()
    fields = main_form(again).fields
    assert fields["surety"].entered == "Sample Surety"
    assert fields["effective_on"].entered == "2/30/26"
    fields["effective_on"].enter("9/1/2024")
    record(again)
    (row,) = recorded(session, Bond)
    assert (row.surety, row.amount) == ("Sample Surety", 50000.0)
    assert opened(Bond, officer_id="A1").offer is None


def test_cancel_asks_and_then_keeps_nothing(prompts, opened):
    touched = opened(Bond, officer_id="A1")
    type_in(main_form(touched).fields["surety"].control, "S")
    prompts.answers = [False, True]
    touched.cancel_button.click()
    assert touched.isVisible()
    touched.cancel_button.click()
    assert not touched.isVisible()
    assert len(prompts.asked) == 2
    assert opened(Bond, officer_id="A1").offer is None


@pytest.mark.parametrize("row_class", CASES, ids=lambda each: each.__name__)
def test_every_form_comes_back_as_it_was_left(qtbot, session, opened, row_class):
    typed, _ = CASES[row_class]
    dialog = opened(row_class)
    fill(main_form(dialog), typed)
    entered = main_form(dialog).entered
    assert dialog.put_by()
    (left,) = drafts(session.store)
    again = begun_dialog(session, None, left)
    qtbot.addWidget(again)
    again.go_on(left)
    assert main_form(again).entered == entered


def test_a_correction_is_taken_up_and_one_of_a_record_that_is_gone_is_not(qtbot, session, opened):
    session.apply(lambda store: actions.add(store, CASES[Bond][1]))
    (row,) = recorded(session, Bond)
    dialog = opened(Bond, row)
    type_in(main_form(dialog).fields["surety"].control, "Another Surety")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    (left,) = drafts(session.store)
    again = begun_dialog(session, None, left)
    qtbot.addWidget(again)
    again.go_on(left)
    assert main_form(again).fields["surety"].entered == "Another Surety"
    session.apply(lambda store: actions.remove(store, row, reason="twice"))
    assert begun_dialog(session, None, left) is None


def test_a_row_is_removed_with_a_reason_and_can_be_brought_back(session, opened):
    session.apply(lambda store: actions.add(store, CASES[Bond][1]))
    (row,) = recorded(session, Bond)
    dialog = opened(Bond, row)
    dialog.remove_button.click()
    assert recorded(session, Bond) == [row]
    type_in(dialog.reason.control, "entered twice")
    dialog.remove_button.click()
    assert recorded(session, Bond) == []
    assert not dialog.isVisible()
    session.undo()
    assert recorded(session, Bond) == [row]


def test_a_weapon_that_is_referred_to_is_not_removed_and_the_form_says_why(session, opened):
    session.apply(lambda store: actions.add(store, CASES[WeaponIssue][1]))
    dialog = opened(Weapon, session.store.find(Weapon, "GX1"))
    type_in(dialog.reason.control, "sold")
    dialog.remove_button.click()
    assert dialog.isVisible()
    assert "cannot be removed" in dialog.notice.text
    assert session.store.find(Weapon, "GX1")


def test_the_number_that_others_refer_to_is_not_changed_in_passing(opened):
    dialog = opened(Officer, BACKGROUND[0])
    assert not main_form(dialog).fields["officer_id"].control.isEnabled()
    assert dialog.focusWidget() is main_form(dialog).fields["last_name"].control


def test_another_number_is_given_in_every_record_at_once(session, opened, monkeypatch):
    session.apply(lambda store: actions.add(store, CASES[Bond][1]))
    dialog = opened(Officer, BACKGROUND[0])

    def answer(rename):
        type_in(rename.number.control, "A100")
        record(rename)
        assert rename.reason.problem
        type_in(rename.reason.control, "numbered anew")
        record(rename)
        return rename.result()

    monkeypatch.setattr(forms.RenameDialog, "exec", answer)
    dialog.rename_button.click()
    assert not dialog.isVisible()
    assert session.store.find(Officer, "A1") is None
    assert session.store.find(Officer, "A100").last_name == "Lee"
    assert [row.officer_id for row in recorded(session, Bond)] == ["A100"]
    assert session.store.history()[0].reason == "numbered anew"
    session.undo()
    assert [row.officer_id for row in recorded(session, Bond)] == ["A1"]


def test_a_number_that_is_taken_is_refused(session, qtbot):
    dialog = forms.RenameDialog(session, BACKGROUND[0], None)
    qtbot.addWidget(dialog)
    type_in(dialog.number.control, "B7")
    type_in(dialog.reason.control, "a slip")
    assert not dialog.try_record()
    assert "B7" in dialog.notice.text
    assert session.store.find(Officer, "A1") == BACKGROUND[0]
    dialog.number.line.clear()
    dialog.reason.line.clear()


def test_what_was_done_is_said(session, opened, qtbot):
    dialog = opened(Weapon)
    fill(main_form(dialog), CASES[Weapon][0])
    with qtbot.waitSignal(session.said) as said:
        record(dialog)
    assert said.args[0].startswith("Done: Add")
    assert "ZZ9" in said.args[0]


def test_a_qualification_is_ready_for_the_one_weapon_the_officer_has(session, opened):
    session.apply(lambda store: actions.add(store, WeaponIssue(weapon_id="GX1", officer_id="A1", issued_on=TODAY)))
    dialog = opened(Qualification, officer_id="A1")
    fields = main_form(dialog).fields
    assert fields["weapon_id"].value() == "GX1"
    assert dialog.focusWidget() is fields["shot_on"].control
    fill(main_form(dialog), {"shot_on": "t", "result": "p"})
    record(dialog)
    (row,) = recorded(session, Qualification)
    assert (row.weapon_id, row.result, row.score) == ("GX1", Result.PASS, None)


def test_a_requirement_the_rules_no_longer_have_survives_a_correction(session, opened):
    odd = Waiver(
        officer_id="A1", requirement="older-rule", granted_by="MDE", reference="x", from_on=TODAY, until_on=TODAY
    )
    session.apply(lambda store: actions.add(store, odd))
    (row,) = recorded(session, Waiver)
    dialog = opened(Waiver, row)
    fill(main_form(dialog), {"granted_by": "Board"})
    type_in(dialog.reason.control, "it was the board")
    record(dialog)
    (after,) = recorded(session, Waiver)
    assert (after.requirement, after.granted_by) == ("older-rule", "Board")


def test_earlier_entries_are_offered(session, opened):
    session.apply(lambda store: actions.add(store, CASES[Credential][1]))
    dialog = opened(Credential)
    line = main_form(dialog).fields["provider"].line
    line.completer().setCompletionPrefix("acad")
    assert line.completer().currentCompletion() == "Sample academy"


def test_every_control_of_every_form_has_an_accessible_name(opened):
    for sheet in sheets.SHEETS:
        dialog = opened(sheet.row)
        for control in dialog.findChildren(QWidget):
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus and isinstance(
                control, QLineEdit | QComboBox | QPlainTextEdit
            ):
                assert control.accessibleName() or control.parent().accessibleName(), control
        dialog.close()


def test_open_form_tells_whether_something_was_recorded(session, monkeypatch, qtbot):
    def answer(dialog):
        fill(main_form(dialog), CASES[Weapon][0])
        record(dialog)
        return dialog.result()

    monkeypatch.setattr(forms.NewRowDialog, "exec", answer)
    assert forms.open_form(session, Weapon, None)
    assert recorded(session, Weapon) == [CASES[Weapon][1]]
