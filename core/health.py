"""What in the records is likely a slip, or is missing: each with the very field in which to mend it.

Data health is not compliance. A finding says what the rules ask; a concern says that what is written down may be
wrong, and so every finding that rests on it.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Any

from core.dates import add_years, birthday, plural, short
from core.model import (
    BY_ROW,
    DistrictRecord,
    Issued,
    Officer,
    OfficerRecord,
    Proof,
    Result,
    Role,
    Row,
    TrainingClass,
    credential_name,
)
from core.rules import AgeAtAssignment, Policy
from core.soundness import in_words, problems

MOST_HOURS = 16
"""A day: more is a slip of the pen."""
LEAST_AGE, MOST_AGE = 18, 90
FAR = 1
"""Years from which a planned date is likelier a wrong year."""
ALIKE = 0.8
"""From this likeness on, of 1, two names may be spellings of one."""


class Kind(StrEnum):
    """What may be wrong, the gravest first."""

    DUPLICATE = "duplicate"
    IMPOSSIBLE = "impossible"
    AGE = "age"
    HOURS = "hours"
    FUTURE = "future"
    OVERLAP = "overlap"
    UNQUALIFIED = "unqualified"
    NO_APPOINTMENT = "no-appointment"
    MISSING = "missing"
    PROOF = "proof"
    ORPHAN = "orphan"
    NOBODY = "nobody"


TITLES = {
    Kind.DUPLICATE: "Perhaps one person twice",
    Kind.IMPOSSIBLE: "Cannot be right",
    Kind.AGE: "Age",
    Kind.HOURS: "Hours of a class",
    Kind.FUTURE: "Dates that lie ahead",
    Kind.OVERLAP: "Two at the same time",
    Kind.UNQUALIFIED: "Weapon without qualification",
    Kind.NO_APPOINTMENT: "Officer without appointment",
    Kind.MISSING: "Date missing",
    Kind.PROOF: "Proof missing",
    Kind.ORPHAN: "Document without its record",
    Kind.NOBODY: "Class without anyone",
}
_RANK = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """``who`` is the officer, the class or the district it is about; ``table``, ``key`` and ``field`` where to mend it.

    ``officer_id`` is blank for what is no officer's own. ``other`` is the second person of a likely duplicate.
    """

    kind: Kind
    words: str
    who: str
    officer_id: str = ""
    table: str
    key: str | int
    field: str
    other: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """The table and the key as text, which is how a document names its record."""
        return self.table, str(self.key)


def concerns(
    policy: Policy,
    records: Iterable[OfficerRecord],
    district: DistrictRecord,
    as_of: date,
    classes: Iterable[TrainingClass] = (),
) -> tuple[Concern, ...]:
    """The gravest kind first, then by name. ``classes`` are all on record, for those that nobody sat."""
    records = tuple(records)
    found = [*_duplicates(record.officer for record in records), *_hands(records)]
    for record in records:
        found += _of_officer(policy, record, as_of)
    found += _of_classes(records, classes, as_of)
    found += _of_district(district, as_of)
    return tuple(sorted(found, key=lambda concern: (_RANK[concern.kind], concern.who.casefold())))


# --- one officer ----------------------------------------------------------------------------------------------


def _of_officer(policy: Policy, record: OfficerRecord, as_of: date) -> Iterator[Concern]:
    about = _About(record.officer)
    rows = tuple(_rows(record))
    for row in rows:
        for problem in problems(row):
            yield about.row(Kind.IMPOSSIBLE, row, problem.field, problem.message)
        yield from _ahead(about, row, as_of)
    yield from _ages(about, policy, record)
    yield from _overlaps(about, record)
    yield from _unqualified(about, record, as_of)
    yield from _missing(about, record, as_of)
    yield from _sat(about, record)
    yield from _unproven(about, record, as_of)
    yield from _orphans(about, record, rows)


@dataclass(frozen=True, slots=True)
class _About:
    """Whose rows are looked at."""

    officer: Officer

    def row(self, kind: Kind, row: Row, field: str, words: str) -> Concern:
        whose = self.officer
        table = BY_ROW[type(row)]
        key = getattr(row, table.key[0] if table.keyed else "id")
        return Concern(
            kind=kind, words=words, who=whose.name, officer_id=whose.officer_id, table=table.name, key=key, field=field
        )


def _rows(record: OfficerRecord) -> Iterator[Row]:
    """Every row of the officer's own."""
    yield record.officer
    for name in ("appointments", "commissions", "designations", "bonds", "service", "credentials", "waivers"):
        yield from getattr(record, name)
    yield from record.qualifications
    yield from (attended.attendance for attended in record.attended)
    yield from (issued.issue for issued in record.issued)


