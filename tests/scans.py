"""Scans as a district has them: made here, or (HEIC, which nothing here can write) lying in ``tests/files/scans``."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

HEIC = Path(__file__).parent / "files" / "scans" / "certificate.heic"
PROGRAM = b"MZ\x90\x00\x03" + bytes(600) + b"%PDF-1.7 This program cannot be run in DOS mode."


def pdf(words: str = "Certificate of completion", pages: int = 1) -> bytes:
    made = BytesIO()
    canvas = Canvas(made, pagesize=(612, 792), invariant=1)
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", 28)
        canvas.drawString(72, 640, words)
        canvas.setFont("Helvetica", 14)
        canvas.drawString(72, 600, f"Page {page} of {pages}. Invented for tests.")
        canvas.rect(36, 36, 540, 720)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def picture(kind: str, size: tuple[int, int] = (300, 200), color: str = "#d8c48a", turned: bool = False) -> bytes:
    """``turned``: as a phone held upright keeps it, with a note that it lies on its side."""
    made, image = BytesIO(), Image.new("RGB", size, color)
    exif = image.getexif()
    if turned:
        exif[0x112] = 6
    image.save(made, kind, exif=exif)
    return made.getvalue()
