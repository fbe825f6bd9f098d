"""Nothing runs out of its page or column, whatever the names and however many: every sign is where paper shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pypdfium2  # type: ignore[import-untyped]
import pytest

from core.engine import call_roll
from core.findings import Judged, Roll
from core.model import Appointment, Officer, OfficerRecord, TrainingClass
from core.policy import default_policy
from core.reports.blocks import Document
from core.reports.catalogue import REPORTS, Holdings, make_report
from core.reports.firearms import held_weapons
from core.reports.furniture import SIDE
from core.reports.pdf import render
from tests.districts import TODAY, assemble, district, district_record_of

NAMES = ("W" * 60, "Featherstonehaugh-Wolfeschlegelsteinhausen-Bergerdorff-Smythe", "M" * 29 + " " + "Ŵ" * 30)
HANG = 2.5
"""Points that a letter may reach out of its own width: the J of a large January does."""
SCHOOL = "The Reverend Doctor Martin Luther King Junior Memorial Middle"


@cache
def lengthened(officers: int) -> tuple[Roll, Holdings]:
    invented = district(11, officers)
    rows = list(invented.all_rows())
    for place, row in enumerate(rows):
        if isinstance(row, Officer):
            name = NAMES[place % len(NAMES)][:60]
            rows[place] = replace(row, last_name=name, first_name=name[::-1])
        if isinstance(row, Appointment):
            rows[place] = replace(row, school=SCHOOL, employer=f"Sheriff of {SCHOOL}")
    records: list[OfficerRecord] = assemble(invented.district, rows)
    classes = tuple(row for row in rows if isinstance(row, TrainingClass))
    roll = call_roll(default_policy(), records, district_record_of(invented), TODAY)
    return roll, Holdings(records=tuple(records), classes=classes)


def made(name: str, officers: int) -> Document:
    roll, file = lengthened(officers)
    officer_id = roll.officers[0].officer.officer_id if REPORTS[name].needs_officer else None
    return make_report(name, roll, officer_id=officer_id, file=file)


def outside(pdf: bytes) -> Iterator[tuple[int, str]]:
    """Signs that stand in the margins left and right, or off the sheet, with their pages."""
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            within = left >= SIDE - HANG and right <= width - SIDE + HANG and bottom >= 0 and top <= height
            if right > left and not within:
                yield number, text.get_text_range(index, 1)
    document.close()


@pytest.mark.parametrize("name", REPORTS)
def test_names_of_sixty_letters_stay_within_the_margins(name: str) -> None:
    assert list(outside(render(made(name, 6)))) == []


@pytest.mark.parametrize("name", ["roster", "score-sheet"])
def test_two_hundred_officers_are_all_there(name: str) -> None:
    roll, _ = lengthened(200)
    pdf = pypdfium2.PdfDocument(render(made(name, 200)))
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pages = len(pdf)
    pdf.close()
    assert f"Page {pages} of {pages}" in text
    told = TOLD[name]
    expected = [told(judged) for judged in roll.officers]
    assert [words for words in expected if words and words not in text] == []


TOLD: dict[str, Callable[[Judged], str]] = {
    "roster": lambda judged: judged.officer.officer_id,
    "score-sheet": lambda judged: next(iter(i.weapon.weapon_id for i in held_weapons(judged, TODAY)), ""),
}
"""What tells an officer from the others, where names are long."""
