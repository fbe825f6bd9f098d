"""File names that every system takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')


def named(stems: Iterable[str]) -> Iterator[str]:
    """Each with a name that no other has, in upper or lower case."""
    taken: set[str] = set()
    for stem in map(safe_stem, stems):
        name, copy = stem, 1
        while name.casefold() in taken:
            copy += 1
            name = f"{stem} {copy}"
        taken.add(name.casefold())
        yield f"{name}.pdf"


def safe_stem(text: str) -> str:
    """At most 100 bytes, to fit any folder; no sign that a system forbids, no dot or space at the end."""
    plain = "".join(c if c.isprintable() else " " for c in _UNSAFE.sub(" ", text))
    short = " ".join(plain.split()).encode()[:100].decode(errors="ignore")
    return short.rstrip(" .")
