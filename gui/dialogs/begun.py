"""Going on with what was being typed: the dialog that a draft belongs to, as it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.drafts import Draft, drop_draft
from core.model import BY_NAME, BY_ROW
from gui.dialogs.class_entry import CLASS, ClassEntryDialog
from gui.dialogs.district import DistrictDialog
from gui.dialogs.entry import EntryDialog
from gui.dialogs.forms import form
from gui.dialogs.range_day import RANGE_DAY, RangeDayDialog
from gui.dialogs.weapons import WEAPON_ISSUE, WeaponIssueDialog

if TYPE_CHECKING:
    from gui.session import Session


def open_begun(session: Session, parent: QWidget | None, draft: Draft) -> bool:
    """``True`` once it was recorded; ``False``, too, where the record it was to correct is gone."""
    dialog = begun_dialog(session, parent, draft)
    if dialog is None:
        drop_draft(session.store, draft.slot)
        session.prompts.tell(parent, "The record that was being corrected is no longer on file.")
        return False
    dialog.go_on(draft)
    return dialog.open_sized()


def begun_dialog(session: Session, parent: QWidget | None, draft: Draft) -> EntryDialog | None:
    """Not yet shown; ``None`` where there is nothing any more that it was about."""
    if draft.slot == CLASS:
        return ClassEntryDialog(session, parent)
    if draft.slot == RANGE_DAY:
        return RangeDayDialog(session, parent)
    if draft.slot == "district":
        return DistrictDialog(session, parent)
    if draft.slot.startswith(WEAPON_ISSUE):
        return WeaponIssueDialog(session, parent, **draft.given)
    act, table, *about = draft.slot.split(" ", 2)
    if act == "new":
        return form(session, BY_NAME[table].row, parent, given=draft.given)
    return _correction(session, parent, table, *about)


def _correction(session: Session, parent: QWidget | None, table: str, key: str) -> EntryDialog | None:
    row_class = BY_NAME[table].row
    row = session.store.find(row_class, key if BY_ROW[row_class].keyed else int(key))
    return form(session, row_class, parent, row=row) if row else None
