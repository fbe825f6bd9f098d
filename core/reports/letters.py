"""The letters that are due, by the findings alone: nobody has to pick them, and each says why it is due.

Their words are plain text under ``resources/letters``; the statute's words come with the finding, from the policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from string import Template

from core.dates import plural, written
from core.errors import UserError
from core.findings import Finding, Judged, Roll
from core.model import EmployerType, Proof, Role, Status
from core.reports.blocks import (
    Address,
    Band,
    Block,
    Column,
    Document,
    KeepTogether,
    Line,
    Paragraph,
    Party,
    Row,
    Signatures,
    Table,
    Voice,
)
from core.reports.wording import (
    EMPLOYER_WORDS,
    PROOF_WORDS,
    be,
    deciding,
    footer,
    late,
    letterhead,
    listed,
    matter,
    on,
    sentence,
    unproven,
)
from core.rules import Act


class LetterKind(StrEnum):
    """The gravest first, as they are listed."""

    POWERS = "powers"
    OVERDUE = "overdue"
    UPCOMING = "upcoming"
    PROOF = "proof"


NAMES = {
    LetterKind.POWERS: "Loss of powers",
    LetterKind.OVERDUE: "Past due",
    LetterKind.UPCOMING: "Falling due",
    LetterKind.PROOF: "Request for proof",
}


SERVES_AS = {
    Role.SRO: "as a School Resource Officer",
    Role.CEO: "as a Campus Enforcement Officer",
    Role.SSO: "as a School Safety Officer",
    Role.OTHER: "in a security position",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """``officer_ids`` whom it is about; ``why`` the sentence that says why it is due."""

    kind: LetterKind
    officer_ids: tuple[str, ...]
    title: str
    why: str
    filename: str
    document: Document

    @property
    def officer_id(self) -> str | None:
        """The officer addressed; ``None`` for a letter to an agency."""
        return None if self.kind is LetterKind.PROOF else self.officer_ids[0]


def due_letters(
    roll: Roll, kind: str | None = None, officer_id: str | None = None, *, dated: date | None = None
) -> tuple[Letter, ...]:
    """The letters due on the roll’s date, or those of one ``kind`` or officer; ``dated`` is the day they bear."""
    kinds = tuple(LetterKind) if kind is None else (letter_kind(kind),)
    officers = tuple(j for j in roll.officers if officer_id in {None, j.officer.officer_id})
    if officer_id is not None and not officers:
        raise UserError(f"“{officer_id}” is no officer with a current appointment.")
    drafts = [draft for kind in kinds for draft in _DRAFTED[kind](roll, officers)]
    return tuple(_letter(roll, draft, name, dated or roll.as_of) for draft, name in _named(drafts))


def letter_kind(text: str) -> LetterKind:
    """Raises :class:`UserError` that names the kinds there are."""
    try:
        return LetterKind(text)
    except ValueError:
        raise UserError(f"There is no letter “{text}”.", f"The letters are {listed(LetterKind)}.") from None


# ---------------------------------------------------------------- which letters are due


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it is set: to whom, why, and what fills its template."""

    kind: LetterKind
    officer_ids: tuple[str, ...]
    addressee: str
    sorted_as: str
    why: str
    address: tuple[str, ...]
    fields: Mapping[str, str]
    lists: Mapping[str, tuple[Block, ...]]


def _powers(roll: Roll, officers: Iterable[Judged]) -> Iterator[Draft]:
    for judged in officers:
        lost = lost_powers(judged)
        if lost:
            quoted = Paragraph(f"“{lost.words}”", Voice.QUOTE)
            own = {
                "due": _written(lost.due),
                "arithmetic": lost.arithmetic,
                "citation": lost.citation,
                "consequence": lost.consequence or "",
            }
            why = f"{lost.requirement.title} was due on {_written(lost.due)}; the powers of a peace officer are lost."
            yield _to_officer(LetterKind.POWERS, roll, judged, why, own, {"statute": (quoted,)})


