"""The months ahead on the real window: by month, as a list, by keyboard, and beside the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core import actions, model
from gui.models.forecast import FIRST_MONTH
from gui.pages.forecast import ForecastPage

TODAY = date(2026, 11, 23)


@pytest.fixture
def page(qtbot, window) -> ForecastPage:
    window.give("show_forecast")
    page = window.page
    assert isinstance(page, ForecastPage)
    qtbot.waitUntil(lambda: page.forecast is not None)
    return page


def lee(page: ForecastPage):
    return next(row for row in page.months.rows if row.outlook.officer_id == "A1")


def test_officers_by_month_and_the_first_lapse_of_each(page: ForecastPage) -> None:
    row = lee(page)
    # Last passed 6/15/2026: through 12/15; the hours of 2026-27 fall short on 7/1/2027.
    assert row.outlook.first == date(2026, 12, 16)
    assert [place for place, cell in enumerate(row.cells) if cell.lapses] == [1, 8, 20]
    assert [cell.first for cell in row.cells if cell.lapses] == [True, False, False]
    assert page.sentence.text().startswith("If nothing more is done, 2 of 3 officers lapse by November 23, 2028")
    assert [row.outlook.who for row in page.months.rows][-1] != "Gone, Al"


def test_from_month_to_month_by_keyboard_and_into_the_officer(qtbot, window, page: ForecastPage) -> None:
    page.table.choose("A1")
    page.table.setCurrentIndex(page.months.index(page.months.row_of("A1"), FIRST_MONTH))
    assert page.detail._title.text() == "The next 24 months"
    QTest.keyClick(page.table, Qt.Key.Key_Right)
    assert page.detail._title.text() == "December 2026"
    assert page.detail.act.text() == "Record qualification…"
    assert page.table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == "1 lapse"
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert window.page.officer_ids() == ["A1"]


def test_the_same_as_a_list_in_order_of_days(page: ForecastPage) -> None:
    page.as_list.click()
    days = [event.on for event in page.events.rows]
    assert page.list.isVisible()
    assert days == sorted(days)
    assert (days[0], page.events.rows[0].outlook.officer_id) == (date(2026, 12, 16), "A1")
    page.search.setText("nunez")
    assert {event.outlook.officer_id for event in page.events.rows} == {"A2"}


def test_a_planned_class_is_marked_and_credits_nothing(qtbot, window, page: ForecastPage) -> None:
    training = model.TrainingClass(
        class_id="C9", title="Law", ends_on=date(2027, 2, 5), hours=40, sanctioned=model.Sanctioned.YES
    )
    attendance = model.Attendance(class_id="C9", officer_id="A1")
    window.session.apply(lambda store: actions.record_class(store, training, [attendance]))
    row = lee(page)
    assert [place for place, cell in enumerate(row.cells) if cell.plans] == [3]
    assert [place for place, cell in enumerate(row.cells) if cell.lapses] == [1, 8, 20]
    page.table.setCurrentIndex(page.months.index(page.months.row_of("A1"), FIRST_MONTH + 3))
    assert page.table.currentIndex().data(Qt.ItemDataRole.DisplayRole) == "1 planned"


def test_an_edit_shows_at_once_and_undo_takes_it_back(window, page: ForecastPage) -> None:
    shot = model.Qualification(officer_id="A1", weapon_id="S-100", shot_on=TODAY, result=model.Result.PASS)
    window.session.apply(lambda store: actions.add(store, shot))
    assert lee(page).outlook.first == date(2027, 5, 24)
    window.give("undo")
    assert lee(page).outlook.first == date(2026, 12, 16)


def test_another_date_begins_anew(qtbot, window, page: ForecastPage) -> None:
    window.session.set_as_of(date(2026, 12, 20))
    qtbot.waitUntil(lambda: page.forecast is not None and page.forecast.as_of == date(2026, 12, 20))
    assert lee(page).already is model.Status.OVERDUE
    assert page.months.headerData(FIRST_MONTH, Qt.Orientation.Horizontal) == "Dec\n’26"


def test_the_loss_of_powers_is_said(qtbot, window, page: ForecastPage) -> None:
    """Nuñez is an SSO; as a CEO hired in August he would lose the powers two years later."""
    (appointment,) = window.session.register.record("A2").appointments
    ceo = replace(appointment, role=model.Role.CEO)
    window.session.apply(lambda store: actions.save(store, ceo, reason="he is one"))
    assert "One loses the powers of a peace officer." in page.sentence.text()
    (powerless,) = [event for event in page.events.rows if event.state == "Powers lost"]
    assert (powerless.outlook.officer_id, powerless.on) == ("A2", date(2028, 8, 2))


def test_what_is_stopped_says_so(qtbot, window, page: ForecastPage) -> None:
    page.refresh()
    page.working.cancel.click()
    assert page._stack.currentWidget() is page._stopped
    page.refresh()
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page.pair)


def test_on_paper_it_is_a_list_with_words(monkeypatch, page: ForecastPage) -> None:
    from gui.dialogs import preview

    shown = []
    monkeypatch.setattr(preview, "open_preview", lambda _page, _title, lists: shown.extend(lists))
    page.print_here()
    assert len(shown) == 1
    words = str(shown[0])
    assert "Weapon qualification" in words
