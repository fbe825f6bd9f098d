"""Tables of records that sort and filter themselves, with native values, and change row by row."""

from __future__ import annotations

import heapq
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from core.dates import short
from core.model import Proof, Status
from gui import theme
from gui.slices import ROWS

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

RUN = 250
"""Rows that are sorted in one go."""
MANY = 200
"""From so many rows on it is quicker to show all anew."""
RECORD = Qt.ItemDataRole.UserRole
"""The row itself."""
STATUS = Qt.ItemDataRole.UserRole + 1
"""The status whose shape stands before the text, or ``None``."""


def fold(text: str) -> str:
    """Without case and accents, for finding ``Nuñez`` by ``nunez``."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def shown(value: Any) -> str:
    """A value as the screen shows it; what is not known is blank."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case date():
            return short(value)
        case float():
            return f"{value:,.2f}".rstrip("0").rstrip(".")
        case int():
            return f"{value:,}"
    return str(value)


@dataclass(frozen=True)  # with slots, Python 3.11 cannot call Column[R]
class Column(Generic[R]):
    """``value`` is what is sorted by, ``text`` what is shown where the value does not say it well.

    ``status`` and ``proof`` put their shape before the text, and give it their color.
    ``yields``: where there is no room for every column, the one that yields most steps back first; 0 never does.
    """

    title: str
    value: Callable[[R], Any]
    text: Callable[[R], str] | None = None
    status: Callable[[R], Status | None] | None = None
    right: bool = False
    width: int = 120
    tip: str = ""
    proof: Callable[[R], Proof | None] | None = None
    yields: int = 0

    def shown(self, row: R) -> str:
        return self.text(row) if self.text else shown(self.value(row))


