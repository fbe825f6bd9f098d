"""The other fields: strict numbers, words for codes, picking by typing; all of it by keys."""

from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from core import model
from core.errors import UserError
from core.model import Role, SupervisorTitle
from gui.widgets.fields import (
    NOT_KNOWN,
    ChoiceField,
    NotesField,
    NumberField,
    PickField,
    Quantity,
    TextField,
    YesNoField,
)
from gui.widgets.words import choices, words_of

PEOPLE = (("A1", "Lee, Dana (A1)"), ("A2", "Lee, Robin (A2)"), ("B7", "Nguyễn, Bao (B7)"))


def shown(qtbot, field):
    qtbot.addWidget(field)
    field.show()
    return field


@pytest.mark.parametrize(
    ("quantity", "typed", "meant", "usual"),
    [
        (Quantity.HOURS, "7.5", 7.5, "7.5"),
        (Quantity.HOURS, "8 hours", 8.0, "8"),
        (Quantity.HOURS, ".25", 0.25, "0.25"),
        (Quantity.PERCENT, "80 %", 80.0, "80"),
        (Quantity.DOLLARS, "$50,000", 50000.0, "50,000"),
        (Quantity.DOLLARS, "50000.50", 50000.5, "50,000.5"),
        (Quantity.COUNT, "2", 2, "2"),
        (Quantity.POINTS, "", None, ""),
    ],
)
def test_a_number_is_read_and_shown_the_usual_way(qtbot, quantity, typed, meant, usual):
    field = shown(qtbot, NumberField("Number", quantity))
    QTest.keyClicks(field.line, typed)
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.value() == meant
    assert field.line.text() == usual
    assert field.problem == ""


@pytest.mark.parametrize(
    ("quantity", "typed"),
    [
        (Quantity.HOURS, "8,5"),
        (Quantity.HOURS, "-2"),
        (Quantity.HOURS, "eight"),
        (Quantity.HOURS, "1e3"),
        (Quantity.PERCENT, "$80"),
        (Quantity.DOLLARS, "50,00"),
        (Quantity.COUNT, "1.5"),
        (Quantity.POINTS, "."),
        (Quantity.POINTS, "nan"),
    ],
)
def test_what_is_not_plainly_a_number_is_refused_in_words(qtbot, quantity, typed):
    field = shown(qtbot, NumberField("Number", quantity))
    QTest.keyClicks(field.line, typed)
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert typed in field.problem
    assert quantity.allowed in field.problem
    assert field.line.text() == typed


@given(st.integers(0, 10_000_000), st.sampled_from([Quantity.HOURS, Quantity.DOLLARS, Quantity.POINTS]))
def test_a_number_shown_and_read_again_is_the_same(hundredths, quantity):
    number = hundredths / 100
    assert quantity.read(quantity.shown(number)) == number


def test_a_choice_by_its_first_letters(qtbot):
    field = shown(qtbot, ChoiceField("Role", choices(Role), required=True))
    assert not field.check_filled()
    QTest.keyClicks(field.box, "ce")
    assert field.value() is Role.CEO
    assert field.problem == ""


def test_yes_no_and_not_known_by_keys(qtbot):
    field = shown(qtbot, YesNoField("Has an office"))
    assert field.value() is None
    assert field.box.currentText() == NOT_KNOWN
    for key, meant in ((Qt.Key.Key_Y, True), (Qt.Key.Key_Delete, None)):
        QTest.keyClick(field.box, key)
        assert field.value() is meant
    QTest.keyClick(field.box, Qt.Key.Key_Down)
    QTest.keyClick(field.box, Qt.Key.Key_Down)
    assert field.value() is False
    QTest.keyClick(field.box, Qt.Key.Key_Backspace)
    assert field.value() is None


def test_n_always_means_no(qtbot):
    field = shown(qtbot, YesNoField("Has an office"))
    for _ in range(3):
        QTest.keyClick(field.box, Qt.Key.Key_N)
        assert field.value() is False


def test_a_wheel_passing_over_changes_nothing(qtbot):
    field = shown(qtbot, ChoiceField("Role", choices(Role)))
    field.set_value(Role.SSO)
    point = QPointF(5, 5)
    turn = QWheelEvent(
        point, point, QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field.box, turn)
    assert field.value() is Role.SSO


