"""What every letter starts from: what was typed, to whom it goes, and the words its template may use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.dates import parse_typed, plural, written
from core.errors import UserError
from core.findings import Finding, Judged, Roll
from core.model import District, EmployerType, Officer, OfficerRecord, Role
from core.reports.blocks import Block, Column, Facts, Items, Line, Paragraph, Row, Table, TickBox, Voice
from core.reports.letters.kinds import KINDS, MDE, Ask, Entry, LetterKind
from core.reports.wording import listed, matter, on

SERVES_AS = {
    Role.SRO: "as a School Resource Officer",
    Role.CEO: "as a Campus Enforcement Officer",
    Role.SSO: "as a School Safety Officer",
    Role.OTHER: "in a security position",
}
UNKNOWN_LINES = 2
"""Lines to write an address on that is not recorded."""


# ---------------------------------------------------------------- what is typed


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for a letter, already read: lines, dates, paragraphs and lists by name."""

    words: Mapping[str, tuple[str, ...]]
    days: Mapping[str, date]

    def line(self, name: str) -> str:
        return " ".join(self.words.get(name, ()))

    def lines(self, name: str) -> tuple[str, ...]:
        return self.words.get(name, ())

    def day(self, name: str) -> date | None:
        return self.days.get(name)

    def paragraphs(self, name: str) -> tuple[Block, ...]:
        return tuple(Paragraph(text) for text in self.lines(name))

    def items(self, name: str) -> tuple[Block, ...]:
        return (Items(self.lines(name)),) if self.lines(name) else ()


def read_typed(kind: LetterKind, given: Mapping[str, str], today: date) -> Typed:
    """Raises :class:`UserError` for what is not asked, cannot be read, or is missing; blanks take what is suggested."""
    asked = {ask.name: ask for ask in KINDS[kind].asks}
    for name in given:
        if name not in asked:
            names = f"This letter asks for {listed(asked)}." if asked else "Nothing is to be typed for this letter."
            raise UserError(f"The letter “{KINDS[kind].title}” has no “{name}”.", names)
    return _typed({ask: given.get(name, "").strip() or ask.suggested for name, ask in asked.items()}, today)


def specimen(kind: LetterKind, today: date) -> Typed:
    """The examples in place of what would be typed."""
    return _typed({ask: ask.example for ask in KINDS[kind].asks}, today)


def _typed(texts: Mapping[Ask, str], today: date) -> Typed:
    words: dict[str, tuple[str, ...]] = {}
    days: dict[str, date] = {}
    for ask, text in texts.items():
        if ask.required and not text:
            raise UserError(f"“{ask.label}” is missing.", f"Give it as {ask.name}: {ask.example}.")
        if text and ask.entry is Entry.DATE:
            days[ask.name] = _day(ask, text, today)
        elif text:
            words[ask.name] = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
    return Typed(words, days)


def _day(ask: Ask, text: str, today: date) -> date:
    try:
        return parse_typed(text, today)
    except UserError as error:
        raise UserError(f"“{ask.label}”: {error.message}", error.hint) from None


# ---------------------------------------------------------------- what is asked for


@dataclass(frozen=True, slots=True)
class Order:
    """Letters of one kind: about which officers, with what typed. ``chosen``: the officers were named, not found."""

    officers: tuple[Judged, ...]
    former: tuple[OfficerRecord, ...]
    typed: Typed
    dated: date
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter goes to. ``unknown`` lines of the address are to be written in by hand."""

    name: str
    lines: tuple[str, ...]
    unknown: int = 0
    sorted_as: str = ""

    @property
    def known(self) -> bool:
        """Whether there is an address to post to."""
        return not self.unknown and len(self.lines) > 1


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it is set: to whom, why, and what fills its template."""

    kind: LetterKind
    officer_ids: tuple[str, ...]
    to: Addressee
    why: str
    fields: Mapping[str, str]
    lists: Mapping[str, tuple[Block, ...]]


def shared_fields(roll: Roll, dated: date) -> dict[str, str]:
    district = roll.district.district
    number = district.phone.replace(" ", "\N{NO-BREAK SPACE}")
    return {
        "as_of": written(roll.as_of),
        "call": f"call this office at {number}" if number else "call this office",
        "dated": written(dated),
        "district": district.name or "the school district",
        "signer": signer(district),
    }


