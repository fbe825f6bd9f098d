"""The change log of the records file: every row before and after every edit, each entry sealed with the one before.

A seal is the SHA-256 of the entry as JSON: its heading, which holds the seal before it, then row after row. So a
changed, missing, added or moved entry shows; ``chain`` holds the newest seal, so that a missing last one shows too.
"""

# ruff: noqa: S608
# The statements are put together from words of this module only.

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, cast

from sqlite_utils import Database

from core.errors import FileError
from core.model import Officer
from core.rows import SHAPES, Image, Shape, SqlValue, layout_of, shape_of

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
    return f"{encode(lines)[1:-1]},".encode() if lines else b""


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
        found = db.execute(
            "SELECT id, label, undoes, (SELECT table_name FROM change_rows WHERE change_id = changes.id AND seq = 1)"
            " FROM changes WHERE id > ? ORDER BY id",
            [self._seen],
        )
        for change_id, label, undoes, first in found.fetchall():
            if first == MARK:  # neither it nor what it emptied can be taken back
                self.undo.clear()
                self.redo.clear()
            elif first != PAPERS:
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


# --- erasing ------------------------------------------------------------------------------------------------

ERASED = "(erased)"
"""What stands in the place of words that were erased on purpose."""
PAPERS = "papers"
"""What was printed cannot be undone: an edit that begins with this table stands outside the line of undo."""
MERGE = "Merge officer"
"""How the label of an edit begins that makes two people on file one."""
_MERGED = re.compile(rf"{MERGE} .*\((.+)\) into .*\((.+)\)")
_THERE = "SELECT 1 FROM officers WHERE officer_id = ?"
MARK = "changes"
"""The table that the first rows of an erasure speak of: which entries it emptied, and the seal they have since."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whose words go: every ID the officer ever had, and names as labels spell them."""

    ids: frozenset[str]
    names: frozenset[str]

    def has(self, line: Line) -> bool:
        images = (_image(cast("str | None", text)) for text in line[3:])
        return any(image is not None and image.get("officer_id") in self.ids for image in images)

    def named(self, text: str) -> bool:
        return any(name in text for name in (*self.names, *(f"({officer_id})" for officer_id in self.ids)))


def person(db: Database, officer_id: str) -> Person:
    """Follows changes of the ID back and forth, and whom the person was merged with."""
    ids, names, asked = {officer_id}, set(), [officer_id]
    while asked:
        one = asked.pop()
        merged = _merged_with(db, one) - ids
        ids |= merged
        asked += merged
        key = _member("officer_id", one)
        sql = f"SELECT DISTINCT change_id FROM change_rows WHERE table_name = 'officers' AND {_ABOUT}"
        for (change_id,) in db.execute(sql, {"officer": key}).fetchall():
            for other, image in _same_person(lines(db, change_id), ids):
                names.add(layout_of(Officer).row(image).full_name)
                names.add(f"{image.get('first_name', '')} {image.get('last_name', '')}")
                if other not in ids:
                    ids.add(other)
                    asked.append(other)
    return Person(frozenset(ids), frozenset(names))


def _merged_with(db: Database, officer_id: str) -> set[str]:
    """The other numbers the person had on file at the same time; of a merge that was undone there is none."""
    found: set[str] = set()
    for (label,) in db.execute("SELECT label FROM changes WHERE undoes IS NULL AND label LIKE ?", [f"{MERGE} %"]):
        m = _MERGED.fullmatch(label)
        if m and officer_id in m.groups() and not db.execute(_THERE, [m[1]]).fetchone():
            found.update(m.groups())
    return found - {officer_id}


def _same_person(entry: Sequence[Line], ids: set[str]) -> Iterator[tuple[str, Image]]:
    """The officer's own rows in an entry, and those of the same words that the entry gave another ID."""
    changes = [
        (_image(cast("str | None", b)), _image(cast("str | None", a))) for _, t, _, b, a in entry if t == "officers"
    ]
    images = [image for pair in changes for image in pair if image]
    ours = [image for image in images if image.get("officer_id") in ids]
    moved = any(before is None for before, _ in changes) and any(after is None for _, after in changes)
    for image in images:
        if image in ours or (
            moved and any({**image, "officer_id": None} == {**one, "officer_id": None} for one in ours)
        ):
            yield str(image["officer_id"]), image