def lost_powers(judged: Judged) -> Finding | None:
    """The finding by which the officer may not exercise the powers of a peace officer."""
    if not judged.powers_suspended:
        return None
    return next((f for f in judged.findings if f.consequence and f.status is Status.OVERDUE), None)


def past_due(judged: Judged) -> tuple[Finding, ...]:
    """What is late or forbidden, but for the loss of powers, which has a letter of its own."""
    lost = lost_powers(judged)
    return tuple(f for f in deciding(judged, Status.VIOLATION, Status.OVERDUE) if f is not lost)


def _overdue(roll: Roll, officers: Iterable[Judged]) -> Iterator[Draft]:
    for judged in officers:
        found = past_due(judged)
        if found:
            why = f"{plural(len(found), 'requirement')} past due or not met: {_titles(judged, found)}."
            own = {"count": in_words(len(found), "requirement")}
            yield _to_officer(LetterKind.OVERDUE, roll, judged, why, own, _lists(roll, judged))


def _upcoming(roll: Roll, officers: Iterable[Judged]) -> Iterator[Draft]:
    for judged in officers:
        found = deciding(judged, Status.DUE_SOON)
        if found and not past_due(judged):
            why = f"{plural(len(found), 'requirement')} due soon: {_titles(judged, found)}."
            own = {"count": in_words(len(found), "requirement").capitalize()}
            yield _to_officer(LetterKind.UPCOMING, roll, judged, why, own, _lists(roll, judged))


def in_words(count: int, noun: str) -> str:
    """As a letter counts: ``one requirement``, ``12 requirements``."""
    spelt = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return plural(count, noun) if count >= len(spelt) else f"{spelt[count]} {noun}{'' if count == 1 else 's'}"


def _titles(judged: Judged, findings: Iterable[Finding]) -> str:
    return listed(f"{matter(judged, f)}{f' ({on(f.due)})' if f.due else ''}" for f in findings)


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
    if not findings:
        return ()
    columns: tuple[Column, ...] = (Column("What, why and what to do", 6), Column("Due", 0.9, right=True))
    if late_too:
        columns = (*columns, Column("Days late", 0.8, right=True))
    rows = [(_asked(judged, f), on(f.due), late(f, as_of))[: len(columns)] for f in findings]
    return (Table(columns, tuple(rows)),)


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


def _to_officer(
    kind: LetterKind,
    roll: Roll,
    judged: Judged,
    why: str,
    own: Mapping[str, str],
    lists: Mapping[str, tuple[Block, ...]],
) -> Draft:
    officer, appointment = judged.officer, judged.appointment
    signs = appointment.supervisor == roll.district.district.superintendent
    fields = {
        "last_name": officer.last_name,
        "role": SERVES_AS[judged.role],
        "supervisor": "" if signs else appointment.supervisor,
    }
    sorted_as = f"{officer.last_name} {officer.first_name} {officer.officer_id}"
    ids = (officer.officer_id,)
    shared = _shared_fields(roll)
    return Draft(kind, ids, officer.full_name, sorted_as, why, _address(judged), shared | fields | dict(own), lists)


def _shared_fields(roll: Roll) -> dict[str, str]:
    district = roll.district.district
    return {
        "as_of": written(roll.as_of),
        "district": district.name or "the school district",
        "call": "call this office at " + district.phone.replace(" ", "\N{NO-BREAK SPACE}")
        if district.phone
        else "call this office",
    }


def _address(judged: Judged) -> tuple[str, ...]:
    """An officer of an agency or company is written to there; another at home, as far as that is recorded."""
    appointment, officer = judged.appointment, judged.officer
    if appointment.employer_type is not EmployerType.DISTRICT and appointment.employer:
        return officer.full_name, f"c/o {appointment.employer}"
    return officer.full_name, *(line.strip() for line in officer.address.splitlines() if line.strip())


