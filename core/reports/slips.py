"""Data health on paper: what in the records is likely a slip, or is missing, with the place to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.dates import plural, written
from core.findings import Roll
from core.health import TITLES, Concern, Kind, concerns
from core.model import BY_NAME, OfficerRecord, TrainingClass
from core.reports.blocks import Band, Block, Cell, Column, Document, Heading, Link, Paragraph, Row, Table, Title, Voice
from core.reports.wording import OFFICE_MARKING, made_document, sentence


def health_report(roll: Roll, records: Iterable[OfficerRecord], classes: Iterable[TrainingClass]) -> Document:
    title = "Data health"
    found = concerns(roll.policy, records, roll.district, roll.as_of, classes)
    blocks = (Title(title, f"Likely slips and gaps in the records as of {written(roll.as_of)}"), *_health(found))
    return made_document(roll, title, blocks, OFFICE_MARKING)


def _health(found: Iterable[Concern]) -> Iterator[Block]:
    by_kind: dict[Kind, list[Concern]] = {}
    for concern in found:
        by_kind.setdefault(concern.kind, []).append(concern)
    count = sum(map(len, by_kind.values()))
    yield Paragraph(f"{plural(count, 'concern')} in the records." if count else CLEAN)
    yield Paragraph(NO_FINDING, Voice.QUIET)
    if not count:
        return
    counts = tuple((Link(TITLES[kind], kind), len(concerns)) for kind, concerns in by_kind.items())
    yield Table((Column("Kind", 4), Column("Concerns", 1, right=True)), counts, share=0.55)
    yield Heading("What to look at")
    yield Table(_COLUMNS, tuple(_rows(by_kind)), bands="Kind")


CLEAN = "Nothing in the records looks like a slip or a gap."
NO_FINDING = (
    "A concern is no finding: it says that what is written down may be wrong or is missing, and so every finding that "
    "rests on it. Look at the paper itself before anything is changed."
)
_COLUMNS = (Column("About", 2.2), Column("What", 4.6), Column("Where to mend it", 2.2))


def _rows(by_kind: dict[Kind, list[Concern]]) -> Iterator[Row]:
    for kind, found in by_kind.items():
        yield Band(TITLES[kind], kind)
        yield from map(_row, found)


def _row(concern: Concern) -> tuple[Cell, ...]:
    return concern.who, sentence(concern.words), _where(concern)


def _where(concern: Concern) -> str:
    """The sheet and the field, in words."""
    sheet = BY_NAME[concern.table].sheet if concern.table in BY_NAME else "District"
    field = concern.field.removesuffix("_id").replace("_", " ")
    return f"{sheet}: {field}" if field else sheet
