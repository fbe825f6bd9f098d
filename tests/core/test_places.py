"""Folders that several computers write to are told by their names, without asking any network."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from core.documents import places


@pytest.mark.parametrize(
    ("path", "program"),
    [
        (PureWindowsPath(r"C:\Users\pat\OneDrive - Pontaloosa County Schools\security.muster"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\pat\Dropbox\security.muster"), "Dropbox"),
        (PureWindowsPath(r"G:\My Drive\security.muster"), "Google Drive"),
        (PurePosixPath("/home/pat/Google Drive/a/security.muster"), "Google Drive"),
        (PureWindowsPath(r"C:\Users\pat\iCloudDrive\security.muster"), "iCloud"),
        (PureWindowsPath(r"C:\Users\pat\Documents\Dropbox list.muster"), ""),
        (PurePosixPath("/home/pat/security.muster"), ""),
    ],
)
def test_a_synced_folder_is_known_by_its_name(path: PureWindowsPath | PurePosixPath, program: str) -> None:
    assert places.synced_by(path, {}) == program


def test_a_synced_folder_of_another_name_is_known_by_its_variable() -> None:
    path = PureWindowsPath(r"D:\Work\Files\security.muster")
    assert places.synced_by(path, {"OneDriveCommercial": r"D:\Work"}) == "OneDrive"
    assert places.synced_by(path, {"OneDriveCommercial": r"D:\Other"}) == ""


def test_a_share_is_a_network() -> None:
    assert places.on_network(Path(r"\\server\office\security.muster"))


@pytest.mark.parametrize(("system", "remote"), [("nfs4", True), ("cifs", True), ("ext4", False)])
def test_the_innermost_mount_decides(tmp_path: Path, system: str, remote: bool) -> None:
    mounts = tmp_path / "mounts"
    folder = tmp_path / "my share"
    told = str(folder).replace(" ", "\\040")
    mounts.write_text(f"dev / ext4 rw 0 0\nserver:/x {told} {system} rw 0 0\nbroken\n", encoding="utf-8")
    assert places._on_remote_mount(folder / "a.muster", mounts) is remote
    assert places._on_remote_mount(tmp_path / "a.muster", mounts) is False


def test_a_plain_folder_needs_no_caution(tmp_path: Path) -> None:
    assert places.caution(tmp_path / "a.muster", {}) == ""
    assert "Dropbox" in places.caution(tmp_path / "Dropbox" / "a.muster", {})
