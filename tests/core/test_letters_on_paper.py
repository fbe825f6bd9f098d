"""The district's paper: letterhead and logo, the address in the window of an envelope, signatures, labels."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from core.reports.blocks import Address, Letterhead
from core.reports.labels import Labels, label_sheet, render_labels
from core.reports.letterpaper import WINDOW_END, WINDOW_TOP, WINDOW_WIDTH
from core.reports.letters import (
    Addressee,
    LetterKind,
    Stationery,
    due_letters,
    for_envelopes,
    make_letters,
    original,
)
from core.reports.pdf import render, render_all
from tests.golden.paper_district import DISTRICT, paper_roll, text_of

LONG = "Wolfeschlegelsteinhausenbergerdorff-Żółćkiewicz-Nguyễn-Þórsson"
ACCENTS = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚẠẢẤ"


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), (30, 60, 100)).save(buffer, kind)
    return buffer.getvalue()


LOGO, SIGNATURE = picture(300, 200), picture(400, 100, "JPEG")


def placed(pdf: bytes, page: int = 0) -> list[tuple[float, float, str]]:
    """Each piece of text with its left edge and its distance from the top of the sheet, in points."""
    found: list[tuple[float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            found.append((tm[4] + cm[4], 792 - (tm[5] + cm[5]), text.strip()))

    PdfReader(BytesIO(pdf)).pages[page].extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind is not LetterKind.AGENDA])
@pytest.mark.parametrize("logo", [b"", LOGO])
def test_the_window_shows_the_address_and_nothing_else(kind: LetterKind, logo: bytes) -> None:
    from core.reports.letters import KINDS

    typed = {ask.name: ask.example for ask in KINDS[kind].asks}
    for letter in make_letters(paper_roll(), kind, given=typed, stationery=Stationery(logo)):
        address = next(block for block in letter.document.blocks if isinstance(block, Address))
        shown = [(x, text) for x, y, text in placed(render(letter.document)) if WINDOW_TOP < y < WINDOW_END]
        assert [text for _, text in shown] == list(address.lines)
        assert all(0.9 * 72 < x < 0.9 * 72 + 10 for x, _ in shown)
        assert WINDOW_END < 792 / 3 + 1


def test_a_long_address_stays_in_the_width_of_the_window() -> None:
    (letter, *_) = due_letters(paper_roll())
    blocks = (
        Address("January 1, 2027", (LONG, f"c/o {LONG} Police Department", "1 Street"), 2),
        *letter.document.blocks[1:],
    )
    shown = [
        text for _, y, text in placed(render(replace(letter.document, blocks=blocks))) if WINDOW_TOP < y < WINDOW_END
    ]
    assert len(shown) >= 5
    from core.reports.typeface import BODY, REGULAR, width_of

    assert all(width_of(text, REGULAR, BODY) <= WINDOW_WIDTH for text in shown)


def test_the_letterhead_says_all_the_district_recorded() -> None:
    district = replace(
        DISTRICT, letterhead_line="Office of School Safety", email="office@example.org", website="www.example.org"
    )
    text = text_of(render(due_letters(paper_roll(district=district))[0].document))
    assert "Office of School Safety" in text
    assert "(601) 555-0100 · office@example.org · www.example.org" in text


@pytest.mark.parametrize(
    ("signer", "title", "expected"),
    [
        ("", "", "Dr. Sam Example\nSuperintendent\n"),
        ("Robin Placeholder", "", "Robin Placeholder\n"),
        ("Robin Placeholder", "Director of School Safety", "Robin Placeholder\nDirector of School Safety\n"),
        ("Dr. Sam Example", "", "Dr. Sam Example\nSuperintendent\n"),
        ("", "Interim Superintendent", "Dr. Sam Example\nInterim Superintendent\n"),
    ],
)
def test_who_signs_is_named_with_the_title_that_is_recorded(signer: str, title: str, expected: str) -> None:
    roll = paper_roll(district=replace(DISTRICT, signer=signer, signer_title=title))
    (letter,) = due_letters(roll, "powers")
    assert expected in text_of(render(letter.document)).split("Sincerely,\n")[1]


def test_a_long_name_is_signed_whole() -> None:
    roll = paper_roll(district=replace(DISTRICT, superintendent=f"Dr. {LONG}"))
    text = text_of(render(due_letters(roll, "powers")[0].document)).split("Sincerely,\n")[1]
    assert f"Dr. {LONG}\nSuperintendent" in text


def test_who_signs_gets_no_copy() -> None:
    roll = paper_roll(district=replace(DISTRICT, signer="Robin Placeholder"))
    assert "cc: School Board" in text_of(render(due_letters(roll, "powers")[0].document))


def test_a_logo_is_in_the_file_once_however_many_letters_there_are() -> None:
    letters = due_letters(paper_roll(), stationery=Stationery(LOGO, SIGNATURE))
    documents = [letter.document for letter in letters] * 5
    content = render_all(documents)
    assert content == render_all(documents)
    assert content.count(b"/Subtype /Image") == 2


@pytest.mark.parametrize("broken", [b"no picture", LOGO[:40], SIGNATURE[:200]])
def test_a_picture_that_cannot_be_read_keeps_no_letter_back(broken: bytes) -> None:
    plain = render(due_letters(paper_roll(), "powers")[0].document)
    (letter,) = due_letters(paper_roll(), "powers", stationery=Stationery(broken, broken))
    assert text_of(render(letter.document)) == text_of(plain)


def test_a_wide_and_a_tall_logo_both_fit() -> None:
    (letter,) = due_letters(paper_roll(), "powers")
    for logo in (picture(2000, 40), picture(30, 2000), picture(1, 1)):
        head = replace(letter.document.letterhead, logo=logo)
        assert len(PdfReader(BytesIO(render(replace(letter.document, letterhead=head)))).pages) == 1


@pytest.mark.parametrize("name", ["", "A", LONG * 3])
def test_a_letterhead_of_any_length_is_printed(name: str) -> None:
    (letter,) = due_letters(paper_roll(), "powers")
    head = Letterhead(name, name, name, name, LOGO)
    assert name[:40] in text_of(render(replace(letter.document, letterhead=head))).replace("\n", "")


@pytest.mark.parametrize("kind", LetterKind)
def test_names_with_every_accent_are_printed_whole(kind: LetterKind) -> None:
    from core.reports.letters import KINDS

    roll = paper_roll()
    officers = tuple(
        replace(j, record=replace(j.record, officer=replace(j.record.officer, last_name=LONG, first_name=ACCENTS)))
        for j in roll.officers
    )
    former = tuple(replace(r, officer=replace(r.officer, last_name=LONG, first_name=ACCENTS)) for r in roll.former)
    typed = {ask.name: ask.example for ask in KINDS[kind].asks}
    letters = make_letters(replace(roll, officers=officers, former=former), kind, given=typed)
    text = "".join(text_of(render_all([letter.document for letter in letters])).split())
    if any(letter.officer_ids for letter in letters):
        assert LONG in text


def test_the_districts_own_words_are_used() -> None:
    words = original(LetterKind.POWERS).replace("Sincerely,", "Yours,")
    (letter,) = due_letters(paper_roll(), "powers", stationery=Stationery(templates={"powers": words}))
    (other,) = due_letters(paper_roll(), "powers")
    assert "Yours,\n" in text_of(render(letter.document))
    assert letter.template != other.template
    assert len(other.template) == 64


def test_letters_to_one_address_lie_together_in_the_order_of_the_post() -> None:
    letters = for_envelopes(due_letters(paper_roll()))
    names = [letter.to.name for letter in letters]
    assert [letter.to.known for letter in letters] == sorted((letter.to.known for letter in letters), reverse=True)
    assert sorted(set(names), key=names.index) == [name for n, name in enumerate(names) if name not in names[:n]]
    assert [letter.kind for letter in letters if letter.to.name == "Dana M. Lee Jr."] == ["powers", "overdue"]


# ---------------------------------------------------------------- labels


def test_labels_stand_on_the_sheet_where_the_labels_are() -> None:
    labels = Labels(tuple((f"Name {n}", f"{n} Street", "Town, MS 39999") for n in range(31)), ())
    pdf = render_labels(labels)
    assert len(PdfReader(BytesIO(pdf)).pages) == 2
    for n, (x, y) in {0: (13.5, 36), 1: (211.5, 36), 2: (409.5, 36), 3: (13.5, 108), 29: (409.5, 684)}.items():
        own = [(left, top) for left, top, text in placed(pdf) if text in {f"Name {n}", f"{n} Street"}]
        assert len(own) == 2
        assert all(x < left < x + 189 and y < top < y + 72 for left, top in own)


@pytest.mark.parametrize(("used", "pages", "first"), [(0, 1, 13.5), (1, 1, 211.5), (29, 2, 409.5), (30, 1, 13.5)])
def test_labels_that_are_gone_are_passed_over(used: int, pages: int, first: float) -> None:
    pdf = render_labels(Labels((("Ann", "1 Street"), ("Bo", "2 Street")), ()), used=used)
    assert len(PdfReader(BytesIO(pdf)).pages) == pages
    assert first < next(x for x, _, text in placed(pdf) if text == "Ann") < first + 20


def test_no_label_overflows() -> None:
    lines = (LONG, f"c/o {LONG}", LONG, "12 Practice Lane", "Apartment 4", "Harlan Springs, MS 38699", "USA")
    pdf = render_labels(Labels((lines, lines), ()))
    assert all(36 < y < 108 for _, y, _ in placed(pdf))
    assert "Harlan Springs, MS 38699" in text_of(pdf)


def test_who_has_no_address_gets_no_label_and_is_named() -> None:
    sheet = label_sheet(letter.to for letter in due_letters(paper_roll()))
    assert ("Dana M. Lee Jr.", "2 Private Lane", "Sampleton, MS 39999") in sheet.labels
    assert len(set(sheet.labels)) == len(sheet.labels)
    assert "Łukasz Nguyễn-Þórsson" in sheet.left_out
    assert label_sheet([Addressee("A", ("A",))]) == Labels((), ("A",))
