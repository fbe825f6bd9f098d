"""Letters to an officer: what is late, what comes, what was lost; and what may be said for an officer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from core.dates import plural, short, written
from core.errors import UserError
from core.findings import Finding, Judged, Roll
from core.model import (
    Appointment,
    Attended,
    Credential,
    Issued,
    OfficerRecord,
    Result,
    Sanctioned,
    Status,
    credential_name,
)
from core.reports.blocks import Block, Cell, Column, Line, Paragraph, Table, Voice
from core.reports.letters.drafting import (
    SERVES_AS,
    Draft,
    Order,
    first_of,
    home,
    in_words,
    on_paper,
    shared_fields,
    strong,
    table,
    titles,
    to_officer,
)
from core.reports.letters.kinds import LetterKind
from core.reports.letters.templates import asks
from core.reports.wording import PROOF_WORDS, deciding, late, listed, matter, number, on, quiet, sentence, weapon_name
from core.rules import Act, AgeAtAssignment, RecurringPass

# ---------------------------------------------------------------- loss of powers


def powers(roll: Roll, order: Order) -> Iterator[Draft]:
    for judged in order.officers:
        lost = lost_powers(judged)
        if lost:
            quoted = Paragraph(f"“{lost.words}”", Voice.QUOTE)
            own = {
                "due": on_paper(lost.due),
                "arithmetic": lost.arithmetic,
                "citation": lost.citation,
                "consequence": lost.consequence or "",
            }
            why = f"{lost.requirement.title} was due on {on_paper(lost.due)}; the powers of a peace officer are lost."
            yield to_officer(LetterKind.POWERS, roll, order, judged, why, own, {"statute": (quoted,)})


def lost_powers(judged: Judged) -> Finding | None:
    """The finding by which the officer may not exercise the powers of a peace officer."""
    if not judged.powers_suspended:
        return None
    return next((f for f in judged.findings if f.consequence and f.status is Status.OVERDUE), None)


# ---------------------------------------------------------------- past due and coming due


def past_due(judged: Judged) -> tuple[Finding, ...]:
    """What is late or forbidden, but for the loss of powers, which has a letter of its own."""
    lost = lost_powers(judged)
    return tuple(f for f in deciding(judged, Status.VIOLATION, Status.OVERDUE) if f is not lost)


def overdue(roll: Roll, order: Order) -> Iterator[Draft]:
    for judged in order.officers:
        found = past_due(judged)
        if found:
            why = f"{plural(len(found), 'requirement')} past due or not met: {titles(judged, found)}."
            own = {"count": in_words(len(found), "requirement")}
            yield to_officer(LetterKind.OVERDUE, roll, order, judged, why, own, _lists(roll, judged))


def upcoming(roll: Roll, order: Order) -> Iterator[Draft]:
    for judged in order.officers:
        found = deciding(judged, Status.DUE_SOON)
        if found and not past_due(judged):
            why = f"{plural(len(found), 'requirement')} due soon: {titles(judged, found)}."
            own = {"count": in_words(len(found), "requirement").capitalize()}
            yield to_officer(LetterKind.UPCOMING, roll, order, judged, why, own, _lists(roll, judged))


_SUPPLIED = {
    Act.CREDENTIAL,
    Act.CLASS,
    Act.QUALIFICATION,
    Act.COMMISSION,
    Act.OFFICER,
    Act.DESIGNATION,
    Act.BOND,
    Act.SERVICE,
}
"""Records that the officer can supply."""


def _lists(roll: Roll, judged: Judged) -> dict[str, tuple[Block, ...]]:
    unknown = deciding(judged, Status.UNDETERMINED)
    return {
        "late": _findings_table(judged, past_due(judged), roll.as_of, late_too=True),
        "coming due": _findings_table(judged, deciding(judged, Status.DUE_SOON), roll.as_of),
        "also needed": _findings_table(judged, [f for f in unknown if f.requirement.act in _SUPPLIED], roll.as_of),
    }


def _findings_table(
    judged: Judged, findings: Sequence[Finding], as_of: date, *, late_too: bool = False
) -> tuple[Block, ...]:
    columns: tuple[Column, ...] = (Column("What, why and what to do", 6), Column("Due", 0.9, right=True))
    if late_too:
        columns = (*columns, Column("Days late", 0.8, right=True))
    return table(columns, ((_asked(judged, f), on(f.due), late(f, as_of))[: len(columns)] for f in findings))


def _asked(judged: Judged, finding: Finding) -> tuple[Line, ...]:
    reason = sentence(finding.because) + (f" {sentence(finding.arithmetic)}" if finding.arithmetic else "")
    words = f"{finding.citation}: “{finding.words}”" if finding.words else finding.citation
    return (
        Line(matter(judged, finding), Voice.STRONG),
        Line(reason),
        *(Line(sentence(note)) for note in finding.notes),
        Line(asks()[finding.requirement.act]),
        Line(words, Voice.QUIET),
    )


# ---------------------------------------------------------------- the range day


def called_up(judged: Judged, by: date | None = None) -> tuple[Finding, ...]:
    """The weapon qualifications that are due, soon due, or due ``by`` a day."""
    return tuple(f for f in judged.findings if isinstance(f.requirement.rule, RecurringPass) and _falls_due(f, by))


def _falls_due(finding: Finding, by: date | None) -> bool:
    soon = finding.status in {Status.OVERDUE, Status.DUE_SOON, Status.PENDING}
    return soon or (by is not None and finding.due is not None and finding.due <= by)


def range_day(roll: Roll, order: Order) -> Iterator[Draft]:
    day = order.typed.day("range_day")
    for judged in order.officers:
        found = called_up(judged, day)
        if found:
            why = f"{plural(len(found), 'qualification')} due: {titles(judged, found)}."
            lists = {"weapons": _weapons(judged, found), "too late": _too_late(judged, found, roll.as_of, day)}
            yield to_officer(LetterKind.RANGE, roll, order, judged, why, _range_fields(order), lists)


def _range_fields(order: Order) -> dict[str, str]:
    at_time = order.typed.line("at_time")
    return {
        "range_day": on_paper(order.typed.day("range_day")),
        "place": order.typed.line("place"),
        "at_time": f" at {at_time}" if at_time else "",
        "bring": order.typed.line("bring"),
    }


_WEAPON_COLUMNS = (Column("Weapon", 4), Column("How it stands", 4), Column("Due", 1, right=True))


def _weapons(judged: Judged, found: Iterable[Finding]) -> tuple[Block, ...]:
    return table(_WEAPON_COLUMNS, ((_weapon(judged, f), sentence(f.because), on(f.due)) for f in found))


def _weapon(judged: Judged, finding: Finding) -> str:
    weapons = {issued.weapon.weapon_id: issued.weapon for issued in judged.record.issued}
    weapon = weapons.get(finding.item or "")
    return weapon_name(weapon) if weapon else matter(judged, finding)


def _too_late(judged: Judged, found: Iterable[Finding], as_of: date, day: date | None) -> tuple[Block, ...]:
    """What can still be done in time, but not on the range day."""
    early = [f for f in found if f.due and day and as_of <= f.due < day]
    if not early:
        return ()
    return (Paragraph(f"Before the range day falls due: {titles(judged, early)}."),)


# ---------------------------------------------------------------- good standing

OUT_OF_ORDER = (Status.VIOLATION, Status.OVERDUE, Status.UNDETERMINED)


def not_in_good_standing(judged: Judged) -> str:
    """Why no statement of good standing can be made; empty if it can. What is not known is not good standing."""
    found = deciding(judged, *OUT_OF_ORDER)
    if not found:
        return ""
    reasons = listed(f"{matter(judged, f)} ({f.status.replace('_', ' ')}: {f.because.rstrip('.')})" for f in found)
    return f"No statement of good standing can be made for {judged.officer.full_name}: {reasons}."


def good_standing(roll: Roll, order: Order) -> Iterator[Draft]:
    """Raises :class:`UserError` with the reason for an officer who was chosen and is not in good standing."""
    for judged in order.officers:
        refused = not_in_good_standing(judged)
        if refused and order.chosen:
            raise UserError(refused, "Cure what is listed, then print the statement.")
        if not refused:
            why = "Nothing required is past due, forbidden or unknown."
            own = {"purpose": order.typed.line("purpose")}
            yield to_officer(LetterKind.STANDING, roll, order, judged, why, own, _standing_lists(judged))


def _standing_lists(judged: Judged) -> dict[str, tuple[Block, ...]]:
    own = [f for f in judged.findings if f.decides]
    met = [f for f in own if f.status is Status.MET]
    ahead = [f for f in own if f.status in {Status.DUE_SOON, Status.PENDING}]
    return {
        "met": table(_MET, ((_stated(judged, f), quiet(f.citation)) for f in met)),
        "not yet due": table(_AHEAD, ((_stated(judged, f), on(f.due)) for f in ahead)),
        "waived": table(_WAIVED, (row for f in own if (row := _waived(judged, f)))),
    }


_MET = (Column("Requirement, and how it is met", 6), Column("Source", 2))
_AHEAD = (Column("Requirement", 6), Column("Due", 1, right=True))
_WAIVED = (Column("Requirement", 3), Column("Granted by, document", 3), Column("Until", 1, right=True))


def _stated(judged: Judged, finding: Finding) -> Cell:
    """How it stands; but a birth date is not for whoever is shown the statement."""
    if isinstance(finding.requirement.rule, AgeAtAssignment):
        return strong(matter(judged, finding))
    return strong(matter(judged, finding), sentence(finding.because), *(sentence(note) for note in finding.notes))


def _waived(judged: Judged, finding: Finding) -> tuple[Cell, ...] | None:
    waiver = finding.waiver
    if waiver is None or finding.status is not Status.WAIVED:
        return None
    return matter(judged, finding), f"{waiver.granted_by}, {waiver.reference}", on(waiver.until_on)


# ---------------------------------------------------------------- leaving


def leaving(roll: Roll, order: Order) -> Iterator[Draft]:
    """For those whose service ended, or whose last day is recorded."""
    for record in (*order.former, *(judged.record for judged in order.officers)):
        last = _last_appointment(record)
        if last and last.ended_on:
            yield _confirmed(roll, order, record, last, last.ended_on)
        elif order.chosen:
            raise UserError(
                f"{record.officer.full_name} has not left, and no day of leaving is recorded.",
                "Record the end of the appointment first.",
            )


def _last_appointment(record: OfficerRecord) -> Appointment | None:
    """That which ends last; one that has no end yet ends after all others."""
    return max(record.appointments, key=lambda a: a.ended_on or date.max, default=None)


def _confirmed(roll: Roll, order: Order, record: OfficerRecord, last: Appointment, ended_on: date) -> Draft:
    officer = record.officer
    start = first_of([a.start for a in record.appointments])
    own = {
        "full_name": officer.full_name,
        "last_name": officer.last_name,
        "role": SERVES_AS[last.role],
        "period": f"from {on_paper(start)} to {written(ended_on)}",
    }
    left = "left" if ended_on < roll.as_of else "leaves"
    why = f"{officer.full_name} {left} on {short(ended_on)}."
    lists = _training(record, roll.as_of)
    fields = shared_fields(roll, order.dated) | own
    return Draft(LetterKind.LEAVING, (officer.officer_id,), home(officer), why, fields, lists)


def _training(record: OfficerRecord, as_of: date) -> dict[str, tuple[Block, ...]]:
    courses = sorted((c for c in record.credentials if c.dated and c.dated <= as_of), key=lambda c: c.dated or as_of)
    classes = sorted((a for a in record.attended if a.on <= as_of), key=lambda a: a.on)
    shot = sorted((q for q in record.qualifications if q.shot_on <= as_of), key=lambda q: q.shot_on)
    weapons = {issued.weapon.weapon_id: issued for issued in record.issued}
    class_rows = [_class(attended) for attended in classes]
    shot_rows = [(_kind_of(weapons.get(q.weapon_id)), on(q.shot_on), _PASSED[q.result]) for q in shot]
    return {
        "courses": _or_none(_COURSES, [_course(c) for c in courses], "No course is recorded."),
        "classes": _or_none(_CLASSES, class_rows, "No class is recorded."),
        "qualifications": table(_SHOT, shot_rows),
    }


_COURSES = (Column("Course", 4), Column("Certificate", 2), Column("Dated", 1, right=True), Column("Proof held", 1.2))
_CLASSES = (
    Column("Class", 4),
    Column("Date", 1, right=True),
    Column("Hours", 0.8, right=True),
    Column("Sanctioned", 1),
    Column("Proof held", 1.2),
)
_SHOT = (Column("Weapon", 4), Column("Shot on", 1, right=True), Column("Result", 1.2))
_SANCTIONED = {Sanctioned.YES: "Yes", Sanctioned.NO: "No", Sanctioned.UNKNOWN: "Not known"}
_PASSED = {Result.PASS: "Passed", Result.FAIL: "Failed"}


def _or_none(columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]], empty: str) -> tuple[Block, ...]:
    return (Table(columns, tuple(rows), empty),)


def _course(course: Credential) -> tuple[Cell, ...]:
    name = credential_name(course.credential)
    given = f"{name}, {course.provider}" if course.provider else name
    return given, course.certificate_number, on(course.dated), PROOF_WORDS[course.proof]


def _class(attended: Attended) -> tuple[Cell, ...]:
    training = attended.training
    hours, held = number(attended.hours), PROOF_WORDS[attended.attendance.proof]
    return training.title, on(attended.on), hours, _SANCTIONED[training.sanctioned], held


def _kind_of(issued: Issued | None) -> str:
    """The weapon without its serial number."""
    weapon = issued.weapon if issued else None
    words = (weapon.make, weapon.model, weapon.kind) if weapon else ()
    return " ".join(word for word in words if word) or "Weapon"
