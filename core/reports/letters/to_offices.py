"""Letters to those outside: agencies, the state department, the county, and the cover sheet for the board."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from core.dates import plural, short, written
from core.errors import UserError
from core.findings import Finding, Judged, Roll
from core.model import Bond, Credential, Designation, EmployerType, Proof, Status, credential_name
from core.reports.blocks import Band, Block, Cell, Column, Line, Paragraph, Row, StateMark
from core.reports.letters.drafting import (
    TICK,
    Addressee,
    Draft,
    Order,
    county_office,
    facts,
    in_words,
    mde,
    office,
    on_paper,
    shared_fields,
    strong,
    table,
)
from core.reports.letters.kinds import LetterKind
from core.reports.letters.to_officers import lost_powers
from core.reports.wording import (
    EMPLOYER_WORDS,
    NO_DATE,
    PROOF_WORDS,
    ROLE_WORDS,
    UNPROVEN,
    be,
    completed,
    credentials_of,
    deciding,
    listed,
    matter,
    number,
    on,
    sentence,
    unproven,
)

ANSWER_DAYS = 45
"""Calendar days in which a district answers a notice of deficiency, counted from its date."""

Group = tuple[str, EmployerType]


def by_employer(officers: Iterable[Judged]) -> list[tuple[Group, list[Judged]]]:
    """The officers whom others than the district employ, employer by employer."""
    groups: dict[Group, list[Judged]] = {}
    for judged in officers:
        kind = judged.appointment.employer_type
        if kind is not EmployerType.DISTRICT:
            name = judged.appointment.employer or f"{EMPLOYER_WORDS[kind]} (name not recorded)"
            groups.setdefault((name, kind), []).append(judged)
    return sorted(groups.items())


def _ids(officers: Iterable[Judged]) -> tuple[str, ...]:
    return tuple(judged.officer.officer_id for judged in officers)


# ---------------------------------------------------------------- proof

Missing = tuple[tuple[str, date, Proof | None], ...]


def proof(roll: Roll, order: Order) -> Iterator[Draft]:
    for (employer, _), officers in by_employer(order.officers):
        group = [(judged, missing) for judged in officers if (missing := unproven(judged, roll.as_of))]
        if group:
            records = sum(len(missing) for _, missing in group)
            why = (
                f"{plural(records, 'record')} of {plural(len(group), 'officer')} {be(records)} relied on "
                "without proof in the district’s hands."
            )
            to = office(employer, "Attention: Custodian of training records")
            ids, lists = _ids(judged for judged, _ in group), {"missing proof": _proof_table(group)}
            yield Draft(LetterKind.PROOF, ids, to, why, shared_fields(roll, order.dated), lists)


def _proof_table(group: Iterable[tuple[Judged, Missing]]) -> tuple[Block, ...]:
    columns = (Column("Course", 5), Column("Completed", 1.2, right=True), Column("What the district holds", 2))
    rows: list[Row] = []
    for judged, missing in group:
        rows.append(Band(judged.officer.full_name))
        rows += [(title, on(completed_on), PROOF_WORDS[held]) for title, completed_on, held in missing]
    return table(columns, rows)


# ---------------------------------------------------------------- the status of an agency's officers


def status(roll: Roll, order: Order) -> Iterator[Draft]:
    for (employer, kind), officers in by_employer(order.officers):
        count = in_words(len(officers), "officer")
        chief = order.typed.line("recipient")
        named = chief or ("Sheriff or Chief" if kind is EmployerType.AGENCY else "Sir or Madam")
        own = {"agency": employer, "count": count, "recipient": named}
        lists = {"officers": _status_table(officers), "powers": _without_powers(officers)}
        to = office(employer, f"Attention: {chief}") if chief else office(employer)
        why = f"{count.capitalize()} {be(len(officers))} employed there and {_serve(len(officers))} the district."
        yield Draft(LetterKind.STATUS, _ids(officers), to, why, shared_fields(roll, order.dated) | own, lists)


def _serve(count: int) -> str:
    return "serves" if count == 1 else "serve"


_OPEN = (Status.VIOLATION, Status.OVERDUE, Status.UNDETERMINED, Status.DUE_SOON)


def _status_table(officers: Iterable[Judged]) -> tuple[Block, ...]:
    columns = (Column("Officer, position and school", 3), Column("Standing", 1.3), Column("What is open", 4.2))
    return table(columns, ((_who(judged), StateMark(judged.standing), _open_matters(judged)) for judged in officers))


def _who(judged: Judged) -> Cell:
    return strong(judged.officer.full_name, ROLE_WORDS[judged.role], judged.appointment.school)


def _open_matters(judged: Judged) -> Cell:
    found = deciding(judged, *_OPEN)
    return tuple(line for f in found for line in strong(_dated(judged, f), sentence(f.because))) or "Nothing is open."


def _dated(judged: Judged, finding: Finding) -> str:
    return f"{matter(judged, finding)}{f', due {short(finding.due)}' if finding.due else ''}"


def _without_powers(officers: Iterable[Judged]) -> tuple[Block, ...]:
    lost = [(judged, finding) for judged in officers if (finding := lost_powers(judged))]
    if not lost:
        return ()
    _, first = lost[0]
    names = listed(judged.officer.full_name for judged, _ in lost)
    return (Paragraph(f"Of {names} the statute says: “{first.consequence}” ({first.citation})."),)


# ---------------------------------------------------------------- certificates to the state department

CERTIFICATE, SCREENING = "mde-certificate", "sro-screening"


def transmittal(roll: Roll, order: Order) -> Iterator[Draft]:
    """One for all officers who have proof of training on file and no certificate of the department."""
    sent = [(judged, _to_send(judged, roll.as_of)) for judged in order.officers if not _certified(judged, roll.as_of)]
    sent = [(judged, courses) for judged, courses in sent if courses]
    if not sent:
        return
    officers = [judged for judged, _ in sent]
    lists = {"certificates": _checklist(sent), "not enclosed": _lacking(officers, roll.as_of)}
    certificates = sum(len(courses) for _, courses in sent)
    own = {"count": in_words(certificates, "certificate")}
    count = in_words(len(sent), "officer").capitalize()
    why = f"{count} {'has' if len(sent) == 1 else 'have'} proof of training on file, and no MDE certificate."
    yield Draft(LetterKind.TRANSMITTAL, _ids(officers), mde(), why, shared_fields(roll, order.dated) | own, lists)


def _certified(judged: Judged, as_of: date) -> bool:
    return any(course.credential == CERTIFICATE for course in completed(judged, as_of))


def _to_send(judged: Judged, as_of: date) -> tuple[Credential, ...]:
    """The courses that a rule relies on and of which the district holds a copy or the original."""
    return tuple(c for c in _relied_on(judged, as_of) if c.proof not in UNPROVEN)


def _relied_on(judged: Judged, as_of: date) -> tuple[Credential, ...]:
    """The courses; a screening for the position is no course, and stays in the office."""
    relied = frozenset(code for finding in judged.findings for code in credentials_of(finding)) - {SCREENING}
    return tuple(course for course in completed(judged, as_of) if course.credential in relied)


def _checklist(sent: Iterable[tuple[Judged, tuple[Credential, ...]]]) -> tuple[Block, ...]:
    columns = (
        Column("", 0.35),
        Column("Certificate", 4.4),
        Column("Number", 1.6),
        Column("Dated", 1.1, right=True),
        Column("Enclosed", 1.1),
    )
    rows: list[Row] = []
    for judged, courses in sent:
        rows.append(Band(f"{judged.officer.full_name}, {ROLE_WORDS[judged.role]}"))
        rows += [
            (TICK, credential_name(c.credential), c.certificate_number or NO_DATE, on(c.dated), PROOF_WORDS[c.proof])
            for c in courses
        ]
    return table(columns, rows)


def _lacking(officers: Iterable[Judged], as_of: date) -> tuple[Block, ...]:
    columns = (Column("Officer", 3), Column("Course", 4.4), Column("Completed", 1.1, right=True))
    rows = [
        (judged.officer.full_name, credential_name(c.credential), on(c.dated))
        for judged in officers
        for c in _relied_on(judged, as_of)
        if c.proof in UNPROVEN
    ]
    return table(columns, rows)


# ---------------------------------------------------------------- a question to the state department


def question(roll: Roll, order: Order) -> Iterator[Draft]:
    """In general; about each officer who was chosen."""
    for judged in order.officers if order.chosen else (None,):
        lists = {
            "question": order.typed.paragraphs("question"),
            "reading": order.typed.paragraphs("reading"),
            "facts": _officer_facts(judged) if judged else (),
        }
        fields = shared_fields(roll, order.dated) | {"rule": order.typed.line("rule")}
        about = f"about {judged.officer.full_name}" if judged else "about the rules"
        why = f"A question {about}, for the department to determine."
        yield Draft(LetterKind.QUESTION, _ids([judged] if judged else []), mde(), why, fields, lists)


def _officer_facts(judged: Judged) -> tuple[Block, ...]:
    appointment = judged.appointment
    share = appointment.assignment_percent
    return facts(
        (
            ("Officer", judged.officer.full_name),
            ("Position", ROLE_WORDS[judged.role]),
            ("Employed by", appointment.employer or EMPLOYER_WORDS[appointment.employer_type]),
            ("School", appointment.school),
            ("Start", written(appointment.start) if appointment.start else ""),
            ("Share of time", f"{number(share)} %" if share is not None else ""),
        )
    )


# ---------------------------------------------------------------- bond and oath


def bond(roll: Roll, order: Order) -> Iterator[Draft]:
    meeting = order.typed.day("meeting")
    when = f"at your meeting of {written(meeting)}" if meeting else "at your next meeting"
    for judged, designation in _designated(roll, order):
        found = _bond_in_effect(judged, roll.as_of)
        if found and not found.approved_on:
            own = {"designated": written(designation.designated_on), "when": when}
            to = county_office("Board of Supervisors", roll.district.district)
            why = f"The bond of {judged.officer.full_name} is in effect and its approval is not recorded."
            yield _of_office(LetterKind.BOND, roll, order, judged, to, why, own, {"bond": _bond_facts(judged, found)})
        elif order.chosen:
            _refuse(judged, "No bond in effect waits for approval", "Record the bond first.")


def filing(roll: Roll, order: Order) -> Iterator[Draft]:
    for judged, designation in _designated(roll, order):
        rows = list(_to_file(judged, designation, roll.as_of))
        if rows:
            own = {"designated": written(designation.designated_on)}
            to = county_office("Chancery Clerk", roll.district.district)
            why = f"{listed(row[1][0].text for row in rows)} of {judged.officer.full_name} {be(len(rows))} to be filed."
            columns = (Column("", 0.35), Column("Enclosed", 6), Column("Filed or recorded on", 2))
            yield _of_office(LetterKind.FILING, roll, order, judged, to, why, own, {"filing": table(columns, rows)})
        elif order.chosen:
            _refuse(judged, "No oath or approved bond waits to be filed", "Record the oath or the approval first.")


def _of_office(
    kind: LetterKind,
    roll: Roll,
    order: Order,
    judged: Judged,
    to: Addressee,
    why: str,
    own: dict[str, str],
    lists: dict[str, tuple[Block, ...]],
) -> Draft:
    fields = shared_fields(roll, order.dated) | {"full_name": judged.officer.full_name} | own
    return Draft(kind, _ids([judged]), to, why, fields, lists)


def _refuse(judged: Judged, what: str, hint: str) -> None:
    raise UserError(f"{what} for {judged.officer.full_name}.", hint)


def _designated(roll: Roll, order: Order) -> Iterator[tuple[Judged, Designation]]:
    """Those whom the school board has designated, with the designation in force."""
    for judged in order.officers:
        designation = _designation(judged, roll.as_of)
        if designation:
            yield judged, designation
        elif order.chosen:
            _refuse(judged, "No designation as a peace officer is recorded", "Record the designation first.")


def _designation(judged: Judged, as_of: date) -> Designation | None:
    found = [d for d in judged.record.designations if _runs(d.designated_on, d.ended_on, as_of)]
    return max(found, key=lambda d: d.designated_on, default=None)


def _bond_in_effect(judged: Judged, as_of: date) -> Bond | None:
    found = [b for b in judged.record.bonds if _runs(b.effective_on, b.expires_on, as_of)]
    return max(found, key=lambda b: b.effective_on, default=None)


def _runs(first: date, last: date | None, as_of: date) -> bool:
    return first <= as_of and (last is None or as_of <= last)


def _bond_facts(judged: Judged, found: Bond) -> tuple[Block, ...]:
    return facts(
        (
            ("Principal", judged.officer.full_name),
            ("Surety", found.surety),
            ("Bond number", found.number),
            ("Amount", f"${found.amount:,.0f}" if found.amount is not None else ""),
            ("In effect from", written(found.effective_on)),
            ("Until", written(found.expires_on) if found.expires_on else ""),
        )
    )


def _to_file(judged: Judged, designation: Designation, as_of: date) -> Iterator[tuple[Cell, tuple[Line, ...], Cell]]:
    line = "_" * 24
    if designation.oath_on and not designation.oath_filed_on:
        oath = f"Taken on {written(designation.oath_on)}; Miss. Const. art. 14, § 268; filed under § 25-1-11."
        yield TICK, strong("Oath of office", oath), line
    found = _bond_in_effect(judged, as_of)
    if found and found.approved_on and not found.filed_on:
        approved = f"Approved by the board of supervisors on {written(found.approved_on)}; recorded under § 25-1-19."
        yield TICK, strong("Bond", ", ".join(part for part in (found.surety, found.number) if part), approved), line


# ---------------------------------------------------------------- the cover sheet for the board


def agenda(roll: Roll, order: Order) -> Iterator[Draft]:
    typed, meeting = order.typed, order.typed.day("meeting")
    own = {"title": typed.line("title"), "meeting": written(meeting) if meeting else ""}
    particulars = facts(
        (
            ("Meeting of", written(meeting) if meeting else ""),
            ("Title", typed.line("title")),
            ("Recommendation", typed.line("recommendation")),
            ("Authority", typed.line("authority")),
            ("Fiscal impact", typed.line("fiscal_impact")),
            ("Contact", typed.line("contact")),
        )
    )
    lists = {
        "particulars": particulars,
        "background": typed.paragraphs("background"),
        "attachments": typed.items("attachments"),
    }
    why = f"For the meeting of {written(meeting)}." if meeting else "For a meeting of the school board."
    board = Addressee("School Board", (), sorted_as="School Board")
    yield Draft(LetterKind.AGENDA, (), board, why, shared_fields(roll, order.dated) | own, lists)


# ---------------------------------------------------------------- a notice of deficiency


def answer_due(notice: date) -> date:
    """The last of the 45 calendar days; nothing rolls over a weekend."""
    return notice + timedelta(days=ANSWER_DAYS)


def deficiency(roll: Roll, order: Order) -> Iterator[Draft]:
    """About the officers who were chosen, or about none by name."""
    typed, notice = order.typed, order.typed.day("notice")
    due = answer_due(notice) if notice else None
    own = {
        "notice": on_paper(notice),
        "reference": typed.line("reference"),
        "answer_due": on_paper(due),
        "enclosed": "as listed above" if typed.lines("evidence") else "",
    }
    past = (Paragraph("That day has passed; the district answers without further delay."),)
    officers = order.officers if order.chosen else ()
    lists = {
        "past the day": past if due and order.dated > due else (),
        "answer": typed.paragraphs("answer"),
        "record": _status_table(officers),
        "evidence": typed.items("evidence"),
    }
    why = f"A notice of deficiency is to be answered within {ANSWER_DAYS} calendar days."
    if notice:
        why = f"The notice of {on(notice)} is to be answered by {on(due)} ({ANSWER_DAYS} calendar days)."
    fields = shared_fields(roll, order.dated) | own
    yield Draft(LetterKind.DEFICIENCY, _ids(officers), _notifier(typed.lines("to")), why, fields, lists)


def _notifier(lines: tuple[str, ...]) -> Addressee:
    """A name alone leaves the address to be written in."""
    name, *rest = lines or ("",)
    return Addressee(name, (name, *rest), 0, name) if rest else office(name)
