"""A list of kept documents, and the one under the cursor as it is to be seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core import attaching
from core.media import Media
from core.model import Attachment, Officer, Proof
from core.proof import STRENGTH
from core.reports.wording import PROOF_WORDS
from gui import theme
from gui.dialogs.attaching import size_words
from gui.dialogs.settings import place_words
from gui.models.rows import Column, RowsModel
from gui.outside import Outside
from gui.pages.chips import quiet
from gui.pages.page import empty
from gui.pages.pair import Pair
from gui.pages.tables import Table
from gui.session import Session
from gui.widgets.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A document with the record it is attached to, in words."""

    attachment: Attachment
    record: str
    whose: str


def enclosed(session: Session, attachments: Iterable[Attachment]) -> list[Enclosed]:
    return [Enclosed(each, _record(session, each), _whose(session, each)) for each in attachments]


def _whose(session: Session, attachment: Attachment) -> str:
    owner = session.register.officer(attachment.officer_id)
    return owner.name if owner else ""


def _record(session: Session, attachment: Attachment) -> str:
    row = attaching.row_of(session.store, attachment)
    words = session.store.describe(row) if row is not None else place_words(attachment.row_key)
    owner = session.register.officer(attachment.officer_id)
    if owner is not None and not isinstance(row, Officer):
        words = words.removeprefix(f"{owner.full_name}'s ")
    return words[0].upper() + words[1:]


COLUMNS = (
    Column[Enclosed]("Document", lambda row: row.attachment.file_name, width=200),
    Column[Enclosed]("Record", lambda row: row.record, width=200),
    Column[Enclosed](
        "Proof",
        lambda row: STRENGTH[row.attachment.proof],
        lambda row: PROOF_WORDS[row.attachment.proof],
        width=100,
        proof=lambda row: row.attachment.proof,
    ),
    Column[Enclosed]("Added", lambda row: row.attachment.added_on, right=True, width=96),
)


OFFICER = Column[Enclosed]("Officer", lambda row: row.whose, width=140)


def about(attachment: Attachment) -> str:
    """``PDF, 1.4 MB. Page 2 is the transcript.``"""
    kind = f"{Media(attachment.media_type).name}, {size_words(attachment.size)}"
    return f"{kind}. {attachment.notes}" if attachment.notes else kind


class DocumentsPanel(QWidget):
    """Enter opens a document in another program, Delete takes it off its record."""

    def __init__(self, session: Session, hint: str, *, of_all: bool = False) -> None:
        super().__init__()
        self.session = session
        columns = (COLUMNS[0], OFFICER, *COLUMNS[1:]) if of_all else COLUMNS
        self.model = RowsModel(columns, lambda row: row.attachment.id)
        self.table = Table(self.model, "Documents")
        self.table.stretch(0)
        self.viewer = Viewer(session.worker)
        self.pair = Pair(self.table, self.viewer, (660, 420), beside=860)
        self._outside = Outside(session)
        self.open_button = quiet("Open", "Open in another program (Enter)", self._open)
        self.save_button = quiet("Save as…", "Save a copy of the document", self._save)
        self.mark_button = quiet("", "Say whether this is a copy or the original", self._mark)
        self.remove_button = quiet("Remove…", "Take the document off its record (Delete)", self._remove)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pair)
        self._stack.addWidget(empty("No documents yet.", hint))
        self._head = QWidget()
        self._arrange()
        self.table.chosen.connect(self._show)
        self.table.opened.connect(self._open)
        self.table.removed.connect(self._remove)

    def _arrange(self) -> None:
        self.about = theme.label("", theme.Size.CAPTION, muted=True)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self.about, 1)
        for button in (self.open_button, self.save_button, self.mark_button, self.remove_button):
            head.addWidget(button)
        head.addSpacing(theme.SPACE)
        head.addWidget(self.pair.turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self._head)
        layout.addWidget(self._stack, 1)

    def show_documents(self, attachments: Iterable[Attachment]) -> None:
        rows = sorted(enclosed(self.session, attachments), key=lambda row: row.attachment.id, reverse=True)
        self.model.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._head.setVisible(bool(rows))
        if rows and self.table.row is None:
            self.table.selectRow(0)
        self._show(self.table.row)

    @Slot(object)
    def _show(self, row: Enclosed | None) -> None:
        for button in (self.open_button, self.save_button, self.mark_button, self.remove_button):
            button.setVisible(row is not None)
        if row is None:
            self.about.clear()
            self.viewer.show_nothing("")
            return
        kept = row.attachment
        self.about.setText(about(kept))
        self.mark_button.setText("Say it is a copy" if kept.proof is Proof.ORIGINAL else "Say it is the original")
        if self.isVisible():
            self.viewer.show_content(kept.sha256, kept.media_type, self.session.store.blob(kept.sha256))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show(self.table.row)

    @property
    def chosen(self) -> Attachment | None:
        row = self.table.row
        return row.attachment if row is not None else None

    def choose(self, attachment: Attachment) -> None:
        self.table.choose(attachment.id)

    @Slot()
    def _open(self, _row: object = None) -> None:
        if kept := self.chosen:
            self.session.attempt(lambda: self._outside.open(kept), self)

    @Slot()
    def _save(self) -> None:
        kept = self.chosen
        content = self.session.store.blob(kept.sha256) if kept else None
        if kept is None or content is None:
            return
        kinds = f"{Media(kept.media_type).name} (*{Media(kept.media_type).ending})"
        path = self.session.prompts.save_file(self, "Save a copy", Path.home() / kept.file_name, kinds)
        if path is not None:
            self.session.write(path, content, self)

    @Slot()
    def _mark(self) -> None:
        if kept := self.chosen:
            proof = Proof.COPY if kept.proof is Proof.ORIGINAL else Proof.ORIGINAL
            what = f"“{kept.file_name}” is {'a copy' if proof is Proof.COPY else 'the original'}?"
            if reason := self.session.prompts.reason(self, what, "Say so"):
                self.session.attempt(
                    lambda: self.session.apply(lambda store: attaching.mark(store, kept, proof, reason=reason)), self
                )

    @Slot()
    def _remove(self, _row: object = None) -> None:
        if (kept := self.chosen) and (row := self.table.row):
            question = f"Take “{kept.file_name}” off {row.record}?"
            if reason := self.session.prompts.reason(self, question, "Remove"):
                self.session.attempt(
                    lambda: self.session.apply(lambda store: attaching.detach(store, kept, reason)), self
                )
