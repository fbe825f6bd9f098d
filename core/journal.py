"""The change log of the records file: every row before and after every edit, each entry sealed with the one before.

A seal is the SHA-256 of the entry as JSON: its heading, which holds the seal before it, then row after row. So a
changed, missing, added or moved entry shows; ``chain`` holds the newest seal, so that a missing last one shows too.
"""

# ruff: noqa: S608
# The statements are put together from words of this module only.

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, cast

from sqlite_utils import Database

from core.errors import FileError
from core.rows import SHAPES, Image, Shape, SqlValue, shape_of

HISTORY_ROWS = 500
"""How many rows of one change :func:`history` lists at most."""

encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode
"""JSON in one fixed form."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after, as column and stored value; ``None`` where the row was not there."""

    table: str
    key: SqlValue
    before: Image | None
    after: Image | None


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the change log; ``undoes`` is the change it reverses.

    ``row_count`` counts all rows of the change; ``rows`` are the first of them, or those about the officer asked for.
    """

    id: int
    at: datetime
    who: str
    label: str
    reason: str
    undoes: int | None
    rows: tuple[RowChange, ...]
    row_count: int


Line = tuple[SqlValue, ...]
"""What is sealed of a heading or a row, as it is stored."""


_LINE = "seq, table_name, key, before, after"


def _sealed(lines: Sequence[Line]) -> bytes:
    """The same bytes in however many portions the lines come."""
    return f"{encode(lines)[1:-1]},".encode()


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line of an entry, as it is sealed."""

    id: int
    at: str
    who: str
    label: str
    reason: str
    undoes: int | None
    previous: str

    def line(self) -> Line:
        return (self.id, self.at, self.who, self.label, self.reason, self.undoes, self.previous)


def head(db: Database) -> tuple[int, str]:
    """The number of entries and the newest seal; -1 where even that was taken out."""
    count, seal = db.execute("SELECT count, head FROM chain").fetchone() or (-1, "")
    return count, seal


def holds(db: Database, head: tuple[int, str]) -> bool:
    """Whether the entry with this number has this seal; before the first entry stands none."""
    count, seal = head
    found = db.execute("SELECT hash FROM changes WHERE id = ?", [count]).fetchone()
    return found == (seal,) if count else not seal


class Entry:
    """An entry while it is written: its seal grows row by row, so a long one is not kept in memory."""

    def __init__(self, db: Database, heading: Heading) -> None:
        self._db = db
        self._heading = heading
        self._seal = sha256(_sealed([heading.line()]))
        self._count = 0

    def add(self, changes: Sequence[RowChange]) -> None:
        lines = [
            (seq, change.table, encode(change.key), _text(change.before), _text(change.after))
            for seq, change in enumerate(changes, self._count + 1)
        ]
        self._seal.update(_sealed(lines))
        self._count += len(lines)
        _write_lines(self._db, self._heading.id, lines)

    def close(self) -> None:
        """An edit that changed nothing leaves no entry."""
        if not self._count:
            return
        _write_heading(self._db, self._heading, self._seal.hexdigest())


def _write_lines(db: Database, change_id: int, lines: Sequence[Line]) -> None:
    sql = f"INSERT INTO change_rows (change_id, {_LINE}) VALUES (?, ?, ?, ?, ?, ?)"
    db.conn.executemany(sql, ((change_id, *line) for line in lines))


def _write_heading(db: Database, heading: Heading, seal: str) -> None:
    """The end of an entry, which is now the newest."""
    db.execute(
        "INSERT INTO changes (id, at, who, label, reason, undoes, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [*heading.line(), seal],
    )
    db.execute("UPDATE chain SET count = ?, head = ?", [heading.id, seal])


def _text(image: Image | None) -> str | None:
    return None if image is None else encode(image)


def _image(text: str | None) -> Image | None:
    if text is None:
        return None
    image = _value(text)
    if not isinstance(image, dict) or any(isinstance(value, dict | list) for value in image.values()):
        raise _broken(f"where it says “{text[:40]}”")
    return image


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise _broken(f"where it says “{text[:40]}”") from None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise _broken(f"where it says “{text[:40]}”") from None


