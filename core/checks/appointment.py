"""Facts of the appointment: supervision, share of time, workspace, commission, weapon, powers."""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.subject import Subject, Verdict, listed, runs
from core.dates import (
    short,
)
from core.model import (
    Commission,
    Status,
)
from core.rules import (
    CurrentCommission,
    FactAbove,
    FactIn,
    FactsTrue,
    NoPowers,
    Requirement,
    WeaponHeld,
)


def check_current_commission(
    _rule: CurrentCommission, _requirement: Requirement, subject: Subject
) -> Iterator[Verdict]:
    known = subject.commissions
    running = [c for c in known if runs(c, subject.as_of)]
    facts = tuple(_commission(c) for c in known)
    dated = [c for c in running if c.commissioned_on is not None]
    if dated:
        yield Verdict(Status.MET, _commission(dated[0]), facts=facts)
    elif running:
        yield Verdict(Status.UNDETERMINED, "the commission on record has no date", facts=facts)
    elif known:
        last = max(c.ended_on for c in known if c.ended_on is not None)
        yield Verdict(Status.VIOLATION, f"the last commission ended on {short(last)}", facts=facts)
    else:
        yield Verdict(Status.UNDETERMINED, "no commission on record")


def _commission(commission: Commission) -> str:
    by = commission.authority or f"the {commission.authority_type}"
    since = f" since {short(commission.commissioned_on)}" if commission.commissioned_on else ""
    until = f" until {short(commission.ended_on)}" if commission.ended_on else ""
    return f"commissioned by {by}{since}{until}"


LABELS = {
    "supervisor_title": "supervisor",
    "assignment_percent": "share of time at the school",
    "has_office": "office",
    "has_computer": "computer",
    "has_phone": "phone line",
}
"""What the fields of an appointment are called in a sentence."""


def label(field: str) -> str:
    return LABELS.get(field, field.replace("_", " "))


def check_fact_in(rule: FactIn, _requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    value = getattr(subject.appointment, rule.field)
    if value is None or value == "":
        yield Verdict(Status.UNDETERMINED, f"{label(rule.field)}: not recorded")
        return
    status = Status.MET if value in rule.allowed else Status.VIOLATION
    said = f"{label(rule.field)}: {value}"
    yield Verdict(status, said, facts=(said,))


def check_fact_above(rule: FactAbove, _requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    value = getattr(subject.appointment, rule.field)
    if value is None:
        yield Verdict(Status.UNDETERMINED, f"{label(rule.field)}: not recorded")
        return
    above = rule.above.on(subject.as_of)
    status = Status.MET if value > above else Status.VIOLATION
    said = f"{label(rule.field)}: {value:g} percent"
    yield Verdict(status, said, facts=(said,), arithmetic=f"{value:g} {'>' if value > above else '≤'} {above}")


def check_facts_true(rule: FactsTrue, _requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    values = {field: getattr(subject.appointment, field) for field in rule.fields}
    lacking = [label(field) for field, value in values.items() if value is False]
    blank = [label(field) for field, value in values.items() if value is None]
    if lacking:
        yield Verdict(Status.VIOLATION, f"no {listed(lacking, 'or')}")
    elif blank:
        yield Verdict(Status.UNDETERMINED, f"{listed(blank)}: not recorded")
    else:
        yield Verdict(Status.MET, f"{listed(label(field) for field in values)} assigned")


def check_weapon_held(rule: WeaponHeld, _requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    facts = tuple(f"Weapon {i.weapon_id} issued {short(i.issued_on)}" for i in subject.weapons.values())
    if facts:
        status = Status.MET if rule.expected else Status.VIOLATION
        held = listed(f"{i.weapon_id} (since {short(i.issued_on)})" for i in subject.weapons.values())
        yield Verdict(status, f"weapon issued: {held}", facts=facts)
    else:
        yield Verdict(Status.UNDETERMINED if rule.expected else Status.MET, "no weapon issued")


def check_no_powers(_rule: NoPowers, _requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    commissions = [c for c in subject.commissions if runs(c, subject.as_of)]
    powers = [_commission(c) for c in commissions if c.commissioned_on is not None]
    powers += [f"designated a peace officer on {short(d.designated_on)}" for d in subject.designations]
    if powers:
        yield Verdict(Status.VIOLATION, listed(powers), facts=tuple(powers))
    elif commissions:
        yield Verdict(Status.UNDETERMINED, "a commission without a date is on record")
    else:
        yield Verdict(Status.MET, "no commission and no designation")
