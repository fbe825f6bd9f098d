"""The controls of a form. Each has a label above and, beneath, its hint or what is wrong with it, in words.

A field keeps what was typed; :meth:`Field.value` reads it strictly and raises :class:`UserError` on anything
that is not plainly meant, so that a form never records a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from core.model import Value
from gui import theme
from gui.widgets.lines import PlainLine

NOT_KNOWN = "Not known"
LONGEST = 10_000


class Field(QWidget):
    """A label, a control, and a line that holds the hint or the problem."""

    changed = Signal()
    left = Signal()
    """One has gone on from it, by Enter, Tab or the mouse."""

    def __init__(self, label: str, control: QWidget, *, hint: str = "", required: bool = False) -> None:
        super().__init__()
        self.control = control
        self.name = label
        self.required = required
        self._hint = hint
        self._problem = ""
        self._note = theme.label(size=theme.Size.CAPTION)
        caption = theme.label(f"{label} *" if required else label, theme.Size.CAPTION)
        caption.setBuddy(control)
        control.setAccessibleName(f"{label}, required" if required else label)
        control.setObjectName(label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (caption, control, self._note):
            layout.addWidget(part)
        layout.addStretch(1)
        self.setFocusProxy(control)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_problem("")

    @property
    def problem(self) -> str:
        """What is wrong, as it stands beneath the control; blank when nothing is."""
        return self._problem

    def show_problem(self, text: str) -> None:
        self._problem = text
        self._note.setText(f"◆ {text}" if text else self._hint)
        self._note.setVisible(bool(text or self._hint))
        self.control.setAccessibleDescription(text or self._hint)
        if self._note.text():
            theme.wear(self._note, theme.Look.ERROR if text else theme.Look.MUTED)

    @property
    def entered(self) -> str:
        """What stands in the control, read or not."""
        raise NotImplementedError

    def enter(self, text: str) -> None:
        """Put back what :attr:`entered` gave, right or wrong."""
        raise NotImplementedError

    def value(self) -> Value:
        """What was entered, ``None`` (or blank text) for nothing; raises :class:`UserError` on what cannot be read."""
        raise NotImplementedError

    def set_value(self, value: Value) -> None:
        raise NotImplementedError

    @Slot()
    def check(self) -> bool:
        """Read the field, show it in its usual form, say what is wrong with it."""
        try:
            value = self.value()
        except UserError as error:
            self.show_problem(str(error))
            return False
        self.show_problem("")
        self.set_value(value)
        return True

    def check_filled(self) -> bool:
        """Like :meth:`check`, and a required field must not be blank."""
        if self.required and not self.entered.strip():
            self.show_problem("This must be filled in.")
            return False
        return self.check()


class Line(PlainLine):
    """Enter goes on to the next field while suggestions are shown, too, and takes the one that is marked."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        completer = self.completer()
        listed = completer.popup() if completer else None
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or listed is None or not listed.isVisible():
            super().keyPressEvent(event)
            return
        if listed.currentIndex().isValid():
            self.setText(str(listed.currentIndex().data()))
        listed.hide()
        QApplication.sendEvent(self, QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))
        event.accept()


class TextField(Field):
    """One line; ``earlier`` entries are offered while typing."""

    def __init__(
        self, label: str, *, hint: str = "", required: bool = False, earlier: Iterable[str] = (), example: str = ""
    ) -> None:
        self.line = Line()
        super().__init__(label, self.line, hint=hint, required=required)
        self.line.setPlaceholderText(example)
        self.line.setMaxLength(LONGEST)
        self.line.textChanged.connect(self.changed)
        self.line.editingFinished.connect(self.left)
        self.offer(earlier)

    def offer(self, earlier: Iterable[str]) -> None:
        words = sorted(set(filter(None, earlier)), key=str.casefold)
        if words:
            _offer(words, self.line)

    @property
    def entered(self) -> str:
        return self.line.text()

    def enter(self, text: str) -> None:
        self.line.setText(text)

    def value(self) -> Value:
        return " ".join(self.line.text().split())

    def set_value(self, value: Value) -> None:
        if self.line.text() != (text := str(value or "")):
            self.line.setText(text)


