"""The district itself: agreements, the radio station, the safety assessment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.checks.subject import Verdict, status_by
from core.dates import (
    short,
)
from core.model import (
    Agreement,
    AgreementKind,
    DistrictRecord,
    Status,
)
from core.rules import (
    AgreementInTerm,
    DistrictFact,
    Requirement,
)


def check_agreement_in_term(
    rule: AgreementInTerm, requirement: Requirement, record: DistrictRecord, as_of: date
) -> Iterator[Verdict]:
    for agreement in sorted(record.agreements, key=lambda a: a.agreement_id):
        begins = agreement.starts_on or agreement.approved_on
        if agreement.kind in rule.kinds and (begins is None or begins <= as_of):
            yield _term(agreement, requirement.lead_days, as_of)


def _term(agreement: Agreement, lead: int, as_of: date) -> Verdict:
    ends = agreement.ends_on
    name = agreement.party or agreement.purpose or agreement.agreement_id
    if ends is None:
        what = "expiry" if agreement.kind is AgreementKind.RADIO_STATION else "end"
        return Verdict(Status.UNDETERMINED, f"{name}: no {what} on record", item=agreement.agreement_id)
    ended = "ended" if ends < as_of else "runs until"
    return Verdict(
        status_by(ends, as_of, lead, Status.MET), f"{name}: {ended} {short(ends)}", ends,
        item=agreement.agreement_id, arithmetic=f"its end date, {short(ends)}",
    )  # fmt: skip


def check_district_fact(
    rule: DistrictFact, _requirement: Requirement, record: DistrictRecord, as_of: date
) -> Iterator[Verdict]:
    on = getattr(record.district, rule.field)
    if on is None or on > as_of:
        notes = (f"Planned for {short(on)}; plans are not credited.",) if on else ()
        yield Verdict(Status.UNDETERMINED, "none on record", notes=notes)
    else:
        yield Verdict(Status.MET, f"on record, {short(on)}", facts=(f"Dated {short(on)}",))
