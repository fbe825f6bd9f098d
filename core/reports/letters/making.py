"""From the roll to finished letters: which are due, which are offered, and how a draft becomes a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from string import Template

from core.dates import written
from core.errors import UserError
from core.findings import Judged, Roll
from core.model import District, OfficerRecord
from core.reports.blocks import Address, Block, Document, KeepTogether, Paragraph, Party, Signatures, Title, Voice
from core.reports.letters import to_officers, to_offices
from core.reports.letters.drafting import Addressee, Draft, Order, Typed, read_typed, shared_fields, signer, specimen
from core.reports.letters.kinds import DUE, FIELDS, KINDS, LISTS, NAMES, LetterKind, letter_kind
from core.reports.letters.naming import named
from core.reports.letters.templates import LetterTemplate, Passage, original, read_template
from core.reports.wording import footer, letterhead

Drafting = Callable[[Roll, Order], Iterator[Draft]]
DRAFTED: Mapping[LetterKind, Drafting] = {
    LetterKind.POWERS: to_officers.powers,
    LetterKind.OVERDUE: to_officers.overdue,
    LetterKind.UPCOMING: to_officers.upcoming,
    LetterKind.PROOF: to_offices.proof,
    LetterKind.RANGE: to_officers.range_day,
    LetterKind.STATUS: to_offices.status,
    LetterKind.TRANSMITTAL: to_offices.transmittal,
    LetterKind.QUESTION: to_offices.question,
    LetterKind.BOND: to_offices.bond,
    LetterKind.FILING: to_offices.filing,
    LetterKind.AGENDA: to_offices.agenda,
    LetterKind.DEFICIENCY: to_offices.deficiency,
    LetterKind.STANDING: to_officers.good_standing,
    LetterKind.LEAVING: to_officers.leaving,
}


@dataclass(frozen=True, slots=True)
class Stationery:
    """What the district prints on: pictures (PNG or JPEG) of its logo and of the signature, and its own words.

    ``templates`` are the district's copies by kind of letter; of any other kind the original is used.
    """

    logo: bytes = b""
    signature: bytes = b""
    templates: Mapping[str, str] = field(default_factory=dict)

    def words(self, kind: LetterKind) -> str:
        return self.templates.get(kind) or original(kind)


PLAIN = Stationery()


@dataclass(frozen=True, slots=True)
class Letter:
    """``officer_ids`` whom it is about; ``why`` the sentence that says why it is due. ``template`` is the fingerprint
    of the words it was made with."""

    kind: LetterKind
    officer_ids: tuple[str, ...]
    title: str
    why: str
    filename: str
    document: Document
    to: Addressee
    template: str

    @property
    def officer_id(self) -> str | None:
        """The officer addressed; ``None`` for a letter to an office."""
        return self.officer_ids[0] if KINDS[self.kind].of_officer and self.officer_ids else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A letter that could be printed: to whom, about whom, and why it is offered."""

    kind: LetterKind
    officer_ids: tuple[str, ...]
    to: str
    why: str


def due_letters(
    roll: Roll,
    kind: str | None = None,
    officer_id: str | None = None,
    *,
    dated: date | None = None,
    stationery: Stationery = PLAIN,
) -> tuple[Letter, ...]:
    """The letters due on the roll’s date by the findings alone, or those of one ``kind`` or officer.

    ``dated`` is the day they bear.
    """
    kinds = DUE if kind is None else (letter_kind(kind),)
    order = _order(roll, None if officer_id is None else (officer_id,), Typed({}, {}), dated, former=())
    drafts = [draft for each in kinds if each in DUE for draft in DRAFTED[each](roll, order)]
    return _set_letters(roll, drafts, order, stationery)


def make_letters(
    roll: Roll,
    kind: str,
    officer_ids: Sequence[str] | None = None,
    given: Mapping[str, str] | None = None,
    *,
    dated: date | None = None,
    stationery: Stationery = PLAIN,
) -> tuple[Letter, ...]:
    """The letters of a kind with what was typed, about some officers or (``None``) about all whom it concerns.

    Raises :class:`UserError` for what is missing or cannot be read, and for an officer of whom the letter would not be
    true, with the reason.
    """
    chosen = letter_kind(kind)
    typed = read_typed(chosen, given or {}, dated or roll.as_of)
    order = _order(roll, officer_ids, typed, dated, former=roll.former)
    drafts = list(DRAFTED[chosen](roll, order))
    if order.chosen and not drafts and chosen not in DUE:
        raise UserError(f"No letter “{NAMES[chosen]}” is called for by the record.", KINDS[chosen].offered)
    return _set_letters(roll, drafts, order, stationery)


def candidates(roll: Roll, kind: str) -> tuple[Candidate, ...]:
    """Whom a kind of letter could go to as the records are, before anything is typed for it."""
    drafts = DRAFTED[letter_kind(kind)](roll, Order(roll.officers, roll.former, Typed({}, {}), roll.as_of))
    return tuple(Candidate(draft.kind, draft.officer_ids, draft.to.name, draft.why) for draft in drafts)


def preview(roll: Roll, kind: LetterKind, words: str, stationery: Stationery = PLAIN) -> Document:
    """A letter of this kind in these words: the first that the roll calls for, else one of examples.

    Raises :class:`UserError` for words that cannot be used.
    """
    order = Order(roll.officers, roll.former, specimen(kind, roll.as_of), roll.as_of)
    draft = next(DRAFTED[kind](roll, order), None) or _specimen_draft(roll, kind, order)
    return _document(roll, draft, order.dated, replace(stationery, templates={kind: words}))


