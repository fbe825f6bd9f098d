"""Long work goes on beside the window: it says what it does, can be stopped, and leaves nothing half."""

from __future__ import annotations

from datetime import date
from threading import Event

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from core import exchange
from core.actions import save
from core.calendar import DESK
from core.model import Officer
from core.reports.wording import summary
from gui import session as sessions
from gui.tasks import Cancelled


@pytest.fixture
def large(monkeypatch):
    """Every file counts as large, and every edit as one of many officers."""
    monkeypatch.setattr(sessions, "LARGE", 0)
    monkeypatch.setattr(sessions, "MANY", 0)


@pytest.fixture
def idle(qtbot):
    def wait(window):
        qtbot.waitUntil(lambda: not window.progress.words, timeout=20_000)

    return wait


def test_a_workbook_is_exported_beside_the_window(window, prompts, tmp_path, idle):
    path = tmp_path / "out.xlsx"
    prompts.answers = [path]
    window.give("export_workbook")
    assert window.progress.words == "Exporting out.xlsx…"
    idle(window)
    assert "Exported to" in window.statusBar().currentMessage()
    plan = exchange.plan_import(exchange.read_workbook(path), window.session.store)
    assert {str(row.verdict) for row in plan.rows} == {"same"}


def test_a_calendar_is_exported_beside_the_window_and_remembered(window, prompts, tmp_path, idle):
    path = tmp_path / "out.ics"
    prompts.answers = [path]
    window.give("export_calendar")
    idle(window)
    assert b"BEGIN:VEVENT" in path.read_bytes()
    assert window.session.store.desk(DESK)


def test_a_stopped_export_leaves_no_file(window, prompts, tmp_path, idle):
    path = tmp_path / "out.xlsx"
    prompts.answers = [path]
    window.give("export_workbook")
    window.progress.cancel.click()
    idle(window)
    assert not path.exists()
    assert "Exported" not in window.statusBar().currentMessage()


def test_the_file_is_checked_beside_the_window(window, prompts, idle):
    window.give("check_file")
    assert window.progress.words == "Checking the file…"
    idle(window)
    assert prompts.asked[-1].startswith("The file is sound.")


def test_what_goes_wrong_beside_the_window_is_told(window, prompts, tmp_path, idle):
    prompts.answers = [tmp_path / "no such folder" / "out.xlsx"]
    window.give("export_workbook")
    idle(window)
    assert "out.xlsx" in prompts.asked[-1]


def test_the_strip_shows_work_that_lasts_and_goes_with_it(qtbot, window):
    go = Event()

    def think(task):
        while not go.wait(0.02):
            task.report(1, 4)

    window.session.work("Thinking…", think, lambda _: None)
    assert not window.progress.isVisible()
    qtbot.waitUntil(window.progress.isVisible)
    assert window.progress.cancel.accessibleName() == "Stop: Thinking…"
    qtbot.waitUntil(lambda: window.progress._bar.value() == 1)
    go.set()
    qtbot.waitUntil(lambda: not window.progress.isVisible())


def test_the_window_lives_on_while_work_goes_on(qtbot, window):
    beats = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(1))
    timer.start()
    done = []
    window.session.work("Counting…", lambda _task: sum(range(3_000_000)), done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert done == [sum(range(3_000_000))]
    assert beats


# --- large files ----------------------------------------------------------------------------------------------


def test_a_large_file_is_opened_beside_the_window(bare_window, records_file, large, idle):
    window = bare_window
    window.acts.open_path(records_file)
    assert not window.session.is_open
    assert window.progress.words == "Opening Test County.muster…"
    idle(window)
    assert window.session.is_open
    assert [each.officer.officer_id for each in window.session.roll.officers] == ["A3", "A1", "A2"]
    assert window.page.sentence.text() == summary(window.session.roll)
    window.session.apply(lambda store: save(store, Officer(officer_id="N1", last_name="New", first_name="Nan")))
    idle(window)
    assert window.session.register.officer("N1") is not None


def test_opening_that_is_stopped_leaves_the_file_free(bare_window, session, records_file, large, idle):
    bare_window.acts.open_path(records_file)
    bare_window.progress.cancel.click()
    idle(bare_window)
    assert not session.is_open
    bare_window.acts.open_path(records_file)
    idle(bare_window)
    assert session.is_open


def test_a_large_file_that_is_none_is_told(bare_window, prompts, tmp_path, large, idle):
    path = tmp_path / "x.muster"
    path.write_bytes(b"nothing of the kind")
    bare_window.acts.open_path(path)
    idle(bare_window)
    assert "not a records file" in prompts.asked[-1]
    assert not bare_window.session.is_open


def test_another_date_is_judged_beside_the_window(window, large, idle):
    session = window.session
    before = summary(session.roll)
    session.set_as_of(date(2027, 7, 1))
    assert (session.as_of, summary(session.roll)) == (date(2026, 11, 23), before)
    idle(window)
    assert (session.as_of, session.register.as_of) == (date(2027, 7, 1), date(2027, 7, 1))
    assert window.page.sentence.text() == summary(session.roll) != before
    assert window.page.not_today.isVisible()


def test_a_date_that_is_stopped_is_as_if_never_asked(window, large, idle):
    session = window.session
    window.page.as_of.line.setText("7/1/2027")
    window.page.as_of.take()
    window.progress.cancel.click()
    idle(window)
    assert session.as_of == date(2026, 11, 23)
    assert window.page.as_of.line.text() == "11/23/2026"


def test_an_edit_while_everyone_is_judged_is_not_lost(window, monkeypatch, idle):
    session = window.session
    monkeypatch.setattr(sessions, "MANY", 2)
    session.set_as_of(date(2027, 7, 1))
    lee = session.register.officer("A1")
    session.apply(lambda store: save(store, Officer(officer_id="A1", last_name="Leigh", first_name=lee.first_name)))
    idle(window)
    assert session.as_of == date(2027, 7, 1)
    assert session.register.entry("A1").officer.last_name == "Leigh"
    assert [each.officer.last_name for each in session.roll.officers] == ["Boyd", "Leigh", "Nuñez"]


def test_a_large_edit_is_undone_and_done_again_beside_the_window(window, large, idle):
    session = window.session
    session.apply(lambda store: save(store, Officer(officer_id="N1", last_name="New", first_name="Nan")))
    idle(window)
    window.give("undo")
    assert window.progress.words.startswith("Undoing “Add officer Nan New")
    idle(window)
    assert session.store.find(Officer, "N1") is None
    assert session.register.officer("N1") is None
    window.give("redo")
    idle(window)
    assert session.register.officer("N1") is not None


def test_a_file_closed_meanwhile_is_left_alone(window, large, idle):
    window.session.set_as_of(date(2027, 7, 1))
    window.give("close_file")
    idle(window)
    assert not window.session.is_open


def test_cancelled_work_says_so_and_nothing_else(qtbot, session):
    go, ends = Event(), []

    def act(task):
        go.wait(5)
        task.report(1, 2)

    task = session.worker.start(act)
    for signal, name in ((task.done, "done"), (task.failed, "failed"), (task.cancelled, "cancelled")):
        signal.connect(lambda *_, name=name: ends.append(name))
    task.ended.connect(lambda: ends.append("ended"))
    task.cancel()
    go.set()
    qtbot.waitUntil(lambda: "ended" in ends)
    QTest.qWait(20)
    assert ends == ["cancelled", "ended"]
    with pytest.raises(Cancelled):
        task.report(1, 2)
