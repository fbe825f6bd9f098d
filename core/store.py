"""The records file as typed rows: the one door for writing, with its change log, undo and redo.

An edit is one transaction and one entry of the change log. The entry holds every row before and after, and is
sealed with a hash over itself and the entry before it, so that a gap or a later change shows.
"""

# ruff: noqa: S608
# The names of tables and columns in the statements come from the model, never from data.

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from hashlib import sha256
from itertools import groupby, repeat
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

from sqlite_utils import Database

from core.dates import short
from core.errors import FieldError, FileError, UserError
from core.migrations import APPLICATION_ID, VERSION, migrate, version_of
from core.model import (
    BY_NAME,
    BY_ROW,
    TABLES,
    Agreement,
    Appointment,
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
    Qualification,
    Role,
    Row,
    Service,
    Table,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
    columns,
    credential_name,
)

R = TypeVar("R", bound=Row)
SqlValue = str | int | float | None
Image = dict[str, SqlValue]
"""A row as the change log keeps it: column and value, blank columns left out."""

HISTORY_ROWS = 500
"""How many rows of one change :meth:`Store.history` lists at most."""


# --- rows and their tables ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shape:
    """A table as SQL sees it; ``blanks`` holds what an unfilled column contains."""

    name: str
    names: tuple[str, ...]
    primary: str
    blanks: tuple[SqlValue, ...]

    @property
    def select(self) -> str:
        return f"SELECT {', '.join(self.names)} FROM {self.name}"

    @property
    def insert(self) -> str:
        return f"INSERT INTO {self.name} ({', '.join(self.names)}) VALUES ({', '.join('?' for _ in self.names)})"

    @property
    def update(self) -> str:
        return f"UPDATE {self.name} SET {', '.join(f'{name} = ?' for name in self.names)} WHERE {self.primary} = ?"

    @property
    def delete(self) -> str:
        return f"DELETE FROM {self.name} WHERE {self.primary} = ?"

    def image(self, values: Iterable[SqlValue]) -> Image:
        return {name: value for name, value in zip(self.names, values, strict=True) if value not in (None, "")}

    def values(self, image: Image) -> list[SqlValue]:
        return [image.get(name, blank) for name, blank in zip(self.names, self.blanks, strict=True)]

    def whole(self, image: Image) -> Image:
        """``image`` with its blank columns too."""
        return dict(zip(self.names, self.values(image), strict=True))


_SETTINGS = _Shape("district", ("key", "value"), "key", ("", ""))


@cache
def _date(text: str) -> date:
    return date.fromisoformat(text)


def _bool(number: int) -> bool:
    return bool((False, True)[number])


def _decoder(kind: type | None) -> Callable[[Any], Any] | None:
    if kind is date:
        return _date
    if kind is bool:
        return _bool
    return kind if kind is not None and issubclass(kind, StrEnum) else None


def _encoder(kind: type | None) -> Callable[[Any], SqlValue] | None:
    if kind is date:
        return date.isoformat
    if kind is bool:
        return int
    if kind is float:
        return float
    return str if kind is not None and issubclass(kind, StrEnum) else None


