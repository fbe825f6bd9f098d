"""What was printed about an officer, and each exactly as it left the office."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.media import Media
from core.model import Paper
from core.papers import papers_of
from gui import theme
from gui.models.papers import PapersModel
from gui.pages.page import empty
from gui.pages.pair import Pair
from gui.pages.tables import Table
from gui.session import Session
from gui.widgets.viewer import Viewer


class LettersPanel(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.model = PapersModel(about=False)
        self.table = Table(self.model, "Letters and reports printed")
        self.table.stretch(1)
        self.viewer = Viewer(session.worker)
        pair = Pair(self.table, self.viewer, (660, 420), beside=860)
        self._stack = QStackedWidget()
        self._stack.addWidget(pair)
        self._stack.addWidget(
            empty("No letter yet.", "What you print or save about this officer under Reports and letters is kept here.")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(pair.turn, 0, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self._stack, 1)
        self.table.chosen.connect(self._show)

    def show_officer(self, officer_id: str) -> None:
        found = papers_of(self._session.store, officer_id)
        self.model.show(found, {})
        self._stack.setCurrentIndex(0 if found else 1)
        if found and self.table.row is None:
            self.table.selectRow(0)

    @Slot(object)
    def _show(self, paper: Paper | None) -> None:
        if paper is None:
            self.viewer.show_nothing("")
        elif self.isVisible():
            self.viewer.show_content(paper.sha256, Media.PDF, self._session.store.blob(paper.sha256))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show(self.table.row)
