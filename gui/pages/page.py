"""What every page has: its title and one sentence, its main act, and the date it is about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.pages.tables import Offer, Table
from gui.room import Room
from gui.session import Session
from gui.slices import Slices
from gui.widgets.finding import dressed_search
from gui.widgets.lines import PlainLine

if TYPE_CHECKING:
    from core.model import Row

SEARCH = "search"
EMPTY = "empty"
FILTER = "filter"
"""The property of a switch that keeps rows out of a list."""
SOON_MS = 25
"""Behind the repaint of the rows, which an interval of 0 would come before."""


class Page(QWidget):
    """``name`` is the title; a page fills :attr:`body` and calls :meth:`say` for its sentence."""

    officer_wanted = Signal(str)
    letter_wanted = Signal(str)
    command_wanted = Signal(str)
    left = Signal()

    def __init__(self, session: Session, name: str, *, dated: bool = True) -> None:
        super().__init__()
        self.session = session
        self._stale = True
        self._dated = dated
        self.soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self.soon.timeout.connect(self._tell_now)
        self.slices = Slices(self)
        session.file_changed.connect(self.slices.stop)
        self.setAccessibleName(name)
        self.title = theme.label(name, theme.Size.TITLE, bold=True)
        self.sentence = theme.label(muted=True)
        self._acts_panel = QWidget()
        self.acts = QHBoxLayout(self._acts_panel)
        self.acts.setContentsMargins(0, 0, 0, 0)
        self.acts.setSpacing(theme.SPACE)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SPACE * 2)
        self._whole = layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(theme.SPACE * 2)
        layout.addLayout(self._head())
        if dated:
            self._add_dates(layout)
        layout.addLayout(self.body, 1)

    def _add_dates(self, layout: QVBoxLayout) -> None:
        from gui.pages.asof import AsOf, NotToday

        self.as_of = AsOf(self.session)
        self.not_today = NotToday(self.session)
        self.not_today.known_wanted.connect(lambda: self.command_wanted.emit("show_known"))
        self._above.addWidget(self.as_of)
        layout.addWidget(self.not_today)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        self._above, self._below = QHBoxLayout(), QHBoxLayout()
        self._above.addWidget(self.title, 1)
        self._below.addWidget(self.sentence, 1)
        self._below.addWidget(self._acts_panel)
        head.setSpacing(4)
        head.addLayout(self._above)
        head.addLayout(self._below)
        return head

    def fit(self, room: Room) -> None:
        """Arranges the page for the room in the window; where it is low, the acts stand on the title's line."""
        side, edge = (16 if room.narrow else 24), (8 if room.low else 16)
        self._whole.setContentsMargins(side, edge, side, edge)
        for layout in (self._whole, self.body):
            layout.setSpacing(theme.SPACE if room.low else theme.SPACE * 2)
        self.title.setFont(theme.font(theme.Size.HEAD if room.low else theme.Size.TITLE, bold=True))
        self.sentence.setFont(theme.font(theme.Size.CAPTION if room.low else theme.Size.BODY))
        if room.low:
            self._above.insertWidget(1, self._acts_panel)
        else:
            self._below.addWidget(self._acts_panel)
        for line in self.findChildren(QLineEdit, SEARCH):
            line.setMinimumWidth(120 if room.narrow else 240)
        if self._dated:
            self.as_of.fit(room)
            self.not_today.fit(room)

    def say(self, sentence: str) -> None:
        self.sentence.setText(sentence)

    def add_act(self, text: str, act: Callable[[], object], *, main: bool = False) -> QPushButton:
        """A button at the right of the sentence."""
        button = QPushButton(text)
        button.clicked.connect(act)
        if main:
            theme.wear(button, theme.Look.PRIMARY)
        self.acts.addWidget(button)
        return button

    def tell(self) -> None:
        """The page's sentence and counts; after an edit they come right behind the repaint of its rows."""

    def _tell_now(self) -> None:
        if self.isVisible():
            self.tell()

    def refresh(self) -> None:
        """Shows the session's file as it is now; called when the page comes and something has changed."""

    def show_in_slices(self, steps: Iterator[None]) -> None:
        """Shows a small district at once, a large one a little at a time."""
        self.slices.run(steps, at_once=not self.session.is_large)

    def update_officers(self, officer_ids: frozenset[str]) -> None:  # noqa: ARG002
        """Shows what an edit changed; a page that has nothing finer shows all anew."""
        self.refresh()

    def come(self) -> None:
        """The page is now the one that is shown."""
        if self._stale:
            self._stale = False
            self.refresh()
        self.take_focus()
        if self._dated and self.window().focusWidget() is self.as_of.line:
            self._begin_elsewhere()

    def _begin_elsewhere(self) -> None:
        """Where the list is empty, and Qt has left the cursor in the date: to what can be done instead."""
        acts = (act for panel in self.findChildren(QWidget, EMPTY) for act in panel.findChildren(QPushButton))
        for part in (*acts, *self.areas()):
            if part.isVisible():
                part.setFocus()
                return

    def take_news(self, officer_ids: frozenset[str] | None) -> None:
        """Something was changed, ``None``: perhaps everything. A page out of sight waits until it comes."""
        if not self.isVisible() or self._stale:
            self._stale = True
        elif officer_ids is None or self.slices.running:
            self.refresh()
        else:
            self.update_officers(officer_ids)

    # Its lists

    def tables(self) -> list[Table]:
        """The lists one sees, in the order of the page."""
        return [table for table in self.findChildren(Table) if table.isVisible()]

    def point_at(self, key: Hashable) -> bool:
        """Brings the row of that key in one of its lists into sight, and puts the cursor there."""
        for table in self.findChildren(Table):
            if table.rows.row_of(key) >= 0:
                reveal(table)
                table.choose(key)
                table.setFocus()
                return True
        return False

    def table_here(self) -> Table | None:
        """The list one is in, else the first."""
        tables = self.tables()
        return next((table for table in tables if table.hasFocus()), tables[0] if tables else None)

    def narrowed(self, table: Table) -> str:  # noqa: ARG002
        """In words, what keeps rows out of a list; blank for nothing."""
        lines = (line for line in self.findChildren(QLineEdit, SEARCH) if line.isVisible() and line.text().strip())
        found = [f"found by “{line.text().strip()}”" for line in lines]
        chips = [b.accessibleName() for b in self.findChildren(QPushButton) if b.isChecked() and b.property(FILTER)]
        return "; ".join((*chips, *found))

    def print_here(self) -> None:
        """Prints what the page shows: its lists, as they are filtered, sorted and arranged."""
        self.print_lists(self.tables())

    def print_lists(self, tables: Sequence[Table], *, chosen: bool = False) -> None:
        """``chosen``: only the rows that are chosen."""
        from gui.dialogs.preview import open_preview
        from gui.listing import Shown

        if not tables:
            self.session.said.emit("There is no list on this page to print.")
            return
        open_preview(self, self.heading, [Shown.of(table, self.narrowed(table), chosen=chosen) for table in tables])

    def export_here(self, *, chosen: bool = False) -> None:
        """Writes the list one is in as a workbook, with the columns that are shown."""
        from gui.listing import Shown, export

        table = self.table_here()
        if table is None:
            self.session.said.emit("There is no list on this page to export.")
            return
        export(self, Shown.of(table, self.narrowed(table), chosen=chosen))

    @property
    def heading(self) -> str:
        """The title of what is shown."""
        return self.title.text()

    def offers(self, table: Table) -> list[Offer]:
        """What the context menu of a list says."""
        more = [
            Offer("Print this list…", "", lambda: self.print_lists([table])),
            Offer("Export this list…", "", self.export_here),
        ]
        return [*table.offers(), *more]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.open_menu_by_key()
            return
        where = event.globalPos()
        inside = (table for table in self.tables() if table.rect().contains(table.mapFromGlobal(where)))
        table = next(inside, None)
        if table is not None:
            self._open_menu(table, where)

    def open_menu_by_key(self) -> None:
        """What can be done with the row the cursor is in, right below it."""
        table = QApplication.focusWidget()
        if isinstance(table, Table):
            self._open_menu(table, table.viewport().mapToGlobal(table.below_row()))

    def _open_menu(self, table: Table, where: QPoint) -> None:
        from gui.pagemenu import fill

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill(menu, self.offers(table))
        menu.popup(where)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc first empties the line one searches in, then leads back. Shift+F10, which only some systems take for
        the key of the menu, opens it everywhere."""
        if event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.open_menu_by_key()
            return
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        line = QApplication.focusWidget()
        if isinstance(line, QLineEdit) and line.objectName() == SEARCH and line.text():
            line.clear()
        else:
            self.left.emit()

    def areas(self) -> list[QWidget]:
        """Where F6 goes on this page, in order: the acts, the line to find in, the lists, the cards."""
        acts = self._acts_panel.findChildren(QPushButton)
        lines = self.findChildren(QLineEdit, SEARCH)
        lists = self.findChildren(QAbstractItemView)
        seen = [part for part in (*acts[:1], *lines, *lists) if part is not None and part.isVisible()]
        return [part for part in seen if part.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def take_focus(self) -> None:
        """Gives the focus to where the page's work begins."""

    def go_to_date(self) -> None:
        """To the as-of date, ready for another one."""
        if self._dated:
            self.as_of.line.setFocus()
            self.as_of.line.selectAll()

    def find_here(self) -> None:
        """Where find-as-you-type begins on this page."""

    def step(self, parts: int) -> None:
        """So many parts on, or back, in a page that has several."""

    def record(self) -> Row | None:
        """The record under the cursor, to which a document can be attached."""
        return None

    def no_officers(self) -> QWidget:
        """What a list of officers says while there are none, with the two ways to begin."""
        return empty(
            "No officers yet.",
            "Enter the first one, or bring in the list you keep in Excel.",
            act("New officer…", lambda: self.command_wanted.emit("new_officer"), main=True),
            act("Import a workbook…", lambda: self.command_wanted.emit("import_workbook")),
        )

    def nothing_fits(self, words: str = "Nothing here fits.") -> QWidget:
        """What a list says when all of it is filtered out, with the way back to all of it."""
        return empty(
            words,
            "There is something on file, but nothing that fits the words and the filter above.",
            act("Show everything", self.clear_filters, main=True),
        )

    def clear_filters(self) -> None:
        """Empties the line one searches in, and lets every filter go."""
        for line in self.findChildren(QLineEdit, SEARCH):
            line.clear()
        for switch in self.findChildren(QPushButton):
            if switch.property(FILTER) and switch.isChecked():
                switch.click()
        for box in self.findChildren(QComboBox):
            if box.isVisible() and box.property(FILTER) is not False:
                box.setCurrentIndex(0)
        self.take_focus()

    def officer_ids(self) -> list[str]:
        """The officers chosen on this page, whom a new record is for."""
        return []