class _Layout(Generic[R]):
    """How the rows of one class are written to their table and read from it; built once per class."""

    def __init__(self, row_class: type[R]) -> None:
        table = BY_ROW[row_class]
        kinds = {column.name: column.kind for column in table.columns}
        names = tuple(item.name for item in fields(cast("Any", row_class)))
        blanks = tuple("" if kinds.get(name) is str else None for name in names)
        self.row_class = row_class
        self.table = table
        self.shape = _Shape(table.name, names, table.key[0] if table.keyed else "id", blanks)
        self._raw = cast("Callable[[R], tuple[Any, ...]]", attrgetter(*names))
        self._encoders = [_encoder(kinds.get(name)) for name in names]
        self._columns = [(name, _decoder(kinds.get(name)), getattr(row_class, name).__set__) for name in names]

    def values(self, row: R) -> tuple[SqlValue, ...]:
        return tuple(
            value if encode is None or value is None else encode(value)
            for encode, value in zip(self._encoders, self._raw(row), strict=True)
        )

    def key(self, row: R) -> SqlValue:
        return cast("SqlValue", getattr(row, self.shape.primary))

    def rows(self, found: Sequence[Sequence[SqlValue]]) -> list[R]:
        """Column by column through the slots: five times as fast as 500,000 calls of a frozen class's ``__init__``."""
        rows = list(map(object.__new__, repeat(self.row_class, len(found))))
        for (name, decode, fill), column in zip(self._columns, zip(*found, strict=True), strict=bool(found)):
            deque(map(fill, rows, self._decoded(name, decode, column)), maxlen=0)
        return rows

    def _decoded(self, name: str, decode: Callable[[Any], Any] | None, column: Sequence[SqlValue]) -> Sequence[Any]:
        if decode is None:
            return column
        try:
            return [value if value is None else decode(value) for value in column]
        except (ValueError, IndexError):
            wrong = next(value for value in column if value is not None and not _readable(decode, value))
            raise FileError(
                f"The records hold “{wrong}” as {name} of the table {self.table.name}, which cannot be read.",
                "It was not written by this program. Restore a backup, or correct it with the tool that wrote it.",
            ) from None


def _readable(decode: Callable[[Any], Any], value: SqlValue) -> bool:
    try:
        decode(value)
    except (ValueError, IndexError):
        return False
    return True


_LAYOUTS: dict[type[Any], _Layout[Any]] = {table.row: _Layout(table.row) for table in TABLES}


def _layout(row_class: type[R]) -> _Layout[R]:
    return _LAYOUTS[row_class]


def _shape(table: str) -> _Shape:
    return _SETTINGS if table == _SETTINGS.name else _layout(BY_NAME[table].row).shape


def _references(keyed: Table) -> list[Table]:
    """The tables whose rows name a row of ``keyed``."""
    return [table for table in TABLES if table is not keyed and keyed.key[0] in table.key]


# --- what changed ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What an edit touched. ``officers`` are all whose findings may differ; ``district``: settings or agreements."""

    label: str = ""
    officers: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    district: bool = False

    @property
    def empty(self) -> bool:
        return not self.tables


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after, as column and stored value; ``None`` where the row was not there."""

    table: str
    key: SqlValue
    before: Image | None
    after: Image | None


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the change log. ``undoes`` is the change it reverses; ``row_count`` counts all rows of the change.

    ``rows`` are the first of them, or those about the officer asked for.
    """

    id: int
    at: datetime
    who: str
    label: str
    reason: str
    undoes: int | None
    rows: tuple[RowChange, ...]
    row_count: int


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def _sealed_line(parts: Iterable[SqlValue]) -> bytes:
    return f"{_encode(list(parts))}\n".encode()


@dataclass(frozen=True, slots=True)
class _Heading:
    """The first line of an entry, under its seal."""

    id: int
    at: str
    who: str
    label: str
    reason: str
    undoes: int | None
    previous: str

    def parts(self) -> tuple[SqlValue, ...]:
        return (self.id, self.at, self.who, self.label, self.reason, self.undoes, self.previous)


_Line = tuple[str, str, str | None, str | None]
"""A changed row as the log stores it: table, key, image before, image after."""


class _Entry:
    """An entry of the change log while it is written: the seal grows row by row, so nothing is kept in memory."""

    def __init__(self, db: Database, heading: _Heading) -> None:
        self._db = db
        self._heading = heading
        self._seal = sha256(_sealed_line(heading.parts()))
        self.count = 0

    def add(self, lines: Iterable[_Line]) -> None:
        self._db.conn.executemany(
            "INSERT INTO change_rows (change_id, seq, table_name, key, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            self._numbered(lines),
        )

    def _numbered(self, lines: Iterable[_Line]) -> Iterator[tuple[SqlValue, ...]]:
        for line in lines:
            self.count += 1
            self._seal.update(_sealed_line((self.count, *line)))
            yield self._heading.id, self.count, *line

    def close(self) -> None:
        digest = self._seal.hexdigest()
        self._db.execute(
            "INSERT INTO changes (id, at, who, label, reason, undoes, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [*self._heading.parts(), digest],
        )
        self._db.execute("UPDATE chain SET count = ?, head = ?", [self._heading.id, digest])


