"""The frame of the window: opening files, moving between pages, commands, dates, keys and names."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from core.actions import save
from core.model import Credential, Officer, Status
from gui import theme
from gui.commands import COMMANDS
from gui.finder import Finder
from gui.main_window import MainWindow
from gui.models.rows import RECORD
from gui.pages.attention import AttentionPage
from gui.pages.district import DistrictPage
from gui.pages.history import HistoryPage
from gui.pages.officer import OfficerPage
from gui.pages.officers import OfficersPage
from gui.pages.welcome import WelcomePage


def press(window, keys):
    QTest.keySequence(window, keys)


def test_the_window_is_painted_before_anything_heavy_is_imported(qtbot, session):
    window = MainWindow(session)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted):
        window.show()
    assert window.centralWidget() is None


def test_without_a_file_the_welcome_page_offers_to_begin(bare_window):
    assert isinstance(bare_window.page, WelcomePage)
    assert bare_window.page.start.isVisible()
    assert not bare_window.rail.isVisible()
    assert not bare_window.actions_.by_id["export_workbook"].isEnabled()


def test_a_new_district_is_made_where_the_person_says(bare_window, prompts, tmp_path):
    prompts.answers = [tmp_path / "Pine County"]
    bare_window.page.name.setText("Pine County Schools")
    QTest.keyClick(bare_window.page.name, Qt.Key.Key_Return)
    assert (tmp_path / "Pine County.muster").is_file()
    assert bare_window.session.store.district().name == "Pine County Schools"
    assert isinstance(bare_window.page, AttentionPage)


def test_an_existing_file_is_never_overwritten(bare_window, prompts, records_file):
    before = records_file.read_bytes()
    prompts.answers = [records_file]
    bare_window.acts.new_file()
    assert records_file.read_bytes() == before
    assert not bare_window.session.is_open
    assert len(prompts.asked) == 2  # where, and why not


def test_what_is_no_records_file_is_refused_in_words(bare_window, prompts, tmp_path):
    path = tmp_path / "notes.muster"
    path.write_text("Dear board", encoding="utf-8")
    bare_window.acts.open_path(path)
    assert not bare_window.session.is_open
    assert prompts.asked


def test_the_title_and_the_status_line_name_the_file(window):
    assert window.windowTitle() == "Test County — Muster"
    assert window._file.text() == "Test County.muster"
    assert "No backup yet" in window._backup.text()


def test_opened_files_are_offered_again(window, records_file):
    press(window, "Ctrl+W")
    assert window.session.recent() == [records_file]
    assert isinstance(window.page, WelcomePage)
    window._list_recent()
    window.actions_.recent.actions()[0].trigger()
    assert window.session.is_open


def test_a_records_file_can_be_dropped_on_the_window(bare_window, records_file):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(records_file))])
    event = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    )
    bare_window.dropEvent(event)
    assert bare_window.session.path == records_file


def test_the_practice_district_is_marked_and_made_anew(bare_window):
    bare_window.acts.open_practice()
    assert bare_window.rail._practice.isVisible()
    session = bare_window.session
    session.apply(lambda store: save(store, Officer(officer_id="N1", last_name="New", first_name="Nan")))
    bare_window.acts.open_practice()
    assert session.store.find(Officer, "N1") is None


@pytest.mark.parametrize(
    ("keys", "page"),
    [("Ctrl+2", OfficersPage), ("Ctrl+4", DistrictPage), ("Ctrl+5", HistoryPage), ("Ctrl+1", AttentionPage)],
)
def test_every_page_has_its_key(window, keys, page):
    press(window, keys)
    assert isinstance(window.page, page)
    assert window.page.sentence.text()


def test_enter_opens_an_officer_and_escape_leads_back(window):
    press(window, "Ctrl+2")
    table = window.page.table
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert isinstance(window.page, OfficerPage)
    assert window.page.title.text() == "Terrence Boyd"
    QTest.keyClick(window.page.table, Qt.Key.Key_Escape)
    assert isinstance(window.page, OfficersPage)


def test_undo_and_redo_are_named_and_shown(window):
    credential = Credential(officer_id="A3", credential="mde-certificate", notes="for the test")
    window.session.apply(lambda store: save(store, credential))
    undo = window.actions_.by_id["undo"]
    assert window.session.store.undo_label in undo.text()
    undo.trigger()
    assert not window.session.register.record("A3").credentials
    assert window.actions_.by_id["redo"].isEnabled()
    press(window, "Ctrl+Y")
    assert len(window.session.register.record("A3").credentials) == 1


def test_another_date_is_unmistakable_and_left_with_one_key(window):
    page = window.page
    press(window, "Ctrl+D")
    assert QApplication.focusWidget() is page.as_of.line
    page.as_of.line.clear()
    QTest.keyClicks(page.as_of.line, "1/31/27")
    QTest.keyClick(page.as_of.line, Qt.Key.Key_Return)
    assert page.not_today.isVisible()
    assert "January 31, 2027 — not today" in page.not_today._words.text()
    assert "January 31, 2027" in page.sentence.text()
    press(window, "Ctrl+T")
    assert not page.not_today.isVisible()
    assert page.as_of.line.text() == "11/23/2026"


def test_over_midnight_today_goes_on(window):
    window.session.begin_day(date(2026, 11, 24))
    assert window.page.as_of.line.text() == "11/24/2026"
    assert not window.page.not_today.isVisible()
    window.session.set_as_of(date(2027, 1, 31))
    window.session.begin_day(date(2026, 11, 25))
    assert window.session.as_of == date(2027, 1, 31)


def test_what_is_no_date_changes_nothing(window):
    line = window.page.as_of.line
    line.setText("2/30/2027")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert window.session.as_of == window.session.today
    assert line.text() == "11/23/2026"


def test_the_finder_finds_officers_without_their_accents_and_commands(window):
    finder = Finder(window.session, window)
    QTest.keyClicks(finder.line, "nunez")
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    assert window.page.title.text() == "Rafael Nuñez"
    finder = Finder(window.session, window)
    QTest.keyClicks(finder.line, "history")
    QTest.keyClick(finder.line, Qt.Key.Key_Down)
    QTest.keyClick(finder.line, Qt.Key.Key_Up)
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    assert isinstance(window.page, HistoryPage)


def test_every_command_can_be_done_and_no_key_is_taken_twice(window):
    for command in COMMANDS:
        assert callable(getattr(window.acts, command.id))
    keys = [key.toString() for action in window.actions_.by_id.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def focusable(window):
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(window)
    ]


@pytest.mark.parametrize("page", ["welcome", "attention", "officers", "officer", "papers", "district", "history"])
def test_everything_that_takes_the_focus_has_a_name(window, page):
    if page == "welcome":
        window.acts.close_file()
    elif page == "officer":
        window.show_officer("A1")
    else:
        window.show_page(page)
    nameless = [widget for widget in focusable(window) if not (widget.accessibleName() or _text(widget))]
    assert not nameless
    assert len(focusable(window)) > 3


def _text(widget):
    text = getattr(widget, "text", None)
    return text() if callable(text) and not isinstance(widget, QLineEdit) else ""


def test_every_state_has_its_own_shape(qapp):
    shapes = {status: theme.state_icon(status).pixmap(32, 32).toImage() for status in Status}
    outlines = {bytes(_alpha(image)) for image in shapes.values()}
    assert len(outlines) == len(Status)


def _alpha(image):
    return [image.pixelColor(x, y).alpha() > 127 for x in range(image.width()) for y in range(image.height())]


def test_icons_take_the_colour_of_the_text(qapp):
    button = QPushButton()
    theme.put_icon(button, "x")
    light = button.icon().pixmap(24, 24).toImage()
    theme.apply(qapp, theme.DARK)
    dark = button.icon().pixmap(24, 24).toImage()
    assert _brightest(light) < 128 < _brightest(dark)


def _brightest(image):
    return max(
        image.pixelColor(x, y).lightness() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 200
    )


def test_the_window_follows_into_the_dark(window, qapp):
    before = window.grab().toImage().pixelColor(700, 20).lightness()
    theme.apply(qapp, theme.DARK)
    QApplication.processEvents()
    assert window.grab().toImage().pixelColor(700, 20).lightness() < 64 < before


def test_qt_gives_back_every_reference_to_none(qapp):
    """PySide6 6.12.0 took one away with every call and killed Python 3.11 after some thousands."""
    if sys.version_info >= (3, 12):
        pytest.skip("None is immortal here")
    before = sys.getrefcount(None)
    for _ in range(500):
        qapp.processEvents()
    assert abs(sys.getrefcount(None) - before) < 50


def test_the_record_of_a_row_comes_back_as_itself(window):
    index = window.page.model.index(0, 0)
    assert index.data(RECORD) is window.page.model.rows[0]
