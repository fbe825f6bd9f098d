"""What has changed since the last meeting: two sets of findings, kept as plain data, compared.

A snapshot is kept with each printed paper, so it holds its own words: the policy, the names and the roles may be
others by the time it is read again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from core.errors import UserError
from core.findings import Finding, Judged, Roll
from core.model import SEVERITY, Level, Role, Status

FORM = 1
"""Of the plain data, for readers to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A finding as it stood; ``item`` and ``period`` are blank where it is about neither."""

    requirement: str
    title: str
    status: Status
    level: Level
    item: str = ""
    period: str = ""
    due: date | None = None

    @classmethod
    def of(cls, finding: Finding) -> Self:
        return cls(
            requirement=finding.requirement.id,
            title=finding.requirement.title,
            status=finding.status,
            level=finding.level,
            item=finding.item or "",
            period=finding.period or "",
            due=finding.due,
        )

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from the others about the same officer."""
        return self.requirement, self.item, self.period

    @property
    def decides(self) -> bool:
        return self.level in {Level.REQUIRED, Level.LOCAL}

    @property
    def open(self) -> bool:
        """Whether something was to be done: worse than pending."""
        return SEVERITY[self.status] < SEVERITY[Status.PENDING]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An officer as judged then; an ``officer_id`` of ``""`` is the district itself."""

    officer_id: str
    name: str
    role: Role | None
    standing: Status
    findings: tuple[Noted, ...]

    @classmethod
    def of(cls, judged: Judged) -> Self:
        return cls(
            officer_id=judged.officer.officer_id,
            name=judged.officer.name,
            role=judged.role,
            standing=judged.standing,
            findings=tuple(map(Noted.of, judged.findings)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The findings of a day; ``policy`` is the version and ``fingerprint`` that of the rules they were made by."""

    as_of: date
    policy: str
    fingerprint: str
    officers: tuple[Standing, ...]
    district: tuple[Noted, ...] = ()

    @property
    def standings(self) -> Counter[Status]:
        """How many officers stood how."""
        return Counter(officer.standing for officer in self.officers)

    def to_json(self) -> str:
        """The same snapshot always gives the same text."""
        content = {
            "snapshot": FORM,
            "as_of": self.as_of.isoformat(),
            "policy": self.policy,
            "fingerprint": self.fingerprint,
            "officers": [_officer_json(officer) for officer in self.officers],
            "district": [_noted_json(noted) for noted in self.district],
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises :class:`UserError` for what is no snapshot, or one of a newer program."""
        try:
            return cls._read(json.loads(text))
        except (KeyError, TypeError, ValueError) as error:
            raise UserError(
                "The findings kept with an earlier paper cannot be read.",
                "Print the report without a comparison, or open the file with the program that printed the paper.",
            ) from error

    @classmethod
    def _read(cls, content: dict[str, Any]) -> Self:
        if content["snapshot"] != FORM:
            raise ValueError(content["snapshot"])
        return cls(
            as_of=date.fromisoformat(content["as_of"]),
            policy=content["policy"],
            fingerprint=content["fingerprint"],
            officers=tuple(map(_officer_from, content["officers"])),
            district=tuple(map(_noted_from, content["district"])),
        )


def snapshot_of(roll: Roll) -> Snapshot:
    return Snapshot(
        as_of=roll.as_of,
        policy=f"{roll.policy.id} {roll.policy.version}",
        fingerprint=roll.policy.fingerprint,
        officers=tuple(map(Standing.of, roll.officers)),
        district=tuple(map(Noted.of, roll.district_findings)),
    )


def _officer_json(officer: Standing) -> dict[str, Any]:
    return {
        "officer_id": officer.officer_id,
        "name": officer.name,
        "role": officer.role,
        "standing": officer.standing,
        "findings": [_noted_json(noted) for noted in officer.findings],
    }


def _noted_json(noted: Noted) -> dict[str, Any]:
    content = {
        "requirement": noted.requirement,
        "title": noted.title,
        "item": noted.item,
        "period": noted.period,
        "status": noted.status,
        "level": noted.level,
        "due": noted.due.isoformat() if noted.due else "",
    }
    return {name: value for name, value in content.items() if value}


def _officer_from(content: dict[str, Any]) -> Standing:
    return Standing(
        officer_id=content["officer_id"],
        name=content["name"],
        role=Role(content["role"]),
        standing=Status(content["standing"]),
        findings=tuple(map(_noted_from, content["findings"])),
    )


def _noted_from(content: dict[str, Any]) -> Noted:
    return Noted(
        requirement=content["requirement"],
        title=content["title"],
        item=content.get("item", ""),
        period=content.get("period", ""),
        status=Status(content["status"]),
        level=Level(content["level"]),
        due=date.fromisoformat(content["due"]) if "due" in content else None,
    )


# ---------------------------------------------------------------- comparing


@dataclass(frozen=True, slots=True)
class Change:
    """A requirement that stood otherwise; ``None`` where it was not asked for ``before``, or is no longer ``after``."""

    officer_id: str
    name: str
    before: Noted | None
    after: Noted | None

    @property
    def noted(self) -> Noted:
        """The later of the two."""
        noted = self.after or self.before
        assert noted is not None
        return noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """From one day to another. *Cured* is what was open (due soon or worse) and is no longer, *new* what is open and
    was not; *worse* and *better* is what was open and still is. Only what decides a standing is compared."""

    since: date
    until: date
    rules_changed: bool
    joined: tuple[Standing, ...]
    left: tuple[Standing, ...]
    cured: tuple[Change, ...]
    new: tuple[Change, ...]
    worse: tuple[Change, ...]
    better: tuple[Change, ...]

    def __bool__(self) -> bool:
        return any((self.joined, self.left, self.cured, self.new, self.worse, self.better))


def compare(before: Snapshot, after: Snapshot) -> Changes:
    """What came about between two days; about who joined or left, that alone is said."""
    then = {officer.officer_id: officer for officer in before.officers}
    now = {officer.officer_id: officer for officer in after.officers}
    pairs = [(then[key], officer) for key, officer in now.items() if key in then]
    pairs.append((_district(before), _district(after)))
    changes = [change for pair in pairs for change in _changes(*pair)]
    return Changes(
        since=before.as_of,
        until=after.as_of,
        rules_changed=before.fingerprint != after.fingerprint,
        joined=tuple(officer for key, officer in now.items() if key not in then),
        left=tuple(officer for key, officer in then.items() if key not in now),
        cured=_of(changes, was_open=True, is_open=False),
        new=_of(changes, was_open=False, is_open=True),
        worse=tuple(c for c in _of(changes, was_open=True, is_open=True) if _step(c) < 0),
        better=tuple(c for c in _of(changes, was_open=True, is_open=True) if _step(c) > 0),
    )


def _district(snapshot: Snapshot) -> Standing:
    return Standing(officer_id="", name="The district", role=None, standing=Status.MET, findings=snapshot.district)


def _changes(before: Standing, after: Standing) -> Iterator[Change]:
    """Every deciding requirement of the two, in the order of the later day."""
    then = {noted.key: noted for noted in before.findings if noted.decides}
    now = {noted.key: noted for noted in after.findings if noted.decides}
    for key in [*now, *(key for key in then if key not in now)]:
        yield Change(after.officer_id, after.name, then.get(key), now.get(key))


def _of(changes: Iterable[Change], *, was_open: bool, is_open: bool) -> tuple[Change, ...]:
    return tuple(c for c in changes if (_is_open(c.before), _is_open(c.after)) == (was_open, is_open))


def _is_open(noted: Noted | None) -> bool:
    return noted is not None and noted.open


def _step(change: Change) -> int:
    """Above zero where the status became less severe."""
    assert change.before is not None
    assert change.after is not None
    return SEVERITY[change.after.status] - SEVERITY[change.before.status]
