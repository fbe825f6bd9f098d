"""The records file as a file: create, open, back up, verify, restore. What is no records file is never touched."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from core.cipher import Key
from core.device import connect
from core.documents import lock, recovery
from core.documents.keeping import Occasion, due, superseded
from core.documents.kinds import SUFFIX, DamagedError, recognised, refuse_other_than_file, told
from core.documents.sealing import bound, key_for, reseal
from core.errors import FileError
from core.migrations import VERSION, migrate
from core.model import BY_NAME, TABLES
from core.store import Store

__all__ = [
    "BACKUPS",
    "BESIDE",
    "SUFFIX",
    "DamagedError",
    "GoodCopy",
    "Kept",
    "Verdict",
    "backup",
    "backup_beside",
    "backups",
    "create",
    "edits_since",
    "keep",
    "last_good",
    "open_alone",
    "open_file",
    "open_to_read",
    "recover",
    "restore",
    "thin",
    "verify",
]

BACKUPS = "Muster backups"
"""The folder beside a records file that holds the copies made before an import, an upgrade or a restore."""

BESIDE = ("-journal", "-wal", "-shm")
"""How the names go on of what SQLite keeps beside a file while it is written."""

_STAMP = "%Y-%m-%d %H%M%S"
_STAMPED = re.compile(r"(.+) (\d{4}-\d{2}-\d{2} \d{6})(?: \((\d+)\))?")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What :func:`verify` found, as lines to be shown."""

    ok: bool
    lines: tuple[str, ...]


def create(path: Path, *, who: str, now: Callable[[], datetime], key: Key | None = None) -> Store:
    """A new, empty records file, encrypted if there is a ``key``; refuses to overwrite."""
    with told(path, "made"):
        path.open("xb").close()
    try:
        db = connect(path, "rw", key)
        try:
            migrate(db)
        finally:
            db.close()
        return Store.open(path, who=who, now=now, key=key and key.bound(path))
    except BaseException:
        path.unlink()
        raise


def open_file(path: Path, *, who: str, now: Callable[[], datetime], key: Key | None = None) -> Store:
    """An existing records file; one of an earlier version is brought up to date, after a verified copy of it."""
    key = bound(path, key)
    version = recognised(path, key)
    with _tried(path) as tried, Store.look(tried, key) as looked:
        faults = looked.faults()
    _refuse_damaged(path, faults)
    if version < VERSION:
        backup_beside(path, now(), key)
    return Store.open(path, who=who, now=now, key=key)


def open_alone(path: Path, *, who: str, computer: str, now: Callable[[], datetime], key: Key | None = None) -> Store:
    """As :func:`open_file`, holding the lock of the file until the store is closed.

    Raises :class:`~core.documents.lock.LockedError` where another has it; :meth:`Store.look` is the other choice.
    """
    held = lock.take(path, who=who, computer=computer, now=now())
    try:
        store = open_file(path, who=who, now=now, key=key)
    except BaseException:
        held.release()
        raise
    store.at_close = held.release
    return store


def open_to_read(path: Path, key: Key | None = None) -> Store:
    """An existing records file beside its writer, if there is one; every edit is refused."""
    key = bound(path, key)
    if recognised(path, key) < VERSION:
        raise FileError(f"{path.name} is of an earlier version.", "Open it for writing once, to bring it up to date.")
    looked = Store.look(path, key)
    try:
        _refuse_damaged(path, looked.faults())
    except BaseException:
        looked.close()
        raise
    return looked


def _refuse_damaged(path: Path, faults: list[str]) -> None:
    if faults:
        raise DamagedError(
            f"{path.name} is damaged ({faults[0].rstrip('.')}).", "Restore a backup; the file was left as it is."
        )


@contextmanager
def _tried(path: Path) -> Iterator[Path]:
    """The file itself; or a copy where a crash left an edit that SQLite takes back as soon as it reads."""
    beside = [part for part in map(path.with_name, (f"{path.name}{ending}" for ending in BESIDE)) if part.exists()]
    if not beside:
        yield path
        return
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with told(path, "read"):
            for part in (path, *beside):
                shutil.copyfile(part, Path(folder) / part.name)
        yield Path(folder) / path.name


# --- backups --------------------------------------------------------------------------------------------------


