"""What only the clerk can say: in which order ambiguous dates are, and what the office's own words mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from core.dates import plural, written
from core.guessing import DateQuestion, WordQuestion, date_questions, understood, word_questions
from core.matching import DateOrder, Match, SheetMatch, column_names, read_date
from core.sheets import Sheet, Workbook
from gui import theme
from gui.dialogs.importing.labels import target_words, value_choices
from gui.pages.layouts import clear, scrolled
from gui.widgets.fields import Choice
from gui.widgets.paper import MARGIN

ASKED_WORDS = 200


@dataclass(frozen=True, slots=True)
class Questions:
    """``match`` with what could be told without asking, and what could not."""

    match: Match
    dates: tuple[DateQuestion, ...]
    words: tuple[WordQuestion, ...]

    @property
    def any(self) -> bool:
        return bool(self.dates or self.words)


def questions(workbook: Workbook, match: Match) -> Questions:
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    taken = [(understood(each, sheets[each.sheet]), sheets[each.sheet]) for each in match if each.table]
    dates = tuple(question for each, sheet in taken for question in date_questions(each, sheet))
    words = tuple(question for each, sheet in taken for question in word_questions(each, sheet))
    return Questions(tuple(each for each, _ in taken), dates, words[:ASKED_WORDS])


class Answers(QWidget):
    """Dates first: they must be answered. A word without an answer is an error in the preview."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._matches: dict[str, SheetMatch] = {}
        self.dates: dict[DateQuestion, QButtonGroup] = {}
        self.words: dict[WordQuestion, Choice] = {}
        inner = QWidget()
        self._layout = QVBoxLayout(inner)
        self._layout.setContentsMargins(MARGIN, 0, MARGIN, theme.SPACE)
        self._layout.setSpacing(theme.SPACE * 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner, "Dates and words"))

    def show_questions(self, workbook: Workbook, asked: Questions) -> None:
        self._matches = {each.sheet: each for each in asked.match}
        sheets = {sheet.name: sheet for sheet in workbook.sheets}
        clear(self._layout)
        self.dates, self.words = {}, {}
        for question in asked.dates:
            self._layout.addWidget(self._date_card(question, sheets[question.sheet]))
        if asked.words:
            self._layout.addWidget(self._word_card(asked.words, sheets))
        self._layout.addStretch()

    @property
    def match(self) -> Match:
        """With the answers."""
        return tuple(self._answered(each) for each in self._matches.values())

    def _answered(self, match: SheetMatch) -> SheetMatch:
        orders = {
            q.column: DateOrder.DAY if group.checkedId() else DateOrder.MONTH
            for q, group in self.dates.items()
            if q.sheet == match.sheet and group.checkedId() >= 0
        }
        words = {
            q.meaning: box.currentData()
            for q, box in self.words.items()
            if q.sheet == match.sheet and box.currentData() is not None
        }
        known = {meaning: value for meaning, value in match.words.items() if meaning not in self._asked(match.sheet)}
        return replace(match, orders={**match.orders, **orders}, words={**known, **words})

    def _asked(self, sheet: str) -> set[object]:
        return {question.meaning for question in self.words if question.sheet == sheet}

    def hindrance(self) -> str:
        if any(group.checkedId() < 0 for group in self.dates.values()):
            return "Say how the dates are meant."
        return ""

    def point(self) -> None:
        """To the first question."""
        for group in self.dates.values():
            if group.checkedId() < 0:
                group.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)
                return
        first = next((box for box in self.words.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _date_card(self, question: DateQuestion, sheet: Sheet) -> QWidget:
        match = self._matches[question.sheet]
        name = column_names(sheet, match.heading)[question.column]
        card, layout = _card(f"Dates in “{name}”", self._where(question.sheet))
        layout.addWidget(theme.label(f"{_listed(question.shown)} can be read in two ways. Which is meant?"))
        group = QButtonGroup(card)
        for number, order in enumerate((DateOrder.MONTH, DateOrder.DAY)):
            button = QRadioButton(_read_as(question.shown, order))
            button.setChecked(match.orders.get(question.column) is order)
            group.addButton(button, number)
            layout.addWidget(button)
        group.idToggled.connect(self._tell)
        self.dates[question] = group
        return card

    def _where(self, sheet: str) -> str:
        return f"Sheet “{sheet}”" if len(self._matches) > 1 else ""

    def _word_card(self, asked: Sequence[WordQuestion], sheets: Mapping[str, Sheet]) -> QWidget:
        note = "Say what each stands for; it is kept for the next time. A row whose word has no meaning is an error."
        card, layout = _card("Words that Muster does not know", note)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE * 2)
        grid.setVerticalSpacing(theme.SPACE)
        grid.setColumnMinimumWidth(0, 240)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for row, question in enumerate(asked):
            box = self._meanings(question)
            match = self._matches[question.sheet]
            name = column_names(sheets[question.sheet], match.heading)[match.fields[question.meaning[0]].column or 0]
            label = theme.label(f"“{question.word}” in {name} ({plural(question.count, 'row')})")
            label.setBuddy(box)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
            self.words[question] = box
        layout.addLayout(grid)
        return card

    def _meanings(self, question: WordQuestion) -> Choice:
        target, _ = question.meaning
        match = self._matches[question.sheet]
        box = Choice()
        box.setAccessibleName(f"{question.word} as {target_words(target, match.table)} means")
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setMinimumContentsLength(16)
        as_it_is = target.column == "credential"
        box.addItem("As it stands: a certificate of your own" if as_it_is else "Choose…", None)
        for value, words in value_choices(target):
            box.addItem(words, value)
        if not target.field.required:
            box.addItem("Nothing: leave it blank", "")
        box.setCurrentIndex(max(0, box.findData(match.words.get(question.meaning))))
        return box

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _card(title: str, note: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    theme.wear(card, theme.Look.CARD)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(16, 12, 16, 16)
    layout.setSpacing(theme.SPACE)
    layout.addWidget(theme.label(title, bold=True))
    if note:
        layout.addWidget(theme.label(note, muted=True))
    return card, layout


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)


def _read_as(texts: Sequence[str], order: DateOrder) -> str:
    """Both readings with real values: ``March 4, 2026 · May 6, 2026``."""
    first = "The month" if order is DateOrder.MONTH else "The day"
    return f"{first} comes first:  {'  ·  '.join(_readings(texts, order))}"


def _readings(texts: Sequence[str], order: DateOrder) -> Iterator[str]:
    for text in texts:
        on = read_date(text, order)
        yield written(on) if on else f"“{text}” is no date then"
