"""Binding: papers of ours and files of others become one PDF, with one outline and one numbering of its pages.

What others made (certificates, scans) is set, whole, on a page of ours that says what it is: so no number is printed
over it, and every page has the size of our paper. A file that cannot be read has such a page too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import accumulate
from typing import Any
from zlib import compress

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
    StreamObject,
    TextStringObject,
)
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.errors import UserError
from core.media import Media
from core.pdfium import flattened
from core.pictures import picture
from core.reports.furniture import FOOT, INCH, SIDE, UPRIGHT, draw_place
from core.reports.typeface import BODY, BOLD, FAINT, INK, QUIET, REGULAR, SMALL, load_typeface, shortened

WIDTH, HEIGHT = UPRIGHT.size
FRAME = (SIDE / 2, 0.95 * INCH, WIDTH - SIDE, HEIGHT - 2 * INCH)
"""Left, bottom, width and height of the room for a page of somebody else's."""
_FINEST = 2000
"""Dots along the longer side: more than 200 in an inch of paper."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of somebody else's: what it is and whose record it belongs to, its name, and what is in it.

    ``content`` is ``None`` where the records file no longer has it.
    """

    title: str
    about: str
    file_name: str
    media_type: str
    sha256: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """An entry of the outline and what stands under it; a PDF of ours, its pages without numbers, or a file."""

    title: str
    content: bytes | Filed | None = None
    parts: tuple[Chapter, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A chapter, how deep it stands in the outline, and its first page, from 1."""

    title: str
    depth: int
    page: int


Index = Callable[[tuple[Place, ...]], bytes]
"""Makes the page or pages of the index, as a PDF of ours."""
Step = Callable[[int, int], None]
"""Called between the steps of long work: how many are done, of how many; it may raise to stop the work."""


def bind(
    chapters: Sequence[Chapter],
    *,
    title: str,
    author: str,
    step: Step,
    code: str = "",
    index: Index | None = None,
) -> bytes:
    """The same chapters give the same bytes."""
    writer = PdfWriter()
    sheaves: list[_Sheaf] = []
    told = list(_walked(chapters, 0))
    for number, (chapter, depth) in enumerate(told):
        step(number, len(told))
        sheaves.append(_added(writer, chapter, depth))
    if index:
        sheaves.insert(0, _indexed(writer, sheaves, index))
    _number(writer, code)
    _outline(writer, sheaves)
    return _written(writer, title, author)


# ---------------------------------------------------------------- chapters


@dataclass(frozen=True, slots=True)
class _Sheaf:
    """The pages of one chapter as they lie in the PDF, and the entries of its own outline with their pages from 0."""

    title: str
    depth: int
    pages: int
    entries: tuple[tuple[str, int, int], ...] = ()


def _walked(chapters: Sequence[Chapter], depth: int) -> Iterator[tuple[Chapter, int]]:
    for chapter in chapters:
        yield chapter, depth
        yield from _walked(chapter.parts, depth + 1)


def _added(writer: PdfWriter, chapter: Chapter, depth: int) -> _Sheaf:
    match chapter.content:
        case bytes():
            return _append(writer, chapter.content, chapter.title, depth)
        case Filed():
            return _Sheaf(chapter.title, depth, _add_file(writer, chapter.content))
    return _Sheaf(chapter.title, depth, 0)


def _append(writer: PdfWriter, content: bytes, title: str, depth: int, position: int | None = None) -> _Sheaf:
    reader = PdfReader(BytesIO(content))
    writer.merge(position, reader, import_outline=False)
    return _Sheaf(title, depth, len(reader.pages), tuple(_entries(reader, reader.outline, 0)))


def _entries(reader: PdfReader, outline: Any, depth: int) -> Iterator[tuple[str, int, int]]:
    """The outline of a PDF of ours: title, depth and page."""
    for entry in outline:
        if isinstance(entry, list):
            yield from _entries(reader, entry, depth + 1)
        else:
            yield str(entry.title), depth, reader.get_destination_page_number(entry) or 0


def _indexed(writer: PdfWriter, sheaves: Sequence[_Sheaf], index: Index) -> _Sheaf:
    """The index goes in front, and knows how many pages it takes itself."""
    length = 1
    while True:
        content = index(_places(sheaves, length))
        needed = len(PdfReader(BytesIO(content)).pages)
        if needed <= length:
            return _append(writer, content, "Index", 0, 0)
        length = needed


def _places(sheaves: Sequence[_Sheaf], front: int) -> tuple[Place, ...]:
    """Where each chapter begins with ``front`` pages before the first."""
    firsts = accumulate((sheaf.pages for sheaf in sheaves), initial=front + 1)
    return tuple(Place(sheaf.title, sheaf.depth, page) for sheaf, page in zip(sheaves, firsts, strict=False))


def _outline(writer: PdfWriter, sheaves: Sequence[_Sheaf]) -> None:
    above: list[Any] = []
    for sheaf, place in zip(sheaves, _places(sheaves, 0), strict=True):
        for title, depth, page in ((sheaf.title, 0, 0), *((t, d + 1, p) for t, d, p in sheaf.entries)):
            depth += sheaf.depth
            del above[depth:]
            number = min(place.page - 1 + page, len(writer.pages) - 1)
            parent = above[-1] if above else None
            above.append(writer.add_outline_item(title=title, page_number=number, parent=parent))


def _number(writer: PdfWriter, code: str) -> None:
    total = len(writer.pages)
    buffer = BytesIO()
    canvas = _canvas(buffer)
    for number, page in enumerate(writer.pages, start=1):
        wide, high = float(page.mediabox.width), float(page.mediabox.height)
        canvas.setPageSize((wide, high))
        draw_place(canvas, wide, code, number, total)
        canvas.showPage()
    canvas.save()
    for page, stamp in zip(writer.pages, PdfReader(buffer).pages, strict=True):
        _lay_over(writer, page, stamp, _UNMOVED)


def _written(writer: PdfWriter, title: str, author: str) -> bytes:
    writer.metadata = {"/Title": title, "/Author": author, "/Creator": "Muster", "/Producer": "Muster"}
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("en-US")
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


# ---------------------------------------------------------------- files of others


def _add_file(writer: PdfWriter, filed: Filed) -> int:
    """Each of its pages on one of ours; one page that says why where it cannot be read. How many there are."""
    try:
        pages, shown = _read(filed)
        why = ""
    except UserError as error:
        pages, shown, why = (), None, error.message
    frames = PdfReader(BytesIO(_frames(filed, max(len(pages), 1), shown, why))).pages
    for number, frame in enumerate(frames):
        added = writer.add_page(frame)
        if pages:
            _lay_over(writer, added, pages[number], _fitted(pages[number]))
    return len(frames)


def _read(filed: Filed) -> tuple[tuple[Any, ...], BytesIO | None]:
    """The pages of a PDF, or the picture. Raises :class:`UserError` that says why it can be neither."""
    if filed.content is None or sha256(filed.content).hexdigest() != filed.sha256:
        raise UserError("It is not in the records file as it was put there.")
    if filed.media_type == Media.PDF:
        return _pdf_pages(filed.content), None
    if filed.media_type in set(Media):
        return (), _picture(filed.content)
    raise UserError("It is neither a PDF nor a picture.")


def _pdf_pages(content: bytes) -> tuple[Any, ...]:
    flat = flattened(content)
    try:
        return tuple(PdfReader(BytesIO(flat)).pages)
    except Exception as error:  # what a damaged file raises is no closed list
        raise UserError("It is damaged, or no PDF.") from error


def _picture(content: bytes) -> BytesIO:
    """Upright, and no finer than paper shows."""
    made = BytesIO()
    try:
        seen = picture(content, _FINEST)
        Image.frombytes("RGB", (seen.width, seen.height), seen.dots).save(made, "JPEG", quality=90)
    except (OSError, SyntaxError, ValueError):
        raise UserError("It is damaged, or no picture.") from None
    return made


def _frames(filed: Filed, count: int, shown: BytesIO | None, why: str) -> bytes:
    """Our pages around the file’s: what it is at the head, its name and check sum at the foot."""
    buffer = BytesIO()
    canvas = _canvas(buffer)
    for number in range(1, count + 1):
        _surround(canvas, filed, f"Page {number} of {count} of the file" if count > 1 else "")
        if shown:
            _draw_picture(canvas, shown)
        if why:
            _draw_reason(canvas, why)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _surround(canvas: Canvas, filed: Filed, part: str) -> None:
    top = FRAME[1] + FRAME[3]
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, BODY)
    canvas.drawString(SIDE, top + 30, shortened(filed.title, BOLD, BODY, WIDTH - 2 * SIDE))
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, SMALL)
    canvas.drawString(SIDE, top + 16, shortened(filed.about, REGULAR, SMALL, WIDTH - 2 * SIDE - 130))
    canvas.drawRightString(WIDTH - SIDE, top + 16, part)
    canvas.setStrokeColor(FAINT)
    canvas.setLineWidth(0.5)
    canvas.line(SIDE, top + 8, WIDTH - SIDE, top + 8)
    canvas.line(SIDE, FOOT, WIDTH - SIDE, FOOT)
    canvas.drawString(SIDE, FOOT - 12.5, shortened(filed.file_name, REGULAR, SMALL, WIDTH - 2 * SIDE - 110))
    canvas.drawString(SIDE, FOOT - 24, f"SHA-256 {filed.sha256}")


def _draw_picture(canvas: Canvas, shown: BytesIO) -> None:
    image: Any = ImageReader(shown)
    x, y, width, height = _within(*image.getSize())
    canvas.drawImage(image, x, y, width, height)


def _draw_reason(canvas: Canvas, why: str) -> None:
    lines = (
        (BOLD, "This file cannot be shown here."),
        (REGULAR, why),
        (
            REGULAR,
            "It is kept in the records as it came; its name and check sum stand at the foot of this page.",
        ),
    )
    canvas.setFillColor(INK)
    for row, (face, text) in enumerate(lines):
        canvas.setFont(face, BODY)
        y = FRAME[1] + FRAME[3] - 40 - 16 * row
        canvas.drawString(SIDE, y, shortened(text, face, BODY, WIDTH - 2 * SIDE))


def _within(width: float, height: float) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of it at the top of the frame: as large as fits, but never enlarged."""
    left, bottom, room, high = FRAME
    scale = min(room / width, high / height, 1.0)
    return left + (room - width * scale) / 2, bottom + high - height * scale, width * scale, height * scale


# ---------------------------------------------------------------- pages on pages


def _canvas(buffer: BytesIO) -> Canvas:
    load_typeface()
    first: Any = REGULAR  # the stubs take it for a number
    return Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, initialFontName=first)


Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)