def backup(source: Store | Path, folder: Path, now: datetime, key: Key | None = None) -> Path:
    """A copy in ``folder`` that was read back and compared before it got its name; encrypted like its source."""
    if isinstance(source, Path):
        key = bound(source, key)
        recognised(source, key)
        with Store.look(source, key) as store:
            return backup(store, folder, now)
    with told(folder, "used for backups"):
        folder.mkdir(parents=True, exist_ok=True)
    target = _free(folder / f"{_original(source.path)} {now.astimezone():{_STAMP}}{SUFFIX}")
    with _verified_copy(source, target) as copy, told(target, "written"):
        copy.replace(target)
    return target


def backup_beside(source: Store | Path, now: datetime, key: Key | None = None) -> Path:
    """A :func:`backup` in the folder :data:`BACKUPS` beside the file."""
    path = source if isinstance(source, Path) else source.path
    return backup(source, path.parent / BACKUPS, now, key)


def backups(path: Path, folder: Path) -> list[tuple[datetime, Path]]:
    """The copies of ``path`` in ``folder``, by their names, newest first; those of one second by their numbers."""
    found = []
    for copy in folder.glob(f"*{SUFFIX}"):
        stamped = _STAMPED.fullmatch(copy.stem)
        if stamped and stamped[1] == path.stem:
            found.append((datetime.strptime(stamped[2], _STAMP).astimezone(), int(stamped[3] or 1), copy))
    return [(at, copy) for at, _, copy in sorted(found, reverse=True)]


@dataclass(frozen=True, slots=True)
class GoodCopy:
    """A backup that holds the records as they were ``edits`` edits ago."""

    at: datetime
    path: Path
    edits: int


def last_good(store: Store, folder: Path) -> GoodCopy | None:
    """The newest copy in ``folder`` that can be read and from which the open records went on."""
    for at, copy in backups(store.path, folder):
        with suppress(FileError):
            with Store.look(copy, key_for(copy, store.key)) as looked:
                head = looked.head()
            if store.holds(head):
                return GoodCopy(at, copy, store.head()[0] - head[0])
    return None


def edits_since(store: Store, folder: Path) -> int:
    """Edits of which no copy in ``folder`` knows."""
    good = last_good(store, folder)
    return good.edits if good else store.head()[0]


@dataclass(frozen=True, slots=True)
class Kept:
    """What :func:`keep` did: the copies made, and why a folder got none that should have."""

    made: tuple[Path, ...] = ()
    failed: tuple[FileError, ...] = ()


def keep(store: Store, occasion: Occasion, now: datetime, *, second: Path | None = None) -> Kept:
    """A backup beside the file and one in the ``second`` folder, where due; only then old ones are thinned."""
    made, failed = [], []
    for folder in (store.path.parent / BACKUPS, second):
        if folder and due(occasion, edits_since(store, folder)):
            try:
                made.append(backup(store, folder, now))
                thin(store.path, folder, now)
            except FileError as error:
                failed.append(error)
    return Kept(tuple(made), tuple(failed))


def thin(path: Path, folder: Path, now: datetime) -> None:
    """Takes away the copies that :func:`~core.documents.keeping.superseded` names."""
    for copy in superseded(backups(path, folder), now.astimezone().date()):
        with suppress(OSError):
            copy.unlink()


def _original(path: Path) -> str:
    """The name a backup's backup would have, without the first one's time."""
    stamped = _STAMPED.fullmatch(path.stem)
    return stamped[1] if stamped else path.stem


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free


