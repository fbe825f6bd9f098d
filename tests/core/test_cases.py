"""The worked examples of the rules: every file of tests/cases, each case a test of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.engine import evaluate, evaluate_district, judge
from core.findings import Finding
from core.model import (
    BY_ROW,
    TABLES,
    Agreement,
    Attended,
    Column,
    District,
    DistrictRecord,
    Issued,
    Officer,
    OfficerRecord,
    TrainingClass,
    Weapon,
    columns,
)
from core.policy import default_policy

CASES = Path(__file__).parent.parent / "cases"
EXPECTED = {"requirement", "absent", "item", "period", "status", "due", "have", "need", "level", "waiver", "notes"}
KEYS = {"name", "as_of", "expect", "standing", "powers_suspended", "judged", "District"}


@dataclass(frozen=True)
class Case:
    file: str
    table: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.file}: {self.table['name']}"


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.toml")):
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield Case(path.stem, table)


def value(column: Column, given: Any) -> Any:
    """A cell of a case, typed as the workbook's import types it."""
    if column.kind is bool and isinstance(given, str):
        return {"yes": True, "no": False}[given]
    return column.kind(given) if issubclass(column.kind, str | float | int) else given


def build(row_class: type[Any], given: Mapping[str, Any], **defaults: Any) -> Any:
    known = {column.name: column for column in columns(row_class)}
    unknown = set(given) - set(known)
    assert not unknown, f"no column {unknown} in {row_class.__name__}"
    needed = {name: text for name, text in defaults.items() if name in known}
    return row_class(**needed | {name: value(known[name], cell) for name, cell in given.items()})


def rows(case: Case, row_class: type[Any]) -> list[Any]:
    given = case.table.get(BY_ROW[row_class].sheet, [])
    return [build(row_class, row, officer_id="A1") for row in given]


def officer_record(case: Case) -> OfficerRecord:
    people = [
        build(Officer, row, officer_id="A1", last_name="Case", first_name="Officer")
        for row in case.table.get("Officers", [{}])
    ]
    classes = {row.class_id: row for row in rows(case, TrainingClass)}
    weapons = {row.weapon_id: row for row in rows(case, Weapon)}
    by_field = {
        table.name: tuple(rows(case, table.row))
        for table in TABLES
        if table.name in {"appointments", "commissions", "designations", "bonds", "service", "credentials"}
        or table.name in {"qualifications", "waivers"}
    }
    return OfficerRecord(
        officer=people[0],
        district=district(case),
        attended=tuple(Attended.of(a, classes[a.class_id]) for a in rows(case, BY_NAME_ROW["attendance"])),
        issued=tuple(Issued(i, weapons[i.weapon_id]) for i in rows(case, BY_NAME_ROW["weapon_issues"])),
        **by_field,
    )


BY_NAME_ROW = {table.name: table.row for table in TABLES}


def district(case: Case) -> District:
    settings = build(District, case.table.get("District", {}))
    assert isinstance(settings, District)
    return settings


def matches(finding: Finding, expected: Mapping[str, Any]) -> bool:
    if finding.requirement.id != expected["requirement"]:
        return False
    keys = set(expected) - {"requirement", "notes", "waiver"}
    same = all(getattr(finding, key) == expected[key] for key in keys)
    noted = all(any(part in note for note in finding.notes) for part in expected.get("notes", []))
    otherwise = expected.get("waiver", {}).get("otherwise", finding.otherwise)
    return same and noted and finding.otherwise == otherwise


def check(findings: tuple[Finding, ...], expected: Mapping[str, Any]) -> None:
    assert set(expected) <= EXPECTED, f"unknown keys {set(expected) - EXPECTED}"
    of_rule = [f for f in findings if f.requirement.id == expected["requirement"]]
    default_policy().requirement(expected["requirement"])
    if expected.get("absent"):
        other = {key: part for key, part in expected.items() if key != "absent"}
        assert not [f for f in of_rule if matches(f, other)]
        return
    seen = [(f.item, f.period, f.level, f.status, f.due, f.have, f.need, f.because, f.notes) for f in of_rule]
    assert any(matches(f, expected) for f in findings), f"expected {expected}, found {seen}"


@pytest.mark.parametrize("case", tuple(cases()), ids=lambda case: case.id)
def test_case(case: Case) -> None:
    unknown = set(case.table) - KEYS - {table.sheet for table in TABLES}
    assert not unknown, f"unknown sheets {unknown}"
    as_of, policy, record = case.table["as_of"], default_policy(), officer_record(case)
    of_district = evaluate_district(
        policy, DistrictRecord(district=district(case), agreements=tuple(rows(case, Agreement))), as_of
    )
    findings = evaluate(policy, record, as_of) + of_district
    for expected in case.table["expect"]:
        check(findings, expected)
    judged = judge(policy, record, as_of)
    assert (judged is not None) == case.table.get("judged", True)
    if judged is not None:
        assert judged.standing == case.table.get("standing", judged.standing)
        assert judged.powers_suspended == case.table.get("powers_suspended", judged.powers_suspended)
