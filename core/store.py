"""The records file as typed rows and records, and the one door for writing: an edit.

An edit is one transaction and one entry of the change log; undo and redo are edits as well.
"""

# ruff: noqa: S608
# The names of tables and columns in the statements come from the model, never from data.

from __future__ import annotations

import gc
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from sqlite_utils import Database

from core import journal
from core.cipher import Key, database_errors, integrity_errors, open_sealed
from core.dates import short
from core.errors import FieldError, FileError, UserError
from core.journal import Asked, Change, Entry, Heading, LoggedEntry, Person, RowChange, State, UndoLine, encode
from core.migrations import APPLICATION_ID, VERSION, migrate, strangers, version_of
from core.model import (
    BY_NAME,
    BY_ROW,
    TABLES,
    Agreement,
    Appointment,
    Attachment,
    Attendance,
    Attended,
    Bond,
    Commission,
    Credential,
    Designation,
    District,
    DistrictRecord,
    Issued,
    Officer,
    OfficerRecord,
    Paper,
    Qualification,
    Role,
    Row,
    Ruling,
    Service,
    Template,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
    credential_name,
)
from core.rows import (
    SETTINGS,
    SHAPES,
    Image,
    Layout,
    R,
    Shape,
    SqlValue,
    district_of,
    layout_of,
    references,
    setting_texts,
    shape_of,
)

__all__ = ["Change", "ChangeSet", "Known", "RowChange", "Store", "Transaction", "connect", "known"]

BATCH = 1_000
"""Rows that are written at a time."""

_COUNTED = {shape.name for shape in SHAPES} | {"changes", "change_rows", "blobs", "desk"}

PATIENCE = 2.0
"""Seconds to wait for a program that looks through every file, such as a virus scanner."""

_LISTED = "(SELECT value FROM json_each(?))"
"""A list as one parameter: SQLite limits how many parameters there may be."""


_BESIDE_OFFICERS = ("attachments", "papers")
"""Tables that name an officer where they are about one; most of their rows may be about none."""

_NAMED_BLOBS = "SELECT sha256 FROM attachments UNION SELECT sha256 FROM papers UNION SELECT snapshot FROM papers"

_DAMAGED = "The records file is damaged."
_DAMAGE = ("malformed", "not a database", "Could not decode", "no such", "too big")
_DEVICE_ERRORS = (
    (
        "is locked",
        "Another program is using the records file, so nothing was changed.",
        "Close it there and try again.",
    ),
    ("is full", "The disk is full, so nothing was changed.", "Make room and try again."),
    ("readonly", "The records file is write-protected, so nothing was changed.", "Copy it to a folder of your own."),
    ("unable to open", "The records file is gone, so nothing was changed.", "Check the stick or the network drive."),
    ("disk I/O", "The disk does not answer, so nothing was changed.", "Check the stick or the network drive."),
    *((sign, _DAMAGED, "Restore a backup.") for sign in _DAMAGE),
)


