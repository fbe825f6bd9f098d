"""The reports by name, for the command line and the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from core.dates import short
from core.errors import UserError
from core.findings import Judged, Roll
from core.reports.blocks import Document
from core.reports.board import board_report
from core.reports.lists import deadlines_report, in_service_report, roster_report, weapons_report
from core.reports.sheet import officer_report
from core.reports.wording import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of a report besides the roll; each takes what concerns it."""

    edition: Edition
    meeting: date | None
    judged: Judged | None
    days: int


@dataclass(frozen=True, slots=True)
class Report:
    """``editions`` in which there is one: all but the board report name officers, so they have no public edition."""

    title: str
    make: Callable[[Roll, Wanted], Document]
    needs_officer: bool = False
    editions: frozenset[Edition] = frozenset({Edition.EXECUTIVE})


def _officer(roll: Roll, wanted: Wanted) -> Document:
    assert wanted.judged is not None
    return officer_report(roll, wanted.judged)


REPORTS: Mapping[str, Report] = {
    "board": Report(
        "Report to the school board",
        lambda roll, wanted: board_report(roll, edition=wanted.edition, meeting=wanted.meeting),
        editions=frozenset(Edition),
    ),
    "roster": Report("Roster", lambda roll, _: roster_report(roll)),
    "deadlines": Report("Deadlines", lambda roll, wanted: deadlines_report(roll, days=wanted.days)),
    "in-service": Report("In-service training", lambda roll, _: in_service_report(roll)),
    "weapons": Report("Weapons and qualifications", lambda roll, _: weapons_report(roll)),
    "officer": Report("Compliance sheet of an officer", _officer, needs_officer=True),
}


def make_report(
    name: str,
    roll: Roll,
    *,
    edition: str = Edition.EXECUTIVE,
    meeting: date | None = None,
    officer_id: str | None = None,
    days: int = 90,
) -> Document:
    """Raises :class:`UserError` for a report, an edition or an officer there is not."""
    report = REPORTS.get(name)
    if report is None:
        raise UserError(f"There is no report “{name}”.", f"The reports are {', '.join(REPORTS)}.")
    chosen = _edition(name, report, edition)
    judged = _judged(roll, officer_id) if report.needs_officer else None
    return report.make(roll, Wanted(edition=chosen, meeting=meeting, judged=judged, days=days))


def _edition(name: str, report: Report, edition: str) -> Edition:
    if edition not in set(Edition):
        raise UserError(f"There is no edition “{edition}”.", f"The editions are {', '.join(Edition)}.")
    if edition not in report.editions:
        raise UserError(f"The report “{name}” names officers and has no public edition.", "Only “board” has one.")
    return Edition(edition)


def _judged(roll: Roll, officer_id: str | None) -> Judged:
    if not officer_id:
        raise UserError("This report is about one officer.", "Say whose with --officer and the officer’s id.")
    for judged in roll.officers:
        if judged.officer.officer_id == officer_id:
            return judged
    raise UserError(f"“{officer_id}” is no officer with a current appointment on {short(roll.as_of)}.")
