"""From a concern about the records to the form, and the field in it, where it is mended."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from core import model
from core.health import Concern, Kind
from gui.session import Session

_VERBS = {
    Kind.DUPLICATE: "Compare…",
    Kind.UNQUALIFIED: "Record qualification…",
    Kind.NO_APPOINTMENT: "Record appointment…",
    Kind.NOBODY: "Record attendance…",
    Kind.ORPHAN: "Remove the document…",
}


def verb(concern: Concern) -> str:
    """What the button says."""
    if concern.kind in _VERBS:
        return _VERBS[concern.kind]
    if concern.table == "district":
        return "Correct the district…"
    return f"Correct the {model.BY_NAME[concern.table].noun}…"


def mend(session: Session, parent: QWidget, concern: Concern) -> None:
    """Opens the form that mends it, in the field that is meant."""
    match concern.kind:
        case Kind.DUPLICATE:
            from gui.dialogs.merging import open_merge

            open_merge(session, parent, str(concern.key), concern.other)
        case Kind.UNQUALIFIED:
            issue = session.store.find(model.WeaponIssue, concern.key)
            given: dict[str, object] = {"officer_id": concern.officer_id, "weapon_id": issue.weapon_id if issue else ""}
            _open_new(session, parent, model.Qualification, given)
        case Kind.NO_APPOINTMENT:
            _open_new(session, parent, model.Appointment, {"officer_id": concern.officer_id})
        case Kind.NOBODY:
            _open_new(session, parent, model.Attendance, {"class_id": concern.key})
        case Kind.ORPHAN:
            _detach(session, parent, concern)
        case _:
            _correct(session, parent, concern)


def _open_new(session: Session, parent: QWidget, row_class: type[Any], given: dict[str, object]) -> None:
    from gui.dialogs.forms import open_form

    open_form(session, row_class, parent, given=given)


def _detach(session: Session, parent: QWidget, concern: Concern) -> None:
    from core import attaching

    document = session.store.find(model.Attachment, concern.key)
    if document is None:
        return
    reason = session.prompts.reason(parent, f"Remove {session.store.describe(document)}?", "Remove")
    if reason:
        detach = attaching.detach
        session.attempt(lambda: session.apply(lambda store: detach(store, document, reason)), parent)


def _correct(session: Session, parent: QWidget, concern: Concern) -> None:
    if concern.table == "district":
        from gui.dialogs.district import open_district

        open_district(session, parent)
        return
    from gui.dialogs.forms import form

    row_class: Any = model.BY_NAME[concern.table].row
    row = session.store.find(row_class, concern.key)
    if row is not None:
        dialog = form(session, row_class, parent, row=row)
        dialog.point_at(concern.field)
        dialog.open_sized()
