"""The date field records what is meant or nothing: typed by keys into a real field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.dates import EARLIEST, LATEST, WEEKDAYS, add_months, parse_typed, short
from core.errors import UserError
from gui.widgets.dates import DateField

TODAY = date(2026, 11, 23)
ANY_DAY = st.dates(EARLIEST, LATEST)


@pytest.fixture
def field(qtbot):
    field = DateField("Issued on", TODAY)
    qtbot.addWidget(field)
    field.show()
    return field


def type_into(field, text):
    field.line.clear()
    QTest.keyClicks(field.line, text)
    QTest.keyClick(field.line, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3/7/2025", date(2025, 3, 7)),
        ("12/31/1999", date(1999, 12, 31)),
        ("5/31/2026", date(2026, 5, 31)),
        ("03072025", date(2025, 3, 7)),
        ("8/1/26", date(2026, 8, 1)),
        ("8-1-26", date(2026, 8, 1)),
        ("2026-08-01", date(2026, 8, 1)),
        ("August 1, 2026", date(2026, 8, 1)),
        ("1 Aug 2026", date(2026, 8, 1)),
        ("t", TODAY),
        ("Today", TODAY),
        ("+6m", date(2027, 5, 23)),
        ("-10d", date(2026, 11, 13)),
        ("+2y", date(2028, 11, 23)),
        ("-1y", date(2025, 11, 23)),
        ("+30d", date(2026, 12, 23)),
        ("yesterday", date(2026, 11, 22)),
        ("mon", TODAY),
        ("Sunday", date(2026, 11, 22)),
        ("tues", date(2026, 11, 17)),
        ("+mon", date(2026, 11, 30)),
        ("+tue", date(2026, 11, 24)),
        ("-mon", date(2026, 11, 16)),
    ],
)
def test_takes_what_is_meant_and_shows_it_the_usual_way(field, typed, meant):
    type_into(field, typed)
    assert field.value() == meant
    assert field.line.text() == short(meant)
    assert field.problem == ""


@pytest.mark.parametrize("typed", ["2/30/2026", "13/1/2026", "3/7", "soon", "8/1/1826", "3//2025", "+9999y"])
def test_refuses_in_words_and_keeps_what_was_typed(field, typed):
    type_into(field, typed)
    assert field.problem
    assert field.line.text() == typed
    assert field.control.accessibleDescription() == field.problem
    with pytest.raises(UserError):
        field.value()


def test_empty_is_no_date(field):
    type_into(field, "8/1/26")
    type_into(field, "")
    assert field.value() is None
    assert field.problem == ""


def test_required_and_blank_is_said_only_when_it_is_to_be_recorded(qtbot):
    field = DateField("Shot on", TODAY, required=True)
    qtbot.addWidget(field)
    assert field.check()
    assert not field.check_filled()
    assert field.problem == "This must be filled in."


@given(
    ANY_DAY,
    st.sampled_from(["{m}/{d}/{y}", "{m:02}/{d:02}/{y}", "{m}-{d}-{y}", "{y}-{m:02}-{d:02}", "{m:02}{d:02}{y}"]),
)
def test_every_written_form_of_every_day_is_that_day(qapp, day, form):
    field = DateField("Any", TODAY)
    field.line.setText(form.format(y=day.year, m=day.month, d=day.day))
    assert field.check()
    assert field.value() == day
    assert field.line.text() == short(day)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"]), min_size=1, max_size=12))
def test_any_text_is_refused_or_is_the_date_that_is_then_shown(qapp, text):
    field = DateField("Any", TODAY)
    field.line.setText(text)
    if not field.check():
        assert field.problem
    elif field.entered:
        shown = field.line.text()
        assert shown == short(field.value())


@given(ANY_DAY)
def test_showing_a_date_and_reading_it_again_changes_nothing(qapp, day):
    field = DateField("Any", TODAY)
    field.set_value(day)
    assert field.value() == day


@given(st.integers(0, 24), st.sampled_from("dwm"), st.sampled_from("+-"))
def test_steps_from_today(qapp, count, unit, sign):
    steps = count if sign == "+" else -count
    field = DateField("Any", TODAY)
    field.line.setText(f"{sign}{count}{unit}")
    meant = add_months(TODAY, steps) if unit == "m" else TODAY + timedelta(days=steps * (7 if unit == "w" else 1))
    assert field.value() == meant


@pytest.mark.parametrize(
    "modifier", [(Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)]
)
def test_keys_open_the_calendar_and_a_day_chosen_there_is_taken(field, modifier):
    field.set_value(date(2026, 3, 7))
    QTest.keyClick(field.line, *modifier)
    calendar = field.line.calendar
    assert calendar.isVisible()
    assert calendar.selectedDate() == QDate(2026, 3, 7)
    calendar.activated.emit(QDate(2026, 3, 9))
    assert not calendar.isVisible()
    assert field.value() == date(2026, 3, 9)
    assert field.line.text() == "3/9/2026"


def test_the_calendar_opens_on_what_was_just_typed_or_on_today(field):
    QTest.keyClicks(field.line, "5/31/2026")
    field.line.open_calendar()
    assert field.line.calendar.selectedDate() == QDate(2026, 5, 31)
    field.line.calendar.close()
    field.line.clear()
    field.line.open_calendar()
    assert field.line.calendar.selectedDate() == QDate(2026, 11, 23)
    field.line.calendar.close()
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ((Qt.Key.Key_Up,), date(2026, 8, 2)),
        ((Qt.Key.Key_Down, Qt.Key.Key_Down), date(2026, 7, 30)),
        ((Qt.Key.Key_PageUp,), date(2026, 9, 1)),
        ((Qt.Key.Key_PageDown,), date(2026, 7, 1)),
    ],
)
def test_arrows_move_a_day_and_page_keys_a_month(field, keys, meant):
    QTest.keyClicks(field.line, "8/1/26")
    for key in keys:
        QTest.keyClick(field.line, key)
    assert field.value() == meant
    assert field.line.text() == short(meant)


def test_an_arrow_in_an_empty_field_begins_today_and_leaves_what_is_no_date(field):
    QTest.keyClick(field.line, Qt.Key.Key_Up)
    assert field.value() == TODAY
    field.line.setText("soon")
    QTest.keyClick(field.line, Qt.Key.Key_Up)
    assert field.line.text() == "soon"
    QTest.keyClick(field.line, Qt.Key.Key_Semicolon, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == TODAY


def test_arrows_stop_at_the_ends_of_the_calendar(field):
    field.set_value(LATEST)
    QTest.keyClick(field.line, Qt.Key.Key_Up)
    QTest.keyClick(field.line, Qt.Key.Key_PageUp)
    assert field.value() == LATEST


def test_how_it_is_read_stands_beside_it_while_it_is_typed(field):
    field.resize(420, 80)
    said = []
    for letter in "+6m":
        QTest.keyClick(field.line, letter)
        said.append(field.line.shown_reading())
    assert said == ["", "", "Sunday, May 23, 2027"]
    assert field.control.accessibleDescription() == "Sunday, May 23, 2027"
    assert field.problem == ""


@pytest.mark.parametrize("width", [100, 128, 156, 213])
def test_the_reading_never_runs_into_what_is_typed(field, width):
    field.resize(width, 80)
    for typed in ("8/1/26", "12/31/2026", "August 1, 2026", "+6m", "today"):
        field.line.setText(typed)
        taken = field.line.fontMetrics().horizontalAdvance(typed)
        shown = field.line.shown_reading()
        assert not shown or taken + field.line.fontMetrics().horizontalAdvance(shown) * 0.9 < width
    field.line.setText("8/1/26")
    assert field.line.shown_reading() or width < 128


def test_once_it_can_be_read_it_is_no_longer_called_wrong(field):
    type_into(field, "2/30/2026")
    assert field.problem
    QTest.keyClick(field.line, Qt.Key.Key_Home)
    QTest.keyClick(field.line, Qt.Key.Key_Delete)
    QTest.keyClick(field.line, "3")
    assert field.problem == ""
    assert field.line.shown_reading() in {"Monday", "Mon", "Mon 3/30/2026"}


@given(ANY_DAY, st.integers(0, 6))
def test_a_weekday_is_within_a_week_of_today(today, named):
    last, later, before = (parse_typed(sign + WEEKDAYS[named][:3], today) for sign in ("", "+", "-"))
    assert {on.weekday() for on in (last, later, before)} == {named}
    assert today - timedelta(days=7) <= before < today < later <= today + timedelta(days=7)
    assert before <= last <= today
