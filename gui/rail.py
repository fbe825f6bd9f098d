"""The navigation at the left: whose records these are, and the pages."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.commands import BY_ID
from gui.pages.layouts import scrolled
from gui.room import Room
from gui.session import Session

WIDTH, NARROW_WIDTH = 200, 64
PAGES = ("attention", "officers", "documents", "papers", "district", "history", "forecast", "health")


class Rail(QWidget):
    page_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._name = theme.label("", bold=True)
        self._practice, self._short = _practice_mark(), _short_mark()
        self._narrow = self._is_practice = False
        self._group = QButtonGroup(self)
        self.buttons = {name: self._button(name) for name in PAGES}
        self._pages = QWidget()
        pages = QVBoxLayout(self._pages)
        pages.setContentsMargins(0, 0, 0, 0)
        for button in self.buttons.values():
            pages.addWidget(button)
        pages.addStretch()
        area = scrolled(self._pages, "Pages")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setSpacing(4)
        self._name.setContentsMargins(12, 4, 8, 12)
        layout.addWidget(self._name)
        layout.addWidget(area, 1)
        layout.addWidget(self._practice)
        layout.addWidget(self._short)

    def _button(self, name: str) -> QPushButton:
        command = BY_ID[f"show_{name}"]
        button = QPushButton(_spaced(name))
        theme.put_icon(button, command.icon)
        button.setIconSize(theme.ICON)
        button.setCheckable(True)
        button.setAccessibleName(command.plain)
        button.setToolTip(f"{command.plain} ({command.shortcut})")
        button.clicked.connect(lambda: self.page_wanted.emit(name))
        theme.wear(button, theme.Look.RAIL)
        self._group.addButton(button)
        return button

    def fit(self, room: Room) -> None:
        """Where it is narrow, the icons say it alone; the names are heard, and seen by hovering.

        Where it is low, they stand closer, and scroll if there still is no room for all.
        """
        edge, gap = (4, 0) if room.low else (16, 4)
        for layout, margins in ((self.layout(), (8, edge, 8, edge)), (self._pages.layout(), (0, 0, 0, 0))):
            assert layout is not None
            layout.setContentsMargins(*margins)
            layout.setSpacing(gap)
        self._narrow = room.narrow
        self.setFixedWidth(NARROW_WIDTH if room.narrow else WIDTH)
        for name, button in self.buttons.items():
            button.setText("" if room.narrow else _spaced(name))
        self._show_marks()

    def _show_marks(self) -> None:
        self._name.setVisible(not self._narrow)
        self._practice.setVisible(self._is_practice and not self._narrow)
        self._short.setVisible(self._is_practice and self._narrow)

    def mark(self, page: str) -> None:
        """Marks the page that is shown; an officer's page belongs to the officers."""
        button = self.buttons.get("officers" if page == "officer" else page)
        if button is not None:
            button.setChecked(True)

    def show_district(self) -> None:
        district = self._session.store.district() if self._session.is_open else None
        self._name.setText((district.name if district else "") or "Your district")
        self._is_practice = bool(district and district.practice)
        self._show_marks()


def _spaced(name: str) -> str:
    return f"  {BY_ID[f'show_{name}'].plain}"


def _short_mark() -> QFrame:
    mark = QFrame()
    mark.setToolTip("Practice district. Invented people. Try anything.")
    theme.wear(mark, theme.Look.NOTICE)
    layout = QVBoxLayout(mark)
    layout.setContentsMargins(0, 4, 0, 4)
    word = theme.label("Practice", theme.Size.CAPTION)
    word.setWordWrap(False)
    layout.addWidget(word, 0, Qt.AlignmentFlag.AlignHCenter)
    return mark


def _practice_mark() -> QFrame:
    mark = QFrame()
    theme.wear(mark, theme.Look.NOTICE)
    layout = QVBoxLayout(mark)
    layout.setContentsMargins(12, 8, 12, 8)
    layout.setSpacing(0)
    layout.addWidget(theme.label("Practice district", bold=True))
    layout.addWidget(theme.label("Invented people. Try anything.", theme.Size.CAPTION))
    return mark
