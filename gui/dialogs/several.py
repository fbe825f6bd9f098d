"""One entry for several officers at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.model import Waiver
from gui import theme
from gui.dialogs.forms import FormDialog
from gui.dialogs.rowform import RowForm
from gui.dialogs.sheets import BY_ROW
from gui.widgets.paper import Scroll, indented

if TYPE_CHECKING:
    from gui.session import Session

NAMED = 6


class WaiversDialog(FormDialog):
    """The same waiver for each of them, recorded and undone as one."""

    def __init__(self, session: Session, officer_ids: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(session, parent, f"A waiver for {len(officer_ids):,} officers", "Record waivers")
        self._ids = tuple(officer_ids)
        self.row_form = RowForm(session, BY_ROW[Waiver], hidden=frozenset({"officer_id"}))
        self.row_form.given = {"officer_id": self._ids[0]}
        self.body.addWidget(indented(theme.label(self._names(), muted=True)))
        self.body.addWidget(Scroll(self.row_form))
        self._start = self.row_form.entered
        self.begin(self.row_form)

    def _names(self) -> str:
        officers = [self.session.register.officer(officer_id) for officer_id in self._ids]
        names = [officer.full_name for officer in officers if officer]
        more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
        return f"For {', '.join(names[:NAMED])}{more}."

    @property
    def is_dirty(self) -> bool:
        return self.row_form.entered != self._start

    def record(self) -> bool:
        from core import actions

        if not self.is_sound(self.row_form):
            return False
        waivers = [self.row_form.row(officer_id=officer_id) for officer_id in self._ids]
        if not self.is_valid(self.row_form, waivers[0]):
            return False
        self.apply(lambda store: actions.grant_waivers(store, waivers))
        return True
