"""Every report and letter of the paper district, word by word."""

from __future__ import annotations

from datetime import date

import pytest

from core.reports.catalogue import REPORTS, make_report
from core.reports.letters import LetterKind, due_letters
from core.reports.pdf import render, render_all
from tests.golden.paper_district import expect_golden, paper_roll, text_of

MEETING = date(2027, 2, 8)


@pytest.mark.parametrize("name", REPORTS)
def test_report_says(name: str) -> None:
    document = make_report(name, paper_roll(), meeting=MEETING, officer_id="A2")
    expect_golden(f"report-{name}", text_of(render(document)))


def test_public_edition_says() -> None:
    document = make_report("board", paper_roll(), edition="public", meeting=MEETING)
    expect_golden("report-board-public", text_of(render(document)))


@pytest.mark.parametrize("kind", LetterKind)
def test_letter_says(kind: LetterKind) -> None:
    letters = due_letters(paper_roll(), kind)
    assert letters
    expect_golden(f"letter-{kind}", text_of(render_all([letter.document for letter in letters])))
