"""What every dialog of entry shares: the notice on top, the button that says its verb, the keys of paper, the draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from core.drafts import Draft, draft, drop_draft, keep_draft
from core.errors import FieldError, FileError, UserError
from gui import theme
from gui.room import fit_to_screen
from gui.widgets.fields import Field

if TYPE_CHECKING:
    from core.store import ChangeSet, Store
    from gui.session import Session

KEPT_AFTER_MS = 1000
"""How long after the last key what was entered is put by."""


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


class Offer(QFrame):
    """What was begun here before, to go on with or to discard."""

    def __init__(self, found: Draft, go_on: QPushButton, discard: QPushButton) -> None:
        super().__init__()
        theme.wear(self, theme.Look.NOTICE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        self.go_on = go_on
        buttons = QHBoxLayout()
        buttons.addWidget(go_on)
        buttons.addWidget(discard)
        buttons.addStretch()
        layout.addWidget(theme.label(f"You had begun {found.said}."))
        layout.addLayout(buttons)


class EntryDialog(QDialog):
    """Enter moves on to the next field, Ctrl+Enter records, Esc leaves.

    A subclass puts its parts in ``body``, says in :meth:`record` what is to be recorded and, with :meth:`watch`,
    under which name a draft is kept. Where there is none, Esc asks before anything is lost.
    """

    def __init__(self, session: Session, parent: QWidget | None, title: str, verb: str) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(title)
        self.slot = ""
        self.offer: Offer | None = None
        self._first: QWidget | None = None
        self._given: Mapping[str, Any] = {}
        self._timer = QTimer(self, interval=KEPT_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.put_by)
        self.notice = Notice()
        self.body = QVBoxLayout()
        self.foot = QHBoxLayout()
        self.record_button = self.button(verb, self.try_record)
        self.record_button.setToolTip("Ctrl+Enter")
        theme.wear(self.record_button, theme.Look.PRIMARY)
        self.foot.addStretch()
        self.cancel_button = self.button("Cancel", self.cancel)
        self.foot.addWidget(self.cancel_button)
        self.foot.addWidget(self.record_button)
        self._arrange(title)

    def _arrange(self, title: str) -> None:
        self._top, bottom = QVBoxLayout(), QWidget()
        self._top.setContentsMargins(24, 16, 24, 8)
        self._top.setSpacing(12)
        self._top.addWidget(theme.label(title, theme.Size.HEAD, bold=True))
        self._top.addWidget(self.notice)
        bottom.setLayout(self.foot)
        self.foot.setContentsMargins(24, 12, 24, 16)
        self.foot.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._top)
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

    # What is typed and not recorded yet

    def watch(self, slot: str, **given: Any) -> None:
        """Keep what is typed from now on, and offer what was left here. ``given``: what the dialog was opened with."""
        self.slot, self._given = slot, given
        for field in self._watched():
            field.changed.connect(self.note_change)
        with suppress(FileError):  # one of an earlier version, opened to be read, has no desk
            if found := draft(self.session.store, slot):
                self._offer(found)

    def _watched(self) -> list[Field]:
        return [field for field in self.findChildren(Field) if field.window() is self]

    @Slot()
    def note_change(self) -> None:
        if self.slot and self.offer is None:
            self._timer.start()

    @Slot()
    def put_by(self) -> bool:
        """Keep the draft in the file; ``False`` where there is nothing to keep, or the file cannot be written."""
        self._timer.stop()
        if not self.slot or self.offer is not None:
            return False
        try:
            if not self.is_dirty:
                drop_draft(self.session.store, self.slot)
                return False
            at = self.session.now().isoformat(timespec="seconds")
            keep_draft(self.session.store, Draft(self.slot, self.begun, at, self.left_over(), self._given))
        except FileError:
            return False
        return True

    @property
    def begun(self) -> str:
        """What is being entered, in words that follow “You had begun”."""
        filled = [field.entered for field in self._watched() if field.entered and field.control.isEnabled()][:3]
        return f"“{self.windowTitle()}” ({'; '.join(filled)})"

    def left_over(self) -> dict[str, Any]:
        """What stands in the dialog, as plain data."""
        return {"fields": {place: field.entered for place, field in self._places().items() if field.entered}}

    def take_up(self, entered: Mapping[str, Any]) -> None:
        """Put back what :meth:`left_over` gave."""
        left = entered.get("fields", {})
        for place, field in self._places().items():
            field.enter(left.get(place, ""))

    def _places(self) -> dict[str, Field]:
        """The fields by their labels, numbered where a label stands twice."""
        places: dict[str, Field] = {}
        for field in self._watched():
            twice = sum(name.startswith(field.name) for name in places)
            places[f"{field.name} {twice}" if twice else field.name] = field
        return places

    def _offer(self, found: Draft) -> None:
        """Nothing can be entered until it is clear what becomes of what was."""
        go_on = self.button("Go on with it", lambda: self.go_on(found))
        theme.wear(go_on, theme.Look.PRIMARY)
        self.offer = Offer(found, go_on, self.button("Discard it and start anew", self._start_anew))
        self._top.addWidget(self.offer)
        self._first = self.focusWidget()
        self._let_enter(False)
        go_on.setFocus()

    @Slot()
    def _start_anew(self) -> None:
        drop_draft(self.session.store, self.slot)
        self._close_offer()

    def go_on(self, found: Draft) -> None:
        """With what was begun here."""
        self._close_offer()
        self.take_up(found.entered)
        blank = (field for field in self._watched() if field.required and not field.entered)
        self.go_to(next(blank, self.record_button))

    def _close_offer(self) -> None:
        if self.offer is not None:
            self.offer.hide()  # it goes with the dialog: deleted by itself after it, it took the program along
            self.offer = None
            self._let_enter(True)
            if self._first is not None:
                self.go_to(self._first)

    def _let_enter(self, may: bool) -> None:
        items = (self.body.itemAt(place) for place in range(self.body.count()))
        for part in (item.widget() for item in items if item):
            if part:
                part.setEnabled(may)
        self.record_button.setEnabled(may)

    def done(self, result: int) -> None:
        self._timer.stop()
        super().done(result)

    def accept(self) -> None:
        """What is recorded is no draft any more."""
        if self.slot:
            with suppress(FileError):
                drop_draft(self.session.store, self.slot)
        super().accept()

    def reject(self) -> None:
        """By Esc or the window's cross: what was entered is kept for the next time, and only else is it asked for."""
        if self.offer is not None or not self.is_dirty:
            self.put_by()
            super().reject()
        elif self.put_by():
            self.session.said.emit("What you entered is kept. Open the form again to go on with it.")
            super().reject()
        elif self._may_lose():
            super().reject()

    @Slot()
    def cancel(self) -> None:
        """On purpose: then nothing is kept; what was begun before and is still offered stays."""
        if not self.slot or self.offer is not None:
            self.reject()
        elif not self.is_dirty or self._may_lose():
            with suppress(FileError):
                drop_draft(self.session.store, self.slot)
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
        """Scroll to ``part``, which Qt does for the Tab key alone, and of a list to its one row; here from its top."""
        for area in self.findChildren(QScrollArea):
            if area.isAncestorOf(part):
                seen = part.mapTo(area.viewport(), QPoint())
                x, y = seen.x() + area.horizontalScrollBar().value(), seen.y() + area.verticalScrollBar().value()
                area.ensureVisible(x, y + part.height(), 0, 48)
                area.ensureVisible(x, y, 0, 48)

    def showEvent(self, event: QShowEvent) -> None:
        """The field it begins in may stand below what one sees."""
        super().showEvent(event)
        if begin := self.focusWidget():
            self.reveal(begin)

    def go_to(self, part: QWidget) -> None:
        part.setFocus(Qt.FocusReason.TabFocusReason)
        self.reveal(part)

    def open_sized(self) -> bool:
        """Open as tall as the entries need, but never beyond the screen; ``True`` once something was recorded."""
        fit_to_screen(self, self.sizeHint())
        return self.exec() == QDialog.DialogCode.Accepted
