"""Where a records file lies: on this computer, or where other computers and programs reach into it too."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any

_VARIABLES = {"OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive"}
"""Environment variables in which a program names the folder that it keeps the same on several computers."""
_FOLDERS = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud", "iCloud"),
)
_NETWORK_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.gvfsd-fuse", "9p", "afs"})
_DRIVE_REMOTE = 4


def caution(path: Path, environment: Mapping[str, str]) -> str:
    """What is to be said of the folder of ``path``; blank where it is a plain folder of this computer."""
    program = synced_by(path, environment)
    if program:
        return (
            f"This file lies in a folder that {program} keeps on several computers. Two computers that write it at "
            "once leave two files that differ. Keep the records on this computer, and only backups there."
        )
    if on_network(path):
        return (
            "This file lies on a network drive. If the network fails while something is recorded, it may be damaged. "
            "Keep the records on this computer, and only backups there."
        )
    return ""


def synced_by(path: PurePath, environment: Mapping[str, str]) -> str:
    """The program that keeps the folder of ``path`` the same on several computers, if its name tells."""
    for variable, program in _VARIABLES.items():
        if (folder := environment.get(variable)) and path.is_relative_to(type(path)(folder)):
            return program
    for part in path.parent.parts:
        for beginning, program in _FOLDERS:
            if part.casefold().startswith(beginning):
                return program
    return ""


def on_network(path: Path) -> bool:
    """Whether another computer holds the file."""
    if PureWindowsPath(path).drive.startswith("\\\\"):
        return True
    windows: Any = getattr(ctypes, "windll", None)
    if windows is None:
        return _on_remote_mount(path)
    return bool(windows.kernel32.GetDriveTypeW(f"{path.absolute().drive}\\") == _DRIVE_REMOTE)


def _on_remote_mount(path: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """By the longest mount point that holds the file."""
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return False
    places = {line[1].replace("\\040", " "): line[2] for line in lines if len(line) > 2}
    holding = [place for place in places if path.absolute().is_relative_to(place)]
    return bool(holding) and places[max(holding, key=len)] in _NETWORK_SYSTEMS