@contextmanager
def device_told() -> Iterator[None]:
    """What SQLite says of the disk and of other programs, in plain words."""
    try:
        yield
    except database_errors() as error:
        for sign, message, hint in _DEVICE_ERRORS:
            if sign in str(error):
                raise FileError(message, hint) from error
        raise
    except UnicodeDecodeError as error:  # in the words of SQLite about a spoilt schema
        raise FileError(_DAMAGED, "Restore a backup.") from error


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What an edit touched. ``officers`` are all whose findings may differ.

    ``district``: its settings, agreements, rulings or documents.
    """

    label: str = ""
    officers: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    district: bool = False

    @property
    def empty(self) -> bool:
        return not self.tables


@dataclass(slots=True)
class _Touched:
    """Collects what the images of an edit are about."""

    tables: set[str] = field(default_factory=set)
    officers: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    weapons: set[str] = field(default_factory=set)
    district: bool = False

    def add(self, table: str, image: Image) -> None:
        if table == journal.MARK:
            return
        self.tables.add(table)
        if "officer_id" in image:
            self.officers.add(cast("str", image["officer_id"]))
        elif table == "attachments" and image.get("table_name") == "classes":
            self.classes.add(cast("str", image["row_key"]))
        elif table == "attachments":
            self.district = True
        elif table == "classes":
            self.classes.add(cast("str", image["class_id"]))
        elif table == "weapons":
            self.weapons.add(cast("str", image["weapon_id"]))

    def changes(self, db: Database, label: str) -> ChangeSet:
        attended = _officers_of(db, "attendance", "class_id", self.classes)
        issued = _officers_of(db, "weapon_issues", "weapon_id", self.weapons)
        district = self.district or not self.tables.isdisjoint({"district", "agreements", "rulings"})
        return ChangeSet(label, frozenset(self.officers | attended | issued), frozenset(self.tables), district)


def _officers_of(db: Database, table: str, column: str, keys: set[str]) -> set[str]:
    if not keys:
        return set()
    sql = f"SELECT DISTINCT officer_id FROM {table} WHERE {column} IN {_LISTED}"
    return {officer_id for (officer_id,) in db.execute(sql, [encode(sorted(keys))])}


@dataclass(frozen=True, slots=True)
class Trace:
    """An officer as the file knows them: rows besides their own, and entries of the change log."""

    whom: Person
    rows: int
    entries: int


class Transaction:
    """What may be done inside :meth:`Store.edit`; ``changes`` is filled when the edit is done."""

    def __init__(self, db: Database, entry: Entry) -> None:
        self._db = db
        self._entry = entry
        self._touched = _Touched()
        self.changes = ChangeSet()

    def insert(self, row: R) -> R:
        """The row as stored, with its id. Refuses one whose natural key is already there."""
        layout = layout_of(type(row))
        numbered = row if layout.table.keyed else replace(cast("Any", row), id=self._next_id(layout))
        with self._refusals(numbered):
            self._write(layout.shape, layout.key(numbered), None, layout.image(numbered))
        return numbered

    def insert_many(self, rows: Iterable[Row]) -> None:
        """As :meth:`insert` for many rows, quickly; each must come after those it refers to."""
        for row_class, group in groupby(rows, type):
            while batch := list(islice(group, BATCH)):
                self._insert_batch(layout_of(row_class), batch)

    def _insert_batch(self, layout: Layout[Any], rows: list[Any]) -> None:
        images = [layout.image(row) for row in rows]
        if not layout.table.keyed:
            for number, image in enumerate(images, self._next_id(layout)):
                image["id"] = number
        changes = [RowChange(layout.shape.name, image[layout.shape.primary], None, image) for image in images]
        try:
            with self._db.atomic():
                self._apply(layout.shape, changes)
        except integrity_errors():
            for row in rows:  # until the one that is refused
                self.insert(row)
            raise
        self._note(changes)

    def update(self, row: R) -> R:
        """Put ``row`` in the place of the one with its key, or its id."""
        layout = layout_of(type(row))
        before = self._stored(layout, row)
        with self._refusals(row):
            self._write(layout.shape, layout.key(row), before, layout.image(row))
        return row

    def delete(self, row: Row) -> None:
        """With the documents attached to it; refuses a row that others refer to."""
        layout = layout_of(type(row))
        before = self._stored(layout, row)
        self._rewrite("attachments", {"table_name": layout.shape.name, "row_key": str(layout.key(row))}, None)
        try:
            self._write(layout.shape, layout.key(row), before, None)
        except integrity_errors():
            raise UserError(f"Other records refer to {described(self._db, row)}.", "Remove those first.") from None

    def keep(self, content: bytes) -> str:
        """Holds a document's content, once however often it is attached; gives the SHA-256 that finds it."""
        name = sha256(content).hexdigest()
        self._db.execute("INSERT OR IGNORE INTO blobs (sha256, content) VALUES (?, ?)", [name, content])
        return name

    def put(self, shape: Shape, key: SqlValue, before: Image | None, after: Image | None) -> bool:
        """A row in its stored form; false where other rows do not allow it."""
        try:
            self._write(shape, key, before, after)
        except integrity_errors():
            return False
        return True

    def put_back(self, table: str, key: SqlValue, image: Image | None) -> None:
        """Makes a row what it once was, whatever it is now; ``None``: it was not there."""
        shape = shape_of(table)
        now = self._images(shape, [key]).get(key)
        if image is None and now is not None and table in BY_NAME:
            self.delete(layout_of(BY_NAME[table].row).row(now))
        elif not self.put(shape, key, now, image):
            raise UserError(
                "It cannot be put back beside what is on record now.",
                "Look whether the same entry is there again, or whether what it belongs to was removed.",
            )

    def set_district(self, district: District) -> None:
        """Writes the settings that differ from what is recorded."""
        stored = _settings(self._db)
        recorded = setting_texts(district_of(stored))
        for key, text in setting_texts(district).items():
            if text != recorded[key]:
                before: Image | None = {"key": key, "value": stored[key]} if key in stored else None
                self._write(SETTINGS, key, before, {"key": key, "value": text})

    def rename(self, row_class: type[Row], old_key: str, new_key: str) -> None:
        """Give an officer, class, weapon or agreement another key, in every row that names it."""
        layout = layout_of(row_class)
        image = self._images(layout.shape, [old_key]).get(old_key)
        if image is None:
            raise UserError(f"There is no {layout.table.noun} “{old_key}” in the records.")
        if new_key == old_key:
            return
        renamed = {**image, layout.shape.primary: new_key}
        with self._refusals(layout.row(renamed)):
            self._write(layout.shape, new_key, None, renamed)
        key = layout.shape.primary
        for table in references(row_class):
            self._rewrite(table.name, {key: old_key}, {key: new_key})
        if row_class is Weapon:
            self._rewrite("waivers", {"item": old_key}, {"item": new_key})
        if row_class is Officer:
            for name in _BESIDE_OFFICERS:
                self._rewrite(name, {key: old_key}, {key: new_key})
        self._rewrite("attachments", {"table_name": layout.shape.name, "row_key": old_key}, {"row_key": new_key})
        self._write(layout.shape, old_key, image, None)

    def _rewrite(self, table: str, where: Image, change: Image | None) -> None:
        """Changes the rows that have these values in these columns, or (``None``) takes them out."""
        shape = shape_of(table)
        sql = f"{shape.select} WHERE {' AND '.join(f'{column} = ?' for column in where)}"
        for values in self._db.execute(sql, list(where.values())).fetchall():
            before = shape.image(values)
            self._write(shape, before[shape.primary], before, None if change is None else {**before, **change})

    def restore(self, change_id: int) -> None:
        """The rows as they were before ``change_id``, the last one first."""
        reversed_rows = (
            RowChange(row.table, row.key, row.after, row.before) for row in journal.row_changes(self._db, change_id)
        )
        for (table, *kind), group in groupby(reversed_rows, _kind):
            # One row may have changed several times; it appears or goes only once.
            while batch := list(islice(group, BATCH if any(kind) else 1)):
                self._restore(shape_of(table), batch)

    def _restore(self, shape: Shape, changes: Sequence[RowChange]) -> None:
        expected = {change.key: change.before for change in changes if change.before is not None}
        if self._images(shape, [change.key for change in changes]) != expected:
            raise FileError(
                f"Rows of the table {shape.name} were changed by another program, so this cannot be undone.",
                "Verify the file before going on.",
            )
        self._apply(shape, changes)
        self._note(changes)

    def erase(self, whom: Person) -> None:
        """Takes an officer out of the records and out of every entry of the change log."""
        self._note(journal.redact(self._db, whom))
        for name in (*_BESIDE_OFFICERS, *(table.name for table in references(Officer)), "officers"):
            shape = shape_of(name)
            sql = f"SELECT {shape.primary} FROM {shape.name} WHERE officer_id IN {_LISTED}"
            keys = [key for (key,) in self._db.execute(sql, [encode(sorted(whom.ids))]).fetchall()]
            self._db.conn.executemany(shape.delete, ([key] for key in keys))
            self._note([journal.erased(name, key) for key in keys])
        self._db.execute(f"DELETE FROM blobs WHERE sha256 NOT IN ({_NAMED_BLOBS})")
        self._db.execute("DELETE FROM desk")
        self._touched.officers |= whom.ids

    def seal(self, label: str) -> None:
        """The end of the edit."""
        self._entry.close()
        self.changes = self._touched.changes(self._db, label)

    def _write(self, shape: Shape, key: SqlValue, before: Image | None, after: Image | None) -> None:
        if before != after:
            changes = [RowChange(shape.name, key, before, after)]
            self._apply(shape, changes)
            self._note(changes)

    def _apply(self, shape: Shape, changes: Sequence[RowChange]) -> None:
        """All of one kind: rows that appear, that go, or that change."""
        if changes[0].after is None:
            self._db.conn.executemany(shape.delete, ([change.key] for change in changes))
        elif changes[0].before is None:
            self._db.conn.executemany(shape.insert, (shape.values(change.after or {}) for change in changes))
        else:
            values = ([*shape.values(change.after or {}), change.key] for change in changes)
            self._db.conn.executemany(shape.update, values)

    def _note(self, changes: Sequence[RowChange]) -> None:
        for change in changes:
            for image in (change.before, change.after):
                if image is not None:
                    self._touched.add(change.table, image)
        self._entry.add(changes)

    def _next_id(self, layout: Layout[Any]) -> int:
        """Never one that was in use before, so that the change log cannot mean two rows by it."""
        found = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [layout.table.name]).fetchone()
        return found[0] + 1 if found else 1

    def _stored(self, layout: Layout[R], row: R) -> Image:
        image = self._images(layout.shape, [layout.key(row)]).get(layout.key(row))
        if image is None:
            raise UserError(f"The {layout.table.noun} is no longer in the records.", "Close the form and look again.")
        return image

    def _images(self, shape: Shape, keys: Sequence[SqlValue]) -> dict[SqlValue, Image]:
        found = self._db.execute(f"{shape.select} WHERE {shape.primary} IN {_LISTED}", [encode(keys)])
        images = (shape.image(values) for values in found)
        return {image[shape.primary]: image for image in images}

    @contextmanager
    def _refusals(self, row: Row) -> Iterator[None]:
        try:
            yield
        except integrity_errors() as error:
            raise _refusal(self._db, row, str(error)) or error from None


