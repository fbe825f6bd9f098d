"""The law as data: a TOML file of requirements, each dated, cited and quoted, read into frozen values.

The file picks each rule's kind from the closed list in :mod:`core.rules` and fills its parameters; it never
holds an expression. Loading refuses what it does not know, by file, requirement and key, with what is allowed.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from core.errors import PolicyError
from core.model import Appointment, District, Level, Role, Ruling, columns
from core.rules import (
    AgeAtAssignment,
    AgreementInTerm,
    Amount,
    Amounts,
    AnnualHours,
    AnnualPasses,
    BondInEffect,
    CompletedBy,
    CurrentCommission,
    DistrictFact,
    DistrictRule,
    FactAbove,
    FactIn,
    FactsTrue,
    NoPowers,
    OathTaken,
    OfficerRule,
    Policy,
    PrerequisitesBy,
    RecurringPass,
    Requirement,
    ServiceBeforeAssignment,
    Source,
    WeaponHeld,
)

KINDS: dict[str, type[Any]] = {
    "completed_by": CompletedBy,
    "prerequisites_by": PrerequisitesBy,
    "age_at_assignment": AgeAtAssignment,
    "service_before_assignment": ServiceBeforeAssignment,
    "current_commission": CurrentCommission,
    "fact_in": FactIn,
    "fact_above": FactAbove,
    "facts_true": FactsTrue,
    "weapon_held": WeaponHeld,
    "no_powers": NoPowers,
    "annual_hours": AnnualHours,
    "recurring_pass": RecurringPass,
    "annual_passes": AnnualPasses,
    "oath_taken": OathTaken,
    "bond_in_effect": BondInEffect,
    "agreement_in_term": AgreementInTerm,
    "district_fact": DistrictFact,
}
"""A rule's name in the file, and what it becomes."""

DISTRICT_KINDS = (AgreementInTerm, DistrictFact)
MAY_LACK_WORDS = frozenset({Level.GUIDANCE, Level.LOCAL})
"""Practice and local rules are not quoted from the law."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the file something stands, for messages."""

    file: str
    path: tuple[str, ...] = ()

    def at(self, step: str) -> _Place:
        return _Place(self.file, (*self.path, step))

    def error(self, problem: str, allowed: Iterable[str] = ()) -> PolicyError:
        choices = sorted(str(choice) for choice in allowed)
        hint = f"Allowed: {', '.join(choices)}." if choices else ""
        return PolicyError(f"{': '.join((self.file, *self.path))}: {problem}", hint)


@cache
def default_policy() -> Policy:
    """Mississippi's, which comes with the program."""
    return read_policy(
        (files("resources") / "policies" / "ms-school-safety.toml").read_bytes(), "ms-school-safety.toml"
    )


def under(policy: Policy, rulings: Iterable[Ruling], as_of: date) -> Policy:
    """The policy as the district's rulings have it on ``as_of``: other lead times, local requirements switched off."""
    in_force = {each.requirement: each for each in rulings if each.since is None or each.since <= as_of}
    if not in_force:
        return policy
    ruled = (_ruled(requirement, in_force.get(requirement.id)) for requirement in policy.requirements)
    return replace(policy, requirements=tuple(requirement for requirement in ruled if requirement is not None))


def _ruled(requirement: Requirement, ruling: Ruling | None) -> Requirement | None:
    if ruling is None:
        return requirement
    lead = requirement.lead_days if ruling.lead_days is None else ruling.lead_days
    led = replace(requirement, lead_days=lead)
    return _without_local(led) if ruling.off else led


def _without_local(requirement: Requirement) -> Requirement | None:
    """For the roles alone to which something else than the district's own decision applies it."""
    kept = tuple(source for source in requirement.sources if source.level is not Level.LOCAL)
    freed = frozenset(role for source in requirement.sources if source not in kept for role in source.roles or Role)
    applies = tuple(
        replace(condition, roles=roles)
        for condition in requirement.applies
        if (roles := (condition.roles or frozenset(Role)) - freed)
    )
    return replace(requirement, sources=kept, applies=applies) if kept and applies else None


def read_policy(raw: bytes, name: str) -> Policy:
    """The policy in the bytes of a TOML file called ``name`` in messages."""
    place = _Place(name)
    try:
        tree = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise place.error(f"this is not a TOML file: {error}.") from None
    _only(tree, {"policy", "citations", "requirement"}, place)
    head = _take(tree, "policy", dict, place)
    _only(head, {"id", "version", "title", "state", "read_on"}, place.at("policy"))
    return Policy(
        **{key: _take(head, key, str, place.at("policy")) for key in ("id", "version", "title", "state")},
        read_on=_take(head, "read_on", date, place.at("policy")),
        requirements=_requirements(_take(tree, "requirement", list, place), place),
        citations=tuple(_take(tree, "citations", dict, place).items()),
        fingerprint=hashlib.sha256(raw).hexdigest(),
    )


def _requirements(tables: list[Any], place: _Place) -> tuple[Requirement, ...]:
    requirements = tuple(_requirement(table, place) for table in tables)
    ids = [requirement.id for requirement in requirements]
    for requirement in requirements:
        here = place.at(f"requirement “{requirement.id}”")
        if ids.count(requirement.id) > 1:
            raise here.error("stands in the file twice.")
        if isinstance(requirement.rule, PrerequisitesBy):
            _check_before(requirement.rule, requirements, here)
    return requirements


