"""An officer leaves, and another takes the weapon: by keyboard on the real window, and every step can be taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from core.model import Appointment, Status, WeaponIssue
from core.reports.letters import make_letters
from gui.main_window import MainWindow
from tests.gui.conftest import TODAY

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
LEFT = "11/20/26"


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Once a dialog is closed, the window has the keyboard again."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    QTest.keyClick(window.focusWidget() or window, key, modifiers)


def fields_of(dialog: QDialog) -> dict[str, Any]:
    from gui.dialogs.rowform import RowForm

    return {name: field for form in dialog.findChildren(RowForm) for name, field in form.fields.items()}


def fill_in(reason: str = "", **typed: str) -> None:
    """In the dialog that is about to open: Enter goes on to each field named, Ctrl+Enter records."""

    def go(dialog: QDialog, field: Any) -> None:
        for _ in range(60):
            if field.isAncestorOf(dialog.focusWidget()):
                return
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        raise AssertionError("the field is not reached by keyboard")

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        try:
            for name, words in typed.items():
                go(dialog, fields_of(dialog).get(name) or getattr(dialog, name))
                QTest.keyClicks(dialog.focusWidget(), words)
            if reason:
                go(dialog, dialog.reason)
                QTest.keyClicks(dialog.focusWidget(), reason)
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return, CONTROL)
            assert not dialog.isVisible(), [f.problem for f in fields_of(dialog).values()] + [dialog.notice.text]
        finally:
            dialog.done(0)

    QTimer.singleShot(100, fill)


def open_officer(window: MainWindow, name: str) -> None:
    """Ctrl+2, Ctrl+F, a few letters, on to the list, Enter."""
    press(window, Qt.Key.Key_2, CONTROL)
    press(window, Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(window.focusWidget(), name)
    for _ in range(20):
        if window.focusWidget() is window.page.table:
            break
        press(window, Qt.Key.Key_Tab)
    if window.page.table.row is None:
        press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)


def tables(window: MainWindow) -> list[list[Any]]:
    from core.model import TABLES

    return [window.session.store.rows(table.row) for table in TABLES]


def part(window: MainWindow, title: str) -> None:
    """Alt and its number, as its tab says."""
    number = window.page.tabs.titles.index(title) + 1
    press(window, Qt.Key(Qt.Key.Key_0 + number), ALT)


@pytest.fixture
def before(window: MainWindow) -> list[list[Any]]:
    return tables(window)


def test_an_officer_leaves_and_another_takes_the_weapon(qtbot, window: MainWindow, before: list[list[Any]]) -> None:
    store, register = window.session.store, window.session.register

    # Lee leaves on November 20: the appointment ends, the weapon comes back.
    open_officer(window, "lee")
    assert window.page.officer_ids() == ["A1"]
    part(window, "Position")
    fill_in("she moved to another district", ended_on=LEFT)
    press(window, Qt.Key.Key_Return)
    (appointment,) = (row for row in store.rows(Appointment) if row.officer_id == "A1")
    assert appointment.ended_on == date(2026, 11, 20)
    assert register.entry("A1") is None
    part(window, "Weapons")
    fill_in("handed in", returned_on=LEFT)
    press(window, Qt.Key.Key_Return)
    (issue,) = store.rows(WeaponIssue)
    assert issue.returned_on == date(2026, 11, 20)

    # What she was trained in is confirmed to her in writing.
    (letter,) = make_letters(window.session.roll, "leaving", ["A1"])
    assert letter.why == "Dana Lee left on 11/20/2026."

    # Boyd takes the weapon today: qualification is due at once, before he carries it.
    open_officer(window, "boyd")
    fill_in(weapon="S-100", issued_on="t")
    press(window, Qt.Key.Key_W, CONTROL | SHIFT)
    (finding,) = qualification(window)
    assert (finding.status, finding.due, finding.item) == (Status.DUE_SOON, TODAY, "S-100")

    # He shoots today: entered from the list of what needs attention, for him and this weapon.
    press(window, Qt.Key.Key_1, CONTROL)
    page = window.page
    place = next(n for n, line in enumerate(page.model.rows) if line.worst.item == "S-100")
    for _ in range(place + 2):
        if page.table.row.worst.item == "S-100":
            break
        press(window, Qt.Key.Key_Down)
    assert page.detail.act.text() == "Record qualification…"
    fill_in(shot_on="t", result="p")
    press(window, Qt.Key.Key_Return, CONTROL)
    (finding,) = qualification(window)
    assert (finding.status, finding.due) == (Status.MET, date(2027, 5, 23))

    # The history has the four steps, with the reasons; all of it can be undone, and done again.
    steps = store.history(4)
    assert [change.reason for change in steps] == ["", "", "handed in", "she moved to another district"]
    assert "Add Terrence Boyd's qualification with weapon S-100" in steps[0].label
    after = tables(window)
    for change in steps:
        assert store.undo_label == change.label
        press(window, Qt.Key.Key_Z, CONTROL)
    assert tables(window) == before
    assert register.entry("A1") is not None
    for _ in steps:
        press(window, Qt.Key.Key_Y, CONTROL)
    assert tables(window) == after
    press(window, Qt.Key.Key_5, CONTROL)
    assert window.page.model.total == 13
    assert [change.label for change in window.page.model.rows[:4]] == [f"Redo: {c.label}" for c in steps]


def qualification(window: MainWindow) -> list[Any]:
    judged = window.session.register.entry("A3")
    assert judged is not None
    return [finding for finding in judged.findings if finding.requirement.id == "weapon-qualification"]
