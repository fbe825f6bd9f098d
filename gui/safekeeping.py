"""Copies of the open records: when they are made, where, and how old the last good ones are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from datetime import datetime

    from core.documents import GoodCopy, Kept
    from core.documents.keeping import Occasion
    from gui.session import Session

_SECOND = "second places"
OLD_DAYS = 7
"""After so many days with changes a second copy is called old."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of copies; ``edits`` are those its last good copy lacks, ``None`` where there is no good copy."""

    folder: Path
    at: datetime | None
    edits: int | None


@dataclass(frozen=True, slots=True)
class _Survey:
    """What was found in the folders when the change log had ``count`` entries."""

    count: int = 0
    good: tuple[GoodCopy | None, ...] = ()


class Safekeeping(QObject):
    """Looks and copies on the worker, from the file itself: what is committed lies there.

    ``noted``: something about the copies is different. The practice district has none.
    """

    noted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._survey = _Survey()
        self._under_way = 0
        session.file_changed.connect(self._begin)
        session.officers_changed.connect(self._follow)
        session.everything_changed.connect(self._follow)

    @property
    def applies(self) -> bool:
        """Whether the open file is one that copies are kept of."""
        session = self._session
        return session.is_open and not session.only_reading and session.path != session.practice_path

    @property
    def beside(self) -> Path:
        from core.documents import BACKUPS

        return self._session.path.parent / BACKUPS

    @property
    def second(self) -> Path | None:
        """A stick or a shared folder that gets a copy too."""
        stored = str(self._session.settings.value(self._setting(), ""))
        return Path(stored) if stored else None

    def choose_second(self, folder: Path | None) -> None:
        self._session.settings.setValue(self._setting(), str(folder) if folder else "")
        self._survey = _Survey()
        self.look()

    def _setting(self) -> str:
        """The path as one name, for a slash would make a group of it."""
        return f"{_SECOND}/{self._session.path.resolve().as_posix().replace('/', '|')}"

    def places(self) -> tuple[Place, ...]:
        """The folder beside the file, then the second one if it was chosen."""
        folders = [folder for folder in (self.beside, self.second) if folder]
        good = [*self._survey.good, None, None]
        since = self._session.store.head()[0] - self._survey.count
        return tuple(
            Place(folder, copy.at if copy else None, copy.edits + since if copy else None)
            for folder, copy in zip(folders, good, strict=False)
        )

    @Slot()
    def _begin(self) -> None:
        self._survey = _Survey()
        self.look()

    def look(self) -> None:
        """Finds the last good copies anew."""
        if self.applies:
            path, folders = self._session.path, [place.folder for place in self.places()]
            self._run(lambda: _survey(path, folders), self._found)
        else:
            self.noted.emit()

    @Slot(object)
    def _follow(self, _officers: object = None) -> None:
        from core.documents.keeping import EVERY, Occasion

        if not self.applies:
            return
        self.noted.emit()
        edits = self.places()[0].edits if self._survey.good else None
        if edits is not None and edits >= EVERY and not self.busy:
            self.keep(Occasion.EDITS)

    def keep(self, occasion: Occasion, done: Callable[[Kept], None] | None = None) -> None:
        """Copies where a copy is due; ``done`` gets what was made and what failed."""
        path, second, now = self._session.path, self.second, self._session.now()

        def ended(kept: Kept) -> None:
            self.look()
            if done:
                done(kept)

        self._run(lambda: _keep(path, second, occasion, now), ended)

    def keep_on_closing(self) -> None:
        """On the window's thread, for the program may end right after it."""
        from core import documents
        from core.documents.keeping import Occasion

        if self.applies:
            documents.keep(self._session.store, Occasion.CLOSE, self._session.now(), second=self.second)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def ended(result: Any) -> None:
            self._under_way -= 1
            done(result)

        self._under_way += 1
        task = self._session.worker.start(lambda _task: work())
        task.done.connect(ended)
        task.failed.connect(self._failed)
        task.cancelled.connect(self._failed)

    @property
    def busy(self) -> bool:
        """Whether a copy is made or looked for."""
        return self._under_way > 0

    @Slot(object)
    def _found(self, survey: _Survey) -> None:
        self._survey = survey
        self.noted.emit()

    @Slot()
    @Slot(object)
    def _failed(self, _error: object = None) -> None:
        """A folder that cannot be looked into holds no good copy; that is what the status line then says."""
        self._under_way -= 1
        self.noted.emit()

    def words(self) -> str:
        """How old the last good copies are, for the status line."""
        if not self._session.is_open:
            return ""
        if not self.applies:
            return "Opened to read" if self._session.only_reading else "Practice district: no backups"
        if not self._survey.good:
            return ""
        first, *others = self.places()
        return " · ".join([_first_words(first), *(_second_words(p, self._session) for p in others)])


def _first_words(place: Place) -> str:
    from core.dates import moment, plural

    if place.at is None:
        return "No backup yet (Ctrl+B)"
    return f"Backed up {moment(place.at)}" + (f", {plural(place.edits, 'change')} since" if place.edits else "")


def _second_words(place: Place, session: Session) -> str:
    from core.dates import plural

    if place.at is None:
        return "▲ no second copy"
    days = (session.now() - place.at).days
    if place.edits and days >= OLD_DAYS:
        return f"▲ second copy {plural(days, 'day')} old"
    return "second copy good"


def _survey(path: Path, folders: list[Path]) -> _Survey:
    from core import documents
    from core.store import Store

    with Store.look(path) as store:
        return _Survey(store.head()[0], tuple(documents.last_good(store, folder) for folder in folders))


def _keep(path: Path, second: Path | None, occasion: Occasion, now: datetime) -> Kept:
    from core import documents
    from core.store import Store

    with Store.look(path) as store:
        return documents.keep(store, occasion, now, second=second)
