"""How soon the real window answers with a large district open: after an edit, after a keystroke in the filter."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from core import documents
from core.dates import DAY
from core.model import Credential
from gui import app as application
from gui.dialogs.forms import form
from gui.main_window import MainWindow
from gui.pages.officers import OfficersPage
from gui.session import Session
from tests.bench.measure import Line, Seconds, against_frame
from tests.districts import TODAY, district

TYPED = "nunez 555"
"""It finds somebody at every letter."""
IN_SIGHT = 5
PATIENCE: Seconds = 30


class Painted(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() is QEvent.Type.Paint
        return False


def bench(officers: int = 10_000, records: int = 500_000, rounds: int = 100) -> Iterator[Line]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), officers, records) as window:
        page = window.page
        assert isinstance(page, OfficersPage)
        yield from against_frame(f"An edit among {officers:,} officers, OK to repainted", edits(window, page, rounds))
        yield from against_frame(f"A keystroke in the filter over {officers:,} officers", keystrokes(page, rounds))


def edits(window: MainWindow, page: OfficersPage, rounds: int) -> list[Seconds]:
    """A certificate for one officer after another, recorded in the real form."""
    painted, taken = Painted(page.table.viewport()), []
    for number in range(rounds):
        officer = page.model.rows[number % IN_SIGHT].officer
        given = {"officer_id": officer.officer_id, "credential": "is-100", "completed_on": TODAY - number * DAY}
        dialog = form(window.session, Credential, page, given=given)
        taken.append(until_repainted(painted, dialog.try_record))
        assert not dialog.notice.text
        dialog.deleteLater()
        QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    return taken


def keystrokes(page: OfficersPage, rounds: int) -> list[Seconds]:
    """Words typed letter by letter, and taken away again."""
    painted = Painted(page.table.viewport())
    page.search.setFocus()
    keys = islice(cycle(TYPED + len(TYPED) * "\b"), rounds)
    return [until_repainted(painted, partial(press, page.search, key)) for key in keys]


def press(line: QLineEdit, key: str) -> None:
    if key == "\b":
        QTest.keyClick(line, Qt.Key.Key_Backspace)
    else:
        QTest.keyClicks(line, key)


def until_repainted(painted: Painted, act: Callable[[], object]) -> Seconds:
    QApplication.processEvents()
    before, began = painted.times, perf_counter()
    act()
    while painted.times == before:
        QApplication.processEvents()
        assert perf_counter() - began < PATIENCE, "nothing was painted anew"
    return perf_counter() - began


@contextmanager
def opened(folder: Path, officers: int, records: int) -> Iterator[MainWindow]:
    """The real window, on its Officers page, with an invented district of that size."""
    qt = QApplication.instance() or QApplication([])
    assert isinstance(qt, QApplication)
    application.dress(qt)
    file = folder / "Large.muster"
    write(file, officers, records)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    session = Session(settings, TODAY, now=_now)
    window = MainWindow(session)
    try:
        window.furnish()
        window.show()
        session.open(file)
        window.show_page("officers")
        _listed(window)
        yield window
    finally:
        window.close()
        session.worker.close()
        session.close()


def _listed(window: MainWindow) -> None:
    """A large district is listed a little at a time."""
    began = perf_counter()
    while window.page.slices.running:
        QApplication.processEvents()
        assert perf_counter() - began < PATIENCE, "the officers were never listed"


def write(file: Path, officers: int, records: int) -> None:
    invented = district(1, officers, records)
    with documents.create(file, who="bench", now=_now) as store, store.edit("Invent a district") as edit:
        edit.set_district(invented.district)
        edit.insert_many(invented.all_rows())


def _now() -> datetime:
    return datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
