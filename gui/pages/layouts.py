"""Small parts the pages are laid out with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QLayoutItem, QScrollArea, QWidget

from gui import theme


class IconMark(QWidget):
    """An icon among words, in the colours and the resolution of the moment."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._icon = QIcon()
        self.setFixedSize(side, side)

    def setIcon(self, icon: QIcon) -> None:
        self._icon = icon
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


@contextmanager
def rebuilding(layout: QLayout) -> Iterator[None]:
    """A layout emptied, to be filled anew out of sight: each part that appears in sight has all of them arranged."""
    panel = layout.parentWidget()
    assert panel is not None
    was_hidden = panel.isHidden()
    panel.hide()
    clear(layout)
    try:
        yield
    finally:
        panel.setHidden(was_hidden)


def arrange(panel: QWidget) -> None:
    """Gives the parts their new places at once, so that no changed word is seen cut off."""
    layout = panel.layout()
    if layout is not None:
        layout.activate()


def scrolled(inner: QWidget, name: str) -> QScrollArea:
    """``inner`` as wide as there is room, scrolled up and down."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    area.setWidget(inner)
    area.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    return area


class Beside(QWidget):
    """Parts side by side, or one below the other where it is narrower than ``least``; for pages that scroll."""

    def __init__(self, least: int, *, gap: int = theme.SPACE * 2) -> None:
        super().__init__()
        self._least = least
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(gap)

    def add(self, part: QWidget, stretch: int, *, top: bool = False) -> None:
        """``top``: as high as it needs, and no higher."""
        self._parts.addWidget(part, stretch)
        if top:
            self._parts.setAlignment(part, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = event.size().width() >= self._least
        self._parts.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to be turned."""
        parts = (self._parts.itemAt(place) for place in range(self._parts.count()))
        widest = max((part.minimumSize().width() for part in parts if part is not None), default=0)
        return QSize(widest, super().minimumSizeHint().height())


class Flow(QLayout):
    """Parts in lines like words: what does not fit begins the next line."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._heights: dict[int, int] = {}
        self._least: QSize | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        """Qt asks for sizes many times over and says when they have to be worked out anew."""
        self._heights.clear()
        self._least = None
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            bottoms = (rect.bottom() + 1 for _, rect in self._places(QRect(0, 0, width, 0)))
            self._heights[width] = max(bottoms, default=0)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        if self._least is None:
            self._least = QSize()
            for item in self._items:
                self._least = self._least.expandedTo(item.minimumSize())
        return self._least

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in self._places(rect):
            item.setGeometry(place)

    def _places(self, rect: QRect) -> Iterator[tuple[QLayoutItem, QRect]]:
        x, y, line = rect.x(), rect.y(), 0
        for item in (item for item in self._items if not item.isEmpty()):
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + theme.SPACE // 2, 0
            yield item, QRect(x, y, size.width(), size.height())
            x, line = x + size.width() + self._gap, max(line, size.height())
