"""Tallies that name nobody: officers by role and employer, requirements, the district's own duties.

The public editions are made of them, and end with what they leave out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from core.findings import Finding, Judged, Roll
from core.model import Status
from core.reports.blocks import Cell, Column, Heading, KeepTogether, Paragraph, Party, Signatures, StateMark, Table
from core.reports.wording import AGREEMENT_WORDS, EMPLOYER_WORDS, ROLE_WORDS, STATUS_WORDS

OMITTED = (
    "This edition names nobody and gives no personal data and no weapon: personnel records are exempt from public "
    "access under § 25-1-100, an officer’s home address and private telephone under § 25-61-12, and the board may take "
    "up security personnel in executive session under § 25-41-7. Counts are not given by school, because a count of "
    "one would be a name. The executive session edition has the particulars."
)


def by_role(roll: Roll) -> Table:
    groups = [(words, [j for j in roll.officers if j.role is role]) for role, words in ROLE_WORDS.items()]
    return counted("Role", groups)


def by_employer(roll: Roll) -> Table:
    kinds = EMPLOYER_WORDS.items()
    groups = [(words, [j for j in roll.officers if j.appointment.employer_type is kind]) for kind, words in kinds]
    return counted("Employer", groups)


_STANDINGS = (Status.VIOLATION, Status.OVERDUE, Status.UNDETERMINED, Status.DUE_SOON)
_WORST_LAST = tuple(reversed(_STANDINGS))


def counted(label: str, groups: Iterable[tuple[str, list[Judged]]]) -> Table:
    rows = [_counts_row(words, Counter(j.standing for j in officers)) for words, officers in groups if officers]
    return Table(_counts_columns(label), tuple(rows), "No officer is on the roll.")


def _counts_columns(label: str) -> tuple[Column, ...]:
    standing = (Column(STATUS_WORDS[status], 1.1, right=True) for status in _WORST_LAST)
    return Column(label, 3.2), Column("Officers", 1, right=True), Column("In order", 1, right=True), *standing


def _counts_row(label: str, counts: Counter[Status]) -> tuple[Cell, ...]:
    in_order = counts[Status.MET] + counts[Status.PENDING]
    shown = (counts.total(), in_order, *(counts[status] for status in _WORST_LAST))
    return label, *(count or None for count in shown)


def requirements_counted(roll: Roll) -> Table:
    counts = Counter((f.requirement.title, f.status) for j in roll.officers for f in j.findings if f.decides)
    titles = list(dict.fromkeys(f.requirement.title for f in _in_policy_order(roll)))
    columns = (Column("Requirement", 4), *(Column(STATUS_WORDS[status], 0.6, right=True) for status in Status))
    rows = [(title, *(counts[title, status] or None for status in Status)) for title in titles]
    return Table(columns, tuple(rows), "Nothing is required of anyone.")


def _in_policy_order(roll: Roll) -> list[Finding]:
    order = {requirement.id: place for place, requirement in enumerate(roll.policy.requirements)}
    found = (f for judged in roll.officers for f in judged.findings if f.decides)
    return sorted(found, key=lambda f: order.get(f.requirement.id, len(order)))


def duties_counted(roll: Roll) -> Table:
    kinds = {agreement.agreement_id: AGREEMENT_WORDS[agreement.kind] for agreement in roll.district.agreements}
    counts = Counter((kinds.get(f.item or "", f.requirement.title), f.status) for f in roll.district_findings)
    rows = [(label, StateMark(status), count) for (label, status), count in sorted(counts.items())]
    columns = (Column("What", 4), Column("Status", 1.6), Column("Count", 1, right=True))
    return Table(columns, tuple(rows), "No agreement is recorded.")


def board_signatures(roll: Roll, *, named: bool = True) -> Signatures:
    district = roll.district.district
    offices = ("Superintendent", district.superintendent), ("President of the School Board", district.board_president)
    return Signatures(tuple(Party(office, name if named else "") for office, name in offices))


def left_out(roll: Roll) -> KeepTogether:
    """What ends a public edition."""
    return KeepTogether(
        (Heading("What this edition leaves out"), Paragraph(OMITTED), board_signatures(roll, named=False))
    )