def _proof(roll: Roll, officers: Iterable[Judged]) -> Iterator[Draft]:
    for (employer, _), group in sorted(_by_employer(roll, officers).items()):
        records = sum(len(missing) for _, missing in group)
        why = (
            f"{plural(records, 'record')} of {plural(len(group), 'officer')} {be(records)} relied on "
            "without proof in the district’s hands."
        )
        ids = tuple(judged.officer.officer_id for judged, _ in group)
        address = (employer, "Attention: Custodian of training records")
        lists = {"missing proof": _proof_table(group)}
        fields = _shared_fields(roll)
        yield Draft(LetterKind.PROOF, ids, employer, employer, why, address, fields, lists)


Missing = tuple[tuple[str, date, Proof | None], ...]


def _by_employer(
    roll: Roll, officers: Iterable[Judged]
) -> dict[tuple[str, EmployerType], list[tuple[Judged, Missing]]]:
    groups: dict[tuple[str, EmployerType], list[tuple[Judged, Missing]]] = {}
    for judged in officers:
        kind = judged.appointment.employer_type
        missing = unproven(judged, roll.as_of)
        if missing and kind is not EmployerType.DISTRICT:
            name = judged.appointment.employer or f"{EMPLOYER_WORDS[kind]} (name not recorded)"
            groups.setdefault((name, kind), []).append((judged, missing))
    return groups


def _proof_table(group: Iterable[tuple[Judged, Missing]]) -> tuple[Block, ...]:
    columns = (Column("Course", 5), Column("Completed", 1.2, right=True), Column("What the district holds", 2))
    rows: list[Row] = []
    for judged, missing in group:
        rows.append(Band(judged.officer.full_name))
        rows += [(title, on(completed_on), PROOF_WORDS[proof]) for title, completed_on, proof in missing]
    return (Table(columns, tuple(rows)),)


def _written(day: date | None) -> str:
    return written(day) if day else "a date not known"


_DRAFTED = {
    LetterKind.POWERS: _powers,
    LetterKind.OVERDUE: _overdue,
    LetterKind.UPCOMING: _upcoming,
    LetterKind.PROOF: _proof,
}


# ---------------------------------------------------------------- file names

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')


def _named(drafts: Iterable[Draft]) -> Iterator[tuple[Draft, str]]:
    """Each with a file name that every system takes and no other letter has, in upper or lower case."""
    taken: set[str] = set()
    for draft in drafts:
        stem = safe_stem(f"{draft.kind} {draft.sorted_as}")
        name, copy = stem, 1
        while name.casefold() in taken:
            copy += 1
            name = f"{stem} {copy}"
        taken.add(name.casefold())
        yield draft, f"{name}.pdf"


def safe_stem(text: str) -> str:
    """At most 100 bytes, to fit any folder; no sign that a system forbids, no dot or space at the end."""
    plain = "".join(c if c.isprintable() else " " for c in _UNSAFE.sub(" ", text))
    short = " ".join(plain.split()).encode()[:100].decode(errors="ignore")
    return short.rstrip(" .")


# ---------------------------------------------------------------- templates

