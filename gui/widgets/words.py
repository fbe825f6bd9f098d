"""The words people use for the codes in the records."""

from __future__ import annotations

from enum import StrEnum

from core.dates import YearKind
from core.model import (
    AgreementKind,
    AuthorityType,
    EmployerType,
    FirstYear,
    Proof,
    Result,
    Role,
    Sanctioned,
    SupervisorTitle,
)

_SAID: tuple[tuple[StrEnum, str], ...] = (
    (Role.SRO, "SRO (School Resource Officer)"),
    (Role.CEO, "CEO (Campus Enforcement Officer)"),
    (Role.SSO, "SSO (School Safety Officer)"),
    (Role.OTHER, "Other security position"),
    (EmployerType.DISTRICT, "The school district"),
    (EmployerType.AGENCY, "A law enforcement agency"),
    (EmployerType.CONTRACTOR, "A private security company"),
    (AuthorityType.AGENCY, "A law enforcement agency"),
    (AuthorityType.DISTRICT, "The school district"),
    (SupervisorTitle.SUPERINTENDENT, "Superintendent"),
    (SupervisorTitle.DESIGNEE, "Superintendent’s designee"),
    (SupervisorTitle.PRINCIPAL, "Principal"),
    (SupervisorTitle.SCHOOL_ADMINISTRATOR, "School administrator"),
    (SupervisorTitle.SRO, "School Resource Officer"),
    (SupervisorTitle.CEO, "Campus Enforcement Officer"),
    (SupervisorTitle.OTHER, "Someone else"),
    (Proof.NONE, "None"),
    (Proof.STATED, "The officer’s word"),
    (Proof.COPY, "A copy"),
    (Proof.ORIGINAL, "The original"),
    (Sanctioned.YES, "Yes, sanctioned by MDE"),
    (Sanctioned.NO, "No"),
    (Sanctioned.UNKNOWN, "Not known (does not count)"),
    (Result.PASS, "Pass"),
    (Result.FAIL, "Fail"),
    (AgreementKind.INTERLOCAL, "Interlocal agreement"),
    (AgreementKind.MOU, "Memorandum of understanding"),
    (AgreementKind.CONTRACT, "Contract"),
    (AgreementKind.RADIO_STATION, "School radio station"),
    (YearKind.SCHOOL, "School year, July 1 to June 30"),
    (YearKind.CALENDAR, "Calendar year"),
    (YearKind.ANNIVERSARY, "From each officer’s own start"),
    (FirstYear.FULL, "As many as in any other year"),
    (FirstYear.PRORATED, "In proportion to the months left"),
    (FirstYear.EXEMPT, "No hours"),
)
_WORDS = {(type(value), value): words for value, words in _SAID}
"""Of different kinds: *other* is a role as well as a supervisor, and two members with one text are equal."""


def words_of(value: StrEnum) -> str:
    return _WORDS[type(value), value]


def choices(kind: type[StrEnum]) -> tuple[tuple[StrEnum, str], ...]:
    """Every value of ``kind`` with its words, in the order people expect them."""
    return tuple((value, words_of(value)) for value in kind)
