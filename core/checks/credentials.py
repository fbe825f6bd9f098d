"""Courses and certificates: held by a date, and those that come before a course."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.checks.subject import Subject, Verdict, listed, status_by
from core.dates import (
    add_years,
    plural,
    short,
)
from core.model import (
    Credential,
    Status,
    credential_name,
)
from core.rules import (
    Anchor,
    CompletedBy,
    PrerequisitesBy,
    Requirement,
    Route,
)


def check_completed_by(rule: CompletedBy, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    anchor = subject.start if rule.anchor is Anchor.START else subject.assignment
    due, arithmetic = _due(rule, anchor)
    routes = [route for route in rule.routes if _is_open(route, subject)]
    done = min((used for route in routes if (used := _used(route, subject))), key=_completed, default=None)
    notes = _plans(rule, subject)
    if done is not None:
        yield _completion(done, due, arithmetic, notes, requirement, subject)
        return
    missing = f"no {listed((_route_name(route) for route in routes), 'or')} on record"
    facts = _partial(routes, subject)
    undated = [route for route in routes if _complete_but_undated(route, subject)]
    if undated:
        because = f"the {_route_name(undated[0])} is on record without a date"
        yield Verdict(Status.UNDETERMINED, because, due, facts=facts, arithmetic=arithmetic, notes=notes)
    elif due is None:
        because = f"{missing}, and no date of hire, appointment or assignment to count from"
        yield Verdict(Status.UNDETERMINED, because, facts=facts, notes=notes)
    else:
        status = status_by(due, subject.as_of, requirement.lead_days, Status.PENDING)
        yield Verdict(status, missing, due, facts=facts, arithmetic=arithmetic, notes=notes)


def _due(rule: CompletedBy, anchor: date | None) -> tuple[date | None, str]:
    if anchor is None:
        return None, ""
    counted_from = "start" if rule.anchor is Anchor.START else "assignment"
    if rule.years is None:
        return anchor, f"due on the day of {counted_from}, {short(anchor)}"
    years = rule.years.on(anchor)
    due = add_years(anchor, years)
    return due, f"{counted_from} {short(anchor)} + {plural(years, 'year')} = {short(due)}"


def _is_open(route: Route, subject: Subject) -> bool:
    if route.roles and subject.role not in route.roles:
        return False
    return not route.setting or bool(getattr(subject.settings, route.setting))


def _dated(credential: Credential) -> date:
    dated = credential.dated
    assert dated is not None
    return dated


def _used(route: Route, subject: Subject) -> list[Credential]:
    """The earliest of each of the route's credentials; empty while one is missing."""
    held = subject.credentials
    if any(code not in held for code in route.credentials):
        return []
    return [min(held[code], key=_dated) for code in route.credentials]


def _completed(used: list[Credential]) -> date:
    """The later date where a route asks for several."""
    return max(_dated(credential) for credential in used)


def _completion(
    used: list[Credential],
    due: date | None,
    arithmetic: str,
    notes: tuple[str, ...],
    requirement: Requirement,
    subject: Subject,
) -> Verdict:
    on = _completed(used)
    because = f"{listed(credential_name(c.credential) for c in used)}, {short(on)}"
    facts = tuple(_described(credential) for credential in used)
    return Verdict(
        Status.MET, because, due, facts=facts, arithmetic=arithmetic,
        notes=(*_lateness(on, due, requirement), *_expiries(used, subject.as_of), *notes),
    )  # fmt: skip


def _lateness(on: date, due: date | None, requirement: Requirement) -> tuple[str, ...]:
    if due is None or on <= due:
        return ()
    late = f"Completed {plural((on - due).days, 'day')} late."
    if requirement.consequence:
        late += " Counsel should confirm that the powers of a peace officer are in force again."
    return (late,)


def _expiries(used: Iterable[Credential], as_of: date) -> tuple[str, ...]:
    return tuple(
        f"The {credential_name(c.credential)} shows an expiry of {short(c.expires_on)}; "
        "no rule read here gives it one. Ask MDE."
        for c in used
        if c.expires_on is not None and c.expires_on < as_of
    )


def _described(credential: Credential) -> str:
    number = f", certificate {credential.certificate_number}" if credential.certificate_number else ""
    proof = f"proof: {credential.proof}" if credential.proof else "proof: not recorded"
    return f"{credential_name(credential.credential)}, {short(_dated(credential))}{number} ({proof})"


def _route_name(route: Route) -> str:
    return listed((credential_name(code) for code in route.credentials), "with")


def _partial(routes: Iterable[Route], subject: Subject) -> tuple[str, ...]:
    """What is there of a route that is not complete."""
    parts = (code for route in routes for code in route.credentials if code in subject.credentials)
    return tuple(_described(min(subject.credentials[code], key=_dated)) for code in dict.fromkeys(parts))


def _complete_but_undated(route: Route, subject: Subject) -> bool:
    return all(code in subject.credentials or code in subject.undated for code in route.credentials)


def _plans(rule: CompletedBy, subject: Subject) -> tuple[str, ...]:
    if not subject.planned:
        return ()
    wanted = {code for route in rule.routes for code in route.credentials}
    return tuple(
        f"{credential_name(c.credential)} is planned for {short(_dated(c))}; plans are not credited."
        for c in subject.planned
        if c.credential in wanted
    )


def check_prerequisites_by(rule: PrerequisitesBy, requirement: Requirement, subject: Subject) -> Iterator[Verdict]:
    course = subject.policy.requirement(rule.before).rule
    assert isinstance(course, CompletedBy)
    due, arithmetic = _due(course, subject.start if course.anchor is Anchor.START else subject.assignment)
    done = min(
        (_completed(u) for r in course.routes if _is_open(r, subject) and (u := _used(r, subject))), default=None
    )
    reference = done or subject.as_of
    years = rule.fresh_years.on(reference)
    missing = [credential_name(c) for c in rule.credentials if c not in subject.credentials]
    held = [_described(max(subject.credentials[c], key=_dated)) for c in rule.credentials if c in subject.credentials]
    fresh = subject.credentials.get(rule.fresh)
    if fresh and max(map(_dated, fresh)) < add_years(reference, -years):
        missing.append(f"{credential_name(rule.fresh)} within {plural(years, 'year')} of {short(reference)}")
    facts = tuple(held)
    if not missing:
        yield Verdict(Status.MET, "all prerequisites on record", due, facts=facts, arithmetic=arithmetic)
        return
    because = f"missing: {listed(missing)}"
    undetermined = due is None or any(c in subject.undated for c in rule.credentials if c not in subject.credentials)
    status = (
        Status.UNDETERMINED
        if due is None or undetermined
        else status_by(due, subject.as_of, requirement.lead_days, Status.PENDING)
    )
    yield Verdict(status, because, due, facts=facts, arithmetic=arithmetic)
