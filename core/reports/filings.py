"""What has to be filed, and where: oaths and bonds of designated officers, the district's agreements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.dates import written
from core.findings import Finding, Judged, Roll
from core.model import Agreement, AgreementKind, Bond, Designation
from core.reports.blocks import (
    Band,
    Block,
    Cell,
    Check,
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
from core.reports.wording import AGREEMENT_WORDS, made_document, number, on, place_of, quiet, sentence
from core.rules import AgreementInTerm, BondInEffect, OathTaken


@dataclass(frozen=True, slots=True)
class Step:
    """``on`` is the day it was done, ``reference`` where that is written."""

    what: str
    source: str
    on: date | None
    reference: str = ""


CHECKLIST = (
    Column("Done", 0.8),
    Column("Step", 4.6),
    Column("Source", 2.4),
    Column("On", 0.9, right=True),
    Column("Reference", 2.2),
)


def checklist(groups: Iterable[tuple[Band, Iterable[Step]]], as_of: date, bands: str, empty: str) -> Table:
    """The steps of each group, ticked where they were done by ``as_of``; a later date is shown as planned."""
    rows: list[Row] = []
    for band, steps in groups:
        rows.append(band)
        rows += [_step(step, as_of) for step in steps]
    return Table(CHECKLIST, tuple(rows), empty, bands=bands)


def _step(step: Step, as_of: date) -> tuple[Cell, ...]:
    done = step.on is not None and step.on <= as_of
    planned = "planned" if step.on and not done else ""
    reference = ", ".join(part for part in (step.reference, planned) if part)
    return Check(done), step.what, quiet(step.source) if step.source else None, step.on, reference or None


def _quoted(roll: Roll, *kinds: type) -> Iterator[Block]:
    """The words of the law on these requirements, each passage once."""
    sources = [r.sources[0] for r in roll.policy.requirements if isinstance(r.rule, kinds)]
    passages: dict[str, list[str]] = {}
    for source in sources:
        passages.setdefault(source.words, []).append(source.citation)
    for words, citations in passages.items():
        yield Paragraph(f"“{words.strip()}” ({'; '.join(dict.fromkeys(citations))})", Voice.QUOTE)


# ---------------------------------------------------------------- oaths and bonds


def oath_bond_report(roll: Roll) -> Document:
    title = "Register of oaths and bonds"
    blocks = (Title(title, f"As of {written(roll.as_of)}"), *_oaths_and_bonds(roll))
    return made_document(roll, title, blocks, lying=True)


def _oaths_and_bonds(roll: Roll) -> Iterator[Block]:
    yield from _quoted(roll, OathTaken, BondInEffect)
    designated = [judged for judged in roll.officers if judged.record.designations or judged.record.bonds]
    yield Heading("Oaths")
    yield _oaths(designated, roll.as_of)
    yield Heading("Bonds")
    yield _bonds(designated, roll.as_of)
    yield Heading("Checklist of filing")
    groups = [
        (Band(f"{j.officer.name} · {place_of(j)}", j.officer.officer_id), _filing_steps(j, roll.as_of))
        for j in designated
    ]
    yield checklist(groups, roll.as_of, "Officer", NOBODY_DESIGNATED)
    yield Paragraph(
        "The oath is the one of the Constitution; the bond is payable to the State. What is not on record here may "
        "have been done: ask the chancery clerk, and enter the day.",
        Voice.QUIET,
    )


NOBODY_DESIGNATED = "No officer on the roll has been designated a peace officer, and no bond is on record."


def _led(judged: Judged) -> Link:
    """To the officer's checklist."""
    return Link(judged.officer.name, judged.officer.officer_id)


def _finding(judged: Judged, kind: type) -> Finding | None:
    return next((f for f in judged.findings if isinstance(f.requirement.rule, kind)), None)


def _state(finding: Finding | None) -> Cell:
    return StateMark(finding.status) if finding else "Not judged"


def _oaths(designated: Iterable[Judged], as_of: date) -> Table:
    columns = (
        Column("Officer", 2.4),
        Column("Designated", 1, right=True),
        Column("Board minute", 2),
        Column("Ended", 1, right=True),
        Column("Oath taken", 1, right=True),
        Column("Filed with clerk", 1.2, right=True),
        Column("Status", 1.2),
    )
    rows = [
        (_led(j), d.designated_on, d.board_minute or None, d.ended_on, d.oath_on, d.oath_filed_on, _oath(j, d))
        for j in designated
        for d in j.record.designations
        if d.designated_on <= as_of
    ]
    return Table(columns, tuple(rows), "No designation is on record.")


def _oath(judged: Judged, designation: Designation) -> Cell:
    return "Ended" if designation.ended_on else _state(_finding(judged, OathTaken))


def _bonds(designated: Iterable[Judged], as_of: date) -> Table:
    columns = (
        Column("Officer", 2.4),
        Column("Surety, number", 2.4),
        Column("Amount", 1, right=True),
        Column("Effective", 1, right=True),
        Column("Expires", 1, right=True),
        Column("Approved by supervisors", 1.3, right=True),
        Column("Recorded by clerk", 1.2, right=True),
        Column("Status", 1.2),
    )
    rows = [
        (_led(j), _surety(b), _amount(b), b.effective_on, b.expires_on, b.approved_on, b.filed_on, _bond(j, b))
        for j in designated
        for b in j.record.bonds
        if b.effective_on <= as_of
    ]
    return Table(columns, tuple(rows), "No bond is on record.")


def _surety(bond: Bond) -> str | None:
    return ", ".join(part for part in (bond.surety, bond.number and f"no. {bond.number}") if part) or None


