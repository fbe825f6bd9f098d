"""A class for eight: typed in by keyboard alone, with a scan, one who missed, one who left early; kept if killed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from core import documents, model
from core.drafts import drafts
from core.model import Attachment, Attendance, Proof, Sanctioned, TrainingClass
from core.register import attention
from gui.dialogs.class_entry import ClassEntryDialog
from gui.dialogs.entry import KEPT_AFTER_MS
from gui.main_window import MainWindow
from gui.session import Session
from tests.gui.conftest import NOW, TODAY
from tests.gui.keyboard import ALT, CONTROL, SHIFT, Keyboard

NAMES = ("Abel", "Baker", "Cole", "Dunn", "Ellis", "Ford", "Grant", "Hall")
LEGAL = TrainingClass(
    class_id="C-2026-004", title="Legal update", ends_on=date(2026, 3, 2), hours=40.0, provider="Sample trainer",
    location="Gym", sanctioned=Sanctioned.YES, sanction_reference="MDE letter",
)  # fmt: skip


@pytest.fixture
def records_file(tmp_path: Path) -> Path:
    """Eight invented SROs and one who left in May; a 40-hour class of last school year is on record."""
    path = tmp_path / "Eight.muster"
    with documents.create(path, who="test", now=lambda: NOW) as store, store.edit("Enter the records") as edit:
        for number, name in enumerate((*NAMES, "Gone")):
            edit.insert(model.Officer(officer_id=f"E{number}", last_name=name, first_name="Pat"))
            edit.insert(
                model.Appointment(
                    officer_id=f"E{number}", role=model.Role.SRO, employer_type=model.EmployerType.AGENCY,
                    hired_on=date(2020, 1, 1), ended_on=date(2026, 5, 29) if name == "Gone" else None,
                )
            )  # fmt: skip
        edit.insert(LEGAL)
    return path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sign-in.pdf"
    path.write_bytes(b"%PDF-1.7\n% the sign-in sheet, invented\n%%EOF\n")
    return path


def short_of_hours(session) -> set[str]:
    """Whom Needs attention lists for last year's training."""
    lines = attention(session.roll)
    return {finding.officer_id for line in lines for finding in line.findings if finding.requirement.id == "in-service"}


def attended(session) -> dict[str, Attendance]:
    return {row.officer_id: row for row in session.store.rows(Attendance)}


def type_the_class(keys: Keyboard) -> None:
    """Title from the template, the first and the last day; on to the roster."""
    keys.think().write("leg").press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return)
    keys.think().write("6/8/26").press(Qt.Key.Key_Return)
    keys.think().write("6/12/26").press(Qt.Key.Key_Return)
    keys.think().press(Qt.Key.Key_F6)


