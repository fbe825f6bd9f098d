"""Records in and out of workbooks: read, plan every row, apply the plan as one edit; export the same workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from core import documents
from core.cells import Calendar, clean, read_cell, write_cell
from core.dates import short
from core.documents.keeping import Occasion
from core.errors import UserError
from core.headings import DISTRICT, DISTRICT_COLUMNS, Headed, headed, sheet_columns
from core.matching import Known, Match, matched
from core.model import (
    BY_ROW,
    SHEETS,
    Appointment,
    Column,
    District,
    Officer,
    Row,
    Table,
    TrainingClass,
    Value,
    Waiver,
    columns,
)
from core.plan import CellError, Difference, Plan, PlannedRow, Verdict
from core.sheets import Content, Page, Plain, Workbook, shown
from core.soundness import problems
from core.steps import Step, unheard
from core.store import ChangeSet, Store
from core.workbook import fold, read_workbook, write_workbook

__all__ = ["apply_plan", "commit_beside", "commit_plan", "export_workbook", "plan_import", "read_workbook"]

_REFERENCES = {table.key[0]: table for table in SHEETS if table.keyed and table.name != "agreements"}
"""The columns that name a row of another sheet."""
_SHARES = tuple(column.name for column in columns(Appointment) if column.name.endswith("_percent"))
_STEP = 50
_COMPARED = 2_000
"""Among more names the nearest is not sought: it would take longer than all the rest."""
_Values = dict[str, Value]
"""What a row says: its filled cells, typed."""


# --- planning -------------------------------------------------------------------------------------------------


def plan_import(
    workbook: Workbook,
    store: Store,
    *,
    update: bool = False,
    skip_bad_rows: bool = False,
    requirements: Collection[str] | None = None,
    today: date | None = None,
    match: Match | None = None,
    step: Step = unheard,
) -> Plan:
    """Judge every row against the records and the other rows; nothing is written.

    ``requirements`` are the ids that a waiver may name. Nobody is born after ``today`` (not given: after the
    workbook was saved). ``match`` reads an office's own sheets; without one they have the names of a records
    workbook. ``step`` hears how many of how many rows are judged. Raises :class:`UserError` where no sheet is known.
    """
    if match is None:
        sheets, notes = headed(workbook)
    else:
        sheets, notes = matched(workbook, match, Known(store.rows(Officer), store.rows(TrainingClass)))
    calendar = Calendar(workbook.epoch, today or workbook.saved_on)
    planner = _Planner(store, calendar, update, None if requirements is None else frozenset(requirements))
    rows = tuple(_counted((planned for sheet in sheets for planned in planner.plan(sheet)), _size(sheets), step))
    notes += _doubtful_shares(rows)
    return Plan(workbook.name, rows, tuple(notes), planner.taken_district(), store.head(), skip_bad_rows)


def _counted(rows: Iterator[PlannedRow], of: int, step: Step) -> Iterator[PlannedRow]:
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            step(min(number, of), of)
        yield row


def _size(sheets: Iterable[Headed]) -> int:
    return sum(len(sheet.rows()) for sheet in sheets)


def _doubtful_shares(rows: Iterable[PlannedRow]) -> Iterator[str]:
    """0.9 in a column of percentages is taken at its word, but hardly ever meant so."""
    for planned in rows:
        for name in _SHARES if isinstance(planned.row, Appointment) else ():
            share = getattr(planned.row, name)
            if share is not None and 0 < share <= 1:
                yield (
                    f"{planned.sheet}, row {planned.number}, column {name}: {share:g} is taken as {share:g} percent; "
                    f"write {share * 100:g} if that is meant."
                )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row of the workbook as it was read."""

    table: Table
    sheet: str
    number: int
    values: _Values
    errors: tuple[CellError, ...]

    @property
    def key(self) -> tuple[Value, ...]:
        return tuple(self.values.get(name) for name in self.table.key)

    @property
    def about(self) -> str:
        return " · ".join(_told(value) for value in self.key if value is not None)

    def verdict(self, verdict: Verdict, row: Row | None = None, differences: tuple[Difference, ...] = ()) -> PlannedRow:
        return PlannedRow(self.sheet, self.number, self.about, verdict, row, (), differences, self.table.noun)

    def refused(self, *errors: CellError) -> PlannedRow:
        return PlannedRow(self.sheet, self.number, self.about, Verdict.ERROR, None, errors, (), self.table.noun)

    def says_no_more_than(self, other: Mapping[str, Value]) -> bool:
        return all(other.get(name) == value for name, value in self.values.items())


