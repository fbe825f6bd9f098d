"""The open records file as the window sees it: one store, one register, and the news of every change."""

from __future__ import annotations

import gc
import getpass
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QSettings, Signal

from core.errors import UserError
from core.files import replace_file
from gui.prompts import Prompts
from gui.safekeeping import Safekeeping
from gui.tasks import Task, Worker, no_sweeping

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from core.documents.lock import Lock
    from core.findings import Roll
    from core.register import Ready, Register
    from core.store import ChangeSet, Store
    from gui.theme import Colors

T = TypeVar("T")
MANY = 1_500
"""So many officers take the tenth of a second or more that nobody should wait at a standing window."""
LARGE = 4_000_000
"""Bytes of a file with about as many officers."""
SETTINGS = frozenset({"district", "rulings"})
"""Tables on which the findings of everyone depend."""
REMEMBERED = 8
_RECENT = "recent files"
_COLORS = "colors"


def login_name() -> str:
    """Who is at the computer, for the change log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def real_now() -> datetime:
    return datetime.now(UTC)


class Session(QObject):
    """``officers_changed`` names the officers an edit touched; ``everything_changed`` means: show all anew.

    ``store``, ``register`` and ``roll`` may be asked for only while a file :attr:`is_open`.
    """

    file_changed = Signal()
    officers_changed = Signal(object)
    everything_changed = Signal()
    said = Signal(str)
    busy = Signal(object, str, bool)
    """Long work has begun: the task, what it does, whether it can be stopped."""
    date_kept = Signal()
    """Another date was asked for and given up; everything stands as of the one before."""
    history_wanted = Signal(str, object)
    """The changes of one record are asked for, by table and key."""

    def __init__(
        self,
        settings: QSettings,
        today: date,
        *,
        prompts: Prompts | None = None,
        now: Callable[[], datetime] = real_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.today = today
        self.as_of = today
        self.now = now
        self.who = login_name()
        self.prompts = prompts or Prompts()
        self.worker = Worker()
        self.only_reading = False
        self._store: Store | None = None
        self._register: Register | None = None
        self._judging: Task | None = None
        self._missed: set[str] = set()
        self.safekeeping = Safekeeping(self)

    @property
    def is_open(self) -> bool:
        return self._store is not None

    @property
    def is_large(self) -> bool:
        """Whether there are so many officers that nothing is done with all of them in one go."""
        return len(self.register) > MANY

    @property
    def store(self) -> Store:
        assert self._store is not None
        return self._store

    @property
    def register(self) -> Register:
        assert self._register is not None
        return self._register

    @property
    def roll(self) -> Roll:
        return self.register.roll

    @property
    def path(self) -> Path:
        return self.store.path

    def open(self, path: Path) -> None:
        """Opens the file in place of the one now open; raises :class:`~core.errors.FileError` and keeps that one.

        Where somebody else is writing it is a :class:`~core.documents.lock.LockedError`.
        """
        if self._store is not None and path.resolve() == self.path.resolve():
            return
        self._take(self._alone(path))

    def open_calmly(
        self,
        path: Path,
        opened: Callable[[], None] | None = None,
        refused: Callable[[Exception], None] | None = None,
    ) -> None:
        """As :meth:`open`, and then ``opened``. A large file is read and judged beside the window, and taken when that
        is done; if it cannot be, ``refused`` hears why."""
        if not path.is_file() or path.stat().st_size < LARGE:
            self.open(path)
            if opened:
                opened()
        elif not self.is_open or path.resolve() != self.path.resolve():
            self._open_beside(path, opened, refused)

    def _open_beside(
        self, path: Path, opened: Callable[[], None] | None, refused: Callable[[Exception], None] | None
    ) -> None:
        from core import documents
        from core.policy import default_policy
        from core.register import prepare
        from core.store import Store

        held, who, now, as_of = self._lock(path), self.who, self.now, self.as_of

        def read(task: Task) -> Ready:
            with no_sweeping():
                documents.open_file(path, who=who, now=now).close()
                return prepare(path, default_policy(), as_of, task.report)

        def take(ready: Ready) -> None:
            store = Store.open(path, who=who, now=now)
            store.at_close = held.release
            self._take(store, ready)
            if opened:
                opened()

        def refuse(error: Exception) -> None:
            held.release()
            (refused or self._tell)(error)

        task = self.work(f"Opening {path.name}…", read, take, failed=refuse, lasting=True)
        task.cancelled.connect(held.release)

    def _lock(self, path: Path) -> Lock:
        from platform import node

        from core.documents import lock

        return lock.take(path, who=self.who, computer=node(), now=self.now())

    def open_to_read(self, path: Path) -> None:
        """Opens the file beside its writer; every edit is refused."""
        from core import documents

        self._take(documents.open_to_read(path), only_reading=True)

    def _alone(self, path: Path) -> Store:
        from platform import node

        from core import documents

        return documents.open_alone(path, who=self.who, computer=node(), now=self.now)

    def new(self, path: Path) -> None:
        from core import documents

        documents.create(path, who=self.who, now=self.now).close()
        self._take(self._alone(path))

    def open_practice(self) -> None:
        """Opens a practice district made anew beside the settings; what was done in the last one is gone."""
        from core.sample import make_practice_file

        if self.is_open and self.path == self.practice_path:
            self.close()
        self.practice_path.parent.mkdir(parents=True, exist_ok=True)
        self.practice_path.unlink(missing_ok=True)
        make_practice_file(self.practice_path, self.today, who=self.who, now=self.now).close()
        self._take(self._alone(self.practice_path))

    @property
    def practice_path(self) -> Path:
        return Path(self.settings.fileName()).with_name("Practice district.muster")

    def close(self) -> None:
        """Closes the file; the window goes back to its welcome page."""
        if self._store is not None:
            self._leave()
            self._store = self._register = None
            self.file_changed.emit()

    def _leave(self) -> None:
        """A copy of what was changed is made before the file is let go; without room for it the file is as safe."""
        self.worker.leave_file()
        self.safekeeping.keep_on_closing()
        self.store.close()
        gc.unfreeze()

    def _take(self, store: Store, ready: Ready | None = None, *, only_reading: bool = False) -> None:
        from core.policy import default_policy
        from core.register import Register

        as_of = ready.as_of if ready else self.as_of
        register = Register(store, default_policy(), as_of, ready)
        self.as_of = as_of
        if self._store is not None:
            self._leave()
        self._store, self._register, self.only_reading = store, register, only_reading
        gc.freeze()  # or each sweep goes through every record of the file: half a second for 10,000 officers
        self.remember(store.path)
        self.file_changed.emit()

    def attempt(self, act: Callable[[], T], parent: QWidget | None = None) -> T | None:
        """What ``act`` gives; a :class:`~core.errors.UserError` is told to the person, and ``None`` given."""
        try:
            return act()
        except UserError as error:
            self.prompts.tell(parent, error.message, error.hint)
            return None

    def write(self, path: Path, content: bytes, parent: QWidget | None) -> None:
        """Writes a file and says where; or tells why it could not be written."""

        def write() -> bool:
            replace_file(path, content)
            return True

        if self.attempt(write, parent):
            self.said.emit(f"Saved as {path}.")

    def apply(self, act: Callable[[Store], ChangeSet]) -> ChangeSet:
        """Does one edit and announces it. A :class:`~core.errors.UserError` is left to the caller."""
        changes = act(self.store)
        self.take_changes(changes)
        return changes

    def undo(self) -> None:
        """A large edit is taken back beside the window."""
        label, rows = self.store.undo_label, self.store.undo_rows
        self._reverse(lambda store: store.undo(), f"Undone: {label}", f"Undoing “{label}”…", rows)

    def redo(self) -> None:
        label, rows = self.store.redo_label, self.store.redo_rows
        self._reverse(lambda store: store.redo(), f"Done again: {label}", f"Redoing “{label}”…", rows)

    def _reverse(self, act: Callable[[Store], ChangeSet], said: str, words: str, rows: int) -> None:
        if rows <= MANY:
            changes = act(self.store)
            self.said.emit(said)
            self.take_changes(changes)
            return
        from core.store import Store

        path, who, now = self.path, self.who, self.now

        def reverse(_task: Task) -> ChangeSet:
            with Store.open(path, who=who, now=now) as store:
                return act(store)

        def take(changes: ChangeSet) -> None:
            self.said.emit(said)
            self.take_changes(changes)

        self.work(words, reverse, take, stoppable=False)

    def take_changes(self, changes: ChangeSet) -> None:
        """Shows what an edit did, over this connection or one of its own."""
        if changes.empty:
            return
        whole = not changes.tables.isdisjoint(SETTINGS)
        if self.is_large if whole else len(changes.officers) > MANY:
            self._judge_beside(changes, whole=whole)
            return
        self._missed |= changes.officers
        self._announce(changes, self.register.refresh(changes))

    def _announce(self, changes: ChangeSet, touched: frozenset[str]) -> None:
        if changes.district:
            self.everything_changed.emit()
        else:
            self.officers_changed.emit(touched)

    def _judge_beside(self, changes: ChangeSet, *, whole: bool) -> None:
        """The records are written; until they are judged the window shows them as they were."""
        from core.register import prepare

        path, register, as_of = self.path, self.register, self.as_of
        policy = register.written
        asked = None if whole else changes.officers

        def judge(task: Task) -> Ready:
            with no_sweeping():
                return prepare(path, policy, as_of, task.report, asked)

        def take(ready: Ready) -> None:
            if ready.as_of == self.as_of:
                self._announce(changes, register.take(ready))
            else:
                self._judge_beside(changes, whole=whole)

        self._missed |= changes.officers
        self.work("Judging the officers anew…", judge, take, stoppable=False)

    def set_as_of(self, as_of: date) -> None:
        """Shows everything as of another date; nothing is written. Of very many officers, when they are judged."""
        if self._judging is not None:
            self._judging.cancel()
        if as_of == self.as_of:
            return
        if self._register is not None and self.is_large:
            self._judge_as_of(as_of)
            return
        self.as_of = as_of
        if self._register is not None:
            self._register.set_as_of(as_of)
        self.everything_changed.emit()

    @property
    def colors(self) -> Colors:
        """What the person chose on this computer."""
        from gui.theme import Colors

        stored = str(self.settings.value(_COLORS, Colors.SYSTEM.value))
        return Colors(stored) if stored in set(Colors) else Colors.SYSTEM

    def choose_colors(self, colors: Colors) -> None:
        self.settings.setValue(_COLORS, colors.value)

    def _judge_as_of(self, as_of: date) -> None:
        from core.dates import short

        judging, register = self.register.judging(as_of), self.register
        self._missed.clear()

        def judge(task: Task) -> Ready:
            with no_sweeping():
                return judging(task.report)

        def take(ready: Ready) -> None:
            self._judging = None
            self.as_of = as_of
            register.take(ready)
            if self._missed:
                register.read_again(frozenset(self._missed))
            self.everything_changed.emit()

        self._judging = self.work(f"Judging everyone as of {short(as_of)}…", judge, take)
        self._judging.cancelled.connect(self.date_kept)

    def work(
        self,
        words: str,
        act: Callable[[Task], T],
        done: Callable[[T], object],
        *,
        failed: Callable[[Exception], object] | None = None,
        stoppable: bool = True,
        lasting: bool = False,
    ) -> Task:
        """Does ``act`` beside the window, which says so, and then ``done`` with what it gave; of a file that was
        closed meanwhile only if it is ``lasting``."""
        task = self.worker.start(act, long=True, lasting=lasting)
        task.done.connect(done)
        task.failed.connect(failed or self._tell)
        self.busy.emit(task, words, stoppable)
        return task

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.prompts.tell(None, error.message, error.hint)

    def begin_day(self, today: date) -> None:
        """A window may stay open over midnight: what was shown as of today goes on to the new day."""
        followed, self.today = self.as_of == self.today, today
        if followed:
            self.set_as_of(today)
        else:
            self.everything_changed.emit()

    def recent(self) -> list[Path]:
        """The files opened last that are still there, newest first."""
        stored = self.settings.value(_RECENT, [])
        names = [stored] if isinstance(stored, str) else list(stored or [])  # type: ignore[call-overload]
        return [path for path in map(Path, names) if path.is_file()]

    def note_once(self, words: str) -> bool:
        """Whether this is said for the first time on this computer."""
        from hashlib import sha256

        key = f"said/{sha256(words.encode()).hexdigest()[:16]}"
        new = not self.settings.value(key)
        self.settings.setValue(key, "yes")
        return new

    def remember(self, path: Path) -> None:
        names = [str(path.resolve()), *(str(each) for each in self.recent() if each.resolve() != path.resolve())]
        self.settings.setValue(_RECENT, names[:REMEMBERED])
