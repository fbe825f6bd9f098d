"""Every act stands in a menu with its key; no key and no access key is taken twice; the sheet of keys says them all."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu

from core.reports import pdf
from gui.commands import ALSO, COMMANDS, MENUS
from gui.main_window import MainWindow
from gui.pagemenu import shown_buttons
from gui.pages.tables import Table
from gui.rail import PAGES
from gui.shortcuts import Shortcuts, groups, keys_document

EVERYWHERE = [*PAGES, "officer"]


def show(window: MainWindow, name: str) -> None:
    if name == "officer":
        window.show_officer("A1")
    else:
        window.show_page(name)
    QApplication.processEvents()


def all_actions(menu: QMenu):
    for action in menu.actions():
        inner = action.menu()
        if inner is not None:
            yield from all_actions(inner)
        elif not action.isSeparator():
            yield action


def menu_texts(window: MainWindow) -> Counter[str]:
    window.actions_.page_menu.aboutToShow.emit()
    texts = (action.text() for menu in window.actions_.menus.values() for action in all_actions(menu))
    return Counter(plain(text) for text in texts)


def plain(text: str) -> str:
    return text.split("\t", maxsplit=1)[0].replace("&&", "\0").replace("&", "").replace("\0", "&").strip()


@pytest.mark.parametrize("page", EVERYWHERE)
def test_every_button_of_a_page_stands_in_a_menu(window, page):
    show(window, page)
    texts = menu_texts(window)
    buttons = [
        button
        for button in window.page.findChildren(QAbstractButton)
        if button.isVisible() and not isinstance(button.parentWidget(), QLineEdit | Table)
    ]
    assert buttons
    for button in buttons:
        names = {button.text().strip(), button.accessibleName(), plain(button.text())}
        assert names & set(texts), (button.text(), button.accessibleName())


@pytest.mark.parametrize("page", EVERYWHERE)
def test_what_the_context_menu_of_a_list_offers_stands_in_a_menu(window, page):
    show(window, page)
    texts = menu_texts(window) + Counter({"Print this list…": 1})
    table = window.page.table_here()
    if table is None:
        return
    texts.update(plain(offer.text) for offer in table.offers())
    for action in all_actions(context_menu(window, table)):
        assert plain(action.text()) in texts


def context_menu(window: MainWindow, table: Table) -> QMenu:
    """By the key of the menu."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, table.rect().center(), table.mapToGlobal(table.pos()))
    table.setFocus()
    QApplication.sendEvent(window.page, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    return menu


def test_the_page_menu_does_what_the_button_does(window):
    window.show_page("officers")
    window.actions_.page_menu.aboutToShow.emit()
    action = next(a for a in all_actions(window.actions_.page_menu) if plain(a.text()).startswith("Overdue"))
    action.trigger()
    assert window.page.filter.standings == {"overdue"}


@pytest.mark.parametrize("page", EVERYWHERE)
def test_no_access_key_is_taken_twice_in_a_menu(window, page):
    show(window, page)
    window.actions_.page_menu.aboutToShow.emit()
    bar = [letter(action.text()) for action in window.menuBar().actions()]
    assert len(bar) == len(set(bar)) == len(MENUS)
    menus = [*window.actions_.menus.values()]
    for menu in menus:
        menus += [action.menu() for action in menu.actions() if action.menu() is not None]
        texts = [action.text() for action in menu.actions() if not action.isSeparator() and action.isEnabled()]
        keys = Counter(filter(None, map(letter, texts)))
        assert not [key for key, times in keys.items() if times > 1], (menu.title(), keys)


def letter(text: str) -> str:
    at = text.replace("&&", "  ").find("&")
    return text.replace("&&", "  ")[at + 1].lower() if at >= 0 else ""


def test_every_command_has_an_access_key_of_its_own():
    for menu in MENUS:
        for under in {command.under for command in COMMANDS if command.menu == menu}:
            some = [command for command in COMMANDS if command.menu == menu and command.under == under]
            keys = Counter(letter(command.text) for command in some)
            assert all(times == 1 for key, times in keys.items() if key), (menu, keys)


def test_no_shortcut_is_taken_twice():
    keys = [QKeySequence(c.shortcut).toString() for c in COMMANDS if c.shortcut]
    keys += [QKeySequence(key).toString() for key in ALSO.values()]
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_the_sheet_of_keys_says_every_key_once(window):
    said = [(title, text, key) for title, rows in groups() for text, key in rows]
    assert len({text for _, text, _ in said}) == len(said)
    keys = {key for _, _, keys in said for key in keys.split(", ")}
    assert {command.shortcut for command in COMMANDS if command.shortcut} | set(ALSO.values()) <= keys
    for title, rows in groups():
        inside = Counter(key for _, keys in rows for key in keys.split(", "))
        assert max(inside.values()) == 1, title
    sheet = Shortcuts(window, window.session)
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    assert {text for _, text, _ in said} <= shown
    assert sheet.print_button.isEnabled()


def test_the_sheet_of_keys_is_printed(window):
    content = pdf.render(keys_document(window.session.roll))
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    for title, rows in groups():
        assert title in text
        for words, keys in rows:
            assert words.split()[0] in text
            assert keys.split(",")[0] in text


def test_shift_f10_opens_the_menu_of_the_row(window):
    window.show_page("officers")
    window.page.table.selectRow(0)
    QTest.keyClick(window.page.table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Open the officer" in {plain(action.text()) for action in all_actions(menu)}
    menu.close()


def test_f6_goes_through_every_area_and_comes_back(window):
    window.show_page("officers")
    been = []
    for _ in range(12):
        QTest.keySequence(window, "F6")
        been.append(window.focusWidget())
        if been[-1] is been[0] and len(been) > 1:
            break
    assert len(set(map(id, been))) >= 4
    assert window.page.table in been
    assert window.page.search in been
    assert window.rail.buttons["officers"] in been
    assert been[-1] is been[0]


@pytest.mark.parametrize("page", PAGES)
def test_escape_leads_back_from_every_page(window, page):
    window.show_page("papers" if page != "papers" else "history")
    before = window.page
    show(window, page)
    QTest.keyClick(window.page, Qt.Key.Key_Escape)
    assert window.page is before


def test_escape_empties_the_search_first(window):
    window.show_page("officers")
    page = window.page
    page.search.setText("lee")
    page.search.setFocus()
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert window.page is page


def test_the_buttons_of_a_page_are_those_one_sees(window):
    window.show_page("officers")
    texts = {button.text() for button in shown_buttons(window.page)}
    assert {"New officer…", "Record class…", "Filter"} <= texts
