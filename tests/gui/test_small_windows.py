"""The window and its dialogs on small screens: 1366 × 768 at 200 % is 683 × 384, and everything is still there."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from core import exchange, merging, model
from core.media import Enclosure
from core.reports.letters import LetterKind
from gui import theme
from gui.dialogs.attaching import AttachDialog
from gui.dialogs.backups import BackupsDialog
from gui.dialogs.class_entry import ClassEntryDialog
from gui.dialogs.district import DistrictDialog
from gui.dialogs.forms import form
from gui.dialogs.importing import ImportDialog
from gui.dialogs.merging import MergeDialog
from gui.dialogs.range_day import RangeDayDialog
from gui.dialogs.rulings import RulingDialog
from gui.dialogs.settings import SETTINGS, SettingDialog
from gui.dialogs.several import WaiversDialog
from gui.dialogs.template import TemplateDialog
from gui.dialogs.weapons import WeaponIssueDialog
from gui.finder import Finder
from gui.pages.timeline import SHOWN_MONTHS
from gui.rail import PAGES
from gui.room import LEAST, Room, fit_to_screen
from gui.shortcuts import Shortcuts
from tests import scans

SIZES = ((640, 360), (683, 384), (960, 600), (1366, 740))
SMALL = (683, 384)
DIALOG = (LEAST.width() - 16, LEAST.height() - 48)


def settle(qtbot, window, size):
    window.resize(*size)
    qtbot.waitUntil(lambda: window.size().toTuple() == size)
    qtbot.wait(80)


def place(part: QWidget, within: QWidget) -> QRect:
    return QRect(part.mapTo(within, QPoint(0, 0)), part.size())


def is_cut(part: QPushButton | QLabel) -> bool:
    """Whether some of its words, or of its shape, have no room."""
    wraps = isinstance(part, QLabel) and part.wordWrap()
    return not wraps and part.width() < part.sizeHint().width()


def sticks_out(part: QWidget, whole: QWidget) -> bool:
    """Whether it lies beyond the side of what it is seen in; down and up may be scrolled."""
    seen = [area.viewport() for area in whole.findChildren(QScrollArea) if area.widget().isAncestorOf(part)]
    return any(place(part, view).left() < 0 or place(part, view).right() >= view.width() for view in (whole, *seen))


def faults(whole: QWidget) -> list[str]:
    parts = [*whole.findChildren(QPushButton), *whole.findChildren(QLabel)]
    shown = [part for part in parts if part.isVisible() and (part.text() or isinstance(part, QPushButton))]
    return [part.text() or part.accessibleName() for part in shown if is_cut(part) or sticks_out(part, whole)]


def overlaps(parts: list[QWidget], whole: QWidget) -> list[str]:
    shown = [part for part in parts if part.isVisible()]
    pairs = [(a, b) for at, a in enumerate(shown) for b in shown[at + 1 :]]
    return [
        f"{a.accessibleName()} {b.accessibleName()}" for a, b in pairs if place(a, whole).intersects(place(b, whole))
    ]


def show(window, name):
    if name == "officer":
        window.show_officer("A3")
    else:
        window.show_page(name)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [*PAGES, "officer"])
def test_every_page_fits_and_nothing_is_cut(qtbot, window, name, size):
    show(window, name)
    settle(qtbot, window, size)
    assert window.minimumSizeHint().width() <= size[0]
    assert window.minimumSizeHint().height() <= size[1]
    qtbot.waitUntil(lambda: faults(window) == [])  # what is worked out beside the window comes a moment later
    page = window.page
    acts = [page.acts.itemAt(each).widget() for each in range(page.acts.count())]
    assert any(act.isVisible() for act in acts)
    dates = [page.as_of] if hasattr(page, "as_of") else []
    assert overlaps([page.title, page.sentence, *acts, *dates], page) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_welcome_page_fits(qtbot, bare_window, size):
    settle(qtbot, bare_window, size)
    assert bare_window.minimumSizeHint().width() <= size[0]
    assert bare_window.minimumSizeHint().height() <= size[1]
    assert faults(bare_window) == []


@pytest.mark.parametrize("size", SIZES)
def test_another_date_is_said_in_full(qtbot, window, size):
    window.session.set_as_of(date(2027, 6, 30))
    settle(qtbot, window, size)
    assert window.page.not_today.isVisible()
    assert faults(window) == []


def test_a_narrow_rail_keeps_its_names_for_those_who_ask(qtbot, window):
    settle(qtbot, window, (1366, 740))
    wide = window.rail.width()
    settle(qtbot, window, SMALL)
    assert window.rail.width() < wide / 2
    for button in window.rail.buttons.values():
        assert button.text() == ""
        assert button.accessibleName() in button.toolTip()
    settle(qtbot, window, (1366, 740))
    assert window.rail.width() == wide
    assert all(button.text().strip() == button.accessibleName() for button in window.rail.buttons.values())


def test_narrow_chips_show_shape_and_count_and_keep_their_word(qtbot, window):
    chips = window.page.chips.buttons
    settle(qtbot, window, (1366, 740))
    before = {status: button.text() for status, button in chips.items()}
    settle(qtbot, window, SMALL)
    for status, button in chips.items():
        word = theme.STATE_WORDS[status]
        assert before[status] == f"{word}  {button.text()}"
        assert button.toolTip() == word
        assert word.lower() in button.accessibleName()
        assert not button.icon().isNull()


def test_the_list_comes_first_and_space_turns_to_the_detail(qtbot, window):
    settle(qtbot, window, SMALL)
    page = window.page
    page.table.setFocus()
    assert page.table.isVisible()
    assert not page.detail.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.detail.isVisible()
    assert not page.table.isVisible()
    inside = window.focusWidget()
    assert page.detail.isAncestorOf(inside)
    assert page.detail.act.isVisible()
    assert faults(window) == []
    QTest.keyClick(inside, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    QTest.mouseClick(page.pair.turn, Qt.MouseButton.LeftButton)
    assert page.detail.isVisible()


def test_a_page_comes_again_with_its_list(qtbot, window):
    settle(qtbot, window, SMALL)
    page = window.page
    page.pair.turn.click()
    window.show_page("officers")
    window.show_page("attention")
    assert page.table.hasFocus()


def test_with_room_list_and_detail_are_both_shown(qtbot, window):
    page = window.page
    settle(qtbot, window, SMALL)
    page.pair.turn.click()
    for size, orientation in (((1366, 740), Qt.Orientation.Horizontal), ((800, 1000), Qt.Orientation.Vertical)):
        settle(qtbot, window, size)
        assert page.table.isVisible()
        assert page.detail.isVisible()
        assert page.pair.orientation() is orientation
        assert not page.pair.turn.isVisible()
        window.page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_Space)
        assert page.table.isVisible()


def test_what_is_due_keeps_a_readable_column(qtbot, window):
    table = window.page.table
    for size in SIZES:
        settle(qtbot, window, size)
        assert table.columnWidth(2) >= 160
    assert not table.isColumnHidden(3)
    settle(qtbot, window, SMALL)
    assert table.isColumnHidden(3)  # the date; how late it is stays in sight
    assert table.columnWidth(4) >= 96
    assert table.horizontalScrollBar().maximum() == 0


def test_months_have_room_for_their_names_or_step_back(qtbot, window):
    timeline = window.page.timeline
    settle(qtbot, window, SMALL)
    assert not timeline.isVisible()
    settle(qtbot, window, (640, 800))
    assert timeline.isVisible()
    assert timeline.width() / SHOWN_MONTHS >= 40


def test_each_part_of_an_officer_is_reached_by_keyboard(qtbot, window):
    window.show_officer("A1")
    settle(qtbot, window, SMALL)
    page = window.page
    for number, title in enumerate(page.tabs.titles, 1):
        QTest.keyClick(window.focusWidget(), Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert page.tabs.title == title
        inside = window.focusWidget()
        assert page.tabs.isAncestorOf(inside)
        assert inside.isVisible()
        qtbot.wait(40)
        assert faults(window) == []


def dialogs(window, tmp_path):
    session = window.session
    path = tmp_path / "Copy.xlsx"
    exchange.export_workbook(session.store, path)
    yield ClassEntryDialog(session, window)
    yield RangeDayDialog(session, window)
    yield WeaponIssueDialog(session, window)
    yield DistrictDialog(session, window)
    yield form(session, model.Officer, window)
    for row_class in (model.Officer, model.TrainingClass, model.Agreement, model.Appointment, model.Qualification):
        yield form(session, row_class, window, row=session.store.rows(row_class)[0])
    yield AttachDialog(session, window, session.store.rows(model.Officer)[0], [Enclosure("a.pdf", scans.pdf())])
    yield from (SettingDialog(session, window, setting) for setting in SETTINGS)
    yield RulingDialog(session, window, session.register.written.requirement("weapon-qualification"), None)
    yield ImportDialog(session, window, path)
    yield TemplateDialog(session, window, LetterKind.UPCOMING)
    yield MergeDialog(session, merging.merger(session.store, "A1", "A3"), window)
    yield WaiversDialog(session, ("A1", "A3"), window)
    yield BackupsDialog(session, window)
    yield Finder(session, window)
    yield Shortcuts(window)


def test_every_dialog_fits_the_smallest_screen(qtbot, window, tmp_path):
    settle(qtbot, window, (640, 360))
    for dialog in dialogs(window, tmp_path):
        dialog.show()
        qtbot.waitExposed(dialog)
        if isinstance(dialog, ImportDialog):
            qtbot.waitUntil(lambda shown=dialog: shown.plan is not None)
        dialog.resize(*DIALOG)
        qtbot.wait(40)
        assert dialog.size().toTuple() == DIALOG, type(dialog).__name__
        assert faults(dialog) == [], type(dialog).__name__
        record = getattr(dialog, "record_button", None)
        assert record is None or dialog.rect().contains(place(record, dialog))
        dialog.hide()


def test_the_import_preview_scrolls_to_its_options(qtbot, window, tmp_path):
    path = tmp_path / "Copy.xlsx"
    exchange.export_workbook(window.session.store, path)
    dialog = ImportDialog(window.session, window, path)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.plan is not None)
    leave_bad = dialog.preview.leave_bad
    leave_bad.show()
    dialog.resize(*DIALOG)
    qtbot.wait(40)
    area = next(area for area in dialog.findChildren(QScrollArea) if area.isAncestorOf(leave_bad))
    dialog.preview.chips[None].setFocus()
    dialog.go_to(leave_bad)
    assert leave_bad.hasFocus()
    assert area.viewport().rect().contains(place(leave_bad, area.viewport()))


def test_a_dialog_never_takes_more_than_the_screen(qtbot, window):
    finder = Finder(window.session, window)
    fit_to_screen(finder, finder.screen().size() * 2)
    assert finder.width() < finder.screen().availableGeometry().width()
    assert finder.height() < finder.screen().availableGeometry().height()


def test_the_look_of_a_full_screen_is_as_it_was(qtbot, window):
    settle(qtbot, window, (1366, 740))
    assert Room.of(window.size()) == Room()
    assert window.page.timeline.isVisible()
    assert window.page.detail.isVisible()
    assert window._file.isVisible()
    assert window.page._acts_panel.y() > window.page.as_of.y()
