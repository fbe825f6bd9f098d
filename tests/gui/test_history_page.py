"""The history on the real window: asked by person, kind, writer and day; read on; back to one record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from core import actions, model
from gui.dialogs.forms import CorrectionDialog
from gui.pages.history import AT_ONCE, HistoryPage


@pytest.fixture
def page(qtbot, window) -> HistoryPage:
    lee = window.session.register.officer("A1")
    window.session.apply(lambda store: actions.save(store, replace(lee, phone="555-0100"), reason="she moved"))
    bond = model.Bond(officer_id="A1", effective_on=date(2026, 1, 1))
    window.session.apply(lambda store: actions.add(store, bond))
    window.give("show_history")
    page = window.page
    assert isinstance(page, HistoryPage)
    return page


def labels(page: HistoryPage) -> list[str]:
    return [change.label for change in page.model.rows]


def way(page: HistoryPage, words: str) -> QPushButton:
    """The newest of these words: those of the change shown before go with the next turn of the loop."""
    return [button for button in page.detail.findChildren(QPushButton) if button.text() == words][-1]


def test_it_is_filtered_by_person_kind_writer_and_day(qtbot, page: HistoryPage) -> None:
    page.more.click()
    assert page.filters.officer.box.hasFocus()
    QTest.keyClicks(page.filters.officer.line, "Boyd, Terrence (A3)")
    QTest.keyClick(page.filters.officer.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: labels(page) == ["Enter the records"])
    page.filters.officer.set_value(None)
    page.filters.kind.set_value("bonds")
    qtbot.waitUntil(lambda: labels(page) == ["Add Dana Lee's bond of 1/1/2026"])
    page.filters.last.set_value(date(2026, 11, 1))
    page.filters.changed.emit()
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._unfound)
    page.more.click()
    qtbot.waitUntil(lambda: len(labels(page)) == 3)


def test_fields_and_choices_are_in_the_words_of_the_forms(window, page: HistoryPage) -> None:
    post = window.session.store.rows(model.Appointment)[0]
    changed = replace(post, role=model.Role.SSO, has_office=False, ended_on=date(2026, 11, 1))
    window.session.apply(lambda store: actions.save(store, changed, reason="Moved"))
    page.table.selectRow(0)
    said = "\n".join(label.text() for label in page.detail.findChildren(QLabel))
    assert "Role: SRO (School Resource Officer) → SSO (School Safety Officer)" in said
    assert "Has an office: Yes → No" in said
    assert "Ended on: 11/1/2026" in said


def test_all_changes_of_one_record_and_back_to_all(qtbot, page: HistoryPage) -> None:
    page.table.selectRow(1)
    way(page, "All its changes").click()
    qtbot.waitUntil(lambda: page.model.total == 2)
    assert page._only.isVisible()
    page._only.left.emit()
    qtbot.waitUntil(lambda: page.model.total == 3)
    assert not page._only.isVisible()


def test_a_record_is_put_back_as_it_was_with_a_reason(prompts, window, page: HistoryPage) -> None:
    page.table.selectRow(1)
    prompts.answers.append("she moved back")
    way(page, "Put it back as it was…").click()
    assert prompts.asked == ["Put officer Dana Lee (A1) back as it was before this change?"]
    assert window.session.register.officer("A1").phone == ""
    assert labels(page)[0] == "Put back officer Dana Lee (A1)"
    window.give("undo")
    assert window.session.register.officer("A1").phone == "555-0100"


def test_enter_opens_the_record_and_the_form_leads_to_its_changes(qtbot, window, page: HistoryPage) -> None:
    page.table.selectRow(1)
    seen: list[type] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(type(dialog))
        assert dialog.history_button.accessibleName() == "All changes of this record"
        dialog.history_button.click()

    QTimer.singleShot(50, look)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert seen == [CorrectionDialog]
    qtbot.waitUntil(lambda: page.model.total == 2 and page._only.isVisible())


def test_older_changes_come_when_the_end_is_reached(qtbot, window, page: HistoryPage) -> None:
    store = window.session.store
    for number in range(AT_ONCE):
        with store.edit(f"Number {number}") as edit:
            edit.insert(model.Weapon(weapon_id=f"W{number}"))
    page.refresh()
    assert page.model.total == AT_ONCE
    assert "older ones below" in page.sentence.text()
    bar = page.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: page.model.total == AT_ONCE + 3)
    assert [change.id for change in page.model.rows] == sorted((c.id for c in page.model.rows), reverse=True)
    assert page.sentence.text().startswith("203 changes, newest first.")
