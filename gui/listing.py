"""A list as it is shown, for paper and for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from core.model import Column as Field
from core.model import Status
from core.reports.wording import STATUS_WORDS
from gui.models.rows import Column

if TYPE_CHECKING:
    from core.reports.blocks import Cell
    from core.reports.listing import Listing
    from core.sheets import Page as SheetPage
    from core.sheets import Plain
    from gui.pages.page import Page
    from gui.pages.tables import Table

WORKBOOKS = "Excel workbook (*.xlsx);;OpenDocument spreadsheet (*.ods);;Comma-separated text (*.csv)"


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows and the columns of a table at one moment; from here on nothing asks the window."""

    title: str
    columns: tuple[Column[Any], ...]
    rows: tuple[Any, ...]
    narrowed: str

    @classmethod
    def of(cls, table: Table, narrowed: str, *, chosen: bool = False) -> Shown:
        """``chosen``: only the rows that are chosen."""
        rows = table.chosen_rows() if chosen else table.rows.rows
        if chosen:
            narrowed = "; ".join(filter(None, (f"{len(rows):,} chosen of {table.rows.total:,}", narrowed)))
        return cls(table.accessibleName(), tuple(table.visible_columns()), tuple(rows), narrowed)

    def on_paper(self) -> Listing:
        from core.reports.blocks import Column as PaperColumn
        from core.reports.listing import Listing

        columns = tuple(PaperColumn(c.title, c.width / 100, right=c.right) for c in self.columns)
        rows = tuple(tuple(_cell(column, row) for column in self.columns) for row in self.rows)
        return Listing(self.title, columns, rows, self.narrowed)

    def in_cells(self) -> SheetPage:
        """Dates and numbers as such, everything else as it is shown."""
        from core.sheets import Page as SheetPage

        fields = tuple(Field(column.title, str, required=False) for column in self.columns)
        rows = tuple(tuple(_plain(column, row) for column in self.columns) for row in self.rows)
        return SheetPage(self.title[:31], fields, rows)


def _cell(column: Column[Any], row: Any) -> Cell:
    from core.reports.blocks import StateMark

    status: Status | None = column.status(row) if column.status else None
    words = column.shown(row)
    return StateMark(status, "" if words == STATUS_WORDS[status] else words) if status else words


def _plain(column: Column[Any], row: Any) -> Plain:
    value = column.value(row)
    if isinstance(value, bool | StrEnum) or column.text is not None or not isinstance(value, int | float | date):
        return column.shown(row) or None
    return value


def export(page: Page, shown: Shown) -> None:
    """Asks where to, and writes the list beside the window."""
    from core.workbook import write_list

    suggested = page.session.path.with_name(f"{shown.title} {page.session.as_of.isoformat()}.xlsx")
    path = page.session.prompts.save_file(page, "Export this list", suggested, WORKBOOKS)
    if path is None:
        return
    if not path.suffix:
        path = path.with_suffix(".xlsx")
    task = page.session.worker.start(lambda _task: write_list(path, shown.in_cells()))
    task.done.connect(lambda _: page.session.said.emit(f"Exported to {path}."))
    task.failed.connect(_teller(page))


def _teller(page: Page) -> Callable[[Exception], None]:
    from core.errors import UserError

    def tell(error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        page.session.prompts.tell(page, error.message, error.hint)

    return tell
