"""One page in several parts, one shown at a time: what a part holds is said on its tab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from core.model import SEVERITY, Status
from gui import theme
from gui.pages.layouts import scrolled
from gui.pages.tables import Table


@dataclass
class Part:
    """``start`` gives the widget in which its work begins; one that is not shown leaves the focus on the tab."""

    title: str
    start: Callable[[], QWidget]


class Tabs(QWidget):
    """Alt with a number turns to a part, Ctrl+PgDn and Ctrl+PgUp to the next and the one before."""

    turned = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.bar = QTabBar()
        self.bar.setAccessibleName(name)
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setIconSize(QSize(16, 16))
        self._stack = _Shown()
        self._parts: list[Part] = []
        self._said: dict[str, tuple[int, Status | None]] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        self.head = QHBoxLayout()
        """At the right of the tabs there is room for what is about all parts."""
        self.head.setSpacing(theme.SPACE)
        self.head.addWidget(self.bar, 1)
        layout.addLayout(self.head)
        layout.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(self._turn)

    def add(self, title: str, widget: QWidget, start: Callable[[], QWidget], *, scroll: bool = False) -> None:
        """``scroll``: the part may be higher than there is room."""
        number = len(self._parts) + 1
        self._parts.append(Part(title, start))
        self._stack.addWidget(_scrolling(widget, title) if scroll else widget)
        self.bar.addTab(title)
        self.bar.setTabToolTip(number - 1, f"Alt+{number}")
        QShortcut(QKeySequence(f"Alt+{number}"), self, lambda: self.show_part(title))

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(part.title for part in self._parts)

    @property
    def title(self) -> str:
        """Of the part that is shown."""
        return self._parts[self.bar.currentIndex()].title

    def show_part(self, title: str) -> None:
        self.bar.setCurrentIndex(self.titles.index(title))
        self.begin()

    def begin(self) -> None:
        """Puts the cursor where the work of the part begins."""
        start = self._parts[self.bar.currentIndex()].start()
        (start if start.isVisibleTo(self) else self.bar).setFocus()
        if isinstance(start, Table) and start.row is None and start.rows.rowCount():
            start.selectRow(0)

    def step(self, parts: int) -> None:
        """So many parts on, or back, round and round."""
        self.show_part(self.titles[(self.bar.currentIndex() + parts) % len(self._parts)])

    def say(self, title: str, count: int = 0, status: Status | None = None) -> None:
        """How much there is in a part, and the worst that is open in it."""
        self._said[title] = count, status
        place = self.titles.index(title)
        self.bar.setTabText(place, f"{title}  {count:,}" if count else title)
        open_state = status is not None and SEVERITY[status] < SEVERITY[Status.PENDING]
        self.bar.setTabIcon(place, theme.state_icon(status) if status and open_state else QIcon())
        worst = f", {theme.STATE_WORDS[status].lower()}" if status and open_state else ""
        self.bar.setAccessibleTabName(place, f"{title}, {count:,}{worst}" if count else f"{title}{worst}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            for title, (count, status) in self._said.items():
                self.say(title, count, status)

    @Slot(int)
    def _turn(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.turned.emit(self._parts[place].title)


def _scrolling(widget: QWidget, title: str) -> QWidget:
    area = scrolled(widget, title)
    theme.wear(area, theme.Look.PAGE)
    return area


class _Shown(QStackedWidget):
    def minimumSizeHint(self) -> QSize:
        """Of the part that is shown."""
        part = self.currentWidget()
        return part.minimumSizeHint() if part else super().minimumSizeHint()
