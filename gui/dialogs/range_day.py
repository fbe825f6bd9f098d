"""A range day, entered in one go: the course of fire first, then pass or fail for each officer and weapon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core.dates import plural
from core.errors import UserError
from core.model import Officer, Qualification, Result, Value, Weapon
from core.pasting import Beside
from core.patterns import SHOOTING_FACTS, last_shooting, patterns
from core.range_days import meaning, shot_already
from gui.dialogs.rosters import APART, RosterDialog, officers_of, problem_of
from gui.dialogs.rowform import RowForm, weapon_words
from gui.dialogs.sheets import BY_ROW
from gui.widgets.fields import Quantity
from gui.widgets.roster import Cell, Line, Note, Roster, RosterView
from gui.widgets.words import words_of

if TYPE_CHECKING:
    from gui.session import Session

RANGE_DAY = "range day"
OWN = frozenset({"officer_id", "weapon_id", "result", "score", "attempt"})
"""What each line of the roster says for itself."""
RESULTS = {
    "p": Result.PASS, "pass": Result.PASS, "passed": Result.PASS, "q": Result.PASS, "qualified": Result.PASS,
    "f": Result.FAIL, "fail": Result.FAIL, "failed": Result.FAIL, "did not qualify": Result.FAIL,
}  # fmt: skip
LIGHTS = {"d": "Day", "day": "Day", "daylight": "Day", "n": "Night", "night": "Night", "low": "Night"}


def open_range_day(session: Session, parent: QWidget | None, officer_ids: Iterable[str] = ()) -> bool:
    """Enter the qualifications of a day, of ``officer_ids`` or of everyone with a weapon."""
    return RangeDayDialog(session, parent, tuple(officer_ids)).open_sized()


class RangeDayDialog(RosterDialog):
    """Nobody is ticked until a result is entered: a pass is never recorded by leaving things as they are.

    A line's key is the officer, the weapon and the number of the line among those of both.
    """

    ticks_found = False

    def __init__(self, session: Session, parent: QWidget | None, officer_ids: Sequence[str] = ()) -> None:
        super().__init__(session, parent, "Range day", "Record qualifications")
        self._named = tuple(officer_ids)
        self._filled: dict[str, str] = {}
        self.form = RowForm(session, BY_ROW[Qualification], hidden=OWN)
        self.form.given = {"result": Result.FAIL}
        self.table = RosterView(Roster("Officer and weapon", _CELLS, self.judge), "Who shot", frozenset("pf"))
        self.arrange(
            "P passes, F fails, and the mark moves on. Or type the scores, Enter after each: the passing score says "
            "who passed. Plus adds another attempt, Delete clears a line. F6 goes back to the day.",
            "Score sheet of the day, kept with every result. Or drop the file here.",
        )
        self._connect()
        self._fill_from(last_shooting(session.store))
        self._show_lines()
        self.begin("shot_on")
        self.watch(RANGE_DAY)

    def _connect(self) -> None:
        fields = self.form.fields
        self._patterns = patterns(self.session.store, Qualification)
        fields["shot_on"].left.connect(self._show_lines)
        fields["course_of_fire"].left.connect(self._fill_from_course)
        for field in fields.values():
            field.changed.connect(self._forget_day)
        self.roster.dataChanged.connect(self._score)
        self.table.again.connect(self.add_attempt)
        self._day: Qualification | None = None

    @property
    def begun(self) -> str:
        return f"a range day ({self.told(self.form.fields['course_of_fire'].entered, self._on())})"

    @property
    def count(self) -> str:
        ticked = self.roster.ticked
        of_all = f"{len(officers_of(ticked))} of {plural(len(officers_of(self.roster.lines)), 'officer')}"
        return f"{of_all}, {plural(len(ticked), 'result')}"

    # The day

    def _fill_from(self, pattern: Any) -> None:
        """What was so the last time; what was typed stays."""
        if pattern is None:
            return
        fields = self.form.fields
        untouched = {name for name in SHOOTING_FACTS if fields[name].entered in ("", self._filled.get(name))}
        self.form.fill({name: pattern.values[name] for name in untouched})
        self._filled = {name: fields[name].entered for name in untouched}
        self.template.setText(f"Course, scores, range and instructor are those of {pattern.source}.")

    @Slot()
    def _fill_from_course(self) -> None:
        course = " ".join(self.form.fields["course_of_fire"].entered.casefold().split())
        if pattern := self._patterns.get(course):
            self._fill_from(pattern)

    def _on(self) -> date | None:
        try:
            value = self.form.fields["shot_on"].value()
        except UserError:
            return None
        return value if isinstance(value, date) else None

    @Slot()
    def _forget_day(self) -> None:
        self._day = None

    def _common(self) -> Qualification:
        """The day's facts as a shot of nobody's. Raises :class:`UserError` where one of them cannot be read."""
        if self._on() is None:
            raise UserError("The day is missing.", "Write when it was shot.")
        if self._day is None:
            self._day = self.form.row(officer_id="", weapon_id="", result=Result.FAIL)
        return self._day

    # The roster

    @Slot()
    def _show_lines(self) -> None:
        """A line for each weapon in someone's hands on the day, and those added besides."""
        lines: list[Line] = []
        for officer, weapon in self._held(self._on() or self.session.today):
            first = f"{officer.officer_id}{APART}{weapon.weapon_id}"
            more = [line for line in self.roster.lines if line.added and line.key.rpartition(APART)[0] == first]
            lines += [
                Line(f"{first}{APART}1", f"{officer.name}\n{weapon_words(weapon)}", ticked=False, group=first),
                *more,
            ]
        if [line.key for line in lines] != [line.key for line in self.roster.lines]:
            self.roster.set_lines(lines)

    def _held(self, on: date) -> Iterator[tuple[Officer, Weapon]]:
        for record in self.current_on(on):
            if not self._named or record.officer.officer_id in self._named:
                weapons = {each.weapon.weapon_id: each.weapon for each in record.issued if each.issue.is_held(on)}
                yield from ((record.officer, weapon) for weapon in weapons.values())

    @Slot(int)
    def add_attempt(self, row: int) -> int:
        """Another line for the same officer and weapon, below; the attempts are numbered."""
        line = self.roster.lines[row]
        rows = [each for each, other in enumerate(self.roster.lines) if other.group == line.group]
        for number, each in enumerate(rows, start=1):
            if not self.roster.lines[each].entered.get("attempt"):
                self.roster.lines[each].entered["attempt"] = str(number)
        key = f"{line.group}{APART}{len(rows) + 1}"
        added = Line(key, line.words, ticked=False, added=True, group=line.group)
        added.entered["attempt"] = str(len(rows) + 1)
        self.roster.insert(rows[-1] + 1, added)
        self.table.mark(rows[-1] + 1, self.table.currentIndex().column())
        return rows[-1] + 1

    @Slot()
    def _score(self) -> None:
        """Where the passing score is known, a score says by itself whether it is a pass."""
        try:
            passing = self.form.fields["passing"].value()
        except UserError:
            return
        for row, line in enumerate(self.roster.lines):
            score = _number(line.entered.get("score", ""))
            if isinstance(passing, float) and score is not None and not line.entered.get("result"):
                self.roster.enter(row, {"result": "p" if score >= passing else "f"})

    def judge(self, line: Line) -> Note:
        if not self._has_result(line):
            return Note("Pass or fail? Press P or F.", wrong=True)
        try:
            shot = self._shot(line)
            day = [self._shot(each) for each in self._others(line)]
        except UserError:
            return Note()
        record = self.session.register.record(shot.officer_id)
        before = record.qualifications if record else ()
        if problem := _problem(shot, before, day):
            return Note(problem, wrong=True)
        return Note(meaning(self.session.roll.policy, (*before, *day, shot), shot))

    def _others(self, line: Line) -> list[Line]:
        """The other results of the same officer with the same weapon."""
        mine = (each for each in self.roster.ticked if each.group == line.group)
        return [each for each in mine if each is not line and self._has_result(each)]

    def _has_result(self, line: Line) -> bool:
        return line.entered.get("result", "").casefold() in RESULTS

    def _shot(self, line: Line) -> Qualification:
        """A line as a row; raises :class:`UserError` where it or the day cannot be read."""
        own: dict[str, Any] = self.roster.values(line)
        officer_id, weapon_id, _ = line.key.split(APART)
        own["light"] = own["light"] or self._common().light
        own["result"] = own["result"] or Result.FAIL
        return replace(self._common(), officer_id=officer_id, weapon_id=weapon_id, **own)

    # Pasting

    def beside(self) -> Sequence[Beside]:
        read = {cell.name: cell.read for cell in _CELLS}
        return (
            Beside("result", frozenset({"result", "passfail", "qualified", "pf"}), read["result"]),
            Beside("light", frozenset({"light", "daynight"}), read["light"]),
            Beside("weapon_id", frozenset({"serial", "serialnumber", "weapon", "weaponid"}), self._read_weapon),
            Beside("score", frozenset({"score", "points", "hits"}), read["score"]),
            Beside("attempt", frozenset({"attempt", "try"}), read["attempt"]),
        )

    def _read_weapon(self, text: str) -> str:
        held = {line.key.split(APART)[1] for line in self.roster.lines}
        if text not in held:
            raise UserError(f"Nobody has a weapon “{text[:40]}” on that day.")
        return text

    def before_paste(self) -> None:
        """What is pasted says everything of the day."""
        self.roster.set_lines([line for line in self.roster.lines if not line.added])
        for row in range(len(self.roster.lines)):
            self.roster.blank(row)

    def take_pasted(self, officer_id: str, values: Mapping[str, str]) -> str:
        serial = values.get("weapon_id", "")
        mine = [line for line in self.roster.lines if line.key.split(APART)[0] == officer_id]
        rows = [line for line in mine if not serial or line.key.split(APART)[1] == serial]
        if not rows:
            return "This officer has no weapon on that day." if not mine else f"The weapon on that day is not {serial}."
        if len({line.key.split(APART)[1] for line in rows}) > 1:
            return "This officer has several weapons; enter the result in its line below."
        row = self.roster.lines.index(rows[0])
        if any(line.ticked for line in rows):
            row = self.add_attempt(row)
        self.roster.enter(row, {name: text for name, text in values.items() if name != "weapon_id"})
        return ""

    # Drafts and recording

    def take_facts(self) -> None:
        self._show_lines()

    def take_line(self, key: str, ticked: bool, own: Mapping[str, str]) -> None:
        if self.roster.row_of(key) is None:
            first = self.roster.row_of(f"{key.rpartition(APART)[0]}{APART}1")
            if first is not None:
                self.add_attempt(first)
        super().take_line(key, ticked, own)

    def record(self) -> bool:
        from core import actions

        if wrong := self.form.check():
            self.go_to(wrong)
            return False
        rows = self.rows(self._row) if self.is_answered() else None
        if rows is None:
            return False
        files, on = self.scans.files(), self.session.today
        self.apply(lambda store: actions.record_qualifications(store, rows, files, on=on))
        return True

    def _row(self, line: Line) -> Qualification:
        if not self._has_result(line):
            raise UserError("Pass or fail?", "Press P or F.")
        return self._shot(line)


