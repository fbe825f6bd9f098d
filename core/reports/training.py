"""Training on paper: the ledger of an in-service year, and the transcript of one officer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.dates import YearKind, add_years, in_service_year, plural, written
from core.engine import judge
from core.errors import UserError
from core.findings import Finding, Judged, Roll
from core.model import Attended, Credential, OfficerRecord, Role, TrainingClass, credential_name
from core.reports.blocks import (
    Band,
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    HoursBar,
    KeepTogether,
    Line,
    Link,
    Notice,
    Paragraph,
    Party,
    Row,
    Signatures,
    StateMark,
    Table,
    Title,
    Voice,
)
from core.reports.wording import (
    EMPLOYER_WORDS,
    OFFICE_MARKING,
    PROOF_WORDS,
    ROLE_WORDS,
    SANCTION_WORDS,
    appointment_on,
    be,
    hours_findings,
    hours_settings,
    made_document,
    number,
    on,
    year_label,
)
from core.rules import AnnualHours

CLASS_COLUMNS = (
    Column("Class", 4),
    Column("Date", 0.9, right=True),
    Column("Hours", 0.6, right=True),
    Column("Counted", 0.8, right=True),
    Column("Sanctioned", 1),
    Column("Proof held", 1.1),
)
ONLY_SANCTIONED = (
    "Only hours that MDE sanctions count; a class of unknown sanction is listed and not counted. A class counts in the "
    "year of its last day, or in the year it is expressly credited to."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One officer's year: the classes sat, the hours asked for where that is known, and the finding if there is one."""

    record: OfficerRecord
    sat: tuple[Attended, ...]
    need: float | None
    finding: Finding | None

    @property
    def have(self) -> float:
        return round(sum(attended.hours for attended in self.sat if attended.sanctioned), 2)

    @property
    def uncounted(self) -> float:
        return round(sum(attended.hours for attended in self.sat if not attended.sanctioned), 2)

    @property
    def complete(self) -> bool:
        return self.need is not None and self.have >= self.need


def entries_of(roll: Roll, records: Iterable[OfficerRecord], year: str) -> tuple[Entry, ...]:
    """Everyone who has to train in the year, or did; ``records`` are those of who has left too."""
    judged = {j.officer.officer_id: j for j in roll.officers}
    found = (_entry(roll, record, judged.get(record.officer.officer_id), year) for record in records)
    return tuple(entry for entry in found if entry.sat or entry.need is not None)


def _entry(roll: Roll, record: OfficerRecord, judged: Judged | None, year: str) -> Entry:
    role = judged.role if judged else _last_role(record, roll.as_of)
    sat = tuple(a for a in record.attended if a.on <= roll.as_of and year_label(record, role, a) == year)
    finding = _hours_of(judged, year)
    then = finding or _hours_of(_judged_then(roll, record, role, year), year)
    return Entry(record, tuple(sorted(sat, key=lambda a: a.on)), then.need if then else None, finding)


def _last_role(record: OfficerRecord, as_of: date) -> Role | None:
    appointment = appointment_on(record, as_of)
    return appointment.role if appointment else None


def _hours_of(judged: Judged | None, year: str) -> Finding | None:
    found = judged.findings if judged else ()
    return next((f for f in found if isinstance(f.requirement.rule, AnnualHours) and f.period == year), None)


def _judged_then(roll: Roll, record: OfficerRecord, role: Role | None, year: str) -> Judged | None:
    """As judged on the last day of a year long past, for the hours it asked for."""
    last = _last_day(record, role, year)
    return judge(roll.policy, record, last) if last and last < roll.as_of else None


def _last_day(record: OfficerRecord, role: Role | None, year: str) -> date | None:
    if not year[:4].isdecimal():
        return None
    starts = [a.start for a in record.appointments if a.role is role and a.start]
    start = min(starts, default=None)
    kind, first = record.district.in_service_year, int(year[:4])
    if kind is YearKind.ANNIVERSARY:
        found = in_service_year(kind, add_years(start, first - start.year), start) if start else None
    else:
        found = in_service_year(kind, date(first, 7, 1), None)
    return found.last if found else None


def current_year(roll: Roll) -> str:
    """Its label; where each officer has a year of his own, the one most of them are in."""
    year = in_service_year(roll.district.district.in_service_year, roll.as_of, None)
    if year:
        return year.label
    running = Counter(f.period or "" for _, f in hours_findings(roll) if f.due and f.due >= roll.as_of)
    return max(running, key=lambda label: (running[label], label), default="")


