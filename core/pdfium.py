"""PDFium, which reads the PDFs that others made and shows our own."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from threading import Lock
from typing import Any

from core.errors import UserError

LOCK = Lock()
"""PDFium may be asked from one thread at a time only: every question takes the lock."""
_FLAT_FOR_PRINT = 1
_WITHOUT_SECURITY = 3
_PASSWORD = 4


def page_count(content: bytes) -> int:
    with LOCK, closing(_opened(content)) as document:
        return len(document)


def flattened(content: bytes) -> bytes:
    """The same pages, with what was typed into forms or stamped on them made part of the page, and readable by all.

    Raises :class:`UserError` for a file that is damaged or locked with a password.
    """
    from pypdfium2.raw import FPDFPage_Flatten  # type: ignore[import-untyped]

    with LOCK, closing(_opened(content)) as document:
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
        raise UserError("It has no pages.")
    return document
