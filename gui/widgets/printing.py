"""To the printer: the same pages as in the preview, at 300 dots per inch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialog, QWidget

from core.errors import UserError
from gui.widgets.sheets import Pdf

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from gui.tasks import Task

DOTS_PER_INCH = 300


def choose_printer(parent: QWidget | None) -> QPrinter | None:
    """Ask for the printer, the pages and the copies; ``None`` if nothing is to be printed."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def print_pages(task: Task, printer: QPrinter, content: bytes) -> int:
    """Paint the pages onto the paper; how many there were. Nothing of it needs the window's thread."""
    printer.setFullPage(True)
    pdf, painter = Pdf(content), QPainter()
    numbers = range(max(printer.fromPage(), 1) - 1, min(printer.toPage() or len(pdf), len(pdf)))
    if not painter.begin(printer):
        raise UserError("The printer could not be reached.", "Check that it is switched on, or save the PDF.")
    try:
        for step, number in enumerate(numbers):
            task.report(step, len(numbers))
            if step:
                printer.newPage()
            painter.drawImage(_on_paper(printer), pdf.image(number, DOTS_PER_INCH))
    finally:
        painter.end()
    return len(numbers)


def _on_paper(printer: QPrinter) -> QRectF:
    from PySide6.QtPrintSupport import QPrinter as Printer

    return printer.paperRect(Printer.Unit.DevicePixel)