def about(db: Database, whom: Person) -> list[int]:
    """The entries that hold rows of the officer or name them."""
    found: set[int] = set()
    for officer_id in whom.ids:
        sql = f"SELECT DISTINCT change_id FROM change_rows WHERE {_ABOUT}"
        found.update(number for (number,) in db.execute(sql, {"officer": _member("officer_id", officer_id)}))
    for number, label, reason in db.execute("SELECT id, label, reason FROM changes"):
        if whom.named(label) or whom.named(reason):
            found.add(number)
    return sorted(found)


def redact(db: Database, whom: Person) -> list[RowChange]:
    """Empties the entries about the officer; gives the marks that must stand first in the entry that says so."""
    return [RowChange(MARK, number, None, {"seal": _redact(db, number, whom)}) for number in about(db, whom)]


def _redact(db: Database, number: int, whom: Person) -> str:
    entry = logged(db, number)
    assert entry is not None
    kept = [_emptied(line) if whom.has(line) else line for line in entry.lines]
    wholly = bool(entry.lines) and all(map(whom.has, entry.lines))
    label, reason = (
        ERASED if text and (wholly or whom.named(text)) else text
        for text in (entry.heading.label, entry.heading.reason)
    )
    heading = replace(entry.heading, label=label, reason=reason)
    db.execute("UPDATE changes SET label = ?, reason = ? WHERE id = ?", [label, reason, number])
    db.conn.executemany(
        "UPDATE change_rows SET key = ?, before = ?, after = ? WHERE change_id = ? AND seq = ?",
        ([*line[2:], number, line[0]] for line, old in zip(kept, entry.lines, strict=True) if line != old),
    )
    return sha256(_sealed([heading.line(), *kept])).hexdigest()


def _emptied(line: Line) -> Line:
    seq, table, key, before, after = line
    empty = encode({})
    return (seq, table, encode(ERASED) if table == "officers" else key, before and empty, after and empty)


def erased(table: str, key: SqlValue) -> RowChange:
    """How an erasure says that a row is gone."""
    return RowChange(table, ERASED if table == "officers" else key, {}, None)


def marks(db: Database) -> dict[int, str]:
    """The entries that were emptied on purpose, and the seal of what is left of each."""
    found = db.execute("SELECT key, after FROM change_rows WHERE table_name = ? ORDER BY change_id", [MARK])
    return {_value(key): str((_image(after) or {}).get("seal")) for key, after in found}


# --- taking over ----------------------------------------------------------------------------------------------

State = dict[str, dict[SqlValue, Image]]
"""Rows by table and key."""


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry as it stands in a file."""

    heading: Heading
    seal: str
    lines: Sequence[Line]

    def follows(self, number: int, previous: str, mark: str | None) -> bool:
        """Whether it is whole, and the one after the entry with this seal; ``mark`` is its seal since an erasure."""
        return (self.heading.id, self.heading.previous) == (number, previous) and self.resealed in {self.seal, mark}

    @property
    def resealed(self) -> str:
        """The seal that its words give."""
        return sha256(_sealed([self.heading.line(), *self.lines])).hexdigest()

    def marked(self) -> list[int]:
        """The entries that this one says it emptied."""
        return [_value(str(line[2])) for line in self.lines if line[1] == MARK]


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
            if not image:
                rows.pop(_value(str(key)), None)
            else:
                rows[_value(str(key))] = image


def state_after(db: Database, number: int) -> State:
    """The rows as the entry with this number left them, told by the log alone; who was erased since is not there."""
    state: State = {shape.name: {} for shape in SHAPES}
    newest = "max(change_id * 4294967296 + seq)"
    found = db.execute(
        f"SELECT table_name, key, after, {newest} FROM change_rows WHERE change_id <= ? GROUP BY table_name, key",
        [number],
    )
    for table, key, after, _ in found.fetchall():
        if table != MARK and (image := _image(after)):
            state[_shape(table).name][_value(key)] = image
    return state


def last_by(db: Database, moment: datetime) -> int:
    """The number of the last entry that was made by then; 0 where none was."""
    (number,) = db.execute("SELECT ifnull(max(id), 0) FROM changes WHERE at <= ?", [_stamp(moment)]).fetchone()
    return int(number)


def changes_in(entry: Sequence[Line]) -> Iterator[RowChange]:
    """The rows of an entry in the order of writing, without the marks of an erasure."""
    for _, table, key, before, after in entry:
        if table != MARK:
            before_image, after_image = (_image(cast("str | None", text)) for text in (before, after))
            yield RowChange(_shape(str(table)).name, _value(str(key)), before_image, after_image)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which entries are wanted; what is blank is not asked. ``key`` is of a row of ``table``.

    ``first`` and ``last`` bound the moment of the entry, both included; ``before`` is the number of an entry that is
    newer than those wanted.
    """

    officer_id: str | None = None
    text: str = ""
    who: str = ""
    table: str = ""
    key: SqlValue = None
    first: datetime | None = None
    last: datetime | None = None
    before: int | None = None

    def conditions(self) -> Iterator[str]:
        if self.before is not None:
            yield "id < :before"
        if self.first is not None:
            yield "at >= :first"
        if self.last is not None:
            yield "at <= :last"
        if self.who:
            yield "who = :who"
        if self.officer_id is not None:
            yield _HAS_ROW.format(_ABOUT)
        if self.table:
            yield _HAS_ROW.format("table_name = :table" + (" AND key = :key" if self.key is not None else ""))
        if self.text.strip():
            yield _SAYS

    def parameters(self) -> dict[str, SqlValue]:
        return {
            "officer": _member("officer_id", self.officer_id),
            "text": _like(self.text),
            "who": self.who,
            "table": self.table,
            "key": encode(self.key),
            "first": _stamp(self.first) if self.first else None,
            "last": _stamp(self.last) if self.last else None,
            "before": self.before,
        }


