"""Which letters are due, why, to whom, and under which names they are filed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UserError
from core.findings import Finding, Judged, Roll, standing
from core.model import (
    Appointment,
    Credential,
    District,
    DistrictRecord,
    EmployerType,
    Level,
    Officer,
    OfficerRecord,
    Proof,
    Role,
    Status,
)
from core.policy import default_policy
from core.reports.blocks import Address, KeepTogether, Paragraph, Table
from core.reports.letters import Letter, due_letters, safe_stem
from tests.golden.paper_district import AS_OF, paper_roll

POLICY = default_policy()


def finding(requirement_id: str, status: Status, level: Level = Level.REQUIRED) -> Finding:
    requirement = POLICY.requirement(requirement_id)
    source = requirement.source(Role.SRO)
    late = status is Status.OVERDUE
    return Finding(
        requirement=requirement,
        level=level,
        status=status,
        because=f"{requirement_id} is {status}",
        citation=source.citation,
        words=source.words,
        officer_id="A1",
        due=date(2027, 1, 1) if late else date(2027, 2, 1),
        consequence=requirement.consequence if late else None,
    )


def judged(
    *findings: Finding,
    employer_type: EmployerType = EmployerType.DISTRICT,
    proof: Proof | None = Proof.COPY,
    officer_id: str = "A1",
    employer: str = "Example Police",
) -> Judged:
    appointment = Appointment(
        officer_id=officer_id,
        role=Role.SRO,
        employer_type=employer_type,
        employer=employer,
        supervisor="Robin Placeholder",
    )
    course = Credential(officer_id=officer_id, credential="police-basic", completed_on=date(2020, 1, 1), proof=proof)
    record = OfficerRecord(
        officer=Officer(officer_id=officer_id, last_name="Lee", first_name="Dana"),
        appointments=(appointment,),
        credentials=(course,),
    )
    suspended = any(f.consequence and f.status is Status.OVERDUE for f in findings)
    return Judged(record, (appointment,), findings, standing(findings), suspended)


def roll(*officers: Judged, district: District | None = None) -> Roll:
    record = DistrictRecord(district=district or District(name="Example District", superintendent="Dr. Sam Example"))
    return Roll(POLICY, AS_OF, record, officers, ())


def kinds(*officers: Judged) -> list[str]:
    return [str(letter.kind) for letter in due_letters(roll(*officers))]


LATE = finding("sro-basic", Status.OVERDUE)
POWERS = finding("basic-training", Status.OVERDUE)
SOON = finding("weapon-qualification", Status.DUE_SOON, Level.LOCAL)
WRONG = finding("sro-supervision", Status.VIOLATION)
UNKNOWN = finding("sro-age", Status.UNDETERMINED)
MET = finding("sro-police-basic", Status.MET)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([MET], []),
        ([finding("sro-basic", Status.PENDING)], []),
        ([finding("sro-basic", Status.WAIVED)], []),
        ([UNKNOWN], []),
        ([SOON], ["upcoming"]),
        ([SOON, UNKNOWN], ["upcoming"]),
        ([LATE], ["overdue"]),
        ([WRONG], ["overdue"]),
        ([LATE, SOON, WRONG, UNKNOWN], ["overdue"]),
        ([POWERS], ["powers"]),
        ([POWERS, SOON], ["powers", "upcoming"]),
        ([POWERS, LATE], ["powers", "overdue"]),
        ([finding("basic-training", Status.DUE_SOON)], ["upcoming"]),
        ([finding("sro-workspace", Status.VIOLATION, Level.RECOMMENDED)], []),
        ([finding("weapon-count", Status.OVERDUE, Level.GUIDANCE)], []),
    ],
)
def test_the_findings_choose_the_letters(findings: list[Finding], expected: list[str]) -> None:
    assert kinds(judged(*findings)) == expected


@pytest.mark.parametrize("proof", [None, *Proof])
@pytest.mark.parametrize("employer_type", EmployerType)
def test_proof_is_asked_of_employers_outside_the_district(employer_type: EmployerType, proof: Proof | None) -> None:
    asked = kinds(judged(MET, employer_type=employer_type, proof=proof)) == ["proof"]
    outside = employer_type is not EmployerType.DISTRICT
    assert asked == (outside and proof in {None, Proof.NONE, Proof.STATED})


def test_no_proof_is_asked_for_what_no_rule_relies_on() -> None:
    assert kinds(judged(UNKNOWN, employer_type=EmployerType.AGENCY, proof=None)) == []


def test_one_request_for_proof_to_each_employer() -> None:
    officers = [
        judged(MET, employer_type=EmployerType.AGENCY, proof=None, officer_id=officer_id, employer=employer)
        for officer_id, employer in (("A1", "Police"), ("A2", "Sheriff"), ("A3", "Police"))
    ]
    letters = due_letters(roll(*officers))
    assert [letter.officer_ids for letter in letters] == [("A1", "A3"), ("A2",)]
    assert [letter.officer_id for letter in letters] == [None, None]
    assert due_letters(roll(*officers), officer_id="A3")[0].officer_ids == ("A3",)


def tables(letter: Letter) -> list[str]:
    """What the letter's tables are about, row by row."""
    blocks = [
        b for outer in letter.document.blocks for b in (outer.blocks if isinstance(outer, KeepTogether) else [outer])
    ]
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    return [row[0][0].text for row in rows if isinstance(row, tuple) and isinstance(row[0], tuple)]


