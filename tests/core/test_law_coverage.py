"""Every requirement has a case for each status it can take, and every quotation stands in the source."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from core.model import Level, Status
from core.policy import default_policy
from core.rules import (
    AgeAtAssignment,
    AgreementInTerm,
    Amounts,
    AnnualHours,
    AnnualPasses,
    BondInEffect,
    CompletedBy,
    CurrentCommission,
    DistrictFact,
    FactAbove,
    FactIn,
    FactsTrue,
    NoPowers,
    OathTaken,
    PrerequisitesBy,
    RecurringPass,
    Requirement,
    ServiceBeforeAssignment,
    WeaponHeld,
)

CASES = Path(__file__).parent.parent / "cases"
SOURCE = Path(__file__).parent.parent.parent / "resources" / "policies" / "mississippi-sro-training.txt"

DATED = {Status.MET, Status.PENDING, Status.DUE_SOON, Status.OVERDUE, Status.UNDETERMINED, Status.WAIVED}
CONDITION = {Status.MET, Status.VIOLATION, Status.UNDETERMINED, Status.WAIVED}
LASTING = {Status.MET, Status.DUE_SOON, Status.OVERDUE, Status.WAIVED}
POSSIBLE = {
    CompletedBy: DATED,
    PrerequisitesBy: DATED,
    AgeAtAssignment: CONDITION,
    ServiceBeforeAssignment: CONDITION,
    CurrentCommission: CONDITION,
    FactIn: CONDITION,
    FactAbove: CONDITION,
    FactsTrue: CONDITION,
    NoPowers: CONDITION,
    AnnualHours: DATED,
    AnnualPasses: DATED - {Status.OVERDUE},
    RecurringPass: LASTING,
    OathTaken: {Status.MET, Status.DUE_SOON, Status.OVERDUE, Status.WAIVED},
    BondInEffect: LASTING | {Status.VIOLATION, Status.UNDETERMINED},
    AgreementInTerm: {Status.MET, Status.DUE_SOON, Status.OVERDUE, Status.UNDETERMINED},
    DistrictFact: {Status.MET, Status.UNDETERMINED},
}


def expected_statuses() -> dict[str, set[str]]:
    seen: dict[str, set[str]] = {}
    for path in CASES.glob("*.toml"):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            for expected in case["expect"]:
                if "status" in expected and not expected.get("absent"):
                    seen.setdefault(expected["requirement"], set()).add(expected["status"])
    return seen


def possible(requirement_id: str) -> set[Status]:
    rule = default_policy().requirement(requirement_id).rule
    if isinstance(rule, WeaponHeld):
        other = Status.UNDETERMINED if rule.expected else Status.VIOLATION
        return {Status.MET, Status.WAIVED, other}
    return set(POSSIBLE[type(rule)])


@pytest.mark.parametrize("requirement", [r.id for r in default_policy().requirements])
def test_each_requirement_has_a_case_for_each_status(requirement: str) -> None:
    assert possible(requirement) == expected_statuses().get(requirement, set())


def folded(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


@pytest.mark.parametrize("requirement", default_policy().requirements, ids=lambda r: r.id)
def test_the_words_quoted_stand_in_the_source(requirement: Requirement) -> None:
    text = folded(SOURCE.read_text(encoding="utf-8"))
    quoted = [s.words for s in requirement.sources if s.level is not Level.GUIDANCE]
    for name in requirement.rule.__dataclass_fields__:
        amounts = getattr(requirement.rule, name)
        if isinstance(amounts, Amounts):
            quoted += [entry.words for entry in amounts.values if not entry.citation.startswith("MDE")]
    if requirement.consequence:
        quoted.append(requirement.consequence)
    assert any(quoted) or requirement.sources[0].level is Level.GUIDANCE
    for words in quoted:
        assert folded(words) in text


def test_the_source_is_the_whole_of_the_law_that_was_read() -> None:
    """Every subsection of the statute and every numbered point of the Manual is cited by a requirement, or recorded."""
    citations = " ".join(s.citation for r in default_policy().requirements for s in r.sources)
    for part in ("37-7-321(1)", "37-7-321(2)", "37-7-321(3)", "37-7-321(4)"):
        assert part in citations
    for part in (
        "SRO 1",
        "SRO 2",
        "3(a)",
        "SRO 3(b)",
        "SRO 3(c)",
        "CEO 1",
        "CEO 3(b)",
        "SSO 2",
        "SSO 3(a)",
        "SSO 3(b)",
    ):
        assert part in citations
    assert "School Safety Personnel" in citations


def test_numbers_and_levels_as_the_rules_table_has_them() -> None:
    lead = {r.id: r.lead_days for r in default_policy().requirements if r.lead_days}
    assert lead == {
        "basic-training": 180, "mde-certification": 180, "sro-police-basic": 60, "sro-basic": 180,
        "sro-prerequisites": 180, "sro-screening": 60, "ceo-basic": 60, "sso-basic": 180, "in-service": 90,
        "weapon-qualification": 45, "weapon-count": 90, "oath": 30, "bond": 60, "agreement-term": 90,
        "radio-authorization": 90,
    }  # fmt: skip
    levels = {r.id: {s.level for s in r.sources} for r in default_policy().requirements}
    other = {name: found for name, found in levels.items() if found != {Level.REQUIRED}}
    assert other == {
        "sro-prerequisites": {Level.GUIDANCE},
        "sro-armed": {Level.RECOMMENDED},
        "sro-workspace": {Level.RECOMMENDED},
        "in-service": {Level.REQUIRED, Level.RECOMMENDED},
        "weapon-qualification": {Level.REQUIRED, Level.LOCAL},
        "weapon-count": {Level.GUIDANCE},
    }
