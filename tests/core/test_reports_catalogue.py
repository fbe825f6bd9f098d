"""What the catalogue promises of each report: its options are heeded, and what it needs it asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.errors import UserError
from core.model import OfficerRecord, TrainingClass
from core.reports.catalogue import REPORTS, Holdings, Option, make_report
from tests.golden.paper_district import paper_roll

ROLL = paper_roll()
RECORDS: tuple[OfficerRecord, ...] = tuple(judged.record for judged in ROLL.officers)
CLASSES: tuple[TrainingClass, ...] = tuple(
    {a.training.class_id: a.training for r in RECORDS for a in r.attended}.values()
)
FILE = Holdings(records=RECORDS, classes=CLASSES)
GIVEN: dict[Option, dict[str, Any]] = {
    Option.MEETING: {"meeting": date(2027, 2, 8)},
    Option.OFFICER: {"officer_id": "A2"},
    Option.DAYS: {"days": 30},
    Option.YEAR: {"year": "2025-26"},
    Option.WEAPON: {"weapon_id": "SN-4711"},
    Option.CLASS: {"class_id": "C2"},
}
TAKEN = [(name, option) for name, report in REPORTS.items() for option in report.takes]


def printed(name: str, **given: Any) -> str:
    needed = {"officer_id": "A1"} if REPORTS[name].needs_officer else {}
    return repr(make_report(name, ROLL, file=FILE, **(needed | given)))


@pytest.mark.parametrize(("name", "option"), TAKEN)
def test_an_option_that_is_taken_makes_another_paper(name: str, option: Option) -> None:
    assert printed(name, **GIVEN[option]) != printed(name)


@pytest.mark.parametrize("name", REPORTS)
def test_an_option_that_is_not_taken_changes_nothing(name: str) -> None:
    others = {
        key: value for option in Option if option not in REPORTS[name].takes for key, value in GIVEN[option].items()
    }
    assert printed(name, **others) == printed(name)


@pytest.mark.parametrize("name", REPORTS)
def test_what_is_needed_is_among_what_is_taken_and_asked_for(name: str) -> None:
    report = REPORTS[name]
    assert report.needs <= set(report.takes)
    if report.needs:
        with pytest.raises(UserError, match="Say whose with --officer"):
            make_report(name, ROLL, file=FILE)


def test_no_two_reports_have_the_same_title() -> None:
    assert len({report.title for report in REPORTS.values()}) == len(REPORTS)
