"""A roster to tick: who was there, with a few own entries each, and beside the row what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

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


@dataclass(frozen=True, slots=True)
class Note:
    """What is said beside a line; ``wrong`` keeps it from being recorded."""

    text: str = ""
    wrong: bool = False


@dataclass(slots=True)
class Line:
    """One of the roster. A ``fixed`` one, by the reason it gives, cannot be ticked; an ``added`` one was not here
    from the beginning. Lines of one ``group`` are judged together."""

    key: str
    words: str
    ticked: bool = True
    fixed: str = ""
    added: bool = False
    group: str = ""
    note: Note = Note()
    entered: dict[str, str] = field(default_factory=dict)


class Roster(QAbstractTableModel):
    """The lines to tick; the first column is who, the last what is to be said about the line.

    ``defaults`` stand in quiet ink where a ticked line has no entry of its own. ``judge`` says what it thinks of a
    ticked line whose entries can be read.
    """

    def __init__(self, title: str, cells: Sequence[Cell], judge: Callable[[Line], Note]) -> None:
        super().__init__()
        self.cells = tuple(cells)
        self.lines: list[Line] = []
        self._known: dict[str, Line] = {}
        self._is_quiet = False
        self.defaults: Mapping[str, str] = {}
        self._judge = judge
        self._answers: dict[int, Callable[[Line, Index], object]] = {
            Qt.ItemDataRole.DisplayRole: self._shown,
            Qt.ItemDataRole.EditRole: self._text,
            Qt.ItemDataRole.CheckStateRole: self._check,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            Qt.ItemDataRole.TextAlignmentRole: lambda _, index: self._alignment(index.column()),
            Qt.ItemDataRole.ForegroundRole: self._ink,
        }
        self._titles = (title, *(cell.title for cell in cells), "Note")

    @property
    def ticked(self) -> list[Line]:
        return [line for line in self.lines if line.ticked]

    def set_lines(self, lines: Iterable[Line]) -> None:
        """Other lines; ticks and entries of those that were ever here stay, though they come and go."""
        self._known |= {line.key: line for line in self.lines}
        self.beginResetModel()
        self.lines = list(lines)
        for line in self.lines:
            if known := self._known.get(line.key):
                line.ticked, line.entered, line.fixed = known.ticked, known.entered, known.fixed
        self.endResetModel()
        self.look()

    def insert(self, row: int, line: Line) -> None:
        self.beginInsertRows(ROOT, row, row)
        self.lines.insert(row, line)
        self.endInsertRows()
        self.look()

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
        return flags | Qt.ItemFlag.ItemIsEditable if self.cell(index) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        answer = self._answers.get(role)
        return answer(self.lines[index.row()], index) if answer else None

    def _shown(self, line: Line, index: Index) -> str:
        return self._text(line, index) or self._default(line, index)

    def _check(self, line: Line, index: Index) -> Qt.CheckState | None:
        if index.column():
            return None
        return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked

    def _text(self, line: Line, index: Index) -> str:
        if index.column() == 0:
            return line.words
        if cell := self.cell(index):
            return line.entered.get(cell.name, "")
        return f"◆ {line.note.text}" if line.note.wrong else line.note.text

    def _default(self, line: Line, index: Index) -> str:
        cell = self.cell(index)
        return self.defaults.get(cell.name, "") if cell and line.ticked else ""

    def _spoken(self, line: Line, index: Index) -> str:
        if index.column():
            return f"{self._titles[index.column()]}: {self._shown(line, index)}"
        return ", ".join(filter(None, (line.words, "ticked" if line.ticked else "not ticked", line.note.text)))

    def _ink(self, line: Line, index: Index) -> QColor | None:
        palette = theme.current()
        if index.column() > len(self.cells):
            return palette.state(Status.VIOLATION) if line.note.wrong else QColor(palette.muted)
        quiet = not line.ticked or not self._text(line, index)
        return QColor(palette.muted) if quiet else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line, cell = self.lines[index.row()], self.cell(index)
        if role == Qt.ItemDataRole.CheckStateRole and not line.fixed:
            line.ticked = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role == Qt.ItemDataRole.EditRole and cell and not line.fixed:
            line.entered[cell.name] = str(value).strip()
            line.ticked = line.ticked or bool(line.entered[cell.name])
        else:
            return False
        self._show(index.row(), index.row())
        self._look_at(index.row())
        return True

    @Slot()
    def look(self) -> None:
        """Say anew what is to be said beside each line: one entry may change what another means."""
        if not self._is_quiet:
            self.note({})

    def note(self, refused: Mapping[str, str]) -> None:
        """Say why the lines with these keys cannot be recorded, and beside the others what there is to say."""
        for row, line in enumerate(self.lines):
            self._say(row, Note(refused[line.key], True) if line.key in refused else self._noted(line))

    def _look_at(self, row: int) -> None:
        """Say anew what is to be said beside a line and those of its group."""
        group = self.lines[row].group
        for place, line in enumerate(self.lines):
            if not self._is_quiet and (place == row or (group and line.group == group)):
                self._say(place, self._noted(line))

    def _say(self, row: int, note: Note) -> None:
        if note != self.lines[row].note:
            self.lines[row].note = note
            self._show(row, row)

    def _noted(self, line: Line) -> Note:
        if line.fixed:
            return Note(line.fixed, True)
        if not line.ticked:
            return Note()
        problem = self._brought_into_form(line)
        return Note(problem, True) if problem else self._judge(line)

    def _brought_into_form(self, line: Line) -> str:
        """Show the entries in their usual form; what is wrong with the first that cannot be read."""
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

    def enter(self, row: int, values: Mapping[str, str]) -> None:
        """Put entries into a line, by the names of their columns; the line is ticked."""
        line = self.lines[row]
        if not line.fixed:
            line.ticked = True
            line.entered.update({name: text.strip() for name, text in values.items()})
            self._show(row, row)
            self._look_at(row)

    def blank(self, row: int) -> None:
        """Without entries and tick."""
        self.lines[row].entered.clear()
        self.lines[row].ticked = False
        self._show(row, row)
        self._look_at(row)

    def toggle(self, row: int) -> None:
        state = Qt.CheckState.Unchecked if self.lines[row].ticked else Qt.CheckState.Checked
        self.setData(self.index(row, 0), state, Qt.ItemDataRole.CheckStateRole)

    def tick_all(self, ticked: bool) -> None:
        for line in self.lines:
            line.ticked = ticked and not line.fixed
        self._show(0, len(self.lines) - 1)
        self.look()

    def fix(self, reasons: Mapping[str, str]) -> None:
        """Lines that cannot be ticked, each with the reason; those fixed before and free now are ticked again."""
        for line in self.lines:
            reason = reasons.get(line.key, "")
            if line.fixed or reason:
                line.fixed, line.ticked = reason, not reason
        self._show(0, len(self.lines) - 1)
        self.look()

    def show_defaults(self, defaults: Mapping[str, str]) -> None:
        if defaults != self.defaults:
            self.defaults = dict(defaults)
            self._show(0, len(self.lines) - 1)

    def cell(self, index: Index) -> Cell | None:
        column = index.column() - 1
        return self.cells[column] if 0 <= column < len(self.cells) else None

    def row_of(self, key: str) -> int | None:
        return next((row for row, line in enumerate(self.lines) if line.key == key), None)

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Many entries in one go: what they come to is shown and judged at the end."""
        self._is_quiet = True
        try:
            yield
        finally:
            self._is_quiet = False
            self._show(0, len(self.lines) - 1)
            self.look()

    def _show(self, first: int, last: int) -> None:
        if self.lines and not self._is_quiet:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))


