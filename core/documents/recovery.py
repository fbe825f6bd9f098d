"""What can be read of a damaged records file, brought into a new one.

Every row stands in the file twice: in its table, and in the change log as each edit left it. The log up to its first
break is taken over as it is; what only the tables or later entries say is added as one edit.
"""

# ruff: noqa: S608
# The names of tables and columns in the statements come from the model, never from data.

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from core import journal
from core.cipher import Key
from core.dates import plural
from core.device import connect, device_told
from core.errors import FileError
from core.journal import LoggedEntry, State
from core.migrations import VERSION, migrate, tables, version_of
from core.model import BY_NAME
from core.rows import SETTINGS, SHAPES, Image, Shape, district_of, layout_of
from core.store import Store

if TYPE_CHECKING:
    from sqlite_utils import Database

_PAGE = 4096
_FIRST_HEADER = 100
_PROBES = 200
_LEAST_ROW = 16
"""Bytes a row takes at least, its place in the page included: so many rows a file of some size has at most."""


@dataclass(slots=True)
class Salvage:
    """What was read: rows by table and key, the unbroken entries of the change log, and rows of later entries.

    ``contents`` are the documents that are as their SHA-256 says.
    """

    tables: State = field(default_factory=dict)
    torn: list[str] = field(default_factory=list)
    entries: list[LoggedEntry] = field(default_factory=list)
    later: State = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    complete: bool = False

    @property
    def empty(self) -> bool:
        return not any(self.worth()[1:])

    def worth(self) -> tuple[bool, int, int]:
        """The more, the more was read."""
        return (
            self.complete,
            len(self.entries),
            sum(map(len, (*self.tables.values(), *self.later.values()))) + len(self.contents),
        )


def read(path: Path, key: Key | None = None) -> Salvage:
    """Everything a damaged file still gives. It may be written to in doing so, so ``path`` is a copy."""
    found = _read(path, key)
    if found.empty and key is None:  # nobody else's first page fits an encrypted file
        damaged, seats = path.read_bytes(), []
        for version, compacted in product(range(VERSION, 0, -1), (False, True)):
            path.write_bytes(_reseated(damaged, version, compacted=compacted))
            path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
            seats.append(_read(path))
        found = max(seats, key=Salvage.worth)
    return found


def _read(path: Path, key: Key | None = None) -> Salvage:
    found = Salvage()
    with suppress(FileError), closing(connect(path, "rw", key)) as db:
        most = path.stat().st_size // _LEAST_ROW
        there = _there(db)
        for shape in SHAPES:
            rows, whole = _rows(db, shape.name, ", ".join(shape.names), most) if shape.name in there else ([], True)
            images = [image for image in map(shape.image, rows) if shape.primary in image]
            found.tables[shape.name] = {image[shape.primary]: image for image in images}
            if not whole:
                found.torn.append(shape.name)
        contents = _rows(db, "blobs", "content", most)[0] if "blobs" in there else []
        found.contents = {sha256(content).hexdigest(): content for (content,) in contents if isinstance(content, bytes)}
        _read_log(db, found, most)
    return found


def _there(db: Database) -> set[str]:
    """The tables that a file of its version has; of the newest where even the version cannot be read."""
    with suppress(FileError), device_told():
        return tables(version_of(db) or VERSION)
    return tables(VERSION)


def _rows(db: Database, table: str, names: str, most: int) -> tuple[list[Any], bool]:
    """The rows, and whether they are all: where the table is torn, each one that can be reached by its number."""
    try:
        with device_told():
            return db.execute(f"SELECT {names} FROM {table}").fetchall(), True
    except FileError:
        return [row for number in range(1, _last(db, table, most) + 1) for row in _row(db, table, names, number)], False


def _row(db: Database, table: str, names: str, number: int) -> list[Any]:
    try:
        with device_told():
            return db.execute(f"SELECT {names} FROM {table} WHERE rowid = ?", [number]).fetchall()
    except FileError:
        return []


def _last(db: Database, table: str, most: int) -> int:
    try:
        with device_told():
            (last,) = db.execute(f"SELECT max(rowid) FROM {table}").fetchone()
            return min(last or 0, most)
    except FileError:
        return most if _reachable(db, table, most) else 0


