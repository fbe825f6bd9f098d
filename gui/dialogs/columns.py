"""Which columns a list has, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.room import fit_to_screen

KEYS = {-1: "Alt+Up", 1: "Alt+Down"}


class ColumnsDialog(QDialog):
    """``shown`` are the columns now shown, in order; the first of ``names`` always is."""

    def __init__(self, parent: QWidget, names: Sequence[str], shown: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Choose columns")
        self._always = names[0]
        self.list = QListWidget()
        self.list.setAccessibleName("Columns, from left to right")
        for name in (*shown, *(name for name in names if name not in shown)):
            self._add(name, ticked=name in shown)
        self.list.setCurrentRow(0)
        self.up = self._mover("Move left", -1)
        self.down = self._mover("Move right", 1)
        self._arrange()

    def _add(self, name: str, *, ticked: bool) -> None:
        item = QListWidgetItem(name, self.list)
        item.setSizeHint(QSize(0, theme.ROW_HEIGHT))
        always = name == self._always
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        if always:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            item.setToolTip("This column is always there.")
        item.setCheckState(Qt.CheckState.Checked if ticked or always else Qt.CheckState.Unchecked)

    def _mover(self, words: str, step: int) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.setToolTip(KEYS[step])
        button.clicked.connect(lambda: self.move_column(step))
        QShortcut(QKeySequence(KEYS[step]), self, lambda: self.move_column(step))
        return button

    def _arrange(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        show = buttons.addButton("Show these", QDialogButtonBox.ButtonRole.AcceptRole)
        theme.wear(show, theme.Look.PRIMARY)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE)
        foot.addWidget(self.up)
        foot.addWidget(self.down)
        foot.addStretch()
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(theme.label("Choose columns", theme.Size.HEAD, bold=True))
        hint = "Space shows or hides the column. The order here is that of the list, from left to right."
        layout.addWidget(theme.label(hint, muted=True))
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        fit_to_screen(self, QSize(480, 520))
        self.list.setFocus()

    @Slot()
    def move_column(self, step: int) -> None:
        """The column under the cursor one place further left or right."""
        place = self.list.currentRow()
        if 0 <= place + step < self.list.count():
            item = self.list.takeItem(place)
            self.list.insertItem(place + step, item)
            self.list.setCurrentRow(place + step)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ticked columns, in order."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)
