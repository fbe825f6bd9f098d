"""Bringing a workbook in: every row judged before anything is written, and all of it one edit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.dates import plural
from core.errors import UserError
from core.model import Status
from core.plan import Plan, PlannedRow, Verdict
from gui import theme
from gui.dialogs.entry import EntryDialog
from gui.models.rows import Column, RowsModel
from gui.pages.layouts import Flow, scrolled
from gui.pages.tables import Table
from gui.prompts import WORKBOOKS
from gui.widgets.paper import indented

if TYPE_CHECKING:
    from core.sheets import Workbook
    from gui.session import Session
    from gui.tasks import Task

SHAPES: Mapping[Verdict, Status] = {
    Verdict.ERROR: Status.VIOLATION,
    Verdict.CONFLICT: Status.DUE_SOON,
    Verdict.UPDATE: Status.PENDING,
    Verdict.ADD: Status.MET,
    Verdict.SAME: Status.WAIVED,
}
"""Each verdict's shape, the ones to look at first."""
WORDS: Mapping[Verdict, str] = {
    Verdict.ERROR: "Error",
    Verdict.CONFLICT: "Differs",
    Verdict.UPDATE: "Changes",
    Verdict.ADD: "New",
    Verdict.SAME: "On record",
}

WIDTH, HEIGHT = 1040, 640


def open_import(session: Session, parent: QWidget | None, path: Path | None = None) -> bool:
    """Preview and import the workbook at ``path`` (none: ask for it); ``True`` once it was imported."""
    chosen = path or session.prompts.open_file(parent, "Choose the workbook", Path.home(), WORKBOOKS)
    return chosen is not None and ImportDialog(session, parent, chosen).open_sized()


def said(row: PlannedRow) -> str:
    """What is wrong with a row, or how it differs from the record."""
    errors = (
        " ".join(filter(None, (f"{error.column}:" if error.column else "", error.message, error.allowed)))
        for error in row.errors
    )
    differences = (f"{d.column}: “{d.on_record}” on record, “{d.in_workbook}” here." for d in row.differences)
    return " ".join((*errors, *differences))


def _rank(row: PlannedRow) -> int:
    """What needs a look comes first."""
    return tuple(SHAPES).index(row.verdict)


def _model() -> RowsModel[PlannedRow]:
    return RowsModel(
        (
            Column("Verdict", _rank, lambda r: WORDS[r.verdict], lambda r: SHAPES[r.verdict]),
            Column("Sheet", lambda r: r.sheet, width=112),
            Column("Row", lambda r: r.number, right=True, width=56),
            Column("What", lambda r: r.about, width=176),
            Column("What there is to say", said),
        ),
        key=lambda r: (r.sheet, r.number),
        faint=lambda r: r.verdict is Verdict.SAME,
    )


