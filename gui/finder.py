"""Ctrl+K: any officer, class, weapon, agreement, rule, page or command, by a few letters."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from core.dates import short
from core.errors import UserError
from core.model import Agreement, TrainingClass, Weapon
from core.reports.wording import weapon_name
from gui import theme
from gui.models.rows import fold
from gui.room import fit_to_screen
from gui.session import Session
from gui.widgets.words import words_of

if TYPE_CHECKING:
    from gui.main_window import MainWindow

SHOWN, REMEMBERED = 40, 12
RECENT = "found last"
"""On the desk of the file; while none is open, the commands among this computer's settings."""
MORE = Qt.ItemDataRole.UserRole + 1
"""What stands at the right: the key of a command, the kind and number of a record."""
BEGIN_WITH = ("record_class", "new_officer", "record_range_day", "show_attention", "show_papers", "back_up")
"""What is offered before anything was ever looked for."""


@dataclass(frozen=True, slots=True)
class Thing:
    """``id`` tells it again later; ``text`` is what is shown, ``words`` the folded text it is found by."""

    id: str
    icon: str
    text: str
    more: str
    words: str
    act: Callable[[], object]


class Finder(QDialog):
    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._things = list(self._all())
        self._recent = self._remembered()
        self._found: list[Thing] = []
        self.setWindowTitle("Find anything")
        fit_to_screen(self, QSize(640, 480))
        self.line = QLineEdit()
        self.line.setPlaceholderText("An officer, a class, a weapon, a rule, or what you want to do")
        self.line.setAccessibleName("Find anything")
        self.line.textChanged.connect(self.show_found)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Found")
        self.list.setIconSize(theme.ICON)
        self.list.setItemDelegate(_WithMore(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._take)
        self.head = theme.label(size=theme.Size.CAPTION, muted=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(theme.SPACE)
        for part in (self.line, self.head, self.list):
            layout.addWidget(part)
        self.show_found("")

    # What there is

    def _all(self) -> Iterator[Thing]:
        for command in self._window.actions_.possible():
            if command.id != "find_anything":
                icon = command.icon or "chevron-right"
                yield _thing(f"command:{command.id}", icon, command.plain, command.shortcut, self._giving(command.id))
        if self._session.is_open:
            yield from self._officers()
            yield from self._records()
            yield from self._rules()
            yield from self._of_page()

    def _of_page(self) -> Iterator[Thing]:
        """What the page offers that is no command of its own."""
        from gui.pagemenu import offers_of

        for offer in offers_of(self._window.page):
            if offer.enabled:
                name = f"{offer.group}: {offer.text}" if offer.group else offer.text
                yield _thing(f"page:{name}", "chevron-right", name, offer.keys or "On this page", offer.act)

    def _officers(self) -> Iterator[Thing]:
        for record in self._session.register.records:
            officer = record.officer
            also = f"{officer.full_name} {officer.mcid} {officer.employee_number}"
            opening = self._opening(officer.officer_id)
            yield _thing(
                f"officer:{officer.officer_id}", "user", officer.name, f"Officer {officer.officer_id}", opening, also
            )

    def _records(self) -> Iterator[Thing]:
        rows = self._session.store.rows
        for training in rows(TrainingClass):
            more = f"Class of {short(training.ends_on)}"
            yield _thing(
                f"class:{training.class_id}", "graduation-cap", training.title, more, self._editing(training),
                f"{training.class_id} {training.provider}",
            )  # fmt: skip
        for weapon in rows(Weapon):
            yield _thing(
                f"weapon:{weapon.weapon_id}", "target", weapon_name(weapon), "Weapon", self._editing(weapon),
                f"{weapon.weapon_id} {weapon.kind} {weapon.caliber}",
            )  # fmt: skip
        for agreement in rows(Agreement):
            text = f"{words_of(agreement.kind)} {agreement.party}".strip()
            more = f"Agreement {agreement.agreement_id}"
            showing = self._showing("Agreements", agreement.agreement_id, agreement)
            yield _thing(f"agreement:{agreement.agreement_id}", "landmark", text, more, showing, agreement.purpose)

    def _rules(self) -> Iterator[Thing]:
        for rule in self._session.roll.policy.requirements:
            citation = rule.sources[0].citation
            showing = self._showing("Rules", rule.id, None)
            yield _thing(f"rule:{rule.id}", "info", rule.title, f"Rule · {citation}", showing, rule.id)

    def _giving(self, command_id: str) -> Callable[[], object]:
        return lambda: self._window.give(command_id)

    def _opening(self, officer_id: str) -> Callable[[], object]:
        return lambda: self._window.show_officer(officer_id)

    def _editing(self, row: Any) -> Callable[[], object]:
        from gui.dialogs.forms import open_form

        return lambda: open_form(self._session, type(row), self._window, row=row)

    def _showing(self, part: str, key: str, row: Any) -> Callable[[], object]:
        """Shows the row of a list in a part of the district's page; where it is in none, its form."""

        def show() -> None:
            self._window.show_district(part)
            if not self._window.page.point_at(key) and row is not None:
                self._editing(row)()

        return show

    # Finding

    @Slot(str)
    def show_found(self, typed: str) -> None:
        words = fold(typed).split()
        self._found = self._ranked(words)[:SHOWN] if words else self._first()
        self.head.setText(self._heading(typed.strip()))
        self.list.clear()
        for thing in self._found:
            item = QListWidgetItem(theme.icon(thing.icon), thing.text)
            item.setSizeHint(QSize(0, theme.ROW_HEIGHT))
            item.setData(MORE, thing.more)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (thing.text, thing.more))))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _heading(self, typed: str) -> str:
        if not typed:
            return "Used last" if self._recent else "For instance"
        nothing = f"Nothing is called “{typed}”. The Officers page (Ctrl+2) finds any text on record."
        return "" if self._found else nothing

    def _ranked(self, words: list[str]) -> list[Thing]:
        """What has every word: first what begins so, then what has words that do, then the rest; lately used first."""
        recent = {id_: place for place, id_ in enumerate(self._recent)}
        found = [thing for thing in self._things if all(word in thing.words for word in words)]
        return sorted(found, key=lambda thing: (_rank(thing.words, words), recent.get(thing.id, REMEMBERED)))

    def _first(self) -> list[Thing]:
        by_id = {thing.id: thing for thing in self._things}
        ids = self._recent or tuple(f"command:{each}" for each in BEGIN_WITH)
        return [by_id[each] for each in ids if each in by_id]

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The arrow keys move in the list while the line keeps the focus; Enter takes."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self._found:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._found))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
        return bool(step) or event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}

    @Slot()
    def _take(self) -> None:
        if 0 <= self.list.currentRow() < len(self._found):
            found = self._found[self.list.currentRow()]
            self._remember(found.id)
            self.accept()
            found.act()

    # What was used last

    def _remembered(self) -> tuple[str, ...]:
        """Newest first."""
        if self._session.is_open:
            text = self._session.store.desk(RECENT)
        else:
            text = str(self._session.settings.value(RECENT, ""))
        try:
            return tuple(map(str, json.loads(text or "[]")))
        except ValueError:
            return ()

    def _remember(self, id_: str) -> None:
        """What a page offers is not there again on the next one."""
        if id_.startswith("page:"):
            return
        text = json.dumps([id_, *(each for each in self._recent if each != id_)][:REMEMBERED])
        if not self._session.is_open:
            self._session.settings.setValue(RECENT, text)
            return
        try:
            self._session.store.lay(RECENT, text)
        except UserError:
            return  # a file open to read remembers nothing


def _thing(id_: str, icon: str, text: str, more: str, act: Callable[[], object], also: str = "") -> Thing:
    number = more.rpartition(" ")[2] if id_.startswith("officer:") else ""
    return Thing(id_, icon, text, more, fold(f"{text} {number} {also}"), act)


def _rank(text: str, words: list[str]) -> int:
    if text.startswith(" ".join(words)):
        return 0
    spaced = f" {text}"
    return 1 if all(f" {word}" in spaced for word in words) else 2


class _WithMore(QStyledItemDelegate):
    """What a thing is, or the key that does it, in quiet type at the right."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        left = option.rect.width() - theme.ICON.width() - _wide(option, index) - 4 * theme.SPACE
        option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, left)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(QColor(theme.current().muted))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(option.rect.adjusted(0, 0, -theme.SPACE, 0), right, str(index.data(MORE) or ""))
        painter.restore()


def _wide(option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> int:
    return option.fontMetrics.horizontalAdvance(str(index.data(MORE) or ""))
