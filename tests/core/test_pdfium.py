"""A PDF that is looked at is closed: when nobody holds it any more, and at the end of the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from core.pdfium import OpenPdf
from tests import scans

ROOT = Path(__file__).parents[2]
HELD_TO_THE_END = """
from tempfile import TemporaryDirectory

folder = TemporaryDirectory()  # its finalizer is older than the PDF's

from core.pdfium import OpenPdf
from tests import scans

held = OpenPdf(scans.pdf("Certificate"))
print(held.text(0))
"""


def test_pages_are_measured_drawn_and_read() -> None:
    pdf = OpenPdf(scans.pdf("Certificate", pages=3))
    assert pdf.sizes == ((612, 792),) * 3
    assert "Page 3 of 3" in pdf.text(2)
    page = pdf.drawing(1, 0.5)
    assert (page.width, page.height, len(page.dots)) == (306, 396, page.stride * 396)


def test_it_is_closed_when_nobody_holds_it_any_more() -> None:
    pdf = OpenPdf(scans.pdf())
    document = pdf._document
    assert document.raw is not None
    del pdf
    assert document.raw is None


def test_one_that_is_held_to_the_end_is_closed_without_a_word() -> None:
    ran = subprocess.run([sys.executable, "-c", HELD_TO_THE_END], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Certificate" in ran.stdout
    assert ran.stderr == ""
