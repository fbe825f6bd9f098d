"""Records in words, as a sentence names them."""

# The names of tables and columns in the statements come from the model, never from data.

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from sqlite_utils import Database

from core.dates import short
from core.model import (
    Agreement,
    Appointment,
    Attachment,
    Attendance,
    Bond,
    Commission,
    Credential,
    Designation,
    Officer,
    Paper,
    Qualification,
    Role,
    Row,
    Ruling,
    Service,
    Template,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
    credential_name,
)
from core.rows import R, SqlValue, layout_of


def found(db: Database, row_class: type[R], key: SqlValue) -> R | None:
    """The row with this key or id."""
    layout = layout_of(row_class)
    rows = db.execute(f"{layout.shape.select} WHERE {layout.shape.primary} = ?", [key]).fetchall()
    return layout.rows(rows)[0] if rows else None


_DETAILS: dict[type[Any], Callable[[Any], str]] = {
    Appointment: lambda row: f"appointment as {_role(row.role)}{_dated(' from', row.start)}",
    Commission: lambda row: f"commission{_of(' from', row.authority)}{_dated(' of', row.commissioned_on)}",
    Designation: lambda row: f"designation of {short(row.designated_on)}",
    Bond: lambda row: f"bond of {short(row.effective_on)}",
    Service: lambda row: f"service with {row.agency} from {short(row.from_on)}",
    Credential: lambda row: f"credential “{credential_name(row.credential)}”{_dated(' of', row.dated)}",
    Attendance: lambda row: f"attendance of class {row.class_id}",
    WeaponIssue: lambda row: f"issue of weapon {row.weapon_id} on {short(row.issued_on)}",
    Qualification: lambda row: f"qualification with weapon {row.weapon_id} on {short(row.shot_on)}",
    Waiver: lambda row: f"waiver of {row.requirement}{_of(' for', row.item)} from {short(row.from_on)}",
}


def _role(role: Role) -> str:
    return "other security staff" if role is Role.OTHER else role.upper()


def _dated(word: str, on: date | None) -> str:
    return f"{word} {short(on)}" if on else ""


def _of(word: str, text: str) -> str:
    return f"{word} {text}" if text else ""


_NAMES: dict[type[Any], Callable[[Any], str]] = {
    Officer: lambda row: f"officer {row.full_name} ({row.officer_id})",
    TrainingClass: lambda row: f"class “{row.title}” ({row.class_id})",
    Weapon: lambda row: f"weapon {row.weapon_id}",
    Agreement: lambda row: f"agreement {row.agreement_id}",
    Ruling: lambda row: f"ruling on {row.requirement}",
    Attachment: lambda row: f"document “{row.file_name}”",
    Template: lambda row: f"wording of “{row.name}”",
    Paper: lambda row: f"“{row.title}” ({row.code})",
}
"""Rows that are named by themselves; the others are an officer's."""


def described(db: Database, row: Row) -> str:
    """As :meth:`Store.describe`."""
    if type(row) in _NAMES:
        return _NAMES[type(row)](row)
    officer_id = cast("Any", row).officer_id
    officer = found(db, Officer, officer_id)
    whose = officer.full_name if officer else officer_id
    if isinstance(row, Attendance) and (training := found(db, TrainingClass, row.class_id)):
        return f"{whose}'s attendance of “{training.title}”"
    return f"{whose}'s {_DETAILS[type(row)](row)}"
