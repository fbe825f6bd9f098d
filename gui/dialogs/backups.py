"""The copies of the records: where they are, how old, what each holds, and the way back to one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.dates import moment, plural
from gui import theme
from gui.models.rows import Column, RowsModel
from gui.pages.history import ChangeDetail
from gui.pages.tables import Table
from gui.prompts import RECORDS
from gui.room import fit_to_screen

if TYPE_CHECKING:
    from core.documents import Kept
    from core.documents.comparing import Comparison
    from gui.session import Session

WIDE = QSize(1000, 620)
_KIN = {
    "same": "The same records as are open now.",
    "older": "Earlier records of this file, without {edits} made since.",
    "newer": "Later records than those that are open: {edits} ahead.",
    "parted": "Records that were once the same as these and then went their own way.",
    "other": "Records of another file. Restoring would put another district’s records in the place of these.",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that may be restored; ``where`` says in words in which folder it lies."""

    path: Path
    at: datetime
    where: str


class CopiesModel(RowsModel[Copy]):
    def __init__(self) -> None:
        columns = (
            Column[Copy]("Made", lambda copy: copy.at, lambda copy: moment(copy.at), right=True, width=152),
            Column[Copy]("Where", lambda copy: copy.where, width=220),
        )
        super().__init__(columns, lambda copy: copy.path)