@dataclass(slots=True)
class _Touched:
    """Collects what an edit's images are about."""

    tables: set[str] = field(default_factory=set)
    officers: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    weapons: set[str] = field(default_factory=set)

    def add(self, table: str, image: Image) -> None:
        self.tables.add(table)
        if "officer_id" in image:
            self.officers.add(cast("str", image["officer_id"]))
        elif table == "classes":
            self.classes.add(cast("str", image["class_id"]))
        elif table == "weapons":
            self.weapons.add(cast("str", image["weapon_id"]))

    def changes(self, db: Database, label: str) -> ChangeSet:
        attended = _holders(db, "attendance", "class_id", self.classes)
        issued = _holders(db, "weapon_issues", "weapon_id", self.weapons)
        district = not self.tables.isdisjoint({"district", "agreements"})
        return ChangeSet(label, frozenset(self.officers | attended | issued), frozenset(self.tables), district)


def _holders(db: Database, table: str, column: str, keys: set[str]) -> set[str]:
    if not keys:
        return set()
    found = db.execute(f"SELECT DISTINCT officer_id FROM {table} WHERE {column} IN {_LISTED}", [_encode(list(keys))])
    return {officer_id for (officer_id,) in found}


_LISTED = "(SELECT value FROM json_each(?))"
"""A list as one parameter: SQLite limits how many there may be."""


# --- editing --------------------------------------------------------------------------------------------------


