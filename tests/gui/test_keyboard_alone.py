"""What a clerk does without the mouse: Enter on a button, the first officer of an empty file, a cure in its place."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout

from core.actions import add
from core.drafts import drafts
from core.model import Officer
from gui.dialogs import district
from gui.dialogs.class_entry import ClassEntryDialog
from gui.dialogs.district import DistrictDialog
from gui.dialogs.forms import NewOfficerDialog
from gui.models.rows import Column, RowsModel
from gui.models.views import Filter, Left
from gui.pages.asof import AsOf
from gui.pages.cure import open_cure
from gui.pages.tables import Table
from gui.widgets.fields import PickField


@pytest.fixture
def empty_window(session, window, tmp_path):
    session.new(tmp_path / "Empty.muster")
    return window


def test_enter_presses_the_button_one_is_on(window, monkeypatch):
    opened = []
    monkeypatch.setattr(district, "open_district", lambda *_: opened.append(1))
    window.show_page("district")
    button = next(b for b in window.page.findChildren(QPushButton) if b.text() == "Edit the district…")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert opened == [1]


def test_an_empty_list_of_officers_begins_at_its_button_and_then_at_the_first_officer(empty_window, session):
    empty_window.show_page("officers")
    begin = empty_window.focusWidget()
    assert isinstance(begin, QPushButton)
    assert begin.text() == "New officer…"
    session.apply(lambda store: add(store, Officer(officer_id="N1", last_name="Reyes", first_name="Maria")))
    table = empty_window.page.table
    assert empty_window.focusWidget() is table
    assert empty_window.page.officer_ids() == ["N1"]


def test_an_officer_without_an_appointment_yet_is_in_the_list_and_has_not_left(window, session):
    window.show_page("officers")
    page = window.page
    session.apply(lambda store: add(store, Officer(officer_id="N1", last_name="Reyes", first_name="Maria")))
    words = {row.officer.officer_id: page.model.columns[4].shown(row) for row in page.model.rows}
    assert words["N1"] == "No appointment yet"
    assert "Z9" not in words
    page.set_filter(Filter(left=Left.ONLY))
    assert [row.officer.officer_id for row in page.model.rows] == ["Z9"]


def test_the_cure_of_the_district_begins_in_its_field(window, monkeypatch):
    seen = []

    def look(dialog: DistrictDialog) -> bool:
        dialog.resize(720, 400)
        dialog.show()
        field = dialog.row_form.fields["safety_assessment_on"]
        seen.append((dialog.focusWidget() is field.control, field.control.visibleRegion().isEmpty()))
        dialog.hide()
        return False

    monkeypatch.setattr(DistrictDialog, "open_sized", look)
    findings = [f for f in window.session.roll.district_findings if f.requirement.id == "assignment-basis"]
    open_cure(window.session, window, findings[0], None)
    assert seen == [(True, False)]


def test_the_as_of_date_is_read_from_the_day_of_the_session(session, records_file):
    session.open(records_file)
    as_of = AsOf(session)
    as_of.line.setText("today")
    assert as_of.line.meant == session.today
    session.begin_day(date(2026, 11, 24))
    QTest.keyClick(as_of.line, Qt.Key.Key_Semicolon, Qt.KeyboardModifier.ControlModifier)
    assert as_of.line.text() == "11/24/2026"


OPTIONS = (("nasro", "NASRO Basic Course"), ("police", "Police Officer Basic Course"), ("sro", "SRO screening"))


def open_field(qtbot, *, exact: bool) -> PickField:
    field = PickField("Earned", OPTIONS, noun="certificate", is_open=True, exact=exact)
    qtbot.addWidget(field)
    return field


@pytest.mark.parametrize(
    ("typed", "value"), [("nasr", "nasro"), ("screen", "sro"), ("SRO", "sro"), ("asro", "asro"), ("Radar", "Radar")]
)
def test_the_beginning_of_a_name_is_not_taken_for_a_name_of_ones_own(qtbot, typed, value):
    field = open_field(qtbot, exact=False)
    QTest.keyClicks(field.line, typed)
    assert field.check()
    assert field.value() == value


def test_the_beginning_of_two_names_is_asked_about(qtbot):
    field = open_field(qtbot, exact=False)
    QTest.keyClicks(field.line, "basic")
    assert not field.check()
    assert "More than one certificate" in field.problem


def test_a_new_serial_number_may_be_part_of_one_on_record(qtbot):
    field = open_field(qtbot, exact=True)
    QTest.keyClicks(field.line, "nasro")
    assert field.value() == "nasro"
    QTest.keyClicks(field.line, " b")
    assert field.value() == "nasro b"


def test_ctrl_z_in_a_line_with_nothing_typed_undoes_the_last_edit(window, session, qtbot):
    session.apply(lambda store: add(store, Officer(officer_id="N1", last_name="Reyes", first_name="Maria")))
    line = window.page.as_of.line
    line.setFocus()
    QTest.keyClicks(line, "1")
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "11/23/2026"
    assert session.register.officer("N1") is not None
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.register.officer("N1") is None


def test_ctrl_enter_in_the_list_of_a_dialog_is_the_dialogs(qtbot):
    class Box(QDialog):
        heard = 0

        def keyPressEvent(self, event: QKeyEvent) -> None:
            self.heard += event.key() == Qt.Key.Key_Return

    box, model = Box(), RowsModel((Column("Name", str),), str, str)
    table = Table(model, "Names")
    QVBoxLayout(box).addWidget(table)
    qtbot.addWidget(box)
    model.set_rows(["a", "b"])
    box.show()
    QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert box.heard == 1
    table.cured.connect(lambda: None)
    QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert box.heard == 1


def test_f6_brings_the_roster_into_sight(window, qtbot):
    dialog = ClassEntryDialog(window.session, window)
    dialog.resize(760, 420)
    with qtbot.waitExposed(dialog):
        dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_F6)
    shown = dialog.table.visibleRegion().boundingRect().height()
    assert shown > 0.6 * min(dialog.table.height(), 420 - 130)
    dialog.reject()


def test_what_was_begun_is_taken_up_and_left_again_as_often_as_one_likes(window, session, qtbot):
    """The offer is put away before the form is shown; deleted by itself then, it once took the program with it."""
    first = NewOfficerDialog(session, window, {})
    QTest.keyClicks(first.officer_form.fields["last_name"].control, "Reyes")
    first.reject()
    for _ in range(2):
        left = QTimer(window, singleShot=True, interval=50)
        left.timeout.connect(lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape))
        left.start()
        window.give("go_on")
        qtbot.wait(20)
        assert [draft.entered for draft in drafts(session.store)]