_HAPPENED = frozenset(
    {"date_of_birth", "shot_on", "from_on", "oath_on", "oath_filed_on", "filed_on", "ag_approved_on",
     "chancery_filed_on", "sos_filed_on"}
)  # fmt: skip
"""What is written down only when it has happened; every other date may be a plan or an end."""
_ENDS = frozenset({"ended_on", "expires_on", "until_on", "returned_on", "to_on"})


def _ahead(about: _About, row: Row, as_of: date) -> Iterator[Concern]:
    far = add_years(as_of, FAR)
    for field, on in _dates(row):
        if field in _HAPPENED and on > as_of:
            yield about.row(Kind.FUTURE, row, field, f"{_named(field)} {short(on)} has not come yet.")
        elif field not in _ENDS and on > far:
            yield about.row(Kind.FUTURE, row, field, f"{_named(field)} {short(on)} is more than a year ahead.")


def _dates(row: Any) -> Iterator[tuple[str, date]]:
    for column in BY_ROW[type(row)].columns:
        if column.kind is date and (on := getattr(row, column.name)) is not None:
            yield column.name, on


def _named(field: str) -> str:
    words = in_words(field)
    return words[0].upper() + words[1:]


def _ages(about: _About, policy: Policy, record: OfficerRecord) -> Iterator[Concern]:
    born = record.officer.date_of_birth
    for appointment in record.appointments if born else ():
        on = appointment.assignment_date
        assert born is not None
        if on is None:
            continue
        least = _least_age(policy, appointment.role, on)
        if birthday(born, least) > on:
            words = (
                f"Born {short(born)}, so not yet {least} when appointed as {_role(appointment.role)} on {short(on)}."
            )
            yield about.row(Kind.AGE, record.officer, "date_of_birth", words)
        elif add_years(born, MOST_AGE) < on:
            words = f"Born {short(born)}, so more than {MOST_AGE} years old when appointed on {short(on)}."
            yield about.row(Kind.AGE, record.officer, "date_of_birth", words)


def _least_age(policy: Policy, role: Role, on: date) -> int:
    """What the rules ask of the role; of the others that they are grown up."""
    asked = [
        requirement.rule.years.on(on)
        for requirement in policy.requirements
        if isinstance(requirement.rule, AgeAtAssignment)
        and any(not applies.roles or role in applies.roles for applies in requirement.applies)
    ]
    return max(asked, default=LEAST_AGE)


def _role(role: Role) -> str:
    if role is Role.OTHER:
        return "other security staff"
    return f"{'a' if role is Role.CEO else 'an'} {role.upper()}"


def _overlaps(about: _About, record: OfficerRecord) -> Iterator[Concern]:
    dated = sorted(((a.start, a) for a in record.appointments if a.start), key=lambda pair: (pair[0], pair[1].id))
    for (_, one), (start, other) in combinations(dated, 2):
        if one.ended_on is None or start <= one.ended_on:
            words = (
                f"Appointed as {_role(other.role)} on {short(start)} while {_role(one.role)}. "
                "End the earlier appointment, if it has ended."
            )
            yield about.row(Kind.OVERLAP, one, "ended_on", words)


def _unqualified(about: _About, record: OfficerRecord, as_of: date) -> Iterator[Concern]:
    passed = {shot.weapon_id for shot in record.qualifications if shot.result is Result.PASS}
    for issue in (issued.issue for issued in record.issued):
        if issue.is_held(as_of) and issue.weapon_id not in passed:
            words = f"Weapon {issue.weapon_id} was issued {short(issue.issued_on)}; no pass with it is on record."
            yield about.row(Kind.UNQUALIFIED, issue, "weapon_id", words)


def _missing(about: _About, record: OfficerRecord, as_of: date) -> Iterator[Concern]:
    if not record.appointments:
        yield about.row(Kind.NO_APPOINTMENT, record.officer, "officer_id", "No appointment, so nothing is judged.")
    elif record.officer.date_of_birth is None and any(a.is_current(as_of) for a in record.appointments):
        yield about.row(Kind.MISSING, record.officer, "date_of_birth", "No date of birth.")
    for row, field, words in _undated(record):
        yield about.row(Kind.MISSING, row, field, words)


def _undated(record: OfficerRecord) -> Iterator[tuple[Row, str, str]]:
    for appointment in record.appointments:
        if appointment.start is None:
            yield appointment, "hired_on", "The appointment has no date: not hired, appointed or assigned."
    for credential in record.credentials:
        if credential.dated is None:
            name = credential_name(credential.credential)
            yield credential, "completed_on", f"{name} has no date, so it does not count."
    for commission in record.commissions:
        if commission.commissioned_on is None:
            yield commission, "commissioned_on", "The commission has no date."


