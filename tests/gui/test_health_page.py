"""Data health on the real window: each concern leads to its field, and two records of one person become one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from core import actions, merging, model
from core.health import Kind
from gui.dialogs.forms import CorrectionDialog, NewRowDialog
from gui.dialogs.merging import MergeDialog
from gui.pages.health import HealthPage


@pytest.fixture
def page(qtbot, window) -> HealthPage:
    window.give("show_health")
    page = window.page
    assert isinstance(page, HealthPage)
    qtbot.waitUntil(lambda: not page.working.busy)
    return page


def rows(page: HealthPage, kind: Kind):
    return [concern for concern in page.model.everything() if concern.kind is kind]


def opened(qtbot, kind: type[QDialog], check) -> list[type]:
    """Looks at the modal dialog that is about to open, and leaves it."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(type(dialog))
        try:
            check(dialog)
        finally:
            dialog.done(0)

    seen: list[type] = []
    QTimer.singleShot(0, look)
    return seen


def settle(qtbot, page: HealthPage) -> None:
    qtbot.waitUntil(lambda: not page.working.busy)


def test_what_is_wrong_is_listed_with_its_count(page: HealthPage) -> None:
    assert [c.officer_id for c in rows(page, Kind.PROOF)] == ["A1", "A1"]
    assert page.sentence.text().startswith(f"{page.model.total} entries to look at.")
    assert page.kinds.itemText(0) == f"Everything  {page.model.total}"
    page.kinds.setCurrentIndex(page.kinds.findData(Kind.PROOF))
    page.kinds.activated.emit(page.kinds.currentIndex())
    assert {c.kind for c in page.model.rows} == {Kind.PROOF}


def test_enter_opens_the_form_in_the_field_that_is_meant(qtbot, page: HealthPage) -> None:
    place = next(n for n, c in enumerate(page.model.rows) if c.table == "credentials")
    page.table.selectRow(place)

    def check(dialog) -> None:
        assert dialog.row_form.fields["proof"].isAncestorOf(dialog.focusWidget())

    seen = opened(qtbot, CorrectionDialog, check)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert seen == [CorrectionDialog]


def test_a_weapon_without_a_pass_leads_to_the_qualification(qtbot, window, page: HealthPage) -> None:
    issue = model.WeaponIssue(weapon_id="S-200", officer_id="A3", issued_on=date(2026, 1, 2))
    window.session.apply(lambda store: actions.issue_weapon(store, model.Weapon(weapon_id="S-200"), issue))
    settle(qtbot, page)
    (concern,) = rows(page, Kind.UNQUALIFIED)
    page.table.choose(page.model._key(concern))

    def check(dialog) -> None:
        assert dialog.row_form.fields["weapon_id"].value() == "S-200"
        assert dialog.row_form.fields["officer_id"].value() == "A3"

    seen = opened(qtbot, NewRowDialog, check)
    page.detail.act.click()
    assert seen == [NewRowDialog]


def test_what_is_mended_is_gone_and_comes_back_with_undo(qtbot, window, page: HealthPage) -> None:
    credential = window.session.store.rows(model.Credential)[0]
    mended = replace(credential, proof=model.Proof.COPY)
    window.session.apply(lambda store: actions.save(store, mended, reason="scanned"))
    settle(qtbot, page)
    assert [c.table for c in rows(page, Kind.PROOF)] == ["attendance"]
    window.give("undo")
    settle(qtbot, page)
    assert len(rows(page, Kind.PROOF)) == 2


def add_twin(window) -> None:
    lee = window.session.register.officer("A1")
    twin = replace(lee, officer_id="B7", phone="555-0100", mcid="77")
    window.session.apply(lambda store: actions.save(store, replace(lee, mcid="78"), reason="from the license"))
    window.session.apply(lambda store: actions.add_officer(store, twin))


def test_two_records_are_compared_and_merged_by_keyboard(qtbot, window, page: HealthPage) -> None:
    add_twin(window)
    settle(qtbot, page)
    (concern,) = rows(page, Kind.DUPLICATE)
    page.table.choose(page.model._key(concern))

    def merge() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MergeDialog)
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert "Choose which of them is right." in dialog.notice.text
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Right)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
        dialog.reason.line.setFocus()
        QTest.keyClicks(dialog.focusWidget(), "same license")
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    QTimer.singleShot(100, merge)  # once it is laid out: the arrow goes to the button at the right
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    officer = window.session.register.officer("A1")
    assert (officer.phone, officer.mcid) == ("555-0100", "77")
    assert window.session.register.officer("B7") is None
    settle(qtbot, page)
    assert rows(page, Kind.DUPLICATE) == []
    window.give("undo")
    assert window.session.register.officer("B7") is not None


def test_two_people_are_not_listed_again(qtbot, window, page: HealthPage) -> None:
    add_twin(window)
    settle(qtbot, page)
    (concern,) = rows(page, Kind.DUPLICATE)
    page.table.choose(page.model._key(concern))
    page.detail.two_people.click()
    assert rows(page, Kind.DUPLICATE) == []
    page.refresh()
    settle(qtbot, page)
    assert rows(page, Kind.DUPLICATE) == []


def test_what_moves_is_said_and_leaving_changes_nothing(qtbot, window) -> None:
    add_twin(window)
    found = merging.merger(window.session.store, "A1", "B7")
    dialog = MergeDialog(window.session, found, window)
    qtbot.addWidget(dialog)
    assert len(dialog.choices) == 1
    dialog.reject()
    assert window.session.register.officer("B7") is not None


def test_all_is_well_where_nothing_is_on_file(qtbot, bare_window, tmp_path) -> None:
    bare_window.session.new(tmp_path / "new.muster")
    bare_window.give("show_health")
    page = bare_window.page
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._well)


def test_merging_is_a_command_for_two_chosen_officers(qtbot, window) -> None:
    window.give("show_officers")
    window.give("merge_officers")
    assert "choose two officers" in window.statusBar().currentMessage()
    window.page.table.selectAll()
    assert len(window.page.officer_ids()) > 2