def signer(district: District) -> str:
    """Who signs the letters: the superintendent, if the district names no one else."""
    return district.signer or district.superintendent


def officer_fields(roll: Roll, judged: Judged) -> dict[str, str]:
    appointment = judged.appointment
    signs = appointment.supervisor == signer(roll.district.district)
    return {
        "full_name": judged.officer.full_name,
        "last_name": judged.officer.last_name,
        "role": SERVES_AS[judged.role],
        "supervisor": "" if signs else appointment.supervisor,
    }


def to_officer(
    kind: LetterKind,
    roll: Roll,
    order: Order,
    judged: Judged,
    why: str,
    own: Mapping[str, str],
    lists: Mapping[str, tuple[Block, ...]],
) -> Draft:
    fields = shared_fields(roll, order.dated) | officer_fields(roll, judged) | dict(own)
    return Draft(kind, (judged.officer.officer_id,), officer_addressee(judged), why, fields, lists)


# ---------------------------------------------------------------- addressees


def officer_addressee(judged: Judged) -> Addressee:
    """An officer of an agency or company is written to there; another at home, as far as that is recorded."""
    appointment, officer = judged.appointment, judged.officer
    if appointment.employer_type is not EmployerType.DISTRICT and appointment.employer:
        return _person(officer, (f"c/o {appointment.employer}",), UNKNOWN_LINES)
    return home(officer)


def home(officer: Officer) -> Addressee:
    lines = postal_lines(officer.address)
    return _person(officer, lines, 0 if lines else UNKNOWN_LINES)


_TOWN = re.compile(r"(.+?),\s*([^,]+,\s*[A-Z]{2}\.?\s+\d{5}(?:-\d{4})?)")


def postal_lines(address: str) -> tuple[str, ...]:
    """As the post wants it: the town, state and ZIP code on a line of their own."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    if len(lines) == 1 and (parted := _TOWN.fullmatch(lines[0])):
        return parted[1], parted[2]
    return tuple(lines)


def _person(officer: Officer, lines: tuple[str, ...], unknown: int) -> Addressee:
    sorted_as = f"{officer.last_name} {officer.first_name} {officer.officer_id}"
    return Addressee(officer.full_name, (officer.full_name, *lines), unknown, sorted_as)


def office(name: str, *lines: str) -> Addressee:
    """An office whose postal address the records do not hold."""
    return Addressee(name, (name, *lines), UNKNOWN_LINES, name)


def mde() -> Addressee:
    return office(MDE)


def county_office(name: str, district: District) -> Addressee:
    county = f"{district.county or '_' * 22} County, Mississippi"
    return Addressee(f"{name}, {county}" if district.county else name, (name, county), UNKNOWN_LINES, name)


# ---------------------------------------------------------------- words and tables


def in_words(count: int, noun: str) -> str:
    """As a letter counts: ``one requirement``, ``12 requirements``."""
    spelt = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return plural(count, noun) if count >= len(spelt) else f"{spelt[count]} {noun}{'' if count == 1 else 's'}"


def titles(judged: Judged, findings: Iterable[Finding]) -> str:
    return listed(f"{matter(judged, f)}{f' ({on(f.due)})' if f.due else ''}" for f in findings)


def on_paper(day: date | None) -> str:
    return written(day) if day else "a date not known"


def table(columns: tuple[Column, ...], rows: Iterable[Row]) -> tuple[Block, ...]:
    """Nothing at all where there are no rows."""
    found = tuple(rows)
    return (Table(columns, found),) if found else ()


def facts(pairs: Iterable[tuple[str, str]]) -> tuple[Block, ...]:
    """What is blank becomes a line to write on."""
    return (Facts(tuple((label, words or "_" * 30) for label, words in pairs)),)


TICK = TickBox()


def strong(title: str, *lines: str) -> tuple[Line, ...]:
    return (Line(title, Voice.STRONG), *(Line(line) for line in lines if line))


def first_of(found: Sequence[date | None]) -> date | None:
    return min(filter(None, found), default=None)
