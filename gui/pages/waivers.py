"""Every waiver: in force, to come and past; by whose authority, by which document, and how it would be without."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.model import SEVERITY, Status, Waiver
from core.reading import Excused, excused
from gui import theme
from gui.models.rows import Column, RowsModel
from gui.pages.chips import chip, quiet
from gui.pages.page import empty
from gui.pages.tables import Table
from gui.session import Session


class WaiversPanel(QWidget):
    """Insert grants one, Enter corrects one, Delete removes one."""

    officer_wanted = Signal(str)
    attached = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.model = RowsModel(self._columns(), lambda row: row.waiver.id, faint=self._is_past)
        self.table = Table(self.model, "Waivers")
        self.table.stretch(2)
        self.past = chip("Past ones too")
        self.grant = QPushButton("Record waiver…")
        self.edit = quiet("Edit…", "Correct the waiver (Enter)", self._edit)
        self.end = quiet("End…", "End the waiver before its time", self._end)
        self.attach = quiet("Attach…", "Attach the document that grants it", self._attach)
        self.officer = quiet("Officer", "Go to the officer", self._go)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            empty(
                "No waivers.", "Whoever may excuse an officer, the letter or the minutes that do so are recorded here."
            )
        )
        self._arrange()
        self._connect()

    def _columns(self) -> tuple[Column[Excused], ...]:
        return (
            Column("State", self._rank, self._state, self._status, width=120),
            Column("Officer", lambda row: row.officer.name, width=150),
            Column("Requirement", lambda row: " · ".join(filter(None, (row.title, row.waiver.item))), width=210),
            Column("Granted by", lambda row: row.waiver.granted_by, width=130, yields=2),
            Column("Document", lambda row: row.waiver.reference, width=140, yields=4),
            Column("From", lambda row: row.waiver.from_on, right=True, width=92, yields=3),
            Column("Until", lambda row: row.waiver.until_on, right=True, width=92),
            Column("Without it", self._severity, self._otherwise, lambda row: row.otherwise, width=124, yields=1),
        )

    def _rank(self, row: Excused) -> tuple[int, str]:
        return ("In force", "To come", "Past").index(self._state(row)), row.waiver.until_on.isoformat()

    def _state(self, row: Excused) -> str:
        as_of = self._session.as_of
        return "In force" if row.is_in_force(as_of) else "To come" if row.is_to_come(as_of) else "Past"

    def _status(self, row: Excused) -> Status | None:
        as_of = self._session.as_of
        return Status.WAIVED if row.is_in_force(as_of) else Status.PENDING if row.is_to_come(as_of) else None

    def _is_past(self, row: Excused) -> bool:
        return row.waiver.until_on < self._session.as_of

    @staticmethod
    def _severity(row: Excused) -> int | None:
        return SEVERITY[row.otherwise] if row.otherwise else None

    @staticmethod
    def _otherwise(row: Excused) -> str:
        return theme.STATE_WORDS[row.otherwise] if row.otherwise else "Not judged"

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(0)
        above.addWidget(self.past)
        above.addStretch()
        for button in (self.officer, self.attach, self.edit, self.end):
            above.addWidget(button)
        above.addSpacing(theme.SPACE)
        above.addWidget(self.grant)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(above)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.past.toggled.connect(self.refresh)
        self.grant.clicked.connect(self._grant)
        self.table.added.connect(self._grant)
        self.table.opened.connect(self._edit)
        self.table.removed.connect(self._remove)
        self.table.chosen.connect(self._enable)

    @Slot()
    def refresh(self) -> None:
        register = self._session.register
        titles = {each.id: each.title for each in register.written.requirements}
        rows = [
            row
            for record in register.records
            if record.waivers
            for row in excused(record.officer, record.waivers, register.entry(record.officer.officer_id), titles)
        ]
        past = sum(self._is_past(row) for row in rows)
        self.past.setText(f"Past ones too  {past}")
        self.past.setVisible(past > 0)
        shown = [row for row in rows if self.past.isChecked() or not self._is_past(row)]
        self.model.set_rows(sorted(shown, key=self._rank))
        self._stack.setCurrentIndex(0 if shown else 1)
        if shown and self.table.row is None:
            self.table.selectRow(0)
        self._enable(self.table.row)

    @property
    def in_force(self) -> int:
        return sum(self._state(row) == "In force" for row in self.model.everything())

    @Slot(object)
    def _enable(self, row: Excused | None) -> None:
        for button in (self.officer, self.attach, self.edit, self.end):
            button.setVisible(row is not None)
        if row is not None:
            self.end.setVisible(row.is_in_force(self._session.as_of))

    @Slot()
    def _grant(self) -> None:
        from gui.dialogs.forms import open_form

        open_form(self._session, Waiver, self)

    @Slot()
    def _edit(self, _row: object = None) -> None:
        from gui.pages import records

        if row := self.table.row:
            records.edit(self._session, self, row.waiver)

    @Slot()
    def _remove(self, _row: object = None) -> None:
        from gui.pages import records

        if row := self.table.row:
            records.remove(self._session, self, row.waiver)

    @Slot()
    def _end(self) -> None:
        from gui.dialogs.waivers import open_end

        if row := self.table.row:
            open_end(self._session, self, row.waiver)

    @Slot()
    def _attach(self) -> None:
        if row := self.table.row:
            self.attached.emit(row.waiver)

    @Slot()
    def _go(self) -> None:
        if row := self.table.row:
            self.officer_wanted.emit(row.officer.officer_id)
