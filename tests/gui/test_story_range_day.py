"""A range day for eight by keyboard alone: pass or fail, a second attempt, scores, the score sheet; undone as one."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from core import documents, model
from core.drafts import drafts
from core.model import Attachment, Qualification, Result
from core.register import attention
from gui.dialogs.entry import KEPT_AFTER_MS
from gui.dialogs.range_day import RangeDayDialog
from tests.gui.conftest import NOW
from tests.gui.keyboard import ALT, CONTROL, SHIFT, Keyboard

NAMES = ("Abel", "Baker", "Cole", "Dunn", "Ellis", "Ford", "Grant", "Hall")
LAST_TIME = date(2026, 4, 15)


@pytest.fixture
def records_file(tmp_path: Path) -> Path:
    """Eight invented SROs, each with a weapon; all but Hall passed in April. Hall has a second one since November 1."""
    path = tmp_path / "Range.muster"
    with documents.create(path, who="test", now=lambda: NOW) as store, store.edit("Enter the records") as edit:
        for number, name in enumerate(NAMES):
            edit.insert(model.Officer(officer_id=f"E{number}", last_name=name, first_name="Pat"))
            edit.insert(
                model.Appointment(
                    officer_id=f"E{number}", role=model.Role.SRO, employer_type=model.EmployerType.AGENCY,
                    hired_on=date(2020, 1, 1),
                )
            )  # fmt: skip
            edit.insert(model.Weapon(weapon_id=f"G{number}", make="Glock", model="17"))
            edit.insert(model.WeaponIssue(weapon_id=f"G{number}", officer_id=f"E{number}", issued_on=date(2025, 1, 1)))
            if name != "Hall":
                edit.insert(
                    Qualification(
                        officer_id=f"E{number}", weapon_id=f"G{number}", shot_on=LAST_TIME, result=Result.PASS,
                        course_of_fire="State course", maximum=250, passing=200, range="Sheriff’s range",
                        instructor="Sam Example", instructor_credential="F-1", light="Day",
                    )
                )  # fmt: skip
        edit.insert(model.Weapon(weapon_id="R7", make="Colt", model="M4"))
        edit.insert(model.WeaponIssue(weapon_id="R7", officer_id="E7", issued_on=date(2026, 11, 1)))
    return path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "scores.pdf"
    path.write_bytes(b"%PDF-1.7\n% the score sheet, invented\n%%EOF\n")
    return path


def unqualified(session) -> set[tuple[str, str]]:
    """Officer and weapon of what Needs attention lists for it."""
    findings = (finding for line in attention(session.roll) for finding in line.findings)
    return {(each.officer_id, each.item) for each in findings if each.requirement.id == "weapon-qualification"}


def shots(session) -> dict[tuple[str, str], list[Qualification]]:
    """Of the day, by officer and weapon."""
    found: dict[tuple[str, str], list[Qualification]] = {}
    for row in session.store.rows(Qualification):
        if row.shot_on != LAST_TIME:
            found.setdefault((row.officer_id, row.weapon_id), []).append(row)
    return found


def test_eight_officers_in_under_a_minute_without_the_mouse(qtbot, window, session, prompts, sheet):
    everyone = {(f"E{number}", f"G{number}") for number in range(8)} | {("E7", "R7")}
    assert unqualified(session) == everyone
    window.show_page("attention")
    rows_before = window.page.model.rowCount()
    edits_before = len(session.store.history())
    keys = Keyboard(window)

    def work(dialog):
        assert dialog.form.fields["course_of_fire"].entered == "State course"
        keys.think().write("t").press(Qt.Key.Key_Return)
        keys.think().press(Qt.Key.Key_F6)
        for result in "pppfpppp":
            keys.think().write(result)
        keys.think().write("f")  # the rifle
        for _ in range(5):
            keys.press(Qt.Key.Key_Up)
        keys.think().write("+").write("p")  # Dunn's second attempt
        prompts.answers = [[sheet]]
        keys.think().press(Qt.Key.Key_A, held=ALT)
        qtbot.waitUntil(lambda: dialog.scans.paths == [sheet])
        keys.keys += len("scores.pdf") + 1  # its name in the system's own dialog, and Enter
        keys.think().press(Qt.Key.Key_Return, held=CONTROL)
        assert not dialog.isVisible(), [(line.words, line.note) for line in dialog.roster.lines]

    keys.think().open(Qt.Key.Key_R, CONTROL | SHIFT, work)
    assert keys.keys <= 45
    assert keys.seconds < 60

    rows = shots(session)
    assert {key: [row.result for row in found] for key, found in rows.items()} == {
        **{(f"E{number}", f"G{number}"): [Result.PASS] for number in range(8)},
        ("E3", "G3"): [Result.FAIL, Result.PASS],
        ("E7", "R7"): [Result.FAIL],
    }
    assert [row.attempt for row in rows["E3", "G3"]] == [1, 2]
    shot = rows["E0", "G0"][0]
    assert (shot.course_of_fire, shot.maximum, shot.passing, shot.range) == (
        "State course", 250.0, 200.0, "Sheriff’s range",
    )  # fmt: skip
    assert (shot.instructor, shot.instructor_credential, shot.shot_on) == ("Sam Example", "F-1", session.today)
    scans = session.store.rows(Attachment)
    assert {(scan.table_name, int(scan.row_key)) for scan in scans} == {
        ("qualifications", row.id) for found in rows.values() for row in found
    }
    assert session.store.counts()["blobs"] == 1
    assert len(session.store.history()) == edits_before + 1

    assert unqualified(session) == {("E7", "R7")}
    assert window.page.model.rowCount() < rows_before
    window.acts.close_file()
    window.acts.open_path(session.recent()[0])
    assert unqualified(session) == {("E7", "R7")}
    window.acts.undo()
    assert shots(session) == {}
    assert session.store.rows(Attachment) == []
    assert unqualified(session) == everyone
    window.acts.redo()
    assert unqualified(session) == {("E7", "R7")}


def test_eight_scores_in_under_a_minute_and_the_passing_score_says_who_passed(window, session):
    keys = Keyboard(window)

    def work(dialog):
        keys.think().write("t").press(Qt.Key.Key_Return)
        keys.think().press(Qt.Key.Key_F6, Qt.Key.Key_Right, Qt.Key.Key_Right)
        for score in (250, 240, 199, 200, 245, 230, 220, 210, 100):
            keys.think().write(str(score)).press(Qt.Key.Key_Return)
        keys.think().press(Qt.Key.Key_Return, held=CONTROL)
        assert not dialog.isVisible(), [(line.words, line.note) for line in dialog.roster.lines]

    keys.think().open(Qt.Key.Key_R, CONTROL | SHIFT, work)
    assert keys.keys <= 50
    assert keys.seconds < 60
    results = {key: (found[0].score, found[0].result) for key, found in shots(session).items()}
    assert results["E2", "G2"] == (199.0, Result.FAIL)
    assert results["E3", "G3"] == (200.0, Result.PASS)
    assert results["E7", "R7"] == (100.0, Result.FAIL)
    assert len(results) == 9


def test_what_each_shot_means_stands_beside_it_while_it_is_typed(window, session):
    keys = Keyboard(window)

    def work(dialog):
        keys.write("9/1/26").press(Qt.Key.Key_Return, Qt.Key.Key_F6)
        assert len(dialog.roster.lines) == 8, "the rifle was issued later"
        keys.write("fp")
        keys.press(Qt.Key.Key_F6).write("10/20/26").press(Qt.Key.Key_Return)
        notes = [line.note.text for line in dialog.roster.lines[:2]]
        assert notes == [
            "Still not qualified: the pass of 4/15/2026 held until 10/15/2026.", "Qualified until 4/20/2027.",
        ]  # fmt: skip
        fields = dialog.form.fields
        fields["shot_on"].control.setFocus()
        fields["shot_on"].line.selectAll()
        keys.write("9/1/26").press(Qt.Key.Key_Return)
        ended = "Ends the qualification of 4/15/2026 on 9/1/2026, until a later pass."
        assert dialog.roster.lines[0].note.text == ended
        keys.press(Qt.Key.Key_F6)
        dialog.table.mark(0)
        keys.write("+p")
        assert [line.note.text for line in dialog.roster.lines[:2]] == [
            "Passed the same day; that pass counts.", "Qualified until 3/1/2027.",
        ]  # fmt: skip

    keys.open(Qt.Key.Key_R, CONTROL | SHIFT, work)


def test_scores_are_checked_beside_the_field_and_in_the_row(window, session):
    keys = Keyboard(window)

    def work(dialog):
        fields = dialog.form.fields
        keys.write("t").press(Qt.Key.Key_Return)
        fields["passing"].control.setFocus()
        fields["passing"].line.selectAll()
        keys.write("300").press(Qt.Key.Key_Return)
        assert "more than the maximum of 250" in fields["passing"].problem
        fields["passing"].control.setFocus()
        fields["passing"].line.selectAll()
        keys.write("200").press(Qt.Key.Key_Return)
        assert fields["passing"].problem == ""
        dialog.table.setFocus()
        keys.write("p").press(Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right)
        keys.write("180").press(Qt.Key.Key_Return)
        assert dialog.roster.lines[0].note.wrong
        assert "180 is no pass" in dialog.roster.lines[0].note.text
        keys.write("260").press(Qt.Key.Key_Return)
        assert "more than the maximum" in dialog.roster.lines[1].note.text
        keys.press(Qt.Key.Key_Return, held=CONTROL)
        assert dialog.isVisible()
        assert dialog.table.currentIndex().row() == 0

    keys.open(Qt.Key.Key_R, CONTROL | SHIFT, work)
    assert shots(session) == {}


def test_a_shot_on_record_is_refused_in_its_row(window, session):
    keys = Keyboard(window)

    def work(dialog):
        keys.write("4/15/26").press(Qt.Key.Key_Return, Qt.Key.Key_F6)
        dialog.form.fields["light"].enter("Day")
        keys.write("p")
        assert dialog.roster.lines[0].note.text == "Already recorded for 4/15/2026."
        keys.press(Qt.Key.Key_Return, held=CONTROL)
        assert dialog.isVisible()

    keys.open(Qt.Key.Key_R, CONTROL | SHIFT, work)
    assert shots(session) == {}


def test_day_and_night_of_one_officer_are_two_lines(window, session):
    keys = Keyboard(window)

    def work(dialog):
        keys.write("t").press(Qt.Key.Key_Return, Qt.Key.Key_F6)
        keys.write("p").press(Qt.Key.Key_Up).write("+p").press(Qt.Key.Key_Up)
        for row, light in ((0, "d"), (1, "n")):
            dialog.table.mark(row, 4)
            keys.write(light).press(Qt.Key.Key_Return)
        keys.press(Qt.Key.Key_Return, held=CONTROL)
        assert not dialog.isVisible(), [(line.words, line.note) for line in dialog.roster.lines]

    keys.open(Qt.Key.Key_R, CONTROL | SHIFT, work)
    assert [row.light for row in shots(session)["E0", "G0"]] == ["Day", "Night"]


def test_a_block_of_scores_pasted_from_excel(window, session):
    block = "Name\tSerial\tScore\tLight\nAbel, Pat\t\t240\tDay\nHall, Pat\tR7\t150\t\nBaker, Pat\tZZ\t240\t\nX\t\t1\t\n"

    def work(dialog):
        dialog.form.fields["shot_on"].enter("t")
        dialog.form.fields["shot_on"].left.emit()
        QGuiApplication.clipboard().setText(block)
        dialog.table.setFocus()
        Keyboard(window).press(Qt.Key.Key_V, held=CONTROL)
        entered = {line.key.split("\x1f")[1]: line.entered for line in dialog.roster.ticked}
        assert set(entered) == {"G0", "R7"}
        assert (entered["G0"]["result"], entered["G0"]["light"]) == ("Pass", "Day")
        assert entered["R7"]["result"] == "Fail"
        asked = [(each.named.words, each.named.problem) for each in dialog.asking.open]
        assert asked == [("Baker, Pat", "The weapon on that day is not ZZ."), ("X", "")]
        Keyboard(window).press(Qt.Key.Key_Return, held=CONTROL)
        assert dialog.isVisible()
        for each in list(dialog.asking.open):
            each.leave.click()
        Keyboard(window).press(Qt.Key.Key_Return, held=CONTROL)
        assert not dialog.isVisible(), dialog.notice.text

    Keyboard(window).open(Qt.Key.Key_R, CONTROL | SHIFT, work)
    assert {key: found[0].result for key, found in shots(session).items()} == {
        ("E0", "G0"): Result.PASS,
        ("E7", "R7"): Result.FAIL,
    }


def test_a_range_day_begun_is_there_again_after_the_program_was_killed(qtbot, window, session, tmp_path):
    left = tmp_path / "after the kill.muster"

    def work(dialog):
        keys = Keyboard(window)
        keys.write("t").press(Qt.Key.Key_Return, Qt.Key.Key_F6)
        keys.write("pf").press(Qt.Key.Key_Up).write("+p")
        qtbot.wait(KEPT_AFTER_MS + 300)
        shutil.copy(session.path, left)

    Keyboard(window).open(Qt.Key.Key_R, CONTROL | SHIFT, work)
    window.acts.open_path(left)
    assert window.begun.isVisible()
    assert "a range day (State course, November 23, 2 officers)" in window.begun.words.text()

    def go_on(dialog):
        assert isinstance(dialog, RangeDayDialog)
        results = [(line.words.partition("\n")[0], line.entered["result"]) for line in dialog.roster.ticked]
        assert results == [("Abel, Pat", "Pass"), ("Baker, Pat", "Fail"), ("Baker, Pat", "Pass")]
        Keyboard(window).press(Qt.Key.Key_Return, held=CONTROL)
        assert not dialog.isVisible(), dialog.notice.text

    Keyboard(window).open(Qt.Key.Key_G, CONTROL | SHIFT, go_on)
    assert {key: len(found) for key, found in shots(session).items()} == {("E0", "G0"): 1, ("E1", "G1"): 2}
    assert drafts(session.store) == []
