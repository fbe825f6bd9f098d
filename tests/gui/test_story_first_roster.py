"""The first roster: by keyboard from the welcome page to a file that is closed, opened again, and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from core.model import Appointment, Credential, Officer, Role
from core.reports.wording import summary
from gui.dialogs.importing import ANSWERS, COLUMNS, DONE, PREVIEW, ImportDialog
from gui.main_window import MainWindow
from gui.pages.attention import AttentionPage
from gui.pages.papers import PapersPage
from gui.pages.welcome import WelcomePage

ROSTER = (
    ("Pine Ridge School District",),
    ("Campus security, as of 11/1/2026",),
    (),
    ("Emp #", "Officer Name", "DOB", "Hire Date", "Position", "Employer", "School", "Certified", "IS-100", "Notes"),
    ("EAST CAMPUS",),
    (1001, "Lee, Dana M. Jr.", "3/4/1980", "5/6/2020", "School Resource Officer", "City PD", "East", "6/5/2010", "x"),
    (1002, "de la Cruz, Maria", "2/5/1985", "1/12/2021", "Ranger", "Pine Ridge SD", "East", "?", "N/A", "new"),
    (),
    (1003, "Boyd, Terrence", "spring 1990", "1/2/2024", "SSO", "Acme Guards LLC", "West"),
    ("Total", 3),
)


class Hands:
    """Goes on with ``steps`` while a modal dialog has the window; what they raise is raised at :meth:`done`."""

    def __init__(self, steps: Callable[[ImportDialog], Iterator[None]]) -> None:
        self._steps: Iterator[None] | None = None
        self._make, self.error, self.over = steps, None, False
        self._timer = QTimer(interval=20)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def _go_on(self) -> None:
        dialog = QApplication.activeModalWidget()
        if self._steps is None:
            if isinstance(dialog, ImportDialog):
                self._steps = self._make(dialog)
            return
        try:
            next(self._steps)
        except StopIteration:
            self._end()
        except BaseException as error:
            self.error = error
            self._end()
            if dialog is not None:
                dialog.close()

    def _end(self) -> None:
        self._timer.stop()
        self.over = True

    def done(self) -> None:
        if self.error:
            raise self.error
        assert self.over


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "Roster 26-27"
    for row in ROSTER:
        sheet.append(row)
    sheet.merge_cells("A1:J1")
    notes = book.create_sheet("Notes")
    notes.append(("Call the armory about the lockers",))
    path = tmp_path / "Security staff.xlsx"
    book.save(path)
    return path


def press(window: QWidget, key: Qt.Key, *, control: bool = False) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def tab_to(window: MainWindow, words: str) -> None:
    """By the Tab key, as one without a mouse does."""
    for _ in range(40):
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and focus.text() == words:
            return
        press(window, Qt.Key.Key_Tab)
    pytest.fail(f"the Tab key does not lead to “{words}”")


def settled(dialog: ImportDialog, step: int) -> Iterator[None]:
    for _ in range(2000):
        if not dialog.busy and dialog.step_now == step:
            return
        yield
    pytest.fail(f"step {step} never came: {dialog.notice.text}")


def import_by_hand(dialog: ImportDialog) -> Iterator[None]:
    """Columns, dates and words, preview, done; nothing but keys."""
    yield from settled(dialog, COLUMNS)
    assert dialog.columns.hindrance() == ""
    press(dialog, Qt.Key.Key_Return)
    yield from settled(dialog, ANSWERS)
    assert "Say how the dates are meant." in dialog.notice.text
    for group in dialog.answers.dates.values():
        assert QApplication.focusWidget() in group.buttons()
        press(dialog, Qt.Key.Key_Space)
        assert group.checkedId() == 0
        press(dialog, Qt.Key.Key_Down)
        assert group.checkedId() == 1
        press(dialog, Qt.Key.Key_Tab)
    (box,) = [box for question, box in dialog.answers.words.items() if question.word == "Ranger"]
    for _ in range(10):
        if box.hasFocus():
            break
        press(dialog, Qt.Key.Key_Tab)
    QTest.keyClicks(box, "CEO")
    press(dialog, Qt.Key.Key_Return, control=True)
    yield from settled(dialog, PREVIEW)
    assert not dialog.record_button.isEnabled()
    assert "DOB" in dialog.preview.detail.text()
    for _ in range(30):
        if dialog.preview.leave_bad.hasFocus():
            break
        press(dialog, Qt.Key.Key_Tab)
    press(dialog, Qt.Key.Key_Space)
    assert dialog.record_button.isEnabled()
    press(dialog, Qt.Key.Key_Return, control=True)
    yield from settled(dialog, DONE)
    assert "New: 2 officers, 2 appointments, 2 credentials." in dialog.outcome.words.text()
    press(dialog, Qt.Key.Key_Return)


def test_the_first_roster(qtbot, bare_window, prompts, session, roster, tmp_path):
    window, file = bare_window, tmp_path / "Pine Ridge.muster"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert isinstance(window.page, WelcomePage)

    prompts.answers = [roster, file]
    tab_to(window, "Import a workbook…")
    hands = Hands(import_by_hand)
    press(window, Qt.Key.Key_Space)
    hands.done()
    window.activateWindow()  # as a real desktop does when the dialog goes
    qtbot.waitUntil(window.isActiveWindow)
    assert session.path == file

    lee = session.store.find(Officer, "1001")
    assert (lee.full_name, lee.date_of_birth) == ("Dana M. Lee Jr.", date(1980, 4, 3))
    posts = {post.officer_id: post for post in session.store.rows(Appointment)}
    assert (posts["1002"].role, posts["1002"].hired_on) == (Role.CEO, date(2021, 12, 1))
    assert {row.credential for row in session.store.rows(Credential)} == {"police-basic", "is-100"}

    assert isinstance(window.page, AttentionPage)
    qtbot.waitUntil(lambda: window.page.sentence.text() == summary(session.roll))
    assert window.page.sentence.text().startswith("2 officers as of November 23, 2026")
    assert window.page.model.total > 0
    assert {line.judged.officer.officer_id for line in window.page.model.rows if line.judged} == {"1001", "1002"}

    window.show_letter("1002")
    assert "de la Cruz" in previewed(qtbot, window.page)

    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not session.is_open
    window.acts.open_path(file)
    assert session.store.find(Officer, "1001") == lee
    assert {each.officer.officer_id for each in session.roll.officers} == {"1001", "1002"}
    assert session.store.find(Officer, "1003") is None

    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.store.rows(Officer) == []
    assert session.store.rows(Appointment) == []
    qtbot.waitUntil(lambda: window.page.sentence.text() == summary(session.roll))


def previewed(qtbot, papers: PapersPage) -> str:
    """What stands in the letters, once they are set and shown."""
    qtbot.waitUntil(lambda: bool(papers.made), timeout=20_000)
    qtbot.waitUntil(lambda: papers.panes[0].view.pdf is not None, timeout=20_000)
    pages = PdfReader(BytesIO(papers.made[0].content)).pages
    return " ".join(page.extract_text() for page in pages)
