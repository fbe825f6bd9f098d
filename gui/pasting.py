"""Where cells from the clipboard go: to the table on the screen that has the focus, or the one the page is about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from core.model import BY_ROW, WeaponIssue
from gui.dialogs.importing import Block
from gui.pages.officers import OfficersPage
from gui.pages.page import Page
from gui.pages.section import SectionPanel


def block_for(page: Page, text: str) -> Block:
    """The cells with what the screen says of them; what it does not say is guessed from the cells."""
    if isinstance(page, OfficersPage):
        return Block(text, "officers", titles(page.table))
    ids = page.officer_ids()
    officer_id = ids[0] if len(ids) == 1 else ""
    panel = _panel()
    if panel is None:
        return Block(text, officer_id=officer_id)
    row_class = panel.section.row_class
    table = "weapons" if row_class is WeaponIssue else BY_ROW[row_class].name
    return Block(text, table, titles(panel.table), officer_id)


def _panel() -> SectionPanel | None:
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, SectionPanel):
        widget = widget.parentWidget()
    return widget


def titles(table: QTableView) -> tuple[str, ...]:
    """The names of the columns as they stand on the screen."""
    head, model = table.horizontalHeader(), table.model()
    order = sorted(range(head.count()), key=head.visualIndex)
    return tuple(
        str(model.headerData(column, Qt.Orientation.Horizontal)) for column in order if not table.isColumnHidden(column)
    )
