"""The window: it arranges the rail, the pages and the status line, and passes the session's news on.

It is painted bare first, for what it holds takes as long to import as Qt itself; then it is furnished.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gui.room import LEAST, Room

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from gui.pages.page import Page
    from gui.session import Session
    from gui.tasks import Task

_GEOMETRY = "window"
_SAID_FOR_MS = 8000


class MainWindow(QMainWindow):
    painted = Signal()
    """Emitted once, after the window was first on the screen."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._was_painted = False
        self._room = Room()
        self.setWindowTitle("Muster")
        self.setMinimumSize(LEAST)
        geometry = session.settings.value(_GEOMETRY)
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            room = self.screen().availableSize()
            self.resize(min(1280, room.width() - 16), min(800, room.height() - 64))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def furnish(self) -> None:
        """Puts everything into the window."""
        from gui.acts import Acts
        from gui.begun import BegunBar
        from gui.commands import Actions
        from gui.pages.welcome import WelcomePage
        from gui.rail import Rail

        session = self.session
        self.acts = Acts(self, session)
        self.actions_ = Actions(self, self.acts)
        self.rail = Rail(session)
        self.begun = BegunBar(session)
        self._stack = _Stack()
        self._welcome = WelcomePage(session, self.acts)
        self._pages: dict[str, Page] = {}
        self._trail: list[str] = []
        self._arrange()
        self._connect()
        self._fit()
        self.show_file()

    def _arrange(self) -> None:
        from gui.widgets.progress import ProgressStrip

        self.setAcceptDrops(True)
        self._stack.addWidget(self._welcome)
        center = QWidget()
        layout = QHBoxLayout(center)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        pages = QVBoxLayout()
        pages.setSpacing(0)
        pages.addWidget(self.begun)
        pages.addWidget(self._stack, 1)
        layout.addLayout(pages, 1)
        self.setCentralWidget(center)
        self._file = QLabel()
        self._backup = QLabel()
        self.progress = ProgressStrip()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addPermanentWidget(self.progress)
        self.statusBar().addPermanentWidget(self._backup)
        self.statusBar().addPermanentWidget(self._file)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.centralWidget() is not None and Room.of(self.size()) != self._room:
            self._fit()

    def _fit(self) -> None:
        """Arranges everything for the room there is."""
        self._room = Room.of(self.size())
        self._file.setVisible(not self._room.narrow)
        self.rail.fit(self._room)
        for page in (self._welcome, *self._pages.values()):
            page.fit(self._room)

    def _connect(self) -> None:
        session = self.session
        session.file_changed.connect(self.show_file)
        session.safekeeping.noted.connect(self._show_backup)
        session.officers_changed.connect(self._update_officers)
        session.everything_changed.connect(self._update_everything)
        session.said.connect(self._say)
        session.busy.connect(self._follow)
        session.history_wanted.connect(self.show_history)
        self.rail.page_wanted.connect(self.show_page)
        self.actions_.recent.aboutToShow.connect(self._list_recent)
        self.actions_.page_menu.aboutToShow.connect(self._fill_page_menu)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        page: Page = self._stack.currentWidget()  # type: ignore[assignment]
        return page

    def show_page(self, name: str) -> None:
        """Shows a page of the rail, made when it is first asked for."""
        if not self.session.is_open:
            return
        page = self._pages.get(name) or self._make(name)
        self._trail = [*(each for each in self._trail if each != name), name]
        self._stack.setCurrentWidget(page)
        self.rail.mark(name)
        page.come()

    @Slot(str)
    def show_officer(self, officer_id: str) -> None:
        from gui.pages.officer import OfficerPage

        self.show_page("officer")
        page = self._pages["officer"]
        assert isinstance(page, OfficerPage)
        page.show_officer(officer_id)

    def show_district(self, part: str) -> None:
        """A part of the district's page: its rules, its waivers."""
        from gui.pages.district import DistrictPage

        self.show_page("district")
        page = self._pages["district"]
        assert isinstance(page, DistrictPage)
        page.tabs.show_part(part)

    @Slot(str)
    def show_letter(self, officer_id: str) -> None:
        from gui.pages.papers import PapersPage

        self.show_page("papers")
        page = self._pages["papers"]
        assert isinstance(page, PapersPage)
        page.show_letter(officer_id)

    def check_page(self) -> None:
        """To where the code of a printed page is typed."""
        from gui.pages.papers import PapersPage

        self.show_page("papers")
        page = self._pages["papers"]
        assert isinstance(page, PapersPage)
        page.check_page()

    def show_letters(self, officer_ids: Sequence[str]) -> None:
        """The letters about several officers; without any, all that are due."""
        from gui.pages.papers import PapersPage

        self.show_page("papers")
        page = self._pages["papers"]
        assert isinstance(page, PapersPage)
        page.show_letters(officer_ids)

    @Slot(str, object)
    def show_history(self, table: str, key: object) -> None:
        """The changes of one record."""
        from gui.pages.history import HistoryPage

        self.show_page("history")
        page = self._pages["history"]
        assert isinstance(page, HistoryPage)
        page.show_record(table, key)

    def go_back(self) -> None:
        """To the page before this one."""
        if len(self._trail) > 1:
            self._trail.pop()
            self.show_page(self._trail[-1])

    def _make(self, name: str) -> Page:
        from gui.pages import make_page

        page = make_page(name, self.session)
        page.officer_wanted.connect(self.show_officer)
        page.letter_wanted.connect(self.show_letter)
        page.left.connect(self.go_back)
        page.command_wanted.connect(self.give)
        page.fit(self._room)
        self._pages[name] = page
        self._stack.addWidget(page)
        return page

    @Slot(str)
    def give(self, command_id: str) -> None:
        """Does a command by its id, as its menu would."""
        self.actions_.by_id[command_id].trigger()

    @Slot()
    def show_file(self) -> None:
        """The window of the file now open, or the welcome page."""
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages, self._trail = {}, []
        self.rail.setVisible(self.session.is_open)
        self._show_names()
        self.actions_.update(self.session)
        if self.session.is_open:
            self.show_page("attention")
        else:
            self._stack.setCurrentWidget(self._welcome)
            self._welcome.come()

    def _show_names(self) -> None:
        name = self.session.path.name if self.session.is_open else ""
        self.setWindowTitle(f"{self.session.path.stem} — Muster" if name else "Muster")
        self._file.setText(name)
        self._file.setToolTip(str(self.session.path) if name else "")
        self.rail.show_district()
        self._show_backup()

    @Slot()
    def _show_backup(self) -> None:
        self._backup.setText(self.session.safekeeping.words())

    @Slot(object)
    def _update_officers(self, officer_ids: frozenset[str]) -> None:
        for page in self._pages.values():
            page.take_news(officer_ids)
        self.actions_.update(self.session)

    @Slot()
    def _update_everything(self) -> None:
        for page in self._pages.values():
            page.take_news(None)
        self._show_names()
        self.actions_.update(self.session)

    @Slot(object, str, bool)
    def _follow(self, task: Task, words: str, stoppable: bool) -> None:
        self.progress.follow(task, words, stoppable=stoppable)

    @Slot(str)
    def _say(self, words: str) -> None:
        """In the status line, and aloud where a screen reader listens."""
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        self.statusBar().showMessage(words, _SAID_FOR_MS)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    @Slot()
    def _list_recent(self) -> None:
        menu = self.actions_.recent
        menu.clear()
        for path in self.session.recent():
            menu.addAction(path.name, self._opening(path)).setToolTip(str(path))
        menu.setToolTipsVisible(True)

    @Slot()
    def _fill_page_menu(self) -> None:
        from gui.pagemenu import fill, offers_of

        fill(self.actions_.page_menu, offers_of(self.page))

    def go_to_area(self, step: int) -> None:
        """On to the next of: the rail, then the page's acts, its line to find in, its lists and cards."""
        parts: list[QWidget] = [b for b in self.rail.buttons.values() if b.isChecked() and b.isVisible()]
        parts += self.page.areas()
        if not parts:
            return
        here = next((place for place, part in enumerate(parts) if part.hasFocus()), -1 if step > 0 else 0)
        parts[(here + step) % len(parts)].setFocus(Qt.FocusReason.TabFocusReason)

    def _opening(self, path: Path) -> Callable[[], None]:
        return lambda: self.acts.open_path(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.acts.open_path(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button one is on, as in a dialog; Qt would have Space do it alone."""
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.settings.setValue(_GEOMETRY, self.saveGeometry())
        super().closeEvent(event)


class _Stack(QStackedWidget):
    def minimumSizeHint(self) -> QSize:
        """Of the page that is shown: one out of sight is not arranged for the room there is."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page else super().minimumSizeHint()


def _dropped(event: QDropEvent) -> Path | None:
    """The one file that is dragged, if it is of a kind the window takes."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    taken = [path for path in paths if path.suffix.lower() in {".muster", ".xlsx", ".ods", ".csv"}]
    return taken[0] if len(taken) == 1 == len(paths) else None
