"""What every dialog of entry shares: the notice on top, the button that says its verb, the keys of paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from core.errors import FieldError, UserError
from gui import theme
from gui.room import fit_to_screen

if TYPE_CHECKING:
    from core.store import ChangeSet, Store
    from gui.session import Session


class Notice(QFrame):
    """A message across the top of a dialog; out of sight while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        theme.wear(self, theme.Look.NOTICE)
        self._text = theme.label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self._text)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, text: str) -> None:
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.setVisible(bool(text))
        if text:
            QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))


class EntryDialog(QDialog):
    """Enter moves on to the next field, Ctrl+Enter records, Esc asks only if something was typed.

    A subclass puts its parts in ``body`` and says in :meth:`record` what is to be recorded.
    """

    def __init__(self, session: Session, parent: QWidget | None, title: str, verb: str) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(title)
        self.notice = Notice()
        self.body = QVBoxLayout()
        self.foot = QHBoxLayout()
        self.record_button = self.button(verb, self.try_record)
        self.record_button.setToolTip("Ctrl+Enter")
        theme.wear(self.record_button, theme.Look.PRIMARY)
        self.foot.addStretch()
        self.cancel_button = self.button("Cancel", self.reject)
        self.foot.addWidget(self.cancel_button)
        self.foot.addWidget(self.record_button)
        self._arrange(title)

    def _arrange(self, title: str) -> None:
        top, bottom = QVBoxLayout(), QWidget()
        top.setContentsMargins(24, 16, 24, 8)
        top.setSpacing(12)
        top.addWidget(theme.label(title, theme.Size.HEAD, bold=True))
        top.addWidget(self.notice)
        bottom.setLayout(self.foot)
        self.foot.setContentsMargins(24, 12, 24, 16)
        self.foot.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addLayout(self.body, 1)
        whole.addWidget(bottom)

    def button(self, words: str, act: Callable[[], object]) -> QPushButton:
        """A button that Enter in a field never presses."""
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    @property
    def is_dirty(self) -> bool:
        """Whether something would be lost by leaving."""
        raise NotImplementedError

    def record(self) -> bool:
        """Write what was entered; ``False`` after having said what is wrong. May raise :class:`UserError`."""
        raise NotImplementedError

    @Slot()
    def try_record(self) -> None:
        self.attempt(self.record)

    def attempt(self, act: Callable[[], bool]) -> None:
        """Do ``act`` and close; whatever cannot be recorded is said, and the dialog stays open."""
        self.notice.say("")
        try:
            if act():
                self.accept()
        except UserError as error:
            self.notice.say(str(error))
            if isinstance(error, FieldError):
                self.point_at(error.field)

    def apply(self, act: Callable[[Store], ChangeSet]) -> None:
        """Do one edit and say in the window what was done."""
        self.session.said.emit(f"Done: {self.session.apply(act).label}")

    def point_at(self, column: str) -> None:
        """Go to the field of a column that the records refuse, if the dialog has it."""

    def reject(self) -> None:
        if not self.is_dirty or self._may_lose():
            super().reject()

    def _may_lose(self) -> bool:
        question, detail = "Leave without recording?", "What you entered here will be lost."
        return self.session.prompts.confirm(self, question, detail, "Leave")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.record_button.click()
        elif isinstance(button := self.focusWidget(), QPushButton):
            button.click()
        else:
            self.focusNextChild()
            self.reveal(self.focusWidget())

    def reveal(self, part: QWidget) -> None:
        """Scroll to ``part``, which Qt does for the Tab key alone."""
        for area in self.findChildren(QScrollArea):
            if area.isAncestorOf(part):
                area.ensureWidgetVisible(part, 0, 48)

    def go_to(self, part: QWidget) -> None:
        part.setFocus(Qt.FocusReason.TabFocusReason)
        self.reveal(part)

    def open_sized(self) -> bool:
        """Open as tall as the entries need, but never beyond the screen; ``True`` once something was recorded."""
        fit_to_screen(self, self.sizeHint())
        return self.exec() == QDialog.DialogCode.Accepted