class NotesField(Field):
    """Several lines. Tab moves on; Enter begins a new line."""

    def __init__(self, label: str, *, hint: str = "", required: bool = False) -> None:
        self.text = QPlainTextEdit(tabChangesFocus=True)
        super().__init__(label, self.text, hint=hint, required=required)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * 3 + 16)
        self.text.textChanged.connect(self.changed)

    @property
    def entered(self) -> str:
        return self.text.toPlainText()

    def enter(self, text: str) -> None:
        self.text.setPlainText(text)

    def value(self) -> Value:
        text = self.text.toPlainText().strip()
        if len(text) > LONGEST:
            raise UserError(f"This is {len(text):,} characters long; {LONGEST:,} are the most.")
        return text

    def set_value(self, value: Value) -> None:
        if self.text.toPlainText() != (text := str(value or "")):
            self.text.setPlainText(text)


class Quantity(Enum):
    """What a number counts: how it is shown, and the signs that may be typed with it."""

    HOURS = ("a number of hours such as 8 or 7.5", r"\s*(?:h|hr|hrs|hours?)?", "")
    PERCENT = ("a percentage such as 80", r"\s*%?", "")
    DOLLARS = ("an amount such as 50,000", r"", r"\$?\s*")
    POINTS = ("a number such as 240 or 87.5", r"", "")
    COUNT = ("a whole number such as 1 or 2", r"", "")

    def __init__(self, allowed: str, after: str, before: str) -> None:
        self.allowed = allowed
        digits = r"\d+" if "whole" in allowed else r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+"
        self.pattern = re.compile(f"{before}({digits}){after}", re.IGNORECASE)

    def read(self, text: str) -> float | int | None:
        """The number typed, ``None`` for nothing; raises :class:`UserError` on anything else."""
        if not (typed := text.strip()):
            return None
        match = self.pattern.fullmatch(typed)
        if not match:
            raise UserError(f"“{typed}” is not a number here.", f"Write {self.allowed}.")
        digits = match[1].replace(",", "")
        return int(digits) if self is Quantity.COUNT else float(digits)

    def shown(self, number: float) -> str:
        plain = f"{number:,.2f}" if self is Quantity.DOLLARS else f"{number:.4f}"
        return plain.rstrip("0").rstrip(".")


class NumberField(Field):
    """A number or nothing."""

    def __init__(self, label: str, quantity: Quantity, *, hint: str = "", required: bool = False) -> None:
        self.line = QLineEdit()
        super().__init__(label, self.line, hint=hint, required=required)
        self._quantity = quantity
        self.line.setMaxLength(40)
        self.line.textChanged.connect(self.changed)
        self.line.editingFinished.connect(self.check)
        self.line.editingFinished.connect(self.left)

    @property
    def entered(self) -> str:
        return self.line.text()

    def enter(self, text: str) -> None:
        self.line.setText(text)

    def value(self) -> float | int | None:
        return self._quantity.read(self.line.text())

    def set_value(self, value: Value) -> None:
        text = self._quantity.shown(value) if isinstance(value, int | float) else ""
        if self.line.text() != text:
            self.line.setText(text)


class Choice(QComboBox):
    """A combo box that a mouse wheel passing over does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace blank a choice that may be blank."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.isEditable():
            self.setCurrentIndex(0)
            return
        super().keyPressEvent(event)


class YesNo(Choice):
    """Each letter means one thing: typing would else go on from “No” to “Not known”."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        words = {"y": "Yes", "n": "No"}.get(event.text().lower())
        if words:
            self.setCurrentText(words)
            return
        super().keyPressEvent(event)


class ChoiceField(Field):
    """One of a few words, chosen by their first letters. The first entry is blank: not known, or not chosen yet."""

    kind: type[Choice] = Choice

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[Value, str]],
        *,
        blank: tuple[Value, str] = (None, NOT_KNOWN),
        hint: str = "",
        required: bool = False,
    ) -> None:
        self.box = self.kind()
        super().__init__(label, self.box, hint=hint, required=required)
        first = (None, "Choose…") if required else blank
        entries = (first, *(each for each in options if each != first))
        self._values: list[Value] = [value for value, _ in entries]
        self.box.addItems([words for _, words in entries])
        self.box.setMinimumContentsLength(8)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.currentIndexChanged.connect(self._chosen)

    @Slot()
    def _chosen(self) -> None:
        if self.box.currentIndex() > 0:
            self.show_problem("")
        self.changed.emit()

    @property
    def entered(self) -> str:
        return self.box.currentText() if self.box.currentIndex() > 0 else ""

    def enter(self, text: str) -> None:
        self.box.setCurrentIndex(max(self.box.findText(text), 0))

    def value(self) -> Value:
        return self._values[max(self.box.currentIndex(), 0)]

    def set_value(self, value: Value) -> None:
        self.box.setCurrentIndex(self._values.index(value) if value in self._values else 0)


