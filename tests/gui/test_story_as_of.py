"""A board meeting that has passed: what was known then, what is known now, and which late entry made the difference."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core import documents, model
from gui.main_window import MainWindow
from gui.pages.known import KnownPage
from gui.session import Session
from tests.gui.conftest import ROWS, TODAY

ENTERED = datetime(2026, 10, 1, 15, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
MEETING = "10/13/2026"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot, tmp_path: Path, prompts):
    """The small district, entered on October 1; today is November 23."""
    path = tmp_path / "Test County.muster"
    with documents.create(path, who="Ann", now=lambda: ENTERED) as store, store.edit("Enter the records") as edit:
        edit.set_district(model.District(name="Test County Schools", safety_assessment_on=date(2026, 3, 1)))
        for row in ROWS:
            edit.insert(row)
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    session = Session(settings, TODAY, prompts=prompts, now=lambda: NOW)
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.furnish()
    window.resize(1366, 740)
    window.show()
    window.acts.open_path(path)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    session.worker.close()
    session.close()


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Once a dialog is closed, the window has the keyboard again."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    QTest.keyClick(window.focusWidget() or window, key, modifiers)


def write(*typed: str) -> None:
    """Into the dialog that is about to open: field by field with Enter, then Ctrl+Enter."""

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        for words in typed:
            QTest.keyClicks(dialog.focusWidget(), words)
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return, CONTROL)
        if dialog.isVisible():  # or the test would wait for ever
            said = dialog.notice.text
            dialog.done(0)
            raise AssertionError(f"not recorded: {said}")

    QTimer.singleShot(100, fill)


def to_date(window: MainWindow, typed: str) -> None:
    press(window, Qt.Key.Key_D, CONTROL)
    QTest.keyClicks(window.focusWidget(), typed)
    press(window, Qt.Key.Key_Return)


def statuses(window: MainWindow, officer_id: str) -> dict[str, str]:
    judged = window.session.register.entry(officer_id)
    assert judged is not None
    return {finding.requirement.id: finding.status for finding in judged.findings}


def test_the_board_asks_in_november_what_was_known_in_october(qtbot, window: MainWindow) -> None:
    # Boyd, a CEO of 9/3/2024, has no basic course on record: overdue since 9/4/2026.
    assert statuses(window, "A3")["basic-training"] == "overdue"

    # The certificate, dated August, comes in November. It is entered from the list, for him and this course.
    page = window.page
    place = next(
        n
        for n, line in enumerate(page.model.rows)
        if line.judged and line.judged.officer.officer_id == "A3" and line.worst.requirement.id == "basic-training"
    )
    page.table.selectRow(place)
    page.table.setFocus()
    write("8/20/26", "8/20/26")
    press(window, Qt.Key.Key_Return, CONTROL)
    assert statuses(window, "A3")["basic-training"] == "met"

    # As of the meeting: unmistakably another day, and met, for the course was done by then.
    to_date(window, MEETING)
    assert window.session.as_of == date(2026, 10, 13)
    assert window.page.not_today.isVisible()
    assert statuses(window, "A3")["basic-training"] == "met"

    # As known then: overdue. The late entry is named, with who and when.
    press(window, Qt.Key.Key_T, CONTROL | SHIFT)
    known = window.page
    assert isinstance(known, KnownPage)
    qtbot.waitUntil(lambda: known.comparison is not None)
    changed = next(c for c in known.model.rows if c.finding.requirement.id == "basic-training")
    assert changed.then is not None
    assert changed.now is not None
    assert (changed.then.status, changed.now.status) == (model.Status.OVERDUE, model.Status.MET)
    assert changed.then.consequence is not None
    (entry,) = changed.entries
    assert entry.label.startswith("Add Terrence Boyd's credential")
    assert entry.at.startswith("2026-11-23")
    assert "in state" in known.sentence.text()
    assert known.then.text() != known.now.text()

    # A later correction moves "now" and leaves "then" as it was: the undo is a change too.
    press(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: known.model.total == 0)
    assert known.comparison is not None
    assert known.comparison.later == 2
    press(window, Qt.Key.Key_Y, CONTROL)
    qtbot.waitUntil(lambda: known.model.total > 0)

    # Back to today, and to a day to come.
    press(window, Qt.Key.Key_T, CONTROL)
    assert window.session.as_of == TODAY
    assert not known.not_today.isVisible()
    assert known._stack.currentWidget() is known._ahead


def test_a_class_that_is_planned_is_said_to_count_only_ahead(qtbot, window: MainWindow) -> None:
    training = model.TrainingClass(class_id="C9", title="Law", ends_on=date(2027, 2, 5), hours=40)
    with window.session.store.edit("Plan a class") as edit:
        edit.insert(training)
    to_date(window, "12/31/2026")
    assert "planned" not in window.page.not_today._words.text()
    to_date(window, "2/5/2027")
    assert "1 class planned by then counted as if held." in window.page.not_today._words.text()
    assert not window.page.not_today.known.isVisible()
