"""Any list of the window on paper, with the columns, the order and the filter it has on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.dates import plural, written
from core.findings import Roll
from core.reports.blocks import Block, Column, Document, Heading, Paragraph, Row, Table, Title, Voice
from core.reports.wording import made_document

UPRIGHT = 6
"""So many columns have room on an upright sheet."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One table as it is shown. ``narrowed`` says in words what is left out of it, if anything is."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    narrowed: str = ""


def listing_document(roll: Roll, title: str, lists: Sequence[Listing]) -> Document:
    """The lists one below the other; a single one needs no heading of its own."""
    document = made_document(roll, title, (Title(title, f"As of {written(roll.as_of)}"), *_blocks(lists)))
    return replace(document, lying=any(len(listing.columns) > UPRIGHT for listing in lists))


def _blocks(lists: Sequence[Listing]) -> Iterator[Block]:
    for listing in lists:
        if len(lists) > 1:
            yield Heading(listing.title)
        count = plural(len(listing.rows), "line")
        yield Paragraph(f"{count} · {listing.narrowed}" if listing.narrowed else f"{count}.", Voice.QUIET)
        yield Table(listing.columns, listing.rows, "Nothing is in this list.")
