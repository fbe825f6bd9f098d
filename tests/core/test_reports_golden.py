"""Every report and letter of the paper district, word by word."""

from __future__ import annotations

from datetime import date

import pytest

from core.reports.catalogue import REPORTS, Holdings, make_report
from core.reports.letters import KINDS, LetterKind, make_letters
from core.reports.pdf import render, render_all
from core.reports.since import snapshot_of
from core.reports.wording import Edition
from tests.golden.paper_district import expect_golden, paper_roll, text_of

MEETING = date(2027, 2, 8)


@pytest.mark.parametrize("name", REPORTS)
def test_report_says(name: str) -> None:
    officer_id = "A2" if REPORTS[name].needs_officer else None
    document = make_report(name, paper_roll(), meeting=MEETING, officer_id=officer_id)
    expect_golden(f"report-{name}", text_of(render(document)))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("weapons-of-an-officer", {"officer_id": "A2"}),
        ("weapons-by-serial-number", {"weapon_id": "SN-4711"}),
        ("in-service-year-before", {"year": "2025-26"}),
        ("sign-in-class", {"class_id": "C1"}),
    ],
)
def test_report_says_of_what_is_asked_for(name: str, options: dict[str, str]) -> None:
    roll = paper_roll()
    records = tuple(judged.record for judged in roll.officers)
    classes = {sat.training.class_id: sat.training for record in records for sat in record.attended}
    report = next(key for key in sorted(REPORTS, key=len, reverse=True) if name.startswith(key))
    document = make_report(report, roll, file=Holdings(records=records, classes=tuple(classes.values())), **options)  # type: ignore[arg-type]
    expect_golden(f"report-{name}", text_of(render(document)))


@pytest.mark.parametrize("name", ["board", "annual"])
def test_public_edition_says(name: str) -> None:
    document = make_report(name, paper_roll(), edition="public", meeting=MEETING)
    expect_golden(f"report-{name}-public", text_of(render(document)))


@pytest.mark.parametrize("edition", Edition)
def test_board_report_says_what_has_changed(edition: Edition) -> None:
    earlier = tuple(snapshot_of(paper_roll(day)) for day in (date(2026, 6, 1), date(2026, 12, 7)))
    document = make_report("board", paper_roll(), edition=edition, meeting=MEETING, file=Holdings(earlier=earlier))
    expect_golden(f"report-board-since-{edition}", text_of(render(document)))


TYPED = {kind: {ask.name: ask.example for ask in described.asks} for kind, described in KINDS.items()}


@pytest.mark.parametrize("kind", LetterKind)
def test_letter_says(kind: LetterKind) -> None:
    letters = make_letters(paper_roll(), kind, given=TYPED[kind])
    assert letters
    expect_golden(f"letter-{kind}", text_of(render_all([letter.document for letter in letters])))
