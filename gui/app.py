"""Starting the window: first it is painted, then the file is opened."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from gui.mishap import say_what_went_wrong
from gui.session import Session


def run(path: Path | None, *, sample: bool, today: date) -> int:
    """Opens the window with ``path``, the practice district, or the last file, and stays until it is closed."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Muster")
    session = Session(local_settings(), today)
    window = MainWindow(session)
    say_what_went_wrong(session, window)
    window.painted.connect(lambda: QTimer.singleShot(0, lambda: _begin(app, window, path, sample=sample)))
    window.show()
    midnight = QTimer(interval=60_000)
    started = _real_day()
    midnight.timeout.connect(lambda: _turn_the_day(session, today + (_real_day() - started)))
    midnight.start()
    try:
        return app.exec()
    finally:
        session.worker.close()
        session.close()


def _real_day() -> date:
    return datetime.now().astimezone().date()


def _turn_the_day(session: Session, today: date) -> None:
    if today != session.today:
        session.begin_day(today)


def dress(app: QApplication, colors: str = "system") -> None:
    """Type, colours and icon of the program; ``colors`` is one of :class:`gui.theme.Colors`."""
    from gui import theme

    theme.load_fonts(app)
    theme.follow_system(app)
    theme.choose(app, theme.Colors(colors))
    app.setWindowIcon(theme.icon("muster"))


def local_settings() -> QSettings:
    """This computer's own memory of windows and recent files; nothing of the records is in it."""
    from platformdirs import user_data_path

    folder = user_data_path("Muster", appauthor=False, roaming=False)
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


def _begin(app: QApplication, window: MainWindow, path: Path | None, *, sample: bool) -> None:
    dress(app, window.session.colors)
    window.furnish()
    last = window.session.recent()
    if sample:
        window.acts.open_practice()
    elif path is not None:
        window.acts.open_path(path)
    elif last:
        window.acts.open_path(last[0])