def _lay_over(writer: PdfWriter, page: Any, other: Any, matrix: Matrix) -> None:
    """Draws ``other`` as one closed thing on top of ``page``, which belongs to ``writer``; neither is taken apart."""
    form = StreamObject()
    contents = other.get_contents()
    form.set_data(compress(contents.get_data() if contents is not None else b""))
    form[NameObject("/Filter")] = NameObject("/FlateDecode")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = RectangleObject(_box(other))
    for key in ("/Resources", "/Group"):
        if key in other:
            form[NameObject(key)] = other[key].clone(writer)
    resources = page["/Resources"].get_object()
    forms = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
    name = NameObject(f"/Over{len(forms)}")
    forms[name] = writer._add_object(form)
    numbers = " ".join(f"{number:.5f}" for number in matrix)
    before, after = StreamObject(), StreamObject()
    before.set_data(b"q\n")
    after.set_data(f"\nQ\nq {numbers} cm {name} Do Q\n".encode())
    parts = page["/Contents"].get_object()
    kept = list(parts) if isinstance(parts, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(before), *kept, writer._add_object(after)])


def _box(page: Any) -> tuple[float, float, float, float]:
    """What is seen of a page."""
    box = page.cropbox
    return float(box.left), float(box.bottom), float(box.right), float(box.top)


def _fitted(page: Any) -> Matrix:
    """From the coordinates of a page, turned as it is to be read, into the frame."""
    left, bottom, right, top = _box(page)
    wide, high = right - left, top - bottom
    turned = int(page.rotation) % 360
    a, b, c, d, e, f = {
        0: (1.0, 0.0, 0.0, 1.0, -left, -bottom),
        90: (0.0, -1.0, 1.0, 0.0, -bottom, right),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, 1.0, -1.0, 0.0, top, -left),
    }[turned]
    if turned in {90, 270}:
        wide, high = high, wide
    x, y, width, _ = _within(wide, high)
    scale = width / wide
    return a * scale, b * scale, c * scale, d * scale, e * scale + x, f * scale + y
