"""The wording of the letters: the district's own words beside a picture of the letter they make."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from core.reports.letters import FIELDS, HEAD, KINDS, LISTS, SHARED, LetterKind, original, template_problems
from gui import theme
from gui.dialogs.entry import EntryDialog
from gui.errand import Errand
from gui.widgets.sheets import SheetView

if TYPE_CHECKING:
    from core.findings import Roll
    from core.reports.letters import Problem, Stationery
    from gui.session import Session
    from gui.tasks import Task

WIDE = QSize(1240, 700)
NARROW, LOW = 900, 480
"""Below this width there is one part at a time."""
PAUSE_MS = 350
"""After the last key, before the letter is drawn anew."""
ONCE_SOUND = "The letter is shown anew once the words can be used."
PARTS = ("&Words", "&Names", "&Letter")
_NAMES = re.compile(r"\$\{?[A-Za-z_][A-Za-z0-9_]*\}?|^\[[^\]]*\]|^if [a-z_ ]+:|^(?:subject|closing|enclosures|copies):")


def open_wording(session: Session, parent: QWidget | None, kind: LetterKind = LetterKind.UPCOMING) -> bool:
    """``True`` if the words of some letter were changed."""
    dialog = TemplateDialog(session, parent, kind)
    dialog.open_sized()
    return dialog.changed


class TemplateDialog(EntryDialog):
    """Words that cannot be used are never saved; each edit can be undone, and the original is never lost."""

    def __init__(self, session: Session, parent: QWidget | None, kind: LetterKind) -> None:
        super().__init__(session, parent, "Wording of the letters", "Save these words")
        from core.stationery import stationery

        self.changed = False
        self._stationery = stationery(session.store)
        self._roll = session.roll
        self._kind = kind
        self._drawing = Errand(self, session.worker)
        self._drawing.failed.connect(lambda error: self.waiting.setText(str(error)))
        self._make_parts()
        self._put_together()
        self._connect()
        self.letters.setCurrentIndex(list(LetterKind).index(kind))
        self._show_letter()
        self.words.setFocus()

    # The parts

    def _make_parts(self) -> None:
        self.letters = QComboBox()
        self.letters.setAccessibleName("Letter")
        for kind in LetterKind:
            self.letters.addItem(KINDS[kind].title, kind)
        self.whose = theme.label(muted=True)
        self.words = QPlainTextEdit()
        self.words.setAccessibleName("Words of the letter")
        self.words.setTabChangesFocus(True)
        self.words.setReadOnly(self.session.only_reading)
        self._colors = Names(self.words.document())
        self.problems = _list("What is wrong with the words")
        self.sound = theme.label(muted=True)
        self.names = _list("Names to put into the words")
        self.view = SheetView(self.session.worker)
        self.waiting = theme.label(muted=True)
        self.original_button = self.button("Go back to the &original…", self.go_back)
        self.foot.insertWidget(0, self.original_button)
        self.cancel_button.setText("Close")
        self.record_button.setToolTip("Ctrl+S")

    def _put_together(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(24, 0, 24, theme.SPACE)
        top.setSpacing(theme.SPACE * 2)
        top.addWidget(self.letters)
        top.addWidget(self.whose, 1)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        under = QHBoxLayout()
        under.setContentsMargins(24, 0, 24, 0)
        under.addWidget(self.tabs)
        for title in PARTS:
            self.tabs.addTab(title)
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self.parts.setChildrenCollapsible(False)
        self.parts.setHandleWidth(theme.SPACE * 2)
        self.parts.setContentsMargins(24, 0, 24, 0)
        self.headings = [theme.label(words, bold=True) for words in ("The words", "Names to put in", "The letter")]
        self.columns = (
            _column(self.headings[0], self.words, self.sound, self.problems),
            _column(self.headings[1], self.names, theme.label("Enter puts a name in.", muted=True)),
            _column(self.headings[2], self.view, self.waiting),
        )
        for column in self.columns:
            self.parts.addWidget(column)
        self.parts.setSizes([440, 290, 440])
        self.body.addLayout(top)
        self.body.addLayout(under)
        self.body.addWidget(self.parts, 1)

    def _connect(self) -> None:
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self._draw)
        self.words.textChanged.connect(self._typed)
        self.letters.activated.connect(self._choose)
        self.tabs.currentChanged.connect(self._turn_to)
        self.problems.itemActivated.connect(self._go_to_problem)
        self.names.itemActivated.connect(self._insert)
        self.problems.itemClicked.connect(self._go_to_problem)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self.try_record)

    def sizeHint(self) -> QSize:
        return WIDE

    def minimumSizeHint(self) -> QSize:
        return QSize(480, 280)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_parts()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a list does what the list says, and leads no further."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not isinstance(self.focusWidget(), QPushButton):
            event.accept()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _arrange_parts(self) -> None:
        narrow = self.width() < NARROW
        self.tabs.setVisible(narrow)
        for place, column in enumerate(self.columns):
            column.setVisible(not narrow or place == self.tabs.currentIndex())
            self.headings[place].setVisible(not narrow)
        self.problems.setMaximumHeight(max(self.height() // 5, 2 * theme.ROW_HEIGHT))
        self.sound.setVisible(self.height() >= LOW or not self.problems.isVisibleTo(self))

    @Slot(int)
    def _turn_to(self, place: int) -> None:
        """The part that is shown takes the keys, unless one still chooses among the parts."""
        self._arrange_parts()
        if not self.tabs.hasFocus():
            (self.words, self.names, self.view)[place].setFocus()

    # The letter

    @property
    def _saved(self) -> str:
        return self._stationery.words(self._kind)

    @property
    def _text(self) -> str:
        return self.words.toPlainText()

    @property
    def is_dirty(self) -> bool:
        return self._text != self._saved

    @property
    def found(self) -> tuple[Problem, ...]:
        """What is wrong with the words as they stand."""
        return template_problems(self._text, self._kind)

    @Slot()
    def _choose(self) -> None:
        """Another letter; words that are not saved are asked about first."""
        chosen = LetterKind(self.letters.currentData())
        if chosen is self._kind:
            return
        if self.is_dirty and not self._may_lose():
            self.letters.setCurrentIndex(list(LetterKind).index(self._kind))
            return
        self._kind = chosen
        self._show_letter()

    def _show_letter(self) -> None:
        described = KINDS[self._kind]
        self.notice.say("")
        self.words.setPlainText(self._saved)
        self.names.clear()
        for name in sorted({*SHARED, *described.fields}):
            self._add_name(f"${name}", FIELDS[name].words)
        for name in sorted(described.lists):
            self._add_name(f"[{name}]", f"{LISTS[name].words}; stands in a paragraph of its own")
        for name, meaning in HEAD.items():
            self._add_name(f"{name}:", f"{meaning}; stands above the text")
        self.names.setCurrentRow(0)
        self._draw()

    def _add_name(self, name: str, meaning: str) -> None:
        item = QListWidgetItem(f"{name}\n{meaning}")
        item.setData(Qt.ItemDataRole.UserRole, name)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {meaning}")
        self.names.addItem(item)

    @Slot()
    def _typed(self) -> None:
        self._say_problems()
        self.pause.start()

    def _say_problems(self) -> None:
        found = self.found
        self.problems.clear()
        for problem in found:
            item = QListWidgetItem(str(problem))
            item.setData(Qt.ItemDataRole.UserRole, problem.line)
            item.setToolTip(str(problem))
            self.problems.addItem(item)
        self.problems.setVisible(bool(found))
        self.sound.setText("Enter on one of these leads to its line." if found else "The words can be used.")
        self._arrange_parts()
        self._colors.mark({problem.line for problem in found})
        self._enable(sound=not found)

    def _enable(self, *, sound: bool) -> None:
        own = self._saved != original(self._kind)
        writing = not self.session.only_reading
        self.record_button.setEnabled(writing and sound and self.is_dirty)
        self.original_button.setEnabled(writing and (own or self._text != original(self._kind)))
        words = "Your district’s own words" if own else "The original words"
        self.whose.setText(f"{words}. To: {KINDS[self._kind].to}.")

    @Slot(QListWidgetItem)
    def _go_to_problem(self, item: QListWidgetItem) -> None:
        block = self.words.document().findBlockByNumber(item.data(Qt.ItemDataRole.UserRole) - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.words.setTextCursor(cursor)
        self.words.setFocus()

    @Slot(QListWidgetItem)
    def _insert(self, item: QListWidgetItem) -> None:
        """At the cursor; what has to stand alone is put into a paragraph of its own."""
        name = str(item.data(Qt.ItemDataRole.UserRole))
        if not self.words.isReadOnly():
            self.words.insertPlainText(f"\n\n{name}\n\n" if name.startswith("[") else name)
            self.tabs.setCurrentIndex(0)
            self.words.setFocus()

    # The picture

    @Slot()
    def _draw(self) -> None:
        """The letter anew, beside the window; words that are wrong leave the last picture standing."""
        self._say_problems()
        if self.found:
            self.waiting.setText(ONCE_SOUND)
            return
        self.waiting.setText("Drawing the letter …")
        work = partial(_picture, roll=self._roll, kind=self._kind, words=self._text, stationery=self._stationery)
        self._drawing.start(work, self._show)

    def _show(self, content: bytes) -> None:
        self.waiting.setText(ONCE_SOUND if self.found else "")
        self.view.show_pdf(content)

    # Saving

    @Slot()
    def try_record(self) -> None:
        """Saves and stays open for the next letter."""
        if self.record_button.isEnabled():
            self.attempt(self.record)

    def record(self) -> bool:
        from core import stationery

        kind, text = self._kind, self._text
        self.apply(lambda store: stationery.save_wording(store, kind, text))
        self._read_again()
        self.notice.say("")
        return False

    @Slot()
    def go_back(self) -> None:
        """To the words that come with the program."""
        from core import stationery

        question = f"Go back to the original words of “{KINDS[self._kind].title}”?"
        detail = "Your own words are taken out of use. Undo in the Edit menu brings saved ones back."
        if not self.session.prompts.confirm(self, question, detail, "Go back"):
            return
        kind = self._kind
        if self._saved != original(kind):
            self.apply(lambda store: stationery.restore_wording(store, kind))
            self._read_again()
        self._show_letter()

    def _read_again(self) -> None:
        from core.stationery import stationery

        self.changed = True
        self._stationery = stationery(self.session.store)
        self._say_problems()

    def done(self, result: int) -> None:
        self.pause.stop()
        self._drawing.stop()
        super().done(result)


class Names(QSyntaxHighlighter):
    """Names in the accent colour; lines with something wrong are underlined too."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._wrong: set[int] = set()

    def mark(self, lines: set[int]) -> None:
        if lines != self._wrong:
            self._wrong = lines
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        palette = theme.current()
        if self.currentBlock().blockNumber() + 1 in self._wrong:
            wrong = QTextCharFormat()
            wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            wrong.setUnderlineColor(QColor(palette.states["violation"]))
            self.setFormat(0, len(text), wrong)
        for found in _NAMES.finditer(text):
            name = self.format(found.start())
            name.setForeground(QColor(palette.accent))
            self.setFormat(found.start(), found.end() - found.start(), name)


def _picture(_task: Task, *, roll: Roll, kind: LetterKind, words: str, stationery: Stationery) -> bytes:
    from core.reports.letters import preview
    from core.reports.pdf import render

    return render(preview(roll, kind, words, stationery))


def _list(name: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    made.setWordWrap(True)
    made.setSpacing(2)
    return made


def _column(*parts: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.SPACE)
    for part in parts:
        layout.addWidget(part)
    return column
