"""Where there is nothing, a page says what to do next, with the act as a button; what is filtered out comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from gui.pages.page import SEARCH
from gui.pages.welcome import ago


@pytest.fixture
def fresh(bare_window, tmp_path):
    """A district that has just begun."""
    bare_window.session.new(tmp_path / "New.muster")
    return bare_window


def test_a_new_district_is_told_how_to_begin(fresh):
    fresh.show_page("officers")
    wanted = []
    fresh.page.command_wanted.connect(wanted.append)
    buttons = {b.text(): b for b in fresh.page.findChildren(QPushButton) if b.isVisible()}
    assert "Import a workbook…" in buttons
    fresh.page.command_wanted.disconnect(fresh.give)
    buttons["Import a workbook…"].click()
    assert wanted == ["import_workbook"]


@pytest.mark.parametrize("page", ["attention", "officers"])
def test_what_is_filtered_out_can_be_had_back(window, page):
    window.show_page(page)
    rows = len(window.page.model.rows)
    line = window.page.findChild(QLineEdit, SEARCH)
    line.setText("zzzzz")
    assert not window.page.model.rows
    button = next(b for b in window.page.findChildren(QPushButton) if b.text() == "Show everything" and b.isVisible())
    button.click()
    assert line.text() == ""
    assert len(window.page.model.rows) == rows
    assert window.page.table.hasFocus()


def test_the_welcome_page_says_how_old_the_last_files_are(window, qtbot, tmp_path):
    window.acts.close_file()
    opening = [b for b in window.page.findChildren(QPushButton) if b.accessibleName().startswith("Open Test County")]
    (button,) = opening
    assert "changed" in button.accessibleName()
    button.click()
    assert window.session.is_open


@pytest.mark.parametrize(
    ("days", "said"), [(0, "today"), (1, "yesterday"), (5, "5 days ago"), (31, "31 days ago"), (32, "on 10/22/2026")]
)
def test_ages_are_said_in_words(days, said):
    today = date(2026, 11, 23)
    assert ago(today - timedelta(days=days), today) == said
