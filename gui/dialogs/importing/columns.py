"""What each sheet lists, and where each of its columns goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from core.dates import short
from core.guessing import SOUGHT, column_cells, guess_columns
from core.headings import is_blank
from core.matching import SheetMatch, Source, Target, besides, column_names, letter, missing, placed, table_of
from core.sheets import Content, Sheet, Workbook, shown
from gui import theme
from gui.dialogs.importing.labels import tables, target_choices, target_words, value_choices
from gui.pages.layouts import clear, scrolled
from gui.widgets.fields import Choice
from gui.widgets.paper import MARGIN

SAMPLES = 3
SAMPLE_LENGTH = 24
NOT_TAKEN = "Leave out"
MADE_UP = "Made up: ID-001, ID-002, …"


class Columns(QWidget):
    """One sheet at a time: what it lists, where its names stand, and a line for each column."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._workbook = Workbook("", ())
        self._matches: dict[str, SheetMatch] = {}
        self.sheet = _choice("Sheet")
        self.table = _choice("This sheet lists")
        self.heading = _choice("The names of the columns stand in")
        self.lines: dict[int, Choice] = {}
        self.others: dict[Target, Choice] = {}
        self._grid, self._needs = QGridLayout(), QGridLayout()
        self._arrange()
        self.sheet.currentIndexChanged.connect(self._show_sheet)
        self.table.currentIndexChanged.connect(self._take_table)
        self.heading.currentIndexChanged.connect(self._take_heading)

    def _arrange(self) -> None:
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(MARGIN, 0, MARGIN, theme.SPACE)
        layout.setSpacing(theme.SPACE * 2)
        top = QGridLayout()
        top.setHorizontalSpacing(theme.SPACE * 2)
        top.setVerticalSpacing(theme.SPACE)
        for place, box in enumerate((self.sheet, self.table, self.heading)):
            name = theme.label(box.accessibleName())
            name.setBuddy(box)
            top.addWidget(name, place, 0)
            top.addWidget(box, place, 1)
        for grid in (self._grid, self._needs):
            grid.setHorizontalSpacing(theme.SPACE * 2)
            grid.setVerticalSpacing(theme.SPACE)
        for grid in (top, self._grid, self._needs):
            grid.setColumnMinimumWidth(0, 240)
            for column, stretch in enumerate((2, 4, 1)):
                grid.setColumnStretch(column, stretch)
        self._sheet_name = top.itemAtPosition(0, 0)
        layout.addLayout(top)
        layout.addLayout(self._grid)
        layout.addLayout(self._needs)
        layout.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner, "The columns of the sheet"))

    # what is matched

    @property
    def match(self) -> tuple[SheetMatch, ...]:
        return tuple(self._matches.values())

    def show_match(self, workbook: Workbook, match: tuple[SheetMatch, ...]) -> None:
        self._workbook = workbook
        self._matches = {each.sheet: each for each in match}
        with QSignalBlocker(self.sheet):
            self.sheet.clear()
            self.sheet.addItems([""] * len(match))
        several = len(self._matches) > 1
        self.sheet.setVisible(several)
        self._sheet_name.widget().setVisible(several)  # type: ignore[union-attr]
        taken = next((place for place, each in enumerate(match) if each.table), 0)
        with QSignalBlocker(self.sheet):
            self.sheet.setCurrentIndex(taken)
        self._show_sheet()

    def hindrance(self) -> str:
        """Why this match cannot be read; blank when it can."""
        taken = [each for each in self._matches.values() if each.table]
        if not taken:
            return "Say what the sheet lists."
        for each in taken:
            lacking = [target_words(target, each.table) for target in missing(each)]
            if lacking:
                where = f"In the sheet “{each.sheet}”, choose" if len(self._matches) > 1 else "Choose"
                return f"{where} what gives: {', '.join(lacking)}."
        return ""

    def point(self) -> None:
        """To the first thing that is missing."""
        for place, each in enumerate(self._matches.values()):
            if each.table and missing(each):
                self.sheet.setCurrentIndex(place)
                break
        lacking = missing(self._now) if self._matches else ()
        box = next((self.others[target] for target in lacking if target in self.others), self.table)
        box.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def _now(self) -> SheetMatch:
        return list(self._matches.values())[self.sheet.currentIndex()]

    @property
    def _page(self) -> Sheet:
        return next(sheet for sheet in self._workbook.sheets if sheet.name == self._now.sheet)

    @Slot()
    def _take_table(self) -> None:
        table = self.table.currentData()
        self._match_anew(guess_columns(self._page, table, self._now.heading) if table else _nothing(self._now))

    @Slot()
    def _take_heading(self) -> None:
        self._match_anew(guess_columns(self._page, self._now.table, self.heading.currentData()))

    def _match_anew(self, match: SheetMatch) -> None:
        self._matches[match.sheet] = match
        self._fill()
        self.changed.emit()

    def _placer(self, column: int, box: Choice) -> Callable[[], None]:
        return lambda: self._take(placed(self._now, column, box.currentData()))

    def _giver(self, target: Target, box: Choice) -> Callable[[], None]:
        def give() -> None:
            fields = {each: source for each, source in self._now.fields.items() if each != target}
            source = box.currentData()
            self._take(_with(self._now, fields | ({target: source} if source is not None else {})))

        return give

    def _take(self, match: SheetMatch) -> None:
        """One choice more; the lines stay, so that one may go on typing in them."""
        self._matches[match.sheet] = match
        for column, box in self.lines.items():
            _point(box, match.target_of(column))
        self._show_needs(match)
        self.changed.emit()

    # what is shown

    @Slot()
    def _show_sheet(self) -> None:
        with QSignalBlocker(self.table), QSignalBlocker(self.heading):
            self.table.clear()
            for name, words in tables():
                self.table.addItem(words, name)
            self.heading.clear()
            self.heading.addItem("No row: the columns have no names", 0)
            for number, row in enumerate(self._page.rows[:SOUGHT], start=1):
                names = [shown(cell).strip() for cell in row if not is_blank(cell)]
                if names:
                    self.heading.addItem(f"Row {number}: {_cut(', '.join(names), 64)}", number)
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        match = self._now
        for place, each in enumerate(self._matches.values()):
            self.sheet.setItemText(place, f"{each.sheet}: {table_of(each.table).sheet if each.table else 'left out'}")
        _point(self.table, match.table)
        _point(self.heading, match.heading)
        self.heading.setEnabled(bool(match.table))
        clear(self._grid)
        self.lines = {}
        if match.table:
            self._fill_lines(match)
        self._show_needs(match)

    def _fill_lines(self, match: SheetMatch) -> None:
        model = _targets_model(match.table, self)
        _head(self._grid, "Column in your sheet", "Goes to")
        for row, column in enumerate(self._columns(match), start=1):
            name = self._name(match, column)
            box = _choice(f"{name} goes to")
            box.setModel(model)
            _point(box, match.target_of(column))
            box.currentIndexChanged.connect(self._placer(column, box))
            self.lines[column] = box
            _line(self._grid, row, name, self._samples(match, column), box)

    def _show_needs(self, match: SheetMatch) -> None:
        """What each row needs besides, which depends on what the columns give."""
        asked = besides(match)
        if set(asked) != set(self.others):
            clear(self._needs)
            self.others = {target: self._other(match, target) for target in asked}
            if asked:
                _head(self._needs, "Every row also needs", "Given by")
            for row, (target, box) in enumerate(self.others.items(), start=1):
                _line(self._needs, row, target_words(target, match.table), "", box)
        for target, box in self.others.items():
            _point(box, match.fields.get(target))

    def _other(self, match: SheetMatch, target: Target) -> Choice:
        box = _choice(f"{target_words(target, match.table)} given by")
        made = target == Target("officers", "officer_id")
        box.addItem(MADE_UP if made else "Choose…", None)
        for value, words in value_choices(target):
            box.addItem(f"{words}, in every row", Source(None, value))
        for column in self._columns(match):
            box.addItem(f"Column “{self._name(match, column)}”", Source(column))
        box.currentIndexChanged.connect(self._giver(target, box))
        return box

    def _columns(self, match: SheetMatch) -> Iterator[int]:
        """Those that have a name or hold something."""
        for column, name in enumerate(column_names(self._page, match.heading)):
            named = name != f"column {letter(column)}"
            if named or next(column_cells(self._page, match.heading, column), None) is not None:
                yield column

    def _name(self, match: SheetMatch, column: int) -> str:
        return column_names(self._page, match.heading)[column]

    def _samples(self, match: SheetMatch, column: int) -> str:
        cells = column_cells(self._page, match.heading, column)
        found = dict.fromkeys(_cut(_told(cell), SAMPLE_LENGTH) for _, cell in zip(range(20), cells, strict=False))
        return " · ".join(list(found)[:SAMPLES])