def _kind(change: RowChange) -> tuple[str, bool, bool]:
    return change.table, change.before is None, change.after is None


def _refusal(db: Database, row: Row, error: str) -> FieldError | None:
    table = BY_ROW[type(row)]
    if error.startswith("UNIQUE"):
        there = _found(db, type(row), getattr(row, table.key[0])) if table.keyed else None
        told = described(db, there or row)
        return FieldError(table.key[:2][-1], f"{told[0].upper()}{told[1:]} is already recorded.")
    for named in TABLES if error.startswith("FOREIGN KEY") else ():
        key = named.key[0]
        if table in references(named.row) and _found(db, named.row, getattr(row, key)) is None:
            return FieldError(key, f"There is no {named.noun} “{getattr(row, key)}” in the records.")
    return None


def _settings(db: Database) -> dict[str, str]:
    return {row["key"]: row["value"] for row in db.query("SELECT key, value FROM district")}


def _found(db: Database, row_class: type[R], key: SqlValue) -> R | None:
    layout = layout_of(row_class)
    found = db.execute(f"{layout.shape.select} WHERE {layout.shape.primary} = ?", [key]).fetchall()
    return layout.rows(found)[0] if found else None


def _only_read() -> datetime:
    raise FileError("These records are open only to be read.", "Close them where they are open, then open them here.")


