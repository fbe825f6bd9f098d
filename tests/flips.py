"""Spoil a records file in every way chance offers and open it: ``python -m tests.flips 5000``."""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core import documents
from core.errors import UserError
from core.model import TABLES
from core.store import Store

RELEASED = Path(__file__).resolve().parent / "files" / "version-2.muster"
NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)

Spoil = Callable[[bytearray, random.Random], None]


def flip_a_bit(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def flip_in_a_page_header(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(0, len(content), 4096) + chance.randrange(120)] = chance.randrange(256)


def flip_many_bytes(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randrange(2, 200)):
        content[chance.randrange(len(content))] = chance.randrange(256)


def blank_a_sector(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(0, len(content), 512)
    content[start : start + 512] = bytes([chance.choice([0, 0xFF])]) * 512


def swap_two_pages(content: bytearray, chance: random.Random) -> None:
    one, two = (chance.randrange(0, len(content), 4096) for _ in range(2))
    content[one : one + 4096], content[two : two + 4096] = content[two : two + 4096], content[one : one + 4096]


def cut_off(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


def flip_in_the_text(content: bytearray, chance: random.Random) -> None:
    """Where the checks of SQLite see nothing: a letter of a word."""
    letters = [place for place, byte in enumerate(content) if 65 <= byte <= 122]
    content[chance.choice(letters)] = chance.choice(b'x"\\\x00\xff7')


SPOILS: tuple[Spoil, ...] = (
    flip_a_bit,
    flip_in_a_page_header,
    flip_many_bytes,
    blank_a_sector,
    swap_two_pages,
    cut_off,
    flip_in_the_text,
)


def read_everything(store: Store) -> None:
    store.records()
    store.district_record()
    store.history()
    store.history(text="Dana")
    store.counts()
    for table in TABLES:
        store.rows(table.row)


def outcome(path: Path) -> str:
    """How opening, reading and undoing went. Anything but a :class:`UserError` is left to be seen."""
    before = path.read_bytes()
    try:
        store = documents.open_file(path, who="Test Clerk", now=lambda: NOON)
    except UserError:
        assert path.read_bytes() == before, "A refused file was changed."
        assert list(path.parent.iterdir()) == [path], "Something was left beside a refused file."
        return "refused"
    with store:
        try:
            read_everything(store)
            while store.undo_label:
                store.undo()
        except UserError:
            return "opened, and told of damage when it was read"
    return "opened"


def spoilt(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    chance.choice(SPOILS)(changed, chance)
    return bytes(changed)


def run(times: int, seed: int) -> Counter[str]:
    chance, sound, found = random.Random(seed), RELEASED.read_bytes(), Counter[str]()
    whole = dump(RELEASED)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.muster"
        for _ in range(times):
            path.write_bytes(spoilt(sound, chance))
            sound_still = verified(path)
            found[
                "verified as sound, with every word in place" if sound_still else "verified as damaged or refused"
            ] += 1
            assert not sound_still or dump(path) == whole, "A change that matters was not found."
            found[outcome(path)] += 1
    return found


def dump(path: Path) -> list[Any]:
    """All records, and the change log with its words."""
    with Store.look(path) as store:
        return [store.district(), store.history(limit=10**6), *(store.rows(table.row) for table in TABLES)]


def verified(path: Path) -> bool:
    try:
        return documents.verify(path).ok
    except UserError:
        return False


def main(arguments: list[str]) -> None:
    found = run(int(arguments[0]) if arguments else 5000, int(arguments[1]) if len(arguments) > 1 else 1)
    sys.stdout.writelines(f"{count:,} {name}\n" for name, count in sorted(found.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
