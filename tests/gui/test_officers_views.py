"""The officers: found by any text, filtered, kept as views, in columns of one's own, acted on together."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from core import model
from core.actions import save
from core.model import Officer, Status
from gui.dialogs.columns import ColumnsDialog
from gui.models.officers import FOUND
from gui.models.texts import rows_of, searched, where_found
from gui.models.views import BUILT_IN, Due, Filter, Hours, Left, Shape, View, from_text, to_text
from gui.pages.officers import OfficersPage


def officers(window) -> OfficersPage:
    window.show_page("officers")
    return window.page


def ids(page) -> list[str]:
    return [row.officer.officer_id for row in page.model.rows]


# --- finding ----------------------------------------------------------------------------------------------------


def test_every_text_of_a_record_finds_its_officer(window):
    """Each text field of each kind of row gets a word of its own, and each word finds the officer and says where."""
    page, words = officers(window), {}
    for table in model.TABLES:
        names = [c.name for c in table.columns if c.kind is str]
        for name in names:
            words[table.name, name] = f"zq{len(words)}qz"
    record = _record_of_words(words)
    text = searched(record)
    reached = {key for key in words if _reaches_officer(*key)}
    assert len(reached) > 40
    for key in reached:
        assert words[key] in text, key
        ((label, found),) = where_found(record, [words[key]])
        assert label
        assert words[key] in found
    assert page.table.isColumnHidden(page._place(FOUND))


def _reaches_officer(table: str, column: str) -> bool:
    """Agreements are the district's; the keys of others stand in the things themselves; a checksum is no word."""
    refers = column in {"officer_id", "class_id", "weapon_id"} and not model.BY_NAME[table].keyed
    if table == "attachments":
        return column in {"file_name", "notes"}
    return table in {each.name for each in model.SHEETS} - {"agreements"} and not refers


def _record_of_words(words) -> model.OfficerRecord:
    rows = {table.name: _row(table, words) for table in model.TABLES}
    training, attendance = rows["classes"], rows["attendance"]
    parts = {field.name for field in fields(model.OfficerRecord)}
    return model.OfficerRecord(
        officer=rows["officers"],
        attended=(model.Attended.of(attendance, training),),
        issued=(model.Issued(rows["weapon_issues"], rows["weapons"]),),
        **{name: (row,) for name, row in rows.items() if name in parts},
    )


def _row(table, words):
    values = {}
    for column in table.columns:
        if column.kind is str:
            values[column.name] = words[table.name, column.name]
        elif column.required:
            values[column.name] = _any(column.kind)
    return table.row(**values)


def _any(kind):
    if kind in {float, int}:
        return 1
    return date(2026, 1, 1) if kind is date else next(iter(kind))


@pytest.mark.parametrize(
    ("typed", "found", "where"),
    [
        ("glock", ["A1"], "Weapon: make: Glock"),
        ("s-100", ["A1"], "S-100"),
        ("legal", ["A1"], "Legal update"),
        ("nunez", ["A2"], "Name: Rafael Nuñez"),
        ("test police", ["A1"], "Period of service: agency: Test Police"),
        ("central boyd", ["A3"], "Central"),
    ],
)
def test_a_match_says_where_it_was_found(window, typed, found, where):
    page = officers(window)
    page.search.setText(typed)
    assert ids(page) == found
    place = page._place(FOUND)
    assert not page.table.isColumnHidden(place)
    assert where in page.model.columns[place].shown(page.model.rows[0])
    page.search.clear()
    assert page.table.isColumnHidden(place)


# --- filters ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (Filter(), {"A1", "A2", "A3"}),
        (Filter(roles=frozenset({"SRO"})), {"A1"}),
        (Filter(roles=frozenset({"SRO", "CEO"})), {"A1", "A3"}),
        (Filter(schools=frozenset({"Central"})), {"A3"}),
        (Filter(employers=frozenset({"Test County Schools"})), {"A1"}),
        (Filter(armed=True), {"A1"}),
        (Filter(unproven=True), {"A1"}),
        (Filter(left=Left.ONLY), {"Z9"}),
        (Filter(left=Left.ALSO), {"A1", "A2", "A3", "Z9"}),
        (Filter(left=Left.ALSO, armed=True), {"A1"}),
        (Filter(schools=frozenset({"Nowhere"})), set()),
    ],
)
def test_each_filter_takes_whom_it_names(window, chosen, found):
    page = officers(window)
    page.set_filter(chosen)
    assert set(ids(page)) == found
    assert (chosen == Filter()) is (page.filter.words == "")


