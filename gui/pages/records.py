"""Adding, correcting and removing records from a page's sections, and what is attached to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from core.model import Attendance, WeaponIssue
from gui.session import Session


def add(session: Session, parent: QWidget, row_class: type[Any], officer_id: str) -> None:
    """Opens the form for a new record of an officer."""
    if row_class is Attendance:
        from gui.dialogs.class_entry import open_class_entry

        open_class_entry(session, parent, (officer_id,))
    elif row_class is WeaponIssue:
        from gui.dialogs.weapons import open_weapon_issue

        open_weapon_issue(session, parent, officer_id)
    else:
        from gui.dialogs.forms import open_form

        open_form(session, row_class, parent, given={"officer_id": officer_id} if officer_id else {})


def attach(session: Session, parent: QWidget, row: Any, files: Sequence[Any]) -> None:
    """``files`` as they were dropped or pasted; none: they are asked for."""
    from gui.dialogs.attaching import open_attaching

    open_attaching(session, parent, row, files)


def edit(session: Session, parent: QWidget, row: Any) -> None:
    from gui.dialogs.forms import open_form

    open_form(session, type(row), parent, row=row)


def remove(session: Session, parent: QWidget, row: Any) -> None:
    """Asks why, and removes the record; the history keeps both."""
    from core import actions

    reason = session.prompts.reason(parent, f"Remove {session.store.describe(row)}?", "Remove")
    if reason:
        session.attempt(lambda: session.apply(lambda store: actions.remove(store, row, reason=reason)), parent)