class Store:
    """An open records file: one connection, used on one thread only."""

    def __init__(
        self, path: Path, db: Database, *, who: str, now: Callable[[], datetime], key: Key | None = None
    ) -> None:
        self.path = path
        self.key = key
        self._db = db
        self._who = who
        self._now = now
        self._line = UndoLine()
        self._identity = _identity(path)
        self.at_close: Callable[[], None] | None = None

    @classmethod
    def open(cls, path: Path, *, who: str, now: Callable[[], datetime], key: Key | None = None) -> Store:
        """An existing records file, brought up to date. :func:`core.documents.open_file` looks at it first."""
        db = connect(path, "rw", key)
        try:
            with device_told():
                check_kind(db)
                for pragma in ("journal_mode = DELETE", "synchronous = FULL", "cache_size = -65536"):
                    db.execute(f"PRAGMA {pragma}")
                migrate(db)
        except BaseException:
            db.close()
            raise
        return cls(path, db, who=who, now=now, key=key)

    @classmethod
    def look(cls, path: Path, key: Key | None = None) -> Store:
        """An existing records file of this or an earlier version, only to be read; no byte of it changes.

        A journal beside it is what a crash left of an unfinished edit: then SQLite must first take that back.
        """
        journal_beside = path.with_name(f"{path.name}-journal")
        db = connect(path, "rw" if journal_beside.exists() else "ro", key)
        return cls(path, db, who="", now=_only_read, key=key)

    def close(self) -> None:
        """May be called again; then nothing is left to do."""
        self._db.close()
        if self.at_close:
            self.at_close()
            self.at_close = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def edit(self, label: str, reason: str = "") -> Iterator[Transaction]:
        """One transaction and one entry of the change log; anything raised inside leaves neither."""
        with self._edit(label, reason, None) as transaction:
            yield transaction

    @contextmanager
    def _edit(self, label: str, reason: str, undoes: int | None) -> Iterator[Transaction]:
        with device_told(), self._transaction():
            count, previous = journal.head(self._db)
            at = self._now().astimezone(UTC).isoformat(timespec="seconds")
            heading = Heading(count + 1, at, self._who, label, reason, undoes, previous)
            transaction = Transaction(self._db, Entry(self._db, heading))
            yield transaction
            transaction.seal(label)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._check_there()
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._check_there()
            self._db.execute("COMMIT")
        except BaseException:
            self._db.rollback()
            raise

    def _check_there(self) -> None:
        """Some systems let an open file be deleted or replaced, and what is written then goes nowhere."""
        if _identity(self.path) != self._identity:
            raise FileError(
                f"{self.path.name} was moved, deleted or replaced by another program, so nothing was changed.",
                "Put it back where it was, or open it again.",
            )

    @device_told()
    def trace(self, officer_id: str) -> Trace:
        """What :meth:`erase` would take."""
        whom = journal.person(self._db, officer_id)
        rows = sum(
            self._db.execute(
                f"SELECT count(*) FROM {name} WHERE officer_id IN {_LISTED}", [encode(sorted(whom.ids))]
            ).fetchone()[0]
            for name in (*_BESIDE_OFFICERS, *(table.name for table in references(Officer)))
        )
        return Trace(whom, rows, len(journal.about(self._db, whom)))

    def erase(self, trace: Trace, reason: str) -> ChangeSet:
        """An officer's rows and every word about them in the change log; this cannot be undone.

        The log keeps its seals, and an entry that says that something was erased, when, by whom and why.
        """
        self._db.execute("PRAGMA secure_delete = ON")
        with self.edit("Erase an officer", reason) as edit:
            edit.erase(trace.whom)
        with (
            suppress(FileError),
            device_told(),
        ):  # what was erased lies in pages that are free; without room it stays there
            self._db.execute("VACUUM")
        return edit.changes

    def undo(self) -> ChangeSet:
        return self._reverse(self._undo_line().undo, "Undo")

    def redo(self) -> ChangeSet:
        return self._reverse(self._undo_line().redo, "Redo")

    def _reverse(self, line: list[tuple[int, str]], verb: str) -> ChangeSet:
        if not line:
            raise UserError(f"There is nothing to {verb.lower()}.")
        change_id, label = line[-1]
        with self._edit(f"{verb}: {label}", "", change_id) as transaction:
            transaction.restore(change_id)
        return transaction.changes

    @property
    def undo_label(self) -> str | None:
        line = self._undo_line().undo
        return line[-1][1] if line else None

    @property
    def redo_label(self) -> str | None:
        line = self._undo_line().redo
        return line[-1][1] if line else None

    @property
    def undo_rows(self) -> int:
        """How many rows the next undo writes."""
        return self._rows_of(self._undo_line().undo)

    @property
    def redo_rows(self) -> int:
        return self._rows_of(self._undo_line().redo)

    @device_told()
    def _rows_of(self, line: list[tuple[int, str]]) -> int:
        if not line:
            return 0
        found = self._db.execute("SELECT count(*) FROM change_rows WHERE change_id = ?", [line[-1][0]]).fetchone()
        return int(found[0])

    @device_told()
    def _undo_line(self) -> UndoLine:
        self._line.catch_up(self._db)
        return self._line

    @device_told()
    def history(
        self, limit: int = 200, officer_id: str | None = None, text: str = "", *, asked: Asked | None = None
    ) -> list[Change]:
        """The newest changes first; those about an officer, those in which ``text`` occurs, or just those asked for."""
        return journal.history(self._db, limit, asked or Asked(officer_id=officer_id, text=text))

    @device_told()
    def writers(self) -> list[str]:
        """Everyone who has written in the records."""
        return journal.writers(self._db)

    @device_told()
    def check_chain(self) -> None:
        """Raises :class:`FileError` that names the first entry of the change log that is not as it was written."""
        journal.check_chain(self._db)

    @device_told()
    def check_rows(self) -> None:
        """Raises :class:`FileError` where rows are not as the change log left them."""
        journal.check_rows(self._db)

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file, and references to rows that are not there."""
        try:
            with device_told():
                found = strangers(self._db)  # first, for what checks a file may do is written in its schema
                found = found or self._missing_end()
                found = found or [line for (line,) in self._db.execute("PRAGMA integrity_check") if line != "ok"]
                return found or [_dangling(*row) for row in self._db.execute("PRAGMA foreign_key_check")]
        except FileError as error:
            if error.message == _DAMAGED:
                return [str(error.__cause__)]
            raise

    def _missing_end(self) -> list[str]:
        """SQLite takes zeros for what lacks of the last page."""
        (pages,), (size,) = (self._db.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
        return [] if self.path.stat().st_size >= int(pages) * int(size) else ["The end of the file is missing."]

    @device_told()
    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        there = [name for name in self._db.table_names() if name in _COUNTED]
        return {name: self._db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in there}

    @device_told()
    def head(self) -> tuple[int, str]:
        """The number of entries of the change log and its newest seal."""
        return journal.head(self._db)

    @device_told()
    def first_seal(self) -> str:
        """What tells this file, with every copy of it, from any other: the seal of the first entry; blank before it."""
        found = self._db.execute("SELECT hash FROM changes WHERE id = 1").fetchone()
        return str(found[0]) if found else ""

    @device_told()
    def state(self) -> State:
        """Every row as it is stored, by table and key."""
        there = set(self._db.table_names())
        return {shape.name: self._images(shape) for shape in SHAPES if shape.name in there}

    @device_told()
    def holds(self, head: tuple[int, str]) -> bool:
        """Whether the change log contains the entry that was the newest when :meth:`head` said so."""
        return journal.holds(self._db, head)

    def adopt(self, entries: Sequence[LoggedEntry], state: State) -> None:
        """Takes over the change log of another file, and the rows as its last entry left them; this one is empty."""
        with device_told(), self._transaction():
            journal.adopt(self._db, entries)
            for shape in SHAPES:
                rows = state.get(shape.name, {}).values()
                self._db.conn.executemany(shape.insert, map(shape.values, rows))
            self._db.execute("DELETE FROM sqlite_sequence")
            self._db.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT table_name, max(CAST(key AS INTEGER)) FROM change_rows "
                f"WHERE table_name IN {_LISTED} GROUP BY table_name",
                [encode([shape.name for shape in SHAPES if shape.primary == "id"])],
            )

    def bring_to(self, wanted: State, label: str) -> list[str]:
        """One edit that makes the rows those of ``wanted``; gives those that fit no other row."""
        lost: list[str] = []
        with self.edit(label) as edit:
            for shape in reversed(SHAPES):
                for key, image in self._images(shape).items():
                    if key not in wanted[shape.name]:
                        edit.put(shape, key, image, None)
            for shape in SHAPES:
                there = self._images(shape)
                for key, image in wanted[shape.name].items():
                    if not edit.put(shape, key, there.get(key), image):
                        lost.append(f"{shape.name} {encode(image)}")
        return lost

    def _images(self, shape: Shape) -> dict[SqlValue, Image]:
        return {image[shape.primary]: image for image in map(shape.image, self._db.execute(shape.select).fetchall())}

    def fill_blobs(self, contents: Iterable[bytes]) -> None:
        """Takes over the contents of another file's documents; this one is empty."""
        with device_told(), self._transaction():
            for content in contents:
                name = sha256(content).hexdigest()
                self._db.execute("INSERT OR IGNORE INTO blobs (sha256, content) VALUES (?, ?)", [name, content])

    @device_told()
    def blob(self, name: str) -> bytes | None:
        """The content that has this SHA-256, if the file holds it."""
        found = self._db.execute("SELECT content FROM blobs WHERE sha256 = ?", [name]).fetchone()
        return bytes(found[0]) if found else None

    @device_told()
    def check_blobs(self) -> None:
        """Raises :class:`FileError` where a document's content is missing or not what its SHA-256 says."""
        for (name,) in self._db.execute(f"SELECT sha256 FROM blobs UNION {_NAMED_BLOBS}").fetchall():
            content = self.blob(name)
            if content is None or sha256(content).hexdigest() != name:
                wrong = "missing" if content is None else "damaged"
                raise FileError(f"The content of a document ({name[:12]}) is {wrong}.", "Restore a backup.")

    @device_told()
    def desk(self, name: str) -> str | None:
        """What was laid on the clerk's desk: an unfinished form, a view of a list. It is no record and has no log."""
        found = self._db.execute("SELECT text FROM desk WHERE name = ?", [name]).fetchone()
        return str(found[0]) if found else None

    @device_told()
    def on_desk(self, beginning: str) -> list[str]:
        """The names of what lies on the desk that begin so, in order."""
        found = self._db.execute("SELECT name FROM desk WHERE substr(name, 1, ?) = ?", [len(beginning), beginning])
        return sorted(name for (name,) in found.fetchall())

    def lay(self, name: str, text: str) -> None:
        """Lays something on the desk, in the place of what lay there under this name."""
        with device_told(), self._transaction():
            self._db.execute("INSERT OR REPLACE INTO desk (name, text) VALUES (?, ?)", [name, text])

    def clear(self, name: str) -> None:
        """Takes it from the desk; nothing there is no error."""
        if self.desk(name) is not None:
            with device_told(), self._transaction():
                self._db.execute("DELETE FROM desk WHERE name = ?", [name])

    def copy_to(self, path: Path) -> None:
        """The whole file, into one that is there already and empty."""
        with device_told(), closing(connect(path, "rw", self.key)) as copy:
            self._db.conn.backup(copy.conn)

    @device_told()
    def rows(self, row_class: type[R]) -> list[R]:
        """All rows of a table, in order of key or of entry."""
        return self._rows(row_class)

    @device_told()
    def find(self, row_class: type[R], key: str | int) -> R | None:
        """The row with this key (``officer_id`` and the like) or this ``id``."""
        return _found(self._db, row_class, key)

    @device_told()
    def describe(self, row: Row) -> str:
        """As a sentence names the row: ``Dana Lee's bond of 7/1/2026``."""
        return described(self._db, row)

    @device_told()
    def referring(self, row: Row) -> list[Row]:
        """The rows that name this officer, class or weapon by its key."""
        layout = layout_of(type(row))
        return [
            found
            for table in references(type(row))
            for found in self._rows(table.row, f"WHERE {layout.shape.primary} = ?", [layout.key(row)])
        ]

    @device_told()
    def entries_by(self, moment: datetime) -> int:
        """How many entries the change log had by then."""
        return journal.last_by(self._db, moment)

    @device_told()
    def state_after(self, entries: int) -> State:
        """The rows as so many entries of the change log left them; see :func:`known`."""
        return journal.state_after(self._db, entries)

    def known_on(self, moment: datetime) -> Known:
        """What was on record by then, told by the change log alone. Whoever was erased since is not there."""
        return known(self.state_after(self.entries_by(moment)))

    def entries_after(self, number: int) -> Iterator[LoggedEntry]:
        """The entries of the change log that come after this one, oldest first."""
        while True:
            number += 1
            with device_told():
                entry = journal.logged(self._db, number)
            if entry is None:
                return
            yield entry

    @device_told()
    def of_officer(self, officer_id: str) -> list[Row]:
        """Every row that is about the officer: records, documents, printed papers."""
        names = (*(table.name for table in references(Officer)), *_BESIDE_OFFICERS)
        return [row for name in names for row in self._rows(BY_NAME[name].row, "WHERE officer_id = ?", [officer_id])]

    @device_told()
    def district(self) -> District:
        return district_of(_settings(self._db))

    def district_record(self) -> DistrictRecord:
        return _district_record(self.district(), self.rows(Agreement), self.rows(Attachment))

    def record(self, officer_id: str) -> OfficerRecord | None:
        return next(iter(self.records([officer_id])), None)

    @device_told()
    def records(self, officer_ids: Iterable[str] | None = None) -> list[OfficerRecord]:
        """Of all officers, or of those named that exist; in order of last name, first name and id."""
        wanted = None if officer_ids is None else encode(sorted(set(officer_ids)))
        with _no_collection():
            return _Assembly(self._rows, self.district(), wanted).records()

    def _rows(self, row_class: type[R], where: str = "", parameters: Sequence[SqlValue] = ()) -> list[R]:
        layout = layout_of(row_class)
        # The plus keeps SQLite from walking the whole table in this order where an index finds the few rows.
        sql = f"{layout.shape.select} {where} ORDER BY +{layout.shape.primary}"
        return layout.rows(self._db.execute(sql, list(parameters)).fetchall())


