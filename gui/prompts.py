"""Every modal question of the window, asked in one place so that a test can give the answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

RECORDS = "Records files (*.muster)"
WORKBOOKS = "Workbooks (*.xlsx *.ods *.csv)"


class Prompts:
    """Asks the person at the screen. ``None`` and ``False`` are answers of theirs: do nothing."""

    def confirm(self, parent: QWidget | None, question: str, detail: str, verb: str) -> bool:
        """``verb`` is what the button does, such as “Remove”; Enter does not press it."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.NoIcon, "Muster", question, parent=parent)
        box.setInformativeText(detail)
        go = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(keep)
        box.exec()
        return box.clickedButton() is go

    def reason(self, parent: QWidget | None, what: str, verb: str) -> str | None:
        """Why a record is corrected or removed; the history keeps the answer."""
        from gui.oneline import Reason

        dialog = Reason(parent, what, verb)
        return dialog.answer() if dialog.exec() else None

    def name(self, parent: QWidget | None, what: str, suggested: str, verb: str) -> str | None:
        """What something is to be called."""
        from gui.oneline import Naming

        dialog = Naming(parent, what, suggested, verb)
        return dialog.answer() if dialog.exec() else None

    def tell(self, parent: QWidget | None, message: str, hint: str = "") -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.NoIcon, "Muster", message, QMessageBox.StandardButton.Close, parent)
        box.setInformativeText(hint)
        box.exec()

    def open_file(self, parent: QWidget | None, title: str, folder: Path, kinds: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        return _chosen(QFileDialog.getOpenFileName(parent, title, str(folder), kinds)[0])

    def open_files(self, parent: QWidget | None, title: str, folder: Path, kinds: str) -> list[Path]:
        from PySide6.QtWidgets import QFileDialog

        return [Path(name) for name in QFileDialog.getOpenFileNames(parent, title, str(folder), kinds)[0]]

    def save_file(self, parent: QWidget | None, title: str, suggested: Path, kinds: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        return _chosen(QFileDialog.getSaveFileName(parent, title, str(suggested), kinds)[0])

    def folder(self, parent: QWidget | None, title: str, folder: Path) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        return _chosen(QFileDialog.getExistingDirectory(parent, title, str(folder)))

    def printer(self, parent: QWidget | None) -> QPrinter | None:
        """The printer, the pages and the copies, by the system’s own dialog."""
        from gui.widgets.printing import choose_printer

        return choose_printer(parent)

    def show_outside(self, path: Path) -> bool:
        """Opens a file with the program the system has for it; whether there is one."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _chosen(name: str) -> Path | None:
    return Path(name) if name else None
