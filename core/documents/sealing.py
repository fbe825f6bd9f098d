"""Putting a records file under a passphrase, another one, or none: a new file takes its place once it is proven."""

from __future__ import annotations

from pathlib import Path

from core.cipher import Key, export, is_sealed, key_of_code, recovery_code
from core.device import device_told
from core.documents.kinds import DamagedError, recognised, told
from core.store import Store


def key_for(path: Path, key: Key | None) -> Key | None:
    """The key that a file needs: one from before the passphrase needs none."""
    return key if key and path.is_file() and is_sealed(path) else None


def bound(path: Path, key: Key | None) -> Key | None:
    """As :func:`key_for`, worked out once for a file that is about to be opened several times."""
    with told(path, "read"):
        needed = key_for(path, key)
        return needed.bound(path) if needed else None


def reseal(path: Path, old: Key | None, new: Key | None) -> None:
    """The file at ``path``, which must not be open, under ``new``; whenever this is cut short, it is as it was."""
    old = bound(path, old)
    recognised(path, old)
    part = path.with_name(f"{path.name}.part")
    try:
        with told(path, "written"), device_told():
            part.write_bytes(b"")
            export(path, old, part, new)
        _compare(path, old, part, new)
        with told(path, "replaced"):
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _compare(path: Path, old: Key | None, part: Path, new: Key | None) -> None:
    with Store.look(path, old) as before, Store.look(part, new) as after:
        after.check_chain()
        after.check_blobs()
        if after.faults() or after.counts() != before.counts() or after.head() != before.head():
            raise DamagedError(f"{path.name} could not be read back under the new passphrase, so it stays as it was.")


def recovery_sheet(path: Path, key: Key) -> str:
    """The code for the recovery sheet of ``path``, after the file was opened with it; it holds for this passphrase."""
    code = recovery_code(path, key.bound(path))
    recognised(path, key_of_code(code))
    return code
