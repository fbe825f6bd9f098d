"""The living view: officers and findings under a policy and a date; an edit re-judges only whom it touched."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from pathlib import Path

from core.engine import evaluate_district, former, in_order, judge
from core.findings import Finding, Judged, Roll
from core.model import SEVERITY, Officer, OfficerRecord, Ruling, Status
from core.policy import under
from core.rules import Act, Policy
from core.steps import Step
from core.store import ChangeSet, Store


class Register:
    """Everyone on file as they stand on ``as_of``; :meth:`refresh` after each edit keeps it true."""

    def __init__(self, store: Store, policy: Policy, as_of: date, ready: Ready | None = None) -> None:
        """``ready`` is what :func:`prepare` gave for this file and date, on another thread."""
        self._store = store
        self._written = policy
        self._policy = policy
        self._as_of = as_of
        self._records: dict[str, OfficerRecord] = {}
        self._judged: dict[str, Judged] = {}
        self._order: list[tuple[str, str, str]] = []
        self._roll: Roll | None = None
        if ready is None:
            self.reload()
        else:
            self._records = dict(ready.records)
            self._take(ready)

    def __len__(self) -> int:
        """How many are on file."""
        return len(self._records)

    @property
    def as_of(self) -> date:
        return self._as_of

    @property
    def written(self) -> Policy:
        """The rules as they stand in the law, before the district's rulings."""
        return self._written

    @property
    def roll(self) -> Roll:
        """The officers with a current appointment, in order, and the district's own findings."""
        if self._roll is None:
            officers = tuple(map(self._judged.__getitem__, map(itemgetter(2), self._order)))
            unjudged = sorted(self._records.keys() - self._judged.keys())
            left = former(map(self._records.__getitem__, unjudged), self._as_of)
            self._roll = Roll(self._policy, self._as_of, self._district, officers, self._district_findings, left)
        return self._roll

    @property
    def records(self) -> tuple[OfficerRecord, ...]:
        """Everyone on file, those who have left too, in order of their ids."""
        return tuple(self._records[officer_id] for officer_id in sorted(self._records))

    def officer(self, officer_id: str) -> Officer | None:
        record = self._records.get(officer_id)
        return record.officer if record else None

    def record(self, officer_id: str) -> OfficerRecord | None:
        return self._records.get(officer_id)

    def entry(self, officer_id: str) -> Judged | None:
        """The officer judged; ``None`` for one without a current appointment."""
        return self._judged.get(officer_id)

    def set_as_of(self, as_of: date) -> None:
        self._as_of = as_of
        self._judge_all()

    def judging(self, as_of: date) -> Callable[[Step], Ready]:
        """Judges everyone as of another date, on any thread: the records are those of now."""
        policy, records = under(self._written, self._store.rows(Ruling), as_of), dict(self._records)
        return lambda step: _ready(policy, records, as_of, step)

    def read_again(self, officer_ids: frozenset[str]) -> None:
        """Those whom an edit touched while everyone was judged."""
        self._roll = None
        self._replace(officer_ids)

    def take(self, ready: Ready) -> frozenset[str]:
        """What :func:`prepare` gave: of everyone for another date or other settings, or of those an edit touched.

        Says whom it touched.
        """
        if ready.whole:
            self._records = dict(ready.records)
            self._as_of = ready.as_of
            self._take(ready)
            return frozenset(self._records)
        self._roll = None
        self._judge_district()
        for officer_id in ready.asked:
            self._records.pop(officer_id, None)
            self._judged.pop(officer_id, None)
        self._records |= ready.records
        self._judged |= ready.judged
        self._order = sorted(in_order(entry) for entry in self._judged.values())
        return ready.asked

    def _take(self, ready: Ready) -> None:
        self._roll = None
        self._policy, self._judged = ready.policy, dict(ready.judged)
        self._order = sorted(in_order(entry) for entry in self._judged.values())
        self._judge_district()

    def reload(self) -> None:
        """Everything anew from the file."""
        self._records = {record.officer.officer_id: record for record in self._store.records()}
        self._judge_all()

    def refresh(self, changes: ChangeSet) -> frozenset[str]:
        """Re-judge whom an edit touched and say who that was; a changed setting touches everyone."""
        if not changes.tables.isdisjoint({"district", "rulings"}):
            self.reload()
            return frozenset(self._records)
        self._roll = None
        if changes.district:
            self._judge_district()
        self._replace(changes.officers)
        return changes.officers

    def _replace(self, officer_ids: frozenset[str]) -> None:
        for officer_id in officer_ids:
            self._drop(officer_id)
        for record in self._store.records(officer_ids):
            self._records[record.officer.officer_id] = record
            self._add(record)

    def _drop(self, officer_id: str) -> None:
        self._records.pop(officer_id, None)
        judged = self._judged.pop(officer_id, None)
        if judged is not None:
            del self._order[bisect_left(self._order, in_order(judged))]

    def _add(self, record: OfficerRecord) -> None:
        judged = judge(self._policy, record, self._as_of)
        if judged is not None:
            self._judged[record.officer.officer_id] = judged
            insort(self._order, in_order(judged))

    def _judge_all(self) -> None:
        self._roll = None
        self._policy = under(self._written, self._store.rows(Ruling), self._as_of)
        judged = (judge(self._policy, record, self._as_of) for record in self._records.values())
        self._judged = {entry.officer.officer_id: entry for entry in judged if entry is not None}
        self._order = sorted(in_order(entry) for entry in self._judged.values())
        self._judge_district()

    def _judge_district(self) -> None:
        self._district = self._store.district_record()
        self._district_findings = evaluate_district(self._policy, self._district, self._as_of)


