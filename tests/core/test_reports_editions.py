"""The public edition holds counts alone; the other reports name people and say that they are not for release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.engine import call_roll
from core.errors import UserError
from core.findings import Roll
from core.model import Agreement, DistrictRecord, OfficerRecord, Status
from core.policy import default_policy
from core.reports.blocks import StateMark
from core.reports.catalogue import REPORTS, make_report
from core.reports.pdf import render
from core.reports.wording import Edition
from tests.districts import district, district_record_of, records_of
from tests.golden.paper_district import AS_OF, paper_roll

PUBLIC = [name for name, report in REPORTS.items() if Edition.PUBLIC in report.editions]
SHARED = {"credential", "requirement", "item", "credit_year"}
"""Texts that are the program's own words, not the district's."""


def marked(value: Any, path: str) -> Any:
    """The row with every text of the district's replaced by one that occurs nowhere else."""
    if isinstance(value, tuple):
        return tuple(marked(entry, f"{path}{number}") for number, entry in enumerate(value))
    if hasattr(value, "__dataclass_fields__"):
        changes = {f.name: marked(getattr(value, f.name), f"{path}x") for f in fields(value) if f.name not in SHARED}
        return replace(value, **changes)
    return f"Zq{path}" if isinstance(value, str) and not isinstance(value, StrEnum) and value else value


def marked_record(record: OfficerRecord, number: int) -> OfficerRecord:
    """One person with marks for texts; weapons keep the ids by which qualifications refer to them."""
    changes = {
        f.name: marked(getattr(record, f.name), f"{number}q{f.name}x")
        for f in fields(record)
        if f.name not in {"district", "issued", "qualifications", "waivers"}
    }
    return replace(record, **changes)


def invented_roll(seed: int, officers: int) -> Roll:
    invented = district(seed, officers, today=AS_OF)
    records = [marked_record(record, number) for number, record in enumerate(records_of(invented))]
    return call_roll(default_policy(), records, district_record_of(invented), AS_OF)


def personal(roll: Roll) -> Iterator[str]:
    """Serial numbers and dates of birth, as they could be printed."""
    for judged in roll.officers:
        yield from (issued.weapon.weapon_id for issued in judged.record.issued)
        born = judged.officer.date_of_birth
        if born:
            yield from (f"{born.month}/{born.day}/{born.year}", born.isoformat(), f"{born.day}, {born.year}")


@settings(max_examples=25)
@given(st.sampled_from(PUBLIC), st.integers(0, 10_000), st.integers(0, 25))
def test_the_public_edition_never_holds_a_personal_word(name: str, seed: int, officers: int) -> None:
    roll = invented_roll(seed, officers)
    printed = repr(make_report(name, roll, edition="public"))
    assert "Zq" not in printed
    assert [word for word in personal(roll) if word in printed] == []


def test_the_property_would_notice_a_name() -> None:
    roll = invented_roll(1, 5)
    printed = repr(make_report("board", roll, edition="executive"))
    assert "Zq" in printed
    assert any(word in printed for word in personal(roll))


def test_the_public_pages_name_nobody_not_even_who_signs() -> None:
    roll = paper_roll()
    text = text_of(render(make_report("board", roll, edition="public")))
    names = [name for j in roll.officers for name in (j.officer.last_name, j.officer.first_name, j.officer.officer_id)]
    for secret in (*names, "Alder", "SN-4711", "Sampleton Police", "Dr. Sam Example", "Pat Sample", "Private Lane"):
        assert not re.search(rf"\b{re.escape(secret)}\b", text), secret
    assert "not for release" not in text
    assert all(section in text for section in ("§ 25-1-100", "§ 25-61-12", "§ 25-41-7"))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@settings(max_examples=4)
@given(st.integers(0, 10_000), st.integers(1, 25))
def test_the_counts_of_the_public_edition_add_up(seed: int, officers: int) -> None:
    roll = invented_roll(seed, officers)
    text = text_of(render(make_report("board", roll, edition="public"))).replace("\n", " ")
    counts = [sum(j.standing is status for j in roll.officers) for status in Status]
    assert sum(counts) == len(roll.officers)
    assert f"{len(roll.officers)} officer" in text


def test_a_report_that_names_officers_has_no_public_edition() -> None:
    for name, report in REPORTS.items():
        if len(report.editions) == 1:
            with pytest.raises(UserError, match="no public edition"):
                make_report(name, paper_roll(), edition="public", officer_id="A1")


def test_what_there_is_not_is_refused_in_words() -> None:
    with pytest.raises(UserError, match=r"no report “rooster”\. The reports are board, annual, roster, deadlines"):
        make_report("rooster", paper_roll())
    with pytest.raises(UserError, match="no edition “secret”"):
        make_report("board", paper_roll(), edition="secret")
    with pytest.raises(UserError, match="about one officer"):
        make_report("officer", paper_roll())
    with pytest.raises(UserError, match=r"“Z9” is no officer with a current appointment on 1/31/2027\."):
        make_report("officer", paper_roll(), officer_id="Z9")


def test_deadlines_look_as_far_as_they_are_told() -> None:
    near, far = (repr(make_report("deadlines", paper_roll(), days=days)) for days in (21, 60))
    assert "Glock" in near
    assert "Bond" not in near
    assert "Bond" in far


def test_a_district_in_order_is_told_so() -> None:
    roll = paper_roll()
    in_order = replace(roll, officers=tuple(replace(j, findings=(), powers_suspended=False) for j in roll.officers))
    text = text_of(render(make_report("board", in_order)))
    assert "There are none. Every required and local requirement of every officer is met" in text
    assert "not exercise the powers" not in text


def test_the_split_of_time_is_printed_and_not_judged() -> None:
    text = text_of(render(make_report("officer", paper_roll(), officer_id="A2")))
    assert "40 % enforcement, 30 % teaching, 30 % mentoring. Recorded, not judged." in text


def test_a_later_day_reads_as_of_that_day() -> None:
    text = text_of(render(make_report("board", paper_roll(date(2027, 7, 1)), meeting=date(2027, 7, 12))))
    assert "as of July 1, 2027" in text
    assert "Meeting of July 12, 2027" in text


def test_agreements_are_counted_by_kind_in_public() -> None:
    roll = paper_roll()
    more = tuple(
        replace(a, agreement_id=f"{a.agreement_id}-{n}", party="Zqparty")
        for a in roll.district.agreements
        for n in "ab"
    )
    record = DistrictRecord(district=roll.district.district, agreements=more)
    judged = call_roll(default_policy(), [j.record for j in roll.officers], record, AS_OF)
    printed = repr(make_report("board", judged, edition="public"))
    assert isinstance(more[0], Agreement)
    assert repr(("Memorandum of understanding", StateMark(Status.DUE_SOON), 2)) in printed
    assert "Zqparty" not in printed