class ImportDialog(EntryDialog):
    """The preview is the plan that is carried out; an option makes another plan."""

    def __init__(self, session: Session, parent: QWidget | None, path: Path) -> None:
        super().__init__(session, parent, f"Import “{path.name}”", "Import")
        self._workbook: Workbook | None = None
        self.plan: Plan | None = None
        self.summary = theme.label("Reading the workbook…")
        self.rows = _model()
        self.table = Table(self.rows, "Rows of the workbook")
        self.table.stretch(4)
        self.detail = theme.label(muted=True)
        self.take_differing = QCheckBox("Take what differs from the workbook")
        self.leave_bad = QCheckBox("Leave out the rows with errors")
        self.chips: dict[Verdict | None, QPushButton] = {}
        self._arrange_body()
        self._connect()
        self._block("The workbook is being read.")
        self._task = session.worker.start(lambda task: _read(task, path))
        self._task.done.connect(self._take_workbook)
        self._task.failed.connect(self._refuse)

    def _arrange_body(self) -> None:
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 8, 0, 0)
        body.setSpacing(4)
        for part in (self.summary, self._chip_row()):
            body.addWidget(indented(part))
        body.addWidget(indented(self.table), 1)
        for part in (self.detail, self._option_row()):
            body.addWidget(indented(part))
        self.table.setMinimumHeight(120)
        self.body.addWidget(scrolled(inner, "Rows and options"), 1)

    def _chip_row(self) -> QWidget:
        row = QWidget()
        layout = Flow(theme.SPACE)
        row.setLayout(layout)
        self._group = QButtonGroup(self)
        for verdict in (None, *SHAPES):
            chip = self.button("", self._filter)
            chip.setCheckable(True)
            chip.hide()
            theme.wear(chip, theme.Look.CHIP)
            if verdict:
                theme.put_state(chip, SHAPES[verdict])
            self.chips[verdict] = chip
            self._group.addButton(chip)
            layout.addWidget(chip)
        self.chips[None].setChecked(True)
        return row

    def _option_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(24)
        layout.addWidget(self.take_differing)
        layout.addWidget(self.leave_bad)
        layout.addStretch()
        return row

    def _connect(self) -> None:
        for option in (self.take_differing, self.leave_bad):
            option.hide()
        self.take_differing.toggled.connect(self._make_plan)
        self.leave_bad.toggled.connect(self._make_plan)
        self.table.chosen.connect(self._show_detail)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    @property
    def is_dirty(self) -> bool:
        return False

    @Slot(object)
    def _take_workbook(self, workbook: Workbook) -> None:
        self._workbook = workbook
        try:
            self._make_plan()
        except UserError as error:
            self._refuse(error)
        self.table.setFocus()

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        self._summarize("Nothing was imported.")
        self._block("The workbook could not be read.")
        if not isinstance(error, UserError):
            raise error
        self.notice.say(str(error))

    @Slot()
    def _make_plan(self) -> None:
        """Judge the workbook against the records as they are, with the options as they are."""
        from core import exchange

        if self._workbook is None:
            return
        self.plan = exchange.plan_import(
            self._workbook,
            self.session.store,
            update=self.take_differing.isChecked(),
            skip_bad_rows=self.leave_bad.isChecked(),
            requirements=[requirement.id for requirement in self.session.roll.policy.requirements],
            today=self.session.today,
        )
        self._show(self.plan)

    def _show(self, plan: Plan) -> None:
        self.rows.set_rows(sorted(plan.rows, key=_rank))
        self.table.selectRow(0)
        counts = plan.counts()
        self._summarize(" ".join(plan.notes))
        for verdict, chip in self.chips.items():
            chip.setText(f"{WORDS[verdict]} {counts[verdict]:,}" if verdict else f"All {len(plan.rows):,}")
            chip.setVisible(verdict is None or counts[verdict] > 0 or chip.isChecked())
        self.take_differing.setVisible(bool(counts[Verdict.CONFLICT] or self.take_differing.isChecked()))
        self.leave_bad.setVisible(bool(counts[Verdict.ERROR]))
        self._block(_hindrance(plan))
        self.record_button.setText(f"Import {plural(_written(plan), 'row')}" if plan.writes else "Import")

    def _summarize(self, text: str) -> None:
        self.summary.setText(text)
        self.summary.setVisible(bool(text))

    def _block(self, reason: str) -> None:
        self.record_button.setEnabled(not reason)
        self.record_button.setToolTip(reason or "Ctrl+Enter")
        self.record_button.setAccessibleDescription(reason)
        self.notice.say(reason if self.plan else "")

    @Slot()
    def _filter(self) -> None:
        wanted = next((verdict for verdict, chip in self.chips.items() if chip.isChecked()), None)
        self.rows.filter("", (lambda row: row.verdict is wanted) if wanted else None)
        self.table.selectRow(0)

    @Slot(object)
    def _show_detail(self, row: PlannedRow | None) -> None:
        self.detail.setText(said(row) if row else "")

    def record(self) -> bool:
        from core import exchange

        plan = self.plan
        if plan is None or not plan.writes:
            return False
        self.session.apply(lambda store: exchange.commit_plan(store, plan, self.session.now()))
        self.session.said.emit(
            f"Imported {plural(_written(plan), 'row')} from “{plan.name}”. Undo takes back all of it."
        )
        return True

    def done(self, result: int) -> None:
        self._task.cancel()
        super().done(result)


def _read(task: Task, path: Path) -> Workbook:
    from core import exchange

    task.report(0, 1)
    workbook: Workbook = exchange.read_workbook(path)
    return workbook


def _written(plan: Plan) -> int:
    counts = plan.counts()
    return counts[Verdict.ADD] + counts[Verdict.UPDATE]


def _hindrance(plan: Plan) -> str:
    """Why the plan cannot be carried out; blank when it can."""
    if plan.blocked:
        bad = plan.counts()[Verdict.ERROR]
        rows = f"{plural(bad, 'row')} {'has' if bad == 1 else 'have'} errors."
        return f"{rows} Mend the workbook and import it again, or leave out what has errors."
    if not plan.writes:
        return "There is nothing new in this workbook."
    return ""
