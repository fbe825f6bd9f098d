"""The working lists: roster, deadlines, in-service hours, weapons. They name officers and are not for release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from core.dates import add_years, plural, written
from core.findings import Finding, Judged, Roll
from core.model import Issued, Qualification, Result, Sanctioned, Status
from core.reports.blocks import (
    Band,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Line,
    Paragraph,
    Row,
    StateMark,
    Table,
    Title,
    Voice,
)
from core.reports.board import hours_table, proof_table, roster_table
from core.reports.wording import (
    NO_DATE,
    PROOF_WORDS,
    be,
    due_within,
    hours_findings,
    hours_settings,
    late,
    made_document,
    matter,
    month_and_year,
    number,
    past_due,
    quiet,
    sentence,
    summary,
    waived,
    weapon_name,
    whose,
    year_of,
)
from core.rules import RecurringPass


def roster_report(roll: Roll) -> Document:
    title = "Roster of school security staff"
    blocks = (Title(title, f"As of {written(roll.as_of)}"), Paragraph(summary(roll)), roster_table(roll.officers))
    return made_document(roll, title, blocks)


def deadlines_report(roll: Roll, *, days: int = 90) -> Document:
    """What is late, and month by month what falls due within ``days``."""
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


def in_service_report(roll: Roll) -> Document:
    title = "In-service training"
    return made_document(roll, title, (Title(title, f"As of {written(roll.as_of)}"), *_in_service(roll)))


def _in_service(roll: Roll) -> Iterator[Block]:
    found = hours_findings(roll)
    short = sum(f.status in {Status.OVERDUE, Status.DUE_SOON, Status.PENDING} for _, f in found)
    yield Paragraph(f"Of the {len(found):,} in-service years below, {short:,} {be(short)} not complete yet.")
    yield hours_table(found)
    yield Paragraph(hours_settings(roll.district.district), Voice.QUIET)
    yield Heading("Classes attended in those years")
    yield Paragraph(
        "Only hours that MDE sanctions count; a class of unknown sanction is listed and not counted.", Voice.QUIET
    )
    yield Table(_CLASS_COLUMNS, tuple(_classes(roll)), "No class is on record.")
    yield Heading("Completed, but the district holds no proof")
    yield proof_table(roll)


_CLASS_COLUMNS = (
    Column("Class", 4),
    Column("Date", 0.9, right=True),
    Column("Hours", 0.6, right=True),
    Column("Counted in", 1),
    Column("Sanctioned", 1),
    Column("Proof held", 1.2),
)
SANCTION_WORDS = {Sanctioned.YES: "Yes", Sanctioned.NO: "No", Sanctioned.UNKNOWN: "Unknown"}


def _classes(roll: Roll) -> Iterator[Row]:
    for judged in roll.officers:
        years = {f.period for j, f in hours_findings(roll) if j is judged}
        rows = class_rows(judged, roll.as_of, years)
        if rows:
            yield Band(judged.officer.name)
        yield from rows


def class_rows(judged: Judged, as_of: date, years: set[str | None] | None = None) -> list[Row]:
    """The classes attended by now, the latest first; of some ``years`` only, where they are given."""
    rows: list[Row] = []
    for attended in sorted(judged.record.attended, key=lambda a: a.on, reverse=True):
        year = year_of(judged, attended)
        if attended.on > as_of or (years is not None and year not in years):
            continue
        training = attended.training
        counted = year if attended.sanctioned else NO_DATE
        sanction, proof = SANCTION_WORDS[training.sanctioned], PROOF_WORDS[attended.attendance.proof]
        rows.append((training.title, attended.on, attended.hours, counted, sanction, proof))
    return rows


def weapons_report(roll: Roll) -> Document:
    title = "Issued weapons and qualifications"
    return made_document(roll, title, (Title(title, f"As of {written(roll.as_of)}"), *_weapons(roll)))


def _weapons(roll: Roll) -> Iterator[Block]:
    held = [(j, issued) for j in roll.officers for issued in held_weapons(j, roll.as_of)]
    yield Paragraph(
        f"{plural(len(held), 'weapon')} issued to {plural(len({j.officer.officer_id for j, _ in held}), 'officer')}."
    )
    columns = (
        Column("Officer", 2.2),
        Column("Weapon", 3),
        Column("Issued", 0.9, right=True),
        Column("Last passed", 1, right=True),
        Column("Good until", 0.9, right=True),
        Column("Status", 1),
    )
    rows = [_weapon_row(judged, issued, roll.as_of) for judged, issued in held]
    yield Table(columns, tuple(rows), "No weapon is issued to anyone on the roll.")
    yield Heading("Record of qualification, two years back")
    yield Table(QUALIFICATION_COLUMNS, tuple(_shot(roll)), "No qualification is on record.")


def held_weapons(judged: Judged, as_of: date) -> tuple[Issued, ...]:
    return tuple(issued for issued in judged.record.issued if issued.issue.is_held(as_of))


def _weapon_row(judged: Judged, issued: Issued, as_of: date) -> tuple[Cell, ...]:
    weapon = issued.weapon
    finding = next(
        (f for f in judged.findings if isinstance(f.requirement.rule, RecurringPass) and f.item == weapon.weapon_id),
        None,
    )
    passed = [q.shot_on for q in shots(judged, as_of, weapon.weapon_id) if q.result is Result.PASS]
    details = " · ".join(part for part in (weapon.kind, weapon.caliber, weapon.owner) if part)
    return (
        judged.officer.name,
        (Line(weapon_name(weapon)), Line(details, Voice.QUIET)) if details else weapon_name(weapon),
        issued.issue.issued_on,
        max(passed, default=None),
        finding.due if finding else None,
        StateMark(finding.status) if finding else "Not judged",
    )


def shots(judged: Judged, as_of: date, weapon_id: str | None = None) -> tuple[Qualification, ...]:
    """What was shot by now, the latest first."""
    shot = [q for q in judged.record.qualifications if q.shot_on <= as_of and weapon_id in {None, q.weapon_id}]
    return tuple(sorted(shot, key=lambda q: q.shot_on, reverse=True))


QUALIFICATION_COLUMNS = (
    Column("Date", 0.9, right=True),
    Column("Weapon", 1.2),
    Column("Course of fire, range", 3),
    Column("Instructor", 2.4),
    Column("Score", 0.9, right=True),
    Column("Result", 0.6),
)


def _shot(roll: Roll) -> Iterator[Row]:
    for judged in roll.officers:
        first = add_years(roll.as_of, -2)
        rows = [qualification_row(q) for q in shots(judged, roll.as_of) if q.shot_on >= first]
        if rows:
            yield Band(judged.officer.name)
        yield from rows


def qualification_row(shot: Qualification) -> tuple[Cell, ...]:
    course = ", ".join(part for part in (shot.course_of_fire, shot.range, shot.light) if part) or NO_DATE
    attempt = f" (attempt {shot.attempt})" if shot.attempt and shot.attempt > 1 else ""
    instructor = ", ".join(part for part in (shot.instructor, shot.instructor_credential) if part) or NO_DATE
    result = "Pass" if shot.result is Result.PASS else "Fail"
    return shot.shot_on, shot.weapon_id, course + attempt, instructor, score(shot), result


def score(shot: Qualification) -> str:
    if shot.score is None:
        return NO_DATE
    return f"{number(shot.score)} of {number(shot.maximum)}" if shot.maximum is not None else number(shot.score)
