"""The layout of a form: sections of fields over twelve columns, read like a sheet of paper."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.fields import Field

COLUMNS = 12
FORM_WIDTH = 720


class Paper(QWidget):
    """Fields placed left to right, line by line; each says how many of the twelve columns it takes."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 24)
        self._line, self._column = 0, 0

    def add_section(self, title: str, note: str = "") -> None:
        """A heading over the lines that follow."""
        self._new_line()
        heading = theme.label(title, bold=True)
        if self._line:
            self._grid.setRowMinimumHeight(self._line, 8)
            self._line += 1
        self._grid.addWidget(heading, self._line, 0, 1, COLUMNS)
        self._line += 1
        if note:
            self.add_wide(theme.label(note, muted=True))

    def add(self, field: Field, span: int) -> None:
        if self._column + span > COLUMNS:
            self._new_line()
        self._grid.addWidget(field, self._line, self._column, 1, span, Qt.AlignmentFlag.AlignTop)
        self._column += span

    def add_wide(self, part: QWidget) -> None:
        self._new_line()
        self._grid.addWidget(part, self._line, 0, 1, COLUMNS)
        self._line += 1

    def _new_line(self) -> None:
        if self._column:
            self._line, self._column = self._line + 1, 0


class Scroll(QScrollArea):
    """Parts of a dialog that may be taller than the screen; it asks for all the height they need."""

    def __init__(self, paper: QWidget) -> None:
        super().__init__()
        self.sheet = QWidget()
        self._layout = QVBoxLayout(self.sheet)
        self._layout.setContentsMargins(24, 16, 24, 16)
        self._layout.addWidget(paper)
        self._layout.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.sheet)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sheet.minimumSizeHint().width(), 160)

    def sizeHint(self) -> QSize:
        width = max(FORM_WIDTH, self.sheet.sizeHint().width())
        return QSize(width, self._layout.totalHeightForWidth(width))


def indented(part: QWidget) -> QWidget:
    """``part`` in line with what scrolls above it."""
    frame = QWidget()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(24, 8, 24, 0)
    layout.addWidget(part)
    return frame
