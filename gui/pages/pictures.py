"""A picture that stands on letters: the logo, a signature. Dropped, pasted or chosen; seen as it is; taken away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core import attaching
from core.errors import UserError
from core.media import Enclosure, read
from core.model import Attachment
from gui import theme
from gui.pages.chips import quiet
from gui.session import Session

PICTURES = "Pictures (*.png *.jpg *.jpeg)"
SHOWN = QSize(220, 72)


class PictureSlot(QWidget):
    def __init__(self, session: Session, slot: str, title: str, hint: str) -> None:
        super().__init__()
        self._session, self._slot, self._title, self._hint = session, slot, title, hint
        self.picture = QLabel()
        self.picture.setFixedHeight(SHOWN.height())
        self.words = theme.label(hint, theme.Size.CAPTION, muted=True)
        self.choose = quiet("Choose…", f"Choose the {title.lower()}", self._choose)
        self.remove = quiet("Remove", f"Remove the {title.lower()}", self._remove)
        head = QHBoxLayout()
        head.addWidget(theme.label(title, theme.Size.CAPTION, bold=True, muted=True), 1)
        head.addWidget(self.choose)
        head.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.picture)
        layout.addWidget(self.words)
        self.setAcceptDrops(True)

    def show_in(self, attachments: tuple[Attachment, ...]) -> None:
        """The picture that is attached in this place, if there is one."""
        kept = next((each for each in attachments if (each.table_name, each.row_key) == ("district", self._slot)), None)
        content = self._session.store.blob(kept.sha256) if kept else None
        self.picture.setVisible(content is not None)
        self.remove.setVisible(kept is not None)
        self.words.setText(kept.file_name if kept else self._hint)
        if content is not None:
            self.picture.setPixmap(self._drawn(content))
            self.picture.setAccessibleName(f"{self._title}: {kept.file_name}" if kept else "")

    def _drawn(self, content: bytes) -> QPixmap:
        ratio = self.devicePixelRatioF()
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        pixmap = QPixmap.fromImage(QImage.fromData(content).scaled(SHOWN * ratio, keep, smooth))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    @Slot()
    def _choose(self) -> None:
        path = self._session.prompts.open_file(self, f"Choose the {self._title.lower()}", Path.home(), PICTURES)
        if path is not None:
            self.take(path)

    def take(self, source: Path | Enclosure) -> None:
        """Puts a picture here, once it was looked into."""
        self._session.attempt(lambda: self._take(source), self)

    def _take(self, source: Path | Enclosure) -> None:
        from core.pictures import examine

        file = read(source) if isinstance(source, Path) else source
        if file.media not in attaching.SHOWN:
            raise UserError(f"“{file.name}” is no picture for a letter.", "Choose a PNG or JPEG.")
        looked, slot, on = examine(file), self._slot, self._session.today
        self._session.apply(lambda store: attaching.show_as(store, slot, looked, on=on))

    @Slot()
    def _remove(self) -> None:
        slot, on = self._slot, self._session.today
        self._session.attempt(
            lambda: self._session.apply(lambda store: attaching.show_as(store, slot, None, on=on)), self
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from gui.dialogs.attaching import sources_of

        if len(sources_of(event.mimeData())) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from gui.dialogs.attaching import sources_of

        event.acceptProposedAction()
        self.take(sources_of(event.mimeData())[0])
