"""Tab and Enter go through each form as one reads the paper it is typed from."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from core import model
from gui.dialogs.forms import NewOfficerDialog, form
from gui.dialogs.rowform import RowForm
from gui.dialogs.sheets import BY_ROW, SHEETS

PAPER = {
    model.Officer: "last_name first_name middle_name suffix officer_id date_of_birth mcid employee_number "
    "phone email address notes",
    model.Appointment: "officer_id role employer_type employer school hired_on appointed_on assigned_on "
    "assignment_percent ended_on end_reason supervisor supervisor_title has_office has_computer has_phone "
    "enforcement_percent teaching_percent mentoring_percent mcops_funded",
    model.Commission: "officer_id authority_type authority number commissioned_on ended_on",
    model.Designation: "officer_id designated_on board_minute ended_on oath_on oath_filed_on",
    model.Bond: "officer_id surety number amount effective_on expires_on approved_on filed_on",
    model.Service: "officer_id agency from_on to_on full_time commissioned",
    model.Credential: "officer_id credential completed_on issued_on expires_on provider hours certificate_number "
    "proof notes",
    model.TrainingClass: "title class_id starts_on ends_on hours provider location sanctioned sanction_reference",
    model.Attendance: "class_id officer_id hours completed_on credit_year proof",
    model.Weapon: "weapon_id kind owner make model caliber",
    model.WeaponIssue: "weapon_id officer_id issued_on returned_on",
    model.Qualification: "officer_id weapon_id shot_on result attempt score maximum passing course_of_fire light "
    "instructor instructor_credential range",
    model.Agreement: "agreement_id kind party purpose starts_on ends_on approved_on board_minute ag_approved_on "
    "chancery_filed_on sos_filed_on",
    model.Waiver: "officer_id requirement item granted_by reference from_on until_on reason",
}


@pytest.fixture
def opened(qtbot, window, session):
    def open_(row_class, row=None):
        dialog = form(session, row_class, None, row=row)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        return dialog

    return open_


def names(dialog):
    """The controls of the dialog's fields, by the names of their columns."""
    return {
        id(field.control): name for row_form in dialog.findChildren(RowForm) for name, field in row_form.fields.items()
    }


def walked(dialog, key):
    """The columns that have the focus one after the other, and then the buttons."""
    by_control, passed = names(dialog), []
    for _ in range(60):
        focus = dialog.focusWidget()
        control = focus.parent() if isinstance(focus.parent(), QComboBox) else focus
        passed.append(by_control.get(id(control)) or getattr(focus, "text", str)())
        if focus is dialog.record_button:
            return passed
        QTest.keyClick(focus, Qt.Key.Key_Tab if isinstance(focus, QPushButton) else key)
    raise AssertionError(passed)


def test_every_form_has_its_order_of_the_paper():
    assert set(PAPER) == {sheet.row for sheet in SHEETS}


ONE_BY_ONE = [each for each in PAPER if each is not model.Officer]
WITHOUT_NOTES = [each for each in ONE_BY_ONE if not any(entry.notes for entry in BY_ROW[each].entries)]
"""In notes Enter begins a new line."""


@pytest.mark.parametrize(
    ("row_class", "key"),
    [*((each, Qt.Key.Key_Tab) for each in ONE_BY_ONE), *((each, Qt.Key.Key_Return) for each in WITHOUT_NOTES)],
)
def test_a_new_record_is_typed_in_the_order_of_the_paper(opened, row_class, key):
    dialog = opened(row_class)
    assert walked(dialog, key) == [*PAPER[row_class].split(), "Cancel", dialog.record_button.text()]


def test_a_new_officer_is_typed_name_first_and_then_the_first_appointment(opened):
    dialog = opened(model.Officer)
    assert isinstance(dialog, NewOfficerDialog)
    appointment = PAPER[model.Appointment].split()[1:]
    assert walked(dialog, Qt.Key.Key_Tab) == [*PAPER[model.Officer].split(), *appointment, "Cancel", "Add officer"]


def test_a_correction_ends_with_its_reason(opened, session):
    dialog = opened(model.Credential, session.store.rows(model.Credential)[0])
    passed = walked(dialog, Qt.Key.Key_Tab)
    assert passed[: len(PAPER[model.Credential].split())] == PAPER[model.Credential].split()
    assert passed[-1] == "Save changes"


def test_what_does_not_go_together_is_said_before_it_is_to_be_recorded(opened, session):
    dialog = opened(model.Qualification)
    (row_form,) = dialog.findChildren(RowForm)
    fields = row_form.fields
    fields["officer_id"].set_value("A1")
    fields["weapon_id"].set_value("S-100")
    fields["shot_on"].control.setFocus()
    for name, typed in (("shot_on", "t"), ("maximum", "250"), ("passing", "300")):
        fields[name].control.setFocus()
        QTest.keyClicks(fields[name].control, typed)
    QTest.keyClick(fields["passing"].control, Qt.Key.Key_Return)
    assert "300 is more than the maximum of 250" in fields["passing"].problem
    fields["passing"].control.setFocus()
    QLineEdit.selectAll(fields["passing"].control)
    QTest.keyClicks(fields["passing"].control, "200")
    QTest.keyClick(fields["passing"].control, Qt.Key.Key_Return)
    assert fields["passing"].problem == ""