class YesNoField(ChoiceField):
    """Yes, no, or not known: y, n, or Delete."""

    kind = YesNo

    def __init__(self, label: str, *, hint: str = "", required: bool = False) -> None:
        super().__init__(label, ((True, "Yes"), (False, "No")), hint=hint, required=required)


class PickField(Field):
    """One of many, found by typing any part of it: an officer, a class, a weapon.

    ``options`` are keys with the words that show them. An open field takes other words too, as they are; where it is
    ``exact`` even those that begin a word of an option.
    """

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        noun: str,
        hint: str = "",
        required: bool = False,
        is_open: bool = False,
        exact: bool = False,
    ) -> None:
        self.box = Choice()
        self.line = Line(self.box)
        self.box.setLineEdit(self.line)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        super().__init__(label, self.box, hint=hint, required=required)
        self._noun = noun
        self._open = is_open
        self._exact = exact
        self._given = ""
        self._options: tuple[tuple[str, str], ...] = ()
        self.set_options(options)
        self.box.setMinimumContentsLength(12)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.line.setAccessibleName(self.box.accessibleName())
        self.line.setMaxLength(LONGEST)
        self.line.setPlaceholderText("Type a few letters")
        self.line.editingFinished.connect(self.check)
        self.line.editingFinished.connect(self.left)
        self.box.editTextChanged.connect(self.changed)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Other ones to choose from; what was entered stays."""
        entered = self.box.currentText()
        self._options = tuple(options)
        words = [each for _, each in self._options]
        self._words_of = dict(self._options)
        self._folded = [(key, each.casefold()) for key, each in self._options]
        self._exactly = {word: key for key, each in reversed(self._folded) for word in (each, key.casefold())}
        self.box.clear()
        self.box.addItems(words)
        self.box.setEditText(entered)
        _offer(words, self.line)

    @property
    def entered(self) -> str:
        return self.box.currentText()

    def enter(self, text: str) -> None:
        self.box.setEditText(text)

    def value(self) -> str:
        """The key; blank for nothing. Part of the words is enough where only one has it."""
        typed = " ".join(self.box.currentText().split())
        if not typed or self.box.currentText() == self._given:
            return typed
        if found := self._found(typed.casefold()):
            return found
        if self._open:
            return typed
        raise UserError(f"No {self._noun} is called “{typed}”.", "Choose one from the list.")

    def _found(self, typed: str) -> str:
        whole = self._exactly.get(typed, "")
        if whole or self._exact:
            return whole
        part = [key for key, words in self._folded if self._begins(typed, words)]
        if len(part) > 1:
            hint = "Choose one from the list, or write the whole name." if self._open else "Choose one from the list."
            raise UserError(f"More than one {self._noun} has “{typed}” in it.", hint)
        return part[0] if part else ""

    def _begins(self, typed: str, words: str) -> bool:
        """A name of one’s own may be any part of another’s, but not by chance the beginning of a word of it."""
        return bool(re.search(rf"\b{re.escape(typed)}", words)) if self._open else typed in words

    def set_value(self, value: Value) -> None:
        """A key that is no longer among the options is shown as it is, and stays unless it is changed."""
        key = str(value or "")
        words = self._words_of.get(key, key)
        self._given = key if words == key else ""
        if self.box.currentText() != words:
            self.box.setEditText(words)


def first_wrong(fields: Iterable[Field]) -> Field | None:
    """The first field, in the order of the form, with a problem beneath it."""
    return next((field for field in fields if field.problem), None)


def _offer(words: list[str], line: QLineEdit) -> None:
    """Suggest ``words`` that have in them what is typed."""
    completer, listed = QCompleter(line), QListView()
    completer.setModel(QStringListModel(words, completer))
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setMaxVisibleItems(8)
    listed.setStyleSheet("QListView::item { padding: 5px 8px; }")
    completer.setPopup(listed)
    line.setCompleter(completer)
