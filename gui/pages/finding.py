"""The card of one requirement, or of several that one act cures: why, what cures it, and the button that does."""

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
    """``head`` and ``buttons`` take what a page adds to it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._findings: tuple[Finding, ...] = ()
        self._judged: Judged | None = None
        theme.wear(self, theme.Look.CARD)
        self.setMinimumWidth(340)
        self._mark = StateMark()
        self._title = theme.label("", theme.Size.HEAD, bold=True)
        self._why = Why()
        self.act = QPushButton()
        self.act.setToolTip("Ctrl+Enter in the list")
        self.act.clicked.connect(self.cure)
        self.head = QVBoxLayout()
        self.buttons = QHBoxLayout()
        self._arrange()

    def _arrange(self) -> None:
        inner = QWidget()
        words = QVBoxLayout(inner)
        words.setContentsMargins(20, 16, 20, 16)
        words.setSpacing(theme.SPACE)
        self.head.setSpacing(theme.SPACE)
        self.head.addWidget(self._mark)
        self.head.addWidget(self._title)
        words.addLayout(self.head)
        words.addWidget(self._why)
        words.addStretch()
        self.buttons.setContentsMargins(20, 12, 20, 16)
        self.buttons.setSpacing(theme.SPACE)
        self.buttons.addWidget(self.act)
        self.buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(inner, "Why, and what cures it"), 1)
        layout.addLayout(self.buttons)

    def show_finding(self, finding: Finding | None, judged: Judged | None) -> None:
        if finding is not None:
            due = f"due {short(finding.due)}" if finding.due else ""
            self.show_findings((finding,), judged, finding.requirement.title, due)

    def show_findings(self, findings: tuple[Finding, ...], judged: Judged | None, title: str, more: str) -> None:
        """``more`` stands behind the state of the first, worst one."""
        self._findings, self._judged = findings, judged
        worst = findings[0]
        self._mark.show_status(worst.status, more)
        self._title.setText(title)
        self._why.show_findings(findings)
        self.act.setText(verb(worst))
        theme.wear(self.act, theme.Look.PRIMARY if worst.open else theme.Look.PLAIN)
        self.act.setVisible(worst.status is not Status.WAIVED)

    @Slot()
    def cure(self) -> None:
        """Opens the form whose record cures it."""
        if self._findings:
            open_cure(self._session, self, self._findings[0], self._judged)
