"""A waiver of what an officer does not meet, and its end before its time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.dates import written
from core.findings import Finding
from core.model import Waiver
from gui.dialogs.entry import EntryDialog
from gui.widgets.dates import DateField
from gui.widgets.fields import TextField
from gui.widgets.paper import Paper, Scroll

if TYPE_CHECKING:
    from gui.session import Session

END_WIDTH = 480


def open_waiver(session: Session, parent: QWidget | None, finding: Finding) -> bool:
    """The form, with the requirement and the weapon or year of ``finding`` filled in."""
    from gui.dialogs.forms import open_form

    item = finding.item or finding.period or ""
    given = {"officer_id": finding.officer_id, "requirement": finding.requirement.id, "item": item}
    return open_form(session, Waiver, parent, given={name: value for name, value in given.items() if value})


def open_end(session: Session, parent: QWidget | None, waiver: Waiver) -> bool:
    return EndDialog(session, parent, waiver).open_sized()


class EndDialog(EntryDialog):
    """The waiver stays on record, and shows until when it held."""

    def __init__(self, session: Session, parent: QWidget | None, waiver: Waiver) -> None:
        super().__init__(session, parent, "End this waiver", "End waiver")
        self._waiver = waiver
        hint = f"It was granted until {written(waiver.until_on)}."
        self.last = DateField("Last day it holds", session.today, required=True, hint=hint)
        self.reason = TextField("Why it ends", required=True, example="The course was completed")
        self.last.set_value(session.today)
        paper = Paper()
        paper.add(self.last, 12)
        paper.add(self.reason, 12)
        self.body.addWidget(Scroll(paper, END_WIDTH))
        self._start = self.last.entered
        self.last.setFocus()

    @property
    def is_dirty(self) -> bool:
        return bool(self.reason.entered) or self.last.entered != self._start

    def record(self) -> bool:
        from core import actions

        wrong = [field for field in (self.last, self.reason) if not field.check_filled()]
        if wrong:
            self.go_to(wrong[0])
            return False
        last = self.last.value()
        if last is None or last >= self._waiver.until_on:
            self.last.show_problem(f"It ends on {written(self._waiver.until_on)} anyway. Choose an earlier day.")
            self.go_to(self.last)
            return False
        ended, reason = replace(self._waiver, until_on=last), str(self.reason.value())
        self.apply(lambda store: actions.save(store, ended, reason=reason))
        return True
