"""What was printed about an officer, and each exactly as it left the office."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.media import Media
from core.model import Paper
from gui import theme
from gui.models.rows import Column, RowsModel
from gui.pages.page import empty
from gui.pages.pair import Pair
from gui.pages.tables import Table
from gui.session import Session
from gui.widgets.viewer import Viewer

COLUMNS = (
    Column[Paper]("Printed", lambda paper: paper.printed_on, right=True, width=100),
    Column[Paper]("What", lambda paper: paper.title, width=280),
    Column[Paper]("As of", lambda paper: paper.as_of, right=True, width=100),
    Column[Paper]("Code", lambda paper: paper.code, width=110),
)


class LettersPanel(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.model = RowsModel(COLUMNS, lambda paper: paper.id)
        self.table = Table(self.model, "Letters and reports printed")
        self.table.stretch(1)
        self.viewer = Viewer(session.worker)
        pair = Pair(self.table, self.viewer, (560, 520), beside=860)
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
        papers = [paper for paper in self._session.store.rows(Paper) if paper.officer_id == officer_id]
        self.model.set_rows(reversed(papers))
        self._stack.setCurrentIndex(0 if papers else 1)
        if papers and self.table.row is None:
            self.table.selectRow(0)

    @Slot(object)
    def _show(self, paper: Paper | None) -> None:
        if paper is None:
            self.viewer.show_nothing("")
        elif self.isVisible():
            self.viewer.show_content(paper.sha256, Media.PDF, self._session.store.blob(paper.sha256))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._show(self.table.row)