_HAS_ROW = "EXISTS (SELECT 1 FROM change_rows WHERE change_id = changes.id AND {})"


def history(db: Database, limit: int, asked: Asked) -> list[Change]:
    """The newest changes first, as far as they are wanted."""
    where = " AND ".join(("true", *asked.conditions()))
    parameters = {"limit": limit, **asked.parameters()}
    found = db.query(f"SELECT * FROM changes WHERE {where} ORDER BY id DESC LIMIT :limit", parameters)
    return [_change(db, row, asked.officer_id) for row in list(found)]


def writers(db: Database) -> list[str]:
    """Everyone who made an entry, in order."""
    return [who for (who,) in db.execute("SELECT DISTINCT who FROM changes ORDER BY who COLLATE NOCASE")]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _member(name: str, value: str | None) -> str:
    """As it stands in an image; inside a text the quotes would have backslashes."""
    return f"{encode(name)}:{encode(value)}"


def _like(text: str) -> str:
    literal = "".join(f"\\{letter}" if letter in "\\%_" else letter for letter in text.strip())
    return f"%{literal}%"


def _change(db: Database, row: dict[str, Any], officer_id: str | None) -> Change:
    about = f"table_name <> '{MARK}'" + (f" AND {_ABOUT}" if officer_id is not None else "")
    found = db.query(
        f"SELECT * FROM change_rows WHERE change_id = :change AND {about} ORDER BY seq LIMIT :limit",
        {"change": row["id"], "officer": _member("officer_id", officer_id), "limit": HISTORY_ROWS},
    )
    return Change(
        id=row["id"],
        at=_moment(row["at"]),
        who=row["who"],
        label=row["label"],
        reason=row["reason"],
        undoes=row["undoes"],
        rows=tuple(map(_row_change, found)),
        row_count=_row_count(db, row["id"]),
    )


def _row_count(db: Database, change_id: int) -> int:
    """The last number, which is found at once; only an erasure has rows that are no records."""
    last, first = db.execute(
        "SELECT max(seq), (SELECT table_name FROM change_rows WHERE change_id = :change AND seq = 1) "
        "FROM change_rows WHERE change_id = :change",
        {"change": change_id},
    ).fetchone()
    if first != MARK:
        return last or 0
    sql = "SELECT count(*) FROM change_rows WHERE change_id = ? AND table_name <> ?"
    (count,) = db.execute(sql, [change_id, MARK]).fetchone()
    return int(count)


def _row_change(row: dict[str, Any]) -> RowChange:
    shape = _shape(row["table_name"])
    before, after = (
        None if image is None else shape.whole(image) for image in map(_image, (row["before"], row["after"]))
    )
    return RowChange(shape.name, _value(row["key"]), before, after)


def check_chain(db: Database) -> None:
    """Raises :class:`FileError` that names the first entry that is not as it was written."""
    count, previous, rows, emptied = 0, "", 0, marks(db)
    for row in db.query("SELECT * FROM changes ORDER BY id"):
        seal, seen = _resealed(db, row)
        whole = seal in {row["hash"], emptied.get(row["id"])}
        if not whole or (row["id"], row["previous"]) != (count + 1, previous):
            raise _broken(f"from entry {count + 1:,} on (“{row['label']}” of {row['at'][:10]})")
        count, previous, rows = count + 1, row["hash"], rows + seen
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
    for table, key, after in db.execute(
        "SELECT table_name, key, after FROM change_rows WHERE table_name <> ? ORDER BY change_id, seq", [MARK]
    ):
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