@dataclass(frozen=True, slots=True)
class Ready:
    """Officers read and judged. ``asked`` are those it was made for, whether they are there or not; ``whole``: all."""

    policy: Policy
    as_of: date
    records: Mapping[str, OfficerRecord]
    judged: Mapping[str, Judged]
    asked: frozenset[str]
    whole: bool


def prepare(path: Path, policy: Policy, as_of: date, step: Step, officer_ids: frozenset[str] | None = None) -> Ready:
    """Reads and judges all officers of a file, or those named, over a connection of its own: for another thread.

    ``policy`` is as written, before the district's rulings. ``step`` hears how many of how many are judged.
    """
    with Store.look(path) as store:
        ruled = under(policy, store.rows(Ruling), as_of)
        records = {record.officer.officer_id: record for record in store.records(officer_ids)}
    return _ready(ruled, records, as_of, step, officer_ids)


def _ready(
    policy: Policy,
    records: Mapping[str, OfficerRecord],
    as_of: date,
    step: Step,
    officer_ids: frozenset[str] | None = None,
) -> Ready:
    judged: dict[str, Judged] = {}
    for number, (officer_id, record) in enumerate(records.items()):
        if number % _STEP == 0:
            step(number, len(records))
        entry = judge(policy, record, as_of)
        if entry is not None:
            judged[officer_id] = entry
    return Ready(policy, as_of, records, judged, officer_ids or frozenset(records), officer_ids is None)


_STEP = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: the findings of one officer (or of the district, ``None``) that one act cures, worst first."""

    judged: Judged | None
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Finding:
        return self.findings[0]

    @property
    def status(self) -> Status:
        return self.findings[0].status

    @property
    def due(self) -> date | None:
        """The earliest due date among the findings."""
        return min((f.due for f in self.findings if f.due is not None), default=None)

    @property
    def act(self) -> Act:
        return self.findings[0].requirement.act

    @property
    def for_district(self) -> bool:
        """Whether it is about an officer, but only the district can settle it."""
        return self.judged is not None and all(f.requirement.act in DISTRICT_ACTS for f in self.findings)

    @property
    def title(self) -> str:
        """The requirements' names, each once."""
        return ", ".join(dict.fromkeys(f.requirement.title for f in self.findings))


DISTRICT_ACTS = frozenset({Act.APPOINTMENT, Act.WEAPON_ISSUE, Act.AGREEMENT, Act.DISTRICT})
"""Who supervises, how the time is shared, what is provided or issued: no officer can do anything about it."""

Cure = tuple[str, str, str]


def _cure(finding: Finding) -> Cure:
    """Findings with the same cure are one line: the same record about the same course, weapon or year."""
    requirement = finding.requirement
    about = requirement.about or finding.item or finding.period or ""
    return finding.officer_id or "", requirement.act, about


def attention(roll: Roll) -> tuple[Line, ...]:
    """What is to be done, worst first: of the same status the earliest due date, then the roll's order.

    Requirements that decide a standing come before recommendations of the same status.
    """
    return tuple(sorted(lines_in(roll), key=urgency))


def lines_in(roll: Roll) -> Iterator[Line]:
    """The same in the order of the roll."""
    for judged in roll.officers:
        yield from lines_of(judged)
    yield from _lines(None, roll.district_findings)


def lines_of(judged: Judged) -> tuple[Line, ...]:
    """One officer's lines."""
    return _lines(judged, judged.findings)


def _lines(judged: Judged | None, findings: Iterable[Finding]) -> tuple[Line, ...]:
    grouped: dict[Cure, list[Finding]] = {}
    for finding in findings:
        if finding.open:
            grouped.setdefault(_cure(finding), []).append(finding)
    return tuple(Line(judged, tuple(sorted(group, key=_severity))) for group in grouped.values())


def _severity(finding: Finding) -> tuple[int, bool, date]:
    return SEVERITY[finding.status], not finding.decides, finding.due or date.max


def urgency(line: Line) -> tuple[bool, int, bool, date, str]:
    """What decides a standing first; then by status and date."""
    worst = line.worst
    suspended = worst.consequence is not None
    name = line.judged.officer.name.casefold() if line.judged else ""
    return not worst.decides, SEVERITY[worst.status], not suspended, worst.due or date.max, name