def _amount(bond: Bond) -> Cell:
    return None if bond.amount is None else f"${number(bond.amount)}"


def _bond(judged: Judged, bond: Bond) -> Cell:
    """The finding is about the latest bond."""
    latest = max(judged.record.bonds, key=lambda b: b.effective_on)
    return _state(_finding(judged, BondInEffect)) if bond is latest else "Earlier bond"


def _filing_steps(judged: Judged, as_of: date) -> Iterator[Step]:
    for designation in judged.record.designations:
        if designation.designated_on <= as_of and not designation.ended_on:
            yield from _oath_steps(designation)
    bonds = [bond for bond in judged.record.bonds if bond.effective_on <= as_of]
    yield from _bond_steps(max(bonds, key=lambda bond: bond.effective_on, default=None))


def _oath_steps(designation: Designation) -> Iterator[Step]:
    minute = designation.board_minute
    yield Step("Designated by the school board, on its minutes", "§ 37-7-321(1)", designation.designated_on, minute)
    yield Step("Oath of office taken", "Miss. Const. art. 14 § 268", designation.oath_on)
    yield Step("Oath filed with the chancery clerk", "§ 25-1-11", designation.oath_filed_on)


def _bond_steps(bond: Bond | None) -> Iterator[Step]:
    named = (_surety(bond) or "") if bond else ""
    made, approved, filed = (bond.effective_on, bond.approved_on, bond.filed_on) if bond else (None, None, None)
    yield Step("Bond made, payable to the State", "§ 37-7-321(1); §§ 19-19-3, 25-1-17", made, named)
    yield Step("Bond approved by the county board of supervisors", "§ 25-1-19", approved)
    yield Step("Bond recorded by the chancery clerk", "§ 25-1-19", filed)


# ---------------------------------------------------------------- agreements


def agreements_report(roll: Roll) -> Document:
    title = "Agreements of the district"
    blocks = (Title(title, f"As of {written(roll.as_of)}"), *_agreements(roll))
    return made_document(roll, title, blocks, lying=True)


def _agreements(roll: Roll) -> Iterator[Block]:
    yield from _quoted(roll, AgreementInTerm)
    agreements = roll.district.agreements
    findings = {f.item: f for f in roll.district_findings if isinstance(f.requirement.rule, AgreementInTerm)}
    columns = (
        Column("Agreement", 2.6),
        Column("With", 2.6),
        Column("Purpose", 2.6),
        Column("Begins", 1, right=True),
        Column("Ends", 1, right=True),
        Column("Status", 1.2),
    )
    rows = [_term(a, findings.get(a.agreement_id)) for a in agreements]
    yield Heading("Term")
    yield Table(columns, tuple(rows), "No agreement is recorded.")
    yield Heading("Checklist of approval and filing")
    groups = [(_agreed(a), agreement_steps(a)) for a in agreements]
    yield checklist(groups, roll.as_of, "Agreement", "No agreement is recorded.")
    yield Paragraph(INTERLOCAL_ACT, Voice.QUIET)
    yield from _open_duties(roll)


def _term(agreement: Agreement, finding: Finding | None) -> tuple[Cell, ...]:
    name = Link(_name(agreement), agreement.agreement_id)
    party, purpose = agreement.party or None, agreement.purpose or None
    return name, party, purpose, agreement.starts_on, agreement.ends_on, _state(finding)


def _agreed(agreement: Agreement) -> Band:
    return Band(" · ".join(filter(None, (_name(agreement), agreement.party))), agreement.agreement_id)


INTERLOCAL_ACT = (
    "Review by the Attorney General (silence for 60 days is approval) and filing with the chancery clerk and the "
    "Secretary of State are steps of the Interlocal Cooperation Act, §§ 17-13-7 to 17-13-11. For an agreement of "
    "another kind, ask the board’s attorney whether they apply."
)


def _name(agreement: Agreement) -> str:
    return f"{AGREEMENT_WORDS[agreement.kind]} {agreement.agreement_id}"


def agreement_steps(agreement: Agreement) -> Iterator[Step]:
    """What is to be done for an agreement of its kind, in order."""
    interlocal = agreement.kind is AgreementKind.INTERLOCAL
    minutes = _ACT if interlocal else ""
    yield Step("Approved by the school board, on its minutes", minutes, agreement.approved_on, agreement.board_minute)
    if agreement.kind is AgreementKind.RADIO_STATION:
        until = f"until {on(agreement.ends_on)}" if agreement.ends_on else ""
        yield Step("Authorized by the Federal Communications Commission", "§ 37-7-321(3)", agreement.starts_on, until)
        return
    source = _ACT if interlocal else f"{_ACT}, if the act applies"
    yield Step("Approved by the Attorney General, or 60 days without an answer", source, agreement.ag_approved_on)
    yield Step("Filed with the chancery clerk", source, agreement.chancery_filed_on)
    yield Step("Filed with the Secretary of State", source, agreement.sos_filed_on)


_ACT = "§§ 17-13-7 to 17-13-11"


def _open_duties(roll: Roll) -> Iterator[Block]:
    """What the rules say of each agreement that is not in order."""
    found = [f for f in roll.district_findings if f.open and isinstance(f.requirement.rule, AgreementInTerm)]
    if found:
        yield Heading("What is open")
        yield Facts(tuple((f.item or "", _what_to_do(f)) for f in found))


def _what_to_do(finding: Finding) -> Cell:
    cure = Line(f"Cure: {finding.requirement.cure}", Voice.QUIET)
    return Line(sentence(finding.because)), cure