@dataclass(slots=True)
class _Planner:
    """Goes through the sheets in the order of the records, so that every row comes after those it names."""

    store: Store
    calendar: Calendar
    update: bool
    requirements: frozenset[str] | None
    known: dict[str, set[str]] = field(default_factory=dict)
    bad: dict[str, dict[str, PlannedRow]] = field(default_factory=lambda: defaultdict(dict))
    seen: dict[tuple[str, tuple[Value, ...]], _Draft] = field(default_factory=dict)
    district: _Values = field(default_factory=dict)

    def plan(self, sheet: Headed) -> Iterator[PlannedRow]:
        if sheet.errors:
            yield PlannedRow(sheet.name, sheet.number, "", Verdict.ERROR, None, sheet.errors)
        elif sheet.table is DISTRICT:
            yield from self._plan_district(sheet)
        else:
            yield from self._plan_rows(sheet)

    def _plan_rows(self, sheet: Headed) -> Iterator[PlannedRow]:
        records = _Records.of(self.store, sheet.table)
        for number, cells in sheet.rows():
            draft = _read_row(sheet, number, cells, self.calendar)
            planned = sheet.told(self._judge(draft, records))
            self._remember(draft, planned)
            yield planned

    def _remember(self, draft: _Draft, planned: PlannedRow) -> None:
        table = draft.table
        name = draft.values.get(table.key[0])
        if planned.verdict is not Verdict.ERROR:
            self.seen.setdefault((table.name, draft.key), draft)
            if table.keyed:
                self._known(table).add(str(name))
        elif table.keyed and name:
            self.bad[table.name].setdefault(str(name), planned)

    def _known(self, table: Table) -> set[str]:
        """The keys in the records and in good rows of the workbook."""
        if table.name not in self.known:
            self.known[table.name] = {clean(getattr(row, table.key[0])) for row in self.store.rows(table.row)}
        return self.known[table.name]

    def _judge(self, draft: _Draft, records: _Records) -> PlannedRow:
        invalid = () if draft.errors else self._invalid(draft)
        if errors := (*draft.errors, *invalid, *self._unknown(draft)):
            return draft.refused(*errors)
        if earlier := self.seen.get((draft.table.name, draft.key)):
            return _repeated(draft, earlier)
        found = records.match(draft)
        if found is None:
            return draft.verdict(Verdict.ADD, draft.table.row(**draft.values))
        return self._compared(draft, found)

    def _invalid(self, draft: _Draft) -> Iterator[CellError]:
        row = draft.table.row(**draft.values)
        yield from _invalid_cells(row)
        if isinstance(row, Waiver) and self.requirements is not None and row.requirement not in self.requirements:
            yield CellError(
                "requirement",
                row.requirement,
                f"“{row.requirement}” is not a requirement of the rules.",
                _proposal(row.requirement, self.requirements)
                or f"Write one of {', '.join(sorted(self.requirements))}.",
            )

    def _unknown(self, draft: _Draft) -> Iterator[CellError]:
        """References to rows that are neither in the records nor, without errors, in the workbook."""
        for name, table in _REFERENCES.items():
            value = str(draft.values.get(name, ""))
            if not value or table is draft.table or name not in draft.table.key or value in self._known(table):
                continue
            yield CellError(name, value, f"There is no {table.noun} “{value}”.", self._advice(table, value))

    def _advice(self, table: Table, value: str) -> str:
        if planned := self.bad[table.name].get(value):
            return f"Row {planned.number} of {planned.sheet} would be it, but has errors."
        return _proposal(value, self._known(table)) or f"Enter it in the sheet {table.sheet}."

    def _compared(self, draft: _Draft, found: Any) -> PlannedRow:
        recorded = _recorded(found)
        differences = tuple(
            Difference(name, _told(recorded.get(name)), _told(value))
            for name, value in draft.values.items()
            if recorded.get(name) != value
        )
        if not differences:
            return draft.verdict(Verdict.SAME)
        if not self.update:
            return draft.verdict(Verdict.CONFLICT, None, differences)
        changed = replace(found, **{name: draft.values[name] for name in (d.column for d in differences)})
        errors = tuple(_invalid_cells(changed))
        return draft.refused(*errors) if errors else draft.verdict(Verdict.UPDATE, changed, differences)

    # the district's profile

    def _plan_district(self, sheet: Headed) -> Iterator[PlannedRow]:
        current = self.store.district()
        for number, cells in sheet.rows():
            draft = _read_setting(sheet.name, number, cells, self.calendar)
            if draft is not None:
                yield sheet.told(self._judge_setting(draft, current))

    def _judge_setting(self, draft: _Draft, current: Any) -> PlannedRow:
        if draft.errors:
            return draft.refused(*draft.errors)
        earlier = self.seen.setdefault((DISTRICT.name, draft.key), draft)
        if earlier is not draft:
            return _repeated(draft, earlier)
        key, value = str(draft.values["key"]), draft.values["value"]
        recorded = getattr(current, key)
        if recorded == value:
            return draft.verdict(Verdict.SAME)
        for problem in problems(replace(current, **{key: value})):
            return draft.refused(CellError("value", _told(value), problem.message, problem.hint))
        fresh = recorded in (None, "") or current == District()
        if fresh or self.update:
            self.district[key] = value
        if fresh:
            return draft.verdict(Verdict.ADD)
        difference = Difference("value", _told(recorded), _told(value))
        return draft.verdict(Verdict.UPDATE if self.update else Verdict.CONFLICT, None, (difference,))

    def taken_district(self) -> District | None:
        return replace(self.store.district(), **self.district) if self.district else None  # type: ignore[arg-type]