class RowsModel(QAbstractTableModel, Generic[R]):
    """``key`` tells rows apart, ``search`` gives the folded text a row is found by, ``faint`` greys one."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        key: Callable[[R], Hashable],
        search: Callable[[R], str] | None = None,
        *,
        faint: Callable[[R], bool] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key, self._search, self._faint = key, search, faint
        self._all: list[R] = []
        self._texts: list[str] = []
        self._places: dict[tuple[str, ...], Sequence[int]] = {}
        self._by_key: dict[Hashable, R] = {}
        self._shown: list[R] = []
        self._words: tuple[str, ...] = ()
        self._keep: Callable[[R], bool] | None = None
        self._sort: tuple[int, bool] | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES or not index.isValid():
            return None
        row, column = self._shown[index.row()], self.columns[index.column()]
        if role == RECORD:
            return row
        if role == STATUS:
            return column.status(row) if column.status else None
        return self._display(row, column, role)

    def _display(self, row: R, column: Column[R], role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.shown(row)
            case Qt.ItemDataRole.ToolTipRole:
                return column.shown(row) or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.right else _LEFT
            case Qt.ItemDataRole.ForegroundRole:
                return self._color(row, column)
        return None

    def _color(self, row: R, column: Column[R]) -> QColor | None:
        status = column.status(row) if column.status else None
        if status is not None:
            return theme.current().state(status)
        return QColor(theme.current().muted) if self.is_faint(row) else None

    def is_faint(self, row: R) -> bool:
        return self._faint is not None and self._faint(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return column.tip or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.right else _LEFT
        return None

    @property
    def rows(self) -> Sequence[R]:
        """What is shown, in order."""
        return self._shown

    @property
    def words(self) -> tuple[str, ...]:
        """What the rows shown were found by, folded."""
        return self._words

    @property
    def total(self) -> int:
        return len(self._all)

    def everything(self) -> Sequence[R]:
        """All rows, those filtered out as well."""
        return self._all

    def row_of(self, key: Hashable) -> int:
        """The place where the row is shown, or -1."""
        row = self._by_key.get(key)
        return -1 if row is None else self._where(self._shown, row)

    def key_of(self, index: Index) -> Hashable | None:
        return self._key(self._shown[index.row()]) if index.isValid() else None

    def set_rows(self, rows: Iterable[R]) -> None:
        for _ in self.filling(rows):
            pass

    def filling(self, rows: Iterable[R]) -> Iterator[None]:
        """As :meth:`set_rows`, step by step: what is shown stays until all of the new is ready."""
        order = self._sort
        ready = yield from self._sorting(list(rows))
        by_key: dict[Hashable, R] = {}
        for number, row in enumerate(ready):
            by_key[self._key(row)] = row
            if number % ROWS == 0:
                yield
        gone = list(self._all)
        self.beginResetModel()
        self._all = ready if order == self._sort else self._sorted(ready)
        self._texts, self._places = [], {}
        self._by_key = by_key
        self._shown = self._filtered()
        self.endResetModel()
        while gone:  # many thousands of records are not let go in one breath either
            del gone[-ROWS:]
            yield

    def filter(self, text: str, keep: Callable[[R], bool] | None = None) -> None:
        """Shows the rows that hold every word of ``text`` and that ``keep`` takes."""
        self._words, self._keep = tuple(fold(text).split()), keep
        self.beginResetModel()
        self._shown = self._filtered()
        self.endResetModel()

    def order_by(self, column: int) -> None:
        """The order of the rows that are set next."""
        self._sort = (column, False)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort = (column, order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self.set_rows(self._all)

    def put(self, changed: Mapping[Hashable, R | None]) -> None:
        """Replaces, adds and (``None``) removes just these rows."""
        if len(changed) > MANY:
            kept = {key: row for key, row in {**self._by_key, **changed}.items() if row is not None}
            self.set_rows(kept.values())
            return
        for key, row in changed.items():
            self._put(key, row)

    def _put(self, key: Hashable, row: R | None) -> None:
        old = self.row_of(key)
        stays = old >= 0 and row is not None and self._stays(self._shown[old], row)
        self._keep_all(key, row, stays=stays)
        if row is None or not self._takes(row):
            self._drop(old)
            return
        others = self._shown if old < 0 else self._shown[:old] + self._shown[old + 1 :]
        new = old if stays else self._place(others, row)
        if new == old:
            self._shown[old] = row
            self.dataChanged.emit(self.index(old, 0), self.index(old, len(self.columns) - 1))
            return
        self._drop(old)
        self.beginInsertRows(QModelIndex(), new, new)
        self._shown.insert(new, row)
        self.endInsertRows()

    def _stays(self, before: R, row: R) -> bool:
        """Whether the order does not tell them apart: then a change must not move the row among its equals."""
        if self._sort is None:
            return True
        value = self.columns[self._sort[0]].value
        return bool(value(before) == value(row))

    def _keep_all(self, key: Hashable, row: R | None, *, stays: bool) -> None:
        """The same among all rows, shown or not."""
        self._places = {}
        before = self._by_key.pop(key, None)
        place = -1
        if before is not None:
            place = self._where(self._all, before)
            self._forget(place)
        if row is not None:
            self._by_key[key] = row
            place = place if stays else self._place(self._all, row)
            self._all.insert(place, row)
            if self._texts:
                self._texts.insert(place, self._text(row))

    def _forget(self, place: int) -> None:
        del self._all[place]
        if self._texts:
            del self._texts[place]

    def _drop(self, place: int) -> None:
        if place >= 0:
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._shown[place]
            self.endRemoveRows()

    def _filtered(self) -> list[R]:
        rows = self._all
        if self._words:
            rows = [rows[place] for place in self._found()]
        return list(rows) if self._keep is None else list(filter(self._keep, rows))

    def _found(self) -> Sequence[int]:
        """The places of the rows with every word; a longer word is looked for where the shorter was found."""
        if self._words not in self._places:
            if not self._texts:
                self._texts = [self._text(row) for row in self._all]
            texts, last = self._texts, self._words[-1]
            shorter = (*self._words[:-1], last[:-1]) if len(last) > 1 else self._words[:-1]
            words: tuple[str, ...] = (last,)
            places = self._places.get(shorter)
            if places is None:
                places, words = range(len(texts)), self._words
            for word in words:
                places = [place for place in places if word in texts[place]]
            self._places[self._words] = places
        return self._places[self._words]

    def _takes(self, row: R) -> bool:
        if self._keep is not None and not self._keep(row):
            return False
        if not self._words:
            return True
        text = self._text(row)
        return all(word in text for word in self._words)

    def _text(self, row: R) -> str:
        return self._search(row) if self._search else fold(" ".join(column.shown(row) for column in self.columns))

    def _where(self, rows: Sequence[R], row: R) -> int:
        """The place of this very row in ``rows``, which are in order; -1 if it is not there."""
        start = self._place(rows, row)
        near = (place for place in range(start - 1, -1, -1) if rows[place] is row)
        return next(near, -1)

    def _sorted(self, rows: Iterable[R]) -> list[R]:
        """In the order asked for; rows without a value come last either way; equal ones keep their order."""
        if self._sort is None:
            return list(rows)
        column, descending = self._sort
        value = self.columns[column].value
        known = [row for row in rows if _known(value(row))]
        known.sort(key=lambda row: _rank(value(row)), reverse=descending)
        return known + [row for row in rows if not _known(value(row))]

    def _sorting(self, rows: list[R]) -> Generator[None, None, list[R]]:
        """As :meth:`_sorted`, in runs that are merged."""
        if self._sort is None or len(rows) <= RUN:
            return self._sorted(rows)
        column, descending = self._sort
        value = self.columns[column].value
        known: list[R] = []
        unknown: list[R] = []
        for number, row in enumerate(rows):
            (known if _known(value(row)) else unknown).append(row)
            if number % ROWS == 0:
                yield
        runs: list[list[R]] = []
        for start in range(0, len(known), RUN):
            runs.append(self._sorted(known[start : start + RUN]))
            yield
        merged: list[R] = []
        for row in heapq.merge(*runs, key=lambda each: _rank(value(each)), reverse=descending):
            merged.append(row)
            if len(merged) % ROWS == 0:
                yield
        return merged + unknown

    def _place(self, rows: Sequence[R], row: R) -> int:
        """Where ``row`` belongs among ``rows``, which are in order."""
        if self._sort is None:
            return len(rows)
        column, descending = self._sort
        value = self.columns[column].value
        mine = value(row)
        return bisect_left(rows, True, key=lambda each: _after(value(each), mine, descending))


def _rank(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value


def _known(value: Any) -> bool:
    return value is not None and value != ""


def _after(other: Any, mine: Any, descending: bool) -> bool:
    """Whether a row with ``other`` comes later than one with ``mine``."""
    if not _known(mine) or not _known(other):
        return _known(mine)
    first, second = _rank(mine), _rank(other)
    return bool(second < first if descending else second > first)


_ROLES = frozenset(
    {
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        int(Qt.ItemDataRole.ToolTipRole),
        int(Qt.ItemDataRole.TextAlignmentRole),
        int(Qt.ItemDataRole.ForegroundRole),
        int(RECORD),
        int(STATUS),
    }
)
"""What is answered; a cell is asked for nine roles whenever it is painted."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
