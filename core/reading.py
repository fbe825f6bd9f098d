"""The rules in people's words: whom each applies to, what it asks, how officers stand under it; and who is excused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from core.dates import plural, written
from core.findings import Finding, Judged, Roll
from core.model import Level, Officer, Role, Ruling, Status, Waiver, credential_name
from core.reports.wording import AGREEMENT_WORDS, EMPLOYER_WORDS, ROLE_WORDS, listed
from core.rules import (
    AgreementInTerm,
    Amounts,
    Anchor,
    Applies,
    CompletedBy,
    DistrictRule,
    FactIn,
    PrerequisitesBy,
    Requirement,
    Route,
    WeaponHeld,
)

_ANCHORS = {Anchor.START: "the start (hired, appointed or assigned, the earliest)", Anchor.ASSIGNMENT: "the assignment"}
_NUMBERS = {
    "years": "Years",
    "fresh_years": "Most years before the course",
    "above": "More than, in percent",
    "hours": "Hours a year",
    "months": "Months from one pass to the next",
    "times": "Passes a year",
    "dollars": "Dollars",
}


_SHORT = {Role.SRO: "SRO", Role.CEO: "CEO", Role.SSO: "SSO", Role.OTHER: "other positions"}


def _either(words: Iterable[str]) -> str:
    return " or ".join(words)


def has_local(requirement: Requirement) -> bool:
    """Whether the district itself asks it of some officers, and may stop asking."""
    return any(source.level is Level.LOCAL for source in requirement.sources)


def whom(requirement: Requirement) -> Iterator[str]:
    """To whom it applies; any one of the sentences is enough."""
    if isinstance(requirement.rule, DistrictRule):
        yield "The district itself."
    elif not requirement.applies:
        yield "Every officer."
    for condition in requirement.applies:
        yield _condition(condition)


def _condition(condition: Applies) -> str:
    roles = [ROLE_WORDS[role] for role in Role if role in condition.roles]
    parts = [f"Every {_either(roles)}" if roles else "Every officer"]
    if condition.employers:
        parts.append(f"employed by the {_either(EMPLOYER_WORDS[each].lower() for each in sorted(condition.employers))}")
    if condition.designated is not None:
        parts.append(f"{'' if condition.designated else 'not '}designated a peace officer by the school board")
    if condition.share_above:
        parts.append(f"with more than {condition.share_above.values[-1].value} percent of the time at the school")
    if condition.armed:
        parts.append("with a weapon issued")
    if condition.without:
        parts.append(f"without the {credential_name(condition.without)}")
    return ", ".join(parts) + "."


def asks(requirement: Requirement) -> Iterator[str]:
    """What it asks, parameter by parameter, each number with its own source."""
    rule = requirement.rule
    match rule:
        case CompletedBy():
            yield f"Held: {', or '.join(_route(route) for route in rule.routes)}."
            yield f"Counted from {_ANCHORS[rule.anchor]}."
        case PrerequisitesBy():
            yield f"Held: {listed(credential_name(code) for code in rule.credentials)}."
        case FactIn():
            yield f"Allowed: {listed(value.replace('-', ' ') for value in sorted(rule.allowed))}."
        case WeaponHeld():
            yield "A weapon is expected." if rule.expected else "No weapon may be issued."
        case AgreementInTerm():
            yield f"Each {listed(AGREEMENT_WORDS[kind].lower() for kind in sorted(rule.kinds))}."
        case _:
            pass
    for field in fields(rule):
        yield from _numbers(field.name, getattr(rule, field.name))


def _route(route: Route) -> str:
    names = listed(credential_name(code) for code in route.credentials)
    return f"{names} ({listed(_SHORT[role] for role in Role if role in route.roles)})" if route.roles else names


def _numbers(name: str, amounts: Any) -> Iterator[str]:
    for amount in amounts.values if isinstance(amounts, Amounts) else ():
        since = f", since {written(amount.since)}" if amount.since else ""
        yield f"{_NUMBERS[name]}: {amount.value:,} ({amount.citation}{since})."


def standings(roll: Roll) -> dict[str, Counter[Status]]:
    """How many findings of each status there are under each rule, by its id."""
    counts: dict[str, Counter[Status]] = {each.id: Counter() for each in roll.policy.requirements}
    for judged in roll.officers:
        for finding in judged.findings:
            counts[finding.requirement.id][finding.status] += 1
    for finding in roll.district_findings:
        counts[finding.requirement.id][finding.status] += 1
    return counts


def under(roll: Roll, requirement_id: str) -> Iterator[tuple[Judged | None, Finding]]:
    """Who is judged by a rule, and how; ``None`` for the district."""
    for judged in roll.officers:
        yield from ((judged, finding) for finding in judged.findings if finding.requirement.id == requirement_id)
    yield from ((None, finding) for finding in roll.district_findings if finding.requirement.id == requirement_id)


def ruled(ruling: Ruling | None, requirement: Requirement) -> str:
    """What the district's ruling changes; blank for nothing."""
    if ruling is None:
        return ""
    parts = ["switched off"] if ruling.off else []
    if ruling.lead_days is not None and ruling.lead_days != requirement.lead_days:
        parts.append(f"due soon from {plural(ruling.lead_days, 'day')} before instead of {requirement.lead_days}")
    return listed(parts) if parts else ""


@dataclass(frozen=True, slots=True)
class Excused:
    """A waiver with whom it is for. ``otherwise`` is how the officer stands, or would stand, without it."""

    waiver: Waiver
    officer: Officer
    title: str
    otherwise: Status | None

    def is_in_force(self, as_of: date) -> bool:
        return self.waiver.from_on <= as_of <= self.waiver.until_on

    def is_to_come(self, as_of: date) -> bool:
        return as_of < self.waiver.from_on


def excused(
    officer: Officer, waivers: tuple[Waiver, ...], judged: Judged | None, titles: dict[str, str]
) -> list[Excused]:
    return [
        Excused(each, officer, titles.get(each.requirement, each.requirement), _otherwise(each, judged))
        for each in waivers
    ]


def _otherwise(waiver: Waiver, judged: Judged | None) -> Status | None:
    """The worst of what it is about; nothing for one who is not judged by the requirement now."""
    about = [f for f in judged.findings if f.requirement.id == waiver.requirement] if judged else []
    meant = [f for f in about if waiver.item in {"", f.item, f.period}]
    order = tuple(Status)
    return min((f.otherwise or f.status for f in meant), key=order.index, default=None)
