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

from reportlab.graphics.shapes import Drawing
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    ActionFlowable,
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageTemplate,
)
from reportlab.platypus import PageBreak as Break

from core.reports.blocks import (
    Address,
    Band,
    Block,
    Chart,
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
    WallCalendar,
)
from core.reports.furniture import BOTTOM, LYING, SIDE, UPRIGHT, Sheet, sheet_of, surround
from core.reports.graphs import set_chart
from core.reports.letterpaper import Masthead, SignatureLines, Window
from core.reports.structure import Structure, artifact, write_structure
from core.reports.tables import Ruled, set_notice, set_table
from core.reports.typeface import (
    ACCENT,
    BODY,
    BOLD,
    HEADING,
    REGULAR,
    SMALL,
    TITLE,
    VOICES,
    Anchored,
    Text,
    load_typeface,
    paragraph_style,
    printable,
)
from core.reports.wall import WallSheet
from core.reports.wording import quiet

Marks = list[tuple[str, int, float]]
"""Entries of the outline on a page: title, level, and height on the page."""
Anchors = list[tuple[str, float]]
"""What links lead to on a page: its name in the file, and its height."""


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
ITEM_STYLE = _running(Voice.PLAIN, leftIndent=18, after=4)
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
        pagesize=sheet_of(first).size,
        title=printable(title),
        author=printable(first.author),
        subject=printable(first.subject),
        creator="Muster",
        lang="en-US",
        invariant=1,
    )
    template.addPageTemplates(sorted(_templates(), key=lambda made: made.id != sheet_of(first).name))
    template.build(list(_story(documents)), canvasmaker=partial(Pages, documents=documents))
    return buffer.getvalue()


def _templates() -> Iterator[PageTemplate]:
    for sheet in (UPRIGHT, LYING):
        frame = Frame(SIDE, BOTTOM, sheet.measure, sheet.depth, 0, 0, 0, 0, showBoundary=0)
        yield PageTemplate(id=sheet.name, frames=[frame], pagesize=sheet.size)


class Pages(Canvas):
    """Holds the pages back until each document's number of pages is known, then adds what stands around the text."""

    def __init__(self, *args: Any, documents: Sequence[Document], **more: Any) -> None:
        super().__init__(*args, **(more | {"initialFontName": REGULAR}))
        self.setViewerPreference("DisplayDocTitle", "true")
        self._documents = documents
        self._held: list[tuple[int, Marks, Anchors, dict[str, Any]]] = []
        self._known = {_named(place, a) for place, d in enumerate(documents) for a in _anchors(d.blocks)}
        self.anchors: Anchors = []
        self.drawn: dict[object, str] = {}
        self._names: dict[object, str] = {}
        self.document = 0
        self.marks: Marks = []
        self.structure = Structure() if len(documents) == 1 else None
        # Of a paper by itself, which may be read to someone. Many at once are for the printer, and take a fifth longer
        # and twice the room with it.

    def repeat(self, draw: Callable[[Any], None], *what: object) -> None:
        """Draw ``what`` once in the file, and its name wherever it comes again."""
        name = self._names.setdefault(what, f"repeated{len(self._names)}")
        if not self.hasForm(name):
            self.beginForm(name)
            draw(self)
            self.endForm()
        self.doForm(name)

    def anchored(self, anchor: str, top: float) -> None:
        """What stands at this height of the page may be led to."""
        self.anchors.append((_named(self.document, anchor), top))

    def lead(self, anchor: str, area: tuple[float, float, float, float]) -> None:
        """Make an area, seen from where is being drawn, lead to an anchor of the document, if it has it."""
        name = _named(self.document, anchor)
        if name in self._known:
            self.linkRect("", name, area, relative=1, thickness=0)

    def showPage(self) -> None:  # noqa: N802
        self._held.append((self.document, self.marks, self.anchors, dict(self.__dict__)))
        self.marks, self.anchors = [], []
        if self.structure:
            self.structure.next_page()
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        held = self._held
        totals = [0] * len(self._documents)
        for index, *_ in held:
            totals[index] += 1
        numbers = [0] * len(totals)
        for index, marks, anchors, state in held:
            self.__dict__.update(state)
            numbers[index] += 1
            self._outline(marks)
            for name, top in anchors:
                self.bookmarkHorizontal(name, 0, top)
            with artifact(self):
                surround(self, self._documents[index], numbers[index], totals[index])
            super().showPage()
        if self.structure:
            write_structure(self._doc, self.structure)  # type: ignore[attr-defined]
        super().save()

    def _outline(self, marks: Marks) -> None:
        for title, level, top in marks:
            key = f"p{self.getPageNumber()}-{top:.0f}-{title}"
            self.bookmarkHorizontal(key, 0, top)
            self.addOutlineEntry(title, key, level)


def _named(document: int, anchor: str) -> str:
    return f"{document}#{anchor}"


def _anchors(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, KeepTogether):
            yield from _anchors(block.blocks)
        elif isinstance(block, Heading):
            yield block.anchor
        elif isinstance(block, Table):
            yield from (row.anchor for row in block.rows if isinstance(row, Band))


class Begin(ActionFlowable):
    """The pages from here on belong to the document at ``index``."""

    def __init__(self, index: int, title: str) -> None:
        super().__init__()
        self.index, self.title = index, title

    def apply(self, doc: BaseDocTemplate) -> None:
        canvas: Any = doc.canv
        canvas.document = self.index
        if self.title:
            canvas.marks.append((self.title, 0, canvas._pagesize[1]))


