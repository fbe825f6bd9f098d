"""Reports and letters: the pages shown are real, and what is saved and printed is what is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from core import actions
from core.errors import UserError
from core.model import Officer
from core.reports.catalogue import REPORTS
from core.reports.letters import due_letters
from gui.pages import papers
from gui.pages.papers import CHOICES, PapersPage
from gui.tasks import Task
from gui.widgets.printing import print_pages
from gui.widgets.sheets import Pdf, SheetView


@pytest.fixture
def page(qtbot, session, records_file):
    session.open(records_file)
    page = PapersPage(session)
    qtbot.addWidget(page)
    page.resize(1166, 700)
    page.show()
    page.come()
    shown(qtbot, page)
    return page


def shown(qtbot, page):
    qtbot.waitUntil(lambda: page._task is None and page.letters_title.text() != "Letters due")


def choose(qtbot, page, name, edition="executive"):
    row = next(row for row, choice in enumerate(CHOICES) if (choice.name, choice.edition) == (name, edition))
    page.reports.setCurrentRow(row)
    shown(qtbot, page)


def text(page):
    return " ".join(page.view.pdf.text(number) for number in range(len(page.view.pdf)))


def test_every_report_in_every_edition_can_be_chosen():
    assert {choice.name for choice in CHOICES} == set(REPORTS)
    assert len({choice.title for choice in CHOICES}) == len(CHOICES)


def test_the_board_report_is_shown_first_on_real_pages(page):
    assert page.content.startswith(b"%PDF")
    assert "Test County Schools" in text(page)
    assert "Terrence Boyd" in text(page)
    assert page.place.text() == f"Page 1 of {len(page.view.pdf)}"
    assert "Terrence Boyd" in page.view.accessibleDescription() or len(page.view.pdf) > 1


def test_the_public_edition_names_nobody(qtbot, page):
    choose(qtbot, page, "board", "public")
    assert "Boyd" not in text(page)
    assert "Test County Schools" in text(page)


def test_the_meeting_date_is_printed(qtbot, page):
    page.meeting.line.setFocus()
    QTest.keyClicks(page.meeting.line, "12/14/26")
    QTest.keyClick(page.meeting.line, Qt.Key.Key_Return)
    shown(qtbot, page)
    assert "December 14, 2026" in text(page)


def test_a_meeting_date_that_is_none_shows_no_paper(qtbot, page):
    QTest.keyClicks(page.meeting.line, "soon")
    QTest.keyClick(page.meeting.line, Qt.Key.Key_Return)
    shown(qtbot, page)
    assert "soon" in page.meeting.problem
    assert page.content is None
    assert not page.print_button.isEnabled()
    assert not page.save_button.isEnabled()


def test_an_officers_sheet_is_about_the_officer_chosen(qtbot, page):
    choose(qtbot, page, "officer")
    assert page.content is None
    assert page.officer.isVisible()
    assert "Choose an officer" in page.sentence.text()
    QTest.keyClicks(page.officer.line, "A1")
    QTest.keyClick(page.officer.line, Qt.Key.Key_Return)
    shown(qtbot, page)
    assert "Dana Lee" in text(page)
    assert "Boyd" not in text(page)


def test_the_letters_that_are_due_are_listed_with_their_reasons(session, page):
    due = due_letters(session.roll)
    assert [letter.title for letter in due] == [page.letters.item(row).text() for row in range(page.letters.count())]
    assert page.letters_title.text() == f"{len(due)} letters due"
    page.letters.item(0).setSelected(True)
    assert due[0].why in page.letters.item(0).toolTip()
    assert due[0].why in page.letters.item(0).data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_all_due_letters_are_shown_as_one_paper(qtbot, session, page):
    page.all_letters.click()
    shown(qtbot, page)
    due = due_letters(session.roll)
    assert len(page.chosen_letters) == len(due) > 1
    assert page.choice is None
    assert len(page.view.pdf) >= len(due)
    assert "Terrence Boyd" in text(page)
    assert page.each_button.isVisible()


def test_one_letter_is_chosen_by_key(qtbot, session, page):
    page.letters.setFocus()
    QTest.keyClick(page.letters, Qt.Key.Key_Down)
    QTest.keyClick(page.letters, Qt.Key.Key_Up)
    shown(qtbot, page)
    letter = due_letters(session.roll)[0]
    assert page.chosen_letters == (letter,)
    assert letter.why in page.sentence.text()


def test_what_is_saved_is_what_is_shown_byte_for_byte(page, prompts, tmp_path):
    path = tmp_path / "board.pdf"
    prompts.answers = [path]
    page.save_button.click()
    assert path.read_bytes() == page.content
    assert "Terrence Boyd" in " ".join(sheet.extract_text() for sheet in PdfReader(path).pages)


def test_what_cannot_be_saved_is_said(page, prompts, tmp_path):
    prompts.answers = [tmp_path / "no such folder" / "board.pdf"]
    page.save_button.click()
    assert "cannot be written" in prompts.asked[-1]


def test_letters_are_saved_one_each(qtbot, session, page, prompts, tmp_path):
    page.all_letters.click()
    shown(qtbot, page)
    folder = tmp_path / "letters"
    folder.mkdir()
    prompts.answers = [folder]
    with qtbot.waitSignal(session.said):
        page.each_button.click()
    due = due_letters(session.roll)
    assert {path.name for path in folder.iterdir()} == {letter.filename for letter in due}
    first = PdfReader(folder / due[0].filename)
    assert "Terrence Boyd" in first.pages[0].extract_text()


def test_an_edit_makes_the_paper_anew(qtbot, session, page):
    boyd = session.store.find(Officer, "A3")
    session.apply(lambda store: actions.save(store, replace(boyd, last_name="Boyle")))
    page.take_news(frozenset({"A3"}))
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
    page.reports.setCurrentRow(2)
    page.reports.setCurrentRow(3)
    shown(qtbot, page)
    assert "Deadlines" in text(page)


def test_zoom_by_keys(page):
    fitted = page.view.zoom
    page.view.setFocus()
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus):
        QTest.keyClick(page.view, key, Qt.KeyboardModifier.ControlModifier)
    larger = page.view.zoom
    assert larger > fitted
    assert page.zoom_words.text() == f"{larger:.0%}"
    QTest.keyClick(page.view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert fitted < page.view.zoom < larger
    QTest.keyClick(page.view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert page.view.zoom == fitted


def test_the_end_key_goes_to_the_last_page(qtbot, page):
    page.all_letters.click()
    shown(qtbot, page)
    QTest.keyClick(page.view, Qt.Key.Key_End)
    assert page.place.text() == f"Page {len(page.view.pdf)} of {len(page.view.pdf)}"
    QTest.keyClick(page.view, Qt.Key.Key_Home)
    assert page.view.page == 1


def test_the_pages_are_painted(page):
    image = page.view.viewport().grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert QColor(Qt.GlobalColor.white).name() in colors
    assert len(colors) > 10


def test_printing_paints_every_page_on_paper(qtbot, session, page, monkeypatch, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    monkeypatch.setattr(papers, "choose_printer", lambda parent: printer)
    with qtbot.waitSignal(session.said) as said:
        page.print_button.click()
    count = len(page.view.pdf)
    assert said.args[0].startswith(f"{count} page")
    printed = Pdf((tmp_path / "printed.pdf").read_bytes())
    assert len(printed) == count
    image = printed.image(0, 36)
    dark = sum(image.pixelColor(x, y).lightness() < 128 for x in range(image.width()) for y in range(image.height()))
    assert dark > 200


def test_only_the_pages_asked_for_are_printed(page, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "one.pdf"))
    printer.setFromTo(1, 1)
    assert print_pages(Task(), printer, page.content) == 1
    assert len(Pdf((tmp_path / "one.pdf").read_bytes())) == 1


def test_a_printer_that_cannot_be_reached_is_said(page, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "one.pdf"))
    with pytest.raises(UserError, match="could not be reached"):
        print_pages(Task(), printer, page.content)


def test_an_empty_view_has_no_pages(qtbot):
    view = SheetView()
    qtbot.addWidget(view)
    view.show()
    view.show_pdf(None)
    view.grab()
    assert (view.page, view.zoom) == (0, 1.0)
