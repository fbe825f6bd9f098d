"""The page that describes the workbook says exactly what the program reads and writes."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from core.model import CREDENTIALS, SHEETS, District, columns

PAGE = (Path(__file__).parent.parent.parent / "docs" / "workbook.md").read_text(encoding="utf-8")


def row(name: str) -> str:
    (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| {name} |"))
    return line.split("|", 2)[2].rstrip("| ").strip()


def test_every_sheet_and_column_in_order() -> None:
    for table in SHEETS:
        listed = row(table.sheet).replace("\\*", "*").split()
        assert listed == [f"{c.name}{'*' if c.required else ''}" for c in columns(table.row)], table.sheet


def test_every_key_of_the_district() -> None:
    assert re.findall(r"`(\w+)`", row("District")) == [column.name for column in columns(District)]


def test_every_value_that_is_allowed() -> None:
    for row_class in (District, *(table.row for table in SHEETS)):
        for column in columns(row_class):
            if issubclass(column.kind, StrEnum):
                assert re.findall(r"`([\w-]+)`", row(column.name)) == [str(value) for value in column.kind]
    assert set(re.findall(r"`([\w-]+)`", row("credential"))) == set(CREDENTIALS)
