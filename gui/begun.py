"""The bar that offers, when a file is opened, what was being typed when it was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from gui import theme

if TYPE_CHECKING:
    from core.drafts import Draft
    from gui.session import Session


class BegunBar(QFrame):
    """Out of sight while nothing was begun."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        theme.wear(self, theme.Look.NOTICE)
        self.words = theme.label()
        self.go_on = QPushButton("Go on with it")
        self.later = QPushButton("Later")
        self.go_on.clicked.connect(self.take)
        self.later.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.go_on)
        layout.addWidget(self.later)
        session.file_changed.connect(self.look)
        session.officers_changed.connect(self.look_again)
        session.everything_changed.connect(self.look_again)
        self.hide()

    @Slot()
    def look(self) -> None:
        """Show the newest of what lies on the file's desk."""
        found = self._found()
        self.setVisible(bool(found))
        if found:
            more = f" {len(found) - 1} more after that." if len(found) > 1 else ""
            self.words.setText(f"You were entering {found[0].said} and have not recorded it.{more}")

    def _found(self) -> list[Draft]:
        from core.drafts import drafts
        from core.errors import FileError

        if not self.session.is_open:
            return []
        try:
            return drafts(self.session.store)
        except FileError:  # of an earlier version, opened to be read: it has no desk
            return []

    @Slot()
    def look_again(self) -> None:
        """What is offered may have been recorded meanwhile."""
        if self.isVisible():
            self.look()

    @Slot()
    def take(self) -> None:
        """Go on with what is offered, or with the newest there is."""
        from gui.dialogs.begun import open_begun

        found = self._found()
        self.hide()
        if not found:
            self.session.said.emit("Nothing was begun that is not recorded.")
        elif open_begun(self.session, self.window(), found[0]):
            self.look()
