"""Writing files so that the one that was there stays whole until the new one is complete."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from core.errors import FileError


def replace_file(path: Path, content: bytes) -> None:
    replace_files({path: content}, path)


def replace_files(contents: Mapping[Path, bytes], named: Path) -> None:
    """Each file takes its place when it is complete. ``named`` is the file, or the folder of them, made if needed."""
    try:
        if named not in contents:
            named.mkdir(exist_ok=True)
        for path, content in contents.items():
            _replace(path, content)
    except OSError as error:
        raise FileError(
            f"“{named.name}” cannot be written: {error.strerror or error}.",
            "If it is open in another program, close it; or choose another folder.",
        ) from error


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
