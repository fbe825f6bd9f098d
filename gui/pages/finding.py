"""One requirement's card: its state, why, what cures it, and the button that does."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.dates import short
from core.findings import Finding, Judged
from core.model import Status
from gui import theme
from gui.pages.cure import open_cure, verb
from gui.pages.layouts import scrolled
from gui.pages.why import StateMark, Why
from gui.session import Session


class FindingCard(QFrame):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.finding: Finding | None = None
        self._judged: Judged | None = None
        theme.wear(self, theme.Look.CARD)
        self.setMinimumWidth(340)
        self._mark = StateMark()
        self._title = theme.label("", theme.Size.HEAD, bold=True)
        self._why = Why()
        self.act = QPushButton()
        self.act.clicked.connect(self.cure)
        inner = QWidget()
        words = QVBoxLayout(inner)
        words.setContentsMargins(20, 16, 20, 16)
        words.setSpacing(theme.SPACE)
        for widget in (self._mark, self._title, self._why):
            words.addWidget(widget)
        words.addStretch()
        buttons = QHBoxLayout()
        buttons.setContentsMargins(20, 12, 20, 16)
        buttons.addWidget(self.act)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(inner, "Why, and what cures it"), 1)
        layout.addLayout(buttons)

    def show_finding(self, finding: Finding | None, judged: Judged | None) -> None:
        self.finding, self._judged = finding, judged
        if finding is None:
            return
        self._mark.show_status(finding.status, f"due {short(finding.due)}" if finding.due else "")
        self._title.setText(finding.requirement.title)
        self._why.show_findings((finding,))
        self.act.setText(verb(finding))
        theme.wear(self.act, theme.Look.PRIMARY if finding.open else theme.Look.PLAIN)
        self.act.setVisible(finding.status is not Status.WAIVED)

    @Slot()
    def cure(self) -> None:
        if self.finding is not None:
            open_cure(self._session, self, self.finding, self._judged)