def words(letter: Letter) -> str:
    blocks = [
        b for outer in letter.document.blocks for b in (outer.blocks if isinstance(outer, KeepTogether) else [outer])
    ]
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def test_the_loss_of_powers_is_in_its_own_letter_only() -> None:
    powers, overdue = due_letters(roll(judged(POWERS, LATE)))
    assert tables(overdue) == ["MDE School Resource Officer Basic Course"]
    assert POWERS.consequence is not None
    assert POWERS.consequence in words(powers)
    assert POWERS.words in words(powers)
    assert "cc: Robin Placeholder; School Board" in words(powers)
    assert POWERS.consequence not in words(overdue)


def test_the_overdue_letter_lists_what_is_late_then_what_is_due_then_what_is_lacking() -> None:
    (letter,) = due_letters(roll(judged(SOON, UNKNOWN, LATE, WRONG)))
    titles = [POLICY.requirement(f.requirement.id).title for f in (WRONG, LATE, SOON, UNKNOWN)]
    assert tables(letter) == titles


def test_what_only_the_district_can_supply_is_not_asked_of_the_officer() -> None:
    (letter,) = due_letters(roll(judged(LATE, finding("sro-full-time", Status.UNDETERMINED))))
    assert tables(letter) == ["MDE School Resource Officer Basic Course"]


def test_the_superintendent_is_not_sent_a_copy_of_the_letter_that_is_signed() -> None:
    district = District(name="Example District", superintendent="Robin Placeholder")
    (letter,) = due_letters(roll(judged(LATE), district=district))
    assert "cc:" not in words(letter)


def test_a_letter_says_why_and_bears_its_date() -> None:
    (letter,) = due_letters(roll(judged(LATE)), dated=date(2027, 2, 3))
    assert letter.why == "1 requirement past due or not met: MDE School Resource Officer Basic Course (1/1/2027)."
    (address,) = (block for block in letter.document.blocks if isinstance(block, Address))
    assert address == Address("February 3, 2027", ("Dana Lee",), unknown=2)


def test_an_agency_officer_is_written_to_at_the_agency() -> None:
    letters = {letter.officer_id: letter for letter in due_letters(paper_roll(), "overdue")}
    addresses = {
        officer_id: next(b.lines for b in letter.document.blocks if isinstance(b, Address))
        for officer_id, letter in letters.items()
    }
    assert addresses["A1"] == ("Dana M. Lee Jr.", "2 Private Lane", "Sampleton, MS 39999")
    assert addresses["A2"] == ("Łukasz Nguyễn-Þórsson", "c/o Sampleton Police Department")


def test_a_kind_that_is_not_due_gives_no_letter() -> None:
    assert due_letters(roll(judged(LATE)), "upcoming") == ()
    assert due_letters(roll()) == ()


def test_unknown_kinds_and_officers_are_refused_in_words() -> None:
    with pytest.raises(UserError, match=r"no letter “later”.* powers, overdue, upcoming, proof, range, .* and leaving"):
        due_letters(roll(), "later")
    with pytest.raises(UserError, match="“Z9” is no officer"):
        due_letters(roll(judged(LATE)), officer_id="Z9")


def test_files_are_named_by_kind_and_officer() -> None:
    names = [letter.filename for letter in due_letters(paper_roll())]
    assert names[:2] == ["powers Lee Dana A1.pdf", "overdue Lee Dana A1.pdf"]
    assert "proof Sampleton Police Department.pdf" in names


def test_names_that_come_out_alike_are_kept_apart() -> None:
    officers = [judged(LATE, officer_id=officer_id) for officer_id in ("a/1", "A:1", "A?1")]
    assert [letter.filename for letter in due_letters(roll(*officers))] == [
        "overdue Lee Dana a 1.pdf",
        "overdue Lee Dana A 1 2.pdf",
        "overdue Lee Dana A 1 3.pdf",
    ]


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_any_name_makes_a_file_name_that_windows_takes(name: str) -> None:
    officer = judged(LATE)
    record = replace(officer.record, officer=replace(officer.officer, last_name=name))
    (letter,) = due_letters(roll(replace(officer, record=record)))
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', letter.filename)
    assert re.fullmatch(r"overdue.*[^ .]\.pdf", letter.filename)
    assert len(letter.filename.encode()) <= 110
    assert safe_stem(safe_stem(name)) == safe_stem(name)
