"""Deadlines as an iCalendar file: all-day events that any calendar program takes in, again and again.

What was exported is remembered in the records file. So a second export moves an event instead of adding one, and takes
back one whose duty is done or whose officer has left; where nothing is different, neither is a byte of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from icalendar import Calendar, Event

from core.dates import DAY, written
from core.errors import FileError
from core.files import replace_file
from core.findings import Finding, Judged, Roll
from core.model import Status
from core.rules import AgreementInTerm, BondInEffect, RecurringPass
from core.store import Store

DESK = "calendar"
"""Under this name the desk of the file holds what was exported last."""
TAKEN_BACK_FOR = timedelta(days=400)
"""So long an event that was taken back is exported as such, for calendars that take part only now and then."""
_RUNS_OUT = (RecurringPass, BondInEffect, AgreementInTerm)
"""What is met only until its due date; anything else that is met stays met."""


@dataclass(frozen=True, slots=True)
class _Deadline:
    on: date
    what: str
    told: str
    finding: Finding

    def uid(self, file: str) -> str:
        """The same for the same duty in every export of this records file, whatever its date and the names."""
        finding = self.finding
        parts = (file, finding.officer_id, finding.requirement.id, finding.item, finding.period)
        return sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()[:32] + "@muster"

    @property
    def description(self) -> str:
        finding = self.finding
        return "\n".join((self.told, f"To do: {finding.requirement.cure}", f"Source: {finding.citation}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An event as an export left it: ``sequence`` counts its changes, ``changed`` is the moment of the last one."""

    on: date
    what: str
    description: str
    sequence: int = 0
    changed: datetime
    cancelled: bool = False

    def followed_by(self, later: Exported) -> Exported:
        """``later``, unless it says the same as this one."""
        same = replace(later, sequence=self.sequence, changed=self.changed) == self
        return self if same else replace(later, sequence=self.sequence + 1)


def export_calendar(store: Store, roll: Roll, path: Path, now: datetime) -> None:
    """One event per open or coming deadline of ``roll``, on its due date; overdue ones too."""
    events = following(roll, now.astimezone(UTC), store.first_seal(), remembered(store))
    replace_file(path, written_out(events))
    with suppress(
        FileError
    ):  # a file that is open only to be read remembers nothing; the calendar is whole all the same
        store.lay(DESK, json.dumps({uid: _plain(event) for uid, event in events.items()}, ensure_ascii=False))


def following(roll: Roll, now: datetime, file: str, earlier: Mapping[str, Exported]) -> dict[str, Exported]:
    """The events of the roll, as changes of those exported ``earlier``; what is no longer due is taken back.

    ``file`` is what tells this records file from any other.
    """
    found = {
        deadline.uid(file): Exported(on=deadline.on, what=deadline.what, description=deadline.description, changed=now)
        for deadline in _deadlines(roll)
    }
    gone = {
        uid: replace(event, cancelled=True, changed=now)
        for uid, event in earlier.items()
        if uid not in found and not (event.cancelled and event.changed + TAKEN_BACK_FOR < now)
    }
    return {uid: earlier[uid].followed_by(event) if uid in earlier else event for uid, event in (found | gone).items()}


def remembered(store: Store) -> dict[str, Exported]:
    """What the last export of this records file left."""
    text = store.desk(DESK)
    return {uid: _exported(plain) for uid, plain in json.loads(text).items()} if text else {}


def _plain(event: Exported) -> list[object]:
    changed = event.changed.isoformat()
    return [event.on.isoformat(), event.what, event.description, event.sequence, changed, event.cancelled]


def _exported(plain: list[Any]) -> Exported:
    on, what, description, sequence, changed, cancelled = plain
    return Exported(
        on=date.fromisoformat(on),
        what=what,
        description=description,
        sequence=sequence,
        changed=datetime.fromisoformat(changed),
        cancelled=cancelled,
    )


def written_out(events: Mapping[str, Exported]) -> bytes:
    """The events by date as iCalendar."""
    found = Calendar()
    found.add("prodid", "-//Muster//Deadlines//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", "Muster deadlines")
    for uid, event in sorted(events.items(), key=lambda pair: (pair[1].on, pair[1].what, pair[0])):
        found.add_component(_component(uid, event))
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


def _component(uid: str, exported: Exported) -> Event:
    """Without a METHOD it is a file and no message, so DTSTAMP is the moment of the last change (RFC 5545, 3.8.7.2)."""
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", exported.changed)
    event.add("last-modified", exported.changed)
    event.add("sequence", exported.sequence)
    event.add("dtstart", exported.on)
    event.add("dtend", exported.on + DAY)
    event.add("summary", exported.what)
    event.add("description", exported.description)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if exported.cancelled else "CONFIRMED")
    return event
