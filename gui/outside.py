"""A kept document opened in another program: a copy that cannot be written to, gone when Muster is closed."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

from core.errors import FileError, UserError

if TYPE_CHECKING:
    from core.model import Attachment
    from gui.session import Session

BEGINNING = "muster-documents-"
LEFT_FOR = 24 * 60 * 60
"""Seconds after which what a program that did not end well has left behind is taken away."""


class Outside:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._folder: Path | None = None
        session.file_changed.connect(self.close)

    def open(self, attachment: Attachment) -> None:
        """Raises :class:`UserError` where there is no such program. What is kept is a PDF or a picture: its content
        was looked into when it was attached, and its name bears the ending of what it is.
        """
        content = self._session.store.blob(attachment.sha256)
        if content is None:
            raise FileError(f"The file does not hold “{attachment.file_name}” any more.", "Restore it from a backup.")
        self.show(attachment.file_name, attachment.sha256, content)

    def show(self, name: str, sha256: str, content: bytes) -> None:
        """As :meth:`open`, for what is no document of the records."""
        path = self._place(sha256) / name
        if not path.exists():
            path.write_bytes(content)
            path.chmod(0o400)
        if not self._session.prompts.show_outside(path):
            raise UserError(f"No program on this computer opens “{name}”.", "Save it instead.")

    def _place(self, sha256: str) -> Path:
        """A folder for each content, for two documents may have one name."""
        if self._folder is None:
            _sweep()
            self._folder = Path(tempfile.mkdtemp(prefix=BEGINNING))
            self._end = finalize(self, _remove, self._folder)
        place = self._folder / sha256[:12]
        place.mkdir(exist_ok=True)
        return place

    def close(self) -> None:
        """What was opened goes with the file."""
        if self._folder is not None:
            self._folder = None
            self._end()


def _sweep() -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{BEGINNING}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > LEFT_FOR:
                _remove(left)


def _remove(folder: Path) -> None:
    """What another program still has open stays until it is swept away; Windows removes no read-only file."""
    for path in folder.rglob("*"):
        with suppress(OSError):
            path.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
