"""Two records files side by side: which came from which, and every row in which they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.documents.kinds import recognised
from core.documents.sealing import key_for
from core.errors import FileError
from core.journal import State
from core.model import BY_NAME
from core.store import Change, RowChange, Store


class Kinship(StrEnum):
    """What a copy is to the open records, told from the seals of their change logs."""

    SAME = "same"
    OLDER = "older"
    NEWER = "newer"
    PARTED = "parted"
    """Both went on from a common past, as when a synced folder keeps two."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``edits`` is how many edits the copy lacks, or (``NEWER``) is ahead. ``newest`` is the copy's last change.

    ``counts`` are the rows of each table, here and in the copy. ``differences`` say of each row that differs what it
    is here (``before``) and in the copy (``after``): what putting the copy in place would change.
    """

    kinship: Kinship
    edits: int
    newest: Change | None
    counts: tuple[tuple[str, int, int], ...]
    differences: tuple[RowChange, ...]


def compare(store: Store, copy: Path) -> Comparison:
    """The open records with a file that is only read; raises :class:`~core.errors.FileError` for one that cannot be."""
    with Store.look(copy, key_for(copy, store.key)) as looked:
        kinship, edits = kin(store, looked)
        here, there = store.state(), looked.state()
        return Comparison(
            kinship,
            edits,
            next(iter(looked.history(limit=1)), None),
            tuple(_counts(here, there)),
            tuple(_differences(here, there)),
        )


def kin(store: Store, looked: Store) -> tuple[Kinship, int]:
    """What ``looked`` is to ``store``, and by how many edits they lie apart where one came from the other."""
    here, there = store.head(), looked.head()
    if here == there:
        return Kinship.SAME, 0
    if store.holds(there):
        return Kinship.OLDER, here[0] - there[0]
    if looked.holds(here):
        return Kinship.NEWER, there[0] - here[0]
    first = looked.first_seal()
    return (Kinship.PARTED if first and first == store.first_seal() else Kinship.OTHER), 0


def relatives(store: Store) -> list[tuple[Path, Kinship]]:
    """Other records files of the same district in the folder: older copies, and what a synced folder parted."""
    found: list[tuple[Path, Kinship]] = []
    for path in sorted(store.path.parent.glob(f"*{store.path.suffix}"))[:_SIBLINGS]:
        kinship = _kinship(store, path)
        if kinship is not None and kinship is not Kinship.OTHER:
            found.append((path, kinship))
    return found


_SIBLINGS = 50


def _kinship(store: Store, path: Path) -> Kinship | None:
    if path == store.path:
        return None
    try:
        key = key_for(path, store.key)
        recognised(path, key)
        with Store.look(path, key) as looked:
            return kin(store, looked)[0] if looked.head()[0] > 0 else None
    except FileError:
        return None


def _counts(here: State, there: State) -> Iterator[tuple[str, int, int]]:
    for name, table in BY_NAME.items():
        pair = len(here.get(name, {})), len(there.get(name, {}))
        if any(pair):
            yield table.title, *pair


def _differences(here: State, there: State) -> Iterator[RowChange]:
    for name in here:
        ours, theirs = here[name], there.get(name, {})
        for key in {**ours, **theirs}:
            if ours.get(key) != theirs.get(key):
                yield RowChange(name, key, ours.get(key), theirs.get(key))
