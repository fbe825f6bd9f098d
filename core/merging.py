"""One person who is on file twice becomes one: everything of the second goes to the first, as one edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.errors import FieldError, UserError
from core.journal import MERGE
from core.model import BY_ROW, Attachment, Officer, Paper, Row, Value
from core.store import ChangeSet, Store, Transaction


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two rows that become one say different things. ``key`` is that of the row that stays."""

    table: str
    key: str | int
    field: str
    stays: Value
    goes: Value


@dataclass(frozen=True, slots=True)
class Fold:
    """Two rows that are one: the same person, or the same entry under both."""

    stays: Row
    goes: Row

    @property
    def table(self) -> str:
        return BY_ROW[type(self.stays)].name

    def differences(self) -> Iterator[Difference]:
        """Where both are filled in and neither is a note, which would stand beside the other."""
        for field in self._fields():
            stays, goes = getattr(self.stays, field), getattr(self.goes, field)
            if _known(stays) and _known(goes) and stays != goes and field != "notes":
                yield Difference(self.table, _key(self.stays), field, stays, goes)

    def whole(self, decided: Mapping[Difference, bool]) -> Row:
        """The row that stays, with what only the other knows, and of what differs what was decided."""
        values = {field: getattr(self.goes, field) for field in self._fields() if not self._says(field)}
        values |= {each.field: each.goes for each in self.differences() if decided[each]}
        if "notes" in self._fields() and self._says("notes") and _known(self._note(self.goes)):
            values["notes"] = "\n".join(dict.fromkeys((self._note(self.stays), self._note(self.goes))))
        changed: Any = self.stays
        row: Row = replace(changed, **values)
        return row

    def _fields(self) -> tuple[str, ...]:
        return tuple(column.name for column in BY_ROW[type(self.stays)].columns if column.name != "officer_id")

    def _says(self, field: str) -> bool:
        return _known(getattr(self.stays, field))

    @staticmethod
    def _note(row: Any) -> str:
        return str(row.notes)


@dataclass(frozen=True, slots=True)
class Merger:
    """What merging ``goes`` into ``stays`` would do: ``moves`` get the other number, ``folds`` become one row each."""

    stays: Officer
    goes: Officer
    moves: tuple[Row, ...]
    folds: tuple[Fold, ...]
    documents: tuple[Attachment, ...]
    papers: tuple[Paper, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What somebody has to decide: first of the two people, then of their entries."""
        return tuple(each for fold in (Fold(self.stays, self.goes), *self.folds) for each in fold.differences())


def merger(store: Store, stays: str, goes: str) -> Merger:
    """What :func:`merge` would do; raises :class:`UserError` unless these are two officers on file."""
    first, second = store.find(Officer, stays), store.find(Officer, goes)
    if first is None or second is None:
        raise UserError(f"There is no officer “{goes if first else stays}” in the records.")
    if stays == goes:
        raise UserError("Choose two different officers.")
    theirs = {_entry(row): row for row in store.of_officer(stays) if not isinstance(row, Attachment)}
    rows = store.of_officer(goes)
    documents = tuple(row for row in rows if isinstance(row, Attachment))
    papers = tuple(row for row in rows if isinstance(row, Paper))
    entries = [row for row in rows if not isinstance(row, Attachment | Paper)]
    folds = tuple(Fold(theirs[_entry(row)], row) for row in entries if _entry(row) in theirs)
    moves = tuple(row for row in entries if _entry(row) not in theirs)
    return Merger(first, second, moves, folds, documents, papers)


def merge(store: Store, stays: str, goes: str, decided: Mapping[Difference, bool], reason: str) -> ChangeSet:
    """``decided`` says of each difference whether the one who goes is right; refuses while one is open."""
    found = merger(store, stays, goes)
    for difference in found.differences:
        if difference not in decided:
            raise FieldError(difference.field, "The two differ here.", "Choose which of them is right.")
    if not reason.strip():
        raise FieldError("reason", "Say why the two are one person.")
    label = f"{MERGE} {found.goes.full_name} ({goes}) into {found.stays.full_name} ({stays})"
    with store.edit(label, reason) as edit:
        _apply(store, edit, found, decided)
    return edit.changes


def _apply(store: Store, edit: Transaction, found: Merger, decided: Mapping[Difference, bool]) -> None:
    people = Fold(found.stays, found.goes)
    homes = {(fold.table, str(_key(fold.goes))): str(_key(fold.stays)) for fold in (people, *found.folds)}
    held = {_place(row) for row in store.of_officer(found.stays.officer_id) if isinstance(row, Attachment)}
    for document in found.documents:
        _rehang(edit, document, homes, held, found.stays.officer_id)
    for fold in found.folds:
        edit.delete(fold.goes)
        edit.update(fold.whole(decided))
    for row in found.moves:
        _move(edit, row, found.stays.officer_id)
    edit.delete(found.goes)
    edit.update(people.whole(decided))
    for paper in found.papers:  # last: an edit that begins with one could not be undone
        _move(edit, paper, found.stays.officer_id)


def _move(edit: Transaction, row: Any, officer_id: str) -> None:
    edit.update(replace(row, officer_id=officer_id))


Place = tuple[str, str, str]
"""Where a document hangs, and which it is."""


def _rehang(
    edit: Transaction, document: Attachment, homes: Mapping[tuple[str, str], str], held: set[Place], stays: str
) -> None:
    """The same file twice at one record is one."""
    key = homes.get((document.table_name, document.row_key), document.row_key)
    moved = replace(document, row_key=key, officer_id=stays)
    if _place(moved) in held:
        edit.delete(document)
    else:
        edit.update(moved)


def _place(document: Attachment) -> Place:
    return document.table_name, document.row_key, document.sha256


def _entry(row: Row) -> tuple[object, ...]:
    """What two people's rows share where they are one entry."""
    table = BY_ROW[type(row)]
    return table.name, *(getattr(row, name) for name in table.key if name != "officer_id")


def _key(row: Row) -> str | int:
    table = BY_ROW[type(row)]
    key: str | int = getattr(row, table.key[0] if table.keyed else "id")
    return key


def _known(value: object) -> bool:
    return value is not None and value != ""
