"""What was known on an earlier day beside what is known now, about one and the same date.

The change log says what stood in the records at the end of that day. Both are judged by the same rules for the same
date; where they differ, the entries made since then are taken one by one to see which of them made the difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.engine import call_roll, evaluate_district, judge
from core.findings import Finding, Roll
from core.journal import Heading, LoggedEntry, RowChange, State, changes_in
from core.model import Officer, OfficerRecord
from core.policy import under
from core.rules import Policy
from core.store import Known, Store, known

Step = Callable[[int, int], object]
Key = tuple[str, str | None, str | None]
Judgment = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A finding about an officer (or the district, ``None``) that was judged otherwise by what was known then.

    ``then`` or ``now`` is ``None`` where there was no such finding; ``entries`` made the difference, oldest first.
    """

    officer: Officer | None
    then: Finding | None
    now: Finding | None
    entries: tuple[Heading, ...]

    @property
    def who(self) -> str:
        return self.officer.name if self.officer else "The district"

    @property
    def in_state(self) -> bool:
        """Whether the status itself is another, not only a date or a number."""
        return (self.then and self.then.status) != (self.now and self.now.status)

    @property
    def finding(self) -> Finding:
        """As judged now, else as judged then."""
        found = self.now or self.then
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """``then`` and ``now`` are about the same date; ``later`` is how many entries were made since."""

    as_of: date
    moment: datetime
    then: Roll
    now: Roll
    later: int
    changed: tuple[Changed, ...]


def compare(store: Store, policy: Policy, as_of: date, moment: datetime, *, step: Step | None = None) -> Comparison:
    """``policy`` as written; the district's rulings of either time are applied to it.

    ``step`` is told how many of the later entries have been looked at; what it raises stops the work.
    """
    count, last = store.entries_by(moment), store.head()[0]
    state, end = store.state_after(count), known(store.state_after(last))
    then, now = _roll(policy, known(state), as_of), _roll(policy, end, as_of)
    open_ones = _differing(then, now)
    made: dict[str, dict[Key, list[Heading]]] = {}
    if open_ones:
        tracing = _Tracing(policy, as_of, state, {key: set(pairs) for key, pairs in open_ones.items()})
        for entry in store.entries_after(count):
            tracing.follow(entry)
            if step:
                step(entry.heading.id - count, last - count)
        made = tracing.made
    changed = [
        Changed(_officer(then, now, officer_id), *pair, tuple(made.get(officer_id, {}).get(key, ())))
        for officer_id, pairs in open_ones.items()
        for key, pair in pairs.items()
    ]
    changed.sort(key=lambda each: (each.officer is None, each.who.casefold(), each.finding.requirement.id))
    return Comparison(as_of, moment, then, now, last - count, tuple(changed))


def _roll(policy: Policy, what: Known, as_of: date) -> Roll:
    return call_roll(under(policy, what.rulings, as_of), what.records, what.district, as_of)


# --- what differs ---------------------------------------------------------------------------------------------

Pair = tuple[Finding | None, Finding | None]


def _differing(then: Roll, now: Roll) -> dict[str, dict[Key, Pair]]:
    """The findings whose judgment differs, by officer (``""`` for the district)."""
    before, after = _by_officer(then), _by_officer(now)
    found: dict[str, dict[Key, Pair]] = {}
    for officer_id in {**before, **after}:
        old, new = before.get(officer_id, {}), after.get(officer_id, {})
        pairs = {key: (old.get(key), new.get(key)) for key in {**old, **new}}
        differing = {key: pair for key, pair in pairs.items() if _judgment(pair[0]) != _judgment(pair[1])}
        if differing:
            found[officer_id] = differing
    return found


def _by_officer(roll: Roll) -> dict[str, dict[Key, Finding]]:
    found = {judged.officer.officer_id: _by_key(judged.findings) for judged in roll.officers}
    return {**found, "": _by_key(roll.district_findings)}


def _by_key(findings: Iterable[Finding]) -> dict[Key, Finding]:
    return {(f.requirement.id, f.item, f.period): f for f in findings}


def _judgment(finding: Finding | None) -> Judgment:
    """What of a finding makes a difference; not its words."""
    return (finding.status, finding.due, finding.have, finding.need) if finding else ()