@contextmanager
def _verified_copy(source: Store, target: Path) -> Iterator[Path]:
    """A copy beside ``target`` under a name of its own, compared with ``source``; gone again unless it was moved."""
    _sweep(target.parent, _original(target))
    copy = target.with_name(f"{target.name}.part")
    try:
        with told(target, "written"):
            copy.write_bytes(b"")
        source.copy_to(copy)
        _compare(source, copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def _sweep(folder: Path, stem: str) -> None:
    """Takes away what copies that were cut short have left; one that is in use stays."""
    for part in folder.glob(f"*{SUFFIX}.part*"):
        if part.name.startswith(stem) and _original(Path(part.name.partition(f"{SUFFIX}.part")[0] + SUFFIX)) == stem:
            with suppress(OSError):
                part.unlink()


def _compare(source: Store, copy: Path) -> None:
    with Store.look(copy, source.key) as copied:
        if copied.faults() or copied.counts() != source.counts() or copied.head() != source.head():
            raise FileError(
                f"The copy of {source.path.name} could not be read back as it was written, so it was not kept.",
                "Check the stick or the network drive, or choose another folder.",
            )
        copied.check_chain()


# --- verifying and restoring ----------------------------------------------------------------------------------


def verify(path: Path, key: Key | None = None) -> Verdict:
    """Reads everything: the file's integrity, references, change log, every value. Changes nothing."""
    key = bound(path, key)
    version = recognised(path, key)
    with _tried(path) as tried, Store.look(tried, key) as store:
        faults = store.faults()
        if faults:
            return Verdict(False, ("Integrity: damaged.", *(f"  {fault}" for fault in faults[:20])))
        checks = [("Change log", store.check_chain), ("Values", lambda: _read_all(store))]
        if version == VERSION:
            checks += [("Records", store.check_rows), ("Documents", store.check_blobs)]
        failed = [f"{name}: {error}" for name, check in checks if (error := _error_of(check))]
        return Verdict(not failed, (*failed, *_sound_lines(store, version, bool(failed))))


def _read_all(store: Store) -> None:
    store.district()
    there = store.counts()
    for table in TABLES:
        if table.name in there:
            store.rows(table.row)


def _error_of(check: Callable[[], None]) -> FileError | None:
    try:
        check()
    except FileError as error:
        return error
    return None


def _sound_lines(store: Store, version: int, failed: bool) -> Iterator[str]:
    yield f"Integrity: sound, version {version}; every reference is to a record that is there."
    counts = store.counts()
    if not failed:
        yield f"Change log: unbroken up to entry {counts['changes']:,}; every record is as it left it."
    for name, count in counts.items():
        if name in BY_NAME and count:
            yield f"{BY_NAME[name].title}: {count:,}"


def recover(
    path: Path, now: datetime, *, who: str = "recovery", key: Key | None = None
) -> tuple[Path, tuple[str, ...]]:
    """A new file beside the damaged ``path``, which stays as it is, with what could be read; and what that is."""
    refuse_other_than_file(path)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with told(path, "read"):
            copy = Path(shutil.copyfile(path, Path(folder) / "copy"))
            if _journal(path).exists():
                shutil.copyfile(_journal(path), _journal(copy))
        found = recovery.read(copy, key)
    if found.empty:
        raise FileError(f"Nothing in {path.name} could be read as records.", "Restore a backup.")
    target = _free(path.with_name(f"{path.stem} recovered {now.astimezone():{_STAMP}}{SUFFIX}"))
    try:
        with create(target, who=who, now=lambda: now, key=key) as store:
            lines = recovery.rebuild(store, found, path.name)
        verdict = verify(target, key)
        if not verdict.ok:
            raise FileError(f"What could be read of {path.name} does not make a sound file.", verdict.lines[0])
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target, tuple(lines)


def restore(
    source: Path, path: Path, now: datetime, *, key: Key | None = None, source_key: Key | None = None
) -> Path | None:
    """Put a copy of the backup ``source`` in the place of ``path``, which must not be open, under the key of ``path``.

    Returns where the file that was there is kept: as a verified copy, or moved aside as it is if it cannot be read.
    """
    if path.exists() and source.exists() and path.samefile(source):
        raise FileError("This is the records file itself.", "Choose a backup of it.")
    refuse_other_than_file(path)
    source_key = bound(source, source_key)
    verdict = verify(source, source_key)
    if not verdict.ok:
        raise FileError(f"{source.name} is not sound, so nothing was restored.", verdict.lines[0])
    with Store.look(source, source_key) as store, _verified_copy(store, path) as copy:
        if source_key != key:
            reseal(copy, source_key, key)
        kept = _kept(path, now, key) if path.exists() or _journal(path).exists() else None
        with told(path, "replaced"):
            copy.replace(path)
    return kept


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _kept(path: Path, now: datetime, key: Key | None) -> Path:
    try:
        return backup_beside(path, now, key)
    except FileError:
        return _moved_aside(path, now)


def _moved_aside(path: Path, now: datetime) -> Path:
    """With its journal, which SQLite would otherwise play back into the file that takes its place."""
    aside = _free(path.with_name(f"{path.stem} unreadable {now.astimezone():{_STAMP}}{path.suffix}"))
    with told(path, "moved aside"):
        for ending in ("", *BESIDE):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.replace(aside.with_name(aside.name + ending))
    return aside
