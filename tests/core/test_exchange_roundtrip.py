"""Export, import into an empty file, export again: the two workbooks hold the same, whatever is recorded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import documents
from core.cells import clean
from core.exchange import apply_plan, export_workbook, plan_import, read_workbook
from core.model import BY_ROW, SHEETS, Column, District, Officer, Row, Sanctioned, TrainingClass, Weapon, columns
from core.plan import Verdict
from core.sheets import Sheet
from core.soundness import problems
from core.store import Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OFFICERS, CLASSES, WEAPONS = ("A1", "=A2", "'03"), ("2026", "C,1"), ("00123", "@W;2")
REFERRED = {"officer_id": OFFICERS, "class_id": CLASSES, "weapon_id": WEAPONS}
TRICKY = st.sampled_from([
    "=SUM(A1)", "+1", "-", "@x", "'5", "''=1", "N/A", "none", "Null", "O'Neil", "De La Cruz", "Nuñez", "00123",
    "1.5E+10", "a\nb", "a\tb", " two  spaces ", "1/2/2026", "TRUE", "#N/A", '"quoted"', "a;b,c|d", "李", "is 100",
    "_x000D_", "'",
    "=cmd|' /C calc'!A0", "90%", "\u00a0x\u200b", "e\u0301",
])  # fmt: skip
TEXT = TRICKY | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
DATES = st.dates(date(1920, 1, 1), date(2090, 12, 31))


def now() -> datetime:
    return NOW


BY_KIND: dict[type, st.SearchStrategy[Any]] = {
    str: TEXT,
    date: DATES,
    float: st.integers(0, 100_000).map(lambda number: number / 1000),
    int: st.integers(1, 9),
    bool: st.booleans(),
}
BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    **{name: st.sampled_from(keys) for name, keys in REFERRED.items()},
    "credit_year": st.sampled_from(["", "2025-26", "2026"]),
    "sanctioned": st.sampled_from(list(Sanctioned)),
}


def value(column: Column) -> st.SearchStrategy[Any]:
    if column.name in BY_NAME:
        return BY_NAME[column.name]
    kind = st.sampled_from(list(column.kind)) if issubclass(column.kind, StrEnum) else BY_KIND[column.kind]
    if column.required:
        return kind.map(clean).filter(bool) if column.kind is str else kind
    return kind | (st.just("") if column.kind is str else st.none())


def rows(row_class: type[Any], size: int) -> st.SearchStrategy[list[Any]]:
    made = st.builds(row_class, **{column.name: value(column) for column in columns(row_class)})
    return st.lists(made.filter(lambda row: not problems(row)), max_size=size)


DISTRICTS = st.builds(
    District,
    **{
        column.name: value(column).filter(lambda found: found is not None and found != "")
        for column in columns(District)
        if column.name not in {"records_begin_on", "safety_assessment_on"}
    },
    records_begin_on=st.none() | DATES,
)
RECORDS = st.tuples(DISTRICTS | st.just(District()), *(rows(table.row, 2) for table in SHEETS))


def unlike(found: Iterable[Any]) -> list[Row]:
    """Without rows that would be one and the same to a clerk."""
    kept: dict[tuple[object, ...], Row] = {}
    for row in found:
        key = tuple(clean(v) if type(v) is str else v for v in (getattr(row, n) for n in BY_ROW[type(row)].key))
        kept.setdefault((type(row), *key), row)
    return list(kept.values())


@contextmanager
def recorded(path: Path, district: District, groups: Iterable[list[Any]]) -> Iterator[Store]:
    with documents.create(path, who="Clerk", now=now) as store:
        with store.edit("Record") as edit:
            edit.set_district(district)
            edit.insert_many(Officer(officer_id=key, last_name="Null", first_name="Na") for key in OFFICERS)
            for group in groups:
                edit.insert_many(row for row in unlike(group) if not known(row))
        yield store


def known(row: Row) -> bool:
    return isinstance(row, Officer) and row.officer_id in OFFICERS


def contents(path: Path) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Cells of every sheet, blank ends left out."""
    return [(sheet.name, [trimmed(row) for row in sheet.rows]) for sheet in sorted(read(path), key=lambda s: s.name)]