class Transaction:
    """What may be done inside :meth:`Store.edit`; ``changes`` is filled when the edit is committed."""

    def __init__(self, db: Database, entry: _Entry) -> None:
        self._db = db
        self._entry = entry
        self._touched = _Touched()
        self.changes = ChangeSet()

    def insert(self, row: R) -> R:
        """The row as stored, with its id. Refuses one whose natural key is already there."""
        layout = _layout(type(row))
        numbered = row if layout.table.keyed else replace(cast("Any", row), id=self._next_id(layout.table))
        with self._refusals(numbered):
            self._write(layout.shape, layout.key(numbered), None, layout.shape.image(layout.values(numbered)))
        return numbered

    def insert_many(self, rows: Iterable[Row]) -> None:
        """As :meth:`insert` for many rows, quickly; each must come after those it refers to."""
        for row_class, group in groupby(rows, type):
            self._insert_all(_layout(row_class), list(group))

    def update(self, row: R) -> R:
        """Put ``row`` in the place of the one with its key, or its id."""
        layout = _layout(type(row))
        before = self._image(layout.shape, layout.key(row))
        if before is None:
            raise UserError(f"The {layout.table.noun} is no longer in the records.", "Close the form and look again.")
        after = layout.shape.image(layout.values(row))
        with self._refusals(row):
            self._write(layout.shape, layout.key(row), before, after)
        return row

    def delete(self, row: Row) -> None:
        """Refuses a row that others refer to."""
        layout = _layout(type(row))
        before = self._image(layout.shape, layout.key(row))
        if before is None:
            raise UserError(f"The {layout.table.noun} is no longer in the records.")
        try:
            self._write(layout.shape, layout.key(row), before, None)
        except sqlite3.IntegrityError:
            raise UserError(f"Other records refer to {_described(self._db, row)}.", "Remove those first.") from None

    def set_district(self, district: District) -> None:
        """Writes the settings that differ from what is recorded."""
        recorded = _settings(self._db)
        for key, text in _setting_texts(district).items():
            before: Image | None = {"key": key, "value": recorded[key]} if key in recorded else None
            if text != _setting_texts(_district(recorded))[key]:
                self._write(_SETTINGS, key, before, {"key": key, "value": text})

    def rename_officer(self, old_id: str, new_id: str) -> None:
        self.rename(Officer, old_id, new_id)

    def rename(self, row_class: type[Row], old_key: str, new_key: str) -> None:
        """Give an officer, class, weapon or agreement another key, in every row that names it."""
        layout = _layout(row_class)
        image = self._image(layout.shape, old_key)
        if image is None:
            raise UserError(f"There is no {layout.table.noun} “{old_key}” in the records.")
        renamed = {**image, layout.shape.primary: new_key}
        with self._refusals(layout.rows([layout.shape.values(renamed)])[0]):
            self._write(layout.shape, new_key, None, renamed)
        for table in _references(layout.table):
            self._replace(table.name, layout.shape.primary, old_key, new_key)
        if row_class is Weapon:
            self._replace("waivers", "item", old_key, new_key)
        self._write(layout.shape, old_key, image, None)

    def _replace(self, table: str, column: str, old: str, new: str) -> None:
        shape = _shape(table)
        for values in self._db.execute(f"{shape.select} WHERE {column} = ?", [old]).fetchall():
            before = shape.image(values)
            self._write(shape, before[shape.primary], before, {**before, column: new})

    def _next_id(self, table: Table) -> int:
        """Never one that was in use before, so that the change log cannot mean two rows by one id."""
        found = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name]).fetchone()
        return found[0] + 1 if found else 1

    def _image(self, shape: _Shape, key: SqlValue) -> Image | None:
        found = self._db.execute(f"{shape.select} WHERE {shape.primary} = ?", [key]).fetchone()
        return shape.image(found) if found else None

    def _write(self, shape: _Shape, key: SqlValue, before: Image | None, after: Image | None) -> None:
        if before == after:
            return
        if after is None:
            self._db.execute(shape.delete, [key])
        elif before is None:
            self._db.execute(shape.insert, shape.values(after))
        else:
            self._db.execute(shape.update, [*shape.values(after), key])
        self._note(shape.name, key, before, after)

    def _note(self, table: str, key: SqlValue, before: Image | None, after: Image | None) -> None:
        for image in filter(None, (before, after)):
            self._touched.add(table, image)
        self._entry.add([(table, _encode(key), _text(before), _text(after))])

    def _insert_all(self, layout: _Layout[Any], rows: Sequence[Row]) -> None:
        values = [layout.values(row) for row in rows]
        if not layout.table.keyed:
            first = self._next_id(layout.table)
            values = [(number, *rest) for number, (_, *rest) in enumerate(values, start=first)]
        try:
            with self._db.atomic():
                self._db.conn.executemany(layout.shape.insert, values)
        except sqlite3.IntegrityError:
            for row in rows:
                self.insert(row)
            raise
        self._entry.add(self._noted(layout.shape, values))

    def _noted(self, shape: _Shape, rows: Iterable[Sequence[SqlValue]]) -> Iterator[_Line]:
        for values in rows:
            image = shape.image(values)
            self._touched.add(shape.name, image)
            yield shape.name, _encode(image[shape.primary]), None, _encode(image)

    @contextmanager
    def _refusals(self, row: Row) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError as error:
            raise _refusal(self._db, row, str(error)) or error from None

    def restore(self, change_id: int) -> None:
        """Write the images before ``change_id``, last row first."""
        found = self._db.execute(
            "SELECT table_name, key, before, after FROM change_rows WHERE change_id = ? ORDER BY seq DESC", [change_id]
        )
        for table, key_text, before, after in found.fetchall():
            shape, key = _shape(table), json.loads(key_text)
            if self._image(shape, key) != _image(after):
                raise FileError(
                    f"The table {table} was changed by another program, so this cannot be undone.",
                    "Check the file (Backups, Verify) before going on.",
                )
            self._write(shape, key, _image(after), _image(before))

    def seal(self, label: str) -> None:
        """Closes the entry; an edit that changed nothing leaves none."""
        if self._entry.count:
            self._entry.close()
        self.changes = self._touched.changes(self._db, label)