def _point(box: Choice, data: object) -> None:
    """To the entry with this value, the first if there is none; nobody is told."""
    with QSignalBlocker(box):
        place = next((place for place in range(box.count()) if box.itemData(place) == data), 0)
        if place != box.currentIndex():
            box.setCurrentIndex(place)


def _head(grid: QGridLayout, left: str, right: str) -> None:
    for place, words in enumerate((left, right)):
        grid.addWidget(theme.label(words, theme.Size.CAPTION, muted=True), 0, place)


def _line(grid: QGridLayout, row: int, name: str, samples: str, box: Choice) -> None:
    words = QWidget()
    column = QVBoxLayout(words)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    title = theme.label(name, bold=True)
    title.setBuddy(box)
    column.addWidget(title)
    if samples:
        column.addWidget(theme.label(samples, theme.Size.CAPTION, muted=True))
    grid.addWidget(words, row, 0)
    grid.addWidget(box, row, 1)


def _choice(name: str) -> Choice:
    box = Choice()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(20)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setMaxVisibleItems(16)
    return box


def _targets_model(table: str, parent: QWidget) -> QStandardItemModel:
    """One for all lines: a roster has forty targets and may have as many columns."""
    model = QStandardItemModel(parent)
    model.appendRow(QStandardItem(NOT_TAKEN))
    for target, words in target_choices(table):
        item = QStandardItem(words)
        item.setData(target, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model


def _nothing(match: SheetMatch) -> SheetMatch:
    return SheetMatch(match.sheet, "", match.heading)


def _with(match: SheetMatch, fields: dict[Target, Source]) -> SheetMatch:
    return SheetMatch(match.sheet, match.table, match.heading, fields, match.orders, match.words)


def _told(cell: Content) -> str:
    return short(cell) if isinstance(cell, date) else " ".join(shown(cell).split())


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
