"""The working lists: the roster, and the deadlines with their wall calendar. They name officers; not for release."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from core.dates import add_months, plural, written
from core.findings import Finding, Judged, Roll
from core.reports.blocks import (
    Band,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Row,
    StateMark,
    Table,
    Title,
    WallCalendar,
)
from core.reports.board import employer, roster_table
from core.reports.wording import (
    ROLE_WORDS,
    due_within,
    late,
    made_document,
    matter,
    month_and_year,
    past_due,
    quiet,
    sentence,
    summary,
    waived,
    whose,
)


def roster_report(roll: Roll) -> Document:
    title = "Roster of school security staff"
    return made_document(roll, title, (Title(title, f"As of {written(roll.as_of)}"), *_roster(roll)))


def _roster(roll: Roll) -> Iterator[Block]:
    yield Paragraph(summary(roll))
    yield roster_table(roll.officers)
    for heading, label, told in _GROUPINGS:
        yield Heading(heading)
        yield _grouped(roll, label, told)


def _role(judged: Judged) -> str:
    return ROLE_WORDS[judged.role]


def _school(judged: Judged) -> str:
    return judged.appointment.school or "No school recorded"


_GROUPINGS: tuple[tuple[str, str, Callable[[Judged], str]], ...] = (
    ("By role", "Role", _role),
    ("By employer", "Employer", employer),
    ("By school", "School", _school),
)


def _grouped(roll: Roll, label: str, told: Callable[[Judged], str]) -> Table:
    """The roll under one of the three, with the other two beside each name."""
    others = [(name, words) for _, name, words in _GROUPINGS if name != label]
    groups: dict[str, list[Judged]] = {}
    for judged in roll.officers:
        groups.setdefault(told(judged), []).append(judged)
    rows: list[Row] = []
    for name in sorted(groups, key=str.casefold):
        rows.append(Band(f"{name} · {plural(len(groups[name]), 'officer')}"))
        rows += [(j.officer.name, *(words(j) for _, words in others), StateMark(j.standing)) for j in groups[name]]
    columns = (Column("Officer", 2.4), *(Column(name, 2.6) for name, _ in others), Column("Standing", 1.1))
    return Table(columns, tuple(rows), "No officer has a current appointment.", bands=label)


def deadlines_report(roll: Roll, *, days: int = 90) -> Document:
    """What is late, and month by month what falls due within ``days``, each month on a sheet for the wall too."""
    title = "Deadlines"
    until = written(roll.as_of + timedelta(days=days))
    blocks = (Title(title, f"Past due, and due from {written(roll.as_of)} to {until}"), *_deadlines(roll, days))
    return made_document(roll, title, blocks)


def _deadlines(roll: Roll, days: int) -> Iterator[Block]:
    yield Paragraph(summary(roll))
    yield Heading("Past due")
    columns = (*_DEADLINE_COLUMNS[:-1], Column("Days late", 0.8, right=True))
    rows = [(*_deadline(judged, f), late(f, roll.as_of)) for judged, f in past_due(roll)]
    yield Table(columns, tuple(rows), "Nothing is past due.")
    yield Heading(f"The next {days} days")
    yield Table(_DEADLINE_COLUMNS, tuple(_by_month(roll, days)), f"Nothing falls due within {days} days.")
    yield Heading("Waivers that end")
    yield _ending_waivers(roll, days)
    yield from _wall(roll, days)


def _wall(roll: Roll, days: int) -> Iterator[Block]:
    """A sheet for each month from the first to the last that the days reach."""
    notes = [
        Note(finding.due, finding.status, whose(judged), finding.requirement.title)
        for judged, finding in due_within(roll, days)
        if finding.due
    ]
    month, last = roll.as_of.replace(day=1), roll.as_of + timedelta(days=days)
    while month <= last:
        inside = tuple(note for note in notes if (note.day.year, note.day.month) == (month.year, month.month))
        yield WallCalendar(month, inside, "see the list")
        month = add_months(month, 1)


_DEADLINE_COLUMNS = (
    Column("Due", 0.9, right=True),
    Column("Officer", 2.2),
    Column("What", 3.4),
    Column("Reason", 3.4),
    Column("Status", 1),
)


def _deadline(judged: Judged | None, finding: Finding) -> tuple[Cell, ...]:
    return finding.due, whose(judged), matter(judged, finding), quiet(sentence(finding.because))


def _by_month(roll: Roll, days: int) -> Iterator[Row]:
    month = ""
    for judged, finding in due_within(roll, days):
        assert finding.due is not None
        if month_and_year(finding.due) != month:
            month = month_and_year(finding.due)
            yield Band(month)
        yield (*_deadline(judged, finding), StateMark(finding.status))


def _ending_waivers(roll: Roll, days: int) -> Table:
    last = roll.as_of + timedelta(days=days)
    rows = [
        (finding.waiver.until_on, judged.officer.name, matter(judged, finding), finding.waiver.reference)
        for judged, finding in waived(roll)
        if finding.waiver and finding.waiver.until_on <= last
    ]
    columns = (
        Column("Until", 0.9, right=True),
        Column("Officer", 2.2),
        Column("Requirement", 3.4),
        Column("Document", 3),
    )
    return Table(columns, tuple(rows), f"No waiver ends within {days} days.")
