"""One writer: a lock beside the records file that dies with its process and says whose it is.

The lock is a small database of its own in which a transaction stays open: SQLite knows how to lock on every system,
and the system lets go when the process is gone, however it went. The records file itself stays free to be read.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from core.dates import short
from core.device import connect, device_told
from core.errors import FileError

if TYPE_CHECKING:
    from sqlite_utils import Database

ENDING = ".lock"
_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the file open for writing, on which computer, since when (UTC)."""

    who: str
    computer: str
    since: datetime


class LockedError(FileError):
    """Somebody else is writing; ``holder`` is ``None`` where that cannot be read."""

    def __init__(self, path: Path, holder: Holder | None) -> None:
        super().__init__(
            f"{path.name} is open elsewhere: {_told(holder)}.",
            "Close it there first, or open it here only to read.",
        )
        self.holder = holder


def _told(holder: Holder | None) -> str:
    if holder is None:
        return "another program has it"
    since = holder.since.astimezone()
    return f"{holder.who} on {holder.computer}, since {since.hour}:{since:%M} on {short(since.date())}"


class Lock:
    """Held until :meth:`release`, or until the process ends."""

    def __init__(self, db: Database, path: Path, holder: Holder) -> None:
        self._db = db
        self._path = path
        self.holder = holder

    def release(self) -> None:
        """Lets go and takes the file of the lock away."""
        removed = _removed(self._path)  # while it is held: what others then make is another file
        self._db.close()
        if not removed:
            _removed(self._path)  # where open files cannot be removed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def take(path: Path, *, who: str, computer: str, now: datetime) -> Lock:
    """The lock of the records file ``path``; raises :class:`LockedError` where another has it."""
    beside = _beside(path)
    holder = Holder(who, computer, now.astimezone(UTC).replace(microsecond=0))
    for _ in range(_ATTEMPTS):
        db = _connected(path, beside)
        if db and _hold(db, holder, str(uuid4()), beside):
            return Lock(db, beside, holder)
        if db:
            db.close()
    raise LockedError(path, None)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}{ENDING}")


def _removed(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _connected(path: Path, beside: Path) -> Database | None:
    """A connection that has the lock; it may be to a file that its last holder is just taking away."""
    try:
        beside.touch()
    except OSError as error:
        raise FileError(
            f"{path.name} cannot be locked, because nothing can be written in its folder: {error.strerror}.",
            "Open it only to read, or copy it to a folder of your own.",
        ) from None
    try:
        db = connect(beside, "rw")
    except FileError:  # its last holder has just taken it away
        return None
    try:
        with device_told():
            db.execute("PRAGMA busy_timeout = 0")
            db.execute("BEGIN IMMEDIATE")
    except FileError as error:
        db.close()
        cause = str(error.__cause__)
        if "is locked" in cause:
            raise LockedError(path, _read(beside)[1]) from None
        if "not a database" in cause:  # no lock of ours, so nobody's
            _removed(beside)
        return None
    return db


def _hold(db: Database, holder: Holder, token: str, beside: Path) -> bool:
    """Says whose the lock is, where others can read it, and takes it again; false where another was quicker."""
    said = [token, holder.who, holder.computer, holder.since.isoformat()]
    with suppress(FileError), device_told():
        db.execute("CREATE TABLE IF NOT EXISTS holder (token TEXT, who TEXT, computer TEXT, since TEXT)")
        db.execute("DELETE FROM holder")
        db.execute("INSERT INTO holder VALUES (?, ?, ?, ?)", said)
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        return _read(beside)[0] == token
    return False


def _read(beside: Path) -> tuple[str, Holder | None]:
    """What the file of the lock says, by the name that others know it by."""
    with suppress(FileError, ValueError), device_told():
        db = connect(beside, "ro")
        try:
            for token, who, computer, since in db.execute("SELECT * FROM holder").fetchall():
                return token, Holder(who, computer, datetime.fromisoformat(since))
        finally:
            db.close()
    return "", None