def _reachable(db: Database, table: str, most: int) -> bool:
    """Whether any number leads to an answer: where the first page of a table is torn, none does."""
    for number in range(1, most + 1, max(1, most // _PROBES)):
        with suppress(FileError), device_told():
            db.execute(f"SELECT 1 FROM {table} WHERE rowid = ?", [number]).fetchall()
            return True
    return False


def _read_log(db: Database, found: Salvage, most: int) -> None:
    previous, unbroken, marks, later = "", True, _marks(db), []
    for number in range(1, _last(db, "changes", most) + 1):
        entry = _entry(db, number)
        unbroken = unbroken and entry is not None and entry.follows(number, previous, marks.get(number))
        if unbroken and entry is not None:
            found.entries.append(entry)
            previous = entry.seal
        else:
            later.append(_lines(db, number))
    with suppress(FileError), device_told():
        found.complete = unbroken and journal.head(db) == (len(found.entries), previous)

    found.entries, emptied = _provable(found.entries)
    found.complete = found.complete and not emptied
    for lines in (*(entry.lines for entry in emptied), *later):
        journal.replay(lines, found.later)


def _provable(entries: list[LoggedEntry]) -> tuple[list[LoggedEntry], list[LoggedEntry]]:
    """As many as stand without the others: an entry that was emptied needs the one that says so."""
    end = len(entries)
    while True:
        marked = {number for entry in entries[:end] for number in entry.marked()}
        unsaid = (
            i for i, each in enumerate(entries[:end]) if each.resealed != each.seal and each.heading.id not in marked
        )
        cut = next(unsaid, None)
        if cut is None:
            return entries[:end], entries[end:]
        end = cut


def _marks(db: Database) -> dict[int, str]:
    with suppress(FileError), device_told():
        return journal.marks(db)
    return {}


def _entry(db: Database, number: int) -> LoggedEntry | None:
    with suppress(FileError), device_told():
        return journal.logged(db, number)
    return None


def _lines(db: Database, number: int) -> Sequence[journal.Line]:
    with suppress(FileError), device_told():
        return journal.lines(db, number)
    return ()


def _reseated(damaged: bytes, version: int, *, compacted: bool) -> bytes:
    """With the first page and the schema of a new file: those that began with a version have them alike.

    So have those that were compacted, each as the other.
    """
    with TemporaryDirectory() as folder:
        new = Path(folder) / "new"
        new.touch()
        with closing(connect(new, "rw")) as db:
            migrate(db, version)
            if compacted:
                db.vacuum()
        fresh = new.read_bytes()
    content = bytearray(damaged)
    content += bytes(max(len(fresh) - len(content), -len(content) % _PAGE))
    for page in _schema_pages(fresh):
        content[page * _PAGE : (page + 1) * _PAGE] = fresh[page * _PAGE : (page + 1) * _PAGE]
    content[28:40] = (len(content) // _PAGE).to_bytes(4, "big") + bytes(8)  # the pages there are, none of them free
    return bytes(content)


def _schema_pages(fresh: bytes) -> list[int]:
    """The first page and those below it, counted from 0, as the format of SQLite has it."""
    kind, cells = fresh[_FIRST_HEADER], int.from_bytes(fresh[_FIRST_HEADER + 3 : _FIRST_HEADER + 5], "big")
    if kind != 5:
        return [0]
    pointers = range(_FIRST_HEADER + 12, _FIRST_HEADER + 12 + 2 * cells, 2)
    starts = [int.from_bytes(fresh[at : at + 2], "big") for at in pointers]
    children = [_FIRST_HEADER + 8, *starts]
    return [0, *(int.from_bytes(fresh[at : at + 4], "big") - 1 for at in children)]


# --- the new file -----------------------------------------------------------------------------------------------


def rebuild(store: Store, found: Salvage, name: str) -> list[str]:
    """Fills the new, empty ``store``; says what it holds and what was lost."""
    store.fill_blobs(found.contents.values())
    state: State = {}
    for entry in found.entries:
        journal.replay(entry.lines, state)
    store.adopt(found.entries, state)
    lines = [_log_line(found)]
    if not found.complete or _without_content(found, state):
        wanted = _merged(found, state)
        lost = store.bring_to(wanted, f"Recover what could be read of {name}")
        lines += _lost_lines(found, _without_content(found, state | found.tables), lost)
    counts = store.counts()
    held = [f"{BY_NAME[table].title}: {count:,}" for table, count in counts.items() if table in BY_NAME and count]
    return [*lines, *held]


def _merged(found: Salvage, state: State) -> State:
    """The log up to its break, then what later entries say, then what the tables hold, which is the newest."""
    wanted: State = {}
    for shape in SHAPES:
        rows = {**state.get(shape.name, {}), **found.later.get(shape.name, {})}
        if shape.name not in found.torn:
            rows = {}
        rows |= found.tables[shape.name]
        wanted[shape.name] = {key: image for key, image in rows.items() if _usable(shape, image)}
    for table, image in _without_content(found, wanted):
        del wanted[table][image["id"]]
    return wanted


def _without_content(found: Salvage, state: State) -> list[tuple[str, Image]]:
    """The documents and printed papers whose content could not be read."""
    return [
        (table, image)
        for table in ("attachments", "papers")
        for image in state.get(table, {}).values()
        if not {image[name] for name in ("sha256", "snapshot") if name in image} <= set(found.contents)
    ]


def _usable(shape: Shape, image: Any) -> bool:
    try:
        if shape is SETTINGS:
            district_of({image["key"]: image["value"]})
        else:
            layout_of(BY_NAME[shape.name].row).row(image)
    except (FileError, KeyError, TypeError):
        return False
    return True


def _log_line(found: Salvage) -> str:
    count = plural(len(found.entries), "change")
    if found.complete:
        return f"The change log was whole ({count}), so nothing was lost: every record is as the last change left it."
    return f"The change log could be read up to a break ({count}); the damaged file keeps what comes after it."


def _lost_lines(found: Salvage, lost_contents: Sequence[tuple[str, Image]], lost: Sequence[str]) -> Iterator[str]:
    for table in found.torn:
        sheet = BY_NAME[table].title if table in BY_NAME else "District"
        yield f"{sheet}: parts could not be read; rows may be missing, or be as they were before their last correction."
    for _, image in lost_contents:
        yield f"Left out, because its content could not be read: {image.get('file_name') or image.get('title')}"
    for row in lost:
        yield f"Left out, because it fits no other record: {row}"
