"""A weapon handed to an officer: one on record, or a new one entered on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core.model import Weapon, WeaponIssue
from gui.dialogs.forms import FormDialog
from gui.dialogs.rowform import RowForm, weapon_words
from gui.dialogs.sheets import BY_ROW
from gui.widgets.fields import PickField
from gui.widgets.paper import Paper, Scroll

if TYPE_CHECKING:
    from gui.session import Session


WEAPON_ISSUE = "weapon issue"


def open_weapon_issue(session: Session, parent: QWidget | None, officer_id: str | None = None) -> bool:
    """Issue a weapon to ``officer_id`` (none: chosen in the form); ``True`` once it was recorded."""
    return WeaponIssueDialog(session, parent, officer_id).open_sized()


class WeaponIssueDialog(FormDialog):
    """A serial number that is not on record opens the fields of a new weapon."""

    def __init__(self, session: Session, parent: QWidget | None, officer_id: str | None = None) -> None:
        super().__init__(session, parent, "Issue a weapon", "Issue weapon")
        self._weapons = {weapon.weapon_id: weapon for weapon in session.store.rows(Weapon)}
        self.weapon = PickField(
            "Weapon",
            self._options(),
            noun="weapon",
            required=True,
            is_open=True,
            exact=True,
            hint="Choose one on record, or write the serial number of a new one.",
        )
        self.issue_form = RowForm(session, BY_ROW[WeaponIssue], hidden=frozenset({"weapon_id", "returned_on"}))
        self.weapon_form = RowForm(session, BY_ROW[Weapon], hidden=frozenset({"weapon_id"}))
        self.issue_form.fill({"officer_id": officer_id})
        self.body.addWidget(Scroll(self._sheet()))
        self.weapon.changed.connect(self._follow)
        self._follow()
        self._start = self._entered
        (self.weapon if officer_id else self.issue_form.fields["officer_id"]).setFocus()
        self.watch(f"{WEAPON_ISSUE} {officer_id or ''}", officer_id=officer_id)

    def _sheet(self) -> Paper:
        paper, self._new = Paper(), Paper()
        self._new.add_section("A new weapon")
        self._new.add_wide(self.weapon_form)
        paper.add(self.weapon, 12)
        paper.add_wide(self._new)
        paper.add_wide(self.issue_form)
        return paper

    def _options(self) -> list[tuple[str, str]]:
        """The weapons on record, those that are with someone marked so."""
        officers = {record.officer.officer_id: record.officer.name for record in self.session.register.records}
        today = self.session.today
        held = {i.weapon_id: i.officer_id for i in self.session.store.rows(WeaponIssue) if i.is_held(today)}
        return [
            (key, f"{weapon_words(weapon)}, now with {officers[held[key]]}" if key in held else weapon_words(weapon))
            for key, weapon in sorted(self._weapons.items(), key=lambda item: (item[0] in held, weapon_words(item[1])))
        ]

    @Slot()
    def _follow(self) -> None:
        serial = self.weapon.value()
        self._new.setVisible(bool(serial) and serial not in self._weapons)

    @property
    def _entered(self) -> tuple[str, ...]:
        return (self.weapon.entered, *self.issue_form.entered, *self.weapon_form.entered)

    @property
    def is_dirty(self) -> bool:
        return self._entered != self._start

    def record(self) -> bool:
        from core import actions

        if not self.weapon.check_filled():
            self.go_to(self.weapon)
            return False
        serial = self.weapon.value()
        if not (self.is_sound(self.weapon_form) and self.is_sound(self.issue_form)):
            return False
        weapon: Weapon = self._weapons.get(serial) or self.weapon_form.row(weapon_id=serial)
        issue: WeaponIssue = self.issue_form.row(weapon_id=serial)
        if not (self.is_valid(self.weapon_form, weapon) and self.is_valid(self.issue_form, issue)):
            return False
        self.apply(lambda store: actions.issue_weapon(store, weapon, issue))
        return True
