"""A records workbook, an office's own and a pasted block through the import dialog, into a real file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.matching import DateOrder, Target
from core.model import Appointment, Attendance, Credential, Officer, Role, TrainingClass
from core.plan import Verdict
from gui.dialogs.importing import ANSWERS, COLUMNS, DONE, PREVIEW, Block, ImportDialog, open_import
from gui.dialogs.importing.preview import SHAPES, WORDS
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


def saved(path: Path, **sheets) -> Path:
    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def workbook(tmp_path: Path):
    """Writes a records workbook of these officers, each with an appointment if it is new."""

    def make(*officers) -> Path:
        posts = [(row[0], "sro", "district", date(2026, 8, 1)) for row in officers if row in GOOD]
        sheets = {"Officers": (OFFICERS, *officers), "Appointments": (APPOINTMENTS, *posts)}
        return saved(tmp_path / "From the binder.xlsx", **sheets)

    return make


@pytest.fixture(autouse=True)
def opened_file(session, records_file):
    session.open(records_file)


@pytest.fixture
def opened(qtbot, session):
    """The dialog once the workbook is read."""

    def open_(source) -> ImportDialog:
        dialog = ImportDialog(session, None, source)
        qtbot.addWidget(dialog)
        dialog.show()
        settled(qtbot, dialog)
        return dialog

    return open_


def settled(qtbot, dialog):
    qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)


@pytest.fixture
def next_(qtbot):
    """Ctrl+Enter, and what it begins is over."""

    def go(dialog):
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settled(qtbot, dialog)

    return go


def choose(box, words):
    """The entry with these words."""
    place = next(place for place in range(box.count()) if words in box.itemText(place))
    box.setFocus()
    box.setCurrentIndex(place)


def verdicts(dialog):
    return [row.verdict for row in dialog.preview.rows.rows]


def ids(session):
    return {officer.officer_id for officer in session.store.rows(Officer)}


# --- a records workbook ---------------------------------------------------------------------------------------


def test_a_good_workbook_is_shown_row_by_row_and_goes_in_as_one_edit(session, opened, workbook, next_):
    before = ids(session)
    dialog = opened(workbook(*GOOD, SAME))
    assert dialog.step_now == PREVIEW
    assert verdicts(dialog) == [Verdict.ADD] * 4 + [Verdict.SAME]
    assert dialog.record_button.text() == "Import 4 rows"
    assert dialog.record_button.isEnabled()
    assert ids(session) == before
    next_(dialog)
    assert dialog.step_now == DONE, dialog.notice.text
    assert dialog.outcome.words.text().startswith("New: 2 officers, 2 appointments.\n1 row on record already.")
    assert ids(session) == before | {"N1", "N2"}
    assert session.store.find(Officer, "N2").date_of_birth == date(1991, 3, 7)
    assert [row.role for row in session.store.rows(Appointment) if row.officer_id == "N1"] == [Role.SRO]
    assert session.register.entry("N1") is not None
    next_(dialog)
    assert not dialog.isVisible()
    session.undo()
    assert ids(session) == before


def test_undo_is_at_hand_when_it_is_done(session, opened, workbook, next_):
    before = ids(session)
    dialog = opened(workbook(*GOOD))
    next_(dialog)
    dialog.outcome.undo.click()
    assert ids(session) == before
    assert session.register.entry("N1") is None
    assert "taken back" in dialog.outcome.title.text()
    assert not dialog.outcome.undo.isEnabled()


def test_a_copy_of_the_file_is_made_before(session, opened, workbook, next_):
    before = set(session.path.parent.rglob("*.muster"))
    next_(opened(workbook(*GOOD)))
    (backup,) = set(session.path.parent.rglob("*.muster")) - before
    assert backup.stat().st_size > 0


def test_an_error_blocks_the_import_and_says_which_cell(session, opened, workbook, next_):
    dialog = opened(workbook(*GOOD, BAD))
    assert not dialog.record_button.isEnabled()
    assert "1 row has errors" in dialog.notice.text
    assert dialog.record_button.accessibleDescription() == dialog.notice.text
    wrong = dialog.preview.table.row
    assert (wrong.sheet, wrong.number, wrong.verdict) == ("Officers", 4, Verdict.ERROR)
    for said in ("date_of_birth", "2/30/1990", "Write a date such as"):
        assert said in dialog.preview.detail.text()
    next_(dialog)
    assert dialog.step_now == PREVIEW
    assert "N1" not in ids(session)


def test_rows_with_errors_can_be_left_out(session, opened, workbook, next_):
    dialog = opened(workbook(*GOOD, BAD))
    QTest.keyClick(dialog.preview.leave_bad, Qt.Key.Key_Space)
    assert dialog.record_button.text() == "Import 4 rows"
    next_(dialog)
    assert {"N1", "N2"} <= ids(session)
    assert "N3" not in ids(session)
    assert "1 row left out, with errors." in dialog.outcome.words.text()


def test_what_differs_is_taken_only_when_one_says_so(qtbot, session, opened, workbook, next_):
    dialog = opened(workbook(DIFFERENT))
    assert verdicts(dialog) == [Verdict.CONFLICT]
    assert "(662) 555-0199" in dialog.preview.detail.text()
    assert not dialog.record_button.isEnabled()
    assert "nothing new" in dialog.notice.text
    QTest.keyClick(dialog.preview.take_differing, Qt.Key.Key_Space)
    settled(qtbot, dialog)
    assert verdicts(dialog) == [Verdict.UPDATE]
    assert dialog.notice.text == ""
    next_(dialog)
    assert session.store.find(Officer, "A1").phone == "(662) 555-0199"
    assert session.store.find(Officer, "A1").date_of_birth == date(1980, 4, 2)


def test_the_chips_count_and_filter(opened, workbook):
    dialog = opened(workbook(*GOOD, BAD, DIFFERENT, SAME))
    chips = dialog.preview.chips
    assert {verdict: chip.text() for verdict, chip in chips.items() if chip.isVisible()} == {
        None: "All 7",
        Verdict.ERROR: "Error 1",
        Verdict.CONFLICT: "Differs 1",
        Verdict.ADD: "New 4",
        Verdict.SAME: "On record 1",
    }
    chips[Verdict.CONFLICT].click()
    assert [row.about for row in dialog.preview.rows.rows] == ["A1"]
    chips[None].click()
    assert len(dialog.preview.rows.rows) == 7


def test_each_verdict_has_a_shape_and_a_word_and_each_officer_a_name(opened, workbook):
    assert set(SHAPES) == set(WORDS) == set(Verdict)
    assert len(set(SHAPES.values())) == len(Verdict)
    rows = opened(workbook(BAD, *GOOD[:1])).preview.rows
    assert (rows.index(0, 0).data(), rows.index(0, 0).data(STATUS)) == ("Error", SHAPES[Verdict.ERROR])
    assert rows.index(0, 0).data(RECORD).verdict is Verdict.ERROR
    assert rows.index(1, 3).data() == "Officer Park, Min (N1)"


def test_the_columns_of_a_records_workbook_can_be_changed_too(opened, workbook, next_):
    dialog = opened(workbook(*GOOD))
    assert dialog.back_button.text() == "Change columns…"
    dialog.back_button.click()
    assert dialog.step_now == COLUMNS
    choose(dialog.columns.lines[4], "Leave out")
    next_(dialog)
    (group,) = dialog.answers.dates.values()
    assert "March 7, 1991" in group.checkedButton().text()
    next_(dialog)
    assert dialog.step_now == PREVIEW
    assert verdicts(dialog) == [Verdict.ADD] * 4


@pytest.mark.parametrize(("name", "content"), [("notes.xlsx", b"no workbook"), ("missing.ods", None)])
def test_what_is_no_workbook_is_refused_in_words(opened, tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    dialog = opened(path)
    assert name in dialog.notice.text
    assert dialog.step.text() == "Nothing was imported."
    assert not dialog.record_button.isEnabled()


def test_an_empty_workbook_is_refused_in_words(opened, tmp_path):
    dialog = opened(saved(tmp_path / "empty.xlsx", Sheet1=()))
    assert "“empty.xlsx” is empty" in dialog.notice.text
    assert not dialog.record_button.isEnabled()


def test_a_sheet_of_other_things_waits_for_the_clerk_to_say_what_it_is(opened, tmp_path):
    dialog = opened(saved(tmp_path / "groceries.xlsx", Groceries=(("milk", "bread"),)))
    assert dialog.step_now == COLUMNS
    assert "Say what the sheet lists." in dialog.notice.text
    assert not dialog.record_button.isEnabled()


def test_a_folder_of_csv_files_is_a_workbook_too(session, opened, tmp_path, next_):
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "Officers.csv").write_text("officer_id,last_name,first_name\nN1,Park,Min\n", encoding="utf-8")
    next_(opened(folder))
    assert session.store.find(Officer, "N1").last_name == "Park"


def test_open_import_asks_for_the_workbook(session, prompts):
    prompts.answers = [None]
    assert not open_import(session, None)
    assert prompts.asked == ["Choose the workbook"]


# --- an office's own workbook ---------------------------------------------------------------------------------

ROSTER = (
    ("Pine Ridge School District",),
    ("Security staff",),
    (),
    ("Emp #", "Officer Name", "DOB", "Hire Date", "Position", "Agency", "Locker"),
    (1001, "Lee, Dana M. Jr.", "3/4/1980", "5/6/2020", "School Resource Officer", "City PD", 12),
    ("EAST",),
    (1002, "de la Cruz, Maria", "2/5/1985", "1/12/2021", "Ranger", "Pine Ridge SD", 7),
    ("Total", 2),
)


@pytest.fixture
def roster(tmp_path):
    return saved(tmp_path / "Staff.xlsx", Roster=ROSTER, Notes=(("Call about lockers",),))


def answer(dialog, order=1, ranger="Campus"):
    for group in dialog.answers.dates.values():
        group.button(order).setChecked(True)
    (box,) = [box for question, box in dialog.answers.words.items() if question.word == "Ranger"]
    choose(box, ranger)


def test_a_messy_roster_by_keyboard_from_columns_to_done(session, opened, roster, next_):
    dialog = opened(roster)
    assert dialog.step_now == COLUMNS
    assert dialog.columns.lines[1].currentText() == "Full name"
    assert dialog.columns.lines[6].currentText() == "Leave out"
    assert dialog.columns.others[Target("officers", "officer_id")].currentText() == "Column “Emp #”"
    next_(dialog)
    assert dialog.step_now == ANSWERS
    assert "Say how the dates are meant." in dialog.notice.text
    readings = [b.text() for group in dialog.answers.dates.values() for b in group.buttons()]
    assert any("March 4, 1980" in words for words in readings)
    assert any("April 3, 1980" in words for words in readings)
    answer(dialog)
    next_(dialog)
    assert dialog.step_now == PREVIEW
    for note in ("The sheet “Notes” was left out.", "The column “Locker”", "(“EAST”) was taken for a remark"):
        assert note in dialog.preview.summary.text()
    next_(dialog)
    assert dialog.step_now == DONE, dialog.notice.text
    lee = session.store.find(Officer, "1001")
    assert (lee.full_name, lee.date_of_birth) == ("Dana M. Lee Jr.", date(1980, 4, 3))
    posts = {row.officer_id: row for row in session.store.rows(Appointment)}
    assert (posts["1001"].role, posts["1002"].role) == (Role.SRO, Role.CEO)
    assert posts["1002"].hired_on == date(2021, 12, 1)
    session.undo()
    assert session.store.find(Officer, "1001") is None


def test_what_was_answered_is_kept_for_the_next_time(opened, roster, next_):
    dialog = opened(roster)
    choose(dialog.columns.lines[6], "Notes")
    next_(dialog)
    answer(dialog)
    next_(dialog)
    next_(dialog)
    assert dialog.step_now == DONE, dialog.notice.text
    again = opened(roster)
    assert again.columns.lines[6].currentText() == "Notes"
    (match,) = [each for each in again.columns.match if each.table]
    assert set(match.orders.values()) == {DateOrder.DAY}
    next_(again)
    assert again.answers.words
    assert all(box.currentData() for box in again.answers.words.values())


def test_going_back_changes_the_answer(opened, roster, next_):
    dialog = opened(roster)
    next_(dialog)
    answer(dialog)
    next_(dialog)
    dialog.back_button.click()
    assert dialog.step_now == ANSWERS
    answer(dialog, order=0)
    next_(dialog)
    born = {
        row.row.officer_id: row.row.date_of_birth for row in dialog.preview.rows.rows if isinstance(row.row, Officer)
    }
    assert born["1001"] == date(1980, 3, 4)


def test_what_every_row_needs_is_asked_and_may_be_the_same_in_all(session, opened, tmp_path, next_):
    dialog = opened(saved(tmp_path / "s.xlsx", Sheet1=(("Name", "Hire Date"), ("Dana Park", date(2020, 8, 1)))))
    assert "Appointment: Role, Appointment: Employed by" in dialog.notice.text
    others = dialog.columns.others
    assert others[Target("officers", "officer_id")].currentText().startswith("Made up: ID-001")
    choose(others[Target("appointments", "role")], "School Safety Officer")
    choose(dialog.columns.others[Target("appointments", "employer_type")], "The school district")
    assert dialog.notice.text == ""
    next_(dialog)
    next_(dialog)
    assert session.store.find(Officer, "ID-001").full_name == "Dana Park"
    assert session.register.entry("ID-001").role is Role.SSO


def test_a_column_is_placed_by_typing_and_the_focus_stays(opened, roster):
    dialog = opened(roster)
    box = dialog.columns.lines[6]
    box.setFocus()
    QTest.keyClicks(box, "email")
    assert dialog.columns.match[0].fields[Target("officers", "email")].column == 6
    assert dialog.columns.lines[6] is box
    assert box.currentText() == "Email"
    QTest.keyClick(box, Qt.Key.Key_Delete)
    assert Target("officers", "email") not in dialog.columns.match[0].fields


def test_a_target_taken_from_another_column_leaves_it_without(opened, roster):
    dialog = opened(roster)
    choose(dialog.columns.lines[6], "Date of birth")
    assert dialog.columns.lines[2].currentText() == "Leave out"
    choose(dialog.columns.lines[4], "Leave out")
    assert Target("appointments", "role") in dialog.columns.others
    assert "Role" in dialog.notice.text


def test_another_table_and_another_row_of_names_can_be_chosen(opened, roster):
    dialog = opened(roster)
    choose(dialog.columns.heading, "Row 1:")
    assert dialog.columns.match[0].heading == 1
    choose(dialog.columns.heading, "Row 4:")
    choose(dialog.columns.table, "Training")
    assert dialog.columns.match[0].table == "attendance"
    choose(dialog.columns.table, "Nothing to import")
    assert "Say what the sheet lists." in dialog.notice.text


# --- pasted cells ---------------------------------------------------------------------------------------------


def test_cells_with_names_are_pasted_by_them(session, opened, next_):
    dialog = opened(Block("Badge\tName\tE-mail\nN1\tPark, Min\tmin@example.org\n", "officers"))
    assert dialog.windowTitle() == "Paste rows"
    next_(dialog)
    next_(dialog)
    assert session.store.find(Officer, "N1").email == "min@example.org"


def test_cells_without_names_go_by_the_columns_on_the_screen(session, opened, next_):
    titles = ("Credential", "Completed", "Issued", "Expires", "Certificate", "Proof held", "Provider")
    block = Block("FEMA IS-100\t8/14/2026\t\t\t77\tcopy\tFEMA\n", "credentials", titles, "A1")
    dialog = opened(block)
    assert dialog.columns.hindrance() == ""
    next_(dialog)
    next_(dialog)
    (row,) = [row for row in session.store.rows(Credential) if row.credential == "is-100"]
    assert (row.officer_id, row.completed_on, row.certificate_number) == ("A1", date(2026, 8, 14), "77")
    assert (row.proof, row.provider) == ("copy", "FEMA")


def test_classes_pasted_on_an_officers_page_are_theirs(session, opened, next_):
    titles = ("Date", "Class", "Hours", "Sanctioned", "Credited to", "Proof held", "Provider")
    dialog = opened(Block("8/14/2026\tCPR\t4\tyes\t\tcopy\tRed Cross", "attendance", titles, "A2"))
    next_(dialog)
    next_(dialog)
    assert dialog.step_now == DONE, dialog.notice.text
    (row,) = [row for row in session.store.rows(Attendance) if row.officer_id == "A2"]
    training = session.store.find(TrainingClass, row.class_id)
    assert (training.title, training.hours, training.ends_on) == ("CPR", 4, date(2026, 8, 14))


def test_what_is_wrong_in_pasted_cells_is_said_by_row_and_column(opened, next_):
    dialog = opened(Block("Badge\tName\tDOB\nN1\tPark, Min\t1980-02-30\n", "officers"))
    next_(dialog)
    wrong = dialog.preview.table.row
    assert (wrong.number, wrong.errors[0].column, wrong.errors[0].value) == (2, "DOB", "1980-02-30")


def test_blank_cells_are_refused_in_words(opened):
    dialog = opened(Block("\t\n\t\n", "officers"))
    assert "no cells to paste" in dialog.notice.text


def test_ctrl_v_pastes_into_the_table_on_the_screen(qtbot, window, monkeypatch):
    from PySide6.QtGui import QGuiApplication

    from gui.dialogs import importing

    pasted = []
    monkeypatch.setattr(importing, "open_paste", lambda session, parent, block: pasted.append(block))
    QGuiApplication.clipboard().setText("N1\tPark")
    window.show_page("officers")
    QTest.keyClick(window.page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (pasted[-1].table, pasted[-1].titles[0], pasted[-1].officer_id) == ("officers", "Name", "")
    window.show_officer("A1")
    window.page.panels["Credentials"].table.setFocus()
    QTest.keyClick(window.page.panels["Credentials"].table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (pasted[-1].table, pasted[-1].titles[0], pasted[-1].officer_id) == ("credentials", "Credential", "A1")
    window.page.table.setFocus()
    QTest.keyClick(window.page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (pasted[-1].table, pasted[-1].officer_id) == ("", "A1")


def test_ctrl_v_in_a_line_stays_the_lines(window, monkeypatch):
    from PySide6.QtGui import QGuiApplication

    from gui.dialogs import importing

    monkeypatch.setattr(importing, "open_paste", lambda *_: pytest.fail("the line has the key"))
    QGuiApplication.clipboard().setText("lee")
    window.show_page("officers")
    window.page.search.setFocus()
    QTest.keyClick(window.page.search, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.page.search.text() == "lee"


def test_an_empty_clipboard_is_said(window, prompts):
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().setText("  ")
    window.give("paste_rows")
    assert "nothing to paste" in prompts.asked[-1]