@pytest.mark.parametrize(("typed", "key"), [("A1", "A1"), ("nguy", "B7"), ("robin", "A2"), ("LEE, DANA (A1)", "A1")])
def test_picked_by_any_part_that_only_one_has(qtbot, typed, key):
    field = shown(qtbot, PickField("Officer", PEOPLE, noun="officer"))
    QTest.keyClicks(field.line, typed)
    assert field.check()
    assert field.value() == key
    assert field.line.text() == dict(PEOPLE)[key]


@pytest.mark.parametrize(
    ("typed", "said"), [("lee", "More than one officer"), ("Zorro", "No officer is called “Zorro”")]
)
def test_not_picked_where_it_is_not_plain_who_is_meant(qtbot, typed, said):
    field = shown(qtbot, PickField("Officer", PEOPLE, noun="officer"))
    QTest.keyClicks(field.line, typed)
    assert not field.check()
    assert field.problem.startswith(said)
    with pytest.raises(UserError):
        field.value()


@pytest.fixture
def pair(qtbot):
    """A field with suggestions and one after it, in an active window."""
    window = QWidget()
    layout = QVBoxLayout(window)
    fields = (TextField("School", earlier=("Alder High", "Alder Middle")), PickField("Officer", PEOPLE, noun="officer"))
    for field in (*fields, TextField("Next")):
        layout.addWidget(field)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window, *fields


@pytest.mark.parametrize("which", [1, 2])
def test_tab_goes_on_while_suggestions_are_shown(pair, which):
    window, field = pair[0], pair[which]
    field.line.setFocus()
    QTest.keyClicks(field.line, "d")
    listed = QApplication.activePopupWidget()
    assert listed is not None
    QTest.keyClick(listed, Qt.Key.Key_Tab)
    assert not listed.isVisible()
    assert window.focusWidget() not in (field.line, field.control)


def test_enter_takes_the_suggestion_that_is_marked_and_is_passed_on(pair, qtbot):
    field = pair[2]
    field.line.setFocus()
    QTest.keyClicks(field.line, "lee")
    listed = QApplication.activePopupWidget()
    QTest.keyClick(listed, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.line.returnPressed):
        QTest.keyClick(listed, Qt.Key.Key_Return)
    assert field.value() == "A2"


def test_an_open_field_takes_a_name_of_ones_own(qtbot):
    field = shown(qtbot, PickField("Earned", (("is-100", "FEMA IS-100"),), noun="certificate", is_open=True))
    QTest.keyClicks(field.line, "Radar")
    assert field.value() == "Radar"
    field.line.clear()
    QTest.keyClicks(field.line, "fema is-100")
    assert field.value() == "is-100"


def test_text_loses_stray_spaces_and_notes_keep_their_lines(qtbot):
    line, notes = shown(qtbot, TextField("School")), shown(qtbot, NotesField("Notes"))
    QTest.keyClicks(line.line, "  Alder   High ")
    QTest.keyClicks(notes.text, "one")
    QTest.keyClick(notes.text, Qt.Key.Key_Return)
    QTest.keyClicks(notes.text, "two")
    assert line.value() == "Alder High"
    assert notes.value() == "one\ntwo"


def test_notes_too_long_are_refused(qtbot):
    notes = shown(qtbot, NotesField("Notes"))
    notes.set_value("x" * 10_001)
    assert not notes.check()
    assert "10,001" in notes.problem


@pytest.mark.parametrize(
    "field",
    [
        lambda: TextField("School", required=True),
        lambda: NumberField("Hours", Quantity.HOURS, required=True),
        lambda: ChoiceField("Role", choices(Role), required=True),
        lambda: PickField("Officer", PEOPLE, noun="officer", required=True),
    ],
)
def test_every_control_bears_its_name_and_its_label(qtbot, field):
    field = shown(qtbot, field())
    assert field.control.accessibleName() == f"{field.name}, required"
    captions = [label for label in field.findChildren(QLabel) if label.buddy() is field.control]
    assert [caption.text() for caption in captions] == [f"{field.name} *"]


def test_every_choice_has_words():
    columns = (*model.columns(model.District), *(column for table in model.TABLES for column in table.columns))
    kinds = {column.kind for column in columns if issubclass(column.kind, StrEnum)}
    assert Role in kinds
    for kind in kinds:
        assert [value for value, _ in choices(kind)] == list(kind)
        assert len({words for _, words in choices(kind)}) == len(list(kind))


def test_a_code_is_said_in_the_words_of_its_own_kind() -> None:
    assert words_of(Role.OTHER) == "Other security position"
    assert words_of(SupervisorTitle.OTHER) == "Someone else"
    assert words_of(Role.SRO) == "SRO (School Resource Officer)"
