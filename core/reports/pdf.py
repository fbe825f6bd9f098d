"""Blocks to PDF by reportlab, in an embedded typeface.

No markup is ever parsed: text goes to reportlab as fragments, so a name may hold any character.
The same documents give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from io import BytesIO
from itertools import zip_longest
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    ActionFlowable,
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import KeepTogether as Kept
from reportlab.platypus import PageBreak as Break

from core.reports.blocks import (
    Address,
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Items,
    KeepTogether,
    Notice,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    Title,
    Voice,
)
from core.reports.charts import SignatureLines
from core.reports.tables import Ruled, set_notice, set_table
from core.reports.typeface import (
    ACCENT,
    BODY,
    BOLD,
    FAINT,
    HEADING,
    QUIET,
    REGULAR,
    SMALL,
    TITLE,
    VOICES,
    Text,
    load_typeface,
    paragraph_style,
    printable,
    shortened,
    width_of,
)
from core.reports.wording import quiet

WIDTH, HEIGHT = letter
SIDE, TOP, BOTTOM = 0.95 * inch, 0.8 * inch, 0.95 * inch
MEASURE = WIDTH - 2 * SIDE
ADDRESS_TOP = 2.12 * inch
"""From the top edge of the sheet, as the window of a No. 10 envelope shows it after two folds."""
ADDRESS_HEIGHT = 1.05 * inch

Marks = list[tuple[str, int, float]]


def _running(voice: Voice, size: float = BODY, after: float = 7, **more: float) -> ParagraphStyle:
    face, ink = VOICES[voice]
    return paragraph_style(face, size, ink, spaceAfter=after, **more)


STYLES = {
    Voice.PLAIN: _running(Voice.PLAIN),
    Voice.STRONG: _running(Voice.STRONG),
    Voice.QUIET: _running(Voice.QUIET, SMALL),
    Voice.QUOTE: _running(Voice.QUOTE, leftIndent=22, rightIndent=22, spaceBefore=2, after=9),
}
TITLE_STYLE = paragraph_style(BOLD, TITLE, ACCENT, 1.25, spaceAfter=2)
SUBTITLE_STYLE = _running(Voice.QUIET, after=10)
HEADING_STYLES = {
    1: paragraph_style(BOLD, HEADING, ACCENT, spaceBefore=13, spaceAfter=5),
    2: _running(Voice.STRONG, spaceBefore=9, after=3),
}
LETTERHEAD_STYLE = paragraph_style(BOLD, HEADING, ACCENT, spaceAfter=1)
ITEM_STYLE = _running(Voice.PLAIN, leftIndent=18, after=4)
ADDRESS_STYLE = paragraph_style(REGULAR, BODY, leading=1.25)
HEADING_ROOM = 40.0


def render(document: Document) -> bytes:
    return render_all((document,))


def render_all(documents: Sequence[Document]) -> bytes:
    """The documents one after the other in one file, each with its own page numbers."""
    load_typeface()
    first, buffer = documents[0], BytesIO()
    title = first.title if len(documents) == 1 else f"{len(documents):,} documents, from “{first.title}”"
    template = BaseDocTemplate(
        buffer,
        pagesize=letter,
        title=printable(title),
        author=printable(first.author),
        subject=printable(first.subject),
        creator="Muster",
        lang="en-US",
        invariant=1,
    )
    frame = Frame(SIDE, BOTTOM, MEASURE, HEIGHT - TOP - BOTTOM, 0, 0, 0, 0, showBoundary=0)
    template.addPageTemplates(PageTemplate(frames=[frame]))
    template.build(list(_story(documents)), canvasmaker=partial(Pages, documents=documents))
    return buffer.getvalue()


class Pages(Canvas):
    """Holds the pages back until each document's number of pages is known, then adds what stands around the text."""

    def __init__(self, *args: Any, documents: Sequence[Document], **more: Any) -> None:
        super().__init__(*args, **(more | {"initialFontName": REGULAR}))
        self.setViewerPreference("DisplayDocTitle", "true")
        self._documents = documents
        self._held: list[tuple[int, Marks, dict[str, Any]]] = []
        self.drawn: dict[object, str] = {}
        self.document = 0
        self.marks: Marks = []

    def showPage(self) -> None:  # noqa: N802
        self._held.append((self.document, self.marks, dict(self.__dict__)))
        self.marks = []
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        held = self._held
        totals = [0] * len(self._documents)
        for index, _, _ in held:
            totals[index] += 1
        numbers = [0] * len(totals)
        for index, marks, state in held:
            self.__dict__.update(state)
            numbers[index] += 1
            self._outline(marks)
            _surround(self, self._documents[index], numbers[index], totals[index])
            super().showPage()
        super().save()

    def _outline(self, marks: Marks) -> None:
        for title, level, top in marks:
            key = f"p{self.getPageNumber()}-{top:.0f}-{title}"
            self.bookmarkHorizontal(key, 0, top)
            self.addOutlineEntry(title, key, level)


