"""What a shot on the range means for the qualification, before it is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.dates import add_months, short
from core.model import Qualification, Result
from core.rules import Policy, RecurringPass


def meaning(policy: Policy, shots: Iterable[Qualification], shot: Qualification) -> str:
    """In a few words, among all ``shots`` of the officer with this weapon, those of the day too.

    A failure after the last pass ends the qualification that day, until a later pass; a pass of the same day wins
    (7 Miss. Admin. Code Pt. 192, SRO 2, as read in the policy).
    """
    with_it = [each for each in shots if (each.officer_id, each.weapon_id) == (shot.officer_id, shot.weapon_id)]
    passes = sorted(each.shot_on for each in with_it if each.result is Result.PASS)
    failures = sorted(each.shot_on for each in with_it if each.result is Result.FAIL)
    if shot.result is Result.PASS:
        return _of_pass(policy, shot.shot_on, failures, passes)
    return _of_failure(policy, shot.shot_on, passes)


def _of_pass(policy: Policy, on: date, failures: list[date], passes: list[date]) -> str:
    ended = [failed for failed in failures if failed > on]
    if ended and passes[-1] == on:
        return f"Ended by the failure on {short(ended[0])}."
    holds = _holds_until(policy, on)
    return f"Qualified until {short(holds)}." if holds else ""


def _of_failure(policy: Policy, on: date, passes: list[date]) -> str:
    later = [passed for passed in passes if passed >= on]
    if later:
        day = "the same day" if later[0] == on else short(later[0])
        return f"Passed {day}; that pass counts."
    if not passes:
        return "Not qualified with this weapon: never passed."
    holds = _holds_until(policy, passes[-1])
    if holds and holds < on:
        return f"Still not qualified: the pass of {short(passes[-1])} held until {short(holds)}."
    return f"Ends the qualification of {short(passes[-1])} on {short(on)}, until a later pass."


def _holds_until(policy: Policy, passed: date) -> date | None:
    """The law's months after a pass; ``None`` where the policy has no such rule."""
    rules = (requirement.rule for requirement in policy.requirements)
    rule = next((rule for rule in rules if isinstance(rule, RecurringPass)), None)
    return add_months(passed, rule.months.on(passed)) if rule else None


def shot_already(shots: Iterable[Qualification], shot: Qualification) -> str:
    """Why the records would refuse it; blank where they would not."""
    is_there = any(_natural(each) == _natural(shot) for each in shots)
    return f"Already recorded for {short(shot.shot_on)}." if is_there else ""


def _natural(shot: Qualification) -> tuple[object, ...]:
    """What tells two shots apart, as the file does."""
    return (
        shot.officer_id, shot.weapon_id, shot.shot_on, shot.attempt, shot.course_of_fire, shot.light, shot.result,
    )  # fmt: skip
