"""Binding: papers of ours and files of others as one PDF, read back by independent readers."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from reportlab.pdfgen.canvas import Canvas

from core.media import Media
from core.pdfium import flattened, page_count
from core.reports import pdf
from core.reports.binding import Chapter, Filed, Place, bind
from core.reports.blocks import Document, Heading, Letterhead, PageBreak, Paragraph
from gui.widgets.sheets import Pdf
from tests.scans import HEIC

TALL, WIDE = (612.0, 792.0), (792.0, 612.0)


def ours(title: str, *headings: str, lying: bool = False) -> bytes:
    """A paper with a page for each heading."""
    blocks = [block for heading in headings for block in (PageBreak(), Heading(heading), Paragraph("Words."))]
    return pdf.render(
        Document(
            title=title, subject=title, author="Test", letterhead=Letterhead("Test County Schools"),
            footer=("Foot",), blocks=tuple(blocks[1:]), numbered=False, lying=lying,
        )
    )  # fmt: skip


def theirs(*words: str, size: tuple[float, float] = TALL, password: str | None = None) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=size, encrypt=password)
    for each in words:
        canvas.drawString(size[0] / 2, size[1] - 40, each)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def turned(content: bytes, by: int) -> bytes:
    writer, buffer = PdfWriter(clone_from=BytesIO(content)), BytesIO()
    for page in writer.pages:
        page.rotate(by)
    writer.write(buffer)
    return buffer.getvalue()


def picture(kind: str, size: tuple[int, int] = (80, 60), orientation: int = 1) -> bytes:
    """Red, with its upper left quarter black."""
    image, buffer = Image.new("RGB", size, (255, 0, 0)), BytesIO()
    image.paste((0, 0, 0), (0, 0, size[0] // 2, size[1] // 2))
    exif = image.getexif()
    exif[0x112] = orientation
    image.save(buffer, kind, exif=exif, quality=95)
    return buffer.getvalue()


def filed(content: bytes | None, media_type: str = Media.PDF, name: str = "scan.pdf") -> Filed:
    return Filed("Basic course", "Lee, Dana", name, media_type, sha256(content or b"").hexdigest(), content)


def bound(*chapters: Chapter, **more) -> PdfReader:
    more = {"title": "Packet", "author": "Test", "step": lambda step, of: None} | more
    return PdfReader(BytesIO(bind(chapters, **more)))


def texts(reader: PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def outline(reader: PdfReader, entries=None, depth: int = 0) -> list[tuple[int, str, int]]:
    found = []
    for entry in reader.outline if entries is None else entries:
        if isinstance(entry, list):
            found += outline(reader, entry, depth + 1)
        else:
            found.append((depth, entry.title, reader.get_destination_page_number(entry) + 1))
    return found


def test_the_pages_have_one_numbering_and_one_code():
    reader = bound(
        Chapter("Report", ours("Report", "One", "Two")),
        Chapter("Sheets", ours("Wall", "Three", lying=True)),
        Chapter("Certificate", filed(theirs("first", "second"))),
        code="7KQ2-M9XD",
    )
    assert [f"Paper 7KQ2-M9XD · Page {n} of 5" in text for n, text in enumerate(texts(reader), start=1)] == [True] * 5
    assert all(text.count(" of 5") == 1 for text in texts(reader))
    assert reader.pages[2].mediabox.width > reader.pages[2].mediabox.height


def test_the_outline_nests_chapters_and_what_is_within_them():
    reader = bound(
        Chapter("Report", ours("Report", "One", "Two")),
        Chapter(
            "Lee, Dana", None, (Chapter("Sheet", ours("Sheet", "Three")), Chapter("Basic", filed(theirs("x", "y"))))
        ),
        Chapter("End", ours("End", "Four")),
    )
    assert outline(reader) == [
        (0, "Report", 1), (1, "One", 1), (1, "Two", 2),
        (0, "Lee, Dana", 3), (1, "Sheet", 3), (2, "Three", 3), (1, "Basic", 4),
        (0, "End", 6), (1, "Four", 6),
    ]  # fmt: skip


def test_the_index_knows_every_page_though_it_takes_pages_itself():
    seen: list[tuple[Place, ...]] = []

    def index(places: tuple[Place, ...]) -> bytes:
        seen.append(places)
        return ours("Index", "Index", "More")

    reader = bound(Chapter("Report", ours("Report", "One")), Chapter("Sheet", ours("Sheet", "Two")), index=index)
    assert [(place.title, place.page) for place in seen[-1]] == [("Report", 3), ("Sheet", 4)]
    assert "Page 3 of 4" in texts(reader)[2]
    assert (0, "Report", 3) in outline(reader)


def test_a_file_of_others_is_framed_whole_and_named():
    reader = bound(Chapter("Certificate", filed(theirs("first words", "second words"), name="Lee basic.pdf")))
    first, second = texts(reader)
    for text in (first, second):
        assert "Basic course" in text
        assert "Lee, Dana" in text
        assert "Lee basic.pdf" in text
        assert filed(theirs("first words", "second words")).sha256[:8]
    assert "first words" in first
    assert "Page 1 of 2 of the file" in first
    assert "second words" in second


@pytest.mark.parametrize("by", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [TALL, WIDE, (200.0, 300.0), (2000.0, 3000.0)])
def test_a_page_however_turned_and_large_stands_upright_within_the_frame(by, size):
    """A black bar along what is the upper edge once the page is turned."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    wide, high = size
    thick = min(size) / 10
    bars = {0: (0, high - thick, wide, thick), 90: (0, 0, thick, high), 180: (0, 0, wide, thick),
            270: (wide - thick, 0, thick, high)}  # fmt: skip
    canvas.rect(*bars[by], stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    content = bind([Chapter("x", filed(turned(buffer.getvalue(), by)))], title="x", author="x", step=lambda a, b: None)
    image = Pdf(content).image(0, 72)
    dark = [
        (x, y) for x in range(0, image.width(), 3) for y in range(80, 712, 3) if image.pixelColor(x, y).lightness() < 90
    ]
    assert dark
    xs, ys = [x for x, _ in dark], [y for _, y in dark]
    assert min(xs) >= 30
    assert max(xs) <= 582
    assert max(ys) - min(ys) < max(xs) - min(xs)
    assert min(ys) <= 84


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a_picture_is_placed_upright(kind, media_type):
    upright = bind([Chapter("x", filed(picture(kind), media_type))], title="x", author="x", step=lambda a, b: None)
    image = Pdf(upright).image(0, 72)
    left = (612 - 80) // 2
    assert image.pixelColor(left + 10, 85).lightness() < 40
    assert image.pixelColor(left + 60, 85).red() > 200
    assert image.pixelColor(left + 10, 125).red() > 200


def test_the_photograph_of_a_phone_is_placed_as_well():
    content = bind(
        [Chapter("x", filed(HEIC.read_bytes(), "image/heic"))], title="x", author="x", step=lambda a, b: None
    )
    image = Pdf(content).image(0, 72)
    paper = image.pixelColor(306, 110)
    assert 200 < paper.blue() < paper.red()


def test_a_photograph_is_turned_as_the_camera_was_held():
    content = picture("JPEG", orientation=6)
    image = Pdf(
        bind([Chapter("x", filed(content, "image/jpeg"))], title="x", author="x", step=lambda a, b: None)
    ).image(0, 72)
    left = (612 - 60) // 2
    assert image.pixelColor(left + 50, 85).lightness() < 40
    assert image.pixelColor(left + 10, 85).red() > 200


@pytest.mark.parametrize(
    ("content", "media_type", "why"),
    [
        (b"%PDF-1.7 and rubbish", Media.PDF, "damaged"),
        (theirs("secret", password="hidden"), Media.PDF, "password"),
        (picture("JPEG")[:200], "image/jpeg", "damaged"),
        (b"PK\x03\x04", "application/msword", "neither a PDF nor a picture"),
        (None, Media.PDF, "not in the records file"),
    ],
)
def test_what_cannot_be_read_has_a_page_that_says_so_and_stops_nothing(content, media_type, why):
    broken = filed(content, media_type, "odd.bin")
    reader = bound(Chapter("Bad", broken), Chapter("Good", filed(theirs("still here"))))
    bad, good = texts(reader)
    assert why in bad
    assert "odd.bin" in bad
    assert broken.sha256 in bad.replace("\n", "")
    assert "still here" in good
    assert outline(reader) == [(0, "Bad", 1), (0, "Good", 2)]


def test_a_file_that_is_not_what_was_put_there_is_not_shown():
    tampered = Filed("Basic", "Lee", "a.pdf", Media.PDF, sha256(theirs("one")).hexdigest(), theirs("two"))
    assert "not in the records file as it was put there" in texts(bound(Chapter("x", tampered)))[0]


def test_what_was_typed_on_a_page_becomes_part_of_it():
    writer, buffer = PdfWriter(clone_from=BytesIO(theirs("printed"))), BytesIO()
    writer.add_annotation(0, FreeText(text="written by hand", rect=(50, 550, 200, 650)))
    writer.write(buffer)
    flat = flattened(buffer.getvalue())
    assert not PdfReader(BytesIO(flat)).pages[0].get("/Annots")
    assert page_count(flat) == 1
    assert "printed" in texts(bound(Chapter("x", filed(buffer.getvalue()))))[0]


def test_the_same_chapters_give_the_same_bytes_and_name_their_author():
    chapters = (Chapter("Report", ours("Report", "One")), Chapter("Scan", filed(picture("PNG"), "image/png")))
    first, second = (
        bind(chapters, title="Packet – Ł", author="Test", code="A", step=lambda a, b: None) for _ in range(2)
    )
    assert first == second
    reader = PdfReader(BytesIO(first))
    assert reader.metadata.title == "Packet – Ł"
    assert reader.metadata.author == "Test"
    assert reader.root_object["/Lang"] == "en-US"


def test_each_chapter_is_a_step_at_which_the_work_can_be_stopped():
    class StoppedError(Exception):
        pass

    steps = []

    def step(number: int, of: int) -> None:
        steps.append((number, of))
        if number == 1:
            raise StoppedError

    chapters = [Chapter(str(n), ours(str(n), "One")) for n in range(3)]
    with pytest.raises(StoppedError):
        bind(chapters, title="x", author="x", step=step)
    assert steps == [(0, 3), (1, 3)]
