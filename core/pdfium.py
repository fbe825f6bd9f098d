"""PDFium, which reads the PDFs that others made and shows our own."""

from __future__ import annotations

import atexit
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from threading import RLock
from typing import Any
from weakref import finalize

from core.errors import UserError

_LOCK = RLock()
"""PDFium may be asked from one thread at a time only: every question takes the lock.

A document that nobody holds any more may be closed in the middle of a question about another.
"""
_FLAT_FOR_PRINT = 1
_WITHOUT_SECURITY = 3
_PASSWORD = 4


def page_count(content: bytes) -> int:
    with _LOCK, closing(_opened(content)) as document:
        return len(document)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page in ``dots`` of four bytes each: red, green, blue and one that says nothing; ``stride`` bytes a row."""

    dots: bytes
    width: int
    height: int
    stride: int


class OpenPdf:
    """A PDF while it is looked at; it is closed when nobody holds it any more. ``sizes`` of its pages are in points."""

    def __init__(self, content: bytes) -> None:
        with _LOCK:
            self._document = _opened(content)
            finalize(self, _close, self._document)
            atexit.register(self._document.close)  # the library goes before the finalizers of the last moment run
            numbers = range(len(self._document))
            self.sizes: tuple[tuple[float, float], ...] = tuple(map(self._document.get_page_size, numbers))

    def drawing(self, number: int, scale: float) -> Drawing:
        """The page ``number``, from 0, with ``scale`` dots to the point."""
        with _LOCK, closing(self._document[number]) as page:
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            return Drawing(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)

    def text(self, number: int) -> str:
        """What can be read on the page ``number``, from 0."""
        with _LOCK, closing(self._document[number]) as page, closing(page.get_textpage()) as words:
            return str(words.get_text_bounded())


def _close(document: Any) -> None:
    atexit.unregister(document.close)
    with _LOCK:
        document.close()


def flattened(content: bytes) -> bytes:
    """The same pages, with what was typed into forms or stamped on them made part of the page, and readable by all.

    Raises :class:`UserError` for a file that is damaged or locked with a password.
    """
    from pypdfium2.raw import FPDFPage_Flatten  # type: ignore[import-untyped]

    with _LOCK, closing(_opened(content)) as document:
        document.init_forms()
        for number in range(len(document)):
            with closing(document[number]) as page:
                FPDFPage_Flatten(page, _FLAT_FOR_PRINT)
        made = BytesIO()
        document.save(made, flags=_WITHOUT_SECURITY)
        return made.getvalue()


def _opened(content: bytes) -> Any:
    from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]

    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise UserError("It is locked with a password.") from None
        raise UserError("It is damaged, or no PDF.") from None
    if not len(document):
        document.close()
        raise UserError("It has no pages.")
    return document
