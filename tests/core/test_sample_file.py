"""The practice district as a file and as a workbook: the same records either way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from core import documents
from core.errors import FileError
from core.exchange import apply_plan, export_workbook, plan_import, read_workbook
from core.model import BY_ROW, SHEETS, Row
from core.policy import default_policy
from core.sample import make_practice_file, practice_district
from core.store import Store

TODAY = date(2026, 11, 23)


def now() -> datetime:
    return datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def contents(store: Store) -> dict[str, set[str]]:
    """Every row in words, without the number that the file gives it."""
    return {table.name: {repr(unnumbered(row)) for row in store.rows(table.row)} for table in SHEETS}


def unnumbered(row: Any) -> Row:
    bare: Row = row if BY_ROW[type(row)].keyed else replace(row, id=0)
    return bare


def test_the_file_holds_the_district_and_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "Practice.muster"
    with make_practice_file(path, TODAY, who="tester", now=now) as store:
        practice = practice_district(TODAY)
        assert store.district() == practice.district
        assert sum(len(store.rows(table.row)) for table in SHEETS) == len(practice.rows)
        assert len(store.records()) == 14
    assert documents.verify(path).ok


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "Real records.muster"
    path.write_bytes(b"mine")
    with pytest.raises(FileError):
        make_practice_file(path, TODAY, who="tester", now=now)
    assert path.read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["Practice.xlsx", "Practice.ods", "Practice"])
def test_the_workbook_brings_the_same_district_into_an_empty_file(tmp_path: Path, name: str) -> None:
    workbook = tmp_path / name
    known = [requirement.id for requirement in default_policy().requirements]
    with (
        documents.create(tmp_path / "Imported.muster", who="tester", now=now) as imported,
        make_practice_file(tmp_path / "Practice.muster", TODAY, who="tester", now=now) as made,
    ):
        export_workbook(made, workbook)
        plan = plan_import(read_workbook(workbook), imported, requirements=known, today=TODAY)
        assert not plan.problems()
        assert not plan.blocked
        apply_plan(imported, plan)
        assert imported.district() == made.district()
        assert contents(imported) == contents(made)
