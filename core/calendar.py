"""Deadlines as an iCalendar file: all-day events that any calendar program takes in, again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from icalendar import Calendar, Event

from core.dates import DAY, written
from core.files import replace_file
from core.findings import Finding, Judged, Roll
from core.model import Status
from core.rules import AgreementInTerm, BondInEffect, RecurringPass

_RUNS_OUT = (RecurringPass, BondInEffect, AgreementInTerm)
"""What is met only until its due date; anything else that is met stays met."""


@dataclass(frozen=True, slots=True)
class _Deadline:
    on: date
    what: str
    told: str
    finding: Finding

    @property
    def uid(self) -> str:
        """The same for the same duty in every export, so that calendars move the event instead of adding one."""
        finding = self.finding
        parts = (finding.officer_id, finding.requirement.id, finding.item, finding.period)
        return sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()[:32] + "@muster"


def write_calendar(roll: Roll, path: Path, now: datetime) -> None:
    """One event per open or coming deadline of ``roll``, on its due date; overdue ones too."""
    replace_file(path, calendar(roll, now))


def calendar(roll: Roll, now: datetime) -> bytes:
    found = Calendar()
    found.add("prodid", "-//Muster//Deadlines//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", "Muster deadlines")
    for deadline in sorted(_deadlines(roll), key=lambda deadline: (deadline.on, deadline.what, deadline.uid)):
        found.add_component(_event(deadline, now.astimezone(UTC)))
    content: bytes = found.to_ical()
    return content


def _deadlines(roll: Roll) -> Iterator[_Deadline]:
    for judged in roll.officers:
        for finding in judged.findings:
            yield from _deadline(finding, judged.officer.full_name, _weapon(judged, finding), roll)
    for finding in roll.district_findings:
        yield from _deadline(finding, roll.district.district.name or "District", finding.item or "", roll)


def _deadline(finding: Finding, who: str, item: str, roll: Roll) -> Iterator[_Deadline]:
    what = f"{who}: {finding.requirement.title}{f' ({item})' if item else ''}"
    if finding.waiver:
        told = f"Waived until {written(finding.waiver.until_on)}: {finding.waiver.reference}"
        yield _Deadline(finding.waiver.until_on, f"Waiver ends – {what}", told, finding)
    elif finding.due and not _done(finding):
        yield _Deadline(finding.due, f"{_state(finding, roll.as_of)} – {what}", finding.because, finding)


def _state(finding: Finding, as_of: date) -> str:
    if finding.status is Status.OVERDUE:
        return "Overdue"
    return "To clear up" if finding.due and finding.due < as_of else "Due"


def _done(finding: Finding) -> bool:
    return finding.status is Status.MET and not isinstance(finding.requirement.rule, _RUNS_OUT)


def _weapon(judged: Judged, finding: Finding) -> str:
    """The weapon as people call it: its serial number is nobody's business in a shared calendar."""
    for issued in judged.record.issued:
        if issued.weapon.weapon_id == finding.item:
            return f"{issued.weapon.make} {issued.weapon.model}".strip() or issued.weapon.kind or "weapon"
    return ""


def _event(deadline: _Deadline, stamp: datetime) -> Event:
    finding = deadline.finding
    told = (deadline.told, f"To do: {finding.requirement.cure}", f"Source: {finding.citation}")
    event = Event()
    event.add("uid", deadline.uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", deadline.on)
    event.add("dtend", deadline.on + DAY)
    event.add("summary", deadline.what)
    event.add("description", "\n".join(told))
    event.add("transp", "TRANSPARENT")
    return event