def _shape(table: str) -> Shape:
    try:
        return shape_of(table)
    except KeyError:
        raise _broken(f"where it speaks of a table “{table[:40]}”") from None


def row_changes(db: Database, change_id: int) -> Iterator[RowChange]:
    """All rows of a change, the last first."""
    found = db.execute(
        "SELECT table_name, key, before, after FROM change_rows WHERE change_id = ? ORDER BY seq DESC", [change_id]
    )
    for table, key, before, after in found.fetchall():
        yield RowChange(_shape(table).name, _value(key), _image(before), _image(after))


# --- undo and redo --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class UndoLine:
    """Which changes can be undone and redone, as ``(change, label)``, the next one last: read off the change log."""

    undo: list[tuple[int, str]] = field(default_factory=list)
    redo: list[tuple[int, str]] = field(default_factory=list)
    _seen: int = 0

    def catch_up(self, db: Database) -> None:
        found = db.execute("SELECT id, label, undoes FROM changes WHERE id > ? ORDER BY id", [self._seen])
        for change_id, label, undoes in found.fetchall():
            self._follow(change_id, label, undoes)
            self._seen = change_id

    def _follow(self, change_id: int, label: str, undoes: int | None) -> None:
        if undoes is None:
            self.undo.append((change_id, label))
            self.redo.clear()
        elif self.undo and self.undo[-1][0] == undoes:
            self.redo.append((change_id, self.undo.pop()[1]))
        elif self.redo:
            self.undo.append((change_id, self.redo.pop()[1]))
        else:
            raise _broken(f"where entry {change_id:,} undoes another")


# --- taking over ----------------------------------------------------------------------------------------------

