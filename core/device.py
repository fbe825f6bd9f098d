"""The file under SQLite: connections that never make one, and what the disk says in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from core.cipher import Key, database_errors, open_sealed
from core.errors import FileError
from core.migrations import APPLICATION_ID, VERSION, version_of

PATIENCE = 2.0
"""Seconds to wait for a program that looks through every file, such as a virus scanner."""

DAMAGED = "The records file is damaged."
_DAMAGE = ("malformed", "not a database", "Could not decode", "no such", "too big")
_DEVICE_ERRORS = (
    (
        "is locked",
        "Another program is using the records file, so nothing was changed.",
        "Close it there and try again.",
    ),
    ("is full", "The disk is full, so nothing was changed.", "Make room and try again."),
    ("readonly", "The records file is write-protected, so nothing was changed.", "Copy it to a folder of your own."),
    ("unable to open", "The records file is gone, so nothing was changed.", "Check the stick or the network drive."),
    ("disk I/O", "The disk does not answer, so nothing was changed.", "Check the stick or the network drive."),
    *((sign, DAMAGED, "Restore a backup.") for sign in _DAMAGE),
)


@contextmanager
def device_told() -> Iterator[None]:
    """What SQLite says of the disk and of other programs, in plain words."""
    try:
        yield
    except database_errors() as error:
        for sign, message, hint in _DEVICE_ERRORS:
            if sign in str(error):
                raise FileError(message, hint) from error
        raise
    except UnicodeDecodeError as error:  # in the words of SQLite about a spoilt schema
        raise FileError(DAMAGED, "Restore a backup.") from error


def connect(path: Path, mode: str, key: Key | None = None) -> Database:
    """A connection that never makes a file: ``mode`` is ``ro`` or ``rw``; with ``key`` to an encrypted one."""
    try:
        connection = open_sealed(path, mode, key, PATIENCE) if key else _open_plain(path, mode)
        connection.execute("PRAGMA trusted_schema = OFF")
    except database_errors():
        raise FileError(f"{path.name} cannot be opened.", "Check that it is there and that you may read it.") from None
    return Database(connection, execute_plugins=False)


def _open_plain(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=PATIENCE)


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from one that has taken its place; ``None`` where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def check_kind(db: Database) -> None:
    """Refuses what is not a records file, or one from a newer program."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise FileError("This is not a records file.", "Choose a file that ends in .muster.")
    if version_of(db) > VERSION:
        raise FileError(
            f"This records file is of version {version_of(db)}; this program knows versions up to {VERSION}.",
            "Open it with the newer program.",
        )