def _text(image: Image | None) -> str | None:
    return None if image is None else _encode(image)


def _image(text: str | None) -> Image | None:
    return None if text is None else cast("Image", json.loads(text))


def _refusal(db: Database, row: Row, error: str) -> FieldError | None:
    table = BY_ROW[type(row)]
    if error.startswith("UNIQUE"):
        told = _described(db, (_found(db, type(row), getattr(row, table.key[0])) if table.keyed else None) or row)
        return FieldError(table.key[:2][-1], f"{told[0].upper()}{told[1:]} is already recorded.")
    for keyed in TABLES if error.startswith("FOREIGN KEY") else ():
        key = keyed.key[0]
        if keyed.keyed and table in _references(keyed) and _found(db, keyed.row, getattr(row, key)) is None:
            return FieldError(key, f"There is no {keyed.noun} “{getattr(row, key)}” in the records.")
    return None


# --- district settings ----------------------------------------------------------------------------------------


def _settings(db: Database) -> dict[str, str]:
    return {row["key"]: row["value"] for row in db.query("SELECT key, value FROM district")}


def _setting_texts(district: District) -> dict[str, str]:
    return {column.name: _setting_text(getattr(district, column.name)) for column in columns(District)}


def _setting_text(value: str | bool | date | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else value or ""


def _district(settings: dict[str, str]) -> District:
    known = {column.name: column.kind for column in columns(District)}
    try:
        return District(**{
            key: _setting(known[key], text) for key, text in settings.items() if text and key in known
        })  # fmt: skip
    except (ValueError, KeyError):
        raise FileError("A district setting in the records cannot be read.", "Restore a backup.") from None


def _setting(kind: type, text: str) -> Any:
    if kind is bool:
        return {"yes": True, "no": False}[text]
    return date.fromisoformat(text) if kind is date else kind(text)


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


def _described(db: Database, row: Row) -> str:
    if isinstance(row, Officer):
        return f"officer {row.full_name} ({row.officer_id})"
    if isinstance(row, TrainingClass):
        return f"class “{row.title}” ({row.class_id})"
    if isinstance(row, Weapon | Agreement):
        return f"{BY_ROW[type(row)].noun} {getattr(row, BY_ROW[type(row)].key[0])}"
    officer = _found(db, Officer, row.officer_id)
    whose = officer.full_name if officer else row.officer_id
    if isinstance(row, Attendance) and (training := _found(db, TrainingClass, row.class_id)):
        return f"{whose}'s attendance of “{training.title}”"
    return f"{whose}'s {_DETAILS[type(row)](row)}"


def _found(db: Database, row_class: type[R], key: SqlValue) -> R | None:
    layout = _layout(row_class)
    found = db.execute(f"{layout.shape.select} WHERE {layout.shape.primary} = ?", [key]).fetchall()
    return layout.rows(found)[0] if found else None


# --- the file -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _UndoLine:
    """Which changes can be undone and redone, as ``(change, label)``: read off the change log up to ``seen``."""

    undo: list[tuple[int, str]] = field(default_factory=list)
    redo: list[tuple[int, str]] = field(default_factory=list)
    seen: int = 0

    def follow(self, change_id: int, label: str, undoes: int | None) -> None:
        if undoes is None:
            self.undo.append((change_id, label))
            self.redo.clear()
        elif self.undo and self.undo[-1][0] == undoes:
            self.redo.append((change_id, self.undo.pop()[1]))
        else:
            self.undo.append((change_id, self.redo.pop()[1]))
        self.seen = change_id


class Store:
    """An open records file: one connection, used on one thread only."""

    def __init__(self, path: Path, db: Database, *, who: str, now: Callable[[], datetime]) -> None:
        self.path = path
        self._db = db
        self._who = who
        self._now = now
        self._line = _UndoLine()

    @classmethod
    def open(cls, path: Path, *, who: str, now: Callable[[], datetime]) -> Store:
        """An existing records file, brought up to date. :func:`core.documents.open_file` looks at it first."""
        db = connect(path, "rw")
        try:
            _check_kind(db)
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("PRAGMA synchronous = FULL")
            migrate(db)
        except BaseException:
            db.close()
            raise
        return cls(path, db, who=who, now=now)

    @property
    def connection(self) -> sqlite3.Connection:
        """For the backup of the whole file."""
        return self._db.conn

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # writing

    @contextmanager
    def edit(self, label: str, reason: str = "") -> Iterator[Transaction]:
        """One transaction and one entry of the change log; anything raised inside leaves neither."""
        with self._edit(label, reason, None) as transaction:
            yield transaction

    @contextmanager
    def _edit(self, label: str, reason: str, undoes: int | None) -> Iterator[Transaction]:
        with _told(), self._transaction():
            count, head = self._db.execute("SELECT count, head FROM chain").fetchone()
            at = self._now().astimezone(UTC).isoformat(timespec="seconds")
            heading = _Heading(count + 1, at, self._who, label, reason, undoes, head)
            transaction = Transaction(self._db, _Entry(self._db, heading))
            yield transaction
            transaction.seal(label)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            self._db.rollback()
            raise

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

    def _undo_line(self) -> _UndoLine:
        found = self._db.execute("SELECT id, label, undoes FROM changes WHERE id > ? ORDER BY id", [self._line.seen])
        for change_id, label, undoes in found.fetchall():
            self._line.follow(change_id, label, undoes)
        return self._line

    # reading

    def rows(self, row_class: type[R]) -> list[R]:
        """All rows of a table, in order of key or of entry."""
        return self._rows(row_class)

    def find(self, row_class: type[R], key: str | int) -> R | None:
        """The row with this key (``officer_id`` and the like) or this ``id``."""
        return _found(self._db, row_class, key)

    def describe(self, row: Row) -> str:
        """As a sentence names the row: ``Dana Lee's bond of 7/1/2026``."""
        return _described(self._db, row)

    def referring(self, row: Row) -> list[Row]:
        """The rows that name this officer, class or weapon."""
        table = BY_ROW[type(row)]
        if not table.keyed:
            return []
        key = table.key[0]
        return [
            referring
            for other in _references(table)
            for referring in self._rows(other.row, f"WHERE {key} = ?", [getattr(row, key)])
        ]

    def district(self) -> District:
        return _district(_settings(self._db))

    def district_record(self) -> DistrictRecord:
        return DistrictRecord(district=self.district(), agreements=tuple(self.rows(Agreement)))

    def record(self, officer_id: str) -> OfficerRecord | None:
        return next(iter(self.records([officer_id])), None)

    def records(self, officer_ids: Iterable[str] | None = None) -> list[OfficerRecord]:
        """Of all officers, or of those named that exist; in order of last name, first name and id."""
        wanted = None if officer_ids is None else _encode(sorted(set(officer_ids)))
        found = _Assembly(self, wanted)
        return [found.record(officer) for officer in found.officers]

    def _rows(self, row_class: type[R], where: str = "", parameters: Sequence[SqlValue] = ()) -> list[R]:
        layout = _layout(row_class)
        sql = f"{layout.shape.select} {where} ORDER BY {layout.shape.primary}"
        return layout.rows(self._db.execute(sql, list(parameters)).fetchall())

    # the change log

    def history(self, limit: int = 200, officer_id: str | None = None, text: str = "") -> list[Change]:
        """The newest changes first; those about an officer, those in which ``text`` occurs."""
        where, parameters = _asked(officer_id, text)
        found = self._db.query(f"SELECT * FROM changes {where} ORDER BY id DESC LIMIT :limit", {
            **parameters, "limit": limit,
        })  # fmt: skip
        return [self._change(row, officer_id) for row in list(found)]

    def _change(self, row: dict[str, Any], officer_id: str | None) -> Change:
        where = f"change_id = :change AND ({_ABOUT})" if officer_id else "change_id = :change"
        found = self._db.query(f"SELECT * FROM change_rows WHERE {where} ORDER BY seq LIMIT {HISTORY_ROWS}", {
            "change": row["id"], "officer": officer_id,
        })  # fmt: skip
        (count,) = self._db.execute("SELECT count(*) FROM change_rows WHERE change_id = ?", [row["id"]]).fetchone()
        return Change(
            row["id"], datetime.fromisoformat(row["at"]), row["who"], row["label"], row["reason"], row["undoes"],
            tuple(map(_row_change, found)), count,
        )  # fmt: skip

    def check_chain(self) -> None:
        """Raises :class:`FileError` that names the first entry of the change log that is not as it was written."""
        check_chain(self._db)


_ABOUT = (
    "json_extract(after, '$.officer_id') = :officer"
    " OR (before IS NOT NULL AND json_extract(before, '$.officer_id') = :officer)"
)
_SAYS = r"""
    label LIKE :text ESCAPE '\' OR reason LIKE :text ESCAPE '\' OR who LIKE :text ESCAPE '\'
    OR EXISTS (
        SELECT 1 FROM change_rows WHERE change_id = changes.id
        AND (before LIKE :text ESCAPE '\' OR after LIKE :text ESCAPE '\')
    )
"""


def _asked(officer_id: str | None, text: str) -> tuple[str, dict[str, str]]:
    conditions, parameters = ["true"], {}
    if officer_id is not None:
        conditions.append(f"id IN (SELECT change_id FROM change_rows WHERE {_ABOUT})")
        parameters["officer"] = officer_id
    if text.strip():
        conditions.append(f"({_SAYS})")
        literal = "".join(f"\\{letter}" if letter in "\\%_" else letter for letter in text.strip())
        parameters["text"] = f"%{literal}%"
    return f"WHERE {' AND '.join(conditions)}", parameters


def _row_change(row: dict[str, Any]) -> RowChange:
    shape, before, after = _shape(row["table_name"]), _image(row["before"]), _image(row["after"])
    return RowChange(
        shape.name,
        json.loads(row["key"]),
        None if before is None else shape.whole(before),
        None if after is None else shape.whole(after),
    )


def check_chain(db: Database) -> None:
    """As :meth:`Store.check_chain`, for a file that is only looked at."""
    previous, count, rows = "", 0, 0
    for row in db.query("SELECT * FROM changes ORDER BY id"):
        digest, seen = _resealed(db, row)
        if (row["id"], row["previous"], row["hash"]) != (count + 1, previous, digest):
            raise FileError(
                f"The change log is not as it was written, from entry {count + 1:,} on (“{row['label']}”).",
                "The file was changed by another program. Compare it with a backup.",
            )
        previous, count, rows = digest, count + 1, rows + seen
    (stored,) = db.execute("SELECT count(*) FROM change_rows").fetchone()
    if (count, previous, rows) != (*db.execute("SELECT count, head FROM chain").fetchone(), stored):
        raise FileError(
            f"The change log is not as it was written, after entry {count:,}: an entry is missing or was added.",
            "The file was changed by another program. Compare it with a backup.",
        )


def _resealed(db: Database, change: dict[str, Any]) -> tuple[str, int]:
    heading = _Heading(*(change[item.name] for item in fields(_Heading)))
    seal, seen = sha256(_sealed_line(heading.parts())), 0
    for row in db.conn.execute(
        "SELECT seq, table_name, key, before, after FROM change_rows WHERE change_id = ? ORDER BY seq", [heading.id]
    ):
        seal.update(_sealed_line(row))
        seen += 1
    return seal.hexdigest(), seen


class _Assembly:
    """Rows of all tables, gathered by officer."""

    def __init__(self, store: Store, wanted: str | None) -> None:
        self._store = store
        self._where = "" if wanted is None else f"WHERE officer_id IN {_LISTED}"
        self._parameters = [] if wanted is None else [wanted]
        self._district = store.district()
        self.officers = sorted(
            store._rows(Officer, self._where, self._parameters),
            key=attrgetter("last_name", "first_name", "officer_id"),
        )
        self._appointments = self._gathered(Appointment)
        self._commissions = self._gathered(Commission)
        self._designations = self._gathered(Designation)
        self._bonds = self._gathered(Bond)
        self._service = self._gathered(Service)
        self._credentials = self._gathered(Credential)
        self._attendance = self._gathered(Attendance)
        self._issues = self._gathered(WeaponIssue)
        self._qualifications = self._gathered(Qualification)
        self._waivers = self._gathered(Waiver)
        self._classes = self._named(TrainingClass, "class_id", "attendance")
        self._weapons = self._named(Weapon, "weapon_id", "weapon_issues")

    def _gathered(self, row_class: type[R]) -> dict[str, list[R]]:
        gathered: dict[str, list[R]] = defaultdict(list)
        for row in self._store._rows(row_class, self._where, self._parameters):
            gathered[row.officer_id].append(row)  # type: ignore[union-attr]
        return gathered

    def _named(self, row_class: type[R], key: str, by: str) -> dict[str, R]:
        """The classes or weapons that the gathered rows name."""
        where = f"WHERE {key} IN (SELECT {key} FROM {by} {self._where})" if self._where else ""
        return {getattr(row, key): row for row in self._store._rows(row_class, where, self._parameters)}

    def record(self, officer: Officer) -> OfficerRecord:
        key = officer.officer_id
        return OfficerRecord(
            officer=officer,
            district=self._district,
            appointments=tuple(self._appointments.get(key, ())),
            commissions=tuple(self._commissions.get(key, ())),
            designations=tuple(self._designations.get(key, ())),
            bonds=tuple(self._bonds.get(key, ())),
            service=tuple(self._service.get(key, ())),
            credentials=tuple(self._credentials.get(key, ())),
            attended=tuple(Attended.of(row, self._classes[row.class_id]) for row in self._attendance.get(key, ())),
            issued=tuple(Issued(row, self._weapons[row.weapon_id]) for row in self._issues.get(key, ())),
            qualifications=tuple(self._qualifications.get(key, ())),
            waivers=tuple(self._waivers.get(key, ())),
        )


def connect(path: Path, mode: str) -> Database:
    """A connection that never makes a file: ``mode`` is ``ro`` or ``rw``."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    except sqlite3.OperationalError:
        raise FileError(f"{path.name} cannot be opened.", "Check that it is there and that you may read it.") from None
    return Database(connection, execute_plugins=False)


def _check_kind(db: Database) -> None:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise FileError("This is not a records file.")
    if version_of(db) > VERSION:
        raise FileError(
            f"This records file is of version {version_of(db)}; this program reads versions up to {VERSION}.",
            "Use the newer program that wrote it.",
        )


@contextmanager
def _told() -> Iterator[None]:
    """What SQLite says of the device and of other programs, in plain words."""
    try:
        yield
    except sqlite3.OperationalError as error:
        for sign, message, hint in _DEVICE_ERRORS:
            if sign in str(error):
                raise FileError(message, hint) from error
        raise


_DEVICE_ERRORS = (
    ("locked", "Another program is using the records file, so nothing was saved.", "Close it there and try again."),
    ("full", "The disk is full, so nothing was saved.", "Make room and try again."),
    ("readonly", "The records file may not be changed here, so nothing was saved.", "Copy it to your own folder."),
    ("disk I/O", "The disk does not answer as it should, so nothing was saved.", "Check the stick or network drive."),
)
