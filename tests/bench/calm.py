"""How long the real window stands still while long work goes on: the longest pause between two beats of its loop."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui import app as application
from gui.dialogs.importing import PREVIEW, Block, ImportDialog
from gui.main_window import MainWindow
from gui.prompts import Prompts
from gui.session import Session
from tests.bench.answering import _now, write
from tests.bench.measure import Line, Seconds
from tests.districts import TODAY

BEAT = 5
"""Milliseconds."""
LIMIT: Seconds = 0.050
PATIENCE: Seconds = 600
QUIET = 20
"""Beats without anything going on, after which the work is over and shown."""


@dataclass
class Given(Prompts):
    """Every question about a file has this answer; what is told is kept."""

    path: Path = Path()
    told: list[str] = field(default_factory=list)

    def save_file(self, parent: object, title: str, suggested: Path, kinds: str) -> Path | None:
        return self.path

    def tell(self, parent: object, message: str, hint: str = "") -> None:
        self.told.append(message)


class Heart:
    """Beats in the window's event loop and knows the longest pause."""

    def __init__(self) -> None:
        self.longest: Seconds = 0.0
        self.beats = 0
        self._last = perf_counter()
        self._timer = QTimer(interval=BEAT)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, now - self._last - BEAT / 1000)
        self._last = now
        self.beats += 1

    def stop(self) -> None:
        self._timer.stop()


def bench(officers: int = 10_000, records: int = 200_000, pasted: int = 10_000) -> Iterator[Line]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as window:
        file = Path(folder) / "Large.muster"
        write(file, officers, records)
        for name, act in acts(window, file, pasted):
            yield Line(f"{name}, {officers:,} officers", standstill(window, act), LIMIT, "50 ms", 1.0)


def acts(window: MainWindow, file: Path, pasted: int) -> Iterator[tuple[str, Callable[[], object]]]:
    session, prompts = window.session, window.session.prompts
    assert isinstance(prompts, Given)
    yield "Opening", lambda: window.acts.open_path(file)
    for page in ("officers", "papers", "history", "attention"):
        yield f"The page {page} for the first time", lambda page=page: window.show_page(page)
    yield "Another date", lambda: session.set_as_of(date(2027, 7, 1))
    yield "Today again", lambda: session.set_as_of(TODAY)
    yield "Checking the file", lambda: window.give("check_file")
    prompts.path = file.with_name("out.ics")
    yield "Exporting the calendar", lambda: window.give("export_calendar")
    prompts.path = file.with_name("out.xlsx")
    yield "Exporting a workbook", lambda: window.give("export_workbook")
    yield f"Pasting {pasted:,} rows", lambda: paste(window, pasted)
    yield "Undoing it", lambda: window.give("undo")


def paste(window: MainWindow, rows: int) -> None:
    """The wizard to its end, as by hand."""
    lines = "\n".join(f"P{n}\tPark, Min {n}\t{n % 12 + 1}/{n % 28 + 1}/1990" for n in range(rows))
    dialog = ImportDialog(window.session, window, Block(f"Badge\tName\tDOB\n{lines}", "officers"))
    dialog.show()
    wait(lambda: not dialog.busy)
    dialog.record_button.click()
    wait(lambda: not dialog.busy and dialog.step_now == PREVIEW)
    dialog.record_button.click()
    wait(lambda: not dialog.busy)
    assert not dialog.notice.text, dialog.notice.text
    dialog.record_button.click()


def standstill(window: MainWindow, act: Callable[[], object]) -> Seconds:
    """The longest pause from the act until its work is over and all is shown."""
    QTest.qWait(50)
    heart = Heart()
    act()
    wait(lambda: not window.progress.words)
    done = heart.beats
    wait(lambda: heart.beats > done + QUIET and not window.progress.words)
    heart.stop()
    return heart.longest


def wait(ready: Callable[[], bool]) -> None:
    began = perf_counter()
    while not ready():
        QTest.qWait(BEAT)
        assert perf_counter() - began < PATIENCE, "it never ended"


@contextmanager
def opened(folder: Path) -> Iterator[MainWindow]:
    """The real window on its welcome page."""
    qt = QApplication.instance() or QApplication([])
    assert isinstance(qt, QApplication)
    application.dress(qt)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    session = Session(settings, TODAY, now=_now, prompts=Given())
    window = MainWindow(session)
    try:
        window.furnish()
        window.resize(1366, 740)
        window.show()
        yield window
    finally:
        window.close()
        session.worker.close()
        session.close()