def _read_row(sheet: Headed, number: int, cells: Mapping[str, Content], calendar: Calendar) -> _Draft:
    values: _Values = {}
    errors: list[CellError] = []
    for column in sheet_columns(sheet.table):
        content = cells.get(column.name)
        try:
            value = read_cell(content, column, calendar)
        except UserError as error:
            errors.append(CellError(column.name, shown(content), error.message, error.hint))
            continue
        if value is not None:
            values[column.name] = value
        elif column.required:
            errors.append(CellError(column.name, shown(content), "This cell is blank.", "It must be filled."))
    return _Draft(sheet.table, sheet.name, number, values, tuple(errors))


def _invalid_cells(row: Row) -> Iterator[CellError]:
    """What the forms would refuse too."""
    for problem in problems(row):
        yield CellError(problem.field, _told(getattr(row, problem.field, None)), problem.message, problem.hint)


def _repeated(draft: _Draft, earlier: _Draft) -> PlannedRow:
    """Saying the same twice is harmless; two different rows of one key cannot both be right."""
    if draft.says_no_more_than(earlier.values):
        return draft.verdict(Verdict.SAME)
    name = next(name for name, value in draft.values.items() if earlier.values.get(name) != value)
    message = f"This row and row {earlier.number} are about the same {draft.table.noun} but differ here."
    return draft.refused(CellError(name, _told(draft.values[name]), message, "Keep one of the two rows."))


def _proposal(value: str, known: Collection[str]) -> str:
    if len(known) > _COMPARED:
        return ""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(value.casefold(), folded, n=1)
    return f"Did you mean “{folded[close[0]]}”?" if close else ""


@dataclass(frozen=True, slots=True)
class _Records:
    """The rows of a table by key, and by the first column of the key."""

    by_key: dict[tuple[Value, ...], Row]
    by_first: dict[Value, list[Row]]

    @classmethod
    def of(cls, store: Store, table: Table) -> _Records:
        found = cls({}, defaultdict(list))
        for row in store.rows(table.row):
            recorded = _recorded(row)
            found.by_key[tuple(recorded.get(name) for name in table.key)] = row
            found.by_first[recorded[table.key[0]]].append(row)
        return found

    def match(self, draft: _Draft) -> Row | None:
        """The row with the draft's key. Blank cells say nothing: a draft that only leaves out columns of the key,
        and says nothing new besides, is that row too."""
        if draft.key in self.by_key or None not in draft.key:
            return self.by_key.get(draft.key)
        rows = self.by_first.get(draft.key[0], [])
        return next((row for row in rows if draft.says_no_more_than(_recorded(row))), None)


def _recorded(row: Row) -> _Values:
    """A row of the records as a workbook would say it: cleaned, without its blanks."""
    values = ((column.name, getattr(row, column.name)) for column in BY_ROW[type(row)].columns)
    cleaned = ((name, clean(value) if type(value) is str else value) for name, value in values)
    return {name: value for name, value in cleaned if value not in (None, "")}


