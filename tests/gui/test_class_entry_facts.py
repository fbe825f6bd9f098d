"""What fills in by itself in a class, the scan for everyone, and a block of cells from Excel."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from core import actions
from core.model import Attendance, Officer, Proof, Sanctioned, TrainingClass
from core.patterns import keep_pattern
from gui.dialogs.class_entry import ClassEntryDialog


@pytest.fixture
def dialog(qtbot, window, session):
    """On the small district: Lee, Nuñez and Boyd serve, Gone does not."""
    dialog = ClassEntryDialog(session, None)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def enter(dialog, **typed):
    for name, text in typed.items():
        field = dialog.form.fields[name]
        field.enter(text)
        field.check()
        field.left.emit()


def test_a_title_used_before_brings_its_facts_and_another_title_takes_only_those_away(dialog, session):
    keep_pattern(session.store, TrainingClass, {"title": "Radio", "hours": 4.0, "provider": "County"})
    dialog._offer_titles()
    enter(dialog, location="Gym", title="legal update")
    fields = dialog.form.fields
    assert (fields["hours"].entered, fields["location"].entered) == ("8", "Gym")
    assert fields["sanctioned"].value() is Sanctioned.YES
    assert dialog.template.text() == "Filled in from class C1, 8/5/2026."
    enter(dialog, title="Radio")
    assert (fields["hours"].entered, fields["provider"].entered) == ("4", "County")
    assert fields["location"].entered == "Gym"
    assert dialog.template.text() == "Filled in from the district’s own template."
    enter(dialog, hours="6", title="Legal update")
    assert fields["hours"].entered == "6", "what was typed stays"


def test_a_template_is_kept_and_forgotten(dialog, session):
    enter(dialog, title="De-escalation", hours="4", provider="County")
    assert dialog.keep_button.text() == "Keep as a template"
    dialog.keep_button.click()
    assert dialog.keep_button.text() == "Forget this template"
    assert "De-escalation" in [pattern.name for pattern in dialog._patterns.values()]
    dialog.keep_button.click()
    assert dialog.keep_button.text() == "Keep as a template"
    assert "de-escalation" not in dialog._patterns


def test_a_scan_is_a_copy_for_whoever_had_less_until_it_is_left_out(dialog, tmp_path):
    scan = tmp_path / "sheet.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n and so on")
    dialog.roster.enter(0, {"proof": "word"})
    dialog.roster.enter(1, {"proof": "orig"})
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(scan))])
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), action, mime, button, none)
    dialog.dragEnterEvent(entering)
    assert entering.isAccepted()
    dialog.dropEvent(QDropEvent(QPointF(5, 5), action, mime, button, none))
    assert dialog.scans.paths == [scan]
    assert dialog.proof.value() is Proof.COPY
    assert [dialog.roster.values(line)["proof"] for line in dialog.roster.lines] == [Proof.COPY, Proof.ORIGINAL, None]
    leave = next(b for b in dialog.scans.findChildren(type(dialog.record_button)) if b.text() == "Leave out")
    leave.click()
    assert dialog.proof.value() is None
    assert dialog.roster.values(dialog.roster.lines[0])["proof"] is Proof.STATED


def test_what_is_no_scan_is_refused_in_words(dialog, tmp_path):
    wrong = tmp_path / "sheet.pdf"
    wrong.write_text("not a PDF")
    dialog.attach([wrong])
    assert "sheet.pdf" in dialog.notice.text
    assert dialog.scans.paths == []
    dialog.attach([tmp_path / "gone.pdf"])
    assert "gone.pdf" in dialog.notice.text


def test_a_scan_that_is_gone_when_it_is_to_be_recorded_is_said_and_nothing_is_recorded(dialog, session, tmp_path):
    scan = tmp_path / "sheet.pdf"
    scan.write_bytes(b"%PDF-1.7 and so on")
    dialog.attach([scan])
    scan.unlink()
    enter(dialog, title="Radio", starts_on="8/3/26", hours="8")
    dialog.record_button.click()
    assert dialog.isVisible()
    assert "sheet.pdf" in dialog.notice.text
    assert session.store.find(TrainingClass, "C-2026-001") is None


def test_a_block_brings_hours_dates_years_and_proof(dialog, session):
    robin = Officer(officer_id="A9", last_name="Lee", first_name="Robin", employee_number="77")
    session.apply(lambda store: actions.add(store, robin))
    enter(dialog, title="Radio", starts_on="8/3/26", hours="8")
    dialog.paste(
        "Employee\tHours\tCompleted\tCredit year\tProof\n"
        "Lee, Dana\t8\t\t\t\nTerrence Boyd\t4\t8/2/26\t2025-26\tOriginal\nLee\t8\t\t\t\nNunez, Rafael\tmany\t\t\t\n"
    )
    rows = {line.key: line for line in dialog.roster.ticked}
    assert set(rows) == {"A1", "A2", "A3"}
    assert rows["A1"].entered["hours"] == "", "the class’s own hours need no entry"
    assert dialog.roster.values(rows["A3"]) == {
        "hours": 4.0, "completed_on": date(2026, 8, 2), "credit_year": "2025-26", "proof": Proof.ORIGINAL,
    }  # fmt: skip
    assert "many" in rows["A2"].note.text
    assert rows["A2"].note.wrong
    (asked,) = dialog.asking.open
    assert asked.named.likely == ("A1", "A9")
    dialog.record_button.click()
    assert dialog.isVisible()
    assert "Choose who is meant" in dialog.notice.text
    asked.leave.click()
    dialog.roster.enter(dialog.roster.row_of("A2"), {"hours": "2"})
    dialog.record_button.click()
    assert not dialog.isVisible(), dialog.notice.text
    by_officer = {row.officer_id: row for row in session.store.rows(Attendance) if row.class_id == "C-2026-001"}
    assert (by_officer["A3"].hours, by_officer["A3"].credit_year) == (4.0, "2025-26")
    assert by_officer["A2"].hours == 2.0


def test_one_named_twice_is_asked_about(dialog):
    dialog.paste("Lee, Dana\t8\nA1\t4")
    (asked,) = dialog.asking.open
    assert asked.named.problem == "Lee, Dana is named twice."


def test_an_empty_clipboard_is_said(dialog):
    dialog.paste("  \n")
    assert "no names to paste" in dialog.notice.text
    assert len(dialog.roster.ticked) == 3


def test_tick_all_leaves_out_who_has_the_class(dialog, session):
    enter(dialog, title="Legal update", ends_on="8/5/26")
    dialog.roster.tick_all(False)
    dialog.roster.tick_all(True)
    assert [line.key for line in dialog.roster.ticked] == ["A3", "A2"]
    assert dialog.counted.text() == "Who attended: 2 of 3 officers"


def test_every_control_says_what_it_is(dialog):
    for control in (dialog.search, dialog.table, dialog.scans.button, dialog.proof.control):
        assert control.accessibleName() or control.text()
    spoken = dialog.roster.index(0, 4).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Proof: "
