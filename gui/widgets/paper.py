"""The layout of a form: fields over twelve columns, read like a sheet of paper."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.fields import Field

COLUMNS = 12
FORM_WIDTH = 720
MARGIN = 24
GAP = 12
LEAST_HEIGHT = 64


class Paper(QWidget):
    """Fields placed left to right, line by line; each says how many of the twelve columns it takes."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._line, self._column = 1, 0
        for column in range(COLUMNS):
            self._grid.addWidget(_ruler(), 0, column)
            self._grid.setColumnStretch(column, 1)

    def add_section(self, title: str, note: str = "") -> None:
        """A heading over the lines that follow."""
        heading = theme.label(title, bold=True)
        heading.setContentsMargins(0, GAP if self._line > 1 else 0, 0, 0)
        self.add_wide(heading)
        if note:
            self.add_wide(theme.label(note, muted=True))

    def add(self, field: Field, span: int) -> None:
        if self._column + span > COLUMNS:
            self._end_line()
        self._grid.addWidget(field, self._line, self._column, 1, span, Qt.AlignmentFlag.AlignTop)
        self._column += span

    def add_wide(self, part: QWidget) -> None:
        if self._column:
            self._end_line()
        self._grid.addWidget(part, self._line, 0, 1, COLUMNS)
        self._end_line()

    def _end_line(self) -> None:
        self._grid.setRowMinimumHeight(self._line + 1, GAP)
        self._line, self._column = self._line + 2, 0


def _ruler() -> QWidget:
    """Takes a column without showing: the grid gives columns no room that nothing stands in alone."""
    ruler = QWidget()
    ruler.setFixedHeight(0)
    return ruler


class Scroll(QScrollArea):
    """Parts of a dialog that may be taller than the screen; it asks for all the height they need."""

    def __init__(self, paper: QWidget, width: int = FORM_WIDTH) -> None:
        super().__init__()
        self._width = width
        self.sheet = QWidget()
        self._layout = QVBoxLayout(self.sheet)
        self._layout.setContentsMargins(MARGIN, 8, MARGIN, 8)
        self._layout.addWidget(paper)
        self._layout.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.sheet)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sheet.minimumSizeHint().width(), LEAST_HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(self._width, self._layout.totalHeightForWidth(self._width))


def indented(part: QWidget) -> QWidget:
    """``part`` in line with what scrolls above it."""
    frame = QWidget()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(MARGIN, 8, MARGIN, 0)
    layout.addWidget(part)
    return frame
