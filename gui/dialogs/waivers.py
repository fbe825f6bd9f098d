"""A waiver of what an officer does not meet: by whose authority, by which document, from when until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.findings import Finding
from core.model import Waiver

if TYPE_CHECKING:
    from gui.session import Session


def open_waiver(session: Session, parent: QWidget | None, finding: Finding) -> bool:
    """The form, with the requirement and the weapon or year of ``finding`` filled in."""
    from gui.dialogs.forms import open_form

    item = finding.item or finding.period or ""
    given = {"officer_id": finding.officer_id, "requirement": finding.requirement.id, "item": item}
    return open_form(session, Waiver, parent, given={name: value for name, value in given.items() if value})