@contextmanager
def _no_collection() -> Iterator[None]:
    """Looking for garbage among 500,000 new rows, of which none is any, takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _district_record(
    district: District, agreements: Iterable[Agreement], attachments: Iterable[Attachment]
) -> DistrictRecord:
    own = tuple(each for each in attachments if each.table_name in {"district", "agreements"})
    return DistrictRecord(district=district, agreements=tuple(agreements), attachments=own)


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record at one moment."""

    records: tuple[OfficerRecord, ...]
    district: DistrictRecord
    rulings: tuple[Ruling, ...]


def known(state: State) -> Known:
    """Rows by table and key as records, put together as those of a file are."""

    def rows(row_class: type[R], _where: str = "", _parameters: Sequence[SqlValue] = ()) -> list[R]:
        layout = layout_of(row_class)
        images = cast("dict[Any, Image]", state.get(layout.shape.name, {}))
        return layout.rows([layout.shape.values(images[key]) for key in sorted(images)])

    settings = {
        str(key): str(image["value"]) for key, image in state.get(SETTINGS.name, {}).items() if "value" in image
    }
    district = district_of(settings)
    with _no_collection():
        records = tuple(_Assembly(rows, district, None).records())
    return Known(records, _district_record(district, rows(Agreement), rows(Attachment)), tuple(rows(Ruling)))


