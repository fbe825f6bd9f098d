"""The report of the program over a year: who served, what was taught, earned, shot and waived.

Like the board report it has a public edition, which holds counts alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from core.dates import InServiceYear, YearKind, in_service_year, plural, written
from core.findings import Roll
from core.model import Appointment, OfficerRecord, Result, credential_name
from core.reports.blocks import Band, Block, Cell, Column, Document, Heading, KeepTogether, Paragraph, Row, Table, Title
from core.reports.board import waiver_table
from core.reports.counts import hours_chart, standing_chart
from core.reports.since import Snapshot
from core.reports.tallies import board_signatures, by_employer, by_role, duties_counted, left_out, requirements_counted
from core.reports.training import Entry, chosen_year, classes_table, entries_of
from core.reports.wording import ROLE_WORDS, Edition, made_document, number, summary, waived


def annual_report(
    roll: Roll,
    records: Sequence[OfficerRecord],
    *,
    year: str = "",
    edition: Edition = Edition.EXECUTIVE,
    earlier: Sequence[Snapshot] = (),
) -> Document:
    """Raises :class:`UserError` for a year of which nothing is known."""
    label = chosen_year(roll, records, year)
    period = _period(roll, label)
    title, public = f"Annual program report {label}", edition is Edition.PUBLIC
    until = min(period.last, roll.as_of)
    words = f"School security staff, {written(period.first)} to {written(until)}"
    head = Title(title, f"{words} · {'Public' if public else 'Executive session'} edition")
    entries = entries_of(roll, records, label)
    blocks = (head, *_blocks(roll, records, entries, (period.first, until), earlier, named=not public))
    if public:
        return made_document(roll, f"{title} (public edition)", blocks, marking="")
    return made_document(roll, title, blocks)


def _period(roll: Roll, label: str) -> InServiceYear:
    """The days of the year; where each officer has a year of his own, those of the school year of that name."""
    kind = roll.district.district.in_service_year
    common = YearKind.CALENDAR if kind is YearKind.CALENDAR else YearKind.SCHOOL
    on = date(int(label[:4]), 7, 1) if label[:4].isdecimal() else roll.as_of
    year = in_service_year(common, on, None)
    assert year is not None
    return year


Days = tuple[date, date]
"""First and last, both included."""


def _within(day: date | None, days: Days) -> bool:
    return day is not None and days[0] <= day <= days[1]


def _blocks(
    roll: Roll,
    records: Sequence[OfficerRecord],
    entries: Sequence[Entry],
    days: Days,
    earlier: Sequence[Snapshot],
    *,
    named: bool,
) -> Iterator[Block]:
    yield Paragraph(summary(roll))
    yield from _service(roll, records, days, named=named)
    yield from _training(entries, named=named)
    yield from _earned(records, days)
    yield from _shot(records, days)
    yield Heading("Where the officers stand")
    yield standing_chart(roll, earlier)
    yield requirements_counted(roll)
    yield Heading("Waivers in force")
    found = waived(roll)
    yield waiver_table(found) if named else Paragraph(f"{plural(len(found), 'requirement')} waived.")
    yield Heading("Agreements and the district’s own duties")
    yield duties_counted(roll)
    submitted = KeepTogether((Paragraph("Submitted to the school board."), board_signatures(roll)))
    yield submitted if named else left_out(roll)


# ---------------------------------------------------------------- who served


def _service(roll: Roll, records: Sequence[OfficerRecord], days: Days, *, named: bool) -> Iterator[Block]:
    began = [(r, a) for r in records for a in r.appointments if _within(a.start, days)]
    ended = [(r, a) for r in records for a in r.appointments if _within(a.ended_on, days)]
    then, now = (_serving(records, day) for day in days)
    yield Heading("Who served")
    yield Paragraph(
        f"{plural(then, 'officer')} at the beginning, {now:,} at the end; {plural(len(began), 'appointment')} began, "
        f"{len(ended):,} ended."
    )
    yield by_role(roll)
    yield by_employer(roll)
    if named and (began or ended):
        yield Table(_SERVICE_COLUMNS, tuple(_moves(began, ended)), bands="Change")


def _serving(records: Iterable[OfficerRecord], day: date) -> int:
    return sum(any(a.is_current(day) for a in record.appointments) for record in records)


_SERVICE_COLUMNS = (Column("Officer", 2.4), Column("Role and school", 4), Column("On", 1, right=True), Column("Why", 2))
Move = tuple[OfficerRecord, Appointment]


def _moves(began: Sequence[Move], ended: Sequence[Move]) -> Iterator[Row]:
    if began:
        yield Band("Began")
    yield from sorted((_move(r, a, a.start, "") for r, a in began), key=_by_day)
    if ended:
        yield Band("Ended")
    yield from sorted((_move(r, a, a.ended_on, a.end_reason) for r, a in ended), key=_by_day)


def _move(record: OfficerRecord, appointment: Appointment, day: date | None, why: str) -> tuple[Cell, ...]:
    place = ", ".join(part for part in (ROLE_WORDS[appointment.role], appointment.school) if part)
    return record.officer.name, place, day, why or None


def _by_day(row: tuple[Cell, ...]) -> tuple[date, str]:
    name, _, day, _ = row
    assert isinstance(day, date)
    return day, str(name)


# ---------------------------------------------------------------- what was taught, earned and shot


def _training(entries: Sequence[Entry], *, named: bool) -> Iterator[Block]:
    classes = {sat.training.class_id for entry in entries for sat in entry.sat}
    hours = number(sum(entry.have for entry in entries))
    seats = sum(len(entry.sat) for entry in entries)
    yield Heading("In-service training")
    yield Paragraph(
        f"Classes held: {len(classes):,}, with {plural(seats, 'attendance')} in all; {hours} sanctioned hours credited."
    )
    asked = [(entry.have, entry.need) for entry in entries if entry.need is not None]
    yield hours_chart(asked, "Officers by their share of the hours that the year asks for")
    if named:
        yield classes_table(entries)


def _earned(records: Iterable[OfficerRecord], days: Days) -> Iterator[Block]:
    counts = Counter(credential_name(c.credential) for r in records for c in r.credentials if _within(c.dated, days))
    yield Heading("Courses and certificates earned")
    columns = (Column("Course or certificate", 5), Column("Earned", 1, right=True))
    yield Table(columns, tuple(sorted(counts.items())), "None in this year.", share=0.7)


def _shot(records: Iterable[OfficerRecord], days: Days) -> Iterator[Block]:
    shot = [q for record in records for q in record.qualifications if _within(q.shot_on, days)]
    passed = sum(q.result is Result.PASS for q in shot)
    who, weapons = len({q.officer_id for q in shot}), len({q.weapon_id for q in shot})
    yield Heading("Firearms qualification")
    yield Paragraph(
        f"{plural(len(shot), 'qualification')} shot by {plural(who, 'officer')} with {plural(weapons, 'weapon')}: "
        f"{passed:,} passed, {len(shot) - passed:,} failed."
    )
