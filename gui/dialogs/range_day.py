"""A range day, entered in one go: the course of fire first, then pass or fail for each officer and weapon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.model import Qualification, Result, Value
from gui.dialogs.rosters import RosterDialog
from gui.dialogs.rowform import RowForm, weapon_words
from gui.dialogs.sheets import BY_ROW
from gui.widgets.fields import Quantity
from gui.widgets.roster import Cell, Line, Roster, RosterView
from gui.widgets.words import WORDS

if TYPE_CHECKING:
    from gui.session import Session

OWN = frozenset({"officer_id", "weapon_id", "result", "score", "attempt"})
"""What each line of the roster says for itself."""
RESULTS = {"p": Result.PASS, "pass": Result.PASS, "f": Result.FAIL, "fail": Result.FAIL}


def open_range_day(session: Session, parent: QWidget | None, officer_ids: Iterable[str] = ()) -> bool:
    """Enter the qualifications of a day, of ``officer_ids`` or of everyone with a weapon."""
    return RangeDayDialog(session, parent, tuple(officer_ids)).open_sized()


class RangeDayDialog(RosterDialog):
    """Nobody is ticked until a result is entered: a pass is never recorded by leaving things as they are."""

    def __init__(self, session: Session, parent: QWidget | None, officer_ids: Sequence[str] = ()) -> None:
        super().__init__(session, parent, "Range day", "Record qualifications")
        self._held = tuple(_held(session, officer_ids))
        lines = [Line(str(place), words, ticked=False) for place, (_, _, words) in enumerate(self._held)]
        self.arrange(
            RowForm(session, BY_ROW[Qualification], hidden=OWN),
            RosterView(Roster("Officer and weapon", _CELLS, lines), "Who shot", frozenset("pf")),
            "Press P for pass or F for fail; the mark moves on. The score is optional.",
        )
        self.begin("shot_on")

    def record(self) -> bool:
        from core import actions

        if wrong := self.form.check():
            self.go_to(wrong)
            return False
        rows = self.rows(self._row)
        if rows is None:
            return False
        self.apply(lambda store: actions.record_qualifications(store, rows))
        return True

    def _row(self, line: Line) -> Qualification:
        own = self.roster.values(line)
        if own["result"] is None:
            raise UserError("Pass or fail?", "Press P or F.")
        officer_id, weapon_id, _ = self._held[int(line.key)]
        row: Qualification = self.form.row(officer_id=officer_id, weapon_id=weapon_id, **own)
        return row


def _held(session: Session, officer_ids: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Officer, weapon, and both in words, for every weapon in someone's hands today."""
    for judged in session.roll.officers:
        officer = judged.officer
        if officer_ids and officer.officer_id not in officer_ids:
            continue
        for issued in judged.record.issued:
            if issued.issue.is_held(session.today):
                weapon = issued.weapon
                yield officer.officer_id, weapon.weapon_id, f"{officer.name}: {weapon_words(weapon)}"


def _read_result(text: str) -> Result | None:
    if text and text.casefold() not in RESULTS:
        raise UserError(f"“{text}” is neither pass nor fail.", "Write P or F.")
    return RESULTS.get(text.casefold())


def _shown_result(value: Value) -> str:
    return WORDS[value] if isinstance(value, Result) else ""


def _shown_number(value: Value) -> str:
    return Quantity.POINTS.shown(value) if isinstance(value, int | float) else ""


_CELLS = (
    Cell("result", "Result", _read_result, _shown_result, 80),
    Cell("score", "Score", Quantity.POINTS.read, _shown_number, 80),
    Cell("attempt", "Attempt", Quantity.COUNT.read, _shown_number, 80),
)