def test_what_is_due_and_the_hours_are_filtered_at_their_borders(window):
    page = officers(window)
    by_id = {row.officer.officer_id: row for row in page.model.everything()}
    as_of, due = window.session.as_of, by_id["A1"].next_due
    assert due is not None
    for kind in (Due.DAYS_30, Due.DAYS_90, Due.YEAR):
        takes = Filter(due=kind).test(due - timedelta(days=int(kind)))
        assert takes(by_id["A1"])
        assert not Filter(due=kind).test(due - timedelta(days=int(kind) + 1))(by_id["A1"])
    assert Filter(due=Due.LATE).test(due + timedelta(days=1))(by_id["A1"])
    assert not Filter(due=Due.LATE).test(due)(by_id["A1"])
    counted = [row for row in page.model.everything() if row.have is not None and row.need]
    assert counted
    for row in counted:
        assert Filter(hours=Hours.SHORT).test(as_of)(row) is (row.have < row.need)
        assert Filter(hours=Hours.DONE).test(as_of)(row) is (row.have >= row.need)


def test_filters_are_shown_in_words_and_taken_away_one_by_one(window):
    page = officers(window)
    page.set_filter(Filter(roles=frozenset({"SRO"}), armed=True))
    chips = [b for b in page._parts_panel.findChildren(QPushButton) if b.isVisibleTo(page)]
    assert [chip.text() for chip in chips] == ["Role: SRO", "Armed"]
    chips[1].click()
    assert page.filter == Filter(roles=frozenset({"SRO"}))
    page.set_filter(Filter(schools=frozenset({"Nowhere"})))
    assert page._stack.currentWidget() is page._unfound
    next(b for b in page._unfound.findChildren(QPushButton)).click()
    assert set(ids(page)) == {"A1", "A2", "A3"}


def test_the_filter_menu_offers_what_there_is_by_keyboard(window):
    page = officers(window)
    menu = QMenu()
    page._fill_filters(menu)
    inner = {action.text().replace("&", ""): action.menu() for action in menu.actions() if action.menu()}
    assert {"Standing", "Role", "School", "Employer", "Next due", "Hours", "Those who left"} <= set(inner)
    assert {a.text() for a in inner["School"].actions()} == {"East High", "West Elementary", "Central"}
    next(a for a in inner["Role"].actions() if a.text() == "CEO").trigger()
    assert ids(page) == ["A3"]
    letters = [a.text()[a.text().index("&") + 1].lower() for a in menu.actions() if "&" in a.text()]
    assert len(letters) == len(set(letters))


def test_the_chips_and_the_filter_are_one(window):
    page = officers(window)
    page.chips.buttons[Status.OVERDUE].click()
    assert page.filter.standings == {"overdue"}
    page.set_filter(Filter())
    assert not page.chips.chosen


# --- views ------------------------------------------------------------------------------------------------------

filters = st.builds(
    Filter,
    standings=st.frozensets(st.sampled_from([s.value for s in Status])),
    roles=st.frozensets(st.sampled_from(["SRO", "CEO"])),
    schools=st.frozensets(st.text(max_size=5)),
    due=st.sampled_from(Due),
    hours=st.sampled_from(Hours),
    unproven=st.booleans(),
    armed=st.booleans(),
    left=st.sampled_from(Left),
)
shapes = st.builds(
    Shape, st.lists(st.tuples(st.text(max_size=8), st.integers(40, 900))).map(tuple), st.text(max_size=8)
)


@given(st.lists(st.builds(View, st.text(max_size=12), filters, shapes, st.text(max_size=9))).map(tuple))
def test_views_come_back_as_they_were_kept(views):
    assert from_text(to_text(views)) == views


@pytest.mark.parametrize("text", [None, "", "{", "[1]", '[{"name": "x"}]', '{"a": 1}'])
def test_what_cannot_be_read_is_no_view(text):
    assert from_text(text) == ()


def test_a_view_is_kept_in_the_file_and_comes_back(window, prompts):
    page = officers(window)
    page.set_filter(Filter(roles=frozenset({"SRO"})))
    page.search.setText("lee")
    page.set_shape(Shape((("Name", 200), ("Standing", 140), ("Phone", 99)), "Standing", descending=True))
    prompts.answers = ["My SROs"]
    page.ask_to_keep()
    log = len(window.session.store.history(limit=100))
    page.show_view(BUILT_IN[0])
    assert page.search.text() == ""
    path = window.session.path
    window.acts.close_file()
    window.acts.open_path(path)
    page = officers(window)
    (view,) = page.views
    page.show_view(view)
    assert (view.name, page.search.text(), ids(page)) == ("My SROs", "lee", ["A1"])
    assert page.shape == Shape((("Name", 200), ("Standing", 140), ("Phone", 99)), "Standing", descending=True)
    assert page.view_button.text() == "View: My SROs"
    page.set_filter(Filter())
    assert page.view_button.text() == "View: My SROs (changed)"
    page.keep_changes()
    assert page.views[0].filter == Filter()
    page.delete_view()
    assert page.views == ()
    assert len(window.session.store.history(limit=100)) == log  # a view is no record


