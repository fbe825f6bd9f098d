"""The typeface, the inks and the styles of paragraphs; text becomes a paragraph here, and is never parsed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import accumulate, takewhile
from typing import Any, Self
from unicodedata import category, normalize
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph
from reportlab.platypus.paraparser import ParaFrag

from core.reports.blocks import Voice
from core.reports.structure import marked

REGULAR, BOLD, ITALIC = "NotoSans", "NotoSans-Bold", "NotoSans-Italic"
_FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", ITALIC: "NotoSans-Italic.ttf"}
TITLE, HEADING, BODY, SMALL = 18.0, 12.0, 10.0, 8.5
"""The four sizes of type, in points."""
LONG_WORD = 13
"""From this length on a word may be broken at a hyphen of its own: a double name, but no year and no section."""
LEADING = 11.6
"""From line to line in a table."""
INK, QUIET, FAINT, ACCENT, WASH = (HexColor(c) for c in ("#1A1A1A", "#55595F", "#B9BEC6", "#1F3A5F", "#F3F5F8"))
VOICES = {
    Voice.PLAIN: (REGULAR, INK),
    Voice.STRONG: (BOLD, INK),
    Voice.QUIET: (REGULAR, QUIET),
    Voice.QUOTE: (ITALIC, INK),
}


@cache
def load_typeface() -> None:
    rl_config.useA85 = 0  # text armour: a fifth more bytes and time for nothing
    for face, name in _FILES.items():
        with as_file(files("resources") / "fonts" / name) as path:
            font: Any = TTFont(face, str(path))
        font.stringWidth = lru_cache(maxsize=20_000)(font.stringWidth)  # else every word is measured anew
        font.splitString = _once_in_a_document(font.splitString)
        registerFont(font)


def _once_in_a_document(split: Callable[..., Any]) -> Callable[..., Any]:
    """The same words stand in every letter; within a document a text is always encoded alike."""
    known: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()

    def splitting(text: str, doc: Any, encoding: str = "utf-8") -> Any:
        encoded = known.setdefault(doc, {})
        if text not in encoded:
            encoded[text] = split(text, doc, encoding)
        return encoded[text]

    return splitting


@lru_cache(maxsize=20_000)
def printable(text: str) -> str:
    """The text as it can be set: accents joined to their letters, invisible characters left out.

    The sign of a section stays with its number.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_visible, normalize("NFC", text)))
    return text.replace("§ ", "§\N{NO-BREAK SPACE}")


def _visible(character: str) -> str:
    if character.isprintable() or character == "\N{NO-BREAK SPACE}":
        return character
    return "" if category(character) in {"Cf", "Cn", "Cs", "Co"} else " "


def width_of(text: str, face: str, size: float) -> float:
    return float(stringWidth(text, face, size))


def shortened(text: str, face: str, size: float, width: float) -> str:
    """On one line, with an ellipsis where it had to be cut."""
    text = printable(text)
    if len(text) < 1000 and width_of(text, face, size) <= width:
        return text
    reached = accumulate(width_of(character, face, size) for character in f"…{text}")
    fitting = sum(1 for _ in takewhile(lambda so_far: so_far <= width, reached))
    return text[: fitting - 1].rstrip() + "…"


def paragraph_style(face: str, size: float, ink: Any = INK, leading: float = 1.4, **more: Any) -> ParagraphStyle:
    """``leading`` is a share of the size; no line stands alone at the head or foot of a page."""
    return ParagraphStyle(
        face,
        fontName=face,
        fontSize=size,
        textColor=ink,
        leading=size * leading,
        allowWidows=0,
        allowOrphans=0,
        embeddedHyphenation=1,
        hyphenationMinWordLength=LONG_WORD,
        bulletFontName=face,
        bulletFontSize=size,
        **more,
    )


def _cell_style(voice: Voice, right: bool) -> ParagraphStyle:
    face, ink = VOICES[voice]
    return paragraph_style(face, SMALL, ink, LEADING / SMALL, alignment=TA_RIGHT if right else TA_LEFT)


LINK_STYLES = {
    right: paragraph_style(REGULAR, SMALL, ACCENT, LEADING / SMALL, alignment=TA_RIGHT if right else TA_LEFT)
    for right in (False, True)
}
CELL_STYLES = {(voice, right): _cell_style(voice, right) for voice in Voice for right in (False, True)}
"""How a line of a cell is set, by its voice and whether it stands to the right."""


class Text(Paragraph):
    """A paragraph that shares its lines, and on a page its code, with all others that say the same.

    In a thousand letters most of what is said is said again and again.
    """

    broken: Any = None
    """One with the same words and style, broken into lines for this width; none for what is left of a split one."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        if self.said is None:
            size: tuple[float, float] = super().wrap(width, height)
            return size
        broken = self.broken = _broken(*self.said, width)
        self.blPara, self._wrapWidths = broken.blPara, broken._wrapWidths
        self.width, self.height = width, broken.height
        return width, self.height

    def drawPara(self, debug: int = 0) -> None:  # noqa: N802
        """The code of a paragraph is closed in itself: it may be written down again as it is."""
        canvas: Any = self.canv
        drawn = getattr(canvas, "drawn", None)
        if self.broken is None or drawn is None:
            super().drawPara(debug)
        elif self.broken in drawn:
            canvas._code.append(drawn[self.broken])
        else:
            begun = len(canvas._code)
            super().drawPara(debug)
            drawn[self.broken] = "\n".join(canvas._code[begun:])

    said: Said | None = None
    tag = "P"
    """What it is to those who have the page read to them."""

    def draw(self) -> None:
        with marked(self.canv, self.tag):
            super().draw()

    @classmethod
    def of(cls, text: str, style: ParagraphStyle, bullet: str | None = None) -> Self:
        made = cls("", style, bullet, frags=[_fragment(text, style)])
        made.said = text, style, bullet
        return made


class Anchored(Text):
    """Told by the canvas where it stands, for the links that lead to it; of a text that is split, the first part."""

    anchor = ""

    def draw(self) -> None:
        canvas: Any = self.canv
        if self.anchor and hasattr(canvas, "anchored"):
            canvas.anchored(self.anchor, canvas.absolutePosition(0, self.height)[1])
        super().draw()


class Linked(Text):
    """Leads to an anchor of its document, if there is one of that name."""

    to = ""

    def draw(self) -> None:
        super().draw()
        canvas: Any = self.canv
        if self.to and hasattr(canvas, "lead"):
            canvas.lead(self.to, (0, 0, self.width, self.height))


Said = tuple[str, ParagraphStyle, str | None]


@lru_cache(maxsize=4_000)
def _fragment(text: str, style: ParagraphStyle) -> ParaFrag:
    return ParaFrag(
        text=printable(text),
        fontName=style.fontName,
        fontSize=style.fontSize,
        textColor=style.textColor,
        us_lines=(),
        link=(),
    )


@lru_cache(maxsize=4_000)
def _broken(text: str, style: ParagraphStyle, bullet: str | None, width: float) -> Any:
    made = Paragraph("", style, bullet, frags=[_fragment(text, style)])
    made.wrap(width, 0)
    return made
