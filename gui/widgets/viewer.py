"""A kept document, looked at in place: pages or a picture, turned and magnified, saved or opened in another program."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from core.media import Media
from gui import theme
from gui.errand import Errand
from gui.widgets.sheets import Pages, Pdf, Scan, SheetView, tool

if TYPE_CHECKING:
    from gui.tasks import Task, Worker

SHARPEST = 4096
"""Dots along the longer side of a picture: more than any screen shows."""


class Viewer(QWidget):
    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._opening = Errand(self, worker)
        self._opening.failed.connect(self._fail)
        self._shown: str | None = None
        self.view = SheetView(worker)
        self.view.setAccessibleName("The document")
        self.words = theme.label("", muted=True)
        self.place = _caption()
        self.zoom = _caption()
        self.tools = QHBoxLayout()
        self._arrange()
        self.view.moved.connect(self._show_place)
        self.view.magnified.connect(self._show_zoom)

    def _arrange(self) -> None:
        self.tools.setSpacing(4)
        self.tools.addWidget(tool("chevron-left", "Page before (←)", lambda: self.view.turn(-1)))
        self.tools.addWidget(self.place)
        self.tools.addWidget(tool("chevron-right", "Next page (→)", lambda: self.view.turn(1)))
        self.tools.addStretch(1)
        self.tools.addWidget(tool("zoom-out", "Smaller (Ctrl+−)", self.view.reduce))
        self.tools.addWidget(self.zoom)
        self.tools.addWidget(tool("zoom-in", "Larger (Ctrl++)", self.view.magnify))
        nothing = QWidget()
        words = QVBoxLayout(nothing)
        words.addWidget(self.words)
        words.addStretch()
        pages = QWidget()
        shown = QVBoxLayout(pages)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(4)
        shown.addLayout(self.tools)
        shown.addWidget(self.view, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(nothing)
        self._stack.addWidget(pages)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def show_nothing(self, words: str) -> None:
        """Why there is nothing to look at."""
        self._leave()
        self.words.setText(words)
        self._stack.setCurrentIndex(0)
        self.view.show_pages(None)

    def show_content(self, name: str, media_type: str, content: bytes | None) -> None:
        """``name`` is the SHA-256: what is shown already stays as it is."""
        if name == self._shown:
            return
        if content is None:
            self.show_nothing("The file does not hold this document any more. Restore it from a backup.")
            return
        self.show_nothing("Opening…")
        self._shown = name
        self._opening.start(partial(_opened, media_type, content), self._take)

    def _leave(self) -> None:
        self._opening.stop()
        self._shown = None

    def _take(self, pages: Pages) -> None:
        self._stack.setCurrentIndex(1)
        self.view.show_pages(pages)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self.show_nothing(f"This document cannot be shown: {error}")

    @Slot(int, int)
    def _show_place(self, page: int, pages: int) -> None:
        self.place.setText(f"{page} of {pages}" if pages else "")

    @Slot(float)
    def _show_zoom(self, zoom: float) -> None:
        self.zoom.setText(f"{zoom:.0%}")


def _opened(media_type: str, content: bytes, _task: Task) -> Pages:
    from core.pictures import picture

    return Pdf(content) if media_type == Media.PDF else Scan(picture(content, SHARPEST))


def _caption() -> QLabel:
    words = theme.label("", theme.Size.CAPTION, muted=True)
    words.setWordWrap(False)
    return words
