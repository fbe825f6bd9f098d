"""The words of the letters: plain text with named fields, checked before it is used.

A template can name what its kind of letter offers and nothing else. It holds no instructions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from string import Template

from core.errors import UserError
from core.reports.letters.kinds import FIELDS, KINDS, LISTS, SHARED, LetterKind
from core.reports.wording import listed
from core.rules import Act

HEAD: Mapping[str, str] = {
    "subject": "what the letter is about",
    "closing": "the words before the signature",
    "enclosures": "what is enclosed, parted by “;”",
    "copies": "who gets a copy, parted by “;”",
}
"""The lines above the text, and what each holds."""
MOST = 20_000
"""Characters of a template."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a list by name; ``only_if`` names the list or field without which it is left out."""

    text: str = ""
    inserts: str = ""
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    head: Mapping[str, str]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line, counted from 1, and what may stand there instead."""

    line: int
    words: str
    instead: str = ""

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}" + (f" {self.instead}" if self.instead else "")


@dataclass(frozen=True, slots=True)
class Names:
    """What a template may name."""

    fields: frozenset[str]
    lists: frozenset[str]
    needed: tuple[str, ...]


@cache
def names_of(kind: LetterKind) -> Names:
    described = KINDS[kind]
    return Names(frozenset({*SHARED, *described.fields}), frozenset(described.lists), described.needed)


def original(kind: LetterKind) -> str:
    """The template as it comes with the program."""
    return _resource(f"{kind}.txt")


@cache
def _resource(name: str) -> str:
    return (files("resources") / "letters" / name).read_text(encoding="utf-8")


def template_problems(text: str, kind: LetterKind) -> tuple[Problem, ...]:
    """All that is wrong with a template, by line; none if it can be used."""
    names = names_of(kind)
    head, body = _parted(text)
    lines = enumerate(text.splitlines(), start=1)
    fields = [problem for number, line in lines for problem in _field_problems(number, line, names)]
    passages = [problem for number, words in body for problem in _passage_problems(number, words, names)]
    found = [*_too_long(text), *_head_problems(head), *passages, *fields, *_missing(text, names)]
    return tuple(sorted(found, key=lambda problem: problem.line))


@lru_cache(maxsize=64)
def read_template(text: str, kind: LetterKind) -> LetterTemplate:
    """Raises :class:`UserError` with the first problem and its line."""
    for problem in template_problems(text, kind):
        raise UserError(f"The words of the letter “{KINDS[kind].title}” cannot be used. {problem}")
    head, body = _parted(text)
    return LetterTemplate(dict(_pair(words) for _, words in head), tuple(_passage(words) for _, words in body))


@cache
def asks() -> Mapping[Act, str]:
    """What the officer is asked to do, for each kind of record."""
    return {Act(act): ask for act, ask in (_pair(line) for line in _resource("asks.txt").splitlines())}


# ---------------------------------------------------------------- reading

Numbered = tuple[int, str]
"""A line or a paragraph, and the line it begins in."""


def _parted(text: str) -> tuple[list[Numbered], list[Numbered]]:
    """The lines of the head, and the paragraphs of the text."""
    lines = list(enumerate(text.splitlines(), start=1))
    blocks = [list(some) for blank, some in groupby(lines, key=lambda line: not line[1].strip()) if not blank]
    head = blocks[0] if blocks else []
    return head, [(block[0][0], " ".join(" ".join(words.split()) for _, words in block)) for block in blocks[1:]]


def _pair(line: str) -> tuple[str, str]:
    key, _, words = line.partition(":")
    return key.strip(), words.strip()


_CONDITION = re.compile(r"if ([a-z_ ]+): (.+)")
_INSERT = re.compile(r"\[([a-z ]+)\]")


def _passage(text: str) -> Passage:
    if inserted := _INSERT.fullmatch(text):
        return Passage(inserts=inserted[1])
    if conditional := _CONDITION.fullmatch(text):
        return Passage(conditional[2], only_if=conditional[1])
    return Passage(text)


# ---------------------------------------------------------------- checking


def _too_long(text: str) -> Iterator[Problem]:
    if len(text) > MOST:
        yield Problem(1, f"The letter is longer than {MOST:,} characters.")


def _head_problems(head: Iterable[Numbered]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, line in head:
        key, _ = _pair(line)
        if ":" not in line or key not in HEAD:
            yield Problem(number, f"“{key}” is no line of the head.", f"Above the text stand {_HEAD_NAMES}.")
        elif key in seen:
            yield Problem(number, f"“{key}” stands there twice.")
        seen.add(key)
    if "subject" not in seen:
        yield Problem(1, "The subject is missing.", "Begin the letter with “subject:” and what it is about.")


_HEAD_NAMES = listed(f"“{key}:”" for key in HEAD)


def _passage_problems(number: int, text: str, names: Names) -> Iterator[Problem]:
    passage = _passage(text)
    if passage.inserts and passage.inserts not in names.lists:
        yield Problem(number, f"There is no list “{passage.inserts}” in this letter.", _allowed_lists(names))
    elif passage.only_if and passage.only_if not in names.lists | names.fields:
        yield Problem(number, f"“if {passage.only_if}:” names nothing that this letter has.", _allowed_lists(names))
    elif text.startswith("if ") and not passage.only_if:
        yield Problem(number, "After “if” stand a name, a colon and a text, in one paragraph.", _allowed_lists(names))
    elif not passage.inserts:
        yield from _loose_lists(number, text, names)


def _loose_lists(number: int, text: str, names: Names) -> Iterator[Problem]:
    """Brackets that were meant for a list."""
    if text.startswith("[") and "]" not in text:
        yield Problem(number, f"“{text[:30]}” is not closed with “]”.", _allowed_lists(names))
    elif loose := [name for name in _INSERT.findall(text) if name in LISTS]:
        yield Problem(number, f"“[{loose[0]}]” has to stand in a paragraph of its own, with blank lines around it.")


def _field_problems(number: int, text: str, names: Names) -> Iterator[Problem]:
    for found in Template.pattern.finditer(text):
        name = found["named"] or found["braced"]
        if name and name not in names.fields:
            yield Problem(number, f"There is no field “${name}” in this letter.", _allowed_fields(names))
        elif found["invalid"] is not None:
            yield _invalid(number, text[found.start() :], names)


def _invalid(number: int, rest: str, names: Names) -> Problem:
    if rest.startswith("${"):
        word = rest.split(maxsplit=1)[0]
        return Problem(number, f"“{word[:30]}” is not closed with “}}”.", _allowed_fields(names))
    return Problem(number, "A “$” stands without a name.", f"For the sign itself write “$$”. {_allowed_fields(names)}")


def _missing(text: str, names: Names) -> Iterator[Problem]:
    last = max(1, len(text.rstrip().splitlines()))
    used = {found["named"] or found["braced"] for found in Template.pattern.finditer(text)}
    inserted = {passage.inserts for _, words in _parted(text)[1] for passage in [_passage(words)]}
    for name in names.needed:
        if name in names.fields and name not in used:
            yield Problem(last, f"“${name}” is missing, {FIELDS[name].words}.", "The letter has to say it.")
        elif name in names.lists and name not in inserted:
            yield Problem(last, f"“[{name}]” is missing, {LISTS[name].words}.", "It has to stand in a paragraph alone.")


def _allowed_fields(names: Names) -> str:
    return f"The fields are {listed(f'${name}' for name in sorted(names.fields))}."


def _allowed_lists(names: Names) -> str:
    return f"The lists are {listed(f'[{name}]' for name in sorted(names.lists))}."