def _sat(about: _About, record: OfficerRecord) -> Iterator[Concern]:
    for attended in record.attended:
        own = attended.attendance.hours
        if own is not None and own > attended.training.hours:
            words = f"{own:g} hours credited for “{attended.training.title}”, which has {attended.training.hours:g}."
            yield about.row(Kind.HOURS, attended.attendance, "hours", words)
        elif own == 0:
            words = f"0 hours credited for “{attended.training.title}”."
            yield about.row(Kind.HOURS, attended.attendance, "hours", words)


_UNPROVEN = (None, Proof.NONE, Proof.STATED)


def _unproven(about: _About, record: OfficerRecord, as_of: date) -> Iterator[Concern]:
    """Of what has been; a plan has none yet."""
    for credential in record.credentials:
        if credential.proof in _UNPROVEN and not (credential.dated and credential.dated > as_of):
            words = f"No copy of the {credential_name(credential.credential)} is held{_of(credential.dated)}."
            yield about.row(Kind.PROOF, credential, "proof", words)
    for attended in record.attended:
        if attended.attendance.proof in _UNPROVEN and attended.on <= as_of:
            words = f"No proof of “{attended.training.title}” is held{_of(attended.on)}."
            yield about.row(Kind.PROOF, attended.attendance, "proof", words)


def _orphans(about: _About, record: OfficerRecord, rows: Iterable[Row]) -> Iterator[Concern]:
    homes = {about.row(Kind.ORPHAN, row, "", "").place for row in rows}
    homes |= {("classes", attended.training.class_id) for attended in record.attended}
    homes |= {("weapons", issued.weapon.weapon_id) for issued in record.issued}
    for document in record.attachments:
        if (document.table_name, document.row_key) not in homes:
            words = f"“{document.file_name}” belongs to a record that is not there."
            yield about.row(Kind.ORPHAN, document, "row_key", words)


def _of(on: date | None) -> str:
    return f" ({short(on)})" if on else ""


# --- several officers -----------------------------------------------------------------------------------------


def _hands(records: Iterable[OfficerRecord]) -> Iterator[Concern]:
    """A weapon with two officers at once."""
    issues: dict[str, list[tuple[Issued, Officer]]] = defaultdict(list)
    for record in records:
        for issued in record.issued:
            issues[issued.issue.weapon_id].append((issued, record.officer))
    for weapon_id, held in issues.items():
        held.sort(key=lambda pair: (pair[0].issue.issued_on, pair[0].issue.id))
        for (one, first), (other, second) in pairwise(held):
            until = one.issue.returned_on
            if until is None or other.issue.issued_on < until:
                words = (
                    f"Weapon {weapon_id} went to {second.full_name} on {short(other.issue.issued_on)} "
                    f"and is not recorded as returned {'before' if until else 'at all'}."
                )
                yield _About(first).row(Kind.OVERLAP, one.issue, "returned_on", words)


def _of_classes(records: Iterable[OfficerRecord], classes: Iterable[TrainingClass], as_of: date) -> Iterator[Concern]:
    sat = {attended.training.class_id: attended.training for record in records for attended in record.attended}
    on_record = {training.class_id: training for training in classes}
    for class_id, training in sorted({**sat, **on_record}.items()):
        yield from _of_class(training, as_of)
        if class_id not in sat and training.ends_on <= as_of:
            yield _class(Kind.NOBODY, training, "class_id", "Nobody is recorded as having sat it.")


def _of_class(training: TrainingClass, as_of: date) -> Iterator[Concern]:
    days = (training.ends_on - training.starts_on).days + 1 if training.starts_on else 1
    if training.hours <= 0:
        yield _class(Kind.HOURS, training, "hours", f"{training.hours:g} hours.")
    elif days > 0 and training.hours > MOST_HOURS * days:
        words = f"{training.hours:g} hours on {plural(days, 'day')} is more than {MOST_HOURS} a day"
        if training.starts_on:
            yield _class(Kind.HOURS, training, "hours", f"{words}.")
        else:
            yield _class(Kind.HOURS, training, "starts_on", f"{words}: the first day is missing.")
    if training.ends_on > add_years(as_of, FAR):
        yield _class(Kind.FUTURE, training, "ends_on", f"It ends {short(training.ends_on)}, more than a year ahead.")
    for problem in problems(training):
        if problem.field != "hours":
            yield _class(Kind.IMPOSSIBLE, training, problem.field, problem.message)


def _class(kind: Kind, training: TrainingClass, field: str, words: str) -> Concern:
    who = f"Class “{training.title}”, {short(training.ends_on)}"
    return Concern(kind=kind, words=words, who=who, table="classes", key=training.class_id, field=field)


