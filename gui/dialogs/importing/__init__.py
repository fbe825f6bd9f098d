"""Bringing a spreadsheet in: its columns matched, every row judged before anything is written, all of it one edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.dates import plural
from core.errors import UserError
from core.plan import Plan, Verdict
from gui import theme
from gui.dialogs.entry import EntryDialog
from gui.dialogs.importing.answers import Answers, Questions, questions
from gui.dialogs.importing.columns import Columns
from gui.dialogs.importing.finished import Finished, written
from gui.dialogs.importing.preview import Preview
from gui.prompts import WORKBOOKS
from gui.widgets.paper import indented
from gui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from core.matching import Match
    from core.sheets import Workbook
    from core.store import ChangeSet
    from gui.session import Session
    from gui.tasks import Task

WIDTH, HEIGHT = 1040, 640
STEPS = ("Columns", "Dates and words", "Preview", "Done")
COLUMNS, ANSWERS, PREVIEW, DONE = range(4)


@dataclass(frozen=True, slots=True)
class Block:
    """Cells from the clipboard for a table on the screen; ``titles`` are its columns there, in order.

    ``officer_id`` is whose page it is, for rows that do not say it.
    """

    text: str
    table: str = ""
    titles: tuple[str, ...] = ()
    officer_id: str = ""


def open_import(session: Session, parent: QWidget | None, path: Path | None = None) -> bool:
    """Preview and import the workbook at ``path`` (none: ask for it); ``True`` once it was imported."""
    chosen = path or session.prompts.open_file(parent, "Choose the workbook", Path.home(), WORKBOOKS)
    return chosen is not None and ImportDialog(session, parent, chosen).open_sized()


def open_paste(session: Session, parent: QWidget | None, block: Block) -> bool:
    """As :func:`open_import` for cells that were copied."""
    return ImportDialog(session, parent, block).open_sized()


class ImportDialog(EntryDialog):
    """Four steps, of which only those are shown that have something to ask; a records workbook begins at the third."""

    def __init__(self, session: Session, parent: QWidget | None, source: Path | Block) -> None:
        super().__init__(
            session, parent, f"Import “{source.name}”" if isinstance(source, Path) else "Paste rows", "Next"
        )
        self._workbook: Workbook | None = None
        self._match: Match | None = None
        self._task: Task | None = None
        self.step_now = COLUMNS
        self._refused = ""
        self.step = theme.label("", theme.Size.CAPTION, muted=True)
        self.columns, self.answers, self.preview, self.outcome = Columns(), Answers(), Preview(self._name), Finished()
        self.progress = ProgressStrip()
        self.back_button = self.button("Back", self._go_back)
        self._arrange_steps()
        self._connect()
        self._show_step(COLUMNS)
        self._stack.setVisible(False)
        self._work("Reading the rows…", _reading(session, source), self._take)

    def _arrange_steps(self) -> None:
        self._stack = QStackedWidget()
        for page in (self.columns, self.answers, self.preview, self.outcome):
            self._stack.addWidget(page)
        self.body.setSpacing(theme.SPACE)
        self.body.addWidget(indented(self.step))
        self.body.addWidget(self._stack, 1)
        self.body.addStretch()
        self.foot.insertWidget(0, self.progress)
        self.foot.insertWidget(self.foot.indexOf(self.record_button), self.back_button)

    def _connect(self) -> None:
        self.columns.changed.connect(self._show_hindrance)
        self.answers.changed.connect(self._show_hindrance)
        self.preview.changed.connect(self._show_hindrance)
        self.preview.update_wanted.connect(self._judge)
        self.outcome.undo.clicked.connect(self._undo)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    @property
    def is_dirty(self) -> bool:
        return False

    @property
    def plan(self) -> Plan | None:
        return self.preview.plan

    @property
    def busy(self) -> bool:
        return self._task is not None and not self._task.over

    def _name(self, officer_id: str) -> str:
        officer = self.session.register.officer(officer_id)
        return officer.name if officer else ""

    # the steps

    def _show_step(self, step: int) -> None:
        self.step_now, self._refused = step, ""
        self._stack.setCurrentIndex(step)
        self._stack.setVisible(True)
        self.step.setText("   ›   ".join(f"{n}. {words}" for n, words in enumerate(STEPS, start=1) if n - 1 <= step))
        self.step.setAccessibleName(f"Step {step + 1} of {len(STEPS)}: {STEPS[step]}")
        self.cancel_button.setVisible(step != DONE)
        self.back_button.setVisible(step in (ANSWERS, PREVIEW))
        self.back_button.setText("Change columns…" if step == PREVIEW and self._match is None else "Back")
        self._show_hindrance()

    def _go_back(self) -> None:
        if self._workbook is None or self.busy:
            return
        if self._match is None:
            self._match_anew()
        asked = self.step_now == PREVIEW and (self.answers.dates or self.answers.words)
        self._show_step(ANSWERS if asked else COLUMNS)

    def _match_anew(self) -> None:
        """A records workbook, whose columns the clerk wants to see; in its dates the month comes first."""
        from core.guessing import date_columns, guess
        from core.matching import DateOrder

        assert self._workbook is not None
        self._match = tuple(
            replace(each, orders={**dict.fromkeys(date_columns(each), DateOrder.MONTH), **each.orders})
            for each in guess(self._workbook)
        )
        self.columns.show_match(self._workbook, self._match)

    @Slot()
    def _show_hindrance(self) -> None:
        """Says what keeps from going on, and names the button for what it does."""
        reason, verb = self._refused, "Next"
        if self.busy:
            reason = "Wait until this is done."
        elif self.step_now == COLUMNS and not reason:
            reason = self.columns.hindrance()
        elif self.step_now == ANSWERS and not reason:
            reason = self.answers.hindrance()
        elif self.step_now == PREVIEW and self.plan is not None:
            reason = reason or _hindrance(self.plan)
            verb = f"Import {plural(written(self.plan), 'row')}" if self.plan.writes else "Import"
        elif self.step_now == DONE:
            verb = "Close"
        self.record_button.setText(verb)
        self.record_button.setEnabled(not reason)
        self.record_button.setToolTip(reason or "Ctrl+Enter")
        self.record_button.setAccessibleDescription(reason)
        self.notice.say("" if self.busy else reason)

    def record(self) -> bool:
        match self.step_now:
            case _ if self.busy or self._workbook is None:
                return False
            case 0:
                self._ask()
            case 1:
                self._match = self.answers.match
                self._judge()
            case 2:
                self._commit()
            case _:
                return True
        return False

    # reading

    @Slot(object)
    def _take(self, read: Read) -> None:
        self._workbook = read.workbook
        if read.match is None:
            self._judge()
            return
        self._match = read.match
        self.columns.show_match(read.workbook, read.match)
        self._show_step(COLUMNS)
        if self.columns.hindrance():
            self.columns.point()
        else:
            self.record_button.setFocus()

    def _ask(self) -> None:
        workbook, match = self._workbook, self.columns.match
        assert workbook is not None
        self._work("Looking at dates and words…", lambda _task: questions(workbook, match), self._take_questions)

    @Slot(object)
    def _take_questions(self, asked: Questions) -> None:
        assert self._workbook is not None
        self.answers.show_questions(self._workbook, asked)
        self._match = asked.match
        if asked.any:
            self._show_step(ANSWERS)
            self.answers.point()
        else:
            self._judge()

    # judging

    @Slot()
    def _judge(self) -> None:
        """The rows against the records as they are, on the worker."""
        if self.step_now != PREVIEW:
            self.preview.forget()
        self._work("Judging the rows…", self._judging(), self._show_plan)

    def _judging(self) -> Callable[[Task], Plan]:
        from core.exchange import plan_import
        from core.store import Store

        session, workbook, match = self.session, self._workbook, self._match
        path, today, update = session.path, session.today, self.preview.take_differing.isChecked()
        requirements = [requirement.id for requirement in session.roll.policy.requirements]
        assert workbook is not None

        def judge(task: Task) -> Plan:
            with Store.look(path) as records:
                return plan_import(
                    workbook, records, update=update, requirements=requirements, today=today, match=match,
                    step=task.report,
                )  # fmt: skip

        return judge

    @Slot(object)
    def _show_plan(self, plan: Plan) -> None:
        self._show_step(PREVIEW)
        self.preview.show_plan(plan)
        self.preview.table.setFocus()

    # carrying out

    def _commit(self) -> None:
        from core.exchange import commit_beside

        session, plan = self.session, self.plan
        if plan is None or not plan.writes:
            return
        path, who, now = session.path, session.who, session.now

        def commit(task: Task) -> ChangeSet:
            return commit_beside(path, plan, who=who, now=now, step=task.report)

        self._work("Writing the records…", commit, self._finish)

    @Slot(object)
    def _finish(self, changes: ChangeSet) -> None:
        from core.documents import BACKUPS

        plan = self.plan
        assert plan is not None
        self._remember()
        self.session.take_changes(changes)
        self.outcome.show_done(plan, BACKUPS)
        self.session.said.emit(
            f"Imported {plural(written(plan), 'row')} from “{plan.name}”. Undo takes back all of it."
        )
        self._show_step(DONE)
        self.record_button.setFocus()

    def _remember(self) -> None:
        """The match, for the next sheet with these headings."""
        from core.matching import desk_name, remembered

        sheets = {sheet.name: sheet for sheet in self._workbook.sheets} if self._workbook else {}
        for each in self._match or ():
            if each.heading:
                sheet = sheets[each.sheet]
                self.session.store.lay(desk_name(sheet, each.heading), remembered(each, sheet))

    @Slot()
    def _undo(self) -> None:
        self.attempt(self._take_back)

    def _take_back(self) -> bool:
        self.session.undo()
        self.outcome.show_undone()
        self.record_button.setFocus()
        return False

    # work beside the window

    def _work(self, words: str, act: Callable[[Task], Any], done: Callable[[Any], None]) -> None:
        self._task = task = self.session.worker.start(act)
        self.progress.follow(task, words)
        task.ended.connect(self._show_hindrance)
        task.done.connect(done)
        task.failed.connect(self._refuse)
        self._show_hindrance()

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        if self._workbook is None:
            self.step.setText("Nothing was imported.")
        self._refused = str(error)
        self._show_hindrance()

    def reject(self) -> None:
        """What is being written is stopped first, and then nothing of it stays."""
        if self._task is not None:
            self._task.cancel()
        if self.step_now == DONE:
            self.accept()
            return
        super().reject()

    def done(self, result: int) -> None:
        if self._task is not None:
            self._task.cancel()
        super().done(result)


@dataclass(frozen=True, slots=True)
class Read:
    """A workbook, with the match guessed for it; ``None`` for a records workbook, which needs none."""

    workbook: Workbook
    match: Match | None


def _reading(session: Session, source: Path | Block) -> Callable[[Task], Read]:
    path = session.path

    def read(task: Task) -> Read:
        from core.store import Store

        task.report(0, 1)
        with Store.look(path) as records:
            return _read_block(source) if isinstance(source, Block) else _read_file(source, records.desk)

    return read


def _read_file(path: Path, recall: Callable[[str], str | None]) -> Read:
    from core.guessing import guess
    from core.headings import is_records_workbook
    from core.workbook import read_workbook

    workbook = read_workbook(path)
    if is_records_workbook(workbook):
        return Read(workbook, None)
    match = guess(workbook, recall)
    if not match:
        raise UserError(f"“{path.name}” is empty.", "Choose the workbook that holds the records.")
    return Read(workbook, match)


def _read_block(block: Block) -> Read:
    from core.guessing import guess_block
    from core.headings import holds_something
    from core.matching import Source, Target
    from core.workbook import pasted

    workbook = pasted(block.text, "Pasted cells")
    (sheet,) = workbook.sheets
    if not holds_something(sheet):
        raise UserError("There are no cells to paste.", "Copy the rows in the spreadsheet program first.")
    match = guess_block(sheet, block.table, block.titles)
    whose = Target("weapon_issues" if match.table == "weapons" else match.table, "officer_id")
    named = {target.column for target in match.fields if target.table == whose.table}
    if block.officer_id and match.table != "officers" and not named & {"officer_id", "full_name"}:
        match = replace(match, fields={**match.fields, whose: Source(None, block.officer_id)})
    return Read(workbook, (match,))


def _hindrance(plan: Plan) -> str:
    """Why the plan cannot be carried out; blank when it can."""
    if plan.blocked:
        bad = plan.counts()[Verdict.ERROR]
        rows = f"{plural(bad, 'row')} {'has' if bad == 1 else 'have'} errors."
        return f"{rows} Mend the workbook and import it again, or leave out what has errors."
    if not plan.writes:
        return "There is nothing new in this workbook."
    return ""
