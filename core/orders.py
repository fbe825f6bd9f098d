"""What someone wants printed, as plain values: the window and the command line fill them in, the worker makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from core.errors import UserError
from core.findings import Roll
from core.model import OfficerRecord, Paper, TrainingClass
from core.papers import papers
from core.reports.catalogue import DAYS, Holdings
from core.reports.letters import Letter, LetterKind, Stationery
from core.reports.wording import Edition
from core.stationery import stationery
from core.store import Store

EDITIONS = {Edition.EXECUTIVE: "Executive session edition", Edition.PUBLIC: "Public edition"}
APPENDIX = ("in-service", "deadlines", "oath-bond", "agreements", "weapons")
"""The reports that can be put behind the report to the board, as far as there are such."""


class Evidence(StrEnum):
    """Whose documents go into a board packet."""

    EXCEPTIONS = "exceptions"
    EVERYONE = "everyone"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What papers are made from. ``known`` are the codes given so far, ``path`` the records file: what is too large to
    be handed over is read out of it when it is wanted. ``registers`` is off for a file that is open only to be read.
    """

    roll: Roll
    file: Holdings
    stationery: Stationery
    papers: tuple[Paper, ...]
    path: Path
    registers: bool = True

    @property
    def known(self) -> dict[str, str]:
        return {paper.code: paper.sha256 for paper in self.papers}

    def record(self, officer_id: str) -> OfficerRecord:
        for record in self.file.records:
            if record.officer.officer_id == officer_id:
                return record
        raise UserError(f"“{officer_id}” is no officer on file.")


def stock(store: Store, roll: Roll, records: Sequence[OfficerRecord], *, registers: bool = True) -> Stock:
    """``records`` are those of everyone on file."""
    registered = papers(store)
    file = Holdings(records=tuple(records), classes=tuple(store.rows(TrainingClass)), papers=registered)
    return Stock(
        roll=roll,
        file=file,
        stationery=stationery(store),
        papers=registered,
        path=store.path,
        registers=registers,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOrder:
    """``since`` is the code of the earlier board report it is compared with; blank for none."""

    name: str
    editions: tuple[Edition, ...] = (Edition.EXECUTIVE,)
    meeting: date | None = None
    officer_id: str = ""
    days: int = DAYS
    year: str = ""
    weapon_id: str = ""
    class_id: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class LettersOrder:
    """Letters that are made already: some of those that are due."""

    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class AskedOrder:
    """Letters of one kind with what was typed for them; ``officer_ids`` ``None`` is about all whom it concerns."""

    kind: LetterKind
    officer_ids: tuple[str, ...] | None = None
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LabelsOrder:
    """Labels for the envelopes of these letters; so many of the first sheet are ``used`` already."""

    letters: tuple[Letter, ...]
    used: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardOrder:
    """``cover`` is what was typed for the agenda cover sheet; ``None`` leaves it out."""

    report: ReportOrder
    cover: tuple[tuple[str, str], ...] | None = None
    letters: bool = True
    appendix: tuple[str, ...] = ()
    evidence: Evidence = Evidence.EXCEPTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOrder:
    """About one officer, or with a blank id about everyone with a current appointment."""

    officer_id: str = ""
    changes: bool = True
    evidence: bool = True


Order = ReportOrder | LettersOrder | AskedOrder | LabelsOrder | BoardOrder | AuditOrder
