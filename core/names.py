"""People's names in one piece, as offices write them, and their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "v", "2nd", "3rd"})
_PARTICLES = frozenset(
    {"de", "del", "della", "di", "da", "das", "dos", "du", "la", "las", "le", "les", "los", "van", "von", "vander",
     "der", "den", "ten", "ter", "st", "saint", "santa", "san", "bin", "al", "el"}
)  # fmt: skip
"""Words that begin a family name of several."""
_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "officer", "ofc", "ofcr", "sgt", "sergeant", "cpl", "corporal", "lt",
     "lieutenant", "capt", "captain", "chief", "deputy", "dep", "sro", "cpt", "inv", "investigator"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """Parts that were not there are blank."""

    last: str
    first: str = ""
    middle: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """First name first: ``Dana M. Lee Jr.``."""
        return " ".join(filter(None, (self.first, self.middle, self.last, self.suffix)))

    @property
    def folded(self) -> tuple[str, str]:
        """Last and first name as two spellings of one person agree in them."""
        return _fold(self.last), _fold(self.first)


def split_name(text: str) -> Name:
    """``Lee, Dana M. Jr.``, ``Lee Jr., Dana M.``, ``Dana M. Lee, Jr.`` and ``Maria de la Cruz`` in their parts.

    Without a comma the last word is the family name, with the particles before it. A rank or title in front is
    left out. Of a single word it is the family name.
    """
    before, *after = [part.split() for part in text.split(",") if part.strip()] or [[]]
    family = _untitled(before)
    suffixes = [part for part in after if len(part) == 1 and _is_suffix(part[0])]
    given = [word for part in after if part not in suffixes for word in part]
    suffix = suffixes[0][0] if suffixes else ""
    return _reversed(family, _untitled(given), suffix) if given else _in_order(family, suffix)


def _in_order(words: Sequence[str], suffix: str) -> Name:
    """First name first."""
    if not suffix and len(words) > 2 and _is_suffix(words[-1]):
        words, suffix = words[:-1], words[-1]
    start = len(words) - 1
    while start > 1 and _bare(words[start - 1]) in _PARTICLES:
        start -= 1
    first = words[0] if start > 0 else ""
    return Name(" ".join(words[max(start, 0) :]), first, " ".join(words[1:start]), suffix)


def _reversed(family: Sequence[str], given: Sequence[str], suffix: str) -> Name:
    """Last name first, as before a comma."""
    if not suffix and len(family) > 1 and _is_suffix(family[-1]):
        family, suffix = family[:-1], family[-1]
    if not suffix and len(given) > 1 and _is_suffix(given[-1]) and _bare(given[-1]) != "v":
        given, suffix = given[:-1], given[-1]
    end = len(given)
    while end > 1 and _bare(given[end - 1]) in _PARTICLES:
        end -= 1
    return Name(" ".join((*given[end:], *family)), given[0], " ".join(given[1:end]), suffix)


def _untitled(words: Sequence[str]) -> Sequence[str]:
    while len(words) > 1 and _bare(words[0]) in _TITLES:
        words = words[1:]
    return words


def _is_suffix(word: str) -> bool:
    return _bare(word) in _SUFFIXES


def _bare(word: str) -> str:
    return word.casefold().rstrip(".")


def _fold(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
