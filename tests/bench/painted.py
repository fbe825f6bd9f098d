"""Run as a program: opens a window and prints how long after ``began`` it was painted first, and with its records.

painted.py BEGAN bare           an empty QMainWindow
painted.py BEGAN muster FILE    the program itself, as main.py starts it
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> None:
    began, what, *arguments = sys.argv[1:]
    watch(float(began), Path(arguments[0]).stem if arguments else "")
    if what == "bare":
        show_bare_window()
    else:
        sys.path[0] = str(ROOT)
        from main import main as start

        start(arguments)


def show_bare_window() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1280, 760)
    window.show()
    application.exec()


def watch(began: float, stem: str) -> None:
    """Looks on from the moment the event loop starts; what is painted by then does not get past it unseen."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    class Watch(QObject):
        first: float | None = None
        done = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
                window = watched.window()
                QTimer.singleShot(0, lambda: self.painted(window))
            return False

        def painted(self, window: QWidget) -> None:
            self.first = self.first or time.time()
            if stem in window.windowTitle() and not self.done:
                self.done = True
                sys.stdout.write(f"{self.first - began} {time.time() - began}\n")
                QApplication.exit(0)

    watcher = Watch()
    loop = QApplication.exec

    def watched_loop(*_: object) -> int:
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(watcher)
        return loop()

    QApplication.exec = watched_loop  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
