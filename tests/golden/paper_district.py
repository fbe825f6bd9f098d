"""A small invented district in which every letter is due; what its paper says stands beside it, word by word."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from core.engine import call_roll
from core.findings import Roll
from core.model import (
    Agreement,
    AgreementKind,
    Appointment,
    Attendance,
    AuthorityType,
    Bond,
    Commission,
    Credential,
    Designation,
    District,
    DistrictRecord,
    EmployerType,
    Officer,
    Proof,
    Qualification,
    Result,
    Role,
    Row,
    Sanctioned,
    Service,
    SupervisorTitle,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
)
from core.policy import default_policy
from tests.districts import assemble

HERE = Path(__file__).resolve().parent
AS_OF = date(2027, 1, 31)
DISTRICT = District(
    name="Invented County School District",
    county="Invented",
    address="1 Example Street",
    city="Sampleton",
    zip="39999",
    phone="(601) 555-0100",
    superintendent="Dr. Sam Example",
    board_president="Pat Sample",
    safety_assessment_on=date(2026, 6, 1),
    records_begin_on=date(2025, 7, 1),
)
AGREEMENTS = (
    Agreement(
        agreement_id="MOU-1", kind=AgreementKind.MOU, party="Sampleton Police Department", ends_on=date(2027, 3, 1)
    ),
)


def _untrained() -> Iterable[Row]:
    """Two years have passed without basic training."""
    yield Officer(
        officer_id="A1",
        last_name="Lee",
        first_name="Dana",
        middle_name="M.",
        suffix="Jr.",
        date_of_birth=date(1990, 4, 2),
        phone="(601) 555-0111",
        address="2 Private Lane\nSampleton, MS 39999",
    )
    yield Appointment(
        officer_id="A1",
        role=Role.CEO,
        employer_type=EmployerType.DISTRICT,
        employer="Invented County School District",
        hired_on=date(2024, 12, 15),
        assignment_percent=50,
        school="Alder High School",
        supervisor="Robin Placeholder",
        supervisor_title=SupervisorTitle.DESIGNEE,
    )
    yield Attendance(class_id="C1", officer_id="A1", proof=Proof.COPY)


def _unproven() -> Iterable[Row]:
    """In order but for a weapon due soon, a birth date not known, and proof that the police hold."""
    yield Officer(officer_id="A2", last_name="Nguyễn-Þórsson", first_name="Łukasz", address="3 Private Lane")
    yield Appointment(
        officer_id="A2",
        role=Role.SRO,
        employer_type=EmployerType.AGENCY,
        employer="Sampleton Police Department",
        assigned_on=date(2022, 8, 1),
        assignment_percent=100,
        school="Birch Middle School",
        supervisor="Dr. Sam Example",
        supervisor_title=SupervisorTitle.SUPERINTENDENT,
        has_office=True,
        has_computer=True,
        has_phone=False,
        enforcement_percent=40,
        teaching_percent=30,
        mentoring_percent=30,
    )
    yield Commission(
        officer_id="A2",
        authority_type=AuthorityType.AGENCY,
        authority="Sampleton Police Department",
        commissioned_on=date(2015, 1, 5),
    )
    yield Service(
        officer_id="A2",
        agency="Sampleton Police Department",
        from_on=date(2015, 1, 5),
        full_time=True,
        commissioned=True,
    )
    for code, on in (("police-basic", date(2014, 12, 1)), ("sro-screening", date(2022, 7, 1))):
        yield Credential(officer_id="A2", credential=code, completed_on=on, proof=Proof.COPY)
    yield Credential(
        officer_id="A2",
        credential="mde-sro-basic",
        completed_on=date(2023, 6, 9),
        proof=Proof.STATED,
        certificate_number="S-77",
    )
    yield Credential(officer_id="A2", credential="mde-certificate", issued_on=date(2023, 7, 1), proof=Proof.ORIGINAL)
    yield Weapon(weapon_id="SN-4711", kind="pistol", make="Glock", model="17", caliber="9 mm")
    yield WeaponIssue(weapon_id="SN-4711", officer_id="A2", issued_on=date(2022, 8, 1))
    yield Qualification(
        officer_id="A2", weapon_id="SN-4711", shot_on=date(2026, 8, 20), result=Result.PASS, score=91, maximum=100
    )
    yield Attendance(class_id="C1", officer_id="A2", proof=Proof.COPY)
    yield Attendance(class_id="C2", officer_id="A2")


def _armed() -> Iterable[Row]:
    """A School Safety Officer with a weapon, and a name that looks like markup."""
    yield Officer(officer_id="A3", last_name="O'Neil <b>", first_name="Kim & Co")
    yield Appointment(
        officer_id="A3",
        role=Role.SSO,
        employer_type=EmployerType.CONTRACTOR,
        employer="Example Guards, LLC",
        assigned_on=date(2026, 8, 3),
        school="Alder High School",
        supervisor_title=SupervisorTitle.CEO,
    )
    yield Weapon(weapon_id="SN-4712", make="SIG", model="P320")
    yield WeaponIssue(weapon_id="SN-4712", officer_id="A3", issued_on=date(2026, 8, 3))
    yield Credential(officer_id="A3", credential="mde-sso-basic", completed_on=date(2026, 9, 4), proof=Proof.NONE)
    yield Attendance(class_id="C1", officer_id="A3", proof=Proof.COPY)


def _bonded() -> Iterable[Row]:
    """A designated officer whose bond runs out."""
    yield Officer(officer_id="A4", last_name="Zeller", first_name="Morgan", address="4 Private Lane")
    yield Appointment(
        officer_id="A4",
        role=Role.OTHER,
        employer_type=EmployerType.DISTRICT,
        employer="Invented County School District",
        hired_on=date(2020, 2, 3),
        assignment_percent=40,
    )
    yield Credential(officer_id="A4", credential="police-basic", completed_on=date(2010, 5, 7), proof=Proof.COPY)
    yield Designation(officer_id="A4", designated_on=date(2023, 3, 6), oath_on=date(2023, 3, 6))
    yield Bond(officer_id="A4", surety="Example Surety", number="B-1", amount=50_000, effective_on=date(2023, 3, 6))


def _waived() -> Iterable[Row]:
    """Short of last year's hours, and excused."""
    yield Officer(officer_id="A5", last_name="Young", first_name="Avery")
    yield Appointment(
        officer_id="A5",
        role=Role.SSO,
        employer_type=EmployerType.DISTRICT,
        employer="Invented County School District",
        assigned_on=date(2024, 8, 1),
        assignment_percent=60,
        supervisor_title=SupervisorTitle.PRINCIPAL,
    )
    yield Credential(officer_id="A5", credential="mde-sso-basic", completed_on=date(2025, 2, 4), proof=Proof.COPY)
    yield Attendance(class_id="C1", officer_id="A5", proof=Proof.COPY)
    yield Waiver(
        officer_id="A5",
        requirement="in-service",
        item="2025-26",
        granted_by="Department of Examples",
        reference="Letter 12",
        reason="medical leave",
        from_on=date(2026, 7, 1),
        until_on=date(2027, 6, 30),
    )


