"""Any list on paper, in a spreadsheet and on the clipboard: the columns, the order and the filter of the screen."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from core.reports import pdf
from core.reports.listing import listing_document
from gui.dialogs import preview
from gui.dialogs.preview import PreviewDialog, list_pdf
from gui.listing import Shown
from gui.tasks import Task


def text_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def printed(page, tables=None) -> str:
    lists = [Shown.of(table, page.narrowed(table)) for table in tables or page.tables()]
    return "\n".join(text_of(list_pdf(Task(), page.session.roll, page.heading, lists)))


def test_the_officers_are_printed_as_they_are_shown(window):
    window.show_page("officers")
    page = window.page
    page.search.setText("e")
    page.table.setColumnHidden(2, True)
    text = printed(page)
    assert "Officers" in text
    assert "As of November 23, 2026" in text
    assert "found by “e”" in text
    assert "Page 1 of 1" in text
    places = [text.index(row.officer.last_name) for row in page.model.rows]
    assert places == sorted(places)
    assert "School\n" not in text.split("As of November 23, 2026")[1]
    for row in page.model.rows:
        assert page.model.columns[4].shown(row) in text  # the standing is a word


def test_a_long_list_repeats_its_heading_on_every_page(window):
    window.show_page("officers")
    shown = Shown.of(window.page.table, "")
    many = Shown(shown.title, shown.columns, shown.rows * 60, "")
    pages = text_of(pdf.render(listing_document(window.session.roll, "Officers", [many.on_paper()])))
    assert len(pages) > 3
    assert all("Standing" in page for page in pages)
    assert f"Page 2 of {len(pages)}" in pages[1]


@pytest.mark.parametrize("name", ["attention", "officers", "district", "history", "officer"])
def test_every_page_prints_its_lists(window, name):
    if name == "officer":
        window.show_officer("A1")
    elif name == "district":
        window.show_district("Rules")
    else:
        window.show_page(name)
    page = window.page
    text = printed(page)
    assert page.heading.split()[0] in text
    assert page.tables()
    for table in page.tables():
        assert table.rows.columns[0].title in text


def test_ctrl_p_shows_the_pages_first(qtbot, window, monkeypatch, prompts, tmp_path):
    shown = []
    monkeypatch.setattr(PreviewDialog, "exec", lambda dialog: shown.append(dialog))  # noqa: PLW0108
    window.show_page("officers")
    QTest.keySequence(window, "Ctrl+P")
    (dialog,) = shown
    qtbot.waitUntil(lambda: dialog.content is not None)
    assert dialog.print_button.isEnabled()
    prompts.answers = [tmp_path / "Officers.pdf"]
    dialog.save()
    assert (tmp_path / "Officers.pdf").read_bytes() == dialog.content
    assert preview.PDF_FILES
    dialog.close()


def test_a_list_is_exported_with_its_columns_and_real_dates(qtbot, window, prompts, tmp_path):
    window.show_page("officers")
    path = tmp_path / "Officers.xlsx"
    prompts.answers = [path]
    with qtbot.waitSignal(window.session.said, check_params_cb=lambda words: "Exported" in words):
        QTest.keySequence(window, "Ctrl+Shift+E")
    sheet = openpyxl.load_workbook(path).active
    heading, *rows = sheet.iter_rows(values_only=True)
    table = window.page.table
    assert list(heading) == [column.title for column in table.visible_columns()]
    assert [row[0] for row in rows] == [row.officer.name for row in window.page.model.rows]
    due = heading.index("Next due")
    assert all(cell is None or isinstance(cell, date) for cell in (row[due] for row in rows))


def test_only_the_chosen_rows_are_exported_as_text(qtbot, window, prompts, tmp_path):
    window.show_page("officers")
    window.page.table.selectRow(0)
    path = tmp_path / "Chosen.csv"
    prompts.answers = [path]
    with qtbot.waitSignal(window.session.said, check_params_cb=lambda words: "Exported" in words):
        window.page.export_here(chosen=True)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 2
    assert rows[1][0] == window.page.model.rows[0].officer.name


def test_rows_are_copied_as_a_spreadsheet_takes_them(window):
    window.show_page("officers")
    table = window.page.table
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heading, row = QGuiApplication.clipboard().text().split("\n")
    assert heading.split("\t")[0] == "Name"
    assert row.split("\t")[0] == window.page.model.rows[1].officer.name
