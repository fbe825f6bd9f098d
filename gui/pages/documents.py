"""All documents that are kept, and the records for which none is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.dates import plural
from core.model import Attachment, Officer, Row
from core.proof import STRENGTH, Unproven, unproven
from core.reports.wording import PROOF_WORDS
from gui import theme
from gui.models.rows import Column, RowsModel
from gui.pages import records
from gui.pages.enclosed import DocumentsPanel
from gui.pages.page import Page, empty, search_line
from gui.pages.tables import Table
from gui.pages.tabs import Tabs
from gui.room import Room
from gui.session import Session

KEPT, MISSING = "Documents", "Proof missing"


@dataclass(frozen=True, slots=True)
class Lacking:
    """A record of an officer of which the district holds neither copy nor original."""

    officer: Officer
    of: Unproven


COLUMNS = (
    Column[Lacking]("Officer", lambda row: row.officer.name, width=200),
    Column[Lacking]("Certificate or class", lambda row: row.of.title, width=340),
    Column[Lacking]("Date", lambda row: row.of.on, right=True, width=110),
    Column[Lacking](
        "Proof held",
        lambda row: STRENGTH[row.of.proof],
        lambda row: PROOF_WORDS[row.of.proof],
        width=140,
        proof=lambda row: row.of.proof,
    ),
)


class DocumentsPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "Documents")
        self.attach = self.add_act("Attach…", lambda: self.command_wanted.emit("attach_document"))
        self.tabs = Tabs("Parts of the documents")
        self.documents = DocumentsPanel(
            session, "Attach certificates and scans on an officer’s page: drop them there.", of_all=True
        )
        self.missing = MissingPanel()
        self.search = search_line("Find in the documents", "Find in the list", self._filter)
        self.tabs.add(KEPT, self.documents, lambda: self.documents.table)
        self.tabs.add(MISSING, self.missing, lambda: self.missing.table)
        self.tabs.head.addWidget(self.search)
        self.body.addWidget(self.tabs, 1)
        self.missing.table.opened.connect(self._open)
        self.missing.attached.connect(self._attach)

    def fit(self, room: Room) -> None:
        super().fit(room)
        self.body.setSpacing(theme.SPACE)

    def refresh(self) -> None:
        self.documents.show_documents(self.session.store.rows(Attachment))
        register = self.session.register
        current = (register.entry(record.officer.officer_id) for record in register.records)
        self.missing.show_rows(
            Lacking(judged.officer, each)
            for judged in current
            if judged is not None
            for each in unproven(judged.record, self.session.as_of)
        )
        kept, lacking = self.documents.model.total, self.missing.model.total
        self.tabs.say(KEPT, kept)
        self.tabs.say(MISSING, lacking)
        held = plural(kept, "document") if kept else "No documents"
        self.say(f"{held} kept; {plural(lacking, 'record')} without a copy or the original.")

    @Slot(str)
    def _filter(self, text: str) -> None:
        self.documents.model.filter(text)
        self.missing.model.filter(text)

    @Slot(object)
    def _open(self, row: Lacking) -> None:
        self.officer_wanted.emit(row.officer.officer_id)

    @Slot(object)
    def _attach(self, row: Row) -> None:
        records.attach(self.session, self, row, [])

    def record(self) -> Row | None:
        lacking = self.missing.table.row if self.tabs.title == MISSING else None
        return lacking.of.row if lacking is not None else None

    def step(self, parts: int) -> None:
        self.tabs.step(parts)

    def take_focus(self) -> None:
        self.tabs.begin()

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def officer_ids(self) -> list[str]:
        lacking = self.missing.table.row if self.tabs.title == MISSING else None
        return [lacking.officer.officer_id] if lacking is not None else []


class MissingPanel(QWidget):
    """Enter goes to the officer."""

    attached = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model = RowsModel(COLUMNS, lambda row: (type(row.of.row), row.of.row.id))
        self.table = Table(self.model, "Records without proof")
        self.table.stretch(1)
        self.attach = QPushButton("Attach its proof…")
        self.attach.clicked.connect(self._attach)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            empty("Nothing is missing.", "Of every certificate and class the district holds a paper.")
        )
        head = QHBoxLayout()
        head.addWidget(theme.label("Ask the agency or the officer for a copy, and attach it here.", muted=True), 1)
        head.addWidget(self.attach)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def show_rows(self, rows: Iterable[Lacking]) -> None:
        self.model.set_rows(rows)
        self._stack.setCurrentIndex(0 if self.model.total else 1)
        self.attach.setEnabled(self.model.total > 0)
        if self.model.rows and self.table.row is None:
            self.table.selectRow(0)

    @Slot()
    def _attach(self) -> None:
        if (row := self.table.row) is not None:
            self.attached.emit(row.of.row)
