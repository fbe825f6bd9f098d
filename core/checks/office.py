"""Oath and bond of a designated peace officer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.checks.subject import Subject, Verdict, status_by
from core.dates import (
    add_years,
    plural,
    short,
)
from core.model import (
    Bond,
    Designation,
    Status,
)
from core.rules import (
    BondInEffect,
    OathTaken,
    Requirement,
)


def check_oath_taken(_rule: OathTaken, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    """Each current designation needs its oath; the one that fares worst is the finding."""
    verdicts = [_oath(designation, requirement.lead_days, subject.as_of) for designation in subject.designations]
    open_ones = [verdict for verdict in verdicts if verdict.status is not Status.MET]
    yield (open_ones or verdicts)[0]


def _oath(designation: Designation, lead: int, as_of: date) -> Verdict:
    due, taken = designation.designated_on, designation.oath_on
    designated = f"Designated {short(due)}"
    arithmetic = f"due on the day of designation, {short(due)}"
    if taken is None or taken > as_of:
        notes = (f"Planned for {short(taken)}; plans are not credited.",) if taken else ()
        status = status_by(due, as_of, lead, Status.PENDING)
        return Verdict(status, "no oath on record", due, facts=(designated,), arithmetic=arithmetic, notes=notes)
    late = (f"Taken {plural((taken - due).days, 'day')} after the designation.",) if taken > due else ()
    filed = () if designation.oath_filed_on else ("No filing with the chancery clerk is on record.",)
    facts = (designated, f"Oath taken {short(taken)}")
    return Verdict(
        Status.MET, f"oath taken {short(taken)}", due, facts=facts, arithmetic=arithmetic, notes=late + filed
    )


def check_bond_in_effect(rule: BondInEffect, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    begun = [bond for bond in subject.record.bonds if bond.effective_on <= subject.as_of]
    notes = tuple(
        f"A bond from {short(b.effective_on)} is planned; plans are not credited."
        for b in subject.record.bonds
        if b.effective_on > subject.as_of
    )
    if not begun:
        due = subject.designations[0].designated_on
        status = status_by(due, subject.as_of, requirement.lead_days, Status.PENDING)
        arithmetic = f"due on the day of designation, {short(due)}"
        yield Verdict(status, "no bond on record", due, arithmetic=arithmetic, notes=notes)
        return
    running = [bond for bond in begun if _bond_end(rule, bond) >= subject.as_of]
    best = max(running, key=lambda b: (_sufficiency(rule, b), _bond_end(rule, b)), default=None)
    bond = best or max(begun, key=lambda b: _bond_end(rule, b))
    yield _bond(rule, requirement.lead_days, bond, best is not None, subject.as_of, notes)


def _bond_end(rule: BondInEffect, bond: Bond) -> date:
    """Its expiry, or the years the law gives it, whichever comes first."""
    longest = add_years(bond.effective_on, rule.years.on(bond.effective_on))
    return longest if bond.expires_on is None else min(longest, bond.expires_on)


def _sufficiency(rule: BondInEffect, bond: Bond) -> tuple[bool, bool]:
    """Orders bonds: large enough, then of unknown amount, then too small."""
    enough = bond.amount is not None and bond.amount >= rule.dollars.on(bond.effective_on)
    return enough, bond.amount is None


def _bond(rule: BondInEffect, lead: int, bond: Bond, in_effect: bool, as_of: date, notes: tuple[str, ...]) -> Verdict:
    due = _bond_end(rule, bond)
    needed = rule.dollars.on(bond.effective_on)
    years = rule.years.on(bond.effective_on)
    amount = "amount not recorded" if bond.amount is None else f"${bond.amount:,.0f}"
    fact = (
        f"Bond {bond.number or 'without number'} of {bond.surety or 'an unnamed surety'}, "
        f"{amount}, from {short(bond.effective_on)}"
    )
    arithmetic = f"{short(bond.effective_on)} + {plural(years, 'year')} = {short(add_years(bond.effective_on, years))}"
    if bond.expires_on is not None:
        arithmetic += f"; expires {short(bond.expires_on)}; the earlier is {short(due)}"
    if not in_effect:
        status, because = Status.OVERDUE, f"the last bond ended on {short(due)}"
    elif bond.amount is None:
        status, because = Status.UNDETERMINED, "the amount of the bond is not recorded"
    elif bond.amount < needed:
        status, because = Status.VIOLATION, f"the bond of {amount} is less than ${needed:,}"
    else:
        status, because = status_by(due, as_of, lead, Status.MET), f"bond of {amount} holds until {short(due)}"
    return Verdict(status, because, due, facts=(fact,), arithmetic=arithmetic, notes=notes)
