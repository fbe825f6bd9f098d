"""Qualification with each issued weapon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.checks.subject import Subject, Verdict, status_by
from core.dates import (
    add_months,
    plural,
    short,
)
from core.model import (
    Qualification,
    Result,
    Status,
    WeaponIssue,
)
from core.rules import (
    RecurringPass,
    Requirement,
)


def check_recurring_pass(rule: RecurringPass, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    for issue in subject.weapons.values():
        shots = [shot for shot in subject.qualifications if shot.weapon_id == issue.weapon_id]
        yield _qualified(rule, requirement.lead_days, issue, shots, subject.as_of)


def _qualified(rule: RecurringPass, lead: int, issue: WeaponIssue, shots: list[Qualification], as_of: date) -> Verdict:
    last = max((s.shot_on for s in shots if s.result is Result.PASS), default=None)
    failed = min(
        (s.shot_on for s in shots if s.result is Result.FAIL and (last is None or s.shot_on > last)), default=None
    )
    since = sorted((s for s in shots if last is None or s.shot_on >= last), key=lambda s: s.shot_on)
    facts = (f"Weapon {issue.weapon_id} issued {short(issue.issued_on)}", *map(_shot, since))
    if last is None:
        due, because = issue.issued_on, "never passed with this weapon"
        arithmetic = f"due on the day of issue, {short(due)}"
    else:
        months = rule.months.on(last)
        due, because = add_months(last, months), f"last passed {short(last)}"
        arithmetic = f"{short(last)} + {plural(months, 'month')} = {short(due)}"
        if failed is not None and failed < due:
            due, because = failed, f"failed {short(failed)} after the last pass on {short(last)}"
            arithmetic = f"ended by the failure on {short(failed)}"
    status = status_by(due, as_of, lead, Status.MET)
    return Verdict(status, because, due, item=issue.weapon_id, facts=facts, arithmetic=arithmetic)


def _shot(shot: Qualification) -> str:
    score = f", {shot.score:g}" if shot.score is not None else ""
    best = f" of {shot.maximum:g}" if shot.score is not None and shot.maximum is not None else ""
    return f"{'Passed' if shot.result is Result.PASS else 'Failed'} {short(shot.shot_on)}{score}{best}"
