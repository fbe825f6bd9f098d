"""The structure of a file: what is a heading, a paragraph, a table, a picture, in the order in which it is read.

Reportlab has no tags of its own; this writes those of PDF 1.7 (§ 14.8) beside its pages: marked content while a page
is drawn, and at the end the tree that names it. Links are not in the tree, and a paragraph or table that goes on over
the page is one on each page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFObject, PDFPage

HOLDING = frozenset({"TD", "TH", "Figure"})
"""What is drawn within them is theirs, and no paragraph of its own."""


@dataclass(eq=False, slots=True)
class Element:
    """``kids`` are further elements, or content: the index of its page, the same for all, and its number there."""

    kind: str
    above: Element | None
    alt: str = ""
    kids: list[Element | tuple[int, int]] = field(default_factory=list)


class Structure:
    """Grows while the pages are drawn, one after the other."""

    def __init__(self) -> None:
        self.open = [Element("Document", None)]
        self.pages: list[list[Element]] = [[]]
        self.muted = 0

    @property
    def root(self) -> Element:
        return self.open[0]

    def begin(self, kind: str, alt: str = "") -> Element:
        element = Element(kind, self.open[-1], alt)
        self.open[-1].kids.append(element)
        self.open.append(element)
        return element

    def end(self) -> None:
        self.open.pop()

    def mark(self, kind: str) -> str:
        """The operator that begins content, of the element that is open or of a new one."""
        page = self.pages[-1]
        holder = self.open[-1]
        if holder.kind not in HOLDING:
            holder = self.begin(kind)
            self.end()
        holder.kids.append((len(self.pages) - 1, len(page)))
        page.append(holder)
        return f"/{holder.kind} <</MCID {len(page) - 1}>> BDC"

    def next_page(self) -> None:
        self.pages.append([])


@contextmanager
def marked(canvas: Any, kind: str, alt: str = "") -> Iterator[None]:
    """What is drawn meanwhile is content of this kind; a picture with its text in place of it in ``alt``."""
    structure: Structure | None = getattr(canvas, "structure", None)
    if structure is None or structure.muted:
        yield
        return
    if alt:
        structure.begin(kind, alt)
    canvas._code.append(structure.mark(kind))
    structure.muted += 1
    yield
    structure.muted -= 1
    canvas._code.append("EMC")
    if alt:
        structure.end()


@contextmanager
def artifact(canvas: Any) -> Iterator[None]:
    """What is drawn meanwhile is no content: lines, backgrounds, furniture."""
    begin_artifact(canvas)
    yield
    end_artifact(canvas)


def begin_artifact(canvas: Any) -> None:
    structure: Structure | None = getattr(canvas, "structure", None)
    if structure is not None:
        if not structure.muted:
            canvas._code.append("/Artifact BMC")
        structure.muted += 1


def end_artifact(canvas: Any) -> None:
    structure: Structure | None = getattr(canvas, "structure", None)
    if structure is not None:
        structure.muted -= 1
        if not structure.muted:
            canvas._code.append("EMC")


class TableTags:
    """Told by reportlab what of a table it is drawing, by the names of its ``TableRenderCB``."""

    def __init__(self, headed: bool) -> None:
        self.headed = headed
        self.heading = self.inside = False

    def __call__(self, table: Any, command: str, *facts: Any) -> None:
        structure: Structure | None = getattr(table.canv, "structure", None)
        if structure is None:
            return
        match command:
            case "startBG" | "startLines":
                begin_artifact(table.canv)
            case "endBG" | "endLines":
                end_artifact(table.canv)
            case "startTable":
                structure.begin("Table")
            case "startRow":
                structure.begin("TR")
                self.heading = self.headed and facts[0] == 0
            case "startCell":
                self._begin_cell(table.canv, structure, facts[2])
            case "endCell":
                self._end_cell(table.canv, structure)
            case _:
                structure.end()

    def _begin_cell(self, canvas: Any, structure: Structure, cell: Any) -> None:
        structure.begin("TH" if self.heading else "TD")
        self.inside = isinstance(cell, str) and bool(cell)
        if self.inside:
            canvas._code.append(structure.mark("P"))

    def _end_cell(self, canvas: Any, structure: Structure) -> None:
        if self.inside:
            canvas._code.append("EMC")
        structure.end()


# ---------------------------------------------------------------- writing


class _Written(PDFObject):
    """An object whose bytes are known once all have their numbers."""

    __RefOnly__ = 1
    content = b""

    def format(self, _document: Any) -> bytes:
        return self.content


def write_structure(document: Any, structure: Structure) -> None:
    """Put the tree into reportlab's document, whose pages are all there already."""
    elements = list(_walked(structure.root))
    written = {id(element): _Written() for element in elements}
    numbers = {key: _number(document, each) for key, each in written.items()}
    pages = [_number(document, document.idToObject[f"Page{place + 1}"]) for place in range(len(structure.pages) - 1)]
    tree = _Written()
    numbers[id(None)] = _number(document, tree)
    for element in elements:
        written[id(element)].content = _element(element, numbers, pages)
    tree.content = _tree(structure, numbers, len(pages))
    for place in range(len(pages)):
        _join(document.idToObject[f"Page{place + 1}"], place)
    document.Catalog.StructTreeRoot = tree
    document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _walked(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _walked(kid)


def _number(document: Any, content: Any) -> int:
    reference = document.Reference(content)
    number: int = document.idToObjectNumberAndVersion[reference.name][0]
    return number


def _element(element: Element, numbers: dict[int, int], pages: list[int]) -> bytes:
    places = {pages[kid[0]] for kid in element.kids if not isinstance(kid, Element)}
    page = f"/Pg {places.pop()} 0 R" if places else ""
    kids = " ".join(f"{numbers[id(kid)]} 0 R" if isinstance(kid, Element) else str(kid[1]) for kid in element.kids)
    alt = f"/Alt {_text(element.alt)}" if element.alt else ""
    scope = "/A<</O/Table/Scope/Column>>" if element.kind == "TH" else ""
    above = numbers[id(element.above)]
    return f"<</Type/StructElem/S/{element.kind}/P {above} 0 R{page}{alt}{scope}/K[{kids}]>>".encode("ascii")


def _text(words: str) -> str:
    return f"<feff{words.encode('utf-16-be').hex()}>"


def _tree(structure: Structure, numbers: dict[int, int], pages: int) -> bytes:
    """The root: the document below it, and for each page the elements of its content by their numbers."""
    parents = " ".join(
        f"{place} [{' '.join(f'{numbers[id(element)]} 0 R' for element in structure.pages[place])}]"
        for place in range(pages)
    )
    document = numbers[id(structure.root)]
    content = f"<</Type/StructTreeRoot/K[{document} 0 R]/ParentTree<</Nums[{parents}]>>/ParentTreeNextKey {pages}>>"
    return content.encode("ascii")


def _join(page: Any, place: int) -> None:
    """Tell a page its place in the tree; reportlab's pages write only what they know of."""
    page.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]
    page.StructParents, page.Tabs = place, "/S"