def read(path: Path) -> tuple[Sheet, ...]:
    return read_workbook(path).sheets


def trimmed(row: tuple[object, ...]) -> tuple[object, ...]:
    cells = [None if cell == "" else cell for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def cleaned(store: Store) -> list[set[Any]]:
    return [{replace(row, **texts(row)) for row in store.rows(table.row)} for table in SHEETS]


def texts(row: Any) -> dict[str, Any]:
    values = {item.name: getattr(row, item.name) for item in fields(row)}
    return {name: 0 if name == "id" else clean(v) for name, v in values.items() if name == "id" or type(v) is str}


def comes_back(records: tuple[Any, ...], name: str) -> None:
    district, *groups = records
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / f"first{name}", Path(folder) / f"second{name}"
        with recorded(Path(folder) / "a.muster", district, complete(groups)) as store:
            export_workbook(store, first)
            again = plan_import(read_workbook(first), store)
            assert {row.verdict for row in again.rows} <= {Verdict.SAME}
            before, profile = cleaned(store), store.district()
        with documents.create(Path(folder) / "b.muster", who="Clerk", now=now) as copy:
            plan = plan_import(read_workbook(first), copy)
            assert not [note for note in plan.notes if "left out" in note]
            assert not plan.blocked, plan.lines()
            apply_plan(copy, plan)
            export_workbook(copy, second)
            assert cleaned(copy) == before
            assert replace(copy.district(), **texts(copy.district())) == replace(profile, **texts(profile))
        assert contents(first) == contents(second)


def complete(groups: list[list[Any]]) -> list[list[Any]]:
    """The classes and weapons that rows may name are all there."""
    classes = [TrainingClass(class_id=key, title="Law", ends_on=date(2026, 9, 1), hours=8) for key in CLASSES]
    weapons = [Weapon(weapon_id=key) for key in WEAPONS]
    return [
        [*(classes if table.row is TrainingClass else weapons if table.row is Weapon else []), *group]
        for table, group in zip(SHEETS, groups, strict=True)
    ]


@settings(max_examples=8)
@given(RECORDS)
def test_excel_brings_the_same_records_back(records: tuple[Any, ...]) -> None:
    comes_back(records, ".xlsx")


@settings(max_examples=8)
@given(RECORDS)
def test_opendocument_brings_the_same_records_back(records: tuple[Any, ...]) -> None:
    comes_back(records, ".ods")


@settings(max_examples=15)
@given(RECORDS)
def test_csv_brings_the_same_records_back(records: tuple[Any, ...]) -> None:
    comes_back(records, "")


@pytest.mark.parametrize("name", ["out.xlsx", "out.ods", "out"])
def test_an_empty_file_gives_a_workbook_of_headings(tmp_path: Path, name: str) -> None:
    with documents.create(tmp_path / "a.muster", who="Clerk", now=now) as store:
        export_workbook(store, tmp_path / name)
        plan = plan_import(read_workbook(tmp_path / name), store)
    assert [row.sheet for row in plan.rows if row.sheet != "District"] == []
    headings = {sheet.name: sheet.rows[0] for sheet in read(tmp_path / name)}
    assert headings["District"] == ("key", "value")
    assert headings == {"District": ("key", "value")} | {
        table.sheet: tuple(column.name for column in table.columns) for table in SHEETS
    }


def test_the_order_does_not_depend_on_the_file(tmp_path: Path) -> None:
    people = [Officer(officer_id=str(n), last_name=last, first_name="Kim") for n, last in enumerate("bAc")]
    for name, made in (("a", people), ("b", people[::-1])):
        with documents.create(tmp_path / f"{name}.muster", who="Clerk", now=now) as store:
            with store.edit("Record") as edit:
                edit.insert_many(made)
            export_workbook(store, tmp_path / f"{name}.xlsx")
    assert read(tmp_path / "a.xlsx") == read(tmp_path / "b.xlsx")
    assert [row[1] for row in read(tmp_path / "a.xlsx")[1].rows] == ["last_name", "A", "b", "c"]
