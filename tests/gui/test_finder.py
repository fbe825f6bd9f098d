"""Ctrl+K: everything there is by a few letters, the best first, and what was used last before anything is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.finder import MORE, Finder
from gui.pages.tables import Table


@pytest.fixture
def finder(window) -> Finder:
    return Finder(window.session, window)


def found(finder, typed: str) -> list[str]:
    finder.line.setText(typed)
    return [finder.list.item(place).text() for place in range(finder.list.count())]


@pytest.mark.parametrize(
    ("typed", "first", "more"),
    [
        ("nunez", "Nuñez, Rafael", "Officer A2"),
        ("a3", "Boyd, Terrence", "Officer A3"),
        ("legal up", "Legal update", "Class of 8/5/2026"),
        ("s-100", "Glock 17, serial S-100", "Weapon"),
        ("interlocal", "Interlocal agreement Test County", "Agreement AG-1"),
        ("history", "History", "Ctrl+5"),
        ("range day", "Record range day…", "Ctrl+Shift+R"),
        ("high con", "High contrast", ""),
    ],
)
def test_everything_is_found_with_its_kind_or_its_key(finder, typed, first, more):
    assert found(finder, typed)[0] == first
    assert finder.list.item(0).data(MORE) == more
    assert first in finder.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_every_rule_page_and_command_is_there(window, finder):
    ids = {thing.id for thing in finder._things}
    assert {f"rule:{rule.id}" for rule in window.session.roll.policy.requirements} <= ids
    possible = {f"command:{command.id}" for command in window.actions_.possible()} - {"command:find_anything"}
    assert possible <= ids
    assert {f"officer:{record.officer.officer_id}" for record in window.session.register.records} <= ids


def test_what_begins_so_comes_first(finder):
    names = found(finder, "re")
    starts = [name.lower().startswith("re") for name in names]
    assert starts[0]
    assert starts == sorted(starts, reverse=True)


def test_what_was_used_last_comes_first_and_is_kept_in_the_file(window, finder):
    assert finder.head.text() == "For instance"
    finder.line.setText("boyd")
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    assert window.page.title.text() == "Terrence Boyd"
    again = Finder(window.session, window)
    assert again.head.text() == "Used last"
    assert again.list.item(0).text() == "Boyd, Terrence"
    path = window.session.path
    window.acts.close_file()
    window.acts.open_path(path)
    assert Finder(window.session, window).list.item(0).text() == "Boyd, Terrence"


def test_nothing_found_says_where_else_to_look(finder):
    assert found(finder, "zzzz") == []
    assert "Officers page" in finder.head.text()


def test_a_rule_is_shown_in_its_list(window, finder):
    rule = window.session.roll.policy.requirements[3]
    thing = next(each for each in finder._things if each.id == f"rule:{rule.id}")
    thing.act()
    table = window.focusWidget()
    assert isinstance(table, Table)
    assert table.row.id == rule.id
    assert table.isVisible()


def test_an_agreement_leads_to_its_record(window, finder, monkeypatch):
    opened = []
    monkeypatch.setattr("gui.dialogs.forms.open_form", lambda session, kind, parent, row: opened.append(row))
    thing = next(each for each in finder._things if each.id == "agreement:AG-1")
    thing.act()
    table = window.page.table_here()
    assert opened or (table is not None and table.row is not None)


def test_without_a_file_there_are_the_commands_that_can_be_given(bare_window):
    finder = Finder(bare_window.session, bare_window)
    assert "New district file…" in found(finder, "new")
    assert not found(finder, "history")
