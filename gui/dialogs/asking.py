"""The pasted names that nobody on file bears, or several: who is meant by each is chosen beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.model import Officer
from core.pasting import Named, People
from gui import theme
from gui.dialogs.rowform import officer_options
from gui.widgets.fields import PickField

Enter = Callable[[str, Mapping[str, str]], str]
"""Enters a pasted row for this officer; gives why it cannot be, or nothing."""
BUTTON_DOWN = 20
"""What the label of a field takes, so that the button stands in line with its control."""


class Asked(QWidget):
    """One name, a field to choose an officer, and a button to leave it out."""

    settled = Signal()

    def __init__(self, named: Named, officers: Mapping[str, Officer], enter: Enter) -> None:
        super().__init__()
        self.named = named
        self._enter = enter
        near = [officers[key] for key in named.likely if key in officers]
        self.field = PickField(
            f"“{named.words}”", _near_first(near, officers.values()), noun="officer", hint=_why(named, near)
        )
        self.field.left.connect(self._answer, Qt.ConnectionType.QueuedConnection)  # once the focus has moved on
        self.leave = QPushButton("Leave out")
        self.leave.setAutoDefault(False)
        self.leave.setAccessibleName(f"Leave out {named.words}")
        self.leave.clicked.connect(self.settled)
        side = QVBoxLayout()
        side.setContentsMargins(0, BUTTON_DOWN, 0, 0)
        side.addWidget(self.leave)
        side.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.field, 1)
        layout.addLayout(side)

    @Slot()
    def _answer(self) -> None:
        if self.field.problem or not self.field.entered:
            return
        problem = self._enter(self.field.value(), self.named.values)
        self.field.show_problem(problem)
        if not problem:
            self.settled.emit()


class Asking(QWidget):
    """All that is to be asked, one under the other; out of sight when nothing is."""

    settled = Signal()
    changed = Signal()

    def __init__(self, enter: Enter) -> None:
        super().__init__()
        self.open: list[Asked] = []
        self._enter = enter
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, theme.SPACE, 0, theme.SPACE)
        self._layout.setSpacing(12)
        self._layout.addWidget(theme.label("Who is meant?", bold=True))
        self.hide()

    def ask(self, named: Named, officers: Iterable[Officer], chosen: str = "") -> None:
        asked = Asked(named, {each.officer_id: each for each in officers}, self._enter)
        asked.field.enter(chosen)
        asked.field.changed.connect(self.changed)
        asked.settled.connect(self._settle)
        self.open.append(asked)
        self._layout.addWidget(asked)
        self.show()

    @Slot()
    def _settle(self) -> None:
        asked = self.sender()
        assert isinstance(asked, Asked)
        at = self.open.index(asked)
        self._drop(asked)
        if self.open:
            self.open[min(at, len(self.open) - 1)].field.setFocus()
        self.settled.emit()

    def clear(self) -> None:
        for asked in list(self.open):
            self._drop(asked)

    def _drop(self, asked: Asked) -> None:
        self.open.remove(asked)
        self._layout.removeWidget(asked)
        asked.hide()
        asked.deleteLater()
        self.setVisible(bool(self.open))

    def left_over(self) -> list[dict[str, Any]]:
        """As plain data, for :meth:`take_up`."""
        return [
            {
                "words": asked.named.words,
                "likely": list(asked.named.likely),
                "values": dict(asked.named.values),
                "chosen": asked.field.entered,
            }
            for asked in self.open
        ]

    def take_up(self, left: Iterable[Mapping[str, Any]], officers: Sequence[Officer]) -> None:
        for each in left:
            self.ask(Named(each["words"], "", tuple(each["likely"]), each["values"]), officers, each["chosen"])


def _near_first(near: Sequence[Officer], officers: Iterable[Officer]) -> list[tuple[str, str]]:
    first = [(each.officer_id, f"{each.name} ({each.officer_id})") for each in near]
    return first + [each for each in officer_options(officers) if each not in first]


def _why(named: Named, near: Sequence[Officer]) -> str:
    """What keeps the name from being taken as it is."""
    if named.problem:
        return named.problem
    if not near:
        return "Nobody on file is called so."
    several = len(People(near).found(named.words)) > 1
    first = "Several are called so: " if several else "Nobody on file is called so. Nearest: "
    return first + "; ".join(f"{each.name} ({each.officer_id})" for each in near[:3]) + "."
