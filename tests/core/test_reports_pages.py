"""The pages themselves: embedded type, page numbers, outline, marks, long names, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.findings import Roll
from core.model import Status
from core.reports.blocks import (
    Address,
    Band,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    HoursBar,
    Items,
    KeepTogether,
    Letterhead,
    Line,
    Notice,
    PageBreak,
    Paragraph,
    Party,
    Signatures,
    StateMark,
    Table,
    Title,
    Voice,
)
from core.reports.catalogue import REPORTS, make_report
from core.reports.furniture import PRACTICE
from core.reports.letters import due_letters
from core.reports.pdf import render, render_all
from core.reports.tables import GUTTER, column_widths
from core.reports.typeface import REGULAR, SMALL, load_typeface, printable, shortened, width_of
from tests.golden.paper_district import DISTRICT, paper_roll

NAME = "Łukasz Nguyễn-Þórsson"


def document(*blocks: Block, title: str = "A report", practice: bool = False) -> Document:
    return Document(
        title=title,
        subject="A subject",
        author="Example District",
        letterhead=Letterhead("Example District", "1 Example Street", "Dr. Sam Example, Superintendent"),
        footer=("Not an official form.", "Rules 1"),
        blocks=blocks,
        practice=practice,
    )


def one_of_each(text: str) -> tuple[Block, ...]:
    """Every block with ``text`` in every place that takes any."""
    cells = (text, (Line(text, Voice.STRONG), Line(text, Voice.QUIET)), StateMark(Status.DUE_SOON), HoursBar(12, 40))
    columns = (Column("Who", 2), Column("What", 3, right=True), Column("Status", 1), Column("Hours", 2))
    return (
        Address(text, (text, text)),
        Title(text, text),
        Heading(text),
        Heading(text, 2),
        *(Paragraph(text, voice) for voice in Voice),
        Items((text,)),
        Facts(((text, text), ("Standing", StateMark(Status.MET)))),
        Table(columns, (Band(text), cells)),
        Table(columns, (), text),
        Notice(text, text),
        PageBreak(),
        KeepTogether((Paragraph(text), Signatures((Party(text, text), Party(text)), dated=True))),
    )


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in reader(pdf).pages)


def squeezed(text: str) -> str:
    """Without any space: lines break where they must."""
    return "".join(text.split())


@pytest.mark.parametrize("name", REPORTS)
def test_the_same_roll_gives_the_same_bytes(name: str) -> None:
    first, second = (render(make_report(name, paper_roll(), officer_id="A1")) for _ in range(2))
    assert first == second


def test_the_same_letters_give_the_same_bytes() -> None:
    first, second = (render_all([letter.document for letter in due_letters(paper_roll())]) for _ in range(2))
    assert first == second


def test_every_font_is_embedded_and_subset() -> None:
    pdf = reader(render(document(*one_of_each(NAME))))
    declared = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    fonts = {str(font["/BaseFont"]): font for font in declared}
    assert {name.split("+")[1] for name in fonts} == {"NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic"}
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts.values())
    assert NAME in text_of(render(document(Paragraph(NAME))))


def test_pages_are_counted_in_each_document_of_a_batch() -> None:
    two_pages = document(Paragraph("one"), PageBreak(), Paragraph("two"), title="Two")
    pdf = reader(
        render_all([document(Paragraph("only"), title="One"), two_pages, document(Paragraph("only"), title="Three")])
    )
    numbers = [line for page in pdf.pages for line in page.extract_text().splitlines() if line.startswith("Page ")]
    assert numbers == ["Page 1 of 1", "Page 1 of 2", "Page 2 of 2", "Page 1 of 1"]
    assert outline(pdf) == [("One", 0), ("Two", 1), ("Three", 3)]


def outline(pdf: PdfReader) -> list[tuple[str, int | None]]:
    return [(str(entry.title), pdf.get_destination_page_number(entry)) for entry in flat(pdf.outline)]


def flat(entries: list) -> list:  # type: ignore[type-arg]
    return [e for entry in entries for e in (flat(entry) if isinstance(entry, list) else [entry])]


def test_headings_are_in_the_outline_on_their_own_pages() -> None:
    blocks = (Heading("First"), PageBreak(), Heading("Second"), Heading("Below", 2), PageBreak(), Heading("First"))
    pdf = reader(render(document(*blocks)))
    assert outline(pdf) == [("First", 0), ("Second", 1), ("Below", 1), ("First", 2)]


def test_the_file_says_what_it_is() -> None:
    pdf = reader(render(document(Paragraph("text"), title=NAME)))
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author, pdf.metadata.subject) == (NAME, "Example District", "A subject")
    assert pdf.root_object["/Lang"] == "en-US"


def test_practice_is_marked_on_every_page_and_real_records_are_not() -> None:
    practice = paper_roll(district=replace(DISTRICT, practice=True))
    for name in REPORTS:
        pages = reader(render(make_report(name, practice, officer_id="A2"))).pages
        assert all(PRACTICE in page.extract_text() for page in pages)
        assert PRACTICE not in text_of(render(make_report(name, paper_roll(), officer_id="A2")))


def test_every_page_carries_rules_date_and_warning() -> None:
    for name in REPORTS:
        for page in reader(render(make_report(name, paper_roll(), officer_id="A2"))).pages:
            text = page.extract_text()
            assert "This is not an official form of the Mississippi Department of Education." in text
            assert "Rules ms-school-safety 2026.1 · as of January 31, 2027" in text
            assert "— not for release" in text


def test_a_long_table_repeats_its_heading_and_its_band() -> None:
    rows = (Band("Somebody"), *((f"row {number}",) for number in range(200)))
    pages = [page.extract_text() for page in reader(render(document(Table((Column("Heading", 1),), rows)))).pages]
    assert len(pages) > 4
    assert all("Heading" in page for page in pages)
    assert all("Somebody (continued)" in page for page in pages[1:])
    assert [line for page in pages for line in page.splitlines() if line.startswith("row ")] == [
        row[0] for row in rows[1:]
    ]


def test_no_last_row_stands_alone_on_a_page() -> None:
    for count in range(24, 42):
        rows = tuple((f"row {number}",) for number in range(count))
        last = reader(render(document(Table((Column("Heading", 1),), rows)))).pages[-1].extract_text()
        assert last.count("row ") > 1


def test_a_heading_is_not_left_at_the_foot_of_a_page() -> None:
    for lines in range(22, 34, 2):
        blocks = [Paragraph("text") for _ in range(lines)]
        table = Table((Column("Column", 1),), tuple((f"row {number}",) for number in range(4)))
        pages = [p.extract_text() for p in reader(render(document(*blocks, Heading("Head of it"), table))).pages]
        assert [p for p in pages if "Head of it" in p] == [p for p in pages if "row 0" in p]


def big_roll(count: int) -> Roll:
    roll = paper_roll()
    officers = [
        replace(
            j, record=replace(j.record, officer=replace(j.officer, officer_id=f"B{n:04}", last_name=f"Person{n:04}"))
        )
        for n, j in ((n, roll.officers[n % len(roll.officers)]) for n in range(count))
    ]
    return replace(roll, officers=tuple(officers))


@pytest.mark.parametrize("count", [0, 1, 200])
def test_everyone_is_on_the_roster_whatever_their_number(count: int) -> None:
    text = text_of(render(make_report("roster", big_roll(count))))
    assert all(f"Person{number:04}" in text for number in range(count))
    assert text.startswith("Invented County School District")


@pytest.mark.parametrize("name", ["board", "deadlines", "in-service", "weapons", "roster"])
def test_an_empty_district_has_its_reports_too(name: str) -> None:
    for edition in REPORTS[name].editions:
        assert "0 officers" in text_of(render(make_report(name, big_roll(0), edition=edition))) or name in {
            "in-service",
            "weapons",
        }


@settings(max_examples=25)
@given(st.text(max_size=80))
@example("O'Neil <b>")
@example("&lt;para&gt; & <font color=red>")
@example("</para>")
@example("\x00\x07\u202e\ud800\ufeff")
@example("e\u0301 n\u0303")
@example("x" * 10_000)
@example("W " * 5_000)
@example("")
def test_whatever_is_typed_is_printed_as_typed(text: str) -> None:
    pdf = render(document(*one_of_each(text), title=text))
    if all(" " <= c <= "~" for c in text):
        assert squeezed(text)[:80] in squeezed(text_of(pdf))


def hostile_roll(name: str) -> Roll:
    roll = paper_roll()
    first = roll.officers[0]
    officer = replace(first.officer, last_name=name, first_name=name)
    return replace(roll, officers=(replace(first, record=replace(first.record, officer=officer)),))


NOT_ABOUT_HIM = {"annual", "oath-bond", "agreements", "data-health", "papers"}
"""He neither came nor left this year, is not designated, is no party, his records are sound, nothing was printed."""


@pytest.mark.parametrize("name", REPORTS)
def test_a_name_that_looks_like_markup_is_printed_in_every_report(name: str) -> None:
    hostile = "O'Neil <b>&amp;"
    printed = hostile in text_of(render(make_report(name, hostile_roll(hostile), officer_id="A1")))
    assert printed is (name not in NOT_ABOUT_HIM)


@pytest.mark.parametrize("name", REPORTS)
def test_no_name_is_too_long_for_a_report(name: str) -> None:
    for hostile in ("x" * 10_000, "name " * 2_000):
        assert render(make_report(name, hostile_roll(hostile), officer_id="A1")).startswith(b"%PDF")


def test_no_name_is_too_long_for_a_letter() -> None:
    for hostile in ("x" * 10_000, "name " * 2_000):
        letters = due_letters(hostile_roll(hostile))
        assert len(reader(render_all([letter.document for letter in letters])).pages) > len(letters)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_row_taller_than_a_page_goes_on_over_the_next(rows: int) -> None:
    words = [f"word{number}" for number in range(3000)]
    long = (Line("first"), Line(" ".join(words)), Line("last", Voice.QUIET))
    table = Table((Column("Who", 1), Column("What", 2)), (Band("Band"), *[("short", long)] * rows))
    pages = [page.extract_text() for page in reader(render(document(Heading("Head"), table))).pages]
    assert all("What" in page for page in pages)
    assert [word for page in pages for word in page.split() if word.startswith("word")] == words * rows


def test_a_long_notice_goes_on_over_the_next_page() -> None:
    words = [f"word{number}" for number in range(3000)]
    text = text_of(render(document(Paragraph("before"), Notice("Title", " ".join(words)), Paragraph("after"))))
    assert [word for word in text.split() if word.startswith("word")] == words


def test_only_a_long_word_is_broken_and_first_at_its_own_hyphen() -> None:
    names = "Freeman-Yellowhorse 37-7-321 " * 3
    table = Table((Column("Who", 1), Column("What", 4)), ((names, "text"),))
    text = text_of(render(document(table)))
    assert "Freeman-\nYellowhorse" in text
    assert text.count("37-7-321") == 3


short_texts = st.text(st.characters(min_codepoint=33, max_codepoint=0x17F), min_size=1, max_size=12)


@given(st.lists(st.tuples(short_texts, st.floats(0.5, 6)), min_size=1, max_size=5), st.floats(300, 500))
def test_columns_fill_the_measure_and_tear_no_short_text(columns: list[tuple[str, float]], measure: float) -> None:
    load_typeface()
    table = Table(tuple(Column("", weight) for _, weight in columns), (tuple(text for text, _ in columns),))
    widths, needed = column_widths(table, measure), [width_of(text, REGULAR, SMALL) for text, _ in columns]
    room = measure - GUTTER * (len(columns) - 1)
    assert sum(widths) == pytest.approx(room)
    assert sum(needed) > room or all(w >= n - 1e-6 for w, n in zip(widths, needed, strict=True))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=60), st.floats(20, 400))
@example("x" * 10_000, 100.0)
def test_what_is_shortened_keeps_to_its_width_and_its_beginning(text: str, width: float) -> None:
    load_typeface()
    cut = shortened(text, REGULAR, SMALL, width)
    assert width_of(cut, REGULAR, SMALL) <= width + 0.01
    assert printable(text).startswith(cut.removesuffix("…"))


def test_accents_are_joined_to_their_letters_and_unseen_signs_left_out() -> None:
    assert printable("e\u0301") == "é"
    assert printable("a\u200bb\tc\nd\x00e") == "ab c d e"


def test_the_sign_of_a_section_stays_with_its_number() -> None:
    assert printable("under § 37-7-321") == "under §\N{NO-BREAK SPACE}37-7-321"
