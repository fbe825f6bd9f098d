"""Real pages on the screen: what will be printed, and what was scanned, scrolled and magnified."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolButton

from core.pdfium import OpenPdf
from gui import theme

if TYPE_CHECKING:
    from core.pictures import Picture
    from gui.tasks import Task, Worker

GAP = 16
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
"""1.0 is the size of the paper."""
POINTS = 72
WIDE = 612.0
"""Letter paper, in points."""
KEPT_IMAGES = 12
UNREADABLE = "This page is damaged and cannot be shown."


class Pages(Protocol):
    """What can be looked at. ``sizes`` are in points; questions may come from any thread."""

    sizes: tuple[tuple[float, float], ...]

    def __len__(self) -> int: ...

    def image(self, number: int, dots_per_inch: float) -> QImage: ...

    def text(self, number: int) -> str: ...


class Pdf:
    def __init__(self, content: bytes) -> None:
        self._pdf = OpenPdf(content)
        self.sizes = self._pdf.sizes

    def __len__(self) -> int:
        return len(self.sizes)

    def image(self, number: int, dots_per_inch: float) -> QImage:
        page = self._pdf.drawing(number, dots_per_inch / POINTS)
        return QImage(page.dots, page.width, page.height, page.stride, QImage.Format.Format_RGBX8888).copy()

    def text(self, number: int) -> str:
        return self._pdf.text(number)


class Scan:
    """A picture as one page, as wide as letter paper."""

    def __init__(self, picture: Picture) -> None:
        self._image = QImage(
            picture.dots, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888
        ).copy()
        self.sizes: tuple[tuple[float, float], ...] = ((WIDE, WIDE * picture.height / picture.width),)

    def __len__(self) -> int:
        return 1

    def image(self, number: int, dots_per_inch: float) -> QImage:
        scale = dots_per_inch / POINTS
        width, height = self.sizes[number]
        size = QSize(max(round(width * scale), 1), max(round(height * scale), 1))
        smooth = Qt.TransformationMode.SmoothTransformation
        return self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)

    def text(self, number: int) -> str:  # noqa: ARG002
        """Nobody has read the letters in a picture."""
        return ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page lies on the long strip of pages, in pixels of the screen."""

    number: int
    rect: QRect


