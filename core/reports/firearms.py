"""The log of weapons and qualifications: of everyone, of one officer, or of one weapon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.dates import add_years, plural, written
from core.errors import UserError
from core.findings import Judged, Roll
from core.model import Issued, OfficerRecord, Qualification, Result, Weapon
from core.reports.blocks import (
    Band,
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Line,
    Link,
    Paragraph,
    Row,
    StateMark,
    Table,
    Title,
    Voice,
)
from core.reports.wording import NO_DATE, made_document, number, weapon_name
from core.rules import RecurringPass

LOG_YEARS = 2
"""That the log of everyone goes back; of one officer or weapon it holds all there is."""
TITLE = "Issued weapons and qualifications"


def weapons_report(
    roll: Roll, records: Iterable[OfficerRecord], *, record: OfficerRecord | None = None, weapon_id: str = ""
) -> Document:
    """Of one officer, of one weapon through all hands, or of everyone; ``records`` are those of who has left too."""
    if weapon_id:
        weapon = _weapon(records, weapon_id)
        return _made(roll, f"Weapon log: {weapon_name(weapon)}", weapon_name(weapon), _of_weapon(roll, records, weapon))
    if record:
        name = record.officer.full_name
        return _made(roll, f"Firearms record: {name}", name, _of_officer(roll, record))
    return _made(roll, TITLE, TITLE, _of_all(roll, records))


def _made(roll: Roll, title: str, head: str, blocks: Iterable[Block]) -> Document:
    words = "Weapons and qualifications" if head != TITLE else ""
    subtitle = f"{words} as of {written(roll.as_of)}" if words else f"As of {written(roll.as_of)}"
    return made_document(roll, title, (Title(head, subtitle), *blocks))


def _weapon(records: Iterable[OfficerRecord], weapon_id: str) -> Weapon:
    for record in records:
        for issued in record.issued:
            if issued.weapon.weapon_id == weapon_id:
                return issued.weapon
    raise UserError(
        f"No weapon “{weapon_id}” has been issued to anyone on file.", "Give its serial number as recorded."
    )


# ---------------------------------------------------------------- everyone


def _of_all(roll: Roll, records: Iterable[OfficerRecord]) -> Iterator[Block]:
    held = [(j, issued) for j in roll.officers for issued in held_weapons(j, roll.as_of)]
    yield Paragraph(
        f"{plural(len(held), 'weapon')} issued to {plural(len({j.officer.officer_id for j, _ in held}), 'officer')}."
    )
    yield Heading("Issued now")
    rows = tuple(_weapon_row(judged, issued, roll.as_of) for judged, issued in held)
    yield Table(_HELD_COLUMNS, rows, "No weapon is issued to anyone on the roll.")
    yield Heading("Log by officer, two years back")
    yield Table(QUALIFICATION_COLUMNS, tuple(_by_officer(roll)), NONE_SHOT, bands="Officer")
    yield Heading("Log by weapon, two years back")
    yield Table(_BY_WEAPON_COLUMNS, tuple(_by_weapon(roll, records)), NONE_SHOT, bands="Weapon")


NONE_SHOT = "No qualification is on record."
_HELD_COLUMNS = (
    Column("Officer", 2.2),
    Column("Weapon", 3),
    Column("Issued", 0.9, right=True),
    Column("Last passed", 1, right=True),
    Column("Good until", 0.9, right=True),
    Column("Status", 1),
)


def held_weapons(judged: Judged, as_of: date) -> tuple[Issued, ...]:
    return tuple(issued for issued in judged.record.issued if issued.issue.is_held(as_of))


def _weapon_row(judged: Judged, issued: Issued, as_of: date) -> tuple[Cell, ...]:
    weapon = issued.weapon
    finding = next(
        (f for f in judged.findings if isinstance(f.requirement.rule, RecurringPass) and f.item == weapon.weapon_id),
        None,
    )
    passed = [q.shot_on for q in shots(judged.record, as_of, weapon.weapon_id) if q.result is Result.PASS]
    logged = any(shot.shot_on >= add_years(as_of, -LOG_YEARS) for shot in shots(judged.record, as_of))
    name = judged.officer.name
    return (
        Link(name, f"log of {judged.officer.officer_id}") if logged else name,
        _described(weapon),
        issued.issue.issued_on,
        max(passed, default=None),
        finding.due if finding else None,
        StateMark(finding.status) if finding else "Not judged",
    )


def _described(weapon: Weapon) -> Cell:
    details = " · ".join(part for part in (weapon.kind, weapon.caliber, weapon.owner) if part)
    return (Line(weapon_name(weapon)), Line(details, Voice.QUIET)) if details else weapon_name(weapon)


def shots(record: OfficerRecord, as_of: date, weapon_id: str | None = None) -> tuple[Qualification, ...]:
    """What was shot by now, the latest first."""
    shot = [q for q in record.qualifications if q.shot_on <= as_of and weapon_id in {None, q.weapon_id}]
    return tuple(sorted(shot, key=lambda q: q.shot_on, reverse=True))


QUALIFICATION_COLUMNS = (
    Column("Date", 0.9, right=True),
    Column("Weapon", 1.2),
    Column("Course of fire, range", 3),
    Column("Instructor", 2.4),
    Column("Score", 0.9, right=True),
    Column("Result", 0.6),
)
_BY_WEAPON_COLUMNS = (QUALIFICATION_COLUMNS[0], Column("Officer", 2), *QUALIFICATION_COLUMNS[2:])


def _by_officer(roll: Roll) -> Iterator[Row]:
    first = add_years(roll.as_of, -LOG_YEARS)
    for judged in roll.officers:
        rows = [qualification_row(q, q.weapon_id) for q in shots(judged.record, roll.as_of) if q.shot_on >= first]
        if rows:
            yield Band(judged.officer.name, f"log of {judged.officer.officer_id}")
        yield from rows


def _by_weapon(roll: Roll, records: Iterable[OfficerRecord]) -> Iterator[Row]:
    first = add_years(roll.as_of, -LOG_YEARS)
    weapons: dict[str, Weapon] = {}
    fired: dict[str, list[tuple[OfficerRecord, Qualification]]] = {}
    for record in records:
        weapons |= {issued.weapon.weapon_id: issued.weapon for issued in record.issued}
        for shot in shots(record, roll.as_of):
            if shot.shot_on >= first:
                fired.setdefault(shot.weapon_id, []).append((record, shot))
    for weapon_id in sorted(fired):
        name = weapon_name(weapons[weapon_id]) if weapon_id in weapons else weapon_id
        yield Band(name, f"log of weapon {weapon_id}")
        for record, shot in sorted(fired[weapon_id], key=lambda pair: pair[1].shot_on, reverse=True):
            yield qualification_row(shot, record.officer.name)


def qualification_row(shot: Qualification, about: str) -> tuple[Cell, ...]:
    """``about`` is the weapon, in a log of officers, or the officer, in one of weapons."""
    course = ", ".join(part for part in (shot.course_of_fire, shot.range, shot.light) if part) or NO_DATE
    attempt = f" (attempt {shot.attempt})" if shot.attempt and shot.attempt > 1 else ""
    instructor = ", ".join(part for part in (shot.instructor, shot.instructor_credential) if part) or None
    result = "Pass" if shot.result is Result.PASS else "Fail"
    return shot.shot_on, about, course + attempt, instructor, score(shot), result


def score(shot: Qualification) -> str | None:
    if shot.score is None:
        return None
    return f"{number(shot.score)} of {number(shot.maximum)}" if shot.maximum is not None else number(shot.score)


# ---------------------------------------------------------------- one officer, one weapon


def _of_officer(roll: Roll, record: OfficerRecord) -> Iterator[Block]:
    issues = sorted((i for i in record.issued if i.issue.issued_on <= roll.as_of), key=lambda i: i.issue.issued_on)
    rows = tuple((_described(i.weapon), i.issue.issued_on, i.issue.returned_on) for i in issues)
    columns = (Column("Weapon", 5), Column("Issued", 1, right=True), Column("Returned", 1, right=True))
    yield Heading("Weapons issued")
    yield Table(columns, rows, "No weapon has been issued to this officer.")
    yield Heading("Qualifications")
    fired = tuple(qualification_row(shot, shot.weapon_id) for shot in shots(record, roll.as_of))
    yield Table(QUALIFICATION_COLUMNS, fired, NONE_SHOT)


def _of_weapon(roll: Roll, records: Iterable[OfficerRecord], weapon: Weapon) -> Iterator[Block]:
    facts = (
        ("Serial number", weapon.weapon_id),
        ("Kind", weapon.kind),
        ("Make and model", f"{weapon.make} {weapon.model}".strip()),
        ("Caliber", weapon.caliber),
        ("Owner", weapon.owner),
    )
    yield Facts(tuple((label, value or "Not recorded") for label, value in facts))
    records = tuple(records)
    hands = [(r, i) for r in records for i in r.issued if _is_of(i, weapon) and i.issue.issued_on <= roll.as_of]
    hands.sort(key=lambda pair: pair[1].issue.issued_on)
    columns = (Column("Officer", 5), Column("Issued", 1, right=True), Column("Returned", 1, right=True))
    yield Heading("In whose hands")
    yield Table(columns, tuple((r.officer.name, i.issue.issued_on, i.issue.returned_on) for r, i in hands))
    fired = [(r, shot) for r in records for shot in shots(r, roll.as_of, weapon.weapon_id)]
    fired.sort(key=lambda pair: pair[1].shot_on, reverse=True)
    yield Heading("Qualifications")
    rows = tuple(qualification_row(shot, record.officer.name) for record, shot in fired)
    yield Table(_BY_WEAPON_COLUMNS, rows, NONE_SHOT)


def _is_of(issued: Issued, weapon: Weapon) -> bool:
    return issued.weapon.weapon_id == weapon.weapon_id
