"""A good and a bad workbook through the import dialog, into a real file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.model import Appointment, Officer, Role
from core.plan import Verdict
from gui.dialogs.importing import SHAPES, WORDS, ImportDialog, open_import
from gui.models.rows import RECORD, STATUS

OFFICERS = ("officer_id", "last_name", "first_name", "date_of_birth", "phone")
APPOINTMENTS = ("officer_id", "role", "employer_type", "hired_on")
GOOD = (
    ("N1", "Park", "Min", date(1990, 3, 7), None),
    ("N2", "Reyes", "Ana", "3/7/1991", None),
)
BAD = ("N3", "Stone", "Lou", "2/30/1990", None)
DIFFERENT = ("A1", "Lee", "Dana", None, "(662) 555-0199")
SAME = ("A2", "Nuñez", "Rafael", None, None)


@pytest.fixture
def workbook(tmp_path: Path):
    """Writes a workbook of these officers, each with an appointment if it is new."""

    def make(*officers) -> Path:
        book = Workbook()
        sheet = book.active
        sheet.title = "Officers"
        sheet.append(OFFICERS)
        for row in officers:
            sheet.append(row)
        posts = book.create_sheet("Appointments")
        posts.append(APPOINTMENTS)
        for row in officers:
            if row in GOOD:
                posts.append((row[0], "sro", "district", date(2026, 8, 1)))
        path = tmp_path / "From the binder.xlsx"
        book.save(path)
        return path

    return make


@pytest.fixture(autouse=True)
def opened_file(session, records_file):
    session.open(records_file)


@pytest.fixture
def opened(qtbot, session):
    """The dialog once the workbook is read."""

    def open_(path):
        dialog = ImportDialog(session, None, path)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.plan is not None or bool(dialog.notice.text))
        return dialog

    return open_


def verdicts(dialog):
    return [row.verdict for row in dialog.rows.rows]


def ids(session):
    return {officer.officer_id for officer in session.store.rows(Officer)}


def test_a_good_workbook_is_shown_row_by_row_and_goes_in_as_one_edit(session, opened, workbook):
    before = ids(session)
    dialog = opened(workbook(*GOOD, SAME))
    assert verdicts(dialog) == [Verdict.ADD] * 4 + [Verdict.SAME]
    assert dialog.record_button.text() == "Import 4 rows"
    assert dialog.record_button.isEnabled()
    assert ids(session) == before
    dialog.record_button.click()
    assert not dialog.isVisible(), dialog.notice.text
    assert ids(session) == before | {"N1", "N2"}
    assert session.store.find(Officer, "N2").date_of_birth == date(1991, 3, 7)
    assert [row.role for row in session.store.rows(Appointment) if row.officer_id == "N1"] == [Role.SRO]
    assert session.register.entry("N1") is not None
    session.undo()
    assert ids(session) == before


def test_a_copy_of_the_file_is_made_before(session, opened, workbook):
    before = set(session.path.parent.rglob("*.muster"))
    dialog = opened(workbook(*GOOD))
    dialog.record_button.click()
    (backup,) = set(session.path.parent.rglob("*.muster")) - before
    assert backup.stat().st_size > 0


def test_an_error_blocks_the_import_and_says_which_cell(session, opened, workbook):
    dialog = opened(workbook(*GOOD, BAD))
    assert not dialog.record_button.isEnabled()
    assert "1 row has errors" in dialog.notice.text
    assert dialog.record_button.accessibleDescription() == dialog.notice.text
    wrong = dialog.table.row
    assert (wrong.sheet, wrong.number, wrong.verdict) == ("Officers", 4, Verdict.ERROR)
    for said in ("date_of_birth", "2/30/1990", "Write a date such as"):
        assert said in dialog.detail.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert "N1" not in ids(session)


def test_rows_with_errors_can_be_left_out(session, opened, workbook):
    dialog = opened(workbook(*GOOD, BAD))
    QTest.keyClick(dialog.leave_bad, Qt.Key.Key_Space)
    assert dialog.record_button.text() == "Import 4 rows"
    dialog.record_button.click()
    assert {"N1", "N2"} <= ids(session)
    assert "N3" not in ids(session)


def test_what_differs_is_taken_only_when_one_says_so(session, opened, workbook):
    path = workbook(DIFFERENT)
    dialog = opened(path)
    assert verdicts(dialog) == [Verdict.CONFLICT]
    assert "(662) 555-0199" in dialog.detail.text()
    assert not dialog.record_button.isEnabled()
    assert "nothing new" in dialog.notice.text
    QTest.keyClick(dialog.take_differing, Qt.Key.Key_Space)
    assert verdicts(dialog) == [Verdict.UPDATE]
    assert dialog.notice.text == ""
    dialog.record_button.click()
    assert session.store.find(Officer, "A1").phone == "(662) 555-0199"
    assert session.store.find(Officer, "A1").date_of_birth == date(1980, 4, 2)


def test_the_chips_count_and_filter(opened, workbook):
    dialog = opened(workbook(*GOOD, BAD, DIFFERENT, SAME))
    words = {verdict: chip.text() for verdict, chip in dialog.chips.items() if chip.isVisible()}
    assert words == {
        None: "All 7",
        Verdict.ERROR: "Error 1",
        Verdict.CONFLICT: "Differs 1",
        Verdict.ADD: "New 4",
        Verdict.SAME: "On record 1",
    }
    dialog.chips[Verdict.CONFLICT].click()
    assert [row.about for row in dialog.rows.rows] == ["A1"]
    dialog.chips[None].click()
    assert len(dialog.rows.rows) == 7


def test_each_verdict_has_a_shape_and_a_word(opened, workbook):
    assert set(SHAPES) == set(WORDS) == set(Verdict)
    assert len(set(SHAPES.values())) == len(Verdict)
    dialog = opened(workbook(BAD))
    cell = dialog.rows.index(0, 0)
    assert (cell.data(), cell.data(STATUS)) == ("Error", SHAPES[Verdict.ERROR])
    assert cell.data(RECORD).verdict is Verdict.ERROR


@pytest.mark.parametrize(("name", "content"), [("notes.xlsx", b"no workbook"), ("missing.ods", None)])
def test_what_is_no_workbook_is_refused_in_words(opened, tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    dialog = opened(path)
    assert name in dialog.notice.text
    assert dialog.summary.text() == "Nothing was imported."
    assert not dialog.record_button.isEnabled()


def test_a_workbook_without_a_known_sheet_is_refused_in_words(opened, tmp_path):
    book = Workbook()
    book.active.title = "Groceries"
    book.active.append(("milk", "bread"))
    path = tmp_path / "groceries.xlsx"
    book.save(path)
    dialog = opened(path)
    assert "Groceries" in dialog.notice.text
    assert dialog.plan is None
    assert not dialog.record_button.isEnabled()


def test_a_folder_of_csv_files_is_a_workbook_too(session, opened, tmp_path):
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "Officers.csv").write_text("officer_id,last_name,first_name\nN1,Park,Min\n", encoding="utf-8")
    dialog = opened(folder)
    dialog.record_button.click()
    assert session.store.find(Officer, "N1").last_name == "Park"


def test_open_import_asks_for_the_workbook(session, prompts, monkeypatch):
    prompts.answers = [None]
    assert not open_import(session, None)
    assert prompts.asked == ["Choose the workbook"]