def test_eight_officers_in_under_a_minute_without_the_mouse(qtbot, window, session, prompts, sheet):
    assert short_of_hours(session) >= {f"E{number}" for number in range(8)}
    window.show_page("attention")
    rows_before = window.page.model.rowCount()
    edits_before = len(session.store.history())
    keys = Keyboard(window)

    def work(dialog):
        type_the_class(keys)
        keys.think().write("dun")
        assert dialog.search.text() == "dun"
        keys.press(Qt.Key.Key_Return)  # missed it
        keys.think().write("ford").press(Qt.Key.Key_Down, Qt.Key.Key_Right)  # left early
        keys.write("32").press(Qt.Key.Key_Return)
        prompts.answers = [[sheet]]
        keys.think().press(Qt.Key.Key_A, held=ALT)
        qtbot.waitUntil(lambda: dialog.scans.paths == [sheet])
        keys.keys += len("sign-in.pdf") + 1  # its name in the system's own dialog, and Enter
        keys.think().press(Qt.Key.Key_Return, held=CONTROL)
        assert not dialog.isVisible(), dialog.notice.text

    keys.think().open(Qt.Key.Key_R, CONTROL, work)
    assert keys.keys <= 55
    assert keys.seconds < 60

    training = session.store.find(TrainingClass, "C-2026-005")
    assert (training.title, training.starts_on, training.ends_on) == (
        "Legal update", date(2026, 6, 8), date(2026, 6, 12),
    )  # fmt: skip
    assert (training.hours, training.provider, training.sanctioned) == (40.0, "Sample trainer", Sanctioned.YES)
    rows = attended(session)
    assert set(rows) == {"E0", "E1", "E2", "E4", "E5", "E6", "E7"}
    assert rows["E5"].hours == 32.0
    assert {row.proof for row in rows.values()} == {Proof.COPY}
    (scan,) = session.store.rows(Attachment)
    assert (scan.table_name, scan.row_key, scan.file_name) == ("classes", "C-2026-005", "sign-in.pdf")
    assert session.store.blob(scan.sha256) == sheet.read_bytes()

    assert short_of_hours(session) == {"E3", "E5"}
    assert window.page.model.rowCount() == rows_before - 6
    assert len(session.store.history()) == edits_before + 1

    window.acts.open_path(window.session.path)
    window.acts.close_file()
    window.acts.open_path(session.recent()[0])
    assert set(attended(session)) == set(rows)
    window.acts.undo()
    assert attended(session) == {}
    assert session.store.find(TrainingClass, "C-2026-005") is None
    assert session.store.rows(Attachment) == []
    assert short_of_hours(session) >= {f"E{number}" for number in range(8)}
    window.acts.redo()
    assert set(attended(session)) == set(rows)
    assert [each.sha256 for each in session.store.rows(Attachment)] == [scan.sha256]


def test_a_class_begun_is_there_again_after_the_program_was_killed(qtbot, window, session, tmp_path, sheet):
    """What lies on the disk one second after the last key is all that a killed program leaves."""
    left = tmp_path / "after the kill.muster"

    def work(dialog):
        keys = Keyboard(window)
        type_the_class(keys)
        keys.write("dunn").press(Qt.Key.Key_Return)
        dialog.attach([sheet])
        dialog.paste_names()
        assert [asked.named.words for asked in dialog.asking.open] == ["Zorro, Al"]
        qtbot.wait(KEPT_AFTER_MS + 300)
        shutil.copy(session.path, left)

    QGuiApplication.clipboard().setText("Pat Abel\t8\nEllis, Pat\nZorro, Al\t4\n")
    Keyboard(window).open(Qt.Key.Key_R, CONTROL, work)
    assert attended(session) == {}

    again = Session(QSettings(str(tmp_path / "2" / "w.ini"), QSettings.Format.IniFormat), TODAY, now=lambda: NOW)
    other = MainWindow(again)
    qtbot.addWidget(other)
    other.furnish()
    other.show()
    other.acts.open_path(left)
    assert other.begun.isVisible()
    assert "a class (Legal update, June 12, 2 officers)" in other.begun.words.text()
    with qtbot.waitActive(other):
        other.activateWindow()

    def go_on(dialog):
        assert isinstance(dialog, ClassEntryDialog)
        keys = Keyboard(other)
        assert dialog.form.fields["title"].entered == "Legal update"
        assert [line.key for line in dialog.roster.ticked] == ["E0", "E4"]
        assert dialog.roster.values(dialog.roster.lines[0])["hours"] == 8.0
        assert dialog.scans.paths == [sheet]
        (asked,) = dialog.asking.open
        dialog.go_to(asked.field.line)
        keys.write("hall").press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not dialog.asking.open)
        keys.press(Qt.Key.Key_Return, held=CONTROL)
        assert not dialog.isVisible(), dialog.notice.text

    Keyboard(other).open(Qt.Key.Key_G, CONTROL | SHIFT, go_on)
    assert {key: row.hours for key, row in attended(again).items()} == {"E0": 8.0, "E4": None, "E7": 4.0}
    assert drafts(again.store) == []
    assert not other.begun.isVisible()
    again.worker.close()
    again.close()


