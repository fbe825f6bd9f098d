"""Letters by the thousand: against their bare text drawn at the same places, and against an office program."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from reportlab.lib import pagesizes
from reportlab.pdfgen.canvas import Canvas

from core.engine import call_roll
from core.policy import default_policy
from core.reports.blocks import Document
from core.reports.letters import due_letters
from core.reports.pdf import render_all
from core.reports.typeface import REGULAR, load_typeface
from tests.bench import office
from tests.bench.measure import Absent, Line, Seconds, in_turns, timed
from tests.districts import TODAY, district, district_record_of, records_of


@dataclass(frozen=True, slots=True)
class Placed:
    """A stretch of text where it stands on its page."""

    x: float
    y: float
    text: str


Page = tuple[Placed, ...]


def bench(letters: int = 1000, rounds: int = 3) -> Iterator[Line | Absent]:
    documents = some_letters(letters)
    pages = pages_of(render_all(documents))
    name = f"{letters:,} letters, {len(pages):,} pages"

    def ours() -> Seconds:
        return timed(lambda: render_all(documents))

    mine, theirs = in_turns(ours, lambda: timed(lambda: draw(pages)), rounds)
    yield Line(name, mine, theirs, "their text on a bare reportlab canvas", 4)
    program = shutil.which(office.PROGRAM)
    if program is None:
        yield Absent(name, "LibreOffice is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        convert = office.converter(program, documents, Path(folder))
        mine, theirs = in_turns(ours, lambda: timed(convert), rounds)
    yield Line(name, mine, theirs, "LibreOffice converting them as one document", 0.33)


def some_letters(count: int) -> list[Document]:
    """The letters due in an invented district in which about one officer in four is due one, each letter once."""
    invented = district(2, 4 * count + 40)
    roll = call_roll(default_policy(), records_of(invented), district_record_of(invented), TODAY)
    return list(islice((letter.document for letter in due_letters(roll)), count))


def pages_of(pdf: bytes) -> list[Page]:
    """Every stretch of text, read back from the finished pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [tuple(_placed(page.get_textpage())) for page in document]


def _placed(text: pypdfium2.PdfTextPage) -> Iterator[Placed]:
    for index in range(text.count_rects()):
        box = text.get_rect(index)
        yield Placed(box[0], box[1], text.get_text_bounded(*box))


def draw(pages: Sequence[Page]) -> bytes:
    load_typeface()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=pagesizes.letter)
    for page in pages:
        canvas.setFont(REGULAR, 10)
        for placed in page:
            canvas.drawString(placed.x, placed.y, placed.text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
