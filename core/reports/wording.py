"""The words, figures and choices all reports share: what is an exception, what falls due, what proof is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from core.dates import MONTHS, YearKind, in_service_year, plural, short, written
from core.findings import Finding, Judged, Roll
from core.model import (
    SEVERITY,
    AgreementKind,
    Appointment,
    Attendance,
    Attended,
    Credential,
    District,
    EmployerType,
    FirstYear,
    Level,
    OfficerRecord,
    Proof,
    Role,
    Sanctioned,
    Status,
    Weapon,
    credential_name,
)
from core.proof import HELD, proof_of
from core.reports.blocks import Cell, Document, Letterhead, Line, Voice
from core.rules import AgreementInTerm, AnnualHours, BondInEffect, CompletedBy, PrerequisitesBy, RecurringPass

STATUS_WORDS = {
    Status.VIOLATION: "Violation",
    Status.OVERDUE: "Overdue",
    Status.UNDETERMINED: "Undetermined",
    Status.DUE_SOON: "Due soon",
    Status.PENDING: "Pending",
    Status.MET: "Met",
    Status.WAIVED: "Waived",
}
ROLE_WORDS = {
    Role.SRO: "School Resource Officer",
    Role.CEO: "Campus Enforcement Officer",
    Role.SSO: "School Safety Officer",
    Role.OTHER: "Other security position",
}
EMPLOYER_WORDS = {
    EmployerType.DISTRICT: "School district",
    EmployerType.AGENCY: "Law enforcement agency",
    EmployerType.CONTRACTOR: "Private security company",
}
PROOF_WORDS = {
    Proof.NONE: "None",
    Proof.STATED: "Stated only",
    Proof.COPY: "Copy",
    Proof.ORIGINAL: "Original",
    None: "Not recorded",
}
LEVEL_WORDS = {
    Level.REQUIRED: "Required",
    Level.LOCAL: "Local rule",
    Level.GUIDANCE: "Guidance",
    Level.RECOMMENDED: "Recommended",
}
AGREEMENT_WORDS = {
    AgreementKind.INTERLOCAL: "Interlocal agreement",
    AgreementKind.MOU: "Memorandum of understanding",
    AgreementKind.CONTRACT: "Contract",
    AgreementKind.RADIO_STATION: "School radio station",
}
SANCTION_WORDS = {Sanctioned.YES: "Yes", Sanctioned.NO: "No", Sanctioned.UNKNOWN: "Unknown"}
CHECK_WORDS = {True: "Done", False: "Open"}
UNPROVEN = (None, Proof.NONE, Proof.STATED)
NOT_OFFICIAL = "This is not an official form of the Mississippi Department of Education."
NO_DATE = "—"


class Edition(StrEnum):
    """Who may read a report: the board in executive session, or everyone."""

    EXECUTIVE = "executive"
    PUBLIC = "public"


EXECUTIVE_MARKING = "Executive session — not for release"
OFFICE_MARKING = "For the office — not for release"


def number(value: float) -> str:
    """Without a fraction where there is none: ``40``, ``12.5``."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def on(day: date | None) -> str:
    return short(day) if day else NO_DATE


def cell_words(value: str | int | float | date | None) -> str:
    """A value of a table as it is printed."""
    if isinstance(value, str):
        return value
    return on(value) if value is None or isinstance(value, date) else number(value)


def yes_no(value: bool | None) -> str:
    return {True: "Yes", False: "No", None: "Not recorded"}[value]


