"""Looking into certificates and scans: whether they can be opened, and what there is to see. Nothing is executed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from pi_heif import register_heif_opener  # type: ignore[import-untyped]
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import UserError
from core.media import Enclosure, Media
from core.pdfium import page_count

MOST_DOTS = 100_000_000
"""A sheet of legal paper at 800 dots per inch has fewer."""
MOST_PAGES = 500
Image.MAX_IMAGE_PIXELS = None  # MOST_DOTS is asked before a picture is read, and says which file is too large
register_heif_opener(thumbnails=False)


def examine(file: Enclosure) -> Enclosure:
    """The file under a safe name; raises :class:`UserError` where it could not be opened later."""
    if file.media is Media.PDF:
        _examine_pdf(file)
    else:
        _examine_picture(file)
    return Enclosure(file.safe_name, file.content)


def _examine_pdf(file: Enclosure) -> None:
    try:
        pages = page_count(file.content)
    except UserError as error:
        raise UserError(f"“{file.name}” cannot be opened. {error.message}", "Scan or save it again.") from None
    if pages > MOST_PAGES:
        words = f"“{file.name}” has {pages:,} pages; {MOST_PAGES} are the most."
        raise UserError(words, "Keep the pages that matter.")


def _examine_picture(file: Enclosure) -> None:
    try:
        with _opened(file.content) as image:
            width, height = image.size
            if width * height > MOST_DOTS:
                words = f"“{file.name}” is {width:,} × {height:,} dots; {MOST_DOTS // 1_000_000} million are the most."
                raise UserError(words, "Scan it at 200 to 300 dots per inch.")
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _damaged(file) from None


def _damaged(file: Enclosure) -> UserError:
    return UserError(f"“{file.name}” cannot be opened. It is damaged.", "Scan or save it again.")


@dataclass(frozen=True, slots=True)
class Picture:
    """Upright; ``dots`` are rows of three bytes each: red, green, blue."""

    width: int
    height: int
    dots: bytes


def picture(content: bytes, most: int) -> Picture:
    """A picture as it is to be looked at, turned as the camera was held; no side is longer than ``most`` dots."""
    with _opened(content) as image:
        image.draft("RGB", (most, most))
        image.thumbnail((most, most))
        upright = _on_white(ImageOps.exif_transpose(image))
        return Picture(*upright.size, upright.tobytes())


def _on_white(image: Image.Image) -> Image.Image:
    """What is transparent would else be black."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    paper = Image.new("RGB", image.size, "white")
    opaque = image.convert("RGBA")
    paper.paste(opaque, mask=opaque)
    return paper


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """A picture whose size is known and whose dots are not read yet; the limit on them is :data:`MOST_DOTS`."""
    with Image.open(BytesIO(content)) as image:
        yield image
