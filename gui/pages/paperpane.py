"""One paper on the screen: what it is, which page one is on, how large it is shown, and the real pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import theme
from gui.pages.page import empty
from gui.room import Room
from gui.widgets.sheets import SheetView, tool


class PaperPane(QWidget):
    """``acts`` at its head are for where two papers stand side by side and each has its own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.caption = theme.label(bold=True)
        self.caption.hide()
        self._low = False
        self.place = QLabel()
        self.zoom_words = QLabel()
        self.view = SheetView()
        self.view.setAccessibleName(name)
        self.acts = QHBoxLayout()
        self.acts.setSpacing(theme.SPACE)
        self.buttons: list[QPushButton] = []
        self._fit = QPushButton("Fit width")
        self._fit.setToolTip("Ctrl+0")
        self._fit.clicked.connect(self.view.fit_width)
        theme.wear(self._fit, theme.Look.QUIET)
        self._arrange()
        self.view.moved.connect(self._show_place)
        self.view.magnified.connect(self._show_zoom)

    def _arrange(self) -> None:
        layout, self._bar = QVBoxLayout(self), QWidget()
        self._head, bar = QBoxLayout(QBoxLayout.Direction.LeftToRight), QHBoxLayout(self._bar)
        layouts: tuple[QBoxLayout, ...] = (layout, self._head, bar)
        for each in layouts:
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(theme.SPACE)
        self._head.addWidget(self.caption, 1)
        self._head.addLayout(self.acts)
        bar.addWidget(self.place)
        bar.addStretch()
        bar.addWidget(tool("zoom-out", "Smaller (Ctrl+−)", self.view.reduce))
        bar.addWidget(self.zoom_words)
        bar.addWidget(tool("zoom-in", "Larger (Ctrl++)", self.view.magnify))
        bar.addWidget(self._fit)
        layout.addLayout(self._head)
        self._paper, self._nothing = QWidget(), empty("", "")
        paper = QVBoxLayout(self._paper)
        paper.setContentsMargins(0, 0, 0, 0)
        paper.setSpacing(theme.SPACE)
        paper.addWidget(self._bar)
        paper.addWidget(self.view, 1)
        layout.addWidget(self._paper, 1)
        layout.addWidget(self._nothing, 1)
        self._words, self._hint = self._nothing.findChildren(QLabel)
        self.show_nothing("", "")

    def add_act(self, text: str, act: Callable[[], object]) -> None:
        """Shown only while there is another paper beside this one."""
        button = QPushButton(text)
        button.clicked.connect(act)
        self.buttons.append(button)
        self.acts.addWidget(button)
        button.setMinimumWidth(button.sizeHint().width())
        button.hide()

    def fit(self, room: Room) -> None:
        """Where it is low, two papers abreast have no room for more than what they are and what to do with them."""
        self.zoom_words.setVisible(not room.narrow)
        self._low = room.low
        direction = QBoxLayout.Direction
        self._head.setDirection(direction.TopToBottom if room.low else direction.LeftToRight)
        self._show_bar()

    def _show_bar(self) -> None:
        self._bar.setVisible(not (self._low and self.caption.text()))

    def show_paper(self, content: bytes | None, caption: str = "") -> None:
        """``caption`` and the acts are for where another paper stands beside it."""
        self.caption.setText(caption)
        self.caption.setVisible(bool(caption))
        for button in self.buttons:
            button.setVisible(bool(caption))
        self._show_bar()
        self.view.show_pdf(content)
        self._paper.show()
        self._nothing.hide()

    def show_nothing(self, words: str, hint: str) -> None:
        """Why there are no pages, and what to do."""
        self.show_paper(None)
        self._words.setText(words)
        self._hint.setText(hint)
        self._paper.hide()
        self._nothing.show()

    @Slot(int, int)
    def _show_place(self, page: int, pages: int) -> None:
        self.place.setText(f"Page {page} of {pages}" if pages else "")

    @Slot(float)
    def _show_zoom(self, zoom: float) -> None:
        self.zoom_words.setText(f"{zoom:.0%}")