def _of_district(record: DistrictRecord, as_of: date) -> Iterator[Concern]:
    for agreement in record.agreements:
        who = f"Agreement {agreement.agreement_id}"
        place: dict[str, Any] = {"who": who, "table": "agreements", "key": agreement.agreement_id}
        for problem in problems(agreement):
            yield Concern(kind=Kind.IMPOSSIBLE, words=problem.message, field=problem.field, **place)
        if agreement.ends_on is None:
            yield Concern(kind=Kind.MISSING, words="No end date.", field="ends_on", **place)
        for field, on in _dates(agreement):
            if on > as_of and field in _HAPPENED:
                words = f"{_named(field)} {short(on)} has not come yet."
                yield Concern(kind=Kind.FUTURE, words=words, field=field, **place)
    assessed = record.district.safety_assessment_on
    if assessed is not None and assessed > as_of:
        words = f"The safety assessment of {short(assessed)} has not come yet."
        yield Concern(
            kind=Kind.FUTURE, words=words, who="The district", table="district", key="safety_assessment_on",
            field="safety_assessment_on",
        )  # fmt: skip


# --- one person twice -----------------------------------------------------------------------------------------


def _duplicates(officers: Iterable[Officer]) -> Iterator[Concern]:
    told: set[frozenset[str]] = set()
    officers = tuple(officers)
    for why, pairs in _pairs(officers):
        for one, other in pairs:
            pair = frozenset({one.officer_id, other.officer_id})
            if pair not in told:
                told.add(pair)
                yield Concern(
                    kind=Kind.DUPLICATE,
                    words=f"{one.full_name} ({one.officer_id}) and {other.full_name} ({other.officer_id}): {why}.",
                    who=one.name,
                    officer_id=one.officer_id,
                    table="officers",
                    key=one.officer_id,
                    field="last_name",
                    other=other.officer_id,
                )


def _pairs(officers: Iterable[Officer]) -> Iterator[tuple[str, Iterator[tuple[Officer, Officer]]]]:
    """Whoever shares a number, a name, or a birth date with a name that is spelled alike."""
    officers = tuple(officers)
    yield "the same name and date of birth", _neighbours(officers, _born)
    yield "the same MCID number", _neighbours(officers, lambda o: o.mcid.strip().upper())
    yield "the same employee number", _neighbours(officers, lambda o: o.employee_number.strip().upper())
    yield "the same date of birth, and names that are alike", _alike(officers, lambda o: o.date_of_birth)
    yield "names that are alike, and no two dates of birth that differ", _alike(officers, _sound)


def _neighbours(officers: Iterable[Officer], key: Callable[[Officer], Hashable]) -> Iterator[tuple[Officer, Officer]]:
    """Each with the next of the same key: as many as there are, not as there could be."""
    for group in _groups(officers, key):
        yield from pairwise(group)


def _alike(officers: Iterable[Officer], key: Callable[[Officer], Hashable]) -> Iterator[tuple[Officer, Officer]]:
    for group in _groups(officers, key):
        for one, other in combinations(group, 2):
            births = {one.date_of_birth, other.date_of_birth} - {None}
            if len(births) < 2 and one.suffix.casefold() == other.suffix.casefold() and _spelled_alike(one, other):
                yield one, other


def _groups(officers: Iterable[Officer], key: Callable[[Officer], Hashable]) -> Iterator[list[Officer]]:
    groups: dict[Hashable, list[Officer]] = defaultdict(list)
    for officer in officers:
        if known := key(officer):
            groups[known].append(officer)
    return (group for group in groups.values() if len(group) > 1)


def _name(officer: Officer) -> tuple[str, str, str]:
    return _plain(officer.last_name), _plain(officer.first_name), officer.suffix.casefold().strip(".")


def _born(officer: Officer) -> Hashable:
    return officer.date_of_birth and (*_name(officer), officer.date_of_birth)


def _plain(text: str) -> str:
    """Letters only, without case and accents."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in apart if letter.isalpha() and not unicodedata.combining(letter))


def _sound(officer: Officer) -> str:
    """The consonants of both names in whatever order they were written: ``Smyth, Jon`` sounds as ``John, Smith``."""
    return " ".join(sorted(_consonants(_plain(name)) for name in (officer.last_name, officer.first_name)))


def _consonants(name: str) -> str:
    kept = [letter for letter in name if letter not in "aeiouyh"]
    return "".join(letter for letter, before in zip(kept, ["", *kept], strict=False) if letter != before)


def _spelled_alike(one: Officer, other: Officer) -> bool:
    """The names as they stand, or with first and last exchanged."""
    first, second = _name(one), _name(other)
    return min(map(_likeness, first[:2], second[:2])) >= ALIKE or first[:2] == (second[1], second[0])


def _likeness(one: str, other: str) -> float:
    """A short form is as good as the long one that begins with it: ``Dan`` and ``Daniel``."""
    if one.startswith(other) or other.startswith(one):
        return 1.0
    return SequenceMatcher(None, one, other).ratio()
