"""What an import has done, with the way back at hand."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.dates import plural
from core.model import BY_ROW
from core.plan import Plan, Verdict
from gui import theme
from gui.pages.layouts import scrolled
from gui.widgets.paper import MARGIN

_LEFT = {
    Verdict.SAME: "on record already",
    Verdict.CONFLICT: "left as the record has it, where the workbook says something else",
    Verdict.ERROR: "left out, with errors",
}


class Finished(QWidget):
    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        self._layout = QVBoxLayout(inner)
        self._layout.setContentsMargins(MARGIN, theme.SPACE, MARGIN, theme.SPACE)
        self._layout.setSpacing(theme.SPACE)
        self.title = theme.label("", theme.Size.HEAD, bold=True)
        self.words = theme.label()
        self.undo = QPushButton("Undo the import")
        self.undo.setAutoDefault(False)
        theme.put_icon(self.undo, "undo-2")
        self._layout.addWidget(self.title)
        self._layout.addWidget(self.words)
        self._layout.addSpacing(theme.SPACE)
        self._layout.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner, "What was done"))

    def show_done(self, plan: Plan, backups: str) -> None:
        self.title.setText(f"{plural(written(plan), 'row')} imported from “{plan.name}”.")
        self.words.setText("\n".join([*_done(plan), f"What was on record before is kept in “{backups}”."]))
        self.undo.setEnabled(True)

    def show_undone(self) -> None:
        self.title.setText("The import is taken back.")
        self.words.setText("The records are as they were before it. “Redo” in the Edit menu does it again.")
        self.undo.setEnabled(False)


def written(plan: Plan) -> int:
    """How many rows it adds or changes."""
    counts = plan.counts()
    return counts[Verdict.ADD] + counts[Verdict.UPDATE]


def _done(plan: Plan) -> list[str]:
    new = Counter(BY_ROW[type(row.row)].noun for row in plan.rows if row.verdict is Verdict.ADD and row.row)
    counts = plan.counts()
    lines = [f"New: {', '.join(_counted(noun, count) for noun, count in new.items())}."] if new else []
    if counts[Verdict.UPDATE]:
        lines.append(f"Changed: {plural(counts[Verdict.UPDATE], 'row')}.")
    if plan.district:
        lines.append("The district’s profile was filled in.")
    return lines + [f"{plural(counts[v], 'row')} {words}." for v, words in _LEFT.items() if counts[v]]


def _counted(noun: str, count: int) -> str:
    """``2 classes``, ``3 periods of service``."""
    if count == 1:
        return f"1 {noun}"
    first, *rest = noun.split(" of ")
    many = f"{first}es" if first.endswith("s") else f"{first}s"
    many = first if first == "attendance" else many
    return " of ".join([f"{count:,} {many}", *rest])
