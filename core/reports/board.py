"""The report to the school board, in its two editions.

The executive edition names officers and belongs in executive session (§ 25-41-7); the public one holds counts alone
(§§ 25-1-100, 25-61-12), and none by school, where a count of one would be a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date

from core.dates import plural, written
from core.findings import Finding, Judged, Roll
from core.model import SEVERITY, Level, Status
from core.reports.blocks import (
    Band,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    HoursBar,
    Items,
    KeepTogether,
    Line,
    Link,
    Notice,
    PageBreak,
    Paragraph,
    Row,
    StateMark,
    Table,
    Title,
    Voice,
)
from core.reports.counts import RUNNING, due_chart, hours_chart, running_hours, since_last
from core.reports.since import Snapshot
from core.reports.tallies import (
    board_signatures,
    by_employer,
    by_role,
    counted,
    duties_counted,
    left_out,
    requirements_counted,
)
from core.reports.wording import (
    AGREEMENT_WORDS,
    EMPLOYER_WORDS,
    EXCEPTIONS,
    NO_DATE,
    PROOF_WORDS,
    ROLE_WORDS,
    Edition,
    due_within,
    exceptions,
    hours_findings,
    hours_settings,
    late,
    listed,
    made_document,
    matter,
    place_of,
    proof_held,
    quiet,
    reasons,
    sentence,
    standings,
    summary,
    unproven,
    waived,
    whose,
)

HORIZON = 90
"""Days that the report looks ahead."""
TITLE = "School security staff: qualifications and training"
CAUTION = (
    "Under § 45-6-17 whoever pays a law enforcement officer who does not comply with the training law is personally "
    "liable, and under § 45-6-11 a full-time trainee has one year. This is printed as a caution and is no finding of "
    "this report; ask the board’s attorney how it bears on the officers named here."
)


def board_report(
    roll: Roll,
    *,
    edition: Edition = Edition.EXECUTIVE,
    meeting: date | None = None,
    earlier: Sequence[Snapshot] = (),
) -> Document:
    """``earlier`` are the findings as of earlier reports, in order of date: then it says what has changed since."""
    if edition is Edition.PUBLIC:
        opening = _opening(roll, "Report to the School Board · Public edition", meeting, {})
        return made_document(roll, f"{TITLE} (public edition)", (*opening, *_public(roll, earlier)), marking="")
    blocks = (
        *_opening(roll, "Report to the School Board · Executive session edition", meeting, LEADS),
        *_executive(roll, earlier),
    )
    return made_document(roll, TITLE, blocks)


def _opening(roll: Roll, edition: str, meeting: date | None, leads: Mapping[Status, str]) -> Iterator[Block]:
    held = f" · Meeting of {written(meeting)}" if meeting else ""
    yield Title(TITLE, f"{edition}{held}")
    yield Paragraph(summary(roll))
    yield _by_standing(roll, leads)
    yield Paragraph("An officer’s standing is that of the worst required or local requirement.", Voice.QUIET)


def _lead(count: int, to: str | None) -> Cell:
    return Link(count, to) if count and to else count


def _by_standing(roll: Roll, leads: Mapping[Status, str]) -> Table:
    counts = standings(roll)
    matters = Counter(f.status for judged in roll.officers for f in judged.findings if f.decides)
    officers: dict[Status, Cell] = {status: _lead(counts[status], leads.get(status)) for status in Status}
    officers[Status.WAIVED] = None
    rows = [(StateMark(status), officers[status], matters[status]) for status in Status]
    columns = (Column("Status", 2), Column("Officers", 1, right=True), Column("Requirements", 1, right=True))
    return Table(columns, tuple(rows), share=0.55)


# ---------------------------------------------------------------- executive session


def _executive(roll: Roll, earlier: Sequence[Snapshot]) -> Iterator[Block]:
    yield from _powers(roll)
    yield from since_last(roll, earlier, named=True)
    yield from _exceptions(roll)
    yield from _ahead(roll)
    yield from _hours(roll)
    yield from _proof(roll)
    yield from _schools(roll)
    yield from _district(roll)
    yield from _waivers(roll)
    yield from _advice(roll)
    yield Heading("Caution")
    yield Notice("Payment of officers who do not comply", CAUTION)
    yield from _recommendation(roll)
    yield PageBreak()
    yield Heading("Appendix: roster")
    yield roster_table(roll.officers, _details(roll))
    yield from _readings(roll)


def _readings(roll: Roll) -> Iterator[Block]:
    """Each reading once, however many exceptions rest on it."""
    judged = {finding.requirement.id for _, findings in exceptions(roll) for finding in findings}
    applied = [r for r in roll.policy.requirements if r.id in judged and r.reading]
    if applied:
        yield Heading("Appendix: how the rules behind the exceptions are read")
        rows = tuple((r.title, sentence(r.reading), quiet(r.sources[0].citation)) for r in applied)
        yield Table((Column("Requirement", 2.2), Column("Reading applied", 5.2), Column("Source", 1.8)), rows)


def _powers(roll: Roll) -> Iterator[Block]:
    suspended = [judged for judged in roll.officers if judged.powers_suspended]
    if not suspended:
        return
    finding = next(f for f in suspended[0].findings if f.consequence)
    names = listed(judged.officer.full_name for judged in suspended)
    yield Notice(
        f"{plural(len(suspended), 'officer')} without the powers of a peace officer",
        f"{names}: the required training was not received within the designated time, so "
        f"“{finding.consequence}” ({finding.citation}).",
    )


def _exceptions(roll: Roll) -> Iterator[Block]:
    yield Heading("Exceptions", anchor=EXCEPTIONS_HERE)
    found = exceptions(roll)
    if not found:
        yield Paragraph(ALL_IN_ORDER if roll.officers else "No officer is on the roll.")
        return
    rows: list[Row] = []
    for judged, findings in found:
        rows.append(Band(f"{judged.officer.name} · {place_of(judged)}", _detail(judged)))
        rows += [_exception(judged, finding, roll.as_of) for finding in findings]
    yield Table(_EXCEPTION_COLUMNS, tuple(rows))


ALL_IN_ORDER = (
    "There are none. Every required and local requirement of every officer is met, waived or not yet due, and no fact "
    "that is needed is missing."
)
_EXCEPTION_COLUMNS = (
    Column("Status", 1),
    Column("What, why and what cures it", 6),
    Column("Due", 0.8, right=True),
    Column("Days late", 0.7, right=True),
    Column("Proof held", 0.9, right=True),
)


EXCEPTIONS_HERE, AHEAD_HERE = "exceptions", "ahead"
LEADS = dict.fromkeys(EXCEPTIONS, EXCEPTIONS_HERE) | {Status.DUE_SOON: AHEAD_HERE}
"""Where the counts of the first page lead."""


def _detail(judged: Judged) -> str:
    """Where the exceptions of an officer stand."""
    return f"exceptions of {judged.officer.officer_id}"


def _name(judged: Judged | None, details: Container[str], note: str = "") -> Cell:
    """It leads to the exceptions of the officer, if there are any."""
    name = whose(judged)
    if judged and _detail(judged) in details:
        return Link(name, _detail(judged), note)
    return (Line(name), Line(note, Voice.QUIET)) if note else name


def _details(roll: Roll) -> frozenset[str]:
    return frozenset(_detail(judged) for judged, _ in exceptions(roll))


def _exception(judged: Judged, finding: Finding, as_of: date) -> tuple[Cell, ...]:
    held = proof_held(judged, finding, as_of)
    return StateMark(finding.status), reasons(judged, finding), finding.due, late(finding, as_of), held


def _ahead(roll: Roll) -> Iterator[Block]:
    yield Heading(f"The next {HORIZON} days", anchor=AHEAD_HERE)
    columns = (Column("Due", 1.1, right=True), Column("Officer", 2.2), Column("What", 4.2), Column("Status", 1.5))
    details = _details(roll)
    rows = [
        (finding.due, _name(judged, details), matter(judged, finding), StateMark(finding.status))
        for judged, finding in due_within(roll, HORIZON)
    ]
    yield Table(columns, tuple(rows), f"Nothing falls due within {HORIZON} days.")
    yield Heading("Due dates of the year")
    yield due_chart(roll)


def _hours(roll: Roll) -> Iterator[Block]:
    yield Heading("In-service hours")
    yield hours_chart(running_hours(roll), RUNNING)
    yield hours_table(hours_findings(roll), _details(roll))
    yield Paragraph(hours_settings(roll.district.district), Voice.QUIET)


def hours_table(found: Iterable[tuple[Judged, Finding]], details: Container[str]) -> Table:
    columns = (
        Column("Officer", 2.4),
        Column("Year", 0.9),
        Column("Sanctioned hours", 3.4),
        Column("Due", 1, right=True),
        Column("Status", 1.5),
    )
    rows = [
        (
            _name(judged, details),
            finding.period or NO_DATE,
            hours_cell(finding),
            finding.due,
            StateMark(finding.status),
        )
        for judged, finding in found
    ]
    return Table(columns, tuple(rows), "Nobody on the roll has to attend in-service training.")


def hours_cell(finding: Finding) -> Cell:
    if finding.have is None or not finding.need:
        return sentence(finding.because)
    return HoursBar(finding.have, finding.need)


def _proof(roll: Roll) -> Iterator[Block]:
    yield Heading("Completed, but the district holds no proof")
    yield proof_table(roll)


def proof_table(roll: Roll) -> Table:
    rows: list[Row] = []
    for judged in roll.officers:
        missing = unproven(judged, roll.as_of)
        if missing:
            rows.append(Band(f"{judged.officer.name} · {employer(judged)}"))
        rows += [(title, completed_on, PROOF_WORDS[proof]) for title, completed_on, proof in missing]
    columns = (Column("Course", 5), Column("Completed", 1.2, right=True), Column("Held", 1.4))
    return Table(columns, tuple(rows), "None. The district holds a copy or the original of everything it relies on.")


def employer(judged: Judged) -> str:
    return judged.appointment.employer or EMPLOYER_WORDS[judged.appointment.employer_type]


def _schools(roll: Roll) -> Iterator[Block]:
    yield Heading("By school")
    schools: dict[str, list[Judged]] = {}
    for judged in roll.officers:
        schools.setdefault(judged.appointment.school or "No school recorded", []).append(judged)
    yield counted("School", sorted(schools.items()))


def _district(roll: Roll) -> Iterator[Block]:
    yield Heading("Agreements and the district’s own duties")
    columns = (Column("Status", 1.45), Column("What", 5.4), Column("Ends", 1.1, right=True), Column("Source", 1.7))
    agreements = {agreement.agreement_id: agreement for agreement in roll.district.agreements}
    rows: list[tuple[Cell, ...]] = []
    for finding in sorted(roll.district_findings, key=lambda f: SEVERITY[f.status]):
        agreement = agreements.get(finding.item or "")
        kind = f"{AGREEMENT_WORDS[agreement.kind]} {agreement.agreement_id}" if agreement else ""
        name = kind or finding.requirement.title
        what = (Line(name), Line(sentence(finding.because)))
        rows.append((StateMark(finding.status), what, finding.due, quiet(finding.citation)))
    yield Table(columns, tuple(rows), "No agreement is recorded.")


def _waivers(roll: Roll) -> Iterator[Block]:
    yield Heading("Waivers in force")
    yield waiver_table(waived(roll))


def waiver_table(found: Iterable[tuple[Judged, Finding]]) -> Table:
    columns = (
        Column("Officer", 1.8),
        Column("Requirement", 2.6),
        Column("Granted by, document", 2.4),
        Column("Until", 1, right=True),
        Column("Otherwise", 1.45),
    )
    return Table(columns, tuple(_waiver_row(judged, finding) for judged, finding in found), "None.")


def _waiver_row(judged: Judged, finding: Finding) -> tuple[Cell, ...]:
    waiver = finding.waiver
    assert waiver is not None
    granted = f"{waiver.granted_by}, {waiver.reference}"
    reason = (Line(granted), Line(sentence(waiver.reason))) if waiver.reason else granted
    without: Cell = StateMark(finding.otherwise) if finding.otherwise else NO_DATE
    return judged.officer.name, matter(judged, finding), reason, waiver.until_on, without


def _advice(roll: Roll) -> Iterator[Block]:
    yield Heading("Recommended and guidance, which decide no standing")
    columns = (Column("Status", 1.45), Column("Officer", 1.9), Column("What", 4.3), Column("Source", 1.9))
    found = [
        (judged, finding)
        for judged in roll.officers
        for finding in judged.findings
        if finding.level in {Level.RECOMMENDED, Level.GUIDANCE} and finding.status in EXCEPTIONS
    ]
    found.sort(key=lambda pair: SEVERITY[pair[1].status])
    rows = [(StateMark(f.status), j.officer.name, _brief(j, f), quiet(f.citation)) for j, f in found]
    yield Table(columns, tuple(rows), "Nothing is open.")


def _brief(judged: Judged, finding: Finding) -> Cell:
    return Line(matter(judged, finding)), Line(sentence(finding.because), Voice.QUIET)


def _recommendation(roll: Roll) -> Iterator[Block]:
    yield KeepTogether(
        (
            Heading("Recommendation"),
            Paragraph("The superintendent recommends that the board"),
            Items(tuple(_advised(roll))),
            board_signatures(roll),
        )
    )


def _advised(roll: Roll) -> Iterator[str]:
    yield f"receive this report of its school security staff as of {written(roll.as_of)}."
    suspended = [judged.officer.full_name for judged in roll.officers if judged.powers_suspended]
    if suspended:
        yield (
            f"direct that {listed(suspended)} not exercise the powers of a peace officer in or on the property of the "
            "school district until the required training is received and recorded."
        )
    found = exceptions(roll)
    if found:
        count = plural(len(found), "officer")
        yield f"direct that the exceptions of {count} be cured, and the cure of each reported to it."
    open_duties = [f for f in roll.district_findings if f.open]
    if open_duties:
        yield f"take up what is open among the district’s own duties: {listed(_duty(f) for f in open_duties)}."


def _duty(finding: Finding) -> str:
    return f"{finding.requirement.title} ({finding.item})" if finding.item else finding.requirement.title


def roster_table(officers: Iterable[Judged], details: Container[str] = ()) -> Table:
    """The names lead to ``details`` where there are any."""
    columns = (
        Column("Officer", 2.6),
        Column("Role and employer", 3.3),
        Column("School", 2.5),
        Column("Assigned", 0.9, right=True),
        Column("Standing", 1),
    )
    rows = [
        (
            _name(judged, details, judged.officer.officer_id),
            (Line(ROLE_WORDS[judged.role]), Line(employer(judged), Voice.QUIET)),
            judged.appointment.school or NO_DATE,
            judged.appointment.assignment_date,
            StateMark(judged.standing),
        )
        for judged in officers
    ]
    return Table(columns, tuple(rows), "No officer has a current appointment.")


# ---------------------------------------------------------------- public


def _public(roll: Roll, earlier: Sequence[Snapshot]) -> Iterator[Block]:
    yield from since_last(roll, earlier, named=False)
    yield Heading("Officers by role")
    yield by_role(roll)
    yield Heading("Officers by employer")
    yield by_employer(roll)
    yield Heading("In-service hours of the current year")
    yield hours_chart(running_hours(roll), RUNNING)
    yield Heading("Due dates of the year")
    yield due_chart(roll)
    yield Heading("Requirements")
    yield requirements_counted(roll)
    yield Heading("Agreements and the district’s own duties")
    yield duties_counted(roll)
    yield left_out(roll)