class _Assembly:
    """The rows of all tables, gathered by officer."""

    def __init__(self, rows: Callable[..., list[Any]], district: District, wanted: str | None) -> None:
        self._rows = rows
        self._district = district
        self._where = "" if wanted is None else f"WHERE officer_id IN {_LISTED}"
        self._parameters = [] if wanted is None else [wanted]

    def records(self) -> list[OfficerRecord]:
        officers = self._rows(Officer, self._where, self._parameters)
        officers.sort(key=attrgetter("last_name", "first_name", "officer_id"))
        gathered = {
            "appointments": self._gathered(Appointment),
            "commissions": self._gathered(Commission),
            "designations": self._gathered(Designation),
            "bonds": self._gathered(Bond),
            "service": self._gathered(Service),
            "credentials": self._gathered(Credential),
            "attended": (attended := self._attended()),
            "attachments": self._attachments(attended),
            "issued": self._issued(),
            "qualifications": self._gathered(Qualification),
            "waivers": self._gathered(Waiver),
        }
        return [
            OfficerRecord(
                officer=officer,
                district=self._district,
                **{name: tuple(by_officer.get(officer.officer_id, ())) for name, by_officer in gathered.items()},
            )
            for officer in officers
        ]

    def _gathered(self, row_class: type[Row]) -> dict[str, list[Any]]:
        gathered = defaultdict(list)
        for row in self._rows(row_class, self._where, self._parameters):
            gathered[row.officer_id].append(row)
        return gathered

    def _attended(self) -> dict[str, list[Attended]]:
        classes = self._named(TrainingClass, "class_id", "attendance")
        return {
            officer_id: [Attended.of(row, classes[row.class_id]) for row in rows]
            for officer_id, rows in self._gathered(Attendance).items()
        }

    def _attachments(self, attended: dict[str, list[Attended]]) -> dict[str, list[Attachment]]:
        gathered = self._gathered(Attachment)
        of_class = defaultdict(list)
        for row in self._rows(Attachment, "WHERE table_name = 'classes'"):
            if row.table_name == "classes":  # rows that come from no file are not chosen
                of_class[row.row_key].append(row)
        for officer_id, sat in attended.items() if of_class else ():
            gathered[officer_id] += [row for each in sat for row in of_class[each.training.class_id]]
        return gathered

    def _issued(self) -> dict[str, list[Issued]]:
        weapons = self._named(Weapon, "weapon_id", "weapon_issues")
        return {
            officer_id: [Issued(row, weapons[row.weapon_id]) for row in rows]
            for officer_id, rows in self._gathered(WeaponIssue).items()
        }

    def _named(self, row_class: type[Row], key: str, by: str) -> dict[str, Any]:
        """The classes or weapons that the rows of ``by`` name."""
        where = f"WHERE {key} IN (SELECT {key} FROM {by} {self._where})" if self._where else ""
        return {getattr(row, key): row for row in self._rows(row_class, where, self._parameters)}


