"""Reading and writing records workbooks: Excel, OpenDocument, or a folder of ``.csv`` files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from core import csvfolder, ods, xlsx
from core.errors import FileError, UserError
from core.files import replace_files
from core.model import SHEETS
from core.sheets import MADE, MAX_BYTES, Page, Sheet, Workbook, shown
from core.steps import Step, unheard

_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_READERS: dict[str, Callable[[Path], Workbook]] = {".xlsx": xlsx.read, ".xlsm": xlsx.read, ".ods": ods.read}
_WRITERS: dict[str, Callable[[Sequence[Page], Step], bytes]] = {".xlsx": xlsx.write, ".ods": ods.write}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
FORMATS = "an Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods) or a folder of .csv files"


def fold(name: str) -> str:
    """A sheet's, column's or value's name without what people vary: ``Weapon_ID * (serial)`` → ``weaponid``."""
    return "".join(letter for letter in _REMARK.sub("", name).casefold() if letter.isalnum())


_HEADINGS = {fold(column.name) for table in SHEETS for column in table.columns} | {"key", "value"}


def _is_heading(text: str) -> bool:
    return fold(text) in _HEADINGS


def read_workbook(path: Path) -> Workbook:
    """Raises :class:`FileError` for what is none of the formats, damaged, or far too large."""
    try:
        return replace(_read(path), saved_on=_saved_on(path))
    except FileNotFoundError:
        raise FileError(f"There is no file “{path.name}”.", f"Choose {FORMATS}.") from None
    except OSError as error:
        raise FileError(
            f"“{path.name}” cannot be read: {error.strerror or error}.", "If it is open in another program, close it."
        ) from error


def _read(path: Path) -> Workbook:
    if path.is_dir():
        return csvfolder.read_folder(path, _is_heading)
    if path.suffix.lower() == ".csv":
        return Workbook(path.name, (csvfolder.read_file(path, _is_heading),))
    return _read_packed(path)


def pasted(text: str, sheet: str) -> Workbook:
    """Cells copied from a spreadsheet, as a workbook of the one ``sheet``; commas part them only below known names."""
    block = csvfolder.read_block(text, sheet)
    if "\t" not in text:
        parted = csvfolder.read_text(text, sheet, _is_heading)
        known = [cell for row in parted.rows[:1] for cell in row if _is_heading(shown(cell))]
        block = parted if len(known) > 1 else block
    return Workbook("pasted cells", (block,))


def _saved_on(path: Path) -> date:
    newest = max(item.stat().st_mtime for item in (path, *(path.glob("*.csv") if path.is_dir() else ())))
    return max(MADE, datetime.fromtimestamp(newest, UTC).date())


def _read_packed(path: Path) -> Workbook:
    path.stat()
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise FileError(f"“{path.name}” is not a workbook that Muster reads.", f"Choose {FORMATS}.")
    _check_package(path)
    try:
        return reader(path)
    except (UserError, OSError):
        raise
    except Exception as error:
        # A damaged workbook fails anywhere inside the libraries, with any exception.
        raise _damaged(path) from error


def _check_package(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD_OFFICE:
        raise FileError(
            f"“{path.name}” is protected by a password, or in Excel's old format.",
            "Open it in the spreadsheet program and save it as .xlsx without a password.",
        )
    if not is_zipfile(path):
        raise _damaged(path)
    try:
        with ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except BadZipFile as error:
        raise _damaged(path) from error
    if unpacked > MAX_BYTES:
        raise FileError(f"“{path.name}” unpacks to {unpacked:,} bytes, which no records need; it was not opened.")


def _damaged(path: Path) -> FileError:
    return FileError(
        f"“{path.name}” is damaged or not a workbook.", "Open it in the spreadsheet program, save it, and try again."
    )


def write_workbook(path: Path, pages: Sequence[Page], step: Step = unheard) -> None:
    """In the format of the suffix; without one, or where a folder of that name is, a folder of ``.csv`` files.

    Each file is complete before it takes the place of one that was there.
    """
    replace_files(_contents(path, pages, step), path)


def write_list(path: Path, page: Page) -> None:
    """One page as a workbook, or as one ``.csv`` file."""
    if path.suffix.lower() == ".csv":
        replace_files({path: next(iter(csvfolder.write([page]).values()))}, path)
    else:
        write_workbook(path, [page])


def _contents(path: Path, pages: Sequence[Page], step: Step) -> dict[Path, bytes]:
    if path.is_dir() or not path.suffix:
        return {path / name: content for name, content in csvfolder.write(pages).items()}
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise FileError(f"Muster does not write “{path.suffix}” files.", f"Name {FORMATS}.")
    return {path: writer(pages, step)}


__all__ = ["FORMATS", "Page", "Sheet", "Workbook", "fold", "pasted", "read_workbook", "write_list", "write_workbook"]
