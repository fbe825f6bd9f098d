"""The spreadsheet twins: the same tables, with real dates, and no text that becomes a formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.model import Status
from core.reports.blocks import (
    Band,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    HoursBar,
    KeepTogether,
    Letterhead,
    Line,
    Row,
    StateMark,
    Table,
    Title,
)
from core.reports.catalogue import REPORTS, make_report
from core.twins import twin
from tests.golden.paper_district import paper_roll

DAY = date(2027, 1, 31)


def document(*blocks: Block) -> Document:
    return Document(
        title="A report",
        subject="A report, as of January 31, 2027",
        author="Example",
        letterhead=Letterhead("Example District"),
        footer=("Not an official form.",),
        blocks=blocks,
        code="7K2M-4QXP",
        practice=True,
    )


def sheets(made: Document) -> list[Worksheet]:
    return list(load_workbook(BytesIO(twin(made))).worksheets)


def values(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


COLUMNS = (Column("Who", 1), Column("Due", 1), Column("Hours", 1), Column("Standing", 1))


def test_a_table_keeps_its_dates_numbers_and_bands() -> None:
    rows: tuple[Row, ...] = (
        ("nobody", None, None, "n/a"),
        Band("Alder High School"),
        ("Lee", DAY, HoursBar(12.5, 40), StateMark(Status.DUE_SOON)),
        ((Line("Young"), Line("A5")), DAY, HoursBar(0, 40), StateMark(Status.MET)),
    )
    first, about = sheets(document(Heading("Standing"), Table(COLUMNS, rows, bands="School")))
    assert first.title == "Standing"
    assert values(first) == [
        ("School", "Who", "Due", "Hours", "Hours, of", "Standing"),
        (None, "nobody", None, None, None, "n/a"),
        ("Alder High School", "Lee", datetime(2027, 1, 31), 12.5, 40, "Due soon"),  # noqa: DTZ001
        ("Alder High School", "Young\nA5", datetime(2027, 1, 31), 0, 40, "Met"),  # noqa: DTZ001
    ]
    assert first["C3"].is_date
    assert first.freeze_panes == "A2"
    assert first.auto_filter.ref == "A1:F4"
    assert first.column_dimensions["A"].width >= len("Alder High School")
    words = [row[0] for row in values(about)]
    assert "A report, as of January 31, 2027" in words
    assert "Paper 7K2M-4QXP" in words
    assert any("PRACTICE" in str(word) for word in words)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "#REF!", "\t=1"])
def test_text_never_becomes_a_formula(text: str) -> None:
    made = document(
        Table((Column(text, 1), Column("b", 1)), (Band(text), (text, (Line(text),)))), Facts(((text, text),))
    )
    for sheet in sheets(made):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        assert all(cell.value is None for row in sheet.iter_rows() for cell in row if cell.data_type == "n")
    archive = ZipFile(BytesIO(twin(made)))
    assert not any(b"<f" in archive.read(name) for name in archive.namelist() if "worksheets/" in name)


@given(st.lists(st.text(max_size=50), min_size=1, max_size=6))
def test_any_heading_names_a_sheet_once(headings: list[str]) -> None:
    table = Table((Column("a", 1),), (("b",),))
    blocks = [block for heading in headings for block in (Heading("".join(filter(str.isprintable, heading))), table)]
    names = [sheet.title.casefold() for sheet in sheets(document(*blocks))]
    assert len(set(names)) == len(headings) + 1
    assert all(0 < len(name) <= 31 for name in names)


def test_what_is_kept_together_has_its_tables_too() -> None:
    table = Table((Column("a", 1),), (("b",),))
    names = [sheet.title for sheet in sheets(document(Title("Top"), KeepTogether((Heading("Inner"), table)), table))]
    assert names == ["Inner", "Top", "About"]


def dates_of(made: Document) -> Iterator[date]:
    for block in made.blocks:
        if isinstance(block, Table):
            cells = (cell for row in block.rows if not isinstance(row, Band) for cell in row)
            yield from (cell for cell in cells if isinstance(cell, date))


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_has_its_twin_with_the_dates_of_its_tables(name: str) -> None:
    made = make_report(name, paper_roll(), officer_id="A2")
    found = [cell for sheet in sheets(made) for row in sheet.iter_rows() for cell in row if cell.is_date]
    assert sorted(cell.value.date() for cell in found) == sorted(dates_of(made))  # type: ignore[union-attr]


def test_the_twin_is_of_the_same_moment_each_time() -> None:
    made = make_report("roster", paper_roll())
    other = replace(made, footer=("Other",))
    assert [values(s) for s in sheets(made)] == [values(s) for s in sheets(made)]
    assert [values(s) for s in sheets(made)] != [values(s) for s in sheets(other)]