def connect(path: Path, mode: str, key: Key | None = None) -> Database:
    """A connection that never makes a file: ``mode`` is ``ro`` or ``rw``; with ``key`` to an encrypted one."""
    try:
        connection = open_sealed(path, mode, key, PATIENCE) if key else _open_plain(path, mode)
        connection.execute("PRAGMA trusted_schema = OFF")
    except database_errors():
        raise FileError(f"{path.name} cannot be opened.", "Check that it is there and that you may read it.") from None
    return Database(connection, execute_plugins=False)


def _open_plain(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=PATIENCE)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _dangling(table: str, row: int, parent: str, _: int) -> str:
    return f"Row {row} of {table} refers to a row of {parent} that is not there."


def check_kind(db: Database) -> None:
    """Refuses what is not a records file, or one from a newer program."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise FileError("This is not a records file.", "Choose a file that ends in .muster.")
    if version_of(db) > VERSION:
        raise FileError(
            f"This records file is of version {version_of(db)}; this program knows versions up to {VERSION}.",
            "Open it with the newer program.",
        )


# --- rows in words --------------------------------------------------------------------------------------------

_DETAILS: dict[type[Any], Callable[[Any], str]] = {
    Appointment: lambda row: f"appointment as {_role(row.role)}{_dated(' from', row.start)}",
    Commission: lambda row: f"commission{_of(' from', row.authority)}{_dated(' of', row.commissioned_on)}",
    Designation: lambda row: f"designation of {short(row.designated_on)}",
    Bond: lambda row: f"bond of {short(row.effective_on)}",
    Service: lambda row: f"service with {row.agency} from {short(row.from_on)}",
    Credential: lambda row: f"credential “{credential_name(row.credential)}”{_dated(' of', row.dated)}",
    Attendance: lambda row: f"attendance of class {row.class_id}",
    WeaponIssue: lambda row: f"issue of weapon {row.weapon_id} on {short(row.issued_on)}",
    Qualification: lambda row: f"qualification with weapon {row.weapon_id} on {short(row.shot_on)}",
    Waiver: lambda row: f"waiver of {row.requirement}{_of(' for', row.item)} from {short(row.from_on)}",
}


def _role(role: Role) -> str:
    return "other security staff" if role is Role.OTHER else role.upper()


def _dated(word: str, on: date | None) -> str:
    return f"{word} {short(on)}" if on else ""


def _of(word: str, text: str) -> str:
    return f"{word} {text}" if text else ""


_NAMES: dict[type[Any], Callable[[Any], str]] = {
    Officer: lambda row: f"officer {row.full_name} ({row.officer_id})",
    TrainingClass: lambda row: f"class “{row.title}” ({row.class_id})",
    Weapon: lambda row: f"weapon {row.weapon_id}",
    Agreement: lambda row: f"agreement {row.agreement_id}",
    Ruling: lambda row: f"ruling on {row.requirement}",
    Attachment: lambda row: f"document “{row.file_name}”",
    Template: lambda row: f"wording of “{row.name}”",
    Paper: lambda row: f"“{row.title}” ({row.code})",
}
"""Rows that are named by themselves; the others are an officer's."""


def described(db: Database, row: Row) -> str:
    """As :meth:`Store.describe`."""
    if type(row) in _NAMES:
        return _NAMES[type(row)](row)
    officer_id = cast("Any", row).officer_id
    officer = _found(db, Officer, officer_id)
    whose = officer.full_name if officer else officer_id
    if isinstance(row, Attendance) and (training := _found(db, TrainingClass, row.class_id)):
        return f"{whose}'s attendance of “{training.title}”"
    return f"{whose}'s {_DETAILS[type(row)](row)}"