def _check_before(rule: PrerequisitesBy, requirements: tuple[Requirement, ...], place: _Place) -> None:
    courses = {r.id for r in requirements if isinstance(r.rule, CompletedBy)}
    if rule.before not in courses:
        raise place.error(f"before: “{rule.before}” is not a requirement that a course meets.", courses)
    if rule.fresh not in rule.credentials:
        raise place.error(f"fresh: “{rule.fresh}” is not among the credentials.", rule.credentials)


def _requirement(table: Any, place: _Place) -> Requirement:
    if not isinstance(table, dict) or not isinstance(table.get("id"), str):
        raise place.error("a requirement without an id.")
    here = place.at(f"requirement “{table['id']}”")
    kind = _take(table, "kind", str, here)
    if kind not in KINDS:
        raise here.error(f"unknown kind “{kind}”.", KINDS)
    rest = {key: value for key, value in table.items() if key not in {"kind", "rule", "source"}}
    rule: OfficerRule | DistrictRule = _build(KINDS[kind], table.get("rule", {}), here.at("rule"))
    _check_fields(rule, here.at("rule"))
    rest |= {"rule": rule, "sources": _sources(table.get("source"), here)}
    if isinstance(rule, DISTRICT_KINDS):
        rest.setdefault("applies", [])
    requirement = _build(Requirement, rest, here)
    for name in requirement.settings:
        if name not in _names(District):
            raise here.error(f"unknown setting “{name}”.", _names(District))
    return requirement


def _sources(tables: Any, place: _Place) -> tuple[Source, ...]:
    if not tables:
        raise place.error("has no source: every requirement names its citation and the words.")
    sources = _build_many(Source, tables, place.at("source"))
    for source in sources:
        if not source.citation.strip():
            raise place.at("source").error("has no citation.")
        if not source.words.strip() and source.level not in MAY_LACK_WORDS:
            raise place.at("source").error(f"“{source.citation}” quotes no words.")
    return sources


def _check_fields(rule: OfficerRule | DistrictRule, place: _Place) -> None:
    """Fields that a rule names must be ones that the records have."""
    known = _names(District if isinstance(rule, DistrictFact) else Appointment)
    named: tuple[str, ...] = ()
    if isinstance(rule, CompletedBy):
        named, known = tuple(r.setting for r in rule.routes if r.setting), _names(District)
    elif isinstance(rule, FactIn | FactAbove | DistrictFact):
        named = (rule.field,)
    elif isinstance(rule, FactsTrue):
        named = rule.fields
    for name in named:
        if name not in known:
            raise place.error(f"unknown field “{name}”.", known)


def _names(row_class: Any) -> set[str]:
    return {column.name for column in columns(row_class)}


def _amounts(tables: Any, place: _Place) -> Amounts:
    entries = _build_many(Amount, tables, place)
    if not entries:
        raise place.error("has no value.")
    since = [entry.since for entry in entries]
    later = [day for day in since[1:] if day is not None]
    first = [since[0]] if since[0] else []
    if len(later) != len(since) - 1 or [*first, *later] != sorted({*first, *later}):
        raise place.error("later values must have “since” dates, each after the one before.")
    for entry in entries:
        if not entry.citation.strip():
            raise place.error("a value has no citation.")
    return Amounts(entries)


def _take(table: Mapping[str, Any], key: str, kind: type[T], place: _Place) -> T:
    value = table.get(key)
    if not isinstance(value, kind):
        raise place.error(f"“{key}” is missing or not a {kind.__name__}.")
    return value


def _only(table: Mapping[str, Any], allowed: Iterable[str], place: _Place) -> None:
    for key in table:
        if key not in allowed:
            raise place.error(f"unknown key “{key}”.", allowed)


def _build_many(cls: type[T], tables: Any, place: _Place) -> tuple[T, ...]:
    if not isinstance(tables, list):
        raise place.error("must be a list of tables.")
    return tuple(_build(cls, table, place) for table in tables)


def _build(cls: type[T], table: Any, place: _Place) -> T:
    """A frozen value from a table whose keys are the class's fields."""
    if not isinstance(table, dict):
        raise place.error("must be a table.")
    declared: dict[str, Field[Any]] = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]
    _only(table, declared, place)
    for name, field in declared.items():
        if field.default is MISSING and name not in table:
            raise place.error(f"“{name}” is missing.")
    hints = get_type_hints(cls)
    return cls(**{key: _convert(value, hints[key], place.at(key)) for key, value in table.items()})


def _convert(value: Any, hint: Any, place: _Place) -> Any:
    if hint is Amounts or Amounts in get_args(hint):
        return _amounts(value, place)
    origin = get_origin(hint)
    if origin is UnionType:
        return _optional(value, hint, place)
    if origin in {tuple, frozenset}:
        item = get_args(hint)[0]
        if not isinstance(value, list | tuple):
            raise place.error("must be a list.")
        return origin(_convert(entry, item, place) for entry in value)
    return _plain(value, hint, place)


def _optional(value: Any, hint: Any, place: _Place) -> Any:
    """One of several types: a finished rule as it is, else the type that is not ``None``."""
    choices = [choice for choice in get_args(hint) if choice is not type(None)]
    if len(choices) > 1:
        return value
    return _plain(value, choices[0], place)


def _plain(value: Any, hint: type[Any], place: _Place) -> Any:
    if isinstance(value, dict):
        return _build(hint, value, place)
    if issubclass(hint, StrEnum):
        if value not in set(hint):
            raise place.error(f"“{value}” is not known.", hint)
        return hint(value)
    if isinstance(value, hint) and (hint is bool or not isinstance(value, bool)):
        return value
    raise place.error(f"“{value}” is not a {hint.__name__}.")