def known_years(roll: Roll, records: Iterable[OfficerRecord]) -> tuple[str, ...]:
    """The years in which someone has to train or sat a class, the latest first."""
    labels = {f.period or "" for _, f in hours_findings(roll)}
    for record in records:
        role = _last_role(record, roll.as_of)
        labels |= {year_label(record, role, sat) for sat in record.attended if sat.on <= roll.as_of}
    return tuple(sorted(labels - {""}, reverse=True))


def chosen_year(roll: Roll, records: Sequence[OfficerRecord], year: str) -> str:
    """The year asked for, or the current one. Raises :class:`UserError` for one of which nothing is known."""
    known = known_years(roll, records)
    if year and year not in known:
        hint = f"The years on record are {', '.join(known)}." if known else "No class is on record."
        raise UserError(f"Nothing is on record of an in-service year “{year}”.", hint)
    return year or current_year(roll)


# ---------------------------------------------------------------- the ledger of a year


def in_service_report(roll: Roll, records: Sequence[OfficerRecord], year: str = "") -> Document:
    """Raises :class:`UserError` for a year of which nothing is known."""
    label = chosen_year(roll, records, year)
    title = f"In-service ledger {label}".strip()
    blocks = (Title(title, f"As of {written(roll.as_of)}"), *_ledger(roll, entries_of(roll, records, label), label))
    return made_document(roll, title, blocks)


def _ledger(roll: Roll, entries: Sequence[Entry], label: str) -> Iterator[Block]:
    asked = [entry for entry in entries if entry.need is not None]
    done = sum(entry.complete for entry in asked)
    yield Paragraph(
        f"{done:,} of {plural(len(asked), 'officer')} {be(done)} through with the hours of {label or 'the year'}; "
        f"{number(sum(entry.have for entry in entries))} sanctioned hours are on record."
    )
    yield from _still_short(roll, label)
    yield Heading("Hours")
    yield Table(_HOURS_COLUMNS, tuple(_hours_row(roll, entry) for entry in entries), "Nobody has to train.")
    yield Paragraph(hours_settings(roll.district.district), Voice.QUIET)
    yield Heading("Classes")
    yield classes_table(entries)
    yield Heading("By officer")
    yield Paragraph(ONLY_SANCTIONED, Voice.QUIET)
    yield Table(CLASS_COLUMNS, tuple(_by_officer(entries)), "No class is on record.", bands="Officer")


def _still_short(roll: Roll, label: str) -> Iterator[Block]:
    """A year that has closed stays open until it is made up."""
    closed = Counter(f.period for _, f in hours_findings(roll) if f.open and f.due and f.due < roll.as_of)
    for period, count in closed.items():
        if period and period != label:
            yield Notice(
                f"{period} is not closed", f"{plural(count, 'officer')} fell short; the ledger of {period} names them."
            )


_HOURS_COLUMNS = (
    Column("Officer", 2.6),
    Column("School", 2.2),
    Column("Sanctioned hours", 3),
    Column("Not counted", 0.8, right=True),
    Column("Status", 1.3),
)


def _hours_row(roll: Roll, entry: Entry) -> tuple[Cell, ...]:
    appointment = appointment_on(entry.record, roll.as_of)
    hours: Cell = HoursBar(entry.have, entry.need) if entry.need else entry.have
    school = appointment.school if appointment else ""
    name = entry.record.officer.name
    return (
        Link(name, _here(entry)) if entry.sat else name,
        school or None,
        hours,
        entry.uncounted or None,
        _state(entry),
    )


def _here(entry: Entry) -> str:
    """Where the classes of the officer stand."""
    return f"classes of {entry.record.officer.officer_id}"


def _state(entry: Entry) -> Cell:
    if entry.finding:
        return StateMark(entry.finding.status)
    if entry.need is None:
        return "Not asked for"
    return "Complete" if entry.complete else f"{number(entry.need - entry.have)} short"


def classes_table(entries: Iterable[Entry]) -> Table:
    """Each class once, with how many sat it."""
    classes: dict[str, TrainingClass] = {}
    sat: Counter[str] = Counter()
    for entry in entries:
        classes |= {attended.training.class_id: attended.training for attended in entry.sat}
        sat.update(attended.training.class_id for attended in entry.sat)
    columns = (
        Column("Class", 4),
        Column("Ended", 0.9, right=True),
        Column("Hours", 0.6, right=True),
        Column("Provider", 2),
        Column("Sanctioned", 1),
        Column("Attended", 0.8, right=True),
    )
    rows = [
        (c.title, c.ends_on, c.hours, c.provider or None, SANCTION_WORDS[c.sanctioned], sat[c.class_id])
        for c in sorted(classes.values(), key=lambda c: (c.ends_on, c.class_id))
    ]
    return Table(columns, tuple(rows), "No class is on record.")


