"""Charts tell by pattern and number what they tell by colour, and say it in words besides."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from reportlab.graphics.shapes import Drawing, Hatching, Rect, String

from core.dates import add_months
from core.model import Status
from core.reports.blocks import Bars, Chart, Note, WallCalendar
from core.reports.counts import BRACKETS, bracket, due_chart, hours_chart, running_hours, standing_chart
from core.reports.graphs import pattern, set_chart
from core.reports.pdf import render
from core.reports.since import snapshot_of
from core.reports.typeface import load_typeface
from core.reports.wording import due_within, hours_findings
from tests.core.test_reports_pages import document, text_of
from tests.golden.paper_district import AS_OF, paper_roll

AREA = (0.0, 0.0, 100.0, 10.0)


def looks(status: Status | None) -> tuple[object, ...]:
    """A pattern without its colour: how dark the ground is, and how the lines run."""
    shapes = list(pattern(status, AREA))
    ground = next(shape for shape in shapes if isinstance(shape, Rect)).fillColor
    lines = next((shape for shape in shapes if isinstance(shape, Hatching)), None)
    return round(ground.red + ground.green + ground.blue, 1), lines and (tuple(lines.angles), tuple(lines.spacings))


def test_no_two_statuses_have_the_same_pattern() -> None:
    for one, other in combinations(Status, 2):
        assert looks(one) != looks(other), (one, other)


def strings(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.contents if isinstance(shape, String)]


def test_numbers_stand_on_the_bars_and_words_beside_them() -> None:
    load_typeface()
    rows = (
        Bars("1/31/2027", ((Status.MET, 9.0), (Status.OVERDUE, 5.0)), "9 met, 5 overdue"),
        Bars("none", (), "no officer"),
    )
    chart = Chart("Officers by standing", rows)
    told = strings(set_chart(chart, 475))
    assert told == [
        "Officers by standing",
        "Overdue",
        "Met",
        "1/31/2027",
        "9",
        "5",
        "9 met, 5 overdue",
        "none",
        "no officer",
    ]
    assert chart.words == "Officers by standing. 1/31/2027: 9 met, 5 overdue. none: no officer."


@pytest.mark.parametrize("measure", [475.0, 655.0])
def test_a_chart_keeps_to_its_width(measure: float) -> None:
    load_typeface()
    words = ", ".join(f"{number * 1000:,} undetermined" for number in range(9))
    chart = Chart("t" * 300, (Bars("l" * 200, ((Status.MET, 1e6), (Status.OVERDUE, 1.0)), words),))
    left, _, right, _ = set_chart(chart, measure).getBounds()
    assert left >= -1
    assert right <= measure + 1


def test_standings_over_the_meetings_are_the_last_six_and_today() -> None:
    roll = paper_roll()
    earlier = [snapshot_of(paper_roll(add_months(AS_OF, -months))) for months in range(9, 0, -1)]
    chart = standing_chart(roll, earlier)
    assert (chart.rows[0].label, chart.rows[-1].label) == ("7/31/2026", "1/31/2027")
    assert len(chart.rows) == 7
    assert chart.rows[-1].total == len(roll.officers)


def test_due_dates_of_a_year_are_all_counted() -> None:
    roll = paper_roll()
    chart = due_chart(roll)
    assert [row.label for row in chart.rows] == [
        "January 2027", "February 2027", "March 2027", "April 2027", "May 2027", "June 2027", "July 2027",
        "August 2027", "September 2027", "October 2027", "November 2027", "December 2027",
    ]  # fmt: skip
    assert sum(row.total for row in chart.rows) == len(due_within(roll, (date(2027, 12, 31) - AS_OF).days))


@pytest.mark.parametrize(
    ("have", "need", "expected"),
    [
        (0, 40, "None"),
        (0.25, 40, "Under a quarter"),
        (9.75, 40, "Under a quarter"),
        (10, 40, "A quarter to under a half"),
        (20, 40, "A half to under three quarters"),
        (30, 40, "Three quarters or more"),
        (39.75, 40, "Three quarters or more"),
        (40, 40, "All the hours"),
        (56, 40, "All the hours"),
        (0, 0, "No hours asked for"),
        (None, None, "Not determined"),
    ],
)
def test_hours_are_counted_by_their_share(have: float | None, need: float | None, expected: str) -> None:
    assert bracket(have, need) == expected
    assert expected in BRACKETS


def test_everyone_who_has_to_train_is_in_the_chart_of_hours() -> None:
    roll = paper_roll()
    running = [f for _, f in hours_findings(roll) if f.due is None or f.due >= AS_OF]
    assert sum(row.total for row in hours_chart(running_hours(roll), "hours").rows) == len(running)


def wall(*notes: Note) -> str:
    return text_of(render(document(WallCalendar(date(2027, 2, 1), notes, "see the list"))))


def note(day: int, who: str) -> Note:
    return Note(date(2027, 2, day), Status.DUE_SOON, who, "Bond")


def test_what_a_day_has_no_room_for_is_counted() -> None:
    few = wall(*(note(5, f"Officer {number}") for number in range(3)))
    assert "Officer 2" in few
    assert "more" not in few
    many = wall(*(note(5, f"Officer {number}") for number in range(9)), note(6, "Alone"))
    shown = sum(f"Officer {number}" in many for number in range(9))
    assert 1 <= shown < 9
    assert f"and {9 - shown} more, " in many
    assert "Alone" in many


@pytest.mark.parametrize("month", [date(2026, 2, 1), date(2027, 1, 1), date(2026, 8, 1), date(2028, 2, 1)])
def test_every_day_of_the_month_is_on_the_wall_once(month: date) -> None:
    text = text_of(render(document(WallCalendar(month, (), "see the list"))))
    days = [int(line) for line in text.splitlines() if line.strip().isdecimal()]
    length = (add_months(month, 1) - month).days
    assert sorted(days) == list(range(1, length + 1))


def test_the_sheet_after_a_calendar_stands_upright_again() -> None:
    from io import BytesIO

    from pypdf import PdfReader

    from core.reports.blocks import Paragraph

    month = WallCalendar(date(2027, 2, 1), (), "see the list")
    pdf = PdfReader(BytesIO(render(document(Paragraph("before"), month, month, Paragraph("after")))))
    wide = [page.mediabox.width > page.mediabox.height for page in pdf.pages]
    assert wide == [False, True, True, False]
    assert "after" in pdf.pages[3].extract_text()
