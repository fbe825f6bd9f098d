"""What an import would do, row by row: the preview and the commit are this one value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.dates import plural
from core.model import District, Row

_VERDICT_WORDS = {
    "add": "to add",
    "update": "to change",
    "same": "already on record",
    "conflict": "different from the record, left as it is",
    "error": "with errors",
}


class Verdict(StrEnum):
    ADD = "add"
    UPDATE = "update"
    SAME = "same"
    CONFLICT = "conflict"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CellError:
    """``column`` is empty where the error is the row's or the sheet's; ``allowed`` says what would be right."""

    column: str
    value: str
    message: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that says something else than the record."""

    column: str
    on_record: str
    in_workbook: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """``number`` is the spreadsheet's row number, ``about`` the row's key in words; ``row`` what would be written.

    ``noun`` says what it is a row of, as “class”: an office's own sheet may hold several.
    """

    sheet: str
    number: int
    about: str
    verdict: Verdict
    row: Row | None = None
    errors: tuple[CellError, ...] = ()
    differences: tuple[Difference, ...] = ()
    noun: str = ""

    def lines(self) -> Iterator[str]:
        """What there is to say about it; nothing for a row that simply goes in."""
        for error in self.errors:
            column = f", column {error.column}" if error.column else ""
            yield f"{self.sheet}, row {self.number}{column}: {error.message} {error.allowed}".rstrip()
        for difference in self.differences:
            taken = "is changed to" if self.verdict is Verdict.UPDATE else "is left; the workbook says"
            yield (
                f"{self.sheet}, row {self.number}, column {difference.column} ({self.about}): "
                f"“{difference.on_record}” on record {taken} “{difference.in_workbook}”."
            )

    def to_json(self) -> dict[str, object]:
        return {
            "sheet": self.sheet,
            "row": self.number,
            "about": self.about,
            "verdict": str(self.verdict),
            "errors": [
                {"column": e.column or None, "value": e.value, "message": e.message, "allowed": e.allowed}
                for e in self.errors
            ],
            "differences": [
                {"column": d.column, "on_record": d.on_record, "in_workbook": d.in_workbook} for d in self.differences
            ],
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """``base`` is the head of the change log it was made for; ``district`` the profile to write, if any.

    ``notes`` are what a reader must know besides: columns left out, hidden sheets.
    """

    name: str
    rows: tuple[PlannedRow, ...]
    notes: tuple[str, ...]
    district: District | None
    base: tuple[int, str]
    skip_bad_rows: bool = False

    @property
    def blocked(self) -> bool:
        """Nothing may be written: there are errors, and nobody said to go on without those rows."""
        return not self.skip_bad_rows and any(row.verdict is Verdict.ERROR for row in self.rows)

    @property
    def writes(self) -> bool:
        """Whether applying it would change the records."""
        return not self.blocked and any(row.verdict in {Verdict.ADD, Verdict.UPDATE} for row in self.rows)

    def counts(self) -> dict[Verdict, int]:
        return _counts(self.rows)

    def problems(self) -> tuple[PlannedRow, ...]:
        """The rows that need a look: errors and differences."""
        return tuple(row for row in self.rows if row.errors or row.differences)

    def lines(self) -> list[str]:
        """For the command line: the counts, the notes, then errors and differences."""
        counts = self.counts()
        summary = ", ".join(f"{counts[verdict]:,} {_VERDICT_WORDS[verdict]}" for verdict in Verdict if counts[verdict])
        head = f"{self.name}: {plural(len(self.rows), 'row')}{f' ({summary})' if summary else ''}."
        return [head, *self.notes, *(line for row in self.rows for line in row.lines())]

    def to_json(self) -> dict[str, object]:
        """Plain values, ready to be written as JSON."""
        sheets = dict.fromkeys(row.sheet for row in self.rows)
        return {
            "schema": 1,
            "workbook": self.name,
            "blocked": self.blocked,
            "counts": _named(self.counts()),
            "sheets": {name: _named(_counts(row for row in self.rows if row.sheet == name)) for name in sheets},
            "notes": list(self.notes),
            "rows": [row.to_json() for row in self.problems()],
        }


def _counts(rows: Iterable[PlannedRow]) -> dict[Verdict, int]:
    found = Counter(row.verdict for row in rows)
    return {verdict: found[verdict] for verdict in Verdict}


def _named(counts: dict[Verdict, int]) -> dict[str, int]:
    return {str(verdict): count for verdict, count in counts.items()}
