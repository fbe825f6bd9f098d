"""From a finding to the form that cures it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from core import model
from core.findings import Finding, Judged
from core.rules import Act, DistrictFact, WeaponHeld
from gui.session import Session

VERBS: Mapping[Act, str] = {
    Act.CREDENTIAL: "Record certificate…",
    Act.CLASS: "Record class…",
    Act.QUALIFICATION: "Record qualification…",
    Act.COMMISSION: "Record commission…",
    Act.APPOINTMENT: "Complete appointment…",
    Act.OFFICER: "Complete officer…",
    Act.DESIGNATION: "Record oath…",
    Act.BOND: "Record bond…",
    Act.WEAPON_ISSUE: "Issue weapon…",
    Act.SERVICE: "Record service…",
    Act.AGREEMENT: "Renew agreement…",
    Act.DISTRICT: "Complete district…",
}
_NEW = {
    Act.CREDENTIAL: model.Credential,
    Act.QUALIFICATION: model.Qualification,
    Act.COMMISSION: model.Commission,
    Act.BOND: model.Bond,
    Act.SERVICE: model.Service,
    Act.DESIGNATION: model.Designation,
}


def verb(finding: Finding) -> str:
    """What the button says."""
    rule = finding.requirement.rule
    if isinstance(rule, WeaponHeld) and not rule.expected:
        return "Return the weapon…"
    return VERBS[finding.requirement.act]


def open_cure(session: Session, parent: QWidget, finding: Finding, judged: Judged | None) -> None:
    """Opens the form whose record cures ``finding``, with all that is known filled in."""
    match finding.requirement.act:
        case Act.CLASS:
            from gui.dialogs.class_entry import open_class_entry

            open_class_entry(session, parent, (finding.officer_id,) if finding.officer_id else ())
        case Act.DISTRICT:
            from gui.dialogs.district import open_district

            rule = finding.requirement.rule
            open_district(session, parent, rule.field if isinstance(rule, DistrictFact) else "")
        case Act.WEAPON_ISSUE if _held(session, judged) is None:
            from gui.dialogs.weapons import open_weapon_issue

            open_weapon_issue(session, parent, finding.officer_id or "")
        case _:
            _open_form(session, parent, finding, judged)


def _open_form(session: Session, parent: QWidget, finding: Finding, judged: Judged | None) -> None:
    from gui.dialogs.forms import open_form

    row = _row(session, finding, judged)
    row_class = type(row) if row is not None else _NEW.get(finding.requirement.act, model.Agreement)
    open_form(session, row_class, parent, row=row, given={} if row is not None else _given(finding))


def _row(session: Session, finding: Finding, judged: Judged | None) -> Any:
    """The record to correct; ``None`` where a new one cures it."""
    match finding.requirement.act:
        case Act.AGREEMENT:
            return session.store.find(model.Agreement, finding.item) if finding.item else None
        case Act.APPOINTMENT:
            return judged.appointment if judged else None
        case Act.OFFICER:
            return judged.officer if judged else None
        case Act.WEAPON_ISSUE:
            return _held(session, judged)
        case Act.DESIGNATION:
            current = [d for d in judged.record.designations if d.ended_on is None] if judged else []
            return current[-1] if current else None
    return None


def _held(session: Session, judged: Judged | None) -> model.WeaponIssue | None:
    held = [each.issue for each in judged.record.issued if each.issue.is_held(session.as_of)] if judged else []
    return held[0] if held else None


def _given(finding: Finding) -> dict[str, object]:
    given: dict[str, object] = {"officer_id": finding.officer_id} if finding.officer_id else {}
    if finding.requirement.act is Act.CREDENTIAL and finding.requirement.about:
        given["credential"] = finding.requirement.about
    if finding.requirement.act is Act.QUALIFICATION and finding.item:
        given["weapon_id"] = finding.item
    return given
