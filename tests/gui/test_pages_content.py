"""What the pages show of a real file, and how they follow its edits row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from core.actions import remove, save
from core.model import (
    Appointment,
    Credential,
    EmployerType,
    Officer,
    Qualification,
    Result,
    Role,
    Status,
    SupervisorTitle,
)
from core.register import attention
from gui.dialogs import class_entry, district, forms
from gui.models.attention import key, whose
from gui.models.rows import STATUS, Column, RowsModel, fold
from gui.models.views import Filter, Left
from gui.pages.officer import OfficerPage
from gui.pages.papers import DUE, PapersPage


@pytest.fixture
def opened(monkeypatch):
    """The forms that were asked for, instead of their windows."""
    calls = []

    def note(session, row_class, parent, *, row=None, given=None):
        calls.append((row_class, row, given or {}))
        return False

    monkeypatch.setattr(forms, "open_form", note)
    monkeypatch.setattr(class_entry, "open_class_entry", lambda session, parent, ids=(): calls.append(("class", ids)))
    monkeypatch.setattr(
        district, "open_district", lambda session, parent, column="": calls.append(("district", column))
    )
    return calls


def lines(page):
    return [
        (row.judged.officer.officer_id if row.judged else None, row.worst.requirement.id, row.status)
        for row in page.model.rows
    ]


def test_the_list_is_what_the_register_says_worst_first(window):
    expected = attention(window.session.roll)
    assert list(window.page.model.rows) == list(expected)
    assert len(expected) > 3
    assert ("A3", "basic-training", Status.OVERDUE) in lines(window.page)
    assert window.page.sentence.text().startswith("3 officers as of November 23, 2026")


def test_a_row_says_state_who_what_and_how_late(window):
    model = window.page.model
    place = next(i for i, line in enumerate(lines(window.page)) if line[:2] == ("A3", "basic-training"))
    shown = [model.index(place, column).data() for column in range(5)]
    assert shown[0] == "Overdue"
    assert shown[1] == "Boyd, Terrence"
    assert shown[3:] == ["9/3/2026", "81 days late"]
    assert model.index(place, 0).data(STATUS) == Status.OVERDUE


def choose(page, officer_id, requirement):
    place = next(i for i, line in enumerate(lines(page)) if line[:2] == (officer_id, requirement))
    page.table.selectRow(place)


def texts(widget):
    QApplication.processEvents()  # labels just laid out are shown by an event
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_the_detail_explains_and_quotes(window):
    choose(window.page, "A3", "basic-training")
    words = texts(window.page.detail)
    assert "9/3/2024 + 2 years" in words
    assert "37-7-321" in words
    assert "may not exercise the powers of a peace officer" in words


def test_the_act_button_opens_the_right_form_filled_in(window, opened):
    choose(window.page, "A3", "basic-training")
    assert window.page.detail.act.text() == "Record certificate…"
    window.page.detail.act.click()
    row_class, row, given = opened[-1]
    assert row_class is Credential
    assert row is None
    assert given["officer_id"] == "A3"


def test_ctrl_enter_in_the_list_is_the_act_button(window, opened):
    choose(window.page, "A3", "basic-training")
    QTest.keyClick(window.page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened[-1][2]["officer_id"] == "A3"


def test_the_letter_of_a_line_is_one_click_away(window, qtbot):
    choose(window.page, "A3", "basic-training")
    window.page.detail.letter.click()
    papers = window.page
    assert isinstance(papers, PapersPage)
    qtbot.waitUntil(lambda: bool(papers.made) and {each.officer_id for each in papers.made[0].drafts} == {"A3"})
    assert papers.picker.key == DUE


def test_without_a_letter_due_the_officers_sheet_is_shown(window, qtbot):
    appointment = window.session.register.entry("A2").appointment
    window.session.apply(lambda store: remove(store, appointment, reason="test"))
    window.session.apply(
        lambda store: save(store, replace(appointment, id=0, role=Role.OTHER, employer_type=EmployerType.AGENCY))
    )
    window.show_letter("A2")
    papers = window.page
    qtbot.waitUntil(lambda: papers.picker.key == "officer" and bool(papers.made))
    assert papers.options.fields["officer"].value() == "A2"


def test_an_officer_is_removed_with_a_reason_and_comes_back_whole(window, prompts):
    page = officers(window)
    page.table.choose("A1")
    prompts.answers = ["never worked here"]
    window.give("remove_officer")
    assert names(page) == ["A3", "A2"]
    window.session.undo()
    assert names(page) == ["A3", "A1", "A2"]
    assert len(window.session.register.record("A1").credentials) == 2


def test_the_rules_are_listed_in_their_own_words(window):
    window.show_page("district")
    rules = window.page.rules
    window.page.tabs.show_part("Rules")
    assert rules.model.total == len(window.session.roll.policy.requirements)
    rules.table.choose("in-service")
    words = texts(rules.card)
    assert "Hours a year: 40" in words
    assert "7-192" in words
    assert "Due soon from 90 days before." in words


def test_an_unknown_fact_is_completed_in_its_own_record(window, opened):
    appointment = window.session.register.entry("A1").appointment
    changed = replace(appointment, supervisor_title=None)
    window.session.apply(lambda store: save(store, changed))
    choose(window.page, "A1", "sro-supervision")
    assert window.page.detail.line.status is Status.UNDETERMINED
    assert window.page.detail.act.text() == "Complete appointment…"
    window.page.detail.act.click()
    assert opened[-1] == (Appointment, changed, {})


def test_chips_and_search_narrow_the_list(window):
    page = window.page
    page.chips.buttons[Status.OVERDUE].click()
    assert {row.status for row in page.model.rows} == {Status.OVERDUE}
    page.search.setText("boyd")
    assert {line[0] for line in lines(page)} == {"A3"}
    page.search.setText("no such words")
    assert page._stack.currentWidget() is page._unfound
    page.search.clear()
    page.chips.buttons[Status.OVERDUE].click()
    assert len(page.model.rows) == page.model.total


def test_an_edit_changes_the_lines_of_that_officer_only(window, qtbot):
    page = window.page
    resets = []
    page.model.modelReset.connect(lambda: resets.append(1))
    credential = Credential(officer_id="A3", credential="police-basic", issued_on=date(2026, 9, 1))
    window.session.apply(lambda store: save(store, credential))
    assert not resets
    assert list(page.model.rows) == list(attention(window.session.roll))
    assert ("A3", "basic-training", Status.OVERDUE) not in lines(page)
    window.session.undo()
    assert list(page.model.rows) == list(attention(window.session.roll))


def test_the_timeline_counts_what_falls_due_and_can_be_read(window):
    timeline = window.page.timeline
    assert "December 2026" in timeline.words(1)
    assert "1 deadline (due soon)" in timeline.words(1)
    timeline.setFocus()
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert "December 2026" in timeline.accessibleName()
    (finding,) = timeline.due_in((2026, 12))
    assert finding.requirement.id == "weapon-qualification"
    shot = Qualification(officer_id="A1", weapon_id="S-100", shot_on=date(2026, 11, 20), result=Result.PASS)
    window.session.apply(lambda store: save(store, shot))
    assert "nothing falls due" in timeline.words(1)


def test_when_all_is_in_order_the_page_says_so(window):
    for officer_id in ("A1", "A2", "A3"):
        for appointment in window.session.register.record(officer_id).appointments:
            window.session.apply(lambda store, row=appointment: remove(store, row, reason="test"))
    assert window.page._stack.currentWidget() is window.page._nobody


def officers(window):
    window.show_page("officers")
    return window.page


def names(page):
    return [row.officer.officer_id for row in page.model.rows]


def test_officers_are_listed_with_their_figures(window):
    page = officers(window)
    assert names(page) == ["A3", "A1", "A2"]
    shown = {column.title: page.model.index(1, place).data() for place, column in enumerate(page.model.columns)}
    assert shown["Name"] == "Lee, Dana"
    assert shown["School"] == "East High"
    assert shown["Hours"] == "8 of 40"
    assert shown["Weapons"] == "1"
    assert shown["Proof missing"] == "2"
    assert shown["Next due"] == "8/1/2020"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("nunez", ["A2"]), ("s-100", ["A1"]), ("legal update", ["A1"]), ("west sso", ["A2"]), ("a3", ["A3"]), ("zz", [])],
)
def test_officers_are_found_by_anything(window, typed, found):
    page = officers(window)
    page.search.setText(typed)
    assert names(page) == found


def test_former_officers_are_shown_when_asked(window):
    page = officers(window)
    page.set_filter(Filter(left=Left.ALSO))
    assert "Z9" in names(page)
    row = page.model.row_of("Z9")
    assert page.model.index(row, 0).data(Qt.ItemDataRole.ForegroundRole) is not None


def test_sorting_puts_the_unknown_last_both_ways(window):
    page = officers(window)
    page.set_filter(Filter(left=Left.ALSO))
    due = next(i for i, column in enumerate(page.model.columns) if column.title == "Next due")
    page.table.sortByColumn(due, Qt.SortOrder.AscendingOrder)
    up = names(page)
    page.table.sortByColumn(due, Qt.SortOrder.DescendingOrder)
    down = names(page)
    assert up[-1] == down[-1] == "Z9"
    assert up[:-1] == down[:-1][::-1]


def test_a_new_officer_is_inserted_in_place_and_undone(window):
    page = officers(window)
    resets = []
    page.model.modelReset.connect(lambda: resets.append(1))
    window.session.apply(lambda store: save(store, Officer(officer_id="B1", last_name="Hall", first_name="Ida")))
    job = Appointment(officer_id="B1", role=Role.SSO, employer_type=EmployerType.DISTRICT, hired_on=date(2026, 9, 1))
    window.session.apply(lambda store: save(store, job))
    assert names(page) == ["A3", "B1", "A1", "A2"]
    window.session.undo()
    window.session.undo()
    assert names(page) == ["A3", "A1", "A2"]
    assert not resets


def officer(window, officer_id) -> OfficerPage:
    window.show_officer(officer_id)
    return window.page


def test_an_officers_page_shows_all_that_is_on_record(window):
    page = officer(window, "A1")
    assert page.title.text() == "Dana Lee"
    assert "School Resource Officer · Test County Schools · East High · A1" in page.sentence.text()
    assert page.requirements.total == len(window.session.register.entry("A1").findings)
    counts = {title: panel.model.total for title, panel in page.panels.items()}
    assert counts["Credentials"] == 2
    assert counts["Weapons issued"] == counts["Qualifications"] == counts["In-service classes"] == 1
    assert page.meter.accessibleName().startswith("2026-27: 8 of 40")
    assert page.changes.total == 1
    page.tabs.show_part("Position")
    words = texts(page)
    assert "April 2, 1980" in words
    assert "46 years old" in words
    assert "Office, computer, phone line" in words
    assert not page.suspended.isVisible()


def test_suspended_powers_stand_on_top_with_the_statute(window):
    page = officer(window, "A3")
    assert page.suspended.isVisible()
    assert "may not exercise the powers of a peace officer" in texts(page.suspended)


def test_records_are_added_edited_and_removed_by_key(window, opened, prompts):
    page = officer(window, "A1")
    panel = page.panels["Credentials"]
    panel.table.setFocus()
    panel.table.selectRow(0)
    QTest.keyClick(panel.table, Qt.Key.Key_Insert)
    assert opened[-1] == (Credential, None, {"officer_id": "A1"})
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert opened[-1][1] == panel.model.rows[0].row
    prompts.answers = [None]
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert panel.model.total == 2
    prompts.answers = ["entered twice"]
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert panel.model.total == 1
    assert "Remove Dana Lee's credential" in prompts.asked[-1]
    assert window.session.store.history(limit=1)[0].reason == "entered twice"


def test_a_class_is_added_on_the_class_form(window, opened):
    page = officer(window, "A1")
    page.panels["In-service classes"].add.click()
    assert opened[-1] == ("class", ("A1",))


def test_jumping_turns_to_the_part_with_the_cursor_in_it(window):
    page = officer(window, "A1")
    page.tabs.show_part("Training")
    assert page.tabs.title == "Training"
    assert page.panels["Credentials"].table.hasFocus()
    assert page.panels["Credentials"].table.row is not None


def test_an_officer_who_is_undone_has_no_page(window):
    window.session.apply(lambda store: save(store, Officer(officer_id="B1", last_name="Hall", first_name="Ida")))
    page = officer(window, "B1")
    assert page.sentence.text().startswith("No current appointment")
    window.session.undo()
    assert window.page is not page


def test_the_district_page_shows_profile_choices_and_agreements(window, opened):
    window.show_page("district")
    words = texts(window.page)
    assert "Test County Schools" in words
    assert "March 1, 2026" in words
    window.page.tabs.show_part("Choices")
    assert "School year, July 1 to June 30" in texts(window.page)
    window.page.tabs.show_part("Agreements")
    shown = [row.finding for row in window.page.agreements.model.rows]
    assert set(shown) == set(window.session.roll.district_findings)
    assert len(shown) > 1
    window.page.edit.click()
    assert opened[-1] == ("district", "")


def test_the_history_tells_before_and_after(qtbot, window):
    changed = window.session.register.officer("A1")
    window.session.apply(lambda store: save(store, replace(changed, phone="555-0100"), reason="she moved"))
    window.show_page("history")
    page = window.page
    assert page.model.total == 2
    page.table.selectRow(0)
    words = texts(page.detail)
    assert "555-0100" in words
    assert "Why: she moved" in words
    page.search.setText("no such change")
    page.refresh()
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._unfound)
    page.search.clear()
    page.refresh()
    page.undo.click()
    assert page.model.total == 3
    assert window.session.register.officer("A1").phone == ""


def model_of(values):
    model = RowsModel([Column("Value", lambda row: row[1])], lambda row: row[0])
    model.set_rows(values)
    return model


def test_fold_forgets_case_and_accents():
    assert fold("NUÑEZ Đỗ") == "nunez đo"


def test_rows_find_their_place_sorted_either_way():
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        model = model_of([("a", 3), ("b", None), ("c", 1), ("d", 2)])
        model.sort(0, order)
        model.put({"e": ("e", 2.5), "c": ("c", 9), "d": None, "b": ("b", None)})
        rows = list(model.rows)
        model.set_rows(rows)
        assert list(model.rows) == rows
        assert [row[0] for row in rows] == (
            ["e", "a", "c", "b"] if order is Qt.SortOrder.AscendingOrder else ["c", "a", "e", "b"]
        )


def test_what_only_the_district_can_settle_is_said_to_be_its_own(window):
    (appointment,) = window.session.register.record("A1").appointments
    under = replace(appointment, supervisor_title=SupervisorTitle.PRINCIPAL)
    window.session.apply(lambda store: save(store, under, reason="as the letter says"))
    window.show_page("attention")
    page = window.page
    (line,) = [line for line in page.model.rows if line.for_district]
    assert page.table.choose(key(line))
    assert page.detail.for_district.isVisible()
    assert whose(line) == "Lee, Dana · district"
    own = next(line for line in page.model.rows if line.judged and not line.for_district)
    page.table.choose(key(own))
    assert not page.detail.for_district.isVisible()
