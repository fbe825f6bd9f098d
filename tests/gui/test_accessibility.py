"""What a screen reader is told, asked over Qt's own accessibility interface: every page and every dialog is walked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from core import exchange, merging, model
from core.media import Enclosure
from core.reports.letters import LetterKind
from core.reports.wording import STATUS_WORDS
from gui.dialogs.attaching import AttachDialog
from gui.dialogs.backups import BackupsDialog
from gui.dialogs.class_entry import ClassEntryDialog
from gui.dialogs.columns import ColumnsDialog
from gui.dialogs.district import DistrictDialog
from gui.dialogs.forms import form
from gui.dialogs.importing import ImportDialog
from gui.dialogs.merging import MergeDialog
from gui.dialogs.preview import PreviewDialog
from gui.dialogs.range_day import RangeDayDialog
from gui.dialogs.rulings import RulingDialog
from gui.dialogs.settings import SETTINGS, SettingDialog
from gui.dialogs.several import WaiversDialog
from gui.dialogs.template import TemplateDialog
from gui.dialogs.weapons import WeaponIssueDialog
from gui.finder import Finder
from gui.oneline import Naming, Reason
from gui.rail import PAGES
from gui.shortcuts import Shortcuts
from tests import scans

Role = QAccessible.Role
NAMED = {
    Role.Button, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton, Role.ComboBox,
    Role.EditableText,
    Role.Table, Role.List, Role.Tree, Role.SpinBox, Role.MenuItem, Role.PageTab, Role.ProgressBar, Role.ColumnHeader,
    Role.Dialog, Role.ListItem, Role.Slider,
}  # fmt: skip
"""What is nothing to a listener without a name."""
FOCUS_ROLES = NAMED | {
    Role.PageTabList,
    Role.Client,
    Role.Pane,
    Role.Document,
    Role.StaticText,
    Role.Graphic,
    Role.Chart,
    Role.Canvas,
}


def walk(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Everything beneath that is not out of sight; of a table only its first cells."""
    yield interface
    for place in range(min(interface.childCount(), 60)):
        child = interface.child(place)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from walk(child)


def names(interface: QAccessibleInterface) -> str:
    return interface.text(QAccessible.Text.Name).strip()


def describe(interface: QAccessibleInterface) -> str:
    thing = interface.object()
    parent = interface.parent().object() if interface.parent() is not None else None
    return f"{interface.role().name} {type(thing).__name__} in {type(parent).__name__}"


def nameless(whole: QWidget) -> list[str]:
    root = QAccessible.queryAccessibleInterface(whole)
    return [describe(each) for each in walk(root) if not names(each) and _speaks(each) and not _is_inside(each)]


def _speaks(each: QAccessibleInterface) -> bool:
    """A cell may be blank: that nothing is recorded is what it says."""
    return each.role() in NAMED or (each.state().focusable and each.role() != Role.Cell)


def _is_inside(each: QAccessibleInterface) -> bool:
    """A part of a control that bears the name, which a reader speaks as the whole."""
    parent = each.parent()
    return parent is not None and parent.role() in {Role.ComboBox, Role.SpinBox} and bool(names(parent))


def misnamed(whole: QWidget) -> list[str]:
    """What takes the focus has a role that says what it does."""
    root = QAccessible.queryAccessibleInterface(whole)
    return [
        describe(each)
        for each in walk(root)
        if each.state().focusable and each.role() not in FOCUS_ROLES | {Role.Cell, Role.Window}
    ]


