"""An edit of the records while it is written: rows, their entry in the change log, and whom they concern."""

# ruff: noqa: S608
# The names of tables and columns in the statements come from the model, never from data.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import groupby, islice
from typing import Any, cast

from sqlite_utils import Database

from core import journal
from core.cipher import integrity_errors
from core.describing import described, found
from core.errors import FieldError, FileError, UserError
from core.journal import Entry, Person, RowChange, encode
from core.model import BY_NAME, BY_ROW, TABLES, District, Officer, Row, Weapon
from core.rows import (
    LISTED,
    SETTINGS,
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

BATCH = 1_000
"""Rows that are written at a time."""

BESIDE_OFFICERS = ("attachments", "papers")
"""Tables that name an officer where they are about one; most of their rows may be about none."""

NAMED_BLOBS = "SELECT sha256 FROM attachments UNION SELECT sha256 FROM papers UNION SELECT snapshot FROM papers"


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
    sql = f"SELECT DISTINCT officer_id FROM {table} WHERE {column} IN {LISTED}"
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
        stored = settings_of(self._db)
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
            for name in BESIDE_OFFICERS:
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
        for name in (*BESIDE_OFFICERS, *(table.name for table in references(Officer)), "officers"):
            shape = shape_of(name)
            sql = f"SELECT {shape.primary} FROM {shape.name} WHERE officer_id IN {LISTED}"
            keys = [key for (key,) in self._db.execute(sql, [encode(sorted(whom.ids))]).fetchall()]
            self._db.conn.executemany(shape.delete, ([key] for key in keys))
            self._note([journal.erased(name, key) for key in keys])
        self._db.execute(f"DELETE FROM blobs WHERE sha256 NOT IN ({NAMED_BLOBS})")
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
        found = self._db.execute(f"{shape.select} WHERE {shape.primary} IN {LISTED}", [encode(keys)])
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
        there = found(db, type(row), getattr(row, table.key[0])) if table.keyed else None
        told = described(db, there or row)
        return FieldError(table.key[:2][-1], f"{told[0].upper()}{told[1:]} is already recorded.")
    for named in TABLES if error.startswith("FOREIGN KEY") else ():
        key = named.key[0]
        if table in references(named.row) and found(db, named.row, getattr(row, key)) is None:
            return FieldError(key, f"There is no {named.noun} “{getattr(row, key)}” in the records.")
    return None


def settings_of(db: Database) -> dict[str, str]:
    return {row["key"]: row["value"] for row in db.query("SELECT key, value FROM district")}
