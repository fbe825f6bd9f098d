"""The district's profile: where it is, who speaks for it, who signs its letters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.model import District, columns
from gui.dialogs.forms import FormDialog
from gui.dialogs.rowform import RowForm, values_of
from gui.dialogs.sheets import DISTRICT
from gui.widgets.paper import Scroll

if TYPE_CHECKING:
    from gui.session import Session


def open_district(session: Session, parent: QWidget | None, column: str = "") -> bool:
    """Fill in or change the district, beginning at ``column``; ``True`` once it was saved."""
    dialog = DistrictDialog(session, parent)
    dialog.point_at(column)
    return dialog.open_sized()


class DistrictDialog(FormDialog):
    def __init__(self, session: Session, parent: QWidget | None) -> None:
        super().__init__(session, parent, DISTRICT.title, DISTRICT.verb)
        self._district = session.store.district()
        self.row_form = RowForm(session, DISTRICT)
        self.row_form.fill(values_of(self._district))
        self.body.addWidget(Scroll(self.row_form))
        self._start = self.row_form.entered
        self.begin(self.row_form)
        self.watch("district")

    @property
    def is_dirty(self) -> bool:
        return self.row_form.entered != self._start

    def record(self) -> bool:
        from core import actions

        if not self.is_sound(self.row_form):
            return False
        district: District = replace(self._district, **self.row_form.changed(self._start))  # type: ignore[arg-type]
        if not self.is_valid(self.row_form, district):
            return False
        reason: str | None = ""
        if self._corrects(district):
            reason = self.session.prompts.reason(self, "Correct what is on record about the district?", "Save")
        if reason is None:
            return False
        why = reason
        self.apply(lambda store: actions.set_district(store, district, reason=why))
        return True

    def _corrects(self, district: District) -> bool:
        """Whether something that was on record is said otherwise; filling in a blank is no correction."""
        blank, before = District(), self._district
        names = (column.name for column in columns(District))
        return any(getattr(before, n) not in {getattr(blank, n), getattr(district, n)} for n in names)
