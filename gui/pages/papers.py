"""Reports and letters: pick, see the real pages, print or save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.dates import plural, short
from core.errors import UserError
from core.findings import Roll
from core.reports.catalogue import REPORTS, Report, make_report
from core.reports.letters import Letter, due_letters
from core.reports.wording import Edition
from gui import theme
from gui.pages.layouts import scrolled
from gui.pages.page import Page
from gui.room import Room
from gui.widgets.dates import DateField
from gui.widgets.fields import PickField
from gui.widgets.printing import choose_printer, print_pages
from gui.widgets.sheets import SheetView

if TYPE_CHECKING:
    from gui.session import Session
    from gui.tasks import Task

BOARD = "board"
"""The report that bears the date of a meeting."""
PDF_FILES = "PDF files (*.pdf)"
PATIENCE_MS = 100
SIDE_WIDTH, LEAST_SIDE = 320, 192


@dataclass(frozen=True, slots=True)
class Choice:
    """A report of the catalogue in one of its editions."""

    name: str
    edition: Edition
    report: Report

    @property
    def title(self) -> str:
        """The edition is named where there are two."""
        return f"{self.report.title}, {EDITIONS[self.edition]}" if self.has_editions else self.report.title

    @property
    def has_editions(self) -> bool:
        return len(self.report.editions) > 1


EDITIONS = {Edition.EXECUTIVE: "executive session", Edition.PUBLIC: "public"}
CHOICES = tuple(
    Choice(name, edition, report)
    for name, report in REPORTS.items()
    for edition in Edition
    if edition in report.editions
)


class PapersPage(Page):
    """The pages shown are the pages that are printed and saved, byte for byte."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Reports and letters")
        self.content: bytes | None = None
        self._letters: tuple[Letter, ...] = ()
        self._task: Task | None = None
        self._wanted: tuple[str, ...] = ()
        self.reports = _list("Reports", [choice.title for choice in CHOICES])
        self.letters = _list("Letters due", ())
        self.letters.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.letters_title = theme.label("Letters due", bold=True)
        self.all_letters = QPushButton("All due letters")
        self.meeting = DateField("Meeting of the board", session.today, hint="Blank: printed without a date")
        self.officer = PickField("Officer", (), noun="officer")
        self.view = SheetView()
        self.save_button = self.add_act("Save PDF…", self.save)
        self.each_button = self.add_act("Save one PDF each…", self.save_each)
        self.print_button = self.add_act("Print…", self.print_it, main=True)
        self._arrange()
        self._connect()

    # The page

    def _arrange(self) -> None:
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setHandleWidth(theme.SPACE * 2)
        both.setChildrenCollapsible(False)
        side = scrolled(self._side(), "Papers")
        side.setMinimumWidth(LEAST_SIDE)
        both.addWidget(side)
        both.addWidget(self._paper_side())
        both.setStretchFactor(1, 1)
        both.setSizes([SIDE_WIDTH, 3 * SIDE_WIDTH])
        self._both = both
        self.body.addWidget(both, 1)

    def fit(self, room: Room) -> None:
        super().fit(room)
        wide = LEAST_SIDE if room.narrow and room.low else SIDE_WIDTH
        self._both.setSizes([wide, max(SIDE_WIDTH, self.width() - wide)])

    def _side(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        self.reports.setFixedHeight(len(CHOICES) * theme.ROW_HEIGHT + 4)
        self.letters.setMinimumHeight(3 * theme.ROW_HEIGHT)
        head = QHBoxLayout()
        head.addWidget(self.letters_title, 1)
        head.addWidget(self.all_letters)
        layout.addWidget(self.reports)
        layout.addWidget(self.meeting)
        layout.addWidget(self.officer)
        layout.addLayout(head)
        layout.addWidget(self.letters, 1)
        return side

    def _paper_side(self) -> QWidget:
        side = QWidget()
        layout, bar = QVBoxLayout(side), QHBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        self.place = QLabel()
        self.zoom_words = QLabel()
        self.waiting, self.progress = QWidget(), QProgressBar()
        self.progress.setAccessibleName("Progress")
        self.cancel_button = QPushButton("Cancel")
        wait = QHBoxLayout(self.waiting)
        wait.setContentsMargins(0, 0, 0, 0)
        wait.addWidget(self.progress, 1)
        wait.addWidget(self.cancel_button)
        self.waiting.hide()
        bar.addWidget(self.place)
        bar.addStretch()
        bar.addWidget(self.waiting)
        bar.addStretch()
        bar.addWidget(_tool("zoom-out", "Smaller (Ctrl+−)", self.view.reduce))
        bar.addWidget(self.zoom_words)
        bar.addWidget(_tool("zoom-in", "Larger (Ctrl++)", self.view.magnify))
        fit = QPushButton("Fit width")
        fit.setToolTip("Ctrl+0")
        fit.clicked.connect(self.view.fit_width)
        bar.addWidget(fit)
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)
        return side

    def _connect(self) -> None:
        self.patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self.patience.timeout.connect(lambda: self._show_waiting(True))
        self.cancel_button.clicked.connect(self._stop)
        self.reports.itemSelectionChanged.connect(self._report_chosen)
        self.letters.itemSelectionChanged.connect(self._letters_chosen)
        self.all_letters.clicked.connect(self.choose_all_letters)
        self.meeting.line.editingFinished.connect(self.make)
        self.officer.line.editingFinished.connect(self.make)
        self.officer.box.activated.connect(self.make)
        self.view.moved.connect(self._show_place)
        self.view.magnified.connect(self._show_zoom)

    def refresh(self) -> None:
        """The letters that are due now, and the chosen paper anew."""
        from gui.dialogs.rowform import officer_options

        self.officer.set_options(officer_options(judged.officer for judged in self.session.roll.officers))
        if not self.reports.selectedItems() and not self.letters.selectedItems():
            self.reports.setCurrentRow(0)
        roll = self.session.roll
        self._start(lambda task: _due_letters(task, roll), self._list_letters)

    def take_focus(self) -> None:
        self.reports.setFocus()

    def officer_ids(self) -> list[str]:
        return []

    # Choosing

    @property
    def choice(self) -> Choice | None:
        """The report chosen, if no letters are."""
        rows = [index.row() for index in self.reports.selectedIndexes()]
        return CHOICES[rows[0]] if rows else None

    @property
    def chosen_letters(self) -> tuple[Letter, ...]:
        return tuple(self._letters[row] for row in sorted(index.row() for index in self.letters.selectedIndexes()))

    @Slot()
    def _report_chosen(self) -> None:
        if self.reports.selectedItems():
            _clear(self.letters)
            self._chosen()

    @Slot()
    def _letters_chosen(self) -> None:
        if self.letters.selectedItems():
            _clear(self.reports)
            self._chosen()

    def _chosen(self) -> None:
        choice = self.choice
        self.meeting.setVisible(choice is not None and choice.name == BOARD)
        self.officer.setVisible(choice is not None and choice.report.needs_officer)
        self.each_button.setVisible(len(self.chosen_letters) > 1)
        self.make()

    @Slot()
    def choose_all_letters(self) -> None:
        self.letters.selectAll()
        self.letters.setFocus()

    def show_letter(self, officer_id: str) -> None:
        """Chooses the letters about an officer; where none is due, the officer's own sheet."""
        self.show_letters((officer_id,))

    def show_letters(self, officer_ids: Sequence[str]) -> None:
        """Chooses the letters about these officers; without any, all that are due."""
        self._wanted = tuple(officer_ids) or tuple(judged.officer.officer_id for judged in self.session.roll.officers)
        self.refresh()

    @Slot(object)
    def _list_letters(self, letters: tuple[Letter, ...]) -> None:
        """Whoever was chosen stays chosen, unless someone's letters were asked for."""
        chosen = {letter.filename for letter in self.chosen_letters}
        if self._wanted:
            wanted = set(self._wanted)
            chosen = {letter.filename for letter in letters if wanted.intersection(letter.officer_ids)}
        self._letters = letters
        self.letters_title.setText(f"{plural(len(letters), 'letter')} due" if letters else "No letter is due")
        self.all_letters.setEnabled(bool(letters))
        self.letters.blockSignals(True)
        self.letters.clear()
        for letter in letters:
            item = _item(letter.title, letter.why)
            self.letters.addItem(item)
            item.setSelected(letter.filename in chosen)
        self.letters.blockSignals(False)
        if self.letters.selectedItems():
            _clear(self.reports)
        elif len(self._wanted) == 1:
            self._choose_sheet(self._wanted[0])
        elif chosen:
            self.reports.setCurrentRow(0)
        self._wanted = ()
        self._chosen()

    def _choose_sheet(self, officer_id: str) -> None:
        """The report about one officer, of this officer."""
        self.officer.set_value(officer_id)
        self.reports.setCurrentRow(next(row for row, choice in enumerate(CHOICES) if choice.report.needs_officer))

    # Making

    @Slot()
    def make(self) -> None:
        """Make the chosen paper beside the window, and show it."""
        roll, choice, letters = self.session.roll, self.choice, self.chosen_letters
        if choice is None:
            self._start(lambda task: _letters_pdf(task, letters), self._show)
        elif self._options_are_sound(choice):
            meeting = self.meeting.value() if choice.name == BOARD else None
            officer_id = self.officer.value() if choice.report.needs_officer else None
            self._start(lambda task: _report_pdf(task, choice, roll, meeting, officer_id), self._show)

    def _options_are_sound(self, choice: Choice) -> bool:
        """Whether the options can be read; without them there is nothing to show."""
        if choice.name == BOARD and not self.meeting.check():
            return self._show_nothing("Correct the date of the meeting.")
        if choice.report.needs_officer and not (self.officer.check() and self.officer.value()):
            return self._show_nothing("Choose an officer, and the sheet appears here.")
        return True

    def _show_nothing(self, why: str) -> bool:
        self._stop()
        self._show(None)
        self.say(why)
        return False

    def _start(self, work: Callable[[Task], Any], take: Callable[[Any], None]) -> None:
        self._stop()
        task = self._task = self.session.worker.start(work)
        task.progressed.connect(self._show_progress)
        task.done.connect(lambda result: self._finish(task, take, result))
        task.failed.connect(lambda error: self._fail(task, error))
        self.progress.setRange(0, 0)
        self.patience.start()

    def _finish(self, task: Task, take: Callable[[Any], None], result: Any) -> None:
        if task is self._task:
            self._stop()
            take(result)

    def _fail(self, task: Task, error: Exception) -> None:
        if task is self._task:
            self._show_nothing(str(error))
        if not isinstance(error, UserError):
            raise error

    @Slot()
    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self.patience.stop()
        self._show_waiting(False)

    def _show_waiting(self, waiting: bool) -> None:
        self.waiting.setVisible(waiting)
        self.place.setVisible(not waiting)

    @Slot(int, int)
    def _show_progress(self, step: int, of: int) -> None:
        self.progress.setRange(0, of)
        self.progress.setValue(step)

    @Slot(object)
    def _show(self, content: bytes | None) -> None:
        self.content = content
        self.view.show_pdf(content)
        for button in (self.save_button, self.print_button, self.each_button):
            button.setEnabled(content is not None)
        if content:
            self.say(self._sentence())

    def _sentence(self) -> str:
        letters = self.chosen_letters
        if len(letters) == 1:
            return letters[0].why
        if letters:
            return f"{plural(len(letters), 'letter')}, one after the other."
        return f"As of {short(self.session.as_of)}. What you see is what is printed."

    # Keeping

    @property
    def _name(self) -> str:
        """A file name for what is shown."""
        letters, choice = self.chosen_letters, self.choice
        if choice is not None:
            return f"{choice.title} {self.session.as_of.isoformat()}.pdf"
        return letters[0].filename if len(letters) == 1 else f"Letters {self.session.as_of.isoformat()}.pdf"

    @Slot()
    def save(self) -> None:
        """What is shown, as one PDF."""
        if self.content is None:
            return
        suggested = self.session.path.with_name(self._name)
        path = self.session.prompts.save_file(self, "Save the PDF", suggested, PDF_FILES)
        content = self.content
        if path and self.session.attempt(lambda: _write(path, content), self):
            self.session.said.emit(f"Saved as {path}.")

    @Slot()
    def save_each(self) -> None:
        """The chosen letters, one PDF each, into a folder."""
        letters = self.chosen_letters
        folder = self.session.prompts.folder(self, "Folder for the letters", self.session.path.parent)
        if folder and letters:
            self._start(lambda task: _write_each(task, letters, folder), self._say_saved)

    def _say_saved(self, folder: Path) -> None:
        self.session.said.emit(f"{plural(len(self.chosen_letters), 'letter')} saved in {folder}.")

    @Slot()
    def print_it(self) -> None:
        content = self.content
        printer = choose_printer(self) if content else None
        if printer and content:
            self._start(lambda task: print_pages(task, printer, content), self._say_printed)

    def _say_printed(self, pages: int) -> None:
        self.session.said.emit(f"{plural(pages, 'page')} sent to the printer.")

    # Where one is

    @Slot(int, int)
    def _show_place(self, page: int, pages: int) -> None:
        self.place.setText(f"Page {page} of {pages}" if pages else "")

    @Slot(float)
    def _show_zoom(self, zoom: float) -> None:
        self.zoom_words.setText(f"{zoom:.0%}")