@pytest.fixture
def heard(qapp):
    """As with a screen reader at work."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def show(window, name: str) -> None:
    if name == "welcome":
        window.acts.close_file()
    elif name == "officer":
        window.show_officer("A1")
    else:
        window.show_page(name)
    QApplication.processEvents()


@pytest.mark.parametrize("page", ["welcome", *PAGES, "officer"])
def test_everything_on_a_page_has_a_name_and_a_role(heard, qtbot, window, page):
    show(window, page)
    qtbot.wait(50)
    assert nameless(window) == []
    assert misnamed(window) == []


@pytest.mark.parametrize("page", [*PAGES, "officer"])
def test_a_table_says_its_cells_and_its_headings(heard, qtbot, window, page):
    show(window, page)
    for table in window.page.tables():
        interface = QAccessible.queryAccessibleInterface(table)
        assert interface.role() == Role.Table
        titles = [
            table.rows.columns[c].title.strip() for c in range(table.rows.columnCount()) if not table.isColumnHidden(c)
        ]
        said = [names(each) for each in walk(interface) if each.role() == Role.ColumnHeader]
        assert all(title for title in said)
        assert set(titles) <= set(said)
        for row in range(min(table.rows.rowCount(), 3)):
            for place, column in enumerate(table.rows.columns):
                text = table.rows.index(row, place).data(Qt.ItemDataRole.AccessibleTextRole)
                assert text == column.shown(table.rows.rows[row])
                if column.status and column.status(table.rows.rows[row]) is not None:
                    assert text.strip()  # the state is a word, never a colour alone


def test_the_cells_of_the_officers_are_read_with_the_word_of_their_standing(heard, window):
    window.show_page("officers")
    interface = QAccessible.queryAccessibleInterface(window.page.table)
    cells = {names(each) for each in walk(interface) if each.role() == Role.Cell}
    assert {"Lee, Dana", "Overdue"} <= cells
    assert cells & set(STATUS_WORDS.values())


def dialogs(session, window, tmp_path) -> Iterator[QWidget]:
    path = tmp_path / "Copy.xlsx"
    exchange.export_workbook(session.store, path)
    sheet = tmp_path / "Roster.csv"
    sheet.write_text("Name,Birth date,Badge\nSmith Jo,04/05/1980,B1\n", encoding="utf-8")
    yield ClassEntryDialog(session, window)
    yield RangeDayDialog(session, window)
    yield WeaponIssueDialog(session, window)
    yield DistrictDialog(session, window)
    for table in model.SHEETS:
        if table.name not in {"attendance", "weapon_issues"}:
            yield form(session, table.row, window)
    for row_class in (model.Officer, model.TrainingClass, model.Agreement, model.Qualification):
        yield form(session, row_class, window, row=session.store.rows(row_class)[0])
    yield ImportDialog(session, window, path)
    yield ImportDialog(session, window, sheet)
    yield MergeDialog(session, merging.merger(session.store, "A1", "A3"), window)
    yield BackupsDialog(session, window)
    yield TemplateDialog(session, window, LetterKind.UPCOMING)
    yield AttachDialog(session, window, session.store.rows(model.Officer)[0], [Enclosure("a.pdf", scans.pdf())])
    yield RulingDialog(session, window, session.register.written.requirement("weapon-qualification"), None)
    yield SettingDialog(session, window, SETTINGS[0])
    yield WaiversDialog(session, ("A1", "A3"), window)
    yield ColumnsDialog(window, ("Name", "Role"), ("Name",))
    yield Naming(window, "What is this view called?", "SROs", "Keep the view")
    yield Finder(session, window)
    yield Shortcuts(window)
    yield Reason(window, "Remove the bond?", "Remove")
    yield PreviewDialog(session, window, "Officers", lambda task: b"")


def test_everything_in_a_dialog_has_a_name_and_a_role(heard, qtbot, window, tmp_path):
    for dialog in dialogs(window.session, window, tmp_path):
        dialog.show()
        qtbot.waitExposed(dialog)
        qtbot.wait(20)
        assert dialog.windowTitle() or dialog.accessibleName(), type(dialog).__name__
        assert nameless(dialog) == [], type(dialog).__name__
        assert misnamed(dialog) == [], type(dialog).__name__
        dialog.close()
        dialog.deleteLater()


def test_what_the_status_line_says_is_announced(heard, window, monkeypatch):
    said = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", said.append)
    window.session.said.emit("Exported to Roster.xlsx.")
    assert [event.message() for event in said] == ["Exported to Roster.xlsx."]
    assert said[0].type() == QAccessible.Event.Announcement
    assert window.statusBar().currentMessage() == "Exported to Roster.xlsx."