FIELDS = frozenset(
    {
        "arithmetic",
        "as_of",
        "call",
        "citation",
        "consequence",
        "count",
        "district",
        "due",
        "last_name",
        "role",
        "supervisor",
    }
)
LISTS = frozenset({"late", "coming due", "also needed", "missing proof", "statute"})
HEAD = ("subject", "closing", "enclosures", "copies")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a list by name; ``only_if`` names the list without which it is left out."""

    text: str = ""
    inserts: str = ""
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    head: Mapping[str, str]
    passages: tuple[Passage, ...]


@cache
def load_template(kind: LetterKind) -> LetterTemplate:
    return read_template(_text(f"{kind}.txt"), f"{kind}.txt")


def _text(name: str) -> str:
    return (files("resources") / "letters" / name).read_text(encoding="utf-8")


def read_template(text: str, name: str) -> LetterTemplate:
    """Raises :class:`UserError` for a field, a list or a line of the head that there is not."""
    head_text, _, body = text.strip().partition("\n\n")
    head = _pairs(head_text, name)
    _require(set(head) <= set(HEAD) and "subject" in head, name, f"the head has {listed(HEAD)}, and a subject at least")
    passages = tuple(_passage(" ".join(part.split()), name) for part in body.split("\n\n") if part.strip())
    for words in (*head.values(), *(passage.text for passage in passages)):
        _check_fields(words, name)
    return LetterTemplate(head, passages)


def _pairs(text: str, name: str) -> dict[str, str]:
    pairs = [line.partition(":") for line in text.splitlines() if line.strip()]
    _require(all(colon for _, colon, _ in pairs), name, "each line of the head is a word, a colon and a text")
    return {key.strip(): value.strip() for key, _, value in pairs}


_CONDITION = re.compile(r"if ([a-z ]+): (.+)")
_INSERT = re.compile(r"\[([a-z ]+)\]")


def _passage(text: str, name: str) -> Passage:
    if inserted := _INSERT.fullmatch(text):
        _require(inserted[1] in LISTS, name, f"there is no list “{inserted[1]}”")
        return Passage(inserts=inserted[1])
    if conditional := _CONDITION.fullmatch(text):
        _require(conditional[1] in LISTS, name, f"there is no list “{conditional[1]}”")
        return Passage(conditional[2], only_if=conditional[1])
    return Passage(text)


def _check_fields(text: str, name: str) -> None:
    template = Template(text)
    _require(template.is_valid(), name, f"a $ without a name in “{text}”")
    unknown = set(template.get_identifiers()) - FIELDS
    _require(
        not unknown, name, f"there is no field {listed(f'${field}' for field in sorted(unknown)) if unknown else ''}"
    )


def _require(condition: bool, name: str, message: str) -> None:
    if not condition:
        raise UserError(f"The letter template {name} cannot be used: {message}.")


@cache
def asks() -> Mapping[Act, str]:
    """What the officer is asked to do, for each kind of record."""
    return {Act(act): ask for act, ask in _pairs(_text("asks.txt"), "asks.txt").items()}


# ---------------------------------------------------------------- setting a letter


def _letter(roll: Roll, draft: Draft, filename: str, dated: date) -> Letter:
    title = f"{NAMES[draft.kind]}: {draft.addressee}"
    district = roll.district.district
    document = Document(
        title=title,
        subject=draft.why,
        author=district.name or "Muster",
        letterhead=letterhead(roll),
        footer=footer(roll),
        blocks=_blocks(roll, draft, dated),
        practice=district.practice,
    )
    return Letter(draft.kind, draft.officer_ids, title, draft.why, filename, document)


def _blocks(roll: Roll, draft: Draft, dated: date) -> tuple[Block, ...]:
    template = load_template(draft.kind)
    body = [block for passage in template.passages for block in _set_passage(passage, draft)]
    subject = Paragraph(_filled(template.head["subject"], draft), Voice.STRONG)
    ending = KeepTogether((*body[-1:], *_ending(roll, template.head, draft)))
    return (Address(written(dated), draft.address), subject, *body[:-1], ending)


def _set_passage(passage: Passage, draft: Draft) -> tuple[Block, ...]:
    if passage.inserts:
        return draft.lists.get(passage.inserts, ())
    if passage.only_if and not draft.lists.get(passage.only_if):
        return ()
    return (Paragraph(_filled(passage.text, draft)),)


def _filled(text: str, draft: Draft) -> str:
    return Template(text).substitute(draft.fields)


def _ending(roll: Roll, head: Mapping[str, str], draft: Draft) -> Iterator[Block]:
    yield Paragraph(head.get("closing") or "Sincerely,")
    yield Signatures((Party("Superintendent", roll.district.district.superintendent),), dated=False)
    for label, key in (("Enclosures", "enclosures"), ("cc", "copies")):
        named = [part.strip() for part in _filled(head.get(key, ""), draft).split(";") if part.strip()]
        if named:
            yield Paragraph(f"{label}: {'; '.join(named)}", Voice.QUIET)