class MarkedHeading(Anchored):
    """A heading that enters itself in the outline, under its ``label``."""

    label = ""
    tag = "H2"

    def split(self, width: float, height: float) -> list[Flowable]:
        parts: list[Any] = super().split(width, height)
        for first in parts[:1]:
            first.label, first.anchor = self.label, self.anchor
        return parts

    def draw(self) -> None:
        canvas: Any = self.canv
        if self.label:
            level = 0 if self.style is HEADING_STYLES[1] else 1
            canvas.marks.append((self.label, level, canvas.absolutePosition(0, self.height)[1] + 4))
        super().draw()


def _story(documents: Sequence[Document]) -> Iterator[Flowable]:
    for index, document in enumerate(documents):
        sheet = sheet_of(document)
        if index:
            yield Break(nextTemplate=sheet.name)
        yield Begin(index, printable(document.title) if len(documents) > 1 else "")
        yield Masthead(document.letterhead)
        yield from _flows(document.blocks, sheet)


def _flows(blocks: Iterable[Block], sheet: Sheet) -> Iterator[Flowable]:
    """Each heading is preceded by a check that there is room for it and what it heads."""
    set_blocks = [(block, list(_SETTERS[type(block)](block, sheet))) for block in blocks]
    followers = [flows[0] if flows else None for _, flows in set_blocks[1:]]
    for (block, flows), follower in zip_longest(set_blocks, followers):
        if isinstance(block, Heading):
            yield CondPageBreak(HEADING_ROOM + _least(follower, sheet))
        yield from flows


def _least(follower: Flowable | None, sheet: Sheet) -> float:
    """The room that what follows a heading needs to begin."""
    if isinstance(follower, Ruled):
        return follower.least
    if isinstance(follower, Drawing):
        return float(follower.height)
    return min(follower.wrap(sheet.measure, sheet.depth)[1], inch) if follower else 0.0


def _title(block: Title, _: Sheet) -> Iterator[Flowable]:
    title = Text.of(block.text, TITLE_STYLE)
    title.tag = "H1"
    yield title
    yield Text.of(block.subtitle, SUBTITLE_STYLE)


def _heading(block: Heading, _: Sheet) -> Iterator[Flowable]:
    heading = MarkedHeading.of(block.text, HEADING_STYLES[block.level])
    heading.label = printable(block.text).strip()
    heading.anchor = block.anchor
    heading.tag = f"H{block.level + 1}"
    yield heading


def _paragraph(block: Paragraph, _: Sheet) -> Iterator[Flowable]:
    yield Text.of(block.text, STYLES[block.voice])


def _items(block: Items, _: Sheet) -> Iterator[Flowable]:
    for position, item in enumerate(block.items, start=1):
        yield Text.of(item, ITEM_STYLE, f"{position}.")


def _facts(block: Facts, sheet: Sheet) -> Iterator[Flowable]:
    rows = tuple((quiet(label), value) for label, value in block.pairs)
    yield set_table(Table((Column("", 1), Column("", 3.2)), rows, ruled=False), sheet.measure)


def _table(block: Table, sheet: Sheet) -> Iterator[Flowable]:
    if block.rows:
        yield set_table(block, sheet.measure * block.share)
    else:
        yield Text.of(block.empty, STYLES[Voice.PLAIN])


def _chart(block: Chart, sheet: Sheet) -> Iterator[Flowable]:
    yield set_chart(block, sheet.measure)


def _notice(block: Notice, sheet: Sheet) -> Iterator[Flowable]:
    yield set_notice(block, sheet.measure)


def _signatures(block: Signatures, _: Sheet) -> Iterator[Flowable]:
    yield SignatureLines(block.parties, block.dated)


def _address(block: Address, _: Sheet) -> Iterator[Flowable]:
    yield Window(block)


def _wall_calendar(block: WallCalendar, sheet: Sheet) -> Iterator[Flowable]:
    """It fills its sheet, so that what follows goes on the next one by itself."""
    yield Break(nextTemplate=LYING.name)
    yield WallSheet(block)
    yield NextPageTemplate(sheet.name)


def _page_break(_: PageBreak, __: Sheet) -> Iterator[Flowable]:
    yield Break()


def _keep_together(block: KeepTogether, sheet: Sheet) -> Iterator[Flowable]:
    flows = list(_flows(block.blocks, sheet))
    yield CondPageBreak(min(_height(flows, sheet), sheet.depth))
    yield from flows


def _height(flows: Iterable[Flowable], sheet: Sheet) -> float:
    """Of one under the other, with the space between them."""
    total = after = 0.0
    for flow in flows:
        total += max(flow.getSpaceBefore(), after) + flow.wrap(sheet.measure, sheet.depth)[1]
        after = flow.getSpaceAfter()
    return total


_SETTERS: dict[type[Any], Callable[[Any, Sheet], Iterator[Flowable]]] = {
    Title: _title,
    Heading: _heading,
    Paragraph: _paragraph,
    Items: _items,
    Facts: _facts,
    Table: _table,
    Chart: _chart,
    Notice: _notice,
    Signatures: _signatures,
    Address: _address,
    WallCalendar: _wall_calendar,
    PageBreak: _page_break,
    KeepTogether: _keep_together,
}