def _surround(canvas: Canvas, document: Document, number: int, total: int) -> None:
    canvas.saveState()
    _head(canvas, document, number)
    _foot(canvas, document, number, total)
    canvas.restoreState()


def _head(canvas: Canvas, document: Document, number: int) -> None:
    canvas.setFont(REGULAR, SMALL)
    canvas.setFillColor(QUIET)
    if number > 1:
        y = HEIGHT - 0.56 * inch
        canvas.drawString(SIDE, y, shortened(document.title, REGULAR, SMALL, MEASURE * 0.6))
        canvas.drawRightString(WIDTH - SIDE, y, shortened(document.letterhead.name, REGULAR, SMALL, MEASURE * 0.36))
    if document.practice:
        _practice_mark(canvas, HEIGHT - 0.33 * inch)


def _practice_mark(canvas: Canvas, y: float) -> None:
    half = width_of(PRACTICE, BOLD, SMALL) / 2 + 9
    canvas.setStrokeColor(ACCENT)
    canvas.setFillColor(ACCENT)
    canvas.setFont(BOLD, SMALL)
    canvas.setLineWidth(0.7)
    canvas.drawCentredString(WIDTH / 2, y, PRACTICE)
    canvas.roundRect(WIDTH / 2 - half, y - 4.6, 2 * half, 15, 7.5)


PRACTICE = "PRACTICE — invented people, not real records"


def _foot(canvas: Canvas, document: Document, number: int, total: int) -> None:
    top = 0.75 * inch
    canvas.setStrokeColor(FAINT)
    canvas.setLineWidth(0.5)
    canvas.line(SIDE, top, WIDTH - SIDE, top)
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, SMALL)
    for row, line in enumerate(document.footer, start=1):
        canvas.drawString(SIDE, top - 11.5 * row - 1, shortened(line, REGULAR, SMALL, MEASURE * 0.62))
    canvas.drawRightString(WIDTH - SIDE, top - 12.5, f"Page {number} of {total}")
    canvas.setFont(BOLD, SMALL)
    canvas.drawRightString(WIDTH - SIDE, top - 24, document.marking)


class Begin(ActionFlowable):
    """The pages from here on belong to the document at ``index``."""

    def __init__(self, index: int, title: str) -> None:
        super().__init__()
        self.index, self.title = index, title

    def apply(self, doc: BaseDocTemplate) -> None:
        canvas: Any = doc.canv
        canvas.document = self.index
        if self.title:
            canvas.marks.append((self.title, 0, HEIGHT))


class MarkedHeading(Text):
    """A heading that enters itself in the outline, under its ``label``."""

    label = ""

    def split(self, width: float, height: float) -> list[Flowable]:
        parts: list[Any] = super().split(width, height)
        for first in parts[:1]:
            first.label = self.label
        return parts

    def draw(self) -> None:
        canvas: Any = self.canv
        if self.label:
            level = 0 if self.style is HEADING_STYLES[1] else 1
            canvas.marks.append((self.label, level, canvas.absolutePosition(0, self.height)[1] + 4))
        super().draw()


def _story(documents: Sequence[Document]) -> Iterator[Flowable]:
    for index, document in enumerate(documents):
        if index:
            yield Break()
        yield Begin(index, printable(document.title) if len(documents) > 1 else "")
        yield from _letterhead(document)
        yield from _flows(document.blocks)