class SheetView(QAbstractScrollArea):
    """Pages one under the other. Ctrl with +, − and 0 magnifies, reduces, fits the width; ← and → turn the page.

    With a ``worker`` pages are drawn beside the window: scans take longer than a blink.
    """

    moved = Signal(int, int)
    """The page in view, from 1, and how many there are."""
    magnified = Signal(float)

    def __init__(self, worker: Worker | None = None) -> None:
        super().__init__()
        self.pdf: Pages | None = None
        self._worker = worker
        self._drawing: tuple[Task, tuple[int, int]] | None = None
        self._texts: dict[int, str] = {}
        self._zoom: float | None = None
        self._images: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._places: tuple[_Place, ...] = ()
        self.setAccessibleName("Preview of the pages")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._tell)

    def show_pdf(self, content: bytes | None) -> None:
        """Show these pages, from the first; ``None`` for none."""
        self.show_pages(Pdf(content) if content else None)

    def show_pages(self, pages: Pages | None) -> None:
        self.pdf = pages
        self._images.clear()
        self._texts.clear()
        self._forget()
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._tell()

    @property
    def zoom(self) -> float:
        """The size on screen as a share of the paper's."""
        if self._zoom is not None or self.pdf is None:
            return self._zoom or 1.0
        widest = max(width for width, _ in self.pdf.sizes)
        return max((self.viewport().width() - 2 * GAP) / (widest * self._dots / POINTS), 0.1)

    @property
    def _dots(self) -> float:
        return float(self.logicalDpiX())

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 1; 0 for none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        passed = [place.number for place in self._places if place.rect.top() <= middle]
        return passed[-1] + 1 if passed else 0

    @Slot()
    def magnify(self) -> None:
        self.set_zoom(next((zoom for zoom in ZOOMS if zoom > self.zoom + 0.01), ZOOMS[-1]))

    @Slot()
    def reduce(self) -> None:
        self.set_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self.zoom - 0.01), ZOOMS[0]))

    @Slot()
    def fit_width(self) -> None:
        self.set_zoom(None)

    def set_zoom(self, zoom: float | None) -> None:
        """``None`` fits the width; the page in view stays in view."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(bar.maximum() + bar.pageStep(), 1)
        self._zoom = zoom
        self._lay_out()
        bar.setValue(round(share * (bar.maximum() + bar.pageStep())))
        self._tell()

    def _lay_out(self) -> None:
        scale = self.zoom * self._dots / POINTS
        sizes = [QSize(round(w * scale), round(h * scale)) for w, h in self.pdf.sizes] if self.pdf else []
        wide = max([self.viewport().width(), *(size.width() + 2 * GAP for size in sizes)])
        places, top = [], GAP
        for number, size in enumerate(sizes):
            places.append(_Place(number, QRect((wide - size.width()) // 2, top, size.width(), size.height())))
            top += size.height() + GAP
        self._places = tuple(places)
        view = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(top - view.height(), 0) if places else 0)
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setRange(0, max(wide - view.width(), 0))
        self.horizontalScrollBar().setPageStep(view.width())
        self.viewport().update()

    @Slot()
    def _tell(self) -> None:
        self.viewport().update()
        self.moved.emit(self.page, len(self._places))
        self.magnified.emit(self.zoom)
        self.setAccessibleDescription(self._text(self.page - 1) if self.pdf and self.page else "")

    def _text(self, number: int) -> str:
        if self._worker is None and self.pdf and number not in self._texts:
            self._texts[number] = self.pdf.text(number)
        return self._texts.get(number, "")

    def _image(self, place: _Place) -> QImage | None:
        """Sharp on this screen; the last few are kept. ``None`` while it is being drawn."""
        ratio = self.devicePixelRatioF()
        key = place.number, round(place.rect.width() * ratio)
        if key not in self._images and self.pdf:
            dots = self._dots * self.zoom * ratio
            if self._worker is not None:
                self._ask_for(self._worker, key, partial(_drawn, self.pdf, place.number, dots))
                return None
            self._keep(key, self.pdf.image(place.number, dots))
        self._images.move_to_end(key)
        return self._images[key]

    def _keep(self, key: tuple[int, int], image: QImage) -> None:
        self._images[key] = image
        while len(self._images) > KEPT_IMAGES:
            self._images.popitem(last=False)

    def _ask_for(self, worker: Worker, key: tuple[int, int], draw: Callable[[Task], tuple[QImage, str]]) -> None:
        """One page at a time: when it is there, painting asks for the next that is in view."""
        if self._drawing is None:
            task = worker.start(draw)
            self._drawing = task, key
            task.done.connect(self._take)
            task.failed.connect(self._miss)

    @Slot(object)
    def _take(self, drawn: tuple[QImage, str]) -> None:
        if self._drawing is not None:
            (_, key), self._drawing = self._drawing, None
            self._keep(key, drawn[0])
            self._texts[key[0]] = drawn[1]
            self._tell()

    @Slot(object)
    def _miss(self, _error: Exception) -> None:
        self._take((QImage(), UNREADABLE))

    def _forget(self) -> None:
        """What is still being drawn is of no use any more."""
        if self._drawing is not None:
            self._drawing[0].cancel()
        self._drawing = None

    def turn(self, pages: int) -> None:
        """So many pages on, or back."""
        place = min(max(self.page - 1 + pages, 0), len(self._places) - 1)
        if place >= 0:
            self.verticalScrollBar().setValue(self._places[place].rect.top() - GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        palette = theme.current()
        painter.fillRect(event.rect(), QColor(palette.rail))
        offset = -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place in self._places:
            rect = place.rect.translated(*offset)
            if rect.intersects(event.rect()):
                self._paint(painter, rect, self._image(place), place.number)
                painter.setPen(QColor(palette.line))
                painter.drawRect(rect.adjusted(-1, -1, 0, 0))

    def _paint(self, painter: QPainter, rect: QRect, image: QImage | None, number: int) -> None:
        if image is not None and not image.isNull():
            painter.drawImage(QRectF(rect), image)
            return
        painter.fillRect(rect, QColor(theme.current().surface))
        if image is not None:
            painter.setPen(QColor(theme.current().muted))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._texts[number])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.magnify()
        elif control and event.key() == Qt.Key.Key_Minus:
            self.reduce()
        elif control and event.key() == Qt.Key.Key_0:
            self.fit_width()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar = self.verticalScrollBar()
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not self.horizontalScrollBar().maximum():
            self.turn(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif event.angleDelta().y() > 0:
            self.magnify()
        else:
            self.reduce()


def _drawn(pages: Pages, number: int, dots_per_inch: float, _task: Task) -> tuple[QImage, str]:
    return pages.image(number, dots_per_inch), pages.text(number)


def tool(icon: str, words: str, act: Callable[[], object]) -> QToolButton:
    """A button that is an icon; ``words`` are heard, and seen by hovering."""
    button = QToolButton()
    theme.put_icon(button, icon)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(act)
    theme.wear(button, theme.Look.QUIET)
    return button
