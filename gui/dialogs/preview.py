"""Pages as they will be printed, of any list: to look at, print, or keep as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from core.errors import UserError
from core.findings import Roll
from gui import theme
from gui.room import fit_to_screen
from gui.widgets.printing import print_pages
from gui.widgets.sheets import SheetView

if TYPE_CHECKING:
    from gui.listing import Shown
    from gui.pages.page import Page
    from gui.session import Session
    from gui.tasks import Task

PDF_FILES = "PDF files (*.pdf)"


def open_preview(page: Page, title: str, lists: Sequence[Shown]) -> None:
    """Makes the lists of a page into pages, and shows them."""
    roll = page.session.roll
    PreviewDialog(page.session, page, title, lambda task: list_pdf(task, roll, title, lists)).exec()


def list_pdf(task: Task, roll: Roll, title: str, lists: Sequence[Shown]) -> bytes:
    from core.reports import pdf
    from core.reports.listing import listing_document

    task.report(0, 2)
    document = listing_document(roll, title, [each.on_paper() for each in lists])
    task.report(1, 2)
    return pdf.render(document)


class PreviewDialog(QDialog):
    """``make`` gives the PDF, beside the window; closing stops it."""

    def __init__(self, session: Session, parent: QWidget, title: str, make: Callable[[Task], bytes]) -> None:
        super().__init__(parent)
        self.session = session
        self.content: bytes | None = None
        self._title = title
        self.setWindowTitle(f"Print: {title}")
        self.view = SheetView()
        self.place = QLabel("Making the pages…")
        self.waiting = QProgressBar()
        self.waiting.setRange(0, 0)
        self.waiting.setAccessibleName("Making the pages")
        self.save_button = QPushButton("Save PDF…")
        self.print_button = QPushButton("Print…")
        self._arrange()
        self._connect()
        self._task = session.worker.start(make)
        self._task.done.connect(self.show_pages)
        self._task.failed.connect(self._fail)

    def _arrange(self) -> None:
        theme.wear(self.place, theme.Look.MUTED)
        theme.wear(self.print_button, theme.Look.PRIMARY)
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE)
        foot.addWidget(self.place)
        foot.addWidget(self.waiting, 1)
        foot.addStretch()
        for button in (close, self.save_button, self.print_button):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE * 2, theme.SPACE * 2, theme.SPACE * 2, theme.SPACE * 2)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)
        fit_to_screen(self, QSize(900, 720))

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print_it)
        self.view.moved.connect(self._show_place)
        for button in (self.save_button, self.print_button):
            button.setEnabled(False)

    @Slot(object)
    def show_pages(self, content: bytes) -> None:
        self.content = content
        self.waiting.hide()
        self.view.show_pdf(content)
        for button in (self.save_button, self.print_button):
            button.setEnabled(True)
        self.print_button.setDefault(True)
        self.view.setFocus()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self.waiting.hide()
        self.place.setText(str(error))
        if not isinstance(error, UserError):
            raise error

    @Slot(int, int)
    def _show_place(self, page: int, pages: int) -> None:
        if pages:
            self.place.setText(f"Page {page} of {pages}")

    @Slot()
    def save(self) -> None:
        content = self.content
        suggested = self.session.path.with_name(f"{self._title} {self.session.as_of.isoformat()}.pdf")
        path = self.session.prompts.save_file(self, "Save the PDF", suggested, PDF_FILES)
        if path is not None and content is not None:
            self.session.write(path, content, self)

    @Slot()
    def print_it(self) -> None:
        content = self.content
        printer = self.session.prompts.printer(self) if content else None
        if printer and content:
            self._task = self.session.worker.start(lambda task: print_pages(task, printer, content))
            self._task.done.connect(lambda _: self.accept())
            self._task.failed.connect(self._fail)

    def done(self, result: int) -> None:
        self._task.cancel()
        super().done(result)
