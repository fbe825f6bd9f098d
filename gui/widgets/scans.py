"""Scans to be kept with what is recorded: chosen once, for everyone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.media import Enclosure, read
from gui import theme


def dropped_scans(mime: QMimeData) -> list[Path]:
    """The files that are dragged."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


class ScanBox(QWidget):
    """A button to choose files, and those chosen, each with a button to leave it out again."""

    changed = Signal()

    def __init__(self, said: str, choose: Callable[[], list[Path]]) -> None:
        """``said`` stands beneath the button."""
        super().__init__()
        self.paths: list[Path] = []
        self._choose = choose
        hint = theme.label(said, theme.Size.CAPTION, muted=True)
        self.button = QPushButton("&Attach a scan…")
        self.button.setAutoDefault(False)
        theme.put_icon(self.button, "paperclip")
        self.button.clicked.connect(self.choose)
        self._files = QVBoxLayout()
        self._files.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(theme.label("Scan", theme.Size.CAPTION))
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(hint)
        layout.addLayout(self._files)

    def choose(self) -> None:
        if paths := self._choose():
            self.add(paths)

    def add(self, paths: Iterable[Path]) -> None:
        """Raises :class:`~core.errors.UserError` for a file that cannot be kept; those before it are."""
        for path in paths:
            if path not in self.paths:
                read(path).media  # noqa: B018 - raises where it is nothing that is kept
                self.paths.append(path)
                self._files.addWidget(self._line(path))
        self.changed.emit()

    def _line(self, path: Path) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(theme.label(path.name), 1)
        out = QPushButton("Leave out")
        out.setAutoDefault(False)
        out.setAccessibleName(f"Leave out {path.name}")
        theme.wear(out, theme.Look.LINK)
        out.clicked.connect(lambda: self._leave_out(path, line))
        row.addWidget(out)
        return line

    def _leave_out(self, path: Path, line: QWidget) -> None:
        self.paths.remove(path)
        line.hide()
        line.deleteLater()
        self.button.setFocus()
        self.changed.emit()

    def files(self) -> tuple[Enclosure, ...]:
        """What was chosen, as it is now. Raises :class:`~core.errors.UserError`."""
        return tuple(map(read, self.paths))
