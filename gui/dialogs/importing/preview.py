"""What an import would do, row by row: the preview is the plan that is carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QPushButton, QVBoxLayout, QWidget

from core.model import Officer, Status
from core.plan import Plan, PlannedRow, Verdict
from gui import theme
from gui.models.rows import Column, RowsModel
from gui.pages.layouts import Flow, scrolled
from gui.pages.tables import Table
from gui.widgets.paper import indented

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
SHOWN_NOTES = 6
SAID = 4


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


def _model(what: Callable[[PlannedRow], str]) -> RowsModel[PlannedRow]:
    return RowsModel(
        (
            Column("Verdict", _rank, lambda r: WORDS[r.verdict], lambda r: SHAPES[r.verdict], width=112),
            Column("Sheet", lambda r: r.sheet, width=112, yields=1),
            Column("Row", lambda r: r.number, right=True, width=56),
            Column("What", what, width=320),
            Column("What there is to say", said),
        ),
        key=lambda r: (r.sheet, r.number, r.noun, r.about),
        faint=lambda r: r.verdict is Verdict.SAME,
    )


class Preview(QWidget):
    """Chips count and filter the verdicts; two ticks say what happens to what is not simply new."""

    changed = Signal()
    """Another plan: rows with errors are to be left out, or not."""
    update_wanted = Signal()
    """What differs is to be taken from the workbook, or not: the rows are to be judged anew."""

    def __init__(self, name_of: Callable[[str], str]) -> None:
        """``name_of`` gives the name of an officer on record by number, blank for anyone else."""
        super().__init__()
        self.plan: Plan | None = None
        self._name_of = name_of
        self._names: dict[str, str] = {}
        self.summary = theme.label(muted=True)
        self.rows = _model(self._what)
        self.table = Table(self.rows, "Rows of the workbook")
        self.table.stretch(SAID)
        self.detail = theme.label(muted=True)
        self.take_differing = QCheckBox("Take the workbook’s where it differs")
        self.leave_bad = QCheckBox("Leave out the rows with errors")
        self.chips: dict[Verdict | None, QPushButton] = {}
        self._arrange()
        self.take_differing.toggled.connect(self.update_wanted)
        self.leave_bad.toggled.connect(self._leave)
        self.table.chosen.connect(self._show_detail)

    def _arrange(self) -> None:
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addWidget(indented(self._chip_row()))
        body.addWidget(indented(self.table), 1)
        for part in (self.detail, self._option_row(), self.summary):
            body.addWidget(indented(part))
        self.table.setMinimumHeight(120)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner, "Rows and options"))

    def _chip_row(self) -> QWidget:
        row = QWidget()
        layout = Flow(theme.SPACE)
        row.setLayout(layout)
        self._group = QButtonGroup(self)
        for verdict in (None, *SHAPES):
            chip = QPushButton()
            chip.setAutoDefault(False)
            chip.setCheckable(True)
            chip.clicked.connect(self._filter)
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
        layout = Flow(theme.SPACE * 3)
        row.setLayout(layout)
        for option in (self.take_differing, self.leave_bad):
            option.hide()
            layout.addWidget(option)
        return row

    def forget(self) -> None:
        """A new match makes other rows: nothing that was ticked holds for them."""
        self.plan = None
        self.rows.set_rows(())
        for option in (self.take_differing, self.leave_bad):
            option.blockSignals(True)
            option.setChecked(False)
            option.blockSignals(False)

    def _what(self, row: PlannedRow) -> str:
        """``Appointment Lee, Dana (1001) · sro``: the officer by name."""
        parts = (self._told(part) for part in row.about.split(" · "))
        return f"{row.noun.capitalize()} {' · '.join(parts)}".strip()

    def _told(self, part: str) -> str:
        name = self._names.get(part) or self._name_of(part)
        return f"{name} ({part})" if name else part

    def show_plan(self, plan: Plan) -> None:
        self._names = {row.row.officer_id: row.row.name for row in plan.rows if isinstance(row.row, Officer)}
        self.plan = replace(plan, skip_bad_rows=self.leave_bad.isChecked())
        self.rows.set_rows(sorted(plan.rows, key=_rank))
        self.table.selectRow(0)
        self._summarize(plan.notes)
        counts = plan.counts()
        for verdict, chip in self.chips.items():
            chip.setText(f"{WORDS[verdict]} {counts[verdict]:,}" if verdict else f"All {len(plan.rows):,}")
            chip.setVisible(verdict is None or counts[verdict] > 0 or chip.isChecked())
        self.take_differing.setVisible(bool(counts[Verdict.CONFLICT] or self.take_differing.isChecked()))
        self.leave_bad.setVisible(bool(counts[Verdict.ERROR]))
        self.changed.emit()

    def _summarize(self, notes: tuple[str, ...]) -> None:
        more = len(notes) - SHOWN_NOTES
        shown = [*notes[:SHOWN_NOTES], *([f"… and {more} more like these."] if more > 0 else [])]
        self.summary.setText("\n".join(shown))
        self.summary.setVisible(bool(shown))

    @Slot()
    def _leave(self) -> None:
        if self.plan is not None:
            self.plan = replace(self.plan, skip_bad_rows=self.leave_bad.isChecked())
            self.changed.emit()

    @Slot()
    def _filter(self) -> None:
        wanted = next((verdict for verdict, chip in self.chips.items() if chip.isChecked()), None)
        self.rows.filter("", (lambda row: row.verdict is wanted) if wanted else None)
        self.table.selectRow(0)

    @Slot(object)
    def _show_detail(self, row: PlannedRow | None) -> None:
        self.detail.setText(said(row) if row else "")
        self.detail.setVisible(bool(row and self.detail.text()))