def _read_setting(sheet: str, number: int, cells: Mapping[str, Content], calendar: Calendar) -> _Draft | None:
    """``None`` for a key without a value, which says nothing."""
    name = shown(cells.get("key")).strip()
    settings = {fold(column.name): column for column in columns(District)}
    column = settings.get(fold(name))
    if column is None:
        message = f"“{name}” is not a setting." if name else "This cell is blank."
        allowed = _proposal(name, [c.name for c in settings.values()]) or f"The keys are {_keys()}."
        return _Draft(DISTRICT, sheet, number, {"key": name}, (CellError("key", name, message, allowed),))
    try:
        value = read_cell(cells.get("value"), column, calendar)
    except UserError as error:
        wrong = CellError("value", shown(cells.get("value")), f"{column.name}: {error.message}", error.hint)
        return _Draft(DISTRICT, sheet, number, {"key": column.name}, (wrong,))
    return None if value is None else _Draft(DISTRICT, sheet, number, {"key": column.name, "value": value}, ())


def _keys() -> str:
    return ", ".join(column.name for column in columns(District))


def _told(value: Value) -> str:
    """A value as the preview shows it."""
    return short(value) if isinstance(value, date) else shown(value)


# --- applying -------------------------------------------------------------------------------------------------


def apply_plan(store: Store, plan: Plan, step: Step = unheard) -> ChangeSet:
    """Write the rows of the plan, all as one edit. Refuses a plan made before the records last changed.

    ``step`` hears how many of how many rows are written; what it raises takes all of them back.
    """
    if plan.blocked:
        raise UserError("The workbook has errors, so nothing was written.", "Correct them, or leave out the bad rows.")
    if store.head() != plan.base:
        raise UserError("The records changed after this preview was made.", "Look at a new preview, then import.")
    with store.edit(f"Import {plan.name}") as transaction:
        if plan.district:
            transaction.set_district(plan.district)
        rows = _counted(iter(plan.rows), len(plan.rows), step)
        transaction.insert_many(row.row for row in rows if row.verdict is Verdict.ADD and row.row)
        for planned in plan.rows:
            if planned.verdict is Verdict.UPDATE and planned.row:
                transaction.update(planned.row)
    return transaction.changes


def commit_plan(store: Store, plan: Plan, now: datetime, step: Step = unheard) -> ChangeSet:
    """As :func:`apply_plan`, with a verified backup beside the file first, where one is due."""
    if plan.writes:
        for failure in documents.keep(store, Occasion.IMPORT, now).failed:
            raise failure
    return apply_plan(store, plan, step)


def commit_beside(path: Path, plan: Plan, *, who: str, now: Callable[[], datetime], step: Step = unheard) -> ChangeSet:
    """As :func:`commit_plan`, over a connection of its own: on another thread than that of the open file."""
    with Store.open(path, who=who, now=now) as store:
        return commit_plan(store, plan, now(), step)


# --- exporting ------------------------------------------------------------------------------------------------


def export_workbook(store: Store, path: Path, step: Step = unheard) -> None:
    """Everything recorded, by the suffix of ``path``; equal records give equal workbooks.

    ``step`` hears how many rows are written; until the last of them there is no file.
    """
    write_workbook(path, [_district_page(store.district()), *(_page(store, table) for table in SHEETS)], step)


def _district_page(district: District) -> Page:
    rows = ((column.name, write_cell(getattr(district, column.name), column)) for column in columns(District))
    return Page(DISTRICT.sheet, DISTRICT_COLUMNS, tuple(rows))


def _page(store: Store, table: Table) -> Page:
    rows = sorted((_cells(row, table.columns) for row in store.rows(table.row)), key=_order(table))
    return Page(table.sheet, table.columns, tuple(rows))


def _cells(row: Row, row_columns: tuple[Column, ...]) -> tuple[Plain, ...]:
    return tuple(write_cell(getattr(row, column.name), column) for column in row_columns)


def _order(table: Table) -> Callable[[tuple[Plain, ...]], tuple[str, ...]]:
    """People by name, everything else by its first columns; never by the numbers of the file."""
    if table.row is Officer:
        return lambda cells: (*(str(cell).casefold() for cell in cells[1:3]), *map(str, cells))
    return lambda cells: tuple("" if cell is None else str(cell) for cell in cells)