def listed(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def be(count: int) -> str:
    return "is" if count == 1 else "are"


def month_and_year(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def letterhead(roll: Roll, *, public: bool = False, logo: bytes = b"") -> Letterhead:
    """The superintendent is not named to the public; ``logo`` is a picture, PNG or JPEG."""
    district = roll.district.district
    place = " ".join(part for part in (district.state if district.city else "", district.zip) if part)
    town = ", ".join(part for part in (district.city, place) if part)
    reached = [part for part in (district.phone, district.email, district.website) if part]
    where = [part for part in (one_line(district.address), town) if part]
    parted = [where, reached] if len(reached) > 1 else [where + reached]
    left = "\n".join(" · ".join(parts) for parts in parted if parts)
    head = district.superintendent and not public
    right = f"{district.superintendent}, Superintendent" if head else ""
    name = district.name or "School district (name not recorded)"
    return Letterhead(name, left, right, district.letterhead_line, logo)


def one_line(text: str) -> str:
    return ", ".join(line.strip(" ,") for line in text.splitlines() if line.strip(" ,"))


def made_document(
    roll: Roll, title: str, blocks: Iterable[object], marking: str = EXECUTIVE_MARKING, *, lying: bool = False
) -> Document:
    """A report of the roll under the district's letterhead, with the rules and the date at its foot."""
    district = roll.district.district
    return Document(
        title=title,
        subject=f"{title}, as of {written(roll.as_of)}",
        author=district.name or "Muster",
        letterhead=letterhead(roll, public=not marking),
        footer=footer(roll),
        blocks=tuple(blocks),  # type: ignore[arg-type]
        marking=marking,
        practice=district.practice,
        lying=lying,
    )


def footer(roll: Roll) -> tuple[str, ...]:
    return (NOT_OFFICIAL, f"Rules {roll.policy.id} {roll.policy.version} · as of {written(roll.as_of)} · Muster")


def deciding(judged: Judged, *statuses: Status) -> tuple[Finding, ...]:
    """The deciding findings with one of these statuses, worst first, then by due date."""
    return tuple(sorted((f for f in judged.findings if f.decides and f.status in statuses), key=severity_and_due))


def severity_and_due(finding: Finding) -> tuple[bool, int, date]:
    """Loss of powers is the gravest; then by status and due date."""
    return finding.consequence is None, SEVERITY[finding.status], finding.due or date.max


EXCEPTIONS = (Status.VIOLATION, Status.OVERDUE, Status.UNDETERMINED)


def exceptions(roll: Roll) -> tuple[tuple[Judged, tuple[Finding, ...]], ...]:
    """Officers with something wrong or unknown, the worst first."""
    found = [(judged, deciding(judged, *EXCEPTIONS)) for judged in roll.officers]
    having = [(judged, findings) for judged, findings in found if findings]
    return tuple(sorted(having, key=lambda pair: _gravity(*pair)))


def _gravity(judged: Judged, findings: tuple[Finding, ...]) -> tuple[bool, int, int, date]:
    return not judged.powers_suspended, SEVERITY[findings[0].status], -len(findings), findings[0].due or date.max


HOLDING = (RecurringPass, BondInEffect, AgreementInTerm)
"""Rules whose due date is the day on which something that is in order runs out."""


def falls_due(finding: Finding, as_of: date, days: int) -> bool:
    """Whether it is to be done, or renewed, within ``days``; what is late already is not meant."""
    if finding.due is None or not as_of <= finding.due <= as_of + timedelta(days=days):
        return False
    if finding.status is Status.MET:
        return isinstance(finding.requirement.rule, HOLDING)
    return finding.status in {Status.DUE_SOON, Status.PENDING}


Concern = tuple[Judged | None, Finding]
"""A finding and the officer it is about; ``None`` for the district itself."""


def everything_deciding(roll: Roll) -> Iterator[Concern]:
    """The deciding findings of everyone on the roll, then the district's own."""
    for judged in roll.officers:
        yield from ((judged, finding) for finding in judged.findings if finding.decides)
    yield from ((None, finding) for finding in roll.district_findings if finding.decides)


def due_within(roll: Roll, days: int) -> tuple[Concern, ...]:
    """What falls due within ``days``, the earliest first."""
    found = (concern for concern in everything_deciding(roll) if falls_due(concern[1], roll.as_of, days))
    return tuple(sorted(found, key=lambda concern: concern[1].due or date.max))


def past_due(roll: Roll) -> tuple[Concern, ...]:
    """What is overdue, the oldest first."""
    found = (concern for concern in everything_deciding(roll) if concern[1].status is Status.OVERDUE)
    return tuple(sorted(found, key=lambda concern: concern[1].due or date.min))


def place_of(judged: Judged) -> str:
    """Role and school, or the employer where no school is recorded."""
    appointment = judged.appointment
    return f"{ROLE_WORDS[judged.role]}, {appointment.school or appointment.employer or 'no school recorded'}"


def whose(judged: Judged | None) -> str:
    return judged.officer.name if judged else "The district"


def hours_findings(roll: Roll) -> tuple[tuple[Judged, Finding], ...]:
    """The yearly hours, officer by officer."""
    return tuple((j, f) for j in roll.officers for f in j.findings if isinstance(f.requirement.rule, AnnualHours))


def waived(roll: Roll) -> tuple[tuple[Judged, Finding], ...]:
    return tuple((j, f) for j in roll.officers for f in j.findings if f.waiver)


def standings(roll: Roll) -> Counter[Status]:
    return Counter(judged.standing for judged in roll.officers)


def summary(roll: Roll, counts: Counter[Status] | None = None) -> str:
    """``14 officers as of January 31, 2027: 9 in order, 3 due soon.`` ``counts``: their standings, if known."""
    counts = standings(roll) if counts is None else counts
    in_order = counts[Status.MET] + counts[Status.PENDING]
    parts = [f"{counts[status]:,} {words}" for status, words in _SUMMARY_WORDS.items() if counts[status]]
    text = ", ".join(([f"{in_order:,} in order"] if in_order else []) + parts)
    return f"{plural(len(roll.officers), 'officer')} as of {written(roll.as_of)}{': ' + text if text else ''}."


_SUMMARY_WORDS = {
    Status.DUE_SOON: "due soon",
    Status.UNDETERMINED: "undetermined",
    Status.OVERDUE: "overdue",
    Status.VIOLATION: "in violation",
}


def weapon_name(weapon: Weapon) -> str:
    name = " ".join(part for part in (weapon.make, weapon.model) if part) or weapon.kind or "Weapon"
    return f"{name}, serial {weapon.weapon_id}"


def matter(judged: Judged | None, finding: Finding) -> str:
    """What a finding is about, in words: the requirement, with the weapon, the agreement or the year meant."""
    weapons = {issued.weapon.weapon_id: issued.weapon for issued in judged.record.issued} if judged else {}
    item = finding.item
    about = weapon_name(weapons[item]) if item in weapons else item
    return " · ".join(part for part in (finding.requirement.title, finding.period, about) if part)


def late(finding: Finding, as_of: date) -> int | None:
    """Days late, if it is."""
    return finding.days_late(as_of) or None


def reasons(judged: Judged, finding: Finding) -> tuple[Line, ...]:
    """A cell that says what is wrong, why, what mends it, and by which rule."""
    cure = Line(f"Cure: {finding.requirement.cure}")
    return *explanation(judged, finding), cure, Line(finding.citation, Voice.QUIET)


def explanation(judged: Judged, finding: Finding) -> tuple[Line, ...]:
    """What a finding is about, and why it is so."""
    texts = (finding.because, finding.arithmetic, *finding.notes)
    return Line(matter(judged, finding), Voice.STRONG), *(Line(sentence(text)) for text in texts if text)


def reading(finding: Finding) -> tuple[Line, ...]:
    """Which of two readings of the rule is applied, if it can be read two ways."""
    text = finding.requirement.reading
    return (Line(f"Reading: {sentence(text)}", Voice.QUIET),) if text else ()


YEAR_WORDS = {
    YearKind.SCHOOL: "the school year, July 1 to June 30",
    YearKind.CALENDAR: "the calendar year",
    YearKind.ANNIVERSARY: "the year from each officer’s start",
}
FIRST_YEAR_WORDS = {
    FirstYear.FULL: "asks for all the hours",
    FirstYear.PRORATED: "asks for hours in proportion to the months left",
    FirstYear.EXEMPT: "asks for no hours",
}


def hours_settings(district: District) -> str:
    """How the district counts hours, and who determined it."""
    year = f"The in-service year is {YEAR_WORDS[district.in_service_year]}{_per(district.in_service_year_per)}."
    first = f"A year that began before the officer did {FIRST_YEAR_WORDS[district.first_year]}"
    return f"{year} {first}{_per(district.first_year_per)}."


def _per(source: str) -> str:
    return f" (determined by {source})" if source else ""


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?”" else ".")


def quiet(text: str) -> Cell:
    return (Line(text, Voice.QUIET),)


def credentials_of(finding: Finding) -> frozenset[str]:
    """The credentials a finding relies on."""
    rule = finding.requirement.rule
    if isinstance(rule, CompletedBy):
        return frozenset(code for route in rule.routes for code in route.credentials)
    return frozenset(rule.credentials) if isinstance(rule, PrerequisitesBy) else frozenset()


def proof_held(judged: Judged, finding: Finding, as_of: date) -> str:
    """What the district itself holds for the records a finding relies on."""
    if isinstance(finding.requirement.rule, AnnualHours):
        classes = [a for a in counted_classes(judged, as_of) if year_of(judged, a) == finding.period]
        held = sum(a.attendance.proof not in UNPROVEN for a in classes)
        return f"{held} of {len(classes)} classes" if classes else "None"
    codes = credentials_of(finding)
    if not codes:
        return NO_DATE
    held_proofs = [PROOF_WORDS[c.proof] for c in completed(judged, as_of) if c.credential in codes]
    return ", ".join(dict.fromkeys(held_proofs)) or "None"


def completed(judged: Judged, as_of: date) -> tuple[Credential, ...]:
    """The credentials that count by now, in order of date."""
    dated = [(c.dated, c) for c in judged.record.credentials if c.dated and c.dated <= as_of]
    return tuple(credential for _, credential in sorted(dated, key=lambda pair: pair[0]))


def counted_classes(judged: Judged, as_of: date) -> tuple[Attended, ...]:
    """The sanctioned classes attended by now, in order of date."""
    return tuple(sorted((a for a in judged.record.attended if a.sanctioned and a.on <= as_of), key=lambda a: a.on))


def year_of(judged: Judged, attended: Attended) -> str:
    """The in-service year a class counts in."""
    return year_label(judged.record, judged.role, attended)


def year_label(record: OfficerRecord, role: Role | None, attended: Attended) -> str:
    """The in-service year a class counts in for an officer in a role; blank where there is none to count from."""
    starts = [a.start for a in record.appointments if a.role is role and a.start]
    year = in_service_year(record.district.in_service_year, attended.on, min(starts, default=None))
    return attended.credit_year or (year.label if year else "")


def appointment_on(record: OfficerRecord, as_of: date) -> Appointment | None:
    """The current appointment assigned first, else the latest that has begun."""
    begun = [a for a in record.appointments if a.start is None or a.start <= as_of]
    current = [a for a in begun if a.is_current(as_of)]
    if current:
        return min(current, key=lambda a: (a.assignment_date or date.max, a.id))
    return max(begun, key=lambda a: (a.ended_on or date.min, a.id), default=None)


def unproven(judged: Judged, as_of: date) -> tuple[tuple[str, date, Proof | None], ...]:
    """What is relied on without proof in the district's hands: title, date, what is held instead."""
    relied = frozenset(code for finding in judged.findings for code in credentials_of(finding))
    courses = [
        (credential_name(c.credential), c.dated, c.proof)
        for c in completed(judged, as_of)
        if c.credential in relied and c.proof in UNPROVEN and c.dated and not _attached(judged, c)
    ]
    hours = any(isinstance(finding.requirement.rule, AnnualHours) for finding in judged.findings)
    counted = counted_classes(judged, as_of) if hours else ()
    classes = [(a.training.title, a.on, a.attendance.proof) for a in counted if _is_unproven(judged, a)]
    return tuple(courses + classes)


def _is_unproven(judged: Judged, attended: Attended) -> bool:
    return attended.attendance.proof in UNPROVEN and not _attached(judged, attended.attendance)


def _attached(judged: Judged, row: Credential | Attendance) -> bool:
    """Whether a document proves it, though nobody has said so in the row: the sign-in sheet of its class."""
    documents = judged.record.attachments
    return bool(documents) and proof_of(row, documents) in HELD
