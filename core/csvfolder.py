"""Folders of ``.csv`` files named like the sheets: text in, text out."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

from core.errors import FileError
from core.sheets import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Page, Plain, Sheet, Workbook, shown, too_large

_DELIMITERS = ",;\t|"
_SAMPLE = 40
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_FORMULA_SIGNS = tuple("=+-@\t\r")


def read_folder(folder: Path, is_heading: Callable[[str], bool]) -> Workbook:
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.is_file())
    if not files:
        raise FileError(f"The folder “{folder.name}” holds no .csv files.", "Name them like the sheets: Officers.csv.")
    return Workbook(folder.name, tuple(read_file(path, is_heading) for path in files))


def read_file(path: Path, is_heading: Callable[[str], bool]) -> Sheet:
    if path.stat().st_size > MAX_BYTES:
        raise too_large(path.name)
    return read_text(_decoded(path), path.stem, is_heading)


def read_text(text: str, name: str, is_heading: Callable[[str], bool]) -> Sheet:
    """Text with any of the usual delimiters: the one that shows the most column names is meant; of names that are
    not known, the one that parts the most rows alike."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return Sheet(name, ((), *_rows(rest, first.strip()[4], name)))
    delimiter = max(_DELIMITERS, key=lambda sign: (_headings(text, sign, is_heading), _parted(text, sign)))
    return Sheet(name, tuple(_rows(text, delimiter, name)))


def read_block(text: str, name: str) -> Sheet:
    """Cells copied from a spreadsheet: tabs between the columns, and none in a single column of names."""
    return Sheet(name, tuple(_rows(text, "\t", name)))


def _parted(text: str, delimiter: str) -> int:
    """In how many of the first rows there are as many cells as in most, and more than one."""
    widths = Counter(len(row) for row in islice(_records(text, delimiter), _SAMPLE) if len(row) > 1)
    return max(widths.values(), default=0)


def _headings(text: str, delimiter: str, is_heading: Callable[[str], bool]) -> int:
    """How many column names the best of the first rows shows when split so."""
    rows = islice(_records(text, delimiter), _SAMPLE)
    return max((sum(is_heading(cell) for cell in row) for row in rows), default=0)


def _rows(text: str, delimiter: str, name: str) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(_records(text, delimiter), start=1):
        if number > MAX_ROWS or len(row) > MAX_COLUMNS:
            raise too_large(name)
        yield tuple(row)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise FileError(
            f"A .csv file cannot be read: {error}.", "Save it again from the spreadsheet program."
        ) from error


def _decoded(path: Path) -> str:
    """By its byte order mark, else UTF-8, else what an American Windows writes."""
    raw = path.read_bytes()
    marked = [encoding for mark, encoding in _BOMS if raw.startswith(mark)]
    for encoding in marked or ("utf-8", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileError(f"“{path.name}” is not a text file.", "Save it again as CSV UTF-8.")


def write(pages: Iterable[Page]) -> dict[str, bytes]:
    """File names and contents; with a byte order mark, without which Excel garbles ``Nuñez``."""
    return {f"{page.name}.csv": _written(page).encode("utf-8-sig") for page in pages}


def _written(page: Page) -> str:
    target = StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([column.name for column in page.columns])
    writer.writerows(_guarded(row) for row in page.rows)
    return target.getvalue()


def _guarded(row: Iterable[Plain]) -> list[str]:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front, which reading takes off again."""
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else shown(cell) for cell in row]
