"""The spreadsheet twin of a report: the same tables, with real dates and numbers, to sort and filter.

It is made of the report's own blocks, so that no table is described twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from core import xlsx
from core.model import Column
from core.reports.blocks import (
    Band,
    Block,
    Cell,
    Chart,
    Check,
    Document,
    Facts,
    Heading,
    HoursBar,
    KeepTogether,
    Line,
    Link,
    Row,
    StateMark,
    Table,
    TickBox,
    Title,
)
from core.reports.furniture import PRACTICE
from core.reports.wording import CHECK_WORDS, STATUS_WORDS
from core.sheets import Page, Plain

LONGEST = 31
"""Characters that a spreadsheet allows in the name of a sheet."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def twin(document: Document) -> bytes:
    """A workbook with a sheet for each table of the report, and last of all what the paper says about itself."""
    named = [(name, _page(block)) for name, block in _tables(document.blocks, document.title)]
    pages = [*named, ("About", _about(document))]
    names = _unique([name for name, _ in pages])
    return xlsx.write([Page(name, columns, rows) for name, (_, (columns, rows)) in zip(names, pages, strict=True)])


Content = tuple[tuple[Column, ...], tuple[tuple[Plain, ...], ...]]


def _tables(blocks: Iterable[Block], heading: str) -> Iterator[tuple[str, Table | Facts | Chart]]:
    """Each table under the heading that stands above it."""
    for block in blocks:
        if isinstance(block, Title | Heading):
            heading = block.text
        elif isinstance(block, Table | Facts | Chart):
            yield heading, block
        elif isinstance(block, KeepTogether):
            yield from _tables(block.blocks, heading)


def _page(block: Table | Facts | Chart) -> Content:
    if isinstance(block, Chart):
        return _counted(block)
    if isinstance(block, Facts):
        return _columns(("What", "Value")), tuple((label, *_values(cell, 1)) for label, cell in block.pairs)
    banded = any(isinstance(row, Band) for row in block.rows)
    widths = [_span(block.rows, place) for place in range(len(block.columns))]
    headings = [part for c, width in zip(block.columns, widths, strict=True) for part in _headings(c.heading, width)]
    rows = tuple(_rows(block.rows, widths, banded=banded))
    kinds = [_kind([row[place] for row in rows]) for place in range(len(headings) + banded)]
    return _columns(([block.bands] if banded else []) + headings, kinds), rows


def _counted(chart: Chart) -> Content:
    """The numbers of a chart: a column for each status, or one for all."""
    kinds = list(dict.fromkeys(status for row in chart.rows for status, _ in row.parts))
    headings = ["", *(STATUS_WORDS[status] if status else "Count" for status in kinds)]
    rows: list[tuple[Plain, ...]] = []
    for row in chart.rows:
        counts = dict(row.parts)
        rows.append((row.label, *(counts.get(status, 0) for status in kinds)))
    return _columns(headings, [str, *[float] * len(kinds)]), tuple(rows)


def _columns(headings: Sequence[str], kinds: Sequence[type] = ()) -> tuple[Column, ...]:
    kinds = kinds or [str] * len(headings)
    return tuple(Column(heading, kind, False) for heading, kind in zip(headings, kinds, strict=True))


def _kind(values: Sequence[Plain]) -> type:
    """Text, unless every value that is there is a date or a number."""
    kinds = {date if isinstance(value, date) else type(value) for value in values if value is not None}
    return str if not kinds or str in kinds else float


def _span(rows: Iterable[Row], place: int) -> int:
    """Hours take two columns: what was had, and of how many."""
    return 2 if any(not isinstance(row, Band) and isinstance(row[place], HoursBar) for row in rows) else 1


def _headings(heading: str, width: int) -> tuple[str, ...]:
    return (heading, f"{heading}, of") if width == 2 else (heading,)


def _rows(rows: Iterable[Row], widths: Sequence[int], *, banded: bool) -> Iterator[tuple[Plain, ...]]:
    band = ""
    for row in rows:
        if isinstance(row, Band):
            band = row.text
        else:
            values = [value for cell, width in zip(row, widths, strict=True) for value in _values(cell, width)]
            yield (band, *values) if banded else tuple(values)


def _values(cell: Cell, width: int) -> tuple[Plain, ...]:
    if isinstance(cell, HoursBar):
        return cell.have, cell.need
    value = None if isinstance(cell, TickBox) else _value(cell)
    return (value,) if width == 1 else (value, None)


def _value(cell: str | float | date | tuple[Line, ...] | Link | StateMark | Check | None) -> Plain:
    if isinstance(cell, Link):
        return f"{cell.text}\n{cell.note}" if cell.note else cell.text
    if isinstance(cell, StateMark):
        return STATUS_WORDS[cell.status]
    if isinstance(cell, Check):
        return CHECK_WORDS[cell.done]
    if isinstance(cell, tuple):
        return "\n".join(line.text for line in cell)
    return cell


def _about(document: Document) -> Content:
    lines = [document.subject, document.letterhead.name, *document.footer, document.marking]
    lines += [PRACTICE] if document.practice else []
    lines += [f"Paper {document.code}"] if document.code else []
    return _columns(("About this list",)), tuple((line,) for line in lines if line)


def _unique(names: Sequence[str]) -> list[str]:
    """Names a spreadsheet takes for its sheets, each once, whatever the case of its letters."""
    taken: dict[str, str] = {}
    for name in names:
        plain = _FORBIDDEN.sub(" ", name).strip(" '") or "Sheet"
        chosen, number = plain[:LONGEST], 1
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{plain[: LONGEST - len(str(number)) - 1]} {number}"
        taken[chosen.casefold()] = chosen
    return list(taken.values())
