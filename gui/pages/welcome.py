"""What is shown while no file is open: three ways to begin, and the files of before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.dates import short
from gui import theme
from gui.acts import Acts
from gui.pages.layouts import Beside, IconMark, clear, scrolled
from gui.pages.page import Page
from gui.session import Session


class WelcomePage(Page):
    def __init__(self, session: Session, acts: Acts) -> None:
        super().__init__(session, "Welcome to Muster", dated=False)
        self._acts = acts
        self.say("Records of your school security officers, what the rules ask of each, and what is due next.")
        self.start = QPushButton("Start the district’s file…")
        self.name = QLineEdit()
        self._recent = QVBoxLayout()
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, theme.SPACE, 0, 0)
        layout.setSpacing(theme.SPACE * 3)
        layout.addWidget(self._ways())
        self._recent.setSpacing(theme.SPACE)
        layout.addLayout(self._recent)
        layout.addStretch(1)
        self.body.addWidget(scrolled(inner, "Three ways to begin"), 1)

    def _ways(self) -> Beside:
        ways = Beside(720)
        for card in (self._start_card(), self._practice_card(), self._import_card()):
            ways.add(card, 1)
        return ways

    def _start_card(self) -> QFrame:
        self.name.setPlaceholderText("Name of the school district")
        self.name.setAccessibleName("Name of the school district")
        self.name.returnPressed.connect(self._start)
        self.start.clicked.connect(self._start)
        theme.wear(self.start, theme.Look.PRIMARY)
        words = "One file on this computer holds everything. You choose where it is kept; nothing goes on the network."
        return _card("landmark", "Start a district", words, self.name, self.start)

    def _practice_card(self) -> QFrame:
        button = QPushButton("Open the practice district")
        button.clicked.connect(self._acts.open_practice)
        words = "An invented county with officers in every kind of trouble. Try anything; it is made anew each time."
        return _card("graduation-cap", "Look around first", words, button)

    def _import_card(self) -> QFrame:
        button = QPushButton("Import a workbook…")
        button.clicked.connect(self._acts.start_from_workbook)
        words = (
            "Bring in the officers, classes and certificates you keep in Excel. You see a verdict for each row first."
        )
        return _card("upload", "Begin with a spreadsheet", words, button)

    def _start(self) -> None:
        suggested = (self.name.text().strip() or "School security") + ".muster"
        self._acts.start_district(self.name.text().strip(), suggested)

    def refresh(self) -> None:
        clear(self._recent)
        paths = self.session.recent()
        if paths:
            self._recent.addWidget(theme.label("Opened lately", theme.Size.HEAD, bold=True))
        for path in paths:
            self._recent.addWidget(self._file(path))

    def _file(self, path: Path) -> QWidget:
        """A file of before: its name, its folder, and when it was changed last."""
        age = ago(datetime.fromtimestamp(path.stat().st_mtime).astimezone().date(), self.session.today)
        row, button = QWidget(), QPushButton(f" {path.stem}")
        theme.put_icon(button, "file-text")
        button.setAccessibleName(f"Open {path.name}, changed {age}")
        button.setToolTip(str(path))
        button.clicked.connect(self._opening(path))
        theme.wear(button, theme.Look.LINK)
        where = theme.label(f"changed {age} · {path.parent}", theme.Size.CAPTION, muted=True)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(0)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        where.setContentsMargins(23, 0, 0, 0)
        layout.addWidget(where)
        return row

    def _opening(self, path: Path) -> Callable[[], None]:
        return lambda: self._acts.open_path(path)

    def take_focus(self) -> None:
        self.refresh()
        self.name.setFocus()


def ago(then: date, today: date) -> str:
    """``today``, ``yesterday``, ``5 days ago``; from a month on the date."""
    days = (today - then).days
    if days < 1:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if days < 32 else f"on {short(then)}"


def _card(icon: str, title: str, words: str, *controls: QWidget) -> QFrame:
    card = QFrame()
    theme.wear(card, theme.Look.CARD)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(24, 24, 24, 24)
    layout.setSpacing(theme.SPACE)
    mark = IconMark(32)
    theme.put_icon(mark, icon)
    layout.addWidget(mark)
    layout.addWidget(theme.label(title, theme.Size.HEAD, bold=True))
    layout.addWidget(theme.label(words, muted=True))
    layout.addStretch()
    layout.addSpacing(theme.SPACE)
    for control in controls:
        layout.addWidget(control)
    return card
