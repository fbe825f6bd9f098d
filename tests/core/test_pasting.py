"""Names and blocks pasted onto a roster mean one officer, or are asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import parse_date
from core.errors import UserError
from core.model import Officer
from core.pasting import Beside, People, read_block

LEE = Officer(
    officer_id="A1", last_name="Lee", first_name="Dana", middle_name="Marie", suffix="Jr.", employee_number="1042"
)
ROBIN = Officer(officer_id="A2", last_name="Lee", first_name="Robin", mcid="MC-7")
NUNEZ = Officer(officer_id="A3", last_name="Nuñez de la Cruz", first_name="Rafael")
ONEIL = Officer(officer_id="A4", last_name="O’Neil", first_name="Jo")
TWIN = Officer(officer_id="A5", last_name="Lee", first_name="Robin")
PEOPLE = People((LEE, ROBIN, NUNEZ, ONEIL))


def hours(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UserError("no number") from None


BESIDE = (
    Beside("completed_on", frozenset({"date", "completed"}), parse_date),
    Beside("hours", frozenset({"hours", "hrs"}), hours),
)


def block(text, people=PEOPLE):
    return read_block(text, BESIDE, people)


@pytest.mark.parametrize(
    "words",
    [
        "Lee, Dana", "Dana Lee", "LEE, DANA", "lee,dana", "Lee Dana", "Dana M. Lee", "Lee, Dana M.", "Lee, Dana Marie",
        "Dana Marie Lee Jr.", "Lee Jr., Dana", "Lee, Dana Jr", "Sgt. Dana Lee", "Officer Lee, Dana", "A1", "a1", "1042",
        "  Dana   Lee ",
    ],
)  # fmt: skip
def test_everything_one_is_called(words):
    assert [named.officer_id for named in block(words)] == ["A1"]


@pytest.mark.parametrize(
    ("words", "whom"),
    [("Nunez de la Cruz, Rafael", "A3"), ("Rafael Nuñez de la Cruz", "A3"), ("Jo O'Neil", "A4"), ("ONeil, Jo", "A4"),
     ("MC-7", "A2")],
)  # fmt: skip
def test_accents_and_apostrophes_do_not_matter(words, whom):
    assert [named.officer_id for named in block(words)] == [whom]


def test_a_last_name_alone_is_asked_about_with_those_who_have_it():
    (named,) = block("Lee")
    assert (named.officer_id, named.likely) == ("", ("A1", "A2"))


def test_two_of_one_name_are_asked_about():
    (named,) = block("Robin Lee", People((LEE, ROBIN, TWIN)))
    assert (named.officer_id, named.likely) == ("", ("A2", "A5"))


def test_a_stranger_is_asked_about_and_nobody_comes_near():
    (named,) = block("Zorro, Al")
    assert (named.words, named.officer_id, named.likely) == ("Zorro, Al", "", ())


def test_a_block_with_headings_in_any_order():
    rows = block("Hrs\tName\tRemark\tDate\n8\tLee, Dana\tlate\t8/1/26\n4\tRobin Lee\t\t8/2/26\n\n")
    assert [(row.officer_id, dict(row.values)) for row in rows] == [
        ("A1", {"hours": "8", "completed_on": "8/1/26"}),
        ("A2", {"hours": "4", "completed_on": "8/2/26"}),
    ]


def test_a_block_without_headings_is_told_by_what_stands_in_it():
    rows = block("Dana Lee\t8/1/26\t8\nRobin Lee\t8/2/26\t\n")
    assert [dict(row.values) for row in rows] == [
        {"completed_on": "8/1/26", "hours": "8"},
        {"completed_on": "8/2/26"},
    ]


def test_last_and_first_name_in_two_columns_with_and_without_headings():
    for head in ("", "Last name\tFirst name\tHours\n"):
        rows = block(f"{head}Lee\tDana\t8\nO'Neil\tJo\t4")
        assert [(row.officer_id, row.values["hours"]) for row in rows] == [("A1", "8"), ("A4", "4")]


def test_first_name_first_in_two_columns():
    assert [row.officer_id for row in block("Dana\tLee\t8\nJo\tO'Neil\t4")] == ["A1", "A4"]


def test_a_badge_beside_the_name_decides():
    rows = block("Badge\tName\n1042\tD. Lee\n9\tRobin Lee")
    assert [row.officer_id for row in rows] == ["A1", "A2"]


def test_nothing_pasted_is_nobody():
    assert block("") == block("\n \t \n") == ()


NAMES = st.text(st.characters(categories=["Lu", "Ll"], codec="utf-8"), min_size=1, max_size=8).filter(
    lambda name: any(letter.isalnum() for letter in name)
)


@given(NAMES, NAMES, st.sampled_from(["{l}, {f}", "{f} {l}", "{l} {f}", "{n}"]))
def test_however_the_one_officer_is_written_the_officer_is_found(last, first, way):
    person = Officer(officer_id="#17", last_name=last, first_name=first)
    (named,) = read_block(way.format(l=last, f=first, n="#17"), BESIDE, People((person,)))
    assert named.officer_id == "#17"


@given(st.text(max_size=60))
def test_any_text_is_read_without_failing_or_refused_in_words(text):
    try:
        rows = block(text)
    except UserError:
        return
    assert all(row.officer_id in {"", "A1", "A2", "A3", "A4"} for row in rows)
