"""Work beside the window belongs to the file it was begun for."""

from __future__ import annotations

from threading import Event

from gui.pages.papers import PapersPage


def test_what_comes_of_a_closed_file_is_dropped(session, records_file, qtbot):
    session.open(records_file)
    go_on, heard = Event(), []
    task = session.worker.start(lambda _: go_on.wait(5))
    task.done.connect(lambda _: heard.append(session.register))
    with qtbot.waitSignal(task.cancelled):
        session.close()
        go_on.set()
    assert heard == []


def test_what_is_ready_but_not_taken_yet_is_dropped_as_well(session, records_file, qtbot):
    session.open(records_file)
    ready, heard = Event(), []
    task = session.worker.start(lambda _: ready.set())
    task.done.connect(lambda _: heard.append(session.register))
    assert ready.wait(5)
    with qtbot.waitSignal(task.ended):
        session.close()
    assert heard == []


def test_work_of_no_file_goes_on_when_one_is_closed(session, records_file, qtbot):
    session.open(records_file)
    go_on, heard = Event(), []
    task = session.work("Exporting…", lambda _: go_on.wait(5), heard.append, lasting=True)
    with qtbot.waitSignal(task.ended):
        session.close()
        go_on.set()
    assert heard == [True]


def test_another_paper_picked_stops_the_one_that_is_made(window, qtbot):
    """The letters are still counted when they are picked; the report begun before must not appear as one of them."""
    window.show_page("papers")
    page = window.page
    assert isinstance(page, PapersPage)
    begun = page._work._task
    assert begun is not None
    heard = []
    begun.done.connect(heard.append)
    window.show_letter("A3")
    qtbot.waitUntil(lambda: begun.over)
    assert heard == []
