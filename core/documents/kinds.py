"""What a path holds, told before anything of it is opened; and what the system says of it, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.cipher import Key, fits, is_sealed
from core.device import connect, device_told
from core.errors import FileError
from core.migrations import APPLICATION_ID, VERSION, version_of

SUFFIX = ".muster"
_HEADER = 72
_PLAIN = b"SQLite format 3\0"


class DamagedError(FileError):
    """A records file that cannot be trusted; :func:`core.documents.recover` may read what is left of it."""


class SealedError(FileError):
    """A file that needs a passphrase, or another one than was given."""


def recognised(path: Path, key: Key | None = None) -> int:
    """The version of a records file, read off its first bytes; refuses anything else.

    Raises :class:`SealedError` where it seems encrypted and ``key`` is not given or is not its own.
    """
    refuse_other_than_file(path)
    with told(path, "read"):
        header = _unsealed(path, key) if is_sealed(path) else _start(path)
    version, number = int.from_bytes(header[60:64], "big"), int.from_bytes(header[68:72], "big")
    if not header.startswith(b"SQLite format 3\0") or number != APPLICATION_ID or version == 0:
        what = "is not a records file" if header else "is empty"
        raise FileError(f"{path.name} {what}.", f"Choose {_another(path)}; nothing was changed.")
    if version > VERSION:
        raise FileError(
            f"{path.name} is a records file of version {version}; this program knows versions up to {VERSION}.",
            "Open it with the newer program; nothing was changed.",
        )
    return version


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEADER)


def _unsealed(path: Path, key: Key | None) -> bytes:
    """The first bytes as they would stand in the file without its encryption."""
    if key is None:
        raise SealedError(f"{path.name} is encrypted, or is not a records file.", "Give its passphrase.")
    try:
        with closing(connect(path, "ro", key)) as db, device_told():
            ((application,),) = db.execute("PRAGMA application_id").fetchall()
            return b"".join(
                (_PLAIN.ljust(60, b"\0"), version_of(db).to_bytes(4, "big"), bytes(4), application.to_bytes(4, "big"))
            )
    except FileError:
        if fits(path, key):
            raise DamagedError(f"{path.name} is damaged.", "Restore a backup; the file was left as it is.") from None
        raise SealedError(
            f"This passphrase does not open {path.name}.", "Mind capitals, spaces and the keyboard."
        ) from None


def _another(path: Path) -> str:
    return "another file" if path.suffix.lower() == SUFFIX else f"a file that ends in {SUFFIX}"


def refuse_other_than_file(path: Path) -> None:
    if path.exists() and not path.is_file():
        what = "folder" if path.is_dir() else "device"
        raise FileError(f"{path.name} is a {what}, not a records file.", f"Choose {_another(path)}.")


@contextmanager
def told(path: Path, done: str) -> Iterator[None]:
    """What the system says of a file, in plain words."""
    try:
        yield
    except FileExistsError:
        raise FileError(f"{path.name} is already there.", "Open it, or choose another name.") from None
    except (FileNotFoundError, NotADirectoryError):
        raise FileError(f"{path} is not there.", "Check the name and the folder.") from None
    except PermissionError:
        raise FileError(
            f"{path.name} cannot be {done}: another program has it open, or you may not change it.",
            "Close it there, or choose another folder.",
        ) from None
    except OSError as error:
        raise FileError(f"{path.name} cannot be {done}: {error.strerror}.", "Check the disk and try again.") from None
