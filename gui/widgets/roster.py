"""A roster to tick: who was there, with a few own entries each, and beside the row what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from core.errors import UserError
from core.model import Status, Value
from gui import theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of own entries: ``read`` what was typed (raising :class:`UserError`), ``shown`` in its usual form."""

    name: str
    title: str
    read: Callable[[str], Value]
    shown: Callable[[Value], str]
    width: int = 96


@dataclass(slots=True)
class Line:
    """One of the roster. ``fixed`` lines, with their reason in ``note``, cannot be ticked."""

    key: str
    words: str
    ticked: bool = True
    fixed: bool = False
    note: str = ""
    entered: dict[str, str] = field(default_factory=dict)


class Roster(QAbstractTableModel):
    """The lines to tick; the first column is who, the last what is to be said about the line."""

    def __init__(self, title: str, cells: Sequence[Cell], lines: Iterable[Line]) -> None:
        super().__init__()
        self.cells = tuple(cells)
        self.lines = list(lines)
        self._titles = (title, *(cell.title for cell in cells), "Note")

    @property
    def ticked(self) -> list[Line]:
        return [line for line in self.lines if line.ticked]

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def _alignment(self, column: int) -> int:
        """Figures and dates stand at the right of their column."""
        side = Qt.AlignmentFlag.AlignRight if 0 < column <= len(self.cells) else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if self.lines[index.row()].fixed:
            return flags
        if index.column() == 0:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if self._cell(index) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(line, index)
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line, index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(line, index)
        return None

    def _text(self, line: Line, index: Index) -> str:
        if index.column() == 0:
            return line.words
        cell = self._cell(index)
        return line.entered.get(cell.name, "") if cell else line.note

    def _spoken(self, line: Line, index: Index) -> str:
        if index.column():
            return f"{self._titles[index.column()]}: {self._text(line, index)}"
        return ", ".join(filter(None, (line.words, "ticked" if line.ticked else "not ticked", line.note)))

    def _ink(self, line: Line, index: Index) -> QColor | None:
        palette = theme.current()
        if not line.ticked:
            return QColor(palette.muted)
        return palette.state(Status.VIOLATION) if index.column() == len(self.cells) + 1 else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line, cell = self.lines[index.row()], self._cell(index)
        if role == Qt.ItemDataRole.CheckStateRole and not line.fixed:
            line.ticked = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role == Qt.ItemDataRole.EditRole and cell:
            line.entered[cell.name] = str(value).strip()
            line.ticked = line.ticked or bool(line.entered[cell.name])
        else:
            return False
        line.note = "" if line.fixed or not line.ticked else self._checked(line)
        self._show(index.row())
        return True

    def _checked(self, line: Line) -> str:
        """Bring the entries into their usual form; what is wrong with the first that cannot be read."""
        problem = ""
        for cell in self.cells:
            try:
                line.entered[cell.name] = cell.shown(cell.read(line.entered.get(cell.name, "")))
            except UserError as error:
                problem = problem or str(error)
        return problem

    def values(self, line: Line) -> dict[str, Value]:
        """What a line's own entries say; raises :class:`UserError` for one that cannot be read."""
        return {cell.name: cell.read(line.entered.get(cell.name, "")) for cell in self.cells}

    def toggle(self, row: int) -> None:
        state = Qt.CheckState.Unchecked if self.lines[row].ticked else Qt.CheckState.Checked
        self.setData(self.index(row, 0), state, Qt.ItemDataRole.CheckStateRole)

    def tick_all(self, ticked: bool) -> None:
        for row, line in enumerate(self.lines):
            if line.ticked != ticked:
                self.toggle(row)

    def note(self, notes: Mapping[str, str]) -> None:
        """Say these things beside the lines with these keys, and nothing beside the others."""
        for row, line in enumerate(self.lines):
            if not line.fixed and line.note != notes.get(line.key, ""):
                line.note = notes.get(line.key, "")
                self._show(row)

    def fix(self, reasons: Mapping[str, str]) -> None:
        """Lines that cannot be ticked, each with the reason; those fixed before and free now are ticked again."""
        for row, line in enumerate(self.lines):
            reason = reasons.get(line.key, "")
            if line.fixed or reason:
                line.fixed, line.ticked, line.note = bool(reason), not reason, reason
                self._show(row)

    def _cell(self, index: Index) -> Cell | None:
        column = index.column() - 1
        return self.cells[column] if 0 <= column < len(self.cells) else None

    def _show(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))


class _Roomy(QStyledItemDelegate):
    """With room at both sides, which the style sheet's padding does not ask for by itself."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * theme.SPACE, 0)


class RosterView(QTableView):
    """All lines at once. Space ticks and unticks, arrows move, typing in a column enters there."""

    def __init__(self, roster: Roster, name: str, letters: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.roster = roster
        self.letters = letters
        self.setModel(roster)
        self.setItemDelegate(_Roomy(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(theme.ROW_HEIGHT)
        self._set_columns()
        roster.dataChanged.connect(self._fit)
        self._fit()

    def _set_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, cell in enumerate(self.roster.cells, start=1):
            self.setColumnWidth(column, cell.width)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(self.roster.columnCount() - 1, QHeaderView.ResizeMode.Stretch)

    @Slot()
    def _fit(self) -> None:
        """A note may take two lines; the table is as tall as its rows."""
        self.resizeRowsToContents()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(row) for row in range(self.roster.rowCount()))
        return QSize(600, self.horizontalHeader().sizeHint().height() + rows + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(400, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks; in the first column a letter of :attr:`letters` enters what it stands for and moves on."""
        index, letter = self.currentIndex(), event.text().lower()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self.roster.toggle(index.row())
        elif letter in self.letters and index.column() == 0:
            self.roster.setData(index.siblingAtColumn(1), letter)
            self.setCurrentIndex(index.siblingAtRow(min(index.row() + 1, self.roster.rowCount() - 1)))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The mark stands on a line at once, so that the arrows and Space work."""
        super().focusInEvent(event)
        if self.roster.lines and not self.currentIndex().isValid():
            self.setCurrentIndex(self.roster.index(0, 0))