def _list(name: str, titles: Sequence[str]) -> QListWidget:
    widget = QListWidget()
    widget.setAccessibleName(name)
    widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setStyleSheet("QListWidget::item { padding: 0 8px; }")
    for title in titles:
        widget.addItem(_item(title))
    return widget


def _item(title: str, why: str = "") -> QListWidgetItem:
    item = QListWidgetItem(title)
    item.setSizeHint(QSize(0, theme.ROW_HEIGHT))
    item.setToolTip(why or title)
    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, why)
    return item


def _clear(widget: QListWidget) -> None:
    widget.blockSignals(True)
    widget.clearSelection()
    widget.blockSignals(False)


def _tool(icon: str, words: str, act: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    theme.put_icon(button, icon)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(act)
    theme.wear(button, theme.Look.QUIET)
    return button


def _due_letters(task: Task, roll: Roll) -> tuple[Letter, ...]:
    task.report(0, 1)
    return due_letters(roll)


def _report_pdf(task: Task, choice: Choice, roll: Roll, meeting: date | None, officer_id: str | None) -> bytes:
    from core.reports import pdf

    task.report(0, 1)
    document = make_report(choice.name, roll, edition=choice.edition, meeting=meeting, officer_id=officer_id)
    task.report(0, 1)
    return pdf.render(document)


def _letters_pdf(task: Task, letters: Sequence[Letter]) -> bytes | None:
    from core.reports import pdf

    task.report(0, 1)
    return pdf.render_all([letter.document for letter in letters]) if letters else None


def _write_each(task: Task, letters: Sequence[Letter], folder: Path) -> Path:
    from core.reports import pdf

    for step, letter in enumerate(letters):
        task.report(step, len(letters))
        _write(folder / letter.filename, pdf.render(letter.document))
    return folder


def _write(path: Path, content: bytes) -> bool:
    from core.files import replace_file

    replace_file(path, content)
    return True