State = dict[str, dict[SqlValue, Image]]
"""Rows by table and key."""


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry as it stands in a file; ``resealed`` is the seal that its words give."""

    heading: Heading
    seal: str
    lines: Sequence[Line]

    def follows(self, number: int, previous: str) -> bool:
        """Whether it is whole, and the one after the entry with this seal."""
        resealed = sha256(_sealed([self.heading.line(), *self.lines])).hexdigest()
        return (self.heading.id, self.heading.previous, self.seal) == (number, previous, resealed)


def logged(db: Database, number: int) -> LoggedEntry | None:
    for row in list(db.query("SELECT * FROM changes WHERE id = ?", [number])):
        heading = Heading(**{item.name: row[item.name] for item in fields(Heading)})
        return LoggedEntry(heading, row["hash"], lines(db, number))
    return None


def lines(db: Database, number: int) -> list[Line]:
    """The rows of an entry, as they are sealed."""
    found: list[Line] = db.execute(
        f"SELECT {_LINE} FROM change_rows WHERE change_id = ? ORDER BY seq", [number]
    ).fetchall()
    return found


def replay(entry: Sequence[Line], state: State) -> None:
    """Takes ``state`` from before the entry to after it; a line that cannot be read changes nothing."""
    for _, table, key, _, after in entry:
        with suppress(FileError):
            rows = state.setdefault(_shape(str(table)).name, {})
            image = _image(cast("str | None", after))
            if image is None:
                rows.pop(_value(str(key)), None)
            else:
                rows[_value(str(key))] = image


def adopt(db: Database, entries: Sequence[LoggedEntry]) -> None:
    """Writes entries of another file into a log that is empty."""
    for entry in entries:
        _write_heading(db, entry.heading, entry.seal)
        _write_lines(db, entry.heading.id, entry.lines)


# --- reading --------------------------------------------------------------------------------------------------

_ABOUT = "(instr(after, :officer) OR instr(before, :officer))"
_SAYS = r"""(
    label LIKE :text ESCAPE '\' OR reason LIKE :text ESCAPE '\' OR who LIKE :text ESCAPE '\' OR EXISTS (
        SELECT 1 FROM change_rows WHERE change_id = changes.id
        AND (before LIKE :text ESCAPE '\' OR after LIKE :text ESCAPE '\')
    )
)"""


def history(db: Database, limit: int, officer_id: str | None, text: str) -> list[Change]:
    """The newest changes first; those about an officer, those in which ``text`` occurs."""
    asked = {"limit": limit, "officer": _member("officer_id", officer_id), "text": _like(text)}
    conditions = ["true"]
    if officer_id is not None:
        conditions.append(f"id IN (SELECT change_id FROM change_rows WHERE {_ABOUT})")
    if text.strip():
        conditions.append(_SAYS)
    found = db.query(f"SELECT * FROM changes WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT :limit", asked)
    return [_change(db, row, officer_id) for row in list(found)]


def _member(name: str, value: str | None) -> str:
    """As it stands in an image; inside a text the quotes would have backslashes."""
    return f"{encode(name)}:{encode(value)}"


def _like(text: str) -> str:
    literal = "".join(f"\\{letter}" if letter in "\\%_" else letter for letter in text.strip())
    return f"%{literal}%"


def _change(db: Database, row: dict[str, Any], officer_id: str | None) -> Change:
    about = f" AND {_ABOUT}" if officer_id is not None else ""
    found = db.query(
        f"SELECT * FROM change_rows WHERE change_id = :change{about} ORDER BY seq LIMIT :limit",
        {"change": row["id"], "officer": _member("officer_id", officer_id), "limit": HISTORY_ROWS},
    )
    (count,) = db.execute("SELECT count(*) FROM change_rows WHERE change_id = ?", [row["id"]]).fetchone()
    return Change(
        id=row["id"],
        at=_moment(row["at"]),
        who=row["who"],
        label=row["label"],
        reason=row["reason"],
        undoes=row["undoes"],
        rows=tuple(map(_row_change, found)),
        row_count=count,
    )


def _row_change(row: dict[str, Any]) -> RowChange:
    shape = _shape(row["table_name"])
    before, after = (
        None if image is None else shape.whole(image) for image in map(_image, (row["before"], row["after"]))
    )
    return RowChange(shape.name, _value(row["key"]), before, after)


def check_chain(db: Database) -> None:
    """Raises :class:`FileError` that names the first entry that is not as it was written."""
    count, previous, rows = 0, "", 0
    for row in db.query("SELECT * FROM changes ORDER BY id"):
        seal, seen = _resealed(db, row)
        if (row["id"], row["previous"], row["hash"]) != (count + 1, previous, seal):
            raise _broken(f"from entry {count + 1:,} on (“{row['label']}” of {row['at'][:10]})")
        count, previous, rows = count + 1, seal, rows + seen
    (stored,) = db.execute("SELECT count(*) FROM change_rows").fetchone()
    if (count, previous) != head(db) or rows != stored:
        raise _broken(f"after entry {count:,}: one is missing or was added")


def _resealed(db: Database, change: dict[str, Any]) -> tuple[str, int]:
    heading = Heading(**{item.name: change[item.name] for item in fields(Heading)})
    seal, seen = sha256(_sealed([heading.line()])), 0
    found = db.conn.execute(f"SELECT {_LINE} FROM change_rows WHERE change_id = ? ORDER BY seq", [heading.id])
    while lines := found.fetchmany(1_000):
        seal.update(_sealed(lines))
        seen += len(lines)
    return seal.hexdigest(), seen


def check_rows(db: Database) -> None:
    """Raises :class:`FileError` that names the first table whose rows are not as the change log left them."""
    logged: dict[str, dict[str, str]] = {shape.name: {} for shape in SHAPES}
    for table, key, after in db.execute("SELECT table_name, key, after FROM change_rows ORDER BY change_id, seq"):
        logged[_shape(table).name][key] = after
    for shape in SHAPES:
        images = map(shape.image, db.execute(shape.select))
        rows = {encode(image[shape.primary]): _said(image) for image in images}
        if rows != {key: after for key, after in logged[shape.name].items() if after is not None}:
            raise FileError(
                f"Rows of the table {shape.name} are not as the change log left them.",
                "The file was changed by something other than this program. Compare it with a backup.",
            )


def _said(image: Image) -> str:
    try:
        return encode(image)
    except ValueError:  # a number that is none, which no image holds
        return ""


def _broken(where: str) -> FileError:
    return FileError(
        f"The change log is not as it was written, {where}.",
        "The file was changed by something other than this program. Compare it with a backup.",
    )