def test_escape_keeps_what_was_typed_and_cancel_discards_it(window, session, prompts):
    keys = Keyboard(window)

    def leave(dialog):
        type_the_class(keys)
        keys.press(Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    keys.open(Qt.Key.Key_R, CONTROL, leave)
    assert prompts.asked == []
    assert [draft.said for draft in drafts(session.store)] == ["a class (Legal update, June 12, 8 officers)"]

    def take_up(dialog):
        assert dialog.offer is not None
        assert not dialog.form.isEnabled()
        keys.press(Qt.Key.Key_Return)
        assert dialog.offer is None
        assert dialog.form.fields["starts_on"].entered == "6/8/2026"
        prompts.answers = [True]
        QTest.mouseClick(
            next(b for b in dialog.findChildren(type(dialog.record_button)) if b.text() == "Cancel"),
            Qt.MouseButton.LeftButton,
        )
        assert not dialog.isVisible()

    keys.open(Qt.Key.Key_R, CONTROL, take_up)
    assert prompts.asked == ["Leave without recording?"]
    assert drafts(session.store) == []


def test_start_anew_discards_what_was_begun(window, session):
    keys = Keyboard(window)

    def leave(dialog):
        type_the_class(keys)
        keys.press(Qt.Key.Key_Escape)

    def start_anew(dialog):
        keys.press(Qt.Key.Key_Tab, Qt.Key.Key_Return)
        assert dialog.offer is None
        assert drafts(session.store) == []
        assert dialog.focusWidget() is dialog.form.fields["title"].control
        keys.press(Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    keys.open(Qt.Key.Key_R, CONTROL, leave)
    keys.open(Qt.Key.Key_R, CONTROL, start_anew)
    assert drafts(session.store) == []


def test_only_those_who_served_on_the_day_are_on_the_roster(window, session):
    keys = Keyboard(window)

    def work(dialog):
        assert "E8" not in [line.key for line in dialog.roster.lines]
        fields = dialog.form.fields
        fields["ends_on"].control.setFocus()
        keys.write("5/29/26").press(Qt.Key.Key_Return)
        assert [line.key for line in dialog.roster.lines] == [f"E{number}" for number in (0, 1, 2, 3, 4, 5, 8, 6, 7)]
        dialog.roster.enter(6, {"hours": "4"})
        fields["ends_on"].control.setFocus()
        fields["ends_on"].line.selectAll()
        keys.write("5/30/26").press(Qt.Key.Key_Return)
        assert "E8" not in [line.key for line in dialog.roster.lines]
        assert dialog.paste("Gone, Pat") is False
        (line,) = dialog.roster.ticked
        assert (line.key, line.note.text) == ("E8", "Not serving on that day.")

    keys.open(Qt.Key.Key_R, CONTROL, work)


def test_who_has_the_class_already_is_refused_in_the_row_before_and_by_the_store(window, session):
    from core import actions
    from core.errors import UserError

    session.apply(
        lambda store: actions.record_class(store, LEGAL, [Attendance(class_id=LEGAL.class_id, officer_id="E0")])
    )
    keys = Keyboard(window)

    def work(dialog):
        keys.write("legal update").press(Qt.Key.Key_Return, Qt.Key.Key_Return)
        keys.write("3/2/26").press(Qt.Key.Key_Return)
        abel = dialog.roster.lines[0]
        assert not abel.ticked
        assert abel.note.text == "Already recorded: C-2026-004, 3/2/2026"
        keys.press(Qt.Key.Key_F6)
        keys.press(Qt.Key.Key_Space)
        assert not abel.ticked

    keys.open(Qt.Key.Key_R, CONTROL, work)
    twin = TrainingClass(class_id="C-9", title="LEGAL update", ends_on=LEGAL.ends_on, hours=8)
    with pytest.raises(UserError, match="has this class"):
        actions.record_class(session.store, twin, [Attendance(class_id="C-9", officer_id="E0")])
