"""Lists to pick from: one of many under headings, and many of many with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.widgets.fields import Choice

_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to pick, the heading it stands under, and what is to be said of it besides."""

    key: str
    title: str
    group: str = ""
    why: str = ""


class Picker(QWidget):
    """One of many under headings: a list, or where there is no room for it a box that opens."""

    picked = Signal()

    def __init__(self, name: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._entries = tuple(entries)
        self.list = _list(name)
        self.box: QComboBox = Choice()
        self.box.setAccessibleName(name)
        self.box.setMinimumContentsLength(8)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._fill()
        self._both = QStackedLayout(self)
        self._both.addWidget(self.list)
        self._both.addWidget(self.box)
        self.list.currentRowChanged.connect(self._list_moved)
        self.box.currentIndexChanged.connect(self._box_moved)

    def _fill(self) -> None:
        group = ""
        for entry in self._entries:
            if entry.group != group:
                group = entry.group
                self.list.addItem(_heading(group))
                self.box.insertSeparator(self.box.count())
            self.list.addItem(_item(entry))
            self.box.addItem(entry.title, entry.key)

    def fold(self, folded: bool) -> None:
        """A box instead of a list."""
        self._both.setCurrentIndex(1 if folded else 0)
        self.setMaximumHeight(self.box.sizeHint().height() if folded else 16_777_215)

    @property
    def key(self) -> str | None:
        item = self.list.currentItem()
        return None if item is None else str(item.data(_KEY))

    def pick(self, key: str) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(_KEY) == key:
                self.list.setCurrentRow(row)

    def rename(self, key: str, title: str) -> None:
        """Another title for what is there, such as one with a count."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_KEY) == key:
                self.list.item(row).setText(title)
        self.box.setItemText(self.box.findData(key), title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is picked stays in sight."""
        super().resizeEvent(event)
        if self.list.currentItem():
            self.list.scrollToItem(self.list.currentItem())

    def take_focus(self) -> None:
        (self.list if self._both.currentIndex() == 0 else self.box).setFocus()

    @Slot(int)
    def _list_moved(self, _row: int) -> None:
        place = self.box.findData(self.key)
        if self.box.currentIndex() != place:
            self.box.setCurrentIndex(place)
        self.picked.emit()

    @Slot(int)
    def _box_moved(self, place: int) -> None:
        key = self.box.itemData(place)
        if key is not None and key != self.key:
            self.pick(key)


class Ticks(QWidget):
    """Many of many: Space ticks a row, and a button ticks all or none."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._title = theme.label(name, theme.Size.CAPTION)
        self._name = name
        self.list = _TickList()
        self.list.setAccessibleName(name)
        self._title.setBuddy(self.list)
        self.all = QPushButton("All")
        self.none = QPushButton("None")
        for button, words in ((self.all, "Tick all"), (self.none, "Tick none")):
            theme.wear(button, theme.Look.QUIET)
            button.setAccessibleName(f"{words}: {name.lower()}")
        self.all.clicked.connect(lambda: self.tick(None))
        self.none.clicked.connect(lambda: self.tick(()))
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._title, 1)
        head.addWidget(self.all)
        head.addWidget(self.none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        self.list.itemChanged.connect(self._told)
        self.list.setMinimumHeight(3 * theme.ROW_HEIGHT)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def show_entries(self, entries: Iterable[Entry], ticked: Iterable[str] | None) -> None:
        """``ticked`` ``None`` ticks all."""
        keep = None if ticked is None else set(ticked)
        self.list.blockSignals(True)
        self.list.clear()
        for entry in entries:
            item = _item(entry)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_state(keep is None or entry.key in keep))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._show_count()

    def stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        return [self.all, self.none, self.list]

    @property
    def keys(self) -> tuple[str, ...]:
        """All that can be ticked."""
        return tuple(item.data(_KEY) for item in self._items())

    @property
    def ticked(self) -> tuple[str, ...]:
        return tuple(item.data(_KEY) for item in self._items() if item.checkState() is Qt.CheckState.Checked)

    def tick(self, keys: Iterable[str] | None) -> None:
        """Just these; ``None`` for all."""
        keep = None if keys is None else set(keys)
        self.list.blockSignals(True)
        for item in self._items():
            item.setCheckState(_state(keep is None or item.data(_KEY) in keep))
        self.list.blockSignals(False)
        self._told()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    @Slot()
    def _told(self) -> None:
        self._show_count()
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_count()

    def _show_count(self) -> None:
        count = f"{len(self.ticked):,} of {self.list.count():,}"
        self._title.setText(f"{self._name}: {count}" if self.width() > ROOMY else count)


class _TickList(QListWidget):
    """A click anywhere in a row, Space or Enter ticks it."""

    def __init__(self) -> None:
        super().__init__()
        _dress(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentItem():
            self._turn(self.currentItem())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.position().x() > _BOX:  # on the box itself Qt has turned it already
            self._turn(item)

    def _turn(self, item: QListWidgetItem) -> None:
        item.setCheckState(_state(item.checkState() is not Qt.CheckState.Checked))


_BOX = 32
ROOMY = 240
"""From this width there is room for the name beside the count."""


def _state(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked


def _list(name: str) -> QListWidget:
    widget = QListWidget()
    widget.setAccessibleName(name)
    _dress(widget)
    return widget


def _dress(widget: QListWidget) -> None:
    widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setStyleSheet("QListWidget::item { padding: 0 8px; }")


def _item(entry: Entry) -> QListWidgetItem:
    item = QListWidgetItem(entry.title)
    item.setSizeHint(QSize(0, theme.ROW_HEIGHT))
    item.setToolTip(f"{entry.title}\n{entry.why}" if entry.why else entry.title)
    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, entry.why)
    item.setData(_KEY, entry.key)
    return item


def _heading(text: str) -> QListWidgetItem:
    item = QListWidgetItem(text)
    item.setSizeHint(QSize(0, theme.ROW_HEIGHT))
    item.setFont(theme.font(theme.Size.CAPTION, bold=True))
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
