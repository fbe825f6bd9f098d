"""What a path holds, told before anything of it is opened; and what the system says of it, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import FileError
from core.migrations import APPLICATION_ID, VERSION

SUFFIX = ".muster"
_HEADER = 72


def recognised(path: Path) -> int:
    """The version of a records file, read off its first bytes; refuses anything else."""
    refuse_other_than_file(path)
    with told(path, "read"), path.open("rb") as file:
        header = file.read(_HEADER)
    version, number = int.from_bytes(header[60:64], "big"), int.from_bytes(header[68:72], "big")
    if not header.startswith(b"SQLite format 3\0") or number != APPLICATION_ID or version == 0:
        what = "is not a records file" if header else "is empty"
        raise FileError(f"{path.name} {what}.", f"Choose a file that ends in {SUFFIX}; nothing was changed.")
    if version > VERSION:
        raise FileError(
            f"{path.name} is a records file of version {version}; this program knows versions up to {VERSION}.",
            "Open it with the newer program; nothing was changed.",
        )
    return version


def refuse_other_than_file(path: Path) -> None:
    if path.exists() and not path.is_file():
        what = "folder" if path.is_dir() else "device"
        raise FileError(f"{path.name} is a {what}, not a records file.", f"Choose a file that ends in {SUFFIX}.")


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