def _letterhead(document: Document) -> Iterator[Flowable]:
    head = document.letterhead
    yield Text.of(head.name, LETTERHEAD_STYLE)
    yield from _rows((Column("", 1.6), Column("", 1, right=True)), ((quiet(head.left), quiet(head.right)),), ruled=True)
    yield Spacer(0, 14)


def _rows(columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]], *, ruled: bool) -> Iterator[Flowable]:
    yield set_table(Table(columns, tuple(rows), ruled=ruled), MEASURE)


def _flows(blocks: Iterable[Block]) -> Iterator[Flowable]:
    """Each heading is preceded by a check that there is room for it and what it heads."""
    set_blocks = [(block, list(_SETTERS[type(block)](block))) for block in blocks]
    followers = [flows[0] if flows else None for _, flows in set_blocks[1:]]
    for (block, flows), follower in zip_longest(set_blocks, followers):
        if isinstance(block, Heading):
            yield CondPageBreak(HEADING_ROOM + _least(follower))
        yield from flows


def _least(follower: Flowable | None) -> float:
    """The room that what follows a heading needs to begin."""
    if isinstance(follower, Ruled):
        return follower.least
    return min(follower.wrap(MEASURE, HEIGHT)[1], inch) if follower else 0.0


def _title(block: Title) -> Iterator[Flowable]:
    yield Text.of(block.text, TITLE_STYLE)
    yield Text.of(block.subtitle, SUBTITLE_STYLE)


def _heading(block: Heading) -> Iterator[Flowable]:
    heading = MarkedHeading.of(block.text, HEADING_STYLES[block.level])
    heading.label = printable(block.text).strip()
    yield heading


def _paragraph(block: Paragraph) -> Iterator[Flowable]:
    yield Text.of(block.text, STYLES[block.voice])


def _items(block: Items) -> Iterator[Flowable]:
    for position, item in enumerate(block.items, start=1):
        yield Text.of(item, ITEM_STYLE, f"{position}.")


def _facts(block: Facts) -> Iterator[Flowable]:
    rows = [(quiet(label), value) for label, value in block.pairs]
    yield from _rows((Column("", 1), Column("", 3.2)), rows, ruled=False)


def _table(block: Table) -> Iterator[Flowable]:
    if block.rows:
        yield set_table(block, MEASURE * block.share)
    else:
        yield Text.of(block.empty, STYLES[Voice.PLAIN])


def _notice(block: Notice) -> Iterator[Flowable]:
    yield set_notice(block, MEASURE)


def _signatures(block: Signatures) -> Iterator[Flowable]:
    yield SignatureLines(block.parties, block.dated)


def _address(block: Address) -> Iterator[Flowable]:
    yield Dropped(ADDRESS_TOP - 22)
    yield Text.of(block.date, ADDRESS_STYLE)
    yield Dropped(ADDRESS_TOP)
    yield from (Text.of(line, ADDRESS_STYLE) for line in block.lines)
    yield Dropped(ADDRESS_TOP + ADDRESS_HEIGHT)


class Dropped(Flowable):
    """Space down to a place on the sheet, measured from its top edge; nothing if that is passed already."""

    def __init__(self, place: float) -> None:
        super().__init__()
        self.place = place

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        reached = HEIGHT - BOTTOM - height
        return width, max(0.0, self.place - reached)

    def draw(self) -> None:
        """Nothing but room."""


def _page_break(_: PageBreak) -> Iterator[Flowable]:
    yield Break()


def _keep_together(block: KeepTogether) -> Iterator[Flowable]:
    yield Kept(list(_flows(block.blocks)))


_SETTERS: dict[type[Any], Callable[[Any], Iterator[Flowable]]] = {
    Title: _title,
    Heading: _heading,
    Paragraph: _paragraph,
    Items: _items,
    Facts: _facts,
    Table: _table,
    Notice: _notice,
    Signatures: _signatures,
    Address: _address,
    PageBreak: _page_break,
    KeepTogether: _keep_together,
}
