"""The reports by name, for the command line and the window: what each is called, and which options it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from core.dates import short
from core.errors import UserError
from core.findings import Judged, Roll
from core.model import OfficerRecord, Paper, TrainingClass
from core.reports.annual import annual_report
from core.reports.blocks import Document
from core.reports.board import board_report
from core.reports.dossier import papers_report
from core.reports.filings import agreements_report, oath_bond_report
from core.reports.firearms import weapons_report
from core.reports.lists import deadlines_report, roster_report
from core.reports.rosters import score_sheet, sign_in_sheet
from core.reports.sheet import officer_report
from core.reports.since import Snapshot
from core.reports.slips import health_report
from core.reports.training import in_service_report, transcript
from core.reports.wording import Edition

DAYS = 90
"""That reports look ahead, unless told otherwise."""


class Option(StrEnum):
    """What can be asked of a report; on the command line its name follows two dashes."""

    MEETING = "meeting"
    OFFICER = "officer"
    DAYS = "days"
    YEAR = "year"
    WEAPON = "weapon"
    CLASS = "class"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What the file holds besides the roll: everyone's records, all classes, the findings of earlier meetings.

    ``records`` are those of who has left too (none given: of those on the roll), ``earlier`` in order of date,
    ``papers`` the register of what was printed, newest first.
    """

    records: tuple[OfficerRecord, ...] = ()
    classes: tuple[TrainingClass, ...] = ()
    earlier: tuple[Snapshot, ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of a report besides the roll; each takes what concerns it."""

    edition: Edition
    meeting: date | None
    judged: Judged | None
    record: OfficerRecord | None
    days: int
    year: str
    weapon_id: str
    training: TrainingClass | None
    file: Holdings


@dataclass(frozen=True, slots=True)
class Report:
    """``takes`` the options it heeds, ``needs`` those of them without which there is nothing to print.

    ``editions`` in which there is one: a report that names officers has no public edition. ``of_the_past`` is one that
    can be made about an officer who has left, too.
    """

    title: str
    make: Callable[[Roll, Wanted], Document]
    takes: tuple[Option, ...] = ()
    needs: frozenset[Option] = frozenset()
    editions: frozenset[Edition] = frozenset({Edition.EXECUTIVE})
    of_the_past: bool = False

    @property
    def needs_officer(self) -> bool:
        return Option.OFFICER in self.needs


def _officer(roll: Roll, wanted: Wanted) -> Document:
    assert wanted.judged is not None
    return officer_report(roll, wanted.judged)


def _transcript(roll: Roll, wanted: Wanted) -> Document:
    assert wanted.record is not None
    return transcript(roll, wanted.record)


def _weapons(roll: Roll, wanted: Wanted) -> Document:
    return weapons_report(roll, wanted.file.records, record=wanted.record, weapon_id=wanted.weapon_id)


def _papers(roll: Roll, wanted: Wanted) -> Document:
    names = {record.officer.officer_id: record.officer.name for record in wanted.file.records}
    return papers_report(roll, wanted.file.papers, names)


_OF_AN_OFFICER = frozenset({Option.OFFICER})

REPORTS: Mapping[str, Report] = {
    "board": Report(
        "Report to the school board",
        lambda roll, wanted: board_report(
            roll, edition=wanted.edition, meeting=wanted.meeting, earlier=wanted.file.earlier
        ),
        takes=(Option.MEETING,),
        editions=frozenset(Edition),
    ),
    "annual": Report(
        "Annual program report",
        lambda roll, wanted: annual_report(
            roll, wanted.file.records, year=wanted.year, edition=wanted.edition, earlier=wanted.file.earlier
        ),
        takes=(Option.YEAR,),
        editions=frozenset(Edition),
    ),
    "roster": Report("Roster by role, employer and school", lambda roll, _: roster_report(roll)),
    "deadlines": Report(
        "Deadlines, with a wall calendar",
        lambda roll, wanted: deadlines_report(roll, days=wanted.days),
        takes=(Option.DAYS,),
    ),
    "in-service": Report(
        "In-service ledger of a year",
        lambda roll, wanted: in_service_report(roll, wanted.file.records, wanted.year),
        takes=(Option.YEAR,),
    ),
    "transcript": Report(
        "Training transcript of an officer",
        _transcript,
        takes=(Option.OFFICER,),
        needs=_OF_AN_OFFICER,
        of_the_past=True,
    ),
    "weapons": Report("Weapons and qualifications", _weapons, takes=(Option.OFFICER, Option.WEAPON), of_the_past=True),
    "oath-bond": Report("Oaths and bonds, with what to file", lambda roll, _: oath_bond_report(roll)),
    "agreements": Report("Agreements, with what to file", lambda roll, _: agreements_report(roll)),
    "officer": Report("Compliance sheet of an officer", _officer, takes=(Option.OFFICER,), needs=_OF_AN_OFFICER),
    "sign-in": Report(
        "Sign-in sheet for a class", lambda roll, wanted: sign_in_sheet(roll, wanted.training), takes=(Option.CLASS,)
    ),
    "score-sheet": Report("Score sheet for a range day", lambda roll, _: score_sheet(roll)),
    "papers": Report("Register of letters and reports", _papers),
    "data-health": Report(
        "Data health", lambda roll, wanted: health_report(roll, wanted.file.records, wanted.file.classes)
    ),
}


def make_report(
    name: str,
    roll: Roll,
    *,
    edition: str = Edition.EXECUTIVE,
    meeting: date | None = None,
    officer_id: str | None = None,
    days: int = DAYS,
    year: str = "",
    weapon_id: str = "",
    class_id: str = "",
    file: Holdings | None = None,
) -> Document:
    """Raises :class:`UserError` for a report, an edition, an officer, a weapon, a class or a year there is not."""
    report = REPORTS.get(name)
    if report is None:
        raise UserError(f"There is no report “{name}”.", f"The reports are {', '.join(REPORTS)}.")
    file = file or Holdings()
    if not file.records:
        file = replace(file, records=tuple(judged.record for judged in roll.officers))
    officer = _officer_of(roll, report, file, officer_id) if Option.OFFICER in report.takes else None
    wanted = Wanted(
        edition=_edition(name, report, edition),
        meeting=meeting,
        judged=_judged(roll, officer),
        record=officer,
        days=_days(days),
        year=year,
        weapon_id=weapon_id,
        training=_class(file, class_id) if class_id else None,
        file=file,
    )
    return report.make(roll, wanted)


def _edition(name: str, report: Report, edition: str) -> Edition:
    if edition not in set(Edition):
        raise UserError(f"There is no edition “{edition}”.", f"The editions are {', '.join(Edition)}.")
    if edition not in report.editions:
        public = " and ".join(f"“{key}”" for key, other in REPORTS.items() if Edition.PUBLIC in other.editions)
        raise UserError(f"The report “{name}” names officers and has no public edition.", f"There is one of {public}.")
    return Edition(edition)


def _officer_of(roll: Roll, report: Report, file: Holdings, officer_id: str | None) -> OfficerRecord | None:
    if not officer_id:
        if report.needs_officer:
            raise UserError("This report is about one officer.", "Say whose with --officer and the officer’s id.")
        return None
    known = [judged.record for judged in roll.officers]
    for record in (*known, *(file.records if report.of_the_past else ())):
        if record.officer.officer_id == officer_id:
            return record
    if report.of_the_past and file.records:
        raise UserError(f"“{officer_id}” is no officer on file.")
    raise UserError(f"“{officer_id}” is no officer with a current appointment on {short(roll.as_of)}.")


def _judged(roll: Roll, record: OfficerRecord | None) -> Judged | None:
    return next((judged for judged in roll.officers if judged.record is record), None)


def _days(days: int) -> int:
    if not 1 <= days <= 3660:
        raise UserError(f"A report cannot look {days:,} days ahead.", "Ask for 1 to 3,660 days.")
    return days


def _class(file: Holdings, class_id: str) -> TrainingClass:
    for training in file.classes:
        if training.class_id == class_id:
            return training
    raise UserError(f"There is no class “{class_id}” on file.", "The classes’ ids stand on the page of classes.")