_JUDGED = OWN | {"light"}


def _problem(shot: Qualification, before: Iterable[Qualification], day: Iterable[Qualification]) -> str:
    """What keeps a shot from being recorded, beside those on record and those of the day; blank for nothing."""
    if error := problem_of(shot, _JUDGED):
        return str(error)
    if shot_already(day, shot):
        return "Entered twice. Number the attempts, or say day and night."
    return shot_already(before, shot)


def _number(text: str) -> float | None:
    try:
        return Quantity.POINTS.read(text)
    except UserError:
        return None


def _read_result(text: str) -> Result | None:
    if text and text.casefold() not in RESULTS:
        raise UserError(f"“{text}” is neither pass nor fail.", "Write P or F.")
    return RESULTS.get(text.casefold())


def _shown_result(value: Value) -> str:
    return words_of(value) if isinstance(value, Result) else ""


def _read_light(text: str) -> str:
    if text and text.casefold() not in LIGHTS:
        raise UserError(f"“{text}” is neither day nor night.", "Write D or N.")
    return LIGHTS.get(text.casefold(), "")


def _shown_number(value: Value) -> str:
    return Quantity.POINTS.shown(value) if isinstance(value, int | float) else ""


_CELLS = (
    Cell("result", "Result", _read_result, _shown_result, 80),
    Cell("score", "Score", Quantity.POINTS.read, _shown_number, 72),
    Cell("attempt", "Attempt", Quantity.COUNT.read, _shown_number, 80),
    Cell("light", "Light", _read_light, str, 72),
)
