"""Row classes and the tables of the records file: how a typed row is written as SQL values and read back."""

# ruff: noqa: S608
# The names of tables and columns in the statements come from the model, never from data.

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import repeat
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

from core.errors import FileError
from core.model import BY_NAME, BY_ROW, TABLES, District, Row, Table, columns

R = TypeVar("R", bound=Row)
SqlValue = str | int | float | None
Image = dict[str, SqlValue]
"""A row as the change log keeps it: column and value, blank columns left out."""


@dataclass(frozen=True, slots=True)
class Shape:
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
        return {
            name: value for name, value in zip(self.names, values, strict=True) if value is not None and value != ""
        }

    def values(self, image: Image) -> list[SqlValue]:
        return [image.get(name, blank) for name, blank in zip(self.names, self.blanks, strict=True)]

    def whole(self, image: Image) -> Image:
        """``image`` with its blank columns too."""
        return dict(zip(self.names, self.values(image), strict=True))


LISTED = "(SELECT value FROM json_each(?))"
"""A list as one parameter of a statement: SQLite limits how many parameters there may be."""

SETTINGS = Shape("district", ("key", "value"), "key", ("", ""))


@cache
def _date(text: str) -> date:
    return date.fromisoformat(text)


def _decoder(kind: type | None) -> Callable[[Any], Any] | None:
    if kind is date:
        return _date
    if kind is bool:
        return {0: False, 1: True}.__getitem__
    if kind is not None and issubclass(kind, StrEnum):
        return {member.value: member for member in kind}.__getitem__
    return None


def _encoder(kind: type | None) -> Callable[[Any], SqlValue] | None:
    if kind is date:
        return date.isoformat
    if kind is bool:
        return int
    if kind is float:
        return float
    return str if kind is not None and issubclass(kind, StrEnum) else None


class Layout(Generic[R]):
    """How the rows of one class lie in their table; built once per class."""

    def __init__(self, table: Table) -> None:
        row_class: type[R] = table.row
        kinds = {column.name: column.kind for column in table.columns}
        names = tuple(item.name for item in fields(cast("Any", row_class)))
        blanks = tuple("" if kinds.get(name) is str else None for name in names)
        self.row_class = row_class
        self.table = table
        self.shape = Shape(table.name, names, table.key[0] if table.keyed else "id", blanks)
        self._raw = cast("Callable[[R], tuple[Any, ...]]", attrgetter(*names))
        self._encoders = [_encoder(kinds.get(name)) for name in names]
        self._columns = [(name, _decoder(kinds.get(name)), getattr(row_class, name).__set__) for name in names]

    def key(self, row: R) -> SqlValue:
        return cast("SqlValue", getattr(row, self.shape.primary))

    def image(self, row: R) -> Image:
        return {
            name: value if encode is None else encode(value)
            for name, encode, value in zip(self.shape.names, self._encoders, self._raw(row), strict=True)
            if value is not None and value != ""
        }

    def row(self, image: Image) -> R:
        return self.rows([self.shape.values(image)])[0]

    def rows(self, found: Sequence[Sequence[SqlValue]]) -> list[R]:
        """Column by column through the slots: three times as fast as a frozen class's ``__init__`` row by row."""
        rows = list(map(object.__new__, repeat(self.row_class, len(found))))
        for (name, decode, fill), column in zip(self._columns, zip(*found, strict=True), strict=bool(found)):
            deque(map(fill, rows, self._decoded(name, decode, column)), maxlen=0)
        return rows

    def _decoded(self, name: str, decode: Callable[[Any], Any] | None, column: Sequence[SqlValue]) -> Sequence[Any]:
        if decode is None:
            return column
        try:
            return [value if value is None else decode(value) for value in column]
        except (ValueError, KeyError):
            wrong = next(value for value in column if value is not None and not _readable(decode, value))
            raise FileError(
                f"The records hold “{wrong}” as {name} in the table {self.table.name}, which cannot be read.",
                "It was not written by this program. Restore a backup, or correct it with the tool that wrote it.",
            ) from None


def _readable(decode: Callable[[Any], Any], value: SqlValue) -> bool:
    try:
        decode(value)
    except (ValueError, KeyError):
        return False
    return True


_LAYOUTS: dict[type[Any], Layout[Any]] = {table.row: Layout(table) for table in TABLES}
SHAPES = (SETTINGS, *(layout.shape for layout in _LAYOUTS.values()))


def layout_of(row_class: type[R]) -> Layout[R]:
    return _LAYOUTS[row_class]


def shape_of(table: str) -> Shape:
    return SETTINGS if table == SETTINGS.name else _LAYOUTS[BY_NAME[table].row].shape


def references(row_class: type[Row]) -> list[Table]:
    """The tables whose rows name a row of ``row_class`` by its key."""
    named = BY_ROW[row_class]
    return [table for table in TABLES if named.keyed and table is not named and named.key[0] in table.key]


def setting_texts(district: District) -> dict[str, str]:
    """Each field of the profile as the file keeps it."""
    return {column.name: _setting_text(getattr(district, column.name)) for column in columns(District)}


def _setting_text(value: str | bool | date | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else value or ""


def district_of(settings: dict[str, str]) -> District:
    """The profile that the texts say; a key that is blank or not there has its default."""
    kinds = {column.name: column.kind for column in columns(District)}
    try:
        return District(**{key: _setting(kinds[key], text) for key, text in settings.items() if text})
    except (ValueError, KeyError) as error:
        raise FileError(f"The district settings in the records cannot be read: {error}.", "Restore a backup.") from None


def _setting(kind: type, text: str) -> Any:
    if kind is bool:
        return {"yes": True, "no": False}[text]
    return date.fromisoformat(text) if kind is date else kind(text)
