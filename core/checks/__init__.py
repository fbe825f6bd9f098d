"""One check for each kind of rule: pure functions from the facts of an officer to verdicts.

A check sees only facts dated on or before the as-of date; what is dated later is a plan, mentioned in the
notes and never credited. A fact that is needed and blank gives ``undetermined``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from core.checks.appointment import (
    check_current_commission,
    check_fact_above,
    check_fact_in,
    check_facts_true,
    check_no_powers,
    check_weapon_held,
)
from core.checks.assignment import check_age_at_assignment, check_service_before_assignment
from core.checks.credentials import check_completed_by, check_prerequisites_by
from core.checks.district import check_agreement_in_term, check_district_fact
from core.checks.hours import check_annual_hours, check_annual_passes
from core.checks.office import check_bond_in_effect, check_oath_taken
from core.checks.subject import Subject, Verdict
from core.checks.weapons import check_recurring_pass
from core.model import (
    DistrictRecord,
)
from core.rules import (
    AgeAtAssignment,
    AgreementInTerm,
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

OfficerCheck = Callable[[Any, Requirement, Subject], Iterator[Verdict]]
DistrictCheck = Callable[[Any, Requirement, DistrictRecord, date], Iterator[Verdict]]

OFFICER_CHECKS: dict[type[Any], OfficerCheck] = {
    CompletedBy: check_completed_by,
    PrerequisitesBy: check_prerequisites_by,
    AgeAtAssignment: check_age_at_assignment,
    ServiceBeforeAssignment: check_service_before_assignment,
    CurrentCommission: check_current_commission,
    FactIn: check_fact_in,
    FactAbove: check_fact_above,
    FactsTrue: check_facts_true,
    WeaponHeld: check_weapon_held,
    NoPowers: check_no_powers,
    AnnualHours: check_annual_hours,
    RecurringPass: check_recurring_pass,
    AnnualPasses: check_annual_passes,
    OathTaken: check_oath_taken,
    BondInEffect: check_bond_in_effect,
}
DISTRICT_CHECKS: dict[type[Any], DistrictCheck] = {
    AgreementInTerm: check_agreement_in_term,
    DistrictFact: check_district_fact,
}

__all__ = ["DISTRICT_CHECKS", "OFFICER_CHECKS", "OfficerCheck", "Subject", "Verdict"]