def _left() -> Iterable[Row]:
    """Gone, after a class and a range day."""
    yield Officer(
        officer_id="A6", last_name="Vance", first_name="Jordan", address="6 Private Lane, Sampleton, MS 39999"
    )
    yield Appointment(
        officer_id="A6",
        role=Role.CEO,
        employer_type=EmployerType.DISTRICT,
        employer="Invented County School District",
        hired_on=date(2019, 8, 5),
        ended_on=date(2026, 12, 18),
        end_reason="moved away",
        assignment_percent=50,
    )
    yield Credential(
        officer_id="A6",
        credential="reserve-basic",
        completed_on=date(2019, 6, 7),
        provider="Example Academy",
        certificate_number="R-12",
        proof=Proof.ORIGINAL,
    )
    yield Weapon(weapon_id="SN-4713", kind="pistol", make="Glock", model="19")
    yield WeaponIssue(weapon_id="SN-4713", officer_id="A6", issued_on=date(2019, 8, 5), returned_on=date(2026, 12, 18))
    yield Qualification(officer_id="A6", weapon_id="SN-4713", shot_on=date(2026, 9, 1), result=Result.PASS)
    yield Attendance(class_id="C1", officer_id="A6", proof=Proof.COPY)


def _classes() -> Iterable[Row]:
    for class_id, title, on in (("C1", "Active threat", date(2026, 8, 5)), ("C2", "Legal update", date(2026, 10, 1))):
        yield TrainingClass(
            class_id=class_id, title=title, ends_on=on, hours=16, provider="Example Academy", sanctioned=Sanctioned.YES
        )


def paper_roll(as_of: date = AS_OF, district: District = DISTRICT) -> Roll:
    """The district judged by the policy that is shipped."""
    rows = [row for some in (_untrained, _unproven, _armed, _bonded, _waived, _left, _classes) for row in some()]
    record = DistrictRecord(district=district, agreements=AGREEMENTS)
    return call_roll(default_policy(), assemble(district, rows), record, as_of)


def text_of(pdf: bytes) -> str:
    """All that can be read on the pages, in the order in which it is drawn."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "\n".join(f"--- {number}\n{page.extract_text()}" for number, page in enumerate(pages, start=1)) + "\n"


def expect_golden(name: str, text: str) -> None:
    """Compares with the text kept under ``name``; ``REWRITE_GOLDEN=1`` keeps the new one, to be read first."""
    kept = HERE / f"{name}.txt"
    folded = "\n".join(line.rstrip().replace("\N{NO-BREAK SPACE}", " ") for line in text.splitlines()) + "\n"
    if os.environ.get("REWRITE_GOLDEN"):
        kept.write_text(folded, encoding="utf-8", newline="\n")
    assert folded == kept.read_text(encoding="utf-8")
