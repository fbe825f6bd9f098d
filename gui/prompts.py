"""Every modal question of the window, asked in one place so that a test can give the answers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import theme

RECORDS = "Records files (*.muster)"
WORKBOOKS = "Workbooks (*.xlsx *.ods *.csv)"


class Prompts:
    """Asks the person at the screen. ``None`` and ``False`` are answers of theirs: do nothing."""

    def confirm(self, parent: QWidget | None, question: str, detail: str, verb: str) -> bool:
        """``verb`` is what the button does, such as “Remove”; Enter does not press it."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Muster", question, parent=parent)
        box.setInformativeText(detail)
        go = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(keep)
        box.exec()
        return box.clickedButton() is go

    def reason(self, parent: QWidget | None, what: str, verb: str) -> str | None:
        """Why a record is corrected or removed; the history keeps the answer."""
        dialog = _Reason(parent, what, verb)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def tell(self, parent: QWidget | None, message: str, hint: str = "") -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Muster", message, QMessageBox.StandardButton.Close, parent)
        box.setInformativeText(hint)
        box.exec()

    def open_file(self, parent: QWidget | None, title: str, folder: Path, kinds: str) -> Path | None:
        return _chosen(QFileDialog.getOpenFileName(parent, title, str(folder), kinds)[0])

    def save_file(self, parent: QWidget | None, title: str, suggested: Path, kinds: str) -> Path | None:
        return _chosen(QFileDialog.getSaveFileName(parent, title, str(suggested), kinds)[0])

    def folder(self, parent: QWidget | None, title: str, folder: Path) -> Path | None:
        return _chosen(QFileDialog.getExistingDirectory(parent, title, str(folder)))


def _chosen(name: str) -> Path | None:
    return Path(name) if name else None


class _Reason(QDialog):
    def __init__(self, parent: QWidget | None, what: str, verb: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Muster")
        self.setMinimumWidth(440)
        self._edit = QLineEdit()
        self._edit.setAccessibleName("Reason")
        self._edit.setPlaceholderText("For instance: entered for the wrong officer")
        self._edit.textChanged.connect(self._typed)
        self._go = QPushButton(verb)
        self._go.setEnabled(False)
        theme.wear(self._go, theme.Look.PRIMARY)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(theme.label(what, theme.Size.HEAD, bold=True))
        layout.addWidget(theme.label("Why? The history keeps your reason, and the act can be undone.", muted=True))
        layout.addWidget(self._edit)
        layout.addSpacing(theme.SPACE)
        layout.addWidget(buttons)

    def answer(self) -> str:
        return self._edit.text().strip()

    @Slot()
    def _typed(self) -> None:
        self._go.setEnabled(bool(self.answer()))
