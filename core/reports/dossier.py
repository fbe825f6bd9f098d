"""What an auditor asks for besides the findings: every fact recorded about an officer, and every change made to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from core.dates import moment, plural, short, written
from core.findings import Roll
from core.journal import Change, RowChange
from core.model import BY_NAME, BY_ROW, Attachment, OfficerRecord, Paper, credential_name
from core.reports.blocks import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Line,
    Paragraph,
    Row,
    Table,
    Title,
    Voice,
)
from core.reports.wording import made_document, number, on, yes_no
from core.rows import Image

if TYPE_CHECKING:
    from core.reports.binding import Place

SHOWN_ROWS = 40
"""Of one change; an import touches thousands."""


def facts_report(roll: Roll, record: OfficerRecord) -> Document:
    """Every field that is filled, as it stands; nothing is judged."""
    title = f"Facts on record: {record.officer.full_name}"
    return made_document(roll, title, _facts(record))


def _facts(record: OfficerRecord) -> Iterator[Block]:
    yield Title(record.officer.full_name, "Facts on record, as they were entered")
    yield Facts(tuple(_filled(record.officer)))
    for title, rows in _sections(record):
        if rows:
            yield Heading(f"{title} ({len(rows):,})")
            numbered = tuple((f"{number:,}", _particulars(parts)) for number, parts in enumerate(rows, start=1))
            yield Table(_FACT_COLUMNS, numbered)


_FACT_COLUMNS = (Column("No.", 0.5, right=True), Column("What is recorded", 9))
_SAID_BY_THE_PAGE = frozenset({"officer_id", "table_name", "row_key"})


def _sections(record: OfficerRecord) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """The records of each kind; what two rows say together is one."""
    yield "Appointments", [(row,) for row in record.appointments]
    yield "Commissions", [(row,) for row in record.commissions]
    yield "Designations and oaths", [(row,) for row in record.designations]
    yield "Bonds", [(row,) for row in record.bonds]
    yield "Earlier service", [(row,) for row in record.service]
    yield "Credentials", [(row,) for row in record.credentials]
    yield "Classes", [(attended.training, attended.attendance) for attended in record.attended]
    yield "Weapons", [(issued.weapon, issued.issue) for issued in record.issued]
    yield "Qualifications", [(row,) for row in record.qualifications]
    yield "Waivers", [(row,) for row in record.waivers]
    yield "Documents", [(row,) for row in record.attachments]


def _particulars(parts: Sequence[Any]) -> str:
    said = {label: value for row in parts for label, value in _filled(row)}
    return "; ".join(f"{label} {value}" for label, value in said.items())


def _filled(row: Any) -> Iterator[tuple[str, str]]:
    """The columns of a row that say something; whose record it is says the page."""
    table = BY_ROW[type(row)]
    for column in table.columns:
        value = getattr(row, column.name)
        if value not in (None, "") and (column.name not in _SAID_BY_THE_PAGE or table.keyed):
            yield _label(column.name), credential_name(value) if column.name == "credential" else shown(value)


def _label(name: str) -> str:
    """``hired_on`` as ``Hired on``."""
    words = name.replace("_", " ")
    return words[0].upper() + words[1:]


def shown(value: object) -> str:
    """A value of the records as paper shows it."""
    match value:
        case bool():
            return yes_no(value)
        case date():
            return short(value)
        case float():
            return number(value)
        case StrEnum():
            return value.replace("-", " ").replace("_", " ")
    return str(value)


# ---------------------------------------------------------------- the change log


def changes_report(roll: Roll, title: str, changes: Sequence[Change]) -> Document:
    """What was changed, newest first; each change with the values before and after."""
    return made_document(roll, title, _changes(title, changes))


def _changes(title: str, changes: Sequence[Change]) -> Iterator[Block]:
    yield Title(title, f"{plural(len(changes), 'change')}, newest first")
    yield Paragraph("The log is only ever added to; each entry is sealed with the one before it.", Voice.QUIET)
    columns = (Column("When, by whom", 1.7), Column("What, and why", 2.6), Column("Before and after", 5))
    rows: list[Row] = [(_when(change), _what(change), tuple(_rows(change))) for change in changes]
    yield Table(columns, tuple(rows), "Nothing was changed.")


def _when(change: Change) -> tuple[Line, ...]:
    return Line(moment(change.at)), Line(change.who, Voice.QUIET)


def _what(change: Change) -> tuple[Line, ...]:
    why = (Line(f"Reason: {change.reason}", Voice.QUIET),) if change.reason else ()
    return Line(f"{change.id:,}. {change.label}"), *why


def _rows(change: Change) -> Iterator[Line]:
    for row in change.rows[:SHOWN_ROWS]:
        yield Line(_row(row))
    if change.row_count > SHOWN_ROWS:
        yield Line(f"and {change.row_count - SHOWN_ROWS:,} more records", Voice.QUIET)


def _row(row: RowChange) -> str:
    noun = BY_NAME[row.table].noun.capitalize() if row.table in BY_NAME else "District"
    if row.before is None:
        return f"{noun} added: {_values(row.after or {})}"
    if row.after is None:
        return f"{noun} removed: {_values(row.before)}"
    return f"{noun}: {'; '.join(_differences(row.before, row.after))}"


def _values(image: Image) -> str:
    return ", ".join(
        f"{_label(name)} {value}" for name, value in image.items() if value not in (None, "") and name != "id"
    )


def _differences(before: Image, after: Image) -> Iterator[str]:
    for name, value in after.items():
        if before.get(name) != value:
            was, now = (_blank(part) for part in (before.get(name), value))
            yield f"{_label(name)} {was} → {now}"


def _blank(value: object) -> str:
    return "(blank)" if value in (None, "") else f"“{value}”"


# ---------------------------------------------------------------- the index of a packet, the register of papers


def index_report(roll: Roll, title: str, places: Iterable[Place]) -> Document:
    """What a packet holds, and on which page."""
    columns = (Column("Contents", 8), Column("Page", 1, right=True))
    rows: list[Row] = [((_indented(place),), f"{place.page:,}") for place in places]
    subtitle = f"As of {written(roll.as_of)}"
    return made_document(roll, title, (Title(title, subtitle), Table(columns, tuple(rows))))


def _indented(place: Place) -> Line:
    return Line("\N{NO-BREAK SPACE}" * 5 * place.depth + place.title, Voice.PLAIN if place.depth else Voice.STRONG)


def papers_report(roll: Roll, papers: Sequence[Paper], names: dict[str, str]) -> Document:
    """The register of what was printed, newest first; ``names`` of the officers by id."""
    title = "Register of letters and reports"
    columns = (
        Column("Printed", 0.9, right=True),
        Column("What", 4),
        Column("About", 2),
        Column("As of", 0.9, right=True),
        Column("Code", 1.1),
        Column("Pages", 0.6, right=True),
    )
    rows: list[Row] = [
        (
            on(paper.printed_on),
            (Line(paper.title), *_edition(paper)),
            names.get(paper.officer_id, paper.officer_id),
            on(paper.as_of),
            f"{paper.code[:4]}-{paper.code[4:]}",
            f"{paper.pages:,}",
        )
        for paper in papers
    ]
    table = Table(columns, tuple(rows), "Nothing was printed or saved yet.")
    note = Paragraph(
        "Each was kept exactly as it was printed; the code at the foot of its pages finds it again.",
        Voice.QUIET,
    )
    return made_document(roll, title, (Title(title, plural(len(papers), "paper")), note, table))


def _edition(paper: Paper) -> tuple[Line, ...]:
    meeting = f"Meeting of {short(paper.meeting_on)}" if paper.meeting_on else ""
    edition = "public edition" if paper.edition == "public" else ""
    words = ", ".join(part for part in (meeting, edition) if part)
    return (Line(words[0].upper() + words[1:], Voice.QUIET),) if words else ()


def evidence_title(record: OfficerRecord, attachment: Attachment) -> str:
    """What a document was attached to, in words: ``NASRO Basic Course``, ``Legal update``."""
    key = attachment.row_key
    named = {
        "credentials": {str(c.id): credential_name(c.credential) for c in record.credentials},
        "attendance": {str(a.attendance.id): a.training.title for a in record.attended},
        "classes": {a.training.class_id: a.training.title for a in record.attended},
    }
    noun = BY_NAME[attachment.table_name].noun if attachment.table_name in BY_NAME else "document"
    return named.get(attachment.table_name, {}).get(key, noun.capitalize())