class BackupsDialog(QDialog):
    """Nothing is done before it was seen: choosing a copy shows what restoring it would change."""

    def __init__(self, session: Session, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle("Backups")
        self._path = session.path
        self.sentence = theme.label()
        self.second = theme.label(muted=True)
        self.verdict = theme.label(muted=True)
        self.copies = CopiesModel()
        self.table = Table(self.copies, "Backups, newest first")
        self.table.stretch(1)
        self.table.setMinimumWidth(332)
        self.detail = ChangeDetail()
        self.detail.setMinimumWidth(228)
        self._arrange()
        self._connect()
        self.refresh()
        self.table.setFocus()
        if self.copies.rows:
            self.table.selectRow(0)

    def _arrange(self) -> None:
        self.now = self._button("Back up &now", self.back_up)
        self.choose = self._button("Second &place…", self.choose_second)
        self.stop = self._button("&Stop using it", self.stop_second)
        self.other = self._button("&Another file…", self.choose_other)
        self.restore = self._button("&Restore this copy…", self.restore_chosen)
        leave = self._button("Close", self.reject)
        theme.wear(self.now, theme.Look.PRIMARY)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(_line(theme.label("Backups", theme.Size.HEAD, bold=True), self.now))
        layout.addWidget(self.sentence)
        layout.addLayout(_line(self.second, self.choose, self.stop))
        layout.addSpacing(theme.SPACE)
        both = QHBoxLayout()
        both.setSpacing(theme.SPACE * 2)
        both.addWidget(self.table, 2)
        both.addWidget(self.detail, 3)
        layout.addLayout(both, 1)
        layout.addWidget(self.verdict)
        layout.addLayout(_line(self.other, None, self.restore, leave))

    def _button(self, words: str, act: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _connect(self) -> None:
        self.table.chosen.connect(self._show_copy)
        self.table.opened.connect(self.restore_chosen)
        self.session.safekeeping.noted.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """The copies that are there now; after a restore the dialog is about to close."""
        if not self.session.is_open:
            return
        keeping = self.session.safekeeping
        self.sentence.setText(_sentence(self.session))
        second = keeping.second
        self.second.setText(f"Second place: {second}" if second else "No second place yet: a stick or another drive.")
        self.stop.setVisible(second is not None)
        self.now.setEnabled(keeping.applies)
        self.copies.set_rows(_copies(self.session))
        self._enable(self.table.row)

    def _enable(self, copy: Copy | None) -> None:
        self.restore.setEnabled(copy is not None and not self.session.only_reading)
        if copy is None:
            self.detail.show_change(None)
            self.verdict.setText("No copy yet. One is made when you close the file after a change.")

    @Slot(object)
    def _show_copy(self, copy: Copy | None) -> None:
        from core.documents.comparing import compare
        from core.store import Store

        self._enable(copy)
        if copy is None:
            return
        self.verdict.setText("Reading the copy …")
        path = self.session.path

        def read(_task: object) -> Comparison:
            with Store.look(path) as store:
                return compare(store, copy.path)

        task = self.session.worker.start(read)
        task.done.connect(lambda found: self._show_comparison(copy, found))
        task.failed.connect(lambda error: self._show_failure(copy, error))

    def _show_comparison(self, copy: Copy, found: Comparison) -> None:
        if copy != self.table.row:
            return
        from core.store import Change

        edits = plural(found.edits, "change")
        counts = ", ".join(f"{name} {there:,} (now {here:,})" for name, here, there in found.counts if here != there)
        self.verdict.setText(" ".join([_KIN[found.kinship].format(edits=edits), counts]).strip())
        newest = found.newest
        label = f"Restoring would change {plural(len(found.differences), 'record')}"
        at, who = (newest.at, f"last change in the copy: {newest.label}") if newest else (copy.at, "")
        self.detail.show_change(Change(0, at, who, label, "", None, found.differences, len(found.differences)))

    def _show_failure(self, copy: Copy, error: Exception) -> None:
        if copy == self.table.row:
            self.detail.show_change(None)
            self.restore.setEnabled(False)
            self.verdict.setText(f"This copy cannot be used: {error}")

    @Slot()
    def back_up(self) -> None:
        self.now.setEnabled(False)
        self.verdict.setText("Copying, and reading the copy back …")
        back_up(self.session, self, self._told)

    def _told(self, words: str) -> None:
        self.verdict.setText(words)
        self.now.setEnabled(True)

    @Slot()
    def choose_second(self) -> None:
        choose_second(self.session, self)

    @Slot()
    def stop_second(self) -> None:
        self.session.safekeeping.choose_second(None)

    @Slot()
    def choose_other(self) -> None:
        """A copy that lies elsewhere takes its place in the list."""
        path = self.session.prompts.open_file(self, "Choose a backup", self._path.parent, RECORDS)
        if path is None:
            return
        at = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        self.copies.set_rows([Copy(path, at, str(path.parent)), *(c for c in self.copies.rows if c.path != path)])
        self.table.choose(path)

    @Slot()
    def restore_chosen(self) -> None:
        copy = self.table.row
        if copy is None or not self.restore.isEnabled():
            return
        question = f"Go back to the records of {moment(copy.at)}?"
        detail = (
            f"{self.verdict.text()}\n\nThe records as they are now are kept as a copy, so you can come back to them."
        )
        if self.session.prompts.confirm(self, question, detail, "Restore"):
            self._restore(copy)

    def _restore(self, copy: Copy) -> None:
        """The swap runs beside the window, with the file closed."""
        from core import documents

        session, path, now = self.session, self._path, self.session.now()
        self.setEnabled(False)
        self.verdict.setText("Restoring …")
        session.close()
        task = session.worker.start(lambda _task: documents.restore(copy.path, path, now))
        task.done.connect(lambda kept: self._come_back(path, copy, kept))
        task.failed.connect(lambda error: self._stay(path, error))

    def _come_back(self, path: Path, copy: Copy, kept: Path | None) -> None:
        self.session.attempt(lambda: self.session.open_calmly(path), self)
        was = f" The records as they were are kept as “{kept.name}”." if kept else ""
        self.session.said.emit(f"Restored the records of {moment(copy.at)}.{was}")
        self.accept()

    def _stay(self, path: Path, error: Exception) -> None:
        self.session.attempt(lambda: self.session.open_calmly(path), self)
        self.setEnabled(True)
        self.verdict.setText(f"Nothing was restored: {error}")


def open_backups(session: Session, parent: QWidget | None) -> None:
    dialog = BackupsDialog(session, parent)
    fit_to_screen(dialog, WIDE)
    dialog.exec()


def choose_second(session: Session, parent: QWidget | None) -> bool:
    """Asks for the stick or folder that gets a copy too."""
    keeping = session.safekeeping
    start = keeping.second or session.path.parent
    folder = session.prompts.folder(parent, "Second place for backups: a stick or another drive is best", start)
    if folder is None:
        return False
    keeping.choose_second(folder)
    return True


def back_up(session: Session, parent: QWidget | None, told: Callable[[str], None] | None = None) -> None:
    """Copies now, to both places; the first time it asks for the second one."""
    from core.documents.keeping import Occasion

    keeping = session.safekeeping
    if keeping.second is None:
        choose_second(session, parent)

    def done(kept: Kept) -> None:
        words = _kept_words(kept)
        session.said.emit(words)
        if told:
            told(words)

    keeping.keep(Occasion.CLOSE, done)


def _kept_words(kept: Kept) -> str:
    if kept.failed:
        return f"Not backed up everywhere: {kept.failed[0]}"
    if not kept.made:
        return "Nothing has changed since the last good backup."
    return f"Backed up and checked: {', '.join(str(path.parent) for path in kept.made)}"


def _sentence(session: Session) -> str:
    keeping = session.safekeeping
    if not keeping.applies:
        return f"{keeping.words()}. Copies are kept of a district’s own file."
    return (
        f"{keeping.words() or 'Looking for copies …'}. A copy is made when you close the file, before an import or a "
        "restore, and after 50 changes; each is read back before an older one may go."
    )


def _copies(session: Session) -> list[Copy]:
    from core import documents

    keeping = session.safekeeping
    places = [(keeping.beside, "Beside the file"), (keeping.second, "Second place")]
    found = [
        Copy(path, at, where)
        for folder, where in places
        if folder is not None
        for at, path in documents.backups(session.path, folder)
    ]
    return sorted(found, key=lambda copy: copy.at, reverse=True)


def _line(first: QLabel | QPushButton, *others: QPushButton | None) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.SPACE)
    line.addWidget(first, 0 if isinstance(first, QPushButton) else 1)
    for part in others:
        if part is None:
            line.addStretch(1)
        else:
            line.addWidget(part)
    return line
