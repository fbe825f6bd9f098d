"""Files put with a record: dropped, pasted or chosen; looked into, previewed, and then attached in one edit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core import attaching
from core.dates import plural
from core.errors import UserError
from core.media import LARGEST, NAMES, TAKEN, Enclosure, read
from core.model import Proof, Row
from gui import theme
from gui.dialogs.entry import EntryDialog
from gui.pages.layouts import scrolled
from gui.room import fit_to_screen
from gui.widgets.fields import ChoiceField, TextField
from gui.widgets.viewer import Viewer

if TYPE_CHECKING:
    from gui.session import Session
    from gui.tasks import Task

Source = Path | Enclosure
OTHERS = {".muster", ".xlsx", ".ods", ".csv"}
"""What the window itself takes when it is dropped: records, and workbooks to import."""
PROOFS = ((Proof.COPY, "A copy: a scan, a photo, a printout"), (Proof.ORIGINAL, "The original, held by the district"))


def sources_of(mime: QMimeData) -> list[Source]:
    """The files, or the picture, dropped or on the clipboard; a spreadsheet copies its cells as a picture, too."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return [] if any(path.suffix.lower() in OTHERS for path in paths) else list(paths)
    image = mime.imageData() if mime.hasImage() and not mime.hasText() else None
    return [Enclosure("Pasted picture.png", _png(image))] if isinstance(image, QImage) and not image.isNull() else []


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def pasted() -> list[Source]:
    mime = QGuiApplication.clipboard().mimeData()
    return sources_of(mime) if mime else []


def choose(session: Session, parent: QWidget | None) -> list[Source]:
    return list(session.prompts.open_files(parent, "Choose certificates and scans", Path.home(), NAMES))


def open_attaching(
    session: Session, parent: QWidget | None, row: Row | attaching.Slot, sources: Sequence[Source] = ()
) -> bool:
    """Attach ``sources`` (none: asked for first) to a record; ``True`` once it was done."""
    files = list(sources) or choose(session, parent)
    return bool(files) and AttachDialog(session, parent, row, files).open_wide()


class AttachDialog(EntryDialog):
    """The files that can be kept are listed with what they are, the others with the reason."""

    def __init__(
        self, session: Session, parent: QWidget | None, row: Row | attaching.Slot, sources: Sequence[Source]
    ) -> None:
        super().__init__(session, parent, "Attach documents", "Attach")
        self._row = row
        self.files: list[Enclosure] = []
        self.refused: list[str] = []
        self._task: Task | None = None
        self.listed = QListWidget()
        self.listed.setAccessibleName("The files")
        self.proof = ChoiceField("They are", PROOFS, blank=PROOFS[0])
        self.notes = TextField("Note", example="For instance: page 2 is the transcript")
        self.viewer = Viewer(session.worker)
        self._arrange_body()
        self.setAcceptDrops(True)
        self.listed.currentRowChanged.connect(self._show)
        self.add(sources)

    def _arrange_body(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE)
        what = attaching.described(self.session.store, self._row)
        left.addWidget(theme.label(f"To {what}. {TAKEN} {LARGEST // 1024 // 1024} MB each at most."))
        left.addWidget(self.listed, 1)
        left.addWidget(self.proof)
        left.addWidget(self.notes)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 8, 0)
        self.listed.setMinimumHeight(88)
        both = QHBoxLayout()
        both.setContentsMargins(24, 8, 24, 0)
        both.setSpacing(theme.SPACE * 2)
        area = scrolled(side, "What is attached")
        area.setMaximumWidth(440)
        both.addWidget(area, 2)
        both.addWidget(self.viewer, 3)
        self.body.addLayout(both, 1)
        self.foot.insertWidget(0, self.button("Add files…", self._add_more))

    def add(self, sources: Sequence[Source]) -> None:
        """Looks into more files, beside the window."""
        self.record_button.setEnabled(False)
        self.viewer.show_nothing("Looking into the files…")
        task = self._task = self.session.worker.start(partial(_examined, tuple(sources)))
        task.done.connect(self._take)

    @Slot(object)
    def _take(self, looked: list[Enclosure | UserError]) -> None:
        known = {file.sha256 for file in self.files}
        for each in looked:
            if isinstance(each, UserError):
                self.refused.append(str(each))
            elif each.sha256 not in known:
                known.add(each.sha256)
                self.files.append(each)
                self._list(each)
        self.notice.say("\n".join(self.refused))
        self._name_button()
        if self.files:
            self.listed.setCurrentRow(self.listed.count() - 1)
            self.record_button.setFocus()
        else:
            self.viewer.show_nothing("Nothing to attach yet.")

    def _list(self, file: Enclosure) -> None:
        item = QListWidgetItem(f"{file.name}\n{file.media.name} · {size_words(len(file.content))}")
        self.listed.addItem(item)

    def _name_button(self) -> None:
        self.record_button.setEnabled(bool(self.files))
        self.record_button.setText(f"Attach {plural(len(self.files), 'document')}" if self.files else "Attach")

    @Slot(int)
    def _show(self, place: int) -> None:
        if 0 <= place < len(self.files):
            file = self.files[place]
            self.viewer.show_content(file.sha256, file.media, file.content)

    @Slot()
    def _add_more(self) -> None:
        sources = choose(self.session, self)
        if sources:
            self.add(sources)

    @property
    def is_dirty(self) -> bool:
        return bool(self.notes.entered)

    def record(self) -> bool:
        proof = self.proof.value()
        assert isinstance(proof, Proof)
        row, files, notes, on = self._row, tuple(self.files), str(self.notes.value()), self.session.today
        self.apply(lambda store: attaching.attach(store, row, files, on=on, proof=proof, notes=notes))
        return True

    def open_wide(self) -> bool:
        size = self.sizeHint()
        fit_to_screen(self, size.expandedTo(size.__class__(960, 640)))
        return self.exec() == self.DialogCode.Accepted

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if sources_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add(sources_of(event.mimeData()))


def _examined(sources: Sequence[Source], task: Task) -> list[Enclosure | UserError]:
    from core.pictures import examine

    looked: list[Enclosure | UserError] = []
    for step, source in enumerate(sources):
        task.report(step, len(sources))
        try:
            looked.append(examine(read(source) if isinstance(source, Path) else source))
        except UserError as error:
            looked.append(error)
    return looked


def size_words(size: int) -> str:
    """``1.4 MB``, ``320 KB``."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(size // 1024, 1)} KB"
