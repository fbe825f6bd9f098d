"""A list and what is to be said of its row: side by side, one below the other, or one at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QScrollArea, QSplitter, QWidget

from gui import theme
from gui.pages.chips import chip
from gui.pages.page import FILTER
from gui.pages.tables import Table

STACKED = 440
"""From this height there is room for both, one below the other."""


class Pair(QSplitter):
    """Where there is room for one only, Space in the list or :attr:`turn` shows the detail, Esc the list again."""

    def __init__(self, table: Table, detail: QWidget, sizes: tuple[int, int], *, beside: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._table, self._detail, self._beside = table, detail, beside
        self.turn = chip("Details")
        self.turn.setProperty(FILTER, False)
        self.turn.setToolTip("Space in the list; Esc leads back")
        self.turn.toggled.connect(self._turned)
        self.setHandleWidth(theme.SPACE * 2)
        self.setChildrenCollapsible(False)
        self.addWidget(table)
        self.addWidget(detail)
        self.setStretchFactor(0, 5)
        self.setStretchFactor(1, 2)
        self.setSizes(list(sizes))
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        self._forth = QShortcut(QKeySequence(Qt.Key.Key_Space), table, self.turn.toggle, context=inside)
        self._back = QShortcut(QKeySequence(Qt.Key.Key_Escape), detail, self.turn.toggle, context=inside)
        self._arrange(one=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= self._beside
        self.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
        one = not beside and event.size().height() < STACKED
        self.turn.setVisible(one)
        self._arrange(one=one)

    def _arrange(self, *, one: bool) -> None:
        turned = self.turn.isChecked()
        self._forth.setEnabled(one)
        self._back.setEnabled(one)
        self._table.setVisible(not (one and turned))
        self._detail.setVisible(turned or not one)

    @Slot(bool)
    def _turned(self, turned: bool) -> None:
        self._arrange(one=True)
        area = self._detail.findChild(QScrollArea)
        (area if turned and area else self._table).setFocus()

    def show_list(self) -> None:
        self.turn.setChecked(False)
        self._table.setFocus()

    def minimumSizeHint(self) -> QSize:
        """Small enough for one at a time."""
        return self._table.minimumSizeHint().expandedTo(QSize(self._detail.minimumSizeHint().width(), 96))
