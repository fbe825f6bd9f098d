"""The records file as typed rows and records, and the one door for writing: an edit.

An edit is one transaction and one entry of the change log; undo and redo are edits as well.
"""

# ruff: noqa: S608
# The names of tables and columns in the statements come from the model, never from data.

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from core import journal
from core.assembly import Assembly, Known, district_record, known, no_collection
from core.cipher import Key
from core.describing import described, found
from core.device import DAMAGED, check_kind, connect, device_told, identity
from core.edits import BESIDE_OFFICERS, NAMED_BLOBS, ChangeSet, Trace, Transaction, settings_of
from core.errors import FileError, UserError
from core.journal import Asked, Change, Entry, Heading, LoggedEntry, RowChange, State, UndoLine, encode
from core.migrations import migrate, strangers
from core.model import BY_NAME, Agreement, Attachment, District, DistrictRecord, Officer, OfficerRecord, Row
from core.rows import LISTED, SHAPES, Image, R, Shape, SqlValue, district_of, layout_of, references

__all__ = ["Change", "ChangeSet", "Known", "RowChange", "Store", "Transaction", "known"]

_COUNTED = {shape.name for shape in SHAPES} | {"changes", "change_rows", "blobs", "desk"}


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
        self._identity = identity(path)
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
        if identity(self.path) != self._identity:
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
                f"SELECT count(*) FROM {name} WHERE officer_id IN {LISTED}", [encode(sorted(whom.ids))]
            ).fetchone()[0]
            for name in (*BESIDE_OFFICERS, *(table.name for table in references(Officer)))
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
            if error.message == DAMAGED:
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
                f"WHERE table_name IN {LISTED} GROUP BY table_name",
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
        for (name,) in self._db.execute(f"SELECT sha256 FROM blobs UNION {NAMED_BLOBS}").fetchall():
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
        return found(self._db, row_class, key)

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
        names = (*(table.name for table in references(Officer)), *BESIDE_OFFICERS)
        return [row for name in names for row in self._rows(BY_NAME[name].row, "WHERE officer_id = ?", [officer_id])]

    @device_told()
    def district(self) -> District:
        return district_of(settings_of(self._db))

    def district_record(self) -> DistrictRecord:
        return district_record(self.district(), self.rows(Agreement), self.rows(Attachment))

    def record(self, officer_id: str) -> OfficerRecord | None:
        return next(iter(self.records([officer_id])), None)

    @device_told()
    def records(self, officer_ids: Iterable[str] | None = None) -> list[OfficerRecord]:
        """Of all officers, or of those named that exist; in order of last name, first name and id."""
        wanted = None if officer_ids is None else encode(sorted(set(officer_ids)))
        with no_collection():
            return Assembly(self._rows, self.district(), wanted).records()

    def _rows(self, row_class: type[R], where: str = "", parameters: Sequence[SqlValue] = ()) -> list[R]:
        layout = layout_of(row_class)
        # The plus keeps SQLite from walking the whole table in this order where an index finds the few rows.
        sql = f"{layout.shape.select} {where} ORDER BY +{layout.shape.primary}"
        return layout.rows(self._db.execute(sql, list(parameters)).fetchall())


def _dangling(table: str, row: int, parent: str, _: int) -> str:
    return f"Row {row} of {table} refers to a row of {parent} that is not there."
