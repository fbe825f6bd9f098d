"""Certificates and scans as files: which kinds are kept, told by their content and never by their name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.errors import FileError, UserError

LARGEST = 25 * 1024 * 1024
"""Bytes of one file; a page scanned in color takes one to three million."""


class Media(StrEnum):
    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    HEIC = "image/heic"

    @property
    def ending(self) -> str:
        return ".jpg" if self is Media.JPEG else f".{self.name.lower()}"


TAKEN = "PDF, PNG, JPEG and HEIC files are kept."
NAMES = "Certificates and scans (*.pdf *.png *.jpg *.jpeg *.heic *.heif)"
"""What a dialog offers to choose from."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to be kept with a record, as it was read."""

    name: str
    content: bytes

    @property
    def media(self) -> Media:
        """What it is, whatever its name says; raises :class:`UserError` for what is not kept."""
        if not self.content:
            raise UserError(f"“{self.name}” is empty.", "Scan or save it again.")
        if len(self.content) > LARGEST:
            raise _too_large(self.name, len(self.content))
        media = media_of(self.content)
        if media is None:
            raise UserError(f"“{self.name}” is {_stranger(self.content)}.", TAKEN)
        return media

    @property
    def sha256(self) -> str:
        """What finds it in the records file."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def safe_name(self) -> str:
        """A name that every system takes, with the ending of what the file really is."""
        return safe_name(self.name, self.media)


def read(path: Path) -> Enclosure:
    """The file; raises :class:`UserError` that names it where it is too large or cannot be read."""
    if path.is_dir():
        raise UserError(f"“{path.name}” is a folder.", "Choose the files in it.")
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise _too_large(path.name, size)
        return Enclosure(path.name, path.read_bytes())
    except OSError as error:
        raise FileError(f"“{path.name}” cannot be read: {error.strerror or error}.") from None


def _too_large(name: str, size: int) -> UserError:
    words = f"“{name}” has {size / 1024 / 1024:,.1f} MB; {LARGEST // 1024 // 1024} MB is the most."
    return UserError(words, "Scan it at 200 to 300 dots per inch, or split it.")


def media_of(content: bytes) -> Media | None:
    """What the bytes are; ``None`` for anything that is not kept."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Media.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Media.JPEG
    if content[:64].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return Media.PDF
    return Media.HEIC if _brands(content) & _HEIC else None


_HEIC = {b"heic", b"heix", b"heim", b"heis"}


def _brands(content: bytes) -> set[bytes]:
    """As what an ISO base media file says it can be read."""
    if content[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(content[:4], "big"), 256)
    return {content[8:12], *(content[at : at + 4] for at in range(16, end, 4))}


_STRANGERS = (
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a script"),
    (b"PK\x03\x04", "a zip archive, or a Word or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook file"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF scan"),
    (b"MM\x00*", "a TIFF scan"),
    (b"RIFF", "a WebP picture, a sound or a film"),
    (b"{\\rtf", "a text with formatting"),
)


def _stranger(content: bytes) -> str:
    known = (words for start, words in _STRANGERS if content.startswith(start))
    return next(known, "neither a PDF nor a picture of a known kind")


_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_NAME_LIMIT = 96


def safe_name(name: str, media: Media) -> str:
    """A name that every system takes and none would run: ``../diploma.pdf.exe`` of a PDF is ``diploma.pdf``."""
    stem = _UNSAFE.sub(" ", name.replace("\\", "/").rpartition("/")[2])
    while (found := _ENDING.search(stem)) is not None:
        stem = stem[: found.start()]
    stem = " ".join(stem.split()).strip(". ")
    if not stem or _RESERVED.fullmatch(stem):
        stem = f"Document {stem}".strip()
    return f"{stem[:_NAME_LIMIT].rstrip('. ')}{media.ending}"


_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}\s*$")