class _Roomy(QStyledItemDelegate):
    """With room at both sides, which the style sheet's padding does not ask for by itself; Enter ends an entry."""

    entered = Signal()
    """Enter was pressed in a cell; not Ctrl+Enter, which goes on to the dialog."""

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not (
            isinstance(event, QKeyEvent)
            and isinstance(editor, QWidget)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            return super().eventFilter(editor, event)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self.entered.emit()
        return True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if 0 < index.column() < index.model().columnCount() - 1:
            return QSize(0, theme.ROW_HEIGHT)  # figures have their widths, and one line
        narrow = QStyleOptionViewItem(option)
        narrow.rect = option.rect.adjusted(0, 0, -4 * theme.SPACE, 0)
        return super().sizeHint(narrow, index) + QSize(2 * theme.SPACE, theme.SPACE)


NAME_LEAST = 128


class RosterView(QTableView):
    """All lines at once. Space ticks and unticks, arrows move, typing in a column enters there, Enter goes down.

    In the first column a letter of ``letters`` enters what it stands for and moves on; any other is ``sought``.
    """

    sought = Signal(str)
    """Letters typed on a name: someone is looked for."""
    again = Signal(int)
    """Plus was pressed on this row."""

    def __init__(self, roster: Roster, name: str, letters: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.roster = roster
        self.letters = letters
        self._noted: dict[int, str] = {}
        self._sought: tuple[str, ...] = ()
        self.setModel(roster)
        delegate = _Roomy(self)
        delegate.entered.connect(self._entered)
        self.setItemDelegate(delegate)
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
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(roster.columnCount() - 1, QHeaderView.ResizeMode.Stretch)
        roster.dataChanged.connect(self._fit_rows)
        roster.modelReset.connect(self._fit)
        roster.rowsInserted.connect(self._fit_new)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Names and notes share what the entries leave, the notes having half of it; both may take several lines."""
        own = sum(cell.width for cell in self.roster.cells)
        for column, cell in enumerate(self.roster.cells, start=1):
            self.setColumnWidth(column, cell.width)
        left = self.viewport().width() - own
        self.setColumnWidth(0, max(NAME_LEAST, min(self.sizeHintForColumn(0), left // 2)))
        self._noted = {row: line.note.text for row, line in enumerate(self.roster.lines)}
        self.resizeRowsToContents()
        self._hide_others()
        self.updateGeometry()

    @Slot(QModelIndex, int, int)
    def _fit_new(self, _: QModelIndex, first: int, last: int) -> None:
        self._noted = {row: line.note.text for row, line in enumerate(self.roster.lines)}
        for row in range(first, last + 1):
            self.resizeRowToContents(row)
        self._hide_others()
        self.updateGeometry()

    @Slot(QModelIndex, QModelIndex)
    def _fit_rows(self, first: QModelIndex, last: QModelIndex) -> None:
        """Another note may take more lines or fewer; the table is as tall as its rows."""
        notes = {row: self.roster.lines[row].note.text for row in range(first.row(), last.row() + 1)}
        changed = [row for row, note in notes.items() if note != self._noted.get(row, "")]
        self._noted |= notes
        for row in changed:
            self.resizeRowToContents(row)
        if changed:
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(600, self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(400, self.sizeHint().height())

    def show_only(self, text: str) -> list[int]:
        """The rows whose words have all that is typed in them; the others are out of sight."""
        self._sought = tuple(text.casefold().split())
        self._hide_others()
        self.updateGeometry()
        return [row for row in range(self.roster.rowCount()) if not self.isRowHidden(row)]

    def _hide_others(self) -> None:
        for row, line in enumerate(self.roster.lines):
            words = line.words.casefold()
            self.setRowHidden(row, not all(each in words for each in self._sought))

    def mark(self, row: int, column: int = 0) -> None:
        self.setCurrentIndex(self.roster.index(row, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, letter = self.currentIndex(), event.text().lower()
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not index.isValid() or held:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self.roster.toggle(index.row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.setAccepted(self._go_down(index))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._blank(index)
        elif index.column() == 0 and letter.strip() and letter.isprintable():
            self._take_letter(index, letter)
        else:
            super().keyPressEvent(event)

    def _take_letter(self, index: QModelIndex, letter: str) -> None:
        if letter == "+":
            self.again.emit(index.row())
        elif letter in self.letters:
            self.roster.enter(index.row(), {self.roster.cells[0].name: letter})
            self._go_down(index)
        else:
            self.sought.emit(letter)

    def _go_down(self, index: QModelIndex) -> bool:
        """To the next line that is shown; ``False`` on the last, from where Enter leaves the roster."""
        below = (row for row in range(index.row() + 1, self.roster.rowCount()) if not self.isRowHidden(row))
        row = next(below, None)
        if row is None:
            return False
        self.mark(row, index.column())
        return True

    def _blank(self, index: QModelIndex) -> None:
        if self.roster.cell(index):
            self.roster.setData(index, "")
        elif self.letters:
            self.roster.blank(index.row())

    @Slot()
    def _entered(self) -> None:
        """As in a spreadsheet, Enter goes on below."""
        self._go_down(self.currentIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The mark stands on a line at once, so that the arrows and Space work."""
        super().focusInEvent(event)
        if self.roster.lines and not self.currentIndex().isValid():
            shown = (row for row in range(self.roster.rowCount()) if not self.isRowHidden(row))
            self.mark(next(shown, 0))
