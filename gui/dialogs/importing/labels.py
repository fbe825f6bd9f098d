"""What the wizard calls the tables and columns of the records: the words of the forms."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from core.headings import DISTRICT
from core.matching import FULL_NAME, Target, table_of, targets
from core.model import CREDENTIALS, SHEETS
from gui.dialogs.sheets import BY_ROW
from gui.widgets.words import words_of

LISTS: dict[str, str] = {
    "officers": "Officers, their posts and certificates",
    "attendance": "Training: who sat which class",
    "weapons": "Weapons, and who holds them",
    "credentials": "Certificates",
    "weapon_issues": "Weapons issued and returned",
    "qualifications": "Firearms qualifications",
    "service": "Earlier service",
    "designations": "Designations and oaths",
    "agreements": "Agreements",
    DISTRICT.name: "The district’s profile",
}
LEFT_OUT = "Nothing to import: leave it out"


@cache
def tables() -> tuple[tuple[str, str], ...]:
    """Names of tables and the words for them, the commonest first."""
    names = (*LISTS, *(table.name for table in SHEETS if table.name not in LISTS))
    return (("", LEFT_OUT), *((name, table_words(name)) for name in names))


def table_words(name: str) -> str:
    return LISTS.get(name) or table_of(name).sheet


@cache
def target_words(target: Target, main: str) -> str:
    if target.credential:
        return f"Certificate: {CREDENTIALS[target.credential]}"
    if target.table == DISTRICT.name:
        return "Setting" if target.column == "key" else "Value"
    words = _column_words(target)
    return words if target.table in (main, "classes") else f"{_noun(target)}: {words}"


def _noun(target: Target) -> str:
    return table_of(target.table).noun.capitalize()


def _column_words(target: Target) -> str:
    own = target.table == "officers"
    if target.column == FULL_NAME:
        return "Full name" if own else "Officer, by name"
    if target.column == "officer_id" and not own:
        return "Officer, by number"
    entry = BY_ROW[table_of(target.table).row].entries_by_name.get(target.column)
    return entry.label if entry else target.column.replace("_", " ").capitalize()


@cache
def target_choices(main: str) -> tuple[tuple[Target, str], ...]:
    return tuple((target, target_words(target, main)) for target in targets(main))


def value_choices(target: Target) -> tuple[tuple[str, str], ...]:
    """The values a target may have, as text, with people's words; none where any text goes."""
    kind = target.field.kind
    if target.column == "credential":
        return tuple(CREDENTIALS.items())
    if kind is bool:
        return (("yes", "Yes"), ("no", "No"))
    if issubclass(kind, StrEnum):
        return tuple((str(value), words_of(value)) for value in kind)
    return ()
