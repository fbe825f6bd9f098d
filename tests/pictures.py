"""The pictures of the user guide, from the real window on the practice district: ``python -m tests.pictures``.

Run it after a change to a screen. Offscreen and on one day, so that a picture changes only with what it shows.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import gettempdir

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer, QSettings, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from core import actions
from core.documents.keeping import Occasion
from gui import app as application
from gui import theme
from gui.main_window import MainWindow
from gui.session import Session

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "pictures"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
MESSY = ROOT / "tests" / "files" / "messy" / "office.xlsx"
LONGEST_MS = 20_000
DESK = Path(gettempdir()) / "Muster"
"""One name for every run, for pages show where a file lies."""
Show = Callable[[MainWindow], object]


@dataclass(frozen=True)
class Scene:
    """``show`` brings the window to what is to be seen; a ``modal`` one opens a dialog, and that is pictured."""

    name: str
    show: Show
    modal: bool = False
    dark: bool = False


def page(name: str) -> Show:
    return lambda window: window.show_page(name)


def command(name: str) -> Show:
    return lambda window: window.give(name)


def part(name: str) -> Show:
    """A part of an officer's page, by the words on its tab."""

    def show(window: MainWindow) -> None:
        officers = [judged.officer for judged in window.session.roll.officers]
        window.show_officer(next(each.officer_id for each in officers if each.last_name == "Boyd"))
        tabs = window.page.tabs.bar
        tabs.setCurrentIndex(next(i for i in range(tabs.count()) if tabs.tabText(i).startswith(name)))

    return show


def another_day(window: MainWindow) -> None:
    window.session.set_as_of(date(2027, 6, 30))
    window.show_page("attention")


def backups(window: MainWindow) -> None:
    """Of a file that is not the practice one: it has a copy, a second place, and a change since."""
    session = window.session
    own = session.path.with_name("Pontaloosa County.muster")
    copyfile(session.path, own)
    session.open(own)
    (own.parent / "Stick").mkdir(exist_ok=True)
    session.safekeeping.choose_second(own.parent / "Stick")
    settle(session)
    session.safekeeping.keep(Occasion.CLOSE)
    settle(session)
    officer = session.roll.officers[0].officer
    session.apply(lambda store: actions.save(store, replace(officer, phone="(662) 555-0142"), reason="New number"))
    window.give("show_backups")


SCENES: Sequence[Scene] = (
    Scene("needs-attention", page("attention")),
    Scene("needs-attention-dark", page("attention"), dark=True),
    Scene("another-day", another_day),
    Scene("months-ahead", page("forecast")),
    Scene("officers", page("officers")),
    Scene("officer", part("Requirements")),
    Scene("officer-training", part("Training")),
    Scene("officer-weapons", part("Weapons")),
    Scene("documents", page("documents")),
    Scene("reports", page("papers")),
    Scene("district", page("district")),
    Scene("rules", command("show_rules")),
    Scene("waivers", command("show_waivers")),
    Scene("history", page("history")),
    Scene("data-health", page("health")),
    Scene("class-entry", command("record_class"), modal=True),
    Scene("range-day", command("record_range_day"), modal=True),
    Scene("new-officer", command("new_officer"), modal=True),
    Scene("certificate", command("record_certificate"), modal=True),
    Scene("weapon", command("issue_weapon"), modal=True),
    Scene("wording", command("edit_wording"), modal=True),
    Scene("find-anything", command("find_anything"), modal=True),
    Scene("shortcuts", command("show_shortcuts"), modal=True),
    Scene("backups", backups, modal=True),
    Scene("import", lambda window: window.acts.import_path(MESSY), modal=True),
    Scene("welcome", lambda window: window.session.close()),
)


def settle(session: Session) -> None:
    """Until the work beside the window is done and painted."""
    clock = QElapsedTimer()
    clock.start()
    QTest.qWait(250)
    while not all(task.over for task in session.worker._running) and clock.elapsed() < LONGEST_MS:
        QTest.qWait(50)
    QTest.qWait(250)


def taken(scene: Scene, window: MainWindow) -> QPixmap:
    if not scene.modal:
        scene.show(window)
        settle(window.session)
        return window.grab()
    pictures: list[QPixmap] = []

    def grab() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and not pictures:
            settle(window.session)
            pictures.append(dialog.grab())
            dialog.done(0)

    looking = QTimer(interval=200)
    looking.timeout.connect(grab)
    looking.start()
    scene.show(window)
    return pictures[0]


def take(scenes: Sequence[Scene], folder: Path) -> list[Path]:
    """Writes a picture of each scene; gives the files."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    application.dress(app)
    folder.mkdir(parents=True, exist_ok=True)
    DESK.mkdir(exist_ok=True)
    try:
        return [_taken_alone(scene, app, folder) for scene in scenes]
    finally:
        rmtree(DESK, ignore_errors=True)


def _taken_alone(scene: Scene, app: QApplication, folder: Path) -> Path:
    """Each in a window of its own, so that none depends on the one before."""
    theme.apply(app, theme.DARK if scene.dark else theme.LIGHT)
    session = Session(QSettings(str(DESK / "window.ini"), QSettings.Format.IniFormat), TODAY, now=lambda: NOW)
    session.who = "Pat Example"
    window = MainWindow(session)
    window.resize(1366, 768)
    window.show()
    window.furnish()
    session.open_practice()
    settle(session)
    path = folder / f"{scene.name}.png"
    taken(scene, window).save(str(path))
    session.worker.close()
    session.close()
    window.close()
    window.deleteLater()
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="the scenes to take; none: all of them")
    parser.add_argument("--folder", type=Path, default=GUIDE)
    options = parser.parse_args()
    rmtree(DESK, ignore_errors=True)
    DESK.mkdir()
    screen = DESK / "screen.json"
    screen.write_text(json.dumps({"screens": [{"name": "laptop", "width": 1366, "height": 768}]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
    for path in take([s for s in SCENES if not options.names or s.name in options.names], options.folder):
        print(path.name)


if __name__ == "__main__":
    main()