def _by_officer(entries: Iterable[Entry]) -> Iterator[Row]:
    for entry in entries:
        if entry.sat:
            of = f" of {number(entry.need)}" if entry.need else ""
            yield Band(f"{entry.record.officer.name} · {number(entry.have)}{of} hours", _here(entry))
        yield from map(class_row, entry.sat)


def class_row(attended: Attended) -> tuple[Cell, ...]:
    training = attended.training
    counted = attended.hours if attended.sanctioned else None
    sanction, proof = SANCTION_WORDS[training.sanctioned], PROOF_WORDS[attended.attendance.proof]
    return training.title, attended.on, attended.hours, counted, sanction, proof


# ---------------------------------------------------------------- the transcript of an officer


def transcript(roll: Roll, record: OfficerRecord) -> Document:
    """What the district's records say of an officer's training, of one who has left too."""
    name = record.officer.full_name
    blocks = (Title(name, f"Training transcript as of {written(roll.as_of)}"), *_transcript(roll, record))
    return made_document(roll, f"Training transcript: {name}", blocks, OFFICE_MARKING)


def _transcript(roll: Roll, record: OfficerRecord) -> Iterator[Block]:
    yield Facts(tuple(_person(record, roll.as_of)))
    yield Heading("Courses and certificates")
    held = sorted(record.credentials, key=lambda c: (c.dated or date.max, c.credential))
    rows = tuple(_credential(c) for c in held if c.dated is None or c.dated <= roll.as_of)
    yield Table(_CREDENTIAL_COLUMNS, rows, "No course is on record.")
    yield Heading("In-service training by year")
    years = _years(record, roll.as_of)
    yield Table(_YEAR_COLUMNS, tuple(_year_row(label, sat) for label, sat in years), "No class is on record.")
    if years:
        yield Heading("Classes")
        yield Table(CLASS_COLUMNS, tuple(_by_year(years)), bands="Year")
    yield Paragraph(ONLY_SANCTIONED, Voice.QUIET)
    name = roll.district.district.superintendent
    words = "This transcript agrees with the records that the district keeps."
    yield KeepTogether((Paragraph(words), Signatures((Party("For the district", name),))))


def _person(record: OfficerRecord, as_of: date) -> Iterator[tuple[str, Cell]]:
    officer = record.officer
    yield "ID", officer.officer_id
    if officer.mcid:
        yield "MCID", officer.mcid
    for appointment in record.appointments:
        started = appointment.start
        if started and started > as_of:
            continue
        ended = f" to {on(appointment.ended_on)}" if appointment.ended_on and appointment.ended_on <= as_of else ""
        since = f"{'since ' if not ended else ''}{on(started)}{ended}" if started else "without a date"
        employer = appointment.employer or EMPLOYER_WORDS[appointment.employer_type]
        yield ROLE_WORDS[appointment.role], (Line(employer), Line(since, Voice.QUIET))


_CREDENTIAL_COLUMNS = (
    Column("Course or certificate", 4),
    Column("Completed", 0.9, right=True),
    Column("Issued", 0.9, right=True),
    Column("Expires", 0.9, right=True),
    Column("Hours", 0.6, right=True),
    Column("Proof held", 1.1),
)


def _credential(held: Credential) -> tuple[Cell, ...]:
    number_of = f"no. {held.certificate_number}" if held.certificate_number else ""
    details = ", ".join(part for part in (held.provider, number_of) if part)
    name = credential_name(held.credential)
    named = (Line(name), Line(details, Voice.QUIET)) if details else name
    return named, held.completed_on, held.issued_on, held.expires_on, held.hours, PROOF_WORDS[held.proof]


Years = list[tuple[str, list[Attended]]]


def _years(record: OfficerRecord, as_of: date) -> Years:
    """The classes by the year they count in, the latest year first."""
    role = _last_role(record, as_of)
    years: dict[str, list[Attended]] = {}
    for attended in sorted(record.attended, key=lambda a: a.on, reverse=True):
        if attended.on <= as_of:
            years.setdefault(year_label(record, role, attended) or "No year", []).append(attended)
    return sorted(years.items(), reverse=True)


_YEAR_COLUMNS = (
    Column("Year", 3),
    Column("Classes", 1, right=True),
    Column("Sanctioned hours", 1.4, right=True),
    Column("Other hours", 1.4, right=True),
)


def _year_row(label: str, sat: Sequence[Attended]) -> tuple[Cell, ...]:
    counted = round(sum(a.hours for a in sat if a.sanctioned), 2)
    other = round(sum(a.hours for a in sat if not a.sanctioned), 2)
    return label, len(sat), counted, other or None


def _by_year(years: Years) -> Iterator[Row]:
    for label, sat in years:
        yield Band(label)
        yield from map(class_row, sat)
