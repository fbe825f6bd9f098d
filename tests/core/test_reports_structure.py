"""The structure of a paper: headings, paragraphs, tables and pictures in reading order, each joined to its content."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from core.model import Status
from core.reports.blocks import (
    Bars,
    Block,
    Chart,
    Check,
    Column,
    Heading,
    Line,
    Note,
    Paragraph,
    Table,
    Title,
    WallCalendar,
)
from core.reports.catalogue import REPORTS, make_report
from core.reports.pdf import render, render_all
from tests.core.test_reports_pages import document
from tests.golden.paper_district import paper_roll


def reader(*blocks: Block) -> PdfReader:
    return PdfReader(BytesIO(render(document(*blocks))))


def tree(pdf: PdfReader) -> Any:
    (root,) = pdf.root_object["/StructTreeRoot"]["/K"]  # type: ignore[index]
    return root.get_object()


def kids(element: Any) -> list[Any]:
    return [kid.get_object() for kid in element["/K"] if not isinstance(kid.get_object(), int)]


def kinds(element: Any) -> Any:
    """The tree by its kinds alone."""
    below = [kinds(kid) for kid in kids(element)]
    return (element["/S"], below) if below else element["/S"]


def walked(element: Any) -> Iterator[Any]:
    yield element
    for kid in kids(element):
        yield from walked(kid)


def test_headings_tables_and_charts_are_what_they_are() -> None:
    table = Table((Column("a", 1), Column("b", 1)), (("x", (Line("y"), Line("z"))), (None, Check(True))))
    pdf = reader(Title("Top", "below"), Heading("One"), Paragraph("text"), Heading("Two", 2), table)
    row = ("/TR", ["/TD", "/TD"])
    assert kinds(tree(pdf)) == (
        "/Document",
        ["/H1", "/P", "/H2", "/P", "/H3", ("/Table", [("/TR", ["/TH", "/TH"]), row, row])],
    )
    assert pdf.root_object["/MarkInfo"]["/Marked"] == True  # type: ignore[index]  # noqa: E712
    assert [page["/StructParents"] for page in pdf.pages] == list(range(len(pdf.pages)))


def test_a_picture_has_its_words() -> None:
    chart = Chart("Łódź officers", (Bars("now", ((Status.MET, 3.0),), "3 met"),))
    month = WallCalendar(date(2027, 2, 1), (Note(date(2027, 2, 20), Status.DUE_SOON, "Lee, Dana", "Bond"),), "see")
    found = [element for element in walked(tree(reader(chart, month))) if element["/S"] == "/Figure"]
    assert [element["/Alt"] for element in found] == [
        "Łódź officers. now: 3 met.",
        "Calendar of February 2027. February 20, 2027: Lee, Dana, Bond, due soon.",
    ]


@pytest.mark.parametrize("name", REPORTS)
def test_all_content_is_marked_and_named_once_by_the_tree(name: str) -> None:
    officer_id = "A2" if REPORTS[name].needs_officer else None
    pdf = PdfReader(BytesIO(render(make_report(name, paper_roll(), officer_id=officer_id))))
    parents = pdf.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]  # type: ignore[index]
    named = [
        (element["/Pg"].indirect_reference.idnum, kid)
        for element in walked(tree(pdf))
        for kid in element["/K"]
        if isinstance(kid, int)
    ]
    assert len(named) == len(set(named))
    for place, page in enumerate(pdf.pages):
        marks = list(marks_of(pdf, page))
        assert marks == list(range(len(marks)))
        assert len(parents[2 * place + 1]) == len(marks)
        assert {number for at, number in named if at == page.indirect_reference.idnum} == set(marks)  # type: ignore[union-attr]


def marks_of(pdf: PdfReader, page: Any) -> Iterator[int]:
    """The numbers of the marked content, which must never be nested, and end where it began; no text is outside."""
    depth = 0
    for operands, operator in ContentStream(page.get_contents(), pdf).operations:
        if operator in {b"BDC", b"BMC"}:
            assert depth == 0
            depth += 1
            if operator == b"BDC":
                yield operands[1]["/MCID"]
        elif operator == b"EMC":
            depth -= 1
            assert depth == 0
        elif operator in {b"Tj", b"TJ", b"'"}:
            assert depth == 1
    assert depth == 0


def test_a_batch_for_the_printer_has_no_structure() -> None:
    one = document(Paragraph("text"))
    assert "/StructTreeRoot" not in PdfReader(BytesIO(render_all([one, one]))).root_object