def _order(
    roll: Roll,
    officer_ids: Sequence[str] | None,
    typed: Typed,
    dated: date | None,
    former: tuple[OfficerRecord, ...],
) -> Order:
    if officer_ids is None:
        return Order(roll.officers, former, typed, dated or roll.as_of)
    wanted = set(officer_ids)
    officers = tuple(judged for judged in roll.officers if judged.officer.officer_id in wanted)
    left = tuple(record for record in former if record.officer.officer_id in wanted)
    unknown = wanted - _ids_of(officers, left)
    if unknown:
        raise UserError(f"“{min(unknown)}” is no officer with a current appointment.")
    return Order(officers, left, typed, dated or roll.as_of, chosen=True)


def _ids_of(officers: Iterable[Judged], former: Iterable[OfficerRecord]) -> set[str]:
    return {*(judged.officer.officer_id for judged in officers), *(record.officer.officer_id for record in former)}


def _specimen_draft(roll: Roll, kind: LetterKind, order: Order) -> Draft:
    """An example of everything that the template may name."""
    fields = {name: FIELDS[name].example for name in KINDS[kind].fields} | shared_fields(roll, order.dated)
    lists = {name: (Paragraph(f"[Here stands {LISTS[name].words}.]", Voice.QUIET),) for name in KINDS[kind].lists}
    to = Addressee("Example", ("Dana M. Lee Jr.", "1 Example Street", "Sampleton, MS 39999"))
    return Draft(kind, (), to, KINDS[kind].offered, fields, lists)


def for_envelopes(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """By ZIP code, then those to one address together; those without an address last."""
    return tuple(sorted(letters, key=_place_in_post))


def _place_in_post(letter: Letter) -> tuple[bool, str, str, int]:
    to = letter.to
    found = _ZIP.findall(" ".join(to.lines[1:]))
    return not to.known, found[-1] if found else "", to.sorted_as.casefold(), ORDER[letter.kind]


_ZIP = re.compile(r"\b\d{5}(?:-\d{4})?\b")
ORDER = {kind: place for place, kind in enumerate(LetterKind)}


# ---------------------------------------------------------------- setting a letter


def _set_letters(roll: Roll, drafts: Sequence[Draft], order: Order, stationery: Stationery) -> tuple[Letter, ...]:
    names = named(f"{draft.kind} {draft.to.sorted_as}" for draft in drafts)
    return tuple(_letter(roll, draft, name, order.dated, stationery) for draft, name in zip(drafts, names, strict=True))


def _letter(roll: Roll, draft: Draft, filename: str, dated: date, stationery: Stationery) -> Letter:
    document = _document(roll, draft, dated, stationery)
    used = _fingerprint(stationery.words(draft.kind))
    return Letter(draft.kind, draft.officer_ids, document.title, draft.why, filename, document, draft.to, used)


@lru_cache(maxsize=64)
def _fingerprint(words: str) -> str:
    return sha256(words.encode()).hexdigest()


def _document(roll: Roll, draft: Draft, dated: date, stationery: Stationery) -> Document:
    district = roll.district.district
    template = read_template(stationery.words(draft.kind), draft.kind)
    return Document(
        title=f"{NAMES[draft.kind]}: {draft.to.name}",
        subject=draft.why,
        author=district.name or "Muster",
        letterhead=letterhead(roll, logo=stationery.logo),
        footer=footer(roll),
        blocks=_blocks(district, draft, template, dated, stationery),
        practice=district.practice,
    )


def _blocks(
    district: District, draft: Draft, template: LetterTemplate, dated: date, stationery: Stationery
) -> tuple[Block, ...]:
    body = [block for passage in template.passages for block in _set_passage(passage, draft)]
    ending = KeepTogether((*body[-1:], *_ending(district, template.head, draft, stationery)))
    return (*_opening(template.head, draft, dated), *body[:-1], ending)


def _opening(head: Mapping[str, str], draft: Draft, dated: date) -> Iterator[Block]:
    subject = _filled(head["subject"], draft)
    if KINDS[draft.kind].sheet:
        yield Title(subject, written(dated))
    else:
        yield Address(written(dated), draft.to.lines, draft.to.unknown)
        yield Paragraph(subject, Voice.STRONG)


def _set_passage(passage: Passage, draft: Draft) -> tuple[Block, ...]:
    if passage.inserts:
        return draft.lists.get(passage.inserts, ())
    if passage.only_if and not (draft.lists.get(passage.only_if) or draft.fields.get(passage.only_if)):
        return ()
    return (Paragraph(_filled(passage.text, draft)),)


def _filled(text: str, draft: Draft) -> str:
    return Template(text).substitute(draft.fields)


def _office(district: District) -> str:
    """What the signer is; that of another than the superintendent is said only if it is recorded."""
    own = signer(district) == district.superintendent
    return district.signer_title or ("Superintendent" if own else "")


def _ending(district: District, head: Mapping[str, str], draft: Draft, stationery: Stationery) -> Iterator[Block]:
    yield Paragraph(_filled(head.get("closing") or "Sincerely,", draft))
    yield Signatures((Party(_office(district), signer(district), stationery.signature),), dated=False)
    for label, key in (("Enclosures", "enclosures"), ("cc", "copies")):
        parts = [part.strip() for part in _filled(head.get(key, ""), draft).split(";") if part.strip()]
        if parts:
            yield Paragraph(f"{label}: {'; '.join(parts)}", Voice.QUIET)
