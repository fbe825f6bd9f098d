"""The closed vocabulary of rules: what a policy file may ask for, as frozen values.

A requirement picks one kind and fills its parameters. A new rule of a known kind is a change of the policy
file alone; a new kind is a class here and a check in :mod:`core.checks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.model import AgreementKind, EmployerType, Level, Role


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of the law with its own source. ``since`` is the first day it applies; ``None``: as far back as read."""

    value: int
    citation: str
    words: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Amounts:
    """The same number as the law changed it, oldest first."""

    values: tuple[Amount, ...]

    def on(self, day: date) -> int:
        """The value in force on ``day``."""
        return self.entry(day).value

    def entry(self, day: date) -> Amount:
        """The entry in force on ``day``; the oldest where the day is earlier than all of them."""
        if len(self.values) == 1:
            return self.values[0]
        in_force = [entry for entry in self.values if entry.since is None or entry.since <= day]
        return in_force[-1] if in_force else self.values[0]


class Anchor(StrEnum):
    """The day a period is counted from."""

    START = "start"
    ASSIGNMENT = "assignment"


@dataclass(frozen=True, slots=True)
class Route:
    """One way to meet a requirement: all of ``credentials``; open to ``roles`` (none named: to all).

    ``setting`` names the district's yes-or-no choice that opens the route.
    """

    credentials: tuple[str, ...]
    roles: frozenset[Role] = frozenset()
    setting: str = ""


@dataclass(frozen=True, slots=True)
class CompletedBy:
    """A credential held by a date: ``years`` after the anchor (none: on the anchor day itself)."""

    routes: tuple[Route, ...]
    anchor: Anchor
    years: Amounts | None = None


@dataclass(frozen=True, slots=True)
class PrerequisitesBy:
    """Several credentials, one of them (``fresh``) not older than ``fresh_years`` when the course ``before`` was done.

    ``before`` is the id of the requirement, of kind :class:`CompletedBy`, whose course and due date count.
    """

    credentials: tuple[str, ...]
    fresh: str
    fresh_years: Amounts
    before: str


@dataclass(frozen=True, slots=True)
class AgeAtAssignment:
    years: Amounts


@dataclass(frozen=True, slots=True)
class ServiceBeforeAssignment:
    """Full-time commissioned service of at least ``years`` before the assignment date."""

    years: Amounts


@dataclass(frozen=True, slots=True)
class CurrentCommission:
    pass


@dataclass(frozen=True, slots=True)
class FactIn:
    """A field of the appointment must have one of the ``allowed`` values."""

    field: str
    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class FactAbove:
    """A number of the appointment must be strictly greater than ``above``."""

    field: str
    above: Amounts


@dataclass(frozen=True, slots=True)
class FactsTrue:
    """Each of the yes-or-no fields of the appointment must be yes."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeaponHeld:
    """Whether a weapon is ``expected`` in the officer's hands, or forbidden."""

    expected: bool


@dataclass(frozen=True, slots=True)
class NoPowers:
    """Neither a current commission nor a designation."""


@dataclass(frozen=True, slots=True)
class AnnualHours:
    """Sanctioned hours in each in-service year."""

    hours: Amounts


@dataclass(frozen=True, slots=True)
class RecurringPass:
    """A pass with each issued weapon at least every ``months``."""

    months: Amounts


@dataclass(frozen=True, slots=True)
class AnnualPasses:
    """Passes on different days in each in-service year."""

    times: Amounts


@dataclass(frozen=True, slots=True)
class OathTaken:
    pass


@dataclass(frozen=True, slots=True)
class BondInEffect:
    """A bond of at least ``dollars``; it holds until its expiry or ``years`` from its effective date."""

    dollars: Amounts
    years: Amounts


@dataclass(frozen=True, slots=True)
class AgreementInTerm:
    """Each of the district's agreements of these ``kinds`` has not run out."""

    kinds: frozenset[AgreementKind]


@dataclass(frozen=True, slots=True)
class DistrictFact:
    """A date in the district's profile must be on record."""

    field: str


OfficerRule = (
    CompletedBy
    | PrerequisitesBy
    | AgeAtAssignment
    | ServiceBeforeAssignment
    | CurrentCommission
    | FactIn
    | FactAbove
    | FactsTrue
    | WeaponHeld
    | NoPowers
    | AnnualHours
    | RecurringPass
    | AnnualPasses
    | OathTaken
    | BondInEffect
)
DistrictRule = AgreementInTerm | DistrictFact


@dataclass(frozen=True, slots=True)
class Applies:
    """To whom: every condition named must hold; ``None`` and empty ones are not asked.

    ``share_above``: the share of time at the school, in percent, must be strictly greater (full time). For an officer
    whose share is blank it is not known whether the requirement applies: then the finding is undetermined.
    """

    roles: frozenset[Role] = frozenset()
    employers: frozenset[EmployerType] = frozenset()
    designated: bool | None = None
    share_above: Amounts | None = None
    armed: bool = False
    without: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a role's version of a requirement stands: ``level``, citation and the words quoted."""

    level: Level
    citation: str
    words: str
    roles: frozenset[Role] = frozenset()


class Act(StrEnum):
    """The record whose entry cures a finding."""

    CREDENTIAL = "credential"
    CLASS = "class"
    QUALIFICATION = "qualification"
    COMMISSION = "commission"
    APPOINTMENT = "appointment"
    OFFICER = "officer"
    DESIGNATION = "designation"
    BOND = "bond"
    WEAPON_ISSUE = "weapon-issue"
    SERVICE = "service"
    AGREEMENT = "agreement"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """One row of the law; two are the same only if they are the same object.

    ``lead_days``: days before the due date from which it is due soon.

    ``reading`` says which of two readings is applied and why; ``cure`` what mends it, ``act`` the record to
    enter, ``about`` the credential code meant, if any. ``consequence`` is what the statute says of being late.
    """

    id: str
    title: str
    rule: OfficerRule | DistrictRule
    applies: tuple[Applies, ...]
    sources: tuple[Source, ...]
    cure: str
    act: Act
    about: str = ""
    lead_days: int = 0
    reading: str = ""
    consequence: str | None = None
    settings: tuple[str, ...] = ()

    def source(self, role: Role | None) -> Source:
        """The words for a role; the first where no role is distinguished."""
        for source in self.sources:
            if role in source.roles:
                return source
        return self.sources[0]


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A state's rules; equal to itself alone, so that it is quick to look things up by.

    ``fingerprint`` is the SHA-256 of the file's bytes; ``citations`` expands short forms.
    """

    id: str
    version: str
    title: str
    state: str
    read_on: date
    requirements: tuple[Requirement, ...]
    citations: tuple[tuple[str, str], ...]
    fingerprint: str

    def requirement(self, requirement_id: str) -> Requirement:
        """Raises :class:`KeyError` for an id the policy does not have."""
        for requirement in self.requirements:
            if requirement.id == requirement_id:
                return requirement
        raise KeyError(requirement_id)