def test_the_programs_own_views_keep_their_names(window, prompts):
    page = officers(window)
    assert [view.name for view in BUILT_IN] == ["All", "Armed", "Proof missing", "Due in 90 days", "Left"]
    prompts.answers = ["armed"]
    page.ask_to_keep()
    assert page.views == ()
    assert "Give yours another name" in prompts.asked[-1]
    for view, found in zip(BUILT_IN, ({"A1", "A2", "A3"}, {"A1"}, {"A1"}, None, {"Z9"}), strict=True):
        page.show_view(view)
        assert found is None or set(ids(page)) == found
        assert page.view_button.text() == f"View: {view.name}"


def test_what_one_left_comes_again_with_the_file(window):
    page = officers(window)
    page.show_view(BUILT_IN[1])
    page.table.setColumnHidden(2, True)
    page.keep_arrangement()
    path = window.session.path
    window.acts.close_file()
    window.acts.open_path(path)
    page = officers(window)
    assert page.filter == Filter(armed=True)
    assert 2 in page.table.unwanted
    assert page.view.name == "Armed"


# --- columns ----------------------------------------------------------------------------------------------------


def test_columns_are_chosen_and_moved_by_keyboard(qtbot, window):
    dialog = ColumnsDialog(window, ["Name", "Role", "School"], ["Name", "Role"])
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.list.setCurrentRow(2)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    dialog.move_column(-1)
    assert dialog.chosen == ("Name", "School", "Role")
    dialog.list.setCurrentRow(0)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert "Name" in dialog.chosen  # the name is always there


def test_chosen_columns_are_shown_in_their_order(window, monkeypatch):
    page = officers(window)
    monkeypatch.setattr(ColumnsDialog, "exec", lambda dialog: True)
    monkeypatch.setattr(ColumnsDialog, "chosen", ("Standing", "Name", "Phone"))
    page.choose_columns()
    assert [column.title for column in page.table.visible_columns()] == ["Standing", "Name", "Phone"]


def test_widths_are_remembered(qtbot, window):
    page = officers(window)
    head = page.table.horizontalHeader()
    edge = QPoint(head.sectionViewportPosition(0) + head.sectionSize(0) - 1, head.height() // 2)
    QTest.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(head.viewport(), edge + QPoint(46, 0))
    with qtbot.waitSignal(page.table.arranged):
        QTest.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(46, 0))
    assert dict(page.shape.columns)["Name"] == 222
    page.show_view(BUILT_IN[1])
    assert dict(page.shape.columns)["Name"] == 176


# --- acting on many ---------------------------------------------------------------------------------------------


def test_what_can_be_done_for_several_comes_when_several_are_chosen(window):
    page = officers(window)
    page.table.selectRow(0)
    assert not page.chosen_bar.isVisible()
    page.table.selectAll()
    assert page.chosen_bar.isVisible()
    assert page.chosen_bar._words.text() == "3 officers chosen"
    assert [b.text() for b in page.chosen_bar.buttons] == [
        "Print letters…", "Record class…", "Record range day…", "Record waiver…",
        "Export this list…", "Print this list…",
    ]  # fmt: skip


def test_a_class_begins_with_those_chosen(window, monkeypatch):
    page, opened = officers(window), []
    monkeypatch.setattr("gui.dialogs.class_entry.open_class_entry", lambda session, parent, ids: opened.append(ids))
    monkeypatch.setattr("gui.dialogs.range_day.open_range_day", lambda session, parent, ids: opened.append(ids))
    page.table.selectAll()
    for button in page.chosen_bar.buttons[1:3]:
        button.click()
    assert opened == [("A3", "A1", "A2")] * 2


def test_the_letters_of_those_chosen(window, monkeypatch):
    page, wanted = officers(window), []
    monkeypatch.setattr("gui.pages.papers.PapersPage.show_letters", lambda page, ids: wanted.append(tuple(ids)))
    page.table.selectAll()
    page.chosen_bar.buttons[0].click()
    assert wanted == [("A3", "A1", "A2")]


def test_a_waiver_for_several_is_one_edit(window):
    from gui.dialogs.several import WaiversDialog

    dialog = WaiversDialog(window.session, ("A1", "A2"), window)
    dialog.row_form.fill({
        "requirement": "in-service", "granted_by": "State board", "reference": "SB 2026-4",
        "from_on": date(2026, 7, 1), "until_on": date(2027, 6, 30),
    })  # fmt: skip
    dialog.try_record()
    assert not dialog.notice.text
    waivers = window.session.store.rows(model.Waiver)
    assert [waiver.officer_id for waiver in waivers] == ["A1", "A2"]
    window.session.undo()
    assert window.session.store.rows(model.Waiver) == []


def test_the_choice_outlives_an_edit(window):
    page = officers(window)
    page.table.selectAll()
    officer = window.session.store.find(Officer, "A1")
    window.session.apply(lambda store: save(store, _noted(officer), reason="a note"))
    assert len(page.officer_ids()) == 3


def _noted(officer):
    from dataclasses import replace

    return replace(officer, notes="Looks after the radio")


def test_the_rows_of_a_record_are_all_there(window):
    record = window.session.register.record("A1")
    assert sum(1 for _ in rows_of(record)) >= 6
