"""Reports and letters: the pages shown are real, and what is saved, printed and registered is what is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from core import actions
from core.errors import UserError
from core.model import Officer
from core.papers import papers, shown_code, stored_pages
from core.reports.catalogue import REPORTS
from core.reports.letters import KINDS, due_letters, for_envelopes
from gui.pages.papers import AUDIT_PACKET, BOARD_PACKET, DUE, ENTRIES, LABELS, PRINTED, PapersPage
from gui.tasks import Task
from gui.widgets.printing import print_pages
from gui.widgets.sheets import Pdf, SheetView


@pytest.fixture
def page(qtbot, session, records_file):
    session.open(records_file)
    page = PapersPage(session)
    qtbot.addWidget(page)
    session.officers_changed.connect(page.take_news)
    page.resize(1166, 700)
    page.show()
    page.come()
    shown(qtbot, page)
    return page


def shown(qtbot, page):
    """Until the worker has nothing left to do for the page."""

    def still() -> bool:
        typing = page.options is not None and page.options.is_pausing
        return not (typing or page._work.busy or page._counting.busy)

    qtbot.waitUntil(still, timeout=20_000)


def choose(qtbot, page, key):
    page.picker.pick(key)
    shown(qtbot, page)


def enter(qtbot, page, name, text):
    field = page.options.fields[name]
    field.control.setFocus()
    line = getattr(field, "line", field.control)
    line.clear()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    shown(qtbot, page)


def text_of(content):
    return " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages)


def text(page, place=0):
    return text_of(page.made[place].content)


def nothing(page):
    return page.panes[0]._words.text() if not page.made else ""


def test_every_report_every_letter_and_every_packet_can_be_picked():
    wanted = {*REPORTS, DUE, *(kind for kind, each in KINDS.items() if not each.due), LABELS}
    assert {entry.key for entry in ENTRIES} == wanted | {BOARD_PACKET, AUDIT_PACKET, PRINTED}
    assert len({entry.title for entry in ENTRIES}) == len(ENTRIES)


def test_whatever_is_picked_is_made_or_says_what_is_missing(qtbot, page):
    for entry in ENTRIES:
        choose(qtbot, page, entry.key)
        if entry.key != PRINTED:
            assert page.made or nothing(page), entry.title


def test_the_board_report_is_shown_first_on_real_pages(page):
    assert page.picker.key == "board"
    assert "Test County Schools" in text(page)
    assert "Terrence Boyd" in text(page)
    pane = page.panes[0]
    assert pane.place.text() == f"Page 1 of {len(pane.view.pdf)}"
    assert not page.panes[1].isVisible()


def test_both_editions_stand_side_by_side_and_each_is_saved_by_its_own_button(qtbot, page, prompts, tmp_path):
    page.options.fields["edition"].set_value("both")
    shown(qtbot, page)
    assert [pane.isVisible() for pane in page.panes] == [True, True]
    assert [pane.caption.text() for pane in page.panes] == ["Executive session edition", "Public edition"]
    assert "Boyd" in text(page, 0)
    assert "Boyd" not in text(page, 1)
    assert not page.save_button.isVisible()
    prompts.answers = [tmp_path / "public.pdf"]
    page.panes[1].buttons[0].click()
    assert (tmp_path / "public.pdf").read_bytes() == page.made[1].content
    (paper,) = papers(page.session.store)
    assert paper.edition == "public"


def test_the_meeting_date_is_printed_and_registered(qtbot, page, prompts, tmp_path):
    enter(qtbot, page, "meeting", "12/14/26")
    assert "December 14, 2026" in text(page)
    prompts.answers = [tmp_path / "board.pdf"]
    page.save_button.click()
    assert papers(page.session.store)[0].meeting_on == date(2026, 12, 14)


def test_a_meeting_date_that_is_none_is_said_beside_the_field_and_shows_no_paper(qtbot, page):
    enter(qtbot, page, "meeting", "soon")
    assert "soon" in page.options.fields["meeting"].problem
    assert "soon" in nothing(page)
    assert not page.print_button.isEnabled()
    assert not page.save_button.isEnabled()


def test_an_officers_sheet_is_about_the_officer_chosen(qtbot, page):
    choose(qtbot, page, "officer")
    assert nothing(page) == "Choose an officer, and the pages appear here."
    enter(qtbot, page, "officer", "A1")
    assert "Dana Lee" in text(page)
    assert "Boyd" not in text(page)


def test_days_ahead_are_heeded(qtbot, page):
    choose(qtbot, page, "deadlines")
    enter(qtbot, page, "days", "400")
    assert "400 days" in text(page)
    enter(qtbot, page, "days", "many")
    assert "many" in page.options.fields["days"].problem


def test_everyone_who_needs_a_letter_is_ticked_with_the_reason(qtbot, session, page):
    due = due_letters(session.roll)
    choose(qtbot, page, DUE)
    ticks = page.options.ticks
    assert [ticks.list.item(row).text() for row in range(ticks.list.count())] == [letter.title for letter in due]
    assert due[0].why in ticks.list.item(0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert [draft.filename for draft in page.made[0].drafts] == [letter.filename for letter in for_envelopes(due)]
    assert page.picker.list.currentItem().text() == f"Everyone who needs a letter ({len(due)})"
    assert "Terrence Boyd" in text(page)


def test_letters_are_unticked_by_key(qtbot, session, page):
    choose(qtbot, page, DUE)
    due, ticks = due_letters(session.roll), page.options.ticks
    ticks.list.setFocus()
    ticks.list.setCurrentRow(0)
    QTest.keyClick(ticks.list, Qt.Key.Key_Space)
    shown(qtbot, page)
    assert len(page.made[0].drafts) == len(due) - 1
    ticks.none.click()
    shown(qtbot, page)
    assert nothing(page) == "Tick the letters to print."
    QTest.keyClick(ticks.list, Qt.Key.Key_Return)
    shown(qtbot, page)
    assert [draft.filename for draft in page.made[0].drafts] == [due[0].filename]


def test_a_click_in_the_row_ticks_it_once(qtbot, page):
    choose(qtbot, page, DUE)
    ticks = page.options.ticks
    for x in (12, 90):
        before = len(ticks.ticked)
        spot = ticks.list.visualItemRect(ticks.list.item(0)).center()
        spot.setX(x)
        QTest.mouseClick(ticks.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert abs(len(ticks.ticked) - before) == 1


def test_the_letters_about_several_officers_can_be_asked_for(qtbot, session, page):
    due = due_letters(session.roll)
    whom = due[0].officer_ids[0], due[-1].officer_ids[0]
    page.show_letters(whom)
    shown(qtbot, page)
    wanted = {letter.filename for letter in due if set(whom) & set(letter.officer_ids)}
    assert {draft.filename for draft in page.made[0].drafts} == wanted
    page.show_letters(())
    shown(qtbot, page)
    assert len(page.made[0].drafts) == len(due)


def test_an_officer_without_a_letter_has_the_sheet_shown(qtbot, session, page, monkeypatch):
    monkeypatch.setattr("gui.pages.papers.due_letters", lambda roll, **_: ())
    page.show_letter("A1")
    shown(qtbot, page)
    assert page.picker.key == "officer"
    assert "Dana Lee" in text(page)


def test_what_a_letter_asks_for_is_said_and_then_printed(qtbot, page):
    choose(qtbot, page, "question")
    assert nothing(page) == "Fill in “Question”, and the pages appear here."
    page.options.fields["question"].control.setPlainText("May hours be carried over?")
    qtbot.waitUntil(lambda: bool(page.made))
    assert "May hours be carried over?" in text(page)
    page.options.ticks.tick(["A1"])
    qtbot.waitUntil(lambda: "Dana Lee" in text(page))


def test_print_before_everything_is_filled_in_goes_to_the_field(qtbot, page):
    choose(qtbot, page, "range")
    page.print_here()
    assert page.options.fields["range_day"].problem == "This must be filled in."
    assert page.options.fields["range_day"].control.hasFocus()


def test_what_is_saved_is_what_is_shown_and_registered_byte_for_byte(page, prompts, tmp_path):
    path = tmp_path / "board.pdf"
    prompts.answers = [path]
    page.save_button.click()
    assert path.read_bytes() == page.made[0].content
    (paper,) = papers(page.session.store)
    assert stored_pages(page.session.store, paper) == path.read_bytes()
    assert shown_code(paper.code) in text(page)
    assert "Terrence Boyd" in text_of(path.read_bytes())


def test_saving_registers_once_and_does_not_make_the_paper_anew(qtbot, page, prompts, tmp_path):
    content = page.made[0].content
    for name in ("a.pdf", "b.pdf"):
        prompts.answers = [tmp_path / name]
        page.save_button.click()
    assert page.made[0].content is content
    assert not page._work.busy
    assert len(papers(page.session.store)) == 1


def test_what_was_typed_last_is_saved_though_it_was_not_made_yet(qtbot, page, prompts, tmp_path):
    prompts.answers = [tmp_path / "board.pdf"]
    QTest.keyClicks(page.options.fields["meeting"].line, "12/14/26")
    page.save()
    qtbot.waitUntil((tmp_path / "board.pdf").exists)
    assert "December 14, 2026" in text_of((tmp_path / "board.pdf").read_bytes())


def test_a_preview_registers_nothing(qtbot, page):
    choose(qtbot, page, DUE)
    choose(qtbot, page, "roster")
    assert papers(page.session.store) == ()


def test_what_cannot_be_saved_is_said(page, prompts, tmp_path):
    prompts.answers = [tmp_path / "no such folder" / "board.pdf"]
    page.save_button.click()
    assert "cannot be written" in prompts.asked[-1]


def test_a_full_disk_is_said_and_leaves_no_half_file(page, prompts, tmp_path, monkeypatch):
    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    prompts.answers = [tmp_path / "board.pdf"]
    page.save_button.click()
    assert "No space left on device" in prompts.asked[-1]
    assert list(tmp_path.glob("*board*")) == []


def test_letters_are_saved_and_registered_one_each(qtbot, session, page, prompts, tmp_path):
    choose(qtbot, page, DUE)
    folder = tmp_path / "letters"
    prompts.answers = [folder]
    with qtbot.waitSignal(session.said):
        page.save_each()
    due = due_letters(session.roll)
    assert {path.name for path in folder.iterdir()} == {letter.filename for letter in due}
    kept = papers(session.store)
    assert len(kept) == len(due)
    for paper in kept:
        assert shown_code(paper.code) in text(page)
        assert any(path.read_bytes() == stored_pages(session.store, paper) for path in folder.iterdir())
    (entry, *_) = session.store.history()
    assert entry.label == f"Print {len(due)} papers"


def test_a_batch_that_is_cancelled_leaves_no_file_and_no_entry(qtbot, session, page, prompts, tmp_path, monkeypatch):
    choose(qtbot, page, DUE)

    def endless(made, things, step):
        while True:
            step(0, 10)

    monkeypatch.setattr("core.making.settle", endless)
    folder = tmp_path / "letters"
    prompts.answers = [folder]
    page.save_each()
    qtbot.waitUntil(page.waiting.isVisible)
    page.cancel_button.click()
    assert not page.waiting.isVisible()
    QTest.qWait(100)
    assert not folder.exists()
    assert papers(session.store) == ()


def test_one_file_of_all_letters_registers_each_by_itself(qtbot, session, page, prompts, tmp_path):
    choose(qtbot, page, DUE)
    prompts.answers = [tmp_path / "all.pdf"]
    with qtbot.waitSignal(session.said):
        page.save_button.click()
    assert (tmp_path / "all.pdf").read_bytes() == page.made[0].content
    assert len(papers(session.store)) == len(page.made[0].drafts)
    for paper in papers(session.store):
        assert text_of(stored_pages(session.store, paper)) in text(page)


def test_labels_are_made_of_the_letters_and_registered_nowhere(qtbot, session, page, prompts, tmp_path):
    officer = session.store.find(Officer, "A3")
    at_home = replace(officer, address="1 Example Road\nSampleton, MS 39999")
    session.apply(lambda store: actions.save(store, at_home))
    shown(qtbot, page)
    choose(qtbot, page, LABELS)
    assert "1 Example Road" in text(page)
    assert "No address is recorded for" in page.sentence.text()
    prompts.answers = [tmp_path / "labels.pdf"]
    page.save_button.click()
    assert (tmp_path / "labels.pdf").exists()
    assert papers(session.store) == ()


def test_a_report_is_saved_as_a_spreadsheet(qtbot, page, prompts, tmp_path, session):
    choose(qtbot, page, "roster")
    prompts.answers = [tmp_path / "roster.xlsx"]
    with qtbot.waitSignal(session.said):
        page.export_here()
    cells = [cell.value for sheet in load_workbook(tmp_path / "roster.xlsx") for row in sheet for cell in row]
    assert any("Boyd" in str(value) for value in cells)
    assert papers(session.store) == ()


def test_the_pages_are_opened_in_the_systems_program(qtbot, page, session):
    opened = []
    session.prompts.show_outside = lambda path: opened.append(path.read_bytes()) or True
    page.open_outside()
    assert opened == [page.made[0].content]
    assert len(papers(session.store)) == 1


def test_the_board_packet_is_one_piece(qtbot, page):
    choose(qtbot, page, BOARD_PACKET)
    content = page.made[0].content
    pages = PdfReader(BytesIO(content)).pages
    assert all(f"Page {n} of {len(pages)}" in sheet.extract_text() for n, sheet in enumerate(pages, start=1))
    for words in ("Agenda cover sheet", "Letters", "Appendix"):
        assert words in pages[0].extract_text()


def test_an_edit_makes_the_paper_anew(qtbot, session, page):
    boyd = session.store.find(Officer, "A3")
    session.apply(lambda store: actions.save(store, replace(boyd, last_name="Boyle")))
    shown(qtbot, page)
    assert "Terrence Boyle" in text(page)
    assert "Terrence Boyd" not in text(page)


def test_another_date_shows_the_paper_of_that_date(qtbot, session, page):
    session.set_as_of(date(2027, 1, 31))
    page.take_news(None)
    shown(qtbot, page)
    assert "January 31, 2027" in text(page)


def test_long_work_shows_progress_and_can_be_cancelled(qtbot, session, page):
    def endless(task):
        while True:
            task.report(3, 10)

    page._start(endless, page._show)
    qtbot.waitUntil(page.waiting.isVisible)
    qtbot.waitUntil(lambda: page.progress.maximum() == 10)
    page.cancel_button.click()
    assert not page.waiting.isVisible()
    choose(qtbot, page, "roster")
    assert "Roster" in text(page)


def test_a_paper_that_was_overtaken_by_another_choice_is_not_shown(qtbot, page):
    page.picker.pick("roster")
    page.picker.pick("deadlines")
    shown(qtbot, page)
    assert "Deadlines" in text(page)


def test_from_picking_to_saving_without_the_mouse(qtbot, window, prompts, tmp_path, session):
    """Ctrl+3 to the page, letters to the report, Tab to its field, Ctrl+P to the printer."""
    session.prompts.printer = lambda parent: prompts.asked.append("printer")
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    page = window.page
    qtbot.waitUntil(lambda: isinstance(page, PapersPage) and page.picker.list.hasFocus())
    QTest.keyClicks(page.picker.list, "dead")
    assert page.picker.key == "deadlines"
    shown(qtbot, page)
    QTest.keyClick(page.picker.list, Qt.Key.Key_Tab)
    line = page.options.fields["days"].control
    assert line.hasFocus()
    line.selectAll()
    QTest.keyClicks(line, "30")
    window.actions_.by_id["print_page"].trigger()
    qtbot.waitUntil(lambda: prompts.asked == ["printer"])
    assert "30 days" in text(page)


def test_a_file_open_only_to_be_read_is_printed_from_without_a_code(qtbot, session, records_file, prompts, tmp_path):
    session.open_to_read(records_file)
    page = PapersPage(session)
    qtbot.addWidget(page)
    page.show()
    page.come()
    shown(qtbot, page)
    prompts.answers = [tmp_path / "board.pdf"]
    page.save()
    assert (tmp_path / "board.pdf").read_bytes() == page.made[0].content
    assert "Paper " not in text(page)
    choose(qtbot, page, DUE)
    prompts.answers = [tmp_path / "letters"]
    with qtbot.waitSignal(session.said):
        page.save_each()
    assert papers(session.store) == ()


# ---------------------------------------------------------------- the register


@pytest.fixture
def kept(qtbot, page, prompts, tmp_path):
    """The board report and the sheet of Dana Lee were saved."""
    prompts.answers = [tmp_path / "board.pdf"]
    page.save_button.click()
    choose(qtbot, page, "officer")
    enter(qtbot, page, "officer", "A1")
    prompts.answers = [tmp_path / "sheet.pdf"]
    page.save_button.click()
    choose(qtbot, page, PRINTED)
    return papers(page.session.store)


def test_the_register_lists_what_was_printed_and_shows_the_very_pages(page, kept):
    table = page.register.table
    rows = [[table.rows.columns[c].shown(row) for c in range(6)] for row in table.rows.rows]
    assert [(row[1], row[2], row[4]) for row in rows] == [
        ("Compliance sheet of an officer", "Lee, Dana", shown_code(kept[0].code)),
        ("Report to the school board", "", shown_code(kept[1].code)),
    ]
    assert page.register.pane.view.pdf is not None
    page.register.search.setText(kept[1].code[:5])
    assert [row.id for row in table.rows.rows] == [kept[1].id]


def test_a_reprint_is_the_same_byte_for_byte(qtbot, page, kept, prompts, tmp_path, session):
    boyd = session.store.find(Officer, "A1")
    session.apply(lambda store: actions.save(store, replace(boyd, last_name="Leigh")))
    prompts.answers = [tmp_path / "again.pdf"]
    page.save_button.click()
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "sheet.pdf").read_bytes()
    assert len(papers(session.store)) == 2


def test_a_printed_page_is_checked_by_its_code(qtbot, page, kept, session):
    page.check_page()
    code = page.check.code.line
    assert page.focusWidget() is code
    QTest.keyClicks(code, shown_code(kept[1].code).lower())
    QTest.keyClick(code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "says the same" in page.check.answer.text() or "say the same" in page.check.answer.text())
    assert page.register.paper == kept[1]
    assert "Report to the school board" in page.check.answer.text()
    assert session.who in page.check.answer.text()
    session.apply(lambda store: actions.remove_officer(store, "A3", "test"))
    page.check.button.click()
    qtbot.waitUntil(lambda: "has changed since: 1 left" in page.check.answer.text())


def test_a_code_that_is_unknown_is_said_beside_the_field(page, kept):
    page.check.code.set_value("7KQ2-M9XD")
    page.check.button.click()
    assert "No paper with the code" in page.check.code.problem
    assert page.check.answer.text() == ""


def test_from_a_paper_to_its_officer(qtbot, page, kept):
    assert page.officer_act.isVisible()
    with qtbot.waitSignal(page.officer_wanted) as wanted:
        page.officer_act.trigger()
    assert wanted.args == ["A1"]
    page.register.table.choose(kept[1].id)
    assert not page.officer_act.isVisible()


def test_the_next_board_report_says_what_has_changed_since_the_last_meeting(qtbot, session, page, prompts, tmp_path):
    enter(qtbot, page, "meeting", "11/2/2026")
    prompts.answers = [tmp_path / "november.pdf"]
    page.save_button.click()
    enter(qtbot, page, "meeting", "12/14/2026")
    since = page.options.fields["since"]
    assert since.box.currentText() == "Meeting of 11/2/2026 (as of 11/23/2026)"
    assert page.options.order().since == papers(session.store)[0].code


# ---------------------------------------------------------------- the pages


def test_zoom_by_keys(page):
    view = page.panes[0].view
    fitted = view.zoom
    view.setFocus()
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus):
        QTest.keyClick(view, key, Qt.KeyboardModifier.ControlModifier)
    larger = view.zoom
    assert larger > fitted
    assert page.panes[0].zoom_words.text() == f"{larger:.0%}"
    QTest.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert fitted < view.zoom < larger
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == fitted


def test_the_end_key_goes_to_the_last_page(qtbot, page):
    choose(qtbot, page, DUE)
    pane = page.panes[0]
    QTest.keyClick(pane.view, Qt.Key.Key_End)
    assert pane.place.text() == f"Page {len(pane.view.pdf)} of {len(pane.view.pdf)}"
    QTest.keyClick(pane.view, Qt.Key.Key_Home)
    assert pane.view.page == 1


def test_the_pages_are_painted(page):
    image = page.panes[0].view.viewport().grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert QColor(Qt.GlobalColor.white).name() in colors
    assert len(colors) > 10


def test_printing_paints_every_page_on_paper(qtbot, session, page, tmp_path):
    choose(qtbot, page, "roster")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    session.prompts.printer = lambda parent: printer
    with qtbot.waitSignal(session.said, timeout=60_000) as said:
        page.print_button.click()
    count = len(page.panes[0].view.pdf)
    assert said.args[0].startswith(f"{count} page")
    printed = Pdf((tmp_path / "printed.pdf").read_bytes())
    assert len(printed) == count
    image = printed.image(0, 36)
    dark = sum(image.pixelColor(x, y).lightness() < 128 for x in range(image.width()) for y in range(image.height()))
    assert dark > 200
    assert len(papers(session.store)) == 1


def test_only_the_pages_asked_for_are_printed(page, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "one.pdf"))
    printer.setFromTo(1, 1)
    assert print_pages(Task(), printer, page.made[0].content) == 1
    assert len(Pdf((tmp_path / "one.pdf").read_bytes())) == 1


def test_a_printer_that_cannot_be_reached_is_said(page, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "one.pdf"))
    with pytest.raises(UserError, match="could not be reached"):
        print_pages(Task(), printer, page.made[0].content)


def test_an_empty_view_has_no_pages(qtbot):
    view = SheetView()
    qtbot.addWidget(view)
    view.show()
    view.show_pdf(None)
    view.grab()
    assert (view.page, view.zoom) == (0, 1.0)
