"""Reports and letters: pick, see the real pages, print or save. What leaves is registered, exactly as it left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.dates import plural, short
from core.errors import UserError
from core.files import replace_files
from core.model import Paper
from core.orders import Stock, stock
from core.papers import register
from core.reports.catalogue import REPORTS
from core.reports.letters import KINDS, Candidate, Letter, LetterKind, candidates, due_letters, safe_stem
from gui import theme
from gui.errand import Errand
from gui.outside import Outside
from gui.pages.layouts import scrolled
from gui.pages.orders import (
    AskedOptions,
    AuditOptions,
    BoardOptions,
    DueOptions,
    LabelOptions,
    Options,
    ReportOptions,
)
from gui.pages.page import Page
from gui.pages.paperpane import PaperPane
from gui.pages.register import Check, Register
from gui.room import Room
from gui.widgets.picking import Entry, Picker
from gui.widgets.printing import print_pages
from gui.widgets.progress import Bar

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from core.making import Made
    from core.orders import Order
    from core.papers import Printed
    from core.reports.blocks import Document
    from gui.session import Session
    from gui.tasks import Task

PDF_FILES = "PDF files (*.pdf)"
WORKBOOKS = "Workbooks (*.xlsx)"
PATIENCE_MS = 100
QWIDGETSIZE_MAX = 16_777_215
SIDE_WIDTH, LEAST_SIDE = 320, 192
DUE, LABELS, BOARD_PACKET, AUDIT_PACKET, PRINTED = "due", "labels", "board-packet", "audit-packet", "printed"
EVERYONE = "Everyone who needs a letter"
SHEET = "officer"
"""The report that is shown about an officer to whom no letter is due."""


def _entries() -> Iterator[Entry]:
    for name, report in REPORTS.items():
        yield Entry(name, report.title, "Reports")
    yield Entry(DUE, EVERYONE, "Letters")
    for kind, described in KINDS.items():
        if not described.due:
            yield Entry(kind.value, described.title, "Letters", f"To: {described.to}. {described.offered}")
    yield Entry(LABELS, "Mailing labels", "Letters")
    yield Entry(BOARD_PACKET, "Board packet", "Packets")
    yield Entry(AUDIT_PACKET, "Audit packet", "Packets")
    yield Entry(PRINTED, "Printed papers", "Register", "What was printed or saved, and the check of a page by its code")


ENTRIES = tuple(_entries())


class PapersPage(Page):
    """The pages shown are the pages that are printed, saved and registered, byte for byte."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Reports and letters")
        self.made: tuple[Made, ...] = ()
        self.due: tuple[Letter, ...] | None = None
        self._order: Order | None = None
        self._work = Errand(self, session.worker, PATIENCE_MS)
        self._counting = Errand(self, session.worker)
        self._after: Callable[[], object] | None = None
        self._wanted: tuple[str, ...] | None = None
        self._registers = False
        self._making = False
        self._low = False
        self._outside = Outside(session)
        self._options: dict[str, Options] = {}
        self.picker = Picker("Papers", ENTRIES)
        self.panes = (PaperPane("Preview of the pages"), PaperPane("Preview of the public edition"))
        self.check = Check(session)
        self.more = QPushButton("More")
        self.acts.addWidget(self.more)
        self.save_button = self.add_act("Save PDF…", self.save)
        self.print_button = self.add_act("Print…", self.print_here, main=True)
        self._fill_more()
        self._arrange()
        self._connect()

    # The page

    def _fill_more(self) -> None:
        menu = QMenu(self.more)
        self.save_act = menu.addAction("Save PDF…", self.save)
        self.each_act = menu.addAction("Save one PDF each…", self.save_each)
        self.sheet_act = menu.addAction("Save as a spreadsheet…", self.export_here)
        self.open_act = menu.addAction("Open in the PDF viewer", self.open_outside)
        self.officer_act = menu.addAction("Show the officer", self._show_officer)
        self.more.setMenu(menu)
        self.more.setAccessibleName("More to do with this paper")
        theme.put_icon(self.more, "chevron-down")
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    def _arrange(self) -> None:
        self._side = QWidget()
        layout = QVBoxLayout(self._side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        self._holder = QWidget()
        self._held = QVBoxLayout(self._holder)
        self._held.setContentsMargins(0, 0, theme.SPACE, 0)
        self._held.addWidget(self.check)
        self._fields = scrolled(self._holder, "Options of the paper")
        self._fields.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(self.picker, 1)
        layout.addWidget(self._fields, 1)
        self._side.setMinimumWidth(LEAST_SIDE)
        self._both = QSplitter(Qt.Orientation.Horizontal)
        self._both.setHandleWidth(theme.SPACE * 2)
        self._both.setChildrenCollapsible(False)
        self._both.addWidget(self._side)
        self._both.addWidget(self._paper_side())
        self._both.setStretchFactor(1, 1)
        self._both.setSizes([SIDE_WIDTH, 3 * SIDE_WIDTH])
        self.body.addWidget(self._both, 1)

    def _paper_side(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        self._abreast = QSplitter(Qt.Orientation.Horizontal)
        self._abreast.setHandleWidth(theme.SPACE * 2)
        self._abreast.setChildrenCollapsible(False)
        for place, pane in enumerate(self.panes):
            self._abreast.addWidget(pane)
            self._add_pane_acts(pane, place)
        self.panes[1].hide()
        self._right = QStackedWidget()
        self._right.addWidget(self._abreast)
        layout.addWidget(self._waiting())
        layout.addWidget(self._right, 1)
        return side

    def _add_pane_acts(self, pane: PaperPane, place: int) -> None:
        """For two papers abreast: each edition is printed and saved by its own buttons."""
        pane.add_act("Save PDF…", lambda: self._with_pane(self._save, place))
        pane.add_act("Print…", lambda: self._with_pane(self._print, place))

    def _waiting(self) -> QWidget:
        self.waiting, self.progress = QWidget(), Bar("Progress")
        self.cancel_button = QPushButton("Cancel")
        row = QHBoxLayout(self.waiting)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel_button)
        self.waiting.hide()
        return self.waiting

    def _connect(self) -> None:
        self._work.late.connect(self._show_waiting)
        self._work.over.connect(self.waiting.hide)
        self._work.progressed.connect(self.progress.advance)
        self._work.failed.connect(self._fail)
        self._counting.failed.connect(self._say_error)
        self.cancel_button.clicked.connect(self._cancel)
        self.picker.picked.connect(self._picked)
        self.check.found.connect(self._show_checked)
        self._order_stops((self.check.code.line, self.check.button))

    def fit(self, room: Room) -> None:
        super().fit(room)
        self.picker.fold(room.low)
        self._low = room.low
        self._enable()
        wide = LEAST_SIDE if room.narrow and room.low else SIDE_WIDTH
        self._both.setSizes([wide, max(SIDE_WIDTH, self.width() - wide)])
        for pane in self.panes:
            pane.fit(room)

    @cached_property
    def register(self) -> Register:
        """Made when it is first wanted."""
        made = Register(self.session)
        made.chosen.connect(self._enable)
        self._right.addWidget(made)
        return made

    def take_focus(self) -> None:
        self.picker.take_focus()

    def refresh(self) -> None:
        """Everything may be other: what is due, whom one can choose, and the paper shown."""
        self.due, self._order = None, None
        for options in self._options.values():
            options.refresh()
        self._count_due()
        if self.picker.key is None:
            self.picker.pick(ENTRIES[0].key)
        else:
            self._picked()

    def update_officers(self, officer_ids: frozenset[str]) -> None:
        """Registering a paper changes nothing that papers are made from."""
        if not self._registers:
            super().update_officers(officer_ids)
            return
        for options in self._options.values():
            options.refresh()
        if self.picker.key == PRINTED:
            self.register.refresh()

    # Picking

    @property
    def options(self) -> Options | None:
        """The fields of the paper picked; none for the register."""
        key = self.picker.key
        if key is None or key == PRINTED:
            return None
        if key not in self._options:
            options = self._options[key] = self._made_options(key)
            options.changed.connect(self.make)
            self._held.insertWidget(0, options)
            self._order_stops(options.stops())
        return self._options[key]

    def _order_stops(self, stops: Sequence[QWidget]) -> None:
        """Tab goes from the list of papers to the options of the one picked, and then to its pages."""
        for before, after in pairwise((self.picker.list, self.picker.box, *stops)):
            QWidget.setTabOrder(before, after)

    def _made_options(self, key: str) -> Options:
        match key:
            case "due":
                return DueOptions(self.session)
            case "labels":
                return LabelOptions(self.session)
            case "board-packet":
                return BoardOptions(self.session)
            case "audit-packet":
                return AuditOptions(self.session)
        return ReportOptions(self.session, key) if key in REPORTS else AskedOptions(self.session, LetterKind(key))

    @Slot()
    def _picked(self) -> None:
        """What is still shown for a moment, or on its way, is another paper, and nothing can be done with it."""
        options = self.options
        self._work.stop()
        self.made, self._order, self._after = (), None, None
        self._enable()
        for other in self._options.values():
            other.setVisible(other is options)
        self.check.setVisible(options is None)
        self._share_side(options)
        self._right.setCurrentWidget(self.register if options is None else self._abreast)
        if options is None:
            self.register.refresh()
            self.say("Kept exactly as printed. A reprint is the same, byte for byte.")
            self._enable()
        elif isinstance(options, AskedOptions):
            self._ask_for_candidates(options)
        else:
            self.make()

    def _share_side(self, options: Options | None) -> None:
        """The options take the height they need, up to half; lists to tick take half."""
        needed = self._holder.sizeHint().height() if options and not options.grows else QWIDGETSIZE_MAX
        self._fields.setMaximumHeight(needed)
        self._fields.setVisible(options is None or not options.is_blank)

    def show_letter(self, officer_id: str) -> None:
        """The letters due about an officer; where there is none, the officer’s own sheet."""
        self.show_letters((officer_id,))

    def show_letters(self, officer_ids: Sequence[str]) -> None:
        """The letters due about these officers; without any, all that are due."""
        self._wanted = tuple(officer_ids) or tuple(judged.officer.officer_id for judged in self.session.roll.officers)
        self.due = None  # what was ticked before is not made once more
        self.picker.pick(DUE)
        self._count_due()

    def check_page(self) -> None:
        """To where the code of a printed page is typed."""
        self.picker.pick(PRINTED)
        self.check.code.setFocus()

    @Slot(object)
    def _show_checked(self, paper: Paper) -> None:
        self.register.choose(paper)

    # What there is to choose from

    def _count_due(self) -> None:
        """The letters that are due, found beside the window."""
        stock = self._stock()
        self._counting.start(lambda _: due_letters(stock.roll, stationery=stock.stationery), self._counted)

    def _counted(self, letters: tuple[Letter, ...]) -> None:
        self.due = letters
        self.picker.rename(DUE, f"{EVERYONE} ({len(letters):,})" if letters else EVERYONE)
        wanted, self._wanted = self._wanted, None
        if wanted and len(wanted) == 1 and not any(wanted[0] in letter.officer_ids for letter in letters):
            self._show_sheet(wanted[0])
        for key in (DUE, LABELS):
            options = self._options.get(key)
            if isinstance(options, DueOptions):
                options.show_letters(letters, wanted)
        if self.picker.key in {DUE, LABELS}:
            self.make()

    def _show_sheet(self, officer_id: str) -> None:
        self.picker.pick(SHEET)
        options = self.options
        assert options is not None
        options.fields["officer"].set_value(officer_id)
        self.make()

    def _ask_for_candidates(self, options: AskedOptions) -> None:
        """Whom the letter could go to."""
        roll, kind = self.session.roll, options.kind
        self._start(lambda _: candidates(roll, kind), partial(self._take_candidates, options))

    def _take_candidates(self, options: AskedOptions, found: tuple[Candidate, ...]) -> None:
        options.show_candidates(found)
        self.make()

    # Making

    def _stock(self) -> Stock:
        return stock(
            self.session.store,
            self.session.roll,
            self.session.register.records,
            registers=not self.session.only_reading,
        )

    @Slot()
    def make(self) -> None:
        """Make the paper beside the window, and show it."""
        options = self.options
        if options is None or (self.due is None and isinstance(options, DueOptions)):
            return
        if isinstance(options, DueOptions) and not options.letters and self.due:
            options.show_letters(self.due)
        why = options.missing()
        order = None if why or options.check() else options.order()
        if order is None:
            self._show_nothing(why or options.missing())
            return
        things = self._stock()
        self._start(partial(_made, order, things), partial(self._show, order))
        self._making = True

    def _show_nothing(self, why: str) -> None:
        """``why``, and what to do about it, in the place of the pages."""
        self._work.stop()
        self._show(None, ())
        self.panes[0].show_nothing(why, "")
        self.say(f"As of {short(self.session.as_of)}.")

    def _show(self, order: Order | None, made: tuple[Made, ...]) -> None:
        self.made, self._order = made, order
        abreast = len(made) > 1
        for pane, paper in zip(self.panes, (*made, None, None), strict=False):
            pane.setVisible(paper is not None or pane is self.panes[0])
            if paper:
                pane.show_paper(paper.content, paper.title if abreast else "")
        self._enable()
        if made:
            self.say(self._sentence(made))
            after, self._after = self._after, None
            if after:
                after()

    def _sentence(self, made: tuple[Made, ...]) -> str:
        if made[0].left_out:
            return f"{made[0].title}. No address is recorded for {', '.join(made[0].left_out)}."
        if len(made[0].drafts) > 1:
            return f"{made[0].title}, in the order in which they go into envelopes."
        if self.session.only_reading:
            return (
                f"As of {short(self.session.as_of)}. Open only to be read: printed without a code, and not registered."
            )
        return f"As of {short(self.session.as_of)}. What you see is what is printed."

    @Slot()
    def _enable(self) -> None:
        """What can be done with what is shown."""
        printed = self.picker.key == PRINTED
        paper = self.register.paper if printed else None
        single = self.made[0] if len(self.made) == 1 and not printed else None
        anything, together = paper is not None or single is not None, printed or len(self.made) < 2
        for button in (self.save_button, self.print_button):
            button.setVisible(together and not (self._low and button is self.save_button))
            button.setEnabled(anything)
        self.save_act.setVisible(self._low and anything)
        self.each_act.setVisible(single is not None and len(single.drafts) > 1)
        self.sheet_act.setVisible(single is not None and single.tables is not None)
        self.open_act.setVisible(anything)
        self.officer_act.setVisible(paper is not None and bool(paper.officer_id))
        self.print_button.setText("Print again…" if printed else "Print…")
        self.more.setVisible(any(act.isVisible() for act in self.more.menu().actions()))

    # Work beside the window

    def _start(self, work: Callable[[Task], Any], take: Callable[[Any], object]) -> None:
        self._making = False
        self.progress.begin()
        self._work.start(work, take)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._after = None
        if isinstance(error, UserError) and self.options:
            self.options.take_error(error)
        self._show_nothing(str(error))
        self._say_error(error)

    @Slot(object)
    def _say_error(self, error: Exception) -> None:
        """What the person can mend was said; anything else is a fault of the program."""
        if not isinstance(error, UserError):
            raise error

    @Slot()
    def _cancel(self) -> None:
        self._after = None
        self._work.stop()
        self.session.said.emit("Cancelled. Nothing was printed or saved.")

    @Slot()
    def _show_waiting(self) -> None:
        """Pages of another paper than the one picked would be taken for its own."""
        self.waiting.show()
        if self._making:
            self._show(None, ())
            self.panes[0].show_nothing("Making the pages…", "")

    # Keeping

    def _with_pane(self, act: Callable[[Made], object], place: int) -> None:
        """``act`` on the paper at this place as the fields say it now: what was typed last is made first."""
        options = self.options
        if options is None:
            return
        wrong = options.check(filled=True)
        if wrong:
            wrong.setFocus()
            self.say(options.missing())
            return
        order = options.order()
        if order is not None and order == self._order and not self._work.busy:
            if place < len(self.made):
                act(self.made[place])
            return
        self._after = partial(self._with_pane, act, place)
        self.make()

    @Slot()
    def save(self) -> None:
        """What is shown, as one PDF."""
        if self.picker.key == PRINTED:
            self._save_registered()
        else:
            self._with_pane(self._save, 0)

    def _save(self, made: Made) -> None:
        path = self._asked_path("Save the PDF", made.filename, PDF_FILES)
        if path:
            self._keep(made, lambda _: self._write(path, made.content))

    def _save_registered(self) -> None:
        paper, content = self.register.paper, self.register.content
        if paper and content:
            path = self._asked_path("Save the PDF", f"{paper.title} {paper.as_of.isoformat()}.pdf", PDF_FILES)
            if path:
                self._write(path, content)

    def _asked_path(self, title: str, name: str, kinds: str) -> Path | None:
        stem, ending = name.rsplit(".", 1)
        suggested = self.session.path.with_name(f"{safe_stem(stem)}.{ending}")
        return self.session.prompts.save_file(self, title, suggested, kinds)

    def _write(self, path: Path, content: bytes) -> None:
        self.session.write(path, content, self)

    @Slot()
    def save_each(self) -> None:
        """The letters chosen, one PDF each, into a folder; all of them or none."""
        self._with_pane(self._save_each, 0)

    def _save_each(self, made: Made) -> None:
        folder = self.session.prompts.folder(self, "Folder for the letters", self.session.path.parent)
        if folder:
            self._keep(made, partial(self._write_each, folder))

    def _write_each(self, folder: Path, printed: tuple[Printed, ...]) -> None:
        contents = {folder / each.draft.filename: each.content for each in printed}

        def write(_task: Task) -> int:
            replace_files(contents, folder)
            return len(contents)

        self._start(write, lambda count: self.session.said.emit(f"{plural(count, 'letter')} saved in {folder}."))

    def _keep(self, made: Made, then: Callable[[tuple[Printed, ...]], object]) -> None:
        """Registers the papers, each by itself, and goes on once they are."""
        things = self._stock()
        if made.printed or not made.drafts:
            self._register(made.printed, then)
        else:
            self._start(partial(_settled, made, things), lambda done: self._register(done, then))

    def _register(self, printed: tuple[Printed, ...], then: Callable[[tuple[Printed, ...]], object]) -> None:
        if self.session.only_reading or not printed:
            then(printed)
            return
        self._registers = True
        try:
            today = self.session.today
            kept = self.session.attempt(lambda: self.session.apply(lambda store: register(store, printed, today)), self)
        finally:
            self._registers = False
        if kept is not None:
            then(printed)

    def print_here(self) -> None:
        """What is shown, by the system’s dialog."""
        if self.picker.key != PRINTED:
            self._with_pane(self._print, 0)
            return
        content = self.register.content
        printer = self.session.prompts.printer(self) if content else None
        if printer and content:
            self._send(printer, content)

    def _print(self, made: Made) -> None:
        printer = self.session.prompts.printer(self)
        if printer:
            self._keep(made, lambda _: self._send(printer, made.content))

    def _send(self, printer: QPrinter, content: bytes) -> None:
        self._start(lambda task: print_pages(task, printer, content), self._say_printed)

    def _say_printed(self, pages: int) -> None:
        self.session.said.emit(f"{plural(pages, 'page')} sent to the printer.")

    def export_here(self, *, chosen: bool = False) -> None:  # noqa: ARG002
        """The tables of the report as a workbook."""
        self._with_pane(self._export, 0)

    def _export(self, made: Made) -> None:
        document = made.tables
        if document is None:
            self.session.said.emit("There is no table on this paper to export.")
            return
        path = self._asked_path("Save as a spreadsheet", made.filename.replace(".pdf", ".xlsx"), WORKBOOKS)
        if path:
            self._start(partial(_twin, document), partial(self._write, path))

    @Slot()
    def open_outside(self) -> None:
        """In the program the computer has for PDFs; what is shown there can be printed, so it is registered too."""
        if self.picker.key != PRINTED:
            self._with_pane(lambda made: self._keep(made, lambda _: self._open(made.filename, made.content)), 0)
            return
        paper, content = self.register.paper, self.register.content
        if paper and content:
            self._open(f"{paper.code}.pdf", content)

    def _open(self, name: str, content: bytes) -> None:
        self.session.attempt(lambda: self._outside.show(name, sha256(content).hexdigest(), content), self)

    @Slot()
    def _show_officer(self) -> None:
        paper = self.register.paper
        if isinstance(paper, Paper) and paper.officer_id:
            self.officer_wanted.emit(paper.officer_id)


def _made(order: Order, things: Stock, task: Task) -> tuple[Made, ...]:
    from core.making import make

    return make(order, things, task.report)


def _settled(made: Made, things: Stock, task: Task) -> tuple[Printed, ...]:
    from core.making import settle

    return settle(made, things, task.report)


def _twin(document: Document, _task: Task) -> bytes:
    from core.twins import twin

    return twin(document)