def reveal(part: QWidget) -> None:
    """Turns to where ``part`` is: the tab it stands on, the place it is scrolled to."""
    child, parent = part, part.parentWidget()
    while parent is not None and not isinstance(child, Page):
        if isinstance(parent, QStackedWidget):
            above = parent.parentWidget()
            bar = above.findChild(QTabBar) if above is not None else None
            parent.setCurrentWidget(child)
            if bar is not None and bar.parentWidget() is above:
                bar.setCurrentIndex(parent.indexOf(child))
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(part)
        child, parent = parent, parent.parentWidget()


def search_line(placeholder: str, name: str, typed: Callable[[str], object]) -> QLineEdit:
    line = dressed_search(PlainLine(), placeholder, name)
    line.setObjectName(SEARCH)
    line.textChanged.connect(typed)
    return line


def act(text: str, do: Callable[[], object], *, main: bool = False) -> QPushButton:
    """A button for a place where there is nothing yet."""
    button = QPushButton(text)
    button.clicked.connect(do)
    if main:
        theme.wear(button, theme.Look.PRIMARY)
    return button


def empty(words: str, hint: str, *acts: QPushButton) -> QWidget:
    """What a list says when there is nothing in it: why, and what to do next, with the acts that do it."""
    panel = QWidget()
    panel.setObjectName(EMPTY)
    panel.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addStretch(2)
    layout.addWidget(theme.label(words, theme.Size.HEAD, bold=True))
    layout.addWidget(theme.label(hint, muted=True))
    if acts:
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.SPACE, 0, 0)
        row.setSpacing(theme.SPACE)
        for act in acts:
            row.addWidget(act)
        row.addStretch()
        layout.addLayout(row)
    layout.addStretch(3)
    return panel
