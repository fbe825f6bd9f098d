"""Links lead from the summary to the detail, and only to what is there."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from core.reports.blocks import Band, Column, Heading, Link, PageBreak, Table
from core.reports.catalogue import REPORTS, make_report
from core.reports.pdf import render, render_all
from core.reports.wording import Edition
from tests.core.test_reports_pages import document
from tests.golden.paper_district import paper_roll

COLUMNS = (Column("Who", 2), Column("What", 3, right=True))


def led(pdf: PdfReader) -> list[tuple[int, int, float]]:
    """Each link: the page it is on, and the page and height it leads to."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(pdf.pages)}  # type: ignore[union-attr]
    found = []
    for number, page in enumerate(pdf.pages):
        for annotation in page.get("/Annots", ()):
            link = annotation.get_object()
            assert link["/Subtype"] == "/Link"
            place = link["/Dest"]
            found.append((number, pages[list.__getitem__(place, 0).idnum], float(place[3])))
    return found


def test_a_link_leads_to_its_band_or_heading() -> None:
    summary = Table(COLUMNS, ((Link("Lee", "lee", "A1"), Link(3, "three")), (Link("Nobody", "nobody"), "x")))
    detail = Table(COLUMNS, (Band("Lee, Dana", "lee"), ("a", "b")))
    made = document(summary, PageBreak(), Heading("Three", anchor="three"), PageBreak(), detail)
    pdf = PdfReader(BytesIO(render(made)))
    assert [(start, end) for start, end, _ in led(pdf)] == [(0, 2), (0, 1)]
    assert all(600 < top < 760 for _, _, top in led(pdf))
    assert "A1" in pdf.pages[0].extract_text()


def test_each_document_of_a_batch_has_its_own_anchors() -> None:
    made = document(Table(COLUMNS, ((Link("to", "here"), ""),)), PageBreak(), Heading("Here", anchor="here"))
    pdf = PdfReader(BytesIO(render_all([made, made])))
    assert [(start, end) for start, end, _ in led(pdf)] == [(0, 1), (2, 3)]


@pytest.mark.parametrize("name", ["board", "in-service", "weapons", "oath-bond", "agreements", "data-health"])
def test_a_report_leads_from_its_summary_to_the_detail(name: str) -> None:
    pdf = PdfReader(BytesIO(render(make_report(name, paper_roll()))))
    assert led(pdf)


@pytest.mark.parametrize("name", [name for name, report in REPORTS.items() if Edition.PUBLIC in report.editions])
def test_a_public_edition_has_no_link_that_could_name_anyone(name: str) -> None:
    pdf = PdfReader(BytesIO(render(make_report(name, paper_roll(), edition="public"))))
    assert led(pdf) == []