def _officer(then: Roll, now: Roll, officer_id: str) -> Officer | None:
    found = (judged.officer for roll in (now, then) for judged in roll.officers)
    return next((officer for officer in found if officer.officer_id == officer_id), None)


# --- what made the difference -----------------------------------------------------------------------------------

_SHARED = ("classes", "weapons", "district", "rulings", "agreements")


@dataclass(slots=True)
class _Tracing:
    """Goes through the later entries and judges anew whomever one of them touches."""

    policy: Policy
    as_of: date
    state: State
    open_ones: Mapping[str, set[Key]]
    made: dict[str, dict[Key, list[Heading]]] = field(default_factory=dict)
    _own: dict[str, State] = field(init=False)
    _last: dict[str, dict[Key, Judgment]] = field(init=False)
    _first: dict[str, dict[Key, Judgment]] = field(init=False)

    def __post_init__(self) -> None:
        self._own = {officer_id: defaultdict(dict) for officer_id in self.open_ones}
        for table, rows in self.state.items():
            for key, image in rows.items():
                if (own := self._own.get(str(image.get("officer_id", "")))) is not None and table not in _SHARED:
                    own[table][key] = image
        self.made = {officer_id: defaultdict(list) for officer_id in self.open_ones}
        self._first = {officer_id: self._judged(officer_id) for officer_id in self.open_ones}
        self._last = dict(self._first)

    def follow(self, entry: LoggedEntry) -> None:
        touched: set[str] = set()
        for change in changes_in(entry.lines):
            touched |= self._take(change)
        for officer_id in touched & self.open_ones.keys():
            self._note(officer_id, entry.heading)

    def _take(self, change: RowChange) -> set[str]:
        """Takes the state over one row; says whom that concerns."""
        if change.table in _SHARED:
            _put(self.state, change)
            return self._concerned(change)
        ids = {str(image.get("officer_id", "")) for image in (change.before, change.after) if image}
        for own in (own for officer_id in ids if (own := self._own.get(officer_id)) is not None):
            own[change.table].pop(change.key, None)
        if change.after and (own := self._own.get(str(change.after.get("officer_id", "")))) is not None:
            own[change.table][change.key] = change.after
        return ids

    def _concerned(self, change: RowChange) -> set[str]:
        if change.table in {"district", "rulings"}:
            return set(self.open_ones)
        if change.table == "agreements":
            return {""}
        column = "class_id" if change.table == "classes" else "weapon_id"
        table = "attendance" if change.table == "classes" else "weapon_issues"
        return {
            officer_id
            for officer_id, own in self._own.items()
            if any(image.get(column) == change.key for image in own[table].values())
        }

    def _note(self, officer_id: str, heading: Heading) -> None:
        now = self._judged(officer_id)
        for key in self.open_ones[officer_id]:
            if now.get(key, ()) != self._last[officer_id].get(key, ()):
                self.made[officer_id][key].append(heading)
            if now.get(key, ()) == self._first[officer_id].get(key, ()):
                self.made[officer_id][key].clear()  # what was done and undone made no difference
        self._last[officer_id] = now

    def _judged(self, officer_id: str) -> dict[Key, Judgment]:
        what = known(self._small(officer_id))
        policy = under(self.policy, what.rulings, self.as_of)
        if not officer_id:
            findings: Iterable[Finding] = evaluate_district(policy, what.district, self.as_of)
        else:
            findings = _findings(policy, what.records, self.as_of)
        return {key: _judgment(finding) for key, finding in _by_key(findings).items()}

    def _small(self, officer_id: str) -> State:
        """The rows that one officer's findings rest on."""
        own = self._own[officer_id]
        shared: State = {table: self.state[table] for table in ("district", "rulings", "agreements")}
        for table, column, by in (("classes", "class_id", "attendance"), ("weapons", "weapon_id", "weapon_issues")):
            named = {image[column] for image in own[by].values()}
            shared[table] = {key: self.state[table][key] for key in named if key in self.state[table]}
        return {**own, **shared}


def _findings(policy: Policy, records: Iterable[OfficerRecord], as_of: date) -> Iterator[Finding]:
    for record in records:
        if (judged := judge(policy, record, as_of)) is not None:
            yield from judged.findings


def _put(state: State, change: RowChange) -> None:
    if change.after:
        state[change.table][change.key] = change.after
    else:
        state[change.table].pop(change.key, None)
